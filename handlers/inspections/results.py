"""What an inspection came to: the findings, who hears of them, and where the inspection stands because of them."""

from datetime import datetime

from handlers.cards import Card
from handlers.flow import Viewer
from handlers.inspections import rules, texts
from handlers.inspections.cards import counts, finding_card, inspection_card, picture_subject, what
from handlers.inspections.flow import FINDINGS, FLOW, SPEAKS
from handlers.numerals import write_code
from handlers.texts import Phrase
from handlers.turn import Turn
from storage import inspections, numbers, wanted_files
from storage.inspections import FAIL, PASS, Finding, FindingStage, Inspection, InspectionStage
from storage.people import Person, Role, with_role

LAPSE = "findings.lapse"
REMIND = "findings.remind"
S = InspectionStage


def publish(turn: Turn, inspection: Inspection) -> None:
    """The walk is over: every 不合格 becomes a finding of the department, and everybody concerned reads the result."""
    inspection.finished_at = turn.now
    for item in inspection.items:
        if item.result != FAIL:
            continue
        finding = Finding(
            code=write_code("F", numbers.next_number(turn.tx, "F")), status=FindingStage.FOUND, number=item.number,
            text=item.zh, note=item.note, severity=item.severity, owner=inspection.answerer,
            owner_id=inspection.answerer_id, created_at=turn.now, contested="", decided="", done="", returned="", revision=1,
        )  # fmt: skip
        inspection.findings.append(finding)
        turn.tx.flush()
        details = {"inspection": inspection.code, "item": item.zh, "severity": item.severity, "note": item.note}
        turn.record(finding.code, "found", clause=FLOW.clause, after=finding.status, details=details)
        _share_pictures(turn, inspection, finding)
        turn.remind_by(rules.CONTEST, f"{finding.code}:lapse", LAPSE, finding.code)
    turn.tx.flush()
    turn.features.fulfilled("inspections", turn, inspection.inspector, inspection.code)
    clean = not inspection.findings
    advance(turn, inspection)
    card = result_card(turn, inspection)
    turn.reply(card)
    for person in {one.id: one for one in (*side(turn, inspection), *turn.everyone(Role.CIO))}.values():
        if person.id != inspection.inspector_id:
            turn.tell(person, card, key=f"{inspection.code}:result:{person.id}")
    if not clean:
        for finding in inspection.findings:
            card_of = finding_card(turn, finding, turn.view_of(inspection.answerer))
            turn.tell(inspection.answerer, card_of, subject=finding.code)


def _share_pictures(turn: Turn, inspection: Inspection, finding: Finding) -> None:
    """What the inspector photographed comes along with the finding: it is counted there, and its hash is on record."""
    pictures = wanted_files.of_subject(turn.tx, picture_subject(inspection, finding.number))
    hashes = [one.file.sha256 for one in pictures if one.file is not None]
    if pictures:
        turn.record(finding.code, "pictures", clause=FLOW.clause, details={"count": len(pictures), "sha256": hashes})


def result_card(turn: Turn, inspection: Inspection) -> Card:
    """The result in a few lines: how many, compared with the last time, and each finding."""
    lines: list[Phrase] = []
    if compared := comparison(turn, inspection):
        lines.append(compared)
    if not inspection.findings:
        lines.append(texts.RESULT_CLEAN)
    card = inspection_card(turn, inspection, Viewer(Person(id=0, name="", role_names=[], active=False)))
    title = texts.RESULT_TITLE(code=inspection.code, what=what(inspection), counts=counts(inspection))
    return Card(title, (*lines, *card.lines), card.facts)


def comparison(turn: Turn, inspection: Inspection) -> Phrase:
    """Against the inspection of the same thing before; "" where there is none."""
    before = last_results(turn, inspection)
    if not before:
        return ""
    pairs = [(before.get(item.key, ""), item.result) for item in inspection.items]
    return texts.MENDED_SINCE(
        better=pairs.count((FAIL, PASS)), again=pairs.count((FAIL, FAIL)),
        worse=sum(now == FAIL and then != FAIL for then, now in pairs),
    )  # fmt: skip


