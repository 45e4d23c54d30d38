"""What happens to an approved project: it starts, plans its milestones, reaches them."""

from collections.abc import Mapping
from typing import Any

from handlers.errors import Incomplete
from handlers.projects import endings, rules, words
from handlers.projects.deciders import deciders_of_running, show
from handlers.projects.progress import day
from handlers.projects.routes import router
from handlers.texts import EDGES
from handlers.time_phrases import parse_when
from handlers.turn import Turn
from storage import projects
from storage.projects import Milestone, Project, Stage


@router.press("start")
def start(turn: Turn, project: Project, _answers: Mapping[str, Any]) -> None:
    """Work begins; from here on the decision is no longer taken back with one press."""
    project.undo_by_id = None
    turn.forget_reminders(project.code, f"{project.code}:start:")
    for person in deciders_of_running(turn, project):
        show(turn, project, person)


@router.due("projects.start_due")
def start_due(turn: Turn, code: str, _facts: Mapping[str, Any]) -> None:
    """Approved and not begun: one reminder to its owner."""
    project = projects.by_code(turn.tx, code)
    if project is not None and project.status == Stage.APPROVED:
        turn.tell(project.applicant, endings.START_DUE(code=code))
        show(turn, project, project.applicant)


@router.press("plan")
def plan(turn: Turn, project: Project, answers: Mapping[str, Any]) -> None:
    """A milestone with its day; reminders come before it, on it, and after it."""
    said = str(answers["milestone"])
    times = parse_when(said, turn.now, turn.school.calendar)
    if not times:
        raise Incomplete(words.NO_DATE)
    name = (said[: times[0].start] + said[times[0].end :]).strip(EDGES + "前完成")
    if not name:
        raise Incomplete(words.NO_NAME)
    milestone = Milestone(name=name, due_at=turn.school.calendar.at(
        turn.local(times[0].begins).date(), turn.school.calendar.local(times[0].at).time()
    ).astimezone(turn.now.tzinfo), evidence="")  # fmt: skip
    project.undo_by_id = None
    project.milestones.append(milestone)
    turn.tx.flush()
    _remind_of(turn, project, milestone)
    turn.reply(words.PLANNED(name=name, day=day(turn, milestone)))


def _remind_of(turn: Turn, project: Project, milestone: Milestone) -> None:
    """Some days before its day, on it, and the working day after."""
    calendar, key, action = turn.school.calendar, f"{project.code}:milestone:{milestone.id}", "projects.milestone"
    facts = {"id": milestone.id}
    if calendar.add_workdays(milestone.due_at, -turn.rule(rules.MILESTONE_BEFORE)) > turn.now:
        turn.remind_by(
            rules.MILESTONE_BEFORE, f"{key}:before", action, project.code, {**facts, "when": "before"},
            since=milestone.due_at, ahead=True,
        )  # fmt: skip
    for when, due in (("on", milestone.due_at), ("after", calendar.add_workdays(milestone.due_at, 1))):
        if due > turn.now:
            turn.remind(f"{key}:{when}", action, project.code, due, {**facts, "when": when})


@router.press("reach")
def reach(turn: Turn, project: Project, answers: Mapping[str, Any]) -> None:
    """The next milestone is done, and this shows it; the CIO hears of it."""
    milestone = project.next_milestone
    if milestone is None:
        return
    milestone.done_at = turn.now
    milestone.evidence = str(answers["evidence"]).strip()
    turn.forget_reminders(project.code, f"{project.code}:milestone:{milestone.id}:")
    turn.reply(words.REACHED(name=milestone.name))
    told = words.REACHED_TOLD(code=project.code, name=milestone.name, evidence=milestone.evidence)
    for person in deciders_of_running(turn, project):
        turn.tell(person, told)


@router.due("projects.milestone")
def milestone_due(turn: Turn, code: str, facts: Mapping[str, Any]) -> None:
    """Before the day and on it the owner is reminded; a late one reaches the CIO, and two in a row their card."""
    project = projects.by_code(turn.tx, code)
    milestone = turn.tx.get(Milestone, int(facts["id"]))
    if project is None or milestone is None or milestone.done_at is not None or project.status != Stage.RUNNING:
        return
    wording = {"before": words.SOON, "on": words.TODAY, "after": words.LATE}[str(facts["when"])]
    said = wording(code=code, name=milestone.name, day=day(turn, milestone))
    turn.tell(project.applicant, said)
    if facts["when"] != "after":
        return
    due = [one for one in project.milestones if one.due_at <= turn.now]
    late_again = len(due) > 1 and all(one.done_at is None or one.done_at > one.due_at for one in due[-2:])
    for person in deciders_of_running(turn, project):
        turn.tell(person, said)
        if late_again:
            turn.tell(person, words.LATE_AGAIN(code=code))
            show(turn, project, person)
