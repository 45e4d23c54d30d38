"""What happens when nothing happens: tasks and instructions are named again, then told one level up, in school time.

Nobody is reminded of one task more often than the rule allows; after that their head hears of it. What is handed in stays
silent.
"""

from collections.abc import Mapping
from typing import Any

from handlers.cards import Card
from handlers.departments import answers_for, contact, heads_of
from handlers.router import Standing
from handlers.tasks import rules, texts
from handlers.tasks.cards import day, task_card
from handlers.tasks.routes import router
from handlers.tasks.telling import accepters, hand_over
from handlers.tasks.whom import doers, whose
from handlers.texts import Phrase, Text
from handlers.turn import Turn
from storage import tasks
from storage.people import Person, Role
from storage.tasks import IN_WORK, OPEN_INSTRUCTIONS, OWED, Task, TaskStage

S = TaskStage
REMIND, UNREAD, LATE, LOOK, INSTRUCTION, HANDOVER = (
    "tasks.remind", "tasks.unread", "tasks.late", "tasks.look", "tasks.instruction", "tasks.handover"
)  # fmt: skip
router.standing = (
    Standing(
        key="tasks.handover", title="部门任务的承办人是否还在", action=HANDOVER, clause="5.3.1",
        rule={"every": "daily", "workdays_only": True, "time": "08:30"}, payload={"subject": "tasks"},
    ),
)  # fmt: skip


def arm(turn: Turn, task: Task) -> None:
    """The moments of a department's task: unread, soon, due, late for the head, late for the CIO."""
    if task.due_at is None:
        return
    if task.status == S.ISSUED:
        for rule, level in ((rules.KNOW, "own"), (rules.KNOW_HEAD, "head")):
            turn.remind_by(rule, f"{task.code}:unread:{level}:{task.revision}", UNREAD, task.code, {"to": level})
    key = f"{task.code}:{task.revision}"
    soon = rules.BEFORE.due(turn.rule(rules.BEFORE), task.due_at, turn.school.calendar, ahead=True)
    if soon > turn.now:
        turn.remind_by(rules.BEFORE, f"{key}:soon", REMIND, task.code, {"when": "soon"}, since=task.due_at, ahead=True)
    if task.due_at > turn.now:  # what is sent back later counts from now, and is not called due in the same breath
        turn.remind(f"{key}:due", REMIND, task.code, task.due_at, {"when": "due"})
    for rule, level in ((rules.LATE_HEAD, "head"), (rules.LATE_CIO, "cio")):
        turn.remind_by(rule, f"{key}:late:{level}", LATE, task.code, {"to": level}, since=max(task.due_at, turn.now))


def wait_for_a_look(turn: Turn, task: Task) -> None:
    """Handed in: whoever accepts is reminded, never overtaken; nothing accepts itself."""
    turn.remind_by(rules.ACCEPT, f"{task.code}:{task.revision}:look", LOOK, task.code)


@router.due(REMIND)
def remind(turn: Turn, code: str, facts: Mapping[str, Any]) -> None:
    """The day before and on the day, to whoever has it."""
    task = tasks.by_code(turn.tx, code)
    if task is None or task.status not in OWED:
        return
    wording = texts.SOON if facts["when"] == "soon" else texts.OVERDUE
    nudge(turn, task, wording(code=code, text=task.headline, day=day(turn, task.due_at)), str(facts["when"]))


@router.due(UNREAD)
def unread(turn: Turn, code: str, facts: Mapping[str, Any]) -> None:
    """Nobody took note of it: named once more, then the head hears of it."""
    task = tasks.by_code(turn.tx, code)
    if task is None or task.status != S.ISSUED:
        return
    until = day(turn, task.due_at)
    if facts["to"] == "own":
        nudge(turn, task, texts.UNREAD(code=code, text=task.headline, day=until), "unread")
        return
    name = task.owner.name if task.owner else ""
    escalate(turn, task, texts.HEAD_UNREAD(name=name, code=code, text=task.headline, day=until), "unread-head")


@router.due(LATE)
def late(turn: Turn, code: str, facts: Mapping[str, Any]) -> None:
    """Late: the head of the department, some days later the CIO."""
    task = tasks.by_code(turn.tx, code)
    if task is None or task.status not in OWED:
        return
    until = day(turn, task.due_at)
    if facts["to"] == "head":
        name = task.owner.name if task.owner else ""
        escalate(turn, task, texts.HEAD_LATE(code=code, text=task.headline, day=until, name=name), "late-head")
        return
    said = texts.CIO_LATE(department=whose(task), code=code, text=task.headline, day=until)
    for person in turn.everyone(Role.CIO):
        _headed(turn, task, person, said, "late-cio")


@router.due(LOOK)
def look(turn: Turn, code: str, _facts: Mapping[str, Any]) -> None:
    """Handed in and nobody looked: whoever accepts is reminded once."""
    task = tasks.by_code(turn.tx, code)
    if task is None or task.status != S.SUBMITTED:
        return
    for person in accepters(turn, task):
        said = texts.ACCEPT_WAITS(code=code, text=task.headline, department=whose(task))
        _headed(turn, task, person, said, f"look-{task.revision}")


def nudge(turn: Turn, task: Task, words: Text, what: str) -> bool:
    """Name it to whoever has it, while the rule allows; after that their head hears of it. Whether it was them."""
    settle_owner(turn, task)
    if task.nudges >= turn.rule(rules.NUDGES):
        escalate(turn, task, words, what)
        return False
    task.nudges += 1
    people = doers(turn, task) or ((task.owner,) if task.owner else ())
    for person in people:
        _headed(turn, task, person, words, f"{what}-{task.nudges}")
    return True


