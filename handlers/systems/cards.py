"""What a system looks like to whoever answers for it, watches over it, or only asks who does."""

from handlers import data_classes
from handlers.cards import Card
from handlers.flow import Viewer
from handlers.safety import day_words, today
from handlers.systems import texts
from handlers.systems.flow import FLOW, party
from handlers.texts import Phrase, Text, joined
from handlers.turn import Turn
from storage import backups
from storage.backups import Ran
from storage.systems import System, SystemStage

GRADES = {number: Text(zh, f"grade {number}") for number, zh in texts.GRADES.items()}


def system_card(turn: Turn, system: System, viewer: Viewer) -> Card:
    """Who answers for it; and, to those concerned, grade, data, vendor, what expires, the last backup."""
    title = texts.TITLE(code=system.code, name=system.name, status=FLOW.statuses[system.status])
    facts: list[tuple[Phrase, Phrase]] = [
        (texts.OWNER, texts.SINCE(name=system.owner.name, day=day_words(turn, system.owner_since))),
        (texts.DEPUTY, system.deputy.name if system.deputy is not None else texts.NONE),
    ]
    if party.allows(viewer, system):
        facts += _inside(turn, system)
    facts.append((texts.CLAUSE, texts.CLAUSE_IS))
    lines: tuple[Phrase, ...] = (system.reason,) if system.status == SystemStage.RETIRED and system.reason else ()
    return Card(title, lines, tuple(facts), FLOW.buttons(viewer, system))


def ends_of(turn: Turn, system: System) -> list[Text]:
    """What expires when, what is over marked."""
    return [
        Text(f"{said.zh}{texts.EXPIRED.zh}", f"{said.en}{texts.EXPIRED.en}") if day < today(turn) else said
        for what, day in sorted(system.ends.items(), key=lambda one: one[1])
        for said in [texts.UNTIL(what=texts.ENDS[what], day=day_words(turn, day))]
    ]


def _inside(turn: Turn, system: System) -> list[tuple[Phrase, Phrase]]:
    facts: list[tuple[Phrase, Phrase]] = [
        (texts.GRADE, GRADES.get(system.grade or 0, texts.NO_GRADE)),
        (texts.DATA, data_classes.shown(system.data_class) if system.data_class else texts.NO_CLASS),
        (texts.BACKUP, _backup(turn, system)),
    ]
    ends = ends_of(turn, system)
    if ends:
        facts.append((texts.EXPIRES, joined(list(ends))))
    for label, value in (
        (texts.VENDOR, system.vendor),
        (texts.DEPARTMENT, system.resource.department),
        (texts.USERS, system.resource.used_by),
    ):
        if value:
            facts.append((label, value))
    return facts


def _backup(turn: Turn, system: System) -> Phrase:
    plan = backups.of_system(turn.tx, system.id)
    if plan is None:
        return texts.NO_BACKUP
    last = backups.last_run(turn.tx, plan.id, Ran.SUCCEEDED)
    if last is None or last.heard_at is None:
        return plan.code
    at = turn.clock_time(last.heard_at)
    return Text(f"{plan.code}，最近成功 {at.zh}", f"{plan.code}, last good {at.en}")
