"""The life of an assessment (clause 8.2.1): the CIO designs, collects and computes; the leading group reviews; it is out.

A line below the limit of the rule is weak, and nothing goes to review before each weak line has its improvement item.
"""

from handlers.assessments import texts
from handlers.flow import By, Flow, Step, Viewer, by, the_clock
from handlers.forms import Field
from handlers.texts import Text
from storage.assessments import Assessment, AssessmentStage
from storage.people import Role

S = AssessmentStage
REVIEWS = (Role.MEMBER, Role.SECRETARY, Role.LEADER)
WATCHES = (Role.INSPECTOR, Role.AUDITOR)
DEPARTMENTS = (Role.HEAD, Role.LIAISON)


@by("CIO", "the CIO")
def editor(viewer: Viewer, _one: Assessment) -> bool:
    """Who makes it."""
    return viewer.acts_for_cio


def may_review(viewer: Viewer, one: Assessment) -> bool:
    """The leading group and leaders, never the author."""
    return viewer.id is not None and viewer.id != one.author_id and viewer.holds(*REVIEWS)


def _why(viewer: Viewer, one: Assessment) -> Text | None:
    return texts.NOT_YOUR_OWN if viewer.id == one.author_id else None


reviewer = By(
    texts.REVIEWERS,
    lambda viewer, one: may_review(viewer, one) and viewer.id not in {done["id"] for done in one.reviews},
    why=lambda viewer, one: texts.ALREADY if may_review(viewer, one) else _why(viewer, one),
)
hander_back = By(texts.REVIEWERS, may_review, why=_why)


@by("CIO、领导小组、校领导；发布后还有各部门", "the CIO, the leading group, leaders; departments once it is out")
def reader(viewer: Viewer, one: Assessment) -> bool:
    """Who may open it."""
    if not viewer.belongs:
        return False
    if viewer.acts_for_cio or viewer.holds(*REVIEWS, *WATCHES):
        return True
    return one.status == S.PUBLISHED and viewer.holds(*DEPARTMENTS)


which = Field("which", texts.WHICH, texts.WHICH_ASK)
weak = Field("weak", texts.WEAK_LINE, texts.WEAK_ASK, prose=True)
reason = Field("reason", texts.REASON, texts.REASON_ASK, prose=True)

FLOW = Flow(
    "assessments",
    prefix="AS",
    clause="8.2.1",
    statuses=texts.STATUS,
    over=(S.PUBLISHED, S.DROPPED),
    steps=(
        Step("collect", (S.DESIGNED,), S.COLLECTING, editor, texts.COLLECT, style="good"),
        Step("leave_out", (S.DESIGNED,), "", editor, texts.LEAVE_OUT, asks=(which,), waits=False),
        Step("improve", (S.COMPUTED,), "", editor, texts.IMPROVE, asks=(weak,)),
        Step("submit", (S.COMPUTED,), S.REVIEW, editor, texts.SUBMIT, style="good"),
        Step("compute", (S.COLLECTING, S.COMPUTED), S.COMPUTED, editor, texts.COMPUTE, also=("重新计算得分",)),
        Step("agree", (S.REVIEW,), "", reviewer, texts.AGREE, style="good", fresh=True),
        Step("hand_back", (S.REVIEW,), S.COMPUTED, hander_back, texts.HAND_BACK, asks=(reason,), style="bad", waits=False),
        Step("publish", (S.REVIEW,), S.PUBLISHED, the_clock, texts.PUBLISH, button=False),
        Step("drop", (S.DESIGNED, S.COLLECTING, S.COMPUTED), S.DROPPED, editor, texts.DROP, asks=(reason,), button=False,
             waits=False, style="bad"),
    ),
)  # fmt: skip
