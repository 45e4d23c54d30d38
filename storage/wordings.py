"""Answers that wait a moment for a chat model's wording. What waits here is no message: that is in the outbox already.

The extractive answer is queued in the turn that found it and leaves by itself when its moment comes. A row here only
says that a better wording, if it comes before that moment, may take its place. Losing a row loses nothing.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Text, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from storage.base import Base

WAITING, ASKING = "waiting", "asking"


class Wording(Base):
    """One answer to be worded: what was asked, personal data masked, and the quotations it may use."""

    __tablename__ = "answer_wording"

    id: Mapped[int] = mapped_column(primary_key=True)
    answer_id: Mapped[int] = mapped_column(ForeignKey("policy_answer.id"), unique=True)
    message_id: Mapped[int]  # in the outbox, which forgets on its own terms
    status: Mapped[str] = mapped_column(default=WAITING)
    question: Mapped[str] = mapped_column(Text)
    citations: Mapped[list[Any]]
    language: Mapped[str]
    created_at: Mapped[datetime]


def claim(tx: Session, since: datetime, most: int) -> Sequence[Wording]:
    """The oldest that nobody works on; what waits since before `since` has left without it."""
    rows = tx.scalars(
        select(Wording)
        .where(Wording.status == WAITING, Wording.created_at > since)
        .order_by(Wording.id)
        .limit(most)
        .with_for_update(skip_locked=True)
    ).all()
    for row in rows:
        row.status = ASKING
    return rows


def locked(tx: Session, wording_id: int) -> Wording | None:
    """One of them, held until the end of the transaction."""
    return tx.get(Wording, wording_id, with_for_update=True)


def forget(tx: Session, before: datetime) -> int:
    """Those whose answers left long ago, such as a killed process leaves behind."""
    found = tx.execute(delete(Wording).where(Wording.created_at < before).returning(Wording.id))
    return len(found.all())
