"""What is due is done: timers and schedules one by one, each in its own transaction, each exactly once.

Any number of processes may tick: a row is locked while its turn runs, and an occurrence is a unique row. An action that
fails is tried again twice with growing pauses, then recorded as failed; it neither stops the others nor loops.

Missed while nobody was running: of several missed occurrences of one schedule only the newest counts, the older ones
are recorded as replaced. The newest is done if it is not later than its limit; else its policy decides: done all the
same (send_late), left out with the reason on record (skip_if_late), or put before the owner (tell_owner). Timers are
always done, in order; what they say after a long stop is merged per person.
"""

import logging
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy.orm import Session

from handlers import planning
from handlers.cards import Button, Card, token
from handlers.catalogue import Features
from handlers.errors import Refused
from handlers.school import School
from handlers.school_time import SchoolCalendar
from handlers.turn import Turn
from jobs import texts
from jobs.alarms import Alarms
from storage import rules, schedules
from storage.base import Database
from storage.people import Person, Role
from storage.schedules import CatchUp, Schedule, Timer

log = logging.getLogger(__name__)

TRIES = 3
FIRST_PAUSE = timedelta(minutes=1)
MOST_AT_ONCE = 10_000  # a bound on one tick: an action that keeps setting itself due must not hold the clock for ever
MOST_MISSED = 1000
AFTER_A_STOP = timedelta(hours=2)  # later than this, what timers say is merged per person
GATHER = timedelta(seconds=5)


@dataclass(slots=True)
class Ticked:
    """What one tick did."""

    timers: int = 0
    occurrences: int = 0
    refused: int = 0  # the moment for it had passed: the subject had moved on
    failed: int = 0

    @property
    def total(self) -> int:
        """Everything it touched."""
        return self.timers + self.occurrences + self.refused + self.failed


def tick(
    database: Database, school: School, features: Features, now: datetime, *, alarms: Alarms | None = None
) -> Ticked:
    """Do all that is due. Raises only when the database itself is away; then the next tick goes on."""
    clock = _Clock(database, school, features, now, alarms or Alarms())
    ticked = Ticked()
    with database.read() as tx:
        if not schedules.anything_due(tx, now):
            return ticked
    while ticked.total < MOST_AT_ONCE and clock.do_next(ticked):
        continue
    if ticked.total >= MOST_AT_ONCE:
        clock.alarms("clock.endless", f"{ticked.total} things due at once")
    return ticked


def standing(features: Features, database: Database, school: School, now: datetime) -> int:
    """Create the schedules that features declare, once: what an administrator ended stays ended. How many were new.

    Also asks again for schedules that hung on a term nobody had entered.
    """
    new = 0
    with database.write() as tx:
        calendar = school.within(tx).calendar
        in_force = rules.values(tx)
        for router in features.routers:
            for wanted in router.standing:
                if planning.is_planned(tx, wanted.key):
                    continue
                planning.plan(
                    tx, calendar, now, key=wanted.key, title=wanted.title, action=wanted.action,
                    rule=wanted.recurrence(lambda rule: int(in_force.get(rule.key, rule.default))),
                    payload=wanted.payload, clause=wanted.clause, catch_up=wanted.catch_up,
                    late_after_minutes=wanted.late_after_minutes,
                )  # fmt: skip
                new += 1
        for schedule in schedules.unplanned(tx):
            planning.replan(schedule, now, calendar)
    return new


class _Failed(Exception):
    """An action raised: which row it was for, so that the failure can be written down after the rollback."""

    def __init__(self, kind: type[Timer | Schedule], row_id: int, action: str) -> None:
        super().__init__(f"{action} of {kind.__tablename__} {row_id}")
        self.kind, self.row_id, self.action = kind, row_id, action


