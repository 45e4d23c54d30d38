"""A card as Telegram shows it: text in HTML with everything escaped, and an inline keyboard.

Lengths are counted in UTF-16 units, the strict reading of Telegram's 4096. HTML, for only three characters need
escaping there; one stray dot in MarkdownV2 swallows a whole message.
"""

import html
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, TypeAlias
from urllib.parse import urlsplit

from bot.platforms.wording import cut, harmless, is_blank, measure, split, utf16, width
from handlers.cards import TOKEN_BYTES, Rendered, Shown

LONGEST_TEXT = 4096
LONGEST_TOAST = 200
LONGEST_LABEL = 60
MOST_MESSAGES = 4  # of one card; what is longer belongs into a file
MOST_IN_ROW = 3
WIDEST_ROW = 26  # half-width characters: what a narrow phone shows in one row of buttons
STYLES = {"good": "success", "bad": "danger"}
NOTHING = "…"

# As the Bot API wants it in JSON: {"inline_keyboard": [[{"text", "callback_data"}]]}. The library's own objects for it cost
# more to make and to unmake than all else that is drawn.
Keyboard: TypeAlias = dict[str, list[list[Mapping[str, Any]]]]


@dataclass(frozen=True, slots=True)
class Drawn:
    """One message: with formatting, and plain for the case that Telegram does not accept the formatting."""

    html: str
    plain: str


@dataclass(frozen=True, slots=True)
class _Block:
    text: str
    tag: str = ""

    def as_html(self) -> str:
        escaped = html.escape(self.text, quote=False)
        return f"<{self.tag}>{escaped}</{self.tag}>" if self.tag else escaped


def draw(card: Rendered) -> list[Drawn]:
    """The card in as few messages as hold it; the buttons belong under the last one."""
    blocks = _blocks(card)
    if 2 * sum(len(block.text) + 1 for block in blocks) <= LONGEST_TEXT:  # no character counts more than two
        return [_drawn(blocks)]
    pages: list[list[_Block]] = [[]]
    room = LONGEST_TEXT
    for block in blocks:
        for piece in split(block.text, LONGEST_TEXT, utf16):
            needed = measure(piece, utf16) + 1
            if needed > room + 1 and pages[-1]:
                pages.append([])
                room = LONGEST_TEXT
            pages[-1].append(_Block(piece, block.tag))
            room -= needed
    if len(pages) > MOST_MESSAGES:
        last = cut(
            "\n".join(block.text for block in pages[MOST_MESSAGES - 1]) + "\n" * LONGEST_TEXT, LONGEST_TEXT, utf16
        )
        pages = [*pages[: MOST_MESSAGES - 1], [_Block(last)]]
    return [_drawn(page) for page in pages]


def draw_in_one(card: Rendered, longest: int = LONGEST_TEXT) -> Drawn:
    """The card in exactly one message, as an edit needs it: what is too long loses its end."""
    pages = draw(card)
    if len(pages) == 1 and measure(pages[0].plain, utf16) <= longest:
        return pages[0]
    text = cut("\n".join(block.text for block in _blocks(card)), longest, utf16)
    return _drawn([_Block(text)])


def after(words: Drawn | None, more: str) -> Drawn:
    """The same words with a line after them."""
    block = _Block(harmless(more))
    if words is None:
        return _drawn([block])
    return Drawn(f"{words.html}\n{block.as_html()}", f"{words.plain}\n{block.text}")


def toast(card: Rendered) -> str:
    """The few words that pop up after a press; "" only takes the waiting mark off the button."""
    words = harmless(card.as_text(numbered=False))
    return "" if is_blank(words) else cut(words, LONGEST_TOAST, utf16)


def keyboard(card: Rendered, *, private: bool = True) -> Keyboard | None:
    """The buttons, up to three in a row as their words allow. None where there are none. Pages open inside Telegram in a
    private chat, in the browser elsewhere; an address Telegram would refuse stands in the words only.
    """
    rows: list[list[Mapping[str, Any]]] = [
        [_button(button) for button in row]
        for row in _rows([button for button in card.buttons if _is_sendable(button)])
    ]
    for link in card.links:
        if _is_openable(link.url):
            opens: dict[str, Any] = {"web_app": {"url": link.url}} if private else {"url": link.url}
            rows.append([{"text": harmless(str(link.label)), **opens}])
    return {"inline_keyboard": rows} if rows else None


def _is_openable(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme == "https" and "." in (parts.hostname or "")


def _blocks(card: Rendered) -> list[_Block]:
    facts = replace(card, title="", lines=(), note="").paragraphs() if card.facts else []
    stands_alone = not (card.lines or facts or card.note)
    blocks = [_Block(card.title, "" if stands_alone else "b"), *(_Block(line) for line in (*card.lines, *facts))]
    # A button that Telegram cannot carry is not lost: its number means the same when it is typed.
    blocks += [
        _Block(f"{number}. {button.label}") for number, button in enumerate(card.buttons, 1) if not _is_sendable(button)
    ]
    blocks.append(_Block(card.note, "i"))
    shown = [_Block(harmless(block.text).strip(), block.tag) for block in blocks]
    return [block for block in shown if not is_blank(block.text)] or [_Block(NOTHING)]


def _drawn(page: list[_Block]) -> Drawn:
    return Drawn("\n".join(block.as_html() for block in page), "\n".join(block.text for block in page))


@lru_cache(maxsize=4096)  # most buttons are shown again and again
def _is_sendable(button: Shown) -> bool:
    fits = 0 < len(button.token.encode(errors="replace")) <= TOKEN_BYTES
    return fits and not is_blank(harmless(button.label))


def _rows(buttons: list[Shown]) -> list[list[Shown]]:
    """Rows in the given order: a row ends when it is full or would get too wide."""
    rows: list[list[Shown]] = []
    used = WIDEST_ROW
    for button in buttons:
        needed = measure(button.label, width) + 2
        if not rows or len(rows[-1]) == MOST_IN_ROW or used + needed > WIDEST_ROW:
            rows.append([])
            used = 0
        rows[-1].append(button)
        used += needed
    return rows


@lru_cache(maxsize=4096)
def _button(button: Shown) -> Mapping[str, Any]:
    label = cut(harmless(button.label).replace("\n", " ").strip(), LONGEST_LABEL, utf16)
    style = STYLES.get(button.style)
    return {"text": label, "callback_data": button.token, **({"style": style} if style else {})}
