"""A mark in front of every message about certain work, such as 【演练】: a reader must never take a drill for the real thing.

A feature names its mark once, on its Router. It is put on where messages become rows (`Voice`), so that no sentence of
the feature, of the engine or of a shared tool can go without.
"""

import re
from collections.abc import Mapping
from dataclasses import replace

from handlers.cards import Card, Rendered
from handlers.texts import Phrase, Text, say

Marks = Mapping[str, Text]  # by the letters of the ids: D
_CODE_FIRST = re.compile(r"([A-Z]{1,2})-\d")


def on_row(rendered: Rendered, subject: str, language: str, marks: Marks) -> Rendered:
    """A message as it leaves. What has no subject but begins with an id is about that."""
    about = subject or rendered.title
    found = _CODE_FIRST.match(about)
    mark = marks.get(found[1]) if found else None
    if mark is None or _has(rendered.title, mark):
        return rendered
    return replace(rendered, title=mark.to(language) + rendered.title)


def on_words(words: Card | Phrase, mark: Text | None) -> Card | Phrase:
    """Words that belong to the marked work without naming it, such as a question of its dialogue."""
    if mark is None:
        return words
    if isinstance(words, Card):
        return replace(words, title=_before(words.title, mark))
    return _before(words, mark)


def _before(words: Phrase, mark: Text) -> Text:
    zh, en = say(words, "zh"), say(words, "en")
    return Text(zh if _has(zh, mark) else mark.zh + zh, en if _has(en, mark) else mark.en + en)


def _has(title: str, mark: Text) -> bool:
    return title.startswith((mark.zh, mark.en))
