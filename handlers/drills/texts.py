"""What is said about drills. The mark in front of every message is put on where messages become rows."""

from handlers.texts import Text
from storage.drills import Stage

MARK = Text("【演练】", "[DRILL] ")

STATUS = {
    Stage.PLANNED: Text("计划", "planned"),
    Stage.APPROVED: Text("已批准", "approved"),
    Stage.NOTIFIED: Text("已通知", "announced"),
    Stage.HIDDEN: Text("保密", "kept secret"),
    Stage.POSTPONED: Text("推迟", "postponed"),
    Stage.LIVE: Text("进行中", "under way"),
    Stage.ENDED: Text("结束", "over"),
    Stage.DRAFT: Text("总结草案", "draft report"),
    Stage.CONFIRMED: Text("总结确认", "report confirmed"),
    Stage.FOLLOWING: Text("改进跟踪", "improvements followed up"),
    Stage.ARCHIVED: Text("归档", "archived"),
    Stage.STOPPED: Text("中止（转真实事件）", "stopped for a real incident"),
    Stage.CANCELLED: Text("已取消", "cancelled"),
}

SUBMIT = Text("送审", "Submit")
CHANGE = Text("修改", "Change")
ADD_INJECT = Text("加注入", "Add inject")
ADD_OBJECTIVE = Text("加目标", "Add objective")
ADD_OBSERVERS = Text("加观察员", "Add observers")
APPROVE = Text("同意", "Approve")
SEND_BACK = Text("退回", "Send back")
KNOWN = Text("知悉", "Noted")
ANNOUNCE = Text("发演练通知", "Announce")
KEEP_SECRET = Text("转保密", "Keep secret")
START = Text("开始演练", "Start drill")
POSTPONE = Text("推迟", "Postpone")
RESCHEDULE = Text("重新定时间", "New time")
CANCEL_IT = Text("取消演练", "Cancel drill")
ARRIVE = Text("到位", "In place")
REACH = Text("达成", "Reached")
NOTE = Text("记录", "Note")
END = Text("结束演练", "End drill")
REAL = Text("真实事件", "Real incident")
RATE = Text("打分", "Rate")
DRAFTED = Text("出总结草案", "Draft report")
CONFIRM = Text("确认总结", "Confirm report")
EDIT = Text("修改总结", "Edit report")
FOLLOW = Text("跟踪改进", "Follow up")
ARCHIVE = Text("归档", "Archive")
AGAIN = Text("再来一次", "Once more")
MISSING = Text("未到位名单", "Who is missing")
OBJECTIVES_BUTTON = Text("目标达成", "Objectives")
REPORT_BUTTON = Text("看总结", "Read report")
GOT = Text("收到", "Received")
HANDLED = Text("已处理", "Handled")
AS_DRILL = Text("记入演练", "Part of the drill")

TITLE = Text("安排演练", "Plan a drill")
SCENARIO = Text("场景", "Scenario")
ASK_SCENARIO = Text(
    "演练什么场景？如：勒索病毒、断网、数据泄露。", "Which scenario? Such as ransomware, network outage."
)
WHEN = Text("时间", "Time")
ASK_WHEN = Text("什么时候？如：下周三下午三点。", "When? Such as: next Wednesday 3pm.")
WHO = Text("参演人", "Who takes part")
ASK_WHO = Text(
    "谁参加？说部门、角色或姓名，如：信息中心和各部门联络人。", "Who takes part? Departments, roles or names."
)
PLACE = Text("地点", "Place")
REASON = Text("理由", "Reason")
ASK_REASON = Text("为什么？一句话。", "Why? One sentence.")
ASK_CHANGE = Text(
    "改什么？如：时间改到下周四下午三点；参加人加上总务处；联络人不提前通知；时长90分钟；删注入2。",
    "Change what? Such as: time next Thursday 3pm; without notice; drop inject 2.",
)
OBJECTIVE = Text("目标", "Objective")
ASK_OBJECTIVE = Text(
    "目标和用时？如：10分钟内断开外网。可以一次写几条。",
    "Which objective, in how long? Such as: within 10 minutes, network cut.",
)
INJECT = Text("注入", "Inject")
ASK_INJECT = Text(
    "第几分钟、发给谁、什么内容？如：T+5 给信息中心：服务器弹出勒索提示。可以一次写几条。",
    "At which minute, to whom, what? Such as: T+5 to technicians: the server shows a ransom note.",
)
OBSERVERS = Text("观察员", "Observers")
ASK_OBSERVERS = Text("请谁当观察员？写姓名或角色。", "Who looks on? Names or roles.")
ASK_NOTE = Text("记什么？如：15:04 断开服务器。", "Note what? Such as: 15:04 server unplugged.")
ASK_REACHED = Text("哪一条目标达成了？写它的序号或内容。", "Which objective was reached? Its number or its words.")
SCORE = Text("评分", "Score")
ASK_SCORE = Text(
    "这次演练打几分（1–5）？可以带一句意见，如：4 响应快，电话有两个打不通。",
    "A score from 1 to 5, with a remark if you like.",
)
SCORE_NOT_READ = Text(
    "请写 1 到 5 的分数，可以带一句意见。", "Please write a score from 1 to 5, with a remark if you like."
)
SCORES = tuple((str(n), Text(f"{n} 分", str(n))) for n in range(1, 6))
REMARK = Text("意见", "Remark")
ASK_REMARK = Text("有什么意见？", "Any remark?")
ASK_EDIT = Text(
    "改什么？如：第2条改为更新电话表，负责人王师傅，12月20日前；删第3条；加改进：…；其他话记为补充说明。",
    "Change what? Such as: item 2: renew the phone list, owner Wang; drop item 3; add: …; all else is kept as a remark.",
)

