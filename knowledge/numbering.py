"""Lines → clauses: which number stands for which rule.

Two numberings are usual in schools, and both may carry Arabic or Chinese numerals:

    第七章 › 7.3 › 2.        the clause is `7.3.2`       (chapters may number directly: `2.1`, or not at all: `3`)
    第三章 › 第十二条 › (三)   the clause is `第十二条(三)`

A document without any numbering is cut into paragraphs of sensible size (`段1`, `段2` …).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from knowledge.clauses import Clause, bare
from knowledge.formats import Line
from knowledge.notices import is_closing, is_notice

_CN = "零〇一二三四五六七八九十百两"
_CHAPTER = re.compile(rf"^第\s*([{_CN}\d]+)\s*[章编篇]\s*[:：、.]?\s*(.*)$")
_EN_CHAPTER = re.compile(r"^(?:chapter|part)\s+(\d+|[ivx]+)\s*[:.\-–—]?\s*(.*)$", re.IGNORECASE)
_SECTION = re.compile(rf"^第\s*([{_CN}\d]+)\s*节\s*[:：、.]?\s*(.*)$")
_ARTICLE = re.compile(rf"^第\s*([{_CN}\d]+)\s*条(之[一二三四五六七八九十])?\s*[:：、.]?\s*(.*)$", re.DOTALL)
_EN_ARTICLE = re.compile(r"^article\s+(\d+)\s*[:.\-–—]?\s*(.*)$", re.IGNORECASE | re.DOTALL)
_DECIMAL = re.compile(
    r"^(\d{1,2}(?:\s*[.．]\s*\d{1,2}){1,4})(?:\s*[.、．:：]\s*|\s+|(?=[^\d\s.%％年月日元个人次天小时分万]))(.*)$",
    re.DOTALL,
)
_PAREN = re.compile(rf"^[(（]\s*([{_CN}]+|\d{{1,2}})\s*[)）]\s*[、.]?\s*(.*)$", re.DOTALL)
_ITEM = re.compile(r"^(\d{1,2})\s*(?:[.．、)）]\s*|\s+(?=[^\d\s]))(?!\d)(.*)$", re.DOTALL)
_CN_ITEM = re.compile(rf"^([{_CN}]{{1,3}})\s*[、.．]\s*(.*)$", re.DOTALL)
_TITLE = re.compile(r"^([^:：。;；,，!！?？]{1,16})[:：]\s*(?=\S)", re.DOTALL)
_BRACKET_TITLE = re.compile(r"^[【\[]([^】\]]{1,20})[】\]]\s*")
_TOC_DOTS = re.compile(r"(?:[.…·]{3,}|\s{3,}|\t)\s*\d+$")

Kind = Literal["chapter", "section", "clause", "sub", "text"]


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something a person should look at: `about` is the clause id or the line, the rest says why."""

    about: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Parsed:
    title: str
    clauses: tuple[Clause, ...]
    doubts: tuple[Doubt, ...]
    dropped: tuple[str, ...]


@dataclass(slots=True)
class _Draft:
    id: str
    chapter: str
    section: str
    title: str
    paragraphs: list[str]


def number(numeral: str) -> int:
    """`十二`, `12`, `一百零三`, `iv` → the number; 0 when it is none."""
    if numeral.isdigit():
        return int(numeral)
    if re.fullmatch(r"[ivx]+", numeral, re.IGNORECASE):
        values = [{"i": 1, "v": 5, "x": 10}[c] for c in numeral.lower()]
        return sum(-v if v < max(values[i:]) else v for i, v in enumerate(values))
    total = current = 0
    for c in numeral:
        if c == "百":
            total, current = total + (current or 1) * 100, 0
        elif c == "十":
            total, current = total + (current or 1) * 10, 0
        else:
            current = "零一二三四五六七八九".find(c.replace("〇", "零").replace("两", "二"))
    return total + max(current, 0)


def parse(lines: Sequence[Line], *, fallback_title: str = "") -> Parsed:
    """Clauses of a text in reading order; what stands around the text is dropped and listed."""
    reader = _Reader()
    start = _first_heading(lines)
    if start is None:
        return _chunks(lines, fallback_title)
    reader.title = _title(lines[:start]) or fallback_title
    for line in lines[:start]:
        if line.text and line.text != reader.title:
            reader.dropped.append(line.text)
            if len(line.text) > 60 and not is_notice(line.text):
                reader.doubt(
                    line.text[:30],
                    "正文之前的这段话没有编号,未导入",
                    "unnumbered text before the first heading was left out",
                )
    reader.style = _style(lines[start:])
    for line in lines[start:]:
        reader.take(line)
    return reader.finish()


