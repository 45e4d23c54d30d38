"""Injects: what is put before those who take part, on the clock, and when they acknowledged and handled it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

from handlers import steps
from handlers.cards import Button, Card, token
from handlers.drills import texts
from handlers.drills.desk import handled_token, router
from handlers.drills.flow import FLOW
from handlers.drills.measuring import first_response
from handlers.drills.pictures import of_inject
from handlers.drills.scripting import meant_by
from handlers.drills.speaking import answer, runners, tell
from handlers.errors import NotFound, Refused
from handlers.flow import Viewer
from handlers.texts import Phrase, Text
from handlers.turn import Turn
from storage import drills
from storage.drills import Drill, Inject, Receipt, Stage
from storage.outbox import Priority


def arm(turn: Turn, drill: Drill) -> None:
    """A timer row for each inject: it comes whatever happens to the process in between."""
    assert drill.started_at is not None  # noqa: S101 -- it has just begun
    for inject in drill.injects:
        due = drill.started_at + timedelta(minutes=inject.after)
        turn.remind(f"{drill.code}:inject:{inject.number}", "drills.inject", drill.code, due, {"number": inject.number})


@router.due("drills.inject")
def inject_due(turn: Turn, code: str, payload: Mapping[str, Any]) -> None:
    """Its minute has come: everybody it is for gets it, once, with 收到 and 已处理."""
    drill = drills.find(turn.tx, code)
    if drill is None or drill.status != Stage.LIVE:
        return
    inject = _numbered(drill, str(payload["number"]))
    if inject is not None and inject.sent_at is None:
        _put(turn, drill, inject)


def inject_now(turn: Turn, drill: Drill, number: int) -> None:
    """发注入2, before its minute: the clock then has nothing left to do."""
    inject = _numbered(drill, str(number))
    if inject is None:
        raise Refused(texts.NO_SUCH_INJECT(number=number), code=drill.code)
    if inject.sent_at is not None:
        raise Refused(texts.SENT_ALREADY(number=number, at=turn.clock_time(inject.sent_at)), code=drill.code)
    _put(turn, drill, inject)
    answer(turn, drill, _line(inject))


def _line(inject: Inject) -> Text:
    return texts.INJECT_SENT(after=inject.after, number=inject.number, count=len(inject.receipts), words=inject.words)


def _put(turn: Turn, drill: Drill, inject: Inject) -> None:
    code = drill.code
    inject.sent_at = turn.now
    people = meant_by(turn, drill, inject)
    shown = of_inject(turn, drill, inject)
    for part in people:
        receipt = Receipt(person=part.person, person_id=part.person_id)
        inject.receipts.append(receipt)
        card = replace(own_inject(turn, drill, inject, receipt), files=shown)
        turn.tell(part.person, card, subject=_subject(drill, inject, part.person_id),
                  key=f"{code}:inject:{inject.number}:{part.person_id}", priority=Priority.URGENT)  # fmt: skip
    turn.tx.flush()
    turn.record(code, "injected", clause="7.3.2", details={"number": inject.number, "to": len(people)})
    line = _line(inject)
    tell(turn, drill, runners(turn, drill), line, f"injected:{inject.number}")
    turn.settle(code, lambda viewer: router.card(turn, drill, viewer) if router.card else Card(line))


def own_inject(turn: Turn, drill: Drill, inject: Inject, receipt: Receipt) -> Card:
    """The inject as one person sees it."""
    title = texts.INJECTED(code=drill.code, number=inject.number, words=inject.words)
    lines: list[Phrase] = []
    if receipt.acknowledged_at is not None:
        lines.append(texts.GOT_AT(at=turn.clock_time(receipt.acknowledged_at)))
    if receipt.handled_at is not None:
        return Card(title, (*lines, texts.HANDLED_AT(at=turn.clock_time(receipt.handled_at))))
    if drill.status != Stage.LIVE:
        return Card(title, tuple(lines))
    got = Button(texts.GOT, token(FLOW.name, "got", drill.code, str(inject.number)), "good")
    handled = Button(texts.HANDLED, handled_token(drill, inject))
    waiting = receipt.acknowledged_at is None
    return Card(
        title, (*lines, *((texts.INJECTED_HOW,) if waiting else ())), (), (got, handled) if waiting else (handled,)
    )


def _subject(drill: Drill, inject: Inject, person_id: int) -> str:
    return f"{drill.code}/i{inject.number}/{person_id}"


def _numbered(drill: Drill, number: str) -> Inject | None:
    return next((one for one in drill.injects if str(one.number) == number), None)


@router.button("got")
def got(turn: Turn, code: str, choice: str) -> None:
    """收到."""
    _answered(turn, code, choice, handled=False)


@router.button("handled")
def handled(turn: Turn, code: str, choice: str) -> None:
    """已处理; whoever says so has also received it."""
    _answered(turn, code, choice, handled=True)


def handle_open(turn: Turn, drill: Drill) -> bool:
    """处理完了, in words of one's own: the one situation that waits for whoever says so. False where there are none or more."""
    waiting = [one for one in drill.injects if (mine := one.of(turn.person().id)) and mine.handled_at is None]
    if len(waiting) == 1:
        _answered(turn, drill.code, str(waiting[0].number), handled=True)
    return len(waiting) == 1


def _answered(turn: Turn, code: str, choice: str, *, handled: bool) -> None:
    drill: Drill = steps.find(turn, router, code)
    inject = _numbered(drill, choice)
    receipt = inject.of(turn.person().id) if inject is not None else None
    if inject is None or receipt is None:
        raise NotFound(code)
    if drill.status != Stage.LIVE:
        raise Refused(texts.OVER_NOW(code=drill.code, status=texts.STATUS[drill.status]), code=drill.code)
    first_response(turn, drill)
    receipt.acknowledged_at = receipt.acknowledged_at or turn.now
    if handled:
        receipt.handled_at = receipt.handled_at or turn.now
    turn.tx.flush()
    step = "handled" if handled else "received"
    turn.record(drill.code, step, clause="7.3.2", details={"inject": inject.number})
    turn.settle(_subject(drill, inject, receipt.person_id), lambda _viewer: own_inject(turn, drill, inject, receipt))
    at = turn.clock_time(turn.now)
    state = (texts.HANDLED_AT if handled else texts.GOT_AT)(at=at)
    turn.toast(texts.INJECT_OVER(code=drill.code, number=inject.number, state=state))


def close_open(turn: Turn, drill: Drill) -> None:
    """No more buttons under what was put before people: the drill is over."""
    for inject in drill.injects:
        for receipt in inject.receipts:
            shown = own_inject(turn, drill, inject, receipt)
            turn.settle(_subject(drill, inject, receipt.person_id), partial(_as_it_is, shown))


def _as_it_is(card: Card, _viewer: Viewer) -> Card:
    return card
