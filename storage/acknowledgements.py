"""Who was asked to acknowledge what: a broadcast, a version of the charter, a training. One row for a person and subject."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, func, select, text, update
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from storage.base import Base, insert_into
from storage.people import Person

CHUNK = 1000  # rows in one statement; SQLite bounds the number of values


class Acknowledgement(Base):
    """One person's answer to one subject: open until `answered_at`, no longer asked for once `closed_at`.

    `choice` is what they answered where there is more than one answer; `nudges` is how often they were reminded.
    """

    __tablename__ = "acknowledgement"
    __table_args__ = (
        UniqueConstraint("subject", "person_id"),
        Index(
            "ix_acknowledgement_open",
            "person_id",
            sqlite_where=text("answered_at IS NULL AND closed_at IS NULL"),
            postgresql_where=text("answered_at IS NULL AND closed_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    choice: Mapped[str] = mapped_column(default="")
    nudges: Mapped[int] = mapped_column(default=0)
    nudged_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    person: Mapped[Person] = relationship()


@dataclass(frozen=True, slots=True)
class Coverage:
    """How far one department has come."""

    department: str
    answered: int
    asked: int


def ask(tx: Session, subject: str, person_ids: Iterable[int], now: datetime) -> int:
    """Ask these people; who was asked before keeps their answer. How many are new."""
    wanted = sorted(set(person_ids))
    new = 0
    for start in range(0, len(wanted), CHUNK):
        rows = [
            {"subject": subject, "person_id": person_id, "asked_at": now, "choice": "", "nudges": 0}
            for person_id in wanted[start : start + CHUNK]
        ]
        statement = insert_into(tx, Acknowledgement).values(rows).on_conflict_do_nothing()
        new += len(tx.execute(statement.returning(Acknowledgement.id)).all())
    return new


def of(tx: Session, subject: str, person_id: int) -> Acknowledgement | None:
    """What one person was asked about one subject."""
    return tx.scalar(
        select(Acknowledgement).where(Acknowledgement.subject == subject, Acknowledgement.person_id == person_id)
    )


def answer(tx: Session, subject: str, person_id: int, choice: str, now: datetime) -> bool:
    """Write the first answer down. False when they were never asked, or had answered already."""
    result = tx.execute(
        update(Acknowledgement)
        .where(
            Acknowledgement.subject == subject,
            Acknowledgement.person_id == person_id,
            Acknowledgement.answered_at.is_(None),
        )
        .values(answered_at=now, choice=choice)
        .returning(Acknowledgement.id)
    )
    return result.first() is not None


def finish(tx: Session, subject: str, person_id: int, choice: str) -> bool:
    """Who had only taken note now says more, such as that it is done. False when they had said more already."""
    result = tx.execute(
        update(Acknowledgement)
        .where(
            Acknowledgement.subject == subject,
            Acknowledgement.person_id == person_id,
            Acknowledgement.answered_at.is_not(None),
            Acknowledgement.choice == "",
        )
        .values(choice=choice)
        .returning(Acknowledgement.id)
    )
    return result.first() is not None


def count_of(tx: Session, subject: str, choice: str) -> int:
    """How many gave this answer."""
    query = select(func.count()).where(Acknowledgement.subject == subject, Acknowledgement.choice == choice)
    return tx.scalar(query) or 0


def open_of(tx: Session, person_id: int) -> Sequence[Acknowledgement]:
    """What still waits for one person, newest first."""
    return tx.scalars(
        select(Acknowledgement)
        .where(
            Acknowledgement.person_id == person_id,
            text("acknowledgement.answered_at IS NULL AND acknowledgement.closed_at IS NULL"),
        )
        .order_by(Acknowledgement.asked_at.desc(), Acknowledgement.id.desc())
    ).all()


def missing(tx: Session, subject: str) -> list[Person]:
    """Who has not answered, of those who still belong to the school, by department and name."""
    return list(
        tx.scalars(
            select(Person)
            .join(Acknowledgement, Acknowledgement.person_id == Person.id)
            .where(Acknowledgement.subject == subject, Acknowledgement.answered_at.is_(None), Person.active)
            .order_by(Person.department, Person.name, Person.id)
        )
    )


def answers(tx: Session, subject: str) -> Sequence[Acknowledgement]:
    """All rows of a subject, in the order of the answers."""
    return tx.scalars(
        select(Acknowledgement)
        .where(Acknowledgement.subject == subject)
        .order_by(Acknowledgement.answered_at, Acknowledgement.id)
    ).all()


def coverage(tx: Session, subject: str) -> list[Coverage]:
    """Answered of asked for each department; who left the school is no longer counted."""
    rows = tx.execute(
        select(Person.department, func.count(Acknowledgement.answered_at), func.count())
        .join(Person, Person.id == Acknowledgement.person_id)
        .where(Acknowledgement.subject == subject, Person.active)
        .group_by(Person.department)
        .order_by(Person.department)
    )
    return [Coverage(department, answered, asked) for department, answered, asked in rows]


def nudged(tx: Session, subject: str, person_ids: Iterable[int], now: datetime) -> None:
    """Count one more reminder for these people."""
    wanted = sorted(set(person_ids))
    for start in range(0, len(wanted), CHUNK):
        tx.execute(
            update(Acknowledgement)
            .where(Acknowledgement.subject == subject, Acknowledgement.person_id.in_(wanted[start : start + CHUNK]))
            .values(nudges=Acknowledgement.nudges + 1, nudged_at=now)
        )


def close(tx: Session, subject: str, now: datetime) -> None:
    """Nobody is asked any more: a bare 收到 no longer means this. A late answer is still written down."""
    tx.execute(
        update(Acknowledgement)
        .where(Acknowledgement.subject == subject, Acknowledgement.closed_at.is_(None))
        .values(closed_at=now)
    )
