"""Who hears what of an incident: the team all of it, whoever reported it their own thread, nobody else anything."""

from handlers import timeline
from handlers.incidents import texts
from handlers.incidents.cards import incident_card
from handlers.incidents.desk import team_of
from handlers.texts import Phrase
from handlers.turn import Turn
from storage import incidents, people
from storage.incidents import Incident
from storage.outbox import Priority
from storage.people import Person


def show(turn: Turn, incident: Incident, person: Person) -> None:
    """The card to one of the team, quiet hours or not."""
    card = incident_card(turn, incident, turn.view_of(person))
    turn.tell(person, card, subject=incident.code, priority=Priority.URGENT)


def team(turn: Turn, incident: Incident, words: Phrase | None) -> None:
    """A line to the others of the team; None shows them the card anew."""
    for person in team_of(turn, incident):
        if turn.actor is not None and person.id == turn.actor.id:
            continue
        if words is None:
            show(turn, incident, person)
        else:
            turn.tell(person, words, subject=incident.code, priority=Priority.URGENT)


def note(turn: Turn, incident: Incident, words: str, *, kind: str = "", echo: bool = False) -> None:
    """A line of the time line; `echo` sends it to the others of the team."""
    told = team_of(turn, incident) if echo else []
    timeline.note(turn, incident.code, words[: timeline.LONGEST], tell=told, kind=kind, clause="7.3.1")


def moved(turn: Turn, incident: Incident, words: str = "") -> None:
    """The status changed: the team hears it with the words, those who reported it without."""
    incident.revision += 1
    status = texts.STATUS[incident.status]
    said = texts.MOVED_NOTE(code=incident.code, status=status, note=words) if words else None
    team(turn, incident, said or texts.MOVED(code=incident.code, status=status))
    reporters(turn, incident, texts.FOR_REPORTER(code=incident.code, status=status))


def reporters(turn: Turn, incident: Incident, words: Phrase) -> None:
    """Everybody who reported it, guests by the account they wrote from."""
    handles = {person.id for person in team_of(turn, incident)}
    for person in people.active_people(turn.tx):
        mine = person.id in incident.reporter_ids and person.id not in handles
        if mine and (turn.actor is None or turn.actor.id != person.id):
            turn.tell(person, words, subject=incident.code, priority=Priority.URGENT)
    here = turn.account.id if turn.account is not None else None
    for account in incidents.guests(turn.tx, incident):
        if account.id != here and account.reachable:
            turn.voice.to_conversation(account, account.address, words, subject=incident.code)
