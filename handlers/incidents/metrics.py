"""What can be counted of security incidents (clauses 7.1.1, 7.3.1). Their words are for the response group only."""

from collections.abc import Sequence

from handlers.figures import Metric, Period, Place, Row, Section
from handlers.incidents import metric_texts as texts
from handlers.incidents.desk import router
from handlers.incidents.flow import FLOW
from handlers.texts import Text
from handlers.turn import Turn
from storage import figures, incidents
from storage.incidents import Incident, Stage


def _row(incident: Incident, column: str, value: float | None = None) -> Row:
    status = FLOW.statuses[incident.status]
    department = incident.reporter.department if incident.reporter is not None else ""
    words = Text(f"{incident.headline} · {status.zh}", f"{incident.headline} · {status.en}")
    return Row(incident.code, words, getattr(incident, column), True, value, department, person=True)


def _reported(turn: Turn, period: Period) -> Sequence[Row]:
    return [
        _row(one, "reported_at") for one in figures.incidents_by(turn.tx, "reported_at", period.begins, period.ends)
    ]


def _closed(turn: Turn, period: Period) -> Sequence[Row]:
    return [
        _row(one, "closed_at", (one.closed_at - one.reported_at).total_seconds() / 3600)
        for one in figures.incidents_by(turn.tx, "closed_at", period.begins, period.ends)
        if one.closed_at is not None and one.status == Stage.CLOSED
    ]


router.count(
    Metric("incidents.reported", texts.REPORTED, texts.REPORTED_HOW, texts.EACH, "count", _reported, (
        "(?:多少|几)(?:起|个|次|件)?(?:网络|信息)?安全事件", "(?:网络|信息)?安全事件(?:的)?(?:数量?|多少|几|次数|总数)?",
        "(?:security )?incidents?",
    ), clause="7.1.1", by_department=False),
    Metric("incidents.closing", texts.CLOSING, texts.CLOSING_HOW, texts.HOURS, "mean", _closed, (
        "(?:安全)?事件(?:平均)?(?:的)?(?:处置|处理|关闭)(?:的)?(?:时间|时长|多久)", "平均.{0,6}处置(?:时间|时长)?",
        "incident (?:handling|closing) times?",
    ), clause="7.1.1", by_department=False),
)  # fmt: skip


@router.section(Place.SECURITY)
def told_to_leaders(turn: Turn, period: Period) -> Section:
    """How many there were and how many are still open; what happened stays with the response group."""
    still_open = [one for one in incidents.in_hand(turn.tx) if one.reported_at < period.ends]
    lines = (texts.STILL_OPEN(count=len(still_open)),) if still_open else ()
    return Section(texts.SECTION, ("incidents.reported", "incidents.closing"), lines)
