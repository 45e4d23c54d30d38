"""Project requests (clause 6.2.1): what was asked for in every version, who decided, and what may start."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint, false, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from storage.base import Base
from storage.people import Person


class Stage(StrEnum):
    """Where a request stands. `StrEnum`, because the flow's table and the records name it in plain words."""

    SUBMITTED = "submitted"
    WAITING = "waiting"  # for an answer to the CIO's question
    SECOND = "second"  # the CIO agreed; above an amount a second person has to
    RETURNED = "returned"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    APPROVED = "approved"
    RUNNING = "running"
    CHANGING = "changing"  # the owner asked for a change, a pause or an end; the CIO decides
    PAUSED = "paused"
    ENDED = "ended"
    FINISHING = "finishing"  # the owner says it is done; the CIO has not accepted it yet
    DONE = "done"
    EVALUATING = "evaluating"
    EVALUATED = "evaluated"
    TRACKING = "tracking"  # what the evaluation found is being improved
    ARCHIVED = "archived"
    COSIGN = "cosign"  # the head of the department signs first, where a rule says so


SOURCE = "_source"  # beside the fields of a draft and of a version: the issue or advice the request began as
RESULTS_LATE = "results_late"  # beside what completion checked
SCOPE = "scope"  # beside the fields of a version: what a granted change made of what is done
UNDECIDED = (Stage.SUBMITTED, Stage.WAITING, Stage.SECOND)
UNDER_WAY = (Stage.APPROVED, Stage.RUNNING, Stage.CHANGING, Stage.PAUSED, Stage.FINISHING)
FIELDS = (
    "title", "purpose", "goal", "budget", "people", "schedule", "data_class", "security", "indicators",
)  # fmt: skip


