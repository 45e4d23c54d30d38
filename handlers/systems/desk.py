"""The router of systems: who finds what, who may know that there is one, what is on whose desk."""

from handlers.flow import Viewer, by
from handlers.router import Router, Standing
from handlers.systems import rules, texts
from handlers.systems.cards import system_card
from handlers.systems.flow import FLOW
from handlers.turn import Turn
from storage import systems
from storage.people import Role
from storage.systems import System

WEEKLY = "systems.weekly"


@by("教职工", "staff")
def staff(viewer: Viewer, _system: System) -> bool:
    """Whoever belongs to the school may ask who answers for a system; the card shows the rest to those concerned."""
    return viewer.is_clock or viewer.holds(Role.STAFF, *Role)


def in_hand(turn: Turn) -> list[System]:
    """One's own; whoever keeps the register has all."""
    if turn.actor is None:
        return []
    if turn.viewer.holds(Role.CIO, Role.ADMIN):
        return list(systems.all_systems(turn.tx))
    return list(systems.of_person(turn.tx, turn.actor.id))


def _none(_turn: Turn, _system: System) -> str:
    return "none"


router = Router(
    "systems", flow=FLOW, find=systems.by_code, readable=staff, card=system_card, open_for=in_hand, context=_none,
    rules=rules.ALL, rule_readers=(Role.TECHNICIAN,),
    standing=(
        Standing(
            key=WEEKLY, title="每周安全汇总", action=WEEKLY,
            rule={"every": "weekly", "weekdays": [0], "time": "08:30", "holiday": "after"}, clause="5.1.4",
        ),
    ),
)  # fmt: skip
router.help(texts.HELP, Role.CIO, Role.TECHNICIAN, Role.ADMIN, Role.LIAISON)
router.help(texts.HELP_POSTURE, Role.CIO, Role.LEADER, Role.SECRETARY)
