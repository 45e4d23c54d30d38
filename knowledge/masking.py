"""Personal data out of a text before it leaves the school: numbers of people, their addresses, their names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

MASK = "***"
# In this order: an identity number contains what looks like a telephone number.
_PATTERNS = (
    re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    re.compile(r"(?<!\d)\d{6}[ -]?(?:19|20)\d{2}[ -]?\d{4}[ -]?\d{3}[\dXx](?!\d)"),
    re.compile(r"(?<!\d)(?:\+?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)"),
    re.compile(r"(?<!\d)0\d{2,3}-\d{7,8}(?!\d)"),
    re.compile(r"(?<!\d)\d{7,}(?!\d)"),  # pupils', staff and card numbers; no clause, date or amount is so long
    # Where somebody lives: 幸福小区3栋502, 人民路12号. A school's own rooms and buildings have no such words.
    re.compile(
        r"[\u4e00-\u9fff]{2,6}(?:小区|花园|家园|新村|公寓|苑)(?:[A-Za-z0-9一二三四五六七八九十#-]{1,5}(?:号楼|栋|幢|座|单元|室|号|楼)?)+"
    ),
    re.compile(
        r"[\u4e00-\u9fff]{1,6}(?:路|街|大道|巷|弄)\d+(?:弄|号)(?:[A-Za-z0-9#-]{1,5}(?:号楼|栋|幢|座|单元|室|号)?)*"
    ),
    re.compile(
        r"(?<=我叫)[\u4e00-\u9fff]{2,3}|(?<=姓名)[:: ]*[\u4e00-\u9fff]{2,3}|(?<=my name is )[A-Za-z]+(?: [A-Z][a-z]+)?"
    ),
    re.compile(r"(?:微信号?|QQ号?|wechat|weixin)\s*[::是]?\s*[A-Za-z0-9_-]{5,}", re.IGNORECASE),
)


def masked(text: str, names: Iterable[str] = ()) -> str:
    """The text with `***` for each of these. `names`: people of the school, as far as they are known."""
    text = unicodedata.normalize("NFKC", text)
    for pattern in _PATTERNS:
        text = pattern.sub(MASK, text)
    for name in sorted(names, key=len, reverse=True):
        if len(name) > 1:
            text = text.replace(name, MASK)
    return text