PLAN_IT = Text("安排演练", "plan a drill")
PLANNERS_ARE = Text(
    "CIO、技术员、调度、部门负责人、校领导、秘书、管理员或检查员",
    "the CIO, technicians, dispatchers, heads, leaders, the secretary, administrators or inspectors",
)
NO_TIME = Text("没看懂时间。请写哪天几点，如：下周三下午三点。", "I did not read the time. Write day and hour.")
PAST = Text("{at} 已经过去了。请换一个时间。", "{at} has passed. Please choose another time.")
EXAMS = Text("考试期间不安排演练（{day}）。请换一天。", "No drills during exams ({day}). Please choose another day.")
QUIET = Text("这天不安排活动（{day}）。请换一天。", "Nothing is planned on this day ({day}). Please choose another.")
NOBODY = Text("「{words}」里没有能收到消息的人。请换一个说法。", "Nobody of “{words}” can be reached.")
NOT_READ = Text("没看懂要改什么。{ask}", "I did not read what to change. {ask}")
NO_OBJECTIVE = Text("没看到用时。如：10分钟内断开外网。", "No time was read. Such as: within 10 minutes, network cut.")
NO_INJECT = Text(
    "没看到第几分钟。如：T+5 给信息中心：服务器弹出勒索提示。",
    "No minute was read. Such as: T+5 the server shows a ransom note.",
)
NOT_TAKING_PART = Text(
    "「{words}」不在参演人里，注入不会发给名单外的人。",
    "“{words}” does not take part; nothing goes to anybody outside.",
)
NO_SUCH_INJECT = Text("没有第 {number} 条注入。", "There is no inject {number}.")
NO_SUCH_OBJECTIVE = Text("没有这条目标。现有：{names}", "No such objective. There are: {names}")
NOT_YOUR_OWN = Text("自己策划的演练不能自己批准：由另一位来批。", "You planned it, so somebody else approves it.")
NOT_SUBMITTED = Text("导调员 {name} 还没有送审。", "{name} has not submitted it yet.")
MOST = Text("最多 {most} 条。", "{most} at most.")

