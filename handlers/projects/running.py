"""What happens to an approved project: it starts, plans its milestones, reaches them."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from handlers import steps
from handlers.cards import Button, Card, token
from handlers.errors import Incomplete, NotAllowed, Refused
from handlers.incoming import Pressed
from handlers.numerals import fold, without
from handlers.projects import endings, rules, words
from handlers.projects.deciders import deciders_of_running, redraw, show
from handlers.projects.flow import owner
from handlers.projects.progress import day
from handlers.projects.routes import router
from handlers.texts import EDGES, STALE_BUTTON, joined
from handlers.time_phrases import parse_when
from handlers.turn import Turn
from storage import projects
from storage.projects import UNDER_WAY, Milestone, Project, Stage

_MILESTONE = re.compile(
    r"(?:^|(?<=[,，;；]))\s*(?:请|帮我|麻烦)?(?:再|另外)?(?:加上?|增加|新增|添加?|设置?|定|记)?(?:上|下)?(?:一?个|一条)?"
    r"(?:项目|新)?(?:的)?里程碑(?:是|为|叫)?[:：]?"
    r"|(?:[加增添设定](?:加|置|上|下)?(?:一?个|一条)|这个|的)?里程碑"
    r"|\b(?:add |set )?(?:an? |another |the )?milestone:?",
    re.IGNORECASE,
)
_MOVES_TO = re.compile(
    r"(?:想|要|得|需要)?(?:改到|改在|改成|改为|推迟到?|延期到?|延后到?|延到|挪到|调整?到|顺延到?|提前到?)(?:了)?"
    r"|\b(?:move[sd]? |postpone[sd]? |push(?:ed)? )?to\b|\bmove\b|\bpostpone\b",
    re.IGNORECASE,
)


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
    """A milestone with its day; reminders come before it, on it, and after it. One that is there already moves."""
    said = str(answers["milestone"])
    times = parse_when(said, turn.now, turn.school.calendar)
    if not times:
        raise Incomplete(words.NO_DATE)
    name = name_of(without(said, times[:1]))
    if not name:
        raise Incomplete(words.NO_NAME)
    due = turn.school.calendar.at(
        turn.local(times[0].begins).date(), turn.school.calendar.local(times[0].at).time()
    ).astimezone(turn.now.tzinfo)
    project.undo_by_id = None
    known = open_called(project, name)
    if known is not None:
        _move(turn, project, known, due)
        turn.reply(words.MOVED(name=known.name, day=day(turn, known)))
        return
    milestone = Milestone(name=name, due_at=due, evidence="")
    project.milestones.append(milestone)
    turn.tx.flush()
    _remind_of(turn, project, milestone)
    turn.reply(words.PLANNED(name=name, day=day(turn, milestone)))


def name_of(said: str) -> str:
    """What a milestone is called, without the words that only say that it is one or that it moves."""
    bare = _MILESTONE.sub(" ", _MOVES_TO.sub(" ", said))
    return " ".join(bare.split()).strip(EDGES + "前完成的把")


def open_called(project: Project, said: str) -> Milestone | None:
    """The one open milestone of this name, or that this sentence names."""
    left = [one for one in project.milestones if one.done_at is None]
    same = [one for one in left if fold(one.name) == fold(said)]
    named = same or [one for one in left if fold(one.name) in fold(said)]
    return named[0] if len(named) == 1 else None


def moves_one(project: Project, said: str) -> bool:
    """Whether a sentence gives an open milestone of this project another day."""
    return _MOVES_TO.search(said) is not None and open_called(project, said) is not None


def _move(turn: Turn, project: Project, milestone: Milestone, due: datetime) -> None:
    milestone.due_at = due
    turn.forget_reminders(project.code, f"{project.code}:milestone:{milestone.id}:")
    turn.tx.flush()
    _remind_of(turn, project, milestone)


def offer_to_move(turn: Turn, project: Project, days: int) -> None:
    """The project's last day moved: the owner is asked about the milestones that are still open, and told how to move one."""
    left = [one for one in project.milestones if one.done_at is None]
    if not days or not left:
        return
    project.change = {**project.change, "shift": days}
    label = (words.SHIFT_LATER if days > 0 else words.SHIFT_EARLIER)(days=abs(days))
    named = joined([words.MILESTONE_OPEN(name=one.name, day=day(turn, one)) for one in left])
    asked = words.MILESTONES_STAY(code=project.code, milestones=named, name=left[0].name)
    button = Button(label, token("projects", "shift", project.code, str(days)))
    turn.tell(project.applicant, Card(asked, buttons=(button,)), subject=f"milestones:{project.code}")


@router.button("shift")
def shift(turn: Turn, code: str, choice: str) -> None:
    """All open milestones move with the project's last day, once; none of them into the past."""
    project: Project = steps.find(turn, router, code)
    if not owner.allows(turn.viewer, project):
        raise NotAllowed(words.PLAN, owner.who, code=code, step_name="plan")
    if choice != str(project.change.get("shift")) or project.status not in UNDER_WAY:
        raise Refused(STALE_BUTTON)
    project.change = {name: value for name, value in project.change.items() if name != "shift"}
    moved = []
    for milestone in [one for one in project.milestones if one.done_at is None]:
        due = milestone.due_at + timedelta(days=int(choice))
        if due > turn.now:
            _move(turn, project, milestone, due)
            moved.append(words.MILESTONE_OPEN(name=milestone.name, day=day(turn, milestone)))
    turn.record(code, "shift", clause="6.2.2", details={"days": int(choice)})
    said = words.SHIFTED(milestones=joined(list(moved))) if moved else words.NONE_SHIFTED
    turn.settle(f"milestones:{code}", lambda _viewer: Card(said))
    if isinstance(turn.heard, Pressed):
        turn.toast(words.SHIFT_DONE)
    else:
        turn.reply(said)
    redraw(turn, project)


def _remind_of(turn: Turn, project: Project, milestone: Milestone) -> None:
    """Some days before its day, on it, and the working day after."""
    calendar, key, action = turn.school.calendar, f"{project.code}:milestone:{milestone.id}", "projects.milestone"
    key = f"{key}:{turn.now:%Y%m%d%H%M%S}:{milestone.due_at:%Y%m%d}"  # a key that has rung never rings again, and milestones move
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
    """The next milestone is done, or the one that was named, and this shows it; the CIO hears of it."""
    named = open_called(project, str(answers["milestone"])) if answers.get("milestone") else None
    milestone = named or project.next_milestone
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
