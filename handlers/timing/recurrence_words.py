"""A rule in the words of a teacher: what 看看我理解得对不对 shows before anything is promised."""

from typing import Literal

from handlers.numerals import write_chinese
from handlers.timing.recurrence_patterns import (
    EVERY_MONTH,
    Daily,
    Edge,
    HolidayEdge,
    Lunar,
    Monthly,
    MonthlyNth,
    NthWorkday,
    Occasion,
    Pattern,
    Season,
    TermEdge,
    TermParts,
    TermWeek,
    TermWeeks,
    VacationEdge,
    Weekly,
    Yearly,
)
from handlers.timing.recurrence_rule import CatchUp, Holiday, Missed, Recurrence

Language = Literal["zh", "en"]

_DAYS_ZH = "一二三四五六日"
_DAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS_EN = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_LUNAR_MONTHS = "正二三四五六七八九十冬腊"
_HOLIDAY = {
    Holiday.SKIP: ("，遇假期跳过", ", not on days off"),
    Holiday.BEFORE: ("，遇假期提前到前一个工作日", "; on a day off, the workday before"),
    Holiday.AFTER: ("，遇假期顺延到下一个工作日", "; on a day off, the workday after"),
    Holiday.IGNORE: ("", ""),
}


def describe(rule: Recurrence, language: Language = "zh") -> str:
    """The rule as one line: "每周三 15:00，遇假期跳过" or "every Wednesday at 15:00, not on days off"."""
    zh, en = _holiday_words(rule)
    if language == "zh":
        return f"{_in_chinese(rule.pattern)} {'、'.join(f'{time:%H:%M}' for time in rule.times)}{zh}"
    return f"{_in_english(rule.pattern)} at {' and '.join(f'{time:%H:%M}' for time in rule.times)}{en}"


def _holiday_words(rule: Recurrence) -> tuple[str, str]:
    """Nothing where days off cannot matter, or where the rule says 每天 and means it."""
    if isinstance(rule.pattern, HolidayEdge) and abs(rule.pattern.days) == 1:
        return "", ""
    if isinstance(rule.pattern, NthWorkday) or (isinstance(rule.pattern, Daily) and rule.pattern.workdays_only):
        return "", ""
    return _HOLIDAY[rule.holiday]


def describe_missed(missed: Missed, language: Language = "zh") -> str:
    """The catch-up policy as one line."""
    hours = f"{missed.older_than.total_seconds() / 3600:g}"
    words = {
        CatchUp.SEND_LATE: ("错过了也补发", "sent late if missed"),
        CatchUp.SKIP_IF_OLDER: (f"错过超过{hours}小时就不再补发", f"dropped if more than {hours} hours late"),
        CatchUp.TELL_OWNER: ("错过了先问负责人", "the owner is asked if one was missed"),
    }
    zh, en = words[missed.policy]
    return zh if language == "zh" else en


def _in_chinese(pattern: Pattern) -> str:  # noqa: C901, PLR0911, PLR0912  one line for each pattern
    match pattern:
        case Daily(workdays_only=only, interval=interval):
            if interval > 1:
                return f"每{_count_zh(interval)}天" + ("（仅工作日）" if only else "")
            return "每个工作日" if only else "每天"
        case Weekly(weekdays=days, interval=interval, weeks=weeks):
            turn = {TermWeeks.ODD: "单周", TermWeeks.EVEN: "双周"}.get(weeks)
            turn = turn or ("每" if interval == 1 else f"每{_count_zh(interval)}周的")
            return turn + "周" + "、".join(_DAYS_ZH[day] for day in sorted(set(days)))
        case Monthly(days=days, months=months):
            numbers = "、".join(str(day) for day in days if day < 31)
            said = ([f"{numbers}日"] if numbers else []) + (["最后一天"] if 31 in days else [])
            return _months_zh(months) + "和".join(said)
        case MonthlyNth(nth=nth, weekday=day, months=months, also=also):
            return _months_zh(months) + "和".join(_nth_zh(one) for one in (nth, *also)) + f"周{_DAYS_ZH[day]}"
        case NthWorkday(nth=nth, months=months):
            return f"{_months_zh(months)}{_nth_zh(nth)}工作日"
        case TermWeek(week=week, weekday=day):
            return f"每学期第{week}周周{_DAYS_ZH[day]}"
        case TermParts(times=times):
            return f"每学期{_count_zh(times)}次"
        case TermEdge(edge=edge, days=days, of_year=of_year):
            return f"每学{'年' if of_year else '期'}{_edge_zh(edge, days)}"
        case HolidayEdge(days=days):
            return f"每个节假日和寒暑假{_distance_zh(days)}"
        case VacationEdge(season=season, days=days):
            return f"每年{'寒假' if season is Season.WINTER else '暑假'}{_distance_zh(days)}"
        case Yearly(month=month, day=day, days=days):
            return f"每年{month}月{day}日{_distance_zh(days) if days else ''}"
        case Lunar(month=month, day=day, days=days):
            return f"每年农历{_LUNAR_MONTHS[month - 1]}月{_lunar_day(day)}{_distance_zh(days) if days else ''}"
        case Occasion(name=name, days=days):
            return f"每次{_occasion(name)}{_distance_zh(days)}"
        case _:
            date = pattern.date
            return f"{date.year}年{date.month}月{date.day}日（周{_DAYS_ZH[date.weekday()]}）"


