"""What administrators say about the school year, as edits: 10月11日补周三的课, 运动会11月5日到6日停课, 作息 第一节 8:00-8:45.

A sentence is one of ours only as a whole: words around it make it somebody else's. Pure; dates without a year are the
nearest ones that make sense, in terms also past ones.
"""

import datetime as dt
import re
from collections.abc import Callable

from handlers.calendar import texts
from handlers.calendar.edits import BadEdit, Edit, period_name
from handlers.numerals import NUMBER, fold, read_number
from handlers.school_time import ONE_DAY, SchoolCalendar
from handlers.time_phrases import parse_when
from handlers.timing.time_words import WEEKDAYS
from storage.calendar import DaysKind

LONGEST = 600
_MAYBE = re.compile(
    r"学期|补|考|停课|不上课|放假|作息|安静|免打扰|勿扰|静音|静校|不安排|上班|上课|工作时间|校历|校区|取消|term|follows"
    r"|第.{1,3}节.{0,8}\d[点:]"
)
_QUESTION = re.compile(r"[?吗呢]$|什么|几|多少|怎么|是不是|有没有|哪")

_SIGN = r"[一二三四五六七八九十廿卅]{1,3}"
_ISO = r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}"
_MONTH_DAY = (
    rf"(?:(?:\d{{4}}|今|明|去)年)?(?:\d{{1,2}}|{_SIGN})月(?:\d{{1,2}}|{_SIGN})[日号]?"
    r"|\d{1,2}[-/.]\d{1,2}(?!\d|[-/.:])"
)
_RELATIVE = r"(?:今|明|后|大后)天|(?:本|这个?|下个?|下下个?)?(?:周|星期|礼拜)[一二三四五六日天]"
_DAY = rf"(?:(?:{_ISO}|{_MONTH_DAY}|{_RELATIVE})(?:\((?:周|星期)[一二三四五六日天]\))?)"
_TO = r"\s*(?:到|至|-|~|to)\s*"
_SPAN = (
    rf"(?P<first>{_DAY})(?:{_TO}(?P<last>{_DAY}|(?:\d{{1,2}}|{_SIGN})[日号]?))?(?:这?(?:两|几|[一二三四五六七]|\d)天)?"
)
_BARE = re.compile(rf"(?:\d{{1,2}}|{_SIGN})[日号]?")
_DAYS_ALONE = re.compile(
    rf"从?(?P<first>{_DAY}|(?:\d{{1,2}}|{_SIGN})[日号]?)(?:{_TO}(?P<last>{_DAY}|(?:\d{{1,2}}|{_SIGN})[日号]?))?(?:这?(?:两|几|[一二三四五六七]|\d)天)?"
)
_NAME = (
    r"(?P<name>(?:(?!我|老师|请|申请|报修|坏|提醒|通知|取消|推迟|改[成为到]|调[成整]|[设定]为|\d{1,2}月|开学)"
    r"[\u4e00-\u9fffA-Za-z0-9]){0,12}?)"
)
_CAMPUS = r"(?:(?P<campus>[\u4e00-\u9fff]{1,6}(?:校区|校园|分校))(?:的|在)?)?"
_WHOLE = r"(?:全校|全体学生|学生)?"
_TIME = r"\d{1,2}(?:[:.]\d{2}|[点时](?:\d{1,2}分?|半)?)"

