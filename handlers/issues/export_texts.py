"""What an export says. Chinese first, English beside it."""

from handlers.texts import Text

DONE = Text("导出好了：{count} 件报修（{what}）。", "Exported: {count} issue(s) ({what}).")
DONE_COUNTS = Text("导出好了：{department}的报修统计（{what}）。", "Exported: the counts of {department} ({what}).")
NONE = Text(
    "{what}没有报修，没有可导出的。换个范围试试，例如「导出上月报修」。",
    "No issues: {what}. Try another range, such as “export issues last month”.",
)
WITHOUT = Text(
    "不含报修人姓名和电话，文字里的电话号码已隐去。",
    "Without names and telephones of reporters; numbers in texts are hidden.",
)
WITH_PEOPLE = Text(
    "含报修人姓名和电话，仅限「{reason}」使用，已记录。请勿转发。",
    "Names and telephones are in it, for “{reason}” only; this is on record. Please do not pass it on.",
)
CUT = Text(
    "太多了，只放了最早的 {most} 件；请缩小范围再导。", "Too many: only the oldest {most} are in it; narrow the range."
)
LIVES = Text("文件保留 {days} 天。", "The file is kept for {days} days.")
COUNTS_ONLY = Text("部门负责人看数量，不看明细。", "A head sees numbers, not single reports.")
WHO_MAY = Text(
    "导出工单给调度、CIO（明细）和部门负责人（本部门数量）用。你可以说「我的报修」。",
    "Exports are for the dispatcher and the CIO (single issues) and heads (counts of their department). Say “my reports”.",
)
PEOPLE_BY_CIO = Text(
    "带姓名和电话的导出只有 CIO 能做，还要写明用途。不带的你现在就可以：说「导出工单」。",
    "Only the CIO may export names and telephones, and has to say what for. Without them you may: say “export issues”.",
)
TITLE = Text("导出工单（含姓名电话）", "Export issues with names and telephones")
REASON = Text("用途", "Purpose")
ASK_REASON = Text(
    "这份导出含个人信息，会记入审计。用来做什么？例如：期末核对维修回访。",
    "This export holds personal data and goes on record. What is it for? For example: term-end follow-up calls.",
)
REASON_TOO_SHORT = Text(
    "请写清楚用途，至少四个字，例如「期末核对维修回访」。",
    "Please say what for in a few words, such as “term-end follow-up calls”.",
)
ALL = Text("全部", "all")
OPEN = Text("未完成", "open")
LATE = Text("逾期", "overdue")
FILE = Text("工单", "issues")
FILE_COUNTS = Text("报修统计", "issue counts")

HEADINGS: dict[str, Text] = {
    "code": Text("编号", "No."),
    "status": Text("状态", "Status"),
    "priority": Text("优先级", "Priority"),
    "department": Text("部门", "Department"),
    "place": Text("地点", "Place"),
    "building": Text("楼宇", "Building"),
    "asset": Text("设备", "Device"),
    "fault": Text("现象", "Fault"),
    "filed": Text("报修时间", "Filed"),
    "claimed": Text("接单时间", "Taken"),
    "resolved": Text("解决时间", "Resolved"),
    "closed": Text("关闭时间", "Closed"),
    "resolve_by": Text("应解决时间", "Resolve by"),
    "response": Text("响应用时（工作时间）", "Response (working time)"),
    "repair": Text("解决用时（工作时间）", "Repair (working time)"),
    "late": Text("是否逾期", "Overdue"),
    "assignee": Text("技术员", "Technician"),
    "solution": Text("处理结果", "What was done"),
    "cause": Text("原因", "Cause"),
    "stars": Text("评分", "Stars"),
    "reopened": Text("重开次数", "Reopened"),
    "master": Text("并入", "Merged into"),
    "reporter": Text("报修人", "Reporter"),
    "phone": Text("电话", "Telephone"),
    "what": Text("项目", "Item"),
    "count": Text("数量", "Count"),
}
YES, NO = Text("是", "yes"), Text("否", "no")
BY_STATUS = Text("状态：{name}", "Status: {name}")
BY_BUILDING = Text("楼宇：{name}", "Building: {name}")
BY_PRIORITY = Text("优先级：P{name}", "Priority: P{name}")
ELSEWHERE = Text("其他", "elsewhere")
TOTAL = Text("合计", "Total")
HELP = Text(
    "导出：如「导出本月报修」",
    "Export: “export this month’s issues”",
)
