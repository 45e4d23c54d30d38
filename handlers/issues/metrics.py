"""What the desk can count (clause 5.2.3), each with its records; the department is the reporter's at the time of the report."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from handlers.figures import READERS, Metric, Period, Place, Row, Section
from handlers.issues import metric_texts as texts
from handlers.issues.desk import router
from handlers.issues.flow import FLOW
from handlers.texts import Phrase, Text
from handlers.turn import Turn
from storage import figures
from storage.issues import Issue, Status
from storage.people import Person, Role

DESK = (Role.DISPATCHER, Role.TECHNICIAN)
WORST = 5  # late ones named in a report


def _row(issue: Issue, at: datetime | None, value: float | None = None, *, counts: bool = True) -> Row:
    status = FLOW.statuses[issue.status]
    what = " ".join(part for part in (issue.asset, issue.fault) if part)
    groups = {"building": issue.building, "asset": issue.asset, "room": issue.place, "role": _standing(issue.reporter)}
    return Row(
        issue.code, Text(f"{issue.headline} · {status.zh}", f"{issue.headline} · {status.en}"), at, counts, value,
        issue.department, groups, person=True, blind=Text(f"{what} · {status.zh}", f"{what} · {status.en}"),
    )  # fmt: skip


def _standing(person: Person) -> str:
    """Who reported, as far as it may matter for how soon they are served: leads the school, leads a part of it, neither."""
    if person.holds(Role.LEADER, Role.CIO):
        return "leader"
    return "head" if person.holds(Role.HEAD, Role.LIAISON) else "staff"


def _filed(turn: Turn, period: Period) -> Sequence[Row]:
    return [_row(one, one.filed_at) for one in figures.all_issues_filed(turn.tx, period.begins, period.ends)]


def _solved(turn: Turn, period: Period) -> Sequence[Row]:
    return [_row(one, one.resolved_at) for one in figures.issues_solved(turn.tx, period.begins, period.ends)]


def _response(turn: Turn, period: Period) -> Sequence[Row]:
    return [
        _row(one, one.filed_at, (one.claimed_at - one.filed_at).total_seconds() / 60)
        for one in figures.issues_claimed(turn.tx, period.begins, period.ends)
        if one.claimed_at is not None
    ]


def _repair(turn: Turn, period: Period) -> Sequence[Row]:
    return [
        _row(one, one.resolved_at, (one.resolved_at - one.filed_at).total_seconds() / 3600)
        for one in figures.issues_solved(turn.tx, period.begins, period.ends)
        if one.resolved_at is not None
    ]


def _in_target(turn: Turn, period: Period) -> Sequence[Row]:
    return [
        _row(one, one.resolved_at, counts=one.resolved_at <= one.resolve_by)
        for one in figures.issues_solved(turn.tx, period.begins, period.ends)
        if one.resolved_at is not None and one.resolve_by is not None
    ]


def _stars(turn: Turn, period: Period) -> Sequence[Row]:
    return [
        _row(one, one.resolved_at, float(one.stars))
        for one in figures.issues_solved(turn.tx, period.begins, period.ends)
        if one.stars is not None
    ]


def _unsolved(turn: Turn, period: Period) -> Sequence[Row]:
    return [_row(one, one.filed_at) for one in figures.issues_unsolved(turn.tx, period.ends)]


def _reopened(turn: Turn, period: Period) -> Sequence[Row]:
    solved = figures.issues_solved(turn.tx, period.begins, period.ends)
    return [_row(one, one.resolved_at, counts=one.reopened > 0) for one in solved]


_desk = partial(Metric, readers=(*READERS, *DESK), openers=(Role.CIO, *DESK), clause="5.2.1")
_THING = r"(?:报修|报障|工单|故障|维修单?|单子)"
_DONE = r"(?:解决|修好|处理完?|修复|完成)"
_NOT = r"(?:未|没有?|还没|尚未)"

router.count(
    _desk("issues.filed", texts.FILED, texts.FILED_HOW, texts.EACH, "count", _filed, (
        rf"{_THING}(?!的?(?:平均|满意|响应|按时|及时|解决|修复|处理|评分|返修))", "报了(?:多少|几)", "坏[得的]?最[多少勤]",
        "报了.{0,4}(?:修|障)",
        r"\b(?:issues?|tickets?|faults?|repairs?|reports?)\b",
    ), public=True),
    _desk("issues.resolved", texts.SOLVED, texts.SOLVED_HOW, texts.EACH, "count", _solved, (
        rf"{_DONE}了?的?(?:多少|几)?[件个单张]?{_THING}", rf"{_THING}.{{0,4}}{_DONE}了?(?:多少|几|数)", rf"{_DONE}了(?:多少|几)",
        r"(?<!报)修了(?:多少|几)", r"(?:修|处理)过(?:多少|几)",
        r"(?:issues?|tickets?) (?:were |was )?(?:resolved|solved|closed)", r"(?:resolved|solved|closed) (?:issues?|tickets?)",
    ), public=True),
    _desk("issues.response", texts.RESPONSE, texts.RESPONSE_HOW, texts.MINUTES, "mean", _response, (
        r"(?:平均)?响应(?:的)?(?:时间|时长|速度|多久|多快|要多久)", "平均.{0,6}(?:响应|接单)", "响应.{0,2}(?:快|慢)",
        r"接单(?:时间|时长|要?多久|速度)",
        r"(?:多久|多快)(?:能|才)?(?:响应|接单|有人接)", r"(?:mean |average )?response times?",
        r"how (?:fast|quickly).{0,24}respon",
    ), public=True),
    _desk("issues.repair", texts.REPAIR, texts.REPAIR_HOW, texts.HOURS, "mean", _repair, (
        "平均.{0,8}(?:修好|修复|解决|处理|维修|修理|修)(?:的)?(?:时间|时长|周期)?",
        "(?:修复|解决|处理|维修|修理)(?:的)?(?:时间|时长|周期)",
        "多久(?:能|才|可以)?(?:修好|修完|解决|处理完)", "(?:修好|修完|解决).{0,8}(?:要|用|花)?了?多(?:久|长时间)",
        r"(?:average|mean) (?:time to )?(?:repair|fix|resol)\w*(?: times?)?", r"(?:repair|resolution) times?",
        "how long.{0,24}(?:fix|repair|resolve)",
    ), public=True),
    _desk("issues.in_target", texts.IN_TARGET, texts.IN_TARGET_HOW, texts.PERCENT, "share", _in_target, (
        "(?:按时|及时|按期|准时).{0,4}(?:解决|完成|修复|处理)?率", "(?:报修|解决|修复|维修|修|处理)及时率",
        rf"{_THING}?(?:的)?(?:解决|修复)率", "(?:share|percentage|rate).{0,12}(?:in|on) time",
    ), public=True),
    _desk("issues.satisfaction", texts.STARS, texts.STARS_HOW, texts.STAR, "mean", _stars, (
        "(?:报修|维修|服务)?(?:的)?(?:满意度|评分|星级)", "几颗?星", "satisfaction", r"\bratings?\b",
    )),
    _desk("issues.open", texts.UNSOLVED, texts.UNSOLVED_HOW, texts.EACH, "count", _unsolved, (
        rf"{_NOT}(?:解决|修好|处理|修复|关闭|完成|修)完?的?.{{0,3}}(?:{_THING}|多少|几)",
        rf"{_THING}.{{0,4}}{_NOT}(?:解决|修好|处理|完成)",
        "积压", "open (?:issues?|tickets?)", "backlog",
    )),
    _desk("issues.reopened", texts.REOPENED, texts.REOPENED_HOW, texts.PERCENT, "share", _reopened, (
        "返修率?", "重开率?", "重新打开", r"reopen\w*",
    )),
)  # fmt: skip


@router.section(Place.SERVICE)
def told_to_leaders(turn: Turn, period: Period) -> Section:
    """How the desk served the school, and what waits longest beyond its target."""
    late = [
        one for one in figures.issues_unsolved(turn.tx, period.ends)
        if one.status != Status.ON_HOLD and one.resolve_by is not None and one.resolve_by < period.ends
    ]  # fmt: skip
    lines: list[Phrase] = [texts.LATE(count=len(late))] if late else []
    return Section(
        texts.SECTION,
        ("issues.filed", "issues.resolved", "issues.response", "issues.repair", "issues.in_target",
         "issues.satisfaction", "issues.reopened", "issues.open"),
        tuple(lines),
        tuple(_row(one, one.filed_at) for one in sorted(late, key=lambda one: (one.resolve_by or turn.now, one.id))[:WORST]),
    )  # fmt: skip
