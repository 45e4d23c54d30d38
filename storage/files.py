"""Files: what the school sends out (exports, sheets, certificates) and pictures people send in.

The bytes live in the database, so that every process on every machine can send them and a backup holds them. Who may
read a file follows from the outbox: it is whoever was sent a message that names it, as long as they belong to the school.
"""

import hashlib
from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, delete, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from storage.base import Base, insert_into

BIGGEST = 20 * 1024 * 1024  # bytes: what every platform can carry


class File(Base):
    """One file. `content` is None once it expired; name, size and hash stay as the trace of what was sent.

    `subject` is the code of what it is about; `owner_id` who made or sent it, None for the school itself.
    """

    __tablename__ = "file"
    __table_args__ = (Index(None, "expires_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str]
    content: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    subject: Mapped[str] = mapped_column(default="", index=True)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]


class Upload(Base):
    """What a platform calls a file it already has: it need not be carried there again, and a repeated message is known."""

    __tablename__ = "file_upload"

    file_id: Mapped[int] = mapped_column(ForeignKey("file.id"), primary_key=True)
    platform: Mapped[str] = mapped_column(primary_key=True)
    ref: Mapped[str]
    until: Mapped[datetime]


def keep(
    tx: Session,
    name: str,
    media_type: str,
    content: bytes,
    now: datetime,
    *,
    expires: datetime | None = None,
    subject: str = "",
    owner_id: int | None = None,
) -> File:
    """Keep a file. Raises `ValueError` for an empty one and for one over the limit of the platforms."""
    if not 0 < len(content) <= BIGGEST:
        raise ValueError(f"a file of {len(content)} bytes; it has to be between 1 and {BIGGEST}")
    kept = File(
        name=name, media_type=media_type, size=len(content), sha256=hashlib.sha256(content).hexdigest(), content=content,
        subject=subject, owner_id=owner_id, created_at=now, expires_at=expires,
    )  # fmt: skip
    tx.add(kept)
    tx.flush()
    return kept


def content_of(tx: Session, file_id: int, now: datetime) -> bytes | None:
    """The bytes, or None when there is no such file or its time is over."""
    row = tx.execute(select(File.content, File.expires_at).where(File.id == file_id)).one_or_none()
    if row is None or (row.expires_at is not None and row.expires_at <= now):
        return None
    return bytes(row.content) if row.content is not None else None


def upload_of(tx: Session, file_id: int, platform: str, now: datetime) -> str:
    """How a platform that has this file calls it; "" when it has to be carried there (again)."""
    return (
        tx.scalar(select(Upload.ref).where(Upload.file_id == file_id, Upload.platform == platform, Upload.until > now))
        or ""
    )


def remember_upload(tx: Session, file_id: int, platform: str, ref: str, until: datetime) -> None:
    """A platform has this file now, until a moment."""
    tx.execute(
        insert_into(tx, Upload)
        .values(file_id=file_id, platform=platform, ref=ref, until=until)
        .on_conflict_do_update(index_elements=["file_id", "platform"], set_={"ref": ref, "until": until})
    )


def forget_expired(tx: Session, now: datetime) -> int:
    """Drop the bytes of files whose time is over; how many that were."""
    over = select(File.id).where(File.expires_at <= now, File.content.is_not(None))
    ids = list(tx.scalars(over))
    if not ids:
        return 0
    tx.execute(delete(Upload).where(Upload.file_id.in_(ids)))
    tx.execute(update(File).where(File.id.in_(ids)).values(content=None).execution_options(synchronize_session=False))
    return len(ids)
