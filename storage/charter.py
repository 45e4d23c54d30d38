"""The charter and its companions: documents, versions, clauses word for word. The index is only a cache of this."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import ForeignKey, Text, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from storage.base import Base
from storage.prepared import Prepared


class DocumentVersion(Base):
    """One version of one document, from its effective date until the next version's."""

    __tablename__ = "document_version"
    __table_args__ = (UniqueConstraint("document", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document: Mapped[str] = mapped_column(index=True)
    number: Mapped[int]
    title: Mapped[str]
    source: Mapped[str] = mapped_column(default="")
    is_sample: Mapped[bool] = mapped_column(default=False)
    retired: Mapped[bool] = mapped_column(default=False)
    effective: Mapped[date]
    imported_at: Mapped[datetime]
    # What was read in answers from its date on; published means that the people it concerns were told and asked.
    status: Mapped[str] = mapped_column(default="imported", server_default="imported")
    published_at: Mapped[datetime | None]
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    clauses: Mapped[list["ClauseRow"]] = relationship(order_by="ClauseRow.position", cascade="all, delete-orphan")

    @property
    def code(self) -> str:
        """How it is spoken of: V-3."""
        return f"V-{self.id}"

    @property
    def headline(self) -> str:
        """A few words for lists."""
        return f"《{self.title}》第{self.number}版"


class ClauseRow(Base):
    """One clause: the unit that is found, quoted and cited."""

    __tablename__ = "clause"
    __table_args__ = (UniqueConstraint("version_id", "clause"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("document_version.id"))
    position: Mapped[int]
    clause: Mapped[str]
    chapter: Mapped[str] = mapped_column(default="")
    section: Mapped[str] = mapped_column(default="")
    title: Mapped[str] = mapped_column(default="")
    text: Mapped[str] = mapped_column(Text)


def versions(tx: Session, document: str) -> Sequence[DocumentVersion]:
    """All versions of a document, oldest first."""
    return tx.scalars(
        select(DocumentVersion).where(DocumentVersion.document == document).order_by(DocumentVersion.number)
    ).all()


def samples(tx: Session) -> Sequence[DocumentVersion]:
    """The shipped sample, while it still answers."""
    return tx.scalars(
        select(DocumentVersion).where(DocumentVersion.is_sample, DocumentVersion.retired.is_(False))
    ).all()


def in_force(tx: Session, day: date) -> list[DocumentVersion]:
    """The version of each document that applies on a day: the latest to take effect, or the first one to come."""
    return applying([version for versions in _of_documents(tx).values() for version in versions], day)


def applying(versions: Iterable[DocumentVersion], day: date) -> list[DocumentVersion]:
    """The same, were these all the versions there are."""
    documents: dict[str, list[DocumentVersion]] = {}
    for version in versions:
        documents.setdefault(version.document, []).append(version)
    return [version for group in documents.values() for version in [_on(group, day)] if version]


def all_versions(tx: Session) -> Sequence[DocumentVersion]:
    """Every version of every document, also the sample and what was withdrawn, in the order they came in."""
    return tx.scalars(select(DocumentVersion).order_by(DocumentVersion.id)).all()


def in_force_then(tx: Session, day: date) -> list[DocumentVersion]:
    """What applied on a day and nothing else: a document that was still to come answers nothing."""
    return [version for version in in_force(tx, day) if version.effective <= day]


def by_code(tx: Session, code: str) -> DocumentVersion | None:
    """A version by its spoken number."""
    number = code.removeprefix("V-")
    return tx.get(DocumentVersion, int(number)) if number.isdigit() else None


def own_versions(tx: Session) -> Sequence[DocumentVersion]:
    """Every version of the school's own documents, newest first."""
    return tx.scalars(
        select(DocumentVersion)
        .where(DocumentVersion.is_sample.is_(False), DocumentVersion.retired.is_(False))
        .order_by(DocumentVersion.id.desc())
    ).all()


def published_before(tx: Session, version: DocumentVersion) -> DocumentVersion | None:
    """The version of the same document that people were told of last."""
    return tx.scalar(
        select(DocumentVersion)
        .where(
            DocumentVersion.document == version.document,
            DocumentVersion.number < version.number,
            DocumentVersion.published_at.is_not(None),
            DocumentVersion.retired.is_(False),
        )
        .order_by(DocumentVersion.number.desc())
        .limit(1)
    )


def before(tx: Session, version: DocumentVersion) -> DocumentVersion | None:
    """The version of the same document before this one."""
    return tx.scalar(
        select(DocumentVersion)
        .where(
            DocumentVersion.document == version.document,
            DocumentVersion.number < version.number,
            DocumentVersion.retired.is_(False),
        )
        .order_by(DocumentVersion.number.desc())
        .limit(1)
    )


def _of_documents(tx: Session) -> dict[str, list[DocumentVersion]]:
    found: dict[str, list[DocumentVersion]] = {}
    rows = tx.scalars(select(DocumentVersion).where(DocumentVersion.retired.is_(False)).order_by(DocumentVersion.id))
    for version in rows:
        found.setdefault(version.document, []).append(version)
    return found


def _on(versions: list[DocumentVersion], day: date) -> DocumentVersion | None:
    in_effect = [version for version in versions if version.effective <= day]
    if in_effect:  # of two for the same day the one imported later counts
        return max(in_effect, key=lambda version: (version.effective, version.number))
    return min(versions, key=lambda version: (version.effective, -version.number), default=None)


# Asked before every answer, so it is built once.
_FINGERPRINT = Prepared(
    select(func.count(DocumentVersion.id), func.max(DocumentVersion.id), func.count().filter(DocumentVersion.retired))
)


def fingerprint(tx: Session) -> str:
    """Changes whenever a document or a version does, so that every process knows when to read again."""
    return "-".join(str(value or 0) for value in _FINGERPRINT.rows(tx, {})[0])
