"""Hours as people say them: 下午三点, 15:30, 第三节课后, 放学后, 半小时后. The hour half of `time_phrases`.

Rules, where speech is ambiguous. Hours 1 to 6 without a part of the day are afternoon (三点 is 15:00), 7 to 9
may be morning or evening (the first still to come), 10 to 12 are as said; "03:00" with a leading zero is as
said. 晚上12点 is the midnight that ends the day. A lone 一点 ("a bit") is an hour only after a day.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass

from handlers.numerals import NUMBER, read_number
from handlers.school_time import SchoolCalendar
from handlers.timing.time_spans import Relation
from handlers.timing.time_words import ENGLISH_COUNT, PART, PARTS, Part, count


@dataclass(frozen=True, slots=True)
class Clock:
    """An hour of the day: its readings from early to late, and whether only class days or workdays have it."""

    readings: tuple[dt.time, ...]
    next_day: bool = False
    relation: Relation = Relation.AT
    of_school: bool = False
    of_work: bool = False
    open_half: bool = False  # no part of the day was said


@dataclass(frozen=True, slots=True)
class Later:
    """A distance from now, negative for the past."""

    distance: dt.timedelta
    relation: Relation = Relation.AT


Hour = Clock | Part | Later
Match = re.Match[str]
_MINUTES = {"半": 30, "整": 0, "一刻": 15, "三刻": 45}
_AFTER_A_DAY = "天日号午一二三四五六末上早晚间里的 "


def _clock(match: Match, _calendar: SchoolCalendar) -> Clock | None:
    said = match.groupdict()
    hour, minute = read_number(said["hour"]), _minute(said.get("minute"))
    if hour is None or hour > 24 or minute is None or _is_a_bit(match):
        return None
    half = (said.get("half") or "").lower()[:1]
    if half:
        return Clock((dt.time(hour % 12 + (12 if half == "p" else 0), minute),)) if 1 <= hour <= 12 else None
    part = PARTS.get((said.get("part") or said.get("weak") or "").lower())
    if part is not None and hour <= 12:
        return _in_part(hour, minute, part)
    if hour == 24:
        return Clock((dt.time(0, minute),), next_day=True)
    if hour >= 10 or hour == 0 or said["hour"].startswith("0"):
        return Clock((dt.time(hour, minute),))
    readings = (dt.time(hour + 12, minute),) if hour <= 6 else (dt.time(hour, minute), dt.time(hour + 12, minute))
    return Clock(readings, open_half=True)


def _spoken(match: Match, _calendar: SchoolCalendar) -> Clock | None:
    """Half past two, quarter to four."""
    hour = count(match["hour"])
    minute = 30 if match["past"].lower() == "half" else 15
    if hour is None or not 1 <= hour <= 12 or (minute == 30 and match["way"].lower() == "to"):
        return None
    past = dt.time(hour % 12, minute) if match["way"].lower() == "past" else dt.time((hour - 1) % 12, 60 - minute)
    later = past.replace(hour=past.hour + 12)
    if past.hour < 7:
        return Clock((later,), open_half=True)
    return Clock((past, later) if past.hour < 10 else (past,), open_half=True)


def _midnight(_match: Match, _calendar: SchoolCalendar) -> Clock:
    return Clock((dt.time(0),), next_day=True)


def _minute(said: str | None) -> int | None:
    if not said:
        return 0
    minute = _MINUTES.get(said, read_number(said.removesuffix("分").lstrip("零〇") or "0"))
    return minute if minute is not None and minute < 60 else None


def _is_a_bit(match: Match) -> bool:
    """一点 as in 快一点 and 有一点问题."""
    if match["hour"] != "一" or match.groupdict().get("part") or match.groupdict().get("minute"):
        return False
    before, after = match.string[: match.start()][-1:], match.string[match.end() :][:1]
    return match.string[match.start() : match.end()][-1] != "钟" and (
        not before
        or before not in _AFTER_A_DAY
        or after in {"点", "儿"}
        or match.string[: match.start()].endswith("早")
    )


def _in_part(hour: int, minute: int, part: Part) -> Clock:
    if hour == 12 and part.begins >= dt.time(18):
        return Clock((dt.time(0, minute),), next_day=True)
    if hour == 12:
        return Clock((dt.time(0 if part.ends <= dt.time(6) else 12, minute),))
    small = part.afternoon and not (part.begins == dt.time(11, 30) and hour >= 10)
    return Clock((dt.time(hour + 12 if small else hour, minute),))


def narrowed(clock: Clock, part: Part) -> Clock:
    """The hour read within a part of the day said before it: "tomorrow evening at 8"."""
    if not clock.open_half:
        return clock
    time = clock.readings[0]
    return Clock((time.replace(hour=time.hour % 12 + (12 if part.afternoon else 0)),))


def _part(match: Match, _calendar: SchoolCalendar) -> Hour:
    said = match["part"].lower()
    return Clock((dt.time(12),)) if said == "noon" else PARTS[said]


def _period(match: Match, calendar: SchoolCalendar) -> Clock | None:
    """第三节课前 and 第三节课 are its start, 第三节课后 its end; 下午第二节 is counted from noon."""
    number = read_number(match["period"]) or 0
    period = calendar.period(number)
    if match.groupdict().get("afternoon") and (period is None or period.start < dt.time(12)):
        after_noon = [period for period in calendar.periods if period.start >= dt.time(12)]
        period = after_noon[number - 1] if 1 <= number <= len(after_noon) else None
    if period is None:
        return None
    relation = _side(match["side"])
    return Clock((period.end if relation is Relation.AFTER else period.start,), relation=relation, of_school=True)


def _event(match: Match, calendar: SchoolCalendar) -> Clock | None:
    """放学后, 下班前, 午休时: the school's own hours."""
    hours = calendar.hours
    if not hours:
        return None
    event, relation = match["event"].lower(), _side(match["side"])
    if event == "school" and relation is Relation.BEFORE:
        return Clock((hours[0][0],), relation=relation, of_school=True)
    if event in {"放学", "school"}:
        return Clock((calendar.school_out,), relation=relation, of_school=True)
    if event in {"午休", "午饭", "午餐", "lunch"}:
        begins = hours[0][1]
        return Clock((hours[-1][0] if relation is Relation.AFTER else begins,), relation=relation, of_school=True)
    if "上" in event:
        return Clock((hours[0][0],), relation=relation, of_work=True)
    relation = Relation.BEFORE if relation is Relation.AT else relation
    return Clock((hours[-1][1],), relation=relation, of_work=True)


