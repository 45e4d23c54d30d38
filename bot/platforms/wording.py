"""Words on their way to a platform: made harmless, measured as the platform measures, cut where it hurts least.

Names and messages of other people stand in what we say, so all of it counts as hostile: characters that turn the
direction of a line, hide, or break an encoding are taken out before any platform sees them.
"""

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import TypeAlias

Cost: TypeAlias = Callable[[str], int]

# Control characters, characters that turn a line around, invisible ones, halves of surrogate pairs. The zero-width
# joiner stays: family emoji and several scripts need it.
HARMFUL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff"
    "\ufff9-\ufffb\ud800-\udfff]"
)
LINE_ENDS = re.compile("\r\n|[\r\u0085\u2028\u2029]")
EMPTY_LOOKING = frozenset("\u115f\u1160\u2800\u3164\uffa0")
UNSEEN = frozenset({"Cc", "Cf", "Mn"})
DEAREST = 4  # no character costs more on any platform
SENTENCE_ENDS = "。！？；…!?;\n"
BREATHS = "，、：,: "  # where a sentence too long for one message may be parted
MORE = "……"


def harmless(text: str) -> str:
    """The same words without characters that play tricks on the reader or the platform."""
    if text.isprintable():  # nearly always, and soon known: nothing that is taken out is printable
        return text
    return HARMFUL.sub("", LINE_ENDS.sub("\n", text))


def is_blank(text: str) -> bool:
    """Whether a reader would see nothing at all; platforms refuse such messages."""
    return not any(map(_is_seen, text))


@lru_cache(maxsize=8192)
def _is_seen(character: str) -> bool:
    blank = character.isspace() or character in EMPTY_LOOKING
    return not blank and unicodedata.category(character) not in UNSEEN


def utf16(character: str) -> int:
    """What one character costs on Telegram."""
    return 2 if character > "\uffff" else 1


def utf8(character: str) -> int:
    """What one character costs on WeCom and WeChat, which count bytes."""
    return len(character.encode("utf-8", "surrogatepass"))


@lru_cache(maxsize=8192)
def width(character: str) -> int:
    """How much room one character takes on a screen: a Chinese one takes two."""
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1


def measure(text: str, cost: Cost) -> int:
    """What a text costs in all."""
    if cost is utf16:
        return len(text.encode("utf-16-le", "surrogatepass")) // 2
    if cost is utf8:
        return len(text.encode("utf-8", "surrogatepass"))
    return sum(map(cost, text))


def cut(text: str, limit: int, cost: Cost) -> str:
    """The text if it fits, else its beginning with an ellipsis; never over the limit."""
    if len(text) * DEAREST <= limit or measure(text, cost) <= limit:
        return text
    return text[: _fitting(text, limit - measure(MORE, cost), cost)].rstrip() + MORE


def split(text: str, limit: int, cost: Cost) -> list[str]:
    """The text in pieces that fit: broken at line ends, else at sentence ends, else at a comma, else where it must be."""
    pieces = []
    rest = text
    while measure(rest, cost) > limit:
        most = max(_fitting(rest, limit, cost), 1)
        head = rest[:most]
        ends = (max(head.rfind(end) for end in marks) + 1 for marks in ("\n", SENTENCE_ENDS, BREATHS))
        at = next((end for end in ends if end > most // 2), most)
        pieces.append(rest[:at].rstrip("\n"))
        rest = rest[at:].lstrip("\n")
    return [piece for piece in (*pieces, rest) if piece]


def looks_chinese(text: str) -> bool:
    """Whether a message is in Chinese, for the few words a platform's frame needs."""
    return any("一" <= character <= "鿿" for character in text)


def _fitting(text: str, limit: int, cost: Cost) -> int:
    used = 0
    for position, character in enumerate(text):
        used += cost(character)
        if used > limit:
            return position
    return len(text)
