"""Days by what the school itself has entered: examinations, events, vacations. Part of `time_days`.

期中考试前三天, 家长会当天, 运动会前一周, 寒假最后一天. A name counts as a time only with a word of time behind it:
"家长会材料" names papers. Vacations lie between two known terms; their first day is the day after the term.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from handlers.numerals import read_number
from handlers.school_time import ONE_DAY, SchoolCalendar
from handlers.timing.time_seasons import offset
from handlers.timing.time_spans import Days, Match, Phrases, Relation, Today, one_day
from handlers.timing.time_words import ENGLISH_COUNT, OFFSET

_BESIDES = re.compile(
    r"^(?:20\d\d(?:[-–]20\d\d)?(?:学年|年)?)?(?:第[一二三四五六七八九十\d]+(?:学期|届))?(?:[春夏秋冬]季)?(?:全校|学校)?"
    r"(?:[高初][一二三]|[一二三四五六七八九]年级)?"
)
_EXAM = re.compile(r"(?:考试|测试|检测|考)$")
_ANY_EXAM = "考试"
_ENGLISH_EXAMS = {"mid": "期中", "fin": "期末"}


def stem(name: str) -> str:
    """The part of an entered name that people say: 期中 of 2026年高一期中考试."""
    return _EXAM.sub("", name) or name


def names_of(name: str) -> set[str]:
    """The ways in which an entered name is said."""
    whole = stem(name)
    return {said for said in (whole, _BESIDES.sub("", whole)) if len(said) > 1}


def days_of(name: str, calendar: SchoolCalendar) -> list[Days]:
    """When what is called so is held, in order of time; 考试 is any examination."""
    entered = calendar.exams if name == _ANY_EXAM else (*calendar.exams, *calendar.events, *calendar.quiet_days)
    found = [one for one in entered if name == _ANY_EXAM or name in names_of(one.name) or name in one.name]
    return sorted((Days(one.first_day, one.last_day) for one in found), key=lambda days: days.first)


def _occasion(match: Match, today: Today) -> Days | None:
    said = match.groupdict()
    for days in days_of(stem(said["name"]) if said["name"] != _ANY_EXAM else _ANY_EXAM, today.calendar):
        if (found := _beside(days, said, today)) and found.last >= today.date:
            return found
    return None


def _beside(days: Days, said: dict[str, str | None], today: Today) -> Days | None:
    """The day by an occasion of several: its own days are counted as they are, those around it as workdays."""
    nth = read_number(said.get("nth") or "")
    if nth and not said.get("side"):
        day = days.first + (nth - 1) * ONE_DAY
        return one_day(day) if day <= days.last else None
    if (week := read_number(said.get("nth_week") or "")) and not said.get("side"):
        first = days.first + 7 * (week - 1) * ONE_DAY
        return Days(first, min(first + 6 * ONE_DAY, days.last))
    if said.get("over") and "前" in (said.get("side") or ""):
        return Days(days.last, days.last, Relation.BEFORE)
    return offset(days, said, today)


def _exam_en(match: Match, today: Today) -> Days | None:
    """Three days before the midterm exams, after finals, during exam week."""
    said = match.groupdict()
    name = _ENGLISH_EXAMS.get(said["exam"].lower()[:3], _ANY_EXAM)
    found = days_of(name, today.calendar)
    if not found and name == "期末" and (term := today.calendar.term_at(today.date)):
        found = [one_day(term.last_day)]
    return _by_side(found, said, today)


def _vacation(match: Match, today: Today) -> Days | None:
    said = match.groupdict()
    months = (6, 7, 8, 9) if said["season"] in {"暑", "summer", "Summer"} else (10, 11, 12, 1, 2, 3, 4, 5)
    at_its_beginning = said.get("nth") or "前" in (said.get("side") or "") or said.get("side") == "before"
    for days in _vacations(today.calendar, open_too=bool(at_its_beginning) and not said.get("over")):
        if days.first.month not in months:
            continue
        found = _by_side([days], said, today) if said.get("english") else _beside(days, said, today)
        if found and found.last >= today.date:
            return found
    return None


def _by_side(days: list[Days], said: dict[str, str | None], today: Today) -> Days | None:
    if (said.get("side") or "").lower() in {"during", "in", "on", "over"}:
        said = said | {"side": None}
    found = (offset(one, said, today) for one in days)
    return next((one for one in found if one and one.last >= today.date), None)


def _vacations(calendar: SchoolCalendar, *, open_too: bool) -> Iterator[Days]:
    """What lies between two known terms; of the vacation after the last one only the first day is known."""
    terms = sorted(calendar.terms, key=lambda term: term.first_day)
    for before, after in pairwise(terms):
        first, last = before.last_day + ONE_DAY, after.first_day - ONE_DAY
        if first <= last:
            yield Days(first, last)
    if terms and open_too:
        yield one_day(terms[-1].last_day + ONE_DAY)


_MARK = r"(?=[之以]?[前后]|过后|的?第|的?最后|结束|考完|开完|期间|[那当][天日周])"
_WITHIN = r"(?:期间|[那当][天日周])?"
_EN_SIDE = (
    rf"(?:(?:(?P<amount>{ENGLISH_COUNT}) |the )?(?P<unit>working days?|days?|weeks?) )?(?P<side>before|after|during)"
)
_IS = re.IGNORECASE
_FIXED: Phrases = (
    (
        re.compile(
            rf"(?:放)?(?P<season>[寒暑])假(?:(?P<over>结束)(?=[之以]?前))?"
            rf"(?:期间|里|中(?!午)|当[天日])?{OFFSET}"
        ),
        _vacation,
    ),
    (
        re.compile(rf"\b{_EN_SIDE} (?:the )?(?P<season>winter|summer) (?P<english>vacation|holidays?|break)\b", _IS),
        _vacation,
    ),
    (
        re.compile(
            rf"\b{_EN_SIDE} (?:the |our )?"
            r"(?P<exam>mid-?terms?(?: exams?| tests?)?|finals|final exams?|exams?(?: weeks?| period)?)\b",
            _IS,
        ),
        _exam_en,
    ),
    (re.compile(rf"(?P<name>考试)(?:周{_MARK}?|{_MARK})(?:{_WITHIN}){OFFSET}"), _occasion),
)


def occasion_phrases(calendar: SchoolCalendar) -> Phrases:
    """The phrases for what this calendar knows by name."""
    entered = (*calendar.exams, *calendar.events, *calendar.quiet_days)
    return (*_FIXED, *_named(tuple(sorted({one.name for one in entered}))))


@lru_cache(maxsize=64)
def _named(names: tuple[str, ...]) -> Phrases:
    said = sorted({re.escape(one) for name in names for one in names_of(name)}, key=len, reverse=True)
    if not said:
        return ()
    pattern = rf"(?P<name>{'|'.join(said)})(?:考试?|测试)?周?{_MARK}{_WITHIN}(?:(?P<over>结束)(?=[之以]?前))?{OFFSET}"
    return ((re.compile(pattern), _occasion),)
