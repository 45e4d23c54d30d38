"""A message as an Official Account shows it: texts, and where the account may, a menu whose lines can be tapped.

Each line of the menu has its number, for the number can be typed as well; a typed answer opens 48 hours, a tap one minute.
Source: "发送客服消息", msgmenu.
"""

from dataclasses import replace
from typing import Any

from bot.platforms import texts
from bot.platforms.wecom_cards import LONGEST_TEXT, as_texts, ended, numbered_choices
from bot.platforms.wording import cut, harmless, is_blank, looks_chinese, measure, utf8
from handlers.cards import Rendered

MOST_TEXTS = 3  # of one message
MOST_LINES = 10  # of a menu
LONGEST_LINE = 120  # bytes
BESIDE = 16  # bytes kept free for the line ends between them


def drawn(card: Rendered, *, menus: bool, last: bool) -> list[dict[str, Any]]:
    """The calls that say it. `last`: after it nothing more may be said, and it tells how to hear the rest."""
    language = "zh" if looks_chinese(card.as_text()) else "en"
    note = texts.LAST_FOR_NOW.to(language) if last else ""
    if menus and (menu := _menu(card, note or texts.TAP_OR_TYPE.to(language))):
        return menu
    noted = replace(card, note="\n".join(filter(None, (card.note, note)))) if note else card
    return [_text(words) for words in _texts(noted, note)]


def _menu(card: Rendered, note: str) -> list[dict[str, Any]]:
    tokens = [button.token for button in card.buttons]
    blank = any(is_blank(harmless(button.label)) for button in card.buttons)
    if not 0 < len(tokens) <= MOST_LINES or len(set(tokens)) < len(tokens) or not all(tokens) or blank:
        return []
    *before, head = as_texts(card, numbered=False, most=MOST_TEXTS)
    lines = [_line(number, button.label) for number, button in enumerate(card.buttons, 1)]
    size = sum(measure(part, utf8) + 1 for part in (head, *lines, note)) + BESIDE
    if size > LONGEST_TEXT:
        return []
    items = [{"id": token, "content": line} for token, line in zip(tokens, lines, strict=True)]
    menu = {"head_content": f"{head}\n", "list": items, "tail_content": f"\n{note}"}
    return [*(_text(words) for words in before), {"msgtype": "msgmenu", "msgmenu": menu}]


def _texts(card: Rendered, note: str) -> list[str]:
    """What says how to go on must not be what is cut off."""
    words = as_texts(card, numbered=True, most=MOST_TEXTS)
    if note and note not in words[-1]:
        words[-1] = ended(words[-1], "\n".join(filter(None, (numbered_choices(card), note))))
    return words


def _line(number: int, label: str) -> str:
    return cut(f"{number}. {' '.join(harmless(label).split())}", LONGEST_LINE, utf8)


def _text(words: str) -> dict[str, Any]:
    return {"msgtype": "text", "text": {"content": words}}
