"""A school's own text → clauses with stable ids.

`read` takes .txt (UTF-8, GB18030), .md, .docx and .pdf, also a text copied from a document site with notices
around it. What a program cannot decide for certain is listed as a `Doubt` for a person; what was left out is
listed in `dropped`, so that nothing disappears in silence.
"""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from knowledge import texts
from knowledge.clauses import Clause
from knowledge.errors import Unreadable
from knowledge.formats import MAX_BYTES, read_lines
from knowledge.numbering import Doubt, parse

__all__ = ["Change", "Doubt", "Imported", "Unreadable", "diff", "load_sample", "read"]

SAMPLE = Path(__file__).parent / "sample" / "charter.md"


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import found: the document's title, its clauses in order, what is doubtful, what was left out."""

    title: str
    clauses: tuple[Clause, ...]
    doubts: tuple[Doubt, ...]
    dropped: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between two versions. `renumbered`: the same words under another number."""

    kind: Literal["added", "removed", "changed", "renumbered"]
    old: Clause | None
    new: Clause | None


def read(source: Path | str | bytes, name: str = "") -> Imported:
    """Clauses of a document. `name` is the file's name (its ending helps) and the document's name without a title.

    Raises `Unreadable`, whose `zh` and `en` tell the person what to do next.
    """
    if not isinstance(source, bytes):
        path = Path(source)
        name = name or path.name
        try:
            if path.stat().st_size > MAX_BYTES:
                raise Unreadable(*texts.TOO_LARGE)
            source = path.read_bytes()
        except OSError as error:
            raise Unreadable(*texts.MISSING) from error
    lines = read_lines(source, name)
    parsed = parse(lines.lines, fallback_title=Path(name).stem)
    if not parsed.clauses:
        raise Unreadable(*texts.NO_CLAUSES)
    return Imported(parsed.title, parsed.clauses, parsed.doubts, (*lines.dropped, *parsed.dropped))


def load_sample() -> Imported:
    """The sample charter, in our own words, that answers until a school imports its own."""
    return read(SAMPLE)


def diff(old: Sequence[Clause], new: Sequence[Clause]) -> tuple[Change, ...]:
    """What a new version changes, in the order of the new text; removed clauses come last."""
    before = {clause.id: clause for clause in old}
    after = {clause.id: clause for clause in new}
    gone = [clause for clause in old if clause.id not in after]
    changes: list[Change] = []
    for clause in new:
        former = before.get(clause.id)
        if former is not None:
            if (former.title, former.text) != (clause.title, clause.text):
                changes.append(Change("changed", former, clause))
            continue
        moved = next((other for other in gone if _same_words(other, clause)), None)
        if moved is None:
            changes.append(Change("added", None, clause))
        else:
            gone.remove(moved)
            changes.append(Change("renumbered", moved, clause))
    changes.extend(Change("removed", clause, None) for clause in gone)
    return tuple(changes)


def _same_words(one: Clause, other: Clause) -> bool:
    return difflib.SequenceMatcher(None, one.title + one.text, other.title + other.text, autojunk=False).ratio() > 0.9
