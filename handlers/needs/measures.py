"""What the departments' answers count (clause 5.3.2)."""

import re
from collections.abc import Sequence

from handlers.figures import Metric, Period, Row
from handlers.needs.cards import month_words
from handlers.needs.routes import router
from handlers.texts import Text
from handlers.turn import Turn
from storage import needs
from storage.needs import Answer, NeedStage

_ENTRY = Text("{month} {department}", "{month} {department}")
_NEED = Text("{code} {text}", "{code} {text}")


def _entries(turn: Turn, period: Period) -> Sequence[Row] | None:
    """Each department's entry; it counts where it answered, be it 无."""
    return [
        Row(f"needs:{one.month}", _ENTRY(month=month_words(one.month), department=entry.department), entry.at,
            counts=entry.answer in (Answer.NONE, Answer.NEEDS), department=entry.department)
        for one in needs.rounds(turn.tx, period.begins, period.ends)
        for entry in one.entries
        if entry.answer != Answer.NOBODY
    ]  # fmt: skip


def _replied(turn: Turn, period: Period) -> Sequence[Row] | None:
    """Each need raised in the period; it counts where it has its final reply."""
    return [
        Row(one.code, _NEED(code=one.code, text=one.headline), one.raised_at,
            counts=one.status == NeedStage.ANSWERED, department=one.department)
        for one in needs.raised(turn.tx, period.begins, period.ends)
    ]  # fmt: skip


router.count(
    Metric(
        "needs.answered", Text("部门反馈回应率", "Departments that answered"),
        Text("回了（含「无」）的部门 ÷ 问了的部门", "departments that answered, “none” included ÷ departments asked"),
        Text("%", "%"), "share", _entries, re.compile(r"部门反馈(?:的)?(?:回应率|回复率|率)"), clause="5.3.2", better="more",
    ),
    Metric(
        "needs.replied", Text("部门需求答复率", "Needs replied to"),
        Text("有最终答复的需求 ÷ 期内提出的需求", "needs with a final reply ÷ needs raised in the period"),
        Text("%", "%"), "share", _replied, re.compile(r"部门需求(?:的)?(?:答复率|办结率)"), clause="5.3.2", better="more",
    ),
)  # fmt: skip
