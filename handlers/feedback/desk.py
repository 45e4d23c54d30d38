"""The router of feedback: who finds what, what waits for whom."""

from handlers.feedback import rules, texts
from handlers.feedback.cards import feedback_card
from handlers.feedback.flow import FLOW, handles, readable
from handlers.router import Router, Standing
from handlers.turn import Turn
from storage import feedback as store
from storage.feedback import Feedback
from storage.people import Role

WALL = Standing(
    key="feedback.wall", title="回音壁", action="feedback.wall",
    rule={"every": "workday_of_month", "nth": 1, "months": list(range(1, 13)), "time": "09:00"}, clause="8.1.2",
    catch_up="send_late", late_after_minutes=5 * 24 * 60,
)  # fmt: skip


def open_for(turn: Turn) -> list[Feedback]:
    """What this person answers, and what they sent and is not settled."""
    if turn.actor is None or turn.account is None:
        return []
    mine = {one.id: one for one in store.of_sender(turn.tx, turn.actor.id, turn.account.id)[:10]}
    mine |= {one.id: one for one in store.unanswered(turn.tx) if handles(turn.viewer, one)}
    return list(mine.values())


def _hears(turn: Turn, text: str) -> bool:
    from handlers.feedback import asking  # noqa: PLC0415 -- it registers with this router

    return asking.heard(turn, text)


def _interrupts(turn: Turn, text: str) -> bool:
    from handlers.feedback import danger  # noqa: PLC0415 -- it registers with this router

    return danger.heard(turn, text)


router = Router(
    "feedback", flow=FLOW, find=store.by_code, readable=readable, card=feedback_card, open_for=open_for,
    context=lambda _turn, _feedback: "none", hears=_hears, rules=rules.ALL, standing=(WALL,),
    rule_readers=(Role.CIO, Role.LEADER),
)  # fmt: skip
router.interrupts = _interrupts
router.help(texts.HELP, guests=True)
