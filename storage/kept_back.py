"""Messages that a platform takes only after their reader spoke: kept as rows that wait, and said anew at that moment.

They wait under the address of their conversation, apart from what is due. Said anew, each is a new row: what stands
lowest in the chat has the highest number, so that "1" means the card that was seen last.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, insert, or_, select, text, update
from sqlalchemy.orm import Session

from storage.delivery import CLAIM_STANDS, Claimed
from storage.inbox import Heard, Update
from storage.outbox import Kind, Message, Priority, Sent

WAITING = "waiting"  # the platform of what waits, as for those who have no account at all
SAID_ANEW = "said anew when its reader spoke"
_COPIED = ("kind", "account_id", "person_id", "card", "subject", "batch", "answers", "created_at", "expires_at")


def keep_back(tx: Session, ids: Sequence[int], worker: str, reason: str) -> None:
    """These claimed messages wait until their readers speak."""
    tx.execute(
        update(Message)
        .where(Message.id.in_(sorted(ids)), Message.worker == worker, text("outbox.status = 1"))
        .values(
            status=int(Sent.WAITING), platform=WAITING, worker="", lease_until=None, started_at=None,
            reason=reason[:500],
        )
        .execution_options(synchronize_session=False)
    )  # fmt: skip


def waits_for(tx: Session, address: str) -> int:
    """How many messages wait for this reader."""
    return tx.scalar(select(func.count()).where(*_waiting(address))) or 0


def say_anew(tx: Session, platform: str, address: str, now: datetime, most: int, *, cards: int) -> list[int]:
    """The oldest of what waits goes into the queue of its platform, `cards` of them with buttons at most."""
    tx.execute(
        update(Message)
        .where(*_waiting(address), Message.expires_at <= now)
        .values(status=int(Sent.DROPPED), settled_at=now, reason="too late to be of use")
        .execution_options(synchronize_session=False)
    )
    found = tx.scalars(select(Message).where(*_waiting(address)).order_by(Message.id).with_for_update())
    rows, new = found.all(), list[int]()
    newest = {(old.subject, repr(old.card)): old.id for old in rows}
    for old in rows:
        if newest[old.subject, repr(old.card)] != old.id:  # a card that was brought up to date while it waited
            old.status, old.settled_at, old.reason = int(Sent.DROPPED), now, "a newer one says the same"
            continue
        cards -= bool(old.buttons)
        if cards < 0 or len(new) == most:
            break
        values: dict[str, Any] = {name: getattr(old, name) for name in _COPIED}
        made = insert(Message).values(
            **values, platform=platform, address=address, status=int(Sent.QUEUED), not_before=now,
            priority=max(old.priority, int(Priority.NOTICE)), worker="", attempts=0, crashes=0, external_id="",
            handle="", receipt="", reason="",
        )  # fmt: skip
        new.append(tx.execute(made.returning(Message.id)).scalar_one())
        old.status, old.settled_at, old.reason = int(Sent.DROPPED), now, SAID_ANEW
    tx.flush()
    return new


def go_on(tx: Session, row: Claimed, address: str, card: dict[str, Any], now: datetime, reason: str) -> None:
    """The rest of a message of which only the beginning found room waits for its reader, too."""
    tx.execute(
        insert(Message).values(
            key=None, kind=str(Kind.SEND), platform=WAITING, address=address, account_id=row.account_id,
            person_id=row.person_id, card=card, subject=row.subject, batch="", answers="", priority=row.priority,
            not_before=now, created_at=row.created_at, status=int(Sent.WAITING), worker="", attempts=0, crashes=0,
            external_id="", handle="", receipt="", reason=reason[:500],
        )
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pile:
    """What is to be said to one reader: due and in nobody's hands, in somebody's hands, waiting for them to speak."""

    queued: int = 0
    under_way: int = 0
    waiting: int = 0


def is_heard(tx: Session, platform: str, event_id: str) -> bool:
    """Whether an update was acted on, whatever came of it."""
    status = tx.scalar(select(Update.status).where(Update.platform == platform, Update.event_id == event_id))
    return status is not None and status != Heard.NEW


def pile_for(tx: Session, platform: str, address: str, now: datetime) -> Pile:
    """Counted by one statement: a message that changes hands meanwhile is seen in one place, never in none."""
    claimed = and_(Message.platform == platform, Message.address == address, text("outbox.status = 1"))
    rows = tx.execute(
        select(Message.status, func.count())
        .where(or_(and_(*_due(platform, address, now)), claimed, and_(*_waiting(address))))
        .group_by(Message.status)
    )
    counts = {Sent(status): count for status, count in rows}
    return Pile(*(counts.get(status, 0) for status in (Sent.QUEUED, Sent.CLAIMED, Sent.WAITING)))


def take_for(tx: Session, platform: str, address: str, worker: str, now: datetime) -> list[Claimed]:
    """Claim all that may be said to one reader now."""
    due = (
        update(Message)
        .where(*_due(platform, address, now))
        .values(
            status=int(Sent.CLAIMED), worker=worker, lease_until=now + CLAIM_STANDS, attempts=Message.attempts + 1
        )
        .returning(*(getattr(Message, name) for name in Claimed.__slots__))
        .execution_options(synchronize_session=False)
    )  # fmt: skip
    return sorted((Claimed(*row) for row in tx.execute(due)), key=lambda row: row.id)


def _due(platform: str, address: str, now: datetime) -> tuple[Any, ...]:
    return (
        Message.platform == platform, Message.address == address, text("outbox.status = 0"),
        Message.kind == str(Kind.SEND), Message.not_before <= now,
        or_(Message.expires_at.is_(None), Message.expires_at > now),
    )  # fmt: skip


def _waiting(address: str) -> tuple[Any, ...]:
    return (Message.platform == WAITING, Message.address == address, Message.status == int(Sent.WAITING))
