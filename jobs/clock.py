"""The clock: one readable table of what happens when. It only wakes us; what is due is a query (`jobs.due`).

APScheduler keeps time and nothing else: four fixed jobs in memory. Losing it loses nothing.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlalchemy.exc import SQLAlchemyError

from handlers.catalogue import Features
from handlers.school import School
from jobs import due, housekeeping
from jobs.alarms import Alarms
from jobs.due import Ticked, standing, tick
from storage.base import Database

__all__ = ["Clockwork", "Ticked", "standing", "tick"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Every:
    """One line of the table: how often, in seconds, and what."""

    seconds: float
    name: str
    work: Callable[[], Awaitable[object]]


class Clockwork:
    """The clock of one process. Every process may run one: rows and unique keys make things happen once."""

    def __init__(
        self,
        database: Database,
        school: School,
        features: Features,
        clock: Callable[[], datetime],
        *,
        alarms: Alarms | None = None,
        wake: Callable[[], None] = lambda: None,
    ) -> None:
        self.alarms = alarms or Alarms()
        self.last_tick: datetime | None = None
        self._database, self._school, self._features = database, school, features
        self._clock, self._wake = clock, wake
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="clock")
        self.table = (
            Every(1, "tick", self.tick),
            Every(10, "sweep", self._sweep),
            Every(60, "disk", self._watch_disk),
            Every(60, "log", self._empty_log),
            Every(3600, "clean", self._clean),
        )

    async def run(self, stop: asyncio.Event) -> None:
        """Keep time until told to stop; a tick under way is finished first."""
        from apscheduler.schedulers.asyncio import AsyncIOScheduler  # noqa: PLC0415 -- paid by the one who keeps time

        logging.getLogger("apscheduler").setLevel(logging.ERROR)  # a tick longer than a second is no news
        await self._in_thread(lambda: due.standing(self._features, self._database, self._school, self._clock()))
        scheduler = AsyncIOScheduler(timezone=self._school.zone)
        for line in self.table:
            scheduler.add_job(
                self._guarded(line), "interval", seconds=line.seconds, id=line.name,
                coalesce=True, max_instances=1, misfire_grace_time=None,
            )  # fmt: skip
        scheduler.start()
        try:
            await stop.wait()
        finally:
            scheduler.shutdown(wait=False)
            await asyncio.get_running_loop().run_in_executor(None, self._thread.shutdown)

    async def tick(self) -> Ticked:
        """Do what is due now; also for a demo whose clock was just moved."""
        now = self._clock()
        ticked = await self._in_thread(
            lambda: due.tick(self._database, self._school, self._features, now, alarms=self.alarms)
        )
        self.last_tick = now
        if ticked.total:
            self._wake()
        return ticked

    async def _sweep(self) -> None:
        """Chores that touch every part of the database: what does not work is noticed, and that it works again."""
        try:
            await self._in_thread(lambda: housekeeping.sweep(self._database, self._clock()))
        except SQLAlchemyError:
            self.alarms.begins(housekeeping.DATABASE, self._clock())
            raise
        since = self.alarms.troubles.get(housekeeping.DATABASE)
        if since is not None:
            now = self._clock()
            await self._in_thread(lambda: housekeeping.tell_recovered(self._database, self._school, since, now))
            self.alarms.ends(housekeeping.DATABASE)
            self._wake()

    async def _clean(self) -> None:
        await self._in_thread(lambda: housekeeping.clean(self._database, self._clock()))
        await self._in_thread(lambda: due.standing(self._features, self._database, self._school, self._clock()))

    async def _watch_disk(self) -> None:
        await self._in_thread(lambda: housekeeping.watch_disk(self._database, self.alarms))

    async def _empty_log(self) -> None:
        """What was deleted a minute ago stands in the write-ahead log no longer, either (docs/adr/0017)."""
        await self._in_thread(self._database.fold_in)

    def _guarded(self, line: Every) -> Callable[[], Awaitable[None]]:
        """The clock never dies of a database that blinks: it is told, and tried again at the next stroke."""

        async def strike() -> None:
            try:
                await line.work()
            except Exception as mistake:  # noqa: BLE001 -- counted and told; the next stroke tries again
                self.alarms(f"clock.{line.name}", mistake)

        return strike

    async def _in_thread(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)
