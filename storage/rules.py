"""The implementing rules (实施细则, clause 9.1): every deadline, frequency and threshold, in versions with a reason."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from storage.base import Base, JsonColumn


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


def sheet_version(tx: Session) -> int:
    """The version of the whole sheet: 0 while every rule has its default."""
    return tx.scalar(select(func.max(RuleValue.version))) or 0


def values(tx: Session) -> dict[str, Any]:
    """The rules that were changed, with the value in force. What is not here has its default."""
    return {row.key: row.value for row in tx.scalars(select(RuleValue).order_by(RuleValue.version))}


def in_force(tx: Session) -> list[RuleValue]:
    """The newest row of each rule that somebody has set."""
    return list({row.key: row for row in tx.scalars(select(RuleValue).order_by(RuleValue.version))}.values())


def history(tx: Session, key: str) -> list[RuleValue]:
    """How one rule came to be what it is, oldest first."""
    return list(tx.scalars(select(RuleValue).where(RuleValue.key == key).order_by(RuleValue.version)))
