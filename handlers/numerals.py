"""Numbers and object ids as people type and speak them.

A technician says 一百一十八号, a teacher types ｔ１１８, a leader copies T-0118: all three mean one issue.
Everything here is pure, keeps positions in the text, and never raises on text.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from typing import Protocol

from knowledge.normalise import characters

_DIGITS = dict(zip("零〇一二三四五六七八九", (0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9), strict=True)) | dict(
    zip("壹贰叁肆伍陆柒捌玖两幺", (1, 2, 3, 4, 5, 6, 7, 8, 9, 2, 1), strict=True)
)
_UNITS = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
_TENS = {"廿": "二十", "卅": "三十", "卌": "四十"}
_WRITTEN = "零一二三四五六七八九"
_LIMIT = 10**12

# One character for one character, so that a position in the folded text is one in the text as said.
_FOLD = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | str.maketrans(
    "　‐‑‒–—−兩萬億貳參陸點週後學節號鐘個種開內間還過從這當兒國慶連陽勞動歲鄰結業時禮單項會練",
    " ------两万亿贰叁陆点周后学节号钟个种开内间还过从这当儿国庆连阳劳动岁邻结业时礼单项会练",
)

_CHINESE_SIGN = r"[零〇一二三四五六七八九壹贰叁肆伍陆柒捌玖两幺十百千万亿拾佰仟廿卅卌]"
CHINESE = rf"{_CHINESE_SIGN}{{1,24}}"  # bounded, so that no message makes a pattern slow
NUMBER = rf"(?:[0-9]{{1,16}}|{CHINESE})"
"""A pattern for a whole number in folded text: ASCII digits or Chinese numerals."""


def fold(text: str) -> str:
    """The same text with full-width signs and traditional characters made plain; the length stays.

    "Ｔ－０１１８" becomes "T-0118", 三點 becomes 三点, 預算 becomes 预算. Case is kept.
    """
    return _fold_short(text) if len(text) <= SHORT else _fold(text)


def _fold(text: str) -> str:
    folded = text.translate(_FOLD)
    if folded.isascii():
        return folded
    try:
        folded.encode("gb2312")  # has no traditional characters: most texts need no second look
    except UnicodeEncodeError:
        return folded.translate(characters())
    return folded


SHORT = 64  # characters: what one turn folds again and again, labels and the words just said
_fold_short = lru_cache(maxsize=4096)(_fold)


def read_number(text: str) -> int | None:
    """The whole number that the whole text is, or None.

    Understands ASCII and full-width digits, Chinese numerals (also financial, 两, 廿, digit by digit as in
    一一八, and the colloquial 一百二 for 120), one Roman or circled numeral sign (Ⅲ, ③), and the ordinals of
    `read_ordinal`. Numbers from 10^12 on are nobody's id and give None.
    """
    said = fold(text).strip()
    if said.isascii():
        return int(said) if re.fullmatch(r"[0-9]{1,12}", said) else _read_roman(said)
    if len(said) == 1 and not re.fullmatch(CHINESE, said):
        sign = unicodedata.numeric(said, -1)
        return int(sign) if sign >= 0 and sign == int(sign) and sign < _LIMIT else None
    if said.startswith("第"):
        return read_ordinal(said)
    return _read_chinese(said)


def read_ordinal(text: str) -> int | None:
    """The place in a list that 第二个, 第3条, 2号, 二, "the second" or "#2" means; None if it means none."""
    said = fold(text).strip().lower()
    if match := re.fullmatch(rf"(?:第|#|no\.? ?)?(?P<n>{NUMBER})(?:个|条|项|张|单|号|份|位|件|种|st|nd|rd|th)?", said):
        return read_number(match["n"])
    return _ENGLISH_ORDINALS.get(re.sub(r"^the | one$", "", said))


_ENGLISH_ORDINALS = {
    word: place
    for place, word in enumerate(
        ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"), start=1
    )
}


def _read_roman(text: str) -> int | None:
    """I to XXXIX in capitals: teachers number attachments and grades so."""
    match = re.fullmatch(r"(X{0,3})(IX|IV|V?I{0,3})", text)
    if not match or not text:
        return None
    ones = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
    return 10 * len(match[1]) + ones.index(match[2])


def _read_chinese(text: str) -> int | None:
    if not re.fullmatch(CHINESE, text):
        return None
    for sign, spelled in _TENS.items():
        text = text.replace(sign, spelled)
    if all(sign in _DIGITS for sign in text):
        return int("".join(str(_DIGITS[sign]) for sign in text)) if len(text) <= 12 else None
    high, hundred_millions, text = text.rpartition("亿")
    middle, ten_thousands, low = text.rpartition("万")
    parts = ((high, hundred_millions, 10**8), (middle, ten_thousands, 10**4), (low, "", 1))
    total, previous = 0, 0
    for part, sign, scale in parts:
        if not part:
            if sign:
                return None
            continue
        value = _DIGITS[part] if len(part) == 1 and part in _DIGITS else _read_section(part)
        if value is None or value >= 10**4:
            return None
        # 一万二 is 12 000: a lone digit right after a large unit counts the next smaller unit.
        lone = previous > scale and len(part) == 1 and part in _DIGITS and scale == 1 and value > 0
        total += value * (previous // 10 if lone else scale)
        previous = scale if sign else previous
    return total


def _read_section(text: str) -> int | None:
    """A number below 10 000 with its units falling from left to right: 一百零八, 两千三, 十."""
    total, unit, digit, gap = 0, 10**4, None, False
    for sign in text:
        if sign in _UNITS:
            if _UNITS[sign] >= unit or (digit is None and _UNITS[sign] > 10):
                return None
            unit = _UNITS[sign]
            total += (1 if digit is None else digit) * unit
            digit, gap = None, False
        elif sign not in _DIGITS or digit is not None:
            return None
        elif _DIGITS[sign] == 0:
            gap = True
        else:
            digit = _DIGITS[sign]
    if digit is None:
        return None if gap and total == 0 else total
    short = unit in {100, 1000} and not gap  # 一百二 is 120, 一百零二 is 102
    return total + digit * (unit // 10 if short else 1)


def write_chinese(number: int) -> str:
    """The number as one says it: 118 → 一百一十八, 10 → 十, 2003 → 二千零三.

    Raises ValueError below 0 and from 10^12 on.
    """
    if not 0 <= number < _LIMIT:
        raise ValueError(f"no one says {number} aloud")
    if number == 0:
        return "零"
    written = ""
    for scale, sign in ((10**8, "亿"), (10**4, "万"), (1, "")):
        section, number = divmod(number, scale)
        if section:
            gap = "零" if written and (section < 1000 or written.endswith("零")) else ""
            written = written.rstrip("零") + gap + _write_section(section) + sign
    return written[1:] if written.startswith("一十") else written


def _write_section(section: int) -> str:
    written = ""
    for unit, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, section = divmod(section, unit)
        if digit:
            written += _WRITTEN[digit] + sign
        elif written and section and not written.endswith("零"):
            written += "零"
    return written


class Form(StrEnum):
    """How an id was said; the vaguer the form, the more the context must confirm it."""

    TYPED = "typed"  # T-0118, t118: the prefix says which kind of thing
    SPOKEN = "spoken"  # 118号, #118, 单号118: a number that is meant as an id
    BARE = "bare"  # 118 and nothing else


@dataclass(frozen=True, slots=True)
class Code:
    """An object id found in a text: `text[start:end]` is what was typed."""

    prefix: str | None  # "T", "P", …; None where only the context can tell
    number: int
    year: int | None  # projects are numbered by the year
    form: Form
    start: int
    end: int

    @property
    def id(self) -> str | None:
        """The id as the school writes it (T-0118, P-2026-003, TR-3); None while kind or year is open."""
        if self.prefix is None or (self.prefix == "P" and self.year is None):
            return None
        return write_code(self.prefix, self.number, self.year)


PREFIXES = ("TR", "IN", "T", "P", "D", "I", "R", "B", "Q", "M", "K", "G")
_WIDTHS = {"T": 4, "Q": 4, "P": 3}
_NOUNS = {"工单": "T", "报修单": "T", "报修": "T", "维修单": "T", "项目": "P"}


class Found(Protocol):
    """Something found in a text: an id, a time."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


