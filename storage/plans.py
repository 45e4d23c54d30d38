"""The plan of a school year (clause 5.1.1) and its goals (G-, 6.1.2): what is to be reached, by whom, from which records.

A plan is drafted, put out for comment, confirmed by a leader, in force, revised, archived.
"""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from storage.base import Base
from storage.people import Person


class PlanStage(StrEnum):
    """Where a plan stands."""

    DRAFT = "draft"
    CONSULTING = "consulting"
    CONFIRMING = "confirming"  # the CIO has handed it to the leader
    IN_FORCE = "in_force"
    REVISING = "revising"  # in force as it was confirmed last, while a change is prepared
    ARCHIVED = "archived"


EDITABLE = (PlanStage.DRAFT, PlanStage.CONSULTING, PlanStage.REVISING)
CONFIRMED = (PlanStage.IN_FORCE, PlanStage.REVISING)


class GoalStage(StrEnum):
    """Where a goal stands."""

    NOT_STARTED = "not_started"
    UNDER_WAY = "under_way"
    REACHED = "reached"
    MISSED = "missed"
    CANCELLED = "cancelled"


class Plan(Base):
    """One school year's plan: `year` is the one it begins in, `begins` and `ends` its first and last day.

    `edition` counts the confirmed texts; each is kept word for word in `PlanEdition`.
    """

    __tablename__ = "plan"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    year: Mapped[int] = mapped_column(unique=True)
    status: Mapped[str] = mapped_column(default=PlanStage.DRAFT)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    begins: Mapped[datetime]
    ends: Mapped[datetime]
    comment_by: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(default="")  # why it was sent back, or is being revised
    edition: Mapped[int] = mapped_column(default=0)
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    confirmed_at: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column(default=1)
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    confirmed_by: Mapped[Person | None] = relationship(foreign_keys=[confirmed_by_id])
    goals: Mapped[list["Goal"]] = relationship(order_by="Goal.id", back_populates="plan")
    comments: Mapped[list["PlanComment"]] = relationship(order_by="PlanComment.id", cascade="all, delete-orphan")
    editions: Mapped[list["PlanEdition"]] = relationship(order_by="PlanEdition.number", cascade="all, delete-orphan")
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 -- SQLAlchemy's own way to say it

    @property
    def headline(self) -> str:
        """The school year, as people say it."""
        return f"{self.year}–{self.year + 1}学年计划"

    @property
    def standing_goals(self) -> list["Goal"]:
        """Its goals without the cancelled ones."""
        return [goal for goal in self.goals if goal.status != GoalStage.CANCELLED]


