"""Whose next version an imported text is, where nobody has said it: two charters that contradict each other never
answer side by side because one was saved under another title.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from knowledge.charter import Clause
from knowledge.importing import Kinship, kinship
from storage import charter
from storage.charter import DocumentVersion

SURE = 0.5  # share of the longer text in common, from which it is the same document
DOUBTFUL = 0.3  # share of the shorter text in common, from which a person has to say it


@dataclass(frozen=True, slots=True)
class Relative:
    """A document that an imported text resembles. `sure`: it is that document's next version."""

    name: str
    kinship: Kinship
    sure: bool


def relatives(tx: Session, clauses: Sequence[Clause], *, besides: str = "") -> list[Relative]:
    """The school's documents whose newest text shares its clauses with this one, nearest first; none for a new text."""
    found = []
    for name, version in _newest(tx).items():
        if name == besides:
            continue
        kin = kinship(_clauses(version), clauses)
        if kin.of_the_larger >= SURE or kin.of_the_smaller >= DOUBTFUL:
            found.append(Relative(name, kin, kin.of_the_larger >= SURE))
    return sorted(found, key=lambda one: -one.kinship.of_the_larger)


def _newest(tx: Session) -> dict[str, DocumentVersion]:
    newest: dict[str, DocumentVersion] = {}
    for version in charter.own_versions(tx):
        held = newest.get(version.document)
        if held is None or version.number > held.number:
            newest[version.document] = version
    return newest


def _clauses(version: DocumentVersion) -> list[Clause]:
    return [
        Clause(version.document, row.clause, row.chapter, row.section, row.title, row.text) for row in version.clauses
    ]
