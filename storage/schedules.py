"""Schedules and their occurrences. The clock only wakes us: what is due is a query, a unique row makes it once."""

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    Index,
    UniqueConstraint,
    and_,
    delete,
    false,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from storage.base import Base, insert_into


class CatchUp(StrEnum):
    """What happens with an occurrence that fell due while nobody was running."""

    SEND_LATE = "send_late"
    SKIP_IF_LATE = "skip_if_late"
    TELL_OWNER = "tell_owner"


class Schedule(Base):
    """Something that comes again. `action` names what a feature does when it is due; `rule` is shown in words, never cron."""

    __tablename__ = "schedule"
    __table_args__ = (
        Index("ix_schedule_next", "next_due_at", sqlite_where=text("active"), postgresql_where=text("active")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    action: Mapped[str]
    payload: Mapped[dict[str, Any]] = mapped_column(default=dict)
    rule: Mapped[dict[str, Any]]
    zone: Mapped[str]
    catch_up: Mapped[str] = mapped_column(default=CatchUp.SKIP_IF_LATE)
    late_after_minutes: Mapped[int] = mapped_column(default=24 * 60)
    clause: Mapped[str] = mapped_column(default="")
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    active: Mapped[bool] = mapped_column(default=True)
    paused_at: Mapped[datetime | None]  # not active then, but not ended either
    next_due_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    retry_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 -- SQLAlchemy's own way to say it


class Occurrence(Base):
    """One time a schedule fell due, and what became of it: sent, skipped (why), or told to the owner."""

    __tablename__ = "occurrence"
    __table_args__ = (UniqueConstraint("schedule_id", "due_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    schedule_id: Mapped[int] = mapped_column(ForeignKey("schedule.id"))
    due_at: Mapped[datetime]
    taken_at: Mapped[datetime]
    outcome: Mapped[str]
    note: Mapped[str] = mapped_column(default="")


class Timer(Base):
    """A single moment something must be looked at again: a deadline, a nudge, an escalation level. Fires once.

    Where an implementing rule sets the moment, `rule` names it, and the timer moves with it: due is the rule's value
    plus `shift` (in the rule's unit) after `since`, or before it when `ahead`.
    """

    __tablename__ = "timer"
    __table_args__ = (
        Index(
            "ix_timer_due",
            "due_at",
            sqlite_where=text("fired_at IS NULL"),
            postgresql_where=text("fired_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    action: Mapped[str]
    subject: Mapped[str] = mapped_column(index=True)
    payload: Mapped[dict[str, Any]] = mapped_column(default=dict)
    due_at: Mapped[datetime]
    fired_at: Mapped[datetime | None]
    outcome: Mapped[str] = mapped_column(default="")
    attempts: Mapped[int] = mapped_column(default=0)
    retry_at: Mapped[datetime | None]
    rule: Mapped[str] = mapped_column(default="", server_default="", index=True)
    since: Mapped[datetime | None]
    shift: Mapped[int] = mapped_column(default=0, server_default="0")
    ahead: Mapped[bool] = mapped_column(default=False, server_default=false())


def anything_due(tx: Session, now: datetime) -> bool:
    """Whether a tick has anything to do: one look into two small indexes, however many schedules there are."""
    # Ordered, so that no planner with old statistics reads the whole table in the hope of an early find.
    schedule = select(Schedule.id).where(_schedule_due(now)).order_by(Schedule.next_due_at).limit(1)
    timer = select(Timer.id).where(_timer_due(now)).order_by(Timer.due_at).limit(1)
    return tx.scalar(schedule) is not None or tx.scalar(timer) is not None


def next_due(tx: Session, now: datetime) -> Schedule | None:
    """The schedule that has been due longest, locked for this transaction; others pass over it."""
    return tx.scalar(
        select(Schedule)
        .where(_schedule_due(now))
        .order_by(Schedule.next_due_at, Schedule.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )


def next_timer(tx: Session, now: datetime) -> Timer | None:
    """The timer that has been due longest, locked for this transaction."""
    return tx.scalar(
        select(Timer).where(_timer_due(now)).order_by(Timer.due_at, Timer.id).limit(1).with_for_update(skip_locked=True)
    )


def _schedule_due(now: datetime) -> ColumnElement[bool]:
    return and_(
        text("schedule.active"),
        Schedule.next_due_at <= now,
        or_(Schedule.retry_at.is_(None), Schedule.retry_at <= now),
    )


def _timer_due(now: datetime) -> ColumnElement[bool]:
    return and_(
        text("timer.fired_at IS NULL"), Timer.due_at <= now, or_(Timer.retry_at.is_(None), Timer.retry_at <= now)
    )


def with_key(tx: Session, key: str) -> Schedule | None:
    """A schedule by its key."""
    return tx.scalar(select(Schedule).where(Schedule.key == key))


def unplanned(tx: Session) -> list[Schedule]:
    """Active schedules without a next moment: their rule hangs on a term nobody had entered."""
    return list(tx.scalars(select(Schedule).where(text("schedule.active"), Schedule.next_due_at.is_(None))))


def of_owner(tx: Session, owner_id: int, action: str) -> list[Schedule]:
    """What comes again for one person, of one kind, soonest first."""
    return list(
        tx.scalars(
            select(Schedule)
            .where(Schedule.owner_id == owner_id, Schedule.action == action, Schedule.active)
            .order_by(Schedule.next_due_at, Schedule.id)
        )
    )


def kept_by(tx: Session, owner_id: int, actions: Collection[str]) -> list[Schedule]:
    """What comes again for one person and what they have paused, in the order it was set."""
    kept = or_(Schedule.active, Schedule.paused_at.is_not(None))
    return list(
        tx.scalars(
            select(Schedule)
            .where(Schedule.owner_id == owner_id, Schedule.action.in_(actions), kept)
            .order_by(Schedule.id)
        )
    )


def last_rung(tx: Session, owner_id: int, action: str) -> Schedule | None:
    """The schedule of one person and kind that fell due last."""
    return tx.scalar(
        select(Schedule)
        .join(Occurrence, Occurrence.schedule_id == Schedule.id)
        .where(Schedule.owner_id == owner_id, Schedule.action == action, Occurrence.outcome == "done")
        .order_by(Occurrence.taken_at.desc(), Occurrence.id.desc())
        .limit(1)
    )


def pending_timers(tx: Session, subject: str, action: str) -> list[Timer]:
    """What is still to fire about a subject, of one kind, soonest first."""
    return list(
        tx.scalars(
            select(Timer)
            .where(Timer.subject == subject, Timer.action == action, Timer.fired_at.is_(None))
            .order_by(Timer.due_at, Timer.id)
        )
    )


def under_rule(tx: Session, rule: str) -> list[Timer]:
    """What is still to fire and whose moment an implementing rule sets, soonest first."""
    return list(
        tx.scalars(select(Timer).where(Timer.rule == rule, Timer.fired_at.is_(None)).order_by(Timer.due_at, Timer.id))
    )


def under_any_rule(tx: Session) -> list[Timer]:
    """What is still to fire and whose moment some implementing rule sets."""
    return list(tx.scalars(select(Timer).where(Timer.rule != "", Timer.fired_at.is_(None)).order_by(Timer.id)))


def of_subject(tx: Session, subject: str) -> list[Timer]:
    """What is still to fire about a subject."""
    return list(tx.scalars(select(Timer).where(Timer.subject == subject, Timer.fired_at.is_(None)).order_by(Timer.id)))


def to_come(tx: Session, now: datetime, after_id: int, count: int) -> list[Schedule]:
    """Active schedules after an id that are not due yet, or whose term nobody had entered."""
    return list(
        tx.scalars(
            select(Schedule)
            .where(text("schedule.active"), Schedule.id > after_id)
            .where(or_(Schedule.next_due_at > now, Schedule.next_due_at.is_(None)))
            .order_by(Schedule.id)
            .limit(count)
        )
    )


def forget_fired(tx: Session, before: datetime) -> int:
    """Timers long done with: their effects are on record elsewhere."""
    return len(tx.execute(delete(Timer).where(Timer.fired_at < before).returning(Timer.id)).all())


def record(tx: Session, schedule: Schedule, due_at: datetime, now: datetime, outcome: str, note: str = "") -> bool:
    """Take an occurrence. False when it was taken before, by whoever it was."""
    statement = (
        insert_into(tx, Occurrence)
        .values(schedule_id=schedule.id, due_at=due_at, taken_at=now, outcome=outcome, note=note)
        .on_conflict_do_nothing(index_elements=["schedule_id", "due_at"])
        .returning(Occurrence.id)
    )
    return tx.execute(statement).scalar_one_or_none() is not None


def settle(tx: Session, schedule: Schedule, due_at: datetime, outcome: str, note: str = "") -> None:
    """Say what became of an occurrence that was taken."""
    tx.execute(
        update(Occurrence)
        .where(Occurrence.schedule_id == schedule.id, Occurrence.due_at == due_at)
        .values(outcome=outcome[:500], note=note)
    )


def set_timer(
    tx: Session,
    key: str,
    action: str,
    subject: str,
    due_at: datetime,
    payload: dict[str, Any] | None = None,
    *,
    rule: str = "",
    since: datetime | None = None,
    shift: int = 0,
    ahead: bool = False,
) -> None:
    """Ask to be woken about a subject. The key makes it once; asking again moves a timer that has not fired.

    `rule`, `since`, `shift` and `ahead` say how the moment came about, as `Timer` explains.
    """
    values = {
        "action": action, "subject": subject, "due_at": due_at, "payload": payload or {},
        "rule": rule, "since": since, "shift": shift, "ahead": ahead,
    }  # fmt: skip
    tx.execute(
        insert_into(tx, Timer)
        .values(key=key, outcome="", **values)
        .on_conflict_do_update(index_elements=["key"], set_=values, where=text("timer.fired_at IS NULL"))
    )


def cancel_timers(tx: Session, subject: str, now: datetime, prefix: str = "") -> None:
    """What was pending about a subject no longer is: an acknowledgement silences its nudges in the same turn."""
    for timer in tx.scalars(
        select(Timer).where(Timer.subject == subject, Timer.fired_at.is_(None), Timer.key.startswith(prefix))
    ):
        timer.fired_at = now
        timer.outcome = "cancelled"
    tx.flush()


def of_action(tx: Session, action: str) -> list[Schedule]:
    """All active schedules of one kind."""
    return list(tx.scalars(select(Schedule).where(Schedule.action == action, Schedule.active).order_by(Schedule.id)))
