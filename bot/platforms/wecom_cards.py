"""A card as WeCom shows it: a template card with buttons where it fits one, else text with numbers.

WeCom cuts what is too long without a word, so nothing too long is ever handed over: what a card cannot hold is said in
a text before it. The lengths are WeCom's advice for cards, counted as it counts (one Chinese character or two narrow
ones), and the 2048 bytes of a text. Source: "发送应用消息" (90236).
"""

from dataclasses import dataclass, replace
from typing import Any

from bot.platforms import texts
from bot.platforms.wording import cut, harmless, is_blank, looks_chinese, measure, split, utf8, width
from handlers.cards import Rendered, Shown

LONGEST_TEXT = 2048  # bytes
MOST_TEXTS = 5  # messages for one card; WeCom drops in silence what is more than 30 a minute
MOST_BUTTONS = 6
MOST_FACTS = 6
LONGEST_KEY = 1024  # bytes
# In half-width characters.
TITLE = 72
SUBTITLE = 320
FACT_NAME = 10
FACT_VALUE = 60
LABEL = 20
STYLES = {"normal": 1, "good": 1, "bad": 2}  # blue, red
NOTHING = "…"


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the words of a card go, and whether all of them found room."""

    title: str
    subtitle: str
    facts: tuple[tuple[str, str], ...]
    complete: bool


def can_be_card(card: Rendered) -> bool:
    """Whether WeCom has a card for this: one to six different buttons that it can carry."""
    tokens = [button.token for button in card.buttons]
    return (
        1 <= len(tokens) <= MOST_BUTTONS
        and len(set(tokens)) == len(tokens)
        and all(0 < len(one.encode(errors="replace")) <= LONGEST_KEY for one in tokens)
        and not any(is_blank(harmless(button.label)) for button in card.buttons)
    )


def layout(card: Rendered) -> Layout:
    """Title, small text and facts, each within the advice."""
    title = _one_line(card.title) or NOTHING
    rest = []
    if measure(title, width) > TITLE:
        rest.append(title)
        title = cut(title, TITLE, width)
    rest += [harmless(line).strip() for line in card.lines]
    facts: list[tuple[str, str]] = []
    for name, value in card.facts:
        name_shown, value_shown = _one_line(name), _one_line(value)
        narrow = measure(name_shown, width) <= FACT_NAME and measure(value_shown, width) <= FACT_VALUE
        if narrow and name_shown and len(facts) < MOST_FACTS:
            facts.append((name_shown, value_shown))
        else:
            rest += replace(Rendered(""), facts=((name_shown, harmless(value).strip()),)).paragraphs()
    rest.append(harmless(card.note).strip())
    subtitle = "\n".join(part for part in rest if not is_blank(part))
    return Layout(title, cut(subtitle, SUBTITLE, width), tuple(facts), measure(subtitle, width) <= SUBTITLE)


def template_card(card: Rendered, task_id: str) -> dict[str, Any]:
    """The card with its buttons. `task_id` comes back with every press and must be new for this application."""
    return {**_frame(card), "task_id": task_id, "button_list": [_button(button) for button in card.buttons]}


def changed_card(card: Rendered) -> dict[str, Any]:
    """The card as it reads now: with new buttons, or with one grey word where the buttons were."""
    frame = _frame(card)
    if can_be_card(card):
        return {**frame, "button_list": [_button(button) for button in card.buttons]}
    word = texts.SETTLED.to("zh" if looks_chinese(card.title) else "en")
    return {**frame, "button_list": [{"text": word, "style": 1, "key": "settled"}], "replace_text": word}


def as_texts(card: Rendered, *, numbered: bool, most: int = MOST_TEXTS) -> list[str]:
    """The text form in as few messages as hold it, broken at line ends. `numbered`: with the buttons as lines."""
    words = harmless(card.as_text(numbered=numbered)).strip()
    if is_blank(words):
        return [NOTHING]
    pieces = split(words, LONGEST_TEXT, utf8)
    if len(pieces) <= most:
        return pieces
    choices = numbered_choices(card) if numbered else ""
    kept = pieces[: most - 1]
    return [*kept, ended("\n".join(pieces[most - 1 :]), choices)]


def parts(card: Rendered) -> int:
    """The most messages this card becomes, with its files, whichever form its reader sees."""
    as_text = len(as_texts(card, numbered=True))
    as_card = 0
    if can_be_card(card):
        as_card = 1 if layout(card).complete else 1 + len(as_texts(card, numbered=False))
    return len(card.files) + max(as_text, as_card)


def numbered_choices(card: Rendered) -> str:
    """The buttons as lines that can be answered by number; so many as one message holds beside some words."""
    lines = "\n".join(f"{n}. {_one_line(button.label)}" for n, button in enumerate(card.buttons, 1))
    return cut(lines, LONGEST_TEXT // 2, utf8)


def ended(words: str, choices: str) -> str:
    """A text cut to the limit that still ends with its choices."""
    tail = f"\n\n{choices}" if choices else ""
    return cut(words, LONGEST_TEXT - measure(tail, utf8), utf8) + tail


def _frame(card: Rendered) -> dict[str, Any]:
    placed = layout(card)
    frame: dict[str, Any] = {"card_type": "button_interaction", "main_title": {"title": placed.title}}
    if placed.subtitle:
        frame["sub_title_text"] = placed.subtitle
    if placed.facts:
        frame["horizontal_content_list"] = [{"keyname": name, "value": value} for name, value in placed.facts]
    return frame


def _button(button: Shown) -> dict[str, Any]:
    return {
        "text": cut(_one_line(button.label), LABEL, width), "style": STYLES.get(button.style, 1), "key": button.token,
    }  # fmt: skip


def _one_line(text: str) -> str:
    return " ".join(harmless(text).split())
