"""The stage is the product's own: its quick ways make what the product makes."""

from typing import Any

from sqlalchemy import select

from handlers.catalogue import Features
from handlers.school import School
from storage.base import Database
from storage.people import Account, Person, Role
from tests.stage import Character, Clock, Stage


def rows_of(stage: Stage, character: Character) -> dict[str, Any]:
    """All that the tables hold about somebody, apart from who it is."""
    with stage.database.read() as tx:
        row = tx.execute(
            select(Person.__table__, *(column.label(f"account_{column.name}") for column in Account.__table__.columns))
            .join_from(Person, Account)
            .where(Account.external_id == character.user_id)
        ).one()
    return {name: value for name, value in row._asdict().items() if name not in OWN}


OWN = {"id", "name", "account_id", "account_person_id", "account_external_id", "account_address"}


def test_a_cast_made_at_once_is_what_each_joining_makes(
    any_database: Database, surroundings: School, features: Features, clock: Clock
) -> None:
    stage = Stage(any_database, surroundings, features, clock)
    with stage.database.write() as tx:
        quick, head = stage.cast(tx, [("甲", (Role.CIO, Role.ADMIN), "信息中心"), ("丙", (), "英语组")])
        slow = stage.joined(tx, "乙", Role.CIO, Role.ADMIN, department="信息中心")
    assert rows_of(stage, quick) == rows_of(stage, slow)
    assert rows_of(stage, head)["role_names"] == ["staff"]
    assert [one.says("帮助").text for one in (quick, slow)] == [slow.last().text] * 2
