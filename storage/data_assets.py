"""Data the school keeps (DA-, clause 7.2.1): what it is, whose, how much, its class, and who confirmed it when."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from storage.base import Base
from storage.people import Person
from storage.systems import System


class AssetStage(StrEnum):
    """Where the classification stands: registered, suggested, confirmed, to be looked at again."""

    REGISTERED = "registered"
    SUGGESTED = "suggested"
    CONFIRMED = "confirmed"
    REVIEWING = "reviewing"


class DataAsset(Base):
    """One kind of data. `subjects` is whose it is (pupils, parents, staff, nobody), `amount` of how many people.

    `suggested` and `data_class` are values of `handlers.data_classes`; the second is what its owner confirmed, "" before.
    """

    __tablename__ = "data_asset"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    status: Mapped[str] = mapped_column(default=AssetStage.REGISTERED, index=True)
    name: Mapped[str]
    subjects: Mapped[str] = mapped_column(default="")
    amount: Mapped[int | None]
    owner_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    system_id: Mapped[int | None] = mapped_column(ForeignKey("system.id"), index=True)
    project_code: Mapped[str] = mapped_column(default="", index=True)
    suggested: Mapped[str] = mapped_column(default="")
    because: Mapped[str] = mapped_column(default="")  # names of the grounds for the suggestion, parted by blanks
    data_class: Mapped[str] = mapped_column(default="")
    sensitive: Mapped[bool] = mapped_column(default=False)
    minors: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str] = mapped_column(default="")  # why another class was confirmed than the suggested one
    confirmed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    owner: Mapped[Person] = relationship(foreign_keys=[owner_id])
    system: Mapped[System | None] = relationship()
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 -- SQLAlchemy's own way to say it

    @property
    def headline(self) -> str:
        """A few words for lists."""
        return self.name


def by_code(tx: Session, code: str) -> DataAsset | None:
    """The data of a code such as DA-3."""
    return tx.scalar(select(DataAsset).where(DataAsset.code == code))


def by_name(tx: Session, name: str) -> DataAsset | None:
    """The data of exactly this name."""
    return tx.scalar(select(DataAsset).where(DataAsset.name == name).order_by(DataAsset.id.desc()))


def all_assets(tx: Session) -> Sequence[DataAsset]:
    """Everything that was registered."""
    return tx.scalars(select(DataAsset).order_by(DataAsset.id)).all()


def of_person(tx: Session, person_id: int) -> Sequence[DataAsset]:
    """What somebody answers for."""
    return tx.scalars(select(DataAsset).where(DataAsset.owner_id == person_id).order_by(DataAsset.id)).all()


def of_project(tx: Session, code: str) -> Sequence[DataAsset]:
    """The data a project touches, as far as it was registered."""
    return tx.scalars(select(DataAsset).where(DataAsset.project_code == code).order_by(DataAsset.id)).all()
