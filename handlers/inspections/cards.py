"""What an inspection, its next item and a finding look like to whoever inspects, answers, mends or only looks."""

from collections import Counter
from datetime import datetime

from handlers.cards import Button, Card, Style, token
from handlers.flow import Viewer
from handlers.inspections import rules, texts
from handlers.inspections.checklists import TARGETS
from handlers.inspections.flow import FINDINGS, FLOW, checker, inspector, mender, speaks_for
from handlers.texts import Phrase, Text
from handlers.turn import Turn
from storage import wanted_files
from storage.inspections import FAIL, PASS, SKIP, Finding, FindingStage, Inspection, InspectionItem, InspectionStage

MOST_FINDINGS = 8


def what(inspection: Inspection) -> Text:
    """What is inspected, in a few words: 三楼机房（信息中心）, 账号（教务处）."""
    target = TARGETS.get(inspection.target, Text(inspection.target, inspection.target))
    said = Text(inspection.place, inspection.place) if inspection.place else target
    side = department(inspection)
    return Text(f"{said.zh}（{side.zh}）", f"{said.en} ({side.en})")


def department(inspection: Inspection) -> Text:
    """Whose it is."""
    name = inspection.department
    return Text(name, name) if name else texts.WHOLE_SCHOOL


def day(turn: Turn, at: datetime) -> Text:
    """A date as people say it, with the year where it is another one."""
    then = turn.local(at)
    year = "" if then.year == turn.local(turn.now).year else f"{then.year}年"
    return Text(f"{year}{then.month}月{then.day}日", f"{then:%d %b %Y}" if year else f"{then:%d %b}")


def words(item: InspectionItem) -> Text:
    """The words of a line."""
    return Text(item.zh, item.en)


def counts(inspection: Inspection) -> Text:
    """How many pass, fail, and do not apply."""
    found = Counter(item.result for item in inspection.items)
    return texts.COUNTS(passed=found[PASS], failed=found[FAIL], skipped=found[SKIP])


def open_items(inspection: Inspection) -> list[InspectionItem]:
    """What was not looked at yet."""
    return [item for item in inspection.items if not item.result]


def inspection_card(turn: Turn, inspection: Inspection, viewer: Viewer) -> Card:
    """Where it stands; to its inspector, while under way, the next item."""
    if inspection.status == InspectionStage.LIVE and inspector.allows(viewer, inspection):
        return item_card(turn, inspection)
    status = FLOW.statuses[inspection.status]
    title = texts.TITLE(code=inspection.code, what=what(inspection), status=status)
    lines: list[Phrase] = [texts.SURPRISE] if inspection.surprise and not inspection.started_at else []
    for finding in inspection.findings[:MOST_FINDINGS]:
        due = texts.DUE_BY(day=day(turn, finding.due_at)) if finding.due_at else ""
        lines.append(
            texts.FINDING_LINE(
                code=finding.code, text=finding.headline, status=FINDINGS.statuses[finding.status], due=due
            )
        )
    target = TARGETS.get(inspection.target, Text(inspection.target, inspection.target))
    listed = texts.LIST_IS(target=target, version=inspection.checklist_version, count=len(inspection.items))
    facts: list[tuple[Phrase, Phrase]] = [
        (texts.WHEN, turn.clock_time(inspection.started_at or inspection.planned_at)),
        (texts.WHO, inspection.inspector.name),
        (texts.SIDE, inspection.answerer.name),
        (texts.LIST, listed),
    ]
    done = len(inspection.items) - len(open_items(inspection))
    if inspection.finished_at is not None:
        facts.append((texts.RESULT_LABEL, counts(inspection)))
    elif done:
        facts.append((texts.RESULT_LABEL, texts.PROGRESS(done=done, count=len(inspection.items))))
    if inspection.previous:
        facts.append((texts.LAST_TIME, inspection.previous))
    facts.append((texts.CLAUSE, texts.CLAUSE_IS))
    return Card(title, tuple(lines), tuple(facts), FLOW.buttons(viewer, inspection))


