"""The router of tasks and instructions: who finds what, and what is on whose desk."""

from handlers.acting import leads
from handlers.departments import answers_for
from handlers.router import Router
from handlers.tasks import rules, texts
from handlers.tasks.cards import task_card
from handlers.tasks.flow import FLOW, party
from handlers.turn import Turn
from storage import tasks
from storage.people import Role
from storage.tasks import OPEN_INSTRUCTIONS, OPEN_TASKS, Task, TaskStage


def in_hand(turn: Turn) -> list[Task]:
    """One's own; the department's for its liaison, and for its head what came up to them; what waits for CIO or leader."""
    person = turn.actor
    if person is None:
        return []
    found = {task.code: task for task in tasks.owed_by(turn.tx, person.id)}
    if person.holds(Role.LIAISON, Role.HEAD):
        for task in tasks.open_tasks(turn.tx, *OPEN_TASKS):
            came_up = person.holds(Role.LIAISON) or task.escalated_at is not None
            if came_up and answers_for(person, task.department):
                found.setdefault(task.code, task)
    if leads(turn.viewer) or person.holds(Role.LEADER):
        for task in (
            *tasks.open_tasks(turn.tx),
            *tasks.instructions(turn.tx, (*OPEN_INSTRUCTIONS, TaskStage.SIGNED_OFF)),
        ):
            found.setdefault(task.code, task)
    return list(found.values())


def _none(_turn: Turn, _task: Task) -> str:
    return "none"


router = Router(
    "tasks", flow=FLOW, find=tasks.by_code, readable=party, card=task_card, open_for=in_hand, context=_none,
    rules=rules.ALL,
)  # fmt: skip
router.help(texts.HELP_CIO, Role.CIO)
router.help(texts.HELP_LEADER, Role.LEADER)
router.help(texts.HELP_DEPARTMENT, Role.LIAISON, Role.HEAD)
