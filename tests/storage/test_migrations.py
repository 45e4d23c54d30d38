"""A database comes to the present shape by migrations alone, the same on SQLite and PostgreSQL."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

from storage import migrate
from storage.base import Base, Database
from storage.models import metadata
from storage.people import Person
from tests.storage.conftest import own_postgres


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def migrated(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A database that was empty and has been upgraded once."""
    if request.param == "sqlite":
        database = Database(f"sqlite:///{tmp_path_factory.mktemp('migrated') / 'xiaoxin.db'}")
        migrate.upgrade(database)
        yield database
        database.close()
        return
    with own_postgres(request.getfixturevalue("postgres_url"), "migrated") as database:
        migrate.upgrade(database)
        yield database


def test_migrations_from_nothing_make_exactly_the_tables(migrated: Database) -> None:
    with migrated.engine.begin() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata()) == []


def test_migrations_make_the_same_indexes_as_the_tables(migrated: Database) -> None:
    """Alembic does not look at the condition of a partial index; the outbox is slow without it."""
    inspector = inspect(migrated.engine)
    kind = "sqlite" if migrated.is_sqlite else "postgresql"
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


def test_what_migrations_made_can_be_used(migrated: Database) -> None:
    now = datetime(2026, 9, 15, 2, 0, tzinfo=UTC)
    with migrated.write() as tx:
        tx.add(Person(name="李老师", created_at=now))
    with migrated.read() as tx:
        person = tx.get(Person, 1)
        assert person is not None
        assert (person.name, person.created_at, person.role_names, person.active) == ("李老师", now, [], True)


def test_upgrading_again_changes_nothing(migrated: Database) -> None:
    assert migrate.revision_of(migrated) == migrate.newest()
    assert migrate.upgrade(migrated) is False


def test_a_database_of_a_newer_program_is_left_alone(migrated: Database) -> None:
    say = text("UPDATE alembic_version SET version_num = :number")
    with migrated.write() as tx:
        tx.execute(say, {"number": "9999"})
    with pytest.raises(migrate.NewerDatabase):
        migrate.upgrade(migrated)
    assert migrate.revision_of(migrated) == "9999"
    with migrated.write() as tx:
        tx.execute(say, {"number": migrate.newest()})


def test_processes_that_start_together_migrate_once(empty_database: Database) -> None:
    assert migrate.revision_of(empty_database) is None
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


def test_a_school_that_ran_the_first_release_keeps_its_rows(empty_database: Database) -> None:
    """One row in each table that had rows then, without the columns that came later."""
    migrate.upgrade(empty_database, "0001")
    filled = {"person", "account", "issue", "outbox", "policy_answer", "project", "question", "schedule", "timer"}
    with empty_database.write() as tx:
        columns = inspect(tx.connection())
        for table in [table.name for table in metadata().sorted_tables if table.name in filled]:
            names = [column for column in columns.get_columns(table) if not column["nullable"]]
            row = {column["name"]: _some(str(column["type"]), column["name"]) for column in names}
            fields, values = ", ".join(row), ", ".join(f":{name}" for name in row)
            tx.execute(text(f'INSERT INTO "{table}" ({fields}) VALUES ({values})'), row)  # noqa: S608 -- names of our own
    assert migrate.upgrade(empty_database) is True
    with empty_database.read() as tx:
        for mapper in Base.registry.mappers:
            if mapper.local_table is not None and mapper.local_table.name in filled:  # type: ignore[attr-defined]
                assert len(tx.query(mapper.class_).all()) == 1


def _some(kind: str, name: str) -> object:
    """A value of a column's type."""
    if "INT" in kind or "BIG" in kind:
        return 1
    if "BOOL" in kind:
        return False
    if "JSON" in kind:
        return "[]" if name.endswith("s") else "{}"
    return "2026-09-15 02:00:00+00:00" if "TIME" in kind or name.endswith("_at") or name == "at" else "x"


def test_a_rule_that_got_another_name_keeps_what_the_school_set(empty_database: Database) -> None:
    migrate.upgrade(empty_database, "0002")
    row = {"key": "issues.small_group", "version": 1, "value": "5", "reason": "", "at": "2026-09-01 00:00:00+00"}
    with empty_database.engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO rule_value (key, version, value, reason, at) VALUES (:key, :version, :value, :reason, :at)"
            ),
            row,
        )
    migrate.upgrade(empty_database)
    with empty_database.read() as tx:
        assert tx.execute(text("SELECT key FROM rule_value")).scalars().all() == ["statistics.small_group"]


def test_migrations_are_numbered_without_a_gap() -> None:
    names = sorted(path.name for path in (migrate.FOLDER / "versions").glob("*.py"))
    assert [name[:5] for name in names] == [f"{number:04d}_" for number in range(1, len(names) + 1)]
    assert migrate.newest() == f"{len(names):04d}"
