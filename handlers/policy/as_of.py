"""「按去年3月的制度，买软件要谁批？」: which day's charter somebody asks about, and what they ask."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeAlias

from handlers.numerals import fold

_YEAR = r"(?P<year>\d{4}|去|前|今|本|上)\s*年"
_MONTH = r"(?P<month>\d{1,2})\s*月(?:份)?\s*(?:(?P<day>\d{1,2})\s*[日号])?"
_DAY = rf"(?:{_YEAR}\s*(?:的)?\s*(?:{_MONTH}|(?P<end>年?底|年?末|年?初))?)"
_ISO = r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})(?:[-/.](?P<d>\d{1,2}))?"
_LAST = r"(?P<last>上个月|上月)"
_FORMER = r"(?P<former>修订前|修改前|改版前|更新前|上一?版|前一版|旧版?|老版?|原来|以前|过去)"
_WHEN = rf"(?:{_DAY}|{_ISO}|{_LAST}|{_FORMER})"
_BOOK = r"(?:那时候?|当时|时候?)?(?:的|版的?|版本的?|时的|里的|施行的|执行的|实行的)*(?:旧|老)?(?:制度|章程|规定|办法|条款|版本)"
_PATTERNS = (
    re.compile(
        rf"(?:按照?|依照?|根据|参照|照)\s*{_WHEN}\s*{_BOOK}(?:的?规定|来说|来看|来讲|办|里面?|中)?\s*[,，。:：、]?\s*"
    ),
    re.compile(rf"{_WHEN}\s*{_BOOK}(?:里面?|中|上)?\s*[,，:：]?\s*(?:对|关于)?"),
    re.compile(
        rf"(?:在)?(?:{_DAY}|{_ISO}|{_LAST})\s*(?:那时候?|当时|的时候|时)\s*[,，]?\s*(?:的?制度|的?章程|按规定)?"
    ),
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ENGLISH_WHEN = rf"(?:(?P<name>{'|'.join(_MONTHS)})[a-z]*\.?\s+)?(?P<year>\d{{4}})|{_ISO}|(?P<ago>last year)"
_ENGLISH = (
    re.compile(rf"\b(?:as of|as at|back in)\s+(?:{_ENGLISH_WHEN})\s*,?\s*", re.IGNORECASE),
    re.compile(
        rf"\b(?:under|by|according to|in)\s+the\s+(?:{_ENGLISH_WHEN}|(?P<former>old|former|previous|earlier))"
        r"\s*(?:charter|rules?|version|policy)\s*,?\s*",
        re.IGNORECASE,
    ),
)
_BACK = {"去": 1, "上": 1, "前": 2, "今": 0, "本": 0}


@dataclass(frozen=True, slots=True)
class Former:
    """The version before the present one, without a date."""


When: TypeAlias = date | Former


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked, and of which day's text."""

    question: str
    when: When


def read(text: str, today: date) -> Asked | None:
    """None when the question is about the text in force, as nearly all are. A year or month alone means its last day."""
    folded = fold(text)
    for pattern, day in (*((p, _chinese) for p in _PATTERNS), *((p, _english) for p in _ENGLISH)):
        found = pattern.search(folded)
        if found is None:
            continue
        when = _when(found, today, day)
        rest = (folded[: found.start()] + folded[found.end() :]).strip(" ,，。:：、")
        if when is not None and len(rest) > 1:
            return Asked(rest, when)
    return None


def _when(found: re.Match[str], today: date, day: Callable[[re.Match[str], date], date | None]) -> When | None:
    parts = found.groupdict()
    if parts.get("former"):
        return Former()
    if parts.get("y"):
        return _day(int(parts["y"]), parts.get("m"), parts.get("d"))
    return day(found, today)


def _chinese(found: re.Match[str], today: date) -> date | None:
    parts = found.groupdict()
    if parts.get("last"):
        return today.replace(day=1) - timedelta(days=1)
    year = parts.get("year")
    if not year:
        return None
    number = int(year) if year.isdigit() else today.year - _BACK[year]
    if (parts.get("end") or "").endswith("初"):
        return _day(number, "1", "31")
    return _day(number, parts.get("month"), parts.get("day"), until=today)


def _english(found: re.Match[str], today: date) -> date | None:
    parts = found.groupdict()
    if parts.get("ago"):
        return date(today.year - 1, 12, 31)
    if not parts.get("year"):
        return None
    name = (parts.get("name") or "")[:3].lower()
    return _day(int(parts["year"]), str(_MONTHS.index(name) + 1) if name else None, None, until=today)


def _day(year: int, month: str | None, day: str | None, *, until: date | None = None) -> date | None:
    """The day named, or the last one of the month or year; of the present year or month, today."""
    try:
        if day:
            return date(year, int(month or 12), int(day))
        number = int(month or 12)
        first_after = date(year + number // 12, number % 12 + 1, 1)
        last = first_after - timedelta(days=1)
        if until is not None and last > until and date(year, number if month else 1, 1) <= until:
            return until
    except ValueError:
        return None
    return last
