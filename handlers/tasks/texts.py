"""How we speak about department tasks and leaders' instructions."""

from datetime import datetime

from handlers.texts import Text
from storage.tasks import TaskStage

STATUS: dict[str, Text] = {
    TaskStage.ISSUED: Text("已下达", "given"),
    TaskStage.KNOWN: Text("已知悉", "known"),
    TaskStage.WORKING: Text("办理中", "being done"),
    TaskStage.SUBMITTED: Text("已提交", "handed in"),
    TaskStage.RETURNED: Text("已退回", "sent back"),
    TaskStage.DONE: Text("已关闭", "closed"),
    TaskStage.CANCELLED: Text("已撤销", "withdrawn"),
    TaskStage.RAISED: Text("已登记", "registered"),
    TaskStage.ASSIGNED: Text("已交办", "assigned"),
    TaskStage.HANDLING: Text("承办中", "under way"),
    TaskStage.TO_REPORT: Text("待回告", "to be reported back"),
    TaskStage.REPORTED: Text("已回告", "reported back"),
    TaskStage.SIGNED_OFF: Text("已销号", "signed off"),
    TaskStage.DROPPED: Text("已撤回", "dropped"),
}

KNOW = Text("任务知悉", "Task noted")
SUBMIT = Text("提交", "Hand in")
START = Text("开始办理", "Start")
EXPLAIN = Text("有困难", "Difficulty")
UNSUBMIT = Text("撤回提交", "Take it back")
ACCEPT = Text("验收", "Accept")
SEND_BACK = Text("退回", "Send back")
REOPEN = Text("重开任务", "Reopen the task")
MOVE = Text("改期限", "Change the day")
CANCEL = Text("撤销任务", "Withdraw")
ASSIGN = Text("交办", "Assign")
REASSIGN = Text("改派", "Assign anew")
FINISH = Text("办结", "Finished")
REPORT = Text("回告领导", "Report back")
REDO = Text("退回重办", "Not yet")
SIGN_OFF = Text("销号", "Sign off")
AGAIN = Text("再办", "Do it again")
DROP = Text("撤回批示", "Withdraw the instruction")
NO_INSTRUCTION = Text("不用交办", "No need to assign")

WHO_CIO = Text("CIO", "the CIO")
WHO_DOES = Text("承办部门的联络人或负责人", "the department's liaison or head")
WHO_ACCEPTS = Text("CIO（自己提交的由校领导验收）", "the CIO; a leader where the CIO handed it in")
WHO_LEADER = Text("作批示的校领导", "the leader who gave it")
NOT_YOUR_OWN = Text("自己提交的不能自己验收，要由校领导来看。", "Nobody accepts their own work; a leader looks at it.")

CONTENT = Text("提交内容", "Content")
CONTENT_ASK = Text(
    "把内容写下来，或直接发文件、照片。没有可报的就写「无」。",
    "Write it here, or send a file or a photo. If there is nothing to report, write “none”.",
)
REASON = Text("理由", "Reason")
REASON_ASK = Text("为什么？写一句，对方会看到。", "Why? One line; the other side reads it.")
TROUBLE = Text("困难", "Difficulty")
TROUBLE_ASK = Text("有什么困难？写一句，我转告 CIO。", "What is difficult? One line; the CIO hears it.")
RESULT = Text("办理结果", "Result")
RESULT_ASK = Text("办成什么样了？写一两句，会回告领导。", "What came of it? A line or two; the leader will read it.")
NOTE = Text("补充说明", "Remark")
NOTE_ASK = Text("要补充什么？", "Anything to add?")
OWNER = Text("承办人", "Owner")
OWNER_ASK = Text("交给谁办？写姓名。", "Who takes it on? Write the name.")
DUE = Text("期限", "Due")
DUE_ASK = Text("什么时候之前？如：9月30日前、两周内。", "By when? E.g. by 30 Sep, within two weeks.")
DUE_UNREAD = Text("没看懂是哪天。写成：9月30日前、下周五前。", "Which day is that? Write: by 30 Sep, by next Friday.")
DUE_OVER = Text("这个期限已经过了，写一个以后的日期。", "That day is over; write a later one.")
WHOM = Text("哪些部门", "Departments")
WHOM_ASK = Text(
    "交给谁？如：各部门、教务处和总务处、李老师。",
    "To whom? E.g. all departments, maths and English, a person by name.",
)
WHOM_UNREAD = Text(
    "请说部门或姓名，如：各部门、教务处、李老师。", "Name departments or people: all departments, maths, a name."
)
WHAT = Text("任务", "Task")
WHAT_ASK = Text("要他们做什么、交什么？写一句。", "What should they do or hand in? One line.")

