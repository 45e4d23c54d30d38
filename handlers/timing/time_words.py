"""Tables behind `time_phrases`: the words in which teachers name days, hours and festivals."""

import datetime as dt
from dataclasses import dataclass

from handlers.numerals import NUMBER, read_number

WEEKDAYS = {
    sign: day for day, signs in enumerate(("一1", "二2", "三3", "四4", "五5", "六6", "日天7")) for sign in signs
}
WEEK = r"(?:周|星期|礼拜)"
WEEKDAY = rf"{WEEK}(?P<weekday>[一二三四五六日天]|[1-7](?![0-9:点]))(?![0-9一二三四五六七八九十]*次|年|个|期|刊)"

_ENGLISH_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
ENGLISH_WEEKDAYS = {name[:size]: day for day, name in enumerate(_ENGLISH_DAYS) for size in (3, 4, 5, len(name))}
ENGLISH_WEEKDAY = (
    r"(?P<weekday>(?i:monday|tuesday|wednesday|thursday|friday|saturday|sunday)"
    r"|Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun)s?\b"
)

_ENGLISH_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
ENGLISH_MONTHS = {name: month for month, name in enumerate(_ENGLISH_MONTHS, start=1)}
ENGLISH_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)

_ENGLISH_COUNTS = {
    word: count
    for count, words in enumerate(
        (
            *(("a", "an", "one"), ("two", "a couple of"), ("three",), ("four",), ("five",), ("six",)),
            *(("seven",), ("eight",), ("nine",), ("ten",), ("eleven",), ("twelve",)),
        ),
        start=1,
    )
    for word in words
}
ENGLISH_COUNT = r"(?:\d{1,4}|" + "|".join(sorted(_ENGLISH_COUNTS, key=len, reverse=True)) + ")"


def count(said: str) -> int | None:
    """A small number in digits, Chinese or English words."""
    number = read_number(said)
    return number if number is not None else _ENGLISH_COUNTS.get(said.lower())


_ENGLISH_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
ENGLISH_ORDINAL = r"(?:\d{1,2}(?:st|nd|rd|th)|" + "|".join(_ENGLISH_ORDINALS) + ")"


