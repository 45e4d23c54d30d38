"""The clock strikes by itself, survives what breaks, and stops in peace."""

import asyncio
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy.exc import OperationalError

from handlers.school import School
from jobs.alarms import Alarms
from jobs.clock import Clockwork
from jobs.housekeeping import DATABASE, clean, watch_disk
from storage import inbox
from storage.base import Database
from storage.inbox import Update
from storage.people import Role
from tests.jobs.post import Post
from tests.jobs.test_due import Diary, remind
from tests.patience import PATIENCE


def running(clockwork: Clockwork, until: Callable[[], bool]) -> None:
    """Let the clock run until something is seen."""

    async def story() -> None:
        stop = asyncio.Event()
        run = asyncio.create_task(clockwork.run(stop))
        async with asyncio.timeout(PATIENCE):
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


def strike(clockwork: Clockwork, name: str) -> None:
    [line] = [line for line in clockwork.table if line.name == name]
    asyncio.run(line.work())  # type: ignore[arg-type]  # each is a coroutine function


def test_when_the_database_works_again_the_administrators_learn_since_when_it_had_not(
    post_on_any: Post, office: School
) -> None:
    post = post_on_any
    admin = post.person("管理员", "chat", roles=[Role.ADMIN])
    post.person("李老师", "chat")
    alarms, woken = [Alarms(), Alarms()], []
    processes = [
        Clockwork(post.database, office, Diary().features, post.clock, alarms=one, wake=lambda: woken.append(1))
        for one in alarms
    ]
    strike(processes[0], "sweep")
    assert post.rows() == []
    for one in alarms:  # both processes notice, the second a little later
        one.begins(DATABASE, post.clock.now)
        one.begins(DATABASE, post.clock.now + timedelta(minutes=1))
        post.clock.forward(seconds=7)
    post.clock.forward(minutes=20)
    for process in (*processes, *processes):
        strike(process, "sweep")
    [told] = post.rows()
    assert (told.person_id, told.card["title"]) == (
        admin.id,
        "数据库从 09-15 10:00 起写不进去，10:20 恢复。期间收到的消息没有丢，平台会重新送来。请检查磁盘空间和数据库日志。",
    )
    assert woken
    assert [one.troubles for one in alarms] == [{}, {}]
    post.clock.forward(hours=3)  # another trouble is another message
    alarms[1].begins(DATABASE, post.clock.now)
    strike(processes[1], "sweep")
    assert [row.person_id for row in post.rows()] == [admin.id] * 2


def test_while_nothing_can_be_written_the_trouble_stands_and_is_told_once_it_is_over(
    post: Post, office: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    post.person("管理员", "chat", roles=[Role.ADMIN])
    clockwork = Clockwork(post.database, office, Diary().features, post.clock)

    def locked(*_args: object, **_more: object) -> None:
        raise OperationalError("INSERT", {}, Exception("database is locked"))

    with monkeypatch.context() as patched:
        patched.setattr(post.database, "write", locked)
        for _ in range(2):
            with pytest.raises(OperationalError):
                strike(clockwork, "sweep")
            post.clock.forward(minutes=5)
    began = clockwork.alarms.troubles[DATABASE]
    strike(clockwork, "sweep")
    [told] = post.rows()
    assert f"{began.astimezone(office.zone):%H:%M}" in told.card["title"]
    assert clockwork.alarms.troubles == {}
