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
    ENGLISH_FESTIVALS,
    ENGLISH_ORDINAL,
    ENGLISH_WEEKDAY,
    ENGLISH_WEEKDAYS,
    HOLIDAYS,
    LUNAR_FESTIVALS,
    OFFSET,
    SOLAR_FESTIVALS,
    WEEKDAY,
    WEEKDAYS,
    any_of,
    count,
    ordinal,
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


def _term_weekday_en(match: Match, today: Today) -> Days | None:
    """The first Monday of term."""
    nth = ordinal(match["nth"]) or 1
    for term in _terms("下" if match["which"] else None, today):
        days = one_day(term.first_day)
        found = _nth_weekday(days, nth, ENGLISH_WEEKDAYS[match["weekday"].lower()], before=False, after=False)
        if today.date <= found.last <= term.last_day:
            return found
    return None


def _term_week_en(match: Match, today: Today) -> Days | None:
    """Week 15, Thursday of week 15, "Monday of the first week of next term"."""
    said = {name: value for name, value in match.groupdict().items() if value}
    week = ordinal(said.get("week") or said.get("nth", ""))
    if week is None or week > 30:
        return None
    day = said.get("before_it") or said.get("behind_it")
    weekday = ENGLISH_WEEKDAYS[day.lower()] if day else None
    which = "下" if said.get("which") or said.get("which_too") else None
    found = (_days_of_week(term, week, weekday, today.calendar) for term in _terms(which, today))
    return next((days for days in found if days.last >= today.date), None)


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


_STARTS = {"开学", "返校", "start", "beginning", "first day"}


def _term_edge(match: Match, today: Today) -> Days | None:
    """期末前两周, 开学第一周周一, 放假前一天, "two weeks before the end of term"."""
    said = match.groupdict()
    edge = said["edge"].lower()
    starts = edge in _STARTS
    if said.get("exam") and any("期末" in exam.name for exam in today.calendar.exams):
        return None  # the examination itself is meant, not the end of the term
    for term in _terms(said.get("which"), today):
        anchor = term.first_day if starts else term.last_day
        if edge.startswith("放") and said.get("amount"):
            anchor += ONE_DAY  # 放假前一天 is the last day of the term
        if week := read_number(said.get("nth_week") or ""):
            weekday = WEEKDAYS[said["weekday"]] if said.get("weekday") else None
            found = _days_of_week(term, week, weekday, today.calendar) if starts else None
        else:
            found = offset(Days(anchor, anchor), said, today)
        if found and found.last >= today.date:
            return found
    return None


def _in_term(_match: Match, today: Today) -> Days | None:
    """本学期内: what is left of the term."""
    term = today.calendar.term_at(today.date)
    return Days(term.first_day, term.last_day) if term else None


def _lunar_day(match: Match, today: Today) -> Days | None:
    """正月十五, 腊月二十三, 农历八月十五: the next one."""
    month = {"正": 1, "冬": 11, "腊": 12}.get(match["month"]) or read_number(match["month"])
    day = read_number(match["day"].removeprefix("初"))
    if not month or not day or month > 12 or day > 30:
        return None
    dates = (lunar_date(today.date.year + ahead, month, day) for ahead in (-1, 0, 1))
    return next((one_day(date) for date in dates if date and date >= today.date), None)


def _new_year(match: Match, today: Today) -> Days | None:
    """年前 and 年后: before and after the Spring Festival."""
    return next(
        (
            found
            for days in _festival_days("春节", today)
            if (found := offset(days, match.groupdict(), today)) and found.last >= today.date
        ),
        None,
    )


def _festival_en(match: Match, today: Today) -> Days | None:
    """The day after National Day, before Chinese New Year."""
    named = match["festival"].lower()
    name = next(zh for en, zh in ENGLISH_FESTIVALS.items() if re.fullmatch(en, named))
    said = match.groupdict()
    if (said["side"] or "").lower() in {"on", "during"}:
        said["side"] = None
    for days in _festival_days(name, today):
        found = offset(days, said, today)
        if found and found.last >= today.date:
            return found
    return None


def _festival(match: Match, today: Today) -> Days | None:
    """国庆后第一天, 春节前两周, 教师节, 去年国庆."""
    year = year_said(match["year"], today)
    for days in _festival_days(match["festival"], today):
        found = offset(days, match.groupdict(), today)
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


