"""Publishing a version, and getting everybody it concerns to take note of it."""

from collections.abc import Mapping
from itertools import groupby
from typing import Any

from handlers import acknowledging, steps
from handlers.cards import Card
from handlers.charter import cards, comparing, impact, rules, texts, wishes
from handlers.charter.flow import FLOW
from handlers.router import Router
from handlers.turn import Turn
from storage import acknowledgements, charter
from storage.charter import DocumentVersion
from storage.people import Person, Role


def _open_for(turn: Turn) -> list[DocumentVersion]:
    if not turn.viewer.holds(Role.CIO, Role.SECRETARY):
        return []
    return [version for version in charter.own_versions(turn.tx) if version.status == "imported"]


def _hears(turn: Turn, text: str) -> bool:
    wish = wishes.read(text)
    if wish is None:
        return False
    router.buttons[wish.action](turn, wish.about, "")
    return True


router = Router(
    "charter",
    flow=FLOW,
    find=charter.by_code,
    card=cards.version_card,
    open_for=_open_for,
    hears=_hears,
    rules=rules.ALL,
)


@router.due("charter.arrived")
def arrived(turn: Turn, code: str, _payload: Mapping[str, Any]) -> None:
    """A version was imported: whoever may publish it sees what it changes and whom that concerns."""
    version = steps.find_any(turn, router, code)
    if version is None or version.status != "imported" or version.retired:
        return
    for person in turn.everyone(Role.CIO, Role.SECRETARY):
        card = cards.version_card(turn, version, turn.view_of(person))
        turn.tell(person, card, key=f"{code}:arrived:{person.id}", subject=code)


@router.press("publish")
def publish(turn: Turn, version: DocumentVersion, _answers: Mapping[str, Any]) -> None:
    """Told to those it concerns, who are asked to take note; interpretations of changed clauses go to review."""
    people = comparing.affected(turn.tx, version)
    found = comparing.changes(turn.tx, version)
    version.published_at, version.published_by_id = turn.now, turn.person().id
    turn.tx.flush()
    for earlier in charter.versions(turn.tx, version.document):
        if earlier.number < version.number:
            acknowledging.stop(turn, earlier.code)
    acknowledging.ask(turn, version.code, people)
    for person in people:
        card = cards.version_card(turn, version, turn.view_of(person))
        turn.tell(person, card, key=f"{version.code}:published:{person.id}", subject=version.code)
    for rule, name in ((rules.FIRST, "first"), (rules.SECOND, "second")):
        turn.remind_by(rule, f"{version.code}:nudge.{name}", "charter.nudge", version.code, {"which": name})
    turn.remind_by(rules.RESIDUE, f"{version.code}:nudge.residue", "charter.residue", version.code)
    for one in impact.of(turn, found).interpretations:
        if one.question:
            key = f"{one.number}:review:{version.code}"
            turn.remind(key, "questions.review", one.question, turn.now, {"number": one.number})
    turn.reply(texts.PUBLISHED(name=cards.name(version), count=len(people)))


@router.due("charter.nudge")
def nudge(turn: Turn, code: str, payload: Mapping[str, Any]) -> None:
    """Once more, to those who have not taken note, and to nobody else."""
    version = steps.find_any(turn, router, code)
    if version is None or version.retired:
        return
    missing = acknowledging.missing(turn, code)
    for person in missing:
        card = Card(
            texts.NUDGE(name=cards.name(version), code=code),
            facts=((texts.EFFECTIVE, cards.since(turn, version)),),
            buttons=(acknowledging.button(code),),
        )
        key = f"{code}:nudge.{payload.get('which', '')}:{person.id}"
        turn.tell(person, card, key=key, subject=code, batch=acknowledging.nudge_batch(code))
    acknowledgements.nudged(turn.tx, code, [person.id for person in missing], turn.now)


@router.due("charter.residue")
def residue(turn: Turn, code: str, _payload: Mapping[str, Any]) -> None:
    """Each head hears who of the own department is left; where there is no head, the CIO does."""
    version = steps.find_any(turn, router, code)
    if version is None or version.retired:
        return
    heads = turn.everyone(Role.HEAD)
    for department, group in groupby(acknowledging.missing(turn, code), key=lambda person: person.department):
        left = list(group)
        own = [head for head in heads if head.department == department] or turn.everyone(Role.CIO)
        _tell_heads(turn, version, own, department, left)


def _tell_heads(turn: Turn, version: DocumentVersion, heads: list[Person], department: str, left: list[Person]) -> None:
    where = department or acknowledging.NO_DEPARTMENT
    card = Card(
        texts.RESIDUE(department=where, count=len(left), name=cards.name(version)),
        (cards.names(left), texts.RESIDUE_NEXT(code=version.code)),
    )
    for head in heads:
        turn.tell(head, card, key=f"{version.code}:residue:{department}:{head.id}")


@router.due("charter.acknowledged")
def acknowledged(turn: Turn, code: str, payload: Mapping[str, Any]) -> None:
    """One more has taken note; the last one is worth a word to whoever published it."""
    version = steps.find_any(turn, router, code)
    person = turn.tx.get(Person, payload["person"])
    if version is None or person is None:
        return
    turn.settle(code, lambda viewer: cards.version_card(turn, version, viewer), only=person)
    if acknowledging.missing(turn, code) or version.published_by_id is None:
        return
    acknowledging.stop(turn, code)
    _answered, asked, _rows = acknowledging.coverage(turn, code)
    turn.tell(
        turn.tx.get(Person, version.published_by_id),
        texts.ALL_KNOW(name=cards.name(version), count=asked),
        key=f"{code}:all-know",
    )
