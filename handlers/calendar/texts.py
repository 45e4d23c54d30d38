"""How the calendar speaks."""

import datetime as dt

from handlers.texts import Text

WEEKDAYS = tuple(
    Text(f"周{zh}", en)
    for zh, en in zip(
        "一二三四五六日", ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"), strict=True
    )
)
NAMED = frozenset({"holiday", "no_class", "exam", "quiet"})  # kinds whose line says the kind itself
TIMED = frozenset({"period", "hours", "quiet_hours"})
PROVISIONAL = Text("（暂定）", " (provisional)")
AT_CAMPUS = Text("（{campus}）", " ({campus})")
DAYS_NAMES = {
    "holiday": Text("放假", "day off"), "make_up": Text("补课", "make-up day"), "no_class": Text("停课", "no classes"),
    "exam": Text("考试", "examinations"), "quiet": Text("不安排活动", "nothing planned"), "event": Text("活动", "event"),
}  # fmt: skip
EDITS = {
    "term": Text("{name}：{span}{provisional}", "{name}: {span}{provisional}"),
    "holiday": Text("放假：{span}{name}{where}", "Days off: {span}{name}{where}"),
    "make_up": Text("上课：{span}{follows}{where}", "Classes held: {span}{follows}{where}"),
    "no_class": Text("停课：{span}{name}{where}（老师照常上班）", "No classes: {span}{name}{where} (staff at work)"),
    "exam": Text("考试：{span}{name}{where}", "Examinations: {span}{name}{where}"),
    "quiet": Text("不安排培训和演练：{span}{name}{where}", "No trainings or drills: {span}{name}{where}"),
    "event": Text("{name}：{span}{where}", "{name}: {span}{where}"),
    "remove": Text("取消 {span} 的安排{where}，恢复原样", "Take back what was set for {span}{where}"),
    "period": Text("第{period}节{where}：{start}–{end}", "Period {period}{where}: {start}–{end}"),
    "hours": Text("上班时间：{start}–{end}", "Working hours: {start}–{end}"),
    "quiet_hours": Text("安静时段：{start}–{end}，不急的消息等到结束再发", "Quiet hours: {start}–{end}; what is not urgent waits"),
    "campus": Text("校区：{name}", "Campus: {name}"),
    "undo": Text("撤回上次改动（{name}），恢复到改之前", "Take back the last change ({name})"),
}  # fmt: skip
FOLLOWS = Text("，按{day}课表", ", following {day}'s timetable")
PROPOSE = Text("改校历，请确认：", "Change the calendar? Please confirm:")
CONFIRM = Text("确认", "Confirm")
DROP = Text("取消", "Cancel")
APPLIED = Text("校历已更新。", "The calendar is updated.")
APPLIED_AT = Text("已生效：{name}，{at}", "In force: {name}, {at}")
DROPPED = Text("没有改动。", "Nothing was changed.")
SETTLED = Text("这条改动已经处理过了。", "This change was settled already.")
MOVED = Text("{count} 个待办时间随之调整。", "{count} pending moments moved with it.")
EFFECT_DAYS = Text(
    "工作日由 {before} 天变为 {after} 天；待办的期限会跟着走。",
    "Working days: {before} before, {after} after; open deadlines follow.",
)
REPLACES = Text("代替：{names}", "In place of: {names}")
PAST = Text(
    "注意：日子已经过去了，只影响还没到期的事。", "Note: these days are past; only what is still open is affected."
)
AN_UNDO = Text("撤回", "taking back")
NOTHING_TO_UNDO = Text(
    "没有可以撤回的校历改动。要改哪天，直接说，例如「取消11月12日的考试」。",
    "There is no change of the calendar to take back. Say what it should be, such as “no exam on 11-12”.",
)
CHANGED_SINCE = Text(
    "这次改动之后校历又改过，不能整个撤回了。请直接说现在要改成什么。",
    "The calendar has changed since, so this cannot be taken back as a whole. Please say what it should be now.",
)
TAKE_BACK_HOW = Text("改错了就说「撤销校历修改」。", "If this was wrong, say “undo the calendar change”.")
BACKWARDS = Text("结束不能早于开始，请再说一遍。", "The end cannot be before the start; please say it again.")
TOO_LONG = Text(
    "这段有 {days} 天，最多 {most} 天。请检查日期。",
    "That is {days} days, at most {most} are possible. Please check the dates.",
)
NO_SUCH_PERIOD = Text("节次是 1 到 {most}。", "Periods are 1 to {most}.")
PERIODS_OVERLAP = Text(
    "第{one}节和第{other}节的时间重叠或顺序不对，请检查。",
    "Periods {one} and {other} overlap or run backwards; please check.",
)
BAD_DATE = Text("没有「{said}」这一天，请检查日期。", "There is no day “{said}”; please check.")
HOW_PERIODS = Text("这样写：作息 第一节 8:00-8:45 第二节 8:55-9:40", "Write: periods 1 8:00-8:45 2 8:55-9:40")

