"""How bad is it? What was said becomes four facts, and the facts suggest a level; the CIO decides (product 4.5). Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from handlers.errors import Incomplete
from handlers.incidents import texts
from handlers.numerals import fold
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
COUNT = re.compile(
    r"(\d[\d,]{0,12}(?:\.\d{1,6})?)\s*(万|千)?\s*(?:多|余)?\s*(?:名|个|人|条|份|位|people|records|pupils|students)",
    re.IGNORECASE,
)


STOPPED = re.compile(
    r"(?:不再|没有|没|未|停止|停住|已停|不)(?:在|再)?(?:扩散|传播|蔓延|外传)|停住了|已撤回|已控制"
    r"|(?:not|no longer) spreading|stopped",
    re.IGNORECASE,
)
NO_PUPILS = re.compile(r"(?:没有|不涉及|无|未涉及)(?:任何)?(?:学生|未成年|家长)|no (?:pupil|student)", re.IGNORECASE)
YES = frozenset({"是", "有", "对", "yes", "y", "还在"})
NO = frozenset({"否", "没有", "无", "不是", "没", "no", "n"})
UNKNOWN = re.compile(r"不清楚|不知道|不确定|未知|unknown|not (?:known|sure)|don.?t know", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A level from 1 to 4 and why."""

    level: int
    why: Text


def suggest(
    words: str, answers: Mapping[str, str] | None = None, many: int = 1000, very_many: int = 100_000
) -> Suggestion:
    """The level words and the answers of the assessment suggest; never a decision. An answer counts for more than words."""
    given = answers or {}
    minors, still = given.get("minors", "unknown"), given.get("spreading", "unknown")
    leaked = bool(LEAKED.search(words))
    pupils = leaked and (minors == "yes" or (minors == "unknown" and bool(PUPILS.search(words))))
    spreading = still == "yes" or (still == "unknown" and bool(SPREADING.search(words)))
    whole, count = bool(WHOLE.search(words)), max(_count(words), _count(f"{given.get('affected', '')}人"))
    reasons: list[Phrase] = []
    reasons += [texts.WHY_PUPILS] if pupils else []
    reasons += [texts.WHY_COUNT(count=count)] if count >= 10 else []
    reasons += [texts.WHY_SPREADING] if spreading else []
    reasons += [texts.WHY_SERVICE] if whole else []
    level = 1 + (pupils or whole) + (count >= many or (pupils and spreading)) + (count >= very_many)
    return Suggestion(min(level, 4), joined(reasons) if reasons else texts.WHY_SMALL)


def facts_in(words: str, known: object) -> dict[str, str]:
    """The facts of an assessment a sentence holds; the sentence itself says which systems, unless that is known."""
    found: dict[str, str] = {} if has(known, "systems") else {"systems": words.strip()}
    count = _count(words)
    if count:
        found["affected"] = str(count)
    elif UNKNOWN.search(words):
        found["affected"] = "unknown"
    if NO_PUPILS.search(words) or PUPILS.search(words):
        found["minors"] = "no" if NO_PUPILS.search(words) else "yes"
    if STOPPED.search(words) or SPREADING.search(words):
        found["spreading"] = "no" if STOPPED.search(words) else "yes"
    return {name: value for name, value in found.items() if not has(known, name)}


def has(known: object, name: str) -> bool:
    """Whether an answer is there already."""
    return isinstance(known, Mapping) and bool(known.get(name))


def read_count(said: str) -> str:
    """A number of people or records, or that nobody knows. Raises `Incomplete` for anything else."""
    count = _count(said) or _count(f"{said.strip()}人")
    if count:
        return str(count)
    if UNKNOWN.search(said) or fold(said).strip() in NO | {"0"}:
        return "unknown" if UNKNOWN.search(said) else "0"
    raise Incomplete(texts.NOT_A_COUNT)


def read_minors(said: str) -> str:
    """Whether minors' data is concerned."""
    return _yes_or_no(said, facts_in(said, {}).get("minors"), texts.ASK_MINORS)


def read_spreading(said: str) -> str:
    """Whether it still spreads."""
    return _yes_or_no(said, facts_in(said, {}).get("spreading"), texts.ASK_SPREADING)


def _yes_or_no(said: str, read: str | None, again: Text) -> str:
    word = fold(said).strip(" 。,.!").lower()
    if read is None and UNKNOWN.search(said):
        return "unknown"
    answer = read or ("yes" if word in YES else "no" if word in NO else None)
    if answer is None:
        raise Incomplete(again)
    return answer


def _count(words: str) -> int:
    scale = {"万": 10_000, "千": 1_000, "": 1}
    found = [int(float(number.replace(",", "")) * scale[unit or ""]) for number, unit in COUNT.findall(fold(words))]
    return max(found, default=0)
