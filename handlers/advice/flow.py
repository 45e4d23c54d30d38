"""The life of a request for advice: asked, drafted by a technician, issued by the CIO, turned into a request, looked back on."""

from handlers.advice import texts
from handlers.flow import By, Flow, Step, Viewer, letter_of
from handlers.forms import Field
from storage.advice import PUBLIC, Advice, AdviceStage
from storage.people import Role

S = AdviceStage


def issues(viewer: Viewer, advice: Advice) -> bool:
    """The CIO, or who acts for them; nobody issues an opinion to themselves."""
    if viewer.person is None or viewer.id == advice.asker_id:
        return False
    return viewer.acts_for_cio


def reads(viewer: Viewer, advice: Advice) -> bool:
    """An issued opinion is everybody's; before that it is the asker's and the team's."""
    if not viewer.belongs:
        return False
    return advice.status in PUBLIC or is_inside(viewer) or viewer.id == advice.asker_id


def is_inside(viewer: Viewer) -> bool:
    """The team that advises: they see what was paid, and who asks."""
    acting = viewer.cio_letter is not None
    return acting or viewer.holds(Role.TECHNICIAN, Role.DISPATCHER, Role.CIO, Role.LEADER, Role.AUDITOR)


technician = By(texts.TECHNICIANS, lambda v, a: v.holds(Role.TECHNICIAN) and v.id != a.asker_id)
cio = By(texts.THE_CIO, issues, under=letter_of)
asker = By(texts.THE_ASKER, lambda v, a: v.id is not None and v.id == a.asker_id)
asker_later = By(
    texts.THE_ASKER_LATER,
    lambda v, a: v.id is not None and v.id == a.asker_id and bool(a.asked_again) and not a.verdict,
)
readers = By(texts.THE_ASKER, reads)

opinion = Field("opinion", texts.OPINION, texts.OPINION_ASK)
reason = Field("reason", texts.REASON, texts.BACK_ASK)

FLOW = Flow(
    "advice",
    prefix="X",
    clause="5.1.3",
    statuses=texts.STATUS,
    over=(S.ISSUED, S.TURNED),
    steps=(
        Step("draft", (S.ASKED, S.COLLECTING), S.COLLECTING, technician, texts.DRAFT, asks=(opinion,), style="good"),
        Step("issue", (S.COLLECTING,), S.ISSUED, cio, texts.ISSUE, style="good", fresh=True),
        Step("write", (S.ASKED, S.COLLECTING), S.ISSUED, cio, texts.WRITE, asks=(opinion,), waits=False),
        Step("send_back", (S.COLLECTING,), S.ASKED, cio, texts.SEND_BACK, asks=(reason,), fresh=True),
        Step("turn", (S.ISSUED, S.TURNED), S.TURNED, asker, texts.TURN, style="good", waits=False),
        Step("review", (S.ISSUED, S.TURNED), S.REVIEWED, asker_later, texts.REVIEW, choices=texts.VERDICTS),
        Step("cancel", (S.ASKED, S.COLLECTING), S.CANCELLED, asker, texts.CANCEL, style="bad", waits=False),
    ),
)  # fmt: skip
