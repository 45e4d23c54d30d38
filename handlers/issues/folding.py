"""Many reports of one fault: merging by hand, and mass faults folded by themselves (N21)."""

from datetime import timedelta

from handlers.issues import cards, clocks, texts
from handlers.issues.desk import by_clock, show, team
from handlers.issues.flow import FLOW
from handlers.issues.rules import MASS_COUNT, MASS_WITHIN
from handlers.turn import Turn
from storage import issues
from storage.issues import Issue, Status


def into_known_fault(turn: Turn, issue: Issue) -> bool:
    """A fault of a whole building is known already: the new report joins it at once and its reporter is told so."""
    parent = next((other for other in _alike(turn, issue) if other.mass and other.id != issue.id), None)
    if parent is None:
        return False
    join(turn, issue, parent)
    return True


def into_mass_fault(turn: Turn, issue: Issue) -> bool:
    """Three alike in one building within minutes are one fault: the oldest becomes the parent, the others join it."""
    alike = _alike(turn, issue)
    if len({other.reporter_id for other in alike}) < turn.rule(MASS_COUNT):
        return False
    parent, *others = alike
    parent.mass, parent.priority = True, 1
    parent.priority_reason = {"zh": texts.WHY_MANY.zh, "en": texts.WHY_MANY.en}
    parent.revision += 1
    for other in others:
        if other.status == Status.NEW:
            join(turn, other, parent)
            show(turn, other, other.reporter)
    turn.record(parent.code, "mass", clause=FLOW.clause, details={"joined": [other.code for other in others]})
    clocks.start(turn, parent)
    clocks.arm(turn, parent)
    for helper in team(turn):
        show(turn, parent, helper, key=f"{parent.code}:mass:{helper.id}")
    return True


def join(turn: Turn, issue: Issue, parent: Issue) -> None:
    """One report becomes part of another; whoever reported it follows the parent from now on."""
    by_clock(turn, "fold", issue, master=parent.code)
    issue.master_id, issue.master = parent.id, parent
    clocks.arm(turn, issue)
    follow_all(turn, issue, parent)
    turn.settle(issue.code, lambda viewer: cards.draw(turn, issue, viewer))


def follow_all(turn: Turn, issue: Issue, parent: Issue) -> None:
    """The reporter and the followers of a merged issue follow its master."""
    for person_id in (issue.reporter_id, *issue.follower_ids):
        issues.follow(turn.tx, parent, person_id)


def _alike(turn: Turn, issue: Issue) -> list[Issue]:
    if not issue.building or not issue.kind:
        return []
    since = turn.now - timedelta(minutes=turn.rule(MASS_WITHIN))
    return list(issues.open_in_building(turn.tx, issue.building, issue.kind, since))
