"""The first word of an incident: safety steps at once, one incident for what several people say, never any blame."""

import re
from datetime import datetime, timedelta

from handlers.cards import Button, Card, token
from handlers.checklists import EVERYONE
from handlers.errors import NotFound
from handlers.incidents import deadlines, rules, telling, texts
from handlers.incidents.desk import router, team
from handlers.incidents.flow import responder
from handlers.incidents.listing import listed
from handlers.incidents.pictures import with_words
from handlers.numerals import fold, write_code
from handlers.scenarios import scenario_in, scenario_name
from handlers.texts import Phrase
from handlers.turn import Turn
from handlers.understand import Understood
from storage import incidents, issues, numbers, timelines
from storage.incidents import GuestReport, Incident, Stage
from storage.outbox import Priority
from storage.people import Person

MOST_STEPS = 4
# What happens to the whole school at once: two reports of it are one incident. A stolen account is everybody's own.
SHARED = frozenset({"fire", "water", "power", "outage", "server", "defacement", "content", "attack", "ransomware"})
_PLACE = re.compile(r"[一-龥\d]{1,4}(?:楼|栋|室|班|食堂|机房|宿舍|馆|厅)")


def first_steps(turn: Turn, words: str) -> tuple[Phrase, ...]:
    """What to do first in what words speak of: the plan's steps for whoever notices, else the three that always hold."""
    plan = turn.features.plan_for(turn, words)
    steps = plan.of_roles((EVERYONE,))[:MOST_STEPS] if plan is not None else ()
    return tuple(item.words for item in steps) or (texts.FIRST_STEPS,)


@router.say("incident_report")
def report(turn: Turn, text: str, meant: Understood) -> None:
    """Anybody says that something happened: what to do first is answered at once, then the team hears it."""
    del meant
    assert turn.account is not None  # noqa: S101 -- somebody spoke
    if len(text.strip()) < 3:
        turn.reply(Card(texts.HOW, (texts.FIRST_STEPS,)))
        return
    since = turn.now - timedelta(minutes=turn.rule(rules.SAME_WITHIN))
    own = incidents.just_reported(turn.tx, turn.account.id, since)
    if own is not None:
        _add(turn, own, text)
        return
    same = _same(turn, text, since)
    if same is not None:
        join(turn, same, turn.actor, text)
        other = Button(texts.NOT_THE_SAME, token("incidents", "apart", same.code))
        _answered(turn, Card(texts.SAME_AS(code=same.code), first_steps(turn, text), buttons=(other,)), same)
        return
    _begun(turn, text)


def _begun(turn: Turn, text: str) -> None:
    incident = begin(turn, text, turn.actor)
    _answered(turn, Card(texts.REPORTED(code=incident.code), (*first_steps(turn, text), texts.THANKS)), incident)


def _answered(turn: Turn, card: Card, incident: Incident) -> None:
    """The first answer. Said in a group, what to do first stands there at once, and the number goes to who said it.

    A screenshot that came with the words is evidence.
    """
    with_words(turn, incident)
    if turn.actor is None:
        turn.reply(card, subject=incident.code)
    else:
        steps = tuple(line for line in card.lines if line is not texts.THANKS)
        turn.confide(card, subject=incident.code, here=Card(texts.FIRST_HERE, steps))


def _add(turn: Turn, own: Incident, text: str) -> None:
    telling.note(turn, own, text)
    telling.team(turn, own, texts.MOVED_NOTE(code=own.code, status=texts.ADD, note=text))
    scenario = scenario_in(text)
    other = scenario is not None and scenario.key != own.scenario
    buttons = (Button(texts.NOT_THE_SAME, token("incidents", "apart", own.code)),) if other else ()
    steps = first_steps(turn, text) if other else (texts.FIRST_STEPS,)
    _answered(turn, Card(texts.ADDED(code=own.code), steps, buttons=buttons), own)


def _same(turn: Turn, text: str, since: datetime) -> Incident | None:
    scenario = scenario_in(text)
    if scenario is None or scenario.key not in SHARED:
        return None
    here = set(_PLACE.findall(fold(text)))
    for one in incidents.running_since(turn.tx, since):
        there = set(_PLACE.findall(fold(one.words)))
        if one.scenario == scenario.key and (not here or not there or here & there):
            return one
    return None


def join(turn: Turn, incident: Incident, reporter: Person | None, words: str) -> None:
    """One more person reports it: they follow it, and what they say is in the time line."""
    name = reporter.name if reporter is not None else (turn.account.name if turn.account is not None else "?")
    if reporter is not None and reporter.id not in incident.reporter_ids:
        incident.others = [*(incident.others or []), reporter.id]
    elif reporter is None and turn.account is not None:
        turn.tx.add(GuestReport(incident_id=incident.id, account_id=turn.account.id))
        turn.tx.flush()
    said = texts.ALSO_REPORTED(name=name, words=words)
    telling.note(turn, incident, said.zh)
    telling.team(turn, incident, texts.MOVED_NOTE(code=incident.code, status=texts.ADD, note=said))


@router.button("apart")
def apart(turn: Turn, code: str, _choice: str) -> None:
    """不是同一件事: what was said last becomes an incident of its own."""
    person = turn.person()
    mine = [one for one in timelines.of(turn.tx, code) if one.by_id == person.id]
    if not mine:
        raise NotFound(code)
    _begun(turn, mine[-1].words.rpartition("：")[2])


@router.button("happening")
def happening(turn: Turn, scenario: str, _choice: str) -> None:
    """正在发生, under an emergency plan: it is reported as what the plan is for; where it is can follow in words."""
    words = texts.HAPPENING(what=scenario_name(scenario)).to(turn.language)
    report(turn, words, Understood("incident_report", confidence=1.0))


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
    """A new incident, with everybody told who handles it. `source` is the issue or drill it was made from."""
    code = write_code("I", numbers.next_number(turn.tx, "I"))
    scenario = scenario_in(words)
    guest = turn.account if reporter is None and not source else None
    incident = Incident(
        code=code, status=Stage.REPORTED, words=words.strip(), source=source, reporter=reporter, reported_at=turn.now,
        reporter_id=reporter.id if reporter else None, reported_as=guest.name if guest else "", notified=[], level=0,
        account_id=turn.account.id if turn.account and not source else None, revision=1, facts="", cause="", impact="",
        scenario=scenario.key if scenario else "", others=[], plan={}, ticks=[], roles={}, answers={}, told_people={},
        merged_into="", to_mend=0,
    )  # fmt: skip
    turn.tx.add(incident)
    turn.tx.flush()
    if guest is not None:
        turn.tx.add(GuestReport(incident_id=incident.id, account_id=guest.id))
    if source.startswith("T-"):
        issue = issues.find(turn.tx, source)
        incident.others = sorted(issue.follower_ids) if issue is not None else []
    turn.tx.flush()
    turn.record(code, "report", clause="7.1.1", after=incident.status, details={"source": source})
    for person in team(turn):
        telling.show(turn, incident, person)
    deadlines.watch_for_somebody(turn, incident)
    return incident


@router.beginning
def made_of(turn: Turn, words: str, reporter: Person | None, source: str) -> str:
    """An issue or a drill turned out to be real: whoever said so hears the first steps, the team hears it now."""
    incident = begin(turn, words, reporter, source)
    if reporter is not None:
        said = Card(texts.REPORTED(code=incident.code), first_steps(turn, words), ((texts.SOURCE, source),))
        turn.tell(reporter, said, subject=incident.code, priority=Priority.URGENT)
    return incident.code
