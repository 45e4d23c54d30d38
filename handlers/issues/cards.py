"""What people see of an issue: one card, drawn for whoever looks at it."""

from handlers.cards import Button, Card, token
from handlers.flow import Viewer
from handlers.issues import clocks, reading, texts
from handlers.issues.flow import FLOW, concerned
from handlers.issues.photo_texts import LOOK
from handlers.issues.reading import Facts
from handlers.issues.rules import AUTO_CLOSE, CLAUSE, REOPEN_DAYS, RESOLVE, RESPOND, UNDO
from handlers.texts import Phrase, Text, joined
from handlers.turn import Turn
from storage import issues
from storage.issues import Issue, Note, Status
from storage.people import Role
from storage.wanted_files import KINDS

MOST_LISTED = 6


def draw(turn: Turn, issue: Issue, viewer: Viewer) -> Card:
    """The issue as this viewer may see and press it now."""
    buttons = FLOW.buttons(viewer, issue)
    if concerned.allows(viewer, issue) and viewer.id != issue.assignee_id:
        return _for_reporter(turn, issue, buttons)
    return _for_staff(turn, issue, viewer, buttons)


def _for_reporter(turn: Turn, issue: Issue, buttons: tuple[Button, ...]) -> Card:
    name = issue.assignee.name if issue.assignee else "—"
    reopened = issue.last_step == "reopen" and issue.status == Status.ACCEPTED
    title = (texts.REOPENED_TO if reopened else texts.FOR_REPORTER[issue.status])(
        code=issue.code, name=name, reason=issue.hold_reason, master=_master_code(issue)
    )
    facts: list[tuple[Phrase, Phrase]] = [(texts.PLACE, issue.place), (texts.FAULT, _what(issue))]
    if issue.status in Status.OPEN:
        facts.append((texts.PRIORITY, priority_words(issue)))
    if issue.attachments:
        facts.append((texts.PICTURES, texts.COUNT(count=len(issue.attachments))))
    facts = [(label, value) for label, value in facts if value]
    note: Phrase = (
        reading.tip_for(_facts(issue), str(issue.priority_reason.get("zh", ""))) if issue.status == Status.NEW else ""
    )
    return Card(title, tuple(_reporter_lines(turn, issue)), tuple(facts), buttons, note)


def _reporter_lines(turn: Turn, issue: Issue) -> list[Phrase]:
    if issue.status in (Status.NEW, Status.ACCEPTED, Status.WORKING):
        return _waiting_lines(turn, issue)
    if issue.status == Status.ON_HOLD:
        return _held_lines(turn, issue)
    if issue.status == Status.RESOLVED:
        return [_done(issue), texts.CONFIRM_HOW(days=turn.rule(AUTO_CLOSE))]
    if issue.status == Status.CLOSED:
        return _closed_lines(turn, issue)
    return [WHERE_IT_WENT[issue.status]] if issue.status in WHERE_IT_WENT else []


WHERE_IT_WENT = {
    Status.MERGED: texts.KNOWN_FAULT_LINE,
    Status.TO_PROJECT: texts.NEEDS_PROJECT,
    Status.TO_INCIDENT: texts.INCIDENT_SAFETY,
}


def _waiting_lines(turn: Turn, issue: Issue) -> list[Phrase]:
    calendar = turn.school.calendar
    day = calendar.day(calendar.date(turn.now))
    if day.is_workday:
        return [expectation(turn, issue)]
    opens = turn.clock_time(calendar.next_working_moment(turn.now))
    return [expectation(turn, issue), texts.HOLIDAY(label=day.label, day=opens)]


def _held_lines(turn: Turn, issue: Issue) -> list[Phrase]:
    if issue.hold_kind == "user" and issue.assignee is not None:
        return [texts.HELD_FOR_YOU(name=issue.assignee.name, reason=issue.hold_reason)]
    return [texts.WAKES(day=day_words(turn, issue))]


def _closed_lines(turn: Turn, issue: Issue) -> list[Phrase]:
    lines: list[Phrase] = [_done(issue)] if issue.solution else []
    if issue.last_step == "auto_close":
        lines.append(texts.AUTO_CLOSED(days=turn.rule(AUTO_CLOSE), reopen=turn.rule(REOPEN_DAYS)))
    return [*lines, texts.RATE_HOW if issue.stars is None else texts.RATED(stars=issue.stars)]


