"""The life of a version: imported, then published to those it concerns (clause 9.2)."""

from handlers.charter import texts
from handlers.flow import Flow, Step, Viewer, by
from storage.charter import DocumentVersion
from storage.people import Role


@by("CIO 或领导小组秘书", "the CIO or the leading group's secretary")
def publisher(viewer: Viewer, _version: DocumentVersion) -> bool:
    """Answers follow the text's own date; asking the whole school to take note is somebody's decision."""
    return viewer.holds(Role.CIO, Role.SECRETARY)


FLOW = Flow(
    "charter",
    prefix="V",
    clause="9.2",
    statuses=texts.STATUS,
    steps=(Step("publish", ("imported",), "published", publisher, texts.PUBLISH, style="good"),),
)
