"""The period a look back names, in whole days: 本月, 九月, 上周, 9月1日到15日, 最近30天, 上学期. None lies in the future."""

import re
from calendar import monthrange
from datetime import date, datetime, timedelta

from handlers.numerals import fold, read_number
from handlers.periods import Span
from handlers.school_time import SchoolCalendar
from handlers.time_phrases import parse_when

_NUMBER = r"(\d{1,3}|[一二三四五六七八九十两]{1,3}|半)"
_MONTH = re.compile(
    r"(?<![\d个])(?:(?P<year>\d{4})\s*年|(?P<word>今年|去年))?\s*(?P<first>\d{1,2}|十[一二]?|[一二三四五六七八九])\s*月?份?"
    r"(?:\s*[到至~-]\s*(?P<last>\d{1,2}|十[一二]?|[一二三四五六七八九]))?\s*月份?(?![\d一二三四五六七八九十]*[日号\d])"
)
_YEAR = re.compile(r"(?P<year>\d{4})\s*年(?!\s*\d)|(?P<word>今年|本年度?|去年|上一?年度?)")
_TERM = re.compile(r"(?P<which>本|这|上)(?:一?个)?学期")
_LAST = re.compile(rf"(?:最近|近|过去|前)\s*{_NUMBER}\s*(?P<unit>天|日|周|个?星期|个?月|年)")
_ENGLISH = re.compile(r"(?P<which>this|last)\s+(?P<unit>week|month|year|term)", re.IGNORECASE)
_DAYS = {"天": 1, "日": 1, "周": 7, "星期": 7, "月": 30, "年": 365}


def past_span(text: str, now: datetime, calendar: SchoolCalendar) -> Span | None:
    """First and last day of what is looked back on, today at the latest; None where no period is named."""
    said = fold(text)
    today = calendar.date(now)
    found = (
        _recent(said, today) or _english(said, now, calendar) or _months(said, today) or _term(said, now, calendar)
        or _year(said, today) or _words(text, now, calendar)
    )  # fmt: skip
    if found is None or found.first > today:
        return None
    return Span(found.first, min(found.last, today), found.start, found.end)


def _recent(said: str, today: date) -> Span | None:
    found = _LAST.search(said)
    if found is None:
        return None
    each = _DAYS[found["unit"].removeprefix("个")]
    count = each // 2 if found[1] == "半" else (read_number(found[1]) or 0) * each
    return Span(today - timedelta(days=count - 1), today, found.start(), found.end()) if 0 < count <= 3660 else None


def _english(said: str, now: datetime, calendar: SchoolCalendar) -> Span | None:
    found = _ENGLISH.search(said)
    if found is None:
        return None
    zh = {"week": "周", "month": "月", "year": "年", "term": "学期"}[found["unit"].lower()]
    which = {"周": "这", "月": "本", "年": "今", "学期": "本"}[zh] if found["which"].lower() == "this" else "上"
    word = "去年" if (which, zh) == ("上", "年") else f"{which}{zh}"
    span = past_span(word, now, calendar)
    return Span(span.first, span.last, found.start(), found.end()) if span else None


def _months(said: str, today: date) -> Span | None:
    found = _MONTH.search(said)
    if found is None:
        return None
    first, last = read_number(found["first"]) or 0, read_number(found["last"] or found["first"]) or 0
    if not (1 <= first <= 12 and 1 <= last <= 12):
        return None
    year = int(found["year"]) if found["year"] else today.year - (found["word"] == "去年")
    if not date.min.year < year < date.max.year:
        return None
    begins = date(year, first, 1)
    if found["year"] is None and found["word"] is None and begins > today:
        begins = date(year - 1, first, 1)
    ends_in = begins.year + (last < first)
    return Span(begins, date(ends_in, last, monthrange(ends_in, last)[1]), found.start(), found.end())


def _term(said: str, now: datetime, calendar: SchoolCalendar) -> Span | None:
    found = _TERM.search(said)
    if found is None:
        return None
    term = calendar.term_at(now)
    if found["which"] == "上" or term is None:  # between two terms "this" one is the one just over
        before = calendar.date(now) if term is None else term.first_day - timedelta(days=1)
        for back in range(120):
            term = calendar.term_at(before - timedelta(days=back))
            if term is not None:
                break
    return Span(term.first_day, term.last_day, found.start(), found.end()) if term else None


def _year(said: str, today: date) -> Span | None:
    found = _YEAR.search(said)
    if found is None:
        return None
    year = int(found["year"]) if found["year"] else today.year - (found["word"][0] in "去上")
    return Span(date(year, 1, 1), date(year, 12, 31), found.start(), found.end()) if 1 < year < date.max.year else None


def _words(text: str, now: datetime, calendar: SchoolCalendar) -> Span | None:
    """Dates as everywhere else; one without a year that would lie ahead lies behind."""
    times = parse_when(text, now, calendar)
    if not times:
        return None
    first = calendar.date(times[0].begins)
    last = calendar.date(times[-1].ends - timedelta(microseconds=1))
    if first > calendar.date(now):
        first, last = _year_before(first), _year_before(last)
    return Span(min(first, last), max(first, last), times[0].start, times[-1].end)


def _year_before(day: date) -> date:
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)
