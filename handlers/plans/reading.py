"""What a sentence says about a goal: 报修24小时解决率从70%提高到90%,负责人王老师,12月31日前."""

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from handlers.errors import Incomplete
from handlers.numerals import find_codes, fold, without
from handlers.people_named import person_called, person_in
from handlers.plans import texts
from handlers.texts import EDGES
from handlers.time_phrases import parse_when
from handlers.turn import Turn

_UNIT = r"%|个百分点|分钟|小时|天|分|星|次|个|件|场|人|台|项"
_NUMBER = rf"(\d{{1,9}}(?:\.\d{{1,3}})?)\s*({_UNIT})?"
_RISE = r"(?:提高|提升|上升|增加|增长|降低|下降|减少|缩短|压缩|改善|提|涨|降|升|增|减)?"
_FROM_TO = re.compile(rf"(?:由|从)\s*{_NUMBER}\s*{_RISE}\s*(?:到|至|为|->|→)\s*{_NUMBER}")
_TO = re.compile(
    rf"(?:目标值?(?:是|为|[:\s])?|达到|达|不低于|不少于|不高于|不超过|至少|{_RISE}(?:到|至)|≥|>=|≤|<=)\s*{_NUMBER}"
)
_ENGLISH = re.compile(rf"from\s+{_NUMBER}\s+to\s+{_NUMBER}", re.IGNORECASE)
_OWNER = re.compile(r"(?:负责人|由|owner)\s*[:是为]?\s*([^\s,。;:]{2,12}?)(?=负责|[\s,。;]|$)", re.IGNORECASE)
_BASIS = re.compile(r"(?:依据|理由|因为|原因|basis|reason)\s*[:是为]?\s*([^,。;\n]{2,120})", re.IGNORECASE)
_VALUE = re.compile(rf"^\D{{0,8}}?(?:现在|进度|完成|到了?|达到|是|为|[:\s])*{_NUMBER}\s*(?:了|左右)?[。.!]?$")


@dataclass(frozen=True, slots=True)
class Amount:
    """A number and its unit, as people write it."""

    number: float
    unit: str = ""

    def __str__(self) -> str:
        return f"{show_number(self.number)}{self.unit}"


def show_number(number: float) -> str:
    """At most two places, none that says nothing: 82, 4.25."""
    return f"{number:.2f}".rstrip("0").rstrip(".")


def read_amount(text: str) -> Amount:
    """A number as in "82%", "进度 82%", "4.5分", "降到30分钟". Raises `Incomplete`, saying what to write."""
    said = fold(text).strip()
    match = _VALUE.match(said) or _TO.fullmatch(said)
    if match is None:
        raise Incomplete(texts.VALUE_UNREADABLE)
    return Amount(float(match[1]), match[2] or "")


def read_value(text: str) -> str:
    """The same as it is kept in an answer."""
    return str(read_amount(text))


def value_in(text: str) -> str | None:
    """The value in "G-2 进度 82%", None where no number is said besides the id."""
    rest = without(text, (code for code in find_codes(text) if code.prefix == "G"), instead=" ")
    with suppress(Incomplete):
        return read_value(rest.strip(EDGES))
    return None


def read_due(turn: Turn, text: str) -> datetime:
    """The end of the working day somebody names. Raises `Incomplete` for none, or for one gone by."""
    times = parse_when(text, turn.now, turn.school.calendar)
    if not times:
        raise Incomplete(texts.NO_DATE)
    last = turn.local(times[-1].ends - timedelta(minutes=1)).date()
    calendar = turn.school.calendar
    due = calendar.at(last, calendar.hours[-1][1]).astimezone(turn.now.tzinfo)
    if due <= turn.now:
        raise Incomplete(texts.PAST)
    return due


def read_goal(turn: Turn, text: str, known: Mapping[str, Any]) -> Mapping[str, Any]:
    """The parts of a goal that a sentence says; what was not said is asked for."""
    found: dict[str, Any] = {}
    said = fold(text)
    span = _FROM_TO.search(said) or _ENGLISH.search(said)
    if span:
        found["baseline"] = f"{span[1]}{span[2] or span[4] or ''}"
        found["target"] = f"{span[3]}{span[4] or span[2] or ''}"
    else:
        span = _TO.search(said)
        if span:
            found["target"] = f"{span[1]}{span[2] or ''}"
    first = re.search(r"[,。;\n]", said)
    name = text[: span.start()] if span else text[: first.start() if first else len(text)]
    by = parse_when(name, turn.now, turn.school.calendar)
    if by and not name[: by[0].start].strip(EDGES):  # "年底前无线覆盖率从60%提到95%" begins with its day
        found["due"] = name[by[0].start : by[-1].end]
        name = name[by[-1].end :].strip(EDGES).removeprefix("之前").removeprefix("前")
    cleaned = re.sub(
        r"^(?:新增|添加|增加|加|设[定立个]?|制?定|立)?(?:一个|一条|一项|个)?(?:年度|学校|今年的?|新)?目标\s*[::]?",
        "",
        name.strip(EDGES),
    )
    if 2 <= len(cleaned.strip(EDGES + "把将")) <= 60:
        found["name"] = cleaned.strip(EDGES + "把将")
    rest = text[span.end() :] if span else text[len(name) :]
    found = {**found, **read_terms(turn, rest)}
    return {key: value for key, value in found.items() if known.get(key) in (None, "")}


def read_terms(turn: Turn, text: str) -> dict[str, Any]:
    """Owner, day and basis of a goal, each where it is said."""
    found: dict[str, Any] = {}
    said = fold(text)
    owner = person_in(turn, text)
    named = _OWNER.search(said)
    if owner is not None:
        found["owner"] = owner.name
    elif named:
        found["owner"] = named[1]  # nobody is called so, or several are: the draft says it
        with suppress(Incomplete):
            found["owner"] = person_called(turn, named[1]).name
    times = parse_when(text, turn.now, turn.school.calendar)
    if times:
        found["due"] = text[times[-1].start : times[-1].end]
    basis = _BASIS.search(said)
    if basis:
        found["basis"] = text[basis.start(1) : basis.end(1)].strip(EDGES)
    return found
