"""What a power cut may take: only a turn that the inbox does again. Everything else is on the disk when it is committed."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from storage.base import Base, Database

NORMAL, FULL = 1, 2


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    found = Database(f"sqlite:///{tmp_path / 'school.db'}", pool_size=1)
    Base.metadata.create_all(found.engine)
    yield found
    found.close()


@pytest.mark.parametrize("before", [True, False])
@pytest.mark.parametrize(("lasting", "expected"), [(True, FULL), (False, NORMAL)])
def test_each_transaction_waits_for_the_disk_as_it_was_asked(
    database: Database, before: bool, lasting: bool, expected: int
) -> None:
    with database.write(lasting=before):
        pass
    with database.write(lasting=lasting) as tx:
        assert tx.execute(text("PRAGMA synchronous")).scalar_one() == expected


def test_what_does_not_say_otherwise_lasts(database: Database) -> None:
    with database.write(lasting=False):
        pass
    with database.write() as tx:
        assert tx.execute(text("PRAGMA synchronous")).scalar_one() == FULL


def test_who_looked_at_nothing_leaves_nothing_behind_for_the_next_writer(database: Database) -> None:
    with database.read():
        pass
    other = sqlite3.connect(str(database.url.database), timeout=0)
    with database.write(), pytest.raises(sqlite3.OperationalError, match="locked"):
        other.execute("BEGIN IMMEDIATE")
    other.close()


def test_a_writer_that_could_not_begin_leaves_nothing_behind(database: Database) -> None:
    with database.read() as tx:
        tx.execute(text("PRAGMA busy_timeout = 1"))
    other = sqlite3.connect(str(database.url.database), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(OperationalError, match="locked"), database.write(lasting=False):
        raise AssertionError
    other.execute("COMMIT")
    other.close()
    with database.write() as tx:
        assert tx.execute(text("PRAGMA synchronous")).scalar_one() == FULL
    with database.read() as tx:
        assert tx.execute(text("SELECT 1")).scalar_one() == 1
