"""The school's own calendar: terms, its word on single days, class periods, campuses, and who changed what.

Whatever is not here is as the country says, or the usual. `version` changes with every edit, so that each process can
keep the calendar it built and look only at one small row.
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from storage import settings
from storage.base import Base
from storage.settings import Setting

VERSION = "calendar.version"
QUIET = "calendar.quiet"
HOURS = "calendar.hours"
BEFORE = "calendar.before"  # what the last change can be taken back to


class TermRow(Base):
    """A term (学期); weeks are counted from `first_monday`."""

    __tablename__ = "term"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    first_day: Mapped[date]
    last_day: Mapped[date]
    first_monday: Mapped[date]
    provisional: Mapped[bool] = mapped_column(default=False)


class DaysKind(StrEnum):
    """What the school says about some days."""

    HOLIDAY = "holiday"  # 放假
    MAKE_UP = "make_up"  # worked, following another weekday's timetable (补课)
    NO_CLASS = "no_class"  # people work, lessons are off (停课)
    EXAM = "exam"
    QUIET = "quiet"  # nothing is planned on them
    EVENT = "event"


class DaysRow(Base):
    """The school's word on some days, first to last inclusive. Later rows beat earlier ones."""

    __tablename__ = "school_days"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    first_day: Mapped[date] = mapped_column(index=True)
    last_day: Mapped[date]
    name: Mapped[str] = mapped_column(default="")
    follows_weekday: Mapped[int | None]  # Monday 0
    campus: Mapped[str] = mapped_column(default="")  # "" for the whole school


class PeriodRow(Base):
    """A class period of the whole school (campus "") or of one campus, in wall time."""

    __tablename__ = "class_period"
    __table_args__ = (UniqueConstraint("campus", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    campus: Mapped[str] = mapped_column(default="")
    number: Mapped[int]
    name: Mapped[str]
    starts: Mapped[str]  # "08:00"
    ends: Mapped[str]


class Campus(Base):
    """A campus by the name people call it."""

    __tablename__ = "campus"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)


class CalendarChange(Base):
    """An edit as it was understood: shown first, applied or dropped by whoever said it."""

    __tablename__ = "calendar_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    edits: Mapped[list[Any]]
    said: Mapped[str] = mapped_column(default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    proposed_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    outcome: Mapped[str] = mapped_column(default="")  # "", "applied" or "dropped"


def version(tx: Session) -> str:
    """Which calendar this transaction sees; "" while nobody has entered anything. Never the same one twice."""
    return str(settings.get(tx, VERSION) or "")


def touch(tx: Session) -> None:
    """Something was edited: from this commit on, every process sees it at its next turn."""
    tx.flush()
    settings.put(tx, VERSION, secrets.token_hex(8))


def snapshot(tx: Session) -> dict[str, Any]:
    """The calendar as plain values: what a change can be taken back to. Campuses stay once they are named."""
    kept: dict[str, Any] = {row.__tablename__: _values(tx, row) for row in _ROWS}
    return {**kept, QUIET: settings.get(tx, QUIET), HOURS: settings.get(tx, HOURS)}


def keep_before(tx: Session, before: dict[str, Any], said: str, change: int) -> None:
    """Keep what stood before the change just made; `said` names it, `change` is its number, 0 for an import."""
    settings.put(tx, BEFORE, {"version": version(tx), "said": said, "change": change, "rows": before})


def last_change(tx: Session) -> dict[str, Any] | None:
    """The last change with its version, words and number; None once the calendar was changed by other means."""
    kept: dict[str, Any] | None = settings.get(tx, BEFORE)
    return kept if kept is not None and kept["version"] == version(tx) else None


def put_back(tx: Session, made: str) -> bool:
    """Make the calendar what it was before the change that made this version; False if it is no longer the last."""
    kept = last_change(tx)
    if kept is None or kept["version"] != made:
        return False
    for row in _ROWS:
        tx.execute(delete(row))
        tx.add_all(row(**_typed(values)) for values in kept["rows"][row.__tablename__])
    for name in (QUIET, HOURS):
        if kept["rows"][name] is None:
            tx.execute(delete(Setting).where(Setting.name == name))
        else:
            settings.put(tx, name, kept["rows"][name])
    tx.flush()
    return True


_ROWS: tuple[type[TermRow] | type[DaysRow] | type[PeriodRow], ...] = (TermRow, DaysRow, PeriodRow)
_DATES = frozenset({"first_day", "last_day", "first_monday"})


def _values(tx: Session, row: type[TermRow] | type[DaysRow] | type[PeriodRow]) -> list[dict[str, Any]]:
    names = [column.key for column in row.__table__.columns if column.key != "id"]
    found = tx.scalars(select(row).order_by(row.id)).all()
    return [
        {name: value.isoformat() if isinstance(value := getattr(one, name), date) else value for name in names}
        for one in found
    ]


def _typed(values: dict[str, Any]) -> dict[str, Any]:
    return {name: date.fromisoformat(value) if name in _DATES else value for name, value in values.items()}


@contextmanager
def rehearsal(tx: Session) -> Iterator[None]:
    """What is done inside is taken back: to see what an edit would do before anybody confirms it."""
    trial = tx.begin_nested()
    try:
        yield
    finally:
        trial.rollback()


def terms(tx: Session) -> list[TermRow]:
    """The terms the school has entered, in order."""
    return list(tx.scalars(select(TermRow).order_by(TermRow.first_day)))


def put_term(tx: Session, term: TermRow) -> None:
    """Enter a term in place of those it overlaps."""
    tx.execute(delete(TermRow).where(TermRow.first_day <= term.last_day, TermRow.last_day >= term.first_day))
    tx.add(term)


def days(tx: Session, first: date | None = None, last: date | None = None) -> list[DaysRow]:
    """The school's word on days, in the order it was given; with dates, what touches them."""
    wanted = select(DaysRow).order_by(DaysRow.id)
    if first is not None:
        wanted = wanted.where(DaysRow.last_day >= first)
    if last is not None:
        wanted = wanted.where(DaysRow.first_day <= last)
    return list(tx.scalars(wanted))


def periods(tx: Session) -> list[PeriodRow]:
    """All class periods, those of the whole school first."""
    return list(tx.scalars(select(PeriodRow).order_by(PeriodRow.campus, PeriodRow.number)))


def put_periods(tx: Session, campus: str, rows: list[PeriodRow]) -> None:
    """The timetable of the day of the whole school or a campus, in place of the one before."""
    tx.execute(delete(PeriodRow).where(PeriodRow.campus == campus))
    tx.flush()
    tx.add_all(rows)


def campuses(tx: Session) -> list[str]:
    """The names of the campuses."""
    return list(tx.scalars(select(Campus.name).order_by(Campus.id)))


def put_campus(tx: Session, name: str) -> None:
    """Know a campus by its name."""
    if tx.scalar(select(Campus.id).where(Campus.name == name)) is None:
        tx.add(Campus(name=name))
        tx.flush()


def change(tx: Session, number: int) -> CalendarChange | None:
    """An edit that was proposed, locked: it is applied or dropped once."""
    return tx.scalar(select(CalendarChange).where(CalendarChange.id == number).with_for_update())
