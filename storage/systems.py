"""The systems of the school (SYS-, clause 5.1.4): a line of the register with somebody who answers for it.

Name, users, contract and project stand in the line of the register of resources (`storage.resources`); here is what
safety asks besides: owner and deputy, grade, data class, what expires when.
"""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from functools import cache

from sqlalchemy import ForeignKey, literal, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from storage.base import Base
from storage.people import Person
from storage.prepared import Prepared
from storage.resources import FIRST_DAY, LAST_DAY, Kind, Resource


class SystemStage(StrEnum):
    """Where a system stands: being built, in use, out of use."""

    PLANNED = "planned"
    IN_USE = "in_use"
    RETIRED = "retired"


class System(Base):
    """One system. `owner` answers for it, and there is no system without one; `owner_since` is since when.

    `grade` is the grade of classified protection (等保), 1 to 5, None while it has none. `data_class` is a value of
    `handlers.data_classes`, "" while nobody has classified what it holds. The dates are the last days on which a
    certificate and a filing are valid; the contract's stands in the register.
    """

    __tablename__ = "system"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    resource_id: Mapped[int] = mapped_column(ForeignKey("resource.id"), unique=True)
    status: Mapped[str] = mapped_column(default=SystemStage.IN_USE, index=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    deputy_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    owner_since: Mapped[datetime]
    grade: Mapped[int | None]
    data_class: Mapped[str] = mapped_column(default="")
    vendor: Mapped[str] = mapped_column(default="")
    certificate_ends_on: Mapped[date | None]
    filing_ends_on: Mapped[date | None]
    reason: Mapped[str] = mapped_column(default="")  # why it went out of use
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    resource: Mapped[Resource] = relationship(lazy="joined")
    owner: Mapped[Person] = relationship(foreign_keys=[owner_id])
    deputy: Mapped[Person | None] = relationship(foreign_keys=[deputy_id])
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 -- SQLAlchemy's own way to say it

    @property
    def name(self) -> str:
        """As the register calls it."""
        return self.resource.name

    @property
    def headline(self) -> str:
        """A few words for lists."""
        return self.name

    @property
    def ends(self) -> dict[str, date]:
        """What expires, and on which day: contract, certificate, filing."""
        dates = {
            "contract": self.resource.contract_ends_on,
            "certificate": self.certificate_ends_on,
            "filing": self.filing_ends_on,
        }
        return {what: day for what, day in dates.items() if day is not None}


def by_code(tx: Session, code: str) -> System | None:
    """The system of a code such as SYS-3."""
    return tx.scalar(select(System).where(System.code == code))


def by_name(tx: Session, name: str) -> System | None:
    """The system of exactly this name."""
    return tx.scalar(select(System).join(System.resource).where(Resource.name == name))


def all_systems(tx: Session, *stages: SystemStage) -> Sequence[System]:
    """Every system in these stages (none named: all but those out of use), in the order in which they were registered."""
    wanted = stages or (SystemStage.PLANNED, SystemStage.IN_USE)
    return tx.scalars(select(System).where(System.status.in_(wanted)).order_by(System.id)).all()


# Held against nearly everything that is said, so it is built once and makes no objects.
@cache
def _names(stages: tuple[str, ...]) -> Prepared:
    return Prepared(
        select(System.id, System.code, Resource.name)
        .join(System.resource)
        .where(System.status.in_([literal(one) for one in stages]))
        .order_by(System.id)
    )


def names(tx: Session, *stages: SystemStage) -> list[tuple[int, str, str]]:
    """(row, code, name) of the same systems."""
    tx.flush()
    wanted = stages or (SystemStage.PLANNED, SystemStage.IN_USE)
    rows = _names(tuple(str(stage) for stage in wanted)).rows(tx, {})
    return [(row, code, name) for row, code, name in rows]


def of_person(tx: Session, person_id: int) -> Sequence[System]:
    """Systems somebody answers for or stands in for, those out of use left out."""
    return tx.scalars(
        select(System)
        .where(System.status != SystemStage.RETIRED, or_(System.owner_id == person_id, System.deputy_id == person_id))
        .order_by(System.id)
    ).all()


def of_project(tx: Session, code: str) -> Sequence[System]:
    """The systems a project brought."""
    return tx.scalars(
        select(System).join(System.resource).where(Resource.project_code == code).order_by(System.id)
    ).all()


def line_named(tx: Session, name: str) -> Resource | None:
    """The line of the register of a system's name; also one that nobody answers for yet."""
    return tx.scalar(select(Resource).where(Resource.kind == Kind.SYSTEM, Resource.name == name))


def new_line(name: str, now: datetime) -> Resource:
    """A line of the register for a system it does not have yet."""
    return Resource(
        kind=Kind.SYSTEM, name=name, starts_on=FIRST_DAY, ends_on=LAST_DAY, amount=1, unit="", department="", note="",
        used_by="", project_code="", created_at=now,
    )  # fmt: skip


def unowned(tx: Session) -> Sequence[Resource]:
    """Systems of the register of resources that nobody answers for."""
    return tx.scalars(
        select(Resource)
        .where(Resource.kind == Kind.SYSTEM, Resource.amount > 0, Resource.id.not_in(select(System.resource_id)))
        .order_by(Resource.name)
    ).all()
