"""What a short word means beside the cards on the screen: "1", "第二个", "接单", "同意 P-2026-003".

Each button is also a typed word and a number, on every platform, and means the same after a restart: the cards are
rows of the outbox, read here as they stand now, not as they were when they were sent.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from handlers.cards import read_token
from handlers.numerals import NUMBER as NUMERAL
from handlers.numerals import Code, Form, find_codes, fold, read_number, without
from handlers.texts import EDGES
from handlers.turn import Turn
from storage import onscreen

# "1", "1", "选1", "回复 2", "第二个", "no. 3"
NUMBER = re.compile(
    rf"^(?:选|回复|选择|第|no\.? ?|option ?|#)?\s*({NUMERAL})\s*(?:个|项|号|条)?\s*[。.!]?$", re.IGNORECASE
)

# What may follow a step's word as the number of its subject: "1", "1号", "第1单"; in "换了 2 个" it counts something.
_COUNTED = r"[个天日周月年元万台名人次点件条块根只星分秒时小]|days?|hours?|weeks?|minutes?|months?|yuan|stars?"
_AFTER_A_WORD = re.compile(rf"^\s*[第#]?(\d{{1,4}})\s?[号单]?(?=$|[\s,.:;、。])(?!\s*(?:{_COUNTED}))", re.IGNORECASE)


UNSURE = timedelta(seconds=2)  # platforms stamp whole seconds, and we write down a little after the message is there


@dataclass(frozen=True, slots=True)
class OnScreen:
    """A button somebody can see, and the subject of its card: TR-3, also where a person's own card is filed under TR-3/17."""

    token: str
    label: str
    subject: str


def on_screen(turn: Turn) -> list[list[OnScreen]]:
    """The buttons of the newest cards in this conversation, newest card first."""
    cards = ([_shown(button, row.subject) for button in card.get("buttons", ())] for row, card in turn.screen)
    return [buttons for buttons in cards if buttons]


def gone(turn: Turn) -> list[list[OnScreen]]:
    """The buttons these cards had when they came. One of them, typed too late, is answered by who was faster."""
    cards = ([_shown(button, row.subject) for button in row.buttons] for row, _card in turn.screen)
    return [buttons for buttons in cards if buttons]


def by_number(turn: Turn, text: str) -> list[OnScreen]:
    """The button a bare number means: the one of the newest card that has buttons. Two of them, where that card came only
    after the number was written, so that an old "1" never agrees to a newer request.
    """
    match = NUMBER.match(fold(text).strip())
    number = read_number(match.group(1)) if match else None
    if number is None:
        return []
    cards = [(row.id, card) for row, card in turn.screen if card.get("buttons")]
    found = [buttons[number - 1] if 1 <= number <= len(buttons) else None for buttons in on_screen(turn)]
    if len(cards) < 2 or turn.heard is None:
        return [button for button in found[:1] if button is not None]
    when = onscreen.came_at(turn.tx, [row for row, _card in cards], turn.now)
    seen = [(button, when[row]) for button, (row, _card) in zip(found, cards, strict=True) if row in when]
    if not seen or seen[0][0] is None:
        return []
    meant = seen[:1] if len(seen) < 2 or seen[0][1] <= turn.heard.at + UNSURE else seen[:2]
    return [button for button, _came in meant if button is not None]


PARTICLES = "吧啦哦呀啊"  # what may end a word without changing what it asks for


def by_label(turn: Turn, text: str) -> list[OnScreen]:
    """The buttons whose words were typed, one for each subject; several mean that somebody has to say which.

    With a code in the text only that subject's buttons count.
    """
    codes = find_codes(text, turn.features.prefixes)
    word = without_codes(text, codes)
    if codes and (whole := _whole_label(turn, text)) is not None:
        return [whole]
    if not word or len(word) > 20 or len(codes) > 1:  # a second id ("合并 T-2 T-1") answers the step's question
        return []
    softened = word.rstrip(PARTICLES) or word  # 同意吧
    shown = (button for row, card in turn.screen for button in (*card.get("buttons", ()), *row.buttons))
    if all(fold(button["label"]).lower() not in (word, softened) for button in shown):
        return []  # as with nearly all that is said: nothing more has to be read
    matching: dict[str, OnScreen] = {}
    for card in on_screen(turn):
        for button in card:
            if fold(button.label).lower() in {word, softened} and (
                not codes or any(means(code, button.subject) for code in codes)
            ):
                matching.setdefault(button.subject or button.token, button)
    if not matching and not codes:
        late = (button for card in gone(turn) for button in card if fold(button.label).lower() in {word, softened})
        return [button for button in late if not button.token.startswith("form.")][:1]
    found = list({button.token: button for button in matching.values()}.values())  # one draft shown twice is one
    return found[:1] if all(_is_passing(turn, button) for button in found) else found


def _whole_label(turn: Turn, text: str) -> OnScreen | None:
    """The button whose label was typed with its id and all: "看 P-2026-001"."""
    said = fold(text).strip(EDGES).lower()
    return next((b for card in on_screen(turn) for b in card if fold(b.label).lower() == said), None)


def _is_passing(turn: Turn, button: OnScreen) -> bool:
    """Whether it stands under an answer that nothing becomes of: of several such the newest is meant."""
    parts = read_token(button.token)
    router = turn.features.by_name.get(parts[0]) if parts else None
    return router is not None and router.flow is None


def number_after(rest: str) -> tuple[Code, str] | None:
    """The number that stands right after a step's word, of any kind of subject, and what was written after it."""
    match = _AFTER_A_WORD.match(fold(rest))
    if match is None:
        return None
    code = Code(None, int(match[1]), None, Form.SPOKEN, match.start(1), match.end(1))
    return code, rest[match.end() :].lstrip(EDGES)


def subjects_on_screen(turn: Turn) -> set[str]:
    """The ids this conversation shows: of cards, and of the lines of lists."""
    return {row.subject for row, _card in turn.screen} | {b.subject for card in on_screen(turn) for b in card} - {""}


def means(code: Code, subject: str) -> bool:
    """Whether an id as somebody typed it can be this subject: "118号" is any kind of 118, "T-0118" only one."""
    if code.id is not None:
        return code.id == subject
    prefix, _, rest = subject.partition("-")
    number = rest.rpartition("-")[2]
    return code.prefix in {None, prefix} and number.isdigit() and int(number) == code.number


def without_codes(text: str, codes: list[Code]) -> str:
    """What is left of a message once the ids are taken out: the word itself, small and bare."""
    return fold(without(text, codes).strip(EDGES)).lower()


def _shown(button: Mapping[str, Any], subject: str) -> OnScreen:
    parts = read_token(button["token"])
    return OnScreen(button["token"], button["label"], subject.partition("/")[0] or (parts[2] if parts else ""))
