"""The life of a plan's edition (clause 7.3.1): written, approved by somebody else, in force, reviewed, replaced."""

from handlers.flow import By, Flow, Letter, Step, Viewer, by, the_clock
from handlers.forms import Field
from handlers.response_plans import rules, texts
from handlers.texts import Text
from storage.people import Role
from storage.response_plans import COMING, VALID, PlanStage, ResponsePlan

S = PlanStage
WRITERS = (Role.CIO, Role.TECHNICIAN, Role.DISPATCHER, Role.SECRETARY, Role.ADMIN)


def _letter(viewer: Viewer, plan: ResponsePlan) -> Letter | None:
    if viewer.holds(Role.CIO) or plan.author.holds(Role.CIO):
        return None
    return next((one for one in viewer.letters if Role.CIO in one.roles and one.principal_id != plan.author_id), None)


def _approves(viewer: Viewer, plan: ResponsePlan) -> bool:
    if viewer.person is None or viewer.id == plan.author_id:
        return False
    if plan.author.holds(Role.CIO):
        return viewer.holds(Role.LEADER)
    return viewer.holds(Role.CIO) or _letter(viewer, plan) is not None


def _why_not(viewer: Viewer, plan: ResponsePlan) -> Text | None:
    return texts.NOT_YOUR_OWN if viewer.id == plan.author_id else None


approver = By(texts.APPROVER, _approves, under=_letter, why=_why_not)


@by("CIO、技术员、调度或秘书", "the CIO, technicians, the dispatcher or the secretary")
def writer(viewer: Viewer, _plan: ResponsePlan) -> bool:
    """Who may write and change drafts."""
    return viewer.holds(*WRITERS)


@by("编写人", "its author")
def author(viewer: Viewer, plan: ResponsePlan) -> bool:
    """Whoever wrote it."""
    return viewer.id is not None and viewer.id == plan.author_id


@by("CIO", "the CIO")
def cio(viewer: Viewer, _plan: ResponsePlan) -> bool:
    """Says whether a plan is still right."""
    return viewer.acts_for_cio


@by("全体教职工", "everybody of the school")
def readable(viewer: Viewer, plan: ResponsePlan) -> bool:
    """What is or was in force is for everybody; a draft for those who write and approve."""
    if viewer.is_clock:
        return True
    if not viewer.belongs:
        return False
    inside = viewer.holds(*WRITERS, Role.LEADER, Role.AUDITOR) or author.allows(viewer, plan)
    return inside or _approves(viewer, plan) or plan.status not in (*COMING, S.DROPPED)


LINES = Field("lines", texts.LINE_LABEL, texts.ASK_LINE, prose=True)
REASON = Field("reason", texts.REASON, texts.ASK_REASON)

FLOW = Flow(
    "response_plans", prefix="EP", clause=rules.CLAUSE, statuses=texts.STATUS, over=(S.IN_FORCE, S.RETIRED, S.DROPPED),
    steps=(
        Step("submit", (S.DRAFT,), S.PENDING, writer, texts.SUBMIT, style="good"),
        Step("change", (S.DRAFT,), "", writer, texts.CHANGE, asks=(LINES,), also=("修改步骤",)),
        Step("drop", COMING, S.DROPPED, author, texts.DROP, style="bad", waits=False),
        Step("approve", (S.PENDING,), S.IN_FORCE, approver, texts.APPROVE, style="good", fresh=True, also=("批准预案",)),
        Step("send_back", (S.PENDING,), S.DRAFT, approver, texts.SEND_BACK, asks=(REASON,), style="bad"),
        Step("due", (S.IN_FORCE,), S.REVIEW, the_clock, texts.DUE),
        Step("keep", (S.REVIEW,), S.IN_FORCE, cio, texts.KEEP, style="good"),
        Step("replace", VALID, S.RETIRED, the_clock, texts.REPLACE),
        Step("retire", VALID, S.RETIRED, cio, texts.RETIRE, asks=(REASON,), button=False, waits=False, also=("废止预案",)),
    ),
)  # fmt: skip
