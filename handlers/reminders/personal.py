"""Reminders people ask for: 明天下午三点提醒我交周报, 每周五提醒我备份. What was understood is shown before it counts."""

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from handlers import planning
from handlers.cards import Button, Card, bullets, token
from handlers.errors import NotFound, Refused
from handlers.recurrence import Once, describe, from_json, to_json, upcoming
from handlers.reminders import rules, texts
from handlers.reminders.desk import router
from handlers.texts import Phrase, Text, joined
from handlers.time_phrases import find_recurrence, parse_when
from handlers.timing.recurrence_rule import Recurrence
from handlers.turn import Turn
from handlers.understand import Understood
from storage import schedules
from storage.outbox import Priority
from storage.people import Person
from storage.schedules import CatchUp, Schedule

RING = "reminders.ring"
SHOWN = 3  # dates shown before somebody confirms
LONGEST = 200


@router.say("reminder_create")
def ask(turn: Turn, text: str, meant: Understood) -> None:
    """Show what was understood, with the next dates; nothing counts before 确定."""
    person = turn.person()
    rule = _rule(turn, text)
    if rule is None:
        turn.reply(texts.WHAT_AND_WHEN)
        return
    dates = upcoming(rule, turn.now, SHOWN, turn.school.calendar)
    if not dates:
        turn.reply(texts.TOO_EARLY)
        return
    mine = len(schedules.of_owner(turn.tx, person.id, RING))
    if mine >= turn.rule(rules.MOST_OWN):
        raise Refused(texts.TOO_MANY(count=mine))
    what = _what(turn, str(meant.slots.get("content", "")))
    schedule = planning.plan(
        turn.tx, turn.school.calendar, turn.now, key=f"reminder:{secrets.token_hex(6)}", title=what, action=RING,
        rule=to_json(rule), owner_id=person.id, catch_up=CatchUp.SEND_LATE,
    )  # fmt: skip
    schedule.active = False  # until it is confirmed
    facts: tuple[tuple[Phrase, Phrase], ...] = ((texts.WHEN, turn.clock_time(dates[0])),)
    if not isinstance(rule.pattern, Once):
        facts = ((texts.WHEN, _words(rule)), (texts.NEXT, joined([turn.clock_time(at) for at in dates])))
    turn.reply(
        Card(
            texts.ASK(what=what),
            facts=facts,
            buttons=(
                Button(texts.KEEP, token("reminders", "keep", str(schedule.id)), "good"),
                Button(texts.DROP, token("reminders", "drop", str(schedule.id))),
            ),
        )
    )


@router.button("keep")
def keep(turn: Turn, code: str, _choice: str) -> None:
    """Confirmed: from now on it counts."""
    schedule = _mine(turn, code)
    if not schedule.active:
        planning.replan(schedule, turn.now, turn.school.calendar)
        if schedule.next_due_at is None:
            turn.reply(texts.TOO_EARLY)
            return
        schedule.active = True
        turn.record(schedule.key, "remind", details={"what": schedule.title})
    at = turn.clock_time(schedule.next_due_at) if schedule.next_due_at else ""
    turn.reply(texts.KEPT(at=at, what=schedule.title))


@router.button("drop")
def drop(turn: Turn, code: str, _choice: str) -> None:
    """Not wanted, before or after it was confirmed."""
    schedule = _mine(turn, code)
    was_active, schedule.active = schedule.active, False
    if was_active:
        turn.record(schedule.key, "cancel", details={"what": schedule.title})
    turn.reply(texts.CANCELLED(what=schedule.title) if was_active else texts.DROPPED)


@router.say("reminder_list")
def overview(turn: Turn, _text: str, _meant: Understood) -> None:
    """All of one's own reminders with their next moment."""
    mine = schedules.of_owner(turn.tx, turn.person().id, RING)
    if not mine:
        turn.reply(texts.NONE)
        return
    turn.reply(Card(texts.LIST(count=len(mine)), bullets([_line(turn, one) for one in mine]), buttons=_cancels(mine)))


@router.say("reminder_cancel")
def cancel(turn: Turn, text: str, meant: Understood) -> None:
    """取消交周报的提醒: at once where it can only be one, else the list to choose from."""
    mine = schedules.of_owner(turn.tx, turn.person().id, RING)
    what = str(meant.slots.get("content", ""))
    fitting = [one for one in mine if what and (what in one.title or one.title in what)]
    if len(fitting) == 1:
        drop(turn, str(fitting[0].id), "")
        return
    overview(turn, text, meant)


@router.due(RING)
def ring(turn: Turn, _subject: str, payload: Mapping[str, Any]) -> None:
    """It is time. Whoever asked for ten at night means ten at night: quiet hours do not hold it."""
    schedule = schedules.with_key(turn.tx, str(payload["schedule"]))
    if schedule is not None:
        _ring(turn, schedule, f"{payload['schedule']}:{payload['due_at']}")


