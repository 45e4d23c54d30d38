"""The life of an obligation (clause 5.1.4): its owner shows that it was done, somebody else checks, the next round begins."""

from handlers.flow import By, Flow, Step, Viewer, by, the_clock
from handlers.forms import Field
from handlers.obligations import texts
from handlers.safety import oversees
from handlers.texts import Text
from storage.obligations import Obligation, ObligationStage
from storage.people import Role

S = ObligationStage
CHECKS = (Role.CIO, Role.INSPECTOR, Role.AUDITOR, Role.LEADER)


@by("经办人", "its owner")
def owner(viewer: Viewer, one: Obligation) -> bool:
    """Who answers for it."""
    return viewer.id is not None and viewer.id == one.owner_id


@by("CIO", "the CIO")
def cio(viewer: Viewer, _one: Obligation) -> bool:
    """Gives it to somebody else, moves its day, sets it aside."""
    return viewer.acts_for_cio


def may_check(viewer: Viewer, one: Obligation) -> bool:
    """Never the owner."""
    return viewer.id is not None and viewer.id != one.owner_id and (viewer.holds(*CHECKS) or viewer.acts_for_cio)


def _why(viewer: Viewer, one: Obligation) -> Text | None:
    return texts.NOT_YOUR_OWN(who=texts.A_CHECKER) if viewer.id == one.owner_id else None


checker = By(texts.CHECKERS, may_check, why=_why)


@by("经办人和管理安全的人", "its owner and who watches over safety")
def reader(viewer: Viewer, one: Obligation) -> bool:
    """Who may open it."""
    if not viewer.belongs:
        return False
    return viewer.id == one.owner_id or oversees(viewer)


evidence = Field("evidence", texts.EVIDENCE, texts.EVIDENCE_ASK, prose=True)
reason = Field("reason", texts.REASON, texts.REASON_ASK, prose=True)
person = Field("person", texts.PERSON, texts.PERSON_ASK)
day = Field("day", texts.DAY, texts.DAY_ASK)

FLOW = Flow(
    "obligations",
    prefix="CO",
    clause="5.1.4",
    statuses=texts.STATUS,
    over=(S.KEPT, S.NOT_OURS),
    steps=(
        Step("show", (S.PENDING,), S.SHOWN, owner, texts.SHOW, asks=(evidence,), style="good"),
        Step("check", (S.SHOWN,), S.KEPT, checker, texts.CHECK, style="good"),
        Step("hand_back", (S.SHOWN,), S.PENDING, checker, texts.HAND_BACK, asks=(reason,), style="bad"),
        Step("hand_over", (S.PENDING, S.SHOWN), "", cio, texts.HAND_OVER, asks=(person,), waits=False),
        Step("move", (S.PENDING,), "", cio, texts.MOVE, asks=(day, reason), waits=False, button=False),
        Step("set_aside", (S.PENDING,), S.NOT_OURS, cio, texts.SET_ASIDE, asks=(reason,), waits=False, style="bad"),
        Step("bring_back", (S.NOT_OURS,), S.PENDING, cio, texts.BRING_BACK, waits=False),
        Step("recorded", (S.PENDING,), S.SHOWN, the_clock, texts.RECORDED, button=False),
        Step("again", (S.KEPT,), S.PENDING, the_clock, texts.AGAIN, button=False),
    ),
)  # fmt: skip
