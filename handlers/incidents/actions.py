"""What people do with a security incident. Everything here is urgent: it does not wait for the morning."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from handlers import steps
from handlers.cards import Card
from handlers.incidents import deadlines, texts
from handlers.incidents.cards import SERIOUS, incident_card
from handlers.incidents.desk import router, team
from handlers.incidents.flow import FLOW, readable, responder
from handlers.numerals import find_codes, write_code
from handlers.router import StepOf
from handlers.texts import Phrase
from handlers.turn import Turn
from handlers.understand import Understood
from storage import incidents, numbers
from storage.incidents import Incident, IncidentNote, Stage
from storage.outbox import Priority
from storage.people import Person

Given = Mapping[str, Any]
SAME_REPORT = timedelta(minutes=30)  # what somebody tells within half an hour is one incident, as people tell things


@router.say("incident_report")
def report(turn: Turn, text: str, _meant: Understood) -> None:
    """Anybody says that something happened: what to do first is answered at once, then the team hears it."""
    assert turn.account is not None  # noqa: S101 -- somebody spoke
    if len(text.strip()) < 3:
        turn.reply(Card(texts.HOW, (texts.FIRST_STEPS,)))
        return
    known = incidents.just_reported(turn.tx, turn.account.id, turn.now - SAME_REPORT)
    if known is not None:
        _note(turn, known, text)
        _tell_team(turn, known, texts.MOVED_NOTE(code=known.code, status=texts.ADD, note=text))
        turn.reply(Card(texts.ADDED(code=known.code), (texts.FIRST_STEPS,)), subject=known.code)
        return
    incident = begin(turn, text, turn.actor)
    turn.reply(Card(texts.REPORTED(code=incident.code), (texts.FIRST_STEPS, texts.THANKS)), subject=incident.code)


@router.command("安全事件", "上报安全事件", "security incident")
def report_typed(turn: Turn, words: str) -> None:
    """`安全事件 账号被盗` reports; alone it lists what is open, for those who handle it."""
    if words:
        report(turn, words, Understood("incident_report", confidence=1.0))
    elif turn.actor is not None and responder.allows(turn.viewer, Incident()):
        listed(turn)
    else:
        turn.reply(Card(texts.HOW, (texts.FIRST_STEPS,)))


def begin(turn: Turn, words: str, reporter: Person | None, source: str = "") -> Incident:
    """A new incident, with everybody told who handles it. `source` is the issue it was made from."""
    code = write_code("I", numbers.next_number(turn.tx, "I"))
    incident = Incident(
        code=code, status=Stage.REPORTED, words=words.strip(), source=source, reporter=reporter, reported_at=turn.now,
        reported_as=turn.account.name if turn.account and reporter is None else "", notified=[], level=0,
        account_id=turn.account.id if turn.account and not source else None, revision=1, facts="", cause="",
    )  # fmt: skip
    turn.tx.add(incident)
    turn.tx.flush()
    turn.record(code, "report", clause="7.1.1", after=incident.status, details={"source": source})
    for person in team(turn):
        show(turn, incident, person)
    deadlines.watch_for_somebody(turn, incident)
    return incident


@router.beginning
def made_of(turn: Turn, words: str, reporter: Person | None, source: str) -> str:
    """An issue turned out to be an incident: its reporter hears the first steps, the team hears it now."""
    incident = begin(turn, words, reporter, source)
    if reporter is not None:
        said = Card(texts.REPORTED(code=incident.code), (texts.FIRST_STEPS,), ((texts.SOURCE, source),))
        turn.tell(reporter, said, subject=incident.code, priority=Priority.URGENT)
    return incident.code


@router.press("take_up")
def take_up(turn: Turn, incident: Incident, _given: Given) -> None:
    """Somebody has it: no more calls for somebody."""
    incident.leader, incident.taken_up_at = turn.person(), turn.now
    turn.forget_reminders(incident.code)
    _moved(turn, incident)


@router.press("assess")
def assess(turn: Turn, incident: Incident, given: Given) -> None:
    """The facts, and what they suggest; the level is the CIO's to confirm."""
    incident.facts = str(given["facts"])
    incident.revision += 1
    _note(turn, incident, incident.facts)
    _tell_team(turn, incident, None)


@router.press("confirm")
def confirm(turn: Turn, incident: Incident, given: Given) -> None:
    """The level is confirmed; from 较大 on the hours to the authorities run."""
    turn.forget_reminders(incident.code)
    incident.level, incident.confirmed_at = int(given["level"]), turn.now
    incident.leader = incident.leader or turn.person()
    _note(turn, incident, _level_words(incident))
    deadlines.watch_level(turn, incident)
    _moved(turn, incident)


@router.press("relevel")
def relevel(turn: Turn, incident: Incident, given: Given) -> None:
    """Up or down, with a reason. The hours to the authorities count from the first time it was serious."""
    was_serious = incident.level >= SERIOUS
    incident.level = int(given["level"])
    if not was_serious and incident.level >= SERIOUS:
        incident.confirmed_at = turn.now
    _note(turn, incident, f"{_level_words(incident)}：{given['reason']}")
    turn.forget_reminders(incident.code)
    deadlines.watch_level(turn, incident)
    _moved(turn, incident, str(given["reason"]))


@router.press("contain")
def contain(turn: Turn, incident: Incident, given: Given) -> None:
    """It spreads no further."""
    _note(turn, incident, str(given["note"]))
    _moved(turn, incident, str(given["note"]))


@router.press("recover")
def recover(turn: Turn, incident: Incident, given: Given) -> None:
    """Everything works again; the review is due."""
    _note(turn, incident, str(given["note"]))
    _moved(turn, incident, str(given["note"]))


