"""What is said about a plan in one's own words: send it out, comment on it, bring it to the leader; open a figure."""

import re

from handlers import steps
from handlers.numerals import find_codes, fold
from handlers.plans import advancing, drafting
from handlers.plans.flow import PLANS
from handlers.plans.routes import plan_router, router
from handlers.router import StepOf
from handlers.turn import Turn

_ROWS = re.compile(r"明细|哪些记录|什么记录|怎么[算来]|来源|\b(?:rows|records|details|sources)\b", re.IGNORECASE)
_ASKS = re.compile(r"[?？]|[吗呢]$|怎么|什么|谁|多久|哪")
_CONSULT = re.compile(
    r"(?:计划|目标|草案)[^,;。]{0,12}(?:征求|征集|听听?取?)[^,;。]{0,6}意见|(?:征求|征集)[^,;。]{0,8}意见$"
    r"|\bplan\b.{0,20}\bcomments?\b",
    re.IGNORECASE,
)
_SUBMIT = re.compile(
    r"(?:报|送|呈|提交|交|请)给?[^,;。]{0,3}(?:校长|校领导|领导)[^,;。]{0,6}(?:确认|审定|审批|批准|批|看)"
    r"|\bplan\b.{0,20}\bto (?:the )?(?:principal|leader|head)",
    re.IGNORECASE,
)
_COMMENT = re.compile(
    r"^(?:我们?组?|我们?部门)?(?:建议|意见|希望|提议|觉得|认为|we (?:suggest|propose)|i (?:suggest|propose))",
    re.IGNORECASE,
)
_NEXT_YEAR = re.compile(
    r"(?:明年|下学年|明年度)的?(?:年度|工作|信息化)?(?:工作)?计划[^,;。]{0,4}(?:草稿|草案|初稿|起草|准备)"
    r"|(?:起草|准备|写|做|拟)[^,;。]{0,4}(?:明年|下学年)[^,;。]{0,4}计划"
    r"|\b(?:draft|prepare)\b.{0,20}\bnext year's plan\b",
    re.IGNORECASE,
)
_STEPS = ((_SUBMIT, ("submit", "submit_revision")), (_CONSULT, ("consult",)), (_COMMENT, ("comment", "comment_again")))


def hears(turn: Turn, text: str) -> bool:
    """Words that mean a step of the plan this person has in hand; everything else is somebody else's."""
    if turn.actor is None:
        return False
    said = fold(text).strip()
    codes = [one.id for one in find_codes(text, turn.features.prefixes) if one.prefix == "G" and one.id]
    if codes and codes[0] is not None and _ROWS.search(said):
        advancing.rows(turn, codes[0], "")
        return True
    if _ASKS.search(said):
        return False
    if _NEXT_YEAR.search(said):
        drafting.draft_next(turn, "")
        return True
    for pattern, names in _STEPS:
        if not pattern.search(said):
            continue
        possible = [
            of for of in (StepOf(plan_router, PLANS.by_name[name]) for name in names) if steps.in_hand(turn, [of])
        ]
        if possible:
            steps.choose(turn, possible, "", {"comment": text.strip()} if pattern is _COMMENT else {})
            return True
    return False


router.hears = hears
