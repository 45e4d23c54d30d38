"""Everything Xiaoxin says, as rows. Nothing leaves that was not a row first, in the transaction of its cause.

States: queued → claimed → accepted | failed(reason) | unknown. A claim belongs to a worker until its lease ends; marking
is fenced by that worker, so a slow one that lost its lease cannot overwrite what its successor found out.
`unknown` means: the platform may or may not have it (a timeout after the request went out). It is never blindly repeated.
`waiting` means: the person has no account that can be reached yet; it leaves when one is bound.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, Integer, func, or_, select, text, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from storage.base import Base, insert_into


class Sent(IntEnum):
    """What became of a message."""

    QUEUED = 0
    CLAIMED = 1
    ACCEPTED = 2
    FAILED = 3
    UNKNOWN = 4
    WAITING = 5
    DROPPED = 6


class Kind(StrEnum):
    """What the platform is asked to do."""

    SEND = "send"  # a new message
    EDIT = "edit"  # change the card that `edits` names, where the platform can
    TOAST = "toast"  # the short answer to a press; worthless after seconds


class Priority(IntEnum):
    """Who goes first when the platform's limit is near."""

    TOAST = 0
    REPLY = 1
    URGENT = 2
    NOTICE = 5
    BROADCAST = 9


class Message(Base):
    """One message to one conversation."""

    __tablename__ = "outbox"
    __table_args__ = (
        Index(
            "ix_outbox_due",
            "platform",
            "priority",
            "id",
            sqlite_where=text("status = 0"),
            postgresql_where=text("status = 0"),
        ),
        Index(
            "ix_outbox_claimed",
            "lease_until",
            sqlite_where=text("status = 1"),
            postgresql_where=text("status = 1"),
        ),
        Index("ix_outbox_conversation", "platform", "address", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str | None] = mapped_column(unique=True)
    kind: Mapped[str] = mapped_column(default=Kind.SEND)
    platform: Mapped[str]
    address: Mapped[str]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    card: Mapped[dict[str, Any]]
    subject: Mapped[str] = mapped_column(default="", index=True)
    batch: Mapped[str] = mapped_column(default="")
    edits: Mapped[int | None]
    answers: Mapped[str] = mapped_column(default="")  # the press or message this replies to, in the platform's words
    priority: Mapped[int] = mapped_column(default=Priority.NOTICE)
    not_before: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    status: Mapped[int] = mapped_column(Integer, default=Sent.QUEUED)
    worker: Mapped[str] = mapped_column(default="")
    lease_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    external_id: Mapped[str] = mapped_column(default="")
    handle: Mapped[str] = mapped_column(default="")  # what the platform gave us to change the card later
    reason: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]

    @property
    def buttons(self) -> list[dict[str, str]]:
        """The buttons this message showed, in their order."""
        return list(self.card.get("buttons", ()))


def queue(tx: Session, **values: Any) -> int | None:
    """Put one message into the outbox. None when its key is there already: it was said before."""
    statement = (
        insert_into(tx, Message).values(**values).on_conflict_do_nothing(index_elements=["key"]).returning(Message.id)
    )
    return tx.execute(statement).scalar_one_or_none()