class PlanComment(Base):
    """What a department said about a draft; empty words mean that it has no objection."""

    __tablename__ = "plan_comment"
    __table_args__ = (UniqueConstraint("plan_id", "edition", "by_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), index=True)
    edition: Mapped[int]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    department: Mapped[str] = mapped_column(default="")
    words: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]
    by: Mapped[Person] = relationship()


class PlanEdition(Base):
    """The goals as a leader confirmed them, with the reason of the revision."""

    __tablename__ = "plan_edition"
    __table_args__ = (UniqueConstraint("plan_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    number: Mapped[int]
    goals: Mapped[list[Any]] = mapped_column(default=list)
    reason: Mapped[str] = mapped_column(default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class Goal(Base):
    """One indicator of one plan. `metric` names how the system counts it; empty: the owner says the value each month.

    `parameter` belongs to the metric, such as the hours of "resolved within 24 hours". The direction is told by
    baseline and target: a waiting time falls, a share rises. `basis` is the reason where no gap stands behind it.
    """

    __tablename__ = "goal"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), index=True)
    status: Mapped[str] = mapped_column(default=GoalStage.NOT_STARTED, index=True)
    name: Mapped[str]
    unit: Mapped[str] = mapped_column(default="")
    metric: Mapped[str] = mapped_column(default="")
    parameter: Mapped[int | None]
    baseline: Mapped[float | None]
    target: Mapped[float]
    owner_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    due_at: Mapped[datetime]
    basis: Mapped[str] = mapped_column(default="")
    reason: Mapped[str] = mapped_column(default="")  # why it was cancelled or missed
    asked: Mapped[str] = mapped_column(default="")  # the month for which the owner was asked and has not answered
    revision: Mapped[int] = mapped_column(default=1)
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    owner: Mapped[Person] = relationship(foreign_keys=[owner_id])
    plan: Mapped["Plan"] = relationship(back_populates="goals")
    readings: Mapped[list["GoalReading"]] = relationship(order_by="GoalReading.id", cascade="all, delete-orphan")
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 -- SQLAlchemy's own way to say it

    @property
    def headline(self) -> str:
        """The indicator, for lists."""
        return self.name

    @property
    def rises(self) -> bool:
        """Whether more is better."""
        return self.baseline is None or self.target >= self.baseline

    @property
    def last_reading(self) -> "GoalReading | None":
        """What was said or counted last; months without a word do not count."""
        return next((one for one in reversed(self.readings) if one.value is not None), None)


class GoalReading(Base):
    """The value of a goal at the end of a month, or when its owner said it. None: nobody said anything that month."""

    __tablename__ = "goal_reading"
    __table_args__ = (UniqueConstraint("goal_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    goal_id: Mapped[int] = mapped_column(ForeignKey("goal.id"), index=True)
    key: Mapped[str]  # the month for what the clock wrote, the moment for what a person said
    period: Mapped[str]  # 2026-10
    value: Mapped[float | None]
    records: Mapped[int | None]
    behind: Mapped[bool] = mapped_column(default=False)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    by: Mapped[Person | None] = relationship()


def by_code(tx: Session, code: str) -> Plan | None:
    """The plan of a code such as PL-2026."""
    return tx.scalar(select(Plan).where(Plan.code == code))


def of_year(tx: Session, year: int) -> Plan | None:
    """The plan of the school year that begins in this year."""
    return tx.scalar(select(Plan).where(Plan.year == year))


def current(tx: Session, year: int) -> Plan | None:
    """The plan of this school year; before there is one, the latest of all."""
    return of_year(tx, year) or tx.scalar(select(Plan).order_by(Plan.year.desc()).limit(1))


def open_plans(tx: Session) -> Sequence[Plan]:
    """Every plan that is not archived, this year's first."""
    return tx.scalars(select(Plan).where(Plan.status != PlanStage.ARCHIVED).order_by(Plan.year)).all()


def first_year(day: date, begins_in: int) -> int:
    """The year in which the school year of a day began, given the month in which school years begin."""
    return day.year if day.month >= begins_in else day.year - 1


def goal(tx: Session, code: str) -> Goal | None:
    """The goal of a code such as G-3."""
    return tx.scalar(select(Goal).where(Goal.code == code))


def goals_under_way(tx: Session) -> Sequence[Goal]:
    """Every goal somebody works towards."""
    return tx.scalars(select(Goal).where(Goal.status == GoalStage.UNDER_WAY).order_by(Goal.id)).all()


def goals_of(tx: Session, person_id: int) -> Sequence[Goal]:
    """The goals somebody answers for and that are not over."""
    live = (GoalStage.NOT_STARTED, GoalStage.UNDER_WAY)
    return tx.scalars(select(Goal).where(Goal.owner_id == person_id, Goal.status.in_(live)).order_by(Goal.id)).all()


def standing_goals(tx: Session) -> Sequence[Goal]:
    """Every goal that can be served: not started or under way."""
    live = (GoalStage.NOT_STARTED, GoalStage.UNDER_WAY)
    return tx.scalars(select(Goal).where(Goal.status.in_(live)).order_by(Goal.id)).all()


def count_goals(tx: Session) -> int:
    """How many goals the school ever wrote down; 0 while it keeps them elsewhere."""
    return tx.scalar(select(func.count()).select_from(Goal)) or 0
