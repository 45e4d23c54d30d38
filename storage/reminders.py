"""Who answered a duty that comes back: the weekly report is in, or later please. The schedule itself is in `schedules`."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from storage.base import Base
from storage.schedules import Occurrence, Schedule, Timer


class Answer(StrEnum):
    """What somebody said to a duty."""

    DONE = "done"
    LATER = "later"


class DutyAnswer(Base):
    """One person's latest answer to one occurrence of a duty."""

    __tablename__ = "duty_answer"
    __table_args__ = (UniqueConstraint("duty", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    duty: Mapped[str]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    answer: Mapped[str]
    answered_at: Mapped[datetime]


def answer_of(tx: Session, duty: str, person_id: int) -> DutyAnswer | None:
    """What this person said to this duty, if anything."""
    return tx.scalar(select(DutyAnswer).where(DutyAnswer.duty == duty, DutyAnswer.person_id == person_id))


def answer(tx: Session, duty: str, person_id: int, given: Answer, now: datetime) -> None:
    """Write down what somebody says; a report that is in stays in."""
    row = answer_of(tx, duty, person_id)
    if row is None:
        tx.add(DutyAnswer(duty=duty, person_id=person_id, answer=given, answered_at=now))
    elif row.answer != Answer.DONE:
        row.answer, row.answered_at = given, now
    tx.flush()


def told(tx: Session, schedule: Schedule, due_at: datetime) -> Occurrence | None:
    """An occurrence that was missed and put before its owner, locked: it can be made up for once."""
    return tx.scalar(
        select(Occurrence)
        .where(Occurrence.schedule_id == schedule.id, Occurrence.due_at == due_at, Occurrence.outcome == "told")
        .with_for_update()
    )


def times_asked(tx: Session, prefix: str) -> int:
    """How often a later moment was already asked for: timers of this prefix, fired or not."""
    return tx.scalar(select(func.count()).where(Timer.key.startswith(prefix, autoescape=True))) or 0
