"""The router of assessments: who finds what, and what is on whose desk."""

from handlers.assessments import rules, texts
from handlers.assessments.cards import assessment_card
from handlers.assessments.flow import FLOW, REVIEWS, editor, reader
from handlers.router import Router
from handlers.turn import Turn
from storage import assessments
from storage.assessments import Assessment
from storage.people import Role


def in_hand(turn: Turn) -> list[Assessment]:
    """What is under way, for whoever makes or reviews it."""
    if turn.actor is None or not (turn.viewer.holds(*REVIEWS) or editor.allows(turn.viewer, None)):
        return []
    return list(assessments.under_way(turn.tx))


def _none(_turn: Turn, _one: Assessment) -> str:
    return "none"


router = Router(
    "assessments", flow=FLOW, find=assessments.by_code, readable=reader, card=assessment_card, open_for=in_hand,
    context=_none, rules=rules.ALL,
)  # fmt: skip
router.help(texts.HELP, Role.CIO)
