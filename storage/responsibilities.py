"""Who answers for what (RS-, clause 7.1.1): asked to sign, signed in chat, and what was before stays on record."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from storage.base import Base
from storage.people import Person
from storage.systems import System


class Signing(StrEnum):
    """Where a responsibility stands: asked for, signed, or taken over by somebody else."""

    PENDING = "pending"
    SIGNED = "signed"
    CHANGED = "changed"


class Responsibility(Base):
    """One person answers for one system, or for the safety of one department; a change is a new record.

    `nudged` counts how often the signature was asked for again; `reason` is why somebody does not sign.
    """

    __tablename__ = "responsibility"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    status: Mapped[str] = mapped_column(default=Signing.PENDING, index=True)
    system_id: Mapped[int | None] = mapped_column(ForeignKey("system.id"), index=True)
    department: Mapped[str] = mapped_column(default="", index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    deputy_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    since: Mapped[datetime]
    signed_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    nudged: Mapped[int] = mapped_column(default=0)
    reason: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    system: Mapped[System | None] = relationship()
    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    deputy: Mapped[Person | None] = relationship(foreign_keys=[deputy_id])
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 -- SQLAlchemy's own way to say it

    @property
    def what(self) -> str:
        """What is answered for: a system by its name, else a department."""
        return self.system.name if self.system is not None else self.department

    @property
    def headline(self) -> str:
        """A few words for lists."""
        return f"{self.what} · {self.person.name}"


def by_code(tx: Session, code: str) -> Responsibility | None:
    """The record of a code such as RS-3."""
    return tx.scalar(select(Responsibility).where(Responsibility.code == code))


def of_system(tx: Session, system_id: int) -> Responsibility | None:
    """The record that holds for a system now."""
    return tx.scalar(
        select(Responsibility)
        .where(Responsibility.system_id == system_id, Responsibility.status != Signing.CHANGED)
        .order_by(Responsibility.id.desc())
    )


def of_department(tx: Session, department: str) -> Responsibility | None:
    """The record that holds for a department now."""
    return tx.scalar(
        select(Responsibility)
        .where(
            Responsibility.system_id.is_(None), Responsibility.department == department,
            Responsibility.status != Signing.CHANGED,
        )
        .order_by(Responsibility.id.desc())
    )  # fmt: skip


def current(tx: Session) -> Sequence[Responsibility]:
    """All that hold now, systems first."""
    return tx.scalars(
        select(Responsibility)
        .where(Responsibility.status != Signing.CHANGED)
        .order_by(Responsibility.system_id.is_(None), Responsibility.id)
    ).all()


def of_person(tx: Session, person_id: int) -> Sequence[Responsibility]:
    """What somebody answers for now."""
    return tx.scalars(
        select(Responsibility)
        .where(Responsibility.person_id == person_id, Responsibility.status != Signing.CHANGED)
        .order_by(Responsibility.id)
    ).all()
