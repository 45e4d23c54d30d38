"""Broadcasts: what is said to many, to whom, who agreed to it, and what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Text, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship, selectinload

from storage.base import Base
from storage.outbox import Kind, Message, Sent
from storage.people import Person


class Stage(StrEnum):
    """Where a broadcast stands."""

    DRAFT = "draft"
    PREVIEW = "preview"
    SECOND = "second"
    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    COLLECTING = "collecting"
    NUDGING = "nudging"
    CLOSED = "closed"
    CANCELLED = "cancelled"
    STOPPED = "stopped"
    RECALLED = "recalled"


OUT = (Stage.SENDING, Stage.SENT, Stage.COLLECTING, Stage.NUDGING, Stage.CLOSED, Stage.STOPPED, Stage.RECALLED)
"""Once it has begun to leave."""


class Broadcast(Base):
    """One announcement to many.

    `audience` is what was asked for, `recipients` the people it came to when it was last shown: they are counted and
    named in the preview, and exactly they get it. `excluded` is [person id, why]. `revision` grows with every change of
    words or audience; a confirmation counts for one revision only. `send_at` empty: at once. `deadline` is for the
    acknowledgements. `corrects_id`: the broadcast it sets right.
    """

    __tablename__ = "broadcast"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    status: Mapped[str]
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    content: Mapped[str] = mapped_column(Text)
    audience: Mapped[dict[str, Any]]
    recipients: Mapped[list[Any]]
    excluded: Mapped[list[Any]]
    notes: Mapped[list[Any]]  # [zh, en] of words that were read in some sense, such as a forgiven misspelling
    ack: Mapped[bool] = mapped_column(default=False)
    wants_done: Mapped[bool] = mapped_column(default=False)  # asks to say when it is done, too
    emergency: Mapped[bool] = mapped_column(default=False)
    needs_second: Mapped[bool] = mapped_column(default=False)
    send_at: Mapped[datetime | None]
    deadline: Mapped[datetime | None]
    due_at: Mapped[datetime | None]  # when it leaves, once confirmed
    second_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(Text, default="")  # why it was sent back, stopped or recalled
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("broadcast.id"))
    confirmed_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    nudges: Mapped[int] = mapped_column(default=0)
    refreshes: Mapped[int] = mapped_column(default=0)
    revision: Mapped[int] = mapped_column(default=1)
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    author: Mapped[Person] = relationship(foreign_keys=[author_id])
    second: Mapped[Person | None] = relationship(foreign_keys=[second_id])
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 -- SQLAlchemy's own way to say it

    @property
    def headline(self) -> str:
        """A few words for lists."""
        words = " ".join(self.content.split())
        return words if len(words) <= 20 else words[:19] + "…"

    @property
    def copies(self) -> str:
        """How the outbox calls the copies of the audience, apart from the cards of those who run it."""
        return f"{self.code}:to"


def by_code(tx: Session, code: str) -> Broadcast | None:
    """A broadcast by its id; the audience's copies ("B-3:to") are of the same one."""
    return tx.scalar(select(Broadcast).where(Broadcast.code == code.partition(":")[0]))


def of_author(tx: Session, person_id: int, *stages: Stage) -> Sequence[Broadcast]:
    """What a person wrote, newest first; with stages only what stands there."""
    query = select(Broadcast).where(Broadcast.author_id == person_id)
    if stages:
        query = query.where(Broadcast.status.in_(stages))
    return tx.scalars(query.order_by(Broadcast.id.desc())).all()


def in_stage(tx: Session, *stages: Stage) -> Sequence[Broadcast]:
    """Everybody's in these stages, newest first."""
    return tx.scalars(select(Broadcast).where(Broadcast.status.in_(stages)).order_by(Broadcast.id.desc())).all()


def latest_for(tx: Session, person_id: int) -> Broadcast | None:
    """The broadcast a person got last."""
    subject = tx.scalar(
        select(Message.subject)
        .where(Message.person_id == person_id, Message.subject.like("B-%:to"), Message.kind == str(Kind.SEND))
        .order_by(Message.id.desc())
        .limit(1)
    )
    return by_code(tx, subject) if subject else None


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of one copy: for whom, on which platform, and why not."""

    message_id: int
    person_id: int
    platform: str
    status: Sent
    reason: str


def deliveries(tx: Session, broadcast: Broadcast) -> list[Delivery]:
    """Every copy, also those that took another way after the first was refused; oldest first."""
    rows = tx.execute(
        select(Message.id, Message.person_id, Message.platform, Message.status, Message.reason)
        .where(Message.subject == broadcast.copies, Message.batch == broadcast.code, Message.kind == str(Kind.SEND))
        .order_by(Message.id)
    )
    return [
        Delivery(key, person_id, platform, Sent(status), reason)
        for key, person_id, platform, status, reason in rows
        if person_id is not None
    ]


def recalls(tx: Session, broadcast: Broadcast) -> dict[Sent, int]:
    """How many requests to take a copy back are in each state."""
    rows = tx.execute(
        select(Message.status, func.count())
        .where(Message.subject == broadcast.copies, Message.kind == str(Kind.RECALL))
        .group_by(Message.status)
    )
    return {Sent(status): count for status, count in rows}


def people_of(tx: Session, ids: Sequence[int]) -> list[Person]:
    """People with their accounts by id, in the order of departments and names; also who has left meanwhile."""
    found: list[Person] = []
    for start in range(0, len(ids), 500):
        chunk = select(Person).where(Person.id.in_(ids[start : start + 500]))
        found += tx.scalars(chunk.options(selectinload(Person.accounts)))
    return sorted(found, key=lambda person: (person.department, person.name, person.id))
