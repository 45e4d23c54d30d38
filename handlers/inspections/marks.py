"""What an inspector says about items: "合格", "3 不合格 灭火器过期", "1-5合格", "其余合格", "item 4 failed". Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from handlers.numerals import NUMBER, fold, read_number
from handlers.texts import EDGES
from storage.inspections import FAIL, PASS, SKIP

_FAILS = (
    r"不合格|不通过|没有?通过|未通过|不达标|[没未]达标|不符合|没过关?|不过关|过不了|有问题"
    r"|\b(?:no|not|did ?n[o']t|does ?n[o']t) (?:a )?pass(?:es|ed)?\b|\bfail(?:s|ed)?\b|\bnot (?:ok|fine)\b|[✗×]"
)
_RESULTS = (
    (SKIP, r"不适用|不涉及|没有这[项个]|无此项|不用查|跳过|\bn/?a\b|not applicable"),
    (FAIL, _FAILS),
    (
        PASS,
        r"合格|通过|达标|符合要求|符合|过了(?=[\s,;。.!]|$)|过关|没有?问题|\bpass(?:es|ed)?\b|\bok\b|\bfine\b|[✓√]",
    ),
)
_RESULT = "|".join(pattern for _name, pattern in _RESULTS)
_N = rf"(?:item |no\.? ?|第)?({NUMBER})"
_ITEM = re.compile(
    rf"(?<![0-9a-z下这上前本每-]){_N}(?:\s*(?:[-~到至]|to )\s*{_N})?\s*(?:项|条|号|个)?[、.:,\s]*"
    rf"(?:项|都|全部|全|是|均|all )*\s*({_RESULT})",
    re.IGNORECASE,
)
_REST = re.compile(
    r"(?:其余|其他|其它|剩下|余下|剩余|(?:^|[\s,;。])(?:全部|所有|都)|the rest|all(?: the rest)?|everything else)"
    rf"(?:的|项|都|全|全部|是|均|are|:|\s)*({_RESULT})",
    re.IGNORECASE,
)
_LEADS = re.compile(rf"^\s*(?:item |第)?({NUMBER})\s*(?:项|条|[、:.])", re.IGNORECASE)
_BEHIND = re.compile(rf"\s*(?:on|for|at) (?:item|no\.?|number|point) ?({NUMBER})\b", re.IGNORECASE)  # no pass on item 3
_UP_TO = re.compile(rf"(?:前面?|头|first )\s*({NUMBER})\s*(?:项|条|个|items)", re.IGNORECASE)
_FIRST = re.compile(_RESULT, re.IGNORECASE)
# Words for what is wrong, and for what is as it should be, where neither 合格 nor 不合格 is said.
_NOTHING = re.compile(r"^(?:这|这一|下一|本)?(?:项|条|个)?(?:算|是|应该|就|也)*$")
_WRONG = re.compile(
    r"过期|过了(?:有效)?期|超标|缺失?|没有|没(?:贴|写|填|登记|上锁|锁)|未|坏|损|松|裸露|杂乱|杂物|堵|脏|乱|老化|告警|隐患|漏|错误|"
    r"expired|missing|broken|blocked|loose|dirty|out of date|exposed|no \w+",
    re.IGNORECASE,
)
_RIGHT = re.compile(
    r"正常|完好|齐全|良好|整齐|在有效期|畅通|已(?:上锁|登记|更新|贴)|works?\b|in order|complete", re.IGNORECASE
)
_OPENS = re.compile(r"[?？]|[吗呢么]$|怎么|谁|为什么|什么")
MOST_AT_ONCE = 60


@dataclass(frozen=True, slots=True)
class Mark:
    """One result. `number` 0 is the item in front of the inspector, -1 all that are still open."""

    number: int
    result: str
    note: str = ""


def read_marks(said: str, items: Sequence[str] = ()) -> list[Mark]:
    """The results in a message, in the order said; none where there are none. `items` are the words of the list.

    A range such as 1-5 counts each. What stands behind a result up to the next one is its note.
    """
    text = _UP_TO.sub(r"1到\1项", fold(said))
    said = said if text == fold(said) else text
    if not text.strip() or _OPENS.search(text.strip(EDGES)):
        return []
    rest = _REST.search(text)
    found = _numbered(said, text if rest is None else text[: rest.start()])
    if rest is not None:
        return [*found, Mark(-1, _named(rest[1]))]
    if found:
        return found
    return _unnumbered(said, text, items)


def _numbered(said: str, text: str) -> list[Mark]:
    matches = [match for match in _ITEM.finditer(text) if read_number(match[1]) is not None]
    ends = [*(match.start() for match in matches), len(text)][1:]
    marks: list[Mark] = []
    for match, until in zip(matches, ends, strict=True):
        first = read_number(match[1]) or 0
        last = (read_number(match[2]) or first) if match[2] else first
        note = said[match.end() : until].strip(EDGES)
        result = _named(match[3])
        marks += [Mark(number, result, note) for number in range(first, min(last, first + MOST_AT_ONCE) + 1)]
    return marks


def _unnumbered(said: str, text: str, items: Sequence[str]) -> list[Mark]:
    leads = _LEADS.match(text)
    if leads is not None:  # "第五项:没有应急照明,不合格"
        found = _unnumbered(said[leads.end() :], text[leads.end() :], items)
        return [Mark(read_number(leads[1]) or 0, one.result, one.note) for one in found]
    match = _FIRST.search(text)
    if match is None:
        result = FAIL if _WRONG.search(text) else PASS if _RIGHT.search(text) else ""
        return [Mark(_item_in(text, items), result, said.strip(EDGES))] if result else []
    behind = _BEHIND.match(text, match.end())
    if behind is not None and (item := read_number(behind[1])):
        return [Mark(item, _named(match[0]), said[behind.end() :].strip(EDGES))]
    before, after = said[: match.start()].strip(EDGES), said[match.end() :].strip(EDGES)
    before = _NOTHING.sub("", before)
    number = _item_in(text[: match.start()], items)
    note = after if number or not before else "，".join(part for part in (before, after) if part)
    return [Mark(number, _named(match[0]), note)]


def _item_in(words: str, items: Sequence[str]) -> int:
    """The one item whose words share at least two characters in a row with what was said; 0 for none or several."""
    pairs = {words[at : at + 2] for at in range(len(words) - 1) if not re.search(r"[\s\W\d]", words[at : at + 2])}
    scores = [sum(pair in fold(item) for pair in pairs) for item in items]
    best = max(scores, default=0)
    return scores.index(best) + 1 if best and scores.count(best) == 1 else 0


def _named(word: str) -> str:
    return next(name for name, pattern in _RESULTS if re.fullmatch(pattern, word, re.IGNORECASE))
