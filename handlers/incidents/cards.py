"""How an incident looks: to the response team with its time line, to who reported it as their own thread."""

from datetime import datetime, timedelta

from handlers.cards import Card
from handlers.flow import Viewer
from handlers.incidents import rules, texts
from handlers.incidents.flow import FLOW, responder
from handlers.incidents.triage import suggest
from handlers.texts import Phrase, Text
from handlers.turn import Turn
from storage.incidents import Incident
from storage.people import Role

SHOWN_NOTES = 5
SERIOUS = 2  # from 较大 on the authorities must be told


def incident_card(turn: Turn, incident: Incident, viewer: Viewer) -> Card:
    """The card as this viewer may see it."""
    if not (responder.allows(viewer, incident) or viewer.holds(Role.LEADER, Role.AUDITOR)):
        return Card(
            texts.FOR_REPORTER(code=incident.code, status=texts.STATUS[incident.status]),
            (texts.THANKS,),
            ((texts.WHAT, incident.words),),
        )
    facts: list[tuple[Phrase, Phrase]] = [
        (texts.WHAT, incident.words), (texts.STATE, texts.STATUS[incident.status]), (texts.WHO, reported_by(incident)),
        (texts.LEADER, incident.leader.name if incident.leader else texts.NOBODY),
    ]  # fmt: skip
    if incident.level:
        facts.append((texts.LEVEL, texts.LEVELS[incident.level]))
    if incident.facts:
        facts.append((texts.FACTS, incident.facts))
    if incident.source:
        facts.append((texts.SOURCE, incident.source))
    facts += [(texts.NOTIFIED, str(one["to"])) for one in incident.notified]
    lines: list[Phrase] = [_note_line(turn, note.at, note.by.name if note.by else "", note.words)
                           for note in incident.notes[-SHOWN_NOTES:]]  # fmt: skip
    note: Phrase = ""
    if incident.level >= SERIOUS and not incident.notified:
        note = texts.REPORT_BY(at=turn.clock_time(report_by(turn, incident)), rule=rule_name(turn))
    elif incident.facts and not incident.level:
        found = suggest(f"{incident.words}\n{incident.facts}")
        note = texts.SUGGESTED(level=texts.LEVELS[found.level], why=found.why)
    title = texts.ALARM(code=incident.code, headline=incident.headline)
    return Card(title, tuple(lines), tuple(facts), FLOW.buttons(viewer, incident), note)


def report_by(turn: Turn, incident: Incident) -> datetime:
    """Until when the authorities must be told: wall clock, from the moment the level was confirmed."""
    assert incident.confirmed_at is not None  # noqa: S101 -- a level has a moment
    return incident.confirmed_at + timedelta(hours=turn.rule(rules.REPORT_OUT))


def rule_name(turn: Turn) -> Text:
    """The rule behind the hours, by name and value."""
    rule = rules.REPORT_OUT
    value = rule.show(turn.rule(rule))
    return Text(f"{rule.title.zh}{value.zh}", f"{rule.title.en} {value.en}")


def reported_by(incident: Incident) -> Phrase:
    """Who reported it, for the response team."""
    return incident.reporter.name if incident.reporter else texts.GUEST(name=incident.reported_as or "?")


def _note_line(turn: Turn, at: datetime, by: str, words: str) -> Phrase:
    then = turn.clock_time(at)
    return Text(f"{then.zh} {by} {words}", f"{then.en} {by} {words}")
