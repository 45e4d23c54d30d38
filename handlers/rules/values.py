"""A rule's new value out of words: "15分钟", "半小时", "第2天", "每学期两次", "2万元", "一半"."""

import re

from handlers.errors import Incomplete
from handlers.numerals import NUMBER, fold, read_number
from handlers.rulebook import Rule
from handlers.rules import texts

# How much one of what was said is in the rule's unit. "" stands for a bare number.
FACTORS: dict[str, dict[str, int]] = {
    "minutes": {"分钟": 1, "小时": 60, "天": 24 * 60, "": 1},
    "hours": {"小时": 1, "天": 24, "": 1},
    "days": {"天": 1, "周": 7, "月": 30, "": 1},
    "workdays": {"工作日": 1, "天": 1, "周": 5, "": 1},
    "count": {"次": 1, "": 1},
    "per_term": {"次": 1, "": 1},
    "yuan": {"元": 1, "万": 10_000, "": 1},
    "percent": {"%": 1, "": 1},
}
_UNITS = {
    "分钟": "分钟", "分": "分钟", "minutes": "分钟", "minute": "分钟", "mins": "分钟", "min": "分钟", "m": "分钟",
    "小时": "小时", "钟头": "小时", "hours": "小时", "hour": "小时", "h": "小时",
    "工作日": "工作日", "workingdays": "工作日", "workdays": "工作日", "workday": "工作日",
    "天": "天", "日": "天", "days": "天", "day": "天", "d": "天",
    "周": "周", "星期": "周", "礼拜": "周", "weeks": "周", "week": "周", "月": "月", "months": "月", "month": "月",
    "次": "次", "条": "次", "件": "次", "times": "次", "x": "次", "起": "次",
    "万元": "万", "万": "万", "元": "元", "块": "元", "块钱": "元", "yuan": "元", "%": "%", "percent": "%",
}  # fmt: skip
_SHARES = {"一半": 50, "半数": 50, "三分之一": 34, "三分之二": 67, "四分之三": 75, "全体": 100, "全部": 100}
_AROUND = r"(?:第|每(?:个)?学期|每(?:年|月|周)|提前|至少|最多|不超过|不少于|超过|满)?"
_UNIT = "|".join(sorted(map(re.escape, _UNITS), key=len, reverse=True))
_VALUE = re.compile(rf"({_AROUND})({NUMBER}|百分之{NUMBER})个?({_UNIT})?(?:之?内|以内|以上|之?后)?")
_OTHER_ROUNDS = {"每年", "每月", "每周"}
_NOT_AT_ALL = {"不需要", "不限", "none", "never"}
_HALVES = {"半小时": 30, "半个小时": 30, "半个钟头": 30, "一个半小时": 90, "一刻钟": 15, "三刻钟": 45}


def read(rule: Rule, said: str) -> int:
    """The value in the rule's unit and within its limits. Raises `Incomplete` with one sentence saying what to write."""
    value = _read(rule, re.sub(r"\s+", "", fold(said)).lower().strip("。.,!"))
    least, most = rule.limits
    if value is None:
        raise Incomplete(texts.NOT_A_VALUE(rule=rule.title, example=rule.show(max(rule.default, least))))
    if not least <= value <= most:
        raise Incomplete(texts.OUT_OF_LIMITS(rule=rule.title, least=rule.show(least), most=rule.show(most)))
    return value


def can_be(rule: Rule, said: str) -> bool:
    """Whether these words are a value of this kind at all."""
    return _read(rule, re.sub(r"\s+", "", fold(said)).lower().strip("。.,!")) is not None


def _read(rule: Rule, said: str) -> int | None:
    words = {"percent": _SHARES, "minutes": _HALVES}.get(rule.unit, {})
    if said in words:
        return words[said]
    if said in _NOT_AT_ALL and rule.limits[0] == 0:
        return 0
    found = _VALUE.fullmatch(said)
    return _counted(rule, found) if found else None


def _counted(rule: Rule, found: re.Match[str]) -> int | None:
    """A number with its unit, in the rule's unit; None where one cannot be turned into the other."""
    every, digits, unit = found[1], found[2], _UNITS[found[3]] if found[3] else ""
    if every in _OTHER_ROUNDS:
        return None  # "每月一次" says nothing about a term
    if digits.startswith("百分之"):
        digits, unit = digits.removeprefix("百分之"), "%"
    number, factor = read_number(digits), FACTORS[rule.unit].get(unit)
    if rule.working and unit == "天" and rule.unit == "minutes":
        return None  # a day of working time is not a day
    return number * factor if number is not None and factor is not None else None
