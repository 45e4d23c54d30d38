"""Telegram's HTML: what it shows, and how it refuses.

The rules are those of the Bot API page, the words of refusal those of the open-source server.
Offsets in refusals count bytes of UTF-8; offsets and lengths of entities count UTF-16 units.
"""

import re
from dataclasses import dataclass, field
from typing import Any

from tests.fakes.telegram_refusals import Refused, bad_request

Entity = dict[str, Any]
KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
}
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
SPACES = " \t\r\n\0\v"


def utf16_length(text: str) -> int:
    """How long a text is for Telegram: 𠮷 and most emoji count two."""
    return len(text.encode("utf-16-le")) // 2


def _refused(why: str) -> Refused:
    return bad_request(f"can't parse entities: {why}")


@dataclass(slots=True)
class _Open:
    tag: str
    at: int  # where the tag stands, an index of the source
    start: int  # where its text starts, UTF-16 units of the result
    attributes: dict[str, str]


@dataclass(slots=True)
class _Parser:
    source: str
    i: int = 0
    shown: list[str] = field(default_factory=list)
    length: int = 0
    open: list[_Open] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)

    def parse(self) -> tuple[str, list[Entity]]:
        while self.i < len(self.source):
            char = self.source[self.i]
            if char == "&":
                self._show(self._character_reference())
            elif char != "<":
                self._show(char)
                self.i += 1
            elif self.source[self.i + 1 : self.i + 2] == "/":
                self._end_tag()
            else:
                self._start_tag()
        if self.open:
            raise _refused(f'Can\'t find end tag corresponding to start tag "{self.open[-1].tag}"')
        self.entities.sort(key=lambda e: (e["offset"], -e["length"]))
        return "".join(self.shown), self.entities

    def _show(self, text: str) -> None:
        self.shown.append(text)
        self.length += utf16_length(text)

    def _bytes_before(self, index: int) -> int:
        return len(self.source[:index].encode())

    def _peek(self) -> str:
        return self.source[self.i : self.i + 1]

    def _skip_spaces(self) -> None:
        while self._peek() and self._peek() in SPACES:
            self.i += 1

    def _take_until(self, stop: str) -> str:
        start = self.i
        while self._peek() and self._peek() not in stop:
            self.i += 1
        return self.source[start : self.i]

    def _character_reference(self) -> str:
        """`&lt;` and numbers are decoded; anything else, `&nbsp;` too, is shown as it stands."""
        match = re.compile(r"&(?:#x([0-9a-fA-F]+)|#([0-9]+)|([a-z]+));?").match(self.source, self.i)
        if match:
            hexadecimal, decimal, name = match.groups()
            number = int(hexadecimal, 16) if hexadecimal else int(decimal) if decimal else 0
            char = NAMED.get(name or "") or (chr(number) if 0 < number < 0x10FFFF else "")
            if char:
                self.i = match.end()
                return char
        self.i += 1
        return "&"

    def _start_tag(self) -> None:
        begin = self.i
        self.i += 1
        tag = self._take_until(SPACES + ">").lower()
        where = self._bytes_before(begin)
        if not self._peek():
            raise _refused(f"Unclosed start tag at byte offset {where}")
        if tag not in KINDS:
            raise _refused(f'Unsupported start tag "{tag}" at byte offset {where}')
        attributes = self._attributes(tag, where)
        self.i += 1
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            raise _refused(f'Tag "span" must have class "tg-spoiler" at byte offset {where}')
        self.open.append(_Open(tag, begin, self.length, attributes))

    def _attributes(self, tag: str, where: int) -> dict[str, str]:
        attributes: dict[str, str] = {}
        while True:
            self._skip_spaces()
            if self._peek() == ">":
                return attributes
            if not self._peek():
                raise _refused(f"Unclosed start tag at byte offset {where}")
            name = self._take_until(SPACES + "=>").lower()
            if not name:
                raise _refused(f'Empty attribute name in the tag "{tag}" at byte offset {where}')
            self._skip_spaces()
            if self._peek() != "=":
                if tag == "blockquote" and name == "expandable":
                    attributes[name] = ""
                    continue
                raise _refused(
                    f'Expected equal sign in declaration of an attribute of the tag "{tag}" at byte offset {where}'
                )
            self.i += 1
            self._skip_spaces()
            attributes[name] = self._attribute_value(where)

    def _attribute_value(self, where: int) -> str:
        quote = self._peek()
        if not quote:
            raise _refused(f"Unclosed start tag at byte offset {where}")
        if quote not in "'\"":
            begin = self.i
            while self._peek() and ((self._peek().isascii() and self._peek().isalnum()) or self._peek() in ".-"):
                self.i += 1
            if self._peek() not in (*SPACES, ">"):
                raise _refused(f"Unexpected end of name token at byte offset {self._bytes_before(begin)}")
            return self.source[begin : self.i].lower()
        self.i += 1
        value = []
        while self._peek() and self._peek() != quote:
            if self._peek() == "&":
                value.append(self._character_reference())
            else:
                value.append(self._peek())
                self.i += 1
        if not self._peek():
            raise _refused(f"Unclosed start tag at byte offset {where}")
        self.i += 1
        return "".join(value)

    def _end_tag(self) -> None:
        begin = self.i
        where = self._bytes_before(begin)
        if not self.open:
            raise _refused(f"Unexpected end tag at byte offset {where}")
        self.i += 2
        tag = self._take_until(SPACES + ">").lower()
        self._skip_spaces()
        if self._peek() != ">":
            raise _refused(f"Unclosed end tag at byte offset {where}")
        self.i += 1
        opened = self.open.pop()
        if tag and tag != opened.tag:
            raise _refused(f'Unmatched end tag at byte offset {where}, expected "</{opened.tag}>", found "</{tag}>"')
        self._close(opened)

    def _close(self, opened: _Open) -> None:
        length = self.length - opened.start
        if length == 0:
            return
        entity: Entity = {"type": KINDS[opened.tag], "offset": opened.start, "length": length}
        if opened.tag == "a":
            url = opened.attributes.get("href") or "".join(self.shown)[-length:]
            if not re.match(r"(https?|tg|mailto|tel)://?|[\w-]+(\.[\w-]+)+", url):
                return
            entity["url"] = url
        elif opened.tag == "tg-emoji":
            entity["custom_emoji_id"] = opened.attributes.get("emoji-id", "")
        elif opened.tag == "blockquote" and "expandable" in opened.attributes:
            entity["type"] = "expandable_blockquote"
        elif opened.tag in ("pre", "code"):
            language = opened.attributes.get("class", "").removeprefix("language-")
            if opened.tag == "code" and self.open and self.open[-1].tag == "pre" and language:
                self.open[-1].attributes.setdefault("class", f"language-{language}")
                return
            if opened.tag == "pre" and language:
                entity["language"] = language
        self.entities.append(entity)


