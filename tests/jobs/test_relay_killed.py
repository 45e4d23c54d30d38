"""The whole process is killed in the middle of a broadcast, three times: nothing is lost, little is repeated."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeAlias

import pytest
from sqlalchemy import select

from jobs.workers import is_surely_dead, worker_name
from storage.base import Database
from storage.outbox import Message, Priority, Sent
from tests.jobs.doomed import PARALLEL
from tests.jobs.post import queue
from tests.patience import PATIENCE

MESSAGES = 400
KILLS = 3

Nursery: TypeAlias = "subprocess.Popen[str]"


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    """Where relays are born that will be killed."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.jobs.doomed"], cwd=Path(__file__).parents[2], start_new_session=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        yield process
        os.killpg(process.pid, signal.SIGKILL)


@contextmanager
def relay(nursery: Nursery, database: Database, heard: Path, most: int) -> Iterator[None]:
    """A relay at work until so much was heard, and killed in the end."""
    assert nursery.stdin is not None
    assert nursery.stdout is not None
    nursery.stdin.write(f"{database.url.render_as_string(hide_password=False)} {heard} {most}\n")
    nursery.stdin.flush()
    process = int(nursery.stdout.readline())
    try:
        yield
    finally:
        os.kill(process, signal.SIGKILL)
        assert nursery.stdout.readline() == "\n"


def lines(heard: Path) -> list[str]:
    return heard.read_text().split() if heard.exists() else []


def states(database: Database) -> Counter[Sent]:
    with database.read() as tx:
        return Counter(Sent(status) for status in tx.scalars(select(Message.status)))


def until_heard(heard: Path, count: int) -> None:
    end = time.monotonic() + PATIENCE
    while len(lines(heard)) < count:
        assert time.monotonic() < end, f"only {len(lines(heard))} of {count} messages arrived"
        time.sleep(0.01)


@pytest.mark.slow
def test_killed_three_times_in_a_broadcast_nothing_is_lost_and_only_what_was_in_flight_twice(
    any_database: Database, nursery: Nursery, tmp_path: Path
) -> None:
    with any_database.write() as tx:
        now = datetime.now(UTC)
        ids = [queue(tx, now, str(n), f"p{n}", priority=Priority.BROADCAST) for n in range(MESSAGES)]
    heard = tmp_path / "heard"
    for kill in range(KILLS):
        enough = 80 * (kill + 1)
        with relay(nursery, any_database, heard, enough):
            until_heard(heard, enough)
    assert len(set(lines(heard))) < MESSAGES  # each kill came in the middle
    everything = Counter({Sent.ACCEPTED: MESSAGES})
    with relay(nursery, any_database, heard, 2 * MESSAGES):
        end = time.monotonic() + PATIENCE
        while states(any_database) != everything and time.monotonic() < end:
            time.sleep(0.05)
    times = Counter(int(line) for line in lines(heard))
    assert sorted(times) == ids
    twice = [message for message, count in times.items() if count > 1]
    assert len(twice) <= KILLS * PARALLEL
    assert states(any_database) == everything


def test_a_worker_knows_a_killed_predecessor_from_one_that_may_live() -> None:
    dead = subprocess.Popen([sys.executable, "-c", "pass"])
    dead.wait()
    host, boot, space, _, _ = worker_name().split(":")
    assert is_surely_dead(f"{host}:{boot}:{space}:{dead.pid}:aa") is True
    assert is_surely_dead(worker_name()) is False
    assert is_surely_dead(f"{host}:{boot}:{space}:{os.getppid()}:aa") is False
    assert is_surely_dead(f"{host}:other-boot:{space}:{dead.pid}:aa") is False
    assert is_surely_dead("somebody else") is False