def ordinal(said: str) -> int | None:
    """Which one: 三 after 第, 一 where 首 says no number, "second", "2nd"."""
    if not said:
        return 1
    if said.lower() in _ENGLISH_ORDINALS:
        return _ENGLISH_ORDINALS.index(said.lower()) + 1
    return read_number(said.lower().rstrip("stndrh"))


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the day: its span, and the time one means by it alone (早上 is when work begins)."""

    begins: dt.time
    ends: dt.time
    usual: dt.time
    afternoon: bool  # whether a small hour is counted from noon


def _part(begins: str, ends: str, usual: str, *, afternoon: bool = False) -> Part:
    times = [dt.time.fromisoformat(said) for said in (begins, ends, usual)]
    return Part(times[0], times[1], times[2], afternoon)


_DAWN = _part("00:00", "06:00", "05:00")
_EARLY = _part("06:00", "10:00", "08:00")
_MORNING = _part("08:00", "12:00", "09:00")
_NOON = _part("11:30", "13:30", "12:00", afternoon=True)
_AFTERNOON = _part("13:30", "17:30", "14:00", afternoon=True)
_DUSK = _part("17:00", "19:00", "17:30", afternoon=True)
_EVENING = _part("18:00", "22:00", "19:00", afternoon=True)

PARTS = {
    **dict.fromkeys(("凌晨", "半夜", "后半夜"), _DAWN),
    **dict.fromkeys(("一大早", "大清早", "一早", "清早", "早上", "早晨", "清晨", "早间", "早"), _EARLY),
    **dict.fromkeys(("上午", "午前", "morning"), _MORNING),
    **dict.fromkeys(("中午", "正午", "晌午", "noon"), _NOON),
    **dict.fromkeys(("下午", "午后", "afternoon"), _AFTERNOON),
    **dict.fromkeys(("傍晚",), _DUSK),
    **dict.fromkeys(("晚上", "晚间", "夜里", "夜间", "晚", "evening", "night"), _EVENING),
}
# Not a greeting: 早上好, good morning.
PART = (
    r"(?P<part>(?:凌晨|后?半夜|一大早|大清早|(?<![周期拜])一早|清早|早上|早晨|清晨|早间|上午|午前|中午|正午|晌午|下午|午后|傍晚|晚上|晚间|夜里|夜间)(?!好|安)"
    r"|(?<!good )(?:\b|(?<=\bto))(?:morning|noon|afternoon|evening|night)\b)"
)

# Festivals of a fixed date; those of the lunar calendar as (month, day) of the lunar year.
SOLAR_FESTIVALS = {
    **dict.fromkeys(("妇女节", "三八节"), (3, 8)),
    "植树节": (3, 12),
    "青年节": (5, 4),
    **dict.fromkeys(("儿童节", "六一"), (6, 1)),
    "教师节": (9, 10),
    **dict.fromkeys(("网络安全宣传周",), (9, 15)),
    "记者节": (11, 8),
    "消防日": (11, 9),
    **dict.fromkeys(("圣诞节", "圣诞"), (12, 25)),
    "平安夜": (12, 24),
}
LUNAR_FESTIVALS = {
    "元宵节": (1, 15),
    "元宵": (1, 15),
    "七夕": (7, 7),
    "重阳节": (9, 9),
    "重阳": (9, 9),
    "腊八": (12, 8),
    "小年": (12, 23),
    "除夕": (12, 30),
}
# Public holidays by the first label `almanac.national_days` may give them, with the rule of their main day.
HOLIDAYS = {
    **dict.fromkeys(("元旦",), "元旦"),
    **dict.fromkeys(("春节", "过年", "大年初一"), "春节"),
    **dict.fromkeys(("清明节", "清明"), "清明节"),
    **dict.fromkeys(("劳动节", "五一"), "劳动节"),
    **dict.fromkeys(("端午节", "端午"), "端午节"),
    **dict.fromkeys(("中秋节", "中秋"), "中秋节"),
    **dict.fromkeys(("国庆节", "国庆", "十一长假", "十一假期"), "国庆节"),
}
ENGLISH_FESTIVALS = {
    r"(?:chinese|lunar) new year|spring festival": "春节",
    r"new year(?:'s day)?": "元旦",
    r"qingming(?: festival)?|tomb[- ]sweeping day": "清明节",
    r"labou?r day|may day": "劳动节",
    r"dragon boat festival": "端午节",
    r"mid-?autumn(?: festival)?": "中秋节",
    r"national day": "国庆节",
    r"teachers'? day": "教师节",
    r"children'?s day": "儿童节",
    r"lantern festival": "元宵",
    r"christmas": "圣诞",
}
MAIN_DAYS = {  # the day itself, for rules such as 每年国庆: ("solar" or "lunar", month, day)
    "元旦": ("solar", 1, 1),
    "春节": ("lunar", 1, 1),
    "清明节": ("solar", 4, 5),
    "劳动节": ("solar", 5, 1),
    "端午节": ("lunar", 5, 5),
    "中秋节": ("lunar", 8, 15),
    "国庆节": ("solar", 10, 1),
}


def any_of(*tables: dict[str, object]) -> str:
    """A pattern for every key of the tables, longest first."""
    keys = sorted({key for table in tables for key in table}, key=len, reverse=True)
    return "(?:" + "|".join(keys) + ")"


# 前两周, 后第一天, 前最后一个工作日, 第一天, 第一周周一
OFFSET = (
    r"(?:(?:结束|考完|开完|过)?(?P<side>(?!前后)(?:之?前|以前|之?后|以后|过后))?的?"
    rf"(?:(?P<amount>{NUMBER}|半)个?(?P<unit>工作日|天|日|周|星期|礼拜|月)(?!内)|第(?P<nth>{NUMBER})个?(?:工作日|天|日|{WEEK}(?P<nth_weekday>[一二三四五六日天]))"
    rf"|第(?P<nth_week>{NUMBER})个?(?:教学)?周(?:的?{WEEKDAY})?|(?P<last>最后一?个?(?:工作日|天|{WEEK}(?P<last_weekday>[一二三四五六日天]))))?)"
)
