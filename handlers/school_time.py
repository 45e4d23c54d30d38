"""The school's time: terms, holidays, make-up workdays, class periods, quiet hours, working-time arithmetic.

Pure: nothing here reads a clock, a file or a table. Moments are aware datetimes in any zone and answers come
back in the zone of the question; dates are dates of the school. A naive datetime raises ValueError.
Weekdays are Python's: Monday is 0.
"""

import datetime as dt
from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import overload
from zoneinfo import ZoneInfo

from handlers.timing.almanac import Status, lunar_date, national_days
from handlers.timing.school_year import (
    ONE_DAY,
    USUAL_HOURS,
    USUAL_PERIODS,
    Day,
    DayKind,
    DayOverride,
    ExamPeriod,
    Hours,
    Period,
    Term,
    check_hours,
    national_kind,
    usual_terms,
)

__all__ = [
    "ONE_DAY",
    "USUAL_HOURS",
    "USUAL_PERIODS",
    "Day",
    "DayKind",
    "DayOverride",
    "ExamPeriod",
    "Hours",
    "NoWorkingTime",
    "Period",
    "SchoolCalendar",
    "Status",
    "Term",
    "lunar_date",
    "national_days",
    "usual_terms",
]

_LOOK_AHEAD = 400  # days: longer than any holiday, short enough to notice a calendar without working hours


class NoWorkingTime(ValueError):
    """The calendar has no working time within more than a year: its hours or terms are mistaken."""


