"""How we speak about risks."""

from handlers.texts import Text
from storage.risks import RiskStage

STATUS: dict[str, Text] = {
    RiskStage.RAISED: Text("登记", "registered"),
    RiskStage.TREATING: Text("处置中", "being dealt with"),
    RiskStage.ACCEPTED: Text("已接受", "accepted"),
    RiskStage.CLOSED: Text("已关闭", "closed"),
}
LEVELS = {"high": Text("高", "high"), "middle": Text("中", "middle"), "low": Text("低", "low")}
TREAT = Text("开始处置", "Begin")
MEASURE = Text("措施", "Measure")
ASK_MEASURE = Text("打算怎么处置？一句话就行。", "What will be done? One sentence.")
CLOSE = Text("关闭风险", "Close risk")
RESULT = Text("结果", "Result")
ASK_RESULT = Text("处置的结果？怎么确认风险没有了？", "What came of it, and how do you know it is gone?")
ACCEPT = Text("接受风险", "Accept risk")
REASON = Text("理由", "Reason")
ASK_REASON = Text("为什么接受？写理由。", "Why is it accepted? Write the reason.")
REOPEN = Text("重新打开风险", "Reopen risk")
ASK_WHY = Text("为什么重新打开？", "Why?")
HAND_OVER = Text("换处置人", "Change owner")
PERSON = Text("姓名", "Name")
ASK_WHO = Text("由谁处置？写姓名。", "Who deals with it? Write the name.")
NOT_YOUR_OWN = Text(
    "自己处置的风险不能自己关闭或接受，请 CIO 或校领导来。",
    "You deal with it yourself; the CIO or a leader closes or accepts it.",
)
DECIDERS = Text("CIO 或校领导（不能是处置人自己）", "the CIO or a leader, never who deals with it")

TITLE = Text("{code} {text} · {status}", "{code} {text} · {status}")
TO_TREAT = Text("请处置：{code} {text}（{day}前）", "Please deal with {code} {text} (by {day})")
LEVEL = Text("级别", "Level")
OWNER = Text("处置人", "Owner")
DUE = Text("期限", "Due")
LATE = Text("已逾期", "late")
SYSTEM = Text("系统", "System")
OUTCOME = Text("结论", "Outcome")
SETTLED = Text("{outcome}（{name}，{day}）", "{outcome} ({name}, {day})")
CLAUSE = Text("依据", "Under")
CLAUSE_IS = Text("章程 5.1.4（安全管理）", "charter 5.1.4 (safety)")
RAISED = Text("已登记风险 {code}，{name}处置，{day}前。", "{code} registered; {name} deals with it by {day}.")
HOW = Text(
    "一句话登记：登记风险 机房空调老化，高，负责人赵工，11月30日前",
    "In one sentence: add risk …, high, owner NAME, by 30 Nov",
)
RAISE = Text("登记风险", "Register a risk")
WHO_RAISES = Text(
    "技术员、联络人、系统负责人、检查员、CIO、校领导或管理员",
    "technicians, liaisons, owners of systems, inspectors, the CIO, leaders or administrators",
)
PAST = Text("期限要在今天以后。{how}", "The day has to be in the future. {how}")
ASK_TEXT = Text("是什么风险？一句话就行。", "What is the risk? One sentence.")
FORM = Text("登记风险", "Register a risk")
TEXT = Text("风险", "Risk")
OWNER_ASK = Text("谁来处置？每个风险都要有人。写姓名。", "Who deals with it? Every risk has an owner. Write the name.")
SOON = Text("风险 {code} {text} {day}到期", "{code} {text} is due on {day}")
OVERDUE = Text("风险 {code} {text} 已逾期（{day}）", "{code} {text} is late ({day})")
REVIEW_DUE = Text("接受的风险该再看一眼：{code} {text}", "Look again at an accepted risk: {code} {text}")
HANDED = Text("{code} 由{name}处置。", "{name} deals with {code} now.")
MOVED = Text(
    "{left}已离职，风险 {code} {text} 暂由{name}处置。", "{left} has left; {name} deals with {code} {text} for now."
)

LIST = Text(
    "风险：未关闭 {open} 个，已接受 {accepted} 个，已关闭 {closed} 个",
    "Risks: {open} open, {accepted} accepted, {closed} closed",
)
LIST_LINE = Text("{code} {text}（{level}）· {name} · {day}{late}", "{code} {text} ({level}) · {name} · {day}{late}")
LIST_OVER = Text("{code} {text} · {status}：{outcome}", "{code} {text} · {status}: {outcome}")
LATE_MARK = Text("（逾期）", " (late)")
LIST_NONE_OF_YOURS = Text(
    "没有你登记或处置的风险。全部的由技术员、CIO、校领导、检查员或审计员看。",
    "No risk is yours. Technicians, the CIO, leaders, inspectors and auditors see all of them.",
)
LIST_NONE = Text("还没有登记风险。{how}", "No risk is registered yet. {how}")
LOOK = Text("看 {code}", "Open {code}")
OPEN = Text("风险：{text}", "Risk: {text}")
METRIC = Text("未关闭风险", "Open risks")
FORMULA = Text("期末仍未关闭也未接受的风险个数", "risks neither closed nor accepted at the end")
UNIT = Text("个", "risks")
SECTION = Text("风险", "Risks")
HELP = Text("风险：如「风险清单」「登记风险 机房空调老化」", "Risks: “risks”, “add risk …”")
