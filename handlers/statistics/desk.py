"""The router of the numbers."""

from handlers.router import Router, Standing
from handlers.statistics import texts
from handlers.statistics.rules import ALL
from handlers.turn import Turn
from storage import statistics
from storage.statistics import FigureAsked

LOOK = "statistics.look"


def _situation(_turn: Turn, _asked: FigureAsked) -> str:
    return "after_stat_query"


router = Router(
    "statistics",
    prefix="FG",
    find=statistics.by_code,
    context=_situation,
    rules=ALL,
    standing=(
        Standing(
            key="statistics.unusual", title="报修异常", action=LOOK, clause="5.2.3",
            rule={"every": "daily", "workdays_only": True, "time": "08:00"},
        ),
    ),
)  # fmt: skip
router.help(texts.HELP)
