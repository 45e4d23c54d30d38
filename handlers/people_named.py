"""People as others name them: 王老师, a full name, a name somewhere in a sentence."""

from handlers.errors import Incomplete
from handlers.texts import EDGES, Phrase, Text, joined
from handlers.turn import Turn
from storage import people
from storage.people import Person

MOST_NAMED = 5
NO_SUCH_PERSON = Text("没有找到「{name}」。请写全名。", "Nobody called “{name}”. Please write the full name.")
WHICH_PERSON = Text("有几位：{names}。请写全名。", "There are several: {names}. Please write the full name.")


def person_called(turn: Turn, said: str) -> Person:
    """The one active person of this name. Raises `Incomplete` when there is none, or several."""
    name = said.strip(EDGES + "给到")
    found = people.by_name(turn.tx, name) or [
        person
        for person in people.active_people(turn.tx)
        if len(name) >= 2 and (name in person.name or person.name in name)
    ]
    if not found:
        raise Incomplete(NO_SUCH_PERSON(name=name))
    if len(found) > 1:
        some: list[Phrase] = [f"{one.name}（{one.department}）" for one in found[:MOST_NAMED]]
        raise Incomplete(WHICH_PERSON(names=joined(some)))
    return found[0]


def person_in(turn: Turn, text: str) -> Person | None:
    """Whoever is named somewhere in a sentence; the longest name where one contains another."""
    named = [person for person in people.active_people(turn.tx) if person.name and person.name in text]
    return max(named, key=lambda person: len(person.name), default=None)
