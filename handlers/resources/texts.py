"""How we speak about the register."""

from handlers.texts import Text
from storage.resources import Hold, Kind

KINDS = {
    Kind.BUDGET: Text("预算", "Budget"),
    Kind.PEOPLE: Text("人力", "People"),
    Kind.DEVICE: Text("设备", "Devices"),
    Kind.SYSTEM: Text("系统", "Systems"),
}
HOLDS = {
    Hold.PLANNED: Text("计划", "planned"),
    Hold.RESERVED: Text("已预留", "reserved"),
    Hold.IN_USE: Text("占用中", "in use"),
    Hold.SPENT: Text("已支出", "spent"),
    Hold.RELEASED: Text("已释放", "released"),
}

# Registering
REGISTER = Text("登记资源", "Register resources")
WHO_REGISTERS = Text("CIO、部门联络人或系统管理员", "the CIO, a liaison or an administrator")
NOT_YOUR_DEPARTMENT = Text(
    "「{name}」不是{department}登记的，联络人只能改本部门的；请找 CIO 或系统管理员。",
    "“{name}” was not registered by {department}; a liaison changes their own department's lines only.",
)
BUDGETS_BY_CIO = Text("预算由 CIO 或系统管理员登记。", "Budget lines are registered by the CIO or an administrator.")
REGISTERED = Text("已登记{kind}：{line}。", "Registered ({kind}): {line}.")
CHANGED = Text("已更新{kind}：{line}，原来是{before}。", "Updated ({kind}): {line}; it was {before}.")
BELOW_TAKEN = Text(
    "「{name}」已有项目占着 {taken}，改到{amount}就不够了（{projects}）。确实要改，请在后面加「原因：…」。",
    "Projects hold {taken} of “{name}”, so {amount} is too little ({projects}). Add “reason: …” to change it anyway.",
)
HOW = Text(
    "这样登记：登记预算 信息化专项 2026年 50万；登记设备 平板车 2辆；登记人力 王老师 11月 3人周；"
    "登记系统 智慧课堂平台 负责人赵工 合同到期：2027-08-31",
    "Register like this: register budget NAME 2026 500000元; register device NAME 2; register people NAME Nov 3 weeks",
)
NO_NAME = Text("没看到名称。{how}", "No name found. {how}")
NO_AMOUNT = Text("没看到数量。{how}", "No amount found. {how}")
NO_PERIOD = Text("没看到时间，人力要写哪个月。{how}", "No period found; people need one. {how}")
TOO_LONG = Text("名称太长，请写短一点（40 字以内）。", "The name is too long; 40 characters at most.")
TOO_MUCH = Text("数量太大，请核对。", "The amount is too large; please check it.")
BAD_KIND = Text(
    "类别「{kind}」不认识，可用：budget、people、device、system。",
    "Unknown kind “{kind}”; use budget, people, device or system.",
)
BAD_DATE = Text("日期「{date}」看不懂，写成 2027-08-31。", "Cannot read the date “{date}”; write 2027-08-31.")
TWICE = Text("与第 {line} 行重复。", "The same as line {line}.")

# Answers
TITLE = Text("资源登记", "The register")
NOTHING = Text(
    "登记里还没有资源。CIO、联络人或管理员可以登记，如「登记设备 平板车 2辆」。",
    "Nothing is registered yet. The CIO, a liaison or an administrator can, such as “register device NAME 2”.",
)
NONE_OF_KIND = Text("登记里还没有{kind}。", "No {kind} registered yet.")
LINE = Text("{name}（{period}）：{amount}，还剩{left}", "{name} ({period}): {amount}, {left} left")
LINE_EVER = Text("{name}：{amount}，还剩{left}", "{name}: {amount}, {left} left")
LINE_OVER = Text("{line}（超出登记）", "{line} (above the register)")
SYSTEM_LINE = Text("{name}{facts}", "{name}{facts}")
USED_BY = Text("，{who}在用", ", used by {who}")
CONTRACT = Text("，合同到 {date}", ", contract until {date}")
FROM_PROJECT = Text("，来自 {code}", ", from {code}")
HOLDER = Text("· {code} {title}：{amount}，{state}{until}", "· {code} {title}: {amount}, {state}{until}")
OTHER_HOLDER = Text("· 另一个项目：{amount}，{state}{until}", "· another project: {amount}, {state}{until}")
UNTIL = Text("，到 {date}", ", until {date}")
FREE_TITLE = Text("{period}有空的：", "Free ({period}):")
NOBODY_FREE = Text("{period}没有登记有空的人。", "Nobody is registered as free ({period}).")
PERSON_FREE = Text("{name}：还有{left}（{period}）", "{name}: {left} left ({period})")
FULL = Text("已排满：{names}", "fully booked: {names}")
IN_USE_TITLE = Text("{name}，{period}：", "{name}, {period}:")
NOBODY_USES = Text("没有项目在用，{left}都空着。", "No project uses it; {left} free.")
STILL_FREE = Text("还空着{left}。", "{left} free.")
SEE_BUDGET = Text("看预算", "See the budget")
WHO_SEES_BUDGET = Text(
    "CIO、校领导、部门负责人、联络人、秘书或审计员", "the CIO, leaders, heads, liaisons, the secretary or the auditor"
)
HELP = Text(
    "资源：如「还剩多少预算」「下周谁有空」",
    "Resources: “what is left of the budget?”, “who is free next week?”",
)
