"""What tasks and instructions count, and what they tell the leaders in every report (clauses 5.3.1, 8.2.2)."""

import re
from collections.abc import Sequence

from handlers.figures import Metric, Period, Place, Row, Section
from handlers.tasks import boards, texts, words
from handlers.tasks.cards import is_late
from handlers.tasks.routes import router
from handlers.tasks.whom import whose
from handlers.turn import Turn
from storage import tasks
from storage.tasks import OWED, Task, TaskStage


def _judged(turn: Turn, period: Period) -> Sequence[Row] | None:
    """Each task handed in or due in the period; it counts where it was in time."""
    return [_row(one) for one in tasks.judged(turn.tx, period.begins, period.ends)]


def _row(task: Task) -> Row:
    return Row(
        task.code, words.ROW(code=task.code, department=whose(task), text=task.headline),
        task.first_submitted_at or task.due_at, counts=boards.in_time(task), department=whose(task),
    )  # fmt: skip


def _signed_off(turn: Turn, period: Period) -> Sequence[Row] | None:
    """Each instruction given in the period; it counts once it is signed off."""
    return [
        Row(one.code, boards.instruction_line(turn, one), one.issued_at, counts=one.status == TaskStage.SIGNED_OFF,
            department=one.department)
        for one in tasks.instructions_of(turn.tx, period.begins, period.ends)
        if one.status != TaskStage.DROPPED
    ]  # fmt: skip


IN_TIME = Metric(
    "tasks.in_time", words.IN_TIME, words.IN_TIME_FORMULA, words.PERCENT, "share", _judged,
    re.compile(r"(?:部门)?任务(?:的)?按时率|配合(?:的)?按时率|按时(?:提交|完成)率|tasks? (?:handed in )?in time"), clause="5.3.1",
    better="more",
)  # fmt: skip
SIGNED_OFF = Metric(
    "tasks.signed_off", words.SIGNED_OFF, words.SIGNED_OFF_FORMULA, words.PERCENT, "share", _signed_off,
    re.compile(r"批示(?:的)?(?:销号率|办结率|完成率)|instructions signed off"), clause="8.2.2", better="more",
)  # fmt: skip
router.count(IN_TIME, SIGNED_OFF)


@router.section(Place.COOPERATION)
def cooperation(turn: Turn, period: Period) -> Section | None:
    """The share in time and the tasks that are late now, by department and without names."""
    late = [task for task in tasks.open_tasks(turn.tx, *OWED) if is_late(turn, task)]
    if not late and not tasks.judged(turn.tx, period.begins, period.ends):
        return None
    return Section(words.COOPERATION, metrics=(IN_TIME.key,), rows=tuple(_row(task) for task in late))


@router.section(Place.INSTRUCTIONS)
def instructions(turn: Turn, _period: Period) -> Section | None:
    """Every instruction that is not signed off stands in every report until it is."""
    found = tasks.instructions(turn.tx)
    if not found:
        return None
    rows = tuple(Row(one.code, boards.instruction_line(turn, one), one.issued_at) for one in found)
    asks = tuple(
        texts.TO_SIGN_OFF(code=one.code, text=one.headline) for one in found if one.status == TaskStage.REPORTED
    )
    return Section(words.INSTRUCTIONS, metrics=(SIGNED_OFF.key,), rows=rows, asks=asks)
