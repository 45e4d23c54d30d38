"""No project is approved before its data has a class (7.2.1); the wizard for data settles what a request left open."""

from collections.abc import Mapping
from typing import Any

from handlers.errors import Refused
from handlers.projects import texts
from handlers.projects.cards import project_card
from handlers.projects.routes import router
from handlers.safety import CLASSIFIED
from handlers.texts import joined
from handlers.turn import Turn
from storage import projects
from storage.projects import Project

OPEN = ("", "unknown")


def classified(turn: Turn, project: Project) -> None:
    """Refuses while nobody has said what data a project touches, or while data registered for it has no confirmed class."""
    if project.data_class in OPEN:
        raise Refused(texts.UNCLASSIFIED(code=project.code))
    objections = turn.features.objections(turn, project.code)
    if objections:
        raise Refused(joined(list(objections), "", " "))


@router.due(CLASSIFIED)
def settled(turn: Turn, code: str, facts: Mapping[str, Any]) -> None:
    """The owner of its data confirmed a class: where the request left it open, the project has it from now on."""
    project = projects.by_code(turn.tx, code)
    if project is None or project.data_class not in OPEN:
        return
    before, project.data_class = project.data_class, str(facts["class"])
    project.revision += 1
    turn.record(code, "classified", clause="7.2.1", before=before, after=project.data_class)
    turn.tx.flush()
    turn.settle(code, lambda viewer: project_card(turn, project, viewer))
