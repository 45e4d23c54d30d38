"""Delivery: fan-out, claim and mark, idle clock, and broadcasts against strict fakes, beside procrastinate in one run.

    python -m benchmarks.delivery [fan-out] [claims] [tick] [telegram] [wecom] [answers]

Without arguments, everything; claims, jobs and answers are fewer unless XIAOXIN_BENCH_FULL is set.
SQLite lies in a temporary folder; PostgreSQL is the one of `XIAOXIN_TEST_POSTGRES_URL`
(or on 127.0.0.1:5432), in databases of its own that are dropped again. Without one, its lines are left out.
"""

from __future__ import annotations

import asyncio
import logging
import multiprocessing
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import insert, text

from handlers.cards import Rendered
from handlers.catalogue import Features
from handlers.features import all_features
from handlers.school import School
from handlers.school_time import SchoolCalendar
from handlers.understand import Understood
from jobs.due import tick
from jobs.outgoing import Accepted, Mouth, Outcome, Outgoing, Pace
from jobs.relay import Relay
from knowledge.charter import Library
from storage import delivery, outbox
from storage.base import Base, Database
from storage.delivery import Claim, Mark
from storage.outbox import Kind, Message, Priority, Sent
from storage.people import Account
from storage.schedules import CatchUp, Schedule, Timer

POSTGRES = os.environ.get("XIAOXIN_TEST_POSTGRES_URL", "postgresql+psycopg://127.0.0.1:5432/test")
NOW = datetime(2026, 9, 15, 2, 0, tzinfo=UTC)
FAN_OUT = 100_000
FULL = bool(os.environ.get("XIAOXIN_BENCH_FULL"))
MARKED_EACH = 4_000 if FULL else 2_000
IN_FLIGHT = 8  # what a kill may repeat
RELAYED = 10_000 if FULL else 3_000
JOBS = 1_000 if FULL else 600
WORKERS = (1, 2, 4)


class Silent:
    """Understands nothing; delivery never asks."""

    def understand(self, text: str, *, role: str, context: str, now: datetime | None) -> Understood:
        raise NotImplementedError


def no_library() -> Library:
    """Delivery never reads the charter."""
    raise NotImplementedError


def school() -> School:
    """The surroundings of the relay."""
    return School(usual=SchoolCalendar(), library=no_library, understander=Silent())


class InstantMouth:
    """A platform that accepts everything at once: what remains is our own cost."""

    platform = "bench"

    def __init__(self, parallel: int) -> None:
        self.pace = Pace(parallel=parallel)

    def is_group(self, address: str) -> bool:
        del address
        return False

    async def send(self, messages: Sequence[Outgoing]) -> Sequence[Outcome]:
        return [Accepted(str(message.id)) for message in messages]


# Databases