def _style(lines: Sequence[Line]) -> str:
    if any(_ARTICLE.match(line.text) or _EN_ARTICLE.match(line.text) for line in lines):
        return "article"
    if any(_CHAPTER.match(line.text) or _EN_CHAPTER.match(line.text) for line in lines):
        return "chapter"
    if any(_DECIMAL.match(line.text) for line in lines):
        return "decimal"
    if sum(1 for line in lines if _CN_ITEM.match(line.text)) > 1:
        return "enumerated"
    return "plain"


def _first_heading(lines: Sequence[Line]) -> int | None:
    """Where the text begins: after a table of contents, if there is one."""
    texts = [line.text for line in lines]
    for patterns in ((_CHAPTER, _EN_CHAPTER), (_ARTICLE, _EN_ARTICLE), (_DECIMAL,), (_CN_ITEM,)):
        found = [i for i, text in enumerate(texts) if any(p.match(text) for p in patterns) and not is_notice(text)]
        if found and (len(found) > 1 or patterns[0] in (_CHAPTER, _ARTICLE)):
            return _opening(lines, _after_contents(texts, found), patterns[0])
    numbered = [i for i, t in enumerate(texts) if _ITEM.match(t) and not is_notice(t)]
    return numbered[0] if len(numbered) > 1 else None


def _opening(lines: Sequence[Line], first: int, pattern: re.Pattern[str]) -> int:
    """A document numbered 1 / 1.1 begins at its `1`, not at its `1.1`."""
    if pattern is not _DECIMAL:
        return first
    major = re.match(r"\d+", lines[first].text)
    for i in range(first - 1, max(-1, first - 6), -1):
        match = _ITEM.match(lines[i].text)
        if match and major and match[1] == major[0] and len(match[2]) <= 20:
            return i
    return first


def _after_contents(texts: Sequence[str], found: Sequence[int]) -> int:
    heads = [re.sub(r"\s", "", _TOC_DOTS.sub("", texts[i])) for i in found]
    if _TOC_DOTS.search(texts[found[0]]):
        return next((i for i in found if not _TOC_DOTS.search(texts[i])), found[0])
    for place, head in enumerate(heads[1:], start=1):
        if head == heads[0]:
            return found[place]
    return found[0]


def _title(lines: Sequence[Line]) -> str:
    for line in reversed(lines):
        text = line.text.strip("#《》 ")
        if not text or is_notice(text) or len(text) > 40 or text[-1] in "。;；:：,，":
            continue
        if re.search(
            r"章程|制度|办法|规定|规则|细则|条例|预案|方案|规范|守则|charter|polic|rule|regulation|plan",
            text,
            re.IGNORECASE,
        ):
            return re.sub(r"\.(?:docx?|pdf|txt|md)\s*(?:VIP)?$", "", text, flags=re.IGNORECASE)
    heading = next((line.text for line in lines if line.level == 1 and not is_notice(line.text)), "")
    return heading.strip("《》 ")


