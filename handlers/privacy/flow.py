"""The life of a request about one's own data, and who answers it."""

from handlers.flow import By, Flow, Step, Viewer, by
from handlers.forms import Field
from handlers.privacy import texts
from handlers.texts import Text
from storage.people import Role
from storage.privacy import PrivacyRequest, RequestStage

S = RequestStage


def keeps(viewer: Viewer, request: PrivacyRequest) -> bool:
    """Who answers: administrators and the CIO, never the person themselves."""
    return viewer.id is not None and viewer.id != request.person_id and viewer.holds(Role.ADMIN, Role.CIO)


def _why(viewer: Viewer, request: PrivacyRequest) -> Text | None:
    return texts.NOT_YOUR_OWN if viewer.id is not None and viewer.id == request.person_id else None


keeper = By(texts.KEEPER, keeps, why=_why)


@by("本人、系统管理员和 CIO", "the person, administrators and the CIO")
def readable(viewer: Viewer, request: PrivacyRequest) -> bool:
    """Who may see it."""
    return keeps(viewer, request) or (viewer.id is not None and viewer.id == request.person_id)


FLOW = Flow(
    "privacy",
    prefix="PR",
    clause="7.2.1",
    statuses=texts.STATUS,
    steps=(
        Step("fulfil", (S.RECEIVED,), S.DONE, keeper, texts.FULFIL, style="good",
             asks=(Field("outcome", texts.OUTCOME, texts.ASK_OUTCOME, prose=True),)),
        Step("decline", (S.RECEIVED,), S.DECLINED, keeper, texts.DECLINE, style="bad",
             asks=(Field("reason", texts.REASON, texts.ASK_REASON, prose=True),)),
    ),
)  # fmt: skip
