"""Small coarse chores: claims of dead workers, answers nobody waits for any more, old payloads, room on the disk."""

import shutil
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy.orm import Session

from jobs.alarms import Alarms
from storage import delivery, inbox, leases, outbox, schedules
from storage.base import Database

INBOX_KEPT = timedelta(days=30)
TIMERS_KEPT = timedelta(days=90)
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


def clean(database: Database, now: datetime) -> dict[str, int]:
    """What has to be forgotten: settled updates after a month, fired timers after three."""
    with database.write() as tx:
        return {
            "updates": inbox.forget(tx, now - INBOX_KEPT),
            "timers": schedules.forget_fired(tx, now - TIMERS_KEPT),
        }


def watch_disk(database: Database, alarms: Alarms, least: int = LEAST_FREE_BYTES) -> int | None:
    """Free bytes where an embedded database lives, with an alarm before it is full. None for a server's."""
    if not database.is_sqlite or not database.url.database:
        return None
    free = shutil.disk_usage(Path(database.url.database).parent).free
    if free < least:
        alarms("disk.nearly_full", f"{free // 1024 // 1024} MB left beside {database.url.database}")
    return free
