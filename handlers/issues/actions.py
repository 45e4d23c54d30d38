"""What people do with an issue. Each function is what follows a step of the flow, in the same transaction."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from handlers.errors import Incomplete, Refused
from handlers.issues import clocks, folding, photos, reading, texts
from handlers.issues.cards import draw
from handlers.issues.desk import by_clock, router, show, show_reporters, team, tell_news, touched
from handlers.issues.flow import FLOW, UNDO_STEPS
from handlers.issues.reporting import form
from handlers.issues.rules import UNDO
from handlers.texts import Phrase, Text, joined
from handlers.time_phrases import parse_when
from handlers.turn import Turn
from storage import issues, people
from storage.issues import Issue, Note, Status
from storage.people import Person, Role

Given = Mapping[str, Any]


@router.press("claim")
def claim(turn: Turn, issue: Issue, _given: Given) -> None:
    """A technician takes it: the response clock stops, the reporter hears who, the other technicians' cards change."""
    _hand_to(turn, issue, turn.person())
    touched(turn, issue, "claim")
    show_reporters(turn, issue)
    photos.deliver(turn, issue)


@router.press("assign")
def assign(turn: Turn, issue: Issue, given: Given) -> None:
    """转派: to another technician by name. Who had it and who gets it both hear of it."""
    person = _technician(turn, str(given["person"]))
    had = issue.assignee
    issue.previous_assignee_id = issue.assignee_id
    _hand_to(turn, issue, person)
    touched(turn, issue, "assign")
    show(turn, issue, person)
    if had is not None and had.id != person.id:
        tell_news(turn, issue, had, texts.TOLD_TRANSFERRED(code=issue.code, name=person.name))
    show_reporters(turn, issue)
    photos.deliver(turn, issue)


@router.press("hold")
def hold(turn: Turn, issue: Issue, given: Given) -> None:
    """挂起: with a reason and a day; the clock stands still until then."""
    issue.hold_reason = str(given["reason"])
    issue.hold_kind = _hold_kind(issue.hold_reason)
    issue.wake_at = _day(turn, str(given["time"]))
    clocks.pause(turn, issue)
    clocks.arm(turn, issue)
    touched(turn, issue, "hold")
    show_reporters(turn, issue)


@router.press("resume")
def resume(turn: Turn, issue: Issue, _given: Given) -> None:
    """Back to work before the day."""
    _go_on(turn, issue)
    touched(turn, issue, "resume")
    show_reporters(turn, issue)


@router.press("progress")
def progress(turn: Turn, issue: Issue, given: Given) -> None:
    """A word on the way keeps the claim alive, and the reporter hears it."""
    words = reading.note_of(str(given["note"]))
    _note(turn, issue, words)
    clocks.arm(turn, issue)
    touched(turn, issue, "progress")
    name = turn.person().name
    _tell_reporters(turn, issue, texts.TOLD_PROGRESS(code=issue.code, name=name, words=words))


@router.press("resolve")
def resolve(turn: Turn, issue: Issue, given: Given) -> None:
    """已解决: the reporter reads what was done and says 好了 or 没好; so does everybody whose report was folded in."""
    if issue.assignee_id is None:  # mended first, written down after: it counts as taken by whoever mended it
        _hand_to(turn, issue, turn.person())
        turn.record(issue.code, "claim", clause=FLOW.clause, details={"with": "resolve"})
    _resolved(turn, issue, str(given["solution"]))
    touched(turn, issue, "resolve")
    show(turn, issue, issue.reporter)
    asked = _recovered(turn, issue, issue)
    for follower in issue.followers:
        if follower.person_id in asked:
            continue
        told = texts.TOLD_RECOVERED(code=issue.code, solution=issue.solution)
        tell_news(turn, issue, follower.person, told, f"{issue.code}:recovered:{issue.round}:{follower.person_id}")
    photos.deliver(turn, issue)


@router.press("confirm")
def confirm(turn: Turn, issue: Issue, _given: Given) -> None:
    """好了: closed, and the reporter is asked for stars."""
    _closed(turn, issue)
    touched(turn, issue, "confirm")
    if issue.master_id is None:  # of a mass fault its technician hears once, not from every room
        show(turn, issue, issue.assignee)