def parse_html(source: str) -> tuple[str, list[Entity]]:
    """The text Telegram shows and its entities, or `Refused` with "can't parse entities: …"."""
    return _Parser(source).parse()


def trimmed(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Telegram's cleaning: control and line-direction characters go, ends are trimmed, entities follow."""
    cleaned = re.sub(r"[\u2028-\u202e\r]", "", re.sub(r"[\x00-\x09\x0b\x0c\x0e-\x1f]", " ", text))
    if len(cleaned) == len(text):
        text = cleaned
    else:
        text, entities = _without_removed(text, entities)
    body = text.strip(" \n\u200b\u200c\u200d\u2060\ufeff\u00a0\u3000")
    cut = utf16_length(text[: text.find(body)]) if body else 0
    end = utf16_length(body)
    kept = []
    for entity in entities:
        start = max(entity["offset"] - cut, 0)
        stop = min(entity["offset"] + entity["length"] - cut, end)
        if stop > start:
            kept.append({**entity, "offset": start, "length": stop - start})
    return body, kept


def _without_removed(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    removed = [utf16_length(text[: m.start()]) for m in re.finditer(r"[\u2028-\u202e\r]", text)]

    def shifted(offset: int) -> int:
        return offset - sum(1 for place in removed if place < offset)

    moved = []
    for entity in entities:
        start, stop = shifted(entity["offset"]), shifted(entity["offset"] + entity["length"])
        moved.append({**entity, "offset": start, "length": stop - start})
    return re.sub(r"[\u2028-\u202e\r]", "", re.sub(r"[\x00-\x09\x0b\x0c\x0e-\x1f]", " ", text)), moved


def bot_commands(text: str) -> list[Entity]:
    """The commands Telegram finds in what somebody typed."""
    return [
        {"type": "bot_command", "offset": utf16_length(text[: m.start()]), "length": len(m.group())}
        for m in re.finditer(r"(?<!\S)/[A-Za-z0-9_]{1,64}(@[A-Za-z0-9_]{3,32})?", text)
    ]
