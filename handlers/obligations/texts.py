"""How we speak about the compliance calendar."""

from handlers.texts import Text
from storage.obligations import ObligationStage

STATUS: dict[str, Text] = {
    ObligationStage.PENDING: Text("待办", "to do"),
    ObligationStage.SHOWN: Text("待核对", "to be checked"),
    ObligationStage.KEPT: Text("已办结", "done"),
    ObligationStage.NOT_OURS: Text("不适用", "does not apply"),
}

SHOW = Text("提交证据", "Show evidence")
CHECK = Text("确认合规", "Confirm")
HAND_BACK = Text("退回证据", "Hand the evidence back")
HAND_OVER = Text("换经办人", "Change owner")
MOVE = Text("改合规期限", "Move the day")
SET_ASIDE = Text("不适用", "Does not apply")
BRING_BACK = Text("恢复合规事项", "Bring it back")
AGAIN = Text("下一轮", "Next round")
RECORDED = Text("按记录提交", "On record")
REGISTER = Text("登记合规事项", "Register an obligation")
START = Text("建立合规日历", "Set up the calendar")
PICTURES = Text("看证据", "Show the evidence")
LOOK = Text("看 {code}", "Open {code}")

OWNER_BY = Text("经办人", "its owner")
CHECKERS = Text(
    "CIO、检查员、审计员或校领导（不能是经办人）", "the CIO, an inspector, auditor or leader, never its owner"
)
NOT_YOUR_OWN = Text("自己办的不能自己确认，要由{who}来核对。", "Nobody confirms their own; {who} does.")
A_CHECKER = Text("CIO、检查员、审计员或校领导", "the CIO, an inspector, an auditor or a leader")
THE_CIO = Text("CIO", "the CIO")
READERS = Text("经办人和管理安全的人", "its owner and who watches over safety")
REGISTRARS = Text("CIO或系统管理员", "the CIO or an administrator")

EVIDENCE = Text("证据", "Evidence")
EVIDENCE_ASK = Text(
    "办了什么、备案号或文号是什么？写一句，可以连照片或文件一起发。",
    "What was done, under which number? One line, with a picture or file.",
)
REASON = Text("理由", "Reason")
REASON_ASK = Text("为什么？写一句，会留在记录里。", "Why? One line; it stays on record.")
PERSON = Text("姓名", "Name")
PERSON_ASK = Text("交给谁办？写姓名。", "Who takes it on? Write the name.")
DAY = Text("日期", "Day")
DAY_ASK = Text("改到哪天？", "Until when?")
UNTIL_ASK = Text("哪天前要办好？", "By which day?")
NAME = Text("事项", "Obligation")
NAME_ASK = Text("什么事项？例如：ICP 备案续期", "What is it? For example: renew the ICP filing")

TITLE = Text("{code} {name} · {status}", "{code} {name} · {status}")
TO_SHOW = Text("要办：{code} {name}（{day}前）", "To do: {code} {name} (by {day})")
TO_CHECK = Text("请核对：{code} {name}", "Please check: {code} {name}")
OWNER = Text("经办人", "Owner")
DUE = Text("期限", "Due")
REPEATS = Text("多久一次", "How often")
EVERY = Text("每 {months} 个月", "every {months} months")
ONCE = Text("只办一次", "once")
SHOWN = Text("这次的证据", "Evidence of this time")
SHOWN_IS = Text("{words}{files}", "{words}{files}")
FILES = Text("（{count} 份文件）", " ({count} file(s))")
LAST = Text("上次", "Last time")
LAST_IS = Text("{day}，{name}办，{checker}核对：{words}", "{day}, by {name}, checked by {checker}: {words}")
RETURNED = Text("理由", "Because")
HOW = Text("怎么办", "How")
CLAUSE = Text("依据", "Clause")
CLAUSE_IS = Text("章程 5.1.4（安全管理）", "charter 5.1.4 (security)")
LATE = Text("（逾期）", " (late)")
NOBODY_CHECKED = Text("未记", "nobody")

SOON = Text("{code} {name} {day}到期，请准备证据", "{code} {name} is due on {day}; please prepare the evidence")
OVERDUE = Text("{code} {name} 已逾期（{day}）", "{code} {name} is late ({day})")
UNCHECKED = Text("还没核对：{code} {name}", "Not checked yet: {code} {name}")
REGISTERED = Text(
    "已登记合规事项 {code} {name}，{owner}经办，{day}前，{often}。",
    "{code} {name} registered: {owner}, by {day}, {often}.",
)
HOW_TO_REGISTER = Text(
    "写成一句：登记合规事项 ICP备案续期，赵工负责，2027年3月1日，每年",
    "In one sentence: register obligation renew the ICP filing, owner NAME, 1 Mar 2027, every year",
)
PAST = Text("期限要在今天以后。{how}", "The day has to lie ahead. {how}")
BAD_DAY = Text("没看懂日期。写成「2027年3月1日」。", "That is no day. Write it like 1 Mar 2027.")
HANDED = Text("{code} 由{name}经办。", "{name} owns {code} now.")
STARTED = Text(
    "已建立合规日历：{count} 项，都先由你经办。说「换经办人 CO-1」交给别人。",
    "The calendar is set up: {count}, all yours for now. “Change owner CO-1” hands one on.",
)
ALL_THERE = Text("建议的各项都已经在日历里了。", "All that is suggested is on the calendar already.")
LIST = Text("合规日历：待办 {open} 项，逾期 {late} 项", "Compliance calendar: {open} to do, {late} late")
LIST_NONE = Text("合规日历还是空的。", "The compliance calendar is empty.")
LIST_NONE_HINT = Text(
    "建议的六项：教育App备案、等级保护、ICP备案、未成年人个人信息合规审计、备份恢复测试、账号权限核查。",
    "Suggested: app filing, graded protection, ICP filing, the audit of minors' data, restore tests, account review.",
)
LIST_NONE_OF_YOURS = Text("合规日历里没有你经办的事项。", "Nothing on the compliance calendar is yours.")
LIST_LINE = Text("{day} {code} {name} · {owner} · {status}{late}", "{day} {code} {name} · {owner} · {status}{late}")
LIST_OVER = Text("{code} {name} · {status}", "{code} {name} · {status}")
LIST_NOTE = Text(
    "名目是常见要求，以主管部门的通知为准。说「登记合规事项 …」加一项。",
    "These are common ones; the authorities' notices decide. “Register obligation …” adds one.",
)
TOOK = Text("收到，记作 {code} 这次的证据。", "Kept as evidence of {code}.")
NO_FILES = Text("{code} 还没有证据文件。", "{code} has no evidence files yet.")
THESE = Text("{code} 的证据：{count} 份", "Evidence of {code}: {count}")
BY_RECORD = Text("系统记录：{source}", "on record: {source}")
MOVED = Text("{left} 已离开，{code} {name} 改由{heir}经办。", "{left} has left; {heir} owns {code} {name} now.")

SECTION = Text("合规事项", "Compliance")
SECTION_LATE = Text("已逾期 {count} 项：", "{count} are late:")
METRIC = Text("合规事项按期率", "Obligations kept in time")
METRIC_HOW = Text(
    "这段时间到期的合规事项中，到期前提交了证据的比例。",
    "Of the obligations due in this time: the share with evidence before their day.",
)
PERCENT = Text("%", "%")
HELP = Text("合规日历：看备案、测评、审计什么时候到期", "compliance calendar: filings and audits with their day")
