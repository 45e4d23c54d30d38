"""What a changed rule moves, and whom it concerns."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from handlers import planning
from handlers.cards import Button, Card, token
from handlers.router import Router, Standing
from handlers.rulebook import Concern, Rule
from handlers.rules import texts
from handlers.texts import Phrase, Text, joined
from handlers.turn import Turn
from storage import schedules
from storage.people import Person, Role
from storage.rules import RuleValue
from storage.schedules import Timer

MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Hangs:
    """Everything that hangs on one rule: open work, and the codes of whatever has a timer under it."""

    concerns: tuple[Concern, ...]
    codes: tuple[str, ...]


def concerned(turn: Turn, rule: Rule) -> Hangs:
    """What there is now. Subjects without a spoken id (a draft, a letter) count, but are not named."""
    timed = {timer.subject: None for timer in schedules.under_rule(turn.tx, rule.key)}
    owner = _owner(turn, rule)
    found = tuple(owner.follows(turn, rule, frozenset(timed))) if owner and owner.follows else ()
    return Hangs(found, tuple(dict.fromkeys([*(one.code for one in found), *timed])))


def impact(turn: Turn, rule: Rule, value: int) -> Text:
    """The same in words, for somebody who considers a new value."""
    hangs = concerned(turn, rule)
    parts: list[Phrase] = []
    if hangs.codes:
        now = sum(_due(turn, rule, timer, value) <= turn.now for timer in schedules.under_rule(turn.tx, rule.key))
        words = texts.MOVES_NOW if now and value != turn.rule(rule) else texts.MOVES_SOME
        parts.append(words(count=len(hangs.codes), codes=_named(turn, hangs.codes), now=now))
    titles: list[Phrase] = [standing.title for standing in _standing(turn, rule)]
    if titles:
        parts.append(texts.MOVES_SCHEDULES(titles=joined(titles)))
    return joined(parts, zh="", en=" ") if parts else texts.MOVES_NOTHING


def follow(turn: Turn, rule: Rule, hangs: Hangs, before: int, after: int) -> int:
    """Move everything to the value in force now. How many things moved."""
    if before == after:
        return 0
    timers = schedules.under_rule(turn.tx, rule.key)
    for timer in timers:
        timer.due_at = max(_due(turn, rule, timer, after), turn.now)
    for one in hangs.concerns:
        if one.follow is not None:
            one.follow(before, after)
    for standing in _standing(turn, rule):
        schedule = schedules.with_key(turn.tx, standing.key)
        if schedule is not None:
            planning.rerule(schedule, standing.recurrence(turn.rule), turn.now, turn.school.calendar)
    turn.tx.flush()
    return len(hangs.codes)


def announce(turn: Turn, rule: Rule, row: RuleValue, hangs: Hangs, before: int) -> None:
    """Tell those who work under the rule, and whoever has open work that moved with it."""
    owner = _owner(turn, rule)
    readers = turn.everyone(*(owner.rule_readers if owner else ()), Role.CIO)
    stakes: dict[int, list[str]] = {}
    people: dict[int, Person] = {person.id: person for person in readers}
    for one in hangs.concerns:
        for person in one.people:
            people[person.id] = person
            stakes.setdefault(person.id, []).append(one.code)
    value = int(row.value)
    words = texts.ANNOUNCED if value != before else texts.ANNOUNCED_AS_IS
    for person in people.values():
        if turn.actor is not None and person.id == turn.actor.id:
            continue
        mine = stakes.get(person.id, []) if value != before else []
        turn.tell(
            person,
            Card(
                words(rule=rule.title, before=rule.show(before), after=rule.show(value)),
                (texts.YOURS(codes=_named(turn, tuple(mine))),) if mine else (),
                (
                    (texts.CLAUSE, rule.clause),
                    (texts.REASON, row.reason),
                    (texts.SINCE, texts.SINCE_WHEN(
                        version=row.version, name=turn.person().name, at=turn.clock_time(row.at))),
                ),
                (Button(texts.LOOK, token("rules", "look", rule.key)),),
            ),
            key=f"rules:{row.version}:{person.id}",
        )  # fmt: skip


def _due(turn: Turn, rule: Rule, timer: Timer, value: int) -> datetime:
    """When a timer would fall due under another value."""
    if timer.since is None:
        return timer.due_at
    return rule.due(max(0, value + timer.shift), timer.since, turn.school.calendar, ahead=timer.ahead)


def _owner(turn: Turn, rule: Rule) -> Router | None:
    return next((router for router in turn.features.routers if rule in router.rules), None)


def _standing(turn: Turn, rule: Rule) -> list[Standing]:
    return [one for router in turn.features.routers for one in router.standing if one.follows == rule]


def _named(turn: Turn, codes: Sequence[str]) -> Phrase:
    spoken: list[Phrase] = [code for code in codes if code.partition("-")[0] in turn.features.prefixes]
    if len(spoken) <= MOST_NAMED:
        return joined(spoken) if spoken else "—"
    return texts.AND_MORE(codes=joined(spoken[:MOST_NAMED]))
