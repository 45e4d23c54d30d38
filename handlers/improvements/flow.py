"""The life of an improvement item, and who may move it (clause 6.3.2).

Whoever mends does not check it: the verifier is never the owner. Not doing it at all needs a reason and is not the
owner's to say.
"""

from handlers.flow import By, Flow, Step, Viewer, by
from handlers.forms import Field
from handlers.improvements import texts
from handlers.texts import Text
from storage.improvements import Improvement, ItemStage
from storage.people import Role

S = ItemStage
CHECKS = (Role.CIO, Role.INSPECTOR, Role.LEADER)
SEES_ALL = (Role.CIO, Role.LEADER, Role.SECRETARY, Role.INSPECTOR, Role.AUDITOR)


@by("负责人", "the owner")
def owner(viewer: Viewer, item: Improvement) -> bool:
    """Who mends it."""
    return viewer.id is not None and viewer.id == item.owner_id


def may_verify(viewer: Viewer, item: Improvement) -> bool:
    """The verifier who was named; without one, whoever leads or inspects. Never the owner."""
    if viewer.id is None or viewer.id == item.owner_id:
        return False
    return viewer.id == item.verifier_id if item.verifier_id is not None else viewer.holds(*CHECKS)


def _why_not(viewer: Viewer, item: Improvement) -> Text | None:
    if viewer.id != item.owner_id:
        return None
    return texts.NOT_YOUR_OWN(who=item.verifier.name if item.verifier is not None else texts.A_LEADER)


verifier = By(texts.VERIFIER, may_verify, why=_why_not)
decliner = By(
    texts.DECLINER,
    lambda v, i: v.id != i.owner_id and v.holds(Role.CIO, Role.LEADER),
    why=lambda v, i: texts.NOT_DECLINED_BY_OWNER if v.id == i.owner_id and v.holds(Role.CIO) else None,
)


@by("CIO", "the CIO")
def cio(viewer: Viewer, _item: Improvement) -> bool:
    """Gives it to somebody else."""
    return viewer.holds(Role.CIO)


@by("负责人、验证人、提出人、CIO、校领导和检查员", "those involved, the CIO, leaders and inspectors")
def party(viewer: Viewer, item: Improvement) -> bool:
    """Who may see it."""
    if viewer.person is None or viewer.id is None or not viewer.person.active:
        return False
    return viewer.id in {item.owner_id, item.verifier_id, item.raised_by_id} or viewer.holds(*SEES_ALL)


done = Field("done", texts.DONE, texts.DONE_ASK)
reason = Field("reason", texts.REASON, texts.REASON_ASK)
colleague = Field("person", texts.NEW_OWNER, texts.NEW_OWNER_ASK)

FLOW = Flow(
    "improvements",
    prefix="M",
    clause="6.3.2",
    statuses=texts.STATUS,
    steps=(
        Step("claim", (S.RAISED,), S.CLAIMED, owner, texts.CLAIM, style="good"),
        Step("start", (S.CLAIMED,), S.WORKING, owner, texts.START, style="good"),
        Step("finish", (S.WORKING,), S.VERIFYING, owner, texts.FINISH, asks=(done,), style="good",
             also=("完成改进", "做完了", "整改完成")),
        Step("verify", (S.VERIFYING,), S.CLOSED, verifier, texts.VERIFY, style="good"),
        Step("redo", (S.VERIFYING,), S.WORKING, verifier, texts.REDO, asks=(reason,), style="bad"),
        Step("assign", (S.RAISED, S.CLAIMED, S.WORKING), "", cio, texts.ASSIGN, asks=(colleague,), waits=False),
        Step("decline", (S.RAISED, S.CLAIMED, S.WORKING), S.DECLINED, decliner, texts.DECLINE, asks=(reason,),
             style="bad", waits=False),
    ),
)  # fmt: skip
