"""Who alone may do something: poll Telegram, refresh a token, send for an account. A row with a holder and an epoch.

A row and not a session lock, so that it also holds through a connection pooler, on SQLite and on PostgreSQL alike.
The epoch grows with each new holder; work done under an old epoch can be told apart and refused.
"""

from datetime import UTC, datetime, timedelta
from typing import cast

from sqlalchemy import Table, bindparam, func, or_, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from storage.base import Base, UtcDateTime, insert_into
from storage.prepared import Prepared

BEGINNING = datetime.fromisoformat("2000-01-01T00:00:00+00:00")


class Lease(Base):
    """One thing that must be single, and who does it until when."""

    __tablename__ = "lease"

    name: Mapped[str] = mapped_column(primary_key=True)
    holder: Mapped[str]
    epoch: Mapped[int]
    expires_at: Mapped[datetime]


# Asked in every transaction of a sender, so they are built once.
_lease = cast("Table", Lease.__table__)
_LOOK = Prepared(
    select(_lease.c.holder, _lease.c.epoch, _lease.c.expires_at)
    .where(_lease.c.name == bindparam("lease"))
    .with_for_update()
)
_RENEW = Prepared(
    update(_lease).where(_lease.c.name == bindparam("lease")).values(expires_at=bindparam("until", type_=UtcDateTime()))
)


def take(tx: Session, name: str, holder: str, now: datetime, ttl: timedelta) -> int | None:
    """Take or renew a lease. The epoch when it is ours, None while somebody else holds it."""
    tx.execute(
        insert_into(tx, Lease).values(name=name, holder="", epoch=0, expires_at=BEGINNING).on_conflict_do_nothing()
    )
    row = tx.scalars(select(Lease).where(Lease.name == name).with_for_update()).one()
    if row.holder == holder and row.expires_at > now:
        row.expires_at = now + ttl
        return row.epoch
    if row.expires_at > now:
        return None
    row.holder, row.epoch, row.expires_at = holder, row.epoch + 1, now + ttl
    return row.epoch


def hold(
    tx: Session, name: str, holder: str, epoch: int, now: datetime, ttl: timedelta, *, renew: bool = False
) -> bool:
    """Whether the lease is still ours under this epoch; renewed when a third of it is used up, or when told to.

    The row stays locked for the rest of the transaction: nobody takes the lease between this look and our commit.
    """
    row = _LOOK.one(tx, {"lease": name})
    if row is None:
        return False
    held_by, held_under, expires_at = row
    if held_by != holder or held_under != epoch or expires_at <= now:
        return False
    if renew or expires_at < now + ttl * 2 / 3:
        _RENEW.run(tx, {"lease": name, "until": now + ttl})
    return True


def holder_of(tx: Session, name: str) -> str:
    """Who holds or last held it; empty when nobody ever did."""
    return tx.scalar(select(Lease.holder).where(Lease.name == name)) or ""


def stands(tx: Session, name: str, now: datetime) -> bool:
    """Whether anybody holds a lease."""
    return tx.scalar(select(Lease.name).where(Lease.name == name, Lease.expires_at > now)) is not None


def server_time(tx: Session) -> datetime:
    """The moment by which leases are judged: PostgreSQL's own, so that machines with wrong clocks agree.

    Never the school's clock: a demo may move that one, and a lease must not end by it.
    """
    if tx.get_bind().dialect.name == "sqlite":
        return datetime.now(UTC)
    return tx.execute(select(func.clock_timestamp())).scalar_one().astimezone(UTC)  # type: ignore[no-any-return]


def release(tx: Session, name: str, holder: str) -> None:
    """Give a lease back, so that a successor need not wait."""
    tx.execute(update(Lease).where(Lease.name == name, Lease.holder == holder).values(expires_at=BEGINNING))


def free_or_mine(tx: Session, name: str, holder: str, now: datetime) -> bool:
    """Whether it is worth asking for the lease."""
    return (
        tx.scalar(select(Lease.name).where(Lease.name == name, or_(Lease.holder == holder, Lease.expires_at <= now)))
        is not None
    )