def _for_staff(turn: Turn, issue: Issue, viewer: Viewer, buttons: tuple[Button, ...]) -> Card:
    name = issue.assignee.name if issue.assignee else "—"
    title = texts.FOR_IT[issue.status](code=issue.code, name=name, headline=issue.headline, master=_master_code(issue))
    lines = [*overdue(turn, issue), *_staff_lines(turn, issue)]
    if issue.status == Status.MERGED and issue.last_step == "merge" and viewer.id == issue.last_by_id:
        lines.append(texts.MERGED_HOW(master=_master_code(issue), minutes=turn.rule(UNDO)))
        buttons = (*buttons, Button(texts.UNDO, token(FLOW.name, f"undo_to_{issue.status_before}", issue.code)))
    return Card(title, tuple(lines), _staff_facts(turn, issue, viewer), (*buttons, *_pictures(issue)), tip(turn, issue))


def _pictures(issue: Issue) -> tuple[Button, ...]:
    """看照片, where there is one."""
    shown = any(one.kind in KINDS for one in issue.attachments)
    return (Button(LOOK, token(FLOW.name, "pictures", issue.code)),) if shown else ()


def _staff_lines(turn: Turn, issue: Issue) -> list[Phrase]:
    lines: list[Phrase] = []
    if issue.last_step == "reopen" and issue.notes:
        lines.append(texts.TOLD_REOPENED(code=issue.code, reason=issue.notes[-1].words))
    if issue.last_step == "lapse":
        rule = clocks.lapse_rule(issue)
        lines.append(texts.TOLD_LAPSED(code=issue.code, minutes=turn.rule(rule), rule=rule.title))
    if issue.mass:
        lines.append(texts.MASS(building=issue.building, count=len(issues.merged_into(turn.tx, issue)) + 1))
    doubles: list[Phrase] = [
        other.code for other in issues.open_alike(turn.tx, issue.place, issue.asset) if other.id != issue.id
    ]
    if issue.status == Status.NEW and issue.place and issue.asset and doubles:
        lines.append(texts.PERHAPS_DOUBLE(codes=joined(doubles[:3])))
    if issue.status == Status.ON_HOLD:
        lines.append(f"{issue.hold_reason}")
        lines.append(texts.WAKES(day=day_words(turn, issue)))
    if issue.cancel_asked and issue.status in Status.OPEN:
        lines.append(texts.WANTS_OUT)
    if issue.solution and issue.status in (Status.RESOLVED, Status.CLOSED):
        lines.append(_done(issue))
    return lines + [texts.DONE_BY(name=_who(note, issue), solution=note.words) for note in issue.notes[-3:]]


def _who(note: Note, issue: Issue) -> Phrase:
    """Who noted something; other technicians need not know which colleague reported it."""
    if note.by is None or note.by_id == issue.reporter_id or note.by_id in issue.follower_ids:
        return texts.CONTACT
    return note.by.name


def _staff_facts(turn: Turn, issue: Issue, viewer: Viewer) -> tuple[tuple[Phrase, Phrase], ...]:
    facts: list[tuple[Phrase, Phrase]] = [
        (texts.PLACE, issue.place or texts.NOT_GIVEN),
        (texts.ASSET, issue.asset),
        (texts.FAULT, issue.fault),
        (texts.DEPARTMENT, issue.department),
        (texts.PRIORITY, priority_words(issue)),
    ]
    if issue.status in Status.OPEN:
        facts.append((texts.DUE, due_words(turn, issue)))
    if (viewer.id is not None and viewer.id == issue.assignee_id) or viewer.holds(Role.DISPATCHER):
        facts.append((texts.CONTACT, contact(issue)))  # personal data: for the handler and the dispatcher only
    if issue.cause:
        facts.append((texts.CAUSE, texts.CAUSES[issue.cause]))
    if issue.became:
        facts.append((texts.BECAME, issue.became))
    if issue.linked:
        facts.append((texts.MASTER, texts.LINKED(code=issue.linked)))
    if issue.attachments:
        facts.append((texts.PICTURES, texts.COUNT(count=len(issue.attachments))))
    if issue.followers:
        facts.append((texts.STATE, texts.FOLLOWED(count=len(issue.followers))))
    if issue.stars is not None:
        facts.append((texts.RATE, texts.STARS[issue.stars]))
    return tuple((label, value) for label, value in facts if value)


def contact(issue: Issue) -> Text:
    """Name and telephone of the reporter; only ever drawn for the handler and the dispatcher."""
    return texts.PHONE(name=issue.reporter.name, phone=issue.reporter.phone)


def priority_words(issue: Issue) -> Text:
    """P1, and why."""
    zh, en = issue.priority_reason.get("zh", ""), issue.priority_reason.get("en", "")
    return Text(f"P{issue.priority} {zh}".strip(), f"P{issue.priority} {en}".strip())


