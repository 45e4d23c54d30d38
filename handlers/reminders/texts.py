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
WHAT_AND_WHEN = Text(
    "什么时候提醒？可以这样说：明天下午三点提醒我交周报",
    "When? For example: remind me tomorrow at 3 pm to submit the report",
)
TOO_EARLY = Text("这个时间已经过了。换一个时间再说一遍吧。", "That moment has passed. Please name another one.")
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
LINE = Text("{what}：{rule}，下一次 {at}", "{what}: {rule}, next {at}")
CANCEL_ONE = Text("取消「{what}」", "Cancel “{what}”")
CANCELLED = Text("「{what}」不再提醒了。", "“{what}” is cancelled.")
GONE = Text("这条提醒已经不在了。", "That reminder is no longer there.")

MADE_UP = Text("已补上：{title}", "Done now: {title}")
LET_BE = Text("好的，这次就算了。", "All right, not this time.")
ALREADY = Text("已经处理过了。", "That has been dealt with already.")
