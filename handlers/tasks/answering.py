"""What happens to a department's task on its way: known, done, handed in, looked at, closed (clause 5.3.1)."""

from collections.abc import Mapping
from typing import Any

from handlers import acknowledging
from handlers.cards import Button, Card, token
from handlers.tasks import deadlines, giving, papers, texts
from handlers.tasks.attached import keep
from handlers.tasks.cards import day, task_card
from handlers.tasks.flow import FLOW
from handlers.tasks.reading import day_of
from handlers.tasks.routes import router
from handlers.tasks.telling import accepters, show, tell_department
from handlers.tasks.whom import doers, whose
from handlers.texts import Text
from handlers.turn import Turn
from storage import tasks
from storage.people import Role
from storage.tasks import Task, TaskStage

Given = Mapping[str, Any]


@router.due("tasks.acknowledged")
def acknowledged(turn: Turn, code: str, _facts: Given) -> None:
    """知悉 was pressed or 收到 typed: the task is known, and nobody else of the department is asked for it any more."""
    task = tasks.by_code(turn.tx, code)
    if task is None or task.status != TaskStage.ISSUED:
        return
    turn.take(FLOW, "know", task)
    know(turn, task, {})
    turn.tx.flush()
    turn.settle(code, lambda viewer: task_card(turn, task, viewer))


@router.press("know")
def know(turn: Turn, task: Task, _given: Given) -> None:
    """The department has seen it."""
    task.known_at = turn.now
    turn.forget_reminders(task.code, f"{task.code}:unread")
    acknowledging.stop(turn, task.code)


@router.press("start")
def start(_turn: Turn, _task: Task, _given: Given) -> None:
    """Work on it begins."""


@router.press("submit")
@router.press("submit_now")
def submit(turn: Turn, task: Task, given: Given) -> None:
    """Handed in: whoever accepts gets it with its files; the first time tells whether it was in time."""
    keep(turn, task)
    task.result, task.reason, task.revision = str(given["content"]).strip(), "", task.revision + 1
    task.submitted_by, task.submitted_by_id, task.submitted_at = turn.person(), turn.person().id, turn.now
    task.first_submitted_at = task.first_submitted_at or turn.now
    task.known_at = task.known_at or turn.now
    acknowledging.stop(turn, task.code)
    turn.forget_reminders(task.code)
    deadlines.wait_for_a_look(turn, task)
    for person in accepters(turn, task):
        show(turn, task, person)
    papers.deliver(turn, task)
    late = task.due_at is not None and task.first_submitted_at > task.due_at
    turn.reply((texts.THANKS_LATE if late else texts.THANKS)(code=task.code))


@router.press("unsubmit")
def unsubmit(turn: Turn, task: Task, _given: Given) -> None:
    """Taken back before anybody looked: the CIO's card says so, the reminders stand again."""
    task.submitted_at = None
    if task.revision <= 2:  # handed in for the first time, and not any more
        task.first_submitted_at = None
    turn.forget_reminders(task.code)
    deadlines.arm(turn, task)


@router.press("accept")
def accept(turn: Turn, task: Task, _given: Given) -> None:
    """It is what was asked for."""
    task.closed_at = turn.now
    turn.forget_reminders(task.code)
    tell_department(turn, task, texts.ACCEPTED(code=task.code, text=task.headline))


@router.press("send_back")
@router.press("reopen")
def send_back(turn: Turn, task: Task, given: Given) -> None:
    """Not yet: the department reads why, in private, and its reminders stand again."""
    task.reason, task.revision, task.closed_at = str(given["reason"]).strip(), task.revision + 1, None
    turn.forget_reminders(task.code)
    deadlines.arm(turn, task)
    people = doers(turn, task)
    for person in {one.id: one for one in (*people, *([task.submitted_by] if task.submitted_by else ()))}.values():
        show(turn, task, person)


@router.press("explain")
def explain(turn: Turn, task: Task, given: Given) -> None:
    """A difficulty reaches the CIO; the day stays until the CIO changes it."""
    task.said = str(given["trouble"]).strip()
    turn.tx.flush()
    for person in turn.everyone(Role.CIO):
        said = texts.EXPLAINED(department=whose(task), code=task.code, words=task.said)
        look = Button(Text(f"看 {task.code}", f"Open {task.code}"), token("people", "look", task.code))
        turn.tell(person, Card(said, buttons=(look,)))
    turn.reply(texts.EXPLAINED_TO_CIO(code=task.code))


@router.press("move")
def move(turn: Turn, task: Task, given: Given) -> None:
    """Another day; every reminder of the old one goes."""
    task.due_at = day_of(turn, str(given["due"]))
    task.revision += 1
    if task.status != TaskStage.SUBMITTED:
        turn.forget_reminders(task.code)
        deadlines.arm(turn, task)
    said = texts.NEW_DAY(code=task.code, day=day(turn, task.due_at))
    tell_department(turn, task, said)
    turn.reply(said)


@router.press("cancel")
def cancel(turn: Turn, task: Task, given: Given) -> None:
    """Nobody owes it any more, and it counts for nobody's figures."""
    task.reason = str(given["reason"]).strip()
    giving.withdraw(turn, task)
