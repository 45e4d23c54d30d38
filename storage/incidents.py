"""Security incidents (clauses 7.1.1, 7.3): what happened, how bad it is, who has it, and what proves it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NoReturn

from sqlalchemy import ForeignKey, Text, event, or_, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from storage.base import Base, JsonColumn
from storage.people import Account, Person


class Stage:
    """Where an incident stands. `OPEN`: somebody still has work with it."""

    REPORTED = "reported"
    TRIAGE = "triage"
    HANDLING = "handling"
    CONTAINED = "contained"
    RECOVERED = "recovered"
    REVIEW = "review"
    TRACKING = "tracking"
    CLOSED = "closed"
    FALSE_ALARM = "false_alarm"
    MERGED = "merged"

    OPEN = (REPORTED, TRIAGE, HANDLING, CONTAINED, RECOVERED, REVIEW)
    RUNNING = (REPORTED, TRIAGE, HANDLING, CONTAINED)  # what is reported now may belong to it


class Incident(Base):
    """One incident. `level` is 0 until the CIO confirms one, then 1 (一般) to 4 (特别重大).

    `source` is the issue it came from, such as T-0031. `reporter_id` is None when a guest reported it; then
    `reported_as` is the name on the guest's account. `notified` lists whom people told outside the school, and when.
    `others` are the ids of people who reported the same thing. `plan` is the emergency plan as it stood when it was
    opened for this incident, `ticks` its steps that were done: {"number", "by", "at"}. `roles` says who has which part:
    {"command": 4, …}. `told_people` is the decision whether the people concerned are told (PIPL): {"decision", "reason",
    "by", "at"}. `to_mend` counts improvement items that are not over.
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
    scenario: Mapped[str] = mapped_column(default="", server_default="")
    others: Mapped[list[int]] = mapped_column(default=list, server_default=text("'[]'"))
    plan: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default=text("'{}'"))
    ticks: Mapped[list[Any]] = mapped_column(default=list, server_default=text("'[]'"))
    roles: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default=text("'{}'"))
    answers: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default=text("'{}'"))  # of the assessment
    told_people: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default=text("'{}'"))
    impact: Mapped[str] = mapped_column(Text, default="", server_default="")
    merged_into: Mapped[str] = mapped_column(default="", server_default="")
    to_mend: Mapped[int] = mapped_column(default=0, server_default="0")
    review_at: Mapped[datetime | None]
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
    def reporter_ids(self) -> frozenset[int]:
        """Everybody of the school who reported it."""
        first = {self.reporter_id} if self.reporter_id is not None else set()
        return frozenset({*first, *(self.others or ())})

    @property
    def role_ids(self) -> frozenset[int]:
        """Everybody who was given a part in handling it."""
        return frozenset(int(person) for person in (self.roles or {}).values())

    @property
    def headline(self) -> str:
        """A few words for lists."""
        return self.words if len(self.words) <= 20 else self.words[:19] + "…"


class IncidentNote(Base):
    """A line from before the time lines had a table of their own (`storage.timelines`); no new ones are written."""

    __tablename__ = "incident_note"

    id: Mapped[int] = mapped_column(primary_key=True)
    incident_id: Mapped[int] = mapped_column(ForeignKey("incident.id"), index=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    words: Mapped[str] = mapped_column(Text)
    by: Mapped[Person | None] = relationship()


class GuestReport(Base):
    """Somebody unknown who reported it: where their own thread is continued. Their words are in the time line."""

    __tablename__ = "incident_guest"

    id: Mapped[int] = mapped_column(primary_key=True)
    incident_id: Mapped[int] = mapped_column(ForeignKey("incident.id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    account: Mapped[Account] = relationship()


class Evidence(Base):
    """Something kept to prove what happened, never changed: a file we hold, or where the original lies and its hash.

    `sha256` is over the bytes of the file, or over the words where there is no file.
    """

    __tablename__ = "incident_evidence"

    id: Mapped[int] = mapped_column(primary_key=True)
    incident_id: Mapped[int] = mapped_column(ForeignKey("incident.id"), index=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    words: Mapped[str] = mapped_column(Text)
    file_id: Mapped[int | None] = mapped_column(ForeignKey("file.id"))
    sha256: Mapped[str]
    by: Mapped[Person | None] = relationship()


@event.listens_for(Evidence, "before_update")
@event.listens_for(Evidence, "before_delete")
def _refuse(*_about: Any) -> NoReturn:
    """What was kept stays as it was kept."""
    raise RuntimeError("evidence is never changed")


def find(tx: Session, code: str) -> Incident | None:
    """An incident by its spoken number."""
    return tx.scalar(select(Incident).where(Incident.code == code))


def in_hand(tx: Session) -> list[Incident]:
    """All that are not over, the oldest first."""
    return list(tx.scalars(select(Incident).where(Incident.status.in_(Stage.OPEN)).order_by(Incident.id)))


def newest(tx: Session, count: int) -> list[Incident]:
    """The last ones, whatever became of them, the newest first."""
    return list(tx.scalars(select(Incident).order_by(Incident.id.desc()).limit(count)))


def of_reporter(tx: Session, person_id: int) -> list[Incident]:
    """What a person reported and is not over."""
    return list(
        tx.scalars(
            select(Incident)
            .where(Incident.reporter_id == person_id, Incident.status.in_(Stage.OPEN))
            .order_by(Incident.id)
        )
    )


def running_since(tx: Session, since: datetime) -> list[Incident]:
    """What was reported lately and is still being handled: what others report now may be the same."""
    return list(
        tx.scalars(
            select(Incident)
            .where(Incident.reported_at >= since, Incident.status.in_(Stage.RUNNING))
            .order_by(Incident.id.desc())
        )
    )


def guests(tx: Session, incident: Incident) -> Sequence[Account]:
    """The accounts of those unknown who reported it."""
    return tx.scalars(
        select(Account)
        .join(GuestReport, GuestReport.account_id == Account.id)
        .where(GuestReport.incident_id == incident.id)
        .order_by(GuestReport.id)
    ).all()


def evidence_of(tx: Session, incident: Incident) -> Sequence[Evidence]:
    """Everything that was kept, in order."""
    return tx.scalars(select(Evidence).where(Evidence.incident_id == incident.id).order_by(Evidence.id)).all()


def just_reported(tx: Session, account_id: int, since: datetime, stages: Sequence[str] = Stage.OPEN) -> Incident | None:
    """What somebody reported moments ago from this account: what they say next about it belongs to it."""
    mine = select(GuestReport.incident_id).where(GuestReport.account_id == account_id)
    return tx.scalar(
        select(Incident)
        .where(
            or_(Incident.account_id == account_id, Incident.id.in_(mine)),
            Incident.reported_at >= since,
            Incident.status.in_(stages),
        )
        .order_by(Incident.id.desc())
        .limit(1)
    )


def newest_from(tx: Session, account_id: int) -> Incident | None:
    """What was reported last from this account, however long ago: all that somebody unknown may ask about."""
    mine = select(GuestReport.incident_id).where(GuestReport.account_id == account_id)
    return tx.scalar(
        select(Incident)
        .where(or_(Incident.account_id == account_id, Incident.id.in_(mine)))
        .order_by(Incident.id.desc())
        .limit(1)
    )
