"""Emergency plans (clause 7.3.1): for each scenario one edition after the other; what was approved stays as it was."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from storage.base import Base, JsonColumn
from storage.people import Person


class PlanStage(StrEnum):
    """Where an edition stands. `VALID`: people act on it; while it is reviewed it still is the plan."""

    DRAFT = "draft"
    PENDING = "pending"
    IN_FORCE = "in_force"
    REVIEW = "review"
    RETIRED = "retired"
    DROPPED = "dropped"


VALID = (PlanStage.IN_FORCE, PlanStage.REVIEW)
COMING = (PlanStage.DRAFT, PlanStage.PENDING)


class ResponsePlan(Base):
    """One edition of a scenario's plan. `items` are its steps: role, zh, en, phone. `scenario` is a key or a school's own name.

    `edition` counts within the scenario, from 1, when it is approved; 0 until then.
    """

    __tablename__ = "response_plan"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    status: Mapped[str] = mapped_column(default=PlanStage.DRAFT, index=True)
    scenario: Mapped[str] = mapped_column(index=True)
    edition: Mapped[int] = mapped_column(default=0)
    items: Mapped[list[dict[str, Any]]] = mapped_column(JsonColumn, default=list)
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    approved_at: Mapped[datetime | None]
    reviewed_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    revision: Mapped[int] = mapped_column(default=1)
    version: Mapped[int] = mapped_column(default=1)
    author: Mapped[Person] = relationship(foreign_keys=[author_id])
    approved_by: Mapped[Person | None] = relationship(foreign_keys=[approved_by_id])
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 -- SQLAlchemy's own way to say it


class EmergencyContact(Base):
    """Whom to call outside the school, such as 市教育局: one number for each name; "" takes it off the list."""

    __tablename__ = "emergency_contact"

    name: Mapped[str] = mapped_column(primary_key=True)
    phone: Mapped[str]
    set_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    set_at: Mapped[datetime]


def find(tx: Session, code: str) -> ResponsePlan | None:
    """An edition by its spoken number."""
    return tx.scalar(select(ResponsePlan).where(ResponsePlan.code == code))


def valid(tx: Session, scenario: str) -> ResponsePlan | None:
    """The edition people act on; None where none was ever approved."""
    return tx.scalar(
        select(ResponsePlan)
        .where(ResponsePlan.scenario == scenario, ResponsePlan.status.in_(VALID))
        .order_by(ResponsePlan.edition.desc())
        .limit(1)
    )


def all_valid(tx: Session) -> Sequence[ResponsePlan]:
    """Every plan people act on, the oldest scenario first."""
    return tx.scalars(select(ResponsePlan).where(ResponsePlan.status.in_(VALID)).order_by(ResponsePlan.id)).all()


def coming(tx: Session) -> Sequence[ResponsePlan]:
    """Drafts and what waits for a yes."""
    return tx.scalars(select(ResponsePlan).where(ResponsePlan.status.in_(COMING)).order_by(ResponsePlan.id)).all()


def last_edition(tx: Session, scenario: str) -> int:
    """The number of the newest edition that was ever approved; 0 for none."""
    return tx.scalar(select(func.max(ResponsePlan.edition)).where(ResponsePlan.scenario == scenario)) or 0


def contacts(tx: Session) -> Sequence[EmergencyContact]:
    """Whom to call, by name."""
    return tx.scalars(
        select(EmergencyContact).where(EmergencyContact.phone != "").order_by(EmergencyContact.name)
    ).all()


def put_contact(tx: Session, name: str, phone: str, by: Person, now: datetime) -> None:
    """Set a number, or take a name off the list."""
    row = tx.get(EmergencyContact, name)
    if row is None:
        tx.add(EmergencyContact(name=name, phone=phone, set_by_id=by.id, set_at=now))
    else:
        row.phone, row.set_by_id, row.set_at = phone, by.id, now
    tx.flush()
