"""Who goes first, how fast, what is said in one call or in one message, and what a change of a card has to wait for."""

from datetime import timedelta
from itertools import pairwise

import pytest

from jobs.outgoing import Accepted, Later, Outcome, Outgoing, Pace, Refused
from storage.outbox import Kind, Priority, Sent
from tests.jobs.post import NotingMouth, Post, queue


def moments(mouth: NotingMouth, address: str = "") -> list[float]:
    """When calls were made, in seconds since the first."""
    times = [call.at for call in mouth.calls if not address or address in {m.address for m in call.messages}]
    return [round(at - mouth.calls[0].at, 3) for at in times]


def most_within(times: list[float], seconds: float) -> int:
    """The most calls that fall into any window of so many seconds."""
    return max(sum(1 for at in times if start <= at < start + seconds) for start in times)


def test_replies_go_before_broadcasts_and_each_conversation_stays_in_order(post_on_any: Post) -> None:
    post = post_on_any
    for number in range(3):
        post.queue(f"公告{number}", f"p{number}", priority=Priority.BROADCAST)
    post.queue("答一", "li", priority=Priority.REPLY)
    post.queue("答二", "li", priority=Priority.REPLY)
    post.queue("提示", "li", kind=Kind.TOAST, priority=Priority.TOAST)
    mouth = post.mouth(pace=Pace(parallel=1))
    post.send(mouth)
    assert mouth.said == ["提示", "答一", "答二", "公告0", "公告1", "公告2"]


def test_a_clock_that_is_set_back_neither_holds_a_conversation_nor_turns_it_around(post_on_any: Post) -> None:
    post = post_on_any
    post.queue("before", priority=int(Priority.REPLY))
    post.clock.now -= timedelta(hours=1)
    post.queue("after", priority=int(Priority.REPLY))
    held = post.queue("for the morning", "wang", not_before=post.clock.now + timedelta(hours=2))
    mouth = post.mouth(pace=Pace(parallel=4))
    post.send(mouth)
    assert mouth.said == ["before", "after"]
    assert post.became(held) == Sent.QUEUED


def test_a_reply_overtakes_a_broadcast_that_is_under_way(post_on_any: Post) -> None:
    post = post_on_any
    for number in range(100):
        post.queue(f"公告{number}", f"p{number}", priority=Priority.BROADCAST)
    mouth = post.mouth(pace=Pace(per_second=10, parallel=2))

    def somebody_asks(_messages: object) -> None:
        if len(mouth.calls) == 20:
            post.queue("答", "li", priority=Priority.REPLY)

    mouth.before = somebody_asks
    post.send(mouth)
    assert len(mouth.said) == 101
    assert mouth.said.index("答") - 20 <= 20  # about a second's worth was claimed ahead, no more


def test_the_rate_of_the_account_is_used_up_and_never_exceeded(post: Post) -> None:
    for number in range(200):
        post.queue(str(number), f"p{number}", priority=Priority.BROADCAST)
    mouth = post.mouth(pace=Pace(per_second=25, parallel=8))
    post.send(mouth)
    times = moments(mouth)
    assert most_within(times, 1.0) <= 27
    assert times[-1] == pytest.approx(199 / 25, rel=0.02)


def test_one_person_is_not_written_to_faster_than_allowed(post: Post) -> None:
    for number in range(4):
        post.queue(f"一{number}", "li")
        post.queue(f"二{number}", "group-1")
    mouth = post.mouth(pace=Pace(per_address_seconds=1.0, parallel=4))
    post.send(mouth)
    assert all(later - earlier >= 1.0 for earlier, later in pairwise(moments(mouth, "li")))
    assert moments(mouth, "group-1")[-1] < 1.0


@pytest.mark.parametrize("restart", [False, True])
def test_a_limit_that_drops_in_silence_is_never_reached_even_over_restarts(post_on_any: Post, restart: bool) -> None:
    post = post_on_any
    for number in range(70):
        post.queue(str(number), "li")
    mouth = post.mouth(platform="chat", pace=Pace(per_address_minute=30, parallel=4))
    for look in range(40):
        post.send(mouth, worker=f"w{look if restart else 0}")
        post.clock.forward(seconds=5)
    times = moments(mouth, "li")
    assert len(times) == 70
    assert most_within(times, 60.0) <= 30
    assert [int(title) for title in mouth.said] == list(range(70))


def test_a_group_has_its_own_limit(post: Post) -> None:
    for number in range(25):
        post.queue(str(number), "group-1")
        post.queue(str(number), "li")
    mouth = post.mouth(pace=Pace(per_group_minute=20, parallel=4))
    post.send(mouth)
    assert len(moments(mouth, "li")) == 25
    assert len(moments(mouth, "group-1")) == 19  # one kept for what a killed worker may have sent


def test_one_announcement_to_many_is_few_calls_with_an_outcome_for_each(post_on_any: Post) -> None:
    post = post_on_any
    with_english = [post.queue("notice", f"e{n}", batch="B-1", priority=Priority.BROADCAST) for n in range(3)]
    rows = [post.queue("公告", f"p{n}", batch="B-1", priority=Priority.BROADCAST) for n in range(25)]

    def answer(message: Outgoing) -> Outcome:
        return Refused("no such userid") if message.address == "p7" else Accepted("msg-1")

    mouth = post.mouth(pace=Pace(batch=10, parallel=2), answer=answer)
    post.send(mouth)
    sizes = [len(call.messages) for call in mouth.calls if call.titles[0] == "公告"]
    assert (sum(sizes), max(sizes)) == (25, 10)
    assert len(sizes) <= 4
    assert [post.became(row) for row in rows].count(Sent.ACCEPTED) == 24
    assert post.became(rows[7]) == Sent.FAILED
    assert {post.became(row) for row in with_english} == {Sent.ACCEPTED}


