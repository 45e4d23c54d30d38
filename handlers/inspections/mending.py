"""What happens to a finding on its way, and the reminders of its day."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from handlers.cards import Card
from handlers.errors import Incomplete
from handlers.findings import raise_item
from handlers.inspections import photos, texts
from handlers.inspections.cards import day, finding_card, what
from handlers.inspections.desk import finding_router, router, settle, show
from handlers.inspections.flow import FINDINGS
from handlers.inspections.results import (
    LAPSE,
    REMIND,
    advance,
    begin_mending,
    is_over,
    move,
    side,
)
from handlers.people_named import person_called
from handlers.turn import Turn
from storage import inspections
from storage.inspections import Finding, FindingStage, Inspection, InspectionStage
from storage.people import Person, Role

Given = Mapping[str, Any]
MONTH = timedelta(days=30)  # the day of an improvement item where the finding has none; its owner can change it


@router.press("notify")
def notify(turn: Turn, inspection: Inspection, _given: Given) -> None:
    """The department hears of it now."""
    turn.forget_reminders(inspection.code, f"{inspection.code}:announce")
    _announce(turn, inspection)
    answerer = inspection.answerer
    turn.reply(texts.TOLD_SIDE(name=answerer.name, department=answerer.department or "—"))


@router.press("announce")
def announce(turn: Turn, inspection: Inspection, _given: Given) -> None:
    """The department hears of it because its time has come."""
    _announce(turn, inspection)


@router.due("inspections.announce")
def announce_due(turn: Turn, code: str, _facts: Given) -> None:
    """So many days before: whoever planned it need not think of it."""
    inspection = inspections.by_code(turn.tx, code)
    if inspection is not None and inspection.status == InspectionStage.PLANNED and not inspection.surprise:
        move(turn, inspection, "announce")
        _announce(turn, inspection)
        settle(turn, inspection)


def _announce(turn: Turn, inspection: Inspection) -> None:
    inspection.announced_at = turn.now
    lines = tuple(f"{item.number}. {item.zh}" for item in inspection.items[:12])
    title = texts.ANNOUNCED(day=turn.clock_time(inspection.planned_at), what=what(inspection))
    card = Card(title, (texts.ANNOUNCED_HOW(name=inspection.inspector.name), *lines), note=texts.CLAUSE_IS)
    for person in side(turn, inspection):
        turn.tell(person, card, key=f"{inspection.code}:announced:{person.id}")


@router.due("inspections.today")
def today(turn: Turn, code: str, _facts: Given) -> None:
    """Its hour has come: the inspector has it before them with 开始检查."""
    inspection = inspections.by_code(turn.tx, code)
    if inspection is not None and inspection.status in (InspectionStage.PLANNED, InspectionStage.NOTIFIED):
        show(turn, inspection, inspection.inspector)


@router.press("cancel")
def cancel(turn: Turn, inspection: Inspection, given: Given) -> None:
    """Called off; who was told hears it, and why."""
    turn.forget_reminders(inspection.code)
    words = texts.CALLED_OFF(code=inspection.code, reason=str(given["reason"]))
    heard_of_it = inspection.announced_at is not None or inspection.started_at is not None
    told = [inspection.inspector, *(side(turn, inspection) if heard_of_it else [])]
    for person in {one.id: one for one in told}.values():
        if turn.actor is None or person.id != turn.actor.id:
            turn.tell(person, words)


for _name in ("confirmed", "shown", "back", "overdue", "close"):

    @router.press(_name)
    def _moved(_turn: Turn, _inspection: Inspection, _given: Given) -> None:
        """Follows from its findings (`results.advance`); nothing besides."""


@finding_router.press("accept")
def accept(turn: Turn, finding: Finding, _given: Given) -> None:
    """The department agrees: its days begin."""
    begin_mending(turn, finding)
    _followed(turn, finding)


@finding_router.press("lapse")
def lapse(_turn: Turn, _finding: Finding, _given: Given) -> None:
    """Taken by the clock (`lapsed`)."""


@finding_router.due(LAPSE)
def lapsed(turn: Turn, code: str, _facts: Given) -> None:
    """Nobody answered in time: it counts as accepted, and the department is told so."""
    finding = inspections.finding_by_code(turn.tx, code)
    if finding is None or finding.status != FindingStage.FOUND:
        return
    turn.take(FINDINGS, "lapse", finding)
    begin_mending(turn, finding)
    _followed(turn, finding)
    _tell(turn, finding, finding.inspection.answerer, "lapsed")


@finding_router.press("contest")
def contest(turn: Turn, finding: Finding, given: Given) -> None:
    """The department does not agree, and says why; the inspector decides."""
    finding.contested = str(given["reason"])
    turn.forget_reminders(finding.code)
    photos.with_words(turn, finding.code)
    _followed(turn, finding)
    _show(turn, finding, finding.inspection.inspector)


@finding_router.press("uphold")
def uphold(turn: Turn, finding: Finding, given: Given) -> None:
    """It stands, with the reason."""
    finding.decided = str(given["reason"])
    begin_mending(turn, finding)
    _followed(turn, finding)
    _show(turn, finding, finding.owner)


@finding_router.press("dismiss")
def dismiss(turn: Turn, finding: Finding, given: Given) -> None:
    """The department was right."""
    finding.decided, finding.closed_at = str(given["reason"]), turn.now
    turn.forget_reminders(finding.code)
    _followed(turn, finding)
    _show(turn, finding, finding.inspection.answerer)


@finding_router.press("assign")
def assign(turn: Turn, finding: Finding, given: Given) -> None:
    """Somebody else mends it; never the inspector."""
    person = person_called(turn, str(given["person"]))
    if person.id == finding.inspection.inspector_id:
        raise Incomplete(texts.INSPECTOR_NEVER_ANSWERS)
    finding.owner, finding.owner_id = person, person.id
    _show(turn, finding, person)
    turn.reply(texts.NEW_OWNER(code=finding.code, name=person.name))


@finding_router.press("submit")
def submit(turn: Turn, finding: Finding, given: Given) -> None:
    """It is mended, they say; the inspector looks, with what was photographed."""
    finding.done, finding.returned = str(given["done"]), ""
    photos.with_words(turn, finding.code)
    _followed(turn, finding)
    _show(turn, finding, finding.inspection.inspector)
    photos.deliver(turn, finding)


@finding_router.press("pass")
def passed(turn: Turn, finding: Finding, _given: Given) -> None:
    """Mended, and the card says who looked."""
    finding.closed_at = turn.now
    turn.forget_reminders(finding.code)
    _show(turn, finding, finding.owner)
    _followed(turn, finding)


@finding_router.press("return")
def returned(turn: Turn, finding: Finding, given: Given) -> None:
    """Not yet; whoever mends it reads what is missing. Its day stays."""
    finding.returned = str(given["reason"])
    _followed(turn, finding)
    _show(turn, finding, finding.owner)


@finding_router.press("improve")
def improve(turn: Turn, finding: Finding, _given: Given) -> None:
    """More than one repair: it goes on as an improvement item (6.3.2), checked by the inspector."""
    due = max(finding.due_at or turn.now, turn.now) + MONTH
    item = raise_item(
        turn, finding.code, finding.note or finding.text, finding.owner, due, verifier=finding.inspection.inspector
    )
    turn.reply(texts.IMPROVED(code=finding.code, item=item.code, name=finding.owner.name))


@finding_router.due(REMIND)
def remind(turn: Turn, code: str, facts: Given) -> None:
    """Before its day, on it and after it; what waits for its check nags the inspector instead."""
    finding = inspections.finding_by_code(turn.tx, code)
    if finding is None or is_over(finding) or finding.due_at is None:
        return
    when = str(facts["when"])
    waits = finding.status == FindingStage.SUBMITTED
    people = [finding.inspection.inspector] if waits else [finding.owner]
    if when == "head":
        people = [one for one in side(turn, finding.inspection) if one.holds(Role.HEAD)] or [
            finding.inspection.answerer
        ]
    if when == "cio":
        people = turn.everyone(Role.CIO)
        if not waits and finding.inspection.status in (InspectionStage.MENDING, InspectionStage.RECHECK):
            move(turn, finding.inspection, "overdue")
            settle(turn, finding.inspection)
    for person in {one.id: one for one in people}.values():
        _tell(turn, finding, person, when)


_SAID = {"before": texts.SOON, "on": texts.DUE_TODAY, "lapsed": texts.LAPSED}


def _tell(turn: Turn, finding: Finding, person: Person, when: str) -> None:
    due = day(turn, finding.due_at) if finding.due_at else ""
    told = _SAID.get(when, texts.IS_LATE)(code=finding.code, text=finding.headline, day=due)
    card = finding_card(turn, finding, turn.view_of(person))
    turn.tell(
        person, Card(told, (card.title, *card.lines), card.facts, card.buttons), subject=finding.code,
        key=f"{finding.code}:{when}:{due and finding.due_at:%Y%m%d}:{person.id}" if finding.due_at else None,
    )  # fmt: skip


def _followed(turn: Turn, finding: Finding) -> None:
    finding.revision += 1
    turn.tx.flush()
    advance(turn, finding.inspection)


def _show(turn: Turn, finding: Finding, person: Person) -> None:
    turn.tx.flush()
    if turn.actor is None or person.id != turn.actor.id:
        turn.tell(person, finding_card(turn, finding, turn.view_of(person)), subject=finding.code)
