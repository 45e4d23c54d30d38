"""The small XML of WeCom and WeChat callbacks: one level of fields. Entities and DTDs are refused unread."""

from typing import NoReturn
from xml.parsers import expat

DEEPEST = 6


class BadXml(ValueError):
    """Not the XML of a callback."""


def fields_of(text: str) -> dict[str, str]:
    """The fields directly under the root, the first of each name; what lies deeper is left out. `BadXml` else."""
    reading = _Reading()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = reading.start
    parser.EndElementHandler = reading.end
    parser.CharacterDataHandler = reading.words
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    try:
        parser.Parse(text.encode(errors="strict"), True)
    except (expat.ExpatError, UnicodeError) as error:
        raise BadXml(str(error)) from error
    if reading.root != "xml":
        raise BadXml("the root is not <xml>")
    return reading.fields


class _Reading:
    def __init__(self) -> None:
        self.root = ""
        self.fields: dict[str, str] = {}
        self._path: list[str] = []
        self._words: list[str] = []

    def start(self, name: str, _attributes: dict[str, str]) -> None:
        self._path.append(name)
        if len(self._path) > DEEPEST:
            raise BadXml("too deep")
        if len(self._path) == 1:
            self.root = name
        if len(self._path) == 2:
            self._words = []

    def words(self, words: str) -> None:
        if len(self._path) == 2:
            self._words.append(words)

    def end(self, name: str) -> None:
        if len(self._path) == 2:
            self.fields.setdefault(name, "".join(self._words))
        self._path.pop()


def _refuse(*_: object) -> NoReturn:
    raise BadXml("a DTD or an entity")
