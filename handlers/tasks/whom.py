"""Whose a task is: a department's, done by whoever answers for it; or the one person's it was given to by name."""

from handlers.departments import contact
from handlers.turn import Turn
from storage.people import Person
from storage.tasks import Task


def doers(turn: Turn, task: Task) -> tuple[Person, ...]:
    """Who is to do it: whoever answers for the department, or the one person it was given to by name."""
    if not task.department:
        return (task.owner,) if task.owner is not None else ()
    return contact(turn, task.department).people


def whose(task: Task) -> str:
    """The department, or the one person it was given to by name."""
    return task.department or (task.owner.name if task.owner is not None else "")
