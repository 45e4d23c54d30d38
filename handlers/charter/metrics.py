"""How much of the school has taken note of the charter in force (clause 9.2)."""

from collections.abc import Sequence

from handlers.charter import metric_texts as texts
from handlers.charter.actions import router
from handlers.figures import Metric, Period, Row
from handlers.turn import Turn
from storage import charter, figures


def _noted(turn: Turn, period: Period) -> Sequence[Row] | None:
    """The versions in force on the last day that were published; None where none was put before the school."""
    published = [one for one in charter.in_force(turn.tx, period.last) if one.published_at is not None]
    if not published:
        return None
    return [
        Row(one.subject, one.person.name, one.answered_at, one.answered_at is not None and one.answered_at < period.ends,
            department=one.person.department, person=True)
        for one in figures.acknowledgements_of(turn.tx, [version.code for version in published])
        if one.person.active
    ]  # fmt: skip


router.count(
    Metric("charter.noted", texts.NOTED, texts.NOTED_HOW, texts.PERCENT, "share", _noted, (
        "(?:制度|章程|规章)(?:的)?(?:知悉|确认|阅读|学习)(?:率|情况)", "(?:charter|policy) acknowledg\\w*(?: rate)?",
    ), clause="9.2"),
)  # fmt: skip
