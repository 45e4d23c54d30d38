"""Clauses called by their number: `7.3.2 说的是什么`, `第五章写了啥`, `clause 9.1`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.clauses import Clause
from knowledge.normalise import spelling
from knowledge.numbering import number
from knowledge.pinyin import syllables

LONGEST_HEADING = 30  # characters, as pinyin

_NUMERAL = "零〇一二三四五六七八九十百"
_NAMED = re.compile(
    r"(?P<word>第|clause\s*|article\s*|section\s*|item\s*)?(?<![\d.v])(?P<id>\d{1,2}(?:\.\d{1,2}){1,3})(?![\d.%a-z]|行动)(?P<unit>\s*(?:条|款|节|(?:这条|那条)?(?:是|讲|说|写|规定|的?(?:内容|原文|规定))))?"
    rf"|第\s*(?P<article>[{_NUMERAL}\d]+)\s*条的?(?P<item>\s*\([{_NUMERAL}\d]+\)|\s*第\s*\(?[{_NUMERAL}\d]+\)?\s*项)?"
    rf"|(?:第\s*(?P<chapter>[{_NUMERAL}\d]+)\s*章|chapter\s+(?P<roman>\d+|[ivx]+)\b)"
)
_TITLED = re.compile(
    r"(?:请)?(?:看|查|列出|列示|给出|说说|讲讲)?(?:一下)?(?:本)?(?:制度|章程|规定)?(?:里|中)?(?:的|关于|有关|对)*[《“\"]?(?P<title>\S{2,12}?)[》”\"]?"
    r"(?:(?:这|那|该|此)?一?[条款项](?:款|目|文)?)的?(?:全文|原文|内容|条文|规定|表述)?(?:是什么|是啥|怎么写的?|怎么说的?|写了什么|讲什么)?[\s?。]*"
)
_OTHER_LAW = re.compile(r"[法典]\s*$|法律$|law\s*$|act\s*$")
_CHAPTER = re.compile(rf"第\s*([{_NUMERAL}\d]+)\s*章|(?:chapter\s+)?(\d+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Named:
    """What a number in a question means here: the places of the clauses, or a number that the text does not have."""

    places: tuple[int, ...]
    missing: str = ""


def named(question: str, clauses: Sequence[Clause], document: str | None = None) -> Named | None:
    """The clauses that a normalised question calls by number; None when it names none. `document`: only in this one."""
    for match in _NAMED.finditer(question):
        if document is None and _OTHER_LAW.search(question[: match.start()]):
            return None
        found = _chapter(match, clauses) if match["chapter"] or match["roman"] else _clause(match, clauses)
        if found is not None:
            here = tuple(place for place in found.places if document is None or clauses[place].document == document)
            return Named(here, found.missing or ("" if here else match[0].strip()))
    return None


def titled(question: str, clauses: Sequence[Clause]) -> Named | None:
    """The one clause whose heading a normalised question asks for and nothing else: `数据分析这一条的全文`."""
    match = _TITLED.fullmatch(question)
    places = [p for p, clause in enumerate(clauses) if match and spelling(clause.title) == match["title"]]
    return Named(tuple(places)) if len(places) == 1 else None


def heading(text: str, clauses: Sequence[Clause]) -> int | None:
    """The place of the clause whose heading a normalised text is, letter by letter or by its sound; None for more words."""
    word = text.strip("?。!,. ")
    if not 3 <= len(word) <= LONGEST_HEADING:
        return None
    sounds = syllables(word)
    for place, clause in enumerate(clauses):
        title = spelling(clause.title)
        if title and (title == word or (all(sounds) and sounds == syllables(title))):
            return place
    return None


def _chapter(match: re.Match[str], clauses: Sequence[Clause]) -> Named:
    """A chapter; of it only the clauses whose headings are named with it: `第六章项目审批`."""
    wanted = number(match["chapter"] or match["roman"])
    places = tuple(place for place, clause in enumerate(clauses) if _chapter_number(clause.chapter) == wanted)
    if not places:
        return Named((), match[0].strip())
    titled_too = tuple(place for place in places if (title := spelling(clauses[place].title)) and title in match.string)
    return Named(titled_too or places)


def _clause(match: re.Match[str], clauses: Sequence[Clause]) -> Named | None:
    if match["article"]:
        item = number(re.sub(r"[^\d零〇一二三四五六七八九十百]", "", match["item"])) if match["item"] else 0
        wanted = number(match["article"])
        same = [
            p
            for p, c in enumerate(clauses)
            if (head := re.match(rf"第([{_NUMERAL}\d]+)条", c.id)) and number(head[1]) == wanted
        ]
        exact = [place for place in same if item and _item_number(clauses[place].id) == item]
        return Named(tuple(exact or same)) if same else Named((), match[0])
    called = match["id"]
    exact = [place for place, clause in enumerate(clauses) if clause.id == called]
    below = [place for place, clause in enumerate(clauses) if clause.id.startswith(f"{called}.")]
    if exact or below:
        return Named(tuple(exact[:1] or below))
    return Named((), called) if match["word"] or match["unit"] else None


def _item_number(id: str) -> int:
    match = re.search(rf"\(([{_NUMERAL}\d]+)\)$", id)
    return number(match[1]) if match else 0


def _chapter_number(chapter: str) -> int:
    match = _CHAPTER.match(chapter)
    return number(match[1] or match[2]) if match else -1