@router.due("reminders.ring_again")
def ring_again(turn: Turn, code: str, payload: Mapping[str, Any]) -> None:
    """After 推迟."""
    schedule = turn.tx.get(Schedule, int(code))
    if schedule is not None:
        _ring(turn, schedule, str(payload["key"]))


@router.button("seen")
def seen(turn: Turn, _code: str, _choice: str) -> None:
    """知道了."""
    turn.toast(texts.SEEN_DONE)


@router.button("snooze")
def snooze(turn: Turn, code: str, _choice: str) -> None:
    """Once more in a few minutes."""
    _again(turn, _mine(turn, code), timedelta(minutes=turn.rule(rules.SNOOZE)))


@router.say("reminder_snooze")
def snooze_said(turn: Turn, text: str, _meant: Understood) -> None:
    """推迟十分钟, said about the reminder that rang last."""
    found = parse_when(text, turn.now, turn.school.calendar) or parse_when(f"{text}后", turn.now, turn.school.calendar)
    schedule = schedules.last_rung(turn.tx, turn.person().id, RING)
    if schedule is None:
        turn.reply(texts.NOTHING_TO_SNOOZE)
        return
    span = found[0].at - turn.now if found and found[0].at > turn.now else timedelta(minutes=turn.rule(rules.SNOOZE))
    _again(turn, schedule, span)


def _again(turn: Turn, schedule: Schedule, span: timedelta) -> None:
    at = turn.now + span
    key = f"{schedule.key}:again:{at.isoformat()}"
    turn.remind(key, "reminders.ring_again", str(schedule.id), at, {"key": key})
    turn.toast(texts.SNOOZED(at=turn.clock_time(at)))


def _ring(turn: Turn, schedule: Schedule, key: str) -> None:
    card = Card(
        texts.RING(what=schedule.title),
        buttons=(
            Button(texts.SEEN, token("reminders", "seen", str(schedule.id))),
            Button(texts.SNOOZE(minutes=turn.rule(rules.SNOOZE)), token("reminders", "snooze", str(schedule.id))),
        ),
    )
    turn.tell(_owner(turn, schedule), card, key=key, priority=Priority.URGENT)


def _owner(turn: Turn, schedule: Schedule) -> Person | None:
    return turn.tx.get(Person, schedule.owner_id) if schedule.owner_id else None


def _mine(turn: Turn, code: str) -> Schedule:
    """One's own reminder; anybody else's answers as if it did not exist."""
    schedule = turn.tx.get(Schedule, int(code)) if code.isdigit() else None
    if schedule is None or schedule.owner_id != turn.person().id or schedule.action != RING:
        raise NotFound(code)
    return schedule


def _rule(turn: Turn, text: str) -> Recurrence | None:
    """When: what comes back first (每周五), else the one moment that was named."""
    calendar = turn.school.calendar
    again = find_recurrence(text, calendar, today=calendar.date(turn.now))
    if again is not None:
        return again.rule
    found = parse_when(text, turn.now, calendar)
    return _once(turn, found[0].at) if found else None


def _once(turn: Turn, at: datetime) -> Recurrence:
    """A single moment, to the full minute and never before it was asked for."""
    if at.second or at.microsecond:
        at = at.replace(second=0, microsecond=0) + timedelta(minutes=1)
    local = turn.local(at)
    return Recurrence(Once(local.date()), local.time())


def _what(turn: Turn, content: str) -> str:
    """What to be reminded of, without the words of time."""
    calendar = turn.school.calendar
    what = content
    again = find_recurrence(content, calendar)
    spans = [(again.start, again.end)] if again else []
    spans += [(when.start, when.end) for when in parse_when(content, turn.now, calendar)]
    for start, end in sorted(spans, reverse=True):
        what = what[:start] + what[end:]
    what = what.strip(" ,,。.::的")[:LONGEST]
    return what or content.strip()[:LONGEST] or texts.SOMETHING.to(turn.language)


def _words(rule: Recurrence) -> Text:
    return Text(describe(rule), describe(rule, "en"))


def _line(turn: Turn, schedule: Schedule) -> Text:
    at = turn.clock_time(schedule.next_due_at) if schedule.next_due_at else "—"
    return texts.LINE(what=schedule.title, rule=_words(from_json(schedule.rule)), at=at)


def _cancels(mine: list[Schedule]) -> tuple[Button, ...]:
    return tuple(
        Button(texts.CANCEL_ONE(what=one.title[:12]), token("reminders", "drop", str(one.id))) for one in mine[:6]
    )
