"""Days by the month: 月底, 12月的第一个周五, 下个月最后一个工作日, 中旬, "the last Friday of this month". Part of `time_days`.

A month without a year is the next one in which the day is not over. 月底 and 月初 are the last and the first
workday (月底 is the last day, once its workdays are over); 上旬 is the 1st to the 10th, 下旬 begins on the 21st.
A month alone (12月) is a time only where something says so (12月前, "in December"): 12月报表 names a report.
"""

import datetime as dt
import re
from calendar import monthrange

from handlers.numerals import NUMBER, read_number
from handlers.timing.school_year import ONE_DAY
from handlers.timing.time_spans import Days, Match, Phrases, Today, one_day, week_shift, year_said
from handlers.timing.time_words import (
    ENGLISH_MONTH,
    ENGLISH_MONTHS,
    ENGLISH_ORDINAL,
    ENGLISH_WEEKDAY,
    ENGLISH_WEEKDAYS,
    WEEK,
    WEEKDAYS,
    ordinal,
)


def month_after(date: dt.date, ahead: int) -> tuple[int, int]:
    """The year and month so many months after that of a date (negative: before)."""
    months = date.year * 12 + date.month - 1 + ahead
    return months // 12, months % 12 + 1


def _whole(year: int, month: int) -> Days:
    return Days(dt.date(year, month, 1), dt.date(year, month, monthrange(year, month)[1]))


def _month_part(match: Match, today: Today) -> Days:
    """月底, 下个月初, 这个月, 下个月."""
    which, part = match["which"], match["edge"]
    year, month = month_after(today.date, week_shift(which) or 0)
    if not part:
        return _whole(year, month)
    found = _edge_of_month(part, year, month, today)
    if not which and found < today.date:
        found = _edge_of_month(part, *month_after(today.date, 1), today)
    return one_day(found)


def _edge_of_month(part: str, year: int, month: int, today: Today) -> dt.date:
    workdays = today.calendar.workdays_of_month(year, month)
    if part == "初":
        return workdays[0]
    if part == "中":
        return dt.date(year, month, 15)
    last = _whole(year, month).last
    return workdays[-1] if not workdays[-1] < today.date <= last else last


_ENGLISH_PARTS = {"end": "底", "start": "初", "beginning": "初", "middle": "中", "mid": "中"}
_TEN_DAYS = {"上": (1, 10), "中": (11, 20), "下": (21, 31), "early": (1, 10), "late": (21, 31)}


def _within(match: Match, today: Today) -> Days | None:
    """A part of a month that was named: 10月底, 12月中旬, 下个月第二个周三, "the last Friday of December"."""
    said = {name: value for name, value in match.groupdict().items() if value}
    for year, month in _months(said, today):
        if (found := _part(said, year, month, today)) and (found.last >= today.date or _is_fixed(said)):
            return found
    return None


def _is_fixed(said: dict[str, str]) -> bool:
    return "year" in said or "which" in said


def _months(said: dict[str, str], today: Today) -> list[tuple[int, int]]:
    """The months a phrase may mean, likeliest first."""
    name = said.get("month")
    if name is None:
        here = month_after(today.date, week_shift(said.get("which")) or 0)
        return [here] if "which" in said else [here, month_after(today.date, 1)]
    month = ENGLISH_MONTHS.get(name.lower()[:3]) or read_number(name)
    if month is None or not 1 <= month <= 12:
        return []
    year = year_said(said.get("year"), today)
    return [(year, month)] if year is not None else [(today.date.year + ahead, month) for ahead in range(2)]


def _part(said: dict[str, str], year: int, month: int, today: Today) -> Days | None:
    whole = _whole(year, month)
    if tens := said.get("tens"):
        first, last = _TEN_DAYS[tens.lower()]
        return Days(dt.date(year, month, first), min(whole.first + (last - 1) * ONE_DAY, whole.last))
    if edge := said.get("edge"):
        return one_day(_edge_of_month(_ENGLISH_PARTS.get(edge.lower(), edge), year, month, today))
    if not {"last", "to_last", "nth", "first"} & said.keys():
        return whole
    nth = -1 if "last" in said else -(read_number(said.get("to_last", "")) or 0) or ordinal(said.get("nth", "")) or 0
    days = _days_meant(said, whole, today)
    return one_day(days[nth - 1 if nth > 0 else nth]) if nth and -len(days) <= nth <= len(days) else None


