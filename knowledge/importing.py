"""A school's own text → clauses with stable ids.

`read` takes .txt (UTF-8, GB18030), .md, .docx and .pdf, also a text copied from a document site with notices
around it. What a program cannot decide for certain is listed as a `Doubt` for a person; what was left out is
listed in `dropped`, so that nothing disappears in silence.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from knowledge import texts
from knowledge.clauses import Clause
from knowledge.comparing import Change, Kinship, diff, kinship
from knowledge.errors import Unreadable
from knowledge.formats import MAX_BYTES, read_lines
from knowledge.numbering import Doubt, parse

__all__ = ["Change", "Doubt", "Imported", "Kinship", "Unreadable", "diff", "kinship", "load_sample", "read"]

SAMPLE = Path(__file__).parent / "sample" / "charter.md"


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import found: the document's title, its clauses in order, what is doubtful, what was left out."""

    title: str
    clauses: tuple[Clause, ...]
    doubts: tuple[Doubt, ...]
    dropped: tuple[str, ...]


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
