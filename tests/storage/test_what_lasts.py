"""What a power cut may take: only a turn that the inbox does again. Everything else is on the disk when it is committed."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

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
