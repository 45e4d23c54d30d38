"""Every update a platform sends us, kept before it is confirmed. The unique event id is what makes it happen once."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import IntEnum
from typing import Any

from sqlalchemy import Index, Integer, Text, UniqueConstraint, delete, select, text, update
from sqlalchemy.dialects.postgresql import Insert as PostgresInsert
from sqlalchemy.dialects.sqlite import Insert as SqliteInsert
from sqlalchemy.orm import Mapped, Session, mapped_column

from storage.base import Base, insert_into


class Heard(IntEnum):
    """What became of an update."""

    NEW = 0
    DONE = 1
    FAILED = 2
    IGNORED = 3


class Update(Base):
    """One update as the platform sent it, word for word, so that a mistake in reading it loses nothing."""

    __tablename__ = "inbox"
    __table_args__ = (
        UniqueConstraint("platform", "event_id"),
        # The literal matters: a bound status lets PostgreSQL pick a slow plan when statistics are old.
        Index(
            "ix_inbox_waiting",
            "platform",
            "conversation",
            "id",
            sqlite_where=text("status = 0"),
            postgresql_where=text("status = 0"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    platform: Mapped[str]
    event_id: Mapped[str]
    conversation: Mapped[str]
    payload: Mapped[str] = mapped_column(Text)
    received_at: Mapped[datetime]
    status: Mapped[int] = mapped_column(Integer, default=Heard.NEW)
    attempts: Mapped[int] = mapped_column(default=0)
    reference: Mapped[str] = mapped_column(default="")
    done_at: Mapped[datetime | None]


def keep(tx: Session, platform: str, event_id: str, conversation: str, payload: str, now: datetime) -> bool:
    """Keep an update. False when we have it already: then the platform may be told "yes" again, and nothing happens."""
    values = _new(platform, event_id, conversation, payload, now)
    statement = _once(insert_into(tx, Update)).values(**values).returning(Update.id)
    return tx.execute(statement).scalar_one_or_none() is not None


def keep_all(tx: Session, updates: Iterable[tuple[str, str, str, str]], now: datetime) -> None:
    """Keep many (platform, event id, conversation, payload) at once; those we have already change nothing."""
    tx.execute(_once(insert_into(tx, Update)), [_new(*update, now) for update in updates])


def _once(statement: SqliteInsert | PostgresInsert) -> SqliteInsert | PostgresInsert:
    return statement.on_conflict_do_nothing(index_elements=["platform", "event_id"])


def _new(platform: str, event_id: str, conversation: str, payload: str, now: datetime) -> dict[str, Any]:
    return {
        "platform": platform,
        "event_id": event_id,
        "conversation": conversation,
        "payload": payload,
        "received_at": now,
        "status": int(Heard.NEW),
        "attempts": 0,
        "reference": "",
    }


def oldest_waiting(tx: Session, platform: str, conversation: str) -> Update | None:
    """The next update of a conversation, locked: a second process waits here and then takes the one after it."""
    return tx.scalar(
        select(Update)
        .where(Update.platform == platform, Update.conversation == conversation, text("inbox.status = 0"))
        .order_by(Update.id)
        .limit(1)
        .with_for_update()
    )


def waiting_conversations(tx: Session, received_before: datetime | None = None) -> Sequence[tuple[str, str]]:
    """(platform, conversation) of everything not yet answered: what a start after a crash has to take up.

    With a moment, only what has waited since before it: a process that died has left it behind.
    """
    waiting = select(Update.platform, Update.conversation).where(text("inbox.status = 0")).distinct()
    if received_before is not None:
        waiting = waiting.where(Update.received_at < received_before)
    return [(platform, conversation) for platform, conversation in tx.execute(waiting)]


def settle(tx: Session, update_id: int, status: Heard, now: datetime, reference: str = "") -> None:
    """Say what became of an update, in the same transaction as its effects."""
    tx.execute(
        update(Update)
        .where(Update.id == update_id)
        .values(status=int(status), done_at=now, reference=reference, attempts=Update.attempts + 1)
    )


def forget(tx: Session, before: datetime) -> int:
    """Remove what was settled before a moment. No platform repeats an update so old, and it is personal data."""
    old = delete(Update).where(Update.received_at < before, Update.status != int(Heard.NEW)).returning(Update.id)
    return len(tx.execute(old.execution_options(synchronize_session=False)).all())


def settle_older(tx: Session, platform: str, conversation: str, limit: datetime, now: datetime) -> int:
    """Set aside everything of a conversation that arrived before a moment; how many that were."""
    rows = tx.execute(
        update(Update)
        .where(
            Update.platform == platform,
            Update.conversation == conversation,
            text("inbox.status = 0"),
            Update.received_at < limit,
        )
        .values(status=int(Heard.IGNORED), done_at=now, reference="too old")
        .returning(Update.id)
    )
    return len(rows.all())
