"""Filing: a finished report becomes an issue with a number, an expected time and people who know of it."""

from collections.abc import Mapping
from typing import Any

from handlers.incoming import Said
from handlers.issues import cards, clocks, folding, reading, texts
from handlers.issues.desk import router, show, team
from handlers.issues.flow import FLOW
from handlers.issues.reading import Facts
from handlers.numerals import write_code
from handlers.turn import Turn
from storage import issues
from storage.issues import Issue, Status
from storage.numbers import next_number
from storage.people import Person


def file(turn: Turn, answers: Mapping[str, Any], reporter: Person | None = None) -> Issue:
    """The report becomes an issue: number and expected time for the reporter, a card for the technicians, clocks.

    `reporter` is in whose name it is filed where somebody else does it.
    """
    person = reporter or turn.person()
    issue = _new(turn, person, answers)
    turn.tx.add(issue)
    turn.tx.flush()
    turn.record(issue.code, "file", clause=FLOW.clause, after=Status.NEW, details=_plain(answers))
    if turn.account is not None:
        issues.attach(turn.tx, issue, turn.account, turn.now, pictures_in(answers))
    if not folding.into_known_fault(turn, issue):
        clocks.start(turn, issue)
        clocks.arm(turn, issue)
        if not folding.into_mass_fault(turn, issue):
            for helper in team(turn, besides=person):
                show(turn, issue, helper, key=f"{issue.code}:new:{helper.id}")
    turn.tx.flush()
    if reporter is None:
        turn.reply(cards.draw(turn, issue, turn.viewer), subject=issue.code)
    else:
        show(turn, issue, reporter)
    return issue


@router.beginning
def begun(turn: Turn, words: str, person: Person | None, source: str) -> str:
    """Other work turned out to be a repair, such as what a department told of: an issue in that person's name."""
    facts = reading.facts_of(words)
    known = {"place": facts.place or texts.NOT_APPLICABLE, "asset": facts.asset, "fault": facts.fault or words}
    return file(turn, {**known, "words": words, "linked": source}, person or turn.person()).code


def pictures(turn: Turn) -> list[dict[str, Any]]:
    """The attachments of what was heard, as the draft keeps them."""
    if not isinstance(turn.heard, Said):
        return []
    group = turn.heard.group
    return [{"kind": one.kind, "ref": one.ref, "name": one.name, "group": group} for one in turn.heard.attachments]


def pictures_in(answers: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The pictures of a draft; words somebody typed under that name are none."""
    found = answers.get("pictures")
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _new(turn: Turn, person: Person, answers: Mapping[str, Any]) -> Issue:
    place = str(answers.get("place") or "")
    facts = Facts(
        "" if place == texts.NOT_APPLICABLE else place, str(answers.get("asset") or ""), str(answers["fault"])
    )
    words = str(answers.get("words") or answers["fault"])
    priority, why = reading.priority_of(
        facts, f"{words} {answers.get('urgency') or ''}", turn.now, turn.school.calendar
    )
    return Issue(
        code=write_code(FLOW.prefix, next_number(turn.tx, FLOW.prefix)), status=Status.NEW, reporter_id=person.id,
        reporter=person, department=person.department, place=facts.place, asset=facts.asset, fault=facts.fault,
        building=reading.building_of(facts.place), kind=reading.kind_of(facts), words=words, priority=priority,
        priority_reason={"zh": why.zh, "en": why.en}, filed_at=turn.now, last_at=turn.now,
        linked=str(answers.get("linked") or ""), round=0, escalated=[], revision=1, mass=False, sealed=False,
        cancel_asked=False, reopened=0,
    )  # fmt: skip


def _plain(answers: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in answers.items() if name != "pictures" and value}
