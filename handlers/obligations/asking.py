"""合规日历: everything by its day, what is late first; ICP备案什么时候到期 finds the one that is meant."""

import re

from handlers.cards import Button, Card, token
from handlers.numerals import fold
from handlers.obligations import texts
from handlers.obligations.desk import is_late, obligation_card, router
from handlers.obligations.flow import FLOW
from handlers.obligations.kinds import BY_KEY, KINDS
from handlers.obligations.registering import may_register
from handlers.safety import day_words, oversees
from handlers.texts import Phrase, Text
from handlers.turn import Turn
from storage import obligations
from storage.obligations import OPEN, Obligation

MOST = 15
MOST_BUTTONS = 3
_LOOKS = re.compile(
    r"^(?:看看?|查一?下?|打开|我们|学校|现在|今年|还)*(?:有(?:哪些|什么)|哪些)?(?:没办的|要办的|到期的|逾期的)?合规(?:日历|事项|清单|要求|情况)"
    r"(?:有哪些|怎么样|还差什么|到期了吗)?[?]*$|^(?:show )?(?:the )?compliance calendar[?]*$",
    re.IGNORECASE,
)
_SPEAKS = re.compile(r"合规|备案|等保|等级保护|测评|审计|账号|compliance|icp|minors|account review", re.IGNORECASE)
_ASKS = re.compile(
    r"什么时候|哪天|几号|到期|过期|做了[吗没]|办了[吗没]|报了[吗没]|办好了[吗没]|做完了[吗没]|谁(?:负责|经办|在办|办)|下次|情况|怎么样了?"
    r"|is .*due|when"
)


@router.command("合规日历", "合规事项", "合规清单", "备案清单", "compliance calendar")
def overview(turn: Turn, _rest: str) -> None:
    """By day, what is late marked; to whoever does not watch over safety, their own."""
    person = turn.person()
    everything = oversees(turn.viewer)
    found = [one for one in obligations.everything(turn.tx) if everything or one.owner_id == person.id]
    suggests = may_register(turn) and {kind.key for kind in KINDS} - {one.kind for one in found}
    starts = (Button(texts.START, token(FLOW.name, "start")),) if suggests else ()
    if not found:
        none = texts.LIST_NONE if everything else texts.LIST_NONE_OF_YOURS
        turn.reply(
            Card(
                none, (texts.LIST_NONE_HINT,) if starts else (), buttons=starts, note=texts.LIST_NOTE if starts else ""
            )
        )
        return
    running = [one for one in found if one.status in OPEN]
    lines: list[Phrase] = [_line(turn, one) for one in running[:MOST]]
    lines += [
        texts.LIST_OVER(code=one.code, name=one.headline, status=FLOW.statuses[one.status])
        for one in found
        if one.status not in OPEN
    ][:MOST]
    looks = tuple(
        Button(texts.LOOK(code=one.code), token("people", "look", one.code)) for one in running[:MOST_BUTTONS]
    )
    title = texts.LIST(open=len(running), late=sum(is_late(turn, one) for one in running))
    turn.reply(Card(title, tuple(lines), buttons=(*looks, *starts), note=texts.LIST_NOTE))


def _line(turn: Turn, one: Obligation) -> Text:
    return texts.LIST_LINE(
        day=day_words(turn, one.due_at), code=one.code, name=one.headline, owner=one.owner.name,
        status=FLOW.statuses[one.status], late=texts.LATE if is_late(turn, one) else "",
    )  # fmt: skip


def hears(turn: Turn, text: str) -> bool:
    """The list, or the one thing on it that a question names. Decided from the words before anything is looked up."""
    if len(text) > 60 or turn.actor is None or not _SPEAKS.search(text):
        return False
    said = fold(text).strip()
    if _LOOKS.match(said):
        overview(turn, "")
        return True
    kinds = {kind.key for kind in KINDS if kind.means.search(said)} if _ASKS.search(said) else set()
    if not kinds:
        return False
    mine = [
        one for one in obligations.everything(turn.tx)
        if _speaks_of(one, kinds) and (oversees(turn.viewer) or one.owner_id == turn.actor.id)
    ]  # fmt: skip
    if not mine:
        return False
    one = min(mine, key=lambda one: (one.status not in OPEN, one.due_at))
    turn.reply(obligation_card(turn, one, turn.viewer), subject=one.code)
    return True


def _speaks_of(one: Obligation, kinds: set[str]) -> bool:
    return one.kind in kinds or any(BY_KEY[key].means.search(fold(one.name)) for key in kinds)


router.hears = hears
