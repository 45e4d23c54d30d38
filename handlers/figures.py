"""Numbers that can be opened (clause 5.2.3): a metric has a definition, a version and the rows behind it, or no value.

A feature says what it can count with `router.count(METRIC, …)`, and what belongs in the report to the leaders (8.2.2)
with `@router.section(Place.DRILLS)`. The number follows from the rows alone, so that everybody can count again. A metric
without records has no value: it is printed as missing (缺), never as a zero that nobody measured.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import IntEnum
from functools import cache
from typing import TYPE_CHECKING, Literal, TypeAlias

from handlers.periods import Span
from handlers.school_time import SchoolCalendar
from handlers.texts import Phrase, Text
from storage import audit
from storage.people import Role

if TYPE_CHECKING:
    from handlers.turn import Turn

How = Literal["count", "share", "mean", "sum"]
READERS = (Role.CIO, Role.LEADER, Role.SECRETARY, Role.AUDITOR)


@dataclass(frozen=True, slots=True)
class Period:
    """Whole days of school, today at the latest: `begins` ≤ moment < `ends`, both aware. `ends` is never after now."""

    first: date
    last: date
    begins: datetime
    ends: datetime

    def holds(self, at: datetime | None) -> bool:
        """Whether a moment lies in it."""
        return at is not None and self.begins <= at < self.ends

    @property
    def words(self) -> Text:
        """As people read it: 2026年10月, 9月1日—9月15日; with the year where it takes more than one."""
        if self.first == self.last:
            return Text(f"{self.first.month}月{self.first.day}日", f"{self.first:%d %b}")
        if self.first.year != self.last.year:
            return Text(f"{self.first:%Y-%m-%d}—{self.last:%Y-%m-%d}", f"{self.first:%d %b %Y}-{self.last:%d %b %Y}")
        return Span(self.first, self.last).words

    @property
    def key(self) -> str:
        """The days in a button's token: 20261001-20261031."""
        return f"{self.first:%Y%m%d}-{self.last:%Y%m%d}"


@dataclass(frozen=True, slots=True)
class Row:
    """One record behind a figure. `counts`: whether it speaks for a share; `value`: what a mean or a sum is made of.

    `groups` are further cuts it belongs to, by their keys: building, kind, campus. `person` marks a row that points at one
    person: who may not open the records sees only its `blind` words, and nothing of a group too small to hide in.
    """

    code: str
    words: Phrase
    at: datetime | None = None
    counts: bool = True
    value: float | None = None
    department: str = ""
    groups: Mapping[str, str] = field(default_factory=dict)
    person: bool = False
    blind: Phrase = ""


Rows: TypeAlias = "Callable[[Turn, Period], Sequence[Row] | None]"


@dataclass(frozen=True, slots=True)
class Metric:
    """One thing the school can count. `formula` says how, exactly; a new way of counting is a new `version`.

    `rows` gives the records of a period, or None where nothing is kept that could be counted. `means` are words by which
    people ask for it (patterns over `phrasing.plain` text; the longest match wins). `readers` may ask for any department,
    heads for their own, everybody for the whole school where it is `public`. `openers` see the records as they are.
    """

    key: str
    name: Text
    formula: Text
    unit: Text
    how: How
    rows: Rows
    means: tuple[str, ...] | re.Pattern[str]
    clause: str = "5.2.3"
    version: int = 1
    public: bool = False
    by_department: bool = True  # whether its rows belong to departments
    better: Literal["more", "less", ""] = ""  # in which direction the school wants it to move
    readers: tuple[Role, ...] = READERS
    openers: tuple[Role, ...] = (Role.CIO,)


@cache
def pattern(means: tuple[str, ...] | re.Pattern[str]) -> re.Pattern[str]:
    """The words of a metric as one pattern."""
    if isinstance(means, re.Pattern):
        return means
    return re.compile("|".join(f"(?:{one})" for one in means), re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Figure:
    """A metric at work: the number of a period (None: nothing to count from), and every row it was counted from."""

    metric: Metric
    period: Period
    rows: tuple[Row, ...]
    value: float | None
    department: str = ""

    @property
    def shown(self) -> Text:
        """The number with its unit; 缺 where there is none."""
        if self.value is None:
            return MISSING
        unit = self.metric.unit
        number = f"{self.value:.0f}" if abs(self.value - round(self.value)) < 0.05 else f"{self.value:.1f}"
        between = "" if unit.en == "%" else " "
        return Text(f"{number}{between}{unit.zh}".strip(), f"{number}{between}{unit.en}".strip())


MISSING = Text("缺", "missing")


def compute(turn: "Turn", metric: Metric, period: Period, department: str = "") -> Figure:
    """The figure of a period, of one department where one is named. Before the first record there was nothing to count."""
    first = audit.first_at(turn.tx)
    found = metric.rows(turn, period) if first is not None and first < period.ends else None
    if found is None:
        return Figure(metric, period, (), None, department)
    rows = tuple(row for row in found if not department or row.department == department)
    return Figure(metric, period, rows, value_of(metric, rows), department)


def value_of(metric: Metric, rows: Sequence[Row]) -> float | None:
    """The number that follows from the rows: how many count, their share in percent, or the mean or sum of values."""
    counting = [row for row in rows if row.counts]
    if metric.how == "count":
        return float(len(counting))
    if metric.how == "share":
        return 100 * len(counting) / len(rows) if rows else None
    values = [row.value for row in counting if row.value is not None]
    if not values:
        return None
    return sum(values) / len(values) if metric.how == "mean" else sum(values)


def period_of(span: Span, now: datetime, calendar: SchoolCalendar) -> Period:
    """Whole days in school time; a period that is still running ends now, what happens this very moment included."""
    begins = calendar.at(span.first, time.min)
    ends = calendar.at(span.last + timedelta(days=1), time.min)
    return Period(span.first, span.last, begins, max(begins, min(ends, now + timedelta(microseconds=1))))


class Place(IntEnum):
    """Where a section stands in the report to the leaders."""

    GOALS = 10
    SERVICE = 20
    PROJECTS = 30
    SECURITY = 40  # incidents
    SYSTEMS = 45  # systems, risks, backups
    TRAININGS = 50
    DRILLS = 55
    IMPROVEMENTS = 57
    ASSESSMENT = 58
    COMPLIANCE = 60
    COOPERATION = 70  # the departments' tasks
    INSTRUCTIONS = 80


@dataclass(frozen=True, slots=True)
class Section:
    """What a feature tells the leaders about a period. `metrics` are keys that are printed with number and definition.

    `rows` are single records worth naming (late ones, open ones), `lines` plain sentences, `asks` what the leaders are
    asked to decide: all sections' together stand at the end. Names of people only where leaders need them.
    """

    title: Text
    metrics: tuple[str, ...] = ()
    lines: tuple[Phrase, ...] = ()
    rows: tuple[Row, ...] = ()
    asks: tuple[Phrase, ...] = ()


Reports: TypeAlias = "Callable[[Turn, Period], Section | None]"
