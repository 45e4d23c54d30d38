"""The ears: an update is kept as a row before the platform is told "yes", and answered in order per conversation.

What arrives while a commit is under way goes into the next one together, so that a rush costs few commits. A slow
answer delays only its own conversation. What a killed process left behind is taken up by whoever runs.
"""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol, TypeAlias

from sqlalchemy.exc import SQLAlchemyError

from jobs.alarms import Alarms
from jobs.housekeeping import DATABASE
from storage import inbox
from storage.base import Database, is_away

Conversation: TypeAlias = tuple[str, str]

LEFT_BEHIND = timedelta(seconds=10)  # so long another process may be at it before we look
MANY = 1 << 30  # "as many as there are"
GATHER = 0.012  # seconds between two commits in a rush: what arrives meanwhile shares the second
AT_ONCE = 16  # conversations answered by one thread before it reports back


@dataclass(frozen=True, slots=True)
class RawUpdate:
    """One update word for word as the platform sent it, and where it belongs. `event_id` is unique on its platform."""

    platform: str
    event_id: str
    conversation: str
    payload: str


class Answers(Protocol):
    """What answers updates: the dispatcher."""

    def process_next(self, platform: str, conversation: str) -> bool:
        """Answer the oldest waiting update of a conversation; False when there is none."""
        ...


class NotKept(Exception):
    """The update could not be written down: the platform must not be told that we have it."""


