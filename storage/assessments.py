"""Assessments (AS-, clause 8.2.1): what was measured against which target, the score of each line, who agreed to it."""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from storage.base import Base, JsonColumn
from storage.people import Person


class AssessmentStage(StrEnum):
    """Where an assessment stands."""

    DESIGNED = "designed"
    COLLECTING = "collecting"
    COMPUTED = "computed"
    REVIEW = "review"
    PUBLISHED = "published"
    DROPPED = "dropped"


OPEN = (AssessmentStage.DESIGNED, AssessmentStage.COLLECTING, AssessmentStage.COMPUTED, AssessmentStage.REVIEW)


class Assessment(Base):
    """One look back on some days. `lines` are what `handlers.assessments.scoring` counted, each with the target of the day
    it was designed, its number, its score and the codes of the records behind it; they are never rewritten once published.

    `reviews` are the leading group's agreements: who, when. `score` is None until something was counted.
    """

    __tablename__ = "assessment"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    status: Mapped[str] = mapped_column(default=AssessmentStage.DESIGNED, index=True)
    first: Mapped[date]
    last: Mapped[date]
    lines: Mapped[list[dict[str, Any]]] = mapped_column(JsonColumn, default=list)
    reviews: Mapped[list[dict[str, Any]]] = mapped_column(JsonColumn, default=list)
    score: Mapped[float | None]
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(default="")  # why it was handed back, or dropped
    computed_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column(default=1)
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    author: Mapped[Person] = relationship()
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 -- SQLAlchemy's own way to say it

    @property
    def headline(self) -> str:
        """The days it is about."""
        return f"{self.first:%Y-%m-%d}—{self.last:%Y-%m-%d}"


def by_code(tx: Session, code: str) -> Assessment | None:
    """The assessment of a code such as AS-1."""
    return tx.scalar(select(Assessment).where(Assessment.code == code))


def under_way(tx: Session) -> Sequence[Assessment]:
    """What is neither published nor dropped, the newest first."""
    return tx.scalars(select(Assessment).where(Assessment.status.in_(OPEN)).order_by(Assessment.id.desc())).all()


def about(tx: Session, first: date, last: date) -> Assessment | None:
    """The one on exactly these days that is still worked on."""
    return next((one for one in under_way(tx) if (one.first, one.last) == (first, last)), None)


def published(tx: Session, before: datetime, limit: int = 10) -> Sequence[Assessment]:
    """What was published before a moment, the newest first."""
    return tx.scalars(
        select(Assessment)
        .where(Assessment.status == AssessmentStage.PUBLISHED, Assessment.published_at < before)
        .order_by(Assessment.published_at.desc(), Assessment.id.desc())
        .limit(limit)
    ).all()