_TERM = re.compile(
    r"(?:请?把|将|设置|设|修改)?(?P<which>(?:本|这|这个|下|下个|上|上个)学期|(?:\d{4}[^,;]{0,12})?"
    r"(?:第[一二12]|秋季|春季)学期)(?:时间|校历)?(?:是|为|改为|改成|定为|从|:|,|\s)*"
    rf"(?P<first>{_DAY})(?:(?:开学|开始)?(?:{_TO}|,)+|(?:开学|开始))(?P<last>{_DAY})(?:结束|放假|放寒假|放暑假|期末|为止)?"
    r"(?P<provisional>,?\(?暂定\)?)?"
)
_TERM_EN = re.compile(
    rf"(?P<which>this|next) term (?:is |runs )?(?:from )?(?P<first>{_DAY}) to (?P<last>{_DAY})(?P<provisional>(?!))?",
    re.IGNORECASE,
)
_MAKE_UP = re.compile(
    rf"{_CAMPUS}(?P<first>{_DAY})(?P<last>(?!))?,?(?:要|需要)?(?:调休)?(?:上班|上课)?,?(?:补上|补|上|按|调)"
    rf"(?:(?:本周|这周|下周|周|星期|礼拜)(?P<weekday>[一二三四五六日天])|(?P<day>{_MONTH_DAY}))(?:的课表|的课|课表|课|的)(?:上课|上)?"
)
_MAKE_UP_EN = re.compile(
    rf"(?P<first>{_DAY})(?P<last>(?!))? follows (?P<english>mon|tues|wednes|thurs|fri)day(?:'s timetable)?",
    re.IGNORECASE,
)
_WORKED = re.compile(rf"{_CAMPUS}{_SPAN}(?:要|需要|照常|正常|调休|补班)*(?:上班|上课|补班)")
_DAYS_LONG = r"(?:[一二两三四五六七八九十\d]+天)?"
_OFF = r"(?:停课|不上课)"
_NO_CLASS = re.compile(rf"{_CAMPUS}{_NAME},?{_SPAN},?{_WHOLE}{_OFF}")
_NO_CLASS_FOR = re.compile(rf"{_CAMPUS}{_SPAN},?(?:改成|改为|调成|调整为|设为|定为)?{_NAME},?{_WHOLE}{_OFF}")
_HOLIDAY = re.compile(rf"{_CAMPUS}{_NAME},?{_SPAN},?{_WHOLE}放假{_DAYS_LONG}")
_HOLIDAY_FOR = re.compile(rf"{_CAMPUS}{_SPAN},?(?:改成|改为|调成|调整为|设为|定为)?{_NAME},?{_WHOLE}放假{_DAYS_LONG}")
_EXAMINED = r"(?:考试|(?P<sort>期中|期末|月|模拟|统|联)考试?)"
_EXAM = re.compile(rf"{_CAMPUS}{_SPAN},?(?:是|为|进行|举行)?{_NAME}{_EXAMINED}")
_EXAM_ON = re.compile(rf"{_CAMPUS}{_NAME}{_EXAMINED}(?:时间|安排)?(?:是|为|在|定在|:|,|\s)*{_SPAN}")
_QUIET_DAYS = re.compile(rf"{_NAME},?{_SPAN}(?:是|为)?(?:静校|安静期|静校期|不安排(?:培训|活动|演练|会议|[、和或])+)")
_EVENT = re.compile(
    rf"(?:校历|日历)(?:上|里)?(?:添加|增加|加上|登记|记上|记|加)[:,\s]*{_SPAN}[:,\s]*(?P<name>[^,;。?]{{1,20}})"
)
_REMOVE = re.compile(
    rf"(?:取消|撤销|删除|去掉){_CAMPUS}{_SPAN}(?:的|上的)?(?:校历|全部|所有)?(?:安排|停课|放假|补课|补班|调课|调休|考试|活动|校历)(?:安排)?"
)
_PERIODS = re.compile(
    rf"{_CAMPUS}(?:(?:作息|课间)(?:时间)?(?:表)?(?:改为|改成|调整为|是|为|:|\s)*"
    rf"|(?:把|将)?(?=第{NUMBER}节课?(?:的?时间)?(?:改[为成到在]|调[到为整]|是|从|:|\s)*{_TIME}{_TO}{_TIME}))(?P<items>.+)",
    re.DOTALL,
)
_PERIOD = re.compile(
    rf"第?(?P<number>{NUMBER})节?课?(?:的?时间)?(?:[:,是为从]|改[为成到在]|调[到为整]|\s)*"
    rf"(?P<start>{_TIME}){_TO}(?P<end>{_TIME})"
)
_QUIET_HOURS = re.compile(
    rf"(?:把|将)?(?:安静|静音|免打扰|勿扰)(?:时段|时间|模式)?(?:是|为|改为|改成|改到|设为|从|:|\s)*(?:每天|晚上|夜里)?"
    rf"(?P<start>{_TIME}){_TO}(?:第二天|次日|早上|早晨)*(?P<end>{_TIME})"
)
_HOURS = re.compile(
    rf"(?:把|将)?(?:上班|工作|办公)时间(?:是|为|改为|改成|设为|:|\s)*(?P<items>{_TIME}{_TO}{_TIME}(?:[,、和\s]+(?:下午)?{_TIME}{_TO}{_TIME}){{0,3}})"
)
_CAMPUSES = re.compile(r"(?:增加|添加|设置)?校区(?:有|是|为|:)+(?P<items>[\u4e00-\u9fffA-Za-z0-9、,和\s]{2,60})")
_ENGLISH = {"mon": 0, "tues": 1, "wednes": 2, "thurs": 3, "fri": 4}

