"""Drills (clause 7.3.2): the script, who takes part, what happened on the clock, and the report.

All of it stands in tables of its own: no count of incidents, issues or trainings ever meets a drill.
"""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ForeignKey, Text, UniqueConstraint, literal, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from storage.base import Base, JsonColumn
from storage.people import Person
from storage.prepared import Prepared


class Stage:
    """Where a drill stands. `AHEAD`: it has not begun; `HELD`: it took place."""

    PLANNED = "planned"
    APPROVED = "approved"
    NOTIFIED = "notified"
    HIDDEN = "hidden"
    POSTPONED = "postponed"
    LIVE = "live"
    ENDED = "ended"
    DRAFT = "draft"
    CONFIRMED = "confirmed"
    FOLLOWING = "following"
    ARCHIVED = "archived"
    STOPPED = "stopped"
    CANCELLED = "cancelled"

    READY = (NOTIFIED, HIDDEN)
    AHEAD = (PLANNED, APPROVED, NOTIFIED, HIDDEN, POSTPONED)
    HELD = (ENDED, DRAFT, CONFIRMED, FOLLOWING, ARCHIVED)
    OPEN = (*AHEAD, LIVE, ENDED, DRAFT, CONFIRMED, FOLLOWING)


class Drill(Base):
    """One drill. `audience` and `unannounced` are what `handlers.audience` reads; whoever is meant by `unannounced` hears
    of it when it begins. `informed` are the ids of those who knew of a secret one before. `plan` is the emergency plan
    that is drilled, with its edition and steps as they stood then ({}: none fits). `replays` is the drill whose script
    this is, such as D-3.

    `report` is {} until there is a draft; its figures are frozen then, and every change after that is kept beside them.
    `secret` is what the address of the screen is made of.
    """

    __tablename__ = "drill"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    status: Mapped[str] = mapped_column(default=Stage.PLANNED, index=True)
    scenario: Mapped[str]
    plan: Mapped[dict[str, Any]] = mapped_column(default=dict)
    place: Mapped[str] = mapped_column(default="")
    planner_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    approver_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    starts_at: Mapped[datetime]
    minutes: Mapped[int] = mapped_column(default=60)
    audience: Mapped[dict[str, Any]] = mapped_column(default=dict)
    unannounced: Mapped[dict[str, Any]] = mapped_column(default=dict)
    informed: Mapped[list[int]] = mapped_column(JsonColumn, default=list)
    replays: Mapped[str] = mapped_column(default="", index=True)
    secret: Mapped[str]
    submitted_at: Mapped[datetime | None]
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(default="")  # why it was sent back, postponed, called off or stopped
    incident: Mapped[str] = mapped_column(default="")  # what it turned into, such as I-3
    report: Mapped[dict[str, Any]] = mapped_column(default=dict)
    confirmed_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    revision: Mapped[int] = mapped_column(default=1)
    version: Mapped[int] = mapped_column(default=1)
    planner: Mapped[Person] = relationship(foreign_keys=[planner_id])
    approver: Mapped[Person | None] = relationship(foreign_keys=[approver_id])
    participants: Mapped[list["DrillParticipant"]] = relationship(
        cascade="all, delete-orphan", order_by="DrillParticipant.id"
    )
    objectives: Mapped[list["Objective"]] = relationship(cascade="all, delete-orphan", order_by="Objective.number")
    injects: Mapped[list["Inject"]] = relationship(cascade="all, delete-orphan", order_by="Inject.number")
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 -- SQLAlchemy's own way to say it

    @property
    def headline(self) -> str:
        """A few words for lists."""
        short = self.scenario if len(self.scenario) <= 20 else self.scenario[:19] + "…"
        return f"【演练】{short}"

    @property
    def is_secret(self) -> bool:
        """Whether somebody of those who take part must not hear of it before it begins."""
        return bool(self.unannounced.get("groups"))

    @property
    def players(self) -> list["DrillParticipant"]:
        """Who has to be there; observers only look on."""
        return [one for one in self.participants if not one.observes]

    def of(self, person_id: int | None) -> "DrillParticipant | None":
        """One person's part in it."""
        return next((one for one in self.participants if one.person_id == person_id), None)


