"""The numbers behind approvals that the charter leaves open (clause 9.1): the CIO changes them in chat."""

from handlers.rulebook import Rule
from handlers.texts import Text

NUDGE_FIRST = Rule("projects.nudge_first", Text("审批第一次提醒", "First approval reminder"), 3, "workdays", "6.2.1")
NUDGE_AGAIN = Rule("projects.nudge_again", Text("审批再次提醒", "Second approval reminder"), 5, "workdays", "6.2.1")
ESCALATE = Rule(
    "projects.escalate",
    Text("审批超时告知领导小组秘书", "Overdue approvals reach the secretary"),
    7,
    "workdays",
    "6.2.1",
)
SUPPLEMENT = Rule(
    "projects.supplement", Text("补充材料期限", "Time to answer the CIO's question"), 5, "workdays", "6.2.1"
)
RESUBMIT = Rule("projects.resubmit", Text("退回后重报期限", "Time to resubmit"), 15, "workdays", "6.2.1")
DRAFT_REMINDER = Rule("projects.draft_reminder", Text("草稿提醒", "Reminder of a draft"), 3, "days", "6.2.1")
UNDO = Rule("projects.undo", Text("审批决定可撤回的时间", "A decision can be taken back for"), 10, "minutes", "6.2.1")
APPEAL = Rule("projects.appeal", Text("驳回后申诉期限", "Time to appeal a rejection"), 10, "workdays", "6.2.1")
SECOND_ABOVE = Rule(
    "projects.second_above",
    Text("超过多少元需校领导二审（0 为不需要）", "A leader agrees too above (0: never)"),
    0,
    "yuan",
    "6.2.1",
)
OPINION = Rule("projects.opinion", Text("技术意见期限", "Time to give an opinion"), 3, "workdays", "6.2.1")
MILESTONE_BEFORE = Rule(
    "projects.milestone_before", Text("里程碑提前提醒", "Reminder before a milestone"), 3, "workdays", "6.2.1"
)
EVALUATE_AFTER = Rule("projects.evaluate_after", Text("完成后评估", "Evaluation after"), 30, "days", "6.3.1")
EVALUATE_WITHIN = Rule("projects.evaluate_within", Text("评估期限", "Time for the evaluation"), 10, "workdays", "6.3.1")
ALL = (
    NUDGE_FIRST, NUDGE_AGAIN, ESCALATE, SUPPLEMENT, RESUBMIT, DRAFT_REMINDER, UNDO, APPEAL, SECOND_ABOVE,
    OPINION, MILESTONE_BEFORE, EVALUATE_AFTER, EVALUATE_WITHIN,
)  # fmt: skip