def without(text: str, found: Iterable[Found], instead: str = "") -> str:
    """The words without what was found in them. What was found must not overlap; `instead` stands in its places."""
    for one in sorted(found, key=lambda one: one.start, reverse=True):
        text = text[: one.start] + instead + text[one.end :]
    return text


def write_code(prefix: str, number: int, year: int | None = None) -> str:
    """The id as the school writes and reads it aloud: ("T", 118) → "T-0118", ("P", 3, 2026) → "P-2026-003"."""
    digits = f"{number:0{_WIDTHS.get(prefix, 1)}d}"
    return f"{prefix}-{year}-{digits}" if year is not None else f"{prefix}-{digits}"


_PREFIX = "|".join(PREFIXES)
_PLACE = r"楼|栋|幢|室|教|会议|座|区|门|机|厅|馆|院|实验|班|宿舍|食堂|线|桌|口|柜|季|公寓|电池"
_DAY_PART = r"之?前|以前|之?后|以后|那天|当天|上午|下午|早|晚|中午|凌晨|到|至|截止|开会|周|星期"
_PATTERNS = (
    (
        Form.TYPED,
        re.compile(
            r"(?<![a-z0-9])(?P<prefix>p)[ _-]?(?P<year>20\d\d|(?<=-)\d\d(?=-))"
            r"(?:[ _/-](?P<n>\d{1,4})|(?P<glued>\d{3,4}))(?![0-9a-z])(?!\.\d)",
            re.IGNORECASE,
        ),
    ),
    (
        Form.TYPED,
        re.compile(
            rf"(?<![a-z0-9])(?P<prefix>{_PREFIX})(?P<gap>[ _:#.]?-[ ]?|[ _:#.]?)(?P<n>\d{{1,8}}|{CHINESE})"
            rf"(?![0-9a-z%℃])(?!\.\d)(?!-\d)(?!号?(?:{_PLACE}))(?! ?(?:hours?|minutes?|days?|weeks?|months?))",
            re.IGNORECASE,
        ),
    ),
    (Form.TYPED, re.compile(r"(?<![a-z0-9-])(?P<year>20\d\d)-(?P<n>\d{3})(?![0-9a-z-])", re.IGNORECASE)),
    (
        Form.SPOKEN,
        re.compile(
            rf"(?<![0-9一二三四五六七八九十百月第/.-])(?<![0-9一二三四五六七八九十日号][到至~])"
            rf"(?P<before>(?:工单|报修单?|维修单|项目)(?:的|单|编)?号?[:： ]*)?(?P<n>{NUMBER})"
            rf"号(?!{_PLACE}|{_DAY_PART}|[0-9]|[到至~-][0-9一二三四五六七八九十])(?P<after>工单|报修单?|维修单|项目)?单?"
        ),
    ),
    (
        Form.SPOKEN,
        re.compile(
            rf"(?P<before>#|№|\bno\.? ?|编号|单号|工单号?|报修单号?)[:： ]*(?P<n>{NUMBER})"
            r"(?![0-9a-z点:月%]|\s*(?:小时|分钟|天|周|个))",
            re.IGNORECASE,
        ),
    ),
    (Form.SPOKEN, re.compile(r"(?<![0-9a-z.:/-])(?P<n>0\d{3})(?![0-9a-z.:/年月日-])", re.IGNORECASE)),
    (Form.BARE, re.compile(rf"^\s*(?P<n>{NUMBER})\s*[。.!]?\s*$")),
)


