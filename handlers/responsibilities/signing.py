"""A responsibility is asked for, signed, declined, changed; who does not sign is reminded, then the CIO hears of it."""

from collections.abc import Mapping
from typing import Any

from handlers.cards import Card
from handlers.flow import Viewer
from handlers.numerals import write_code
from handlers.people_named import person_called
from handlers.responsibilities import rules, texts
from handlers.responsibilities.desk import record_card, router
from handlers.responsibilities.flow import FLOW
from handlers.safety import SIGN, day_words
from handlers.turn import Turn
from storage import numbers, responsibilities, systems
from storage.people import Person, Role
from storage.responsibilities import Responsibility, Signing
from storage.systems import System

NUDGE = "responsibilities.nudge"


@router.due(SIGN)
def ask_for_system(turn: Turn, code: str, facts: Mapping[str, Any]) -> None:
    """Somebody answers for a system from now on. A new deputy alone needs no new signature."""
    system = systems.by_code(turn.tx, code)
    if system is None:
        return
    before = responsibilities.of_system(turn.tx, system.id)
    if facts.get("retired"):
        end(turn, before)
        return
    if before is not None and before.person_id == system.owner_id:
        before.deputy, before.deputy_id = system.deputy, system.deputy_id
        return
    if facts.get("deputy"):
        return
    end(turn, before)
    begin(turn, system.owner, system=system)


def begin(turn: Turn, person: Person, *, system: System | None = None, department: str = "") -> Responsibility:
    """A new record; its person gets the card and is reminded of it."""
    deputy = system.deputy if system is not None else None
    one = Responsibility(
        code=write_code("RS", numbers.next_number(turn.tx, "RS")), status=Signing.PENDING, system=system,
        system_id=system.id if system is not None else None, department=department, person=person, person_id=person.id,
        deputy=deputy, deputy_id=deputy.id if deputy is not None else None, since=turn.now, nudged=0, reason="",
        created_at=turn.now,
    )  # fmt: skip
    turn.tx.add(one)
    turn.tx.flush()
    turn.record(one.code, "ask", clause="7.1.1", after=one.status, details={"what": one.what, "person": person.name})
    due = rules.SIGN_WITHIN.due(turn.rule(rules.SIGN_WITHIN), turn.now, turn.school.calendar)
    note = texts.SIGN_BY(day=day_words(turn, due), rule=rules.SIGN_WITHIN.title)
    turn.tell(person, record_card(turn, one, turn.view_of(person)).with_note(note), subject=one.code)
    turn.remind_by(rules.SIGN_WITHIN, f"{one.code}:nudge:1", NUDGE, one.code)
    return one


def end(turn: Turn, one: Responsibility | None) -> None:
    """Somebody else takes over: the record stays and says until when it held."""
    if one is None or one.status == Signing.CHANGED:
        return
    before = FLOW.take(FLOW.by_name["replace"], Viewer(None), one)
    one.ended_at = turn.now
    turn.forget_reminders(one.code)
    turn.record(one.code, "replace", clause="7.1.1", before=before, after=one.status)
    turn.tx.flush()
    turn.settle(one.code, lambda viewer: record_card(turn, one, viewer))


@router.due(NUDGE)
def nudge(turn: Turn, code: str, _facts: Mapping[str, Any]) -> None:
    """Not signed in time: asked again, a few times and no more, then the CIO hears of it."""
    one = responsibilities.by_code(turn.tx, code)
    if one is None or one.status != Signing.PENDING:
        return
    if one.nudged >= turn.rule(rules.MOST_NUDGES):
        for person in turn.everyone(Role.CIO, besides=one.person):
            said = texts.UNSIGNED(name=one.person.name, what=one.what, count=one.nudged)
            card = record_card(turn, one, turn.view_of(person))
            turn.tell(
                person, Card(said, (), card.facts, card.buttons), subject=code, key=f"{code}:unsigned:{person.id}"
            )
        return
    one.nudged += 1
    card = record_card(turn, one, turn.view_of(one.person))
    said = texts.NUDGE(what=one.what, count=one.nudged)
    turn.tell(
        one.person, Card(said, card.lines, card.facts, card.buttons), subject=code, key=f"{code}:nudge:{one.nudged}"
    )
    turn.remind_by(rules.SIGN_WITHIN, f"{code}:nudge:{one.nudged + 1}", NUDGE, code)


@router.press("sign")
def sign(turn: Turn, one: Responsibility, _answers: Mapping[str, Any]) -> None:
    """Signed in person, in chat; the audit log keeps who and when."""
    one.signed_at, one.reason = turn.now, ""
    turn.forget_reminders(one.code)
    turn.reply(texts.SIGNED(what=one.what, name=one.person.name))


@router.press("decline")
def decline(turn: Turn, one: Responsibility, answers: Mapping[str, Any]) -> None:
    """Not theirs, they say: the CIO hears why and how to change it; until then it stays theirs."""
    one.reason = str(answers["reason"]).strip()
    how = texts.HOW_SYSTEM(code=one.system.code) if one.system is not None else texts.HOW_DEPARTMENT(code=one.code)
    said = texts.DECLINED(name=one.person.name, what=one.what, reason=one.reason)
    for person in turn.everyone(Role.CIO, besides=turn.actor):
        turn.tell(person, Card(said, (texts.DECLINED_HOW(how=how),)))
    turn.reply(texts.SAID_SO)


@router.press("change")
def change(turn: Turn, one: Responsibility, answers: Mapping[str, Any]) -> None:
    """Somebody else answers for the department."""
    person = person_called(turn, str(answers["person"]))
    one.ended_at = turn.now
    turn.forget_reminders(one.code)
    new = begin(turn, person, department=one.department)
    turn.reply(texts.NAMED(what=new.what, name=person.name))


@router.press("replace")
def replace(_turn: Turn, _one: Responsibility, _answers: Mapping[str, Any]) -> None:
    """Only the clock: see `end`."""


@router.leaving
def leaving(turn: Turn, person: Person) -> list[str]:
    """A department's safety goes to its head, else to the CIO, until somebody is named; systems move by themselves."""
    moved = []
    for one in responsibilities.of_person(turn.tx, person.id):
        if one.system_id is not None:
            continue
        heads = [head for head in turn.everyone(Role.HEAD) if head.department == one.department]
        heir = next(iter([*heads, *turn.everyone(Role.CIO, Role.ADMIN)]), None)
        if heir is None:
            continue
        end(turn, one)
        new = begin(turn, heir, department=one.department)
        for cio in turn.everyone(Role.CIO):
            turn.tell(cio, texts.MOVED(left=person.name, what=one.department, name=heir.name),
                      key=f"{new.code}:moved:{cio.id}")  # fmt: skip
        moved.append(one.code)
    return moved