def expectation(turn: Turn, issue: Issue) -> Text:
    """By when the reporter may expect what."""
    assert issue.respond_by is not None  # noqa: S101 -- every priority has a response target
    respond = turn.clock_time(issue.respond_by)
    if issue.resolve_by is None:
        return texts.EXPECT_RESPONSE(respond=respond)
    if issue.status != Status.NEW:
        return texts.RESOLVE_BY(at=turn.clock_time(issue.resolve_by))
    return texts.EXPECT(respond=respond, resolve=turn.clock_time(issue.resolve_by))


def due_words(turn: Turn, issue: Issue) -> Text:
    """The target that counts now."""
    if issue.status == Status.ON_HOLD:
        return texts.PAUSED
    resolve = texts.RESOLVE_BY(at=turn.clock_time(issue.resolve_by)) if issue.resolve_by else texts.AS_AGREED
    if issue.status != Status.NEW or issue.respond_by is None:
        return resolve
    return joined([texts.RESPOND_BY(at=turn.clock_time(issue.respond_by)), resolve])


def overdue(turn: Turn, issue: Issue) -> list[Phrase]:
    """What is late, and under which rule: a card that says 逾期 names the number and where it comes from."""
    if clocks.is_late(turn, issue, "respond"):
        rule, by, words = RESPOND[issue.priority], issue.respond_by, texts.OVERDUE_RESPOND
    elif clocks.is_late(turn, issue, "resolve"):
        rule, by, words = RESOLVE[issue.priority], issue.resolve_by, texts.OVERDUE_RESOLVE
    else:
        return []
    assert by is not None  # noqa: S101 -- what has no target is never late
    value = rule.show(turn.rule(rule))
    return [words(by=turn.clock_time(by), rule=rule.title, value=value, clause=CLAUSE)]


def still_late(turn: Turn, issue: Issue) -> Card:
    """A reminder in two lines for somebody who has the card already, with a button that opens it."""
    opens = Button(texts.LOOK(code=issue.code), token(FLOW.name, "look", issue.code))
    return Card(line(turn, issue), tuple(overdue(turn, issue)), buttons=(opens,))


def tip(turn: Turn, issue: Issue) -> Phrase:
    """For the technician: how the same thing was mended before."""
    if issue.status not in Status.OPEN or not issue.kind:
        return ""
    past = [other for other in issues.resolved_alike(turn.tx, issue.kind) if other.id != issue.id]
    if not past:
        return ""
    best = max(past, key=lambda other: (_alike(issue, other), other.id))
    return texts.LIKE(code=best.code, solution=best.solution[:40])


def _alike(one: Issue, other: Issue) -> tuple[int, int]:
    shared = len(set(one.fault) & set(other.fault))
    return shared, int(one.place == other.place) + int(one.asset == other.asset)


def day_words(turn: Turn, issue: Issue) -> Text:
    """When a held issue goes on."""
    return turn.clock_time(issue.wake_at) if issue.wake_at else texts.AS_AGREED


def listed(turn: Turn, title: Text, found: list[Issue], *, by_building: bool = False) -> Card:
    """A list with a look-up button for each line."""
    shown = found[:MOST_LISTED]
    lines: list[Phrase] = []
    for number, issue in enumerate(shown):
        if by_building and (number == 0 or shown[number - 1].building != issue.building):
            lines.append(texts.BUILDING(building=issue.building or texts.ELSEWHERE))
        lines.append(line(turn, issue))
    if len(found) > len(shown):
        lines.append(texts.MORE(count=len(found) - len(shown)))
    buttons = tuple(Button(texts.LOOK(code=issue.code), token(FLOW.name, "look", issue.code)) for issue in shown)
    return Card(title, tuple(lines), buttons=buttons)


def line(turn: Turn, issue: Issue) -> Text:
    """An issue in one line of a list."""
    status = FLOW.statuses[issue.status]
    late = Text(" · 逾期", " · overdue") if overdue(turn, issue) else Text("", "")
    return Text(
        f"{issue.code} P{issue.priority} {issue.headline} · {status.zh}{late.zh}",
        f"{issue.code} P{issue.priority} {issue.headline} · {status.en}{late.en}",
    )


def _done(issue: Issue) -> Phrase:
    if not issue.solution:
        return texts.GONE_QUIET
    return texts.DONE_BY(name=issue.assignee.name if issue.assignee else "—", solution=issue.solution)


def _what(issue: Issue) -> str:
    return issue.fault if issue.asset in issue.fault else f"{issue.asset} {issue.fault}"


def _facts(issue: Issue) -> Facts:
    return Facts(issue.place, issue.asset, issue.fault)


def _master_code(issue: Issue) -> str:
    return issue.master.code if issue.master else "—"
