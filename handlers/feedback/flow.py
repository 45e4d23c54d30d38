"""The life of a piece of feedback, and who may move it (clause 8.1.2): every one is answered."""

from handlers.feedback import texts
from handlers.flow import By, Flow, Step, Viewer, by
from handlers.forms import Field
from handlers.texts import Text
from storage.feedback import Feedback, FeedbackStage
from storage.people import Role

S = FeedbackStage


@by("CIO", "the CIO")
def cio(viewer: Viewer, _feedback: Feedback) -> bool:
    """Gives it to somebody, sets it aside, publishes it."""
    return viewer.acts_for_cio


def handles(viewer: Viewer, feedback: Feedback) -> bool:
    """Who answers: whoever got it, and the CIO."""
    return viewer.id is not None and (viewer.id == feedback.assignee_id or cio.allows(viewer, feedback))


@by("提反馈的人", "the sender")
def sender(viewer: Viewer, feedback: Feedback) -> bool:
    """Whoever sent it under their name."""
    return viewer.id is not None and not feedback.anonymous and viewer.id == feedback.person_id


@by("提反馈的人、承办人和 CIO", "the sender, whoever handles it and the CIO")
def readable(viewer: Viewer, feedback: Feedback) -> bool:
    """Who may see it; the leaders once nobody answered in time."""
    if not viewer.belongs:
        return False
    late = feedback.escalated and viewer.holds(Role.LEADER)
    return sender.allows(viewer, feedback) or handles(viewer, feedback) or late


handler = By(texts.HANDLER, handles)
ONLY_COUNT = "-"


def _words(name: str, label: Text, ask: Text) -> Field:
    return Field(name, label, ask, prose=True)


FLOW = Flow(
    "feedback",
    prefix="FB",
    clause="8.1.2",
    statuses=texts.STATUS,
    over=(S.ANSWERED, S.ADOPTED, S.PUBLISHED, S.SET_ASIDE),
    steps=(
        Step("answer", (S.RECEIVED, S.ASSIGNED), S.ANSWERED, handler, texts.ANSWER, style="good",
             asks=(_words("answer", texts.ANSWER, texts.ASK_ANSWER),)),
        Step("assign", (S.RECEIVED, S.ASSIGNED), S.ASSIGNED, cio, texts.ASSIGN,
             asks=(Field("person", texts.PERSON, texts.ASK_PERSON),)),
        Step("set_aside", (S.RECEIVED, S.ASSIGNED), S.SET_ASIDE, cio, texts.SET_ASIDE, style="bad", waits=False,
             asks=(_words("reason", texts.REASON, texts.ASK_SET_ASIDE),)),
        Step("adopt", (S.ANSWERED,), S.ADOPTED, handler, texts.ADOPT, waits=False),
        Step("publish", (S.ANSWERED, S.ADOPTED), S.PUBLISHED, cio, texts.PUBLISH, waits=False,
             asks=(Field("public", texts.PUBLIC, texts.ASK_PUBLIC, options=((ONLY_COUNT, texts.ONLY_COUNT),), prose=True),)),
        Step("reopen", (S.ANSWERED,), S.ASSIGNED, sender, texts.REOPEN, waits=False, also=("没有解决",),
             asks=(_words("reason", texts.REASON, texts.ASK_REOPEN),)),
    ),
)  # fmt: skip