@dataclass(slots=True)
class _Reader:
    """Walks through the lines and remembers in which chapter, section and clause it is."""

    title: str = ""
    style: str = "chapter"
    chapter: str = ""
    chapter_no: int = 0
    section: str = ""
    section_id: str = ""
    drafts: list[_Draft] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)
    open: _Draft | None = None
    lead: _Draft | None = None  # the article that (一)(二) belong to
    below: Literal["", "parenthesis", "item"] = ""  # what counts first inside this chapter or section
    around: tuple[str, str] | None = None  # 一、 › (一) › 1.: the section around the one that (一) heads
    after_blank: bool = False
    ended: bool = False
    continued: int = 0
    continuations: list[tuple[_Draft, str, bool]] = field(default_factory=list)

    def doubt(self, about: str, zh: str, en: str) -> None:
        self.doubts.append(Doubt(about, zh, en))

    def take(self, line: Line) -> None:
        text = line.text
        if not text:
            self.after_blank = True
            return
        if self._heading(line) or self._clause(text):
            pass
        elif is_notice(text):
            self.dropped.append(text)
        else:
            self._paragraph(text)
        self.after_blank = False

    def _heading(self, line: Line) -> bool:
        match = _CHAPTER.match(line.text) or _EN_CHAPTER.match(line.text)
        if match and len(match[2]) <= 40:
            self._enter_chapter(line.text, number(match[1]))
            return True
        if match := _SECTION.match(line.text):
            self._enter_section(line.text, "")
            return True
        if self.style in ("decimal", "enumerated", "chapter"):
            return self._decimal_heading(line)
        return False

    def _enter_chapter(self, text: str, no: int) -> None:
        match = re.match(rf"^(第\s*[{_CN}\d]+\s*[章编篇])\s*[:：、.]?\s*(.*)$", text)
        self.chapter = f"{''.join(match[1].split())} {match[2].strip()}".strip() if match else text
        self.chapter_no = no
        self._enter_section("", "")

    def _enter_section(self, heading: str, id: str) -> None:
        self.section, self.section_id = heading, id
        self.open = self.lead = None
        self.below, self.around = "", None

    def _decimal_heading(self, line: Line) -> bool:
        match = _DECIMAL.match(line.text)
        if match:
            number_text = re.sub(r"\s", "", match[1]).replace("．", ".")
            is_section = number_text.count(".") == 1 and self._names_a_section(match[2], line)
            if is_section:
                self._enter_section(f"{number_text} {match[2].strip()}", number_text)
            return is_section
        if self.style == "enumerated" and (match := _CN_ITEM.match(line.text)) and _heading_like(match[2]):
            self._enter_chapter(line.text, number(match[1]))
            return True
        match = _ITEM.match(line.text) if self.style == "decimal" else None
        if match is None or not _heading_like(match[2]) or (self.section_id and int(match[1]) != self.chapter_no + 1):
            return False
        self._enter_chapter(line.text, int(match[1]))
        return True

    def _names_a_section(self, words: str, line: Line) -> bool:
        return bool(line.level) or _heading_like(words)

    def _clause(self, text: str) -> bool:
        if match := _ARTICLE.match(text) or _EN_ARTICLE.match(text):
            label = f"第{match[1]}条" + (match[2] or "") if text.startswith("第") else f"Article {match[1]}"
            self.lead = self._begin(label, match[match.lastindex or 1] if match.lastindex else "")
            return True
        if match := _DECIMAL.match(text):
            self._begin(re.sub(r"\s", "", match[1]).replace("．", "."), match[2])
            return True
        if match := _PAREN.match(text):
            return self._parenthesis(match)
        match = _ITEM.match(text)
        if match is None and self.style != "article" and (self.section_id or self.chapter_no):
            match = _CN_ITEM.match(text)
        return match is not None and self._item(match)

    def _parenthesis(self, match: re.Match[str]) -> bool:
        if self.lead is None:
            _, section_id = self.around or (self.section, self.section_id)
            parent = section_id or str(self.chapter_no or "")
            if not parent or self.below == "item" or (self.open is not None and not self.below):
                return False  # below a 1. it is part of that clause's text
            if self.around:
                self.section, self.section_id = self.around
            self.below, self.around = "parenthesis", None
            self._begin(f"{parent}.{number(match[1])}", match[2])
            return True
        self._begin(f"{self.lead.id}({match[1]})", match[2])
        return True

    def _item(self, match: re.Match[str]) -> bool:
        if self.lead is not None:  # 1. 2. 3. below an article are part of its text
            return False
        if self.below == "parenthesis" and not self._part_begins():
            return False  # the same below a (一) that says something itself
        if not self.below:
            self.below = "item"
        parent = self.section_id or (str(self.chapter_no) if self.chapter_no else "")
        self._begin(f"{parent}.{number(match[1])}" if parent else match[1], match[2])
        return True

    def _part_begins(self) -> bool:
        """A bare `(一)发现与报告` before 1. 2. 3. is the heading of a section, not a clause."""
        heading = self.open
        if self.around is not None:
            return True
        if heading is None or not heading.title or heading.paragraphs:
            return False
        self.drafts.remove(heading)
        self.around = (self.section, self.section_id)
        self.section, self.section_id, self.open = f"{heading.id} {heading.title}", heading.id, None
        return True

    def _begin(self, id: str, text: str) -> _Draft:
        text = text.strip()
        title = ""
        if match := _BRACKET_TITLE.match(text) or _TITLE.match(text):
            title, text = match[1].strip(), text[match.end() :].strip()
        elif "\n" not in text and _heading_like(text) and len(text) <= 12 and not text.startswith("第"):
            title, text = text, ""
        draft = _Draft(id, self.chapter, self.section, title, [text] if text else [])
        self.drafts.append(draft)
        self.open = draft
        return draft

    def _paragraph(self, text: str) -> None:
        if self.open is None:
            where = self.section_id or (str(self.chapter_no) if self.chapter_no else self.chapter)
            if not where:
                self.dropped.append(text)
                return
            self.open = _Draft(where, self.chapter, self.section, bare(self.section or self.chapter), [text])
            self.drafts.append(self.open)
            return
        self.continuations.append((self.open, text, self.after_blank))
        self.open.paragraphs.append(text)

    def finish(self) -> Parsed:
        self._drop_closing()
        self._doubt_continuations()
        clauses: list[Clause] = []
        seen: set[str] = set()
        for draft in self.drafts:
            text = "\n".join(draft.paragraphs)
            if not text and not draft.title:
                continue
            if draft.id in seen:
                self.doubt(draft.id, "编号重复,后一处加了序号", "the number occurs twice; the later one got a suffix")
                draft.id = _unused(draft.id, seen)
            seen.add(draft.id)
            clauses.append(Clause(self.title, draft.id, draft.chapter, draft.section, draft.title, text or draft.title))
        self._doubt_gaps([clause.id for clause in clauses])
        return Parsed(self.title, tuple(clauses), tuple(self.doubts), tuple(self.dropped))

    def _drop_closing(self) -> None:
        """Unnumbered paragraphs after the last clause: a closing summary is not a rule, nor is a signature."""
        if not self.drafts:
            return
        last = self.drafts[-1]
        trailing = [text for draft, text, _ in self.continuations if draft is last]
        for place, text in enumerate(trailing):
            if is_closing(text):
                for rest in trailing[place:]:
                    last.paragraphs.remove(rest)
                    self.dropped.append(rest)
                self.continuations = [c for c in self.continuations if c[0] is not last or c[1] in trailing[:place]]
                self.doubt(
                    text[:30],
                    "文末的总结或落款没有编号,未作为条文导入",
                    "the unnumbered closing was not imported as a rule",
                )
                return

    def _doubt_continuations(self) -> None:
        for draft, text, after_blank in self.continuations:
            if after_blank and self.style != "article" and not re.match(r"[(（]?\d", text):
                self.doubt(
                    draft.id,
                    f"没有编号的段落并入了本条:{text[:20]}…",
                    f"an unnumbered paragraph was added to this clause: {text[:20]}…",
                )

    def _doubt_gaps(self, ids: Sequence[str]) -> None:
        previous: tuple[str, int] | None = None
        for called in ids:
            match = re.fullmatch(r"(.*?)(\d+)", called)
            article = re.fullmatch(rf"第([{_CN}\d]+)条", called)
            here = ("第", number(article[1])) if article else (match[1], int(match[2])) if match else None
            if here is None:
                continue
            if previous and here[0] == previous[0] and here[1] > previous[1] + 1:
                self.doubt(called, "前面缺了编号", "a number before this one is missing")
            if not (previous and article is None and previous[0] == "第"):
                previous = here


