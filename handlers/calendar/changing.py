"""Changing the calendar in chat: a sentence, what was understood and what it does, 确认, and everything pending follows."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from handlers import moving
from handlers.calendar import edits, sentences, texts
from handlers.calendar.desk import CLAUSE, editor, router
from handlers.calendar.edits import BadEdit, Edit
from handlers.cards import Button, Card, bullets, token
from handlers.errors import Incomplete, NotFound
from handlers.numerals import fold
from handlers.school_time import ONE_DAY, SchoolCalendar
from handlers.texts import EDGES, Phrase
from handlers.turn import Turn
from storage import calendar as rows
from storage.calendar import CalendarChange

APPLIED, DROPPED = "applied", "dropped"
SUBJECT = "calendar-"
LAST_CARDS = 2  # messages among which the change that is meant has to stand
MOST_SAID = 120
_CHANGES = r"(?:修改|改动|更改|变更|更新|设置|调整)"
_UNDO = re.compile(
    rf"(?:请|帮我|把)*(?:撤[销回掉]|还原|恢复|回退|退回|取消)(?:掉|一下)?(?:刚刚?才?|上一?次|最近一?次?|那次|这次)*的?(?:对)?校历的?{_CHANGES}?"
    rf"|(?:请|帮我|把)*(?:刚刚?才?|上一?次|这次)*的?校历(?:刚刚?才?)?(?:的|那次|这次)*{_CHANGES}?(?:错了|改错了|弄错了|有误)?[,\s]*"
    r"(?:撤[销回掉]|改回[去来]|还原|恢复原样|退回去|取消)(?:掉|了|吧|一下)*|(?:刚刚?才?)?校历(?:刚刚?才?)?(?:改|弄|设)错了"
    r"|undo (?:the )?(?:last )?calendar(?: change| edit)?|undo the (?:last )?change (?:of|to) the calendar",
    re.IGNORECASE,
)
_UNDO_THIS = re.compile(
    rf"(?:撤[销回掉]|改回[去来]|还原|恢复原样)(?:刚刚?才?|上一?次|这次|那次)*的?{_CHANGES}?(?:吧|了|一下)*"
    r"|(?:刚刚?才?)?改错了[,\s]*(?:改回[去来]|撤[销回])?|undo(?: (?:it|that|this))?",
    re.IGNORECASE,
)
_NOT_SO = re.compile(
    r"(?P<wrong>(?:不对|不是|错了|[说打写记弄]错了|不|更正一?下?|no|wrong)[,、:!\s]*"
    r"(?:应该|其实|而)?(?:改[成为到]|换成|为|是|it is|it's)?"
    r"|(?:应该|其实)(?:改[成为到]|是)|改[成为到]|换成)?\s*(?P<rest>.+?)(?:才对|才是)?",
    re.IGNORECASE,
)


def heard(turn: Turn, text: str) -> bool:
    """Whether the message is an edit as a whole; then it is shown before it counts."""
    if _undoes(turn, text) or _sets_right(turn, text):
        return True
    try:
        found = sentences.read(text, turn.now, turn.school.calendar)
    except BadEdit as bad:
        editor(turn)
        raise Incomplete(bad.reason) from None
    if found:
        propose(turn, found, text)
    return bool(found)


def _undoes(turn: Turn, text: str) -> bool:
    """撤销刚才的校历修改: what was only proposed is dropped, what counts is proposed to be taken back."""
    shown = _shown(turn)
    said = fold(text).strip(EDGES + "?!")
    if not (_UNDO.fullmatch(said) or (shown is not None and _UNDO_THIS.fullmatch(said))):
        return False
    editor(turn)
    if shown is not None and not shown.outcome:
        drop(turn, str(shown.id), "")
        turn.reply(texts.DROPPED)
        return True
    undo = _undo(turn)
    if undo is None:
        raise Incomplete(texts.NOTHING_TO_UNDO)
    propose(turn, [undo], text)
    return True


def _sets_right(turn: Turn, text: str) -> bool:
    """不对,是12到14号: the days or the whole of what stands last in the chat, said once more."""
    shown = _shown(turn)
    match = _NOT_SO.fullmatch(fold(text).strip(EDGES + "!")) if shown is not None else None
    if shown is None or match is None or not (match["wrong"] or not shown.outcome):
        return False
    before = [Edit.from_json(one) for one in shown.edits]
    only = next(iter(before)) if len(before) == 1 and before[0].dated else None
    try:
        found = sentences.read(match["rest"], turn.now, turn.school.calendar) if match["wrong"] else []
        if not found and only is not None:
            days = sentences.read_days(match["rest"], only, turn.now, turn.school.calendar)
            found = [replace(only, start=days[0].isoformat(), end=days[1].isoformat())] if days else []
        if not found and only is not None and match["wrong"]:  # another kind or name for the same days
            found = sentences.read(
                f"{only.start}到{only.last.isoformat()}{match['rest']}", turn.now, turn.school.calendar
            )
    except BadEdit as bad:
        editor(turn)
        raise Incomplete(bad.reason) from None
    if not found:
        return False
    undo = _undo(turn, shown) if shown.outcome == APPLIED else None
    if shown.outcome == APPLIED and undo is None:
        return False  # somebody changed it since: what is said counts as a new sentence or not at all
    propose(turn, [undo, *found] if undo is not None else found, text)
    if not shown.outcome:
        _settle(turn, shown)
    return True


def _shown(turn: Turn) -> CalendarChange | None:
    """The change of the newest card of this conversation, where it is one that may still be meant."""
    subject = next((row.subject for row, _card in turn.screen[:LAST_CARDS] if row.subject), "")
    number = subject.removeprefix(SUBJECT)
    change = rows.change(turn.tx, int(number)) if subject.startswith(SUBJECT) and number.isdigit() else None
    return change if change is not None and change.outcome in {"", APPLIED} else None


def _undo(turn: Turn, change: CalendarChange | None = None) -> Edit | None:
    """The edit that takes back the last one (only `change`, where given); None once the calendar was changed since."""
    last = rows.last_change(turn.tx)
    if last is None or (change is not None and last["change"] != change.id):
        return None
    return Edit("undo", start=last["version"], name=last["said"])


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
    moved = put(turn, wanted, change.id)
    change.outcome, change.settled_at = APPLIED, turn.now
    turn.tx.flush()
    note = texts.APPLIED_AT(name=person.name, at=turn.clock_time(turn.now))
    lines: tuple[Phrase, ...] = bullets([edits.words(edit) for edit in wanted])
    if moved:
        lines = (*lines, texts.MOVED(count=moved))
    lines = (*lines, texts.TAKE_BACK_HOW)
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
    _settle(turn, change)
    turn.toast(texts.DROPPED)


def _settle(turn: Turn, change: CalendarChange) -> None:
    change.outcome, change.settled_at = DROPPED, turn.now
    turn.tx.flush()
    turn.settle(_subject(change), lambda _viewer: Card(texts.DROPPED))


@router.due(moving.MOVE)
def move_on(turn: Turn, _subject: str, payload: Mapping[str, Any]) -> None:
    """The schedules that were too many for one transaction."""
    moving.move_schedules(turn, int(payload["after"]))


def put(turn: Turn, wanted: Sequence[Edit], change: int = 0) -> int:
    """Apply edits and let everything that was computed with the old calendar follow. How many moments moved.

    What stood there before is kept, so that this change can be taken back for as long as it is the last.
    """
    before, stood = turn.school.calendar, rows.snapshot(turn.tx)
    try:
        edits.check(wanted)
        edits.apply(turn.tx, wanted)
    except BadEdit as bad:
        raise Incomplete(bad.reason) from None
    said = [edits.words(edit).zh for edit in wanted if edit.kind != "undo"] or [texts.AN_UNDO.zh]
    rows.keep_before(turn.tx, stood, "；".join(said)[:MOST_SAID], change)
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
    dated = [edit for edit in wanted if edit.dated]
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
    return f"{SUBJECT}{change.id}"


def _open(turn: Turn, code: str) -> CalendarChange | None:
    change = rows.change(turn.tx, int(code)) if code.isdigit() else None
    if change is None:
        raise NotFound(code)
    return None if change.outcome else change
