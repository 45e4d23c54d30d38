"""How people at schools talk: data that a school can read, correct and extend.

    concepts.toml      words that mean the same, in Chinese and English (`备份 = 留底 = back up`)
    wanted.toml        what a question wants to know (a number, a deadline, a name …) and what would settle it
    phrases.toml       politeness, orders to a machine, traditional words
    off_topic.toml     questions that are not about any charter of this kind
    questions/*.toml   for every clause: how people ask for it, and what they ask that it leaves open

A school's own folder with files of the same names adds to these (`load(extra)`).
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Phrases:
    """Patterns that are taken out of a question before it is understood, and words that are replaced."""

    fillers: tuple[re.Pattern[str], ...]
    orders: tuple[re.Pattern[str], ...]
    acts: tuple[re.Pattern[str], ...]
    ordinary: frozenset[str]
    spans: tuple[re.Pattern[str], ...]
    enclosed: tuple[re.Pattern[str], ...]
    fields: tuple[re.Pattern[str], ...]
    ours: re.Pattern[str]
    dialect: tuple[tuple[str, str], ...]
    traditional: tuple[tuple[str, str], ...]
    alike: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Something a question can want to know: how one recognises it, and how one recognises that a rule says it."""

    name: str
    asks: re.Pattern[str]
    unless: re.Pattern[str] | None
    says: re.Pattern[str]
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One clause (or one section, `group`) of the sample charter with the questions that people ask about it."""

    id: str
    title: str
    asked: tuple[str, ...]
    open: tuple[str, ...]
    english: str = ""
    group: bool = False


class Lexicon:
    """Everything in this folder, and in a school's own. Questions are read only when something is fitted."""

    def __init__(self, extra: Path | None = None) -> None:
        """A file of the school's that is not TOML raises `tomllib.TOMLDecodeError`, which names line and column."""
        self._folders = (HERE, extra) if extra else (HERE,)
        self.concepts: dict[str, tuple[str, ...]] = {}
        for table in _tables(self._folders, "concepts.toml"):
            for name, words in table.items():
                self.concepts[name] = (*self.concepts.get(name, ()), *words)
        self.wanted = tuple(_wanted(row) for table in _tables(self._folders, "wanted.toml") for row in table["wanted"])

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """Clauses and sections with the questions that people ask about them."""
        return tuple(_merged(_entries(self._folders)))

    @cached_property
    def off_topic(self) -> tuple[str, ...]:
        """Questions about something else altogether."""
        return tuple(q for table in _tables(self._folders, "off_topic.toml") for q in table["questions"])

    @cached_property
    def fingerprint(self) -> str:
        """Changes whenever a file does."""
        digest = hashlib.sha256()
        for folder in self._folders:
            for path in sorted(folder.rglob("*.toml")):
                digest.update(path.name.encode() + path.read_bytes())
        return digest.hexdigest()


@lru_cache(maxsize=2)
def load(extra: Path | None = None) -> Lexicon:
    """Ours, and the school's; read once per process."""
    return Lexicon(extra)


def _tables(folders: tuple[Path, ...], pattern: str) -> Iterator[dict[str, Any]]:
    for folder in folders:
        for path in sorted(folder.glob(pattern)):
            yield tomllib.loads(path.read_text(encoding="utf-8"))


def _wanted(row: dict[str, str]) -> Wanted:
    unless = row.get("unless")
    return Wanted(
        row["name"],
        re.compile(row["asks"], re.VERBOSE),
        re.compile(unless, re.VERBOSE) if unless else None,
        re.compile(row["says"], re.VERBOSE),
        row["zh"],
        row["en"],
    )


def _entries(folders: tuple[Path, ...]) -> Iterator[Entry]:
    for table in _tables(folders, "questions/*.toml"):
        for kind in ("clause", "group"):
            for row in table.get(kind, ()):
                asked = (*row.get("asked", ()), *row.get("asked_en", ()))
                yield Entry(
                    row["id"], row["title"], asked, tuple(row.get("open", ())), row.get("english", ""), kind == "group"
                )


def _merged(entries: Iterator[Entry]) -> Iterator[Entry]:
    """A school may add to an entry by naming its id again."""
    found: dict[tuple[str, bool], Entry] = {}
    for entry in entries:
        key = (entry.id, entry.group)
        known = found.get(key, Entry(entry.id, entry.title, (), ()))
        asked, left_open = (*known.asked, *entry.asked), (*known.open, *entry.open)
        found[key] = Entry(entry.id, known.title, asked, left_open, entry.english or known.english, entry.group)
    yield from found.values()


@lru_cache(maxsize=1)
def phrases() -> Phrases:
    """The phrases of this folder, compiled once."""
    table = tomllib.loads((HERE / "phrases.toml").read_text(encoding="utf-8"))

    def compiled(key: str) -> tuple[re.Pattern[str], ...]:
        return tuple(re.compile(pattern) for pattern in table[key])

    return Phrases(
        compiled("fillers"),
        compiled("orders"),
        compiled("acts"),
        frozenset(table["ordinary"]),
        compiled("spans"),
        compiled("enclosed"),
        compiled("fields"),
        re.compile(table["ours"]),
        tuple(table["dialect"].items()),
        tuple(table["traditional"].items()),
        tuple(table["alike"]),
    )
