"""What happens to an improvement item on its way, and the three reminders of its day."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from handlers.errors import Incomplete
from handlers.findings import RAISED
from handlers.improvements import rules, texts
from handlers.improvements.cards import day, item_card
from handlers.improvements.flow import may_verify
from handlers.improvements.routes import router
from handlers.people_named import person_called
from handlers.turn import Turn
from storage import improvements
from storage.improvements import OPEN, Improvement
from storage.people import Person, Role

REMIND = "improvements.remind"


@router.due(RAISED)
def raised(turn: Turn, code: str, _facts: Mapping[str, Any]) -> None:
    """A new item of any source: its owner gets the card, its day gets its reminders."""
    item = improvements.by_code(turn.tx, code)
    if item is None:
        return
    _show(turn, item, item.owner)
    _arm(turn, item)


def _arm(turn: Turn, item: Improvement) -> None:
    """Before its day, on it and after it; where the CIO changes a rule, the timers move with it."""
    if item.due_at - timedelta(days=turn.rule(rules.BEFORE)) > turn.now:
        turn.remind_by(
            rules.BEFORE, f"{item.code}:before", REMIND, item.code, {"when": "before"}, since=item.due_at, ahead=True
        )
    turn.remind(f"{item.code}:on", REMIND, item.code, item.due_at, {"when": "on"})
    turn.remind_by(rules.AFTER, f"{item.code}:after", REMIND, item.code, {"when": "after"}, since=item.due_at)


@router.due(REMIND)
def remind(turn: Turn, code: str, facts: Mapping[str, Any]) -> None:
    """Before the day and on it the owner; after it the CIO as well. What waits for its check nags whoever checks."""
    item = improvements.by_code(turn.tx, code)
    if item is None or item.status not in OPEN:
        return
    wording = {"before": texts.SOON, "on": texts.TODAY, "after": texts.OVERDUE}[str(facts["when"])]
    told = wording(code=code, text=item.headline, day=day(turn, item.due_at))
    people = {item.owner.id: item.owner}
    if item.status == "verifying":
        people = {one.id: one for one in verifiers(turn, item)}
    if facts["when"] == "after":
        people |= {one.id: one for one in turn.everyone(Role.CIO)}
    for person in people.values():
        card = item_card(turn, item, turn.view_of(person))
        turn.tell(
            person, type(card)(told, (card.title, *card.lines), card.facts, card.buttons), subject=code,
            key=f"{code}:{facts['when']}:{item.due_at:%Y%m%d}:{person.id}",
        )  # fmt: skip


def verifiers(turn: Turn, item: Improvement) -> list[Person]:
    """Whoever may check it: the named one, else CIO and inspectors, else the leaders."""
    if item.verifier is not None and item.verifier.active:
        return [item.verifier]
    found = [one for one in turn.everyone(Role.CIO, Role.INSPECTOR) if may_verify(turn.view_of(one), item)]
    return found or [one for one in turn.everyone(Role.LEADER) if may_verify(turn.view_of(one), item)]


@router.press("claim")
def claim(_turn: Turn, _item: Improvement, _answers: Mapping[str, Any]) -> None:
    """The owner has seen it and takes it on."""


@router.press("start")
def start(_turn: Turn, _item: Improvement, _answers: Mapping[str, Any]) -> None:
    """Work on it begins."""


@router.press("finish")
def finish(turn: Turn, item: Improvement, answers: Mapping[str, Any]) -> None:
    """The owner says what was done; somebody else looks whether it is."""
    item.done, item.reason = str(answers["done"]).strip(), ""
    for person in verifiers(turn, item):
        _show(turn, item, person)


@router.press("verify")
def verify(turn: Turn, item: Improvement, _answers: Mapping[str, Any]) -> None:
    """It is mended, and the card says who checked."""
    item.verified_by, item.verified_by_id, item.verified_at = turn.person(), turn.person().id, turn.now
    _over(turn, item)


@router.press("redo")
def redo(turn: Turn, item: Improvement, answers: Mapping[str, Any]) -> None:
    """Not mended yet; the owner reads why."""
    item.reason = str(answers["reason"]).strip()
    _show(turn, item, item.owner)


@router.press("decline")
def decline(turn: Turn, item: Improvement, answers: Mapping[str, Any]) -> None:
    """It will not be done, and the reason stays."""
    item.reason = str(answers["reason"]).strip()
    _over(turn, item)


@router.press("assign")
def assign(turn: Turn, item: Improvement, answers: Mapping[str, Any]) -> None:
    """Somebody else mends it; they begin with taking it on."""
    person = person_called(turn, str(answers["person"]))
    if item.verifier_id == person.id:
        item.verifier, item.verifier_id = None, None
    if person.id == item.owner_id:
        raise Incomplete(texts.REASSIGNED(code=item.code, name=person.name))
    item.owner, item.owner_id = person, person.id
    _show(turn, item, person)
    turn.reply(texts.REASSIGNED(code=item.code, name=person.name))


def _over(turn: Turn, item: Improvement) -> None:
    """It is over, one way or the other: no more reminders, and whatever it came from hears of it."""
    turn.forget_reminders(item.code)
    _show(turn, item, item.owner)
    feature = turn.features.by_prefix.get(item.source.partition("-")[0]) if item.source else None
    told = turn.features.dues.get(f"{feature.name}.improved") if feature is not None else None
    turn.tx.flush()
    if told is not None:
        told(turn, item.source, {"item": item.code})


def _show(turn: Turn, item: Improvement, person: Person) -> None:
    turn.tx.flush()
    if turn.actor is None or person.id != turn.actor.id or item.status == "raised":
        turn.tell(person, item_card(turn, item, turn.view_of(person)), subject=item.code)
