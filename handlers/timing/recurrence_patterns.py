"""The patterns in which a school's duties come back, each a small value that names its dates.

A pattern yields nominal dates only; holidays and the time of day belong to `recurrence.Recurrence`.
Weekdays are Python's: Monday is 0. A month too short for a day gives its last day.
"""

import datetime as dt
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from handlers.school_time import ONE_DAY, DayKind, SchoolCalendar, lunar_date

EVERY_MONTH = tuple(range(1, 13))
_MONDAY = dt.date(2024, 1, 1)
ANY_EXAM = "考试"
_NEAR = 100  # days from a festival within which a duty still belongs to it
_HOLIDAYS_KNOWN = 10 * 366  # days ahead in which holidays are looked for


def _demand(holds: bool, complaint: str) -> None:
    if not holds:
        raise ValueError(complaint)


def _months_from(start: dt.date, months: tuple[int, ...]) -> Iterator[tuple[int, int]]:
    for year in range(start.year, dt.MAXYEAR + 1):
        for month in sorted(months):
            if (year, month) >= (start.year, start.month):
                yield year, month


def _day_of_month(year: int, month: int, day: int) -> dt.date:
    return dt.date(year, month, min(day, monthrange(year, month)[1]))


def _check_months(months: tuple[int, ...]) -> None:
    _demand(bool(months) and set(months) <= set(EVERY_MONTH), f"months are 1 to 12, not {months}")


class TermWeeks(StrEnum):
    """Which weeks of the term a weekly duty falls in: schools say 单周 and 双周."""

    ALL = "all"
    ODD = "odd"
    EVEN = "even"


@dataclass(frozen=True, slots=True)
class Daily:
    """Every day, every workday of the school, or every so many days counted from `anchor` (每三天)."""

    workdays_only: bool = True
    interval: int = 1
    anchor: dt.date = _MONDAY

    def __post_init__(self) -> None:
        _demand(1 <= self.interval <= 366, "what comes back every few days comes back within a year")

    def dates(self, calendar: SchoolCalendar, start: dt.date) -> Iterator[dt.date]:
        day = start
        while day < dt.date.max:
            in_turn = (day - self.anchor).days % self.interval == 0
            if in_turn and (not self.workdays_only or calendar.is_workday(day)):
                yield day
            day += ONE_DAY


@dataclass(frozen=True, slots=True)
class Weekly:
    """Certain weekdays, every `interval` weeks counted from the week of `anchor`, or in 单周/双周 of the term."""

    weekdays: tuple[int, ...]
    interval: int = 1
    anchor: dt.date = _MONDAY
    weeks: TermWeeks = TermWeeks.ALL

    def __post_init__(self) -> None:
        _demand(bool(self.weekdays) and set(self.weekdays) <= set(range(7)), "weekdays are 0 (Monday) to 6")
        _demand(1 <= self.interval <= 52, "a weekly duty comes back within a year")

    def dates(self, calendar: SchoolCalendar, start: dt.date) -> Iterator[dt.date]:
        anchor = self.anchor.toordinal() - self.anchor.weekday()
        day = start
        while day < dt.date.max:
            if self.weeks is not TermWeeks.ALL and calendar.term_at(day) is None:
                ahead = calendar.next_term(day)  # past the last term entered there are no 单周 to count
                if ahead is None:
                    return
                day = max(day + ONE_DAY, ahead.first_day)
                continue
            in_turn = (day.toordinal() - day.weekday() - anchor) // 7 % self.interval == 0
            if day.weekday() in self.weekdays and in_turn and self._in_weeks(calendar, day):
                yield day
            day += ONE_DAY

    def _in_weeks(self, calendar: SchoolCalendar, day: dt.date) -> bool:
        if self.weeks is TermWeeks.ALL:
            return True
        week = calendar.week_of_term(day)
        return week is not None and (week % 2 == 1) == (self.weeks is TermWeeks.ODD)


@dataclass(frozen=True, slots=True)
class Monthly:
    """A day of the month, or several (1号和15号); 31 is always the last day. `months` narrows it, say to quarters."""

    day: int
    months: tuple[int, ...] = EVERY_MONTH
    also: tuple[int, ...] = ()  # further days

    def __post_init__(self) -> None:
        _demand(all(1 <= day <= 31 for day in self.days), "a month has 31 days at most")
        _check_months(self.months)

    def dates(self, _calendar: SchoolCalendar, start: dt.date) -> Iterator[dt.date]:
        for year, month in _months_from(start, self.months):
            for day in sorted({_day_of_month(year, month, day) for day in self.days}):
                if day >= start:
                    yield day

    @property
    def days(self) -> tuple[int, ...]:
        """Every day of the month that is meant, in order."""
        return tuple(sorted({self.day, *self.also}))


