"""The one router of this feature: how a request for advice is found, who reads it, and on whose desk it is."""

from handlers.advice import rules, texts
from handlers.advice.cards import advice_card
from handlers.advice.flow import FLOW, is_inside, readers
from handlers.router import Router
from handlers.turn import Turn
from storage import advice
from storage.advice import Advice
from storage.people import Person, Role


def on_desk(turn: Turn) -> list[Advice]:
    """Open requests for the team, and one's own."""
    if turn.actor is None:
        return []
    own = list(advice.of_asker(turn.tx, turn.actor.id))
    team = list(advice.open_advice(turn.tx)) if is_inside(turn.viewer) else []
    return list({one.code: one for one in (*team, *own)}.values())


router = Router(
    "advice", flow=FLOW, find=advice.by_code, readable=readers, card=advice_card, open_for=on_desk, rules=rules.ALL
)
router.help(texts.HELP, Role.LIAISON, Role.HEAD, Role.TECHNICIAN, Role.CIO)


def show(turn: Turn, one: Advice, person: Person | None, key: str | None = None) -> None:
    """Put the card into somebody's chat, as they may see and press it."""
    if person is not None:
        turn.tx.flush()
        turn.tell(person, advice_card(turn, one, turn.view_of(person)), key=key, subject=one.code)


def technicians(turn: Turn, one: Advice) -> list[Person]:
    """Who can draft an opinion; where there is no technician, the CIO."""
    found = turn.everyone(Role.TECHNICIAN, besides=one.asker)
    return found or cios(turn, one)


def cios(turn: Turn, one: Advice) -> list[Person]:
    """Who issues it."""
    return turn.everyone(Role.CIO, besides=one.asker)
