"""Selection advice (clause 5.1.3): what somebody wants to buy, the opinion they got, and whether it still is good."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from storage.base import Base
from storage.people import Person


class AdviceStage(StrEnum):
    """Where a request for advice stands."""

    ASKED = "asked"
    COLLECTING = "collecting"  # a technician drafted; the CIO has not issued it yet
    ISSUED = "issued"
    TURNED = "turned"  # into a project request
    REVIEWED = "reviewed"  # the asker said whether it still is good
    CANCELLED = "cancelled"


PUBLIC = (AdviceStage.ISSUED, AdviceStage.TURNED, AdviceStage.REVIEWED)


class Advice(Base):
    """One request for advice. `cited` is what the school had bought before, frozen as the opinion was issued."""

    __tablename__ = "advice"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    status: Mapped[str] = mapped_column(default=AdviceStage.ASKED, index=True)
    asker_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    department: Mapped[str] = mapped_column(default="")
    product: Mapped[str]
    amount: Mapped[str] = mapped_column(default="")
    purpose: Mapped[str] = mapped_column(default="")
    data_class: Mapped[str] = mapped_column(default="")
    opinion: Mapped[str] = mapped_column(default="")
    reason: Mapped[str] = mapped_column(default="")  # why a draft was sent back
    drafted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    issued_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    issued_at: Mapped[datetime | None]
    cited: Mapped[list[str]] = mapped_column(default=list)
    asked_again: Mapped[bool] = mapped_column(default=False)  # the year is over: still good?
    verdict: Mapped[str] = mapped_column(default="")  # good, fair, bad, none
    verdict_at: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column(default=1)
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    asker: Mapped[Person] = relationship(foreign_keys=[asker_id])
    drafted_by: Mapped[Person | None] = relationship(foreign_keys=[drafted_by_id])
    issued_by: Mapped[Person | None] = relationship(foreign_keys=[issued_by_id])
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 -- SQLAlchemy's own way to say it

    @property
    def headline(self) -> str:
        """A few words for lists."""
        return f"{self.amount}{self.product}"


def by_code(tx: Session, code: str) -> Advice | None:
    """The request of this number."""
    return tx.scalar(select(Advice).where(Advice.code == code))


def open_advice(tx: Session) -> Sequence[Advice]:
    """Everything without an opinion, the oldest first."""
    waiting = (AdviceStage.ASKED, AdviceStage.COLLECTING)
    return tx.scalars(select(Advice).where(Advice.status.in_(waiting)).order_by(Advice.id)).all()


def of_asker(tx: Session, person_id: int) -> Sequence[Advice]:
    """Somebody's own requests, newest first."""
    return tx.scalars(select(Advice).where(Advice.asker_id == person_id).order_by(Advice.id.desc())).all()


def issued(tx: Session, besides: int | None = None) -> Sequence[Advice]:
    """Every opinion the school ever issued, newest first."""
    return tx.scalars(
        select(Advice).where(Advice.status.in_(PUBLIC), Advice.id != (besides or 0)).order_by(Advice.id.desc())
    ).all()
