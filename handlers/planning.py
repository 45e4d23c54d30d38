"""Putting what comes again into the schedule: for features that declare it, and for people who ask for it in chat."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from handlers.recurrence import Once, from_json, next_after
from handlers.school_time import SchoolCalendar
from storage import schedules
from storage.schedules import CatchUp, Schedule


def next_due(rule: Mapping[str, Any], zone: str, after: datetime, calendar: SchoolCalendar) -> datetime | None:
    """When a stored rule falls due next, on the clock of its own zone and by the school's calendar."""
    if zone and zone != calendar.zone.key:
        calendar = replace(calendar, zone=ZoneInfo(zone))
    return next_after(from_json(rule), after, calendar)


def plan(
    tx: Session,
    calendar: SchoolCalendar,
    now: datetime,
    *,
    key: str,
    title: str,
    action: str,
    rule: Mapping[str, Any],
    payload: Mapping[str, Any] | None = None,
    clause: str = "",
    owner_id: int | None = None,
    catch_up: str = CatchUp.SKIP_IF_LATE,
    late_after_minutes: int = 24 * 60,
) -> Schedule:
    """A new schedule with its first moment. Raises ValueError for a rule that cannot be read."""
    schedule = Schedule(
        key=key, title=title, action=action, rule=dict(rule), payload=dict(payload or {}), zone=calendar.zone.key,
        clause=clause, owner_id=owner_id, catch_up=CatchUp(catch_up), late_after_minutes=late_after_minutes,
        next_due_at=next_due(rule, "", now, calendar), created_at=now, active=True,
    )  # fmt: skip
    tx.add(schedule)
    tx.flush()
    return schedule


def replan(schedule: Schedule, after: datetime, calendar: SchoolCalendar) -> None:
    """The next moment after another one.

    A single date gone by ends the schedule; one whose term nobody has entered yet stays, and is asked again.
    """
    schedule.next_due_at = next_due(schedule.rule, schedule.zone, after, calendar)
    schedule.attempts, schedule.retry_at = 0, None
    if schedule.next_due_at is None and isinstance(from_json(schedule.rule).pattern, Once):
        schedule.active = False


def rerule(schedule: Schedule, rule: Mapping[str, Any], now: datetime, calendar: SchoolCalendar) -> None:
    """Another recurrence from now on, because the implementing rule behind it was changed."""
    schedule.rule = dict(rule)
    replan(schedule, now, calendar)


def is_planned(tx: Session, key: str) -> bool:
    """Whether a schedule of this key exists, active or ended by somebody."""
    return schedules.with_key(tx, key) is not None
