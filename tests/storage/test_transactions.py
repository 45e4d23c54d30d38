"""A transaction is kept as a whole or not at all, by objects and by statements alike, on both databases."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, insert, text
from sqlalchemy.exc import DBAPIError, InvalidRequestError, PendingRollbackError

from storage import calendar, settings
from storage.base import Database, core, is_away
from storage.models import metadata
from storage.settings import Setting


def kept(database: Database) -> list[str]:
    with database.read() as tx:
        return [str(name) for name in tx.execute(text("SELECT name FROM setting ORDER BY name")).scalars()]


def test_what_raises_after_its_rows_were_written_keeps_none_of_them(any_database: Database) -> None:
    def half_a_turn() -> None:
        with any_database.write() as tx:
            settings.put(tx, "object", 1)
            tx.flush()
            core(tx).execute(text("UPDATE setting SET name = 'statement'"))
            raise ZeroDivisionError

    before = kept(any_database)
    with pytest.raises(ZeroDivisionError):
        half_a_turn()
    assert kept(any_database) == before


def test_a_mistake_that_was_swallowed_does_not_commit_the_half_before_it(any_database: Database) -> None:
    def swallow() -> None:
        with any_database.write() as tx:
            tx.add(Setting(name="half", value=1))
            tx.flush()
            tx.expunge_all()
            tx.add(Setting(name="half", value=2))
            with pytest.raises(DBAPIError):
                tx.flush()
            core(tx).execute(text("UPDATE setting SET name = 'other half'"))

    before = kept(any_database)
    with pytest.raises((PendingRollbackError, InvalidRequestError, DBAPIError)):
        swallow()
    assert kept(any_database) == before
    with any_database.write() as tx:
        settings.put(tx, "after", 1)
    assert kept(any_database) == sorted([*before, "after"])


def test_what_was_rehearsed_is_taken_back_and_the_rest_is_kept(any_database: Database) -> None:
    before = kept(any_database)
    with any_database.write() as tx:
        settings.put(tx, "first", 1)
        with calendar.rehearsal(tx):
            settings.put(tx, "rehearsed", 1)
            tx.flush()
            core(tx).execute(text("UPDATE setting SET name = 'changed' WHERE name = 'first'"))
        settings.put(tx, "last", 1)
    assert kept(any_database) == sorted([*before, "first", "last"])


def test_a_look_writes_nothing_whatever_is_done_in_it(any_database: Database) -> None:
    before = kept(any_database)
    with any_database.read() as tx:
        tx.add(Setting(name="looked", value=1))
        tx.flush()
    assert kept(any_database) == before


def test_a_refused_row_is_our_mistake_and_no_outage(any_database: Database) -> None:
    def twice() -> None:
        with any_database.write() as tx:
            core(tx).execute(insert(Setting), [{"name": "same", "value": 1}, {"name": "same", "value": 2}])

    with pytest.raises(DBAPIError) as refused:
        twice()
    assert not is_away(refused.value)


@pytest.mark.postgres
def test_a_connection_cut_in_the_middle_is_an_outage_and_the_next_transaction_has_another(postgres: Database) -> None:
    def cut() -> None:
        with postgres.write() as tx:
            settings.put(tx, "half", 1)
            core(tx).execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))

    with pytest.raises(DBAPIError) as gone:
        cut()
    assert is_away(gone.value)
    with postgres.write() as tx:
        settings.put(tx, "after", 1)
    assert kept(postgres) == ["after"]


@pytest.mark.postgres
def test_a_process_that_froze_inside_a_transaction_holds_nobody_up_for_ever(postgres: Database) -> None:
    """A machine that fell asleep has locked the row: the server ends its transaction, and the next one goes on."""
    asleep = Database(postgres.url.render_as_string(hide_password=False), patience=timedelta(milliseconds=50))

    def freezes() -> None:
        with asleep.write() as tx:
            settings.put(tx, "same", "of the frozen one")
            with postgres.write() as other:
                settings.put(other, "same", "of the next one")

    with pytest.raises(DBAPIError) as woken:
        freezes()
    assert is_away(woken.value)
    with asleep.read() as tx:
        assert settings.get(tx, "same") == "of the next one"
    asleep.close()


@pytest.mark.postgres
def test_who_only_looks_may_take_their_time(postgres: Database) -> None:
    """As when the index is made anew between two looks, on a slow machine."""
    slow = Database(postgres.url.render_as_string(hide_password=False), patience=timedelta(milliseconds=1))
    with slow.read() as tx:
        assert tx.execute(text("SELECT 1")).scalar_one() == 1
        with postgres.write() as other:
            other.execute(text("SELECT pg_sleep(0.05)"))
        assert tx.execute(text("SELECT 2")).scalar_one() == 2
    slow.close()


@pytest.mark.postgres
def test_a_server_that_takes_no_rows_is_an_outage_and_no_mistake_of_ours(postgres: Database) -> None:
    def refused() -> None:
        with postgres.write() as tx:
            core(tx).execute(text("SET TRANSACTION READ ONLY"))
            settings.put(tx, "never", 1)

    with pytest.raises(DBAPIError) as read_only:
        refused()
    assert is_away(read_only.value)
    assert kept(postgres) == []


@pytest.mark.postgres
def test_who_waits_too_long_for_a_row_comes_again(postgres: Database) -> None:
    def timed_out() -> None:
        with postgres.write() as tx, postgres.write() as other:
            settings.put(tx, "same", 1)
            core(other).execute(text("SET LOCAL lock_timeout = '10ms'"))
            settings.put(other, "same", 2)

    with pytest.raises(DBAPIError) as waited:
        timed_out()
    assert is_away(waited.value)
    assert kept(postgres) == []


def test_what_was_deleted_stands_nowhere_on_the_disk(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'own.db'}")
    metadata().create_all(database.engine)
    said = "nobody knows who wrote this"
    with database.write() as tx:
        for number in range(40):
            settings.put(tx, f"kept {number}", "x" * 50)
        settings.put(tx, "who", said)
    with database.write() as tx:
        settings.put(tx, "who", "")
        tx.execute(delete(Setting).where(Setting.name == "kept 3"))
    with database.read() as tx:
        tx.execute(text("SELECT 1 FROM setting"))
        assert not database.fold_in()  # somebody looks: nobody waits
    assert database.fold_in()
    on_disk = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    database.close()
    assert said.encode() not in on_disk
    assert b"kept 4" in on_disk


def test_what_is_kept_as_json_stands_there_as_it_was_written_even_half_a_character(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'words.db'}")
    metadata().create_all(database.engine)
    said = {"a": ["班主任 😀"], "b": ["半个字 \ud83d"]}
    with database.write() as tx:
        for name, value in said.items():
            settings.put(tx, name, value)
    with database.read() as tx:
        assert {name: settings.get(tx, name, None) for name in said} == said
        written = tx.execute(text("SELECT value FROM setting WHERE name = 'a'")).scalar_one()
    assert written == '["班主任 😀"]'
    database.close()