@router.press("rate")
def rate(turn: Turn, issue: Issue, given: Given) -> None:
    """Stars, once."""
    said = str(given.get("choice") or given.get("score") or "")
    if said not in {"1", "2", "3", "4", "5"}:
        raise Incomplete(texts.NOT_RATED_YET)
    issue.stars = int(said)
    touched(turn, issue, "rate")
    turn.reply(texts.THANKS(stars=issue.stars))


@router.press("cause")
def cause(turn: Turn, issue: Issue, given: Given) -> None:
    """What kind of fault it was, in one tap; an earlier step may still be taken back."""
    said = str(given.get("choice") or "")
    if said not in texts.CAUSES:
        raise Incomplete(texts.ASK_CAUSE(causes=joined(list(texts.CAUSES.values()))))
    issue.cause = said
    issue.revision += 1
    turn.toast(texts.CAUSE_NOTED(code=issue.code, cause=texts.CAUSES[said]))


def _reopen(turn: Turn, issue: Issue, given: Given) -> None:
    """没好: back to the one who had it, or to the queue; the clocks start anew, the second time it presses more."""
    reason = str(given["reason"])
    issue.reopened += 1
    if issue.reopened > 1 and issue.priority > 1:
        issue.priority -= 1
        issue.priority_reason = {"zh": texts.WHY_AGAIN.zh, "en": texts.WHY_AGAIN.en}
    _note(turn, issue, reason)
    issue.solution, issue.resolved_at, issue.closed_at, issue.stars = "", None, None, None
    if issue.assignee is None or not issue.assignee.holds(Role.TECHNICIAN, Role.DISPATCHER):
        issue.assignee, issue.assignee_id = None, None
        by_clock(turn, "lapse", issue)
    clocks.start(turn, issue)
    clocks.arm(turn, issue)
    touched(turn, issue, "reopen")
    turn.tx.flush()
    told = {person.id: person for person in turn.everyone(Role.DISPATCHER)}
    told |= {person.id: person for person in ([issue.assignee] if issue.assignee else team(turn))}
    for person in told.values():
        show(turn, issue, person)
    show_reporters(turn, issue)


for _name in ("reopen", "reopen_closed", "send_back"):
    router.press(_name)(_reopen)


@router.press("amend")
def amend(turn: Turn, issue: Issue, given: Given) -> None:
    """修改: place, device or fault was wrong; whoever holds the card sees the right one."""
    changes = _changes(str(given["change"]))
    if not changes:
        raise Incomplete(texts.CHANGE_UNCLEAR)
    for name, value in changes.items():
        setattr(issue, name, value)
    facts = reading.Facts(issue.place, issue.asset, issue.fault)
    issue.building, issue.kind = reading.building_of(issue.place), reading.kind_of(facts)
    touched(turn, issue, "amend")
    words = joined([Text(f"{NAMES[name].zh} {value}", f"{NAMES[name].en} {value}") for name, value in changes.items()])
    tell_news(turn, issue, issue.assignee, texts.TOLD_AMENDED(code=issue.code, changes=words))


@router.press("supplement")
def supplement(turn: Turn, issue: Issue, given: Given) -> None:
    """More words from the reporter: they go to whoever has it, and end a hold that waited for them."""
    words = reading.note_of(str(given["note"]))
    _note(turn, issue, words)
    if issue.status == Status.ON_HOLD and issue.hold_kind == "user":
        by_clock(turn, "answered", issue)
        _go_on(turn, issue)
    touched(turn, issue, "supplement")
    note = texts.TOLD_NOTE(code=issue.code, name=turn.person().name, words=words)
    tell_news(turn, issue, issue.assignee, note)
    turn.reply(texts.NOTED(code=issue.code))


@router.press("withdraw")
def withdraw(turn: Turn, issue: Issue, given: Given) -> None:
    """撤回 before anybody works on it: the team's cards say so, whoever took it is told."""
    _finished(turn, issue, "withdraw")
    tell_news(turn, issue, issue.assignee, texts.TOLD_WITHDRAWN(code=issue.code, reason=given["reason"]))


