"""The register (clauses 5.1.2, 6.2.2): what the school has to give away, and which project holds how much of it."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, UniqueConstraint, delete, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from storage.base import Base
from storage.people import Person
from storage.projects import Project

FIRST_DAY, LAST_DAY = date(1970, 1, 1), date(9999, 12, 31)  # a line without a period lasts for good


class Kind(StrEnum):
    """What a line of the register counts: yuan, working days of a person or team, pieces, or nothing (a system)."""

    BUDGET = "budget"
    PEOPLE = "people"
    DEVICE = "device"
    SYSTEM = "system"


class Hold(StrEnum):
    """How a project holds a part of a line. Nothing is taken from the register while it is only planned."""

    PLANNED = "planned"
    RESERVED = "reserved"
    IN_USE = "in_use"
    SPENT = "spent"  # money does not come back when a project is done
    RELEASED = "released"


HELD = (Hold.RESERVED, Hold.IN_USE, Hold.SPENT)


class Resource(Base):
    """One line: a budget of a year, a person's weeks in a period, devices, a system.

    `amount` is in yuan, in working days (five to a person-week), or in pieces. Both days of the period belong to it.
    The last columns are the memory of what was bought (5.1.3): who uses it, until when the contract runs, from which
    project it came.
    """

    __tablename__ = "resource"
    __table_args__ = (UniqueConstraint("kind", "name", "starts_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(index=True)
    name: Mapped[str]
    starts_on: Mapped[date] = mapped_column(default=FIRST_DAY)
    ends_on: Mapped[date] = mapped_column(default=LAST_DAY)
    amount: Mapped[int]
    unit: Mapped[str] = mapped_column(default="")
    department: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    used_by: Mapped[str] = mapped_column(default="")
    contract_ends_on: Mapped[date | None]
    project_code: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 -- SQLAlchemy's own way to say it


class Allocation(Base):
    """What one project holds of one line. `over` is the reason for which it goes above the register, if it does.

    `chosen`: somebody fixed it by hand, so that it is not read out of the request again. `spent` is in yuan, None until
    somebody says so.
    """

    __tablename__ = "allocation"

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), index=True)
    resource_id: Mapped[int] = mapped_column(ForeignKey("resource.id"), index=True)
    amount: Mapped[int]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    state: Mapped[str] = mapped_column(default=Hold.PLANNED)
    chosen: Mapped[bool] = mapped_column(default=False)
    over: Mapped[str] = mapped_column(default="")
    over_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    spent: Mapped[int | None]
    created_at: Mapped[datetime]
    project: Mapped[Project] = relationship()
    resource: Mapped[Resource] = relationship()
    over_by: Mapped[Person | None] = relationship()

    @property
    def taken(self) -> int:
        """How much of the line is gone through it now."""
        if self.state == Hold.SPENT:
            return self.amount if self.spent is None else self.spent
        if self.state == Hold.RELEASED:
            return self.spent or 0
        return self.amount if self.state in HELD else 0


def lines(tx: Session, *kinds: Kind) -> Sequence[Resource]:
    """The register, by kind and name; lines set to nothing are left out."""
    return tx.scalars(
        select(Resource)
        .where(Resource.kind.in_(kinds or tuple(Kind)), Resource.amount > 0)
        .order_by(Resource.kind, Resource.name, Resource.starts_on)
    ).all()


def line(tx: Session, kind: Kind, name: str, starts_on: date) -> Resource | None:
    """One line by what makes it one."""
    return tx.scalar(
        select(Resource).where(Resource.kind == kind, Resource.name == name, Resource.starts_on == starts_on)
    )


def lock(tx: Session, ids: Collection[int]) -> None:
    """Keep these lines to ourselves until the turn commits, always in one order, so that nobody waits in a circle.

    Two approvals at once are taken one after the other, and the second sees what the first left.
    """
    tx.execute(
        select(Resource.id, Resource.amount).where(Resource.id.in_(ids)).order_by(Resource.id).with_for_update()
    ).all()
    for resource in tx.scalars(select(Resource).where(Resource.id.in_(ids)).execution_options(populate_existing=True)):
        assert resource.id in ids  # noqa: S101 -- read anew: what was seen before the lock may have changed


def of_lines(tx: Session, ids: Collection[int], besides: int | None = None) -> Sequence[Allocation]:
    """Who holds what of these lines, except one project. Read anew: the answer must be the one behind the lock."""
    wanted = select(Allocation).where(Allocation.resource_id.in_(ids)).order_by(Allocation.starts_on, Allocation.id)
    if besides is not None:
        wanted = wanted.where(Allocation.project_id != besides)
    return tx.scalars(wanted.execution_options(populate_existing=True)).all()


def of_project(tx: Session, project_id: int) -> Sequence[Allocation]:
    """What one project holds or plans to."""
    return tx.scalars(select(Allocation).where(Allocation.project_id == project_id).order_by(Allocation.id)).all()


def forget_unchosen(tx: Session, project_id: int) -> None:
    """What was read out of an earlier version of the request; what somebody fixed by hand stays."""
    tx.execute(delete(Allocation).where(Allocation.project_id == project_id, Allocation.chosen.is_(False)))


def systems_like(tx: Session, words: Collection[str]) -> Sequence[Resource]:
    """Systems and devices whose name holds one of these words, for the memory of what was bought."""
    return [one for one in lines(tx, Kind.SYSTEM, Kind.DEVICE) if any(word in one.name for word in words)]


def count(tx: Session) -> int:
    """How many lines the register has; a school that keeps none goes on without."""
    return tx.scalar(select(func.count()).select_from(Resource).where(Resource.amount > 0)) or 0
