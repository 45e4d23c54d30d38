"""What a question for a number asks for: which metrics, of whom, of when, split by what. What is not certain is not guessed."""

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from handlers.errors import Refused
from handlers.figures import Metric, Period, pattern, period_of
from handlers.likeness import likeness
from handlers.past_periods import past_span
from handlers.periods import Span
from handlers.statistics import texts
from handlers.statistics.rules import RECENT
from handlers.texts import Phrase
from handlers.turn import Turn
from handlers.understanding.phrasing import plain
from handlers.understanding.tagging import tag
from storage import people

MOST = 4
MIDNIGHT = time.min
NEVER = Period(date.min, date.min, datetime.min.replace(tzinfo=UTC), datetime.min.replace(tzinfo=UTC))
# What would be another figure than the one that was recognised: it is never answered with one that only sounds alike.
_ANOTHER = re.compile(
    r"率|占比|比例|比重|百分|平均|人均|均值|中位|每[天日周月人台间]|费用|成本|花了|多少钱|经费|金额|用电|流量"
    r"|\b(?:rates?|average|mean|median|percent\w*|ratio|share|cost|per)\b",
    re.IGNORECASE,
)
_CUTS = tuple((key, re.compile(words, re.IGNORECASE)) for key, words in (
    ("department", (r"(?:各|每|哪)个?(?:部门|科室|组|处室)|按(?:部门|科室)|分部门"
     r"|部门(?:之间)?(?:对比|排名|分布)|(?:by|which|each) department")),
    ("building", r"(?:各|每|哪)(?:个|栋|幢|座)?楼|按楼|(?:by|which) building"),
    ("campus", r"(?:各|每|哪)个?校区|[按分]校区|(?:by|which) campus"),
    ("room", r"(?:各|每|哪)(?:个|间)?(?:教室|房间|机房|地点|地方|办公室)|按(?:教室|地点)|(?:by|which) room"),
    ("role", r"(?:各|每|哪)(?:个|类|种)?(?:角色|身份|岗位|类人|职务)|[按分](?:角色|身份|岗位|职务)|(?:by|which) role"),
    ("asset", r"(?:各|每|哪|什么)(?:类|种|个|台)?设备|按设备|(?:by|which) device"),
))  # fmt: skip
_COMPARES = re.compile(
    r"环比|比(?=上|去年|前年|前一|昨天|\d{1,2}月)|[和跟与同].{1,8}比|对比|相比|同期|变化|趋势|上一?期|增加了|减少了"
    r"|compared?\b|trend|versus|\bvs\b",
    re.IGNORECASE,
)
_AGAINST = re.compile(r"(?<!环)比(?![例重])|同期|\bcompared?\b|\bvs\b|\bversus\b", re.IGNORECASE)
_BETWEEN = re.compile(r"[,，]|[和跟与同比]|\b(?:with|to|versus|vs|than)\b", re.IGNORECASE)
_YEAR_AGO = re.compile(r"同期|同比|a year (?:ago|earlier)|same (?:time|period) last year", re.IGNORECASE)
# What is compared with an earlier time is of the time that runs now, where it does not say of which.
_NOW = (
    ("月|month", "本月"),
    ("周|星期|week", "本周"),
    ("学期|term", "本学期"),
    ("年|year", "今年"),
    ("昨|yesterday", "今天"),
)
_SMALL = re.compile(
    r"那么?|呢|的|了|按|看|再|换成|只|和|跟|与|比|怎么样|如何|是?多少|情况|一下|下|来|拆开?|展开|细|分开|分|情形|吗|又|也|排"
    r"|[?？,，。.!！\s]|\b(?:and|what about|how about|show|the|for|by|in|of|to|with|it|split|break|down)\b",
    re.IGNORECASE,
)
_AHEAD = re.compile(
    r"下个?(?:月|周|星期|学期|学年)|明[天年]|后天|\bnext (?:week|month|term|year)|\btomorrow", re.IGNORECASE
)
_TERM = re.compile(r"[上本这]个?学期|\b(?:this|last) term", re.IGNORECASE)
_OWN = re.compile(r"我们|本部门|本组|本科室|我部门|我组|咱们|\b(?:our|my) (?:department|team|group)", re.IGNORECASE)
_SCHOOL = re.compile(r"全校|学校|整个|whole school|the school", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Question:
    """A question for numbers as it was read. `when` words the period as it was meant."""

    metrics: tuple[Metric, ...]
    period: Period
    when: Phrase
    named: str = ""  # a department
    own: bool = False
    school: bool = False
    cut: str = ""
    within: str = ""  # a device or a place
    compares: bool = False
    against: Period | None = None  # what it is compared with, where that was named
    left: str = ""  # words of it that said none of this
    timed: bool = False  # whether its own time was named
    a_year_ago: bool = False  # compared with the same days of the year before


def read(turn: Turn, said: str) -> Question:
    """The question; without metrics where none of ours is meant."""
    text = plain(said)
    span, other = _times(turn, text)
    _refuse_unknown_time(text, span or other)
    rest = text if span is None or span.end <= span.start else f"{text[: span.start]} {text[span.end :]}"
    department = department_in(turn, rest)
    if department:
        rest = rest.replace(plain(department), " ")
    cut = next((key for key, pattern in _CUTS if pattern.search(rest)), "")
    if other is not None and 0 <= other.start < other.end:
        rest = rest.replace(text[other.start : other.end], " ")
    metrics, left = _metrics(turn, rest)
    running = past_span(_as_now(text, other), turn.now, turn.school.calendar) if other and not span else None
    period, when = period_in(turn, span or running)
    a_year_ago = _YEAR_AGO.search(text) is not None
    against = period_of(other, turn.now, turn.school.calendar) if other and not a_year_ago else None
    return Question(
        () if _ANOTHER.search(left) else metrics, period, when, department, bool(_OWN.search(rest)),
        bool(_SCHOOL.search(rest)), cut, "" if cut else _within(left), _COMPARES.search(text) is not None,
        against, _rest(left, cut), timed=span is not None, a_year_ago=a_year_ago,
    )  # fmt: skip


def _times(turn: Turn, text: str) -> tuple[Span | None, Span | None]:
    """The time a question is of, and the one it is compared with: 本月报修和上个月比, 比上个月呢."""
    now, calendar = turn.now, turn.school.calendar
    if not _AGAINST.search(text):
        return past_span(text, now, calendar), None
    first = _BETWEEN.split(text)[0]
    span, other = past_span(first, now, calendar), past_span(text[len(first) :], now, calendar)
    if other is not None:
        other = replace(other, start=other.start + len(first), end=other.end + len(first))
    return span, other


def _as_now(text: str, other: Span) -> str:
    """The time that runs now and is like the one it is compared with: 本月 for 上个月."""
    named = text[other.start : other.end]
    return next((words for unit, words in _NOW if re.search(unit, named)), "")


def _refuse_unknown_time(text: str, span: Span | None) -> None:
    """A time that is named and that we do not know is never answered with another one."""
    if _AHEAD.search(text):
        raise Refused(texts.AHEAD)
    if span is None and _TERM.search(text):
        raise Refused(texts.NO_SUCH_TERM)


def _metrics(turn: Turn, text: str) -> tuple[tuple[Metric, ...], str]:
    """The metrics that are named, the longest words first claimed, in the order of the sentence; and what is left of it."""
    found = [
        (match, metric)
        for metric in turn.features.metrics.values()
        for match in [pattern(metric.means).search(text)]
        if match
    ]
    found.sort(key=lambda one: one[0].start() - one[0].end())
    taken: list[tuple[re.Match[str], Metric]] = []
    for match, metric in found:
        if all(match.end() <= other.start() or match.start() >= other.end() for other, _metric in taken):
            taken.append((match, metric))
    left = text
    for match, _metric in taken:
        left = left[: match.start()] + " " * (match.end() - match.start()) + left[match.end() :]
    return tuple(metric for _match, metric in sorted(taken, key=lambda one: one[0].start()))[:MOST], left


def _rest(left: str, cut: str) -> str:
    """What is left of the words when cuts, devices, places and the small words of a follow-up are taken out."""
    within = "" if cut else _within(left)
    said = left.replace(within, " ") if within else left
    for key, words in _CUTS:
        said = words.sub(" ", said) if key == cut else said
    return _SMALL.sub("", _COMPARES.sub(" ", said)).strip()


def is_another(text: str) -> bool:
    """Whether words name a figure that is none of ours."""
    return _ANOTHER.search(plain(text)) is not None


def _within(left: str) -> str:
    tagged = tag(left)
    return next(iter([*tagged.all("device")[:1], *tagged.all("place")[:1]]), "")


def nearest(text: str, metrics: list[Metric]) -> list[Metric]:
    """Those whose names sound like it, the best first; none where none does."""
    said = plain(text)
    scores = {one.key: max(likeness(said, one.name.zh), likeness(said, one.name.en.lower())) for one in metrics}
    return sorted((one for one in metrics if scores[one.key]), key=lambda one: -scores[one.key])[:MOST]


def period_in(turn: Turn, span: Span | None) -> tuple[Period, Phrase]:
    """The period that was named, else the last days."""
    calendar = turn.school.calendar
    if span is not None:
        return (found := period_of(span, turn.now, calendar)), found.words
    days = turn.rule(RECENT)
    today = calendar.date(turn.now)
    recent = period_of(Span(today - timedelta(days=days - 1), today), turn.now, calendar)
    return recent, texts.LAST_DAYS(days=days, span=recent.words)


def compared_with(turn: Turn, question: Question, period: Period) -> Period:
    """The time a number is put beside: the one that was named, the same days a year ago, or the time just before."""
    if question.against is not None:
        return question.against
    if not question.a_year_ago:
        return before(turn, period)
    first, last = (
        day.replace(year=day.year - 1, day=min(day.day, 28 if day.month == 2 else 31))
        for day in (period.first, period.last)
    )
    return period_of(Span(first, last), turn.now, turn.school.calendar)


def before(turn: Turn, period: Period) -> Period:
    """The period of the same length just before; of a whole month the month before."""
    last = period.first - timedelta(days=1)
    if period.first.day == 1 and (period.last + timedelta(days=1)).day == 1:
        months = (period.last.year - period.first.year) * 12 + period.last.month - period.first.month
        year, month = divmod(period.first.year * 12 + period.first.month - 2 - months, 12)
        first = period.first.replace(year=year, month=month + 1)
    else:
        first = period.first - (period.last - period.first) - timedelta(days=1)
    return period_of(Span(first, last), turn.now, turn.school.calendar)


def department_in(turn: Turn, text: str) -> str:
    """A department of the school that is named."""
    known = {person.department for person in people.active_people(turn.tx)} - {""}
    return max((name for name in known if plain(name) in text), key=len, default="")
