"""The one router of incidents: how one is found, who may see it, and who handles it."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from handlers.flow import Viewer
from handlers.incidents import rules, texts
from handlers.incidents.cards import incident_card
from handlers.incidents.flow import FLOW, readable, reporter, responder
from handlers.router import Router
from handlers.turn import Turn
from storage import incidents, people
from storage.incidents import Incident, Stage
from storage.people import Person, Role


def team(turn: Turn) -> list[Person]:
    """The response team: technicians, dispatcher, the CIO and who acts for them."""
    return turn.everyone(Role.TECHNICIAN, Role.DISPATCHER, Role.CIO)


def team_of(turn: Turn, incident: Incident) -> list[Person]:
    """The team and whoever was given a part in this one."""
    found = {person.id: person for person in team(turn)}
    for person in people.active_people(turn.tx) if incident.role_ids - found.keys() else ():
        if person.id in incident.role_ids:
            found[person.id] = person
    return list(found.values())


def open_for(turn: Turn) -> Iterable[Incident]:
    """What this person may have in hand."""
    if turn.actor is None:
        return []
    return [incident for incident in incidents.in_hand(turn.tx) if readable.allows(turn.viewer, incident)]


def situation(turn: Turn, incident: Incident) -> str:
    """What the newest card means for what is said next."""
    viewer: Viewer = turn.viewer
    return (
        f"incident_open:{incident.code}"
        if incident.status in Stage.OPEN and (responder.allows(viewer, incident) or reporter.allows(viewer, incident))
        else "none"
    )


def find(tx: Session, code: str) -> Incident | None:
    """An incident by its number; a line about it is filed under `I-3/line`, so that no card takes its place."""
    return incidents.find(tx, code.partition("/")[0])


router = Router(
    "incidents", flow=FLOW, find=find, readable=readable, card=incident_card, open_for=open_for,
    context=situation, rules=rules.ALL, confidential=True,
)  # fmt: skip
router.help(texts.HELP, guests=True)
