"""Files → lines of text. The only file that knows python-docx and pypdf.

Each reader gives `Line`s in reading order: the text as it stands, whether the source marks it as a heading,
and whether it begins a paragraph for certain (Word, Markdown) or only a line on the page (PDF).
"""

from __future__ import annotations

import codecs
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

from knowledge import texts, word_numbering
from knowledge.errors import Unreadable
from knowledge.letters import written

if TYPE_CHECKING:
    from pypdf import PdfReader

MEGABYTE = 1024 * 1024
MAX_BYTES = 30 * MEGABYTE
MOST_UNPACKED = 200 * MEGABYTE


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph (or printed line). `level`: 1.. for a heading that the source marks as such, else 0."""

    text: str
    level: int = 0


@dataclass(frozen=True, slots=True)
class Source:
    """A file, read: its lines, and the lines (page numbers, running heads) that are no part of the text."""

    lines: tuple[Line, ...]
    dropped: tuple[str, ...] = ()


def read_lines(data: bytes, name: str) -> Source:
    """The text of a file, by its content first and its name second. Raises `Unreadable`."""
    source = _read(data, name)
    return Source(tuple(replace(line, text=written(line.text)) for line in source.lines), source.dropped)


def _read(data: bytes, name: str) -> Source:
    if len(data) > MAX_BYTES:
        raise Unreadable(*texts.TOO_LARGE)
    if not data.strip():
        raise Unreadable(*texts.EMPTY)
    if data.startswith(b"%PDF"):
        return _pdf(data)
    if data.startswith(b"PK\x03\x04"):
        return Source(_word(data))
    if data.startswith(b"\xd0\xcf\x11\xe0") or name.lower().endswith((".doc", ".wps")):
        raise Unreadable(*texts.OLD_WORD)
    text = decode(data)
    if name.lower().endswith((".md", ".markdown")):
        return Source(tuple(_markdown(text)))
    return Source(tuple(Line(line.strip()) for line in text.splitlines()))


def decode(data: bytes) -> str:
    """UTF-8 (with or without a mark), UTF-16 with a mark, GB18030, or Big5 where that is no readable text."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", errors="replace")
    if b"\x00" in data:
        raise Unreadable(*texts.NOT_TEXT)
    for encoding in ("utf-8-sig", "gb18030", "big5hkscs"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _looks_like_text(text):
            return text
    raise Unreadable(*texts.NOT_TEXT)


def _looks_like_text(text: str) -> bool:
    odd = sum(1 for c in text if (ord(c) < 32 and c not in "\t\n\r\f\v\x1a") or 0xE000 <= ord(c) <= 0xF8FF)
    return odd * 50 <= len(text)


_FRONT_MATTER = re.compile(r"\A---\s*\n.*?\n---\s*\n", re.DOTALL)
_INLINE = (
    (re.compile(r"!\[[^\]]*\]\([^)]*\)"), ""),
    (re.compile(r"\[([^\]]+)\]\([^)]*\)"), r"\1"),
    (re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<![\w*])\*(?=\S)([^*]+?)(?<=\S)\*(?![\w*])"), r"\1"),
    (re.compile(r"`([^`]+)`"), r"\1"),
    (re.compile(r"<!--.*?-->|<br\s*/?>|</?(?:p|div|span|b|i|u|center|font)[^>]*>", re.IGNORECASE), ""),
    (re.compile(r"\\([\\.*_#()\[\]+-])"), r"\1"),
)


def _markdown(text: str) -> Iterator[Line]:
    text = _FRONT_MATTER.sub("", text.replace("\r\n", "\n"))
    paragraph: list[str] = []
    for raw in [*text.split("\n"), ""]:
        line = raw.strip()
        heading = re.match(r"(#{1,6})\s+(.*?)\s*#*$", line)
        starts = heading or not line or line.startswith((">", "|", "- ", "* ", "+ ")) or _numbered(line)
        if starts and paragraph:
            yield Line(_unmarked(join_wrapped(paragraph)))
            paragraph = []
        if heading:
            yield Line(_unmarked(heading[2]), level=len(heading[1]))
        elif line.startswith("|"):
            if not re.fullmatch(r"[|\s:\-]+", line):
                yield Line(_unmarked(" | ".join(cell.strip() for cell in line.strip("|").split("|"))))
        elif line and not re.fullmatch(r"(?:[-*_=]\s*){3,}", line):
            paragraph.append(re.sub(r"^(?:>\s*|[-*+]\s+)", "", line))


def _numbered(line: str) -> bool:
    return bool(
        re.match(
            r"(?:\d+(?:\.\d+)*[.、)）\s]|第[零〇一二三四五六七八九十百\d]+[章节条]|[(（][一二三四五六七八九十\d]+[)）])",
            line,
        )
    )


def _unmarked(text: str) -> str:
    for pattern, replacement in _INLINE:
        text = pattern.sub(replacement, text)
    return text.strip()


def join_wrapped(lines: Sequence[str]) -> str:
    """Lines of one paragraph as one: no space between Chinese characters, one between words."""
    text = ""
    for line in lines:
        space = " " if text and text[-1].isascii() and line[:1].isascii() and text[-1].isalnum() else ""
        text = text.removesuffix("-") + line if _hyphenated(text, line) else text + space + line
    return text


def _hyphenated(text: str, line: str) -> bool:
    return len(text) > 1 and text.endswith("-") and text[-2].isascii() and text[-2].isalpha() and line[:1].islower()


def _word(data: bytes) -> tuple[Line, ...]:
    """A Word file is a parcel of XML that anybody may have packed: whatever is wrong with it, the person hears that."""
    try:
        with ZipFile(io.BytesIO(data)) as parcel:
            unpacked = sum(part.file_size for part in parcel.infolist())
        lines = tuple(_docx(data)) if unpacked <= MOST_UNPACKED else None
    except Exception as error:  # python-docx and lxml raise errors of many kinds on parts that are not what they say
        raise Unreadable(*texts.NOT_WORD) from error
    if lines is None:
        raise Unreadable(*texts.TOO_LARGE)
    return lines


def _docx(data: bytes) -> Iterator[Line]:
    from docx import Document  # noqa: PLC0415 - paid only by who imports a Word file

    document = Document(io.BytesIO(data))
    numbers = word_numbering.Numbering(document)
    for block in document.iter_inner_content():
        if hasattr(block, "rows"):
            yield from _table(block)
            continue
        text = word_numbering.visible_text(block)
        if not text.strip():
            yield Line("")
            continue
        first, *rest = text.split("\n")
        yield Line(numbers.label(block) + first.strip(), level=word_numbering.heading_level(block))
        yield from (Line(line.strip()) for line in rest)


def _table(table: Any) -> Iterator[Line]:
    for row in table.rows:
        cells: list[str] = []
        for cell in row.cells:
            text = " ".join(word_numbering.visible_text(p).strip() for p in cell.paragraphs).strip()
            if not cells or text != cells[-1]:  # a merged cell appears once per column it spans
                cells.append(text)
        if any(cells):
            yield Line(" | ".join(cells) if len(cells) > 1 else cells[0])


def _pdf(data: bytes) -> Source:
    from pypdf import PdfReader  # noqa: PLC0415 - paid only by who imports a PDF
    from pypdf.errors import PyPdfError  # noqa: PLC0415 - the same

    try:
        reader = PdfReader(io.BytesIO(data))
        locked = reader.is_encrypted and not reader.decrypt("")
        pages = [] if locked else _pages(reader)
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, NotImplementedError, ImportError) as error:
        raise Unreadable(*texts.BROKEN_PDF) from error
    if locked or not any(line for page in pages for line in page):
        raise Unreadable(*(texts.ENCRYPTED if locked else texts.SCANNED))
    kept, dropped = _without_running_heads(pages)
    return Source(tuple(Line(text) for text in _paragraphs(kept)), tuple(dropped))


