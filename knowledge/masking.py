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