def _side(said: str | None) -> Relation:
    said = (said or "").lower()
    if "后" in said or "下课" in said or "结束" in said or "after" in said:
        return Relation.AFTER
    return Relation.BEFORE if "前" in said or "before" in said else Relation.AT


_SECONDS = {"分": 60, "刻": 900, "小": 3600, "钟": 3600, "m": 60, "h": 3600}


def _later(match: Match, _calendar: SchoolCalendar) -> Later | None:
    """半小时后, 一个半小时内, in 2 hours, 10分钟前."""
    said = match.groupdict()
    amount = 0 if said["amount"] in {"半", "half an"} else count(said["amount"])
    if amount is None or amount > 100_000:
        return None
    seconds = _SECONDS[said["unit"].lower()[0]]
    total = amount * seconds + (seconds // 2 if amount == 0 or said.get("half") else 0)
    side = (said.get("side") or "").lower()
    sign = -1 if "前" in side or side == "ago" else 1
    within = "内" in side or (said.get("within") or "").lower() == "within"
    return Later(dt.timedelta(seconds=sign * total), Relation.BEFORE if within else Relation.AT)


_SIDE = r"(?P<side>之?前|以前|之?后|以后|下课之?后?|结束之?后?|上课时?|时候?|的时候|期间)?"
_ANY_PART = rf"(?:(?:{PART}|(?P<weak>[早晚]))的? ?)?"
_MINUTE = (
    r"(?P<minute>半(?!个|小时|天)|整|[一三]刻|[零〇]?[一二三四五六七八九十]{1,3}分|\d{1,2}分"
    r"|[二三四五]?十[一二三四五六七八九]?(?![个人台间名号班楼万])|[零〇][一二三四五六七八九]|[0-5]\d(?![\d个人台间名号班楼]))?"
)
_NO_HOUR = r"(?!建议|意见|要求|问题|原因|说明|希望|想法|疑问|不足|情况|名|击|评|赞|歌|菜|餐)"
_HOUR = (
    r"(?<![\d.第])(?P<hour>\d{1,2}|[一二三]?十[一二三四五六七八九]?|[零〇一二两三四五六七八九])"
    rf"(?:点钟?{_NO_HOUR}|(?<=\d)时(?![候间段常期刻代])){_MINUTE}"
)
_UNIT = r"(?P<unit>分钟?|刻钟?|小时|钟头)"
_IS = re.IGNORECASE
_PHRASES: tuple[tuple[re.Pattern[str], Callable[[Match, SchoolCalendar], Hour | None]], ...] = tuple(
    (re.compile(pattern, flags), reading)
    for pattern, flags, reading in (
        (rf"{_ANY_PART}{_HOUR}", 0, _clock),
        (rf"(?<=[周期拜][一二三四五六日天]){_HOUR}", 0, _clock),  # 周二十点 is not 二十点
        (
            (
                rf"{_ANY_PART}(?:\bat )?(?<![\d:./])(?P<hour>[01]?\d|2[0-4]):(?P<minute>[0-5]\d)(?::[0-5]\d)?(?![\d:])"
                r"(?: ?(?P<half>[ap])\.?m\b\.?)?"
            ),
            _IS,
            _clock,
        ),
        (r"(?:\bat )?(?<![\d:./])(?P<hour>1[0-2]|0?[1-9]) ?(?P<half>[ap])\.?m\b\.?", _IS, _clock),
        (
            (
                r"(?:\bfrom )?(?<![\d:./-])\b(?P<hour>1[0-2]|0?[1-9])(?::(?P<minute>[0-5]\d))?"
                r"(?= ?(?:-|to|until) ?(?:1[0-2]|0?[1-9])(?::[0-5]\d)? ?(?P<half>[ap])\.?m\b)"
            ),
            _IS,
            _clock,
        ),
        (rf"\b(?:at )?(?P<past>half|quarter) (?P<way>past|to) (?P<hour>{ENGLISH_COUNT})\b", _IS, _spoken),
        (r"午夜(?!\d|[一二三四五六七八九十])|\bmidnight\b", _IS, _midnight),
        (r"\bat (?P<hour>1\d|2[0-4]|0?\d)\b(?![:.%\d]|(?: ?(?:am|pm|o'clock)))", _IS, _clock),
        (r"(?:\bat )?\b(?P<hour>\d{1,2}) o'clock\b", _IS, _clock),
        (rf"(?:\b(?:in the|this|at) )?{PART}", _IS, _part),
        (r"(?<=[今明昨后天日号一二三四五六末每])(?P<part>[早晚])(?!饭|餐|会|读|自习|点|安|到|退|上|早|间)", 0, _part),
        (rf"第(?P<period>{NUMBER})节课?{_SIDE}", 0, _period),
        (rf"(?P<afternoon>下午)的?第(?P<period>{NUMBER})节课?{_SIDE}", 0, _period),
        (r"\b(?:(?P<side>before|after|during) )?(?:class )?period (?P<period>\d{1,2})\b", _IS, _period),
        (rf"(?P<event>放学){_SIDE}", 0, _event),
        (r"(?P<event>下班)(?P<side>之?前|以前|之?后|以后|时)", 0, _event),
        (r"(?P<event>上班)(?P<side>之?前|以前|之?后|以后|时(?!间))", 0, _event),
        (rf"(?P<event>午休){_SIDE}", 0, _event),
        (r"(?P<event>午[饭餐])(?P<side>之?前|以前|之?后|以后)", 0, _event),
        (r"\b(?P<side>before|after) (?P<event>lunch)\b", _IS, _event),
        (r"\b(?P<side>before|after) (?P<event>school)\b", _IS, _event),
        (r"\b(?P<event>close of business|cob|end of (?:the )?day|eod)\b(?P<side>(?!))?", _IS, _event),
        (
            rf"(?P<amount>{NUMBER}|半)个?(?P<half>半)?个?{_UNIT}(?P<side>之?后|以后|过后|[之以]?内|之?前|以前)",
            0,
            _later,
        ),
        (rf"过(?P<amount>{NUMBER}|半)个?(?P<half>半)?个?{_UNIT}", 0, _later),
        (
            rf"\b(?P<amount>half an|{ENGLISH_COUNT}) (?P<unit>minutes?|mins?|hours?|hrs?) (?P<side>ago|from now)\b",
            _IS,
            _later,
        ),
        (
            rf"\b(?P<within>in|within) (?P<amount>half an|{ENGLISH_COUNT}) (?P<unit>minutes?|mins?|hours?|hrs?)\b",
            _IS,
            _later,
        ),
    )
)


def find_hours(said: str, calendar: SchoolCalendar) -> Iterator[tuple[int, int, Hour]]:
    """Every hour phrase in folded text as (start, end, hour); they may overlap, the longest is meant."""
    for pattern, reading in _PHRASES:
        for match in pattern.finditer(said):
            with suppress(ValueError, OverflowError):
                if (hour := reading(match, calendar)) is not None:
                    yield match.start(), match.end(), hour
