"""Two reports of one fault, said in a sentence: "T-3和T-4是一个事，合并", "把9号并到8号", "merge T-4 into T-3"."""

import re

from handlers import steps
from handlers.issues import cards, texts
from handlers.issues.desk import router, step
from handlers.issues.flow import FLOW
from handlers.numerals import Code, Form, find_codes, write_code
from handlers.turn import Turn
from handlers.understanding.phrasing import core, plain
from storage import issues
from storage.people import Role

_ONE = re.compile(
    r"合并|合到|合成|合在|[并归]到|并[入进给成]|归并|归成|并单|并在?一|一码事|一回事|(?:同|是)一?个?(?:问题|故障|事)|是一个|重复"
    r"|merge|combine|duplicate|same (?:issue|problem|fault|thing)"
)
_NOT = re.compile(r"不(?:是|要|用|能|该|同)|别|没有?合|[?]|[吗么]$|\bnot\b|don't|isn't")
_INTO = re.compile(
    r"(?:合并|合|并|归|归并)(?:到|入|进|给|在)了?(?:第)?$|(?:保留|留下|留|以|按)(?:第)?$"
    r"|(?:into|to|with|duplicate of|as)(?: no\.?)? ?#?$"
)
"""What stands right before the one that stays."""


def one_fault(turn: Turn, text: str) -> bool:
    """Somebody who may merge names two or more issues as one: the one named as the aim stays, else the one filed first,
    whose clock runs longest. The card says which, and takes it back.
    """
    if turn.actor is None or not turn.actor.holds(Role.TECHNICIAN, Role.DISPATCHER):
        return False
    line = core(plain(text))
    codes = [code for code in find_codes(line) if code.prefix in {None, FLOW.prefix}]
    named = {_id(code) for code in codes if code.form is not Form.BARE}
    if len(named) < 2:
        named = {_id(code) for code in codes}  # "8和9是一回事"
    if len(named) < 2 or not _ONE.search(line):
        return False
    found = sorted((one for name in named if (one := issues.find(turn.tx, name))), key=lambda one: one.id)
    if len(found) != len(named):
        return False  # one of them does not exist, or a number counts something: the usual way asks
    if _NOT.search(line):  # asked or denied: nothing is done, both are there to be looked at
        turn.reply(cards.listed(turn, texts.FOUND(count=len(found)), found))
        return True
    aims = [_id(code) for code in codes if _INTO.search(line[: code.start].rstrip())]
    master = next((one for one in found if one.code in aims), found[0])
    for number, part in enumerate(one for one in found if one is not master):
        steps.begin(turn, step("merge"), part.code, {"other_ticket_id": master.code})
        if number:
            turn.reply(cards.draw(turn, part, turn.viewer), subject=part.code)
    return True


def _id(code: Code) -> str:
    return code.id or write_code(FLOW.prefix, code.number)


router.hears = one_fault