_COUNTS = re.compile(rf"\d|{_CHINESE_SIGN}")  # no id without a number


@cache
def _others(prefixes: frozenset[str]) -> re.Pattern[str]:
    """The ids of features this file does not know: their letters, a dash, a number."""
    letters = "|".join(sorted(map(re.escape, prefixes), key=len, reverse=True))
    return re.compile(
        rf"(?<![a-z0-9])(?P<prefix>{letters})(?P<gap>-)(?P<n>\d{{1,8}})(?![0-9a-z])(?!\.\d)", re.IGNORECASE
    )


_A_PLACE = re.compile(rf" 号?(?:{_PLACE})")


def find_codes(text: str, prefixes: frozenset[str] = frozenset()) -> list[Code]:
    """Every object id in the text, in the order said, however it was typed.

    Rules: a prefix may be small, full-width, glued or set off by a dash ("t118", "Ｔ－0118", "p2026-3");
    a number with 号 counts ("118号", 一百一十八号单) unless it names a place (3号楼), a date (3月5号, 5号前)
    or is larger than any id; a number alone counts only when it is the whole message; "#118" and a
    four-digit "0118" count anywhere. "P1" to "P4" without a year are priorities, "in 2 hours" is time.
    `prefixes` are those of further features ("L-7").
    """
    return list(_codes(text, prefixes))