@router.press("notify")
def notify(turn: Turn, incident: Incident, given: Given) -> None:
    """A person told the authorities; we keep to whom and when."""
    told = {"to": str(given["receiver"]), "at": turn.now.isoformat(), "by": turn.person().name}
    incident.notified = [*incident.notified, told]
    turn.forget_reminders(incident.code, f"{incident.code}:report-out")
    _note(turn, incident, f"{texts.NOTIFIED.zh}：{given['receiver']}")
    turn.reply(texts.NOTED(code=incident.code), subject=incident.code)


@router.press("note")
def note(turn: Turn, incident: Incident, given: Given) -> None:
    """A line of the time line, echoed to the team."""
    words = str(given.get("note") or given.get("content") or "")
    _note(turn, incident, words)
    deadlines.heard_progress(turn, incident)
    _tell_team(turn, incident, texts.MOVED_NOTE(code=incident.code, status=texts.STATUS[incident.status], note=words))
    turn.reply(texts.NOTED(code=incident.code), subject=incident.code)


@router.press("add")
def add(turn: Turn, incident: Incident, given: Given) -> None:
    """Who reported it remembers something."""
    _note(turn, incident, str(given["note"]))
    _tell_team(turn, incident, texts.MOVED_NOTE(code=incident.code, status=texts.ADD, note=str(given["note"])))
    turn.reply(texts.ADDED(code=incident.code), subject=incident.code)


@router.press("false_alarm")
def false_alarm(turn: Turn, incident: Incident, given: Given) -> None:
    """Nothing happened; whoever said so did right."""
    incident.closed_at = turn.now
    turn.forget_reminders(incident.code)
    _note(turn, incident, str(given["reason"]))
    _moved(turn, incident, str(given["reason"]))


@router.press("close")
def close(turn: Turn, incident: Incident, given: Given) -> None:
    """Over, with its cause and what will change."""
    incident.cause, incident.closed_at = str(given["cause"]), turn.now
    turn.forget_reminders(incident.code)
    _note(turn, incident, incident.cause)
    _moved(turn, incident)


@router.say("incident_update")
@router.say("timeline_note")
def noted(turn: Turn, text: str, _meant: Understood) -> None:
    """Such as "14:05 隔离了两台服务器": the whole sentence is the note, on the incident in hand."""
    codes = [code.id for code in find_codes(text) if code.id and code.id.startswith("I-")]
    own = [] if turn.actor is None else incidents.of_reporter(turn.tx, turn.actor.id)
    name = "note" if responder.allows(turn.viewer, Incident()) else "add"
    candidates = incidents.in_hand(turn.tx) if name == "note" else own
    of = StepOf(router, FLOW.by_name[name])
    if len(candidates) == 1 and not codes:
        steps.begin(turn, of, candidates[0].code, {"note": text})
        return
    steps.choose(turn, [of], codes[0] if codes and codes[0] else "", {"note": text})


@router.say("incident_status")
def status_said(turn: Turn, text: str, _meant: Understood) -> None:
    """One by its number, or all that are open and theirs to see."""
    codes = [code.id for code in find_codes(text) if code.id and code.id.startswith("I-")]
    if codes and codes[0]:
        turn.reply(incident_card(turn, steps.find(turn, router, codes[0]), turn.viewer), subject=codes[0])
        return
    listed(turn)


def listed(turn: Turn) -> None:
    """Open incidents: to the team and the leaders all of them, to others what they reported."""
    turn.person()
    found = [one for one in incidents.in_hand(turn.tx) if readable.allows(turn.viewer, one)]
    if len(found) == 1:
        turn.reply(incident_card(turn, found[0], turn.viewer), subject=found[0].code)
        return
    if not found:
        turn.reply(texts.NONE_OPEN)
        return
    lines = tuple(texts.LINE(code=one.code, headline=one.headline, status=texts.STATUS[one.status]) for one in found)
    turn.reply(Card(texts.OPEN_ONES(count=len(found)), lines))


def show(turn: Turn, incident: Incident, person: Person) -> None:
    """The card to one of the team, quiet hours or not."""
    card = incident_card(turn, incident, turn.view_of(person))
    turn.tell(person, card, subject=incident.code, priority=Priority.URGENT)


def _moved(turn: Turn, incident: Incident, words: str = "") -> None:
    incident.revision += 1
    status = texts.STATUS[incident.status]
    said = texts.MOVED_NOTE(code=incident.code, status=status, note=words) if words else None
    _tell_team(turn, incident, said or texts.MOVED(code=incident.code, status=status))
    if incident.reporter is not None and (turn.actor is None or turn.actor.id != incident.reporter.id):
        turn.tell(incident.reporter, texts.FOR_REPORTER(code=incident.code, status=status), subject=incident.code,
                  priority=Priority.URGENT)  # fmt: skip


def _tell_team(turn: Turn, incident: Incident, words: Phrase | None) -> None:
    """A line to the others of the team; None shows them the card anew."""
    for person in team(turn):
        if turn.actor is not None and person.id == turn.actor.id:
            continue
        if words is None:
            show(turn, incident, person)
        else:
            turn.tell(person, words, subject=incident.code, priority=Priority.URGENT)


def _note(turn: Turn, incident: Incident, words: str) -> None:
    incident.notes.append(IncidentNote(by=turn.actor, at=turn.now, words=words))


def _level_words(incident: Incident) -> str:
    return f"{texts.LEVEL.zh}：{texts.LEVELS[incident.level].zh}"
