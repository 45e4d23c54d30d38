"""The wordsmith: has a chat model word answers and weigh guesses, outside every turn, while they wait a moment to leave.

It holds nothing that must not be lost: the answer is in the outbox and leaves by itself (`handlers/policy/wording.py`,
`handlers/guessing.py`).
A model that fails again and again is left alone for a while; answers then go out at once, as without one.
"""

import asyncio
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Protocol

from handlers import guessing
from handlers.guessing import Doubt
from handlers.policy import wording
from handlers.policy.wording import Task
from jobs.alarms import Alarms
from knowledge.charter import Writer
from storage.base import Database

AT_ONCE = 4  # calls under way; what cannot be taken up in time leaves as it is
FAILURES = 3  # in a row, before the model is left alone …
REST = 60.0  # … for so many seconds
LOOK_EVERY = 1.0


class Model(Writer, Protocol):
    """A chat model behind `knowledge.writer`."""

    def pick(self, text: str, options: Mapping[str, str], *, situation: str = "") -> str | None:
        """Which option a message asks for; "" for none, None when the model is of no use."""
        ...


class Wordsmith:
    """One for a process that has a model. Safe to wake from any thread."""

    def __init__(
        self,
        database: Database,
        writer: Model,
        model: str,
        clock: Callable[[], datetime],
        *,
        patience: float,
        wake: Callable[[], None] = lambda: None,
        alarms: Alarms | None = None,
        ticks: Callable[[], float] = time.monotonic,
    ) -> None:
        """`patience`: seconds an answer or a guess waits for the model. `wake` is called when one may leave."""
        self.alarms = alarms or Alarms()
        self.model = model
        self._database, self._writer, self._clock = database, writer, clock
        self._patience, self._ticks, self._relay = timedelta(seconds=patience), ticks, wake
        self._threads = ThreadPoolExecutor(max_workers=AT_ONCE, thread_name_prefix="wordsmith")
        self._under_way: set[Future[None]] = set()
        self._failures = 0
        self._rests_until = float("-inf")
        self._loop: asyncio.AbstractEventLoop | None = None
        self._event = asyncio.Event()

    def wording_time(self) -> timedelta:
        """How long an answer should wait now: not at all while the model is left alone."""
        return timedelta(0) if self._ticks() < self._rests_until else self._patience

    def wake(self) -> None:
        """A turn was committed: there may be something to word. From any thread, before or after `run`."""
        loop = self._loop
        if loop is not None and not loop.is_closed():
            loop.call_soon_threadsafe(self._event.set)

    async def run(self, stop: asyncio.Event) -> None:
        """Until told to stop; calls under way are not waited for, their answers leave by themselves."""
        self._loop = asyncio.get_running_loop()
        stopping = asyncio.create_task(stop.wait())
        try:
            while not stop.is_set():
                self._event.clear()
                await asyncio.to_thread(self.take_up)
                waking = asyncio.create_task(self._event.wait())
                await asyncio.wait((stopping, waking), timeout=LOOK_EVERY, return_when=asyncio.FIRST_COMPLETED)
                waking.cancel()
        finally:
            self._loop = None
            stopping.cancel()
            self._threads.shutdown(wait=False, cancel_futures=True)

    def take_up(self) -> list[Future[None]]:
        """Start on what waits, as far as there is room."""
        self._under_way = {call for call in self._under_way if not call.done()}
        room = AT_ONCE - len(self._under_way)
        if room <= 0:
            return []
        with self._database.write() as tx:
            tasks = wording.claim(tx, self._clock(), self._patience, room)
            doubts = guessing.claim(tx, self._clock(), self._patience, room - len(tasks)) if len(tasks) < room else ()
        calls = [self._threads.submit(self._word, task) for task in tasks]
        calls += [self._threads.submit(self._weigh, doubt) for doubt in doubts]
        self._under_way.update(calls)
        return calls

    def work_off(self) -> None:
        """Everything that waits, now: for a terminal, which has nothing else to do meanwhile."""
        while calls := self.take_up():
            for call in calls:
                call.result()

    def _word(self, task: Task) -> None:
        try:
            text = self._writer.write(task.question, task.citations, english=task.english)
            self._remember(failed=text is None)
            with self._database.write() as tx:
                wording.settle(tx, task, text, self.model, self._clock())
        except Exception as mistake:  # noqa: BLE001 -- the answer leaves by itself; somebody should know why as it is
            self.alarms("wordsmith", mistake)
        self._relay()
        self.wake()

    def _weigh(self, doubt: Doubt) -> None:
        try:
            intent = self._writer.pick(doubt.words, doubt.wishes, situation=doubt.context)
            self._remember(failed=intent is None)
            with self._database.write() as tx:
                guessing.settle(tx, doubt, intent, self._clock())
        except Exception as mistake:  # noqa: BLE001 -- the guess leaves by itself; somebody should know why as it is
            self.alarms("wordsmith", mistake)
        self._relay()
        self.wake()

    def _remember(self, *, failed: bool) -> None:
        self._failures = self._failures + 1 if failed else 0
        if self._failures >= FAILURES:
            self._failures = 0
            self._rests_until = self._ticks() + REST
            self.alarms("model.unusable", f"{self.model}: left alone for {REST:.0f} s")