def escalate(turn: Turn, task: Task, words: Text, what: str) -> None:
    """One level up: the head of the department; where the head has it, or there is none, the CIO."""
    settle_owner(turn, task)
    task.escalated_at = task.escalated_at or turn.now
    department = task.department or (task.owner.department if task.owner is not None else "")
    heads = [one for one in heads_of(turn, department) if department and one.id != task.owner_id]
    for person in heads:
        _headed(turn, task, person, words, what)
    if not heads:
        until = day(turn, task.due_at)
        said = texts.NOBODY_ABOVE(department=whose(task), code=task.code, text=task.headline, day=until)
        for person in turn.everyone(Role.CIO):
            _headed(turn, task, person, said, what)


def _headed(turn: Turn, task: Task, person: Person, words: Phrase, what: str) -> None:
    """The card under a line that says why it comes now."""
    card = task_card(turn, task, turn.view_of(person))
    turn.tell(
        person, Card(words, card.lines, card.facts, card.buttons), subject=task.code,
        key=f"{task.code}:{task.revision}:{what}:{task.due_at:%Y%m%d}:{person.id}",
    )  # fmt: skip


@router.due(HANDOVER)
def handover(turn: Turn, _subject: str, _facts: Mapping[str, Any]) -> None:
    """Each workday: what somebody had who left, or answers for the department no more, goes to whoever does now."""
    for task in tasks.open_tasks(turn.tx, *OWED):
        settle_owner(turn, task)
    for task in tasks.instructions(turn.tx, IN_WORK):
        if task.owner is not None and not task.owner.active:
            said = texts.OWNER_GONE(code=task.code, name=task.owner.name)
            for person in turn.everyone(Role.CIO):
                _headed(turn, task, person, said, f"gone-{task.owner_id}")


def settle_owner(turn: Turn, task: Task) -> None:
    """Who has the task now. A department without liaison or head is the CIO's to mend, and is said once."""
    owner = task.owner
    if owner is not None and owner.active and (not task.department or answers_for(owner, task.department)):
        return
    if not task.department and owner is not None:
        task.department = owner.department  # who was asked by name has left: it falls to their department
    now = contact(turn, task.department)
    if now.first is None:
        said = texts.NOBODY_LEFT(department=whose(task), code=task.code)
        for person in turn.everyone(Role.CIO):
            turn.tell(person, said, subject=task.code, key=f"{task.code}:nobody:{task.owner_id}:{person.id}")
        return
    task.owner, task.owner_id, task.nudges = now.first, now.first.id, 0
    turn.record(task.code, "moved", clause="5.3.1", details={"to": now.first.name})
    turn.tx.flush()
    hand_over(turn, task, now.people, texts.MOVED_TO_YOU(code=task.code))
    if now.is_head:
        said = texts.NO_LIAISON(department=whose(task), code=task.code, name=now.first.name)
        for person in turn.everyone(Role.CIO):
            turn.tell(person, said, subject=task.code, key=f"{task.code}:head:{now.first.id}:{person.id}")


# Instructions


def arm_instruction(turn: Turn, task: Task) -> None:
    """T-2, T and T+1 of an instruction that has an owner."""
    if task.due_at is None or task.due_at <= turn.now:
        return
    key = f"{task.code}:{task.revision}"
    ahead = rules.AHEAD.due(turn.rule(rules.AHEAD), task.due_at, turn.school.calendar, ahead=True)
    if ahead > turn.now:
        turn.remind_by(
            rules.AHEAD, f"{key}:soon", INSTRUCTION, task.code, {"when": "soon"}, since=task.due_at, ahead=True
        )
    morning = turn.school.calendar.at(turn.school.calendar.date(task.due_at), turn.school.calendar.hours[0][0])
    turn.remind(f"{key}:today", INSTRUCTION, task.code, max(morning, turn.now), {"when": "today"})
    turn.remind_by(rules.AFTER, f"{key}:late", INSTRUCTION, task.code, {"when": "late"}, since=task.due_at)


def wait_for_cio(turn: Turn, task: Task) -> None:
    """The CIO has to assign it, or to report it back."""
    rule = rules.ASSIGN if task.status == S.RAISED else rules.REPLY
    turn.remind_by(rule, f"{task.code}:{task.revision}:{task.status}", INSTRUCTION, task.code, {"when": "cio"})


@router.due(INSTRUCTION)
def instruction(turn: Turn, code: str, facts: Mapping[str, Any]) -> None:
    """Before the day and on it the owner; after it the owner and the CIO; what waits for the CIO, the CIO."""
    task = tasks.by_code(turn.tx, code)
    if task is None or task.status not in OPEN_INSTRUCTIONS:
        return
    when = str(facts["when"])
    if when == "cio" and task.status in (S.RAISED, S.TO_REPORT):
        wording = texts.ASSIGN_WAITS if task.status == S.RAISED else texts.REPORT_WAITS
        for person in turn.everyone(Role.CIO):
            _headed(turn, task, person, wording(code=code, text=task.headline), f"cio-{task.status}")
    elif when != "cio" and task.status in IN_WORK:
        name = task.owner.name if task.owner else ""
        wording = {"soon": texts.INSTRUCTION_SOON, "today": texts.INSTRUCTION_TODAY, "late": texts.INSTRUCTION_LATE}[
            when
        ]
        said = wording(code=code, text=task.headline, day=day(turn, task.due_at), name=name)
        people = {one.id: one for one in (task.owner,) if one is not None}
        if when == "late":
            people |= {one.id: one for one in turn.everyone(Role.CIO)}
        for person in people.values():
            _headed(turn, task, person, said, when)
