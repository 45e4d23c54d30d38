"""How plans and goals move, and who may move them (clauses 5.1.1, 6.1.2).

The CIO writes, the departments comment, a leader who did not write it confirms. What is in force changes only by a
revision with a reason, confirmed again.
"""

from handlers.flow import By, Flow, Step, Viewer, by
from handlers.forms import Field
from handlers.plans import texts
from handlers.plans.reading import read_value
from handlers.texts import Text
from storage.people import Role
from storage.plans import CONFIRMED, EDITABLE, Goal, GoalStage, Plan, PlanStage

P, G = PlanStage, GoalStage
LOOKERS = (Role.CIO, Role.LEADER, Role.SECRETARY, Role.MEMBER, Role.AUDITOR, Role.LIAISON, Role.HEAD)
INSPECTS = (Role.CIO, Role.LEADER, Role.SECRETARY, Role.AUDITOR)


@by("CIO", "the CIO")
def cio(viewer: Viewer, _subject: object) -> bool:
    """The CIO writes plans."""
    return viewer.holds(Role.CIO)


@by("校领导（不是起草人）", "a leader who did not write it")
def leader(viewer: Viewer, plan: Plan) -> bool:
    """A leader confirms; nobody confirms what they wrote themselves."""
    return viewer.holds(Role.LEADER) and viewer.id != plan.author_id


def _spoke(viewer: Viewer, plan: Plan) -> bool:
    return any(one.by_id == viewer.id and one.edition == plan.edition for one in plan.comments)


@by("部门联络人", "a department's liaison")
def liaison(viewer: Viewer, _plan: Plan) -> bool:
    """Speaks for a department."""
    return viewer.holds(Role.LIAISON)


@by("部门联络人（还没回复时）", "a liaison who has not answered yet")
def silent_liaison(viewer: Viewer, plan: Plan) -> bool:
    """Has not said anything about this draft."""
    return viewer.holds(Role.LIAISON) and not _spoke(viewer, plan)


@by("已回复的部门联络人", "a liaison who answered")
def heard_liaison(viewer: Viewer, plan: Plan) -> bool:
    """May say it otherwise while the time for comments runs."""
    return viewer.holds(Role.LIAISON) and _spoke(viewer, plan)


@by("CIO（征求过意见之后）", "the CIO, after the consultation")
def consulted_cio(viewer: Viewer, plan: Plan) -> bool:
    """A draft that was never put out for comment does not reach the leader."""
    return viewer.holds(Role.CIO) and plan.comment_by is not None


@by("校领导（首版）", "a leader, before the first edition")
def leader_first(viewer: Viewer, plan: Plan) -> bool:
    """Sends a new plan back to its draft."""
    return leader.allows(viewer, plan) and plan.edition == 0


@by("校领导（修订）", "a leader, on a revision")
def leader_again(viewer: Viewer, plan: Plan) -> bool:
    """Sends a revision back; the edition before stays in force."""
    return leader.allows(viewer, plan) and plan.edition > 0


@by("全体教职工（计划生效后）", "all staff, once the plan is in force")
def plan_reader(viewer: Viewer, plan: Plan) -> bool:
    """A plan in force is everybody's; a draft is for those who write, comment, confirm or audit."""
    if not viewer.belongs:
        return False
    return plan.edition > 0 or viewer.holds(*LOOKERS)


@by("目标负责人", "the goal's owner")
def owner(viewer: Viewer, goal: Goal) -> bool:
    """Who answers for it."""
    return viewer.id is not None and viewer.id == goal.owner_id


def _why_not_typed(_viewer: Viewer, goal: Goal) -> Text | None:
    return texts.COUNTED_BY_SYSTEM(code=goal.code) if goal.metric else None


def _says(viewer: Viewer, goal: Goal) -> bool:
    return not goal.metric and (owner.allows(viewer, goal) or viewer.holds(Role.CIO))


speaker = By(
    Text("目标负责人或 CIO", "the goal's owner or the CIO"),
    lambda v, g: _says(v, g) and not g.asked,
    why=_why_not_typed,
)
asked_speaker = By(
    Text("目标负责人或 CIO（到填报时）", "the goal's owner or the CIO, when it is due"),
    lambda v, g: _says(v, g) and bool(g.asked),
    why=_why_not_typed,
)
owner_as_before = By(
    Text("目标负责人（填报过之后）", "the goal's owner, once there is a value"),
    lambda v, g: _says(v, g) and bool(g.asked) and g.last_reading is not None,
    why=_why_not_typed,
)
editing_cio = By(
    texts.CIO_EDITING,
    lambda v, g: v.holds(Role.CIO) and g.plan.status in EDITABLE,
    why=lambda v, g: (
        texts.PLAN_FIXED(plan=g.plan.code, status=texts.PLAN_STATUS[g.plan.status]) if v.holds(Role.CIO) else None
    ),
)


