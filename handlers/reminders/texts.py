"""How reminders speak."""

from handlers.texts import Text

REPORT_DUE = Text("请交本周的部门信息化周报", "Your department's weekly report is due")
REPORT_WHAT = Text(
    "说明本周完成了什么、遇到什么问题、下周打算做什么；没有也请说一声「无」。",
    "What was done, what got in the way, what comes next; “nothing” is an answer too.",
)
REPORT_RULE = Text("依据：制度 8.2.2、5.3.1", "Under: clauses 8.2.2 and 5.3.1")
REPORTED = Text("已报", "Reported")
LATER = Text("稍后", "Later")
REPORT_DONE = Text("周报已报，谢谢。", "Reported, thank you.")
REPORT_DONE_AT = Text("已报：{name}，{at}", "Reported by {name} at {at}")
WILL_ASK_AGAIN = Text("好的，{at}再提醒你。", "Fine, I will remind you at {at}.")
NO_MORE_ASKING = Text(
    "好的，不再提醒了；报完按「已报」。", "Fine, I will not ask again; press “Reported” when it is in."
)
FOR_LIAISONS = Text("部门联络人", "department liaisons")

ASK = Text("到时提醒你：{what}", "I will remind you: {what}")
WHEN = Text("时间", "When")
NEXT = Text("接下来", "Next")
KEEP = Text("确定", "Confirm")
DROP = Text("取消", "Cancel")
KEPT = Text("记下了：{at}提醒你「{what}」。", "Noted: I will remind you of “{what}” at {at}.")
DROPPED = Text("好的，不提醒了。", "All right, no reminder.")
FORM = Text("提醒", "Reminder")
MATTER, WHEN_FIELD = Text("事情", "Matter"), Text("时间", "Time")
ASK_MATTER = Text("提醒你什么？写一句。", "What shall I remind you of?")
WHAT_AND_WHEN = Text(
    "什么时候提醒？可以这样说：明天下午三点提醒我交周报",
    "When? For example: remind me tomorrow at 3 pm to submit the report",
)
AHEAD = Text("提前", "so much earlier")
UNREAD = Text(
    "「{words}」我没听懂是什么时候，没有记下。请换个说法，例如：每年3月15日上午九点、每个节假日前一天、每天八点和五点；"
    "两个不同的时间请分两次说。",
    "I could not read “{words}” as a time, so nothing is noted. For example: every year on March 15 at 9 am, the day"
    " before every public holiday, every day at 8 am and 5 pm; two different times are two reminders.",
)
TOO_EARLY = Text("这个时间已经过了。换一个时间再说一遍吧。", "That moment has passed. Please name another one.")
NOT_ENTERED = Text(
    "校历里还没有「{name}」的日期。请直接说几月几号；或等 CIO、管理员登记到校历后再说一遍。",
    "The calendar has no date for “{name}” yet. Name a date, or say it again once the CIO or an administrator entered it.",
)
TOO_MANY = Text("已经有 {count} 条提醒了，先取消几条吧。", "You have {count} reminders already; cancel some first.")
SOMETHING = Text("看一下时间", "look at the time")
RING = Text("提醒：{what}", "Reminder: {what}")
SEEN = Text("知道了", "Got it")
SNOOZE = Text("推迟{minutes}分钟", "In {minutes} min")
SEEN_DONE = Text("好的。", "Good.")
SNOOZED = Text("好的，{at}再提醒。", "Fine, again at {at}.")
NOTHING_TO_SNOOZE = Text("现在没有可以推迟的提醒。", "There is no reminder to put off now.")
NONE = Text(
    "你没有提醒。想要的话说：明天下午三点提醒我交周报", "You have no reminders. Say: remind me tomorrow at 3 pm to …"
)
LIST = Text("你的 {count} 条提醒：", "Your {count} reminders:")
LINE = Text("{what}{whom}：{rule}，下一次 {at}", "{what}{whom}: {rule}, next {at}")
CANCELLED = Text("「{what}」不再提醒了。", "“{what}” is cancelled.")
GONE = Text("这条提醒已经不在了。", "That reminder is no longer there.")

MADE_UP = Text("已补上：{title}", "Done now: {title}")
LET_BE = Text("好的，这次就算了。", "All right, not this time.")
ALREADY = Text("已经处理过了。", "That has been dealt with already.")

