"""Days as people name them: 下周五, 第八周周三, 国庆后第一天, "by Dec 1". The day half of `time_phrases`.

Rules, where speech is ambiguous. A date without year, a weekday without week and a day of the month without
month are the next to come, today included. 这周/本周 is the week of today even where its day is past; 下周五 and
"next Friday" lie in the next calendar week (Monday to Sunday). 第八周 is of this term, else of the next one.
国庆后第一天 is the first workday after all days off around it.
"""

import datetime as dt
import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial

from handlers.numerals import NUMBER, read_number
from handlers.school_time import ONE_DAY, NoWorkingTime
from handlers.timing.time_months import MONTH_PHRASES, WHICH_MONTH, month_after
from handlers.timing.time_occasions import occasion_phrases
from handlers.timing.time_seasons import SEASON_PHRASES
from handlers.timing.time_spans import Days, Match, Phrases, Relation, Today, one_day, week_shift, year_said
from handlers.timing.time_words import (
    ENGLISH_COUNT,
    ENGLISH_MONTH,
    ENGLISH_MONTHS,
    ENGLISH_WEEKDAY,
    ENGLISH_WEEKDAYS,
    WEEK,
    WEEKDAY,
    WEEKDAYS,
    count,
)

_NAMED = {
    **dict.fromkeys(("大前天",), -3),
    **dict.fromkeys(("前天", "前日"), -2),
    **dict.fromkeys(("昨天", "昨日", "昨儿", "昨", "yesterday"), -1),
    **dict.fromkeys(("今天", "今日", "今儿", "当天", "今", "today", "to"), 0),
    **dict.fromkeys(("明天", "明日", "明儿", "次日", "明", "tomorrow", "tmr", "tmrw"), 1),
    **dict.fromkeys(("后天", "后日", "the day after tomorrow", "day after tomorrow"), 2),
    **dict.fromkeys(("大后天",), 3),
}


def _named(match: Match, today: Today) -> Days:
    return one_day(today.date + _NAMED[match["named"].lower()] * ONE_DAY)


def _tomorrow_and_after(_match: Match, today: Today) -> Days:
    return Days(today.date + ONE_DAY, today.date + 2 * ONE_DAY)


def _weekday(match: Match, today: Today) -> Days:
    said = match["weekday"].lower()
    weekday = WEEKDAYS[said] if said in WEEKDAYS else ENGLISH_WEEKDAYS[said]
    shift = week_shift(match["which"])
    if shift is None or match["which"].strip().lower() == "this":
        return one_day(today.date + (weekday - today.date.weekday()) % 7 * ONE_DAY, floating=True)
    return one_day(_monday(today.date) + (7 * shift + weekday) * ONE_DAY)


def _monday(date: dt.date) -> dt.date:
    return date - date.weekday() * ONE_DAY


def _week(match: Match, today: Today) -> Days:
    monday = _monday(today.date) + 7 * (week_shift(match["which"]) or 0) * ONE_DAY
    return Days(monday, monday + 6 * ONE_DAY)


def _weekend(match: Match, today: Today) -> Days:
    saturday = _monday(today.date) + (7 * (week_shift(match["which"]) or 0) + 5) * ONE_DAY
    return Days(saturday, saturday + ONE_DAY)


def _month_day(match: Match, today: Today) -> Days | None:
    """3月5号, 12/1, 2027-03-05, Dec 1."""
    said = match.groupdict()
    month = ENGLISH_MONTHS.get(said["month"].lower()[:3]) or read_number(said["month"])
    day = read_number(said["day"])
    if not month or not day:
        return None
    year = year_said(said.get("year"), today)
    if year is not None:
        return one_day(dt.date(year, month, day))
    for candidate in range(today.date.year, today.date.year + 9):
        with suppress(ValueError):  # 29 February
            if (date := dt.date(candidate, month, day)) >= today.date:
                return one_day(date, floating=True)
    return None


def _day_of_month(match: Match, today: Today) -> Days | None:
    day, which = read_number(match["day"]), match["which"]
    if day is None or not 1 <= day <= 31:
        return None
    if which:
        year, month = month_after(today.date, week_shift(which) or 0)
        return one_day(dt.date(year, month, day))
    for ahead in range(3):
        year, month = month_after(today.date, ahead)
        with suppress(ValueError):  # the 31st
            if (date := dt.date(year, month, day)) >= today.date:
                return one_day(date, floating=True)
    return None


