"""The implementing rules (实施细则, clause 9.1): every deadline, frequency and threshold, in versions with a reason."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from storage import numbers
from storage.base import Base, JsonColumn
from storage.people import Person
from storage.prepared import Prepared

SHEET = "rules"  # the series of the sheet's versions


class RuleValue(Base):
    """One rule's value from one version of the rule sheet on. The newest row of a key is in force."""

    __tablename__ = "rule_value"
    __table_args__ = (UniqueConstraint("key", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(index=True)
    version: Mapped[int]
    value: Mapped[Any] = mapped_column(JsonColumn)
    reason: Mapped[str] = mapped_column(default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    by: Mapped[Person | None] = relationship()


_VERSION = Prepared(select(func.max(RuleValue.version)))  # asked before every answer, so it is built once


def sheet_version(tx: Session) -> int:
    """The version of the whole sheet: 0 while every rule has its default."""
    tx.flush()
    return int(_VERSION.scalar(tx, {}) or 0)


def values(tx: Session) -> dict[str, Any]:
    """The rules that were changed, with the value in force. What is not here has its default."""
    return {row.key: row.value for row in tx.scalars(select(RuleValue).order_by(RuleValue.version))}


def in_force(tx: Session, day: date | None = None) -> list[RuleValue]:
    """The newest row of each rule that somebody has set; with a day, as it was by its end."""
    rows = tx.scalars(select(RuleValue).order_by(RuleValue.version))
    return list({row.key: row for row in rows if day is None or row.at.date() <= day}.values())


def latest(tx: Session, key: str) -> RuleValue | None:
    """What somebody set last; None while the default holds."""
    return tx.scalar(select(RuleValue).where(RuleValue.key == key).order_by(RuleValue.version.desc()).limit(1))


def publish(tx: Session, key: str, value: int, reason: str, by_id: int, at: datetime) -> RuleValue:
    """A new version of the sheet, which differs in one rule. Takes the sheet's lock until the turn commits."""
    row = RuleValue(
        key=key, version=numbers.next_number(tx, SHEET), value=value, reason=reason, by_id=by_id, at=at
    )  # fmt: skip
    tx.add(row)
    tx.flush()
    return row


def lock_sheet(tx: Session) -> None:
    """One change at a time: what is read after this is what the change is made to."""
    numbers.lock(tx, SHEET)


def recent(tx: Session, limit: int, before: int | None = None) -> list[RuleValue]:
    """The last changes of the whole sheet, newest first; `before` a version, for the next page."""
    wanted = select(RuleValue).order_by(RuleValue.version.desc()).limit(limit)
    return list(tx.scalars(wanted if before is None else wanted.where(RuleValue.version < before)))


def history(tx: Session, key: str) -> list[RuleValue]:
    """How one rule came to be what it is, oldest first."""
    return list(tx.scalars(select(RuleValue).where(RuleValue.key == key).order_by(RuleValue.version)))