@dataclass(frozen=True, slots=True)
class MonthlyNth:
    """The nth weekday of the month (每月第二个周五), or several (第一、三个周五); -1 is the last one, a fifth one is not
    always there.
    """

    nth: int
    weekday: int
    months: tuple[int, ...] = EVERY_MONTH
    also: tuple[int, ...] = ()  # further ones

    def __post_init__(self) -> None:
        _demand(
            {self.nth, *self.also} <= {1, 2, 3, 4, 5, -1}, "the first to fifth weekday of a month, or -1 for the last"
        )
        _demand(0 <= self.weekday <= 6, "weekdays are 0 (Monday) to 6")
        _check_months(self.months)

    def dates(self, _calendar: SchoolCalendar, start: dt.date) -> Iterator[dt.date]:
        for year, month in _months_from(start, self.months):
            first = 1 + (self.weekday - dt.date(year, month, 1).weekday()) % 7
            found = range(first, monthrange(year, month)[1] + 1, 7)
            days = {found[nth - 1 if nth > 0 else -1] for nth in (self.nth, *self.also) if nth <= len(found)}
            for number in sorted(days):
                day = dt.date(year, month, number)
                if day >= start:
                    yield day


@dataclass(frozen=True, slots=True)
class NthWorkday:
    """The nth workday of the month; -1 is the last (每月最后一个工作日), make-up Saturdays included."""

    nth: int = -1
    months: tuple[int, ...] = EVERY_MONTH

    def __post_init__(self) -> None:
        _demand(self.nth != 0 and -20 <= self.nth <= 20, "a month has some twenty workdays")
        _check_months(self.months)

    def dates(self, calendar: SchoolCalendar, start: dt.date) -> Iterator[dt.date]:
        for year, month in _months_from(start, self.months):
            days = calendar.workdays_of_month(year, month)
            if -len(days) <= self.nth <= len(days):
                day = days[self.nth - 1 if self.nth > 0 else self.nth]
                if day >= start:
                    yield day


@dataclass(frozen=True, slots=True)
class TermWeek:
    """A weekday of a numbered week of every term (每学期第3周周五)."""

    week: int
    weekday: int

    def __post_init__(self) -> None:
        _demand(0 <= self.week <= 30 and 0 <= self.weekday <= 6, "a term has weeks 0 to 30, weekdays 0 to 6")

    def dates(self, calendar: SchoolCalendar, start: dt.date) -> Iterator[dt.date]:
        for term in sorted(calendar.terms, key=lambda term: term.first_day):
            day = calendar.date_of(term, self.week, self.weekday)
            if start <= day <= term.last_day:
                yield day