@lru_cache(maxsize=256)  # every feature looks for ids in the same words
def _codes(text: str, prefixes: frozenset[str]) -> tuple[Code, ...]:
    said = fold(text)
    if _COUNTS.search(said) is None:
        return ()
    found: list[Code] = []
    others = prefixes.difference(PREFIXES)
    patterns = (*_PATTERNS, (Form.TYPED, _others(others))) if others else _PATTERNS
    for form, pattern in patterns:
        for match in pattern.finditer(said):
            code = _code(form, match)
            if code and not any(code.start < other.end and other.start < code.end for other in found):
                found.append(code)
    return tuple(sorted(found, key=lambda code: code.start))


def _code(form: Form, match: re.Match[str]) -> Code | None:
    parts = match.groupdict()
    number = read_number(parts["n"] or parts.get("glued") or "")
    if number is None or number >= 10**8:
        return None
    year = int(parts["year"]) if parts.get("year") else None
    prefix = (parts.get("prefix") or "").upper() or _prefix_of_noun(parts)
    if year is not None:
        prefix, year = "P", year + 2000 if year < 100 else year
    elif form is Form.TYPED and not _plausible(prefix, parts["gap"] or "", number):
        return None
    elif form is Form.TYPED and "-" not in (parts["gap"] or "") and _A_PLACE.match(match.string, match.end()):
        return None  # "K1 机房" is a room; "提交 K-1 机房使用表" is an id and what follows it
    return Code(prefix, number, year, form, match.start(), match.end())


def _prefix_of_noun(parts: dict[str, str | None]) -> str | None:
    said = (parts.get("before") or "") + (parts.get("after") or "")
    return next((prefix for noun, prefix in _NOUNS.items() if noun in said), None)


def _plausible(prefix: str | None, gap: str, number: int) -> bool:
    """Whether letters and a number without a dash are an id: not the priority P1, not "in 2", not "I 3"."""
    if "-" in gap:
        return True
    if prefix == "P" and number <= 4:
        return False
    return " " not in gap or prefix in {"T", "P", "Q", "TR"}


def find_numbers(text: str) -> Iterator[tuple[int, int, int]]:
    """Every whole number in the text as (value, start, end), digits or Chinese numerals."""
    for match in re.finditer(rf"[0-9]+|{_CHINESE_SIGN}+", fold(text)):
        value = read_number(match[0])
        if value is not None:
            yield value, match.start(), match.end()
