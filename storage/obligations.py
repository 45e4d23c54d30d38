"""What the law and the authorities want by a day (CO-): filings, reviews, returns; each time with who showed what."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from storage.base import Base
from storage.people import Person


class ObligationStage(StrEnum):
    """Where an obligation stands in its present round."""

    PENDING = "pending"
    SHOWN = "shown"  # its owner has shown that it is done
    KEPT = "kept"  # checked by somebody else, and it does not come again
    NOT_OURS = "not_ours"  # it does not apply to the school, for a reason


OPEN = (ObligationStage.PENDING, ObligationStage.SHOWN)


class Obligation(Base):
    """One thing that is due again and again, or once (`months` 0). `kind` is the suggestion it came from, or "".

    `round` counts the times it came due; what was shown for each is an `ObligationRound`.
    """

    __tablename__ = "obligation"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    status: Mapped[str] = mapped_column(default=ObligationStage.PENDING, index=True)
    kind: Mapped[str] = mapped_column(default="")
    name: Mapped[str]
    months: Mapped[int] = mapped_column(default=0)
    owner_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    due_at: Mapped[datetime]
    round: Mapped[int] = mapped_column(default=1)
    shown: Mapped[str] = mapped_column(default="")  # what the owner says about the present round
    reason: Mapped[str] = mapped_column(default="")  # why it was handed back, moved, or does not apply
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    owner: Mapped[Person] = relationship()
    rounds: Mapped[list["ObligationRound"]] = relationship(
        order_by="ObligationRound.id", cascade="all, delete-orphan", back_populates="obligation"
    )
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 -- SQLAlchemy's own way to say it

    @property
    def headline(self) -> str:
        """A few words for lists."""
        return self.name[:40]


class ObligationRound(Base):
    """One time it was done: for which day, what was shown, who checked it and when."""

    __tablename__ = "obligation_round"

    id: Mapped[int] = mapped_column(primary_key=True)
    obligation_id: Mapped[int] = mapped_column(ForeignKey("obligation.id"), index=True)
    number: Mapped[int]
    due_at: Mapped[datetime] = mapped_column(index=True)
    shown: Mapped[str]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    shown_at: Mapped[datetime]
    checked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    checked_at: Mapped[datetime | None]
    by: Mapped[Person] = relationship(foreign_keys=[by_id])
    checked_by: Mapped[Person | None] = relationship(foreign_keys=[checked_by_id])
    obligation: Mapped[Obligation] = relationship(back_populates="rounds")


def by_code(tx: Session, code: str) -> Obligation | None:
    """The obligation of a code such as CO-3."""
    return tx.scalar(select(Obligation).where(Obligation.code == code))


def everything(tx: Session) -> Sequence[Obligation]:
    """Every obligation, the next due first."""
    return tx.scalars(select(Obligation).order_by(Obligation.due_at, Obligation.id)).all()


def still_open(tx: Session) -> Sequence[Obligation]:
    """What waits for its owner or its check, the next due first."""
    return tx.scalars(
        select(Obligation).where(Obligation.status.in_(OPEN)).order_by(Obligation.due_at, Obligation.id)
    ).all()


def of_person(tx: Session, person_id: int) -> Sequence[Obligation]:
    """What somebody answers for and is open."""
    return [one for one in still_open(tx) if one.owner_id == person_id]


def rounds_due(tx: Session, since: datetime, until: datetime) -> Sequence[ObligationRound]:
    """What was shown for days in a time, checked or not."""
    return tx.scalars(
        select(ObligationRound)
        .where(ObligationRound.due_at >= since, ObligationRound.due_at < until)
        .order_by(ObligationRound.due_at, ObligationRound.id)
    ).all()
