"""What is said about security incidents: calm, short, what to do first, never blame."""

from handlers.texts import Text
from storage.incidents import Stage

STATUS: dict[str, Text] = {
    Stage.REPORTED: Text("已上报", "reported"),
    Stage.TRIAGE: Text("研判中", "being assessed"),
    Stage.HANDLING: Text("处置中", "being handled"),
    Stage.CONTAINED: Text("已遏制", "contained"),
    Stage.RECOVERED: Text("已恢复，待复盘", "recovered, review due"),
    Stage.REVIEW: Text("复盘中", "under review"),
    Stage.TRACKING: Text("改进跟踪", "lessons followed up"),
    Stage.CLOSED: Text("已关闭", "closed"),
    Stage.FALSE_ALARM: Text("误报", "false alarm"),
    Stage.MERGED: Text("已并入", "merged"),
}

TAKE_UP = Text("接手", "Take up")
ASSESS = Text("研判", "Assess")
CONFIRM = Text("确认级别", "Confirm level")
FALSE_ALARM = Text("误报", "False alarm")
CONTAIN = Text("已遏制", "Contained")
RECOVER = Text("已恢复", "Recovered")
RELEVEL = Text("调整级别", "Change level")
NOTIFY = Text("已报主管部门", "Authorities told")
NOTE = Text("记录", "Note")
CLOSE = Text("关闭事件", "Close")
ADD = Text("补充", "Add")

LEVEL = Text("级别", "Level")
LEVELS = {
    1: Text("一般", "minor"),
    2: Text("较大", "serious"),
    3: Text("重大", "major"),
    4: Text("特别重大", "critical"),
}
ASK_LEVEL = Text("定为哪一级？", "Which level?")
ASK_FACTS = Text(
    "一条消息说清：涉及哪些系统，多少人或多少条数据，有没有学生信息，还在不在扩散。",
    "In one message: which systems, how many people or records, any pupils’ data, is it still spreading?",
)
FACTS = Text("情况", "Facts")
SYSTEMS = Text("涉及系统", "Systems")
ASK_SYSTEMS = Text("涉及哪些系统或资料？", "Which systems or data?")
AFFECTED = Text("涉及数量", "How many")
ASK_AFFECTED = Text("涉及多少人或多少条数据？大概数也行。", "How many people or records? A rough number will do.")
MINORS = Text("未成年人信息", "Minors’ data")
ASK_MINORS = Text("有没有学生（未成年人）的信息？", "Is there any pupils’ (minors’) data?")
SPREADING = Text("扩散情况", "Spreading")
ASK_SPREADING = Text("现在还在扩散吗？", "Is it still spreading?")
UNKNOWN = Text("还不清楚", "Not known yet")
HAS_MINORS = (("yes", Text("有学生信息", "Yes, pupils’ data")), ("no", Text("没有", "No")), ("unknown", UNKNOWN))
IS_SPREADING = (("yes", Text("还在扩散", "Still spreading")), ("no", Text("已停住", "Stopped")), ("unknown", UNKNOWN))
NOT_A_COUNT = Text(
    "写一个大概的数，如「1200 人」，或「不清楚」。", "A rough number such as “1200 people”, or “not known”."
)
CRITERIA = {
    1: Text("一般：个别人、个别设备，没有学生信息外泄", "minor: single people or devices, no pupils’ data out"),
    2: Text("较大：学生信息外泄，或影响全校业务", "serious: pupils’ data out, or the whole school’s work affected"),
    3: Text("重大：较大以上且仍在扩散，或涉及 {many} 以上", "major: serious and still spreading, or {many} and more"),
    4: Text("特别重大：涉及 {very_many} 以上", "critical: {very_many} and more"),
}
REASON = Text("理由", "Reason")
ASK_REASON = Text("为什么？一句话。", "Why? One sentence.")
NOTE_LABEL = Text("进展", "Progress")
ASK_NOTE = Text("做了什么？一句话，可以带时间。", "What was done? One sentence, with a time if you like.")
RECEIVER = Text("接报单位和联系人", "Told to")
ASK_RECEIVER = Text("报给了哪个单位、谁接的、什么时候？", "Which authority, who took the call, when?")
CAUSE = Text("原因和改进", "Cause and lessons")
ASK_CAUSE = Text("原因是什么，今后改什么？", "What was the cause, and what will change?")

