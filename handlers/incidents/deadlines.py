"""What happens when nothing happens: the wall clock of an incident. Each call is made once; an answer cancels the rest."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from handlers.incidents import review_texts, rules, texts
from handlers.incidents.cards import SERIOUS, report_by, rule_name, told_net
from handlers.incidents.desk import router, team
from handlers.rulebook import Rule
from handlers.texts import Phrase, Text
from handlers.turn import Turn
from storage import incidents
from storage.incidents import Incident, Stage
from storage.outbox import Priority
from storage.people import Person, Role

MAJOR = 3  # from 重大 on silence is asked about
BEFORE_HOURS = 1


def watch_for_somebody(turn: Turn, incident: Incident) -> None:
    """Nobody takes it up: the CIO hears it, then a leader."""
    for name, rule in (("cio", rules.TAKE_UP), ("leader", rules.TO_LEADER)):
        turn.remind_by(rule, f"{incident.code}:untaken-{name}", "incidents.untaken", incident.code, {"to": name})


def watch_level(turn: Turn, incident: Incident) -> None:
    """A serious incident must be told to the authorities in time; a major one must not fall silent."""
    if incident.level >= SERIOUS and not told_net(incident):
        for name, shift in (("soon", -BEFORE_HOURS), ("late", 0)):
            turn.remind_by(
                rules.REPORT_OUT, f"{incident.code}:report-out-{name}", "incidents.report_out", incident.code,
                {"late": name == "late"}, since=incident.confirmed_at, shift=shift,
            )  # fmt: skip
    if incident.level >= MAJOR:
        _ask_for_progress(turn, incident, 1)


def watch_review(turn: Turn, incident: Incident) -> None:
    """Everything works again: the review meeting has its last day."""
    rule = rules.REVIEW_WITHIN
    incident.review_at = rule.due(turn.rule(rule), turn.now, turn.school.calendar)
    turn.remind_by(rule, f"{incident.code}:review", "incidents.review", incident.code)


@router.due("incidents.review")
def review_due(turn: Turn, code: str, _payload: Mapping[str, Any]) -> None:
    """Nobody has looked back on it."""
    incident = incidents.find(turn.tx, code)
    if incident is None or incident.status != Stage.RECOVERED:
        return
    words = review_texts.MEETING_SOON(code=code, at=turn.clock_time(turn.now), rule=_named(turn, rules.REVIEW_WITHIN))
    for person in turn.everyone(Role.CIO):
        turn.tell(person, words, key=f"{code}:review:{person.id}", subject=code)


def heard_progress(turn: Turn, incident: Incident) -> None:
    """A line came: the next call for progress counts from now."""
    if incident.level >= MAJOR and incident.status in (Stage.HANDLING, Stage.CONTAINED):
        turn.forget_reminders(incident.code, f"{incident.code}:progress")
        _ask_for_progress(turn, incident, 1)


@router.due("incidents.untaken")
def untaken(turn: Turn, code: str, payload: Mapping[str, Any]) -> None:
    """Somebody has to take it."""
    incident = incidents.find(turn.tx, code)
    if incident is None or incident.status != Stage.REPORTED:
        return
    to_leader = payload["to"] == "leader"
    rule = rules.TO_LEADER if to_leader else rules.TAKE_UP
    words = texts.NOT_TAKEN(
        code=code, minutes=int((turn.now - incident.reported_at).total_seconds() // 60), rule=_named(turn, rule),
        headline=incident.headline,
    )  # fmt: skip
    for person in turn.everyone(Role.LEADER if to_leader else Role.CIO):
        _tell(turn, person, words, code, f"{code}:untaken:{payload['to']}:{person.id}")


@router.due("incidents.report_out")
def report_out(turn: Turn, code: str, payload: Mapping[str, Any]) -> None:
    """The hours to the authorities end soon, or have ended."""
    incident = incidents.find(turn.tx, code)
    if incident is None or told_net(incident) or incident.level < SERIOUS or incident.status not in Stage.OPEN:
        return
    words = texts.REPORT_LATE if payload["late"] else texts.REPORT_SOON
    at: datetime = report_by(turn, incident)
    told = turn.everyone(Role.CIO, Role.LEADER) if payload["late"] else turn.everyone(Role.CIO)
    for person in told:
        said = words(code=code, at=turn.clock_time(at), rule=rule_name(turn))
        _tell(turn, person, said, code, f"{code}:report-out:{payload['late']}:{incident.level}:{person.id}")


@router.due("incidents.progress")
def progress_due(turn: Turn, code: str, payload: Mapping[str, Any]) -> None:
    """No news of a major incident: whoever leads it is asked for a line."""
    incident = incidents.find(turn.tx, code)
    if incident is None or incident.status not in (Stage.HANDLING, Stage.CONTAINED):
        return
    minutes = turn.rule(rules.CADENCE)
    words = texts.PROGRESS_DUE(code=code, minutes=minutes, rule=_named(turn, rules.CADENCE))
    for person in [incident.leader] if incident.leader else team(turn):
        _tell(turn, person, words, code, f"{code}:progress:{turn.now.isoformat()}:{person.id}")
    if int(payload["call"]) < turn.rule(rules.MOST_CALLS):
        _ask_for_progress(turn, incident, int(payload["call"]) + 1)


def _ask_for_progress(turn: Turn, incident: Incident, call: int) -> None:
    at = turn.now + timedelta(minutes=turn.rule(rules.CADENCE))
    key = f"{incident.code}:progress:{at.isoformat()}"
    turn.remind(key, "incidents.progress", incident.code, at, {"call": call})


def _tell(turn: Turn, person: Person, words: Phrase, code: str, key: str) -> None:
    turn.tell(person, words, key=key, subject=code, priority=Priority.URGENT)


def _named(turn: Turn, rule: Rule) -> Text:
    value = rule.show(turn.rule(rule))
    return Text(f"{rule.title.zh}{value.zh}", f"{rule.title.en} {value.en}")
