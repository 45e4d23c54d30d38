"""The numbers of an incident, on the wall clock. The hours to the authorities follow the national measures on reporting
cyber security incidents (ordinary operators: four hours from 较大 on); the CIO sets what the local plan asks for.
"""

from handlers.rulebook import Rule
from handlers.texts import Text

TAKE_UP = Rule(
    "incidents.take_up", Text("安全事件接手时限", "Incident taken up within"), 10, "minutes", "7.3.1",
    within=("incidents.to_leader",),
)  # fmt: skip
TO_LEADER = Rule(
    "incidents.to_leader", Text("安全事件无人接手报校领导", "Untaken incident goes to a leader after"), 15, "minutes", "7.3.1"
)  # fmt: skip
REPORT_OUT = Rule(
    "incidents.report_out", Text("较大及以上事件上报主管部门时限", "Authorities told of a serious incident within"), 4, "hours",
    "7.3.1",
)  # fmt: skip
CADENCE = Rule(
    "incidents.cadence", Text("重大事件进展通报间隔", "Progress of a major incident told every"), 30, "minutes", "7.3.1"
)
MOST_CALLS = Rule(
    "incidents.cadence_calls", Text("重大事件最多催报进展几次", "Calls for progress, at most"), 12, "count", "7.3.1"
)
SAME_WITHIN = Rule(
    "incidents.same_within", Text("多久以内的相同报告并为一起", "Reports of the same thing count as one within"), 30, "minutes",
    "7.3.1",
)  # fmt: skip
MANY = Rule(
    "incidents.many", Text("重大事件涉及人数或条数", "People or records of a major incident"), 1000, "count", "7.3.1",
    most=1_000_000, things=Text("人（条）", "people or records"), before=("incidents.very_many",),
)  # fmt: skip
VERY_MANY = Rule(
    "incidents.very_many", Text("特别重大事件涉及人数或条数", "People or records of a critical incident"), 100_000, "count",
    "7.3.1", most=100_000_000, things=Text("人（条）", "people or records"),
)  # fmt: skip
REVIEW_WITHIN = Rule(
    "incidents.review_within",
    Text("事件恢复后复盘会期限", "Review meeting after recovery within"),
    5,
    "workdays",
    "7.3.1",
)
EVIDENCE_KEPT = Rule(
    "incidents.evidence_kept", Text("安全事件证据文件保存多久", "Files of evidence are kept for"), 1095, "days", "7.3.1", least=180,
    most=3650,
)  # fmt: skip
ALL = (EVIDENCE_KEPT, TAKE_UP, TO_LEADER, REPORT_OUT, CADENCE, MOST_CALLS, SAME_WITHIN, MANY, VERY_MANY, REVIEW_WITHIN)
