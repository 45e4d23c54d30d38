"""What is heard is a row before the platform is told yes, and is answered in order, each conversation for itself."""

import asyncio
import threading
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import OperationalError

from bot.ears import Ears, NotKept, RawUpdate
from storage import inbox
from storage.base import Database
from storage.inbox import Heard, Update
from tests.patience import PATIENCE
from tests.stage import Clock


class Answering:
    """Settles updates as the dispatcher does, and notes what it answered; `hold` makes a conversation slow."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self.database, self.clock = database, clock
        self.answered: list[str] = []
        self.looks = 0
        self.hold: dict[str, threading.Event] = {}
        self.broken = 0

    def process_next(self, platform: str, conversation: str) -> bool:
        self.looks += 1
        if self.broken:
            self.broken -= 1
            raise OperationalError("SELECT", {}, Exception("the server is restarting"))
        if conversation in self.hold:
            self.hold[conversation].wait(PATIENCE)
        with self.database.write() as tx:
            update = inbox.oldest_waiting(tx, platform, conversation)
            if update is None:
                return False
            inbox.settle(tx, update.id, Heard.DONE, self.clock())
            self.answered.append(update.event_id)
        return True


def update(event: str, conversation: str = "li", payload: str = "{}") -> RawUpdate:
    return RawUpdate("chat", event, conversation, payload)


def kept(database: Database) -> list[str]:
    with database.read() as tx:
        return list(tx.scalars(select(Update.event_id).order_by(Update.id)))


def hearing(
    database: Database, clock: Clock, story: Callable[[Ears, Answering], Awaitable[None]], *, concurrency: int = 2
) -> Answering:
    """Play a story with open ears."""
    answering = Answering(database, clock)

    async def play() -> None:
        ears = Ears(database, answering, clock, concurrency=concurrency, look_every=0.05, pause=0.02)
        await ears.start()
        async with asyncio.timeout(PATIENCE):
            await story(ears, answering)
        for hold in answering.hold.values():
            hold.set()
        await ears.stop()

    asyncio.run(play())
    return answering


async def until(condition: Callable[[], bool]) -> None:
    while not condition():  # noqa: ASYNC110 -- the condition lives in other threads
        await asyncio.sleep(0.002)


def test_what_was_kept_is_a_row_and_is_answered_in_order(any_database: Database, clock: Clock) -> None:
    async def story(ears: Ears, answering: Answering) -> None:
        for number in range(5):
            await ears.keep(update(f"e{number}"))
            assert kept(any_database) == [f"e{n}" for n in range(number + 1)]
        await until(lambda: len(answering.answered) == 5)

    assert hearing(any_database, clock, story).answered == ["e0", "e1", "e2", "e3", "e4"]


def test_a_rush_shares_commits_and_a_repeated_event_is_answered_once(any_database: Database, clock: Clock) -> None:
    commits: list[int] = []

    async def story(ears: Ears, answering: Answering) -> None:
        real = ears._insert

        def counted(updates: Sequence[RawUpdate]) -> None:
            commits.append(len(updates))
            real(updates)

        ears._insert = counted  # type: ignore[method-assign]
        rush = [update(f"e{n % 50}", f"p{n % 50}") for n in range(100)]
        await asyncio.gather(*(ears.keep(one) for one in rush))
        await until(lambda: not ears.waiting)

    answering = hearing(any_database, clock, story)
    assert sorted(answering.answered) == sorted({f"e{n}" for n in range(50)})
    assert sum(commits) == 100
    assert len(commits) <= 5


def test_a_slow_answer_delays_nobody_else(any_database: Database, clock: Clock) -> None:
    async def story(ears: Ears, answering: Answering) -> None:
        answering.hold["slow"] = threading.Event()
        await ears.keep(update("s1", "slow"), update("s2", "slow"))
        await ears.keep(*(update(f"e{n}", f"p{n}") for n in range(10)))
        await until(lambda: len(answering.answered) == 10)
        answering.hold["slow"].set()
        await until(lambda: len(answering.answered) == 12)

    assert hearing(any_database, clock, story).answered[-2:] == ["s1", "s2"]


def test_one_answer_costs_one_look(sqlite: Database, clock: Clock) -> None:
    async def story(ears: Ears, answering: Answering) -> None:
        for number in range(10):
            await ears.keep(update(f"e{number}"))
        await until(lambda: len(answering.answered) == 10 and not ears.waiting)

    assert hearing(sqlite, clock, story).looks == 10


def test_what_a_killed_process_left_is_taken_up_at_the_start(any_database: Database, clock: Clock) -> None:
    with any_database.write() as tx:
        inbox.keep_all(tx, [("chat", f"e{n}", "li", "{}") for n in range(3)], clock())

    async def story(_ears: Ears, answering: Answering) -> None:
        await until(lambda: len(answering.answered) == 3)

    assert hearing(any_database, clock, story).answered == ["e0", "e1", "e2"]


def test_what_another_process_left_is_taken_up_while_running(any_database: Database, clock: Clock) -> None:
    async def story(_ears: Ears, answering: Answering) -> None:
        with any_database.write() as tx:
            inbox.keep_all(tx, [("chat", "old", "li", "{}")], clock() - timedelta(minutes=1))
            inbox.keep_all(tx, [("chat", "fresh", "wang", "{}")], clock())
            inbox.keep_all(tx, [("chat", "ahead", "zhao", "{}")], clock() + timedelta(hours=1))  # its clock was wrong
        await until(lambda: len(answering.answered) > 1)
        await asyncio.sleep(0.15)  # three looks: the fresh one is still its own process's business

    assert sorted(hearing(any_database, clock, story).answered) == ["ahead", "old"]


def test_a_database_that_is_away_is_waited_for(sqlite: Database, clock: Clock) -> None:
    async def story(ears: Ears, answering: Answering) -> None:
        answering.broken = 3
        await ears.keep(update("e1"), update("e2"))
        await until(lambda: len(answering.answered) == 2)
        assert ears.alarms.counts["inbox.database"] == 3

    assert hearing(sqlite, clock, story).answered == ["e1", "e2"]


def test_a_full_disk_is_an_alarm_and_the_platform_is_not_told_yes(sqlite: Database, clock: Clock) -> None:
    async def story(ears: Ears, answering: Answering) -> None:
        def fill(size: int) -> None:
            with sqlite.engine.connect() as connection:
                connection.exec_driver_sql(f"PRAGMA max_page_count = {size}")

        with sqlite.read() as tx:
            pages = tx.scalar(text("PRAGMA page_count"))
        sqlite.engine.dispose()
        fill(pages)
        with pytest.raises(NotKept):
            await ears.keep(*(update(f"e{n}", payload="x" * 4000) for n in range(50)))
        assert ears.alarms.counts["inbox.not_kept"] == 1
        assert kept(sqlite) == []
        fill(1 << 30)
        sqlite.engine.dispose()
        await ears.keep(update("after"))
        await until(lambda: answering.answered == ["after"])

    hearing(sqlite, clock, story, concurrency=1)


def test_what_comes_in_as_the_process_ends_is_kept_or_told_that_it_is_not(sqlite: Database, clock: Clock) -> None:
    """A door that waits for its "yes" must never wait for ever: it would keep the whole process from ending."""
    told: list[str] = []

    async def play() -> None:
        ears = Ears(sqlite, Answering(sqlite, clock), clock)
        await ears.start()

        async def knock(event: str) -> None:
            try:
                await ears.keep(update(event))
            except NotKept:
                told.append(event)

        async def end() -> None:
            await asyncio.sleep(0)
            await ears.stop()

        async with asyncio.timeout(PATIENCE):
            await knock("before")
            doors = [asyncio.create_task(knock(f"e{n}")) for n in range(3)]
            ending = asyncio.create_task(end())
            await asyncio.sleep(0.002)  # the next commit is four milliseconds after the last one
            doors.append(asyncio.create_task(knock("late")))
            await asyncio.gather(*doors, ending)
            await knock("after")

    asyncio.run(play())
    assert sorted([*kept(sqlite), *told]) == sorted(["before", "e0", "e1", "e2", "late", "after"])
    assert "after" in told


def test_an_end_waits_for_the_answer_under_way_and_not_for_all_that_were_taken_with_it(
    sqlite: Database, clock: Clock
) -> None:
    answering = Answering(sqlite, clock)
    answering.hold["slow"] = threading.Event()

    async def play() -> None:
        ears = Ears(sqlite, answering, clock, concurrency=1)
        await ears.keep(update("s1", "slow"), *(update(f"e{n}", f"p{n}") for n in range(5)))
        await ears.start()
        await until(lambda: answering.looks == 1)
        ending = asyncio.create_task(ears.stop())
        await asyncio.sleep(0)
        answering.hold["slow"].set()
        async with asyncio.timeout(PATIENCE):
            await ending

    asyncio.run(play())
    assert answering.answered == ["s1"]
    with sqlite.read() as tx:
        assert len(inbox.waiting_conversations(tx)) == 5


def test_one_conversation_that_fails_delays_none_that_were_taken_with_it(sqlite: Database, clock: Clock) -> None:
    class Failing(Answering):
        def process_next(self, platform: str, conversation: str) -> bool:
            if conversation == "p1" and self.looks < 8:
                self.looks += 1
                raise OperationalError("SELECT", {}, Exception("locked"))
            return super().process_next(platform, conversation)

    answering = Failing(sqlite, clock)

    async def play() -> None:
        ears = Ears(sqlite, answering, clock, concurrency=1, pause=0.02)
        await ears.keep(
            *(update(f"{conversation}.{n}", conversation) for n in range(2) for conversation in ("p0", "p1", "p2"))
        )
        await ears.start()
        async with asyncio.timeout(PATIENCE):
            await until(lambda: not ears.waiting)
        await ears.stop()

    asyncio.run(play())
    assert answering.answered[:2] == ["p0.0", "p2.0"]
    assert [one for one in answering.answered if one.startswith("p1")] == ["p1.0", "p1.1"]
    assert len(answering.answered) == 6


@pytest.mark.postgres
def test_one_update_the_database_refuses_spoils_no_other(postgres: Database, clock: Clock) -> None:
    async def story(ears: Ears, answering: Answering) -> None:
        results = await asyncio.gather(
            *(ears.keep(update(f"e{n}", payload="\x00" if n == 3 else "{}")) for n in range(6)),
            return_exceptions=True,
        )
        assert [type(result) for result in results].count(NotKept) == 1
        await until(lambda: len(answering.answered) == 5)

    assert sorted(hearing(postgres, clock, story).answered) == ["e0", "e1", "e2", "e4", "e5"]
