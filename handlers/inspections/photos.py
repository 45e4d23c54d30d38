"""Pictures of an inspection: each kept with its hash, who sent it and when; fetched outside the turn."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from handlers import files
from handlers.cards import Card
from handlers.inspections import texts
from handlers.inspections.cards import open_items, picture_subject, words
from handlers.inspections.desk import finding_router, go_on, router
from handlers.inspections.flow import FINDINGS, FLOW, mender
from handlers.inspections.rules import PICTURES_KEPT
from handlers.turn import Turn
from storage import inspections, wanted_files
from storage.inspections import Finding, FindingStage, Inspection, InspectionStage
from storage.people import Person
from storage.wanted_files import FETCHED

CAME = "inspections.picture"
MOST_AT_ONCE = 6


def with_words(turn: Turn, subject: str) -> int:
    """The pictures that came with what was just heard belong to this subject. How many those were."""
    return files.take_along(turn, subject, CAME)


def taken(turn: Turn) -> bool:
    """Pictures without words: of the item in front of the inspector, or of the finding somebody mends. False: not ours."""
    from handlers.inspections import walking  # noqa: PLC0415 -- the walk asks for pictures, and they go on with it

    if turn.actor is None:
        return False
    waits = walking.note_waits(turn)
    if waits is not None:
        came = with_words(turn, picture_subject(waits[0], waits[1])) > 0
        if came:
            walking.note_is_a_picture(turn)
        return came
    live = [one for one in inspections.walked_by(turn.tx, turn.actor.id) if one.status == InspectionStage.LIVE]
    if live:
        return _of_item(turn, live[0])
    finding = _mended(turn)
    if finding is None or not with_words(turn, finding.code):
        return False
    turn.reply(texts.PICTURE_OF_FINDING(code=finding.code))
    return True


def _of_item(turn: Turn, inspection: Inspection) -> bool:
    """It shows what the inspector stands before: the next item, after the last one the last."""
    item = next(iter(open_items(inspection) or list(inspection.items)[-1:]), None)
    if item is None or not with_words(turn, picture_subject(inspection, item.number)):
        return False
    said = texts.PICTURE_FOR(number=item.number, text=words(item))
    go_on(turn, inspection, said)
    return True


def _mended(turn: Turn) -> Finding | None:
    """The finding on the newest card of the chat that this person mends or has just shown as mended."""
    code = next((row.subject for row, _card in turn.screen[:3] if row.subject.startswith("F-")), "")
    finding = inspections.finding_by_code(turn.tx, code) if code else None
    if finding is None or not mender.allows(turn.viewer, finding):
        return None
    return finding if finding.status in (FindingStage.MENDING, FindingStage.SUBMITTED) else None


@router.due(CAME)
def came(turn: Turn, _subject: str, payload: Mapping[str, Any]) -> None:
    """A picture is here: its hash goes on record, and whoever checks again gets it."""
    subject = str(payload.get("code", ""))
    for one in wanted_files.of_subject(turn.tx, subject):
        if one.file is None or one.file.expires_at is not None:
            continue
        one.file.expires_at = turn.now + timedelta(days=turn.rule(PICTURES_KEPT))
        by = turn.tx.get(Person, one.by_id) if one.by_id else None
        turn.record(
            subject.partition("#")[0], "picture", clause=FLOW.clause,
            details={"about": subject, "sha256": one.file.sha256, "by": by.name if by else "", "sent": one.wanted_at.isoformat()},
        )  # fmt: skip
    finding = inspections.finding_by_code(turn.tx, subject)
    if finding is not None and finding.status == FindingStage.SUBMITTED:
        deliver(turn, finding)


def deliver(turn: Turn, finding: Finding) -> None:
    """What shows that it was mended goes to the inspector, each picture once."""
    inspector = finding.inspection.inspector
    fresh = [
        one for one in wanted_files.of_subject(turn.tx, finding.code)
        if one.status == FETCHED and one.file is not None and inspector.id not in one.shown_to
    ][:MOST_AT_ONCE]  # fmt: skip
    if not fresh:
        return
    for one in fresh:
        one.shown_to = [*one.shown_to, inspector.id]
    card = Card(
        texts.TO_RECHECK(code=finding.code, text=finding.headline), buttons=FINDINGS.buttons(turn.view_of(inspector), finding),
        files=tuple(files.of(one.file) for one in fresh if one.file is not None),
    )  # fmt: skip
    turn.tell(inspector, card, subject=finding.code, key=f"{finding.code}:pictures:{fresh[0].id}")


@router.button("pictures")
def look(turn: Turn, code: str, _choice: str) -> None:
    """The pictures of a finding, or of all items of an inspection, to whoever may read it."""
    from handlers import steps  # noqa: PLC0415 -- only to look

    if code.startswith("F-"):
        steps.find(turn, finding_router, code)
        subjects = [code]
    else:
        inspection = steps.find(turn, router, code)
        subjects = [picture_subject(inspection, item.number) for item in inspection.items]
    found = [one for subject in subjects for one in wanted_files.of_subject(turn.tx, subject) if one.status == FETCHED]
    kept = [one.file for one in found if one.file and (one.file.expires_at is None or one.file.expires_at > turn.now)]
    turn.record(code, "pictures_shown", clause=FLOW.clause, details={"count": len(kept)})
    turn.reply(Card(texts.COUNT(count=len(kept)), files=tuple(map(files.of, kept[:MOST_AT_ONCE]))))
