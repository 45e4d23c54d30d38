"""When a duty comes back: a rule a teacher can read, an administrator can store, and holidays cannot break.

A `Recurrence` is a pattern, a time on the school's clock, what to do on days off, and what to do about
occurrences that were missed while the machine was down. No cron, no RRULE: neither knows a make-up Saturday.
Pure: the calendar and the moment are arguments.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import fields
from itertools import islice
from typing import Any

from handlers.school_time import ONE_DAY, DayKind, NoWorkingTime, SchoolCalendar
from handlers.timing.recurrence_patterns import (
    Daily,
    Edge,
    HolidayEdge,
    Lunar,
    Monthly,
    MonthlyNth,
    NthWorkday,
    Occasion,
    Once,
    Pattern,
    Season,
    TermEdge,
    TermParts,
    TermWeek,
    TermWeeks,
    VacationEdge,
    Weekly,
    Yearly,
)
from handlers.timing.recurrence_rule import CatchUp, Holiday, Missed, Recurrence
from handlers.timing.recurrence_words import describe, describe_missed

__all__ = [
    "CatchUp",
    "Daily",
    "Edge",
    "Holiday",
    "HolidayEdge",
    "Lunar",
    "Missed",
    "Monthly",
    "MonthlyNth",
    "NthWorkday",
    "Occasion",
    "Once",
    "Pattern",
    "Recurrence",
    "Season",
    "TermEdge",
    "TermParts",
    "TermWeek",
    "TermWeeks",
    "VacationEdge",
    "Weekly",
    "Yearly",
    "describe",
    "describe_missed",
    "from_json",
    "next_after",
    "to_json",
    "upcoming",
]

_LOOK_BACK = 120 * ONE_DAY  # an occurrence moved behind the summer vacation began before it
_LOOK_AHEAD = 9 * 366 * ONE_DAY  # 29 February around a century year


def next_after(rule: Recurrence, after: dt.datetime, calendar: SchoolCalendar) -> dt.datetime | None:
    """The first occurrence later than a moment, in UTC.

    None when the rule is over (a single date gone by), or when it hangs on a term nobody has entered yet:
    ask again when the calendar changes. Raises ValueError for a naive `after`.
    """
    return next(_occurrences(rule, after, calendar), None)


def upcoming(rule: Recurrence, after: dt.datetime, n: int, calendar: SchoolCalendar) -> list[dt.datetime]:
    """The next `n` occurrences later than a moment, in UTC, fewer if the rule ends: shown before one confirms."""
    return list(islice(_occurrences(rule, after, calendar), n))


def _occurrences(rule: Recurrence, after: dt.datetime, calendar: SchoolCalendar) -> Iterator[dt.datetime]:
    today = calendar.date(after)
    start = max(dt.date.min + ONE_DAY, today - min(_LOOK_BACK, today - dt.date.min))
    latest, seen = today, after
    for nominal in rule.pattern.dates(calendar, start):
        if nominal - latest > _LOOK_AHEAD:
            return
        date = _moved(rule, nominal, calendar)
        if date is None:
            continue
        for time in rule.times:
            moment = calendar.at(date, time)
            if moment > seen:
                yield moment
                latest, seen = max(latest, nominal), moment


def _moved(rule: Recurrence, nominal: dt.date, calendar: SchoolCalendar) -> dt.date | None:
    """The date an occurrence is held on; None if it is left out. Never changes the order of occurrences."""
    if rule.holiday is Holiday.IGNORE or not _is_off(rule.pattern, nominal, calendar):
        return nominal
    if rule.holiday is Holiday.SKIP:
        return None
    with suppress(NoWorkingTime):
        return calendar.next_workday(nominal, step=-1 if rule.holiday is Holiday.BEFORE else 1)
    return None


def _is_off(pattern: Pattern, date: dt.date, calendar: SchoolCalendar) -> bool:
    kind = calendar.day(date).kind
    if kind is DayKind.WEEKEND:
        return not isinstance(pattern, Weekly | MonthlyNth | TermWeek)
    return kind in {DayKind.HOLIDAY, DayKind.VACATION} and not isinstance(pattern, NthWorkday)


# As stored: {"every": "weekly", "weekdays": [2], "time": "15:00", "holiday": "skip", …}

_PATTERNS: Mapping[str, type[Pattern]] = {
    "daily": Daily,
    "weekly": Weekly,
    "monthly": Monthly,
    "monthly_nth": MonthlyNth,
    "workday_of_month": NthWorkday,
    "term_week": TermWeek,
    "term_parts": TermParts,
    "term_edge": TermEdge,
    "vacation_edge": VacationEdge,
    "holiday_edge": HolidayEdge,
    "yearly": Yearly,
    "lunar": Lunar,
    "occasion": Occasion,
    "once": Once,
}


def to_json(rule: Recurrence) -> dict[str, Any]:
    """The rule as plain JSON values, for a column or an export."""
    name = next(name for name, kind in _PATTERNS.items() if kind is type(rule.pattern))
    parts = {part.name: _plain(getattr(rule.pattern, part.name)) for part in fields(rule.pattern)}
    return {
        "every": name,
        **parts,
        "time": _written(rule.time),
        **({"more_times": [_written(time) for time in rule.also]} if rule.also else {}),
        "holiday": rule.holiday.value,
        "missed": rule.missed.policy.value,
        "older_than_minutes": int(rule.missed.older_than.total_seconds()) // 60,
    }


def _written(time: dt.time) -> str:
    return time.isoformat().removesuffix(":00")


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return list(value)
    return value.isoformat() if isinstance(value, dt.date) else value


def from_json(stored: object) -> Recurrence:
    """The rule that `to_json` wrote; defaults fill what is left out. Raises ValueError for anything else."""
    if not isinstance(stored, Mapping) or stored.get("every") not in _PATTERNS:
        raise ValueError(f"not a rule that comes back: {stored!r}")
    rest = dict(stored)
    kind = _PATTERNS[rest.pop("every")]
    try:
        time = dt.time.fromisoformat(rest.pop("time"))
        more = tuple(dt.time.fromisoformat(one) for one in rest.pop("more_times", ()))
        holiday = Holiday(rest.pop("holiday", Holiday.IGNORE))
        policy = CatchUp(rest.pop("missed", Missed().policy))
        limit = dt.timedelta(minutes=rest.pop("older_than_minutes", 720))
        pattern = kind(**{name: _typed(name, value) for name, value in rest.items()})
    except (KeyError, TypeError, OverflowError) as wrong:
        raise ValueError(f"not a rule that comes back: {stored!r}") from wrong
    return Recurrence(pattern, time, holiday, Missed(policy, limit), more)


def _typed(name: str, value: object) -> Any:
    if name in {"weekdays", "months", "also"} and isinstance(value, list | tuple):
        return tuple(_whole(item) for item in value)
    if isinstance(value, str) and name in _SAID:
        return _SAID[name](value)
    if name in {"workdays_only", "of_year"}:
        return _yes_or_no(value)
    return _whole(value)


_SAID: Mapping[str, Callable[[str], object]] = {
    "date": dt.date.fromisoformat,
    "anchor": dt.date.fromisoformat,
    "weeks": TermWeeks,
    "edge": Edge,
    "season": Season,
    "name": str,
}


def _yes_or_no(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError(f"{value!r} is neither true nor false")
    return value


def _whole(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"{value!r} is no whole number")
    return value