def last_results(turn: Turn, inspection: Inspection) -> dict[str, str]:
    """The results of the inspection before, by the keys of the lines."""
    before = inspections.by_code(turn.tx, inspection.previous) if inspection.previous else None
    return {item.key: item.result for item in before.items} if before is not None else {}


def side(turn: Turn, inspection: Inspection) -> list[Person]:
    """Who speaks for the inspected department, its head first; the one who answers in any case."""
    heads = [
        one for role in SPEAKS for one in with_role(turn.tx, role)
        if inspection.department and one.department == inspection.department
    ]  # fmt: skip
    return list({one.id: one for one in (inspection.answerer, *heads) if one.active}.values())


def advance(turn: Turn, inspection: Inspection) -> None:
    """Where the inspection stands follows from its findings; the log has every move."""
    open_still = [one for one in inspection.findings if one.status not in inspections.FINDING_OVER]
    status = InspectionStage(inspection.status)
    stages = {FindingStage(one.status) for one in open_still}
    step = ""
    if not open_still:
        step = "close"
    elif stages & {FindingStage.FOUND, FindingStage.CONTESTED}:
        step = ""
    elif stages == {FindingStage.SUBMITTED}:
        step = "shown" if status != S.RECHECK else ""
    elif status == S.TO_CONFIRM:
        step = "confirmed"
    elif status == S.RECHECK:
        step = "back"
    if step and status in FLOW.by_name[step].starts:
        move(turn, inspection, step)
    if inspection.status == S.CLOSED and status != S.CLOSED:
        inspection.closed_at = turn.now
        turn.forget_reminders(inspection.code)
        if inspection.findings:
            _say_closed(turn, inspection)
    turn.tx.flush()
    turn.settle(inspection.code, lambda viewer: inspection_card(turn, inspection, viewer))


def move(turn: Turn, inspection: Inspection, name: str) -> None:
    """A step that no person but the state of things takes."""
    before = FLOW.take(FLOW.by_name[name], Viewer(None), inspection)
    inspection.revision += 1
    turn.record(inspection.code, name, clause=FLOW.clause, before=before, after=inspection.status)


def _say_closed(turn: Turn, inspection: Inspection) -> None:
    words = texts.INSPECTION_CLOSED(code=inspection.code, what=what(inspection))
    for person in {one.id: one for one in (*side(turn, inspection), inspection.inspector)}.values():
        turn.tell(person, words, key=f"{inspection.code}:closed:{person.id}")


def begin_mending(turn: Turn, finding: Finding) -> None:
    """From now on it has its day, by the rule of its severity; before, on and after it somebody is told."""
    turn.forget_reminders(finding.code)
    if finding.due_at is None:
        rule = rules.BY_SEVERITY[finding.severity]
        finding.due_at = rule.due(turn.rule(rule), turn.now, turn.school.calendar)
    arm(turn, finding, finding.due_at)


def arm(turn: Turn, finding: Finding, due: datetime) -> None:
    """T-2, T and T+1 to whoever mends it, T+3 to the head, T+5 to the CIO."""
    before = rules.BEFORE.due(turn.rule(rules.BEFORE), due, turn.school.calendar, ahead=True)
    if before > turn.now:
        turn.remind_by(
            rules.BEFORE, f"{finding.code}:before", REMIND, finding.code, {"when": "before"}, since=due, ahead=True
        )
    turn.remind(f"{finding.code}:on", REMIND, finding.code, due, {"when": "on"})
    for rule, when in ((rules.AFTER, "after"), (rules.TO_HEAD, "head"), (rules.TO_CIO, "cio")):
        turn.remind_by(rule, f"{finding.code}:{when}", REMIND, finding.code, {"when": when}, since=due)


def settle_finding(turn: Turn, finding: Finding) -> None:
    """Bring every copy of its card up to date."""
    turn.tx.flush()
    turn.settle(finding.code, lambda viewer: finding_card(turn, finding, viewer))


def is_over(finding: Finding) -> bool:
    """Whether nothing more has to happen to it."""
    return FINDINGS.is_over(finding.status)
