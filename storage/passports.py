"""The passport of somebody new (NP-, clauses 7.1.2, 9.2): what they read, how the quiz went, when they were through."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from storage.base import Base, JsonColumn
from storage.people import Person


class PassportStage(StrEnum):
    """How far somebody is."""

    INVITED = "invited"
    READING = "reading"  # the charter, then the basics
    QUIZ = "quiz"
    AGREEING = "agreeing"  # passed; the acknowledgement is left
    DONE = "done"


OPEN = (PassportStage.INVITED, PassportStage.READING, PassportStage.QUIZ, PassportStage.AGREEING)


class Passport(Base):
    """One person's way. `page` is the page they read; `asked` are the keys of this attempt's questions, `given` the
    answers so far, each [key, answer, right]. `noted` says which version of the charter they acknowledged.
    """

    __tablename__ = "passport"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    status: Mapped[str] = mapped_column(default=PassportStage.INVITED, index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    page: Mapped[int] = mapped_column(default=0)
    attempts: Mapped[int] = mapped_column(default=0)
    asked: Mapped[list[str]] = mapped_column(JsonColumn, default=list)
    given: Mapped[list[list[Any]]] = mapped_column(JsonColumn, default=list)
    noted: Mapped[str] = mapped_column(default="")
    invited_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    person: Mapped[Person] = relationship()
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 -- SQLAlchemy's own way to say it

    @property
    def revision(self) -> str:
        """What a card shows: an answer to the question before is not one to this."""
        return f"{self.attempts}.{len(self.given)}"

    @property
    def headline(self) -> str:
        """Whose it is."""
        return self.person.name


def by_code(tx: Session, code: str) -> Passport | None:
    """The passport of a code such as NP-3."""
    return tx.scalar(select(Passport).where(Passport.code == code))


def of_person(tx: Session, person_id: int) -> Passport | None:
    """Somebody's passport."""
    return tx.scalar(select(Passport).where(Passport.person_id == person_id))


def everything(tx: Session) -> Sequence[Passport]:
    """Every passport of people who still belong to the school."""
    return tx.scalars(
        select(Passport).join(Person, Person.id == Passport.person_id).where(Person.active).order_by(Passport.id)
    ).all()
