"""Reports to the leaders (R-, clause 8.2.2): a draft with its figures, editions frozen as they were sent, and who read them."""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from storage.base import Base, JsonColumn
from storage.people import Person
from storage.tasks import Task


class ReportStage(StrEnum):
    """Where a report stands."""

    PLANNED = "planned"
    DRAFT = "draft"
    EDITING = "editing"
    CONFIRMING = "confirming"
    SENT = "sent"
    READ = "read"
    INSTRUCTED = "instructed"
    PLAIN = "plain"  # nobody gave an instruction
    ARCHIVED = "archived"
    DROPPED = "dropped"


UNSENT = (ReportStage.PLANNED, ReportStage.DRAFT, ReportStage.EDITING, ReportStage.CONFIRMING)
OUT = (ReportStage.SENT, ReportStage.READ, ReportStage.INSTRUCTED, ReportStage.PLAIN, ReportStage.ARCHIVED)


class Report(Base):
    """One report on some days. `content` is what `handlers.reports.content` gathered and the CIO edited.

    `edition` counts what was sent; each is kept word for word in `ReportEdition`. `kind`: monthly, termly, or asked for.
    `instructions` are leaders' words with the task they became ("" where no such feature is installed).
    """

    __tablename__ = "report"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    status: Mapped[str] = mapped_column(default=ReportStage.PLANNED, index=True)
    kind: Mapped[str]
    first: Mapped[date]
    last: Mapped[date]
    content: Mapped[dict[str, Any]] = mapped_column(JsonColumn, default=dict)
    counted_at: Mapped[datetime]
    drafted_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    sent_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    edition: Mapped[int] = mapped_column(default=0)
    reason: Mapped[str] = mapped_column(default="")  # why it is corrected, or was dropped
    instructions: Mapped[list[dict[str, Any]]] = mapped_column(JsonColumn, default=list)
    revision: Mapped[int] = mapped_column(default=1)
    version: Mapped[int] = mapped_column(default=1)
    sent_by: Mapped[Person | None] = relationship(foreign_keys=[sent_by_id])
    editions: Mapped[list["ReportEdition"]] = relationship(
        order_by="ReportEdition.number", cascade="all, delete-orphan"
    )
    readings: Mapped[list["ReportReading"]] = relationship(order_by="ReportReading.id", cascade="all, delete-orphan")
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 -- SQLAlchemy's own way to say it

    @property
    def headline(self) -> str:
        """The days it is about."""
        return f"{self.first:%Y-%m-%d}—{self.last:%Y-%m-%d}"

    def read_by(self, person_id: int | None) -> bool:
        """Whether somebody has read the edition that was sent last."""
        return any(one.person_id == person_id and one.edition == self.edition for one in self.readings)


class ReportEdition(Base):
    """What was sent, frozen: words, figures and rows as they were, and why it was corrected."""

    __tablename__ = "report_edition"
    __table_args__ = (UniqueConstraint("report_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"))
    number: Mapped[int]
    content: Mapped[dict[str, Any]] = mapped_column(JsonColumn)
    counted_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(default="")
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    by: Mapped[Person] = relationship()


class ReportReading(Base):
    """A leader has read one edition."""

    __tablename__ = "report_reading"
    __table_args__ = (UniqueConstraint("report_id", "edition", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"))
    edition: Mapped[int]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[datetime]
    person: Mapped[Person] = relationship()


def by_code(tx: Session, code: str) -> Report | None:
    """The report of a code such as R-3."""
    return tx.scalar(select(Report).where(Report.code == code))


def in_stage(tx: Session, stages: Sequence[ReportStage], limit: int = 20) -> list[Report]:
    """Reports in these stages, newest first."""
    return list(tx.scalars(select(Report).where(Report.status.in_(stages)).order_by(Report.id.desc()).limit(limit)))


def about(tx: Session, first: date, last: date) -> Report | None:
    """The newest report on exactly these days that was not dropped."""
    return tx.scalar(
        select(Report)
        .where(Report.first == first, Report.last == last, Report.status != ReportStage.DROPPED)
        .order_by(Report.id.desc())
        .limit(1)
    )


def from_the_first(tx: Session, first: date, last: date) -> Report | None:
    """The report on these days; where there is none, the newest on their beginning, made while they were running."""
    return tx.scalar(
        select(Report)
        .where(Report.first == first, Report.last <= last, Report.status != ReportStage.DROPPED)
        .order_by(Report.last.desc(), Report.id.desc())
        .limit(1)
    )


def untracked(tx: Session) -> list[tuple[Report, dict[str, Any]]]:
    """Leaders' words that no task follows up."""
    return [(one, words) for one in in_stage(tx, OUT, 200) for words in one.instructions if not words.get("task")]


def answers_to(tx: Session, code: str) -> Sequence[Task]:
    """The instructions that leaders gave on a report, in whatever way they said them."""
    return tx.scalars(select(Task).where(Task.source == code, Task.leader_id.is_not(None)).order_by(Task.id)).all()
