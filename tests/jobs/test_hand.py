"""What may leave now: the decisions of a sender, without a database or a network."""

from dataclasses import replace
from datetime import UTC, datetime

from handlers.cards import Rendered
from jobs.hand import Hand
from jobs.ledger import Step
from jobs.outgoing import Accepted, Later, Pace
from jobs.parcels import Parcel, pack
from storage.delivery import Claimed
from storage.outbox import Kind, Priority
from tests.jobs.post import NotingMouth
from tests.stage import Clock

NOW = datetime(2026, 9, 15, 2, 0, tzinfo=UTC)


def row(number: int, address: str, priority: Priority = Priority.REPLY, batch: str = "") -> Claimed:
    card = Rendered(str(number)).to_json()
    return Claimed(
        number, None, Kind.SEND, address, None, None, card if not batch else Rendered("公告").to_json(), "", batch,
        None, "", int(priority), 1, 0, NOW, None, NOW,
    )  # fmt: skip


def holding(*rows: Claimed, batch: int = 1, pace: Pace | None = None) -> Hand:
    hand = Hand(NotingMouth(Clock(NOW), pace=pace or Pace(batch=batch)), lambda: NOW, 2.0)
    hand.take_in(Step(held=True, parcels=pack(rows, {}, batch)[0]), 0.0)
    return hand


def leaving(hand: Hand, now: float = 0.0) -> list[list[int]]:
    return [parcel.ids for parcel in hand.leaving(now)]


def back(hand: Hand, parcel: Parcel) -> None:
    hand.came_back(parcel, [Accepted("x")] * len(parcel.messages), 0.0)
    hand.settled(hand.wish(0, 9))


def test_one_conversation_gets_one_call_at_a_time_in_order() -> None:
    hand = holding(row(1, "li"), row(2, "li"), row(3, "wang"))
    first, third = hand.leaving(0.0)
    assert ([first.ids, third.ids], leaving(hand)) == ([[1], [3]], [])
    back(hand, first)
    assert leaving(hand) == [[2]]


def test_an_announcement_neither_waits_for_a_conversation_nor_frees_it() -> None:
    hand = holding(
        row(1, "li"), row(2, "li"), row(8, "li", Priority.BROADCAST, "B"), row(9, "wang", Priority.BROADCAST, "B"),
        batch=10,
    )  # fmt: skip
    reply, announcement = hand.leaving(0.0)
    assert (reply.ids, announcement.ids) == ([1], [8, 9])
    back(hand, announcement)
    assert leaving(hand) == []  # the first reply is still under way
    back(hand, reply)
    assert leaving(hand) == [[2]]


def test_a_place_is_free_only_when_the_mark_is_durable() -> None:
    hand = holding(row(1, "li"), row(2, "wang"), pace=Pace(parallel=1))
    (first,) = hand.leaving(0.0)
    hand.came_back(first, [Accepted("x")], 0.0)
    assert leaving(hand) == []
    wish = hand.wish(0, 9)
    hand.keep(wish)  # the database was away
    assert leaving(hand) == []
    hand.settled(hand.wish(0, 9))
    assert leaving(hand) == [[2]]


def test_what_was_claimed_for_a_paused_account_goes_back_unsent() -> None:
    hand = holding(*(row(n, f"p{n}") for n in range(5)), pace=Pace(parallel=2))
    first, _second = hand.leaving(0.0)
    assert hand.came_back(first, [Later(60, "429", whole_account=True)], 0.0)
    assert leaving(hand) == []
    assert [parcel.ids for parcel in hand.wish(0, 9).returned] == [[2], [3], [4]]


def test_a_suspect_waits_until_all_else_is_over_and_its_start_is_written() -> None:
    hand = holding(row(1, "li"), replace(row(2, "wang"), crashes=1), row(3, "zhao"))
    (first,) = hand.leaving(0.0)
    assert (first.ids, hand.has_news) == ([1], False)
    hand.came_back(first, [Accepted("x")], 1.0)
    hand.settled(hand.wish(0, 9))
    assert (hand.leaving(1.0), hand.has_news) == ([], True)
    wish = hand.wish(0, 9)
    assert wish.starting is not None
    assert wish.starting.ids == [2]
    hand.settled(wish)
    (suspect,) = hand.leaving(1.0)
    assert (suspect.ids, hand.leaving(1.0)) == ([2], [])
    hand.came_back(suspect, [Accepted("x")], 2.0)
    hand.settled(hand.wish(0, 9))
    assert [parcel.ids for parcel in hand.leaving(2.0)] == [[3]]