class DrillParticipant(Base):
    """One person's part. `unannounced`: hears of it when it begins. An observer gives `score` (1 to 5) and `remark`."""

    __tablename__ = "drill_participant"
    __table_args__ = (UniqueConstraint("drill_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    drill_id: Mapped[int] = mapped_column(ForeignKey("drill.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    observes: Mapped[bool] = mapped_column(default=False)
    unannounced: Mapped[bool] = mapped_column(default=False)
    told_at: Mapped[datetime | None]
    arrived_at: Mapped[datetime | None]
    score: Mapped[int | None]
    remark: Mapped[str] = mapped_column(Text, default="")
    person: Mapped[Person] = relationship()


class Objective(Base):
    """What should be reached within so many minutes of the start, and when it was. `kind` names those the clock measures
    itself; "" is said by a person.
    """

    __tablename__ = "drill_objective"
    __table_args__ = (UniqueConstraint("drill_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    drill_id: Mapped[int] = mapped_column(ForeignKey("drill.id"), index=True)
    number: Mapped[int]
    name: Mapped[str]
    minutes: Mapped[int]
    kind: Mapped[str] = mapped_column(default="")
    reached_at: Mapped[datetime | None]
    reached_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class Inject(Base):
    """What is put before some of those who take part, so many minutes after the start. `to` is an audience
    or {"role": a role of the plan}; empty is all.
    """

    __tablename__ = "drill_inject"
    __table_args__ = (UniqueConstraint("drill_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    drill_id: Mapped[int] = mapped_column(ForeignKey("drill.id"), index=True)
    number: Mapped[int]
    after: Mapped[int]  # minutes
    words: Mapped[str] = mapped_column(Text)
    to: Mapped[dict[str, Any]] = mapped_column(default=dict)
    sent_at: Mapped[datetime | None]
    receipts: Mapped[list["Receipt"]] = relationship(cascade="all, delete-orphan", order_by="Receipt.id")

    def of(self, person_id: int | None) -> "Receipt | None":
        """One person's answer to it; None for whom it was not meant."""
        return next((one for one in self.receipts if one.person_id == person_id), None)


class Receipt(Base):
    """That an inject went to somebody, and when they acknowledged and handled it."""

    __tablename__ = "drill_receipt"
    __table_args__ = (UniqueConstraint("inject_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    inject_id: Mapped[int] = mapped_column(ForeignKey("drill_inject.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    acknowledged_at: Mapped[datetime | None]
    handled_at: Mapped[datetime | None]
    person: Mapped[Person] = relationship()


def find(tx: Session, code: str) -> Drill | None:
    """A drill by its spoken number."""
    return tx.scalar(select(Drill).where(Drill.code == code))


# Looked for with nearly everything that is said, and nearly always not there: known before any object is made.
@cache
def _in_stage(stages: tuple[str, ...]) -> Prepared:
    return Prepared(select(Drill.id).where(Drill.status.in_([literal(one) for one in stages])).limit(1))


def in_stage(tx: Session, stages: Sequence[str]) -> list[Drill]:
    """Drills in these stages, the next one first."""
    tx.flush()
    if _in_stage(tuple(stages)).scalar(tx, {}) is None:
        return []
    return list(tx.scalars(select(Drill).where(Drill.status.in_(stages)).order_by(Drill.starts_at, Drill.id)))


def of_person(tx: Session, person_id: int, stages: Sequence[str]) -> list[Drill]:
    """Drills a person runs or takes part in, in these stages."""
    taking_part = select(DrillParticipant.drill_id).where(DrillParticipant.person_id == person_id)
    return list(
        tx.scalars(
            select(Drill)
            .where(Drill.status.in_(stages), Drill.id.in_(taking_part) | (Drill.planner_id == person_id))
            .order_by(Drill.starts_at, Drill.id)
        )
    )


def held_between(tx: Session, begins: datetime, ends: datetime) -> list[Drill]:
    """Drills that took place in a span of time, the first one first."""
    return list(
        tx.scalars(
            select(Drill)
            .where(Drill.status.in_(Stage.HELD), Drill.started_at >= begins, Drill.started_at < ends)
            .order_by(Drill.started_at, Drill.id)
        )
    )


def last_of(tx: Session, scenario: str) -> Drill | None:
    """The last drill of a scenario that took place."""
    return tx.scalar(
        select(Drill)
        .where(Drill.scenario == scenario, Drill.status.in_(Stage.HELD))
        .order_by(Drill.started_at.desc(), Drill.id.desc())
        .limit(1)
    )
