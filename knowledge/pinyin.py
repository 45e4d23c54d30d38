"""How words sound: typos that sound alike (`背份` for `备份`) and questions typed in pinyin. Knows pypinyin."""

from __future__ import annotations

import os
import re
import unicodedata
from functools import lru_cache

_ENGLISH = frozenset([
    "a", "an", "the", "who", "what", "when", "where", "why", "how", "is", "are", "do", "does", "did", "can",
    "could", "may", "must", "should", "will", "would", "we", "i", "you", "he", "she", "they", "it", "to", "of",
    "in", "on", "at", "for", "by", "with", "from", "or", "and", "not", "no", "any", "my", "our", "your", "this",
    "that", "there", "has", "have", "need", "be", "me", "us", "old", "new", "one", "long",
])  # fmt: skip


@lru_cache(maxsize=1)
def _readings() -> dict[int, str]:
    """The library's table of characters. Its own switches leave out its phrases, which triple the start and serve nobody here."""
    for switch in ("PYPINYIN_NO_PHRASES", "PYPINYIN_NO_DICT_COPY"):
        os.environ.setdefault(switch, "1")
    from pypinyin.pinyin_dict import pinyin_dict  # noqa: PLC0415 -- after its switches are set

    readings: dict[int, str] = pinyin_dict
    return readings


@lru_cache(maxsize=8192)
def syllable(character: str) -> str:
    """One reading without tone, with the endings and initials merged that people mix up; '' for other signs."""
    reading = _readings().get(ord(character), "")
    return merged(_plain(reading.split(",")[0])) if reading else ""


def _plain(reading: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", reading.replace("ü", "v")) if not unicodedata.combining(c))


def merged(reading: str) -> str:
    """zh/z, ch/c, sh/s and -ng/-n are one: the commonest mistakes of a pinyin keyboard."""
    reading = re.sub(r"^([zcs])h", r"\1", reading)
    return re.sub(r"(?<=[aei])ng$", "n", reading)


@lru_cache(maxsize=1)
def _known() -> frozenset[str]:
    """Every syllable that common characters have."""
    return frozenset(_plain(r.split(",")[0]) for code, r in _readings().items() if 0x4E00 <= code <= 0x9FA5) - {
        "n",
        "m",
        "ng",
        "hm",
        "hng",
    }


@lru_cache(maxsize=4096)
def split(word: str) -> tuple[str, ...]:
    """`anquan` → (an, quan); () when it is not pinyin. The fewest syllables win."""
    best: list[tuple[str, ...] | None] = [()] + [None] * len(word)
    for end in range(1, len(word) + 1):
        for start in range(max(0, end - 6), end):
            head = best[start]
            if head is not None and word[start:end] in _known():
                candidate = (*head, word[start:end])
                current = best[end]
                if current is None or len(candidate) < len(current):
                    best[end] = candidate
    return best[-1] or ()


@lru_cache(maxsize=4096)
def is_pinyin(text: str) -> bool:
    """Whether a text in Latin letters is Chinese typed in pinyin."""
    words = re.findall(r"[a-z]+", text)
    if (
        not words
        or re.search(r"[\u3400-\u9fff]", text)
        or any(word in _ENGLISH for word in words if len(words) > 1 and word not in _SOUNDS)
    ):
        return False
    spelt = [word for word in words if word not in _LOAN]
    return bool(spelt) and sum(map(len, spelt)) >= 4 and all(split(word) for word in spelt)


_SOUNDS = frozenset(
    ["a", "he", "she", "me", "long", "can", "you", "no", "may"]
)  # English words that are syllables, too
_LOAN = frozenset(["cio", "it", "app", "ai", "vpn", "wifi", "ppt", "pc", "usb"])


def syllables(text: str) -> list[str]:
    """The sounds of a normalised text in order; '' stands where a sign has none."""
    if is_pinyin(text):
        return [
            merged(s) for word in re.findall(r"[a-z]+", text) for s in (split(word) if word not in _LOAN else (word,))
        ]
    return [syllable(c) if "\u3400" <= c <= "\u9fff" else "" for c in text]
