"""Plain wording: one way of writing for what people type in many ways.

Full-width letters, traditional characters, slips of the pinyin keyboard, dialect shortcuts and invisible
characters all become the same simple line, so that rules and examples need to be written only once.
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from handlers.understanding.lexicon import words

MAX_LENGTH = 2_000
"""Longer messages are understood by their beginning: nobody asks for two thousand characters of help."""

_INVISIBLE = re.compile(
    r"[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ue000-\uf8ff]"
)
_SPACES = re.compile(r"[ \t\u00a0\u3000]+")
_BETWEEN_SENTENCES = re.compile(r"(?<=[\u4e00-\u9fff]{4}) (?=[\u4e00-\u9fff]{2,}(?:[ ,.?!~;]|$)|[\u4e00-\u9fff]{4})")
"""On a telephone a space is typed where a comma belongs; between short words it is a slip of the thumb."""
_BETWEEN_CHINESE = re.compile(r"(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])")
_PUNCTUATION = str.maketrans("。、“”‘’【】～—–", ".,\"\"''[]~--")
_OPENERS = re.compile(
    r"^(?:(?:你好|您好|各位老师好|老师好|老师们好|大家好|早上好|上午好|下午好|晚上好|在吗|在不在|"
    r"请问一下|请问|问一下|问下|想问一下|想问下|想问问|不好意思|打扰一下|打扰了|打扰|麻烦您|麻烦你|麻烦|劳驾|拜托|"
    r"那个那个|嗯嗯|嗯|呃|额|哎呀|哎|唉|诶|欸|喂|亲|小信|校信官|机器人|管理员|我说|话说|"
    r"hello|hi|hey|please|excuse me|well|um|uh|dear all|@[^\s]+)(?:[,.!~:\s]+|(?=[^\s,.!~])))+",
    re.IGNORECASE,
)
_BARE_OPENER = re.compile(r"^(?:那个|哦|噢|喔|啊|好的|嗯|师傅|老师|主任)[,.!~\s]+")
_CLOSERS = re.compile(
    r"(?:[\s,.!~?;:…]|[\U0001f300-\U0001faff\u2600-\u27bf]|\[[^\]\s]{1,4}\]$|(?<=.)(?:啊|呀|哦|噢|哈|啦|嘞|哒|滴|呗|喔|哟|哇)|"
    r"(?<=[^没不])(?:,|\.|!|~| )(?:谢谢|多谢|感谢|谢了|谢啦|辛苦了|麻烦了|拜托了|thanks|thank you|please)"
    r"(?:了|啦|您|你|老师|师傅|大家)?)+$",
    re.IGNORECASE,
)


def plain(text: str) -> str:
    """The message in simplified, half-width, lower-case letters, slips mended; never raises, at most 2,000 long."""
    line = unicodedata.normalize("NFKC", text[: MAX_LENGTH * 2])[:MAX_LENGTH]
    line = _INVISIBLE.sub("", line).translate(_PUNCTUATION).translate(_traditional()).lower()
    line = _SPACES.sub(" ", line).strip()
    line = _BETWEEN_CHINESE.sub("", _BETWEEN_SENTENCES.sub(",", line))
    pattern, slips = _slips()
    return pattern.sub(lambda found: slips[found[0]], line)


def core(line: str) -> str:
    """The plain line without greeting, politeness and closing particles, unless nothing else is there."""
    shorter = _OPENERS.sub("", line)
    if not shorter.strip("啊呀哦噢哈啦呢了 ,.!~?"):
        return (_CLOSERS.sub("", line) or line).strip()
    shorter = _BARE_OPENER.sub("", shorter or line) or shorter or line
    return (_CLOSERS.sub("", shorter) or shorter).strip()


@lru_cache(maxsize=1)
def _traditional() -> dict[int, str]:
    pairs = words().traditional
    return {ord(old): new for old, new in zip(pairs[::2], pairs[1::2], strict=True)}


@lru_cache(maxsize=1)
def _slips() -> tuple[re.Pattern[str], Mapping[str, str]]:
    slips = words().slips
    chinese = sorted((slip for slip in slips if not slip.isascii()), key=len, reverse=True)
    latin = sorted((slip.strip() for slip in slips if slip.isascii()), key=len, reverse=True)
    pattern = "|".join(map(re.escape, chinese)) + "|(?<![a-z])(?:" + "|".join(map(re.escape, latin)) + ")(?![a-z])"
    return re.compile(pattern), {slip.strip(): meant.strip() for slip, meant in slips.items()}
