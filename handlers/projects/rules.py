"""The numbers behind approvals that the charter leaves open (clause 9.1): the CIO changes them in chat."""

from handlers.rulebook import Rule
from handlers.texts import Text

NUDGE_FIRST = Rule(
    "projects.nudge_first",
    Text("审批第一次提醒", "First approval reminder"),
    3,
    "workdays",
    "6.2.1",
    also=("审批提醒", "审批催办"),
    before=("projects.nudge_again",),
)
NUDGE_AGAIN = Rule(
    "projects.nudge_again",
    Text("审批再次提醒", "Second approval reminder"),
    5,
    "workdays",
    "6.2.1",
    also=("第二次审批提醒",),
    before=("projects.escalate",),
)
ESCALATE = Rule(
    "projects.escalate",
    Text("审批超时告知领导小组秘书", "Overdue approvals reach the secretary"),
    7,
    "workdays",
    "6.2.1",
    also=("审批时限", "审批超时"),
    asked=("CIO 审批最多几天", "项目审批要多久", "项目交上去多久有结果"),
)
SUPPLEMENT = Rule(
    "projects.supplement",
    Text("补充材料期限", "Time to answer the CIO's question"),
    5,
    "workdays",
    "6.2.1",
    asked=("补充材料要在几天内交",),
)
RESUBMIT = Rule(
    "projects.resubmit",
    Text("退回后重报期限", "Time to resubmit"),
    15,
    "workdays",
    "6.2.1",
    also=("重报期限",),
    asked=("退回的项目几天内要重报",),
)
DRAFT_REMINDER = Rule("projects.draft_reminder", Text("草稿提醒", "Reminder of a draft"), 3, "days", "6.2.1")
UNDO = Rule(
    "projects.undo",
    Text("审批决定可撤回的时间", "A decision can be taken back for"),
    10,
    "minutes",
    "6.2.1",
    also=("审批撤回时间",),
)
APPEAL = Rule(
    "projects.appeal",
    Text("驳回后申诉期限", "Time to appeal a rejection"),
    10,
    "workdays",
    "6.2.1",
    also=("申诉期限",),
    asked=("被驳回后几天内可以申诉",),
)
SECOND_ABOVE = Rule(
    "projects.second_above",
    Text("超过多少元需校领导二审（0 为不需要）", "A leader agrees too above (0: never)"),
    0,
    "yuan",
    "6.2.1",
    also=("二审金额", "校领导二审金额"),
    asked=("多少钱以上的项目要校领导批",),
)
OPINION = Rule(
    "projects.opinion",
    Text("技术意见期限", "Time to give an opinion"),
    3,
    "workdays",
    "6.2.1",
    asked=("技术意见几天内要给",),
)
MILESTONE_BEFORE = Rule(
    "projects.milestone_before", Text("里程碑提前提醒", "Reminder before a milestone"), 3, "workdays", "6.2.1"
)
EVALUATE_AFTER = Rule(
    "projects.evaluate_after",
    Text("完成后评估", "Evaluation after"),
    30,
    "days",
    "6.3.1",
    asked=("项目完成后多久评估",),
)
EVALUATE_WITHIN = Rule(
    "projects.evaluate_within",
    Text("评估期限", "Time for the evaluation"),
    10,
    "workdays",
    "6.3.1",
    asked=("评估要在几天内做完",),
)
SMALL_CHANGE = Rule(
    "projects.small_change", Text("预算变化在多少以内只记录", "Budget changes noted only, within"), 10, "percent", "6.2.1",
    also=("预算浮动",),
)  # fmt: skip
COSIGN = Rule(
    "projects.cosign",
    Text("项目申请要不要部门负责人会签（1 要，0 不要）", "The head co-signs (1 yes, 0 no)"),
    0,
    "count",
    "6.2.1",
    also=("部门会签",),
)
START_WITHIN = Rule("projects.start_within", Text("批准后开始实施期限", "Time to start"), 5, "workdays", "6.2.2")
ACCEPT_WITHIN = Rule("projects.accept_within", Text("结项审核期限", "Time to accept"), 5, "workdays", "6.2.1")
IMPROVE_WITHIN = Rule("projects.improve_within", Text("改进项默认期限", "Time for an improvement"), 30, "days", "6.3.2")
PAGE = Rule(
    "projects.page", Text("网页填写链接的有效期", "A link to the web form is valid for"), 30, "minutes", "6.2.1"
)
ALL = (
    PAGE,
    NUDGE_FIRST, NUDGE_AGAIN, ESCALATE, SUPPLEMENT, RESUBMIT, DRAFT_REMINDER, UNDO, APPEAL, SECOND_ABOVE,
    OPINION, MILESTONE_BEFORE, EVALUATE_AFTER, EVALUATE_WITHIN, SMALL_CHANGE, COSIGN, START_WITHIN,
    ACCEPT_WITHIN, IMPROVE_WITHIN,
)  # fmt: skip