PLANNED = Text("{code} {scenario}演练 · {at} · {status}", "{code} {scenario} drill · {at} · {status}")
TO_APPROVE = Text("{code} {scenario}演练待批准 · {at}", "{code} {scenario} drill to approve · {at}")
SECRET_NOTE = Text("突击演练：{who}开始前不通知。", "A surprise: {who} hear of it when it begins.")
EVERYBODY = Text("全体参演人", "all who take part")
SECRET_NEEDS = Text("还须一位校领导知悉才能开始。", "A leader has to know before it may begin.")
PLANNER = Text("导调员", "Planned by")
PLAN = Text("预案", "Plan")
NO_PLAN = Text("没有对应的预案", "no plan fits")
COUNT = Text("{words}，共 {count} 人（{departments}）", "{words}: {count} people ({departments})")
LEFT_OUT = Text("不含：{reasons}", "Left out: {reasons}")
OBJECTIVE_LINE = Text("目标{number}：{name}（{minutes} 分钟内）", "Objective {number}: {name} (within {minutes} min)")
OBJECTIVE_DONE = Text(
    "目标{number}：{name} 用时 {actual}（目标 {minutes} 分钟）",
    "Objective {number}: {name} took {actual} (target {minutes} min)",
)
INJECT_LINE = Text("注入{number}：T+{after} 给{to}：{words}", "Inject {number}: T+{after} to {to}: {words}")
NO_INJECTS = Text("还没有注入：按「加注入」写 T+几分钟发什么。", "No injects yet: press “Add inject”.")
LENGTH = Text("时长", "Length")
MINUTES = Text("{minutes} 分钟", "{minutes} min")
PLAN_HOW = Text("送审后 CIO 批准；批准前谁也不会收到通知。", "Nobody is told before it is approved.")
SENT_BACK_LINE = Text("退回理由：{reason}", "Sent back: {reason}")
WITH_PICTURES = Text("（附图 {count} 张）", " (with {count} picture(s))")
PICTURE_TAKEN = Text(
    "图片收到，随 {code} 的注入{number}一起发。", "The picture goes out with inject {number} of {code}."
)
PICTURE_OF_NOTHING = Text(
    "图片要跟着一条注入发。先写情况：加注入 {code} T+5 给信息中心：服务器弹出勒索提示",
    "A picture goes with an inject. First write it: add inject {code} T+5 to IT: a ransom note appears",
)
REPLAYED = Text("用 {code} 的脚本，总结会与那次比较。", "The script of {code}; the report compares the two.")
SUBMITTED = Text("{code} 已送审，等{who}批准。", "{code} is submitted to {who}.")
NO_APPROVER = Text("没有能批准的人：CIO 和校领导都是导调员本人。", "Nobody can approve it.")
APPROVED = Text("{code} {scenario}演练已批准 · {at}", "{code} {scenario} drill approved · {at}")
APPROVED_BY = Text("{name}批准", "approved by {name}")
WILL_ANNOUNCE = Text("{at} 通知参演人。", "Participants are told at {at}.")
SENT_BACK = Text("{code} {scenario}演练被退回：{reason}", "{code} {scenario} drill was sent back: {reason}")
TELL_LEADER = Text(
    "{code} 突击演练待你知悉：{scenario} · {at}", "{code} surprise drill for your notice: {scenario} · {at}"
)
KEEP_QUIET = Text("参演人不知情，请保密。", "Participants do not know. Please keep it so.")
INFORMED = Text("{code}：{name}已知悉。", "{code}: {name} knows.")
INVITED = Text("{code} {scenario}演练 · {at}", "{code} {scenario} drill · {at}")
INVITED_LINE = Text("到时收到开始消息，按「到位」报到。", "When it begins, press “In place”.")
YOU_OBSERVE = Text("请你做观察员：结束时打分、写意见。", "You look on: please rate it at the end.")
TOLD = Text("{code} 已通知 {count} 人。", "{code}: {count} people were told.")
TIME_TO_START = Text(
    "{code} {scenario}演练到时间了（{at}），现在开始？", "{code} {scenario} drill is due ({at}). Start now?"
)
NOT_STARTED = Text(
    "{code} 过了 {minutes} 分钟还没开始：要开始、推迟还是取消？",
    "{code} is {minutes} min late: start, postpone or cancel?",
)
TOO_EARLY = Text(
    "还没到时间（{at}），最早提前 {minutes} 分钟开始。要提前请先「推迟」再重新定时间。",
    "Too early ({at}): it may begin {minutes} min ahead at most.",
)
LEADER_UNTOLD = Text(
    "突击演练须 CIO 和一位校领导知悉才能开始，{who}还没有。",
    "A surprise drill needs the CIO and a leader to know; {who} does not yet.",
)
STARTED = Text("{code} {scenario}演练开始，请报到：按「到位」", "{code} {scenario} drill begins: press “In place”")
STARTED_OBSERVER = Text("{code} {scenario}演练开始，你是观察员", "{code} {scenario} drill begins; you look on")
STEPS = Text("你的步骤：", "Your steps:")
IF_REAL = Text(
    "遇到真实事件按「真实事件」，演练立即停止。", "If something real happens press “Real incident”: the drill stops."
)
RUNNING = Text(
    "{code} {scenario}演练进行中：到位 {here}/{all}，已 {minutes} 分钟",
    "{code} {scenario} drill: {here}/{all} in place, {minutes} min",
)
YOU_ARE_IN = Text("你已到位（{at}）：{code} {scenario}", "You are in place ({at}): {code} {scenario}")
ALREADY_IN = Text("你已经到位了。", "You are in place already.")
OBSERVES = Text("你是观察员，不用报到；直接记录或打分就行。", "You look on and need not report in; just note or rate.")
ALL_IN = Text("{code} 全员到位，用时 {took}", "{code}: everybody is in place after {took}")
NUDGED = Text("{code} {scenario}演练还差你：请按「到位」", "{code} {scenario} drill: please press “In place”")
MISSING_TITLE = Text("{code} 未到位 {count}/{all} 人", "{code}: {count} of {all} missing")
MISSING_LINE = Text("{department}（{count}）：{names}", "{department} ({count}): {names}")
NAME_PHONE = Text("{name} {phone}", "{name} {phone}")
NO_PHONE = Text("无电话", "no phone")
NOT_REACHED = Text("（没有账号或收不到）", " (cannot be reached)")
NOBODY_MISSING = Text("{code} 全员到位（{all} 人）", "{code}: everybody is in place ({all})")
ONLY_RUNNERS = Text("只有导调员和 CIO 看得到电话。", "Only who runs it sees telephone numbers.")
COUNT_ONLY = Text("{code} 到位 {here}/{all} 人", "{code}: {here} of {all} in place")
NOT_LIVE = Text("{code} {scenario}演练：{status}，{at}", "{code} {scenario} drill: {status}, {at}")
NONE = Text("没有你能看的演练。", "There is no drill for you to see.")
LIST = Text("演练 {count} 次", "{count} drill(s)")
LINE = Text("{code} {scenario} · {at} · {status}", "{code} {scenario} · {at} · {status}")
NOTED = Text("已记入 {code}：{line}", "Noted in {code}: {line}")
ECHO = Text("{code} {line}", "{code} {line}")
MAYBE_REACHED = Text("{line}。算目标「{name}」达成吗？", "{line}. Does that reach “{name}”?")
REACHED = Text(
    "目标「{name}」达成，用时 {took}（目标 {minutes} 分钟）", "“{name}” reached after {took} (target {minutes} min)"
)
REACHED_ALREADY = Text("目标「{name}」{at} 已达成。", "“{name}” was reached at {at} already.")
PICK_OBJECTIVE = Text("{code} 哪条目标达成了？", "{code}: which objective was reached?")
NONE_OPEN = Text("{code} 没有待达成的目标。", "{code}: no objective is open.")
INJECTED = Text("{code} 情况{number}：{words}", "{code} situation {number}: {words}")
INJECTED_HOW = Text("看到按「收到」，处理完按「已处理」。", "Press “Received”, and “Handled” when done.")
INJECT_SENT = Text(
    "T+{after} 注入{number}已发给 {count} 人：{words}", "T+{after} inject {number} went to {count}: {words}"
)
INJECT_OVER = Text("{code} 情况{number}：{state}", "{code} situation {number}: {state}")
GOT_AT = Text("{at} 收到", "received {at}")
HANDLED_AT = Text("{at} 已处理", "handled {at}")
OVER_NOW = Text("{code} 已经不在进行中（{status}）。", "{code} is not under way any more ({status}).")
STILL_RUNNING = Text(
    "{code} 已超过计划时长（{minutes} 分钟）。结束请按「结束演练」。",
    "{code} is past its time ({minutes} min). Press “End drill” to end it.",
)
ENDED = Text("{code} {scenario}演练结束，谢谢参加", "{code} {scenario} drill is over. Thank you")
ENDED_RUNNER = Text(
    "{code} 结束，{minutes} 分钟内出总结草案", "{code} is over; the draft report comes within {minutes} min"
)
PLEASE_RATE = Text("{code} 演练结束，请打分（1–5），可带一句意见", "{code} is over: please rate it (1–5)")
RATED = Text("已记下：{score} 分。谢谢！", "Noted: {score}. Thank you!")
STOPPED = Text("演练中止，以下为真实事件", "The drill is stopped. What follows is REAL")
STOPPED_LINE = Text("{name}于 {at} 报告真实事件：{words}", "{name} reported a real incident at {at}: {words}")
STOPPED_NEXT = Text(
    "{code} 不再继续，未发的演练消息全部作废；此后不带【演练】的消息都是真的。",
    "{code} does not go on; messages without the drill mark are real.",
)
STOPPED_INCIDENT = Text("已上报 {incident}。", "{incident} is reported.")
TELL_MORE = Text("发生了什么？直接发给我，会记入 {incident}。", "What happened? Just tell me; it goes into {incident}.")
REAL_WORDS = Text("演练 {code} 期间报告真实事件", "A real incident during drill {code}")
STOP_TOO = Text("也中止 {code}", "Stop {code}, too")
REAL_OR_DRILL = Text("这是演练里的情况，还是真实事件？", "Is this part of the drill, or real?")
POSTPONED = Text("{code} {scenario}演练推迟：{reason}", "{code} {scenario} drill is postponed: {reason}")
NEW_TIME_LATER = Text("新时间另行通知。", "The new time will be told.")
RESCHEDULED = Text("{code} {scenario}演练改到 {at}", "{code} {scenario} drill moved to {at}")
CANCELLED = Text("{code} {scenario}演练取消：{reason}", "{code} {scenario} drill is cancelled: {reason}")
POSTPONED_NOW = Text(
    "{code} 已推迟。定了新时间说「重新定时间 {code} 下周五下午三点」。",
    "{code} is postponed. Say the new time when it is settled.",
)