def item_card(turn: Turn, inspection: Inspection, before: Phrase = "") -> Card:
    """The next item with its three answers; the end of the walk when nothing is left. `before` says what was noted."""
    left = open_items(inspection)
    lines: tuple[Phrase, ...] = (before,) if before else ()
    if not left:
        return Card(
            texts.ALL_DONE(code=inspection.code, count=len(inspection.items), counts=counts(inspection)),
            (*lines, texts.ALL_DONE_HOW),
            buttons=(Button(texts.FINISH, token(FLOW.name, "finish", inspection.code), "good"), _pause(inspection)),
        )
    item = left[0]
    title = texts.ITEM(code=inspection.code, number=item.number, count=len(inspection.items), text=words(item))
    facts: list[tuple[Phrase, Phrase]] = []
    if item.evidence:
        facts.append((texts.RECORDS, item.evidence))
    if pictures := picture_count(turn, picture_subject(inspection, item.number)):
        facts.append((texts.PICTURES, texts.COUNT(count=pictures)))
    shown: tuple[tuple[str, Style], ...] = ((PASS, "good"), (FAIL, "bad"), (SKIP, "normal"))
    answers = tuple(
        Button(texts.RESULT[name], token(FLOW.name, "answer", inspection.code, f"{item.number}-{name}"), style)
        for name, style in shown
    )
    note = texts.ITEM_HOW if item.number == 1 else ""
    return Card(title, lines, tuple(facts), (*answers, _pause(inspection)), note=note)


def _pause(inspection: Inspection) -> Button:
    return Button(texts.PAUSE, token(FLOW.name, "pause", inspection.code))


def picture_subject(inspection: Inspection, number: int) -> str:
    """Under which name the pictures of an item are kept."""
    return f"{inspection.code}#{number}"


def picture_count(turn: Turn, subject: str) -> int:
    """How many pictures somebody sent for it."""
    return len(wanted_files.of_subject(turn.tx, subject))


def finding_card(turn: Turn, finding: Finding, viewer: Viewer) -> Card:
    """Where a finding stands, under which rule it is due, and what was said about it."""
    status = FINDINGS.statuses[finding.status]
    title: Phrase = texts.FINDING_TITLE(code=finding.code, text=finding.headline, status=status)
    stage = FindingStage(finding.status)
    lines: list[Phrase] = []
    if stage == FindingStage.FOUND and speaks_for(viewer, finding.inspection):
        title = texts.TO_ANSWER(code=finding.code, text=finding.headline)
        until = rules.CONTEST.due(turn.rule(rules.CONTEST), finding.created_at, turn.school.calendar)
        lines.append(texts.TO_ANSWER_HOW(time=turn.clock_time(until), rule=rules.CONTEST.title))
    elif stage == FindingStage.MENDING and mender.allows(viewer, finding) and finding.due_at is not None:
        title = texts.TO_MEND(code=finding.code, text=finding.headline, day=day(turn, finding.due_at))
    elif stage == FindingStage.SUBMITTED and checker.allows(viewer, finding):
        title = texts.TO_RECHECK(code=finding.code, text=finding.headline)
    elif stage == FindingStage.CONTESTED and checker.allows(viewer, finding):
        title = texts.TO_DECIDE(code=finding.code, text=finding.headline)
    return Card(title, tuple(lines), tuple(_facts(turn, finding)), FINDINGS.buttons(viewer, finding))


def _facts(turn: Turn, finding: Finding) -> list[tuple[Phrase, Phrase]]:
    inspection = finding.inspection
    facts: list[tuple[Phrase, Phrase]] = [
        (texts.INSPECTION_LABEL, Text(f"{inspection.code} {what(inspection).zh}", f"{inspection.code} {what(inspection).en}")),
        (texts.ITEM_LABEL, Text(f"{finding.number}. {finding.text}", f"{finding.number}. {_english(finding)}")),
        (texts.SEVERITY_LABEL, texts.SEVERITY[finding.severity]),
    ]  # fmt: skip
    if finding.due_at is not None:
        rule = rules.BY_SEVERITY[finding.severity]
        open_still = finding.status not in (FindingStage.CLOSED, FindingStage.DISMISSED)
        worded = texts.LATE if open_still and finding.due_at < turn.now else texts.BY_RULE
        shown = worded(day=day(turn, finding.due_at), rule=rule.title, value=rule.show(turn.rule(rule)))
        facts.append((texts.MEND_BY, shown))
    facts.append((texts.OWNER, finding.owner.name))
    for label, value in (
        (texts.CONTESTED, finding.contested), (texts.DECIDED, finding.decided),
        (texts.RETURNED, finding.returned if finding.status == FindingStage.MENDING else ""), (texts.DONE, finding.done),
    ):  # fmt: skip
        if value:
            facts.append((label, value))
    if pictures := picture_count(turn, finding.code):
        facts.append((texts.PICTURES, texts.COUNT(count=pictures)))
    if finding.status == FindingStage.CLOSED and finding.closed_at is not None:
        by = texts.CHECKED_BY(name=inspection.inspector.name, day=day(turn, finding.closed_at))
        facts.append((texts.CHECKED, by))
    facts.append((texts.CLAUSE, texts.CLAUSE_IS))
    return facts


def _english(finding: Finding) -> str:
    item = next((one for one in finding.inspection.items if one.number == finding.number), None)
    return item.en if item is not None else finding.text
