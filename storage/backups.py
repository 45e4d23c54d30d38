"""Backups (BK-, clause 7.2.2): when each is expected, what became of each, and when one was last restored."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from storage.base import Base
from storage.people import Person
from storage.systems import System


class PlanStage(StrEnum):
    """Whether backups are expected."""

    ACTIVE = "active"
    PAUSED = "paused"


class Ran(StrEnum):
    """What became of one expected backup."""

    EXPECTED = "expected"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    MISSED = "missed"


class BackupPlan(Base):
    """How one system is backed up. `rule` is JSON of `handlers.recurrence`: the moments a backup is expected to begin.

    `token_hash` guards its address for jobs. `alarmed_at` is since when it is silent or failing, None when all is well.
    """

    __tablename__ = "backup_plan"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    status: Mapped[str] = mapped_column(default=PlanStage.ACTIVE, index=True)
    system_id: Mapped[int] = mapped_column(ForeignKey("system.id"), unique=True)
    rule: Mapped[dict[str, Any]]
    token_hash: Mapped[str] = mapped_column(unique=True)
    expected_at: Mapped[datetime | None]  # the one that is waited for now
    alarmed_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(default="")  # why it rests
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    system: Mapped[System] = relationship(lazy="joined")
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 -- SQLAlchemy's own way to say it

    @property
    def headline(self) -> str:
        """A few words for lists."""
        return self.system.name


class BackupRun(Base):
    """One expected backup, by the moment it was expected at. `how` is where we know it from: http, chat, clock, own."""

    __tablename__ = "backup_run"
    __table_args__ = (UniqueConstraint("plan_id", "expected_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("backup_plan.id"), index=True)
    expected_at: Mapped[datetime]
    status: Mapped[str] = mapped_column(default=Ran.EXPECTED)
    heard_at: Mapped[datetime | None]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    how: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    plan: Mapped[BackupPlan] = relationship()
    by: Mapped[Person | None] = relationship()


class RestoreTest(Base):
    """Somebody put a backup back, and says whether it held what it should."""

    __tablename__ = "restore_test"

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("backup_plan.id"), index=True)
    at: Mapped[datetime]
    passed: Mapped[bool]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    note: Mapped[str] = mapped_column(default="")
    plan: Mapped[BackupPlan] = relationship()
    by: Mapped[Person] = relationship()


def by_code(tx: Session, code: str) -> BackupPlan | None:
    """The plan of a code such as BK-3."""
    return tx.scalar(select(BackupPlan).where(BackupPlan.code == code))


def of_system(tx: Session, system_id: int) -> BackupPlan | None:
    """How a system is backed up."""
    return tx.scalar(select(BackupPlan).where(BackupPlan.system_id == system_id))


def of_token(tx: Session, token_hash: str) -> BackupPlan | None:
    """The plan whose jobs call at this address."""
    return tx.scalar(select(BackupPlan).where(BackupPlan.token_hash == token_hash))


def all_plans(tx: Session) -> Sequence[BackupPlan]:
    """Every plan."""
    return tx.scalars(select(BackupPlan).order_by(BackupPlan.id)).all()


def run_at(tx: Session, plan_id: int, expected_at: datetime) -> BackupRun | None:
    """What became of the backup expected at a moment."""
    return tx.scalar(select(BackupRun).where(BackupRun.plan_id == plan_id, BackupRun.expected_at == expected_at))


def last_run(tx: Session, plan_id: int, *statuses: Ran) -> BackupRun | None:
    """The newest run, of these statuses where some are named."""
    wanted = select(BackupRun).where(BackupRun.plan_id == plan_id).order_by(BackupRun.expected_at.desc()).limit(1)
    return tx.scalar(wanted.where(BackupRun.status.in_(statuses)) if statuses else wanted)


def runs_between(tx: Session, begins: datetime, ends: datetime) -> Sequence[BackupRun]:
    """The backups expected in a period, `begins` ≤ moment < `ends`."""
    return tx.scalars(
        select(BackupRun)
        .where(BackupRun.expected_at >= begins, BackupRun.expected_at < ends)
        .order_by(BackupRun.expected_at, BackupRun.id)
    ).all()


def last_test(tx: Session, plan_id: int, *, passed: bool = False) -> RestoreTest | None:
    """The newest restore test, with `passed` the newest that held."""
    wanted = (
        select(RestoreTest)
        .where(RestoreTest.plan_id == plan_id)
        .order_by(RestoreTest.at.desc(), RestoreTest.id.desc())
        .limit(1)
    )
    return tx.scalar(wanted.where(RestoreTest.passed) if passed else wanted)
