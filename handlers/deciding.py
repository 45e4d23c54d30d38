"""Whether words decide on somebody's request. Nothing is approved or rejected by a question, or by words that say neither."""

import re

from handlers import steps
from handlers.numerals import fold
from handlers.router import StepOf
from handlers.texts import EDGES
from handlers.turn import Turn
from handlers.understand import Understood

_POSTPONES = re.compile(
    r"^(?:等等|等一?下|稍等|慢着|嗯+|算了)?[, ]*(?:我|还是)?(?:先|暂时|暂且?|现在|还)(?:都)?"
    r"(?:不|别)(?:批|同意|审|决定|驳回|表态|签)(?:了|吧|呢)?$"
    r"|(?:再|还要?)(?:想想|考虑(?:一下|考虑)?|斟酌(?:一下)?)(?:再说|吧)?$"
    r"|^(?:等等|等一?下|稍等|慢着|not yet|hold on|let me think)\W*$",
    re.IGNORECASE,
)
_WONDERS = re.compile(r"[?]|什么意思|啥意思|怎么理解|[吗呢么]$|(\w)不\1|能否|是否|可否")  # 行不行, 要不要
_DECIDES = re.compile(
    r"[不没别否驳拒退批准补缺]|同意|通过|可以|打回|要求|材料|资料|说明|支持|赞成|放行|确认|理由|因为|撤|签|好|行|对|是|需|再|明细|清单|发我"
    r"|\bno|\b(?:ok|yes|approv|reject|den[iy]|declin|return|send|sign|agree|accept|refus|need|more|missing|add|fine|go ahead|pass"
    r"|confirm|back|undo|turn)",
    re.IGNORECASE,
)


def only_wonders(turn: Turn, text: str, candidates: list[StepOf]) -> bool:
    """Whether words only ask about a decision ("行不行?") or put it off ("先不批"): nothing is decided by them, the card is
    shown instead.
    """
    possible = [(of, subject) for of, subject in steps.in_hand(turn, candidates) if of.step.fresh]
    said = fold(text).strip(EDGES)
    if not possible or not (_WONDERS.search(said) or _POSTPONES.search(said)):
        return False
    of, subject = possible[0]
    only = len({one.code for _of, one in possible}) == 1 and of.router.card is not None
    card = of.router.card(turn, subject, turn.viewer) if only and of.router.card else steps.which(possible)
    turn.reply(card, subject=subject.code if only else "")
    return True


def only_sounds_decided(text: str, meant: Understood, candidates: list[StepOf]) -> bool:
    """Whether words were read as a decision on somebody's request although none of them decides: then it is asked back."""
    decision = meant.intent.startswith("approval_") and any(of.step.fresh for of in candidates)
    return decision and _DECIDES.search(fold(text)) is None
