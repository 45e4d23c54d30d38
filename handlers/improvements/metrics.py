"""What can be counted of improvement items (clause 6.3.2), and what of them the leaders hear."""

from collections.abc import Sequence

from handlers.figures import Metric, Period, Place, Row, Section
from handlers.improvements import metric_texts as texts
from handlers.improvements.flow import FLOW
from handlers.improvements.routes import router
from handlers.texts import Text
from handlers.turn import Turn
from storage import figures, improvements
from storage.improvements import OPEN, Improvement, ItemStage

MOST = 8  # late items named in a report


def _row(item: Improvement, column: str, *, counts: bool = True) -> Row:
    status = FLOW.statuses[item.status]
    words = Text(f"{item.headline} · {status.zh}", f"{item.headline} · {status.en}")
    return Row(item.code, words, getattr(item, column), counts, department=item.owner.department)


def _raised(turn: Turn, period: Period) -> Sequence[Row]:
    return [
        _row(one, "created_at") for one in figures.improvements_by(turn.tx, "created_at", period.begins, period.ends)
    ]


def _closed(turn: Turn, period: Period) -> Sequence[Row]:
    found = figures.improvements_by(turn.tx, "verified_at", period.begins, period.ends)
    return [_row(one, "verified_at") for one in found if one.status == ItemStage.CLOSED]


def _kept(turn: Turn, period: Period) -> Sequence[Row]:
    found = figures.improvements_by(turn.tx, "due_at", period.begins, period.ends)
    return [
        _row(
            one,
            "due_at",
            counts=one.status == ItemStage.CLOSED and one.verified_at is not None and one.verified_at < period.ends,
        )
        for one in found
        if one.status != ItemStage.DECLINED
    ]


def _open(turn: Turn, period: Period) -> Sequence[Row]:
    return [_row(one, "due_at") for one in improvements.still_open(turn.tx) if one.created_at < period.ends]


_ITEM = "(?:改进项|改进|整改项?)"

router.count(
    Metric("improvements.raised", texts.RAISED, texts.RAISED_HOW, texts.EACH, "count", _raised, (
        rf"(?:提出|新增|提)了?(?:的)?(?:多少|几)?(?:个|项|条)?{_ITEM}", rf"(?:多少|几)(?:个|项|条)?{_ITEM}",
        rf"{_ITEM}(?:的)?(?:总?数量?|多少|几)",
        "improvements? (?:were )?raised", "how many improvements?",
    ), clause="6.3.2"),
    Metric("improvements.closed", texts.CLOSED, texts.CLOSED_HOW, texts.EACH, "count", _closed, (
        rf"(?:关闭|完成|做完)了?(?:的)?(?:多少|几)?(?:个|项|条)?{_ITEM}",
        rf"{_ITEM}.{{0,3}}(?:关闭|完成|做完)了?(?:多少|几)?(?!率)",
        "improvements? (?:were )?closed",
    ), clause="6.3.2"),
    Metric("improvements.kept", texts.KEPT, texts.KEPT_HOW, texts.PERCENT, "share", _kept, (
        rf"{_ITEM}(?:的)?(?:按时|按期)?(?:完成|关闭|落实)率", "improvements? (?:closed )?in time",
    ), clause="6.3.2"),
    Metric("improvements.open", texts.STILL_OPEN, texts.STILL_OPEN_HOW, texts.EACH, "count", _open, (
        rf"(?:未|没|还没)(?:关闭|完成)的?(?:多少|几)?(?:个|项|条)?{_ITEM}", rf"{_ITEM}.{{0,4}}(?:未|没|还没)(?:关闭|完成)",
        "open improvements?",
    ), clause="6.3.2"),
)  # fmt: skip


@router.section(Place.IMPROVEMENTS)
def told_to_leaders(turn: Turn, period: Period) -> Section:
    """What was found and mended, and the items that are late."""
    late = [one for one in improvements.still_open(turn.tx) if one.due_at < period.ends and one.status in OPEN]
    metrics = ("improvements.raised", "improvements.closed", "improvements.kept", "improvements.open")
    lines = (texts.LATE(count=len(late)),) if late else ()
    return Section(texts.SECTION, metrics, lines, tuple(_row(one, "due_at") for one in late[:MOST]))
