"""Who answers for a department: its liaison, without one its head, else nobody (clauses 5.3.1, 5.3.2).

Whoever may be reached comes first: a liaison without any account cannot be asked in chat.
"""

from dataclasses import dataclass

from handlers.audience import is_part_of
from handlers.turn import Turn
from handlers.voice import reachable_account
from storage import people
from storage.people import Person, Role


@dataclass(frozen=True, slots=True)
class Contact:
    """Who is asked for a department. `is_head`: there is no liaison who can be reached, so that it fell to the head."""

    department: str
    people: tuple[Person, ...] = ()
    is_head: bool = False

    @property
    def first(self) -> Person | None:
        """Whose it is; the others of the department may do it as well."""
        return self.people[0] if self.people else None


def departments(turn: Turn) -> list[str]:
    """Every department somebody of the school belongs to, by name."""
    return sorted({person.department for person in people.active_people(turn.tx) if person.department})


def contact(turn: Turn, department: str) -> Contact:
    """Who is asked for a department now."""
    own = [person for person in people.active_people(turn.tx) if person.department == department]
    liaisons = [person for person in own if person.holds(Role.LIAISON)]
    chosen = [person for person in liaisons if reachable_account(person)]
    if chosen:
        return Contact(department, tuple(chosen))
    heads = heads_of(turn, department)
    if heads:
        return Contact(department, tuple(heads), is_head=True)
    return Contact(department, tuple(liaisons))


def heads_of(turn: Turn, department: str) -> list[Person]:
    """The heads of a department; of the larger one it is part of, where it has none of its own."""
    heads = [person for person in people.active_people(turn.tx) if person.holds(Role.HEAD)]
    return [person for person in heads if person.department == department] or [
        person for person in heads if person.department and is_part_of(department, person.department)
    ]


def answers_for(person: Person, department: str) -> bool:
    """Whether somebody may speak for a department: its liaison, its head, or the head of the larger one."""
    if not department:
        return False
    if person.holds(Role.LIAISON) and person.department == department:
        return True
    return person.holds(Role.HEAD) and bool(person.department) and is_part_of(department, person.department)