TITLE = Text("校历：{today}，{week}", "Calendar: {today}, {week}")
WEEK = Text("{term}第 {week} 周", "week {week} of {term}")
BEFORE_TERM = Text("{term}开学前", "before {term}")
NO_TERM = Text("假期中", "between terms")
TODAY = Text("今天", "Today")
TERM = Text("学期", "Term")
HOLIDAYS = Text("假期", "Days off")
MAKE_UPS = Text("补课上班", "Make-up days")
EXAMS = Text("考试", "Examinations")
OTHER = Text("安排", "Plans")
PERIODS = Text("作息", "Periods")
PERIODS_OF = Text("{campus}作息", "Periods, {campus}")
BELLS = Text("{count} 节，{start}–{end}", "{count} periods, {start}–{end}")
QUIET = Text("安静时段", "Quiet hours")
UNSET = Text("（未设置，按默认）", " (not set, the usual)")
PROVISIONAL_NOTE = Text(
    "{year} 年的放假安排国家还没公布，{year} 年及以后的日期都是暂定。",
    "The holidays of {year} are not announced yet; dates from {year} on are provisional.",
)
HOW_TO_SET = Text(
    "设置：说「本学期从9月1日到1月16日」「10月11日补周三的课」「运动会11月5日到6日停课」",
    "To set: “this term from 9-1 to 1-16”, “10-11 follows Wednesday”",
)
ASK_WEEK = Text("{day}是{week}", "{day}: {week}")
NOW_PERIOD = Text("现在是{name}（{start}–{end}）", "It is {name} now ({start}–{end})")
BREAK_THEN = Text("现在课间，{name} {start} 开始", "A break now; {name} begins at {start}")
NO_MORE_PERIODS = Text("今天的课已经上完了", "Classes are over for today")
NO_CLASSES = Text("{day}没有课：{why}", "No classes on {day}: {why}")
PERIOD_AT = Text("{name}：{start}–{end}", "{name}: {start}–{end}")
NO_PERIOD = Text("没有第 {number} 节，一天共 {count} 节。", "There is no period {number}; a day has {count}.")
HOLIDAY_IS = Text("{name}：{span}，共 {days} 天", "{name}: {span}, {days} days")
MAKE_UP_IS = Text("{day}上班{follows}", "{day} is worked{follows}")
MAKE_UP_OPEN = Text(
    "（补哪天的课还没定，CIO 可说「{date}补周三的课」）",
    " (whose timetable is not settled; the CIO can say “{date} follows Wednesday”)",
)
NO_HOLIDAY = Text("一年内没有找到「{name}」。", "“{name}” was not found within a year.")
VACATION_IS = Text("{name}：{span}，共 {days} 天", "{name}: {span}, {days} days")
DAY_IS = Text("{day}：{kind}{classes}", "{day}: {kind}{classes}")
TIMETABLE = Text("，上{day}的课", ", {day}'s timetable")
KINDS = {
    "workday": Text("上班", "a working day"), "make_up": Text("调休上班", "a make-up working day"),
    "weekend": Text("周末休息", "weekend"), "holiday": Text("放假", "a day off"), "vacation": Text("假期", "vacation"),
}  # fmt: skip
NO_EXAMS = Text(
    "还没有登记考试时间。CIO 或系统管理员可以说「6月23日到27日考试」。",
    "No examinations are entered. The CIO or an administrator can say “exams 6-23 to 6-27”.",
)
EXAM_IS = Text("{name}：{span}", "{name}: {span}")


def day(date: dt.date, today: dt.date | None = None) -> Text:
    """A date with its weekday; the year only where it is not this one."""
    year = "" if today is None or date.year == today.year else f"{date.year}年"
    zh = f"{year}{date.month}月{date.day}日{WEEKDAYS[date.weekday()].zh}"
    return Text(zh, f"{date:%a %d %b}" + (f" {date.year}" if year else ""))


def span(first: dt.date, last: dt.date) -> Text:
    """Dates from first to last, said once where they are one."""
    if first == last:
        return Text(
            f"{first.year}年{first.month}月{first.day}日（{WEEKDAYS[first.weekday()].zh}）", f"{first:%a %d %b %Y}"
        )
    year = f"{last.year}年" if last.year != first.year else ""
    return Text(
        f"{first.year}年{first.month}月{first.day}日至{year}{last.month}月{last.day}日",
        f"{first:%d %b %Y} to {last:%d %b %Y}",
    )


def follows(weekday: int | None) -> Text | str:
    """Whose timetable a make-up day follows."""
    return FOLLOWS(day=WEEKDAYS[weekday]) if weekday is not None else ""


HELP = Text(
    "校历：如「今天第几周」「国庆放几天」",
    "Calendar: “which week is it?”, “when are the holidays?”",
)