@contextmanager
def sqlite() -> Iterator[Database]:
    """An empty embedded database, as a school has it: WAL and synchronous=FULL."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder) / 'bench.db'}")
        Base.metadata.create_all(database.engine)
        yield database
        database.close()


@contextmanager
def server_database() -> Iterator[str]:
    """The URL of an empty database on the PostgreSQL server."""
    name = f"xiaoxin_bench_{os.getpid()}_{time.monotonic_ns()}"
    with psycopg.connect(POSTGRES.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        try:
            yield POSTGRES.rpartition("/")[0] + f"/{name}"
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextmanager
def postgres() -> Iterator[Database]:
    """An empty PostgreSQL database with our tables."""
    with server_database() as url:
        database = Database(url)
        Base.metadata.create_all(database.engine)
        yield database
        database.close()


def engines() -> list[tuple[str, Callable[[], Any]]]:
    """What can be measured here."""
    found: list[tuple[str, Callable[[], Any]]] = [("SQLite", sqlite)]
    try:
        psycopg.connect(POSTGRES.replace("+psycopg", ""), connect_timeout=2).close()
    except psycopg.OperationalError:
        print("no PostgreSQL: its lines are left out")
    else:
        found.append(("PostgreSQL", postgres))
    return found


def fill(
    database: Database, addresses: Iterable[str], platform: str = "bench", now: datetime = NOW, batch: str = ""
) -> None:
    """A message to each of these conversations, due now."""
    row: dict[str, Any] = {
        "kind": str(Kind.SEND), "platform": platform, "card": Rendered("公告").to_json(), "subject": "", "batch": batch,
        "answers": "", "priority": int(Priority.BROADCAST), "not_before": now, "created_at": now,
        "status": int(Sent.QUEUED), "worker": "", "attempts": 0, "crashes": 0, "external_id": "", "handle": "",
        "reason": "",
    }  # fmt: skip
    with database.write() as tx:
        tx.execute(insert(Message), [row | {"address": address} for address in addresses])


def crowd(count: int) -> list[str]:
    """So many addresses."""
    return [f"p{number}" for number in range(count)]


# 1. Fan-out


def fan_out() -> None:
    """One announcement to 100,000 people in one transaction, then once more."""
    print(f"\nfan-out of {FAN_OUT:,} deliveries in one transaction")
    for name, engine in engines():
        with engine() as database:
            with database.write() as tx:
                account = {"platform": "bench", "reachable": True, "created_at": NOW, "name": "", "language": ""}
                tx.execute(
                    insert(Account),
                    [account | {"external_id": f"u{n}", "address": f"u{n}"} for n in range(FAN_OUT)],
                )
            with database.read() as tx:
                ids = list(tx.scalars(text("SELECT id FROM account ORDER BY id")))
            for again in ("first", "again"):
                began = time.perf_counter()
                with database.write() as tx:
                    new = outbox.fan_out(tx, ids, Rendered("公告").to_json(), NOW, batch="B-1")
                print(f"  {name:10} {again}: {new:7,} new rows in {time.perf_counter() - began:5.2f} s")


# 2. Claim and mark


def claim_and_mark(url: str, together: int, worker: str, ready: Any, go: Any) -> None:
    """A worker process: claims a hundred, marks so many together as are in flight, until nothing is left."""
    database = Database(url)
    with database.read() as tx:
        delivery.anything_due(tx, "bench", NOW)
    ready.release()
    go.wait()
    while True:
        with database.write() as tx:
            rows = Claim("bench", worker, NOW, NOW + timedelta(minutes=5)).take(tx, 100)
        for start in range(0, len(rows), together):
            known = [Mark(row.id, Sent.ACCEPTED, str(row.id)) for row in rows[start : start + together]]
            with database.write() as tx:
                delivery.mark(tx, worker, known, NOW)
        if not rows:
            break
    database.close()


def in_processes(count: int, target: Callable[..., None], *args: Any) -> float:
    """Seconds that so many processes take together, start-up left out."""
    nursery = multiprocessing.get_context("forkserver")  # it imports once what every worker needs
    nursery.set_forkserver_preload(["benchmarks.delivery", "procrastinate"])
    ready, go = nursery.Semaphore(0), nursery.Event()
    workers = [nursery.Process(target=target, args=(*args, f"w{number}", ready, go)) for number in range(count)]
    for worker in workers:
        worker.start()
    for _ in workers:
        ready.acquire()
    began = time.perf_counter()
    go.set()
    for worker in workers:
        worker.join()
    return time.perf_counter() - began


def relayed(database: Database, parallel: int) -> tuple[float, float]:
    """(messages per second, CPU ms per message) through the whole relay with a platform that answers at once."""
    fill(database, crowd(RELAYED))
    mouth: Mouth = InstantMouth(parallel)
    relay = Relay(database, [mouth], lambda: NOW, school())
    began, cpu = time.perf_counter(), time.process_time()
    asyncio.run(relay.drain())
    seconds, used = time.perf_counter() - began, time.process_time() - cpu
    with database.read() as tx:
        assert outbox.counts(tx) == {"accepted": RELAYED}, outbox.counts(tx)
    return RELAYED / seconds, 1000 * used / RELAYED


def claims() -> None:
    """Messages marked one by one and as the relay does, by 1, 2, 4 processes; the relay itself; procrastinate's jobs."""
    ours: list[float] = []
    for together, words in ((1, "each in its own transaction"), (IN_FLIGHT, f"with the {IN_FLIGHT} in flight")):
        print(f"\nclaim in hundreds, mark {MARKED_EACH:,} messages {words} (messages/s)")
        for name, engine in engines():
            rates: list[float] = []
            for count in WORKERS:
                with engine() as database:
                    fill(database, crowd(MARKED_EACH))
                    url = database.url.render_as_string(hide_password=False)
                    seconds = in_processes(count, claim_and_mark, url, together)
                    with database.read() as tx:
                        assert outbox.counts(tx) == {"accepted": MARKED_EACH}
                rates.append(MARKED_EACH / seconds)
            print(f"  {name:10} {_by_workers(rates)}", flush=True)
            if name == "PostgreSQL" and together == 1:
                ours = rates
    print(f"the relay, one sender, {RELAYED:,} messages, platform that answers at once")
    for name, engine in engines():
        for parallel in (8, 64):
            with engine() as database:
                rate, cpu = relayed(database, parallel)
            print(f"  {name:10} {parallel:2} calls at once: {rate:7,.0f} messages/s, {cpu:.2f} ms CPU each")
    if ours:
        procrastinate_jobs(ours)


