"""The relay: everything the outbox holds leaves through here, once the turn that said it is committed.

Any number of processes may run one on the same database. For each bot account exactly one of them sends, by a lease;
the others stand by and take over within seconds. What was decided about crashes, limits and order: docs/adr.
"""

import asyncio
import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from handlers.express import Load
from handlers.school import School
from jobs.alarms import Alarms
from jobs.ledger import LEASE, Ledger
from jobs.outgoing import Mouth
from jobs.sender import Habits, Sender, Wait, wait_for
from jobs.workers import worker_name
from storage import leases
from storage.base import Database


class Relay:
    """One sender for each platform that has a mouth here."""

    def __init__(
        self,
        database: Database,
        mouths: Sequence[Mouth],
        clock: Callable[[], datetime],
        school: School,
        *,
        worker: str = "",
        alarms: Alarms | None = None,
        lease: timedelta = LEASE,
        lease_clock: Callable[[Session], datetime] = leases.server_time,
        ticks: Callable[[], float] = time.monotonic,
        wait: Wait = wait_for,
        habits: Habits | None = None,
    ) -> None:
        """`clock` is the school's (a demo may move it); leases follow `lease_clock`, pace follows `ticks`."""
        self.worker = worker or worker_name()
        self.alarms = alarms or Alarms()
        self._loop: asyncio.AbstractEventLoop | None = None
        self.senders = {
            mouth.platform: Sender(
                mouth,
                Ledger(
                    database, school, mouth.platform, self.worker, batch=mouth.pace.batch, parts=mouth.pace.parts,
                    merges=mouth.pace.merges, clock=clock, lease_clock=lease_clock, lease=lease,
                ),
                self.alarms, clock=clock, ticks=ticks, wait=wait, habits=habits,
            )
            for mouth in mouths
        }  # fmt: skip

    async def run(self, stop: asyncio.Event) -> None:
        """Send until told to stop; then finish what is under way, put the rest back and hand the leases over."""
        self._loop = asyncio.get_running_loop()
        senders = [self._loop.create_task(self._keep_running(sender, stop)) for sender in self.senders.values()]
        try:
            await stop.wait()
        finally:
            self._wake()
            await asyncio.gather(*senders)
            self._loop = None
            for sender in self.senders.values():
                sender.close()

    async def drain(self) -> None:
        """Send everything that is due now and come back: for a command that must not end before its message left."""
        await asyncio.gather(*(sender.drain() for sender in self.senders.values()))

    def wake(self, *platforms: str) -> None:
        """A turn was committed that said something there (unnamed: anywhere): look at once. From any thread, at any time."""
        loop = self._loop
        if loop is not None and not loop.is_closed():
            loop.call_soon_threadsafe(self._wake, platforms)

    def signature(self, platform: str, address: str) -> str:
        """Under what a turn may claim its answer at once (`handlers.express`). From any thread."""
        sender = self.senders.get(platform)
        return sender.signature(address) if sender is not None and self._loop is not None else ""

    def carry(self, load: Load) -> None:
        """What a committed turn claimed for our sender. From any thread; too late, and a successor frees the claim."""
        loop = self._loop
        if loop is not None and not loop.is_closed():
            loop.call_soon_threadsafe(self.senders[load.platform].give, load)

    @property
    def is_running(self) -> bool:
        """Whether messages can leave through this process, as its turn comes."""
        return self._loop is not None

    def leading(self) -> list[str]:
        """The platforms this process sends for."""
        return sorted(platform for platform, sender in self.senders.items() if sender.leads)

    def _wake(self, platforms: Sequence[str] = ()) -> None:
        for sender in self.senders.values():
            if not platforms or sender.platform in platforms:
                sender.wake()

    async def _keep_running(self, sender: Sender, stop: asyncio.Event) -> None:
        """A mistake of ours in one sender must silence neither the others nor itself for good."""
        while not stop.is_set():
            try:
                await sender.run(stop)
            except Exception as mistake:  # noqa: BLE001 -- it is counted, told, and the sender starts afresh
                self.alarms("relay.sender", mistake)
                await asyncio.sleep(1)
