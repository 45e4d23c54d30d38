"""The walk: item by item, by buttons, numbers, words or pictures; it can be paused, and every answer is a row at once."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from handlers import dialogues, steps
from handlers.errors import Incomplete, NotFound, Refused
from handlers.forms import Field, Form
from handlers.incoming import Pressed
from handlers.inspections import photos, texts
from handlers.inspections.cards import inspection_card, item_card, open_items, picture_subject
from handlers.inspections.desk import finding_step, go_on, router, show
from handlers.inspections.flow import FINDINGS, FLOW, inspector
from handlers.inspections.marks import Mark, read_marks
from handlers.inspections.results import publish
from handlers.numerals import find_codes
from handlers.texts import EDGES, Phrase, Text, joined, say
from handlers.turn import Turn
from handlers.understand import Understood
from storage import inspections
from storage.inspections import FAIL, PASS, SKIP, FindingStage, Inspection, InspectionItem, InspectionStage
from storage.people import Person

_RECHECK = re.compile(r"复查|recheck|re-check|check(?:ed)? again", re.IGNORECASE)
_NOT_PASSED = re.compile(r"不合格|不通过|没通过|退回|fail|not yet", re.IGNORECASE)
_MENDED = re.compile(r"整改(?:完成|好了|完毕|到位|完了)|已整改|mended", re.IGNORECASE)
MOST_NUMBERS = 10
SHORT = 60  # a longer sentence is about something else unless it was understood as a result


@router.press("start")
def start(turn: Turn, inspection: Inspection, _answers: Mapping[str, Any]) -> None:
    """The inspector is there: the first item comes."""
    inspection.started_at = inspection.started_at or turn.now
    turn.forget_reminders(inspection.code)
    turn.reply(item_card(turn, inspection), subject=inspection.code)


@router.press("resume")
def resume(turn: Turn, inspection: Inspection, _answers: Mapping[str, Any]) -> None:
    """Back again, hours or days later: where it was left."""
    turn.reply(item_card(turn, inspection), subject=inspection.code)


@router.press("pause")
def pause(turn: Turn, inspection: Inspection, _answers: Mapping[str, Any]) -> None:
    """Something came between; nothing is lost."""
    done = len(inspection.items) - len(open_items(inspection))
    turn.reply(texts.PAUSED(code=inspection.code, done=done))


@router.press("mark")
def marked(turn: Turn, inspection: Inspection, _answers: Mapping[str, Any]) -> None:
    """记录结果 alone shows what is next; what came with it was written down before."""
    if not turn.has_spoken:
        turn.reply(item_card(turn, inspection), subject=inspection.code)


@router.press("finish")
def finish(turn: Turn, inspection: Inspection, _answers: Mapping[str, Any]) -> None:
    """The walk is over; with items still open it is not."""
    left = open_items(inspection)
    if left:
        numbers = "、".join(str(one.number) for one in left[:12]) + ("…" if len(left) > 12 else "")
        raise Refused(texts.STILL_OPEN(count=len(left), numbers=numbers))
    publish(turn, inspection)


@router.press("hand_over")
def hand_over(turn: Turn, inspection: Inspection, answers: Mapping[str, Any]) -> None:
    """Another inspector goes on with it, who is not of the inspected department either."""
    from handlers.inspections.planning import inspector_called  # noqa: PLC0415 -- it registers with the same router

    person = inspector_called(turn, inspection.department, str(answers["person"]))
    if person.id == inspection.answerer_id:
        raise Refused(texts.INSPECTOR_NEVER_ANSWERS)
    inspection.inspector, inspection.inspector_id = person, person.id
    show(turn, inspection, person)
    turn.reply(texts.NEW_INSPECTOR(code=inspection.code, name=person.name))


@router.button("answer")
def answered(turn: Turn, code: str, choice: str) -> None:
    """合格, 不合格 or 不适用 under an item, also under one further up: it means that item."""
    inspection = steps.find(turn, router, code)
    number, _, result = choice.partition("-")
    if not number.isdigit() or result not in (PASS, FAIL, SKIP):
        raise Incomplete(texts.HOW_TO_MARK)
    record(turn, inspection, [Mark(int(number), result)])


@router.say("inspection_record")
def said(turn: Turn, text: str, _meant: Understood) -> None:
    """A result in free speech; 复查 and 整改完成 are about findings."""
    turn.person()
    if _RECHECK.search(text) or _MENDED.search(text):
        _about_findings(turn, text)
        return
    inspection = _walked(turn, text)
    marks = _marks(inspection, text)
    if not marks:
        raise Incomplete(texts.HOW_TO_MARK)
    record(turn, inspection, marks)


def heard(turn: Turn, text: str) -> bool:
    """Words that can only be a result, from somebody in the middle of a walk; 复查合格 and 整改完成 of a finding."""
    if turn.actor is None or len(text) > SHORT:
        return False
    codes = find_codes(text, turn.features.prefixes)
    if any(code.prefix == "IN" for code in codes) and _RECHECK.search(text):
        _about_findings(turn, text)
        return True
    if any(code.prefix not in (None, "IN") for code in codes):
        return False
    live = [one for one in inspections.walked_by(turn.tx, turn.actor.id) if one.status == InspectionStage.LIVE]
    if not live:
        return False
    shown = next((row.subject for row, _card in turn.screen if row.subject), "")
    inspection = next((one for one in live if one.code == shown), None)
    marks = _marks(inspection, text) if inspection is not None else []
    surely = [one for one in marks if not one.note or one.number or len(text) <= 20]
    if inspection is None or not surely or len(surely) != len(marks):
        return False
    record(turn, inspection, marks)
    return True


def _marks(inspection: Inspection, text: str) -> list[Mark]:
    codes = [code for code in find_codes(text) if code.prefix == "IN"]
    bare = text
    for code in reversed(codes):
        bare = bare[: code.start] + " " + bare[code.end :]
    bare = re.sub(r"^\s*(?:记录|登记|检查|巡检|record)(?:一下)?(?:检查|巡检|inspection)?(?:结果)?\s*[::,]?", "", bare)
    return read_marks(bare.strip(EDGES), [item.zh for item in inspection.items])


def _walked(turn: Turn, text: str) -> Inspection:
    """The inspection that is named, else the one under way; one that is paused or planned is begun by its result."""
    named = next((code.id for code in find_codes(text) if code.prefix == "IN" and code.id), None)
    if named is not None:
        found: Inspection = steps.find(turn, router, named)
        return found
    walked = inspections.walked_by(turn.tx, turn.person().id)
    live = [one for one in walked if one.status == InspectionStage.LIVE]
    shown = next((row.subject for row, _card in turn.screen if row.subject.startswith("IN-")), "")
    best = next((one for one in (*live, *walked) if one.code == shown), None) or next(iter([*live, *walked]), None)
    if best is None:
        raise Refused(texts.NONE_LIVE)
    return best


def record(turn: Turn, inspection: Inspection, marks: Sequence[Mark]) -> None:
    """Write results down. A walk that is not open yet is opened by them, where this person may."""
    if inspection.status in (InspectionStage.PAUSED, InspectionStage.PLANNED, InspectionStage.NOTIFIED):
        turn.take(FLOW, "resume" if inspection.status == InspectionStage.PAUSED else "start", inspection)
        inspection.started_at = inspection.started_at or turn.now
        turn.forget_reminders(inspection.code)
    touched: list[tuple[InspectionItem, Mark]] = []
    for mark in marks:
        touched += _items_of(inspection, mark, {item.number for item, _mark in touched})
    noted = [{"item": item.number, "result": mark.result, "note": mark.note} for item, mark in touched]
    turn.take(FLOW, "mark", inspection, {"marks": noted, "checklist": inspection.checklist_version})
    for item, mark in touched:
        item.result, item.marked_at = mark.result, turn.now
        item.note = mark.note or (item.note if mark.result == FAIL else "")
    inspection.revision += 1
    turn.tx.flush()
    last = touched[-1][0] if touched else None
    if last is not None:
        photos.with_words(turn, picture_subject(inspection, last.number))
    if last is not None and last.result == FAIL and not last.note and len(touched) == 1:
        _ask_note(turn, inspection, last)
        return
    _go_on(turn, inspection, _noted([item for item, _mark in touched]))


def _items_of(inspection: Inspection, mark: Mark, named: set[int]) -> list[tuple[InspectionItem, Mark]]:
    """The items a result is about; `named` are those that were spoken of before in the same message."""
    left = [item for item in open_items(inspection) if item.number not in named]
    if mark.number == -1:
        return [(item, mark) for item in left]
    if mark.number == 0:
        if not left:
            raise Incomplete(texts.ALL_DONE_HOW)
        return [(left[0], mark)]
    item = next((one for one in inspection.items if one.number == mark.number), None)
    if item is None:
        raise Incomplete(texts.NO_SUCH_ITEM(code=inspection.code, count=len(inspection.items), number=mark.number))
    return [(item, mark)]


def _noted(items: Sequence[InspectionItem]) -> Phrase:
    """What was just written down: 合格 1、2；不合格 3 电池老化."""
    if not items:
        return ""
    parts: list[Phrase] = []
    for result in (PASS, FAIL, SKIP):
        found = [one for one in items if one.result == result]
        if found:
            numbers: Phrase = joined([str(one.number) for one in found])
            if len(found) > MOST_NUMBERS:
                numbers = texts.SO_MANY(count=len(found))
            note = f" {found[0].note}" if len(found) == 1 and found[0].note else ""
            label = texts.RESULT[result]
            parts.append(Text(f"{say(numbers, 'zh')} {label.zh}{note}", f"{say(numbers, 'en')} {label.en}{note}"))
    return texts.MARKED(what=joined(parts, "；", "; "))


def _go_on(turn: Turn, inspection: Inspection, noted: Phrase) -> None:
    """The next item under the last answer; what stands further up loses its buttons."""
    go_on(turn, inspection, noted)
    if isinstance(turn.heard, Pressed) and noted:
        turn.toast(noted)


# What is wrong with an item


def _ask_note(turn: Turn, inspection: Inspection, item: InspectionItem) -> None:
    dialogues.start(turn, note_form, {"item": item.number}, f"{inspection.code}#{item.number}")
    if isinstance(turn.heard, Pressed):
        turn.toast(_noted([item]))


def _note_done(turn: Turn, answers: dict[str, Any], subject: str) -> None:
    code, _, number = subject.partition("#")
    inspection = steps.find(turn, router, code)
    item = next((one for one in inspection.items if str(one.number) == number), None)
    if item is None:
        raise NotFound(code)
    inspector_only(turn, inspection)
    said = str(answers.get("note") or "")
    item.note = "" if said == NO_NOTE else said[:500]
    turn.record(code, "note", clause=FLOW.clause, details={"item": item.number, "note": item.note})
    photos.with_words(turn, picture_subject(inspection, item.number))
    turn.tx.flush()
    _go_on(turn, inspection, _noted([item]))


def note_waits(turn: Turn) -> tuple[Inspection, int] | None:
    """The item whose note is asked for right now."""
    draft = turn.dialogue()
    if draft is None or draft.form != note_form.name:
        return None
    code, _, number = draft.subject.partition("#")
    inspection = inspections.by_code(turn.tx, code)
    return (inspection, int(number)) if inspection is not None and inspector.allows(turn.viewer, inspection) else None


def note_is_a_picture(turn: Turn) -> None:
    """A picture says enough: the question is answered by it, and the walk goes on."""
    draft = turn.dialogue()
    if draft is not None and draft.form == note_form.name:
        draft.answers = {**draft.answers, "note": NO_NOTE}
        dialogues.proceed(turn, note_form, draft)


def inspector_only(turn: Turn, inspection: Inspection) -> None:
    """Refuse anybody but the inspector."""
    FLOW.check(FLOW.by_name["mark"], turn.viewer, inspection)


NO_NOTE = "-"


def _worded(answers: Mapping[str, Any]) -> Phrase | None:
    return texts.ASK_NOTE(number=answers["item"]) if answers.get("item") else None


note_form = router.form(
    Form(
        "inspections.note", texts.NOTE,
        (Field("note", texts.NOTE, texts.ASK_NOTE_PLAIN, options=((NO_NOTE, texts.NO_NOTE),), prose=True),
         Field("item", texts.ITEM_LABEL, texts.ITEM_LABEL, required=False)),
        _note_done, worded=_worded, context="flow_active:inspection_record",
    )
)  # fmt: skip


# Findings in free speech


def _about_findings(turn: Turn, text: str) -> None:
    """复查合格 IN-4, 整改完成: the one finding it fits, or which one is meant."""
    person: Person = turn.person()
    code = next((one.id for one in find_codes(text, turn.features.prefixes) if one.id), "") or ""
    name = "submit" if not _RECHECK.search(text) else "return" if _NOT_PASSED.search(text) else "pass"
    stage = FindingStage.MENDING if name == "submit" else FindingStage.SUBMITTED
    found = [one for one in inspections.findings_of(turn.tx, person.id) if one.status == stage]
    fits = [one for one in found if code in ("", one.code, one.inspection.code)]
    of = finding_step(name)
    may = [one for one in fits if FINDINGS.may(of.step, turn.viewer, one)]
    if code.startswith("F-"):
        steps.begin(turn, of, code, {})
    elif len(may) == 1:
        steps.begin(turn, of, may[0].code, {})
    elif may:
        turn.reply(steps.which([(of, one) for one in may]))
    elif fits:
        steps.begin(turn, of, fits[0].code, {})  # refuses, and says who can
    elif code:
        inspection = steps.find(turn, router, code)
        turn.reply(inspection_card(turn, inspection, turn.viewer), subject=code)
    else:
        raise Refused(_NONE[name])


_NONE = {
    "submit": Text("你没有要整改的检查发现。", "You have no finding to mend."),
    "pass": Text("现在没有等你复查的。", "Nothing waits for your check."),
    "return": Text("现在没有等你复查的。", "Nothing waits for your check."),
}
