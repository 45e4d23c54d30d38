"""Everything Xiaoxin says, as rows. Nothing leaves that was not a row first, in the transaction of its cause.

States: queued → claimed → accepted | failed(reason) | unknown. What the relay does with them stands in `delivery`.
`unknown` means: the platform may or may not have it (a timeout after the request went out); never blindly repeated.
`waiting` means: the person has no account that can be reached yet; it leaves when one is bound.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum
from functools import cache
from typing import Any, cast

from sqlalchemy import (
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    func,
    insert,
    literal,
    or_,
    select,
    text,
    true,
    update,
)
from sqlalchemy import cast as sql_cast
from sqlalchemy.orm import Mapped, Session, mapped_column

from storage.base import Base, insert_into, insert_once
from storage.people import Account
from storage.prepared import Prepared

FAN_OUT_CHUNK = 10_000  # ids in one statement


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
    RECALL = "recall"  # take back the message that `edits` names, where the platform can


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
            "ix_outbox_next",
            "platform",
            "not_before",
            sqlite_where=text("status = 0"),
            postgresql_where=text("status = 0"),
        ),
        Index(
            "ix_outbox_claimed",
            "lease_until",
            sqlite_where=text("status = 1"),
            postgresql_where=text("status = 1"),
        ),
        Index(
            "ix_outbox_queued",
            "platform",
            "address",
            sqlite_where=text("status = 0"),
            postgresql_where=text("status = 0"),
        ),
        Index(
            "ix_outbox_expires",
            "expires_at",
            sqlite_where=text("status = 0 AND expires_at IS NOT NULL"),
            postgresql_where=text("status = 0 AND expires_at IS NOT NULL"),
        ),
        Index("ix_outbox_conversation", "platform", "address", "id"),
        Index(
            "ix_outbox_edits",
            "edits",
            sqlite_where=text("edits IS NOT NULL"),
            postgresql_where=text("edits IS NOT NULL"),
        ),
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
    # Workers that died: the first with it in hand, every further one while its own call was under way.
    crashes: Mapped[int] = mapped_column(default=0)
    started_at: Mapped[datetime | None]  # when its call began; written only for what a worker had in hand as it died
    external_id: Mapped[str] = mapped_column(default="")
    handle: Mapped[str] = mapped_column(default="")  # what the platform gave us to change the card later
    receipt: Mapped[str] = mapped_column(default="", server_default="")  # … and to take the message back
    reason: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]

    @property
    def buttons(self) -> list[dict[str, str]]:
        """The buttons this message showed, in their order."""
        return list(self.card.get("buttons", ()))


NEWS = "outbox.news"  # where a session remembers what it has queued

# Run for every answer, so they are built once.
_outbox = cast("Table", Message.__table__)

# What a message has unless it is said otherwise.
_USUAL: dict[str, Any] = {
    "key": None, "kind": str(Kind.SEND), "account_id": None, "person_id": None, "subject": "", "batch": "", "edits": None,
    "answers": "", "priority": int(Priority.NOTICE), "expires_at": None, "status": int(Sent.QUEUED), "worker": "",
    "lease_until": None, "attempts": 0, "crashes": 0, "started_at": None, "external_id": "", "handle": "", "receipt": "",
    "reason": "", "settled_at": None,
}  # fmt: skip


@cache
def _queue(dialect: str) -> Prepared:
    columns = [column.name for column in _outbox.columns if column.name != "id"]
    return Prepared(insert_once(dialect, _outbox, "key", naming="id"), columns)


def queue(tx: Session, **values: Any) -> int | None:
    """Put one message into the outbox. None when its key is there already: it was said before."""
    row = {**_USUAL, **values}
    new: int | None = _queue(tx.get_bind().dialect.name).scalar(tx, row)
    if new is not None and row["status"] == Sent.QUEUED:
        at_once = row["not_before"] <= row["created_at"] and row["priority"] <= Priority.REPLY
        tx.info.setdefault(NEWS, {})[new] = News(new, row["platform"], row["address"], row["kind"], at_once)
    return new


@dataclass(frozen=True, slots=True)
class News:
    """A message this transaction queued. `at_once`: somebody waits for it."""

    id: int
    platform: str
    address: str
    kind: str
    at_once: bool


def replies(tx: Session) -> list[News]:
    """What this transaction says to whoever waits, in order; only where it says nothing else there."""
    news: Iterable[News] = tx.info.get(NEWS, {}).values()
    answers = [one for one in news if one.at_once and one.kind in (Kind.SEND, Kind.TOAST)]
    others = {(one.platform, one.address) for one in news if one not in answers}
    return [one for one in answers if one.kind == Kind.TOAST or (one.platform, one.address) not in others]


def is_taken_care_of(tx: Session, ids: Iterable[int]) -> None:
    """Nobody has to look for these: whoever queued them has claimed them, too."""
    for message_id in ids:
        tx.info[NEWS].pop(message_id, None)


def platforms_with_news(tx: Session) -> frozenset[str]:
    """The platforms for which this transaction queued something: their senders have to look once it is committed."""
    return frozenset(one.platform for one in tx.info.get(NEWS, {}).values())


def queue_all(tx: Session, rows: Sequence[dict[str, Any]]) -> None:
    """Many messages without keys at once."""
    if rows:
        tx.execute(insert(Message), list(rows))


def expire(tx: Session, now: datetime) -> int:
    """Messages that would come too late to be of use, such as the answer to a press."""
    result = tx.execute(
        update(Message)
        .where(text("outbox.status = 0"), Message.expires_at < now)
        .values(status=int(Sent.DROPPED), settled_at=now, reason="too late to be of use")
        .returning(Message.id)
    )
    return len(result.all())


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


def drop(tx: Session, batch: str, now: datetime, reason: str, person_id: int | None = None) -> int:
    """What has not left yet of an announcement, and of what belongs to it (`batch:…`), never will: for everybody or for
    one person. How many that were.
    """
    result = tx.execute(
        update(Message)
        .where(
            or_(Message.batch == batch, Message.batch.startswith(f"{batch}:", autoescape=True)),
            Message.status.in_([Sent.QUEUED, Sent.WAITING]),
            Message.person_id == person_id if person_id is not None else true(),
        )
        .values(status=int(Sent.DROPPED), settled_at=now, reason=reason)
        .returning(Message.id)
        .execution_options(synchronize_session=False)
    )
    return len(result.all())


def drop_about(tx: Session, subject: str, now: datetime, reason: str) -> int:
    """What has not left yet about a subject and what is filed under it (`D-3/17`) never will. How many that were."""
    result = tx.execute(
        update(Message)
        .where(
            or_(Message.subject == subject, Message.subject.startswith(f"{subject}/", autoescape=True)),
            Message.status.in_([Sent.QUEUED, Sent.WAITING]),
        )
        .values(status=int(Sent.DROPPED), settled_at=now, reason=reason)
        .returning(Message.id)
        .execution_options(synchronize_session=False)
    )
    return len(result.all())


def let_go(tx: Session, platform: str, address: str, now: datetime) -> None:
    """Replies held back for a moment leave now: whoever they answer has spoken again, and order matters."""
    tx.execute(
        update(Message)
        .where(
            Message.platform == platform,
            Message.address == address,
            text("outbox.status = 0"),
            Message.priority == int(Priority.REPLY),
            Message.not_before > now,
        )
        .values(not_before=now)
        .execution_options(synchronize_session=False)
    )


def renew_handle(tx: Session, platform: str, address: str, external_id: str, handle: str) -> None:
    """A press brought a newer way to change the card it stood on; the older one is used up or will be."""
    tx.execute(
        update(Message)
        .where(
            Message.platform == platform,
            Message.address == address,
            Message.external_id == external_id,
            Message.kind == Kind.SEND,
        )
        .values(handle=handle)
        .execution_options(synchronize_session=False)
    )


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


def fan_out(
    tx: Session,
    accounts: Sequence[int],
    card: dict[str, Any],
    now: datetime,
    *,
    batch: str,
    subject: str = "",
    priority: Priority = Priority.BROADCAST,
    not_before: datetime | None = None,
) -> int:
    """One announcement to many accounts, as rows, in the transaction of its cause. How many rows are new.

    `batch` names it: each person gets it once however often this is asked, and a platform that can serve many with
    one call finds them together. The database copies the rows itself, so 100,000 take about a second.
    """
    return sum(
        _fan_out(tx, accounts[start : start + FAN_OUT_CHUNK], card, now, batch, subject, priority, not_before or now)
        for start in range(0, len(accounts), FAN_OUT_CHUNK)
    )


def _fan_out(
    tx: Session,
    accounts: Sequence[int],
    card: dict[str, Any],
    now: datetime,
    batch: str,
    subject: str,
    priority: Priority,
    not_before: datetime,
) -> int:
    fixed: dict[str, Any] = {
        "kind": str(Kind.SEND), "card": card, "subject": subject, "batch": batch, "answers": "",
        "priority": int(priority), "not_before": not_before, "created_at": now, "status": int(Sent.QUEUED),
        "worker": "", "attempts": 0, "crashes": 0, "external_id": "", "handle": "", "reason": "",
    }  # fmt: skip
    key = literal(f"{batch}:") + sql_cast(func.coalesce(Account.person_id, -Account.id), String)
    rows = select(
        key, Account.platform, Account.address, Account.id, Account.person_id,
        *(literal(value, Message.__table__.c[name].type) for name, value in fixed.items()),
    ).where(Account.id.in_(accounts), Account.reachable).order_by(Account.id)  # fmt: skip
    statement = insert_into(tx, Message).from_select(
        ["key", "platform", "address", "account_id", "person_id", *fixed], rows, include_defaults=False
    )
    # SQLite cannot tell ON CONFLICT from a join's ON without a WHERE, which this SELECT always has.
    done = tx.execute(
        statement.on_conflict_do_nothing(index_elements=["key"]), execution_options={"preserve_rowcount": True}
    )
    return int(done.rowcount)  # type: ignore[attr-defined]  # a cursor result knows it; psycopg only when asked to