GIVE = Text("下达", "Give it out")
GIVE_TITLE = Text("下达任务", "Give a task")
CHECK = Text("请看一眼，没问题就下达：{what}", "Please have a look, then give it out: {what}")
TO_WHOM = Text("{count} 个部门", "{count} departments")
TO_PERSONS = Text("交给", "For")
CONTACT = Text("{department}（{name}）", "{department} ({name})")
CONTACT_HEAD = Text(
    "{department}（负责人{name}，没有可联系的联络人）", "{department} (head {name}; no liaison to reach)"
)
NOBODY_THERE = Text("没人可找，不会下达", "Nobody to ask, left out")
NOBODY_AT_ALL = Text(
    "这些部门都没有联络人或负责人，没有可下达的。先让管理员设好联络人。",
    "None of these departments has a liaison or a head. Ask the administrator to name one.",
)
GIVEN = Text("已下达：{what}，{count} 个部门，{day}前交", "Given: {what}, {count} departments, by {day}")
GIVEN_TO = Text("已下达：{what}，{count} 份，{day}前交", "Given: {what}, {count} times, by {day}")
TOOK_BACK = Text("已撤回：{what}。{count} 个部门不用再交。", "Taken back: {what}. {count} departments need not answer.")
TAKE_BACK = Text("撤回", "Take back")
TOO_LATE_TO_TAKE_BACK = Text(
    "下达超过 {minutes} 分钟，不能直接撤回；可以逐项「撤销任务 {code} 理由」。",
    "Over {minutes} minutes ago; withdraw each with “withdraw {code} REASON”.",
)
WITHDRAWN = Text("{code} 不用办了：{what}", "{code} is withdrawn: {what}")
NO_LIAISON = Text(
    "{department}没有可联系的联络人，{code} 转给负责人{name}。",
    "{department} has no liaison to reach; {code} went to {name}.",
)
NOBODY_LEFT = Text(
    "{department}没有联络人和负责人，{code} 没人办。请先设联络人。",
    "{department} has neither liaison nor head; nobody has {code}.",
)
MOVED_TO_YOU = Text(
    "原来的承办人已离开或换岗，{code} 由你接着办。", "{code} is yours now; whoever had it has moved on."
)
OWNER_GONE = Text("{code} 的承办人{name}已离开学校，请改派。", "{name}, who had {code}, has left; assign it anew.")

TITLE = Text("{code} {text} · {status}", "{code} {text} · {status}")
TO_DO = Text("请办理：{code} {text}（{day}前）", "Please do: {code} {text} (by {day})")
TO_MEND = Text("{code} 被退回：{reason}", "{code} was sent back: {reason}")
TO_ACCEPT = Text("{department}已提交：{code} {text}", "{department} handed in: {code} {text}")
TO_ASSIGN = Text("{leader}批示：{text}（{code}，等你交办）", "{leader} instructs: {text} ({code}, to be assigned)")
TO_HANDLE = Text("请承办：{code} {text}（{day}前）", "Please carry out: {code} {text} (by {day})")
TO_REPORT = Text("{name}办结了 {code}，等你回告领导：{text}", "{name} finished {code}; report it back: {text}")
TO_SIGN_OFF = Text("批示已办理，请销号：{code} {text}", "Done, please sign off: {code} {text}")
DEPARTMENT = Text("部门", "Department")
STATE = Text("进展", "Standing")
FROM = Text("下达人", "Given by")
LEADER = Text("批示人", "Instructed by")
SUGGESTED = Text("建议", "Suggested")
SUGGESTION = Text("{name}，{day}前", "{name}, by {day}")
NOT_SAID = Text("没说谁", "nobody named")
NO_DAY = Text("没说期限", "no day named")
SOURCE = Text("来源", "From")
HANDED_IN = Text("提交", "Handed in")
HANDED_IN_BY = Text("{name}，{day}", "{name}, {day}")
FILES = Text("附件", "Files")
COUNT = Text("{count} 个", "{count}")
SEE_FILES = Text("见附件（{count} 个）", "see the files ({count})")
LATE = Text("（已逾期）", " (late)")
CLAUSE = Text("依据", "Clause")
CLAUSE_TASK = Text("章程 5.3.1（配合执行）", "charter 5.3.1 (cooperation)")
CLAUSE_INSTRUCTION = Text("章程 8.2.2（报告制度）", "charter 8.2.2 (reports to leaders)")
SHOW_FILES = Text("看附件", "Show the files")
ALL_OF_IT = Text("收齐情况", "Who has answered")

