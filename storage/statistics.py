"""Figures that were asked for (clause 5.2.3): which metric in which version, of when and whom, and what it came to."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from storage.base import Base


class FigureAsked(Base):
    """One number somebody was given. `within` are the words it was cut down to (a device, a place), `cut` what it was
    split by. `value` None: there was nothing to count from.
    """

    __tablename__ = "figure_asked"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    metric: Mapped[str]
    version: Mapped[int]
    first: Mapped[date]
    last: Mapped[date]
    until: Mapped[datetime]  # the moment up to which was counted, where the period was still running
    department: Mapped[str] = mapped_column(default="")
    within: Mapped[str] = mapped_column(default="")
    cut: Mapped[str] = mapped_column(default="")
    value: Mapped[float | None]
    records: Mapped[int]
    at: Mapped[datetime]

    @property
    def code(self) -> str:
        """How its card is known; never spoken."""
        return f"FG-{self.id}"

    @property
    def status(self) -> str:
        """A number does not move."""
        return "told"


def by_code(tx: Session, code: str) -> FigureAsked | None:
    """A figure by the code of its card."""
    number = code.removeprefix("FG-")
    return tx.get(FigureAsked, int(number)) if number.isdigit() and len(number) < 10 else None


def asked_by(tx: Session, person_id: int, limit: int = 20) -> list[FigureAsked]:
    """What somebody asked for last, newest first."""
    return list(
        tx.scalars(
            select(FigureAsked).where(FigureAsked.person_id == person_id).order_by(FigureAsked.id.desc()).limit(limit)
        )
    )