@dataclass(frozen=True, slots=True)
class _Clock:
    """One tick's surroundings."""

    database: Database
    school: School
    features: Features
    now: datetime
    alarms: Alarms

    def do_next(self, ticked: Ticked) -> bool:
        """Do the one thing that has been due longest, timers first; False when nothing is left."""
        try:
            with self.database.write() as tx:
                timer = schedules.next_timer(tx, self.now)
                if timer is not None:
                    self._fire(tx, timer)
                    ticked.timers += 1
                    return True
                schedule = schedules.next_due(tx, self.now)
                if schedule is not None:
                    self._fall_due(tx, schedule)
                    ticked.occurrences += 1
                    return True
        except _Failed as failure:
            if isinstance(failure.__cause__, Refused):
                self._settle(failure, f"refused: {failure.__cause__}"[:500])
                ticked.refused += 1
            else:
                self._write_down(failure)
                ticked.failed += 1
            return True
        return False

    def _fire(self, tx: Session, timer: Timer) -> None:
        timer.fired_at = self.now
        turn = Turn(tx, self.school, self.features, self.now)
        if self.now - timer.due_at > AFTER_A_STOP:
            turn.voice.hold_until = self.now + GATHER
        timer.outcome = self._act(turn, timer, timer.subject, dict(timer.payload))

    def _act(self, turn: Turn, row: Timer | Schedule, subject: str, payload: Mapping[str, Any]) -> str:
        """Run the action; what to record as its outcome."""
        action = self.features.dues.get(row.action)
        if action is None:
            self.alarms("clock.no_action", row.action)
            return f"nothing is called {row.action}"
        try:
            action(turn, subject, payload)
            turn.finish()
            turn.tx.flush()
        except Exception as mistake:
            raise _Failed(type(row), row.id, row.action) from mistake
        return "done"

    def _fall_due(self, tx: Session, schedule: Schedule) -> None:
        calendar = self.school.within(tx).calendar
        missed = self._missed(schedule, calendar)
        newest = missed[-1]
        for due in missed[:-1]:
            schedules.record(tx, schedule, due, self.now, "skipped", f"replaced by that of {newest:%Y-%m-%d}")
        late = self.now - newest
        in_time = late <= timedelta(minutes=schedule.late_after_minutes)
        policy = CatchUp(schedule.catch_up)
        note = "" if in_time else f"late by {late}"
        if in_time or policy is CatchUp.SEND_LATE:
            if schedules.record(tx, schedule, newest, self.now, "done", note):
                outcome = self._act(self._turn(tx), schedule, *self._told(schedule, newest))
                if outcome != "done":
                    schedules.settle(tx, schedule, newest, outcome)
        elif policy is CatchUp.TELL_OWNER:
            if schedules.record(tx, schedule, newest, self.now, "told", note):
                self._tell_owner(tx, schedule, newest)
        else:
            schedules.record(tx, schedule, newest, self.now, "skipped", note)
        planning.replan(schedule, newest, calendar)

    def _missed(self, schedule: Schedule, calendar: SchoolCalendar) -> list[datetime]:
        """Every occurrence that fell due up to now, oldest first; at least one."""
        assert schedule.next_due_at is not None  # noqa: S101 -- the query found it by this column
        found = [schedule.next_due_at]
        while len(found) < MOST_MISSED:
            following = planning.next_due(schedule.rule, schedule.zone, found[-1], calendar)
            if following is None or following > self.now:
                break
            found.append(following)
        return found

    def _turn(self, tx: Session) -> Turn:
        return Turn(tx, self.school, self.features, self.now)

    def _told(self, schedule: Schedule, due: datetime) -> tuple[str, dict[str, Any]]:
        """What an action is told of its occurrence. `occurrence` names it for keys that must happen once."""
        day = self.school.usual.date(due)
        return str(schedule.payload.get("subject", "")), {
            **schedule.payload,
            "schedule": schedule.key,
            "due_at": due.isoformat(),
            "occurrence": f"{schedule.key}:{day:%Y-%m-%d}",
        }

    def _tell_owner(self, tx: Session, schedule: Schedule, due: datetime) -> None:
        turn = self._turn(tx)
        owner = tx.get(Person, schedule.owner_id) if schedule.owner_id else None
        to = [owner] if owner is not None and owner.active else turn.everyone(Role.CIO)
        when = f"{due:%Y%m%d%H%M}"
        card = Card(
            texts.MISSED(title=schedule.title, at=turn.clock_time(due)),
            buttons=(
                Button(texts.DO_IT_NOW, token("reminders", "make_up", str(schedule.id), when)),
                Button(texts.LET_IT_BE, token("reminders", "let_be", str(schedule.id), when)),
            ),
        )
        for person in to:
            turn.tell(person, card, key=f"missed:{schedule.key}:{due:%Y-%m-%dT%H:%M}:{person.id}")
        turn.finish()

    def _write_down(self, failure: _Failed) -> None:
        """After the rollback: try again later, or record the failure and go on, with a reference for the log."""
        reference = secrets.token_hex(3)
        log.error("%s failed, reference %s", failure.action, reference, exc_info=failure.__cause__)
        self.alarms("clock.action", f"{failure.action}: {failure.__cause__}")
        with self.database.write() as tx:
            row = cast("Timer | Schedule | None", tx.get(failure.kind, failure.row_id, with_for_update=True))
            if row is None:
                return
            row.attempts += 1
            last = row.attempts >= TRIES
            if not last:
                row.retry_at = self.now + FIRST_PAUSE * 5 ** (row.attempts - 1)
        if last:
            self._settle(failure, f"failed, reference {reference}")

    def _settle(self, failure: _Failed, outcome: str) -> None:
        """No more tries: say so on record, and let the schedule go on to its next occurrence."""
        with self.database.write() as tx:
            row = cast("Timer | Schedule | None", tx.get(failure.kind, failure.row_id, with_for_update=True))
            if isinstance(row, Timer):
                row.fired_at, row.outcome = self.now, outcome
            elif isinstance(row, Schedule) and row.next_due_at is not None:
                schedules.record(tx, row, row.next_due_at, self.now, outcome)
                planning.replan(row, self.now, self.school.within(tx).calendar)
