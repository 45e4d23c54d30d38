"""Security incidents (clauses 7.1.1, 7.3): what happened, how bad it is, who has it, and its time line."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from storage.base import Base, JsonColumn
from storage.people import Person


class Stage:
    """Where an incident stands. `OPEN`: somebody still has work with it."""

    REPORTED = "reported"
    TRIAGE = "triage"
    HANDLING = "handling"
    CONTAINED = "contained"
    RECOVERED = "recovered"
    CLOSED = "closed"
    FALSE_ALARM = "false_alarm"

    OPEN = (REPORTED, TRIAGE, HANDLING, CONTAINED, RECOVERED)


class Incident(Base):
    """One incident. `level` is 0 until the CIO confirms one, then 1 (一般) to 4 (特别重大).

    `source` is the issue it came from, such as T-0031. `reporter_id` is None when a guest reported it; then
    `reported_as` is the name on the guest's account. `notified` lists whom people told outside the school, and when.
    """

    __tablename__ = "incident"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    status: Mapped[str] = mapped_column(default=Stage.REPORTED, index=True)
    words: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(default="")
    reporter_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    reported_as: Mapped[str] = mapped_column(default="")
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    leader_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    level: Mapped[int] = mapped_column(default=0)
    facts: Mapped[str] = mapped_column(Text, default="")
    cause: Mapped[str] = mapped_column(Text, default="")
    notified: Mapped[list[dict[str, Any]]] = mapped_column(JsonColumn, default=list)
    reported_at: Mapped[datetime]
    taken_up_at: Mapped[datetime | None]
    confirmed_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column(default=1)
    version: Mapped[int] = mapped_column(default=1)
    reporter: Mapped[Person | None] = relationship(foreign_keys=[reporter_id])
    leader: Mapped[Person | None] = relationship(foreign_keys=[leader_id])
    notes: Mapped[list["IncidentNote"]] = relationship(cascade="all, delete-orphan", order_by="IncidentNote.id")
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 -- SQLAlchemy's own way to say it

    @property
    def headline(self) -> str:
        """A few words for lists."""
        return self.words if len(self.words) <= 20 else self.words[:19] + "…"


class IncidentNote(Base):
    """One line of the time line; never changed, a correction is a new line."""

    __tablename__ = "incident_note"

    id: Mapped[int] = mapped_column(primary_key=True)
    incident_id: Mapped[int] = mapped_column(ForeignKey("incident.id"), index=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    words: Mapped[str] = mapped_column(Text)
    by: Mapped[Person | None] = relationship()


def find(tx: Session, code: str) -> Incident | None:
    """An incident by its spoken number."""
    return tx.scalar(select(Incident).where(Incident.code == code))


def in_hand(tx: Session) -> list[Incident]:
    """All that are not over, the oldest first."""
    return list(tx.scalars(select(Incident).where(Incident.status.in_(Stage.OPEN)).order_by(Incident.id)))


def of_reporter(tx: Session, person_id: int) -> list[Incident]:
    """What a person reported and is not over."""
    return list(
        tx.scalars(
            select(Incident)
            .where(Incident.reporter_id == person_id, Incident.status.in_(Stage.OPEN))
            .order_by(Incident.id)
        )
    )


def just_reported(tx: Session, account_id: int, since: datetime, stages: Sequence[str] = Stage.OPEN) -> Incident | None:
    """What somebody reported moments ago from this account: what they say next about it belongs to it."""
    return tx.scalar(
        select(Incident)
        .where(Incident.account_id == account_id, Incident.reported_at >= since, Incident.status.in_(stages))
        .order_by(Incident.id.desc())
        .limit(1)
    )