def offset(days: Days, said: dict[str, str | None], today: Today) -> Days | None:
    """The day that stands to an occasion as was said: two weeks before it, its first day, the first workday after it."""
    calendar, side = today.calendar, (said.get("side") or "").lower()
    before, after = "前" in side or side == "before", "后" in side or side == "after"
    if (amount := _amount(said, before=before)) is not None and (before or after):
        edge = days.first if before else days.last
        return one_day(calendar.add_workdays(edge, amount) if _in_workdays(said) else edge + amount * ONE_DAY)
    nth = read_number(said.get("nth") or "") or 0
    if nth and (named := said.get("nth_weekday")):
        return _nth_weekday(days, nth, WEEKDAYS[named], before=before, after=after)
    if named := said.get("last_weekday"):
        return _nth_weekday(days, 1, WEEKDAYS[named], before=True, after=False) if before else None
    if before:
        return _just_before(days, said, nth, calendar)
    if after or nth:
        first = days.last + ONE_DAY if after else days.first
        return one_day(calendar.add_workdays(calendar.next_workday(first), max(nth, 1) - 1))
    return one_day(days.last) if said.get("last") else days


def _in_workdays(said: dict[str, str | None]) -> bool:
    return (said.get("unit") or "").lower().rstrip("s") in {"工作日", "workday", "working day"}


def _nth_weekday(days: Days, nth: int, weekday: int, *, before: bool, after: bool) -> Days:
    """开学后第一个周一, 国庆前最后一个周五: counted from the occasion, its own days included unless a side was named."""
    if before:
        last = days.first - ONE_DAY
        return one_day(last - ((last.weekday() - weekday) % 7 + 7 * (nth - 1)) * ONE_DAY)
    first = days.last + ONE_DAY if after else days.first
    return one_day(first + ((weekday - first.weekday()) % 7 + 7 * (nth - 1)) * ONE_DAY)


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

_EN_TERM = r"of (?:the |this |(?P<which>next )(?:school )?)?(?:term|semester)"
_EN_BEFORE_IT = ENGLISH_WEEKDAY.replace("weekday", "before_it")
_EN_BEHIND_IT = ENGLISH_WEEKDAY.replace("weekday", "behind_it")
_EN_OFFSET = (
    rf"(?:(?:(?P<amount>{ENGLISH_COUNT}) |the )?(?P<unit>working days?|workdays?|days?|weeks?) )?"
    r"(?P<side>before|after|during|on)"
)

SEASON_PHRASES: Phrases = tuple(
    (re.compile(pattern, flags), reading)
    for pattern, flags, reading in (
        (
            rf"{_WHICH_TERM}的?(?<!月)(?<!月的)(?<!假)(?<!假的)第(?P<week>{NUMBER})个?(?:教学)?周(?:的?{WEEKDAY})?",
            0,
            _term_week,
        ),
        (
            (
                rf"{_WHICH_TERM}的?(?P<edge>期末|学期(?:末|结束)|(?<=学期)(?:末|结束)|开学|返校|放[寒暑]?假(?=之?前|以前))"
                rf"(?P<exam>考试?)?(?:放假|当[天日]|那[天日])*{OFFSET}"
            ),
            0,
            _term_edge,
        ),
        (r"(?:这|本)个?学期(?=[之以]?内)", 0, _in_term),
        (rf"\b(?:the )?(?P<nth>{ENGLISH_ORDINAL}) {ENGLISH_WEEKDAY} {_EN_TERM}\b", _IS, _term_weekday_en),
        (
            rf"(?:农历|阴历)?(?<![\d一二三四五六七八九十])(?P<month>[正冬腊]|(?<=[农阴]历){NUMBER})月(?P<day>初?{NUMBER})",
            0,
            _lunar_day,
        ),
        (
            r"(?<![\d零〇一二两三四五六七八九十百千万亿几今明去后半多每学整新全近往历同])年(?P<side>[前后])(?![面天日年台])",
            0,
            _new_year,
        ),
        (
            (
                rf"\b(?:(?P<amount>{ENGLISH_COUNT}) (?P<unit>days?|weeks?) (?P<side>before|after) )?"
                rf"(?:the )?(?P<edge>end|start|beginning|(?:first|last) day) {_EN_TERM}\b"
            ),
            _IS,
            _term_edge,
        ),
        (
            (
                rf"\b(?:{_EN_BEFORE_IT} (?i:of|in) )?(?i:the )?(?i:week (?P<week>\d{{1,2}})(?: {_EN_TERM})?"
                rf"|(?P<nth>{ENGLISH_ORDINAL}) (?:teaching )?week {_EN_TERM.replace('which', 'which_too')})"
                rf"(?:,? (?i:on )?{_EN_BEHIND_IT})?(?!\d)"
            ),
            0,
            _term_week_en,
        ),
        (
            rf"\b(?:{_EN_OFFSET} )?(?:the )?(?P<festival>{'|'.join(ENGLISH_FESTIVALS)})(?: holidays?)?\b",
            _IS,
            _festival_en,
        ),
        (
            (
                rf"(?:(?P<year>20\d\d年|[今明后去]年)的?)?(?P<festival>{_FESTIVAL})"
                rf"(?:长假|假期|放假|期间|收假|回来|当[天日]|那[天日])*{OFFSET}(?:上班|上课)?(?:的?第一天)?"
            ),
            0,
            _festival,
        ),
    )
)
