"""Improvement items (M-, clause 6.3.2): what was found, who mends it, who checked that it is mended."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from storage.base import Base
from storage.people import Person


class ItemStage(StrEnum):
    """Where an item stands."""

    RAISED = "raised"
    CLAIMED = "claimed"
    WORKING = "working"
    VERIFYING = "verifying"
    CLOSED = "closed"
    DECLINED = "declined"


OVER = (ItemStage.CLOSED, ItemStage.DECLINED)
OPEN = (ItemStage.RAISED, ItemStage.CLAIMED, ItemStage.WORKING, ItemStage.VERIFYING)


class Improvement(Base):
    """One finding that somebody has to mend. `source` is the code of what it came from: P-2026-003, D-2, IN-4, I-1.

    `verifier` is never the owner; without a name, whoever leads may check it.
    """

    __tablename__ = "improvement"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    status: Mapped[str] = mapped_column(default=ItemStage.RAISED, index=True)
    text: Mapped[str]
    source: Mapped[str] = mapped_column(default="", index=True)
    raised_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    owner_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    verifier_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    due_at: Mapped[datetime]
    done: Mapped[str] = mapped_column(default="")  # what was done, in the owner's words
    verified_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    verified_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(default="")  # why it was declined, or sent back
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    owner: Mapped[Person] = relationship(foreign_keys=[owner_id])
    verifier: Mapped[Person | None] = relationship(foreign_keys=[verifier_id])
    verified_by: Mapped[Person | None] = relationship(foreign_keys=[verified_by_id])
    raised_by: Mapped[Person | None] = relationship(foreign_keys=[raised_by_id])
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 -- SQLAlchemy's own way to say it

    @property
    def headline(self) -> str:
        """A few words for lists."""
        return self.text[:40]


def by_code(tx: Session, code: str) -> Improvement | None:
    """The item of a code such as M-3."""
    return tx.scalar(select(Improvement).where(Improvement.code == code))


def from_source(tx: Session, source: str) -> Sequence[Improvement]:
    """What came of one evaluation, drill, inspection or incident."""
    return tx.scalars(select(Improvement).where(Improvement.source == source).order_by(Improvement.id)).all()


def still_open(tx: Session) -> Sequence[Improvement]:
    """Every item that is not over, the pressing first."""
    return tx.scalars(
        select(Improvement).where(Improvement.status.in_(OPEN)).order_by(Improvement.due_at, Improvement.id)
    ).all()


def all_items(tx: Session, limit: int = 200) -> Sequence[Improvement]:
    """The newest items in whatever state, for the board."""
    return tx.scalars(select(Improvement).order_by(Improvement.id.desc()).limit(limit)).all()


def concerning(tx: Session, person_id: int) -> Sequence[Improvement]:
    """Items somebody owns or is named to verify, and that are not over."""
    return tx.scalars(
        select(Improvement)
        .where(
            Improvement.status.in_(OPEN),
            or_(Improvement.owner_id == person_id, Improvement.verifier_id == person_id),
        )
        .order_by(Improvement.due_at, Improvement.id)
    ).all()