ACCEPT = Text("按建议定级", "Level as suggested")
MERGE = Text("并入", "Merge")
INTO = Text("并入哪一起", "Into which")
ASK_INTO = Text("并入哪一起？写它的编号，如 I-1。", "Into which one? Its number, such as I-1.")
BAD_INTO = Text("写另一起进行中事件的编号，如 I-1。", "The number of another open incident, such as I-1.")
MERGED_HERE = Text("{code} 并入：{words}", "{code} merged in: {words}")
ASSIGN = Text("分工", "Roles")
PARTS = Text("分工", "Roles")
ASK_PARTS = Text("谁做什么？如：王技术处置，孙联络联络，赵技术记录。",
                 "Who does what? Such as: handling Wang, liaison Sun, recorder Zhao.")  # fmt: skip
BAD_PARTS = Text("没看懂分工。写法如「王技术处置，孙联络联络」；角色有：{roles}。",
                 "I cannot read that. Such as “handling: Wang, liaison: Sun”; roles are: {roles}.")  # fmt: skip
YOUR_PART = Text("【安全事件】{code}：你负责{roles}", "[Security incident] {code}: your part is {roles}")
TICK = Text("完成步骤", "Step done")
TICKS = Text("步骤", "Steps")
ASK_TICKS = Text("完成了第几步？如「3」或「1、2」。", "Which steps are done? Such as “3” or “1, 2”.")
NO_SUCH_STEP = Text("{code} 的预案没有第 {number} 步。", "The plan of {code} has no step {number}.")
TICKED = Text("完成第 {number} 步：{words}", "step {number} done: {words}")
TICKED_BEFORE = Text("第 {number} 步已经由{name}完成了。", "Step {number} was done by {name} already.")
STEP_DONE = Text("完成 {number}", "Done {number}")
PLAN = Text("预案步骤", "Plan steps")
MY_PLAN = Text("{code}：你的步骤（{roles}）", "{code}: your steps ({roles})")
PLAN_IS = Text("预案：{name}", "Plan: {name}")
ALL_DONE = Text("你的步骤都完成了。", "All your steps are done.")
NO_PLAN = Text("{code} 没有对得上的预案；说出情况再试，如「{code} 预案 断网」。",
               "No plan fits {code}; name what happened, such as “{code} plan network outage”.")  # fmt: skip
STEPS_DONE = Text("{done}/{count} 步", "{done}/{count}")
MORE = Text("更多", "More")
MORE_OF = Text("{code} 还可以：", "{code}, further:")
TIMELINE = Text("时间线", "Time line")
TIMELINE_OF = Text("{code} 的时间线", "The time line of {code}")
ALIKE = Text("可能与 {codes} 是同一件事，是的话按「{merge}」", "Perhaps the same as {codes}; if so press “{merge}”")
ALSO_REPORTED = Text("{name}也报告了：{words}", "{name} reported it, too: {words}")
SAME_AS = Text("{code} 已在处理，你说的也记上了", "{code} is being handled; what you say is noted there")
NOT_THE_SAME = Text("不是同一件事", "It is something else")
NOT_YOURS = Text("这一步要由{name}来做。", "This is for {name}.")

FIRST_STEPS = Text(
    "先做三件事：① 断开网络，不要关机；② 用别的设备改掉相关密码；③ 不要转发、不要删除任何东西。",
    "Three things first: ① unplug the network, do not switch off; ② change the passwords from another device; "
    "③ forward nothing and delete nothing.",
)
REPORTED = Text("{code} 已上报，应急人员马上看到", "{code} is reported; the response team sees it now")
THANKS = Text("谢谢你及时说。处理进展我会告诉你；想起什么直接发给我。",
              "Thank you for saying so at once. I will keep you posted; just send me whatever else you remember.")  # fmt: skip
FIRST_HERE = Text("收到，请先这样做；其余私聊告诉你，别在群里说细节",
                  "Received. Do this first; the rest comes in private, please no details here")  # fmt: skip
