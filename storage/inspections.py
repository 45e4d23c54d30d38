"""Inspections (IN-, clause 8.1.1): what is looked at, item by item, and the findings (F-) that have to be mended."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint, bindparam, literal, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from storage.base import Base
from storage.people import Person
from storage.prepared import Prepared


class InspectionStage(StrEnum):
    """Where an inspection stands."""

    PLANNED = "planned"
    NOTIFIED = "notified"
    LIVE = "live"
    PAUSED = "paused"
    TO_CONFIRM = "to_confirm"
    MENDING = "mending"
    RECHECK = "recheck"
    LATE = "late"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class FindingStage(StrEnum):
    """Where a finding stands."""

    FOUND = "found"
    CONTESTED = "contested"
    MENDING = "mending"
    SUBMITTED = "submitted"
    CLOSED = "closed"
    DISMISSED = "dismissed"


WALKING = (InspectionStage.LIVE, InspectionStage.PAUSED)
FOLLOWED = (InspectionStage.TO_CONFIRM, InspectionStage.MENDING, InspectionStage.RECHECK, InspectionStage.LATE)
OVER = (InspectionStage.CLOSED, InspectionStage.CANCELLED)
FINDING_OVER = (FindingStage.CLOSED, FindingStage.DISMISSED)
PASS, FAIL, SKIP = "pass", "fail", "na"


class Inspection(Base):
    """One inspection. `answerer` speaks for the inspected department, which is never the inspector's own.

    `department` is empty where the whole school is looked at. `checklist_version` is the one it was walked with.
    """

    __tablename__ = "inspection"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    status: Mapped[str] = mapped_column(default=InspectionStage.PLANNED, index=True)
    target: Mapped[str]
    place: Mapped[str] = mapped_column(default="")
    department: Mapped[str] = mapped_column(default="")
    surprise: Mapped[bool] = mapped_column(default=False)
    planned_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    inspector_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    answerer_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    planned_at: Mapped[datetime]
    checklist_version: Mapped[int]
    previous: Mapped[str] = mapped_column(default="")  # the code of the inspection of the same thing before
    announced_at: Mapped[datetime | None]
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column(default=1)
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    planned_by: Mapped[Person] = relationship(foreign_keys=[planned_by_id])
    inspector: Mapped[Person] = relationship(foreign_keys=[inspector_id])
    answerer: Mapped[Person] = relationship(foreign_keys=[answerer_id])
    items: Mapped[list["InspectionItem"]] = relationship(order_by="InspectionItem.number", cascade="all, delete-orphan")
    findings: Mapped[list["Finding"]] = relationship(order_by="Finding.id", back_populates="inspection")
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 -- SQLAlchemy's own way to say it

    @property
    def headline(self) -> str:
        """A few words for lists."""
        return self.place or self.department


class InspectionItem(Base):
    """One line of the list as it was walked. `key` ties it to the same line of the inspection before.

    `evidence` is what our own records say about it, for items that nobody had to answer.
    """

    __tablename__ = "inspection_item"
    __table_args__ = (UniqueConstraint("inspection_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    inspection_id: Mapped[int] = mapped_column(ForeignKey("inspection.id"), index=True)
    number: Mapped[int]
    key: Mapped[str]
    zh: Mapped[str]
    en: Mapped[str]
    severity: Mapped[str]
    result: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    evidence: Mapped[str] = mapped_column(default="")
    marked_at: Mapped[datetime | None]


class Finding(Base):
    """Something that is not as it should be: confirmed or contested, mended, shown, checked again by who found it."""

    __tablename__ = "finding"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    status: Mapped[str] = mapped_column(default=FindingStage.FOUND, index=True)
    inspection_id: Mapped[int] = mapped_column(ForeignKey("inspection.id"), index=True)
    number: Mapped[int]
    text: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    severity: Mapped[str]
    owner_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    contested: Mapped[str] = mapped_column(default="")
    decided: Mapped[str] = mapped_column(default="")  # the inspector's answer to what was contested
    due_at: Mapped[datetime | None]
    done: Mapped[str] = mapped_column(default="")
    returned: Mapped[str] = mapped_column(default="")  # why it was sent back the last time
    closed_at: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column(default=1)
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    owner: Mapped[Person] = relationship(foreign_keys=[owner_id])
    inspection: Mapped[Inspection] = relationship(back_populates="findings")
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 -- SQLAlchemy's own way to say it

    @property
    def headline(self) -> str:
        """A few words for lists."""
        return (self.note or self.text)[:40]


class Checklist(Base):
    """A version of a list that the school has made its own; the first version of each is ours and is no row."""

    __tablename__ = "checklist"
    __table_args__ = (UniqueConstraint("target", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    target: Mapped[str]
    version: Mapped[int]
    items: Mapped[list[Any]]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


def by_code(tx: Session, code: str) -> Inspection | None:
    """The inspection of a code such as IN-4."""
    return tx.scalar(select(Inspection).where(Inspection.code == code))


def finding_by_code(tx: Session, code: str) -> Finding | None:
    """The finding of a code such as F-7."""
    return tx.scalar(select(Finding).where(Finding.code == code))


def not_over(tx: Session) -> Sequence[Inspection]:
    """Every inspection that still wants something, the next one first."""
    return tx.scalars(
        select(Inspection).where(Inspection.status.not_in(OVER)).order_by(Inspection.planned_at, Inspection.id)
    ).all()


def newest(tx: Session, limit: int = 20) -> Sequence[Inspection]:
    """The newest, whatever became of them."""
    return tx.scalars(select(Inspection).order_by(Inspection.id.desc()).limit(limit)).all()


# Asked with nearly everything that is said, and nearly always not there: known before any object is made.
_WALKED = Prepared(
    select(Inspection.id)
    .where(Inspection.inspector_id == bindparam("of"), Inspection.status.in_([literal(one) for one in WALKING]))
    .limit(1)
)


def walked_by(tx: Session, person_id: int) -> Sequence[Inspection]:
    """What this inspector has begun and not ended, the one touched last first."""
    tx.flush()
    if _WALKED.scalar(tx, {"of": person_id}) is None:
        return ()
    return tx.scalars(
        select(Inspection)
        .where(Inspection.inspector_id == person_id, Inspection.status.in_(WALKING))
        .order_by(Inspection.status, Inspection.started_at.desc(), Inspection.id.desc())
    ).all()


def last_of(tx: Session, target: str, place: str, department: str, before: int) -> Inspection | None:
    """The last inspection of the same thing that was walked to its end."""
    return tx.scalar(
        select(Inspection)
        .where(
            Inspection.target == target,
            Inspection.place == place,
            Inspection.department == department,
            Inspection.finished_at.is_not(None),
            Inspection.id < before,
        )
        .order_by(Inspection.id.desc())
        .limit(1)
    )


def finished_between(tx: Session, since: datetime, until: datetime) -> Sequence[Inspection]:
    """What was walked to its end in a time."""
    return tx.scalars(
        select(Inspection)
        .where(Inspection.finished_at >= since, Inspection.finished_at < until)
        .order_by(Inspection.id)
    ).all()


def findings_between(tx: Session, since: datetime, until: datetime) -> Sequence[Finding]:
    """What was found in a time."""
    return tx.scalars(
        select(Finding).where(Finding.created_at >= since, Finding.created_at < until).order_by(Finding.id)
    ).all()


def findings_due(tx: Session, since: datetime, until: datetime) -> Sequence[Finding]:
    """What had to be mended in a time."""
    return tx.scalars(
        select(Finding)
        .where(Finding.due_at >= since, Finding.due_at < until, Finding.status != FindingStage.DISMISSED)
        .order_by(Finding.id)
    ).all()


def open_findings(tx: Session) -> Sequence[Finding]:
    """Everything found that is not mended yet, the pressing first."""
    return tx.scalars(
        select(Finding).where(Finding.status.not_in(FINDING_OVER)).order_by(Finding.due_at, Finding.id)
    ).all()


def findings_of(tx: Session, person_id: int) -> Sequence[Finding]:
    """Open findings that one person mends, speaks for, or checks again."""
    return tx.scalars(
        select(Finding)
        .join(Inspection, Inspection.id == Finding.inspection_id)
        .where(
            Finding.status.not_in(FINDING_OVER),
            or_(
                Finding.owner_id == person_id,
                Inspection.answerer_id == person_id,
                Inspection.inspector_id == person_id,
            ),
        )
        .order_by(Finding.id)
    ).all()


def checklist(tx: Session, target: str) -> Checklist | None:
    """The school's own newest version of a list; None while ours is used."""
    return tx.scalar(select(Checklist).where(Checklist.target == target).order_by(Checklist.version.desc()).limit(1))
