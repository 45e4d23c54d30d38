"""Prepared statements say what the session's say: the same rows, types and errors, in the same transaction."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Table, bindparam, select, update
from sqlalchemy.exc import IntegrityError

from storage.base import Base, Database
from storage.delivery import Pause
from storage.people import Account, Person
from storage.prepared import Prepared, as_loaded

PERSON, ACCOUNT = Person.__table__, Account.__table__
assert isinstance(PERSON, Table)
COLUMNS = [column.name for column in PERSON.c if column.name != "id"]
ADD = Prepared(PERSON.insert().returning(*PERSON.c), COLUMNS)
ALL = Prepared(select(*PERSON.c).order_by(PERSON.c.id))
NAMED = Prepared(select(*PERSON.c).where(PERSON.c.name == bindparam("called")))
RENAME = Prepared(update(PERSON).where(PERSON.c.name == bindparam("old")).values(name=bindparam("new")))
NOON = datetime(2026, 9, 1, 12, 0, tzinfo=timezone(timedelta(hours=8)))


def person(name: str, **other: object) -> dict[str, object]:
    """A row as it is given."""
    return {
        "name": name, "department": "", "role_names": ["staff"], "phone": "", "email": "", "language": "", "active": True,
        "tags": [], "notices_muted_at": None, "created_at": NOON, **other,
    }  # fmt: skip


def test_a_row_comes_back_with_the_types_of_its_columns_and_equals_what_the_session_reads(
    any_database: Database,
) -> None:
    with any_database.write() as tx:
        (made,) = ADD.rows(tx, person("李老师", tags=["班主任", "高一"], notices_muted_at=NOON))
    assert made[COLUMNS.index("created_at") + 1] == NOON
    assert made[COLUMNS.index("created_at") + 1].tzinfo is UTC
    with any_database.read() as tx:
        read = tx.get_one(Person, made[0])
        assert {name: getattr(read, name) for name in COLUMNS} == dict(zip(COLUMNS, made[1:], strict=True))
        assert ALL.rows(tx, {}) == [made]
        assert (NAMED.one(tx, {"called": "王师傅"}), NAMED.scalar(tx, {"called": "李老师"})) == (None, made[0])


def test_what_a_rolled_back_transaction_did_never_happened(any_database: Database) -> None:
    class Changed(Exception):
        """Somebody thought better of it."""

    with suppress(Changed), any_database.write() as tx:
        ADD.rows(tx, person("李老师"))
        assert len(ALL.rows(tx, {})) == 1
        raise Changed
    with any_database.read() as tx:
        assert ALL.rows(tx, {}) == []


def test_many_at_once_are_counted(any_database: Database) -> None:
    with any_database.write() as tx:
        for name in ("甲", "乙", "丙"):
            ADD.rows(tx, person(name))
        assert RENAME.run(tx, {"old": "甲", "new": "子"}, {"old": "无", "new": "丑"}, {"old": "丙", "new": "寅"}) == 2
        assert [row[1] for row in ALL.rows(tx, {})] == ["子", "乙", "寅"]


def test_an_error_is_the_one_that_the_session_would_raise(any_database: Database) -> None:
    assert isinstance(ACCOUNT, Table)
    columns = [column.name for column in ACCOUNT.c if column.name != "id"]
    add = Prepared(ACCOUNT.insert(), columns)
    row = {
        "platform": "chat", "external_id": "li", "address": "li", "person_id": None, "name": "", "language": "",
        "reachable": True, "plain_text": False, "unreachable_reason": "", "last_heard_at": None, "created_at": NOON,
    }  # fmt: skip
    with any_database.write() as tx:
        add.run(tx, row)
    with pytest.raises(IntegrityError) as refused, any_database.write() as tx:
        add.run(tx, row)
    assert not refused.value.connection_invalidated


def test_a_parameter_that_was_forgotten_is_named_and_a_moment_without_a_zone_refused(any_database: Database) -> None:
    with any_database.write() as tx:
        with pytest.raises(KeyError, match="called"):
            NAMED.rows(tx, {})
        with pytest.raises(ValueError, match="time zone"):
            ADD.rows(tx, person("李老师", created_at=datetime(2026, 9, 1, 12, 0)))  # noqa: DTZ001 -- the mistake itself


def test_a_list_of_values_is_refused_before_it_could_be_read_wrongly(any_database: Database) -> None:
    listed = Prepared(select(PERSON.c.id).where(PERSON.c.name.in_(["甲"])))
    with any_database.write() as tx, pytest.raises(ValueError, match="word for word"):
        listed.rows(tx, {})


def test_an_object_made_of_a_row_is_the_sessions_own_and_its_change_is_saved(any_database: Database) -> None:
    with any_database.write() as tx:
        number = ADD.rows(tx, person("李老师"))[0][0]
    with any_database.write() as tx:
        row = NAMED.one(tx, {"called": "李老师"})
        assert row is not None
        li = as_loaded(tx, Person, row)
        assert li is tx.get(Person, number) is as_loaded(tx, Person, row)
        assert li not in tx.dirty
        assert li.accounts == []
        li.name = "李老师(高一)"
    with any_database.read() as tx:
        assert tx.get_one(Person, number).name == "李老师(高一)"


def test_an_object_in_hand_keeps_what_was_changed_on_it(any_database: Database) -> None:
    with any_database.write() as tx:
        row = ADD.rows(tx, person("李老师"))[0]
        li = tx.get_one(Person, row[0])
        li.phone = "139"
        assert as_loaded(tx, Person, row).phone == "139"


def test_an_entity_that_is_not_known_by_its_first_column_is_refused(any_database: Database) -> None:
    with any_database.write() as tx, pytest.raises(TypeError, match="Pause"):
        as_loaded(tx, Pause, ("chat", "li", NOON, ""))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    st.text(alphabet=st.characters(exclude_characters="\0", exclude_categories=["Cs"])), st.lists(st.text(max_size=3))
)
def test_any_words_go_in_and_come_out_as_they_are(tmp_path: Path, name: str, tags: list[str]) -> None:
    database = Database(f"sqlite:///{tmp_path / 'any.db'}")
    try:
        with database.write() as tx:
            Base.metadata.create_all(tx.connection())
            row = ADD.rows(tx, person(name, tags=tags))[0]
            assert (row[1], row[COLUMNS.index("tags") + 1]) == (name, tags)
    finally:
        database.close()
