"""The clock strikes by itself, survives what breaks, and stops in peace."""

import asyncio
from collections.abc import Callable

from handlers.school import School
from jobs.clock import Clockwork
from jobs.housekeeping import clean, watch_disk
from storage import inbox
from storage.base import Database
from storage.inbox import Update
from tests.jobs.post import Post
from tests.jobs.test_due import Diary, remind


def running(clockwork: Clockwork, until: Callable[[], bool]) -> None:
    """Let the clock run until something is seen."""

    async def story() -> None:
        stop = asyncio.Event()
        run = asyncio.create_task(clockwork.run(stop))
        async with asyncio.timeout(15):
            while not until():  # noqa: ASYNC110 -- the clock works in its own thread
                await asyncio.sleep(0.02)
            stop.set()
            await run

    asyncio.run(story())


def test_the_clock_makes_standing_schedules_strikes_and_wakes_the_relay(post: Post, office: School) -> None:
    diary, woken = Diary(), []
    remind(post, "T-1", post.clock.now)
    clockwork = Clockwork(post.database, office, diary.features, post.clock, wake=lambda: woken.append(1))
    running(clockwork, lambda: bool(woken))
    assert diary.notes == ["T-1"]
    with post.database.read() as tx:
        assert tx.connection().exec_driver_sql("SELECT key FROM schedule").scalars().all() == ["weekly-report"]


def test_a_database_that_breaks_is_an_alarm_and_the_next_stroke_goes_on(post: Post, office: School) -> None:
    diary, blows = Diary(), [OSError("disk"), OSError("disk")]

    def now() -> object:
        if blows and clockwork.last_tick is None and started:
            raise blows.pop()
        started.append(1)
        return post.clock.now

    started: list[int] = []
    remind(post, "T-1", post.clock.now)
    clockwork = Clockwork(post.database, office, diary.features, now)  # type: ignore[arg-type]  # a clock that fails
    running(clockwork, lambda: bool(diary.notes))
    assert clockwork.alarms.counts["clock.tick"] == 2


def test_old_updates_are_forgotten_and_unanswered_ones_never(any_database: Database, post_on_any: Post) -> None:
    post = post_on_any
    with post.database.write() as tx:
        inbox.keep_all(tx, [("chat", "done", "li", "{}"), ("chat", "new", "li", "{}")], post.clock.now)
        first = inbox.oldest_waiting(tx, "chat", "li")
        assert first is not None
        inbox.settle(tx, first.id, inbox.Heard.DONE, post.clock.now)
    post.clock.forward(days=31)
    assert clean(post.database, post.clock.now)["updates"] == 1
    with post.database.read() as tx:
        assert [update.event_id for update in tx.query(Update)] == ["new"]


def test_a_disk_that_is_nearly_full_is_told_before_it_is_full(post: Post, office: School) -> None:
    clockwork = Clockwork(post.database, office, Diary().features, post.clock)
    free = watch_disk(post.database, clockwork.alarms)
    assert free is not None
    assert free > 0
    assert clockwork.alarms.counts["disk.nearly_full"] == 0
    watch_disk(post.database, clockwork.alarms, least=free * 2)
    assert clockwork.alarms.counts["disk.nearly_full"] == 1
