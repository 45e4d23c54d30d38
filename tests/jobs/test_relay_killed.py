"""The whole process is killed in the middle of a broadcast, three times: nothing is lost, little is repeated."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from jobs.workers import is_surely_dead, worker_name
from storage.base import Database
from storage.outbox import Message, Priority, Sent
from tests.jobs.doomed import PARALLEL
from tests.jobs.post import queue

MESSAGES = 1200
KILLS = 3


def start(database: Database, heard: Path) -> "subprocess.Popen[bytes]":
    url = database.url.render_as_string(hide_password=False)
    return subprocess.Popen(  # noqa: S603 -- our own module
        [sys.executable, "-m", "tests.jobs.doomed", url, str(heard)], cwd=Path(__file__).parents[2]
    )  # fmt: skip


def lines(heard: Path) -> list[str]:
    return heard.read_text().split() if heard.exists() else []


def until_heard(heard: Path, count: int) -> None:
    end = time.monotonic() + 30
    while len(lines(heard)) < count:
        assert time.monotonic() < end, f"only {len(lines(heard))} of {count} messages arrived"
        time.sleep(0.01)


@pytest.mark.slow
def test_killed_three_times_in_a_broadcast_nothing_is_lost_and_only_what_was_in_flight_twice(
    any_database: Database, tmp_path: Path
) -> None:
    with any_database.write() as tx:
        now = datetime.now(UTC)
        ids = [queue(tx, now, str(n), f"p{n}", priority=Priority.BROADCAST) for n in range(MESSAGES)]
    heard = tmp_path / "heard"
    for kill in range(KILLS):
        process = start(any_database, heard)
        until_heard(heard, 200 * (kill + 1))
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    assert len(set(lines(heard))) < MESSAGES  # each kill came in the middle
    last = start(any_database, heard)
    try:
        end = time.monotonic() + 40
        while len(set(lines(heard))) < MESSAGES and time.monotonic() < end:
            time.sleep(0.02)
        time.sleep(0.2)  # the marks of the last ones
    finally:
        last.kill()
        last.wait()
    times = Counter(int(line) for line in lines(heard))
    assert sorted(times) == ids
    twice = [message for message, count in times.items() if count > 1]
    assert len(twice) <= KILLS * PARALLEL
    with any_database.read() as tx:
        states = Counter(Sent(row.status) for row in tx.query(Message))
    assert states == Counter({Sent.ACCEPTED: MESSAGES})


def test_a_worker_knows_a_killed_predecessor_from_one_that_may_live() -> None:
    dead = subprocess.Popen([sys.executable, "-c", "pass"])
    dead.wait()
    host, boot, space, _, _ = worker_name().split(":")
    assert is_surely_dead(f"{host}:{boot}:{space}:{dead.pid}:aa") is True
    assert is_surely_dead(worker_name()) is False
    assert is_surely_dead(f"{host}:{boot}:{space}:{os.getppid()}:aa") is False
    assert is_surely_dead(f"{host}:other-boot:{space}:{dead.pid}:aa") is False
    assert is_surely_dead("somebody else") is False
