"""The outbox beyond the relay: announcements to many, handles that presses bring, what waits for an account."""

from handlers.cards import Rendered
from storage import outbox
from storage.base import Database
from storage.outbox import Message, Sent
from storage.people import Account, Person
from tests.jobs.post import queue
from tests.stage import Clock


def accounts(database: Database, clock: Clock, count: int) -> list[int]:
    """So many people with one account each; the third has blocked us."""
    with database.write() as tx:
        people = [Person(name=f"老师{n}", role_names=["staff"], created_at=clock.now) for n in range(count)]
        for number, person in enumerate(people):
            person.accounts = [
                Account(
                    platform="chat", external_id=f"u{number}", address=f"u{number}", created_at=clock.now,
                    reachable=number != 2,
                )
            ]  # fmt: skip
        tx.add_all(people)
        tx.flush()
        return [person.accounts[0].id for person in people]


def test_an_announcement_reaches_everybody_who_can_be_reached_and_nobody_twice(
    any_database: Database, clock: Clock
) -> None:
    to = accounts(any_database, clock, 5)
    card = Rendered("周五停网").to_json()
    for new in (4, 0):
        with any_database.write() as tx:
            assert outbox.fan_out(tx, to, card, clock.now, batch="B-0001", subject="B-0001") == new
    with any_database.read() as tx:
        rows = tx.query(Message).order_by(Message.id).all()
    assert [(row.address, row.key, row.card["title"], Sent(row.status)) for row in rows] == [
        (f"u{n}", f"B-0001:{n + 1}", "周五停网", Sent.QUEUED) for n in (0, 1, 3, 4)
    ]
    assert {(row.attempts, row.crashes, row.created_at, row.not_before) for row in rows} == {
        (0, 0, clock.now, clock.now)
    }


def test_a_press_renews_the_handle_of_the_card_it_stood_on_and_of_no_other(
    any_database: Database, clock: Clock
) -> None:
    with any_database.write() as tx:
        ids = [queue(tx, clock.now, "卡", "li", external_id=name, handle="old") for name in ("m1", "m2")]
        outbox.renew_handle(tx, "chat", "li", "m1", "new")
        outbox.renew_handle(tx, "chat", "wang", "m2", "stolen")
    with any_database.read() as tx:
        assert [tx.get_one(Message, row).handle for row in ids] == ["new", "old"]