def claim(tx: Session, platform: str, worker: str, now: datetime, lease: timedelta, limit: int) -> list[Message]:
    """Take the next due messages of a platform for this worker: replies before broadcasts, then in order.

    Per address only the oldest goes first, so that two workers never turn a conversation around: callers send
    one address in order, and an address with a live claim is left alone.
    """
    busy = select(Message.address).where(Message.platform == platform, text("outbox.status = 1")).distinct()
    due = (
        select(Message.id)
        .where(
            Message.platform == platform,
            text("outbox.status = 0"),
            Message.not_before <= now,
            Message.address.not_in(busy),
        )
        .order_by(Message.priority, Message.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    rows = tx.scalars(
        update(Message)
        .where(Message.id.in_(due))
        .values(status=int(Sent.CLAIMED), worker=worker, lease_until=now + lease, attempts=Message.attempts + 1)
        .returning(Message)
    ).all()
    return sorted(rows, key=lambda row: (row.priority, row.id))


def mark(
    tx: Session,
    message_id: int,
    worker: str,
    status: Sent,
    now: datetime,
    *,
    external_id: str = "",
    handle: str = "",
    reason: str = "",
) -> bool:
    """Say what became of a claimed message. False when this worker no longer holds it (its lease ended)."""
    result = tx.execute(
        update(Message)
        .where(Message.id == message_id, Message.worker == worker, text("outbox.status = 1"))
        .values(
            status=int(status),
            settled_at=now,
            lease_until=None,
            external_id=external_id,
            handle=handle,
            reason=reason,
        )
        .returning(Message.id)
    )
    return result.scalar_one_or_none() is not None


def put_back(tx: Session, message_id: int, worker: str, not_before: datetime, reason: str) -> bool:
    """Not now: the platform asked us to wait, or could not be reached before anything was sent."""
    result = tx.execute(
        update(Message)
        .where(Message.id == message_id, Message.worker == worker, text("outbox.status = 1"))
        .values(status=int(Sent.QUEUED), not_before=not_before, worker="", lease_until=None, reason=reason)
        .returning(Message.id)
    )
    return result.scalar_one_or_none() is not None


def reap(tx: Session, now: datetime) -> int:
    """Claims whose worker died. A repeatable one goes back; what may have been sent would become a second copy at most."""
    result = tx.execute(
        update(Message)
        .where(text("outbox.status = 1"), Message.lease_until < now)
        .values(status=int(Sent.QUEUED), worker="", lease_until=None, reason="the worker that held it stopped")
        .returning(Message.id)
    )
    return len(result.all())


def expire(tx: Session, now: datetime) -> int:
    """Messages that would come too late to be of use, such as the answer to a press."""
    result = tx.execute(
        update(Message)
        .where(text("outbox.status = 0"), Message.expires_at < now)
        .values(status=int(Sent.DROPPED), settled_at=now, reason="too late to be of use")
        .returning(Message.id)
    )
    return len(result.all())


def live_cards(tx: Session, subject: str) -> Sequence[Message]:
    """The copies of a card to settle: the newest of each conversation, and older ones that still show buttons."""
    rows = tx.scalars(
        select(Message)
        .where(
            Message.subject == subject,
            Message.kind == Kind.SEND,
            Message.status.not_in([Sent.FAILED, Sent.DROPPED]),
        )
        .order_by(Message.id)
    ).all()
    newest = {(row.platform, row.address): row.id for row in rows}
    return [row for row in rows if newest[row.platform, row.address] == row.id or current_card(tx, row).get("buttons")]


def current_card(tx: Session, sent: Message) -> dict[str, Any]:
    """What a message shows now: its own card, or that of its latest edit."""
    latest = tx.scalar(
        select(Message.card)
        .where(Message.edits == sent.id, Message.kind == Kind.EDIT)
        .order_by(Message.id.desc())
        .limit(1)
    )
    return dict(latest if latest is not None else sent.card)


def recent_cards(tx: Session, platform: str, address: str, limit: int = 8) -> Sequence[Message]:
    """The newest messages of a conversation, newest first: what "1" or "同意" may refer to."""
    return tx.scalars(
        select(Message)
        .where(
            Message.platform == platform,
            Message.address == address,
            Message.kind == Kind.SEND,
            Message.status.not_in([Sent.FAILED, Sent.DROPPED]),
        )
        .order_by(Message.id.desc())
        .limit(limit)
    ).all()


def release_waiting(tx: Session, person_id: int, account_id: int, platform: str, address: str, now: datetime) -> int:
    """What waited for a person without an account leaves now, through the one just bound."""
    result = tx.execute(
        update(Message)
        .where(
            Message.person_id == person_id,
            Message.status == Sent.WAITING,
            or_(Message.expires_at.is_(None), Message.expires_at > now),
        )
        .values(status=int(Sent.QUEUED), account_id=account_id, platform=platform, address=address, not_before=now)
        .returning(Message.id)
    )
    return len(result.all())


def counts(tx: Session) -> dict[str, int]:
    """How many messages are in each state, for health and metrics."""
    rows = tx.execute(select(Message.status, func.count()).group_by(Message.status))
    return {Sent(status).name.lower(): count for status, count in rows}


def due_count(tx: Session, platform: str, now: datetime) -> int:
    """How many messages of a platform could leave now."""
    return (
        tx.scalar(
            select(func.count()).where(
                Message.platform == platform, text("outbox.status = 0"), Message.not_before <= now
            )
        )
        or 0
    )
