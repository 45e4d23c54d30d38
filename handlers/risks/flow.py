"""The life of a risk (clause 5.1.4): registered, dealt with, then closed or accepted by somebody else than who dealt with it."""

from handlers.flow import By, Flow, Step, Viewer, by
from handlers.forms import Field
from handlers.risks import texts
from handlers.safety import oversees
from handlers.texts import Text
from storage.people import Role
from storage.risks import Risk, RiskStage

S = RiskStage


@by("处置人", "its owner")
def owner(viewer: Viewer, risk: Risk) -> bool:
    """Who deals with it."""
    return viewer.id is not None and viewer.id == risk.owner_id


@by("CIO", "the CIO")
def cio(viewer: Viewer, _risk: Risk) -> bool:
    """Gives it to somebody else."""
    return viewer.acts_for_cio


def may_decide(viewer: Viewer, risk: Risk) -> bool:
    """Nobody closes or accepts a risk they deal with themselves."""
    return viewer.id is not None and viewer.id != risk.owner_id and (viewer.acts_for_cio or viewer.holds(Role.LEADER))


def _why(viewer: Viewer, risk: Risk) -> Text | None:
    return texts.NOT_YOUR_OWN if viewer.id == risk.owner_id else None


decider = By(texts.DECIDERS, may_decide, why=_why)


@by("处置人、登记人和管理安全的人", "its owner, who registered it, and who watches over safety")
def party(viewer: Viewer, risk: Risk) -> bool:
    """Who reads it."""
    if viewer.is_clock or (viewer.id is not None and viewer.id in {risk.owner_id, risk.raised_by_id}):
        return True
    return viewer.holds(Role.TECHNICIAN) or oversees(viewer)


MEASURE = Field("measure", texts.MEASURE, texts.ASK_MEASURE, prose=True)
RESULT = Field("result", texts.RESULT, texts.ASK_RESULT, prose=True)
REASON = Field("reason", texts.REASON, texts.ASK_REASON, prose=True)
WHY = Field("reason", texts.REASON, texts.ASK_WHY, prose=True)
PERSON = Field("person", texts.PERSON, texts.ASK_WHO)

FLOW = Flow(
    "risks",
    prefix="RK",
    clause="5.1.4",
    statuses=texts.STATUS,
    steps=(
        Step("treat", (S.RAISED,), S.TREATING, owner, texts.TREAT, asks=(MEASURE,), also=("处置", "begin risk"), style="good"),
        Step("close", (S.TREATING,), S.CLOSED, decider, texts.CLOSE, asks=(RESULT,), also=("风险关闭",), style="good"),
        Step("accept", (S.RAISED, S.TREATING), S.ACCEPTED, decider, texts.ACCEPT, asks=(REASON,), waits=False),
        Step("hand_over", (S.RAISED, S.TREATING), "", cio, texts.HAND_OVER, asks=(PERSON,), waits=False),
        Step("reopen", (S.ACCEPTED, S.CLOSED), S.TREATING, cio, texts.REOPEN, asks=(WHY,), waits=False),
    ),
    over=(S.ACCEPTED, S.CLOSED),
)  # fmt: skip
