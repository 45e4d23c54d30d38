"""What the departments need (clause 5.3.2): the monthly question with every department's entry, and each need (N-) said there."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from storage.base import Base
from storage.people import Person


class Answer(StrEnum):
    """What a department's entry for a month says. 无 (NONE) is an answer; SILENT is none; NOBODY could be asked."""

    WAITING = "waiting"
    NONE = "none"
    NEEDS = "needs"
    SILENT = "silent"
    NOBODY = "nobody"


class NeedStage(StrEnum):
    """Where a need stands: it ends as an issue or a project that is over, or with a reasoned reply."""

    RAISED = "raised"
    MOVED = "moved"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"


OPEN = (NeedStage.RAISED, NeedStage.MOVED)


class NeedRound(Base):
    """One month's question to every department. `month` is 2026-09; closed once all answered or the time is over."""

    __tablename__ = "need_round"

    id: Mapped[int] = mapped_column(primary_key=True)
    month: Mapped[str] = mapped_column(unique=True)
    asked_at: Mapped[datetime]
    due_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    entries: Mapped[list["NeedEntry"]] = relationship(order_by="NeedEntry.department", back_populates="round")

    def of(self, department: str) -> "NeedEntry | None":
        """A department's entry."""
        return next((one for one in self.entries if one.department == department), None)


class NeedEntry(Base):
    """One department in one month: who was asked, what it answered, by whom and when."""

    __tablename__ = "need_entry"
    __table_args__ = (UniqueConstraint("round_id", "department"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("need_round.id"))
    department: Mapped[str]
    answer: Mapped[str] = mapped_column(default=Answer.WAITING)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime | None]
    round: Mapped[NeedRound] = relationship(back_populates="entries")
    by: Mapped[Person | None] = relationship()


class Need(Base):
    """A problem or a wish of a department. `became` is the issue or project it was made into; `reply` ends it."""

    __tablename__ = "need"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    status: Mapped[str] = mapped_column(default=NeedStage.RAISED, index=True)
    text: Mapped[str]
    department: Mapped[str] = mapped_column(default="", index=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    month: Mapped[str] = mapped_column(default="")
    became: Mapped[str] = mapped_column(default="", index=True)
    reply: Mapped[str] = mapped_column(default="")
    replied_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    raised_at: Mapped[datetime] = mapped_column(index=True)
    closed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    by: Mapped[Person] = relationship(foreign_keys=[by_id])
    replied_by: Mapped[Person | None] = relationship(foreign_keys=[replied_by_id])
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 -- SQLAlchemy's own way to say it

    @property
    def headline(self) -> str:
        """A few words for lists."""
        return self.text[:40]


def by_code(tx: Session, code: str) -> Need | None:
    """The need of a code such as N-3."""
    return tx.scalar(select(Need).where(Need.code == code))


def round_of(tx: Session, month: str) -> NeedRound | None:
    """The question of a month (2026-09)."""
    return tx.scalar(select(NeedRound).where(NeedRound.month == month))


def last_round(tx: Session) -> NeedRound | None:
    """The newest question."""
    return tx.scalar(select(NeedRound).order_by(NeedRound.id.desc()).limit(1))


def still_open(tx: Session) -> Sequence[Need]:
    """Every need that has not ended, the oldest first."""
    return tx.scalars(select(Need).where(Need.status.in_(OPEN)).order_by(Need.id)).all()


def of_department(tx: Session, department: str, limit: int = 20) -> Sequence[Need]:
    """A department's newest needs."""
    return tx.scalars(select(Need).where(Need.department == department).order_by(Need.id.desc()).limit(limit)).all()


def raised(tx: Session, since: datetime, until: datetime) -> Sequence[Need]:
    """What was raised in a span and not withdrawn."""
    return tx.scalars(
        select(Need)
        .where(Need.raised_at >= since, Need.raised_at < until, Need.status != NeedStage.WITHDRAWN)
        .order_by(Need.id)
    ).all()


def rounds(tx: Session, since: datetime, until: datetime) -> Sequence[NeedRound]:
    """The questions asked in a span."""
    return tx.scalars(
        select(NeedRound).where(NeedRound.asked_at >= since, NeedRound.asked_at < until).order_by(NeedRound.id)
    ).all()
