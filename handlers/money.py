"""Amounts as people type and say them, in whole yuan."""

import re
from contextlib import suppress

from handlers.errors import Incomplete
from handlers.numerals import CHINESE, fold, read_number
from handlers.texts import Text

UNREADABLE = Text(
    "金额没看懂。请写成：2万、3.5万元、20000；不花钱写「无」。",
    "I could not read the amount. Write it such as 20000, or “none”.",
)
_MOST = 10**11  # a hundred thousand million: beyond it somebody mistyped
_UNITS = {"": 1, "元": 1, "千": 1000, "k": 1000, "万": 10_000, "w": 10_000, "亿": 10**8}
_AROUND = re.compile(
    r"^(?:预算|经费|大约|大概|约|共|总共|需要|¥|￥|rmb|cny)+\s*|(?:左右|上下|以内|整|人民币|rmb|cny|yuan)+$",
    re.IGNORECASE,
)
FOREIGN = Text("预算用人民币算。请换算成人民币再写，如 2万元。", "Please give the amount in yuan (CNY), such as 20000.")
_FOREIGN = re.compile(
    r"[$€£]|美[元金刀]|欧元|英镑|港[元币]|日元|\b(?:usd|eur|gbp|hkd|dollars?|euros?)\b", re.IGNORECASE
)
_NOTHING = frozenset({"无", "没有", "不需要", "不用", "免费", "零", "none", "no", "free"})
_DIGITS = r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?"
_AMOUNT = re.compile(rf"({_DIGITS})\s*(亿|万|千|w|k)?\s*(?:元|块钱?|圆)?", re.IGNORECASE)
_NAMED = re.compile(
    r"(?:预算|经费|费用|花费|资金|budget)(?:是|为|大概|大约|约|在|改[成为到]|[:\s])*"
    rf"((?:{_DIGITS})\s*(?:亿|万|千|w|k)?|{CHINESE})",
    re.IGNORECASE,
)
_IN_TEXT = re.compile(
    rf"(?:({_DIGITS})\s*(亿|万|千|w|k)?|({CHINESE}))\s*(?:元|块|yuan|rmb)|({_DIGITS})\s*(万|w)(?![a-z0-9人])",
    re.IGNORECASE,
)

_SPOKEN = re.compile(r"(?<![0-9.])([0-9]+)\s*([万千])([0-9])(?:千(?=[^0-9]|$)|(?![0-9.万千百个台人]|,[0-9]))")


def _unspoken(folded: str) -> str:
    """3万2 is 3.2万: a lone digit after a large unit counts the next smaller unit."""
    return _SPOKEN.sub(r"\1.\3\2", folded)


def read_yuan(text: str) -> int:
    """Yuan from "2万", "3.5万元", "20,000", "两万五" or "无". Raises `Incomplete`, saying what to write."""
    said = _unspoken(fold(text)).strip().strip("。.!!").lower()
    if said in _NOTHING:
        return 0
    if _FOREIGN.search(said):
        raise Incomplete(FOREIGN)
    said = _AROUND.sub("", _AROUND.sub("", said)).strip()
    match = _AMOUNT.fullmatch(said)
    amount = _times(match[1], match[2]) if match else read_number(re.sub(r"(?:元|块钱?|圆)$", "", said))
    if amount is None or not 0 <= amount <= _MOST:
        raise Incomplete(UNREADABLE)
    return amount


def find_yuan(text: str) -> int | None:
    """The first amount of money that a sentence names with its unit, or as the budget; in yuan, never in dollars."""
    if _FOREIGN.search(fold(text)):
        return None
    for match in _IN_TEXT.finditer(_unspoken(fold(text))):
        digits, unit, words, bare, its_unit = match.groups()
        amount = read_number(words) if words else _times(digits or bare, unit or its_unit)
        if amount is not None and 0 <= amount <= _MOST:
            return amount
    named = _NAMED.search(_unspoken(fold(text)))
    if named:
        with suppress(Incomplete):
            return read_yuan(named[1])
    return None


def yuan(amount: int) -> Text:
    """An amount as it is read aloud: 35000 is 3.5万元, and ¥35,000 in English."""
    if amount >= 10_000 and amount % 1000 == 0:
        whole, tenth = divmod(amount // 1000, 10)
        return Text(f"{whole}.{tenth}万元" if tenth else f"{whole}万元", f"¥{amount:,}")
    return Text(f"{amount}元", f"¥{amount:,}")


def _times(digits: str, unit: str | None) -> int | None:
    """The product in whole yuan; None for a fraction of a yuan, where surely a unit was forgotten."""
    whole, _, fraction = digits.replace(",", "").partition(".")
    scaled = int(whole + fraction) * _UNITS[(unit or "").lower()]
    amount, left = divmod(scaled, 10 ** len(fraction))
    return None if left else amount
