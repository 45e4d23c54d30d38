"""What a school settles about its year: terms, examinations, class periods, hours, and its word on single days.

Values only; `school_time.SchoolCalendar` puts them together and answers every "when".
Weekdays are Python's: Monday is 0.
"""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from handlers.timing.almanac import NationalDay, Status, lunar_date

ONE_DAY = dt.timedelta(days=1)

Hours = tuple[tuple[dt.time, dt.time], ...]
"""Working hours of a day in wall time, from early to late."""


class DayKind(StrEnum):
    """What a day is to the school. Overrides are only WORKDAY or HOLIDAY."""

    WORKDAY = "workday"
    MAKE_UP = "make_up"  # a weekend day that is worked (调休)
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    VACATION = "vacation"  # between two terms


@dataclass(frozen=True, slots=True)
class Day:
    """What is known of one day, and how firmly."""

    date: dt.date
    kind: DayKind
    label: str
    status: Status
    follows_weekday: int | None = None  # whose timetable the classes follow; None: no classes, or not announced
    hours: Hours | None = None

    @property
    def is_workday(self) -> bool:
        return self.kind in {DayKind.WORKDAY, DayKind.MAKE_UP}


@dataclass(frozen=True, slots=True)
class DayOverride:
    """The school's or the bureau's own word on one day; it beats the national calendar and the vacation."""

    kind: DayKind
    label: str = ""
    follows_weekday: int | None = None  # a make-up Saturday that follows Thursday's timetable has 3
    status: Status = Status.CONFIRMED
    hours: Hours | None = None  # a half day; None: the usual hours

    def __post_init__(self) -> None:
        if self.kind not in {DayKind.WORKDAY, DayKind.HOLIDAY}:
            raise ValueError(f"a day is set to be a workday or a holiday, not {self.kind}")
        if self.hours is not None:
            check_hours(self.hours)


@dataclass(frozen=True, slots=True)
class Term:
    """A term (学期) with its first and last day; weeks are counted from the Monday of teaching week 1."""

    name: str
    first_day: dt.date
    last_day: dt.date
    first_monday: dt.date
    status: Status = Status.CONFIRMED

    def __post_init__(self) -> None:
        if self.first_day > self.last_day:
            raise ValueError(f"{self.name} ends on {self.last_day}, before it begins on {self.first_day}")
        if self.first_monday.weekday() != 0:
            raise ValueError(f"{self.first_monday} is no Monday")

    @classmethod
    def starting(cls, name: str, first: dt.date, last: dt.date, status: Status = Status.CONFIRMED) -> "Term":
        """A term whose first teaching week is the one that holds its first day."""
        return cls(name, first, last, first - first.weekday() * ONE_DAY, status)


@dataclass(frozen=True, slots=True)
class ExamPeriod:
    """Days of examinations, first to last inclusive: no drills, no trainings, only urgent noise."""

    name: str
    first_day: dt.date
    last_day: dt.date


@dataclass(frozen=True, slots=True)
class Period:
    """A class period (第三节), in the school's wall time."""

    number: int
    name: str
    start: dt.time
    end: dt.time


def _period(number: int, start: str, end: str) -> Period:
    name = f"第{'一二三四五六七八'[number - 1]}节"
    return Period(number, name, dt.time.fromisoformat(start), dt.time.fromisoformat(end))


USUAL_HOURS: Hours = ((dt.time(8), dt.time(12)), (dt.time(13, 30), dt.time(17, 30)))
USUAL_PERIODS = (
    _period(1, "08:00", "08:40"),
    _period(2, "08:50", "09:30"),
    _period(3, "10:00", "10:40"),
    _period(4, "10:50", "11:30"),
    _period(5, "13:40", "14:20"),
    _period(6, "14:30", "15:10"),
    _period(7, "15:20", "16:00"),
    _period(8, "16:10", "16:50"),
)


def usual_terms(year: int) -> tuple[Term, Term]:
    """The two terms one may expect of the school year that begins in `year`, until the bureau announces them.

    Autumn from 1 September to the Friday two weeks before lunar new year; spring from the Monday after the
    Lantern Festival to the Friday of the first full week of July. Provisional, and without a lunar calendar
    (before 1900, after 2099) the new year is taken as 5 February.
    """
    new_year = lunar_date(year + 1, 1, 1) or dt.date(year + 1, 2, 5)
    lantern = new_year + 14 * ONE_DAY
    autumn_ends = new_year - dt.timedelta(days=14 + (new_year.weekday() - 4) % 7)
    spring_begins = lantern + (7 - lantern.weekday()) * ONE_DAY
    july = dt.date(year + 1, 7, 5)
    spring_ends = july + ((4 - july.weekday()) % 7) * ONE_DAY
    name = f"{year}–{year + 1}学年第"
    return (
        Term.starting(f"{name}一学期", dt.date(year, 9, 1), autumn_ends, Status.PROVISIONAL),
        Term.starting(f"{name}二学期", spring_begins, spring_ends, Status.PROVISIONAL),
    )


def national_kind(date: dt.date, announced: NationalDay | None) -> tuple[DayKind, str]:
    """What the country makes of a date, and its name."""
    if announced is not None:
        if announced.workday:
            return DayKind.MAKE_UP, f"{announced.label}调休上班"
        return DayKind.HOLIDAY, announced.label
    return (DayKind.WEEKEND, "周末") if date.weekday() >= 5 else (DayKind.WORKDAY, "")


def check_hours(hours: Hours) -> None:
    """Raise ValueError unless every span ends after it starts and before the next one starts."""
    turns = [turn for span in hours for turn in span]
    if turns != sorted(set(turns)):
        raise ValueError(f"working hours overlap or run backwards: {hours}")
