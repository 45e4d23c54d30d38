"""How we speak about systems."""

from handlers.texts import Text
from storage.systems import SystemStage

STATUS: dict[str, Text] = {
    SystemStage.PLANNED: Text("拟建", "planned"),
    SystemStage.IN_USE: Text("在用", "in use"),
    SystemStage.RETIRED: Text("停用", "out of use"),
}
ENDS = {
    "contract": Text("合同", "contract"),
    "certificate": Text("证书", "certificate"),
    "filing": Text("备案", "filing"),
}
GRADES = {1: "一级", 2: "二级", 3: "三级", 4: "四级", 5: "五级"}

# Steps
LAUNCH = Text("投入使用", "Put into use")
RETIRE = Text("停用系统", "Take out of use")
REVIVE = Text("恢复使用", "Use again")
HAND_OVER = Text("换负责人", "Change owner")
DEPUTIZE = Text("定副手", "Name a deputy")
RENEW = Text("更新到期日", "Renew")
GRADE_IT = Text("定等保级别", "Set the grade")
ASK_GRADE = Text("等保几级？写一级到五级。", "Which grade? Write 1 to 5.")
GRADED = Text("{code} {name}：等保{grade}", "{code} {name}: {grade}")
ASK_WHY = Text("为什么停用？数据去哪了？", "Why, and where does its data go?")
ASK_WHO = Text("由谁负责？写姓名。", "Who will own it? Write the name.")
ASK_DEPUTY = Text("谁做副手？写姓名。", "Who is the deputy? Write the name.")
ASK_DATES = Text(
    "写新的到期日，如：合同到期 2027-08-31（证书、备案也可以）", "Write the new date, such as: contract 2027-08-31"
)
REASON = Text("原因", "Reason")
PERSON = Text("姓名", "Name")
DATES = Text("到期日", "Date")
NO_DATES = Text(
    "没看到是哪一项、到哪天。写成：合同到期 2027-08-31", "Which date, until when? Write: contract 2027-08-31"
)
PAST_DATE = Text("{day}已经过去了，请核对。", "{day} is in the past; please check.")

# Registering
FORM = Text("登记系统", "Register a system")
NAME = Text("系统名称", "Name")
NAME_ASK = Text("哪个系统？", "Which system?")
OWNER_ASK = Text("谁负责？每个系统都要有负责人。写姓名。", "Who owns it? Every system has an owner. Write the name.")
OWNER = Text("负责人", "Owner")
DEPUTY = Text("副手", "Deputy")
REGISTER = Text("登记系统", "Register a system")
WHO_REGISTERS = Text("CIO、技术员、部门联络人或系统管理员", "the CIO, a technician, a liaison or an administrator")
NOT_YOURS = Text(
    "{name} 是{department}的系统，请找 CIO、技术员或系统管理员改。",
    "{name} belongs to {department}; the CIO, a technician or an administrator can change it.",
)
REGISTERED = Text(
    "已登记 {code} {name}：{owner}负责。已请{owner}签收。",
    "{code} {name} registered; {owner} owns it and is asked to sign.",
)
UPDATED = Text("已更新 {code} {name}：{owner}负责。", "{code} {name} updated; {owner} owns it.")
HOW = Text(
    "一句话登记：登记系统 教务系统 负责人赵工 副手王师傅 等保二级 合同到期2027-08-31",
    "In one sentence: add system Grade Book, owner NAME, deputy NAME, contract 2027-08-31",
)
TOO_LONG = Text("名称太长，请写短一点（40 字以内）。", "The name is too long; 40 characters at most.")
SAME_PERSON = Text("负责人和副手要是两个人。", "Owner and deputy have to be two people.")
BAD_GRADE = Text("等保级别「{grade}」看不懂，写一级到五级。", "Unknown grade “{grade}”; write 1 to 5.")
BAD_STATUS = Text(
    "状态「{status}」不认识，可用：拟建、在用、停用。", "Unknown status “{status}”: planned, in_use, retired."
)
BAD_CLASS = Text("数据类别「{data_class}」不认识。", "Unknown data class “{data_class}”.")
TWICE = Text("与第 {line} 行重复。", "The same as line {line}.")
NO_OWNER = Text("没有负责人；每个系统都要有。", "No owner; every system has one.")

# Card
TITLE = Text("{code} {name} · {status}", "{code} {name} · {status}")
GRADE = Text("等保", "Grade")
NO_GRADE = Text("未定级", "not graded")
DATA = Text("数据类别", "Data class")
NO_CLASS = Text("未分类（说「数据分类」）", "not classified (say “classify data”)")
VENDOR = Text("供应商", "Vendor")
EXPIRES = Text("到期", "Expires")
EXPIRED = Text("（已过期）", " (over)")
BACKUP = Text("备份", "Backup")
NO_BACKUP = Text("没有登记备份计划", "no backup plan registered")
USERS = Text("使用", "Used by")
DEPARTMENT = Text("部门", "Department")
NONE = Text("未定", "none yet")
CLAUSE = Text("依据", "Under")
CLAUSE_IS = Text("章程 5.1.4（安全管理）", "charter 5.1.4 (safety)")
SINCE = Text("{name}（{day}起）", "{name} (since {day})")

