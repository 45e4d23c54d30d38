"""Every update a platform sends us, kept before it is confirmed. The unique event id is what makes it happen once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum
from functools import cache
from typing import Any, cast

from sqlalchemy import Index, Integer, Table, Text, UniqueConstraint, bindparam, delete, or_, select, text, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from storage.base import Base, UtcDateTime, insert_once
from storage.prepared import Prepared

TOO_OLD = "too old"  # why an update was ignored
WRONG_CLOCK = timedelta(minutes=5)
ONE_OUTAGE = timedelta(hours=1)


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
    statement = insert_once(tx.get_bind().dialect.name, _inbox, "platform", "event_id", naming="id")
    return tx.execute(statement, values).scalar_one_or_none() is not None


def keep_all(tx: Session, updates: Iterable[tuple[str, str, str, str]], now: datetime) -> None:
    """Keep many (platform, event id, conversation, payload) at once; those we have already change nothing."""
    _keep(tx.get_bind().dialect.name).run(tx, *(_new(*update, now) for update in updates))


@cache
def _keep(dialect: str) -> Prepared:
    columns = [column.name for column in _inbox.columns if column.name not in {"id", "done_at"}]
    return Prepared(insert_once(dialect, _inbox, "platform", "event_id"), columns)


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


@dataclass(frozen=True, slots=True)
class Waiting:
    """An update that was not answered yet, as far as answering needs it."""

    id: int
    platform: str
    event_id: str
    conversation: str
    payload: str
    received_at: datetime


# Run for every answer, so they are built once.
_inbox = cast("Table", Update.__table__)
_NEXT = (
    select(*(_inbox.c[name] for name in Waiting.__slots__))
    .where(
        _inbox.c.platform == bindparam("on_platform"),
        _inbox.c.conversation == bindparam("of"),
        text("inbox.status = 0"),
    )
    .order_by(_inbox.c.id)
    .limit(1)
)
_NEXT_PREPARED, _NEXT_LOCKED = Prepared(_NEXT), Prepared(_NEXT.with_for_update())
_SETTLE = Prepared(
    update(_inbox)
    .where(_inbox.c.id == bindparam("row"))
    .values(
        status=bindparam("became"),
        done_at=bindparam("now", type_=UtcDateTime()),
        reference=bindparam("named"),
        attempts=_inbox.c.attempts + 1,
    )
)


def oldest_waiting(tx: Session, platform: str, conversation: str) -> Waiting | None:
    """The next update of a conversation, locked: a second process waits here and then takes the one after it."""
    row = _NEXT_LOCKED.one(tx, {"on_platform": platform, "of": conversation})
    return None if row is None else Waiting(*row)


def next_waiting(tx: Session, platform: str, conversation: str) -> Waiting | None:
    """The same, only looked at."""
    row = _NEXT_PREPARED.one(tx, {"on_platform": platform, "of": conversation})
    return None if row is None else Waiting(*row)


def waiting_conversations(tx: Session, received_before: datetime | None = None) -> Sequence[tuple[str, str]]:
    """(platform, conversation) of everything not yet answered: what a start after a crash has to take up.

    With a moment, only what has waited since before it: a process that died has left it behind. So it has what was
    received in the future, by a clock that was set back meanwhile.
    """
    waiting = select(Update.platform, Update.conversation).where(text("inbox.status = 0")).distinct()
    if received_before is not None:
        ahead = received_before + WRONG_CLOCK
        waiting = waiting.where(or_(Update.received_at < received_before, Update.received_at > ahead))
    return [(platform, conversation) for platform, conversation in tx.execute(waiting)]


def settle(tx: Session, update_id: int, status: Heard, now: datetime, reference: str = "") -> None:
    """Say what became of an update, in the same transaction as its effects."""
    values = {"row": update_id, "became": int(status), "now": now, "named": reference}
    _SETTLE.run(tx, values)


def forget(tx: Session, before: datetime) -> int:
    """Remove what was settled before a moment. No platform repeats an update so old, and it is personal data."""
    old = delete(Update).where(Update.received_at < before, Update.status != int(Heard.NEW)).returning(Update.id)
    return len(tx.execute(old.execution_options(synchronize_session=False)).all())


def all_waiting(tx: Session, platform: str, conversation: str) -> list[Waiting]:
    """Everything of a conversation that was not answered yet, oldest first."""
    rows = tx.execute(_NEXT.limit(None), {"on_platform": platform, "of": conversation})
    return [Waiting(*row) for row in rows]


def set_aside(tx: Session, ids: Sequence[int], platform: str, conversation: str, now: datetime) -> bool:
    """These are too old to be acted on. False when others of this conversation were set aside within the last hour."""
    before = select(Update.id).where(
        Update.platform == platform,
        Update.conversation == conversation,
        Update.reference == TOO_OLD,
        Update.done_at > now - ONE_OUTAGE,
    )
    first = tx.scalar(before.limit(1)) is None
    for update_id in ids:
        settle(tx, update_id, Heard.IGNORED, now, TOO_OLD)
    return first
