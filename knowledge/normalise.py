"""Questions as people type them → the same words in one spelling.

Width, markup, traditional characters, politeness and attempts to give orders to a machine are taken out here,
so that everything behind works on plain simplified Chinese and lower-case English.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Any

from knowledge.lexicon import phrases
from knowledge.pinyin import is_pinyin

LONGEST = 600  # characters looked at; of a longer text the end counts, where the question usually stands

_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad\ufe0f]")
_MARKUP = (
    re.compile(r"<\|[^|>]{1,40}\|>|\[/?(?:INST|SYS|SYSTEM)\]|<</?SYS>>|</?[a-z][^<>]{0,200}>|```\w*", re.IGNORECASE),
    re.compile(r"\{\{.*?\}\}|\$\{.*?\}", re.DOTALL),
)
# 要批不, 有渠道没, 好用伐: the dialects' ways to end a question.
_ASKED = re.compile(r"(?<=[\u4e00-\u9fff]{2})(?<![是要好该能会可用对凭需何])(?:不|没|没得|伐|啵|噶|唔)(?=[\s?。!,]*$)")
_LATIN_WORD = re.compile(r"[a-z][a-z']*|\d+(?:\.\d+)*")
_HAN = re.compile(r"[\u3400-\u9fff]")


@lru_cache(maxsize=1)
def _converter() -> Any:
    from opencc import OpenCC  # noqa: PLC0415 - its tables are read when first needed

    return OpenCC("tw2sp")


def simplified(text: str) -> str:
    """Traditional → simplified, with Taiwan's and Hong Kong's words for school IT (`資訊` → `信息`)."""
    if not _HAN.search(text):
        return text
    for other, ours in phrases().traditional:
        text = text.replace(other, ours)
    # The converter takes simplified text for Taiwan's (什么 → 什幺, 文件 → 文档): it must see traditional text only.
    if not any(ord(character) in characters() for character in text):
        return text
    parts = _alike().split(text)
    return "".join(part if n % 2 else str(_converter().convert(part)) for n, part in enumerate(parts))


@lru_cache(maxsize=1)
def _alike() -> re.Pattern[str]:
    """Words that both scripts write alike and that mean the same to a school."""
    return re.compile(f"({'|'.join(map(re.escape, phrases().alike))})")


@lru_cache(maxsize=1)
def characters() -> dict[int, str]:
    """Traditional characters with their simplified ones, one for one, so that positions in a text stay."""
    from opencc import OpenCC  # noqa: PLC0415 - its tables are read when first needed

    han = [chr(code) for code in range(0x4E00, 0x9FA6)]
    ours = str(OpenCC("t2s").convert("\n".join(han))).split("\n")
    return {ord(one): other for one, other in zip(han, ours, strict=True) if one != other and len(other) == 1}


def spelling(text: str) -> str:
    """One width, one script, lower case, one kind of space. Used for clauses and questions alike."""
    text = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
    return re.sub(r"\s+", " ", simplified(text).lower()).strip()


@lru_cache(maxsize=4096)
def question(text: str) -> str:
    """What is asked, without orders to the machine, markup, greetings and fillers."""
    text = spelling(_without_markup(text[-4 * LONGEST :]))[-LONGEST:]
    for pattern in phrases().orders:
        text = pattern.sub(" ", text)
    for pattern in phrases().fillers:
        text = pattern.sub(" ", text)
    for other, ours in phrases().dialect:
        text = text.replace(other, ours)
    text = _ASKED.sub("吗", text)
    return re.sub(r"\s+", " ", text).strip()


def without_orders(text: str) -> str | None:
    """What is left of a text that gives orders to a machine; None for one that gives none."""
    said = spelling(text[-4 * LONGEST :])
    marked = any(pattern.search(text) for pattern in phrases().enclosed)
    return question(text) if marked or any(pattern.search(said) for pattern in phrases().orders) else None


def _without_markup(text: str) -> str:
    for pattern in (*phrases().enclosed, *_MARKUP):
        text = pattern.sub(" ", text)
    return text


def has_words(text: str) -> bool:
    """Whether there is anything to look up: punctuation, emoji and digits alone ask nothing."""
    return bool(_HAN.search(text) or re.search(r"[a-z]{2}", text))


def is_english(text: str) -> bool:
    """Which language to answer in: English where Latin words outweigh Chinese characters, pinyin apart."""
    words = _LATIN_WORD.findall(text.lower())
    words = [word for word in words if word.isalpha() or "'" in word]
    han = len(_HAN.findall(text))
    return bool(words) and len(words) * 2 > han and not is_pinyin(text.lower())
