"""The charter and its companions: documents, versions, clauses word for word. The index is only a cache of this."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import ForeignKey, Text, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from storage.base import Base


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
    clauses: Mapped[list["ClauseRow"]] = relationship(order_by="ClauseRow.position", cascade="all, delete-orphan")


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
    """The version of each document that applies on a day: the newest that is effective, or the first one to come."""
    found: dict[str, DocumentVersion] = {}
    rows = tx.scalars(select(DocumentVersion).where(DocumentVersion.retired.is_(False)).order_by(DocumentVersion.id))
    for version in rows:
        if version.document not in found or version.effective <= day:
            found[version.document] = version
    return list(found.values())


def fingerprint(tx: Session) -> str:
    """Changes whenever a document or a version does, so that every process knows when to read again."""
    row = tx.execute(
        select(
            func.count(DocumentVersion.id),
            func.max(DocumentVersion.id),
            func.count().filter(DocumentVersion.retired),
        )
    ).one()
    return "-".join(str(value or 0) for value in row)
