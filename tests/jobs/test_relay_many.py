"""Many processes on one database: one sends, the others stand by; who lost its place cannot undo what others did."""

import asyncio
import sqlite3
from datetime import datetime, timedelta

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from handlers.school import School
from jobs.housekeeping import sweep
from jobs.ledger import Ledger, Wish
from jobs.outgoing import Accepted, Pace
from jobs.relay import Relay
from storage import delivery
from storage.base import Database
from storage.delivery import Claim, Mark
from storage.outbox import Sent
from tests.jobs.post import Post
from tests.patience import PATIENCE


def ledger(post: Post, worker: str) -> Ledger:
    return Ledger(
        post.database, post.school, "chat", worker, clock=post.clock, lease_clock=lambda _tx: post.clock.now
    )  # fmt: skip


def test_only_one_of_two_senders_leads_and_the_other_takes_over_when_the_lease_ends(post_on_any: Post) -> None:
    post = post_on_any
    first, second = ledger(post, "a"), ledger(post, "b")
    assert (first.take_lease(), second.take_lease()) == (True, False)
    post.clock.forward(seconds=14)
    assert (first.step(Wish()).held, second.take_lease()) == (True, False)
    post.clock.forward(seconds=16)
    assert (second.take_lease(), first.step(Wish(room=5)).held) == (True, False)


def test_a_clean_end_hands_the_lease_over_at_once(post_on_any: Post) -> None:
    first, second = ledger(post_on_any, "a"), ledger(post_on_any, "b")
    assert first.take_lease()
    first.give_up_lease()
    assert second.take_lease()


def test_a_stale_worker_can_neither_claim_nor_mark_what_its_successor_holds(post_on_any: Post) -> None:
    post = post_on_any
    row = post.queue("你好")
    first, second = ledger(post, "a"), ledger(post, "b")
    first.take_lease()
    claimed = first.step(Wish(room=5)).parcels[0]
    post.clock.forward(seconds=16)
    second.take_lease()
    again = second.step(Wish(room=5)).parcels[0]
    assert claimed.ids == again.ids == [row]
    first.step(Wish(results=[(claimed, [Accepted("from-a")])]))
    assert post.became(row) == Sent.CLAIMED
    second.step(Wish(results=[(again, [Accepted("from-b")])]))
    assert (post.became(row), post.row(row).external_id) == (Sent.ACCEPTED, "from-b")


def test_what_a_slow_worker_found_out_counts_while_nobody_took_over(post_on_any: Post) -> None:
    post = post_on_any
    row = post.queue("你好")
    slow = ledger(post, "a")
    slow.take_lease()
    claimed = slow.step(Wish(room=5)).parcels[0]
    post.clock.forward(seconds=60)
    assert not slow.step(Wish(results=[(claimed, [Accepted("x")])])).held
    assert post.became(row) == Sent.ACCEPTED


def test_two_claims_at_once_never_take_the_same_message(post_on_any: Post) -> None:
    post = post_on_any
    for number in range(10):
        post.queue(str(number), f"p{number}")
    end = post.clock.now + timedelta(minutes=5)
    if post.database.is_sqlite:
        with post.database.write() as tx:
            one = Claim("chat", "a", post.clock.now, end).take(tx, 5)
        with post.database.write() as tx:
            two = Claim("chat", "b", post.clock.now, end).take(tx, 5)
    else:
        with post.database.write() as tx, post.database.write() as other:
            one = Claim("chat", "a", post.clock.now, end).take(tx, 5)
            two = Claim("chat", "b", post.clock.now, end).take(other, 5)
    assert ([row.card["title"] for row in one], [row.card["title"] for row in two]) == (
        list("01234"),
        list("56789"),
    )


def test_the_sweep_frees_only_claims_that_nobody_stands_behind(post_on_any: Post) -> None:
    post = post_on_any
    row = post.queue("你好")
    worker = ledger(post, "a")
    worker.take_lease()
    worker.step(Wish(room=5))
    assert sweep(post.database, post.clock.now, lease_clock=lambda _tx: post.clock.now)["freed"] == 0
    post.clock.forward(minutes=6)
    assert sweep(post.database, post.clock.now, lease_clock=lambda _tx: post.clock.now)["freed"] == 1
    assert post.became(row) == Sent.QUEUED


