"""How a drill speaks to its people: to each on cards of their own, at once while it runs.

The mark is put on where messages become rows, and the door of the router keeps everybody else out.
"""

from collections.abc import Iterable

from handlers.cards import Card
from handlers.drills.cards import drill_card, own_card, own_subject
from handlers.drills.flow import runner
from handlers.flow import Viewer
from handlers.texts import Phrase
from handlers.turn import Turn
from storage.drills import Drill, DrillParticipant
from storage.outbox import Priority
from storage.people import Person, Role


def show(
    turn: Turn, drill: Drill, part: DrillParticipant, key: str, *, urgent: bool = True, title: Phrase = ""
) -> None:
    """A participant's own card, once for each key."""
    part.told_at = part.told_at or turn.now
    card = own_card(turn, drill, Viewer(part.person))
    shown = Card(title or card.title, card.lines, card.facts, card.buttons)
    turn.tell(part.person, shown, key=f"{drill.code}:{key}:{part.person_id}", subject=own_subject(drill, part.person_id),
              priority=Priority.URGENT if urgent else Priority.NOTICE)  # fmt: skip


def redraw(turn: Turn, drill: Drill, parts: Iterable[DrillParticipant]) -> None:
    """The cards of these participants as they stand now."""
    turn.tx.flush()
    for part in parts:
        turn.settle(own_subject(drill, part.person_id), lambda viewer: own_card(turn, drill, viewer))


def runners(turn: Turn, drill: Drill) -> list[Person]:
    """Who runs it: the planner, the CIO and who acts for them."""
    people = {one.id: one for one in (drill.planner, *turn.everyone(Role.CIO))}
    return [one for one in people.values() if one.active and runner.allows(turn.view_of(one), drill)]


def tell(
    turn: Turn, drill: Drill, people: Iterable[Person], words: Card | Phrase, key: str = "", *, urgent: bool = True
) -> None:
    """A line to some of those who run it or must know; it is no card to be redrawn."""
    for person in {one.id: one for one in people}.values():
        if turn.actor is None or person.id != turn.actor.id:
            turn.tell(person, words, key=f"{drill.code}:{key}:{person.id}" if key else None, subject=f"{drill.code}/line",
                      priority=Priority.URGENT if urgent else Priority.NOTICE)  # fmt: skip


def show_card(turn: Turn, drill: Drill, people: Iterable[Person], key: str, *, title: Phrase = "", lines: tuple[Phrase, ...] = (),
              urgent: bool = False) -> None:  # fmt: skip
    """The whole card to those who decide about it or run it, under a heading that says why it comes."""
    for person in {one.id: one for one in people}.values():
        card = drill_card(turn, drill, turn.view_of(person))
        shown = Card(title or card.title, (*lines, *card.lines), card.facts, card.buttons, card.note, links=card.links)
        turn.tell(person, shown, key=f"{drill.code}:{key}:{person.id}", subject=drill.code,
                  priority=Priority.URGENT if urgent else Priority.NOTICE)  # fmt: skip


def answer(turn: Turn, drill: Drill, words: Card | Phrase) -> None:
    """A line of the drill to whoever just spoke or pressed."""
    turn.reply(words, subject=f"{drill.code}/line")


def answer_card(turn: Turn, drill: Drill) -> None:
    """The card of whoever just spoke, as it stands now."""
    mine = drill.of(turn.viewer.id)
    own = mine is not None and turn.viewer.id != drill.planner_id
    subject = own_subject(drill, mine.person_id) if own and mine is not None else drill.code
    turn.reply(drill_card(turn, drill, turn.viewer), subject=subject)
