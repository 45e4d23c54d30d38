"""Who gets a passport: whoever joins a school that is settled, by itself; others when somebody sends them one."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from handlers.cards import Card
from handlers.numerals import write_code
from handlers.passports import rules, texts
from handlers.passports.desk import passport_card, router
from handlers.passports.flow import FLOW
from handlers.turn import Turn
from storage import numbers, passports, people
from storage.passports import OPEN, Passport
from storage.people import Person, Role

NUDGE, LATE = "passports.nudge", "passports.late"


@router.due("passports.enrol")
def enrol(turn: Turn, _subject: str, _facts: Mapping[str, Any]) -> None:
    """Each morning: whoever was added since the school is settled and can be reached gets theirs, once."""
    everyone = people.active_people(turn.tx)
    known = {one.person_id for one in passports.everything(turn.tx)}
    first = min((person.created_at for person in everyone), default=turn.now)
    settled = first + timedelta(days=turn.rule(rules.SETTLING))
    for person in everyone:
        if person.created_at >= settled and person.id not in known and person.accounts:
            give(turn, person)


def give(turn: Turn, person: Person) -> Passport:
    """A passport for somebody: the invitation, and the two days on which it is asked after."""
    one = Passport(
        code=write_code(FLOW.prefix, numbers.next_number(turn.tx, FLOW.prefix)), person=person, person_id=person.id,
        invited_at=turn.now,
    )  # fmt: skip
    turn.tx.add(one)
    turn.tx.flush()
    turn.record(one.code, "invite", clause=FLOW.clause, after=one.status, details={"person": person.name})
    turn.tell(person, passport_card(turn, one, turn.view_of(person)), subject=one.code, key=f"{one.code}:invited")
    turn.remind_by(rules.NUDGE, f"{one.code}:nudge", NUDGE, one.code)
    turn.remind_by(rules.LATE, f"{one.code}:late", LATE, one.code)
    return one


@router.due(NUDGE)
def nudge(turn: Turn, code: str, _facts: Mapping[str, Any]) -> None:
    """Not done after some days: one word to the person, at the step they are at."""
    one = passports.by_code(turn.tx, code)
    if one is None or one.status not in OPEN:
        return
    card = passport_card(turn, one, turn.view_of(one.person))
    said = texts.NUDGE(status=FLOW.statuses[one.status])
    turn.tell(one.person, Card(said, (card.title, *card.lines), card.facts, card.buttons, card.note), subject=code,
              key=f"{code}:nudged")  # fmt: skip


@router.due(LATE)
def late(turn: Turn, code: str, facts: Mapping[str, Any]) -> None:
    """Still not done: the person once more, and the head of their department; where there is none, the CIO."""
    one = passports.by_code(turn.tx, code)
    if one is None or one.status not in OPEN:
        return
    card = passport_card(turn, one, turn.view_of(one.person))
    turn.tell(one.person, card, subject=code, key=f"{code}:late")
    heads = [person for person in turn.everyone(Role.HEAD) if person.department == one.person.department]
    for person in heads or turn.everyone(Role.CIO):
        if person.id != one.person_id:
            words = texts.LATE(department=one.person.department or texts.NO_DEPARTMENT, name=one.person.name)
            turn.tell(person, words, key=f"{code}:late:{person.id}")
    del facts
