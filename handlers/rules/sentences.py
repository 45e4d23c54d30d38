"""How people say that a rule is to become something else, in Chinese (either script) and English.

"把一级故障的响应时间改成15分钟", "以后每学期演练两次", "P2响应时限延长15分钟", "hold drills twice a term".
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from handlers.numerals import NUMBER

LONGEST_VALUE = 30
_REASON = r"(?:\s*[,。;]\s*(?:理由[是:]?|因为|由于|原因[是:]?)?(?P<reason>.{2,80}))?"
_REASON_EN = r"(?:\s*[,;]?\s*(?:because|since|as|reason:?)\s+(?P<reason>.{2,80}))?"
_TO = (
    r"(?:改[成为到作]?|更?改成|更改为|调整?[成为到]|设[成为定]为?|设置[成为]|定[成为]|延长[到至为]|缩短[到至为]|提高[到至为]"
    r"|降低?[到至为]|放宽[到至为]|增加[到至为]|减少?[到至为]|压缩[到至为]|升[到至]|换[成为]|=)"
)
_ASKED = r"(?:请|麻烦|帮我|帮忙|我要|我想)*(?:把|将)?"
_OFTEN = (
    rf"(?:每|一)(?:个)?(?:学期|学年|年|月|周|星期|礼拜)(?:要|应|至少|最多|都|各)*"
    rf"(?:搞|做|办|开|组织|开展|进行|举行|举办|安排|测|查)?\s*(?:{NUMBER})\s*[次回遍场轮]"
)
_TIMES_EN = r"(?:once|twice|thrice|(?:\d{1,2}|one|two|three|four|five|six)(?: times?| x)?)"
_OFTEN_EN = rf"{_TIMES_EN} (?:a|per|each|every|an) (?:school )?(?:term|semester|month|week|year)"
_LATER = r"(?:(?:以后|今后|往后|从现在起|从(?:这|本|下|新)(?:个)?学期(?:起|开始))[,]?)?"

_CHANGE = re.compile(
    rf"^{_ASKED}(?P<name>.{{2,40}}?)(?:从.{{1,12}}?)?{_TO}\s*(?P<value>[^,。;]{{1,20}}?)(?:吧|就行|就好|即可)?{_REASON}$"
)
_CHANGE_EN = re.compile(
    r"^(?:please |can you |could you |let's )*(?:change|set|make|put|raise|lower|increase|reduce|extend|shorten|update)"
    rf" (?:the )?(?P<name>.{{3,60}}?) (?:to|at) (?P<value>.{{1,{LONGEST_VALUE}}}?){_REASON_EN}$",
    re.IGNORECASE,
)
_OFTEN_SAID = (
    re.compile(
        rf"^{_LATER}{_ASKED}(?P<name>[^每,。;]{{2,16}}?)(?:要|应该?|应当|都|统一|一律|就)*(?P<value>{_OFTEN}){_REASON}$"
    ),
    re.compile(
        rf"^{_LATER}(?P<every>每(?:个)?(?:学期|年|月|周|星期))(?:要|都|至少|搞|做|组织|开展|进行|举行|安排)*"
        rf"(?P<name>[^\d一二两三四五六七八九十,。;]{{2,12}}?)(?P<times>(?:{NUMBER})[次回遍场轮]){_REASON}$"
    ),
    re.compile(
        r"^(?:please )?(?:hold|run|do|make|have|organi[sz]e) (?:the )?(?P<name>.{3,40}?)"
        rf"(?: be)?(?: held| frequency)? (?P<value>{_OFTEN_EN}){_REASON_EN}$",
        re.IGNORECASE,
    ),
    re.compile(
        rf"^(?:the )?(?P<name>.{{3,40}}?) (?:should|must|shall|are to|is to|will|need to)(?: now)?(?: be)?(?: \w+)?"
        rf" (?P<value>{_OFTEN_EN}){_REASON_EN}$",
        re.IGNORECASE,
    ),
)
_BY = re.compile(
    rf"^{_ASKED}(?P<name>.{{2,40}}?)(?:再|都)?(?P<verb>延长|增加|加长|放宽|缩短|减少|压缩)(?:了)?(?P<value>[^到至为,。;]{{1,12}}?){_REASON}$"
)
_SPACED = re.compile(r"^(?P<name>.{2,60}?)[\s:=]+(?P<value>\S{1,20})$")
_SHORTER = {"缩短", "减少", "压缩"}
_FREQUENCY = re.compile(rf"{_OFTEN}|{_OFTEN_EN}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Wish:
    """What a sentence may want changed: the name as said, the new value as said, and why.

    `often`: the value says how often. `plainly`: the sentence has a word for changing in it. `by`: the value is added to
    (1) or taken from (-1) the one in force. `bare`: only a name and a value, which is no sentence.
    """

    name: str
    value: str
    reason: str = ""
    often: bool = False
    plainly: bool = True
    by: int = 0
    bare: bool = False


def wishes(said: str) -> Iterator[Wish]:
    """Every way to read a folded sentence as a change, the likeliest first."""
    for pattern in (_CHANGE, _CHANGE_EN):
        if found := pattern.match(said):
            value = found["value"]
            yield Wish(found["name"], value, found["reason"] or "", often=bool(_FREQUENCY.fullmatch(value)))
    if found := _BY.match(said):
        by = -1 if found["verb"] in _SHORTER else 1
        yield Wish(found["name"], found["value"], found["reason"] or "", by=by)
    for pattern in _OFTEN_SAID:
        if found := pattern.match(said):
            parts = found.groupdict()
            value = parts.get("value") or f"{parts['every']}{parts['times']}"
            yield Wish(found["name"], value, found["reason"] or "", often=True, plainly=False)
    if found := _SPACED.match(said):
        yield Wish(found["name"], found["value"], bare=True)