Reading = Callable[[re.Match[str], dt.datetime, SchoolCalendar], list[Edit]]


def read(text: str, now: dt.datetime, calendar: SchoolCalendar) -> list[Edit]:
    """The edits that a whole sentence is, or none. Raises `BadEdit` for one of ours with an impossible date."""
    said = fold(text[:LONGEST]).strip(" \n。.!;")
    if len(text) > LONGEST or not _MAYBE.search(said) or _QUESTION.search(said):
        return []
    if not _PERIODS.match(said):
        said = re.sub(r"(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff\d])|(?<=\d) (?=[\u4e00-\u9fff])", "", said)
    for expression, reading in _SENTENCES:
        match = expression.fullmatch(said)
        if match is not None:
            return reading(match, now, calendar)
    return []


def read_days(text: str, stands: Edit, now: dt.datetime, calendar: SchoolCalendar) -> tuple[dt.date, dt.date] | None:
    """First and last of days said alone, 12到14号: in the month of the edit they are to stand in. Raises `BadEdit`."""
    said = fold(text).replace(" ", "").strip("。.!吧")
    match = _DAYS_ALONE.fullmatch(said)
    if match is None:
        return None
    bare = read_number(match["first"].rstrip("日号")) if _BARE.fullmatch(match["first"]) else None
    if bare is not None and not match["last"] and match["first"][-1] not in "日号":
        return None  # a lone number is an answer to something else
    first = _day(stands.first.year, stands.first.month, bare, said) if bare else _date(match["first"], now, calendar)
    return first, _last(match["last"] or "", first, now, calendar)


def _term(match: re.Match[str], now: dt.datetime, calendar: SchoolCalendar) -> list[Edit]:
    today = calendar.date(now)
    which = match["which"]
    wanted = 182 if which[0] in "下n" else -182 if which[0] == "上" else 0
    first = _date(match["first"], now, calendar, around=today + wanted * ONE_DAY)
    last = _date(match["last"], now, calendar, after=first)
    half = "一" if first.month >= 7 else "二"
    year = first.year if half == "一" else first.year - 1
    name = f"{year}–{year + 1}学年第{half}学期"
    return [Edit("term", first.isoformat(), last.isoformat(), name, provisional=bool(match["provisional"]))]


def _days(kind: DaysKind) -> Reading:
    def reading(match: re.Match[str], now: dt.datetime, calendar: SchoolCalendar) -> list[Edit]:
        said = {name: value for name, value in match.groupdict().items() if value}
        first = _date(said["first"], now, calendar)
        last = _last(said.get("last", ""), first, now, calendar)
        name = said.get("name", "").strip("的在于 ")
        if kind is DaysKind.EXAM:
            name = f"{name}{said.get('sort', '')}考试" if name or "sort" in said else ""
        return [Edit(kind, first.isoformat(), last.isoformat(), name, campus=said.get("campus", ""))]

    return reading


def _make_up(match: re.Match[str], now: dt.datetime, calendar: SchoolCalendar) -> list[Edit]:
    said = match.groupdict()
    first = _date(said["first"], now, calendar)
    if said.get("day"):
        follows = _date(said["day"], now, calendar, around=first).weekday()
    elif said.get("english"):
        follows = _ENGLISH[said["english"].lower()]
    else:
        follows = WEEKDAYS[said["weekday"]]
    return [Edit(DaysKind.MAKE_UP, first.isoformat(), first.isoformat(), "", follows, said.get("campus") or "")]


def _remove(match: re.Match[str], now: dt.datetime, calendar: SchoolCalendar) -> list[Edit]:
    first = _date(match["first"], now, calendar)
    last = _last(match["last"] or "", first, now, calendar)
    return [Edit("remove", first.isoformat(), last.isoformat(), campus=match["campus"] or "")]


def _periods(match: re.Match[str], _now: dt.datetime, _calendar: SchoolCalendar) -> list[Edit]:
    items = list(_PERIOD.finditer(match["items"]))
    if not items or re.sub(r"[,;、。\s]", "", _PERIOD.sub("", match["items"])):
        raise BadEdit(texts.HOW_PERIODS)
    found = []
    for item in items:
        number = read_number(item["number"]) or 0
        found.append(Edit(
            "period", _time(item["start"]), _time(item["end"]), period_name(number) if number < 20 else "",
            campus=match["campus"] or "", period=number,
        ))  # fmt: skip
    return found


