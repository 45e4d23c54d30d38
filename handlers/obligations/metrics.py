"""What can be counted of obligations, what of them is open in the school's safety, and what the leaders hear."""

from collections.abc import Sequence

from handlers.figures import Metric, Period, Place, Row, Section
from handlers.obligations import texts
from handlers.obligations.desk import is_late, router
from handlers.obligations.flow import FLOW
from handlers.safety import Open
from handlers.texts import Text
from handlers.turn import Turn
from storage import obligations
from storage.obligations import Obligation, ObligationStage

MOST = 8


def _words(one: Obligation) -> Text:
    status = FLOW.statuses[one.status]
    return Text(f"{one.headline} · {status.zh}", f"{one.headline} · {status.en}")


def _kept(turn: Turn, period: Period) -> Sequence[Row] | None:
    rows = [
        Row(one.obligation.code, one.obligation.headline, one.due_at, one.shown_at <= one.due_at,
            department=one.by.department)
        for one in obligations.rounds_due(turn.tx, period.begins, period.ends)
    ]  # fmt: skip
    shown = {(row.code, row.at) for row in rows}
    rows += [
        Row(one.code, _words(one), one.due_at, counts=False, department=one.owner.department)
        for one in obligations.still_open(turn.tx)
        if period.holds(one.due_at) and (one.code, one.due_at) not in shown
    ]
    return rows or None


router.count(
    Metric("obligations.kept", texts.METRIC, texts.METRIC_HOW, texts.PERCENT, "share", _kept, (
        "合规(?:事项)?(?:的)?(?:按期|按时|完成)率", "obligations? kept in time",
    ), clause="5.1.4", better="more"),
)  # fmt: skip


@router.section(Place.COMPLIANCE)
def told_to_leaders(turn: Turn, period: Period) -> Section | None:
    """What is late, and whether the rest was done in time; nothing where the school keeps no such calendar."""
    found = obligations.everything(turn.tx)
    if not found:
        return None
    late = [one for one in found if is_late(turn, one) and one.due_at < period.ends]
    lines = (texts.SECTION_LATE(count=len(late)),) if late else ()
    return Section(
        texts.SECTION,
        ("obligations.kept",),
        lines,
        tuple(Row(one.code, _words(one), one.due_at) for one in late[:MOST]),
    )


@router.safety
def waiting(turn: Turn) -> list[Open]:
    """Every open obligation, with its owner and its day."""
    return [
        Open(
            Text(f"合规：{one.headline}", f"compliance: {one.headline}"),
            one.owner.name,
            turn.local(one.due_at).date(),
            one.code,
        )
        for one in obligations.still_open(turn.tx)
        if one.status == ObligationStage.PENDING
    ]