def test_the_sweep_leaves_a_sender_alone_whose_machine_has_a_wrong_clock(post_on_any: Post) -> None:
    post = post_on_any
    row = post.queue("你好", not_before=post.clock.now - timedelta(hours=2))

    def slow() -> datetime:
        return post.clock.now - timedelta(hours=1)

    worker = Ledger(post.database, post.school, "chat", "a", clock=slow, lease_clock=lambda _tx: post.clock.now)
    worker.take_lease()
    assert len(worker.step(Wish(room=5)).parcels) == 1
    assert sweep(post.database, post.clock.now, lease_clock=lambda _tx: post.clock.now)["freed"] == 0
    assert post.became(row) == Sent.CLAIMED
    post.clock.forward(minutes=1)  # its lease has ended
    assert sweep(post.database, post.clock.now, lease_clock=lambda _tx: post.clock.now)["freed"] == 1


def test_a_mark_under_another_name_changes_nothing(post_on_any: Post) -> None:
    post = post_on_any
    row = post.queue("你好")
    with post.database.write() as tx:
        Claim("chat", "a", post.clock.now, post.clock.now + timedelta(minutes=5)).take(tx, 5)
    with post.database.write() as tx:
        assert delivery.mark(tx, "b", [Mark(row, Sent.FAILED)], post.clock.now) == 0
        assert delivery.put_back(tx, "b", [row]) == 0
    assert post.became(row) == Sent.CLAIMED


@pytest.mark.postgres
def test_the_relay_goes_on_when_the_database_cuts_its_connections(post_on_pg: Post) -> None:
    post = post_on_pg
    rows = [post.queue(str(number), f"p{number}") for number in range(60)]
    url = post.database.url.render_as_string(hide_password=False).replace("+psycopg", "")
    looks = iter(range(10_000))

    def cut_now_and_then(_tx: Session) -> datetime:
        """In the middle of a transaction whose marks are already written, every connection dies."""
        if next(looks) % 4 == 3:
            with psycopg.connect(url, autocommit=True) as connection:
                connection.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
        return post.clock.now

    mouth = post.mouth(pace=Pace(parallel=4))
    relay = post.send(mouth, lease_clock=cut_now_and_then)
    assert sorted(mouth.said, key=int) == [str(number) for number in range(60)]  # nothing lost, nothing twice
    assert {post.became(row) for row in rows} == {Sent.ACCEPTED}
    assert relay.alarms.counts["relay.database"] > 2


@pytest.mark.postgres
def test_a_server_that_takes_no_rows_for_a_while_is_an_alarm_and_nothing_is_said_twice(post_on_pg: Post) -> None:
    """As a standby that has just become the server, or a disk that an operator has closed for writing."""
    rows = [post_on_pg.queue(str(number), f"p{number}") for number in range(20)]
    looks = iter(range(10_000))

    def read_only_now_and_then(tx: Session) -> datetime:
        if next(looks) % 4 == 3:
            tx.execute(text("SET TRANSACTION READ ONLY"))
        return post_on_pg.clock.now

    mouth = post_on_pg.mouth(pace=Pace(parallel=4))
    relay = post_on_pg.send(mouth, lease_clock=read_only_now_and_then)
    assert sorted(mouth.said, key=int) == [str(number) for number in range(20)]
    assert {post_on_pg.became(row) for row in rows} == {Sent.ACCEPTED}
    assert relay.alarms.counts["relay.database"] > 1


def test_a_locked_database_is_an_alarm_and_no_loss(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [post.queue(str(number), f"p{number}") for number in range(20)]
    blows = iter([False, True, True, False, True] + [False] * 100)
    real = Ledger.step

    def step(self: Ledger, wish: Wish) -> object:
        if next(blows):
            raise OperationalError("BEGIN IMMEDIATE", {}, sqlite3.OperationalError("database is locked"))
        return real(self, wish)

    monkeypatch.setattr(Ledger, "step", step)
    mouth = post.mouth(pace=Pace(parallel=4))
    relay = post.send(mouth)
    assert sorted(mouth.said, key=int) == [str(number) for number in range(20)]
    assert {post.became(row) for row in rows} == {Sent.ACCEPTED}
    assert relay.alarms.counts["relay.database"] == 3


def test_run_stops_in_peace_and_puts_the_rest_back(sqlite: Database, office: School, post: Post) -> None:
    rows = [post.queue(str(number), f"p{number}") for number in range(30)]
    stop = asyncio.Event()
    mouth = post.mouth(pace=Pace(parallel=2))
    mouth.before = lambda _messages: stop.set() if len(mouth.calls) == 6 else None
    relay = Relay(sqlite, [mouth], post.clock, office, worker="w")

    async def story() -> None:
        running = asyncio.create_task(relay.run(stop))
        relay.wake()
        async with asyncio.timeout(PATIENCE):
            await running

    asyncio.run(story())
    states = [post.became(row) for row in rows]
    assert (states.count(Sent.ACCEPTED), states.count(Sent.QUEUED)) == (len(mouth.said), 30 - len(mouth.said))
    assert len(mouth.said) < 30
    assert ledger(post, "next").take_lease()
