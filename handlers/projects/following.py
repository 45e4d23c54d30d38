"""Open requests follow a rule the CIO changed: their timers move of themselves, their cards say the new days."""

from collections.abc import Iterable

from handlers.projects.deciders import deciders, redraw
from handlers.projects.routes import router
from handlers.rulebook import Concern, Rule
from handlers.turn import Turn
from storage import projects
from storage.projects import UNDECIDED, Project


@router.follow_rules
def follow(turn: Turn, _rule: Rule, codes: frozenset[str]) -> Iterable[Concern]:
    """Every request one of whose deadlines the rule has set."""
    for code in sorted(codes):
        project = projects.by_code(turn.tx, code)
        if project is not None:
            yield _concern(turn, project)


def _concern(turn: Turn, project: Project) -> Concern:
    waiting = deciders(turn, project) if project.status in UNDECIDED else []
    people = {person.id: person for person in (project.applicant, *waiting)}
    return Concern(project.code, tuple(people.values()), lambda _before, _after: redraw(turn, project))
