"""Who hears of a task, and what they see."""

from handlers import acknowledging
from handlers.cards import Card
from handlers.tasks.cards import task_card
from handlers.tasks.flow import may_accept
from handlers.texts import Phrase
from handlers.turn import Turn
from storage.people import Person, Role
from storage.tasks import Task


def show(turn: Turn, task: Task, person: Person) -> None:
    """The card as this person may use it."""
    turn.tx.flush()
    if turn.actor is None or person.id != turn.actor.id:
        turn.tell(person, task_card(turn, task, turn.view_of(person)), subject=task.code)


def tell_department(turn: Turn, task: Task, words: Phrase) -> None:
    """A line to whoever handed it in, else to whoever has it."""
    person = task.submitted_by if task.submitted_by is not None and task.submitted_by.active else task.owner
    if person is not None and (turn.actor is None or person.id != turn.actor.id):
        turn.tell(person, words)


def hand_over(turn: Turn, task: Task, people: tuple[Person, ...], words: Phrase = "") -> None:
    """The card to whoever answers for the department, who are asked to take note of it."""
    acknowledging.ask(turn, task.code, people)
    turn.tx.flush()
    for person in people:
        card = task_card(turn, task, turn.view_of(person))
        shown = Card(words, (card.title, *card.lines), card.facts, card.buttons) if words else card
        turn.tell(person, shown, subject=task.code)


def accepters(turn: Turn, task: Task) -> list[Person]:
    """Whoever may accept it: the CIO, or a leader where the CIO handed it in."""
    return [
        person
        for person in turn.everyone(Role.CIO, Role.LEADER)
        if (person.holds(Role.CIO) or not person.holds(Role.LEADER) or _of_cio(task))
        and may_accept(turn.view_of(person), task)
    ]


def _of_cio(task: Task) -> bool:
    return task.submitted_by is not None and task.submitted_by.holds(Role.CIO)
