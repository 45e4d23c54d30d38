"""Spoken numbers: T-0118, P-2026-003. Counted in the database, so that no two turns ever give the same one."""

from sqlalchemy import select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from storage.base import Base, insert_into


class Counter(Base):
    """The last number given in a series such as `T` or `P-2026`."""

    __tablename__ = "counter"

    series: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[int]


def next_number(tx: Session, series: str) -> int:
    """The next number of a series, from 1. The row stays locked until the turn commits."""
    tx.execute(insert_into(tx, Counter).values(series=series, value=0).on_conflict_do_nothing())
    return tx.execute(
        update(Counter).where(Counter.series == series).values(value=Counter.value + 1).returning(Counter.value)
    ).scalar_one()


def lock(tx: Session, series: str) -> None:
    """Keep a series to this turn until it commits, without taking a number."""
    tx.execute(insert_into(tx, Counter).values(series=series, value=0).on_conflict_do_nothing())
    tx.execute(select(Counter.value).where(Counter.series == series).with_for_update())
