"""How bad is it? A suggestion from what was said, with its reasons; the CIO decides (product 4.5). Pure."""

import re
from dataclasses import dataclass

from handlers.incidents import texts
from handlers.texts import Phrase, Text, joined

PUPILS = re.compile(
    r"(?<!没有)(?<!不涉及)(?<!无)(?<!未涉及)(?:学生|未成年|家长|孩子)|(?<!no )(?:pupil|student|parent)", re.IGNORECASE
)
LEAKED = re.compile(r"泄露|泄漏|外泄|被.{0,6}发到|名单|身份证|隐私|照片|leak|exposed", re.IGNORECASE)
SPREADING = re.compile(
    r"(?<!不)(?<!没)(?<!没有)(?<!停止)(?:还在|仍在|正在|继续)(?:扩散|传播|蔓延|外传)|spreading", re.IGNORECASE
)
WHOLE = re.compile(
    r"全校|所有系统|核心系统|全部电脑|勒索|加密|教务系统.{0,6}(?:瘫痪|打不开)|ransom|whole school", re.IGNORECASE
)
COUNT = re.compile(r"(\d[\d,]{0,12}(?:\.\d{1,6})?)\s*(万|千)?\s*(?:多|余)?\s*(?:名|个|人|条|份|位)")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A level from 1 to 4 and why."""

    level: int
    why: Text


def suggest(words: str) -> Suggestion:
    """The level our reading of the words suggests; never a decision."""
    pupils = bool(PUPILS.search(words) and LEAKED.search(words))
    spreading, whole, count = bool(SPREADING.search(words)), bool(WHOLE.search(words)), _count(words)
    reasons: list[Phrase] = []
    reasons += [texts.WHY_PUPILS] if pupils else []
    reasons += [texts.WHY_COUNT(count=count)] if count >= 10 else []
    reasons += [texts.WHY_SPREADING] if spreading else []
    reasons += [texts.WHY_SERVICE] if whole else []
    level = 1 + (pupils or whole) + (count >= 1000 or (pupils and spreading)) + (count >= 100_000)
    return Suggestion(min(level, 4), joined(reasons) if reasons else texts.WHY_SMALL)


def _count(words: str) -> int:
    scale = {"万": 10_000, "千": 1_000, "": 1}
    found = [int(float(number.replace(",", "")) * scale[unit or ""]) for number, unit in COUNT.findall(words)]
    return max(found, default=0)
