"""The school's calendar as its tables have it: built once per edit and process, looked up by one small row per turn.

Where the school has entered no term, those one may expect stand in, provisional: they number the weeks and place what
hangs on a term, but take no day off, because nobody's clock may stop for our guess. Terms after the last entered one
are expected in the same way.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache

from sqlalchemy.orm import Session

from handlers.school_time import (
    ONE_DAY,
    DayKind,
    DayOverride,
    ExamPeriod,
    Period,
    SchoolCalendar,
    Status,
    Term,
    national_days,
    usual_terms,
)
from storage import calendar as rows
from storage import settings
from storage.calendar import DaysKind, DaysRow, PeriodRow, TermRow

FIRST_YEAR, LAST_YEAR = 2020, 2060  # school years whose terms are expected
EXPECTED_AHEAD = 3  # school years expected after the last entered term


class Calendars:
    """The calendar this process built last, and from which version of the tables."""

    def __init__(self) -> None:
        self._last: tuple[str, dt.tzinfo, SchoolCalendar] | None = None

    def of(self, tx: Session, usual: SchoolCalendar) -> SchoolCalendar:
        """The calendar this transaction sees; `usual` is what holds where the school has entered nothing."""
        version = rows.version(tx)
        last = self._last  # another thread may put a newer one there meanwhile
        if last is None or last[:2] != (version, usual.zone):
            last = self._last = (version, usual.zone, build(tx, usual) if version else with_expected_terms(usual))
        return last[2]


def build(tx: Session, usual: SchoolCalendar) -> SchoolCalendar:
    """The calendar of the tables, with one of its own for each campus that differs."""
    calendar = with_expected_terms(usual, rows.terms(tx))
    quiet, hours = settings.get(tx, rows.QUIET), settings.get(tx, rows.HOURS)
    if quiet:
        calendar = replace(calendar, quiet=(dt.time.fromisoformat(quiet[0]), dt.time.fromisoformat(quiet[1])))
    if hours:
        calendar = replace(
            calendar, hours=tuple((dt.time.fromisoformat(a), dt.time.fromisoformat(b)) for a, b in hours)
        )
    days, periods = rows.days(tx), rows.periods(tx)
    whole = _of_campus(calendar, "", days, periods)
    campuses = {name: _of_campus(calendar, name, days, periods) for name in rows.campuses(tx)}
    return replace(whole, campuses=campuses)


def with_expected_terms(usual: SchoolCalendar, entered: Sequence[TermRow] = ()) -> SchoolCalendar:
    """The calendar with the entered terms and those one may expect after them."""
    if usual.terms and not entered:
        return usual
    if not entered:
        return replace(usual, terms=_expected(FIRST_YEAR, LAST_YEAR), works_in_vacation=True)
    terms = [term_of(row) for row in entered]
    last = max(term.last_day for term in terms)
    terms += [term for term in _expected(last.year - 1, last.year + EXPECTED_AHEAD) if term.first_day > last]
    return replace(usual, terms=tuple(terms), works_in_vacation=False)


def term_of(row: TermRow) -> Term:
    """A row of the table as the calendar's value."""
    status = Status.PROVISIONAL if row.provisional else Status.CONFIRMED
    return Term(row.name, row.first_day, row.last_day, row.first_monday, status)


@cache
def _expected(first: int, last: int) -> tuple[Term, ...]:
    return tuple(term for year in range(first, last) for term in usual_terms(year))


def _of_campus(
    calendar: SchoolCalendar, campus: str, days: Iterable[DaysRow], periods: Iterable[PeriodRow]
) -> SchoolCalendar:
    mine = sorted((row for row in days if row.campus in {"", campus}), key=lambda row: row.campus != "")
    at_work: dict[dt.date, str] = {}
    overrides: dict[dt.date, DayOverride] = {}
    for row in mine:
        for date in dates_of(row):
            _settle(date, row, overrides, at_work)
    groups: Mapping[str, list[PeriodRow]] = {
        name: [row for row in periods if row.campus == name] for name in ("", campus)
    }
    bells = groups[campus] or groups[""]
    return replace(
        calendar,
        days=overrides,
        no_classes=at_work,
        exams=_spans(mine, DaysKind.EXAM),
        quiet_days=_spans(mine, DaysKind.QUIET),
        events=_spans(mine, DaysKind.EVENT),
        periods=tuple(_period(row) for row in bells) or calendar.periods,
    )


def _period(row: PeriodRow) -> Period:
    return Period(row.number, row.name, dt.time.fromisoformat(row.starts), dt.time.fromisoformat(row.ends))


def dates_of(row: DaysRow) -> list[dt.date]:
    """Every date of a row."""
    return [row.first_day + away * ONE_DAY for away in range((row.last_day - row.first_day).days + 1)]


def _settle(date: dt.date, row: DaysRow, overrides: dict[dt.date, DayOverride], at_work: dict[dt.date, str]) -> None:
    if row.kind == DaysKind.HOLIDAY:
        overrides[date] = DayOverride(DayKind.HOLIDAY, row.name or "放假")
    elif row.kind == DaysKind.MAKE_UP:
        overrides[date] = DayOverride(DayKind.WORKDAY, row.name or _country_label(date), row.follows_weekday)
        at_work.pop(date, None)
    elif row.kind == DaysKind.NO_CLASS:
        at_work[date] = row.name or "停课"


def _country_label(date: dt.date) -> str:
    announced = national_days(date.year).days.get(date)
    return f"{announced.label}调休上班" if announced is not None and announced.workday else "补课"


def _spans(mine: Iterable[DaysRow], kind: DaysKind) -> tuple[ExamPeriod, ...]:
    return tuple(ExamPeriod(row.name, row.first_day, row.last_day) for row in mine if row.kind == kind)
