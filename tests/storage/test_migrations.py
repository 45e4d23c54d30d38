"""A database comes to the present shape by migrations alone, the same on SQLite and PostgreSQL."""

import threading
from datetime import UTC, datetime

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

from storage import migrate
from storage.base import Database
from storage.models import metadata
from storage.people import Person


def test_migrations_from_nothing_make_exactly_the_tables(empty_database: Database) -> None:
    migrate.upgrade(empty_database)
    with empty_database.engine.begin() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata()) == []


def test_migrations_make_the_same_indexes_as_the_tables(empty_database: Database) -> None:
    """Alembic does not look at the condition of a partial index; the outbox is slow without it."""
    migrate.upgrade(empty_database)
    inspector = inspect(empty_database.engine)
    kind = "sqlite" if empty_database.is_sqlite else "postgresql"
    declared = {
        index.name: index.dialect_options[kind]["where"] is not None
        for table in metadata().sorted_tables
        for index in table.indexes
    }
    made = {
        index["name"]: index.get("dialect_options", {}).get(f"{kind}_where") is not None
        for table in metadata().tables
        for index in inspector.get_indexes(table)
        if not index.get("duplicates_constraint")
    }
    assert made == declared


def test_what_migrations_made_can_be_used(empty_database: Database) -> None:
    migrate.upgrade(empty_database)
    now = datetime(2026, 9, 15, 2, 0, tzinfo=UTC)
    with empty_database.write() as tx:
        tx.add(Person(name="李老师", created_at=now))
    with empty_database.read() as tx:
        person = tx.get(Person, 1)
        assert person is not None
        assert (person.name, person.created_at, person.role_names, person.active) == ("李老师", now, [], True)


def test_upgrading_again_changes_nothing(empty_database: Database) -> None:
    assert migrate.revision_of(empty_database) is None
    assert migrate.upgrade(empty_database) is True
    assert migrate.revision_of(empty_database) == migrate.newest()
    assert migrate.upgrade(empty_database) is False


def test_a_database_of_a_newer_program_is_left_alone(empty_database: Database) -> None:
    migrate.upgrade(empty_database)
    with empty_database.write() as tx:
        tx.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(migrate.NewerDatabase):
        migrate.upgrade(empty_database)
    assert migrate.revision_of(empty_database) == "9999"


def test_processes_that_start_together_migrate_once(empty_database: Database) -> None:
    together, failures = threading.Barrier(3), list[Exception]()

    def start() -> None:
        together.wait()
        try:
            migrate.upgrade(empty_database)
        except Exception as failure:  # noqa: BLE001 -- handed to the assertion below
            failures.append(failure)

    threads = [threading.Thread(target=start) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert migrate.upgrade(empty_database) is False


def test_migrations_are_numbered_without_a_gap() -> None:
    names = sorted(path.name for path in (migrate.FOLDER / "versions").glob("*.py"))
    assert [name[:5] for name in names] == [f"{number:04d}_" for number in range(1, len(names) + 1)]
    assert migrate.newest() == f"{len(names):04d}"
