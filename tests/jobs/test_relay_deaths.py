"""Workers die: what they only held is sent in the end; what kills them whenever it is sent is taken out."""

import gc
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest

from jobs.ledger import Ledger, Wish
from jobs.outgoing import Later, Outgoing, Pace
from storage.outbox import Priority, Sent
from tests.jobs.post import NotingMouth, Post

LEASE = 16  # seconds after which a successor may take over


def dying(post: Post, worker: str) -> Ledger:
    """A worker that will not say goodbye."""
    ledger = Ledger(
        post.database, post.school, "chat", worker, clock=post.clock, lease_clock=lambda _tx: post.clock.now
    )  # fmt: skip
    assert ledger.take_lease()
    return ledger


def deaths(post: Post, mouth: NotingMouth, most: int = 9) -> int:
    """Start one worker after the other until one comes through; how many did not."""
    for count in range(most):
        if lives(post, mouth, f"w{count}"):
            return count
        gc.collect()  # asyncio reports the exit when its task is collected: here, not in another test
        post.clock.forward(seconds=LEASE)
    return most


def lives(post: Post, mouth: NotingMouth, worker: str) -> bool:
    """One worker sends what it finds. Whether it came through."""
    try:
        with ThreadPoolExecutor(1) as process:  # what an exit leaves behind in the interpreter ends with its thread
            process.submit(post.send, mouth, worker=worker).result()
    except SystemExit:
        return False
    return True


def deadly(title: str) -> Callable[[Sequence[Outgoing]], None]:
    """A call that carries this takes the process down in its middle."""

    def strike(messages: Sequence[Outgoing]) -> None:
        if any(message.card.title == title for message in messages):
            raise SystemExit

    return strike


def test_what_five_dead_workers_only_held_is_sent_exactly_once(post_on_any: Post) -> None:
    post = post_on_any
    rows = [post.queue(str(number), f"p{number}") for number in range(40)]
    for worker in "abcde":
        assert sum(len(parcel.rows) for parcel in dying(post, worker).step(Wish(room=32)).parcels) == 32
        post.clock.forward(seconds=LEASE)
    mouth = post.mouth()
    post.send(mouth)
    assert Counter(mouth.said) == Counter(str(number) for number in range(40))
    assert {post.became(row) for row in rows} == {Sent.ACCEPTED}
    assert [post.row(row).crashes for row in rows] == [1] * 32 + [0] * 8


def test_a_message_whose_call_kills_three_workers_is_unknown_and_all_others_are_sent(post_on_any: Post) -> None:
    post = post_on_any
    rows = {str(number): post.queue(str(number), f"p{number}") for number in range(40)}
    mouth = post.mouth(pace=Pace(parallel=4), before=deadly("2"))
    assert deaths(post, mouth) == 3
    poison = rows.pop("2")
    assert (post.became(poison), post.row(poison).crashes) == (Sent.UNKNOWN, 3)
    assert {post.became(row) for row in rows.values()} == {Sent.ACCEPTED}
    times = Counter(mouth.said)
    assert times.pop("2") == 3
    assert sorted(times) == sorted(rows)
    assert sum(times.values()) - len(times) <= 3  # no more twice than were under way at the first death


def test_one_death_under_way_and_any_number_in_hand_give_nothing_up(post_on_any: Post) -> None:
    post = post_on_any
    row = post.queue("你好")
    dying(post, "a").step(Wish(room=1))
    post.clock.forward(seconds=LEASE)
    mouth = post.mouth(before=deadly("你好"))
    assert deaths(post, mouth, most=1) == 1
    for worker in "bcd":
        assert dying(post, worker).step(Wish(room=1)).parcels
        post.clock.forward(seconds=LEASE)
    mouth.before = None
    post.send(mouth, worker="e")
    assert (post.became(row), post.row(row).crashes) == (Sent.ACCEPTED, 2)


def test_an_announcement_that_kills_goes_as_the_one_call_it_is_and_takes_nothing_else_along(post_on_any: Post) -> None:
    post = post_on_any
    together = [post.queue("众", f"p{n}", batch="B-1", priority=Priority.BROADCAST) for n in range(5)]
    single = [post.queue(str(n), f"p{n}", priority=Priority.BROADCAST) for n in range(5)]
    mouth = post.mouth(pace=Pace(parallel=4, batch=10), before=deadly("众"))
    assert deaths(post, mouth) == 3
    assert {post.became(row) for row in together} == {Sent.UNKNOWN}
    assert {post.became(row) for row in single} == {Sent.ACCEPTED}


def test_a_suspect_travels_alone_and_others_side_by_side(post: Post) -> None:
    suspects = [post.queue(f"s{n}", f"s{n}") for n in range(3)]
    dying(post, "a").step(Wish(room=3))
    post.clock.forward(seconds=LEASE)
    others = [post.queue(f"o{n}", f"o{n}") for n in range(3)]
    urgent = post.queue("u", "u", priority=Priority.REPLY)
    written: list[tuple[str, bool, list[Sent]]] = []

    def look(messages: Sequence[Outgoing]) -> None:
        (message,) = messages
        begun = post.row(message.id).started_at is not None
        written.append((message.card.title, begun, [post.became(row) for row in (urgent, *suspects)]))

    post.send(post.mouth(before=look), worker="b")
    sent, held = Sent.ACCEPTED, Sent.CLAIMED
    assert written == [
        ("u", False, [held, held, held, held]),
        ("s0", True, [sent, held, held, held]),
        ("s1", True, [sent, sent, held, held]),
        ("s2", True, [sent, sent, sent, held]),
        *[(f"o{n}", False, [sent, sent, sent, sent]) for n in range(3)],
    ]
    assert {post.became(row) for row in others} == {Sent.ACCEPTED}


def test_a_suspect_that_came_back_from_its_call_is_not_counted_while_it_waits(post_on_any: Post) -> None:
    post = post_on_any
    row = post.queue("你好")
    dying(post, "a").step(Wish(room=1))
    post.clock.forward(seconds=LEASE)
    mouth = post.mouth(answer=lambda _message: Later(30, "429"))
    post.send(mouth, worker="b")
    assert post.row(row).started_at is None
    for worker in "cde":
        post.clock.forward(seconds=60)
        assert dying(post, worker).step(Wish(room=1)).parcels
    post.clock.forward(seconds=60)
    mouth.answer = None
    post.send(mouth, worker="f")
    assert (post.became(row), post.row(row).crashes) == (Sent.ACCEPTED, 1)


@pytest.mark.parametrize("lost", [1, 2])
def test_a_start_that_could_not_be_written_is_written_before_the_call(
    post: Post, monkeypatch: pytest.MonkeyPatch, lost: int
) -> None:
    row = post.queue("你好")
    dying(post, "a").step(Wish(room=1))
    post.clock.forward(seconds=LEASE)
    real, blows = Ledger.step, iter([True] * lost)

    def step(self: Ledger, wish: Wish) -> object:
        if wish.starting is not None and next(blows, False):
            raise OSError
        return real(self, wish)

    monkeypatch.setattr(Ledger, "step", step)
    begun: list[bool] = []
    mouth = post.mouth(before=lambda _messages: begun.append(post.row(row).started_at is not None))
    post.send(mouth, worker="b")
    assert (begun, post.became(row)) == ([True], Sent.ACCEPTED)