def _pages(reader: PdfReader) -> list[list[str]]:
    return [[line.strip() for line in page.extract_text().splitlines() if line.strip()] for page in reader.pages]


_PAGE_NUMBER = re.compile(
    r"(?:第\s*\d+\s*页.*|[-—–·\s]*\d+\s*[-—–·\s]*|\d+\s*/\s*\d+|page\s+\d+(?:\s+of\s+\d+)?)", re.IGNORECASE
)


def _without_running_heads(pages: list[list[str]]) -> tuple[list[list[str]], list[str]]:
    """Page numbers, and lines that stand at the edge of most pages, are not part of the text."""
    edges = Counter(_masked(line) for page in pages for line in {*page[:2], *page[-2:]})
    often = {line for line, count in edges.items() if count >= max(2, len(pages) * 0.5)}
    kept: list[list[str]] = []
    dropped: list[str] = []
    for page in pages:
        body = []
        for place, line in enumerate(page):
            edge = place < 2 or place >= len(page) - 2
            if edge and (_PAGE_NUMBER.fullmatch(line) or (len(pages) > 1 and _masked(line) in often)):
                dropped.append(line)
            else:
                body.append(line)
        kept.append(body)
    return kept, dropped


def _masked(line: str) -> str:
    return re.sub(r"\d+", "#", re.sub(r"\s+", "", line))


def _paragraphs(pages: Iterable[Sequence[str]]) -> Iterator[str]:
    """Printed lines → paragraphs: a line goes on until the sentence ends short of the margin, or a number begins."""
    lines = [line for page in pages for line in page]
    full = max((_width(line) for line in lines), default=0) * 0.82
    paragraph: list[str] = []
    for line in lines:
        if paragraph and (_numbered(line) or _ended(paragraph[-1], full)):
            yield join_wrapped(paragraph)
            paragraph = []
        paragraph.append(line)
    if paragraph:
        yield join_wrapped(paragraph)


def _ended(line: str, full: float) -> bool:
    if _width(line) >= full:
        return False
    return line.endswith(tuple("。;;:!?！？；：.")) or _width(line) < full * 0.75


def _width(line: str) -> int:
    return sum(1 if c.isascii() else 2 for c in line)
