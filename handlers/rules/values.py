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
    "次": "次", "条": "次", "件": "次", "times": "次", "x": "次", "起": "次", "回": "次", "遍": "次",
    "场": "次", "轮": "次", "人": "次", "名": "次", "位": "次", "期": "次", "个月": "月",
    "万元": "万", "万": "万", "元": "元", "块": "元", "块钱": "元", "yuan": "元", "%": "%", "percent": "%",
}  # fmt: skip
_SHARES = {"一半": 50, "半数": 50, "三分之一": 34, "三分之二": 67, "四分之三": 75, "全体": 100, "全部": 100}
_AROUND = r"(?:第|[每一](?:个)?学期|每(?:年|月|周)|提前|至少|最多|不超过|不少于|超过|满)?"
_UNIT = "|".join(sorted(map(re.escape, _UNITS), key=len, reverse=True))
_VALUE = re.compile(rf"({_AROUND})({NUMBER}|百分之{NUMBER})个?({_UNIT})?(?:之?内|以内|以上|之?后)?")
_OTHER_ROUNDS = {"每年", "每月", "每周"}
# How often, in whatever words: "每学期搞两次", "一周一次", "twice a semester".
_OFTEN = re.compile(rf"[每一]个?(学期|学年|年|月|周|星期|礼拜)[^\d]{{0,4}}?({NUMBER})[次回遍场轮]?")
_OFTEN_EN = re.compile(
    r"(once|twice|thrice|one|two|three|four|five|six|\d{1,2})(?:times?|x)?(?:a|an|per|each|every)(?:school)?"
    r"(term|semester|month|week|year)"
)
_COUNTED = {"once": 1, "twice": 2, "thrice": 3, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
# A term has 20 weeks in 5 months. What is done less than once a term cannot be said as a number a term.
_A_TERM = {"学期": 1, "term": 1, "semester": 1, "月": 5, "month": 5, "周": 20, "星期": 20, "礼拜": 20, "week": 20}
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
    if rule.unit == "per_term" and (often := _a_term(said)) is not None:
        return often
    if said in _NOT_AT_ALL and rule.limits[0] == 0:
        return 0
    found = _VALUE.fullmatch(said)
    return _counted(rule, found) if found else None


def _a_term(said: str) -> int | None:
    """How often a term, out of how often a week, a month, a year; None where that is no whole number."""
    if found := _OFTEN.fullmatch(said):
        period, number = found[1], read_number(found[2])
    elif found := _OFTEN_EN.fullmatch(said):
        period, number = found[2], _COUNTED.get(found[1]) or read_number(found[1])
    else:
        return None
    if number is None:
        return None
    if period in _A_TERM:
        return number * _A_TERM[period]
    return number // 2 if number % 2 == 0 else None


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