THANKS = Text("已提交 {code}，等 CIO 验收。", "{code} handed in; the CIO will look at it.")
THANKS_LATE = Text("已提交 {code}（比期限晚），等 CIO 验收。", "{code} handed in, late; the CIO will look at it.")
ACCEPTED = Text("{code} 验收通过，谢谢：{text}", "{code} was accepted, thank you: {text}")
EXPLAINED = Text("{department}说 {code} 有困难：{words}", "{department} on {code}: {words}")
EXPLAINED_TO_CIO = Text("已转告 CIO，{code} 的期限没变。", "The CIO has heard it; {code} is still due.")
NEW_DAY = Text("{code} 的期限改为 {day}。", "{code} is now due on {day}.")
FILE_TAKEN = Text(
    "收到附件，先放在 {code}「{text}」里。还有就接着发，好了按「提交」。",
    "Got it, kept with {code} “{text}”. Send more, or press “Hand in”.",
)
NOT_THIS = Text("不是交这个", "Not for this")
FILE_LEFT = Text(
    "好，没有放进 {code}。请把它再发一次，写一句是什么。",
    "All right, not put into {code}. Send it again with a word on what it is.",
)
FILES_OF = Text("{code} {text} 的附件", "Files of {code} {text}")
FILES_NONE = Text("{code} 没有附件，或已过保存期。", "{code} has no files, or they are no longer kept.")
FILES_COMING = Text("附件还在取，取到就发给你。", "The files are on their way.")

SOON = Text("快到期：{code} {text}（{day}）", "Due soon: {code} {text} ({day})")
UNREAD = Text("还没知悉：{code} {text}（{day}前交）", "Not noted yet: {code} {text} (by {day})")
OVERDUE = Text("已到期还没交：{code} {text}（{day}）", "Due and not handed in: {code} {text} ({day})")
HEAD_UNREAD = Text(
    "你部门的 {name}还没知悉 {code} {text}（{day}前交）",
    "{name} of your department has not noted {code} {text} (by {day})",
)
HEAD_LATE = Text(
    "你部门的 {code} {text} 已逾期（{day}），承办人{name}",
    "{code} {text} of your department is late ({day}); {name} has it",
)
CIO_LATE = Text("逾期未交：{department} {code} {text}（{day}）", "Late: {department} {code} {text} ({day})")
NOBODY_ABOVE = Text(
    "{department}还没回应：{code} {text}（{day}）", "No answer from {department}: {code} {text} ({day})"
)
ACCEPT_WAITS = Text("等你验收：{code} {text}（{department}）", "Waits for you: {code} {text} ({department})")
NUDGE = Text("CIO 催一下：{code} {text}（{day}前）", "The CIO asks for {code} {text} (by {day})")
NUDGE_IT = Text("催一下", "Nudge")
NUDGED = Text("已催 {count} 个部门：{departments}。", "Nudged {count}: {departments}.")
NUDGED_UP = Text(
    "{departments}已提醒够 {most} 次，转告部门负责人。", "{departments}: reminded {most} times; told the head."
)
NUDGED_ALREADY = Text("今天已经催过了，让他们办。", "They were nudged today already.")
NOBODY_TO_NUDGE = Text("都交了，不用催。", "All have handed in.")

NOT_YET = Text("还没交 {count}：{departments}", "Missing {count}: {departments}")
TO_LOOK_AT = Text("等验收 {count}：{departments}", "To be accepted {count}: {departments}")
FINISHED = Text("已完成 {count}：{departments}", "Done {count}: {departments}")
LEFT_OUT = Text("没人可找 {count}：{departments}", "Nobody to ask {count}: {departments}")
REQUEST_TITLE = Text("{what}：已交 {done}/{all}（{day}前）", "{what}: {done}/{all} in (by {day})")
REQUEST_LINE = Text("{what}：已交 {done}/{all}，{day}前", "{what}: {done}/{all} in, by {day}")
REQUESTS = Text("部门任务：{count} 件在办", "Department tasks: {count} under way")
REQUESTS_NONE = Text(
    "现在没有在办的部门任务。下达就说：请各部门周五前报送设备清单。",
    "No department task is under way. Say: ask all departments to send their device list by Friday.",
)
OWN_TASKS = Text("{department}还有 {count} 件没交", "{department} owes {count}")
OWN_TASKS_NONE = Text("{department}没有没交的任务。", "{department} owes nothing.")
OWN_LINE = Text("{code} {text}（{day}前，{status}）{mark}", "{code} {text} (by {day}, {status}){mark}")