def _count_zh(count: int) -> str:
    return "两" if count == 2 else write_chinese(count)


def _months_zh(months: tuple[int, ...]) -> str:
    if months == EVERY_MONTH:
        return "每月"
    return "每年" + "、".join(str(month) for month in sorted(months)) + "月的"


def _nth_zh(nth: int) -> str:
    if nth == -1:
        return "最后一个"
    return f"第{write_chinese(nth)}个" if nth > 0 else f"倒数第{write_chinese(-nth)}个"


def _edge_zh(edge: Edge, days: int) -> str:
    name = "开学" if edge is Edge.START else "期末"
    if days == 0:
        return "开学第一天" if edge is Edge.START else "最后一天"
    return f"{name}{_distance_zh(days)}"


def _distance_zh(days: int) -> str:
    if days == 0:
        return "第一天"
    amount = f"{_count_zh(abs(days) // 7)}周" if days % 7 == 0 else f"{abs(days)}天"
    return f"{'前' if days < 0 else '后'}{amount}"


def _occasion(name: str) -> str:
    return f"{name}考试" if name in {"期中", "期末"} else name


def _lunar_day(day: int) -> str:
    if day <= 10:
        return f"初{write_chinese(day)}"
    return f"廿{write_chinese(day - 20)}" if 20 < day < 30 else write_chinese(day)


def _in_english(pattern: Pattern) -> str:  # noqa: C901, PLR0911, PLR0912  one line for each pattern
    match pattern:
        case Daily(workdays_only=only, interval=interval):
            if interval > 1:
                return f"every {interval} days" + (", on workdays" if only else "")
            return "every workday" if only else "every day"
        case Weekly(weekdays=days, interval=interval, weeks=weeks):
            named = " and ".join(_DAYS_EN[day] for day in sorted(set(days)))
            if weeks is not TermWeeks.ALL:
                return f"{named} of {weeks.value} term weeks"
            return f"every {named}" if interval == 1 else f"{named} of every {_ordinal(interval)} week"
        case Monthly(days=days, months=months):
            named = " and ".join("last day" if day == 31 else _ordinal(day) for day in days)
            return f"the {named} of {_months_en(months)}"
        case MonthlyNth(nth=nth, weekday=day, months=months, also=also):
            return f"the {' and '.join(_nth_en(one) for one in (nth, *also))} {_DAYS_EN[day]} of {_months_en(months)}"
        case NthWorkday(nth=nth, months=months):
            return f"the {_nth_en(nth)} workday of {_months_en(months)}"
        case TermWeek(week=week, weekday=day):
            return f"{_DAYS_EN[day]} of week {week} of every term"
        case TermParts(times=times):
            return "once every term" if times == 1 else f"{times} times every term"
        case TermEdge(edge=edge, days=days, of_year=of_year):
            return _edge_en(edge, days, "school year" if of_year else "term")
        case HolidayEdge(days=days):
            return f"{_distance_en(days)}every public holiday and vacation"
        case VacationEdge(season=season, days=days):
            side = "before" if days < 0 else "after"
            return f"every year {abs(days)} days {side} the {season.value} vacation begins"
        case Yearly(month=month, day=day, days=days):
            return (
                f"every year {_distance_en(days)}{day} {_MONTHS_EN[month - 1]}"
                if days
                else f"every {day} {_MONTHS_EN[month - 1]}"
            )
        case Lunar(month=month, day=day, days=days):
            return f"every year {_distance_en(days) or 'on '}day {day} of lunar month {month}"
        case Occasion(name=name, days=days):
            return f"{_distance_en(days) or 'the first day of '}every “{_occasion(name)}”"
        case _:
            return f"on {_DAYS_EN[pattern.date.weekday()]} {pattern.date.isoformat()}"


def _ordinal(number: int) -> str:
    special = {1: "st", 2: "nd", 3: "rd"} if number % 100 not in {11, 12, 13} else {}
    return f"{number}{special.get(number % 10, 'th')}"


def _nth_en(nth: int) -> str:
    if nth == -1:
        return "last"
    return _ordinal(nth) if nth > 0 else f"{_ordinal(-nth)} to last"


def _months_en(months: tuple[int, ...]) -> str:
    if months == EVERY_MONTH:
        return "every month"
    return ", ".join(_MONTHS_EN[month - 1] for month in sorted(months))


def _distance_en(days: int) -> str:
    return f"{abs(days)} day{'s' if abs(days) > 1 else ''} {'before' if days < 0 else 'after'} " if days else ""


def _edge_en(edge: Edge, days: int, of: str) -> str:
    if days == 0:
        return f"the {'first' if edge is Edge.START else 'last'} day of every {of}"
    count, unit = (abs(days) // 7, "week") if days % 7 == 0 else (abs(days), "day")
    side = "before" if days < 0 else "after"
    return f"{count} {unit}{'s' if count > 1 else ''} {side} the {edge.value} of every {of}"
