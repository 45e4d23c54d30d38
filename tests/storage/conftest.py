"""Databases without any table, as a new installation finds them."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from storage.base import Database
from storage.models import metadata


@pytest.fixture
def empty_sqlite(tmp_path: Path) -> Iterator[Database]:
    """A file that is not there yet."""
    database = Database(f"sqlite:///{tmp_path / 'new' / 'xiaoxin.db'}")
    yield database
    database.close()


metadata()  # every table, also those that no feature has imported yet: before the first database is made


@contextmanager
def own_postgres(worker_url: str, name: str) -> Iterator[Database]:
    """A PostgreSQL database beside the worker's, with nothing in it, for as long as the block lasts."""
    server, _, worker = worker_url.rpartition("/")
    with psycopg.connect(worker_url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{worker}_{name}"')
        database = Database(f"{server}/{worker}_{name}")
        yield database
        database.close()
        connection.execute(f'DROP DATABASE "{worker}_{name}" WITH (FORCE)')


@pytest.fixture
def empty_postgres(postgres_url: str) -> Iterator[Database]:
    """A PostgreSQL database of its own, with nothing in it."""
    with own_postgres(postgres_url, "empty") as database:
        yield database


@pytest.fixture(params=["empty_sqlite", pytest.param("empty_postgres", marks=pytest.mark.postgres)])
def empty_database(request: pytest.FixtureRequest) -> Database:
    """Each test with this runs twice: on SQLite and on PostgreSQL."""
    database: Database = request.getfixturevalue(request.param)
    return database