@dataclass(frozen=True, slots=True)
class TermParts:
    """So many times a term, spread evenly over it (每学期两次: after a third of it, and after two thirds)."""

    times: int

    def __post_init__(self) -> None:
        _demand(1 <= self.times <= 20, "so often a term is 1 to 20 times")

    def dates(self, calendar: SchoolCalendar, start: dt.date) -> Iterator[dt.date]:
        for term in sorted(calendar.terms, key=lambda term: term.first_day):
            length = (term.last_day - term.first_day).days
            for part in range(1, self.times + 1):
                day = term.first_day + (length * part // (self.times + 1)) * ONE_DAY
                if day >= start:
                    yield day


class Edge(StrEnum):
    """The two ends of a term."""

    START = "start"  # 开学
    END = "end"  # 期末


@dataclass(frozen=True, slots=True)
class TermEdge:
    """So many days after (negative: before) the first or the last day of every term (期末前两周: end, -14).

    `of_year`: of every school year, which begins with its autumn term and ends with its spring term (每学年开学).
    """

    edge: Edge
    days: int = 0
    of_year: bool = False

    def __post_init__(self) -> None:
        _demand(-200 <= self.days <= 200, "a term is near within 200 days only")

    def dates(self, calendar: SchoolCalendar, start: dt.date) -> Iterator[dt.date]:
        for term in sorted(calendar.terms, key=lambda term: term.first_day):
            day = (term.first_day if self.edge is Edge.START else term.last_day) + self.days * ONE_DAY
            if day >= start and (not self.of_year or (term.first_day.month > 6) == (self.edge is Edge.START)):
                yield day


class Season(StrEnum):
    """The two long vacations."""

    WINTER = "winter"  # 寒假
    SUMMER = "summer"  # 暑假


@dataclass(frozen=True, slots=True)
class VacationEdge:
    """So many days after (negative: before) a vacation begins: 寒假前一天 is winter, -1, the last day of the term."""

    season: Season
    days: int = -1

    def __post_init__(self) -> None:
        _demand(-200 <= self.days <= 60, "a vacation is near within 200 days only")

    def dates(self, calendar: SchoolCalendar, start: dt.date) -> Iterator[dt.date]:
        for term in sorted(calendar.terms, key=lambda term: term.first_day):
            season = Season.WINTER if term.last_day.month in {11, 12, 1, 2, 3} else Season.SUMMER
            day = term.last_day + (1 + self.days) * ONE_DAY
            if season is self.season and day >= start:
                yield day


@dataclass(frozen=True, slots=True)
class HolidayEdge:
    """So many days before (negative) or after every public holiday and vacation (每逢节假日前一天).

    The weekend next to a holiday belongs to it: before a Monday off, people leave on Friday.
    """

    days: int = -1

    def __post_init__(self) -> None:
        _demand(self.days != 0 and -_NEAR <= self.days <= _NEAR, "a holiday is near within 100 days only")

    def dates(self, calendar: SchoolCalendar, start: dt.date) -> Iterator[dt.date]:
        day = start - _NEAR * ONE_DAY if start - dt.date.min > 2 * _NEAR * ONE_DAY else start
        until = start + _HOLIDAYS_KNOWN * ONE_DAY
        latest = start - ONE_DAY
        while day < min(until, dt.date.max - 2 * _NEAR * ONE_DAY):
            if calendar.is_workday(day):
                day += ONE_DAY
                continue
            first, holiday = day, False
            while not calendar.is_workday(day) and day - first < 2 * _NEAR * ONE_DAY:
                holiday = holiday or calendar.day(day).kind in {DayKind.HOLIDAY, DayKind.VACATION}
                day += ONE_DAY
            wanted = (first if self.days < 0 else day - ONE_DAY) + self.days * ONE_DAY
            if holiday and wanted > latest:
                yield wanted
                latest = wanted


@dataclass(frozen=True, slots=True)
class Yearly:
    """A day of the year, such as Teachers' Day (9, 10), or so many days after (negative: before) it; 29 February is
    kept on the 28th in common years.
    """

    month: int
    day: int
    days: int = 0

    def __post_init__(self) -> None:
        _demand(-_NEAR <= self.days <= _NEAR, "a day of the year is near within 100 days only")
        _check_months((self.month,))
        _demand(1 <= self.day <= monthrange(2024, self.month)[1], f"month {self.month} has no day {self.day}")

    def dates(self, _calendar: SchoolCalendar, start: dt.date) -> Iterator[dt.date]:
        for year in range(start.year - 1, dt.MAXYEAR):
            if (day := _day_of_month(year, self.month, self.day) + self.days * ONE_DAY) >= start:
                yield day


@dataclass(frozen=True, slots=True)
class Lunar:
    """A day of the lunar year (八月十五), or so many days after (negative: before) it; the 30th is the last day of the
    month. Known from 1900 to 2099.
    """

    month: int
    day: int
    days: int = 0

    def __post_init__(self) -> None:
        _demand(-_NEAR <= self.days <= _NEAR, "a festival is near within 100 days only")
        _demand(1 <= self.month <= 12 and 1 <= self.day <= 30, "a lunar year has 12 months of at most 30 days")

    def dates(self, _calendar: SchoolCalendar, start: dt.date) -> Iterator[dt.date]:
        for year in range(start.year - 1, dt.MAXYEAR + 1):
            day = lunar_date(year, self.month, self.day)
            if day is None:
                return
            if (day := day + self.days * ONE_DAY) >= start:
                yield day


@dataclass(frozen=True, slots=True)
class Occasion:
    """So many days after (negative: before) everything entered under a name: 每次期中考试前三天 is 期中, -3.

    Examinations and events are counted whose name holds this one; 考试 is any examination. Days before are counted from
    the first day, days after from the last.
    """

    name: str
    days: int = 0

    def __post_init__(self) -> None:
        _demand(bool(self.name), "an occasion has a name")
        _demand(-_NEAR <= self.days <= _NEAR, "an occasion is near within 100 days only")

    def dates(self, calendar: SchoolCalendar, start: dt.date) -> Iterator[dt.date]:
        entered = calendar.exams if self.name == ANY_EXAM else (*calendar.exams, *calendar.events, *calendar.quiet_days)
        named = [one for one in entered if self.name == ANY_EXAM or self.name in one.name]
        days = {(one.last_day if self.days > 0 else one.first_day) + self.days * ONE_DAY for one in named}
        yield from sorted(day for day in days if day >= start)


@dataclass(frozen=True, slots=True)
class Once:
    """One date only."""

    date: dt.date

    def dates(self, _calendar: SchoolCalendar, start: dt.date) -> Iterator[dt.date]:
        if self.date >= start:
            yield self.date


Pattern = (
    Daily | Weekly | Monthly | MonthlyNth | NthWorkday | TermWeek | TermParts | TermEdge | VacationEdge
    | HolidayEdge | Yearly | Lunar | Occasion | Once
)  # fmt: skip
