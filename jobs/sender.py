"""The one voice of one bot account: claims a little ahead, keeps the pace, sends side by side, marks what came of it.

A place among the calls under way is given back only when the mark of its message is durable. So a killed process
repeats at most `pace.parallel` calls, and nothing is lost. What was in hand at a death leaves alone from then on, its
start written down first, so that a message that kills its worker is found and takes no other with it.
"""

import asyncio
import logging
import random
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias, TypeVar

from sqlalchemy.exc import InterfaceError, InternalError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolExhausted

from handlers.express import Load
from jobs.alarms import Alarms, sending
from jobs.hand import Hand
from jobs.housekeeping import DATABASE
from jobs.ledger import Ledger
from jobs.outgoing import Later, Mouth, Outcome, Unknown
from jobs.parcels import Parcel, pack
from storage import delivery
from storage.outbox import Priority

log = logging.getLogger(__name__)

T = TypeVar("T")
Wait: TypeAlias = Callable[[asyncio.Event, float], Awaitable[None]]

HALF_HOUR = 1800.0
SILENT_CALLS = 3  # in a row without an answer: no accident of one message
LONGEST_HUSH = 60.0  # seconds between two tries then
BEFORE_THE_HOUR = 10.0  # seconds before :00 and :30 that count as the same crowd
BROKEN = (
    OperationalError,
    InterfaceError,
    InternalError,  # PostgreSQL's word where a server takes no rows, as after a change of roles
    PoolExhausted,
    OSError,
)  # the database is away, locked or full: nothing is lost, we come back


async def wait_for(event: asyncio.Event, seconds: float) -> None:
    """Until something happens, but no longer than this."""
    if seconds <= 0:
        await asyncio.sleep(0)
        return
    try:
        async with asyncio.timeout(seconds):
            await event.wait()
    except TimeoutError:
        return


@dataclass(frozen=True, slots=True)
class Habits:
    """Seconds by which a sender lives. Tests and very slow machines have their own."""

    poll: float = 0.5  # how often it looks for what other processes queued
    gather: float = 0.012  # between two transactions in a rush: what comes back or is said meanwhile shares the second
    linger: float = 0.015  # how long a mark may wait for the next claim, to share its transaction
    patience: float = 2.0  # what has to wait longer than this goes back into the queue
    send_timeout: float = 60.0  # a platform that says nothing for so long may have the message or not
    grace: float = 10.0  # how long a clean end waits for calls under way
    backoff: float = 5.0  # the longest pause between two looks at a broken database