@by("校领导确认计划时", "when a leader confirms the plan")
def confirmer(viewer: Viewer, goal: Goal) -> bool:
    """Goals begin with their plan."""
    return goal.plan.status == P.IN_FORCE and (viewer.is_clock or viewer.holds(Role.LEADER))


@by("全体教职工（计划生效后）", "all staff, once the plan is in force")
def goal_reader(viewer: Viewer, goal: Goal) -> bool:
    """A goal is read by whoever may read its plan, and by its owner."""
    if not viewer.belongs:
        return False
    shown = goal.plan.edition > 0 and not (goal.status == G.NOT_STARTED and goal.plan.status in CONFIRMED)
    return shown or owner.allows(viewer, goal) or viewer.holds(*LOOKERS)


def may_open_rows(viewer: Viewer, goal: Goal) -> bool:
    """The rows behind a number name places and work: for the owner and for those who lead or audit."""
    return owner.allows(viewer, goal) or viewer.holds(*INSPECTS)


value = Field("value", texts.VALUE, texts.VALUE_ASK, read=read_value)
change = Field("change", texts.CHANGE, texts.CHANGE_ASK)
reason = Field("reason", texts.REASON, texts.REASON_ASK)
comment = Field("comment", texts.COMMENT_IS, texts.COMMENT_ASK)

GOALS = Flow(
    "goals",
    prefix="G",
    clause="5.1.1",
    statuses=texts.GOAL_STATUS,
    steps=(
        Step("begin", (G.NOT_STARTED,), G.UNDER_WAY, confirmer, texts.BEGIN, button=False),
        Step("report", (G.UNDER_WAY,), "", asked_speaker, texts.REPORT, asks=(value,), style="good"),
        Step("unchanged", (G.UNDER_WAY,), "", owner_as_before, texts.UNCHANGED, waits=False),
        Step("update", (G.UNDER_WAY,), "", speaker, texts.REPORT, asks=(value,), waits=False),
        Step("reach", (G.UNDER_WAY,), G.REACHED, cio, texts.REACH, waits=False),
        Step("miss", (G.UNDER_WAY,), G.MISSED, cio, texts.MISS, asks=(reason,), waits=False),
        Step("amend", (G.NOT_STARTED, G.UNDER_WAY), "", editing_cio, texts.AMEND, asks=(change,), clause="6.1.2",
             waits=False),
        Step("cancel", (G.NOT_STARTED, G.UNDER_WAY), G.CANCELLED, editing_cio, texts.CANCEL_GOAL, asks=(reason,),
             clause="6.1.2", style="bad", waits=False),
    ),
)  # fmt: skip

PLANS = Flow(
    "plans",
    prefix="PL",
    clause="5.1.1",
    statuses=texts.PLAN_STATUS,
    steps=(
        Step("consult", (P.DRAFT,), P.CONSULTING, cio, texts.CONSULT),
        Step("comment", (P.CONSULTING,), "", silent_liaison, texts.COMMENT, asks=(comment,)),
        Step("comment_again", (P.CONSULTING,), "", heard_liaison, texts.COMMENT, asks=(comment,), waits=False),
        Step("agree", (P.CONSULTING,), "", silent_liaison, texts.AGREE, waits=False, also=("没意见", "无意见")),
        Step("submit", (P.CONSULTING, P.DRAFT), P.CONFIRMING, consulted_cio, texts.SUBMIT, style="good",
             also=("报校领导确认",)),
        Step("submit_revision", (P.REVISING,), P.CONFIRMING, cio, texts.SUBMIT, style="good"),
        Step("confirm", (P.CONFIRMING,), P.IN_FORCE, leader, texts.CONFIRM, style="good", fresh=True,
             also=("确认计划",), intent="approval_approve"),
        Step("send_back", (P.CONFIRMING,), P.DRAFT, leader_first, texts.SEND_BACK, asks=(reason,), style="bad"),
        Step("send_revision_back", (P.CONFIRMING,), P.REVISING, leader_again, texts.SEND_BACK, asks=(reason,),
             style="bad"),
        Step("revise", (P.IN_FORCE,), P.REVISING, cio, texts.REVISE, asks=(reason,), waits=False),
        Step("archive", (P.IN_FORCE,), P.ARCHIVED, cio, texts.ARCHIVE, waits=False),
    ),
)  # fmt: skip
