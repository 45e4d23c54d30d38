"""What is said with a number: of when, counted how, from how many records, and who may see it."""

from handlers.texts import Text

HELP = Text(
    "问数字：「上个月报修多少」「本学期办了几个项目」「统计口径」", "Figures: “how many issues last month”, “metrics”"
)
SCHOOL = Text("全校", "The school")
UNKNOWN = Text("没写部门", "no department")
NOT_WRITTEN = Text("没写", "not written down")
TITLE = Text("{whose}，{when}：{name} {value}", "{whose}, {when}: {name} {value}")
TITLE_SEVERAL = Text("{whose}，{when}", "{whose}, {when}")
WITHIN = Text("{whose}（{within}）", "{whose} ({within})")
LAST_DAYS = Text("近 {days} 天（{span}）", "the last {days} days ({span})")
HOW = Text("口径（第{version}版）：{formula}", "Counted (v{version}): {formula}")
FROM = Text("依据 {count} 条记录。", "From {count} records.")
OF_ALL = Text("{all} 条记录中 {count} 条符合。", "{count} of {all} records.")
UNTIL = Text("截至 {at}。", "Up to {at}.")
MISSING = Text(
    "缺：这段时间没有可以数的记录，所以没有数，也不是 0。",
    "Missing: nothing was recorded that could be counted; that is not zero.",
)
SINCE = Text("记录从 {day} 开始，之前的没有。", "Records begin on {day}.")
OF_YEAR = Text("{year}年{when}", "{when} {year}")
BEFORE = Text("对比（{when}）", "Compared with ({when})")
FEW = Text("少于 {least} 件的部门合计", "departments with fewer than {least}")
FEW_GROUPS = Text("少于 {least} 条的合计", "those with fewer than {least}")
FEW_HIDDEN = Text(
    "少于 {least} 件的部门合在一起，免得从数字认出人。",
    "Departments with fewer than {least} stand together, so that no number points at a person.",
)
HIDDEN = Text("不显示", "not shown")
TOO_FEW = Text(
    "{whose}，{when}：记录少于 {least} 条，单列出来就认得出人，所以不显示。",
    "{whose}, {when}: fewer than {least} records, which would point at a person; not shown.",
)
WHICH_PERIOD = Text(
    "想看别的时间，直接说，如「上个月」「本学期」。", "For another time just say so: “last month”, “this term”."
)
SHOW_LIST = Text("看明细", "Open the rows")
SHOW_LIST_OF = Text("看明细：{name}", "Rows: {name}")
BY_DEPARTMENT = Text("按部门看", "By department")
LIST = Text("{whose}，{when}：{name}，{count} 条", "{whose}, {when}: {name}, {count} rows")
MORE_ROWS = Text("只列最近 {most} 条；{count} 条全部在文件里。", "The newest {most}; all {count} are in the file.")
FILE = Text("明细-{name}-{when}.xlsx", "rows-{name}-{when}.xlsx")
SPEAKS = Text("✓", "✓")
NOT = Text("✗", "✗")
TOO_FEW_TO_LIST = Text(
    "只有不到 {least} 件，列出来就认得出是谁报的，所以只给数字。",
    "Fewer than {least}: a list would show whose they are, so there is only the number.",
)
NO_NAMES = Text("清单不含报修人和房间。", "The list names neither reporters nor rooms.")
ONLY_NUMBERS = Text("这个数的明细涉及个人，只有 CIO 能看。", "These rows tell about people; only the CIO opens them.")
NOT_YOURS = Text(
    "部门负责人看本部门的数，CIO 和校领导看各部门的；报修的数，调度和技术员也能看。你自己的说「我的报修」。",
    "Heads see their own department's figures, the CIO and leaders every department's; of issues the desk does, too. "
    "For your own say “my reports”.",
)
NOT_PUBLIC = Text("「{name}」要由{who}来看。", "“{name}” is for {who}.")
WHO = Text(
    "CIO、校领导、秘书、审计员（部门负责人看本部门的）",
    "the CIO, leaders, the secretary, auditors (heads for their own department)",
)
WHO_SCHOOL = Text("CIO、校领导、秘书和审计员", "the CIO, leaders, the secretary and auditors")
ONLY_OWN = Text("你只能看{department}的数。", "You can see the figures of {department} only.")
NO_SUCH_TERM = Text(
    "校历里没有这个学期，不知道从哪天到哪天。说日期也行，如「3月到6月」。",
    "The school calendar has no such term. Name the dates, such as “March to June”.",
)
AHEAD = Text("这段时间还没有到，没有可以数的。", "That time lies ahead; there is nothing to count yet.")
NO_METRIC = Text("没有这个口径，我不编数字。", "There is no such metric, and I do not make numbers up.")
NEAREST = Text("最接近的有：", "The nearest:")
SEE_ALL = Text("全部口径：说「统计口径」。", "For all of them say “metrics”.")
NO_CUT = Text("「{name}」没有按{cut}记录，分不开。", "“{name}” is not recorded by {cut}.")
METRICS = Text("统计口径（{count} 个）", "Metrics ({count})")
METRIC_LINE = Text(
    "{name}（第{version}版，章程 {clause}）：{formula}", "{name} (v{version}, charter {clause}): {formula}"
)
METRICS_HOW = Text("直接问：「上个月平均修复时间」「本学期各部门报修」。", "Just ask: “mean repair time last month”.")
DEPARTMENT = Text("部门", "department")
CUTS = {
    "department": DEPARTMENT, "building": Text("楼", "building"), "room": Text("地点", "room"), "asset": Text("设备", "device"),
    "campus": Text("校区", "campus"), "role": Text("身份", "role"),
}  # fmt: skip
# By whom a fault was reported; what the groups of the cut by role are called.
ROLE_GROUPS = {
    "leader": Text("校领导和CIO", "leaders and the CIO"), "head": Text("部门负责人和联络人", "heads and liaisons"),
    "staff": Text("教职工", "staff"),
}  # fmt: skip
EQUITY = Text("服务公平，{when}：{outcome}", "Equal service, {when}: {outcome}")
EQUITY_EVEN = Text("没有明显差距", "no clear difference")
EQUITY_UNEVEN = Text("{count} 处明显慢", "{count} clearly slower")
EQUITY_NONE = Text("服务公平，{when}：记录太少，看不出差距", "Equal service, {when}: too few records to tell")
EQUITY_LINE = Text("{name}：{parts}{slow}", "{name}: {parts}{slow}")
EQUITY_CUT = Text("【按{cut}】", "By {cut}")
EQUITY_PART = Text("{metric} {value}（{count} 件）", "{metric} {value} ({count})")
EQUITY_SLOW = Text("（慢：全校的 {times} 倍）", " (slow: {times} × the school's)")
EQUITY_FEW = Text("不到 {least} 件的不单列：{names}", "Fewer than {least}, not shown: {names}")
EQUITY_HOW = Text(
    "响应和修复时间按报修人的部门、身份和地点所在校区分；比全校平均慢到 {percent}% 标「慢」（细则「{rule}」）。制度 2.4。",
    "Response and repair by the reporter's department and role and the room's campus; slow is {percent}% of the school's mean"
    " (rule “{rule}”). Clause 2.4.",
)
EQUITY_SECTION = Text("服务公平（2.4）", "Equal service (2.4)")
EQUITY_SECTION_SLOW = Text(
    "{name}的{metric} {value}，是全校平均的 {times} 倍（{count} 件）",
    "{name}: {metric} {value}, {times} × the school's ({count})",
)
EQUITY_SECTION_EVEN = Text(
    "各部门、各校区、各类人员的响应和修复时间没有明显差距。",
    "Response and repair times show no clear difference by department, campus or role.",
)
SEE_EQUITY = Text("看服务公平", "see how equal the service is")
UNUSUAL = Text("报修异常：{room} 近 {days} 天报修 {count} 件", "Unusual: {count} faults at {room} in {days} days")
UNUSUAL_USUAL = Text(
    "平时同样长的时间约 {usual} 件（按此前 {weeks} 周算），已到 {times} 倍以上。",
    "Usually about {usual} in as long a time (from {weeks} weeks before); over {times} times as many.",
)
UNUSUAL_HOW = Text("依据细则「{rule}」。", "By the rule “{rule}”.")
