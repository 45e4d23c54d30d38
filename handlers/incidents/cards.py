"""How an incident looks: to the response team with its time line, to who reported it as their own thread."""

from datetime import datetime, timedelta

from handlers import timeline
from handlers.cards import Button, Card, token
from handlers.checklists import ROLE_NAMES
from handlers.flow import Viewer
from handlers.incidents import review_texts, rules, texts
from handlers.incidents.flow import FLOW, responder
from handlers.incidents.triage import Suggestion, suggest
from handlers.texts import Phrase, Text, joined
from handlers.turn import Turn
from storage import incidents, people, response_plans
from storage.incidents import Incident, Stage
from storage.people import Role

SHOWN_NOTES = 5
MOST_BUTTONS = 4
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
        (texts.LEADER, incident.leader.name if incident.leader else texts.NOBODY), *_known(turn, incident),
    ]  # fmt: skip
    title = texts.ALARM(code=incident.code, headline=incident.headline)
    lines: tuple[Phrase, ...] = (*(f"{turn.local(one.at):%H:%M} {one.words}" for one in incident.notes[-SHOWN_NOTES:]),
             *timeline.lines(turn, incident.code, SHOWN_NOTES))  # fmt: skip
    return Card(title, lines, tuple(facts), _buttons(viewer, incident), _note(turn, incident))


def evidence_subject(incident: Incident) -> str:
    """What the files kept as evidence of an incident belong to."""
    return f"{incident.code}#evidence"


def _known(turn: Turn, incident: Incident) -> list[tuple[Phrase, Phrase]]:
    facts: list[tuple[Phrase, Phrase]] = []
    if incident.level:
        facts.append((texts.LEVEL, texts.LEVELS[incident.level]))
    if incident.answers:
        facts += [(texts.SYSTEMS, incident.answers.get("systems", "")), (texts.AFFECTED, answer(incident, "affected")),
                  (texts.MINORS, answer(incident, "minors")), (texts.SPREADING, answer(incident, "spreading"))]  # fmt: skip
    elif incident.facts:
        facts.append((texts.FACTS, incident.facts))
    if incident.roles:
        names = {person.id: person.name for person in people.active_people(turn.tx)}
        parts: list[Phrase] = [
            Text(f"{ROLE_NAMES[role].zh}{names.get(who, '?')}", f"{ROLE_NAMES[role].en} {names.get(who, '?')}")
            for role, who in incident.roles.items()
        ]
        facts.append((texts.PARTS, joined(parts)))
    if incident.plan:
        done, count = len(incident.ticks), len(incident.plan["items"])
        facts.append((texts.PLAN, texts.STEPS_DONE(done=done, count=count)))
    if incident.source or incident.merged_into:
        facts.append((texts.SOURCE if incident.source else texts.INTO, incident.source or incident.merged_into))
    facts += [(texts.NOTIFIED, str(one["to"])) for one in incident.notified]
    if kept := len(incidents.evidence_of(turn.tx, incident)):
        facts.append((review_texts.EVIDENCE_OF, review_texts.EVIDENCE_COUNT(count=kept)))
    if incident.cause:
        facts.append((review_texts.CAUSE, incident.cause))
    if incident.to_mend:
        facts.append((review_texts.OPEN_ITEMS, review_texts.COUNT(count=incident.to_mend)))
    return facts


def _note(turn: Turn, incident: Incident) -> Phrase:
    if incident.level >= SERIOUS and not told_net(incident) and incident.status in Stage.OPEN:
        return texts.REPORT_BY(at=turn.clock_time(report_by(turn, incident)), rule=rule_name(turn))
    if incident.answers and not incident.level:
        found = suggested(turn, incident)
        many, very = (rule.show(turn.rule(rule)) for rule in (rules.MANY, rules.VERY_MANY))
        criterion = texts.CRITERIA[found.level](many=many, very_many=very)
        return joined([texts.SUGGESTED(level=texts.LEVELS[found.level], why=found.why), criterion], zh="。", en=". ")
    return ""


def _buttons(viewer: Viewer, incident: Incident) -> tuple[Button, ...]:
    """The next three steps and 更多: a hand that shakes needs few buttons."""
    steps = all_buttons(viewer, incident)
    if len(steps) <= MOST_BUTTONS:
        return steps
    return (*steps[: MOST_BUTTONS - 1], Button(texts.MORE, token("incidents", "more", incident.code)))


def all_buttons(viewer: Viewer, incident: Incident) -> tuple[Button, ...]:
    """Every step and look this viewer may take, the pressing first."""
    steps = FLOW.buttons(viewer, incident)
    looks: list[Button] = []
    if responder.allows(viewer, incident) and incident.status in Stage.OPEN:
        code = incident.code
        if incident.level >= SERIOUS:
            looks.append(Button(review_texts.PAPERS, token("incidents", "papers", code)))
        looks = [Button(texts.PLAN, token("incidents", "plan", code)), *looks,
                 Button(review_texts.PICTURES, token("incidents", "pictures", code)),
                 Button(review_texts.INFORM, token("incidents", "inform", code)),
                 Button(texts.TIMELINE, token("incidents", "timeline", code)),
                 Button(review_texts.PAPER, token("incidents", "file", code))]  # fmt: skip
    at = 2 if incident.level else len(steps)
    return (*steps[:at], *looks[:1], *steps[at:], *looks[1:]) if looks else steps


def answer(incident: Incident, name: str) -> Phrase:
    """An answer of the assessment as people read it."""
    value = str(incident.answers.get(name) or "unknown")
    options = {"minors": texts.HAS_MINORS, "spreading": texts.IS_SPREADING}.get(name, (("unknown", texts.UNKNOWN),))
    return dict(options).get(value, value)


def suggested(turn: Turn, incident: Incident) -> Suggestion:
    """The level the words and the assessment suggest under the rules in force."""
    words = f"{incident.words}\n{incident.facts}"
    return suggest(words, incident.answers, turn.rule(rules.MANY), turn.rule(rules.VERY_MANY))


def personal_data(turn: Turn, incident: Incident) -> bool:
    """Whether people's data may have got out, so that somebody decides whether they are told."""
    pupils = incident.answers.get("minors") == "yes" or "pupils" in suggested(turn, incident).why.en
    return pupils or incident.scenario == "leak"


def told_net(incident: Incident) -> bool:
    """Whether the cyberspace authority was told."""
    return any("网信" in str(one["to"]) or "cyberspace" in str(one["to"]).lower() for one in incident.notified)


def whom_to_call(turn: Turn) -> str:
    """The emergency numbers the school registered."""
    return "；".join(f"{one.name} {one.phone}" for one in response_plans.contacts(turn.tx))


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