def _days_meant(said: dict[str, str], whole: Days, today: Today) -> list[dt.date]:
    """The days of a month that are counted: its workdays, its Fridays, or all."""
    if "workday" in said:
        return today.calendar.workdays_of_month(whole.first.year, whole.first.month)
    days = [whole.first + away * ONE_DAY for away in range((whole.last - whole.first).days + 1)]
    name = said.get("weekday", "").lower()
    if not name:
        return days
    weekday = WEEKDAYS[name] if name in WEEKDAYS else ENGLISH_WEEKDAYS[name]
    return [day for day in days if day.weekday() == weekday]


def _end_of_year(_match: Match, today: Today) -> Days:
    return one_day(dt.date(today.date.year, 12, 31))


_IS = re.IGNORECASE
WHICH_MONTH = r"(?P<which>(?:这|本|当|下下|下|上)一?个?)"
_YEAR = r"(?:(?P<year>20\d\d年|[今明后去]年)的?)?"
_NAMED = rf"{_YEAR}(?<![\d第零一二三四五六七八九十百])(?P<month>{NUMBER})月份?"
_NTH = (
    rf"(?:(?P<last>最后)一?个?|倒数第(?P<to_last>{NUMBER})个?|第(?P<nth>{NUMBER})个?|(?P<first>首)个?)"
    rf"(?:(?P<workday>工作日)|{WEEK}(?P<weekday>[一二三四五六日天1-7])|天|日)"
)
_ALONE = r"(?=之?[前后内]|以[前后内]|期间|[,。;!]|$)"
_EN_OF = rf"(?:the |this |(?P<which>next |last ))?(?:month|{ENGLISH_MONTH}(?:,? (?P<year>20\d\d))?)"
_EN_NTH = (
    rf"(?:the )?(?:(?P<last>last)|(?P<nth>{ENGLISH_ORDINAL})) "
    rf"(?:(?P<workday>workday|working day|school day)|{ENGLISH_WEEKDAY}|day)"
)

MONTH_PHRASES: Phrases = tuple(
    (re.compile(pattern, flags), reading)
    for pattern, flags, reading in (
        (rf"{_NAMED}的?{_NTH}", 0, _within),
        (rf"{WHICH_MONTH}月份?的?{_NTH}", 0, _within),
        (rf"(?<![每个\d一二三四五六七八九十])月[底末]的?{_NTH}", 0, _within),
        (rf"{_NAMED}的?(?P<tens>[上中下])旬", 0, _within),
        (rf"{WHICH_MONTH}?(?<!每)月的?(?P<tens>[上中下])旬", 0, _within),
        (rf"{_NAMED}(?P<edge>[底末初中])", 0, _within),
        (rf"{_NAMED}{_ALONE}", 0, _within),
        (rf"{WHICH_MONTH}月(?P<edge>底|末|初|中)?(?!\d|[一二三四五六七八九十]+[号日])", 0, _month_part),
        (r"(?P<which>(?!))?(?<![每个\d一二三四五六七八九十])月(?P<edge>底|末|初|中)", 0, _month_part),
        (rf"\b{_EN_NTH} (?:of|in) {_EN_OF}\b", _IS, _within),
        (rf"\b(?:the )?(?P<edge>end|start|beginning|middle) of {_EN_OF}\b", _IS, _within),
        (rf"\b(?P<edge>mid)[- ]{ENGLISH_MONTH}", _IS, _within),
        (rf"\b(?P<tens>early|late) (?:in )?{ENGLISH_MONTH}", _IS, _within),
        (rf"(?<=\bin ){ENGLISH_MONTH}(?! \d)", _IS, _within),
        (rf"(?<=\bby ){ENGLISH_MONTH}(?! \d)", _IS, _within),
        (rf"(?<=\bbefore ){ENGLISH_MONTH}(?! \d)", _IS, _within),
        (r"\b(?P<which>this|next|last) month\b(?P<edge>(?!))?", _IS, _month_part),
        (
            r"\b(?P<edge>E)OM\b",
            0,
            lambda _match, today: one_day(_edge_of_month("底", *month_after(today.date, 0), today)),
        ),
        (r"(?:今年)?年[底末]|\b(?:the )?end of (?:the |this )?year\b", _IS, _end_of_year),
    )
)
