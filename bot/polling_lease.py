"""Which process asks Telegram: of several on one database only one must, and a dead one must not be waited for."""

import asyncio
from contextlib import suppress
from datetime import timedelta

from sqlalchemy.exc import SQLAlchemyError

from jobs.alarms import Alarms
from jobs.workers import is_surely_dead
from storage import leases
from storage.base import Database

LASTS = timedelta(seconds=15)  # after so long without a sign of life another process may take over
RENEW_EVERY = 5.0  # seconds; Telegram holds a question longer than the lease lasts


class PollingLease:
    """One process's claim to be the one that polls. Renewed beside the long question, not by it."""

    def __init__(self, database: Database, worker: str, alarms: Alarms, *, name: str = "telegram:polling") -> None:
        self._database, self._worker, self._alarms, self._name = database, worker, alarms, name
        self._held = False

    async def take(self) -> bool:
        """Ours now? A holder that can be seen to be dead is not waited for."""
        self._held = await asyncio.to_thread(self._take)
        return self._held

    async def keep(self, stop: asyncio.Event) -> None:
        """Renew it for as long as it is held, until told to stop."""
        while not stop.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), RENEW_EVERY)
            if self._held and not stop.is_set():
                try:
                    await self.take()
                except SQLAlchemyError as cause:  # the database is away; whoever polls finds that out as well
                    self._alarms("telegram.lease", cause)

    async def give_up(self) -> None:
        """A clean end: a successor need not wait."""
        self._held = False
        try:
            await asyncio.to_thread(self._release)
        except SQLAlchemyError as cause:
            self._alarms("telegram.lease", cause)  # it ends by itself

    def _take(self) -> bool:
        with self._database.write() as tx:
            holder = leases.holder_of(tx, self._name)
            if is_surely_dead(holder):
                leases.release(tx, self._name, holder)
            return leases.take(tx, self._name, self._worker, leases.server_time(tx), LASTS) is not None

    def _release(self) -> None:
        with self._database.write() as tx:
            leases.release(tx, self._name, self._worker)