ADDED = Text("已加到 {code}", "Added to {code}")
NOTED = Text("已记入 {code}", "Noted in {code}")
ALARM = Text("【安全事件】{code}：{headline}", "[Security incident] {code}: {headline}")
NOT_TAKEN = Text(
    "【安全事件】{code} 已 {minutes} 分钟无人接手（{rule}）：{headline}",
    "[Security incident] {code}: nobody took it up for {minutes} min ({rule}): {headline}",
)
MOVED = Text("{code}：{status}", "{code}: {status}")
MOVED_NOTE = Text("{code}：{status}。{note}", "{code}: {status}. {note}")
FOR_REPORTER = Text("你报的 {code}：{status}", "Your report {code}: {status}")
SUGGESTED = Text("建议级别：{level}（{why}）", "Suggested level: {level} ({why})")
WHY_PUPILS = Text("涉及学生信息", "pupils’ data")
WHY_COUNT = Text("涉及约 {count} 人/条", "about {count} people or records")
WHY_SPREADING = Text("仍在扩散", "still spreading")
WHY_SERVICE = Text("影响全校业务", "the whole school’s work")
WHY_PERSONAL = Text("个人信息外泄", "personal data out")
WHY_SMALL = Text("未见学生信息、扩散或大范围影响", "no pupils’ data, spread or wide effect seen")
REPORT_BY = Text(
    "须在 {at} 前报省级网信部门和教育主管部门（{rule}）。由人报告，报后按「已报主管部门」记下时间和接报人。",
    "The provincial cyberspace and education authorities must be told by {at} ({rule}). A person reports; "
    "then press “Authorities told” and note when and to whom.",
)
REPORT_SOON = Text(
    "【安全事件】{code} 距上报时限还有 1 小时（{at} 前，{rule}），还没有记录已上报。",
    "[Security incident] {code}: an hour left to tell the authorities (by {at}, {rule}), not noted yet.",
)
REPORT_LATE = Text(
    "【安全事件】{code} 已过上报时限（{at}，{rule}），仍没有记录已上报。请立即报告。",
    "[Security incident] {code}: the time to tell the authorities is over ({at}, {rule}). Report now.",
)
PROGRESS_DUE = Text(
    "【安全事件】{code} 已 {minutes} 分钟没有新进展，请发一句（{rule}）。",
    "[Security incident] {code}: no news for {minutes} min, please send a line ({rule}).",
)

WHAT = Text("情况", "What")
WHO = Text("上报人", "Reported by")
GUEST = Text("未绑定的用户（{name}）", "somebody unknown ({name})")
LEADER = Text("接手人", "In charge")
SOURCE = Text("来自", "From")
STATE = Text("状态", "Status")
NOTIFIED = Text("已报", "Told")
NOBODY = Text("还没有人", "nobody yet")
NONE_OPEN = Text("现在没有进行中的安全事件。", "There is no open security incident.")
HAPPENING = Text("正在发生：{what}", "Happening now: {what}")
NONE_OF_YOURS = Text(
    "你没有上报过进行中的安全事件。全校的情况只有应急人员和校领导能看。",
    "You have reported no open incident. Those of the whole school are for the response team and leaders.",
)
LAST_ONES = Text("现在没有进行中的安全事件。最近几起：", "There is no open security incident. The last ones:")
LAST_OF_YOURS = Text("你上报的都已结束。最近几起：", "Those you reported are over. The last ones:")
WAS_LINE = Text("{code} {day} {headline} · {status}", "{code} {day} {headline} · {status}")
OPEN_ONES = Text("进行中的安全事件 {count} 起", "{count} open security incident(s)")
LINE = Text("{code} {headline} · {status}", "{code} {headline} · {status}")
HOW = Text("出了什么事？一句话说给我，例如：我的账号好像被盗了。",
           "What happened? One sentence, such as: I think my account was hacked.")  # fmt: skip
HELP = Text(
    "安全事件：如「我的账号好像被盗了」，马上告诉你先做什么",
    "Security: “I think my account was hacked” tells you what to do first",
)