def _quiet_hours(match: re.Match[str], _now: dt.datetime, _calendar: SchoolCalendar) -> list[Edit]:
    return [Edit("quiet_hours", _time(match["start"]), _time(match["end"]))]


def _hours(match: re.Match[str], _now: dt.datetime, _calendar: SchoolCalendar) -> list[Edit]:
    times = [_time(time) for time in re.findall(_TIME, match["items"])]
    return [Edit("hours", start, end) for start, end in zip(times[::2], times[1::2], strict=True)]


def _campuses(match: re.Match[str], _now: dt.datetime, _calendar: SchoolCalendar) -> list[Edit]:
    return [Edit("campus", name=name) for name in re.split(r"[、,和\s]+", match["items"]) if name]


_SENTENCES: tuple[tuple[re.Pattern[str], Reading], ...] = (
    (_TERM, _term),
    (_TERM_EN, _term),
    (_REMOVE, _remove),
    (_MAKE_UP, _make_up),
    (_MAKE_UP_EN, _make_up),
    (_EVENT, _days(DaysKind.EVENT)),
    (_NO_CLASS, _days(DaysKind.NO_CLASS)),
    (_NO_CLASS_FOR, _days(DaysKind.NO_CLASS)),
    (_EXAM, _days(DaysKind.EXAM)),
    (_EXAM_ON, _days(DaysKind.EXAM)),
    (_HOLIDAY, _days(DaysKind.HOLIDAY)),
    (_HOLIDAY_FOR, _days(DaysKind.HOLIDAY)),
    (_QUIET_DAYS, _days(DaysKind.QUIET)),
    (_WORKED, _days(DaysKind.MAKE_UP)),
    (_QUIET_HOURS, _quiet_hours),
    (_HOURS, _hours),
    (_CAMPUSES, _campuses),
    (_PERIODS, _periods),
)


def _time(said: str) -> str:
    digits = re.findall(r"\d+", said)
    hour, minute = int(digits[0]), int(digits[1]) if len(digits) > 1 else 30 if "半" in said else 0
    if hour == 24 and minute == 0:
        hour = 0
    if hour > 23 or minute > 59:
        raise BadEdit(texts.BAD_DATE(said=said))
    return dt.time(hour, minute).isoformat("minutes")


def _last(said: str, first: dt.date, now: dt.datetime, calendar: SchoolCalendar) -> dt.date:
    if not said:
        return first
    if re.fullmatch(rf"(?:\d{{1,2}}|{_SIGN})[日号]?", said):  # 6月23日到27日
        return _day(first.year, first.month, read_number(said.rstrip("日号")) or 0, said)
    return _date(said, now, calendar, after=first)


def _date(
    said: str,
    now: dt.datetime,
    calendar: SchoolCalendar,
    *,
    around: dt.date | None = None,
    after: dt.date | None = None,
) -> dt.date:
    """The date that is meant: after another one, nearest to one, or the next one (up to a month past)."""
    today = calendar.date(now)
    said = re.sub(r"\(.*", "", said)
    if re.fullmatch(_RELATIVE, said):
        found = parse_when(said, now, calendar)
        if not found:
            raise BadEdit(texts.BAD_DATE(said=said))
        return calendar.date(found[0].begins)
    if re.fullmatch(_ISO, said):
        year, month, day = (int(part) for part in re.findall(r"\d+", said))
        return _day(year, month, day, said)
    parts = re.fullmatch(rf"(?:(\d{{4}}|今|明|去)年)?(\d{{1,2}}|{_SIGN})[月\-/.](\d{{1,2}}|{_SIGN})[日号]?", said)
    if parts is None:
        raise BadEdit(texts.BAD_DATE(said=said))
    month, day = read_number(parts[2]) or 0, read_number(parts[3]) or 0
    if parts[1]:
        year = {"今": today.year, "明": today.year + 1, "去": today.year - 1}.get(parts[1]) or int(parts[1])
        return _day(year, month, day, said)
    if after is not None:
        found_day = _day(after.year, month, day, said)
        return found_day if found_day >= after else _day(after.year + 1, month, day, said)
    middle = around or today + 150 * ONE_DAY
    candidates = [_day(year, month, day, said) for year in (middle.year - 1, middle.year, middle.year + 1)]
    return min(candidates, key=lambda date: abs(date - middle))


def _day(year: int, month: int, day: int, said: str) -> dt.date:
    try:
        return dt.date(year, month, day)
    except ValueError:
        if (month, day) == (2, 29):  # in the year that has one
            return dt.date(year, 3, 1)
        raise BadEdit(texts.BAD_DATE(said=said)) from None