def _by_workers(rates: Sequence[float]) -> str:
    return "   ".join(
        f"{count} worker{'s' if count > 1 else ''} {rate:7,.0f}" for count, rate in zip(WORKERS, rates, strict=True)
    )


def procrastinate_app(url: str) -> Any:
    """Procrastinate with one job that does nothing."""
    import procrastinate

    # It warns about apps in a main module; ours only has to live as long as the measurement.
    logging.getLogger("procrastinate").setLevel(logging.ERROR)
    app = procrastinate.App(connector=procrastinate.PsycopgConnector(conninfo=url.replace("+psycopg", "")))

    @app.task(name="noop", queue="bench")
    async def noop(number: int) -> None:
        del number

    return app


def procrastinate_worker(url: str, worker: str, ready: Any, go: Any) -> None:
    """A worker process with 20 jobs at once, until none is left."""

    async def work() -> None:
        app = procrastinate_app(url)
        async with app.open_async():
            ready.release()
            await asyncio.to_thread(go.wait)
            await app.run_worker_async(
                queues=["bench"], wait=False, concurrency=20, name=worker, install_signal_handlers=False
            )

    asyncio.run(work())


def procrastinate_jobs(ours: Sequence[float]) -> None:
    """The peer on the same server, in the same run; and how many times its rate ours was, each in its own transaction."""
    print(f"procrastinate on the same PostgreSQL, {JOBS:,} empty jobs (jobs/s)")
    rates: list[float] = []
    for count in WORKERS:
        with server_database() as url:

            async def defer(url: str = url) -> None:
                app = procrastinate_app(url)
                async with app.open_async():
                    await app.schema_manager.apply_schema_async()
                    await app.tasks["noop"].batch_defer_async(*({"number": number} for number in range(JOBS)))

            asyncio.run(defer())
            seconds = in_processes(count, procrastinate_worker, url)
            with psycopg.connect(url.replace("+psycopg", "")) as connection:
                done = connection.execute("SELECT count(*) FROM procrastinate_jobs WHERE status = 'succeeded'")
                assert (done.fetchone() or [0])[0] == JOBS
        rates.append(JOBS / seconds)
    print(f"  PostgreSQL {_by_workers(rates)}")
    times = "   ".join(f"{mine / theirs:.1f}x" for mine, theirs in zip(ours, rates, strict=True))
    print(f"  Xiaoxin beside it, each message marked in its own transaction: {times}", flush=True)


# 3. The idle clock


def idle() -> None:
    """One tick with nothing due, beside more and more future schedules and timers."""
    print("\none tick with nothing due (ms, median of 200)")
    features: Features = all_features()
    surroundings = school()
    for name, engine in engines():
        figures = []
        with engine() as database:
            there = 0
            for wanted in (0, 10_000, 100_000):
                _future(database, there, wanted)
                there = wanted
                times = []
                for _ in range(200):
                    began = time.perf_counter()
                    assert tick(database, surroundings, features, NOW).total == 0
                    times.append(time.perf_counter() - began)
                figures.append(f"{wanted:7,} schedules {1000 * sorted(times)[100]:.2f}")
        print(f"  {name:10} {'   '.join(figures)}")


