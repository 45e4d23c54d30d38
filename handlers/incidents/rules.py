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
ALL = (TAKE_UP, TO_LEADER, REPORT_OUT, CADENCE, MOST_CALLS)