# List
LIST = Text("系统登记：{count} 个", "Systems: {count}")
LIST_LINE = Text("{code} {name}（{status}）· {owner}{late}", "{code} {name} ({status}) · {owner}{late}")
LATE = Text(" · {what}已过期", " · {what} is over")
NOBODY_LINE = Text("{name} · 没有负责人", "{name} · nobody owns it")
LIST_NONE = Text("还没有登记系统。{how}", "No system is registered yet. {how}")
YOURS = Text("你名下的系统：{count} 个", "Systems of yours: {count}")
NONE_OF_YOURS = Text("你名下没有登记系统。", "No system is registered under your name.")
OPEN_IT = Text("看 {code}", "Open {code}")

# Reminders
EXPIRES_SOON = Text(
    "{code} {name}的{what}{day}到期，还有 {days} 天", "{code} {name}: the {what} ends on {day}, in {days} days"
)
EXPIRED_NOW = Text("{code} {name}的{what}已过期（{day}）", "{code} {name}: the {what} ended on {day}")
RENEW_HOW = Text("办好后写：更新到期日 {code} {what}到期 2027-08-31", "Afterwards: renew {code} {what} 2027-08-31")
BY_RULE = Text("依据细则「{rule}」", "under the rule “{rule}”")
IS_OVER = Text("{name}的{what}已过期", "{name}: the {what} is over")
ENDS_SOON = Text("{name}的{what}快到期", "{name}: the {what} ends soon")
HANDED = Text(
    "{code} {name} 由{owner}负责了，原负责人{before}。", "{owner} owns {code} {name} now; before it was {before}."
)
IS_OWNER = Text("{code} 本来就由{owner}负责。", "{owner} owns {code} already.")
DEPUTY_IS = Text("{code} {name} 的副手是{name2}。", "{name2} is the deputy for {code} {name}.")
RENEWED = Text("{code} {name}：{what}", "{code} {name}: {what}")
UNTIL = Text("{what}到{day}", "{what} until {day}")
MOVED = Text(
    "{left}已离职，{code} {name} 暂由{owner}负责。要换人，写：换负责人 {code} 姓名",
    "{left} has left; {owner} owns {code} {name} for now. To change: change owner {code} NAME",
)

# 安全态势
POSTURE = Text("安全态势：逾期 {late} 项，临近 {soon} 项", "Safety: {late} overdue, {soon} coming up")
POSTURE_FINE = Text("安全态势：没有逾期事项", "Safety: nothing is overdue")
POSTURE_OWN = Text("{point}（只含你负责的）", "{point} (yours only)")
POSTURE_FIGURES = Text("在用系统 {systems} 个 · 未关闭风险 {risks} 个", "{systems} systems in use · {risks} open risks")
POSTURE_LATE = Text("【逾期】", "Overdue")
POSTURE_SOON = Text("【临近】", "Coming up")
POSTURE_LINE = Text("{words} · {owner} · {day}", "{words} · {owner} · {day}")
POSTURE_MORE = Text(
    "另有 {count} 项，说「系统清单」「风险清单」「备份情况」细看。", "{count} more: see systems, risks, backups."
)
POSTURE_SEE = Text("看安全态势", "See the safety overview")
WHO_OVERSEES = Text(
    "CIO、校领导、秘书、检查员、审计员、管理员、技术员或系统负责人",
    "the CIO, leaders, the secretary, inspectors, auditors, administrators, technicians or owners",
)
DIGEST = Text(
    "每周安全汇总：逾期 {late} 项，未关闭风险 {risks} 个", "Weekly safety digest: {late} overdue, {risks} open risks"
)
SECTION = Text("系统与安全", "Systems and safety")
SECTION_SYSTEMS = Text(
    "在用系统 {count} 个，未定级 {ungraded} 个，数据未分类 {unclassified} 个",
    "{count} systems in use, {ungraded} not graded, {unclassified} not classified",
)
HELP = Text(
    "系统：如「系统清单」「登记系统 教务系统 负责人赵工」", "Systems: “systems”, “add system NAME, owner PERSON”"
)
HELP_POSTURE = Text("安全态势：说「安全情况怎么样」", "Safety: “how is our safety?”")
UNGRADED = Text("等保没定级的系统 {count} 个", "{count} systems without a grade of protection")
ALL_GRADED = Text("在用的系统都定了级。", "Every system in use has its grade.")
