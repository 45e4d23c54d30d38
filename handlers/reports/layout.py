"""A report as blocks of words, the same for a Word file and for a printed page."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from handlers.reports import texts
from handlers.reports.content import Content, figures, text_of
from handlers.texts import Phrase, say
from handlers.turn import Turn

Kind = Literal["title", "small", "heading", "text", "bullet", "table", "strong"]
MOST_APPENDED = 40  # rows of one figure on paper
BAR = 10


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of a page: a line of a kind, or a table with its heading row."""

    kind: Kind
    words: str = ""
    rows: tuple[tuple[str, ...], ...] = ()
    widths: tuple[int, ...] = ()  # of a table's columns, in parts of the whole


def layout(
    turn: Turn, content: Content, title: Phrase, *, counted: datetime, code: str = "", edition: int = 1,
    numbered: bool = False, language: str = "",
) -> list[Block]:  # fmt: skip
    """Title, summary, sections with their figures, what is to be decided, and the rows behind the figures."""
    tongue = language or turn.language

    def t(words: Phrase) -> str:
        return say(words, tongue)

    at = turn.local(counted)
    blocks = [Block("title", t(title))]
    if code:
        blocks.append(Block("small", t(texts.NUMBER(code=code, edition=edition))))
    blocks.append(Block("small", t(texts.MADE(at=f"{at:%Y-%m-%d %H:%M}"))))
    if content.get("since"):
        blocks.append(Block("small", t(text_of(content["since"]))))
    blocks += [Block("heading", t(texts.SUMMARY)), Block("strong", t(text_of(content["summary"])))]
    for section in content["sections"]:
        blocks.append(Block("heading", t(text_of(section["title"]))))
        if section["figures"]:
            blocks.append(_table(section["figures"], tongue))
        blocks += [_sentence(one, tongue, numbered=numbered) for one in section["items"]]
    if content["asks"]:
        blocks.append(Block("heading", t(texts.ASKS)))
        blocks += [_sentence(one, tongue, numbered=numbered) for one in content["asks"]]
    blocks += _appendix(content, tongue)
    return blocks


def _table(found: list[Content], tongue: str) -> Block:
    head = tuple(say(one, tongue) for one in (texts.METRIC, texts.VALUE, texts.RECORDS, texts.FORMULA))
    rows = tuple(
        (
            say(text_of(one["name"]), tongue), _shown(one, tongue), str(one["count"]) if one["value"] is not None else "—",
            f"v{one['version']} {say(text_of(one['formula']), tongue)}",
        )
        for one in found
    )  # fmt: skip
    return Block("table", rows=(head, *rows), widths=(20, 22, 9, 49))


def _shown(figure: Content, tongue: str) -> str:
    """The number; a share with a bar that shows it."""
    shown = say(text_of(figure["shown"]), tongue)
    if figure["how"] != "share" or figure["value"] is None:
        return shown
    full = round(figure["value"] / 100 * BAR)
    return f"{shown}\n{'■' * full}{'□' * (BAR - full)}"


def _sentence(item: Content, tongue: str, *, numbered: bool) -> Block:
    words = item["en"] if tongue.lower().startswith("en") else item["zh"]
    return Block("bullet", f"[{item['n']}] {words}" if numbered else words)


def _appendix(content: Content, tongue: str) -> list[Block]:
    blocks = []
    for one in figures(content):
        if not one["rows"]:
            continue
        name, shown = say(text_of(one["name"]), tongue), say(text_of(one["shown"]), tongue)
        blocks.append(Block("strong", texts.ROWS_OF(name=name, shown=shown, count=one["count"]).to(tongue)))
        if one["person"]:
            codes = sorted({row[0] for row in one["rows"] if row[0]})
            blocks.append(Block("text", "、".join(codes[:MOST_APPENDED]) or texts.HIDDEN_ROWS.to(tongue)))
            continue
        english = tongue.lower().startswith("en")
        lines = [_row(row, row[2] if english else row[1]) for row in one["rows"][:MOST_APPENDED]]
        blocks += [Block("text", line) for line in lines]
        if one["count"] > MOST_APPENDED:
            blocks.append(Block("text", texts.MORE(count=one["count"], shown=MOST_APPENDED).to(tongue)))
    return [Block("heading", texts.APPENDIX.to(tongue)), *blocks] if blocks else []


def _row(row: list[str], words: str) -> str:
    """A record with its code, once, and its day."""
    code = "" if words.startswith(row[0]) else row[0]
    return " ".join(part for part in (code, words, row[3]) if part)