@router.press("ask_withdraw")
def ask_withdraw(turn: Turn, issue: Issue, _given: Given) -> None:
    """Somebody already works on it: their consent is asked."""
    issue.cancel_asked = True
    touched(turn, issue, "ask_withdraw")
    show(turn, issue, issue.assignee)
    name = issue.assignee.name if issue.assignee else "—"
    turn.reply(texts.ASKED_WITHDRAW(name=name, code=issue.code))


@router.press("agree")
def agree(turn: Turn, issue: Issue, _given: Given) -> None:
    """The technician agrees that it is off."""
    _finished(turn, issue, "agree")
    show_reporters(turn, issue)


@router.press("merge")
def merge(turn: Turn, issue: Issue, given: Given) -> None:
    """合并: all reporters follow the master, under the master's clock."""
    code = str(given["other_ticket_id"])
    master = issues.find(turn.tx, code)
    if master is None or master.id == issue.id or master.status not in Status.OPEN:
        raise Incomplete(texts.BAD_MASTER(code=code))
    issue.master_id, issue.master = master.id, master
    folding.follow_all(turn, issue, master)
    _finished(turn, issue, "merge")
    show_reporters(turn, issue)
    turn.record(master.code, "absorb", clause=FLOW.clause, details={"merged": issue.code})


@router.press("to_project")
def to_project(turn: Turn, issue: Issue, _given: Given) -> None:
    """It is no repair but a project: the reporter hears where it went and goes on with a request that is half written."""
    _finished(turn, issue, "to_project")
    show_reporters(turn, issue)
    issue.became = turn.features.begin("projects", turn, issue.words, issue.reporter, issue.code)


@router.press("to_incident")
def to_incident(turn: Turn, issue: Issue, _given: Given) -> None:
    """It is a security incident: its team has it now, and the reporter hears the first safety steps."""
    _finished(turn, issue, "to_incident")
    issue.became = turn.features.begin("incidents", turn, issue.words, issue.reporter, issue.code)
    show_reporters(turn, issue)


def _undo(turn: Turn, issue: Issue, _given: Given) -> None:
    """撤销 within two minutes: the state before is back, and whoever had heard of the step hears of its end."""
    if turn.now - issue.last_at > timedelta(minutes=turn.rule(UNDO)):
        raise Refused(texts.UNDO_NOTHING)
    undone = issue.last_step
    _put_back(turn, issue, undone)
    clocks.arm(turn, issue)
    touched(turn, issue, "")
    note = texts.TOLD_UNDONE(code=issue.code, step=FLOW.by_name[undone].label)
    _tell_reporters(turn, issue, note)
    tell_news(turn, issue, issue.assignee, note)


def _put_back(turn: Turn, issue: Issue, undone: str) -> None:
    match undone:
        case "claim":
            issue.assignee, issue.assignee_id, issue.claimed_at = None, None, None
        case "assign":
            before = turn.tx.get(Person, issue.previous_assignee_id) if issue.previous_assignee_id else None
            issue.assignee, issue.assignee_id = before, issue.previous_assignee_id
        case "hold":
            clocks.go_on(turn, issue)
        case "resume":
            clocks.pause(turn, issue)
        case "resolve":
            _not_resolved(turn, issue)
        case "confirm":
            issue.closed_at = None
        case "merge":
            if issue.master is not None:
                issues.unfollow(turn.tx, issue.master, (issue.reporter_id, *issue.follower_ids))
            issue.master_id, issue.master = None, None
        case _:
            pass


def _not_resolved(turn: Turn, issue: Issue) -> None:
    issue.solution, issue.resolved_at = "", None
    _folded_back(turn, issue)
    if issue.status == Status.NEW:  # nobody had taken it before
        issue.assignee, issue.assignee_id, issue.claimed_at = None, None, None


for _step in UNDO_STEPS:
    router.press(_step.name)(_undo)


# Steps the clock takes; what follows them stands in `deadlines`.
def _by_the_clock(_turn: Turn, _issue: Issue, _given: Given) -> None:
    """Nobody can press these; the table refuses everybody but the clock."""


for _name in ("auto_close", "wake", "answered", "give_up", "lapse", "fold", "recover", "fold_back"):
    router.press(_name)(_by_the_clock)


NAMES = {"place": texts.PLACE, "asset": texts.ASSET, "fault": texts.FAULT}


