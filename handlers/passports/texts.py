"""How we speak about the passport of somebody new."""

from handlers.texts import Text
from storage.passports import PassportStage

STATUS: dict[str, Text] = {
    PassportStage.INVITED: Text("待开始", "invited"),
    PassportStage.READING: Text("阅读", "reading"),
    PassportStage.QUIZ: Text("答题", "quiz"),
    PassportStage.AGREEING: Text("待知悉", "to be acknowledged"),
    PassportStage.DONE: Text("已完成", "done"),
}

BEGIN = Text("开始护照", "Begin")
NEXT = Text("下一页", "Next page")
QUIZ = Text("开始答题", "Start the quiz")
ANSWER = Text("护照答题", "Answer")
AGREE = Text("知悉并遵守", "Noted, I will keep to it")
PASSED = Text("答题通过", "Passed")
AGAIN = Text("再看一遍", "Read again")
OWNER = Text("本人", "the person it is for")
READERS = Text("本人、部门负责人和CIO", "the person, the head of the department and the CIO")
INVITE = Text("发入职护照", "Send a passport")
INVITERS = Text("CIO、部门负责人或系统管理员", "the CIO, the head of the department or an administrator")
SEE = Text("看护照情况", "see how far everybody is")
SEERS = Text("CIO、部门负责人、校领导或系统管理员", "the CIO, heads of departments, leaders or an administrator")


INVITED = Text("{name}，欢迎！10分钟入职护照，共四步", "Welcome, {name}: your passport, ten minutes, four steps")
INVITED_LINES = (
    Text("1. 和你有关的制度", "1. The charter, as far as it concerns you"),
    Text("2. 安全五条", "2. Five rules of safety"),
    Text("3. 五道小题", "3. Five questions"),
    Text("4. 知悉制度", "4. Acknowledge the charter"),
)
INVITED_NOTE = Text(
    "{days}内完成就行，中途可以停，回来说「入职护照」接着做。",
    "Within {days}; stop any time and come back with “passport”.",
)
PAGE_CHARTER = Text("护照 1/4：和你有关的制度", "Passport 1/4: the charter and you")
PAGE_SAFETY = Text("护照 2/4：安全五条", "Passport 2/4: five rules of safety")
CLAUSE_LINE = Text("{id} {title}：“{quote}”", "{id} {title}: “{quote}”")
CLAUSE_NOTE = Text(
    "摘自《{document}》。想看全文，说「看原文 7.1.2」这样的条号。",
    "From “{document}”. Ask for any clause by its number.",
)
NO_CLAUSES = Text("学校还没有导入制度。", "The school has not imported its charter yet.")
SAFETY_LINES = (
    Text(
        "密码：每个系统不同，不写在纸上，不借给别人；能开双因素就开。",
        "Passwords: a different one each, never lent; two factors where offered.",
    ),
    Text(
        "链接和附件：不认识的不点；要你填密码的，先打电话问。",
        "Links and attachments: unknown ones stay closed; who asks for a password is called first.",
    ),
    Text(
        "学生信息：不发群，不存私人网盘，用完就删。",
        "Pupils' data: never in groups or private clouds, deleted after use.",
    ),
    Text(
        "中毒、被勒索：拔网线，不关机，马上告诉校信官。",
        "Infected or held to ransom: unplug the network, leave it running, tell Xiaoxin at once.",
    ),
    Text("离开座位锁屏；U盘先查毒；坏了就报修，不自己拆。", "Lock the screen; scan USB sticks; report what is broken."),
)
SAFETY_NOTE = Text(
    "出了事先说，说得早不追究。说「可疑邮件」就有人管。",
    "Say it early and nobody blames you: “suspicious mail” is enough.",
)
QUESTION = Text("护照 3/4：第 {n} 题（共 {all} 题）", "Passport 3/4: question {n} of {all}")
RIGHT = Text("上一题答对了。", "That was right.")
WRONG = Text("上一题正确答案是 {letter}：{why}", "The right answer was {letter}: {why}")
FAILED = Text(
    "答对 {right}/{all}，要 {least} 题才通过。再看一遍安全五条，换几道题再来。",
    "{right} of {all}; {least} are needed. Read once more, then other questions.",
)
AGREEING = Text("护照 4/4：答对 {right}/{all}，最后一步", "Passport 4/4: {right} of {all} right; the last step")
AGREEING_LINE = Text(
    "我知道学校的信息化制度在这里，随时能查；我会遵守。",
    "I know where the charter is, can ask it any time, and will keep to it.",
)
DONE = Text("护照完成：{code} {name}", "Passport done: {code} {name}")
FINISHED = Text("完成时间", "Finished")
SCORE = Text("答题", "Quiz")
SCORE_IS = Text("{right}/{all}，第 {attempts} 次", "{right} of {all}, attempt {attempts}")
NOTED = Text("已知悉", "Acknowledged")
CLAUSE = Text("依据", "Clause")
CLAUSE_IS = Text("章程 7.1.2（安全培训）、9.2（生效与遵守）", "charter 7.1.2 (safety training), 9.2")
NEXT_THINGS = Text(
    "接下来：有东西坏了直接说，比如「高二3班投影仪不亮」；有疑问就问。",
    "Next: say what is broken, ask what you want to know.",
)
STATE = Text("{code} {name} · {status}", "{code} {name} · {status}")
NOT_YET = Text("还没做完的从「我的护照」接着做。", "Whoever is not through goes on with “my passport”.")

NUDGE = Text("入职护照还差一点：{status}", "Your passport is not done yet: {status}")
LATE = Text("{department}还有入职护照没完成：{name}", "{department}: the passport of {name} is not done yet")
SENT = Text("已发入职护照：{names}", "Passports sent: {names}")
ALREADY = Text("{name}已经有入职护照：{status}。", "{name} has a passport: {status}.")
WHOM = Text("发给谁？例如：发入职护照给李老师", "To whom? For example: send a passport to NAME")
NOT_YOURS_TO_SEND = Text("部门负责人只能发给本部门的人。", "Heads of departments send them to their own people.")
LIST = Text("入职护照：完成 {done}/{all}", "Passports: {done} of {all} done")
LIST_NONE = Text(
    "还没有人领入职护照。说「发入职护照给李老师」。", "Nobody has a passport yet. “Send a passport to NAME.”"
)
LIST_DEPARTMENT = Text("{department} {done}/{all}{missing}", "{department} {done}/{all}{missing}")
LIST_MISSING = Text("，未完成：{names}", ", not done: {names}")
NO_DEPARTMENT = Text("未填部门", "no department")

METRIC = Text("入职护照完成率", "Passports done")
METRIC_HOW = Text(
    "这段时间发出的入职护照中，现在已经完成的比例。",
    "Of the passports sent in this time: the share that is done by now.",
)
PERCENT = Text("%", "%")
SECTION = Text("新教工入职", "Newcomers")
HELP = Text("入职护照：十分钟了解制度和安全", "passport: the charter and safety in ten minutes")
HELP_CIO = Text("发入职护照给某某；护照情况", "send a passport to NAME; passports")