class Project(Base):
    """One request and the project it becomes.

    `budget` is in yuan. `revision` grows whenever what there is to decide on changes, so that an old card cannot
    decide. `approved_fields` is the copy frozen at approval: evaluation compares with it, not with later wishes.
    `handed_to` alone decides once the request was handed over; `alternate` decides where the CIO is the applicant.
    """

    __tablename__ = "project"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    status: Mapped[str] = mapped_column(default=Stage.SUBMITTED, index=True)
    applicant_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    department: Mapped[str] = mapped_column(default="")

    title: Mapped[str]
    purpose: Mapped[str] = mapped_column(default="")
    goal: Mapped[str] = mapped_column(default="")
    budget: Mapped[int] = mapped_column(default=0)
    people: Mapped[str] = mapped_column(default="")
    schedule: Mapped[str] = mapped_column(default="")
    data_class: Mapped[str] = mapped_column(default="")
    security: Mapped[str] = mapped_column(default="")
    indicators: Mapped[list[str]] = mapped_column(default=list)

    submitted_at: Mapped[datetime]
    waiting_since: Mapped[datetime | None]  # when the CIO's clock last started; None while it rests
    waited_days: Mapped[int] = mapped_column(default=0)  # working days the CIO had before the clock rested

    question: Mapped[str] = mapped_column(default="")
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    exchanges: Mapped[list[Any]] = mapped_column(default=list)  # [{"question", "answer", "by", "at"}]
    adviser_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    opinions: Mapped[list[Any]] = mapped_column(default=list)  # [{"by", "text", "at"}]
    handed_to_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    alternate_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    stuck: Mapped[bool] = mapped_column(default=False)  # nobody can decide, or nobody did: the secretary names somebody
    needs_second: Mapped[bool] = mapped_column(default=False)
    endorsement: Mapped[dict[str, Any]] = mapped_column(
        default=dict
    )  # where two have to agree: {"by","for","at","condition"}

    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_for_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(default="")
    condition: Mapped[str] = mapped_column(default="")
    undo_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    appeal: Mapped[dict[str, Any]] = mapped_column(default=dict)  # {"text", "at", "outcome"}: before the leading group
    approved_fields: Mapped[dict[str, Any]] = mapped_column(default=dict)

    change: Mapped[dict[str, Any]] = mapped_column(
        default=dict
    )  # asked for and not decided: {"kind","text","back","yuan"}
    result: Mapped[str] = mapped_column(default="")  # how it ended, in the owner's words
    actual: Mapped[str] = mapped_column(default="")  # what the indicators came to, at the evaluation
    verdict: Mapped[str] = mapped_column(default="")  # the CIO's word that closes the evaluation
    finished_at: Mapped[datetime | None]  # when the CIO accepted it
    completion: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")  # {"trained","backed_up"}
    cosigned: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")  # {"by","name","at"}
    needs_cosign: Mapped[bool] = mapped_column(default=False, server_default=false())

    revision: Mapped[int] = mapped_column(default=1)
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]

    applicant: Mapped[Person] = relationship(foreign_keys=[applicant_id])
    asked_by: Mapped[Person | None] = relationship(foreign_keys=[asked_by_id])
    adviser: Mapped[Person | None] = relationship(foreign_keys=[adviser_id])
    handed_to: Mapped[Person | None] = relationship(foreign_keys=[handed_to_id])
    alternate: Mapped[Person | None] = relationship(foreign_keys=[alternate_id])
    decided_by: Mapped[Person | None] = relationship(foreign_keys=[decided_by_id])
    decided_for: Mapped[Person | None] = relationship(foreign_keys=[decided_for_id])
    milestones: Mapped[list["Milestone"]] = relationship(
        back_populates="project", order_by="Milestone.due_at", cascade="all, delete-orphan"
    )
    ratings: Mapped[list["Rating"]] = relationship(
        back_populates="project", order_by="Rating.id", cascade="all, delete-orphan"
    )
    versions: Mapped[list["ProjectVersion"]] = relationship(
        back_populates="project", order_by="ProjectVersion.number", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 -- SQLAlchemy's own way to say it

    @property
    def headline(self) -> str:
        """A few words for lists."""
        return self.title

    @property
    def source(self) -> str:
        """The code of the issue or advice it began as; "" for a request of its own."""
        return str(self.versions[0].fields.get(SOURCE, "")) if self.versions else ""

    @property
    def endorsed_by_id(self) -> int | None:
        """Who agreed first, where two have to; None before."""
        found = (self.endorsement or {}).get("by")
        return int(found) if found is not None else None

    @property
    def next_milestone(self) -> "Milestone | None":
        """The milestone that is due next, or late already."""
        left = [one for one in self.milestones if one.done_at is None]
        return min(left, key=lambda one: (one.due_at, one.id or 0), default=None)

    @property
    def results_late(self) -> bool:
        """Whether the owner let the day for the evaluation's results pass: it can be concluded without them."""
        return bool((self.completion or {}).get(RESULTS_LATE))

    @property
    def scope(self) -> str:
        """What is done since a change of it was granted; "" while it is what was approved."""
        return str((self.approved_fields or {}).get(SCOPE, ""))

    @scope.setter
    def scope(self, value: str) -> None:
        self.approved_fields = {**(self.approved_fields or {}), SCOPE: value}

    @property
    def fields(self) -> dict[str, Any]:
        """What is asked for, as the form has it; and the scope, once a change of it was granted."""
        return {name: getattr(self, name) for name in FIELDS} | ({SCOPE: self.scope} if self.scope else {})


class ProjectVersion(Base):
    """One submitted text of a request, word for word; nothing is ever edited in place."""

    __tablename__ = "project_version"
    __table_args__ = (UniqueConstraint("project_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"))
    number: Mapped[int]
    fields: Mapped[dict[str, Any]]
    submitted_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    submitted_at: Mapped[datetime]
    project: Mapped[Project] = relationship(back_populates="versions")


class Milestone(Base):
    """A point on the way of a running project; done only with evidence (a photo's place, a file, a link)."""

    __tablename__ = "project_milestone"

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), index=True)
    name: Mapped[str]
    due_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    evidence: Mapped[str] = mapped_column(default="")
    project: Mapped[Project] = relationship(back_populates="milestones")