def _unused(id: str, seen: set[str]) -> str:
    return next(f"{id}-{n}" for n in range(2, len(seen) + 3) if f"{id}-{n}" not in seen)


def _heading_like(words: str) -> bool:
    words = words.strip()
    return bool(words) and len(words) <= 30 and not re.search(r"[。;；:：,，!！?？]|\.\s*$", words)


CHUNK = 300  # characters: about what fits a phone's screen, and one thought


def _chunks(lines: Sequence[Line], fallback_title: str) -> Parsed:
    """A text without numbers: paragraphs, the short ones joined, under the headings that it has."""
    title = _title(lines[:5]) or fallback_title
    dropped: list[str] = []
    chunks: list[tuple[str, str]] = []
    section, gathered = "", ""
    for line in [*lines, Line("", level=9)]:
        text = line.text
        if text and (is_notice(text) or text == title):
            dropped.append(text)
            continue
        if gathered and (line.level or len(gathered) + len(text) > CHUNK):
            chunks.append((section, gathered))
            gathered = ""
        if line.level and text:
            section = text
        elif text:
            gathered = f"{gathered}\n{text}" if gathered else text
    clauses = tuple(Clause(title, f"段{n}", section, "", "", text) for n, (section, text) in enumerate(chunks, start=1))
    doubt = Doubt(
        "",
        "全文没有编号,按段落切分,编号由系统给出",
        "the text has no numbers: it was cut into paragraphs and the numbers are ours",
    )
    return Parsed(title, clauses, (doubt,) if clauses else (), tuple(dropped))
