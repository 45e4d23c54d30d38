"""Duties the charter wants done 定期: each time one was done, by whom and when. When the next is due is in `schedules`."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from storage.base import Base
from storage.people import Person
from storage.schedules import Occurrence, Schedule

EARLY = "early:"


class DutyDone(Base):
    """One time a duty was done. `occurrence` is the day it was due for; before it is due, `early:` and what it was done by."""

    __tablename__ = "duty_done"
    __table_args__ = (UniqueConstraint("duty", "occurrence"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    duty: Mapped[str] = mapped_column(index=True)
    occurrence: Mapped[str]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    by: Mapped[Person] = relationship()


def done(tx: Session, duty: str, occurrence: str) -> DutyDone | None:
    """Who did the duty that was due on a day, if anybody."""
    return tx.scalar(select(DutyDone).where(DutyDone.duty == duty, DutyDone.occurrence == occurrence))


def last_done(tx: Session, duty: str) -> DutyDone | None:
    """The last time it was done."""
    return tx.scalar(
        select(DutyDone).where(DutyDone.duty == duty).order_by(DutyDone.at.desc(), DutyDone.id.desc()).limit(1)
    )


def put(tx: Session, duty: str, occurrence: str, by: Person, now: datetime) -> None:
    """Write down that it was done."""
    tx.add(DutyDone(duty=duty, occurrence=occurrence, by_id=by.id, at=now))
    tx.flush()


def early(tx: Session, duty: str) -> list[DutyDone]:
    """What was done before it was due and has not been counted for a day yet, the oldest first."""
    return list(
        tx.scalars(
            select(DutyDone).where(DutyDone.duty == duty, DutyDone.occurrence.startswith(EARLY)).order_by(DutyDone.at)
        )
    )


def last_due(tx: Session, key: str) -> datetime | None:
    """When the duty's schedule last fell due and was told."""
    return tx.scalar(
        select(Occurrence.due_at)
        .join(Schedule, Schedule.id == Occurrence.schedule_id)
        .where(Schedule.key == key, Occurrence.outcome == "done")
        .order_by(Occurrence.due_at.desc())
        .limit(1)
    )
