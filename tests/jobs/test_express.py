"""An answer is claimed by the turn that says it, and leaves through the sender of the same process."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from handlers import express
from handlers.cards import Rendered
from handlers.express import Load
from jobs.ledger import Ledger, Step, Wish
from jobs.outgoing import Accepted, Later, Outcome, Outgoing, Pace
from jobs.relay import Relay
from storage import delivery, outbox
from storage.outbox import Kind, Message, Priority, Sent
from tests.jobs.post import Post, queue
from tests.patience import PATIENCE

Say = Callable[[Session], object]
REPLY = int(Priority.REPLY)


@asynccontextmanager
async def at_work(relay: Relay) -> AsyncIterator[None]:
    """A relay that leads, for as long as the block lasts."""
    stop = asyncio.Event()
    running = asyncio.create_task(relay.run(stop))
    await until(lambda: bool(relay.signature("chat", "li")))
    yield
    stop.set()
    await running


async def until(happened: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not happened():  # noqa: ASYNC110 -- what happens is a row or a call, in a thread of its own
            await asyncio.sleep(0.001)


def turn(post: Post, relay: Relay, say: Say) -> list[Load]:
    """What a turn does that says something."""
    with post.database.write() as tx:
        say(tx)
        loads = express.loads(tx, relay, post.clock.now)
    for load in loads:
        relay.carry(load)
    return loads


def says(post: Post, title: str = "好的", address: str = "li", **values: Any) -> Say:
    return lambda tx: queue(tx, post.clock.now, title, address, **{"priority": REPLY, "attempts": 0, **values})


def test_an_answer_leaves_without_being_looked_for(post_on_any: Post) -> None:
    post, mouth = post_on_any, post_on_any.mouth()
    relay = post.relay(mouth)

    async def story() -> None:
        async with at_work(relay):
            (load,) = turn(post, relay, says(post))
            assert [(row.address, load.signature) for row in load.rows] == [("li", "w1#1")]
            await until(lambda: mouth.said == ["好的"])

    asyncio.run(story())
    (row,) = post.rows()
    assert (row.status, row.attempts, row.external_id, row.worker) == (Sent.ACCEPTED, 1, "x1", "w1#1")


def earlier(post: Post) -> None:
    post.queue("先说的")


def paused(address: str) -> Callable[[Post], None]:
    def pause(post: Post) -> None:
        with post.database.write() as tx:
            delivery.pause(tx, "chat", address, post.clock.now + timedelta(minutes=1), "too fast")

    return pause


@pytest.mark.parametrize("before", [earlier, paused("li"), paused("")], ids=["earlier", "conversation", "account"])
def test_what_is_not_surely_next_queues_like_everything_else(post_on_any: Post, before: Callable[[Post], None]) -> None:
    relay = post_on_any.relay(post_on_any.mouth())
    _signed_by(relay)
    before(post_on_any)
    assert turn(post_on_any, relay, says(post_on_any)) == []
    assert post_on_any.became(post_on_any.rows()[-1].id) == Sent.QUEUED


@pytest.mark.parametrize(
    "values",
    [{"priority": int(Priority.NOTICE)}, {"kind": Kind.EDIT, "edits": 1}, {"status": int(Sent.WAITING)}],
    ids=["a notice", "a change", "nowhere"],
)
def test_only_new_answers_go_this_way(post: Post, values: dict[str, Any]) -> None:
    relay = post.relay(post.mouth())
    _signed_by(relay)
    assert turn(post, relay, says(post, **values)) == []


def test_an_answer_beside_a_change_in_the_same_conversation_keeps_its_order(post: Post) -> None:
    relay = post.relay(post.mouth())
    _signed_by(relay)
    sent = post.queue("卡片", status=int(Sent.ACCEPTED))

    def both(tx: Session) -> None:
        says(post, "回复")(tx)
        says(post, "卡片(已改)", kind=Kind.EDIT, edits=sent)(tx)

    assert turn(post, relay, both) == []


def test_the_answer_to_a_press_waits_for_nothing(post: Post) -> None:
    relay = post.relay(post.mouth())
    _signed_by(relay)
    post.queue("先说的")
    (load,) = turn(post, relay, says(post, "已办", kind=Kind.TOAST, priority=int(Priority.TOAST)))
    assert [row.kind for row in load.rows] == [Kind.TOAST]


def test_a_card_that_the_same_turn_changed_again_leaves_as_it_is_in_the_end(post: Post) -> None:
    relay = post.relay(post.mouth())
    _signed_by(relay)

    def says_and_changes(tx: Session) -> None:
        message = tx.get_one(Message, queue(tx, post.clock.now, "新建", "li", priority=REPLY, attempts=0))
        message.card = Rendered("处理中").to_json()

    (load,) = turn(post, relay, says_and_changes)
    assert load.rows[0].card["title"] == "处理中"


def test_a_conversation_whose_pace_is_not_known_is_looked_up_first(post: Post) -> None:
    relay = post.relay(post.mouth(pace=Pace(per_address_minute=20)))
    _signed_by(relay)
    assert relay.signature("chat", "li") == ""


def test_nobody_signs_before_leading_after_stopping_or_for_another_platform(post: Post) -> None:
    mouth = post.mouth()
    relay = post.relay(mouth)
    assert relay.signature("chat", "li") == ""

    async def story() -> None:
        async with at_work(relay):
            assert relay.signature("telegram", "li") == ""
        assert relay.signature("chat", "li") == ""

    asyncio.run(story())


def test_what_comes_too_late_for_its_lease_goes_back_and_leaves_by_the_next(post_on_any: Post) -> None:
    post, mouth = post_on_any, post_on_any.mouth()
    relay = post.relay(mouth)

    async def story() -> None:
        async with at_work(relay):
            with post.database.write() as tx:
                says(post)(tx)
                rows = delivery.claim_replies(tx, "somebody#1", outbox.replies(tx), post.clock.now)
            relay.carry(Load("chat", "somebody#1", rows))
            await until(lambda: mouth.said == ["好的"])

    asyncio.run(story())
    assert [row.status for row in post.rows()] == [Sent.ACCEPTED]


def test_killed_between_the_commit_and_the_call_the_successor_says_it(post_on_any: Post) -> None:
    post, mouth = post_on_any, post_on_any.mouth()
    relay = post.relay(post.mouth())

    async def story() -> None:
        async with at_work(relay):
            with post.database.write() as tx:
                says(post)(tx)
                assert express.loads(tx, relay, post.clock.now)  # and nobody ever carries it

    asyncio.run(story())
    assert [row.status for row in post.rows()] == [Sent.CLAIMED]
    post.send(mouth, worker="w2")
    assert (mouth.said, [row.status for row in post.rows()]) == (["好的"], [Sent.ACCEPTED])


def test_nothing_leaves_before_a_commit_that_lasts_has_taken_it_along(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    mouth, tried = post.mouth(), []
    relay = post.relay(mouth)
    real = Ledger.step

    def away(ledger: Ledger, wish: Wish) -> Step:
        tried.append(wish)
        if wish.given and len(tried) < 4:
            assert mouth.said == []
            raise OperationalError("COMMIT", {}, Exception("the disk is full"))
        return real(ledger, wish)

    async def story() -> None:
        async with at_work(relay):
            monkeypatch.setattr(Ledger, "step", away)
            turn(post, relay, says(post))
            await until(lambda: mouth.said == ["好的"])

    asyncio.run(story())
    assert len(tried) >= 4
    assert [row.status for row in post.rows()] == [Sent.ACCEPTED]


def test_answers_to_one_person_keep_their_order_even_when_the_platform_puts_one_off(post: Post) -> None:
    put_off: list[str] = []

    def answer(message: Outgoing) -> Outcome:
        if message.card.title == "一" and not put_off:
            put_off.append("一")
            return Later(0.01, "a moment")
        return Accepted(f"x{message.id}")

    mouth = post.mouth(answer=answer)
    relay = post.relay(mouth)

    async def story() -> None:
        async with at_work(relay):
            turn(post, relay, says(post, "一"))
            turn(post, relay, says(post, "二"))
            await until(lambda: mouth.said[-1:] == ["二"])

    asyncio.run(story())
    assert mouth.said == ["一", "一", "二"]


def _signed_by(relay: Relay) -> None:
    """As if this relay led: its signature, and nothing is carried."""
    sender = relay.senders["chat"]
    sender.leads, sender._open, sender._signature = True, True, "w1#1"
    relay._loop = asyncio.new_event_loop()
    relay._loop.close()
