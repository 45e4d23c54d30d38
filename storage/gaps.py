"""Where the school stands (clause 6.1.1): the departments' own word, and the gaps it shows, each with its evidence."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from storage.base import Base
from storage.people import Person
from storage.plans import Goal


class SurveyStage(StrEnum):
    """Where a survey stands."""

    OPEN = "open"
    GATHERED = "gathered"
    CONFIRMED = "confirmed"


class GapStage(StrEnum):
    """What became of a gap."""

    OPEN = "open"
    COVERED = "covered"
    WAIVED = "waived"


class Survey(Base):
    """One round of 现状自评 among the departments. `asked` are the people it was sent to."""

    __tablename__ = "survey"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    status: Mapped[str] = mapped_column(default=SurveyStage.OPEN)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    asked: Mapped[list[Any]] = mapped_column(default=list)  # [{"id", "department"}]
    due_at: Mapped[datetime]
    sent_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
    answers: Mapped[list["SurveyAnswer"]] = relationship(order_by="SurveyAnswer.id", cascade="all, delete-orphan")
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 -- SQLAlchemy's own way to say it

    @property
    def headline(self) -> str:
        """A few words for lists."""
        return "现状自评"

    @property
    def missing(self) -> list[str]:
        """The departments nobody has answered for yet."""
        given = {answer.department for answer in self.answers}
        return list(dict.fromkeys(one["department"] for one in self.asked if one["department"] not in given))


class SurveyAnswer(Base):
    """One department's word: points from 1 to 5 for each area, and its biggest problem."""

    __tablename__ = "survey_answer"
    __table_args__ = (UniqueConstraint("survey_id", "department"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id"), index=True)
    department: Mapped[str]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    points: Mapped[dict[str, Any]] = mapped_column(default=dict)
    problem: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]
    by: Mapped[Person] = relationship()


class Gap(Base):
    """Something that is not as it should be. `key` says where it was found, so that finding it again only updates it.

    `evidence` is in both languages: how many issues, which answer; `records` are the codes behind it.
    """

    __tablename__ = "gap"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    key: Mapped[str] = mapped_column(unique=True)
    status: Mapped[str] = mapped_column(default=GapStage.OPEN, index=True)
    title: Mapped[str]
    evidence: Mapped[dict[str, Any]] = mapped_column(default=dict)
    records: Mapped[list[str]] = mapped_column(default=list)
    metric: Mapped[str] = mapped_column(default="")
    value: Mapped[float | None]
    goal_id: Mapped[int | None] = mapped_column(ForeignKey("goal.id"), index=True)
    reason: Mapped[str] = mapped_column(default="")
    found_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
    goal: Mapped[Goal | None] = relationship()
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 -- SQLAlchemy's own way to say it

    @property
    def headline(self) -> str:
        """A few words for lists."""
        return self.title


def survey(tx: Session, code: str) -> Survey | None:
    """The survey of a code such as SV-1."""
    return tx.scalar(select(Survey).where(Survey.code == code))


def last_survey(tx: Session) -> Survey | None:
    """The newest survey."""
    return tx.scalar(select(Survey).order_by(Survey.id.desc()).limit(1))


def open_surveys(tx: Session) -> Sequence[Survey]:
    """Surveys that are not confirmed yet."""
    return tx.scalars(select(Survey).where(Survey.status != SurveyStage.CONFIRMED).order_by(Survey.id)).all()


def by_code(tx: Session, code: str) -> Gap | None:
    """The gap of a code such as GAP-3."""
    return tx.scalar(select(Gap).where(Gap.code == code))


def with_key(tx: Session, key: str) -> Gap | None:
    """The gap that was found at this place before."""
    return tx.scalar(select(Gap).where(Gap.key == key))


def in_status(tx: Session, *stages: GapStage) -> Sequence[Gap]:
    """Gaps in these states, oldest first."""
    return tx.scalars(select(Gap).where(Gap.status.in_(stages)).order_by(Gap.id)).all()


def of_goal(tx: Session, goal_id: int) -> Sequence[Gap]:
    """The gaps a goal is to close."""
    return tx.scalars(select(Gap).where(Gap.goal_id == goal_id).order_by(Gap.id)).all()