COOPERATION = Text(
    "各部门配合情况（{period}）：按时率 {rate}", "Cooperation of the departments ({period}): {rate} on time"
)
COOPERATION_OWN = Text(
    "{department}配合情况（{period}）：按时率 {rate}", "Cooperation of {department} ({period}): {rate} on time"
)
COOPERATION_NONE = Text("{period}还没有到期或提交的部门任务。", "No department task was due in {period}.")
COOPERATION_LINE = Text("{department} {rate}（{good}/{all}）：{codes}", "{department} {rate} ({good}/{all}): {codes}")
COOPERATION_NOTE = Text(
    "按时＝第一次提交不晚于期限；点编号看任务。章程 5.3.1", "In time: first handed in by the day due. Charter 5.3.1"
)
LAST_DAYS = Text("近 {days} 天", "the last {days} days")
THIS_TERM = Text("本学期", "this term")
MARK_LATE = Text("逾期", "late")
CODE_LATE = Text("{code} 逾期", "{code} late")
WHO_SEES = Text(
    "CIO 和校领导（部门负责人、联络人看自己部门的）",
    "the CIO and the leaders (heads and liaisons see their own department)",
)
SEE_COOPERATION = Text("看各部门配合情况", "see the cooperation of the departments")
OWNED = Text("{code} {text}：{name}，{status}", "{code} {text}: {name}, {status}")

INSTRUCT = Text("作批示", "give an instruction")
INSTRUCT_TITLE = Text("批示", "Instruction")
INSTRUCT_ASK = Text(
    "批示什么？写一句，可以带上谁办、什么时候之前。", "What is your instruction? Who and by when may be in it."
)
WHO_INSTRUCTS = Text("校领导", "a school leader")
REGISTERED = Text(
    "已登记批示 {code}，请 CIO 交办；交办、办结我都告诉你。",
    "Registered as {code}; the CIO assigns it, and you hear when it is assigned and done.",
)
REGISTERED_AGAIN = Text("已加到批示 {code} 里。", "Added to {code}.")
ASSIGNED_TO = Text("{code} 已交办：{name}，{day}前", "{code} assigned: {name}, by {day}")
FINISHED_TO_LEADER = Text("{code} 已办结：{text}", "{code} is finished: {text}")
DROPPED_BY_LEADER = Text("{leader}撤回了批示 {code}：{text}", "{leader} withdrew {code}: {text}")
NOT_ASSIGNED = Text("CIO 没有交办 {code}：{reason}", "The CIO did not assign {code}: {reason}")
SIGNED_OFF = Text("{leader}已销号 {code}：{text}", "{leader} signed off {code}: {text}")
ASKED_AGAIN = Text("{leader}要求再办 {code}：{reason}", "{leader} wants {code} done again: {reason}")
ASKED_AGAIN_LATE = Text(
    "{leader}要求再办 {code}：{reason}。原期限已过，请「改派 {code}」定个新期限。",
    "{leader} wants {code} done again: {reason}. Its day is over; assign it anew with a new one.",
)
REPORTED_BACK = Text("已回告{leader}：{code}", "Reported back to {leader}: {code}")
ASSIGN_WAITS = Text("批示 {code} 还没交办：{text}", "{code} has no owner yet: {text}")
REPORT_WAITS = Text("批示 {code} 办结了还没回告领导：{text}", "{code} is finished and not reported back: {text}")
INSTRUCTION_SOON = Text("批示快到期：{code} {text}（{day}）", "Instruction due soon: {code} {text} ({day})")
INSTRUCTION_TODAY = Text("批示今天到期：{code} {text}", "Instruction due today: {code} {text}")
INSTRUCTION_LATE = Text(
    "批示已逾期：{code} {text}（{day}），承办人{name}", "Late: {code} {text} ({day}), {name} has it"
)
INSTRUCTIONS = Text("未销号的批示 {count} 件", "{count} instructions not signed off")
INSTRUCTIONS_NONE = Text("没有未销号的批示。", "No instruction is open.")
INSTRUCTION_LINE = Text("{code} {text}：{name}，{day}，{status}{mark}", "{code} {text}: {name}, {day}, {status}{mark}")

WHO_MAY = Text(
    "给部门下达任务由 CIO 做，作批示由校领导做。你要反映问题或提需求，直接告诉我就行。",
    "Tasks are given by the CIO, instructions by the leaders. Problems and wishes you can simply tell me.",
)
HELP_CIO = Text(
    "请各部门周五前报送设备清单 · 谁还没报 · 各部门配合情况",
    "“ask all departments to send … by Friday” · “who has not answered” · “cooperation”",
)
HELP_DEPARTMENT = Text("我们部门还有什么没交 · 提交 K-1 内容", "“what do we owe” · “hand in K-1 …”")
HELP_LEADER = Text("批示：请信息中心两周内拿出整改方案 · 批示清单", "“instruction: …” · “instructions”")


def day_words(value: object) -> str:
    """A day as it was kept, as people read it; as it was written where it is still words."""
    try:
        at = datetime.fromisoformat(str(value))
    except ValueError:
        return str(value)
    return f"{at.month}月{at.day}日 {at:%H:%M}"
