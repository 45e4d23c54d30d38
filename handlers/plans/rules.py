"""The numbers of planning that the charter leaves open (clause 9.1): the CIO changes them in chat."""

from handlers.rulebook import Rule
from handlers.texts import Text

CONSULT = Rule("plans.consult", Text("计划征求意见期限", "Time to comment on a plan"), 5, "workdays", "5.1.1")
SURVEY = Rule("plans.survey", Text("现状自评填报期限", "Time to answer the survey"), 5, "workdays", "6.1.1")
UPDATE_WITHIN = Rule("plans.update_within", Text("目标进度更新期限", "Time to update a goal"), 5, "workdays", "5.1.1")
BEHIND = Rule(
    "plans.behind",
    Text("目标连续落后几期提请 CIO 复核", "Periods behind until review"),
    2,
    "count",
    "5.1.1",
    things=Text("期", "periods"),
)
PACE = Rule(
    "plans.pace", Text("低于应有进度的多少算落后", "Behind below this share of the due pace"), 80, "percent", "5.1.1"
)
LOOK_BACK = Rule("plans.look_back", Text("现状分析回看", "Figures looked back on"), 180, "days", "6.1.1")
FAILS = Rule("plans.fails", Text("同一处报修多少次算差距", "Faults at one place that make a gap"), 3, "count", "6.1.1")
LATE = Rule("plans.late", Text("逾期比例超过多少算差距", "Overdue share that makes a gap"), 10, "percent", "6.1.1")
STARS = Rule(
    "plans.stars", Text("满意度低于多少算差距", "Satisfaction below which there is a gap"), 80, "percent", "6.1.1"
)
POINTS = Rule(
    "plans.points", Text("自评低于多少算差距", "Survey points below which there is a gap"), 60, "percent", "6.1.1"
)
ALL = (CONSULT, SURVEY, UPDATE_WITHIN, BEHIND, PACE, LOOK_BACK, FAILS, LATE, STARS, POINTS)
