"""What `xiaoxin charter import` does: read a text, find out whose version it is, take it in, and say all that."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from shlex import quote
from typing import Any

from sqlalchemy.orm import Session

from bot.commands import texts
from bot.commands.opening import open_database
from bot.commands.saying import Problem, tell
from bot.settings import Settings
from handlers.policy.revising import Relative, relatives
from handlers.policy.shelf import adopt
from handlers.texts import Text
from knowledge.charter import Clause
from knowledge.importing import Imported, Kinship, Unreadable, kinship, read
from storage import charter
from storage.charter import DocumentVersion

TABLES = {
    ".csv",
    ".tsv",
    ".xls",
    ".xlsx",
    ".et",
    ".ods",
}  # lists of people and things: no charter, and full of telephone numbers
SHOWN = 40  # characters of a clause in the list of what was read


@dataclass(frozen=True)
class Adopted:
    """A text that was taken in. `recognised`: the document it was found to be a version of, where nobody said so.
    `beside`: documents that resemble it and go on answering. `former`, `compared`: the version before, and how much
    of it is still there.
    """

    file: Path
    imported: Imported
    document: str
    number: int
    effective: date
    coming: bool
    recognised: Relative | None
    beside: list[Relative]
    former: int
    compared: Kinship | None

    def as_json(self) -> dict[str, Any]:
        """The same for a program."""
        return {
            "document": self.document, "version": self.number, "effective": self.effective.isoformat(),
            "in_force": not self.coming, "title": self.imported.title,
            "revises": self.document if self.former else None, "resembles": [one.name for one in self.beside],
            "clauses": [clause.id for clause in self.imported.clauses],
            "doubts": [{"about": doubt.about, "zh": doubt.zh, "en": doubt.en} for doubt in self.imported.doubts],
            "dropped": len(self.imported.dropped),
        }  # fmt: skip


def take_in(file: Path, name: str, effective: date | None, *, as_new: bool) -> Adopted:
    """A file becomes a version of a document. Raises `Problem` when it cannot be read, or nobody can tell whose it is."""
    settings, now = Settings(), datetime.now(UTC)
    today = now.astimezone(settings.zone).date()
    day = effective or today
    if file.suffix.lower() in TABLES:
        raise Problem(texts.IS_A_TABLE(file=file.name))
    try:
        imported = read(file)
    except Unreadable as unreadable:
        raise Problem(Text(unreadable.zh, unreadable.en)) from None
    with open_database(settings) as database, database.write() as tx:
        document, recognised = _document(tx, imported, file, name, as_new=as_new)
        beside = relatives(tx, imported.clauses, besides=document)
        version = adopt(
            tx, imported.clauses, name=document, title=imported.title, effective=day, source=file.name, now=now,
            sample=False,
        )  # fmt: skip
        former = charter.before(tx, version)
        return Adopted(
            file, imported, document, version.number, day, day > today, recognised, beside,
            former.number if former else 0, kinship(clauses_of(former), imported.clauses) if former else None,
        )  # fmt: skip


def _document(tx: Session, imported: Imported, file: Path, name: str, *, as_new: bool) -> tuple[str, Relative | None]:
    """Which document a text is a version of: as it was said, else by its title, else by its clauses. Never a guess."""
    if name:
        return name, None
    titled = any(not version.retired for version in charter.versions(tx, imported.title))
    if as_new and titled:
        raise Problem(texts.NAME_TAKEN(name=imported.title, file=quote(str(file))))
    if as_new or titled:
        return imported.title, None
    found = relatives(tx, imported.clauses)
    sure = [one for one in found if one.sure]
    if len(sure) == 1:
        return sure[0].name, sure[0]
    if found:
        raise Problem(texts.WHICH_DOCUMENT(
            title=imported.title, name=found[0].name, shared=found[0].kinship.shared, count=len(imported.clauses),
            file=quote(str(file)), quoted=quote(found[0].name),
        ))  # fmt: skip
    return imported.title, None


def clauses_of(version: DocumentVersion) -> list[Clause]:
    """The clauses of a version, as they are compared."""
    return [
        Clause(version.document, row.clause, row.chapter, row.section, row.title, row.text) for row in version.clauses
    ]


def say(adopted: Adopted) -> None:
    """Each clause, what is doubtful, whose version it became, and what happens next."""
    imported = adopted.imported
    for clause in imported.clauses:
        tell(f"{clause.id:<8} {clause.title}  {clause.text[:SHOWN]}{'…' if len(clause.text) > SHOWN else ''}")
    for doubt in imported.doubts:
        about = f"({doubt.about})" if doubt.about else ""
        tell(Text(f"存疑{about}:{doubt.zh}", f"In doubt{about and ' ' + about}: {doubt.en}"))
    tell(texts.IMPORTED(
        title=imported.title, count=len(imported.clauses), number=adopted.number, date=adopted.effective,
        dropped=len(imported.dropped),
    ))  # fmt: skip
    _say_beside(adopted)
    if adopted.coming:
        tell(texts.UNTIL_THEN_FORMER if adopted.former else texts.UNTIL_THEN_COMING)
    tell(texts.PUBLISH_NEXT)


def _say_beside(adopted: Adopted) -> None:
    """Whose version it is, and what else answers that resembles it."""
    file, kin = quote(str(adopted.file)), adopted.compared
    if adopted.recognised is not None:
        tell(texts.TAKEN_AS_REVISION(
            title=adopted.imported.title, name=adopted.document, shared=adopted.recognised.kinship.shared,
            count=len(adopted.imported.clauses), file=file, quoted=quote(adopted.document), number=adopted.number,
        ))  # fmt: skip
    if kin is not None:
        tell(texts.COMPARED(
            former=adopted.former, shared=kin.shared, new=kin.new - kin.shared, gone=kin.old - kin.shared,
            quoted=quote(adopted.document),
        ))  # fmt: skip
    for one in adopted.beside:
        tell(texts.STANDS_BESIDE(
            name=one.name, shared=one.kinship.shared, file=file, quoted=quote(one.name), own=quote(adopted.document),
        ))  # fmt: skip
