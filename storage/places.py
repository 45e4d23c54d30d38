"""Places and the devices in them that carry a QR code: who scans it reports a fault without naming either."""

import secrets
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import UniqueConstraint, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from storage.base import Base

LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # none that looks like another: a code is typed where scanning fails
CODE_LENGTH = 8


class Place(Base):
    """A room (`device` empty) or a device in it. `code` stands on the printed sheet for years and never changes.

    `wechat_url` is what the Official Account's own QR code holds, once it was asked for.
    """

    __tablename__ = "place"
    __table_args__ = (UniqueConstraint("name", "device"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    device: Mapped[str] = mapped_column(default="")
    building: Mapped[str] = mapped_column(default="", index=True)
    wechat_url: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]

    @property
    def words(self) -> str:
        """Room and device as one reads them."""
        return f"{self.name} {self.device}".strip()


def find(tx: Session, code: str) -> Place | None:
    """The place of a scanned or typed code."""
    return tx.scalar(select(Place).where(Place.code == code.upper()))


def register(tx: Session, name: str, device: str, building: str, now: datetime) -> tuple[Place, bool]:
    """The place of this name, made if it is new (then the second is True)."""
    there = tx.scalar(select(Place).where(Place.name == name, Place.device == device))
    if there is not None:
        there.building = building or there.building
        return there, False
    code = "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))
    place = Place(code=code, name=name, device=device, building=building, wechat_url="", created_at=now)
    tx.add(place)
    tx.flush()
    return place, True


def registered(tx: Session, within: str = "", limit: int = 1000) -> Sequence[Place]:
    """The places in a building, or whose name contains these words; all of them for none. In the order of their names."""
    statement = select(Place).order_by(Place.building, Place.name, Place.device).limit(limit)
    if within:
        statement = statement.where(or_(Place.building == within, Place.name.contains(within, autoescape=True)))
    return tx.scalars(statement).all()
