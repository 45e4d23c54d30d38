"""Changing the calendar in chat: a sentence, what was understood and what it does, 确认, and everything pending follows."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from handlers import moving
from handlers.calendar import edits, sentences, texts
from handlers.calendar.desk import CLAUSE, editor, router
from handlers.calendar.edits import BadEdit, Edit
from handlers.cards import Button, Card, bullets, token
from handlers.errors import Incomplete, NotFound
from handlers.school_time import ONE_DAY, SchoolCalendar
from handlers.texts import Phrase
from handlers.turn import Turn
from storage import calendar as rows
from storage.calendar import CalendarChange

APPLIED, DROPPED = "applied", "dropped"


def heard(turn: Turn, text: str) -> bool:
    """Whether the message is an edit as a whole; then it is shown before it counts."""
    try:
        found = sentences.read(text, turn.now, turn.school.calendar)
    except BadEdit as bad:
        editor(turn)
        raise Incomplete(bad.reason) from None
    if found:
        propose(turn, found, text)
    return bool(found)


def propose(turn: Turn, wanted: Sequence[Edit], said: str) -> None:
    """Show what was understood, with what it changes; nothing counts before 确认."""
    person = editor(turn)
    lines = _rehearse(turn, wanted)
    change = CalendarChange(
        edits=[edit.to_json() for edit in wanted], said=said[:500], by_id=person.id, proposed_at=turn.now
    )
    turn.tx.add(change)
    turn.tx.flush()
    turn.reply(_card(change, lines), subject=_subject(change))


@router.button("confirm")
def confirm(turn: Turn, code: str, _choice: str) -> None:
    """Make it so: from the commit on every process sees it, and what was pending moves."""
    person = editor(turn)
    change = _open(turn, code)
    if change is None:
        turn.toast(texts.SETTLED)
        return
    wanted = [Edit.from_json(one) for one in change.edits]
    moved = put(turn, wanted)
    change.outcome, change.settled_at = APPLIED, turn.now
    turn.tx.flush()
    note = texts.APPLIED_AT(name=person.name, at=turn.clock_time(turn.now))
    lines: tuple[Phrase, ...] = bullets([edits.words(edit) for edit in wanted])
    if moved:
        lines = (*lines, texts.MOVED(count=moved))
    turn.settle(_subject(change), lambda _viewer: Card(texts.APPLIED, lines, note=note))
    turn.toast(texts.APPLIED)


@router.button("drop")
def drop(turn: Turn, code: str, _choice: str) -> None:
    """Leave everything as it was."""
    editor(turn)
    change = _open(turn, code)
    if change is None:
        turn.toast(texts.SETTLED)
        return
    change.outcome, change.settled_at = DROPPED, turn.now
    turn.tx.flush()
    turn.settle(_subject(change), lambda _viewer: Card(texts.DROPPED))
    turn.toast(texts.DROPPED)


@router.due(moving.MOVE)
def move_on(turn: Turn, _subject: str, payload: Mapping[str, Any]) -> None:
    """The schedules that were too many for one transaction."""
    moving.move_schedules(turn, int(payload["after"]))


def put(turn: Turn, wanted: Sequence[Edit]) -> int:
    """Apply edits and let everything that was computed with the old calendar follow. How many moments moved."""
    before = turn.school.calendar
    try:
        edits.check(wanted)
        edits.apply(turn.tx, wanted)
    except BadEdit as bad:
        raise Incomplete(bad.reason) from None
    turn.school = turn.school.within(turn.tx)
    turn.record("calendar", "change", clause=CLAUSE, details={"edits": [edits.words(edit).zh for edit in wanted][:100]})
    return moving.follow_calendar(turn, before)


def _rehearse(turn: Turn, wanted: Sequence[Edit]) -> list[Phrase]:
    """What the edit would do, found out by doing it and taking it back. Raises what is wrong with it."""
    before = turn.school.calendar
    replaced = _replaced(turn, wanted)
    try:
        edits.check(wanted)
        with rows.rehearsal(turn.tx):
            edits.apply(turn.tx, wanted)
            after = turn.school.within(turn.tx).calendar
    except BadEdit as bad:
        raise Incomplete(bad.reason) from None
    lines: list[Phrase] = [texts.REPLACES(names="、".join(replaced))] if replaced else []
    dated = [edit for edit in wanted if edit.kind not in texts.TIMED and edit.kind != "campus"]
    if not dated:
        return lines
    first, last = min(edit.first for edit in dated), max(edit.last for edit in dated)
    was, will = _workdays(before, first, last), _workdays(after, first, last)
    if was != will:
        lines.append(texts.EFFECT_DAYS(before=was, after=will))
    if last < before.date(turn.now) and any(edit.kind != "term" for edit in dated):
        lines.append(texts.PAST)
    return lines


def _workdays(calendar: SchoolCalendar, first: date, last: date) -> int:
    return sum(calendar.is_workday(first + away * ONE_DAY) for away in range((last - first).days + 1))


def _replaced(turn: Turn, wanted: Sequence[Edit]) -> list[str]:
    return [
        f"{row.name} {texts.span(row.first_day, row.last_day).zh}"
        for edit in wanted
        if edit.kind == "term"
        for row in rows.terms(turn.tx)
        if row.first_day <= edit.last and row.last_day >= edit.first
    ]


def _card(change: CalendarChange, lines: Sequence[Phrase]) -> Card:
    wanted = [edits.words(Edit.from_json(one)) for one in change.edits]
    return Card(
        texts.PROPOSE,
        (*bullets(wanted), *lines),
        buttons=(
            Button(texts.CONFIRM, token("calendar", "confirm", str(change.id)), "good"),
            Button(texts.DROP, token("calendar", "drop", str(change.id))),
        ),
    )


def _subject(change: CalendarChange) -> str:
    return f"calendar-{change.id}"


def _open(turn: Turn, code: str) -> CalendarChange | None:
    change = rows.change(turn.tx, int(code)) if code.isdigit() else None
    if change is None:
        raise NotFound(code)
    return None if change.outcome else change