class Rating(Base):
    """What one of the real users says after some weeks: 1 to 5 stars, None until they press."""

    __tablename__ = "project_rating"
    __table_args__ = (UniqueConstraint("project_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    stars: Mapped[int | None]
    rated_at: Mapped[datetime | None]
    project: Mapped[Project] = relationship(back_populates="ratings")


def by_code(tx: Session, code: str) -> Project | None:
    """The request of this number."""
    return tx.scalar(select(Project).where(Project.code == code))


def begun_from(tx: Session, source: str) -> Sequence[Project]:
    """The requests that began as this issue or advice, newest first."""
    began = select(ProjectVersion.project_id).where(ProjectVersion.fields[SOURCE].as_string() == source)
    return tx.scalars(select(Project).where(Project.id.in_(began)).order_by(Project.id.desc())).all()


def undecided(tx: Session) -> Sequence[Project]:
    """Every request somebody still has to decide on, the one that waited longest first."""
    return tx.scalars(
        select(Project).where(Project.status.in_(UNDECIDED)).order_by(Project.submitted_at, Project.id)
    ).all()


def of_applicant(tx: Session, person_id: int) -> Sequence[Project]:
    """A person's own requests, newest first."""
    return tx.scalars(select(Project).where(Project.applicant_id == person_id).order_by(Project.id.desc())).all()


def open_of(tx: Session, person_id: int) -> Sequence[Project]:
    """A person's own requests on which something can still happen, oldest first."""
    over = (Stage.REJECTED, Stage.WITHDRAWN, Stage.ENDED, Stage.ARCHIVED)
    return tx.scalars(
        select(Project).where(Project.applicant_id == person_id, Project.status.not_in(over)).order_by(Project.id)
    ).all()


def undoable_by(tx: Session, person_id: int) -> Sequence[Project]:
    """What a person decided a moment ago and may still take back, newest first."""
    return tx.scalars(
        select(Project).where(Project.undo_by_id == person_id).order_by(Project.decided_at.desc(), Project.id.desc())
    ).all()


def under_way(tx: Session) -> Sequence[Project]:
    """Every approved project that has not ended."""
    return tx.scalars(select(Project).where(Project.status.in_(UNDER_WAY)).order_by(Project.id)).all()


def past(tx: Session, besides: int, limit: int = 200) -> Sequence[Project]:
    """Earlier requests to compare a new one with, newest first."""
    return tx.scalars(
        select(Project)
        .where(Project.id != besides, Project.status != Stage.WITHDRAWN)
        .order_by(Project.id.desc())
        .limit(limit)
    ).all()


def committed_yuan(tx: Session, department: str) -> int:
    """What a department's approved projects cost together, in yuan."""
    return (
        tx.scalar(
            select(func.sum(Project.budget)).where(Project.department == department, Project.status.in_(UNDER_WAY))
        )
        or 0
    )


def to_cosign(tx: Session, department: str) -> Sequence[Project]:
    """A department's requests that its head has to sign first."""
    return tx.scalars(
        select(Project).where(Project.status == Stage.COSIGN, Project.department == department).order_by(Project.id)
    ).all()


def looked_after(tx: Session) -> Sequence[Project]:
    """What an evaluation or an archive still waits for."""
    stages = (Stage.DONE, Stage.EVALUATING, Stage.EVALUATED, Stage.TRACKING)
    return tx.scalars(select(Project).where(Project.status.in_(stages)).order_by(Project.id)).all()


def advised_by(tx: Session, person_id: int) -> Sequence[Project]:
    """The requests somebody owes an opinion on."""
    return tx.scalars(select(Project).where(Project.adviser_id == person_id).order_by(Project.id)).all()


def asked_adviser(tx: Session, person_id: int) -> int:
    """How many opinions somebody still owes."""
    return tx.scalar(select(func.count()).select_from(Project).where(Project.adviser_id == person_id)) or 0