class Sender:
    """Sends what the outbox holds for one platform, while it holds the lease."""

    def __init__(
        self,
        mouth: Mouth,
        ledger: Ledger,
        alarms: Alarms,
        *,
        clock: Callable[[], datetime],
        ticks: Callable[[], float] = time.monotonic,
        wait: Wait = wait_for,
        habits: Habits | None = None,
    ) -> None:
        self.platform = mouth.platform
        self.leads = False
        self.sent = 0
        self._mouth, self._ledger, self._alarms, self._merges = mouth, ledger, alarms, mouth.pace.merges
        self._clock, self._ticks, self._wait = clock, ticks, wait
        self._habits = habits or Habits()
        self._hand = Hand(mouth, clock, self._habits.patience)
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix=f"relay-{mouth.platform}")
        self._event = asyncio.Event()
        self._calls: set[asyncio.Task[None]] = set()
        self._signature = ""  # how this lease's claims are signed
        self._open = False  # whether turns may give us their answers
        self._woken = True
        self._look_again = False
        self._barren = False  # whether the last claim found nothing that may leave
        self._healthy = True
        self._renew_at = 0.0
        self._stepped_at = float("-inf")
        self._held_until = 0.0
        self._silent = 0  # calls in a row that had no answer
        self._hushed_until = 0.0
        self._failures = 0

    # From outside

    def wake(self) -> None:
        """Something new is in the outbox, or it is time to stop. Call it in the event loop."""
        self._woken = True
        self._event.set()

    def signature(self, address: str) -> str:
        """Under what a turn may claim its own answer for us; "" while we do not send. From any thread."""
        return self._signature if self.leads and self._open and self._hand.follows(address) else ""

    def give(self, load: Load) -> None:
        """Committed by a turn under our signature. Call it in the event loop."""
        if load.signature == self._signature and self.leads and self._open:
            self._hand.give(pack(load.rows, {}, 1, self._merges)[0])
            self._event.set()
        else:
            back = asyncio.get_running_loop().create_task(self._give_back(load))
            self._calls.add(back)
            back.add_done_callback(self._calls.discard)

    async def run(self, stop: asyncio.Event) -> None:
        """Until told to stop: be the sender when the lease is free, stand by when it is not."""
        try:
            while not stop.is_set():
                if await self._lead():
                    await self._serve(stop.is_set, until_idle=False)
                else:
                    await self._rest(self._ledger.lease.total_seconds() / 3)
        finally:
            await self._finish()

    async def drain(self) -> None:
        """Send everything that is due now, as fast as the pace allows, and come back."""
        if await self._lead():
            await self._serve(lambda: False, until_idle=True)
            await self._finish()

    # The loop

    async def _lead(self) -> bool:
        """Take the lease; False while somebody else has it or the database is away."""
        began = self._ticks()
        try:
            self.leads = await self._in_thread(self._ledger.take_lease)
        except BROKEN as cause:
            self._broken(cause)
            await self._rest(self._pause_after_failure())
            return False
        if self.leads:
            self._start_afresh()
            self._holds_since(began)
        return self.leads

    def _start_afresh(self) -> None:
        """A new lease begins with empty hands; what a mistake of ours left behind was freed with the old claims."""
        self._hand = Hand(self._mouth, self._clock, self._habits.patience)
        self._signature = self._ledger.signature
        self._failures = 0
        self._woken = self._healthy = True

    async def _serve(self, stopping: Callable[[], bool], *, until_idle: bool) -> None:
        """While the lease is ours. Ends with nothing under way, so that a new lease starts from a clean slate."""
        polled = float("-inf")
        while True:
            leaving = stopping() or not self.leads
            self._open = not leaving and self._healthy and self._hand.room() > 0
            if leaving:
                self._hand.return_everything()
                if not self._hand.open and not self._hand.has_news:
                    return
            else:
                self._start_what_may_leave()
            look = not leaving and self._healthy and self._hand.room() > 0
            if look and not self._woken and self._ticks() >= polled + self._habits.poll:
                polled = self._ticks()
                found = await self._look()
                self._woken = self._woken or found  # somebody may have woken us while we looked
            renew = self._ticks() >= self._renew_at or not self._healthy
            if self._hand.only_results and not (leaving or until_idle or self._woken or renew):
                await self._linger()
            if self._hand.has_news or (look and self._woken) or renew:
                claim = look and (self._woken or (self._look_again and self._hand.has_results))
                await self._step(self._hand.room() if claim else 0)
                continue
            if until_idle and not self._hand.open and not self._hand.waiting:
                if self._barren or not await self._look():
                    return
                self._woken = True
                continue
            if leaving and self.leads:
                await self._hurry()
            else:
                await self._rest(self._until_next(polled))

    async def _linger(self) -> None:
        """Calls came back and nothing else is to be done: whoever is answered soon speaks again, or others are."""
        until = self._ticks() + self._habits.linger
        while not self._woken and self._hand.only_results and (left := until - self._ticks()) > 0:
            await self._rest(left)

    async def _step(self, room: int) -> None:
        """One transaction. When it fails, everything that came back is kept and written the next time."""
        hand = self._hand
        early = self._stepped_at + self._habits.gather - self._ticks()
        if early > 0 and self._calls:
            await asyncio.sleep(early)
        wish = hand.wish(room, self._ceiling())
        self._woken = self._woken and not room
        began = self._stepped_at = self._ticks()
        try:
            step = await self._in_thread(lambda: self._ledger.step(wish))
        except BROKEN as cause:
            hand.keep(wish)
            self._woken = True
            self._broken(cause)
            await self._rest(self._pause_after_failure())
            return
        except Exception:
            await self._in_thread(lambda: self._ledger.mark_plainly(wish.results))
            raise
        self._healthy, self._failures = True, 0
        hand.settled(wish)
        if room:
            # A conversation with a call under way was passed over; what waits there is looked for once it is over.
            self._look_again = hand.open > 0 or bool(hand.waiting)
            self._barren = not step.parcels and not step.more
        if not step.held:
            self.leads = False
            hand.give(wish.given)  # to be put back with all the rest
            return
        self._holds_since(began)
        hand.take_in(step, self._ticks(), wish.given)
        self._woken = self._woken or step.more

    def _start_what_may_leave(self) -> None:
        now = self._ticks()
        if not self._healthy or now >= self._held_until or now < self._hushed_until:
            return
        for parcel in self._hand.leaving(now):
            task = asyncio.get_running_loop().create_task(self._send(parcel, self._hand))
            self._calls.add(task)
            task.add_done_callback(self._calls.discard)

    async def _send(self, parcel: Parcel, hand: Hand) -> None:
        outcomes: list[Outcome]
        try:
            async with asyncio.timeout(self._habits.send_timeout):
                outcomes = list(await self._mouth.send(parcel.messages))
            if len(outcomes) != len(parcel.messages):
                self._alarms("relay.mouth", f"{self.platform}: {len(outcomes)} outcomes for {len(parcel.messages)}")
                outcomes = [Unknown("the adapter lost count")] * len(parcel.messages)
        except TimeoutError:
            outcomes = [Unknown("no answer in time")] * len(parcel.messages)
        except asyncio.CancelledError:
            outcomes = [Unknown("stopped while sending")] * len(parcel.messages)
        except Exception as mistake:
            log.exception("%s: sending failed", self.platform)
            self._alarms("relay.mouth", mistake)
            outcomes = [Unknown(f"{type(mistake).__name__}: {mistake}")] * len(parcel.messages)
        self.sent += len(parcel.messages)
        self._hear_of_the_line(outcomes)
        again = hand.came_back(parcel, outcomes, self._ticks())
        self._woken = self._woken or again
        self._event.set()

    def _hear_of_the_line(self, outcomes: list[Outcome]) -> None:
        """While nothing gets through there is an alarm; any other answer of the platform ends it.

        Silence alone tells nothing. But where call after call has no answer, whatever else left would be unknown as well:
        it waits, and one message at a time finds out whether the line is back.
        """
        trouble = sending(self.platform)
        silent = all(isinstance(one, Unknown) for one in outcomes)
        self._silent = self._silent + 1 if silent else 0
        cut_off = next((one.reason for one in outcomes if isinstance(one, Later) and one.cut_off), "")
        if self._silent >= SILENT_CALLS:
            cut_off = f"{self._silent} calls without an answer"
            if self._ticks() >= self._hushed_until:
                self._hushed_until = self._ticks() + min(LONGEST_HUSH, 2.0 ** min(self._silent, 6))
        self._hand.one_at_a_time = self._silent >= SILENT_CALLS
        if cut_off:
            self._alarms.begins(trouble, self._clock())
            self._alarms(trouble, cut_off)
        elif not silent:
            self._hushed_until = 0.0
            self._alarms.ends(trouble)

    # Small decisions

    def _ceiling(self) -> int:
        """Around the full and the half hour some platforms are slow: notices wait for a random while."""
        shy = self._mouth.pace.shy_seconds
        if not shy:
            return delivery.ANYTHING
        which, past = divmod(self._clock().timestamp(), HALF_HOUR)
        length = random.Random(f"{self.platform}{which}").uniform(0.5, 1.0) * shy
        crowded = past < length or past > HALF_HOUR - BEFORE_THE_HOUR
        return int(Priority.URGENT) if crowded else delivery.ANYTHING

    def _until_next(self, polled: float) -> float:
        now = self._ticks()
        moments = [self._renew_at]
        if self._hand.room() > 0:
            moments.append(polled + self._habits.poll)
        if self._hand.waiting and self._hand.open < self._mouth.pace.parallel:
            moments.append(max(self._hand.next_start, self._hushed_until))
        return max(0.001, min(moments) - now)

    def _holds_since(self, began: float) -> None:
        """The lease was ours when a transaction began; counted from there, no frozen process overstays it."""
        lease = self._ledger.lease.total_seconds()
        self._held_until, self._renew_at = began + lease * 0.9, began + lease / 3

    # The rough side of life

    async def _look(self) -> bool:
        try:
            return await self._in_thread(lambda: self._ledger.anything_due(self._ceiling()))
        except BROKEN as cause:
            self._broken(cause)
            await self._rest(self._pause_after_failure())
            return True  # the next transaction will tell whether it is back

    def _broken(self, cause: BaseException) -> None:
        self._healthy = False
        self._failures += 1
        self._alarms("relay.database", cause)
        self._alarms.begins(DATABASE, self._clock())

    def _pause_after_failure(self) -> float:
        return min(self._habits.backoff, 0.1 * 2.0 ** min(self._failures, 10))

    async def _rest(self, seconds: float) -> None:
        await self._wait(self._event, seconds)
        self._event.clear()

    async def _hurry(self) -> None:
        """A clean end gives calls under way a little time; what has no answer by then is unknown."""
        if self._calls:
            _, late = await asyncio.wait(self._calls, timeout=self._habits.grace)
            for call in late:
                call.cancel()
            if late:
                await asyncio.wait(late)

    async def _give_back(self, load: Load) -> None:
        """It came too late for the lease under which it was claimed."""
        try:
            await self._in_thread(lambda: self._ledger.put_back(load.signature, [row.id for row in load.rows]))
        except (*BROKEN, RuntimeError) as cause:  # the thread may be gone, too: then its claim ends by itself
            self._alarms("relay.late", cause)
        self.wake()

    async def _finish(self) -> None:
        if self.leads:
            self.leads = False
            try:
                await self._in_thread(self._ledger.give_up_lease)
            except BROKEN as cause:
                self._alarms("relay.database", cause)  # it ends by itself

    async def _in_thread(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    def close(self) -> None:
        """Let the worker thread go."""
        self._thread.shutdown(wait=False)
