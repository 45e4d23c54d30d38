"""The period a plan names, in whole days: 11月, 2026年, 11月到次年1月, 本学期, or any span `time_phrases` understands."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from handlers.numerals import fold, read_number
from handlers.school_time import SchoolCalendar
from handlers.texts import Text
from handlers.time_phrases import Relation, parse_when
from handlers.timing.time_words import ENGLISH_MONTHS

_MONTH = (
    r"(?P<{0}year>\d{{4}}\s*年|今年|明年|次年|来年)?\s*(?P<{0}month>\d{{1,2}}|十[一二]?|[一二三四五六七八九])"
    r"\s*月份?(?!\s*\d{{1,2}}\s*[日号]|\d)"
)
_MONTHS = re.compile(
    rf"(?<![\d个]){_MONTH.format('a')}(?:\s*(?:到|至|-|~)\s*{_MONTH.format('b')})?(?!\s*(?:内|前|之前))"
)
_ENGLISH = re.compile(
    r"\bin (?P<month>jan(?:uary)?|feb(?:ruary)?|march|april|may|june|july|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b(?!\.?\s*\d)", re.IGNORECASE,
)  # fmt: skip
_YEAR = re.compile(r"(?P<year>\d{4})\s*年度?(?!\s*\d{1,2}\s*月)|(?P<word>今年|明年|本年度?)(?!\s*\d{1,2}\s*月)")
_TERM = re.compile(r"(?P<which>本|这|下)(?:个)?学期")


@dataclass(frozen=True, slots=True)
class Span:
    """First and last day, both included, and where in the text they were named."""

    first: date
    last: date
    start: int = 0
    end: int = 0

    def meets(self, first: date, last: date) -> bool:
        """Whether the two have a day in common."""
        return self.first <= last and first <= self.last

    @property
    def words(self) -> Text:
        """As people read it: a whole month or year by its name, else from day to day."""
        first, last = self.first, self.last
        if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31) and first.year == last.year:
            return Text(f"{first.year}年", f"{first.year}")
        whole = first.day == 1 and last.day == monthrange(last.year, last.month)[1]
        if whole and (first.year, first.month) == (last.year, last.month):
            return Text(f"{first.year}年{first.month}月", f"{first:%b %Y}")
        if last.year == date.max.year:
            return Text(f"{first.month}月{first.day}日起", f"from {first:%d %b}")
        return Text(f"{first.month}月{first.day}日—{last.month}月{last.day}日", f"{first:%d %b}-{last:%d %b}")


def find_span(text: str, now: datetime, calendar: SchoolCalendar) -> Span | None:
    """The period a text names, or None. A month without a year is the next one to come, this month included."""
    said = fold(text)
    today = calendar.date(now)
    months = _MONTHS.search(said)
    if months is not None:
        found = _months(months, today)
        if found is not None:
            return found
    english = _ENGLISH.search(said)
    if english is not None:
        first = date(today.year, ENGLISH_MONTHS[english["month"].lower()[:3]], 1)
        first = first if first.month >= today.month else first.replace(year=today.year + 1)
        last = first.replace(day=monthrange(first.year, first.month)[1])
        return Span(first, last, english.start(), english.end())
    times = parse_when(text, now, calendar)
    if times:
        until = len(times) == 1 and times[0].relation is Relation.BEFORE
        first = today if until else calendar.date(times[0].begins)
        last = calendar.date(times[-1].ends - timedelta(microseconds=1))
        return Span(min(first, last), max(first, last), times[0].start, times[-1].end)
    year = _YEAR.search(said)
    if year is not None:
        number = int(year["year"]) if year["year"] else today.year + (year["word"] == "明年")
        if date.min.year < number < date.max.year:
            return Span(date(number, 1, 1), date(number, 12, 31), year.start(), year.end())
    return _term(said, now, calendar)


def _months(found: re.Match[str], today: date) -> Span | None:
    first = _month(found["ayear"], found["amonth"], today, today)
    last = _month(found["byear"], found["bmonth"], first, today) if first and found["bmonth"] else first
    if first is None or last is None or last < first:
        return None
    return Span(first, last.replace(day=monthrange(last.year, last.month)[1]), found.start(), found.end())


def _month(year: str | None, month: str, after: date, today: date) -> date | None:
    """The first day of a month; without a year the next such month that is not over on `after`."""
    number = read_number(month)
    if number is None or not 1 <= number <= 12:
        return None
    if year is None:
        return date(after.year + (number < after.month), number, 1)
    digits = re.match(r"\d{4}", year)
    said = {"今年": today.year, "明年": today.year + 1}.get(year.strip(), after.year + 1)
    which = int(digits[0]) if digits else said
    return date(which, number, 1) if date.min.year < which < date.max.year else None


def _term(said: str, now: datetime, calendar: SchoolCalendar) -> Span | None:
    named = _TERM.search(said)
    if named is None:
        return None
    term = calendar.next_term(now) if named["which"] == "下" else calendar.term_at(now)
    return Span(term.first_day, term.last_day, named.start(), named.end()) if term else None