def _from_now(match: Match, today: Today) -> Days | None:
    """三天后, 两周内, 过两天, in 3 days, 两个工作日内."""
    said = match.groupdict()
    number = 0 if said["amount"] == "半" else count(said["amount"])
    if number is None or number > 4000:
        return None
    unit, side = said["unit"].lower().rstrip("s"), (said.get("side") or "").lower()
    back = "前" in side or side == "ago"
    sign = -1 if back else 1
    if unit == "月" and 1 <= number <= 12 and said["amount"] not in "两半" and "个" not in match[0]:
        return None  # 12月前 is before December
    if unit in {"月", "month"}:
        date = _month_later(today.date, sign * number) if number else today.date + sign * 15 * ONE_DAY
    elif unit == "年":
        date = _month_later(today.date, sign * (12 * number or 6))
    elif unit in {"工作日", "workday", "working day"}:
        date = today.calendar.add_workdays(today.date, sign * number)
    else:
        scale = {"周": 7, "星期": 7, "礼拜": 7, "week": 7}.get(unit, 1)
        date = today.date + sign * number * scale * ONE_DAY
    within = "内" in side or (said.get("within") or "").lower() == "within"
    return Days(date, date, Relation.BEFORE if within else Relation.AT)


def _counted_from(match: Match, today: Today) -> Days | None:
    """A week from Friday, two weeks from today."""
    anchor = (match["weekday"] or match["anchor"]).lower()
    date = today.date + _NAMED.get(anchor, 0) * ONE_DAY
    if match["weekday"]:
        date += (ENGLISH_WEEKDAYS[anchor] - date.weekday()) % 7 * ONE_DAY
    number = count(match["amount"])
    return one_day(date + number * (7 if match["unit"].lower().startswith("week") else 1) * ONE_DAY) if number else None


def _end_of_week(match: Match, today: Today) -> Days:
    """The last workday of a week, its Sunday where none is left."""
    monday = _monday(today.date) + 7 * (week_shift(match["which"]) or 0) * ONE_DAY
    week = [monday + away * ONE_DAY for away in range(7)]
    left = [date for date in week if date >= today.date and today.calendar.is_workday(date)]
    return one_day(left[-1] if left else week[-1])


def _month_later(date: dt.date, months: int) -> dt.date:
    year, month = month_after(date, months)
    return dt.date(year, month, min(date.day, monthrange(year, month)[1]))


_WHICH_WEEK = r"(?<![周期拜])(?<!周的)(?:(?P<which>(?:这|本|下下|下|上上|上)(?:一|个|1)?)(?:周的?(?=周|星期|礼拜))?)?"
_PLACE = r"楼|栋|教|机房|会议|门|厅|馆|院|实验|班|线|桌|单|工单|报修"
_DIVIDERS = r"(?P<year>20\d\d)(?P<mark>[-/.])(?P<month>0?[1-9]|1[0-2])(?P=mark)(?P<day>0?[1-9]|[12]\d|3[01])(?![\d.])"
_MORE = r"(?=号|日|之?前|以前|上午|下午|早|晚|中午|到|至|截止)"
_IS = re.IGNORECASE

