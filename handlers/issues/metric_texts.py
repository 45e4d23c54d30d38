"""What the desk counts, in words: the name of each figure and exactly how it is counted."""

from handlers.texts import Text

SECTION = Text("运维服务", "Service")
EACH = Text("件", "")
MINUTES = Text("分钟", "min")
HOURS = Text("小时", "h")
PERCENT = Text("%", "%")
STAR = Text("星", "stars")
FILED = Text("报修", "Reports")
FILED_HOW = Text(
    "按报修日期数，含已撤销和已合并的；部门是报修时报修人的部门。",
    "By day of report, withdrawn and merged ones included; the department is the reporter's at that time.",
)
SOLVED = Text("解决的报修", "Issues resolved")
SOLVED_HOW = Text(
    "按解决日期数，只算现在仍是已解决或已关闭的。", "By day of resolution; only those that stayed resolved."
)
RESPONSE = Text("平均响应时间", "Mean response time")
RESPONSE_HOW = Text(
    "这段时间报修的，从提交到第一次接单的分钟数的平均（钟表时间）；没接单的和已合并的不算。",
    "Mean minutes from filing to claiming of what was filed in this time, by the clock; unclaimed and merged ones left out.",
)
REPAIR = Text("平均修复时间", "Mean repair time")
REPAIR_HOW = Text(
    "这段时间解决的，从提交到解决的小时数的平均（钟表时间，含等待）。",
    "Mean hours from filing to resolution of what was resolved in this time, by the clock, waiting included.",
)
IN_TARGET = Text("按时解决率", "Resolved in time")
IN_TARGET_HOW = Text(
    "这段时间解决、且有时限的报修中，在时限内解决的比例。",
    "Of what was resolved in this time and had a target: the share in time.",
)
STARS = Text("报修满意度", "Satisfaction")
STARS_HOW = Text(
    "这段时间解决的报修中，报修人打的星的平均（1到5星）。", "Mean stars (1 to 5) of what was resolved in this time."
)
UNSOLVED = Text("未解决的报修", "Issues open")
UNSOLVED_HOW = Text(
    "到这段时间结束时还没解决的，不含已撤销、已合并、已转立项和转事件的。",
    "Not resolved when this time ended; without those withdrawn, merged or carried on elsewhere.",
)
REOPENED = Text("返修率", "Reopened")
REOPENED_HOW = Text(
    "这段时间解决的报修中，曾被重新打开的比例。", "Of what was resolved in this time: the share that had been reopened."
)
LATE = Text("超过时限还没解决的有 {count} 件。", "{count} are open beyond their target.")
