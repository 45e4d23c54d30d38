"""Time lines: what was noted about an incident, a drill or anything else with a code, by whom and when. Never changed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NoReturn

from sqlalchemy import ForeignKey, Text, event, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from storage.base import Base
from storage.people import Person


class TimelineNote(Base):
    """One line. `at` is when it happened, `noted_at` when it was written down. A correction is a new line.

    `kind` is the feature's own, such as a step that was ticked; "" is what somebody wrote.
    """

    __tablename__ = "timeline_note"

    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(index=True)
    at: Mapped[datetime]
    noted_at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str] = mapped_column(default="")
    words: Mapped[str] = mapped_column(Text)
    by: Mapped[Person | None] = relationship()


def keep(
    tx: Session,
    subject: str,
    words: str,
    by: Person | None,
    noted_at: datetime,
    *,
    at: datetime | None = None,
    kind: str = "",
) -> TimelineNote:
    """Write a line down. `at` is `noted_at` unless it happened at another time. Both aware."""
    line = TimelineNote(subject=subject, words=words, by=by, noted_at=noted_at, at=at or noted_at, kind=kind)
    tx.add(line)
    tx.flush()
    return line


def of(tx: Session, subject: str) -> Sequence[TimelineNote]:
    """All lines of one subject, in the order in which things happened."""
    return tx.scalars(
        select(TimelineNote).where(TimelineNote.subject == subject).order_by(TimelineNote.at, TimelineNote.id)
    ).all()


def latest(tx: Session, subject: str, count: int) -> list[TimelineNote]:
    """The lines written last, the oldest of them first."""
    newest = select(TimelineNote).where(TimelineNote.subject == subject).order_by(TimelineNote.id.desc()).limit(count)
    return list(tx.scalars(newest))[::-1]


@event.listens_for(TimelineNote, "before_update")
@event.listens_for(TimelineNote, "before_delete")
def _refuse(*_about: Any) -> NoReturn:
    """What was noted stays as it was noted."""
    raise RuntimeError("a line of a time line is never changed; write a new one")
