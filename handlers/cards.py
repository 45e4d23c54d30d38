"""What we show: a card of words and buttons, without a thought of any platform.

Every card has a complete text form, so that a platform without buttons shows the same thing with numbers.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

from handlers.texts import Phrase, Text, say

Style = Literal["normal", "good", "bad"]
TOKEN_BYTES = 64  # Telegram's limit for callback data, the narrowest of all platforms
PICTURES = frozenset({"image/jpeg", "image/png"})
_NO_NUMBER = re.compile(r"[0-9]{19}|[^\D0-9]|[¹²³⁰-₉①-⒛]")  # what no row is numbered with: too long, or no plain digits


@dataclass(frozen=True, slots=True)
class Button:
    """A step somebody may take now. The label is also the typed command; the token is opaque to platforms."""

    label: Phrase
    token: str
    style: Style = "normal"


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file that travels with a message, by its number in storage; `handlers.files.enclose` makes one."""

    id: int
    name: str
    media_type: str
    size: int

    @property
    def is_picture(self) -> bool:
        """Whether a phone shows it at once instead of offering it for download."""
        return self.media_type in PICTURES


@dataclass(frozen=True, slots=True)
class Link:
    """A page somebody may open. The address stands in the card's words, too, for platforms that draw no links."""

    label: Phrase
    url: str


@dataclass(frozen=True, slots=True)
class Card:
    """A message before it has a language. The title carries the point; facts are label and value; the note is small.

    `files` travel with it. They stay as they were sent when the card changes later.
    """

    title: Phrase
    lines: tuple[Phrase, ...] = ()
    facts: tuple[tuple[Phrase, Phrase], ...] = ()
    buttons: tuple[Button, ...] = ()
    note: Phrase = ""
    files: tuple[Enclosure, ...] = ()
    links: tuple[Link, ...] = ()

    def render(self, language: str) -> "Rendered":
        """In one language, ready to become a row of the outbox."""
        return Rendered(
            title=say(self.title, language),
            lines=tuple(say(line, language) for line in self.lines),
            facts=tuple((say(name, language), say(value, language)) for name, value in self.facts),
            buttons=tuple(Shown(say(b.label, language), b.token, b.style) for b in self.buttons),
            note=say(self.note, language),
            files=self.files,
            links=tuple(Link(say(link.label, language), link.url) for link in self.links),
        )

    @classmethod
    def from_rendered(cls, shown: "Rendered") -> "Card":
        """What was shown in one language, to be said once more; files stay where they are."""
        buttons = tuple(Button(one.label, one.token, one.style) for one in shown.buttons)
        return cls(shown.title, shown.lines, shown.facts, buttons, shown.note, links=shown.links)

    def with_note(self, note: Phrase) -> "Card":
        """The same card with other small print."""
        return replace(self, note=note)


@dataclass(frozen=True, slots=True)
class Shown:
    """A button in one language."""

    label: str
    token: str
    style: Style = "normal"


@dataclass(frozen=True, slots=True)
class Rendered:
    """A message in one language: what an outbox row holds and what a platform draws."""

    title: str
    lines: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    buttons: tuple[Shown, ...] = ()
    note: str = ""
    files: tuple[Enclosure, ...] = ()
    links: tuple[Link, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """As the outbox keeps it, and reads it back: equal cards are equal rows."""
        kept: dict[str, Any] = {
            "title": self.title,
            "lines": list(self.lines),
            "facts": [[name, value] for name, value in self.facts],
            "buttons": [{"label": one.label, "token": one.token, "style": one.style} for one in self.buttons],
            "note": self.note,
        }
        if self.files:
            kept["files"] = [asdict(file) for file in self.files]
        if self.links:
            kept["links"] = [asdict(link) for link in self.links]
        return kept

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Rendered":
        """From an outbox row."""
        return cls(
            title=data.get("title", ""),
            lines=tuple(data.get("lines", ())),
            facts=tuple((name, value) for name, value in data.get("facts", ())),
            buttons=tuple(Shown(**button) for button in data.get("buttons", ())),
            note=data.get("note", ""),
            files=tuple(Enclosure(**file) for file in data.get("files", ())),
            links=tuple(Link(**link) for link in data.get("links", ())),
        )

    def paragraphs(self) -> list[str]:
        """Title, lines, facts and note as lines of plain text, without the buttons."""
        facts = [f"{name}：{value}" if _is_chinese(name) else f"{name}: {value}" for name, value in self.facts]
        return [part for part in (self.title, *self.lines, *facts, self.note) if part]

    def as_text(self, *, numbered: bool = True) -> str:
        """The complete text form: with `numbered`, each button is a line that can be answered by its number."""
        lines = self.paragraphs()
        if numbered and self.buttons:
            lines += ["", *(f"{n}. {button.label}" for n, button in enumerate(self.buttons, 1))]
        return "\n".join(lines)


def token(feature: str, action: str, code: str = "", choice: str = "", revision: int | str = "") -> str:
    """What a pressed button sends back. It grants nothing: person, role and state are checked again on every press."""
    parts = [f"{feature}.{action}", code, choice, str(revision)]
    while parts and not parts[-1]:
        parts.pop()
    packed = ":".join(parts)
    if len(packed.encode()) > TOKEN_BYTES:
        raise ValueError(f"a button token over {TOKEN_BYTES} bytes: {packed}")
    return packed


def read_token(packed: str) -> tuple[str, str, str, str, str] | None:
    """(feature, action, code, choice, revision), or None for something no button of ours ever sent."""
    head, *rest = packed.split(":")
    feature, dot, action = head.partition(".")
    if not dot or not feature or not action or len(rest) > 3 or _NO_NUMBER.search(packed):
        return None
    code, choice, revision = [*rest, "", "", ""][:3]
    return feature, action, code, choice, revision


def bullets(items: Sequence[Phrase]) -> tuple[Phrase, ...]:
    """Lines of a list, as plain as a phone shows them."""
    return tuple(Text(f"· {say(item, 'zh')}", f"· {say(item, 'en')}") for item in items)


def _is_chinese(text: str) -> bool:
    return any("一" <= character <= "鿿" for character in text)
