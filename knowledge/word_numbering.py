"""Numbers that exist only as Word's automatic numbering, made visible, so that `第三条` keeps its number."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DIGITS = "零一二三四五六七八九"
# Word's names for number formats that print Chinese numerals.
_CHINESE = {
    "chineseCounting",
    "chineseCountingThousand",
    "chineseLegalSimplified",
    "ideographDigital",
    "japaneseCounting",
    "taiwaneseCounting",
    "taiwaneseCountingThousand",
    "ideographTraditional",
}


def chinese(number: int) -> str:
    """12 → 十二, 103 → 一百零三 (up to 999)."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    text = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else _DIGITS[tens]) + "十"
    elif hundreds and ones:
        text += "零"
    return text + (_DIGITS[ones] if ones or not number else "")


def _roman(number: int) -> str:
    text = ""
    for value, sign in (
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ):
        while number >= value:
            text, number = text + sign, number - value
    return text


def _shown(number: int, form: str) -> str:
    if form in _CHINESE:
        return chinese(number)
    if form in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (number - 1) % 26)
        return letter.upper() if form == "upperLetter" else letter
    if form in ("lowerRoman", "upperRoman"):
        return _roman(number).upper() if form == "upperRoman" else _roman(number)
    return str(number)


@dataclass(frozen=True, slots=True)
class _Level:
    form: str = "decimal"
    pattern: str = ""
    start: int = 1
    restarts: bool = True  # articles usually count on through all chapters


class Numbering:
    """Counts the automatic numbers of a document while its paragraphs are read in order."""

    def __init__(self, document: Any) -> None:
        self._levels: dict[str, dict[int, _Level]] = {}
        self._abstract: dict[str, str] = {}
        self._starts: dict[tuple[str, int], int] = {}
        self._counts: dict[str, dict[int, int]] = {}
        try:
            root = document.part.numbering_part.element
        except (KeyError, NotImplementedError, AttributeError):
            return
        for abstract in root.iter(f"{_W}abstractNum"):
            self._levels[abstract.get(f"{_W}abstractNumId")] = dict(
                _level(level) for level in abstract.iter(f"{_W}lvl")
            )
        for num in root.iter(f"{_W}num"):
            self._read_num(num)

    def _read_num(self, num: Any) -> None:
        number = num.get(f"{_W}numId")
        self._abstract[number] = num.find(f"{_W}abstractNumId").get(f"{_W}val")
        for override in num.iter(f"{_W}lvlOverride"):
            start = override.find(f"{_W}startOverride")
            if start is not None:
                self._starts[number, int(override.get(f"{_W}ilvl"))] = int(start.get(f"{_W}val"))

    def label(self, paragraph: Any) -> str:
        """The number that Word prints before this paragraph (`第三条 `, `7.3.2 `), or nothing."""
        number, level = _numbering_of(paragraph)
        levels = self._levels.get(self._abstract.get(number or "", ""))
        if not number or not levels or level not in levels:
            return ""
        counts = self._counts.setdefault(self._abstract[number], {})
        here = levels[level]
        restart = self._starts.pop((number, level), None)
        counts[level] = restart if restart is not None else counts.get(level, here.start - 1) + 1
        for deeper in [key for key in counts if key > level]:
            if levels.get(deeper, _Level()).restarts:
                del counts[deeper]
        if here.form in ("bullet", "none"):
            return ""

        def counted(match: re.Match[str]) -> str:
            place = int(match[1]) - 1
            outer = levels.get(place, _Level())
            legal = level != place and outer.form in _CHINESE and "." in here.pattern  # a section of 第七章 prints 7.3
            return _shown(counts.setdefault(place, outer.start), "decimal" if legal else outer.form)

        text = re.sub(r"%(\d)", counted, here.pattern)
        return text if text.endswith(("、", ".", ")", "）", " ")) and not text[-2:-1].isdigit() else f"{text} "


def _level(level: Any) -> tuple[int, _Level]:
    def value(tag: str, default: str) -> str:
        found = level.find(f"{_W}{tag}")
        return default if found is None else str(found.get(f"{_W}val", default))

    restarts = value("lvlRestart", "1") != "0"
    return int(level.get(f"{_W}ilvl")), _Level(
        value("numFmt", "decimal"), value("lvlText", ""), int(value("start", "1")), restarts
    )


def _numbering_of(paragraph: Any) -> tuple[str | None, int]:
    """NumId and level, from the paragraph itself or from its style (and the styles that one is based on)."""
    level: int | None = None
    elements = [paragraph._p.pPr]  # noqa: SLF001 - python-docx shows numbering nowhere else
    style = paragraph.style
    while style is not None:
        elements.append(style.element.pPr)
        style = style.base_style
    for properties in elements:
        found = None if properties is None else properties.find(f"{_W}numPr")
        if found is None:
            continue
        ilvl, num = found.find(f"{_W}ilvl"), found.find(f"{_W}numId")
        if ilvl is not None and level is None:
            level = int(ilvl.get(f"{_W}val"))
        if num is not None:
            number = num.get(f"{_W}val")
            return (None if number == "0" else number), level or 0
    return None, 0


def heading_level(paragraph: Any) -> int:
    """1.. for `Heading N` / `标题 N`, else 0."""
    name = getattr(paragraph.style, "name", "") or ""
    match = re.fullmatch(r"(?:heading|标题)\s*(\d)", name, re.IGNORECASE)
    return int(match[1]) if match else 0


def visible_text(paragraph: Any) -> str:
    """The words as printed: insertions kept, tracked deletions and field codes left out."""
    parts: list[str] = []
    for node in paragraph._p.iter():  # noqa: SLF001 - `paragraph.text` leaves out tracked insertions
        if node.tag == f"{_W}t":
            parts.append(node.text or "")
        elif node.tag == f"{_W}tab" and node.getparent().tag == f"{_W}r":
            parts.append(" ")
        elif node.tag in (f"{_W}br", f"{_W}cr"):
            parts.append("\n")
        elif node.tag == f"{_W}noBreakHyphen":
            parts.append("-")
    return "".join(parts)