def _future(database: Database, there: int, wanted: int) -> None:
    """Schedules and timers of coming days, half and half."""
    schedule: dict[str, Any] = {
        "title": "周报", "action": "bench", "payload": {}, "rule": {"every": "daily", "time": "15:00"}, "clause": "",
        "zone": "Asia/Shanghai", "catch_up": str(CatchUp.SEND_LATE), "late_after_minutes": 60, "active": True,
        "attempts": 0, "version": 1, "created_at": NOW,
    }  # fmt: skip
    timer: dict[str, Any] = {"action": "bench", "subject": "T-1", "payload": {}, "outcome": "", "attempts": 0}
    numbers = range(there // 2, wanted // 2)
    if not numbers:
        return
    with database.write() as tx:
        due = [NOW + timedelta(minutes=1 + number) for number in numbers]
        tx.execute(
            insert(Schedule),
            [schedule | {"key": f"s{n}", "next_due_at": at} for n, at in zip(numbers, due, strict=True)],
        )
        tx.execute(insert(Timer), [timer | {"key": f"t{n}", "due_at": at} for n, at in zip(numbers, due, strict=True)])


# 4. Broadcasts against strict fakes of the platforms


async def _broadcast(database: Database, mouth: Mouth, count: int) -> float:
    relay = Relay(database, [mouth], lambda: datetime.now(UTC), school())
    began = time.perf_counter()
    async with asyncio.timeout(300):
        await relay.drain()
    with database.read() as tx:
        assert outbox.counts(tx) == {"accepted": count}, outbox.counts(tx)
    return time.perf_counter() - began


def telegram(count: int = 1000, rate: float = 25.0) -> None:
    """A broadcast to a thousand people through python-telegram-bot and HTTP; every 429 counts against us."""
    from bot.platforms.telegram_bot import TelegramAccount, TelegramLine
    from bot.platforms.telegram_mouth import TelegramMouth
    from tests.fakes import FakeTelegram

    print(f"\nTelegram broadcast to {count:,} against the strict fake, {rate:g}/s configured")
    with sqlite() as database, FakeTelegram() as fake:
        people = [fake.user(first_name=f"老师{number}") for number in range(count)]
        fill(database, [str(person.id) for person in people], "telegram", datetime.now(UTC))

        async def run() -> float:
            line = TelegramLine(TelegramAccount(fake.token, fake.root))
            async with line.bot:
                return await _broadcast(database, TelegramMouth(line.bot, per_second=rate), count)

        cpu = time.process_time()
        seconds = asyncio.run(run())
        cpu = time.process_time() - cpu
        times = sorted(message.date for message in fake.sent)
        print(
            f"  {len(times):,} delivered in {seconds:.1f} s = {(count - 1) / seconds:.2f}/s "
            f"= {100 * (count - 1) / seconds / rate:.1f} % of the rate; {fake.flood.refused} x 429; "
            f"{1000 * cpu / count:.1f} ms CPU each, the fake's included"
        )


def wecom(count: int = 5000) -> None:
    """One announcement to 5,000 members of a corporation."""
    from bot.platforms.wecom_app import WeComApp, connect
    from bot.platforms.wecom_mouth import WeComMouth
    from tests.fakes import FakeWeCom

    print(f"\nWeCom announcement to {count:,} members against the strict fake")
    for name, engine in engines():
        with engine() as database, FakeWeCom() as fake:
            members = [fake.member(f"老师{number}") for number in range(count)]
            fill(database, [member.userid for member in members], "wecom", datetime.now(UTC), batch="B-1")
            known = fake.corporation
            app = WeComApp(known.corp_id, known.agent_id, known.secret, known.token, known.aes_key, fake.root)
            mouth = WeComMouth(connect(app), app)
            mouth.pace = Pace(per_second=mouth.pace.per_second, batch=mouth.pace.batch, parallel=mouth.pace.parallel)
            seconds = asyncio.run(_broadcast(database, mouth, count))
            calls = sum(1 for call in fake.calls if call.method == "message/send")
            print(f"  {name:10} {count:,} delivered in {seconds:.2f} s with {calls} calls")


def answers() -> None:
    """Through the real process and the webhook, beside a bare echo."""
    from benchmarks.answers import answers as measure

    measure(server_database if len(engines()) > 1 else None, full=FULL)


PARTS: dict[str, Callable[[], None]] = {
    "fan-out": fan_out, "claims": claims, "tick": idle, "telegram": telegram, "wecom": wecom, "answers": answers,
}  # fmt: skip


def main(wanted: Sequence[str] = ()) -> None:
    """Measure what is asked for, or everything."""
    for name in wanted or PARTS:
        began = time.perf_counter()
        PARTS[name]()
        print(f"  ({name} took {time.perf_counter() - began:.0f} s)", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
