"""What is counted of projects, in words."""

from handlers.texts import Text

SECTION = Text("项目", "Projects")
EACH = Text("个", "")
DAYS = Text("天", "days")
PERCENT = Text("%", "%")
FINISHED = Text("完成的项目", "Projects finished")
FINISHED_HOW = Text("按 CIO 通过结项的日期数。", "By the day the CIO accepted the result.")
SUBMITTED = Text("项目申请", "Project requests")
SUBMITTED_HOW = Text("按提交日期数，不含已撤回的。", "By day of submission, without the withdrawn.")
APPROVED = Text("批准的项目", "Projects approved")
APPROVED_HOW = Text("按决定日期数，只算现在仍有效的批准。", "By day of the decision; approvals that still stand.")
RUNNING = Text("在建项目", "Projects under way")
RUNNING_HOW = Text(
    "现在已批准、还没结束的，且在这段时间结束前提交。",
    "Approved and not ended today, submitted before this time ended.",
)
DECISION = Text("项目审批时间", "Time to a decision")
DECISION_HOW = Text(
    "这段时间作出决定的，从提交到决定的天数的平均（日历天，含等待补充材料）。",
    "Mean calendar days from submission to decision of what was decided in this time, waiting for answers included.",
)
MILESTONES = Text("里程碑按时率", "Milestones in time")
MILESTONES_HOW = Text(
    "在建项目在这段时间到期的里程碑中，按时完成的比例。",
    "Of running projects' milestones due in this time: the share done in time.",
)
LATE = Text("有里程碑逾期的在建项目 {count} 个。", "{count} running projects have a late milestone.")
ASK = Text("{code}《{title}》无人能决定，请指定审批人。", "{code} {title}: nobody can decide; please name who shall.")
