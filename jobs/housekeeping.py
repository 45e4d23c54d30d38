"""Small coarse chores: claims of dead workers, answers nobody waits for any more, old payloads, room on the disk."""

import shutil
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy.orm import Session

from handlers.school import School
from handlers.voice import Voice
from jobs import texts
from jobs.alarms import Alarms
from storage import delivery, files, inbox, leases, outbox, people, schedules, settings
from storage.base import Database
from storage.outbox import Priority
from storage.people import Role

INBOX_KEPT = timedelta(days=30)
TIMERS_KEPT = timedelta(days=90)
RECOVERED = "database.last_recovery"
DATABASE = "database"  # the trouble of rows that cannot be written
LEAST_FREE_BYTES = 200 * 1024 * 1024


def sweep(
    database: Database, now: datetime, *, lease_clock: Callable[[Session], datetime] = leases.server_time
) -> dict[str, int]:
    """What has to be put right often: how many claims were freed, answers dropped, pauses ended."""
    with database.write() as tx:
        return {
            "freed": delivery.take_over(tx, now, older_than=lease_clock(tx)),
            "expired": outbox.expire(tx, now),
            "pauses": delivery.forget_pauses(tx, now),
        }


def tell_recovered(database: Database, school: School, since: datetime, now: datetime) -> None:
    """The database takes rows again: a row of its own proves it, and the administrators learn what happened.

    Every process notices; one tells. Raises what the database raises while it does not take rows.
    """
    with database.write() as tx:
        told = settings.get(tx, RECOVERED, "")
        settings.put(tx, RECOVERED, now.isoformat())
        if told and datetime.fromisoformat(told) >= since:
            return
        settings.put(tx, "database.last_trouble", since.isoformat())
        voice = Voice(tx, school.within(tx), now)
        words = texts.DATABASE_BACK(
            since=f"{since.astimezone(school.zone):%m-%d %H:%M}", until=f"{now.astimezone(school.zone):%H:%M}"
        )
        for admin in people.with_role(tx, Role.ADMIN):
            voice.to_person(
                admin, words, key=f"database:{since:%Y-%m-%dT%H:%M:%S}:{admin.id}", priority=Priority.URGENT
            )


def clean(database: Database, now: datetime) -> dict[str, int]:
    """What has to be forgotten: settled updates after a month, fired timers after three, files whose time is over."""
    with database.write() as tx:
        return {
            "updates": inbox.forget(tx, now - INBOX_KEPT),
            "timers": schedules.forget_fired(tx, now - TIMERS_KEPT),
            "files": files.forget_expired(tx, now),
        }


def watch_disk(database: Database, alarms: Alarms, least: int = LEAST_FREE_BYTES) -> int | None:
    """Free bytes where an embedded database lives, with an alarm before it is full. None for a server's."""
    if not database.is_sqlite or not database.url.database:
        return None
    free = shutil.disk_usage(Path(database.url.database).parent).free
    if free < least:
        alarms("disk.nearly_full", f"{free // 1024 // 1024} MB left beside {database.url.database}")
    return free
