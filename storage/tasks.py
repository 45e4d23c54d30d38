"""Department tasks (K-, clause 5.3.1) and the leaders' instructions (8.2.2): who owes what until when, and what came of it.

A request for information goes to one or many departments; each has its own task, so that each has its own number, its own
answer and its own day. An instruction is one task with one owner. Both share the letter K.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from storage.base import Base
from storage.people import Person


class TaskStage(StrEnum):
    """Where a task stands; from RAISED on those of an instruction."""

    ISSUED = "issued"
    KNOWN = "known"
    WORKING = "working"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    DONE = "done"
    CANCELLED = "cancelled"
    RAISED = "raised"
    ASSIGNED = "assigned"
    HANDLING = "handling"
    TO_REPORT = "to_report"
    REPORTED = "reported"
    SIGNED_OFF = "signed_off"
    DROPPED = "dropped"


OWED = (TaskStage.ISSUED, TaskStage.KNOWN, TaskStage.WORKING, TaskStage.RETURNED)  # the department has to do something
OPEN_TASKS = (*OWED, TaskStage.SUBMITTED)
IN_WORK = (TaskStage.ASSIGNED, TaskStage.HANDLING)  # the owner of an instruction has to do something
OPEN_INSTRUCTIONS = (TaskStage.RAISED, *IN_WORK, TaskStage.TO_REPORT, TaskStage.REPORTED)
OPEN = (*OPEN_TASKS, *OPEN_INSTRUCTIONS)


class TaskRequest(Base):
    """One sentence of the CIO to one or many departments. `left_out` are departments where nobody could be asked."""

    __tablename__ = "task_request"

    id: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str]
    due_at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    issued_at: Mapped[datetime] = mapped_column(index=True)
    left_out: Mapped[list[str]] = mapped_column(default=list)
    nudged_at: Mapped[datetime | None]
    by: Mapped[Person] = relationship()
    tasks: Mapped[list["Task"]] = relationship(order_by="Task.id", back_populates="request")


class Task(Base):
    """What one department owes (`request`), or what a leader wants done (`leader`, an instruction).

    `owner` is whom it was given to: the liaison, without one the head; whoever answers for the department may do it, too.
    `first_submitted_at` tells whether it was in time; a task that is sent back stays in time. `nudges` count what the
    owner was reminded of. `source` is the report an instruction answers (R-3).
    """

    __tablename__ = "task"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    status: Mapped[str] = mapped_column(index=True)
    text: Mapped[str]
    department: Mapped[str] = mapped_column(default="", index=True)
    request_id: Mapped[int | None] = mapped_column(ForeignKey("task_request.id"), index=True)
    leader_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    source: Mapped[str] = mapped_column(default="", index=True)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    due_at: Mapped[datetime | None]
    result: Mapped[str] = mapped_column(default="")
    reason: Mapped[str] = mapped_column(default="")  # why it was sent back, cancelled or dropped
    said: Mapped[str] = mapped_column(default="")  # a difficulty the department spoke of
    reply: Mapped[str] = mapped_column(default="")  # what the CIO adds for the leader
    submitted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    issued_at: Mapped[datetime] = mapped_column(index=True)
    known_at: Mapped[datetime | None]
    first_submitted_at: Mapped[datetime | None]
    submitted_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    escalated_at: Mapped[datetime | None]
    nudges: Mapped[int] = mapped_column(default=0)
    revision: Mapped[int] = mapped_column(default=1)
    version: Mapped[int] = mapped_column(default=1)
    request: Mapped[TaskRequest | None] = relationship(back_populates="tasks")
    owner: Mapped[Person | None] = relationship(foreign_keys=[owner_id])
    leader: Mapped[Person | None] = relationship(foreign_keys=[leader_id])
    submitted_by: Mapped[Person | None] = relationship(foreign_keys=[submitted_by_id])
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 -- SQLAlchemy's own way to say it

    @property
    def is_instruction(self) -> bool:
        """Whether a leader wants it, and not the CIO of a department."""
        return self.leader_id is not None

    @property
    def headline(self) -> str:
        """A few words for lists."""
        return self.text[:40]


def by_code(tx: Session, code: str) -> Task | None:
    """The task of a code such as K-3."""
    return tx.scalar(select(Task).where(Task.code == code))


def request(tx: Session, key: int) -> TaskRequest | None:
    """A request by its number in the database; people know only its tasks' codes."""
    return tx.get(TaskRequest, key)


def requests(tx: Session, limit: int = 10) -> Sequence[TaskRequest]:
    """The newest requests first."""
    return tx.scalars(select(TaskRequest).order_by(TaskRequest.id.desc()).limit(limit)).all()


def open_requests(tx: Session) -> list[TaskRequest]:
    """Requests some department still owes something for, or whose answer waits for the CIO, the newest first."""
    found = select(Task.request_id).where(Task.status.in_(OPEN_TASKS))
    return list(tx.scalars(select(TaskRequest).where(TaskRequest.id.in_(found)).order_by(TaskRequest.id.desc())))


def open_tasks(tx: Session, *statuses: TaskStage) -> list[Task]:
    """Departments' tasks in these states (all that are open), the pressing first."""
    return list(
        tx.scalars(
            select(Task)
            .where(Task.request_id.is_not(None), Task.status.in_(statuses or OPEN_TASKS))
            .order_by(Task.due_at, Task.id)
        )
    )


def of_department(tx: Session, department: str, statuses: Collection[TaskStage] = OPEN_TASKS) -> list[Task]:
    """What one department owes or has handed in."""
    return list(
        tx.scalars(
            select(Task)
            .where(Task.request_id.is_not(None), Task.department == department, Task.status.in_(statuses))
            .order_by(Task.due_at, Task.id)
        )
    )


def instructions(tx: Session, statuses: Collection[TaskStage] = OPEN_INSTRUCTIONS) -> list[Task]:
    """The leaders' instructions that are not signed off, the oldest first."""
    return list(
        tx.scalars(select(Task).where(Task.leader_id.is_not(None), Task.status.in_(statuses)).order_by(Task.id))
    )


def owed_by(tx: Session, person_id: int) -> list[Task]:
    """What one person has in hand, of either kind."""
    return list(
        tx.scalars(select(Task).where(Task.owner_id == person_id, Task.status.in_(OPEN)).order_by(Task.due_at, Task.id))
    )


def judged(tx: Session, since: datetime, until: datetime) -> list[Task]:
    """Departments' tasks by which punctuality is measured: handed in or due in this span, those withdrawn left out."""
    inside = or_(
        (Task.first_submitted_at >= since) & (Task.first_submitted_at < until),
        Task.first_submitted_at.is_(None) & (Task.due_at >= since) & (Task.due_at < until),
    )
    return list(
        tx.scalars(
            select(Task)
            .where(Task.request_id.is_not(None), Task.status != TaskStage.CANCELLED, inside)
            .order_by(Task.department, Task.id)
        )
    )


def instructions_of(tx: Session, since: datetime, until: datetime) -> list[Task]:
    """Instructions given in a span, in whatever state."""
    return list(
        tx.scalars(
            select(Task)
            .where(Task.leader_id.is_not(None), Task.issued_at >= since, Task.issued_at < until)
            .order_by(Task.id)
        )
    )