_DAY_PHRASES: Phrases = tuple(
    (re.compile(pattern, flags), reading)
    for pattern, flags, reading in (
        (
            r"(?P<named>大[前后]天|[昨今明](?:[天日儿]|(?=早|晚|上午|下午))|(?<![天年周月])[前后][天日]|(?<![一-鿿])当天|次日)",
            0,
            _named,
        ),
        (r"\b(?P<named>yesterday|today|tomorrow|tmrw?|(?:the )?day after tomorrow)\b", _IS, _named),
        (r"\b(?P<named>to)(?=night\b)", _IS, _named),
        (r"明后两?天", 0, _tomorrow_and_after),
        (rf"{_WHICH_WEEK}{WEEKDAY}", 0, _weekday),
        (rf"\b(?P<which>(?i:this|next|last) )?(?<!\w){ENGLISH_WEEKDAY}", 0, _weekday),
        (rf"(?P<which>(?:这|本|下下|下|上)一?个?){WEEK}(?![一二三四五六日天末1-7])", 0, _week),
        (r"\b(?P<which>this|next|last) week\b", _IS, _week),
        (
            rf"\b(?i:on )?{ENGLISH_WEEKDAY},? (?i:(?:of |in )?(?:the )?(?P<which>(?:week )?after next|this week|next week))\b",
            0,
            _weekday,
        ),
        (r"\b(?:the )?(?P<which>week after next)\b", _IS, _week),
        (r"\b(?:the )?end of (?:the |this |(?P<which>next ))?week\b", _IS, _end_of_week),
        (
            (
                rf"\b(?i:(?P<amount>{ENGLISH_COUNT}) (?P<unit>days?|weeks?) from) "
                rf"(?:(?P<anchor>(?i:today|tomorrow))|{ENGLISH_WEEKDAY})"
            ),
            0,
            _counted_from,
        ),
        (rf"{_WHICH_WEEK}周末", 0, _weekend),
        (r"\b(?P<which>this |next )?weekend\b", _IS, _weekend),
        (rf"(?<![\d.]){_DIVIDERS}", 0, _month_day),
        (
            (
                rf"(?:(?P<year>20\d\d年|[今明后去]年|[二两]〇[零〇一二三四五六七八九]{{2}}年)的?)?"
                rf"(?<![\d十])(?P<month>{NUMBER})月(?:份的?)?(?P<day>{NUMBER})(?:[日号]|(?![\d个日号]))"
            ),
            0,
            _month_day,
        ),
        (r"(?<![\d/.:-])(?P<month>0?[1-9]|1[0-2])/(?P<day>0?[1-9]|[12]\d|3[01])(?![\d/%])", 0, _month_day),
        (rf"(?<![\d/.:-])(?P<month>0?[1-9]|1[0-2])\.(?P<day>0?[1-9]|[12]\d|3[01]){_MORE}", 0, _month_day),
        (rf"\b{ENGLISH_MONTH} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,? (?P<year>20\d\d)\b)?", _IS, _month_day),
        (rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?{ENGLISH_MONTH}(?: (?P<year>20\d\d)\b)?", _IS, _month_day),
        (rf"{WHICH_MONTH}月的?(?P<day>{NUMBER})[号日]", 0, _day_of_month),
        (
            rf"(?P<which>(?!))?(?<![\d第月年./:-])(?<![零一二三四五六七八九十百])(?P<day>{NUMBER})号(?!{_PLACE})",
            0,
            _day_of_month,
        ),
        (rf"(?P<which>(?!))?(?<=[到至~-])(?P<day>{NUMBER})日", 0, _day_of_month),
        (r"(?P<which>(?!))?\bthe (?P<day>\d{1,2})(?:st|nd|rd|th)\b", _IS, _day_of_month),
        (
            rf"(?P<amount>{NUMBER}|半)个?(?P<unit>工作日|天|周|星期|礼拜|月|年)(?P<side>之?后|以后|过后|[之以]?内|之?前|以前)",
            0,
            _from_now,
        ),
        (rf"\b(?P<amount>{ENGLISH_COUNT}) (?P<unit>days?|weeks?|months?) (?P<side>ago|from now)\b", _IS, _from_now),
        (rf"过(?P<amount>{NUMBER})个?(?P<unit>工作日|天|周|星期|礼拜|月)", 0, _from_now),
        (
            (
                rf"\b(?P<within>in|within) (?P<amount>{ENGLISH_COUNT}) "
                r"(?P<unit>working days?|workdays?|days?|weeks?|months?)\b"
            ),
            _IS,
            _from_now,
        ),
    )
)


Found = tuple[int, int, Days, Callable[[Today], Days | None]]


def find_days(said: str, today: Today) -> Iterator[Found]:
    """Every day phrase in folded text as (start, end, days, reading from another day); they may overlap."""
    for pattern, reading in (*_DAY_PHRASES, *MONTH_PHRASES, *SEASON_PHRASES, *occasion_phrases(today.calendar)):
        for match in pattern.finditer(said):
            with suppress(ValueError, OverflowError, NoWorkingTime):  # 2月30号, a million years from now
                if (days := reading(match, today)) is not None:
                    yield match.start(), match.end(), days, partial(reading, match)
