"""What happens to an approved project: it starts, reaches its milestones, changes, rests, ends, is finished."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from handlers.errors import Incomplete, Refused
from handlers.projects import rules, words
from handlers.projects.deciders import deciders_of_running, show
from handlers.projects.money import find_yuan
from handlers.projects.progress import day
from handlers.projects.routes import router
from handlers.texts import EDGES
from handlers.time_phrases import parse_when
from handlers.turn import Turn
from storage import projects
from storage.people import Role
from storage.projects import Milestone, Project, ProjectVersion, Stage


@router.press("start")
def start(turn: Turn, project: Project, _answers: Mapping[str, Any]) -> None:
    """Work begins; from here on the decision is no longer taken back with one press."""
    project.undo_by_id = None
    for person in deciders_of_running(turn, project):
        show(turn, project, person)


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
    calendar = turn.school.calendar
    for when, due in (
        ("before", calendar.add_workdays(milestone.due_at, -turn.rule(rules.MILESTONE_BEFORE))),
        ("on", milestone.due_at),
        ("after", calendar.add_workdays(milestone.due_at, 1)),
    ):
        if due > turn.now:
            turn.remind(
                f"{project.code}:milestone:{milestone.id}:{when}", "projects.milestone", project.code, due,
                {"id": milestone.id, "when": when},
            )  # fmt: skip
    turn.reply(words.PLANNED(name=name, day=day(turn, milestone)))


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


@router.press("change")
def change(turn: Turn, project: Project, answers: Mapping[str, Any]) -> None:
    """The owner asks to pause, go on, end or change; the CIO decides."""
    said = str(answers["change"]).strip()
    kind = _kind(said)
    back = turn_back(turn, project)
    if kind == "resume" and back != Stage.PAUSED:
        raise Refused(words.NOT_PAUSED)
    amount = find_yuan(said) if kind == "change" and any(word in said for word in ("预算", "经费", "budget")) else None
    project.change = {"kind": kind, "text": said, "back": back, "yuan": amount}
    turn.tx.flush()
    for person in deciders_of_running(turn, project):
        show(turn, project, person)


@router.press("grant")
def grant(turn: Turn, project: Project, _answers: Mapping[str, Any]) -> None:
    """The change is allowed. A new amount becomes part of the project, as a version of its own."""
    amount = project.change.get("yuan")
    if amount is not None:
        project.budget = int(amount)
        project.versions.append(
            ProjectVersion(
                number=len(project.versions) + 1, fields=dict(project.fields), submitted_by_id=project.applicant_id,
                submitted_at=turn.now,
            )
        )  # fmt: skip
    _tell_change(turn, project)


@router.press("grant_pause")
def grant_pause(turn: Turn, project: Project, _answers: Mapping[str, Any]) -> None:
    """The project rests; its milestones do not nag."""
    _tell_change(turn, project)


@router.press("grant_end")
def grant_end(turn: Turn, project: Project, _answers: Mapping[str, Any]) -> None:
    """The project ends before its aim; what was kept stays on record."""
    turn.forget_reminders(project.code)
    project.result = project.result or str(project.change.get("text", ""))
    _tell_change(turn, project)


@router.press("refuse")
def refuse(turn: Turn, project: Project, answers: Mapping[str, Any]) -> None:
    """The change is not allowed; the project goes on as it was."""
    kind = words.KINDS[project.change["kind"]]
    project.change = {"was": project.change["back"]}
    turn.tell(project.applicant, words.REFUSED(kind=kind, reason=str(answers.get("reason", ""))))
    show(turn, project, project.applicant)


@router.press("refuse_paused")
def refuse_paused(turn: Turn, project: Project, answers: Mapping[str, Any]) -> None:
    """The same for a project at rest."""
    refuse(turn, project, answers)


@router.press("finish")
def finish(turn: Turn, project: Project, answers: Mapping[str, Any]) -> None:
    """The owner says it is done, indicator by indicator; every milestone has to be."""
    milestone = project.next_milestone
    if milestone is not None:
        raise Refused(words.STILL_OPEN(name=milestone.name))
    project.result = str(answers["result"]).strip()
    turn.tx.flush()
    for person in deciders_of_running(turn, project):
        show(turn, project, person)


@router.press("accept")
def accept(turn: Turn, project: Project, _answers: Mapping[str, Any]) -> None:
    """Accepted. Some weeks later its owner and its users say what came of it (6.3.1)."""
    due = turn.now + timedelta(days=turn.rule(rules.EVALUATE_AFTER))
    turn.remind(f"{project.code}:evaluate", "projects.evaluate", project.code, due)
    heads = [one for one in turn.everyone(Role.HEAD) if one.department == project.department]
    for person in {person.id: person for person in (project.applicant, *heads)}.values():
        show(turn, project, person)


@router.press("redo")
def redo(turn: Turn, project: Project, answers: Mapping[str, Any]) -> None:
    """Something is missing yet; the project goes on."""
    turn.tell(project.applicant, words.NOT_ACCEPTED(reason=str(answers.get("reason", ""))))
    show(turn, project, project.applicant)


def turn_back(_turn: Turn, project: Project) -> str:
    """Where a refused change leads back to: a project asked to go on was at rest."""
    return str(project.change.get("was") or Stage.RUNNING)


def _kind(said: str) -> str:
    for kind, names in (
        ("resume", ("恢复", "继续", "重新开始", "resume")),
        ("pause", ("暂停", "先停", "pause")),
        ("end", ("终止", "停止项目", "不做了", "取消项目", "end the project")),
    ):
        if any(name in said.lower() for name in names):
            return kind
    return "change"


def _tell_change(turn: Turn, project: Project) -> None:
    kind = words.KINDS[project.change["kind"]]
    said = words.GRANTED(kind=kind, text=str(project.change["text"]))
    project.change = {"was": project.status}
    turn.tell(project.applicant, said)
    show(turn, project, project.applicant)