UNHELD = Text(
    "本学期尚未演练：学期已过 {percent}%（细则「{rule}」{value}）",
    "No drill yet this term: {percent}% of it is over (“{rule}”, {value})",
)
UNHELD_SOME = Text(
    "本学期演练 {done}/{wanted} 次：学期已过 {percent}%（细则「{rule}」{value}）",
    "{done} of {wanted} drills this term: {percent}% of it is over (“{rule}”, {value})",
)
UNHELD_HOW = Text(
    "说「下周三下午三点组织勒索病毒演练，信息中心和各部门联络人参加」。",
    "Say “plan a ransomware drill next Wednesday 3pm”.",
)
UNHELD_AHEAD = Text("已安排：{codes}", "Planned: {codes}")

ON_THE_WALL = Text("投到大屏", "Show on the wall")
WALL_BIG = Text("到位 {here}/{all}", "{here}/{all} in place")
WALL_INJECTS = Text("已发情况 {count} 条", "{count} situation(s) so far")

DESK_GOT = Text("{code} 情况{number}：{words}", "{code} situation {number}: {words}")

HELP = Text(
    "演练时：按「到位」，「15:04 断开服务器」记入时间线，出真事按「真实事件」",
    "In a drill: “in place”, “15:04 unplugged” goes into the time line, “real incident” stops it",
)
HELP_PLAN = Text(
    "演练：如「下周三下午三点组织勒索病毒演练，信息中心参加」；「演练到了几个人」",
    "Drills: “plan a ransomware drill next Wednesday 3pm”; “who is missing”",
)
LEFT = Text("收不到", "Not reached")
NEVER_SAID = Text("（请当事人马上说明情况）", "(details to follow)")
PLAYED = Text("{code}：按演练内容记下了", "{code}: kept as part of the drill")
ALL_IN_PLACE = Text("全员到位", "Everybody in place")
SECTION = Text("应急演练", "Drills")
NO_DRILL = Text("这段时间没有演练（细则：{value}）。", "No drill in this period (rule: {value}).")
AS_FAULT = Text("报修", "Report a fault")
RUN_IT = Text("指挥演练", "run the drill")
SILENT = Text("还没收到", "No answer yet")
INJECT_STATE = Text("{code} 情况{number}：{words}", "{code} situation {number}: {words}")
SENT_ALREADY = Text("注入{number}在 {at} 已经发了。", "Inject {number} went out at {at}.")
CALLED = Text("{code} 已催 {count} 人", "{code}: {count} called again")
CALLED_ENOUGH = Text(
    "{code} 已经手动催了 {most} 次，请按名单打电话。", "{code}: called {most} times by hand; please telephone."
)
SEEN_THERE = Text("{name}到位（{by}登记）", "{name} is in place (noted by {by})")
NOT_COMING = Text("{code} {name}：{words}", "{code} {name}: {words}")
PASSED_ON = Text("{code} 已转告导调员 {name}。", "{code}: {name}, who runs it, has been told.")
NONE_LIVE = Text("现在没有你能操作的进行中的演练。", "No drill is under way that you could do this in.")
NO_DRILL_NOW = Text(
    "现在没有你参加的演练。遇到异常请按真实事件处理：直接告诉我发生了什么。",
    "There is no drill that you are part of. Take it for real: tell me what happened.",
)