def test_in_a_batch_who_had_enough_waits_and_the_others_get_it(post: Post) -> None:
    for number in range(30):
        post.queue(f"早些{number}", "p1")
    mouth = post.mouth(pace=Pace(batch=10, per_address_minute=31, parallel=2))
    post.send(mouth)
    rows = [post.queue("公告", f"p{n}", batch="B-1", priority=Priority.BROADCAST) for n in range(3)]
    post.send(mouth)
    assert [post.became(row) for row in rows] == [Sent.ACCEPTED, Sent.QUEUED, Sent.ACCEPTED]
    post.clock.forward(seconds=61)
    post.send(mouth)
    assert {post.became(row) for row in rows} == {Sent.ACCEPTED}


def test_a_change_waits_for_its_message_and_only_the_newest_leaves(post_on_any: Post) -> None:
    post = post_on_any
    card = post.queue("卡片", "li", buttons=["接单"])
    mouth = post.mouth(pace=Pace(parallel=2), answer=lambda _m: Later(60, "429"))
    post.send(mouth)
    edits = [post.queue(f"卡片{n}", "li", kind=Kind.EDIT, edits=card, priority=Priority.REPLY) for n in range(3)]
    mouth.answer = lambda message: Accepted(f"x{message.id}", f"h{message.id}")
    post.clock.forward(seconds=61)
    post.send(mouth)
    assert mouth.said == ["卡片", "卡片", "卡片2"]
    last = mouth.calls[-1].messages[0]
    assert (last.kind, last.target, last.handle) == (Kind.EDIT, f"x{card}", f"h{card}")
    assert [post.became(edit) for edit in edits] == [Sent.DROPPED, Sent.DROPPED, Sent.ACCEPTED]
    assert post.row(card).handle == f"h{edits[2]}"


def test_a_change_of_what_never_arrived_is_dropped_with_its_reason(post: Post) -> None:
    card = post.queue("卡片", "li")
    mouth = post.mouth(answer=lambda _m: Refused("too long"))
    post.send(mouth)
    edit = post.queue("卡片2", "li", kind=Kind.EDIT, edits=card)
    post.send(mouth)
    assert mouth.said == ["卡片"]
    assert (post.became(edit), post.row(edit).reason) == (
        Sent.DROPPED,
        "the message it changes never arrived (failed)",
    )


def test_a_toast_that_comes_too_late_is_not_sent(post: Post) -> None:
    toast = post.queue("好了", "li", kind=Kind.TOAST, expires_at=post.clock.now + timedelta(seconds=15))
    post.clock.forward(seconds=16)
    mouth = post.mouth()
    post.send(mouth)
    assert mouth.said == []
    assert post.became(toast) == Sent.QUEUED  # housekeeping sweeps it


def test_the_mornings_notices_come_as_one_message_and_cards_stay_cards(post_on_any: Post) -> None:
    post, morning = post_on_any, post_on_any.clock.now + timedelta(hours=21)
    held = [post.queue(f"通知{n}", "li", not_before=morning) for n in range(3)]
    card = post.queue("要决定", "li", buttons=["同意"], not_before=morning)
    alone = post.queue("别人的", "wang", not_before=morning)
    mouth = post.mouth(pace=Pace(parallel=1))
    post.send(mouth)
    assert mouth.said == []
    post.clock.forward(hours=21)
    post.send(mouth)
    assert mouth.said == ["有 3 条消息等着你：", "要决定", "别人的"]
    assert mouth.calls[0].messages[0].card.lines == ("1. 通知0", "2. 通知1", "3. 通知2")
    assert {post.became(row) for row in (*held, card, alone)} == {Sent.ACCEPTED}
    assert [post.row(row).external_id for row in held] == ["", "", ""]  # none may overwrite the others


def test_notices_keep_away_from_the_full_hour_and_answers_do_not(post: Post) -> None:
    notice, reply = post.queue("通知", "li"), post.queue("答", "wang", priority=Priority.REPLY)
    mouth = post.mouth(pace=Pace(shy_seconds=60))
    post.send(mouth)  # it is exactly ten
    assert (post.became(notice), post.became(reply)) == (Sent.QUEUED, Sent.ACCEPTED)
    post.clock.forward(seconds=61)
    post.send(mouth)
    assert post.became(notice) == Sent.ACCEPTED


def test_a_morning_of_thousands_is_one_message_for_each(post_on_any: Post) -> None:
    post, morning = post_on_any, post_on_any.clock.now + timedelta(hours=21)
    with post.database.write() as tx:
        for number in range(8):
            for person in range(150):
                queue(tx, post.clock.now, f"通知{number}", f"p{person}", not_before=morning)
    post.clock.forward(hours=21)
    mouth = post.mouth(pace=Pace(per_second=25, per_address_seconds=1.0, parallel=8))
    post.send(mouth)
    assert len(mouth.calls) == 150
    assert {call.messages[0].card.lines for call in mouth.calls} == {tuple(f"{n + 1}. 通知{n}" for n in range(8))}


def test_hundreds_held_for_one_person_come_in_few_messages_in_their_order(post: Post) -> None:
    morning = post.clock.now + timedelta(hours=21)
    with post.database.write() as tx:
        for number in range(700):
            queue(tx, post.clock.now, f"通知{number}", "li", not_before=morning)
    post.clock.forward(hours=21)
    mouth = post.mouth(pace=Pace(per_second=25, per_address_seconds=1.0, parallel=8))
    post.send(mouth)
    told = [line.split(". ")[1] for call in mouth.calls for line in call.messages[0].card.lines]
    assert told == [f"通知{n}" for n in range(700)]
    assert len(mouth.calls) <= 12
