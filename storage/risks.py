"""Risks (RK-, clause 5.1.4): what may go wrong, who deals with it until when, and how it ended."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from storage.base import Base
from storage.people import Person
from storage.systems import System


class RiskStage(StrEnum):
    """Where a risk stands."""

    RAISED = "raised"
    TREATING = "treating"
    ACCEPTED = "accepted"
    CLOSED = "closed"


OPEN = (RiskStage.RAISED, RiskStage.TREATING)


class Risk(Base):
    """One risk. `level` is high, middle or low. `measure` is what is done about it, `outcome` how it ended and why."""

    __tablename__ = "risk"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    status: Mapped[str] = mapped_column(default=RiskStage.RAISED, index=True)
    text: Mapped[str]
    level: Mapped[str] = mapped_column(default="middle")
    system_id: Mapped[int | None] = mapped_column(ForeignKey("system.id"))
    owner_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    raised_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    due_at: Mapped[datetime]
    measure: Mapped[str] = mapped_column(default="")
    outcome: Mapped[str] = mapped_column(default="")
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    settled_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    owner: Mapped[Person] = relationship(foreign_keys=[owner_id])
    settled_by: Mapped[Person | None] = relationship(foreign_keys=[settled_by_id])
    system: Mapped[System | None] = relationship()
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 -- SQLAlchemy's own way to say it

    @property
    def headline(self) -> str:
        """A few words for lists."""
        return self.text[:40]


def by_code(tx: Session, code: str) -> Risk | None:
    """The risk of a code such as RK-3."""
    return tx.scalar(select(Risk).where(Risk.code == code))


def still_open(tx: Session) -> Sequence[Risk]:
    """Every risk that is neither accepted nor closed, the pressing first."""
    return tx.scalars(select(Risk).where(Risk.status.in_(OPEN)).order_by(Risk.due_at, Risk.id)).all()


def all_risks(tx: Session) -> Sequence[Risk]:
    """Every risk there ever was; a school has dozens."""
    return tx.scalars(select(Risk).order_by(Risk.id)).all()


def of_person(tx: Session, person_id: int) -> Sequence[Risk]:
    """Open risks somebody deals with."""
    return tx.scalars(
        select(Risk).where(Risk.owner_id == person_id, Risk.status.in_(OPEN)).order_by(Risk.due_at, Risk.id)
    ).all()