class Ears:
    """Keeps updates and has them answered. Belongs to one event loop."""

    def __init__(
        self,
        database: Database,
        dispatcher: Answers,
        clock: Callable[[], datetime],
        *,
        alarms: Alarms | None = None,
        concurrency: int | None = None,
        look_every: float = 5.0,
        pause: float = 1.0,
    ) -> None:
        """SQLite has one writer, so one thread answers there; PostgreSQL gets eight unless told otherwise."""
        self.alarms = alarms or Alarms()
        self.kept = 0
        self._database, self._dispatcher, self._clock = database, dispatcher, clock
        self._concurrency = concurrency or (1 if database.is_sqlite else 8)
        self._at_once = AT_ONCE if self._concurrency == 1 else 1  # with one thread, nobody else could take them anyway
        self._wrote_at = float("-inf")
        self._look_every, self._pause = look_every, pause
        self._writer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="ears-writer")
        self._answerers = ThreadPoolExecutor(max_workers=self._concurrency, thread_name_prefix="ears")
        self._pending: list[tuple[Sequence[RawUpdate], asyncio.Future[None]]] = []
        self._writing: asyncio.Task[None] | None = None
        self._counts: dict[Conversation, int] = {}  # updates known to wait, by conversation
        self._queue: asyncio.Queue[Conversation] = asyncio.Queue()
        self._queued: set[Conversation] = set()  # in the queue or being answered: at most once each
        self._tasks: list[asyncio.Task[None]] = []
        self._leaving = False

    async def keep(self, *updates: RawUpdate) -> None:
        """Return once these are committed rows; then they are answered by and by.

        Raises `NotKept` when the database is locked, full or away, or this process ends. One we have already changes
        nothing.
        """
        if not updates:
            return
        if self._leaving:
            raise NotKept("this process ends")
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._pending.append((updates, done))
        if self._writing is None or self._writing.done():
            self._writing = asyncio.get_running_loop().create_task(self._write())
        await done
        self.kept += len(updates)
        for update in updates:
            self._expect((update.platform, update.conversation))

    async def start(self) -> None:
        """Begin to answer, first what an earlier process left behind."""
        loop = asyncio.get_running_loop()
        self._tasks = [loop.create_task(self._answer()) for _ in range(self._concurrency)]
        await self._take_up(None)
        self._tasks.append(loop.create_task(self._look_around()))

    async def stop(self) -> None:
        """Finish the answers under way and what is being written down; what still waits stays in the inbox."""
        self._leaving = True
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks = []
        if self._writing is not None:
            await asyncio.wait([self._writing])  # a platform's door may still wait for its "yes"
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(None, self._answerers.shutdown)
        await loop.run_in_executor(None, self._writer.shutdown)

    async def run(self, stop: asyncio.Event) -> None:
        """Answer until told to stop."""
        await self.start()
        try:
            await stop.wait()
        finally:
            await self.stop()

    @property
    def waiting(self) -> int:
        """Conversations with something to answer in this process."""
        return len(self._queued)

    # Writing down

    async def _write(self) -> None:
        loop = asyncio.get_running_loop()
        while self._pending:
            if self._queued:  # others are being answered, so this one would have to wait for its turn anyway
                await asyncio.sleep(max(0.0, self._wrote_at + GATHER - loop.time()))
            self._wrote_at = loop.time()
            batch, self._pending = self._pending, []
            outcomes = await loop.run_in_executor(self._writer, self._commit, [updates for updates, _ in batch])
            for (_, done), outcome in zip(batch, outcomes, strict=True):
                if done.done():
                    continue  # whoever waited went away
                if outcome is None:
                    done.set_result(None)
                else:
                    done.set_exception(outcome)

    def _commit(self, batch: Sequence[Sequence[RawUpdate]]) -> list[NotKept | None]:
        """All in one transaction. When that fails by one of them, each on its own: one bad update spoils no other."""
        try:
            self._insert([update for updates in batch for update in updates])
        except Exception as cause:  # noqa: BLE001 -- told to every waiter below
            away = is_away(cause)
            if away:
                self.alarms.begins(DATABASE, self._clock())
            if away or len(batch) == 1:
                self.alarms("inbox.not_kept", cause)
                return [_not_kept(cause) for _ in batch]
            return [outcome for updates in batch for outcome in self._commit([updates])]
        return [None] * len(batch)

    def _insert(self, updates: Sequence[RawUpdate]) -> None:
        rows = [(update.platform, update.event_id, update.conversation, update.payload) for update in updates]
        with self._database.write() as tx:
            inbox.keep_all(tx, rows, self._clock())

    # Answering

    def _expect(self, conversation: Conversation, count: int = 1) -> None:
        self._counts[conversation] = self._counts.get(conversation, 0) + count
        if conversation not in self._queued:
            self._queued.add(conversation)
            self._queue.put_nowait(conversation)

    async def _answer(self) -> None:
        """One of the workers: one update of one conversation, then to the back of the line, so that all get a turn."""
        loop = asyncio.get_running_loop()
        while True:
            conversations = [await self._queue.get()]
            while len(conversations) < self._at_once and not self._queue.empty():
                conversations.append(self._queue.get_nowait())
            known = [self._counts.get(conversation, 0) for conversation in conversations]
            answering = loop.run_in_executor(self._answerers, self._process, conversations)
            for conversation, before, found in zip(conversations, known, await asyncio.shield(answering), strict=True):
                if found is None:
                    loop.call_later(self._pause, self._queue.put_nowait, conversation)
                else:
                    self._settle(conversation, 1 if found else before)

    def _process(self, conversations: Sequence[Conversation]) -> list[bool | None]:
        """Of each conversation the oldest update: whether there was one, None while the database is away."""
        return [self._process_one(conversation) for conversation in conversations]

    def _process_one(self, conversation: Conversation) -> bool | None:
        if self._leaving:
            return None  # of many taken at once, only the one under way is finished
        try:
            return self._dispatcher.process_next(*conversation)
        except SQLAlchemyError as cause:
            self.alarms("inbox.database", cause)
            return None
        except Exception as mistake:  # noqa: BLE001 -- the dispatcher settles its own; this is beyond it
            self.alarms("inbox.dispatcher", mistake)
            return False

    def _settle(self, conversation: Conversation, done: int) -> None:
        """What arrived while we looked counts; what we knew of and did not find was answered by another process."""
        left = self._counts.get(conversation, 0) - done
        if left > 0:
            self._counts[conversation] = left
            self._queue.put_nowait(conversation)
        else:
            self._counts.pop(conversation, None)
            self._queued.discard(conversation)

    async def _look_around(self) -> None:
        while True:
            await asyncio.sleep(self._look_every)
            await self._take_up(self._clock() - LEFT_BEHIND)

    async def _take_up(self, received_before: datetime | None) -> None:
        """What waits in the inbox and nobody here knows of: left by a dead process, or kept by a command."""
        loop = asyncio.get_running_loop()
        try:
            found = await loop.run_in_executor(self._writer, self._look, received_before)
        except SQLAlchemyError as cause:
            self.alarms("inbox.database", cause)
            return
        for conversation in found:
            if conversation not in self._queued:
                self._expect(conversation, MANY)

    def _look(self, received_before: datetime | None) -> Sequence[Conversation]:
        with self._database.read() as tx:
            return inbox.waiting_conversations(tx, received_before)


def _not_kept(cause: BaseException) -> NotKept:
    error = NotKept(str(cause))
    error.__cause__ = cause
    with suppress(AttributeError):
        error.add_note("the platform will send it again")
    return error
