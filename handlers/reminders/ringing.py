"""It is time: one message to each, once; put off by whoever got it; and why it came."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from handlers import audience as audiences
from handlers.audience import Audience
from handlers.cards import Button, Card, token
from handlers.errors import NotFound
from handlers.recurrence import describe, from_json
from handlers.reminders import rules, texts
from handlers.reminders.desk import CALL, RING, router, shown_schedule, subject_of
from handlers.texts import Text
from handlers.time_phrases import parse_when
from handlers.turn import Turn
from handlers.understand import Understood
from storage import schedules
from storage.outbox import Priority
from storage.people import Person
from storage.schedules import Schedule

AGAIN = "reminders.ring_again"


@router.due(RING)
def ring(turn: Turn, _subject: str, payload: Mapping[str, Any]) -> None:
    """It is time. Whoever asked for ten at night means ten at night: quiet hours do not hold it."""
    schedule = schedules.with_key(turn.tx, str(payload["schedule"]))
    if schedule is not None:
        _tell(turn, schedule, _owner(turn, schedule), f"{payload['schedule']}:{payload['due_at']}")


@router.due(CALL)
def call(turn: Turn, _subject: str, payload: Mapping[str, Any]) -> None:
    """It is time for others: whoever belongs to the audience now, in quiet hours only after them."""
    schedule = schedules.with_key(turn.tx, str(payload["schedule"]))
    if schedule is None:
        return
    people = audiences.resolve(turn.tx, Audience.from_json(schedule.payload["audience"]))
    for person in people.people:
        _tell(turn, schedule, person, f"{payload['schedule']}:{payload['due_at']}:{person.id}")
    if not people.people:
        turn.tell(
            _owner(turn, schedule),
            texts.NOBODY_LEFT(what=schedule.title),
            key=f"{payload['schedule']}:{payload['due_at']}",
        )


@router.due(AGAIN)
def ring_again(turn: Turn, code: str, payload: Mapping[str, Any]) -> None:
    """After 推迟: to whoever put it off."""
    schedule = turn.tx.get(Schedule, int(code))
    if schedule is not None:
        person = turn.tx.get(Person, int(payload["person"])) if "person" in payload else _owner(turn, schedule)
        _tell(turn, schedule, person, str(payload["key"]))


@router.button("seen")
def seen(turn: Turn, _code: str, _choice: str) -> None:
    """知道了."""
    turn.toast(texts.SEEN_DONE)


@router.button("snooze")
def snooze(turn: Turn, code: str, _choice: str) -> None:
    """Once more in a few minutes."""
    _again(turn, _mine(turn, code), turn.now + timedelta(minutes=turn.rule(rules.SNOOZE)))


@router.say("reminder_snooze")
def snooze_said(turn: Turn, text: str, _meant: Understood) -> None:
    """推迟十分钟, 推迟到明天, 稍后: said about the reminder that stands in the chat, else the one that rang last."""
    found = parse_when(text, turn.now, turn.school.calendar) or parse_when(f"{text}后", turn.now, turn.school.calendar)
    person = turn.person()
    rung = [schedules.last_rung(turn.tx, person.id, action) for action in (RING, CALL)]
    schedule = shown_schedule(turn) or next((one for one in rung if one is not None), None)
    if schedule is None:
        turn.reply(texts.NOTHING_TO_SNOOZE)
        return
    usual = turn.now + timedelta(minutes=turn.rule(rules.SNOOZE))
    _again(turn, schedule, found[0].at if found and found[0].at > turn.now else usual)


@router.button("why")
def why(turn: Turn, code: str, _choice: str) -> None:
    """Why it came: the rule, who set it and when, and how to be left alone."""
    turn.reply(_reason(turn, _mine(turn, code)))


def explained(turn: Turn) -> bool:
    """为什么收到这条, where a reminder came last."""
    schedule = shown_schedule(turn, within=1)
    if schedule is None:
        return False
    turn.reply(_reason(turn, schedule))
    return True


def _reason(turn: Turn, schedule: Schedule) -> Card:
    rule = from_json(schedule.rule)
    owner = _owner(turn, schedule)
    facts = [(texts.WHEN, Text(describe(rule), describe(rule, "en")))]
    set_by = texts.SET_BY(name=owner.name if owner else "—", at=turn.clock_time(schedule.created_at))
    if schedule.action == CALL:
        facts.append((texts.WHOM_FACT, Audience.from_json(schedule.payload["audience"]).words()))
    mine = turn.actor is not None and turn.actor.id == schedule.owner_id
    return Card(
        texts.WHY(what=schedule.title), (set_by,), tuple(facts), note=texts.WHY_OWN if mine else texts.WHY_OTHERS
    )


def _again(turn: Turn, schedule: Schedule, at: datetime) -> None:
    person = turn.person()
    key = f"{schedule.key}:again:{at.isoformat()}" + ("" if person.id == schedule.owner_id else f":{person.id}")
    turn.remind(key, AGAIN, str(schedule.id), at, {"key": key, "person": person.id})
    turn.toast(texts.SNOOZED(at=turn.clock_time(at)))


def _tell(turn: Turn, schedule: Schedule, person: Person | None, key: str) -> None:
    own = schedule.action == RING
    buttons = (
        Button(texts.SEEN, token("reminders", "seen", str(schedule.id))),
        Button(texts.SNOOZE(minutes=turn.rule(rules.SNOOZE)), token("reminders", "snooze", str(schedule.id))),
    )
    if own:
        card = Card(texts.RING(what=schedule.title), buttons=buttons)
    else:
        owner = _owner(turn, schedule)
        more = Button(texts.WHY_BUTTON, token("reminders", "why", str(schedule.id)))
        card = Card(
            texts.RING(what=schedule.title),
            buttons=(*buttons, more),
            note=texts.FROM(name=owner.name if owner else "—"),
        )
    turn.tell(person, card, key=key, subject=subject_of(schedule), priority=Priority.URGENT if own else Priority.NOTICE)


def _owner(turn: Turn, schedule: Schedule) -> Person | None:
    return turn.tx.get(Person, schedule.owner_id) if schedule.owner_id else None


def _mine(turn: Turn, code: str) -> Schedule:
    """A reminder one gets: one's own, or one whose audience one belongs to."""
    schedule = turn.tx.get(Schedule, int(code)) if code.isdigit() else None
    person = turn.person()
    if schedule is None or schedule.action not in {RING, CALL}:
        raise NotFound(code)
    if schedule.owner_id == person.id:
        return schedule
    if schedule.action == CALL:
        people = audiences.resolve(turn.tx, Audience.from_json(schedule.payload["audience"]))
        if person.id in people.ids:
            return schedule
    raise NotFound(code)
