"""The router of improvement items: who finds what, and what is on whose desk."""

from handlers.improvements import rules
from handlers.improvements.cards import item_card
from handlers.improvements.flow import CHECKS, FLOW, SEES_ALL, party
from handlers.router import Router
from handlers.turn import Turn
from storage import improvements
from storage.improvements import Improvement
from storage.people import Role


def in_hand(turn: Turn) -> list[Improvement]:
    """One's own items and those to verify; whoever leads has all that are open, but only what waits is on the desk."""
    if turn.actor is None:
        return []
    if turn.viewer.holds(*CHECKS):
        return list(improvements.still_open(turn.tx))
    return list(improvements.concerning(turn.tx, turn.actor.id))


def _none(_turn: Turn, _item: Improvement) -> str:
    return "none"


def sees_all(turn: Turn) -> bool:
    """Whether the board shows this person everything."""
    return turn.viewer.holds(*SEES_ALL)


def may_raise(turn: Turn) -> bool:
    """Whether this person may raise an item of their own."""
    return turn.viewer.holds(Role.CIO, Role.LEADER, Role.INSPECTOR)


router = Router(
    "improvements", flow=FLOW, find=improvements.by_code, readable=party, card=item_card, open_for=in_hand,
    context=_none, rules=rules.ALL,
)  # fmt: skip
