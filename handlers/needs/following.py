"""What became of a need is watched: when its issue or project is over, the department gets the final reply (5.3.2)."""

from collections.abc import Mapping
from typing import Any

from handlers.needs import texts
from handlers.needs.answering import finish
from handlers.needs.cards import need_card
from handlers.needs.flow import FLOW
from handlers.needs.routes import LOOK, router
from handlers.turn import Turn
from storage import needs, projects
from storage.needs import Need, NeedStage
from storage.people import Role


@router.due(LOOK)
def look(turn: Turn, _subject: str, _facts: Mapping[str, Any]) -> None:
    """Each workday: whatever came to its end is replied to."""
    for need in needs.still_open(turn.tx):
        if need.status == NeedStage.MOVED:
            _look_at(turn, need)


def _look_at(turn: Turn, need: Need) -> None:
    if not need.became:
        begun = projects.begun_from(turn.tx, need.code)
        need.became = begun[0].code if begun else ""
    feature = turn.features.by_prefix.get(need.became.partition("-")[0]) if need.became else None
    if feature is None or feature.find is None or feature.flow is None:
        return
    subject = feature.find(turn.tx, need.became)
    if subject is None or not feature.flow.is_over(subject.status):
        return
    status = feature.flow.statuses[subject.status]
    turn.take(FLOW, "end", need)
    finish(turn, need, texts.ENDED(became=need.became, status=status).zh)
    turn.tx.flush()
    turn.settle(need.code, lambda viewer: need_card(turn, need, viewer))


@router.due("needs.stale")
def stale(turn: Turn, code: str, _facts: Mapping[str, Any]) -> None:
    """No request followed: the CIO replies, or speaks with the department."""
    need = needs.by_code(turn.tx, code)
    if need is None or need.status != NeedStage.MOVED:
        return
    _look_at(turn, need)
    if need.became or need.status != NeedStage.MOVED:
        return
    for person in turn.everyone(Role.CIO):
        card = need_card(turn, need, turn.view_of(person))
        said = texts.STALE(code=code, text=need.headline)
        turn.tell(person, type(card)(said, card.lines, card.facts, card.buttons), subject=code,
                  key=f"{code}:stale:{person.id}")  # fmt: skip
