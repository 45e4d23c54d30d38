"""Trainings (clauses 5.2.2, 7.1.2): a session, who is invited, who came, what they learnt, and the records."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Text, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from storage.base import Base, JsonColumn, insert_into
from storage.people import Person


class Stage:
    """Where a session stands."""

    PLANNED = "planned"
    INVITING = "inviting"
    CHECK_IN = "check_in"
    FEEDBACK = "feedback"
    ARCHIVED = "archived"
    CANCELLED = "cancelled"

    AHEAD = (PLANNED, INVITING)
    LIVE = (PLANNED, INVITING, CHECK_IN, FEEDBACK)


class Reply:
    """What somebody said to the invitation."""

    NONE = ""
    YES = "yes"
    NO = "no"
    WAITING = "waiting"


class Arrival:
    """Whether somebody came. `MANUAL` was marked by the host, with a reason."""

    NONE = ""
    ON_TIME = "on_time"
    LATE = "late"
    MANUAL = "manual"


class Training(Base):
    """One session. `capacity` 0 means that everybody fits. `audience` is what `handlers.audience` reads.

    `secret` is what check-in codes are made of; `quiz` is a list of {"question", "options", "answer"}. `makes_up` is the
    session whose absentees are invited here, such as TR-3. `required` trainings end with the quiz, where there is one.
    """

    __tablename__ = "training"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    status: Mapped[str] = mapped_column(default=Stage.PLANNED, index=True)
    topic: Mapped[str]
    place: Mapped[str] = mapped_column(default="")
    clause: Mapped[str] = mapped_column(default="5.2.2")
    required: Mapped[bool] = mapped_column(default=False)
    capacity: Mapped[int] = mapped_column(default=0)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    host_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    audience: Mapped[dict[str, Any]] = mapped_column(default=dict)
    secret: Mapped[str]
    quiz: Mapped[list[dict[str, Any]]] = mapped_column(JsonColumn, default=list)
    makes_up: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    opened_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column(default=1)
    version: Mapped[int] = mapped_column(default=1)
    host: Mapped[Person] = relationship()
    participants: Mapped[list["Participant"]] = relationship(cascade="all, delete-orphan", order_by="Participant.id")
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 -- SQLAlchemy's own way to say it

    @property
    def headline(self) -> str:
        """A few words for lists."""
        return self.topic if len(self.topic) <= 20 else self.topic[:19] + "…"

    def of(self, person_id: int | None) -> "Participant | None":
        """One person's part in it."""
        return next((one for one in self.participants if one.person_id == person_id), None)