WHOM = Text(
    "要提醒谁？请说部门、角色或姓名，例如：每周三下午三点提醒各部门联络人报周报",
    "Whom? Name departments, roles or people, for example: remind all liaisons every Wednesday at 3 pm to …",
)
WHOM_FACT = Text("提醒谁", "For")
NOT_TO = Text("收不到", "Left out")
COUNTED = Text("{count} 人", "{count} people")
IF_MISSED = Text("错过时", "If missed")
SENT_LATE = Text("恢复后补发一次", "sent once, late")
PROVISIONAL = Text("（暂定）", " (provisional)")
NO_TERM_YET = Text("等校历确定", "once the calendar is settled")
ASK_FOR = Text("到时提醒{whom}：{what}", "I will remind {whom}: {what}")
KEPT_FOR = Text("记下了：{at}提醒{whom}「{what}」。", "Noted: I will remind {whom} of “{what}” at {at}.")
NOBODY = Text("「{whom}」现在没有能收到的人。", "Nobody of “{whom}” can be reached now.")
NOBODY_LEFT = Text(
    "「{what}」到时间了，但要提醒的人都收不到。", "“{what}” is due, but nobody of its audience can be reached."
)
REMIND_OTHERS = Text("提醒别人", "remind others")
WHO_REMINDS = Text(
    "CIO、校领导、秘书或系统管理员（部门负责人和联络人可提醒本部门）",
    "the CIO, leaders, the secretary or an administrator (heads and liaisons: their own department)",
)
FROM = Text("{name}设置", "set by {name}")
FOR = Text("（提醒{whom}）", " (for {whom})")
WHY_BUTTON = Text("为什么收到", "Why me?")
WHY = Text("这是提醒「{what}」", "This is the reminder “{what}”")
SET_BY = Text("{name}在{at}设置", "Set by {name}, {at}")
WHY_OWN = Text("不想要了：说「我的提醒」，再选「取消」。", "To end it: say “my reminders”.")
WHY_OTHERS = Text(
    "只推迟自己的：按「推迟」。不该收到的话，请告诉设置的人。",
    "“In … min” puts off your own. If it is not for you, tell whoever set it.",
)
LIST_HOW = Text(
    "可以说：跳过第1条提醒一次、暂停第2条提醒、把第1条提醒改到下午四点", "Say: skip reminder 1 once, pause reminder 2"
)
LOOK_AT = Text("看「{what}」", "Open “{what}”")
ABOUT = Text("提醒：{what}", "Reminder: {what}")
SKIP = Text("跳过一次", "Skip once")
PAUSE = Text("暂停", "Pause")
RESUME = Text("恢复", "Resume")
END = Text("结束", "End")
CHANGE_HOW = Text("换时间：说「改到每周四下午四点」", "Another time: “change it to every Thursday at 4 pm”")
SKIPPED = Text("「{what}」{skipped}这次跳过，下一次 {at}。", "“{what}”: {skipped} is left out; next {at}.")
ONLY_ONCE = Text(
    "这条提醒只有一次，不要的话请取消。", "This reminder comes once only; cancel it if you do not want it."
)
PAUSED = Text("「{what}」已暂停（{at}），恢复前不再提醒", "“{what}” is paused since {at}")
IS_PAUSED = Text("「{what}」已经暂停了。说「恢复提醒」再继续。", "“{what}” is paused; resume it first.")
NOT_PAUSED = Text("「{what}」没有暂停。", "“{what}” is not paused.")
LINE_PAUSED = Text("{what}{whom}：{rule}，已暂停", "{what}{whom}: {rule}, paused")
NO_SUCH = Text(
    "没有第 {number} 条，你一共有 {count} 条提醒。说「我的提醒」看看。",
    "There is no number {number}; you have {count}. Say “my reminders”.",
)
WHICH = Text(
    "叫「{what}」的提醒有 {count} 条。说「我的提醒」看编号。",
    "{count} reminders are called “{what}”. Say “my reminders”.",
)
WHICH_NUMBER = Text("你有 {count} 条提醒，请说第几条，例如：暂停第1条提醒", "You have {count}; say which number.")
HELP = Text(
    "提醒：如「明早八点提醒我带U盘」「我的提醒」",
    "Reminders: “remind me at 8 tomorrow to bring the drive”",
)
