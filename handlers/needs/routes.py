"""The router of the departments' needs."""

from handlers.acting import leads
from handlers.departments import answers_for
from handlers.needs import rules, texts
from handlers.needs.cards import need_card
from handlers.needs.flow import FLOW, party
from handlers.router import Router, Standing
from handlers.turn import Turn
from storage import needs
from storage.needs import Need
from storage.people import Role

LOOK = "needs.look"


def in_hand(turn: Turn) -> list[Need]:
    """To the CIO all that has not ended; to a department its own."""
    person = turn.actor
    if person is None:
        return []
    return [
        one
        for one in needs.still_open(turn.tx)
        if leads(turn.viewer) or one.by_id == person.id or answers_for(person, one.department)
    ]


def _none(_turn: Turn, _need: Need) -> str:
    return "none"


router = Router(
    "needs", flow=FLOW, find=needs.by_code, readable=party, card=need_card, open_for=in_hand, context=_none,
    rules=rules.ALL,
    standing=(
        Standing(
            key=LOOK, title="部门需求转出后是否办结", action=LOOK, clause="5.3.2", payload={"subject": "needs"},
            rule={"every": "daily", "workdays_only": True, "time": "08:40"},
        ),
    ),
)  # fmt: skip
router.help(texts.HELP, Role.LIAISON, Role.HEAD)
router.help(texts.HELP_CIO, Role.CIO)
