"""A transaction is kept as a whole or not at all, by objects and by statements alike, on both databases."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, InvalidRequestError, PendingRollbackError

from storage import calendar, settings
from storage.base import Database, core
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
