"""The router of broadcasts: which flow, which door, which card, which rules. The actions register themselves here."""

import re
from collections.abc import Iterable

from handlers import steps
from handlers.broadcasts import cards, revising, rules, texts
from handlers.broadcasts.flow import BEFORE, FLOW, is_second, readable
from handlers.numerals import find_codes
from handlers.router import Router, StepOf
from handlers.turn import Turn
from handlers.understand import Understood
from storage import broadcasts
from storage.broadcasts import OUT, Broadcast, Stage
from storage.people import Role

RECENT = 10


def open_for(turn: Turn) -> Iterable[Broadcast]:
    """What this person has in hand: their own that are not over or were sent lately, and what waits for their yes."""
    person = turn.person()
    mine = broadcasts.of_author(turn.tx, person.id, *BEFORE, *OUT)[:RECENT]
    found = {one.id: one for one in mine}
    found |= {one.id: one for one in broadcasts.in_stage(turn.tx, Stage.SECOND) if is_second(turn.viewer, one)}
    return found.values()


def situation(turn: Turn, broadcast: Broadcast) -> str:
    """What the newest card means for what is said next."""
    if turn.viewer.id == broadcast.author_id and broadcast.status in BEFORE:
        return f"broadcast_preview:{broadcast.code}"
    if turn.viewer.id in broadcast.recipients and broadcast.status in OUT:
        return f"broadcast_received:{broadcast.code}"
    return "none"


_ASKS = re.compile(
    r"怎么样|咋样|情况|进度|状态|多少人|几个人|谁没|哪些人|送达|发到哪|发出去|how is|progress|status|who has",
    re.IGNORECASE,
)


def hears(turn: Turn, text: str) -> bool:
    """A question about an id of ours, or a short change while the preview stands last in the chat."""
    if turn.actor is None:
        return False
    codes = [code.id for code in find_codes(text, turn.features.prefixes) if code.id]
    if len(codes) == 1 and (codes[0] or "").startswith("B-") and _ASKS.search(text):
        router.says["broadcast_status"](turn, text, Understood("broadcast_status", confidence=1.0))
        return True
    shown = next((row.subject for row, _card in turn.screen if row.subject), "")
    broadcast = broadcasts.by_code(turn.tx, shown) if shown.startswith("B-") and ":" not in shown else None
    if broadcast is None or broadcast.author_id != turn.actor.id or broadcast.status not in BEFORE:
        return False
    if not revising.is_surely_a_change(text):
        return False
    steps.begin(turn, step("revise"), broadcast.code, {"change": text})
    return True


router = Router(
    "broadcasts",
    flow=FLOW,
    find=broadcasts.by_code,
    readable=readable,
    card=cards.card,
    open_for=open_for,
    context=situation,
    hears=hears,
    rules=rules.RULES,
)
router.help(texts.HELP, Role.CIO, Role.LEADER, Role.SECRETARY, Role.DISPATCHER, Role.ADMIN, Role.HEAD, Role.LIAISON)


def step(name: str) -> StepOf:
    """A step of this desk, for those who take it in words."""
    return StepOf(router, FLOW.by_name[name])


def settle(turn: Turn, broadcast: Broadcast) -> None:
    """Bring the cards of those who run it up to date; the audience's copies are apart and stay."""
    turn.settle(broadcast.code, lambda viewer: cards.card(turn, broadcast, viewer))
