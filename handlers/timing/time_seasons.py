"""Days by the school's year: 第八周周三, 期末前两周, 国庆后第一天, 春节前. A part of `time_days`.

国庆前 is until the last workday before it; 期末前 and 放假前 include the last day of term; 开学前 ends on the
day before. With a year said (去年国庆) a festival may lie behind.
"""

import datetime as dt
import re
from collections.abc import Iterator

from handlers.numerals import NUMBER, read_number
from handlers.school_time import ONE_DAY, SchoolCalendar, Term, lunar_date, national_days
from handlers.timing.time_spans import Days, Match, Phrases, Relation, Today, one_day, year_said
from handlers.timing.time_words import (
    ENGLISH_COUNT,
    HOLIDAYS,
    LUNAR_FESTIVALS,
    OFFSET,
    SOLAR_FESTIVALS,
    WEEKDAY,
    WEEKDAYS,
    any_of,
    count,
)


def _term_week(match: Match, today: Today) -> Days | None:
    week = read_number(match["week"])
    if week is None or week > 30:
        return None
    weekday = WEEKDAYS[match["weekday"]] if match["weekday"] else None
    found = None
    for term in _terms(match["which"], today):
        found = _days_of_week(term, week, weekday, today.calendar)
        if found.last >= today.date:
            return found
    return found


def _days_of_week(term: Term, week: int, weekday: int | None, calendar: SchoolCalendar) -> Days:
    if weekday is not None:
        return one_day(calendar.date_of(term, week, weekday))
    return Days(calendar.date_of(term, week, 0), calendar.date_of(term, week, 6))


def _terms(which: str | None, today: Today) -> Iterator[Term]:
    """The terms a phrase may mean, likeliest first."""
    now, later = today.calendar.term_at(today.date), today.calendar.next_term(today.date)
    if now and not (which or "").startswith("下"):
        yield now
    if later and (which or "")[:1] not in {"这", "本"}:
        yield later


_STARTS = {"开学", "返校", "start", "beginning"}


def _term_edge(match: Match, today: Today) -> Days | None:
    """期末前两周, 开学第一天, 放假前, "two weeks before the end of term"."""
    said = match.groupdict()
    starts = said["edge"].lower() in _STARTS
    for term in _terms(said.get("which"), today):
        anchor = term.first_day if starts else term.last_day
        if week := read_number(said.get("nth_week") or ""):
            found = _days_of_week(term, week, None, today.calendar) if starts else None
        else:
            found = _offset(Days(anchor, anchor), said, today)
        if found and found.last >= today.date:
            return found
    return None


def _festival(match: Match, today: Today) -> Days | None:
    """国庆后第一天, 春节前两周, 教师节, 去年国庆."""
    year = year_said(match["year"], today)
    for days in _festival_days(match["festival"], today):
        found = _offset(days, match.groupdict(), today)
        if found and (found.last >= today.date if year is None else days.last.year == year):
            return found
    return None


def _festival_days(name: str, today: Today) -> Iterator[Days]:
    """The festival of this lunar or solar year and the next, with the days off around a public holiday."""
    for year in range(today.date.year - 1, today.date.year + 3):
        if name in SOLAR_FESTIVALS:
            yield one_day(dt.date(year, *SOLAR_FESTIVALS[name]))
        elif name in LUNAR_FESTIVALS:
            if (date := lunar_date(year, *LUNAR_FESTIVALS[name])) is not None:
                yield one_day(date)
        else:
            days = [d for d, told in national_days(year).days.items() if told.label == HOLIDAYS[name]]
            off = sorted(day for day in days if not national_days(year).days[day].workday)
            if off:
                yield Days(off[0], off[-1])


def _offset(days: Days, said: dict[str, str | None], today: Today) -> Days | None:
    calendar, side = today.calendar, said.get("side") or ""
    before, after = "前" in side or side == "before", "后" in side or side == "after"
    if (amount := _amount(said, before=before)) is not None and (before or after):
        if said.get("unit") == "工作日":
            return one_day(calendar.add_workdays(days.first if before else days.last, amount))
        return one_day((days.first if before else days.last) + amount * ONE_DAY)
    nth = read_number(said.get("nth") or "") or 0
    if before:
        return _just_before(days, said, nth, calendar)
    if after:
        return one_day(calendar.add_workdays(days.last, max(nth, 1)))
    if nth:
        return one_day(calendar.add_workdays(calendar.next_workday(days.first), nth - 1))
    return days


def _just_before(days: Days, said: dict[str, str | None], nth: int, calendar: SchoolCalendar) -> Days:
    """国庆前 is until the last workday before; 期末前 includes the last day of term, 开学前 ends on the day before."""
    edge = said.get("edge")
    if nth or said.get("last"):
        return one_day(calendar.add_workdays(days.first, -max(nth, 1)))
    if edge is None:
        workday = calendar.add_workdays(days.first, -1)
        return Days(workday, workday, Relation.BEFORE)
    date = days.first - ONE_DAY if edge.lower() in _STARTS else days.last
    return Days(date, date, Relation.BEFORE)


def _amount(said: dict[str, str | None], *, before: bool) -> int | None:
    """A distance in days (of workdays where the unit says so), negative before."""
    amount, unit = said.get("amount"), (said.get("unit") or "").lower().rstrip("s")
    if not amount:
        return None
    number = 15 if amount == "半" and unit == "月" else count(amount)
    if number is None or number > 400:
        return None
    scale = {"周": 7, "星期": 7, "礼拜": 7, "week": 7, "月": 30}.get(unit, 1) if amount != "半" else 1
    return -number * scale if before else number * scale


_FESTIVAL = any_of(dict(HOLIDAYS), dict(SOLAR_FESTIVALS), dict(LUNAR_FESTIVALS))
_WHICH_TERM = r"(?:(?P<which>这|本|下)个?学期)?"
_IS = re.IGNORECASE

SEASON_PHRASES: Phrases = tuple(
    (re.compile(pattern, flags), reading)
    for pattern, flags, reading in (
        (rf"{_WHICH_TERM}的?(?<!月)(?<!月的)第(?P<week>{NUMBER})个?(?:教学)?周(?:的?{WEEKDAY})?", 0, _term_week),
        (
            rf"{_WHICH_TERM}的?(?P<edge>期末|学期(?:末|结束)|开学|返校|放[寒暑]?假(?=之?前|以前))(?:考试?|放假)?{OFFSET}",
            0,
            _term_edge,
        ),
        (
            (
                rf"\b(?:(?P<amount>{ENGLISH_COUNT}) (?P<unit>days?|weeks?) (?P<side>before|after) )?"
                r"(?:the )?(?P<edge>end|start|beginning) of (?:the |this )?(?:term|semester)\b"
            ),
            _IS,
            _term_edge,
        ),
        (
            (
                rf"(?:(?P<year>20\d\d年|[今明后去]年)的?)?(?P<festival>{_FESTIVAL})"
                rf"(?:长假|假期|放假|期间|收假|回来|当天)*{OFFSET}(?:上班)?"
            ),
            0,
            _festival,
        ),
    )
)