class Participant(Base):
    """One person's part in a session."""

    __tablename__ = "training_participant"
    __table_args__ = (UniqueConstraint("training_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    training_id: Mapped[int] = mapped_column(ForeignKey("training.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    reply: Mapped[str] = mapped_column(default=Reply.NONE)
    reason: Mapped[str] = mapped_column(default="")
    replied_at: Mapped[datetime | None]
    arrival: Mapped[str] = mapped_column(default=Arrival.NONE)
    arrived_at: Mapped[datetime | None]
    marked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    mark_reason: Mapped[str] = mapped_column(default="")
    wrong_codes: Mapped[int] = mapped_column(default=0)
    wrong_at: Mapped[datetime | None]
    fed_back: Mapped[bool] = mapped_column(default=False)
    quiz_score: Mapped[int | None]
    quiz_tries: Mapped[int] = mapped_column(default=0)
    record: Mapped[str] = mapped_column(default="", index=True)
    recorded_at: Mapped[datetime | None]
    person: Mapped[Person] = relationship(foreign_keys=[person_id])

    @property
    def came(self) -> bool:
        """Whether the person was there."""
        return self.arrival != Arrival.NONE


class Feedback(Base):
    """What one participant thought of it, without their name: nobody can tell whose it is."""

    __tablename__ = "training_feedback"

    id: Mapped[int] = mapped_column(primary_key=True)
    training_id: Mapped[int] = mapped_column(ForeignKey("training.id"), index=True)
    content: Mapped[int]
    pace: Mapped[int]
    use: Mapped[int]
    words: Mapped[str] = mapped_column(Text, default="")


def find(tx: Session, code: str) -> Training | None:
    """A session by its spoken number."""
    return tx.scalar(select(Training).where(Training.code == code))


def in_stage(tx: Session, stages: Sequence[str]) -> list[Training]:
    """Sessions in these stages, the next one first."""
    return list(
        tx.scalars(select(Training).where(Training.status.in_(stages)).order_by(Training.starts_at, Training.id))
    )


def of_person(tx: Session, person_id: int, stages: Sequence[str]) -> list[Training]:
    """Sessions a person is invited to or holds, in these stages, the next one first."""
    invited = select(Participant.training_id).where(Participant.person_id == person_id)
    return list(
        tx.scalars(
            select(Training)
            .where(Training.status.in_(stages), (Training.id.in_(invited)) | (Training.host_id == person_id))
            .order_by(Training.starts_at, Training.id)
        )
    )


def clashing(tx: Session, begins: datetime, ends: datetime, place: str, host_id: int) -> list[Training]:
    """Sessions ahead that overlap and share the room or the host."""
    found = tx.scalars(
        select(Training)
        .where(Training.status.in_(Stage.AHEAD), Training.starts_at < ends, Training.ends_at > begins)
        .order_by(Training.starts_at)
    )
    return [one for one in found if (place and one.place == place) or one.host_id == host_id]


def invite(tx: Session, training: Training, person_ids: Iterable[int]) -> int:
    """Invite people, each once; how many had not been."""
    known = {one.person_id for one in training.participants}
    fresh = [person_id for person_id in dict.fromkeys(person_ids) if person_id not in known]
    for start in range(0, len(fresh), 500):
        tx.execute(
            insert_into(tx, Participant)
            .values([_blank(training.id, person_id) for person_id in fresh[start : start + 500]])
            .on_conflict_do_nothing(index_elements=["training_id", "person_id"])
        )
    tx.expire(training, ["participants"])
    return len(fresh)


def _blank(training_id: int, person_id: int) -> dict[str, Any]:
    return {
        "training_id": training_id, "person_id": person_id, "reply": "", "reason": "", "arrival": "", "mark_reason": "",
        "wrong_codes": 0, "fed_back": False, "quiz_tries": 0, "record": "",
    }  # fmt: skip


def records_of(tx: Session, person_id: int) -> list[tuple[Participant, Training]]:
    """What a person attended, the newest first."""
    rows = tx.execute(
        select(Participant, Training)
        .join(Training, Training.id == Participant.training_id)
        .where(Participant.person_id == person_id, Participant.arrival != Arrival.NONE)
        .order_by(Training.starts_at.desc())
    )
    return [(participant, training) for participant, training in rows]


def by_record(tx: Session, record: str) -> tuple[Participant, Training] | None:
    """The record of this number."""
    row = tx.execute(
        select(Participant, Training)
        .join(Training, Training.id == Participant.training_id)
        .where(Participant.record == record, Participant.record != "")
    ).one_or_none()
    return (row[0], row[1]) if row is not None else None


def recorded_since(tx: Session, clause: str, since: datetime) -> set[int]:
    """Who has a record of a training under this clause since a moment, or held one: a duty's coverage."""
    learnt = tx.scalars(
        select(Participant.person_id)
        .join(Training, Training.id == Participant.training_id)
        .where(Training.clause == clause, Participant.record != "", Participant.recorded_at >= since)
    )
    taught = tx.scalars(
        select(Training.host_id).where(
            Training.clause == clause, Training.status.in_((Stage.FEEDBACK, Stage.ARCHIVED)), Training.ended_at >= since
        )
    )
    return {*learnt, *taught}


def held_since(tx: Session, since: datetime) -> int:
    """How many sessions took place since a moment."""
    return (
        tx.scalar(
            select(func.count(Training.id)).where(
                Training.status.in_((Stage.FEEDBACK, Stage.ARCHIVED)), Training.ended_at >= since
            )
        )
        or 0
    )


def feedback_of(tx: Session, training_id: int) -> list[Feedback]:
    """All that was said about a session; without names."""
    return list(tx.scalars(select(Feedback).where(Feedback.training_id == training_id).order_by(Feedback.id)))