def _hand_to(turn: Turn, issue: Issue, person: Person) -> None:
    if issue.left_seconds is not None:
        clocks.go_on(turn, issue)
    issue.assignee, issue.assignee_id, issue.claimed_at = person, person.id, turn.now
    clocks.arm(turn, issue)
    turn.record(issue.code, "contact_shown", clause="7.1.1", details={"to": person.name})


def _go_on(turn: Turn, issue: Issue) -> None:
    clocks.go_on(turn, issue)
    issue.wake_at = None
    clocks.arm(turn, issue)


def _resolved(turn: Turn, issue: Issue, solution: str) -> None:
    issue.solution, issue.resolved_at, issue.wake_at = solution, turn.now, None
    clocks.arm(turn, issue)


def _recovered(turn: Turn, issue: Issue, master: Issue) -> set[int]:
    """What was folded in is mended with it: each reporter is asked about their own, once. Who that was."""
    asked = {issue.reporter_id}
    for part in issues.merged_into(turn.tx, issue):
        if part.status != Status.MERGED:
            continue
        by_clock(turn, "recover", part, master=master.code)
        part.assignee, part.closed_at = master.assignee, None
        _resolved(turn, part, master.solution)
        if part.reporter_id not in asked:
            show(turn, part, part.reporter, key=f"{part.code}:recovered:{part.round}")
        asked |= {part.reporter_id} | _recovered(turn, part, master)
        _redraw(turn, part)
    return asked


def _folded_back(turn: Turn, issue: Issue) -> None:
    """The solution was taken back: what nobody has confirmed yet waits with its master again."""
    for part in issues.merged_into(turn.tx, issue):
        if part.status != Status.RESOLVED or part.status_before != Status.MERGED:
            continue
        by_clock(turn, "fold_back", part, master=issue.code)
        part.solution, part.resolved_at = "", None
        clocks.arm(turn, part)
        _folded_back(turn, part)
        _redraw(turn, part)


def _redraw(turn: Turn, issue: Issue) -> None:
    turn.tx.flush()
    turn.settle(issue.code, lambda viewer: draw(turn, issue, viewer))


def _closed(turn: Turn, issue: Issue) -> None:
    issue.closed_at = turn.now
    clocks.arm(turn, issue)


def _finished(turn: Turn, issue: Issue, name: str) -> None:
    issue.closed_at = turn.now
    clocks.arm(turn, issue)
    touched(turn, issue, name)


def _note(turn: Turn, issue: Issue, words: str) -> None:
    issue.notes.append(Note(by=turn.actor, by_id=turn.actor.id if turn.actor else None, at=turn.now, words=words))


def _tell_reporters(turn: Turn, issue: Issue, words: Phrase) -> None:
    for person in (issue.reporter, *(follower.person for follower in issue.followers)):
        tell_news(turn, issue, person, words)


def _hold_kind(reason: str) -> str:
    if any(word in reason.lower() for word in ("报修人", "用户", "老师", "答复", "回复", "reporter", "user")):
        return "user"
    return next((kind for kind, text in texts.HOLD_REASONS.items() if text.zh in reason), "other")


def _day(turn: Turn, said: str) -> datetime:
    """The day to go on; what was picked from a button or said in words. A day gone by is asked for again."""
    found = parse_when(said, turn.now, turn.school.calendar)
    if not found:
        raise Incomplete(texts.NOT_A_DAY)
    if found[0].at <= turn.now:
        raise Incomplete(texts.PAST_DAY)
    return found[0].at


def _technician(turn: Turn, said: str) -> Person:
    helpers = turn.everyone(Role.TECHNICIAN)
    named = [person for person in helpers if person.name in said or (said and said in person.name)]
    if len(named) != 1 and not (named := [p for p in people.by_name(turn.tx, said) if p.holds(Role.TECHNICIAN)]):
        raise Incomplete(texts.NO_SUCH_PERSON(name=said, people=joined([person.name for person in helpers])))
    return named[0]


def _changes(said: str) -> dict[str, str]:
    labelled, rest = form.labelled(said)
    changes = {name: value for name, value in labelled.items() if name in NAMES}
    if not changes:
        facts = reading.corrected(rest)
        changes = {"place": facts.place, "asset": facts.asset, "fault": facts.fault}
    return {name: value for name, value in changes.items() if value}