@dataclass(frozen=True, eq=False)  # each is one of a kind: comparing them by their thousand days would help nobody
class SchoolCalendar:
    """Everything the school has settled about its days. Answers every "when"; change it by `replace`.

    A day is, in this order: what an override says; vacation, if it lies between two known terms (unless
    `works_in_vacation`); what the country announced; weekend or workday. Before the first and after the
    last known term nobody can tell vacation from term: such days are as the country says, and provisional.
    """

    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("Asia/Shanghai"))
    terms: Sequence[Term] = ()
    days: Mapping[dt.date, DayOverride] = field(default_factory=dict)
    hours: Hours = USUAL_HOURS
    periods: Sequence[Period] = USUAL_PERIODS
    quiet: tuple[dt.time, dt.time] = (dt.time(22), dt.time(7))
    exams: Sequence[ExamPeriod] = ()
    works_in_vacation: bool = False
    no_classes: Mapping[dt.date, str] = field(default_factory=dict)  # people work, lessons are off: a sports meeting
    quiet_days: Sequence[ExamPeriod] = ()  # nothing is planned on them: no training, no drill
    events: Sequence[ExamPeriod] = ()  # worth knowing, changing nothing
    campuses: "Mapping[str, SchoolCalendar]" = field(default_factory=dict)

    def __post_init__(self) -> None:
        check_hours(self.hours)

    # What a day is

    @cached_property
    def _known(self) -> dict[dt.date, Day]:
        return {}

    @cached_property
    def _terms(self) -> tuple[Term, ...]:
        return tuple(sorted(self.terms, key=lambda term: term.first_day))

    def day(self, date: dt.date) -> Day:
        """Kind, name and certainty of a date of the school."""
        known = self._known.get(date)
        if known is None:
            known = self._known[date] = self._settle(date)
        return known

    def _settle(self, date: dt.date) -> Day:
        if override := self.days.get(date):
            follows = override.follows_weekday
            if follows is None and override.kind is DayKind.WORKDAY and date.weekday() < 5:
                follows = date.weekday()
            return Day(date, override.kind, override.label, override.status, follows, override.hours)
        year = national_days(date.year)
        status = year.status
        if not self.works_in_vacation:  # where vacations are worked, terms decide nothing about a day
            if term := self.term_at(date):
                status = max(status, term.status)  # "provisional" sorts after "confirmed"
            elif vacation := self._vacation(date):
                return vacation
            elif self._terms:
                status = Status.PROVISIONAL
        kind, label = national_kind(date, year.days.get(date))
        follows = date.weekday() if kind is DayKind.WORKDAY else None
        return Day(date, kind, label, status, follows)

    def _vacation(self, date: dt.date) -> Day | None:
        before = [term for term in self._terms if term.last_day < date]
        after = [term for term in self._terms if term.first_day > date]
        if not before or not after:
            return None
        label = "暑假" if date.month in {6, 7, 8, 9} else "寒假"
        return Day(date, DayKind.VACATION, label, max(before[-1].status, after[0].status))

    def is_workday(self, date: dt.date) -> bool:
        """Whether people work at school on this date: make-up Saturdays yes, holidays and vacations no."""
        return self.day(date).is_workday

    def is_provisional(self, date: dt.date) -> bool:
        """Whether the answer may change: year not announced, term expected only, or beyond the known terms."""
        return self.day(date).status is Status.PROVISIONAL

    def timetable_weekday(self, date: dt.date) -> int | None:
        """Whose weekday's timetable the classes of a date follow (Monday 0); None without classes.

        Also None on a make-up day until the school has said which weekday it follows: no library knows.
        """
        return self.day(date).follows_weekday if self.has_classes(date) else None

    def has_classes(self, date: dt.date) -> bool:
        """Whether lessons are held: a workday inside a term (any workday while no term is known)."""
        in_term = not self.terms or self.term_at(date) is not None
        return self.is_workday(date) and in_term and date not in self.no_classes

    def is_exam(self, when: dt.date | dt.datetime) -> bool:
        """Whether examinations are held on this day."""
        date = self.date(when)
        return any(exam.first_day <= date <= exam.last_day for exam in self.exams)

    def is_undisturbed(self, when: dt.date | dt.datetime) -> bool:
        """Whether examinations or quiet days forbid to plan anything on this day."""
        date = self.date(when)
        return self.is_exam(date) or any(days.first_day <= date <= days.last_day for days in self.quiet_days)

    def of_place(self, place: str) -> "SchoolCalendar":
        """The calendar of the campus that a place names (东校区高二3班); the school's where it names none."""
        return next((calendar for name, calendar in self.campuses.items() if name in place), self)

    # Between moments and dates

    def local(self, at: dt.datetime) -> dt.datetime:
        """The moment on the school's clock."""
        return _aware(at).astimezone(self.zone)

    def date(self, when: dt.date | dt.datetime) -> dt.date:
        """The school's date of a moment; a date stays itself."""
        return self.local(when).date() if isinstance(when, dt.datetime) else when

    def at(self, date: dt.date, time: dt.time) -> dt.datetime:
        """The moment, in UTC, at which the school's clock shows this date and time."""
        return dt.datetime.combine(date, time, tzinfo=self.zone).astimezone(dt.UTC)

    # Working time

    def _spans(self, date: dt.date) -> list[tuple[dt.datetime, dt.datetime]]:
        day = self.day(date)
        if not day.is_workday:
            return []
        hours = self.hours if day.hours is None else day.hours
        return [(self.at(date, start), self.at(date, end)) for start, end in hours]

    def _spans_from(self, at: dt.datetime) -> Iterator[tuple[dt.datetime, dt.datetime]]:
        """Working spans from a moment on; the first may be cut by it."""
        at = _aware(at).astimezone(dt.UTC)
        date, empty = self.date(at), 0
        while empty < _LOOK_AHEAD and date < dt.date.max:
            empty += 1
            for start, end in self._spans(date):
                if end > at:
                    yield max(start, at), end
                    empty = 0
            date += ONE_DAY
        raise NoWorkingTime(f"no working time within {_LOOK_AHEAD} days of {at:%Y-%m-%d}")

    def is_working_time(self, at: dt.datetime) -> bool:
        """Whether someone at the issue desk may be expected to look now."""
        return any(start <= at < end for start, end in self._spans(self.date(at)))

    def next_working_moment(self, at: dt.datetime) -> dt.datetime:
        """The moment itself in working time, else the next opening. Raises NoWorkingTime if there is none."""
        return next(self._spans_from(at))[0].astimezone(at.tzinfo)

    def add_working(self, at: dt.datetime, amount: dt.timedelta) -> dt.datetime:
        """The earliest moment by which `amount` of working time has passed since `at`.

        No amount is due at the next working moment. Raises ValueError for a negative amount and
        NoWorkingTime for a calendar that never works.
        """
        if amount < dt.timedelta(0):
            raise ValueError("working time is added, never taken back")
        for start, end in self._spans_from(at):
            if amount <= end - start:
                return (start + amount).astimezone(at.tzinfo)
            amount -= end - start
        raise AssertionError("working spans end only by raising")  # pragma: no cover

    def working_between(self, start: dt.datetime, end: dt.datetime) -> dt.timedelta:
        """How much working time lies between two moments; nothing if the second is not later."""
        start, end = _aware(start).astimezone(dt.UTC), _aware(end).astimezone(dt.UTC)
        total = dt.timedelta(0)
        date, last = self.date(start), self.date(end)
        while date <= last:
            for opens, closes in self._spans(date):
                total += max(dt.timedelta(0), min(closes, end) - max(opens, start))
            date += ONE_DAY
        return total

    # Workdays

    def next_workday(self, date: dt.date, *, step: int = 1) -> dt.date:
        """The date itself if it is a workday, else the nearest later one (`step=-1`: earlier one)."""
        for away in range(_LOOK_AHEAD):
            candidate = _shift(date, away * step)
            if self.is_workday(candidate):
                return candidate
        raise NoWorkingTime(f"no workday within {_LOOK_AHEAD} days of {date}")

    @overload
    def add_workdays(self, when: dt.datetime, count: int) -> dt.datetime: ...
    @overload
    def add_workdays(self, when: dt.date, count: int) -> dt.date: ...
    def add_workdays(self, when: dt.date | dt.datetime, count: int) -> dt.date | dt.datetime:
        """The `count`-th workday after (negative: before) a day; 0 gives that day or the next workday.

        A moment keeps its time on the school's clock and its zone. Raises NoWorkingTime as above.
        """
        step = -1 if count < 0 else 1
        date = self.next_workday(self.date(when)) if count == 0 else self.date(when)
        for _ in range(abs(count)):
            date = self.next_workday(_shift(date, step), step=step)
        if not isinstance(when, dt.datetime):
            return date
        return self.at(date, self.local(when).time()).astimezone(when.tzinfo)

    def workdays_of_month(self, year: int, month: int) -> list[dt.date]:
        """The workdays of a month in order; of a month that is all vacation, the country's workdays."""
        first = dt.date(year, month, 1)
        days = [first + n * ONE_DAY for n in range(monthrange(year, month)[1])]
        at_work = [day for day in days if self.is_workday(day)]
        return at_work or [day for day in days if self._country_works(day)]

    def last_workday_of_month(self, year: int, month: int) -> dt.date:
        """The last of `workdays_of_month`: for February 2026 the 28th, a make-up Saturday."""
        return self.workdays_of_month(year, month)[-1]

    def _country_works(self, date: dt.date) -> bool:
        kind, _ = national_kind(date, national_days(date.year).days.get(date))
        return kind in {DayKind.WORKDAY, DayKind.MAKE_UP}

    # Quiet hours and class periods

    def is_quiet(self, at: dt.datetime) -> bool:
        """Whether only what is urgent may make a telephone ring now."""
        start, end = self.quiet
        time = self.local(at).time()
        return start <= time < end if start <= end else time >= start or time < end

    def quiet_ends(self, at: dt.datetime) -> dt.datetime:
        """The end of the quiet hours that hold at this moment; the moment itself outside of them."""
        if not self.is_quiet(at):
            return at
        local, end = self.local(at), self.quiet[1]
        date = local.date() + (ONE_DAY if local.time() >= end else dt.timedelta(0))
        return self.at(date, end).astimezone(at.tzinfo)

    def period_at(self, at: dt.datetime) -> Period | None:
        """The class period in session, None in breaks and on days without classes."""
        local = self.local(at)
        if not self.has_classes(local.date()):
            return None
        return next((p for p in self.periods if p.start <= local.time() < p.end), None)

    def period(self, number: int) -> Period | None:
        """The class period of a number (第三节 is 3)."""
        return next((period for period in self.periods if period.number == number), None)

    @property
    def school_out(self) -> dt.time:
        """放学: the end of the last class period; without periods, the end of the working hours."""
        ends = [period.end for period in self.periods] or [end for _, end in self.hours]
        return max(ends, default=dt.time(17))

    # Terms

    def term_at(self, when: dt.date | dt.datetime) -> Term | None:
        """The term a day lies in, None in vacations."""
        date = self.date(when)
        return next((term for term in self._terms if term.first_day <= date <= term.last_day), None)

    def next_term(self, when: dt.date | dt.datetime) -> Term | None:
        """The first known term that begins after a day."""
        date = self.date(when)
        return next((term for term in self._terms if term.first_day > date), None)

    def week_of_term(self, when: dt.date | dt.datetime) -> int | None:
        """Which week of the term (第几周) a day lies in; 0 or less before teaching begins, None in vacations."""
        date = self.date(when)
        term = self.term_at(date)
        return (date - term.first_monday).days // 7 + 1 if term else None

    def date_of(self, term: Term, week: int, weekday: int) -> dt.date:
        """The date of 第3周周五 (week 3, weekday 4) of a term, even where it falls outside of the term."""
        return _shift(term.first_monday, 7 * (week - 1) + weekday)


def _aware(at: dt.datetime) -> dt.datetime:
    if at.tzinfo is None:
        raise ValueError(f"{at} has no time zone: the school cannot know which moment is meant")
    return at


def _shift(date: dt.date, days: int) -> dt.date:
    try:
        return date + days * ONE_DAY
    except OverflowError:
        raise NoWorkingTime(f"no calendar reaches {days} days from {date}") from None
