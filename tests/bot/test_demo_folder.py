"""What a demo leaves behind, and what is never touched."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.demo import DATABASE, MARK, READY, clear, is_running
from jobs.ledger import lease_of
from jobs.workers import worker_name
from storage import leases
from storage.base import Database
from storage.models import metadata


@pytest.mark.parametrize(
    ("mark", "unfinished", "stays"),
    [
        (None, False, True),  # no demo made it
        (None, True, True),
        (READY, False, False),  # the last demo, which is to begin anew
        (READY, True, True),  # … or to go on
        ("", True, False),  # interrupted while it was staged: people would be there twice
    ],
)
def test_only_a_demo_of_ours_is_forgotten_and_a_finished_one_goes_on(
    tmp_path: Path, mark: str | None, unfinished: bool, stays: bool
) -> None:
    folder = tmp_path / "demo-data"
    folder.mkdir()
    if mark is not None:
        (folder / MARK).write_text(mark, encoding="utf-8")
    clear(folder, unfinished=unfinished)
    assert folder.exists() is stays


@pytest.mark.parametrize(
    ("holder", "ends_in", "runs"),
    [
        ("", -60, False),  # ended cleanly
        (worker_name(), 30, True),
        (worker_name(), -30, False),  # long gone
        (worker_name().replace(f":{os.getpid()}:", ":4194999:"), 30, False),  # killed a moment ago: no such process
        ("another-machine:boot:space:7:0", 30, True),  # when in doubt it lives
    ],
    ids=["ended", "shown", "long gone", "killed", "elsewhere"],  # the names are others in each process
)
def test_a_demo_that_is_being_shown_is_not_cleared_under_its_visitors(
    tmp_path: Path, holder: str, ends_in: int, runs: bool
) -> None:
    assert not is_running(tmp_path)
    database = Database(f"sqlite:///{tmp_path / DATABASE}")
    assert not is_running(tmp_path)
    metadata().create_all(database.engine)
    with database.write() as tx:
        now = datetime.now(UTC)
        leases.take(tx, lease_of("web"), holder, now + timedelta(seconds=ends_in - 30), timedelta(seconds=30))
        if not holder:
            leases.release(tx, lease_of("web"), holder)
    assert is_running(tmp_path) is runs
    with database.read() as tx:
        assert tx.execute(text("SELECT count(*) FROM lease")).scalar_one() == 1
    database.close()
