"""A version beside the one people were told of last: what changed, and whom that concerns."""

import tomllib
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from pathlib import Path

from sqlalchemy.orm import Session

from knowledge.charter import Clause
from knowledge.importing import Change, diff
from storage import acknowledgements, charter, people
from storage.charter import DocumentVersion
from storage.people import Person, Role

_FILE = Path(__file__).with_name("affected.toml")


def changes(tx: Session, version: DocumentVersion) -> tuple[Change, ...] | None:
    """Against the version published last, else the one before; None for a first version."""
    former = charter.published_before(tx, version) or charter.before(tx, version)
    return None if former is None else between(_clauses(former), _clauses(version))


@lru_cache(maxsize=16)
def between(old: tuple[Clause, ...], new: tuple[Clause, ...]) -> tuple[Change, ...]:
    """Compared once, shown to many."""
    return diff(old, new)


def _clauses(version: DocumentVersion) -> tuple[Clause, ...]:
    rows = version.clauses
    return tuple(Clause(version.document, row.clause, row.chapter, row.section, row.title, row.text) for row in rows)


def concerned(change: Change) -> frozenset[Role] | None:
    """Whose work a change touches; None: everybody's. New numbers for the same words touch nobody's."""
    if change.kind == "renumbered":
        return frozenset()
    found = [_roles().get(clause.title) for clause in (change.old, change.new) if clause is not None]
    known = [roles for roles in found if roles is not None]
    return None if len(known) < len(found) else frozenset().union(*known)


def concerns(change: Change, person: Person) -> bool:
    """Whether it touches this person's work."""
    roles = concerned(change)
    return roles is None or bool(roles & person.roles)


def affected(tx: Session, version: DocumentVersion) -> list[Person]:
    """Who is asked to take note: everybody of a first publication; later those concerned, and who never was asked."""
    former = charter.published_before(tx, version)
    everybody = people.active_people(tx)
    if former is None:
        return everybody
    found = changes(tx, version) or ()
    before = _asked_before(tx, version)
    return [
        person for person in everybody if person.id not in before or any(concerns(change, person) for change in found)
    ]


def touched(found: Iterable[Change]) -> set[str]:
    """Numbers, as they were, of clauses whose words changed or are gone."""
    return {change.old.id for change in found if change.old is not None and change.kind in {"changed", "removed"}}


def _asked_before(tx: Session, version: DocumentVersion) -> set[int]:
    earlier: Sequence[DocumentVersion] = charter.versions(tx, version.document)
    codes = [one.code for one in earlier if one.number < version.number]
    return {row.person_id for code in codes for row in acknowledgements.answers(tx, code)}


@cache
def _roles() -> dict[str, frozenset[Role]]:
    table = tomllib.loads(_FILE.read_text("utf-8"))
    return {title: frozenset(Role(name) for name in names) for title, names in table.items()}
