"""The one router of the register, and who may see what in it."""

from handlers.flow import Viewer
from handlers.resources import texts
from handlers.router import Router
from handlers.turn import Turn
from storage.people import Role
from storage.projects import Project
from storage.resources import Resource

ALL_MONEY = (Role.CIO, Role.LEADER, Role.SECRETARY, Role.AUDITOR, Role.ADMIN)
OWN_MONEY = (Role.HEAD, Role.LIAISON)

router = Router("resources")
router.help(texts.HELP, Role.CIO, Role.LIAISON, Role.HEAD)


def sees_money(viewer: Viewer) -> bool:
    """Whether budget lines are shown at all."""
    return viewer.holds(*ALL_MONEY, *OWN_MONEY) or viewer.acts_for_cio


def sees(viewer: Viewer, line: Resource) -> bool:
    """Whether a line of money is this person's to see: heads and liaisons see their department's and the school's."""
    if viewer.holds(*ALL_MONEY) or viewer.acts_for_cio:
        return True
    department = viewer.person.department if viewer.person else ""
    return viewer.holds(*OWN_MONEY) and line.department in ("", department)


def may_read(turn: Turn, project: Project) -> bool:
    """Whether this person may know the project behind a number."""
    projects = turn.features.by_name.get("projects")
    return projects is not None and projects.readable is not None and projects.readable.allows(turn.viewer, project)
