"""What becomes of a message for each answer of a platform."""

import asyncio
from collections.abc import Callable
from datetime import timedelta

import pytest

from jobs.outcomes import Settlement
from jobs.outgoing import Accepted, Closed, Later, Moved, Outcome, Outgoing, Pace, Refused, Unknown
from storage import delivery, kept_back
from storage.drafts import Draft
from storage.outbox import Kind, Priority, Sent
from storage.people import Account, Role
from tests.jobs.post import Post


def _breaks(_settlement: Settlement) -> None:
    raise ZeroDivisionError


def always(outcome: Outcome) -> Callable[[Outgoing], Outcome]:
    return lambda _message: outcome


@pytest.mark.parametrize(
    ("kind", "outcome", "became"),
    [
        (Kind.SEND, Accepted("x1", "h1"), Sent.ACCEPTED),
        (Kind.SEND, Refused("too long"), Sent.FAILED),
        (Kind.SEND, Unknown("timeout"), Sent.UNKNOWN),
        (Kind.SEND, Later(600, "429"), Sent.QUEUED),
        (Kind.SEND, Closed("window closed"), Sent.WAITING),
        (Kind.TOAST, Accepted(), Sent.ACCEPTED),
        (Kind.TOAST, Refused("query is too old"), Sent.FAILED),
        (Kind.TOAST, Unknown("timeout"), Sent.UNKNOWN),
    ],
)
def test_each_answer_has_its_state(post_on_any: Post, kind: Kind, outcome: Outcome, became: Sent) -> None:
    row = post_on_any.queue("你好", kind=kind)
    post_on_any.send(post_on_any.mouth(answer=always(outcome)))
    assert post_on_any.became(row) == became


def test_an_accepted_message_keeps_its_name_and_handle(post_on_any: Post) -> None:
    row = post_on_any.queue("你好")
    post_on_any.send(post_on_any.mouth(answer=always(Accepted("m-7", "code-1"))))
    kept = post_on_any.row(row)
    assert (kept.external_id, kept.handle, kept.attempts, kept.settled_at) == (
        "m-7",
        "code-1",
        1,
        post_on_any.clock.now,
    )


def test_an_unknown_message_is_not_repeated(post: Post) -> None:
    post.queue("你好")
    mouth = post.mouth(answer=always(Unknown("timeout")))
    post.send(mouth)
    post.clock.forward(days=1)
    post.send(mouth)
    assert mouth.said == ["你好"]


def test_a_mouth_that_raises_leaves_the_message_unknown_and_an_alarm(post: Post) -> None:
    row = post.queue("你好")
    relay = post.send(post.mouth(answer=lambda _message: 1 / 0))
    assert post.became(row) == Sent.UNKNOWN
    assert relay.alarms.counts["relay.mouth"] == 1


def test_a_mistake_in_what_follows_an_outcome_sends_nothing_twice(
    post_on_any: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [post_on_any.queue(title, title) for title in ("一", "二", "三")]
    answers = {"一": Accepted("x"), "二": Refused("too long"), "三": Unknown("timeout")}
    mouth = post_on_any.mouth(answer=lambda message: answers[message.card.title])
    with monkeypatch.context() as patch:
        patch.setattr(Settlement, "_tell_admins", _breaks)
        with pytest.raises(ZeroDivisionError):
            post_on_any.send(mouth)
    assert [post_on_any.became(row) for row in rows] == [Sent.ACCEPTED, Sent.FAILED, Sent.UNKNOWN]
    post_on_any.send(mouth)
    assert sorted(mouth.said) == ["一", "三", "二"]


def test_later_is_kept_to_the_second_and_holds_the_conversation_in_order(post_on_any: Post) -> None:
    post = post_on_any
    first, second = post.queue("一"), post.queue("二", priority=Priority.REPLY + 1)
    other = post.queue("别人", "wang")
    mouth = post.mouth(pace=Pace(parallel=1), answer=always(Later(30, "retry_after 30")))
    start = post.clock.now.timestamp()
    post.send(mouth)
    assert (post.became(first), post.became(second), post.became(other)) == (Sent.QUEUED, Sent.QUEUED, Sent.QUEUED)
    mouth.answer = None
    post.clock.forward(seconds=29 - (post.clock.now.timestamp() - start))
    post.send(mouth)
    assert len(mouth.calls) == 2  # 二 and 别人 were asked to wait; 一 was not even tried behind 二
    post.clock.forward(seconds=2)
    post.send(mouth)
    assert mouth.said[2:] == ["二", "一", "别人"]


def test_a_pause_of_the_whole_account_silences_everybody_and_outlives_a_restart(post_on_any: Post) -> None:
    post = post_on_any
    post.queue("一", "li")
    mouth = post.mouth(answer=always(Later(60, "429", whole_account=True)))
    post.send(mouth)
    post.queue("二", "wang")
    mouth.answer = None
    post.send(mouth, worker="w2")
    assert mouth.said == ["一"]
    post.clock.forward(seconds=61)
    post.send(mouth, worker="w3")
    assert mouth.said == ["一", "一", "二"]


@pytest.mark.parametrize("answers", [Accepted("x"), Refused("blocked"), Later(60, "429")])
def test_while_nothing_gets_through_there_is_an_alarm_until_the_platform_answers(post: Post, answers: Outcome) -> None:
    post.queue("first")
    mouth = post.mouth(answer=always(Later(60, "cannot be reached", whole_account=True, cut_off=True)))
    relay = post.send(mouth)
    began = post.clock.now
    assert list(relay.alarms.troubles) == ["chat.sending"]
    assert relay.alarms.troubles["chat.sending"] <= began
    assert relay.alarms.causes["chat.sending"] == "cannot be reached"

    mouth.answer = always(Unknown("no answer in time"))  # tells nothing about the line
    post.queue("second", "wang", priority=1)
    post.clock.forward(minutes=2)
    asyncio.run(relay.drain())
    assert list(relay.alarms.troubles) == ["chat.sending"]

    mouth.answer = always(answers)
    post.queue("third", "zhao")
    asyncio.run(relay.drain())
    assert relay.alarms.troubles == {}


def test_a_line_that_swallows_everything_costs_a_few_messages_and_not_a_broadcast(post_on_any: Post) -> None:
    post = post_on_any
    rows = [post.queue(str(number), f"p{number}") for number in range(60)]
    broken_until = post.clock.now + timedelta(minutes=5)

    def swallows(message: Outgoing) -> Outcome:
        return Unknown("the line broke") if post.clock.now < broken_until else Accepted(f"x{message.id}")

    relay = post.send(post.mouth(pace=Pace(parallel=4), answer=swallows))
    became = [post.became(row) for row in rows]
    assert became.count(Sent.UNKNOWN) < 4 + 12  # what was under way, and one now and then
    assert set(became) == {Sent.UNKNOWN, Sent.ACCEPTED}
    assert relay.alarms.counts["chat.sending"] > 2
    assert relay.alarms.troubles == {}


def test_a_pause_that_a_wrong_clock_has_set_is_forgotten(post_on_any: Post) -> None:
    post = post_on_any
    with post.database.write() as tx:
        delivery.pause(tx, "chat", "", post.clock.now + timedelta(days=700), "set by a clock that ran two years ahead")
        delivery.pause(tx, "chat", "li", post.clock.now + timedelta(hours=5), "retry_after 18000")
        assert delivery.forget_pauses(tx, post.clock.now) == 1
        assert delivery.paused_accounts(tx, post.clock.now) == []


def test_a_moved_conversation_is_followed(post_on_any: Post) -> None:
    post = post_on_any
    li = post.person("李老师", "chat")
    first = post.queue_for(li, "一", "chat")
    second = post.queue_for(li, "二", "chat")
    mouth = post.mouth(
        answer=lambda message: Moved("new") if message.address != "new" else Accepted("x"), pace=Pace(parallel=1)
    )
    post.send(mouth)
    assert [(call.messages[0].address, call.titles) for call in mouth.calls][1:] == [("new", ["一"]), ("new", ["二"])]
    assert (post.became(first), post.became(second)) == (Sent.ACCEPTED, Sent.ACCEPTED)
    with post.database.read() as tx:
        assert tx.get_one(Account, li.accounts[0].id).address == "new"


def test_what_would_change_a_card_of_a_conversation_that_moved_changes_nothing_there(post_on_any: Post) -> None:
    """In a supergroup messages are numbered anew: the old number is somebody else's message."""
    post = post_on_any
    li = post.person("李老师", "chat")
    card = post.queue_for(li, "一", "chat")
    post.send(post.mouth(answer=always(Accepted("17"))))
    now = post.clock.now
    with post.database.write() as tx:
        tx.add(Draft(
            account_id=li.accounts[0].id, person_id=li.id, place=li.accounts[0].address, form="issues.report", answers={},
            created_at=now, updated_at=now, expires_at=now,
        ))  # fmt: skip
    edit = post.queue_for(li, "改", "chat", kind=Kind.EDIT, edits=card)
    news = post.queue_for(li, "二", "chat")
    mouth = post.mouth(
        answer=lambda message: Moved("new") if message.address != "new" else Accepted("x"), pace=Pace(parallel=1)
    )
    post.send(mouth)
    assert (post.became(edit), post.became(news)) == (Sent.DROPPED, Sent.ACCEPTED)
    assert [call.titles for call in mouth.calls if call.messages[0].address == "new"] == [["二"]]
    with post.database.read() as tx:
        assert [draft.place for draft in tx.query(Draft)] == ["new"]


def test_the_other_channel_takes_over_and_the_administrator_hears_of_it_once(post_on_any: Post) -> None:
    post = post_on_any
    li = post.person("李老师", "wecom", "chat")
    post.person("管理员", "wecom", roles=[Role.ADMIN])
    refused = post.queue_for(li, "一", "chat", key="training:17:li")
    waiting = post.queue_for(li, "二", "chat", key="training:18:li")
    edit = post.queue_for(li, "改", "chat", kind=Kind.EDIT, edits=refused)
    chat = post.mouth(answer=always(Refused("bot was blocked by the user", unreachable=True)), pace=Pace(parallel=1))
    wecom = post.mouth(platform="wecom")
    post.send(chat)
    post.send(wecom)
    assert chat.said == ["一", "二"][: len(chat.said)]
    assert sorted(title for title in wecom.said if len(title) == 1) == ["一", "二"]
    assert [title for title in wecom.said if "收不到" in title] == [
        "李老师在chat上收不到消息了，已改用企业微信。原因：bot was blocked by the user"
    ]
    assert post.became(refused) == Sent.FAILED
    assert post.became(edit) == Sent.DROPPED
    assert "training:17:li@wecom" in {row.key for row in post.rows()}
    assert post.row(waiting).status != Sent.QUEUED
    with post.database.read() as tx:
        account = tx.get_one(Account, li.accounts[1].id)
        assert (account.reachable, account.unreachable_reason) == (False, "bot was blocked by the user")


def test_without_another_channel_the_message_waits_for_the_person(post: Post) -> None:
    li = post.person("李老师", "chat")
    post.queue_for(li, "一", "chat")
    post.send(post.mouth(answer=always(Refused("blocked", unreachable=True))))
    assert [(Sent(row.status), row.person_id) for row in post.rows()] == [
        (Sent.FAILED, li.id),
        (Sent.WAITING, li.id),
    ]


def test_where_the_conversation_is_closed_news_goes_another_way_and_nobody_is_called_unreachable(
    post_on_any: Post,
) -> None:
    post = post_on_any
    li = post.person("李老师", "wecom", "web", "chat")
    post.person("管理员", "wecom", roles=[Role.ADMIN])
    news = post.queue_for(li, "通知", "chat", key="notice:1:li")
    post.send(post.mouth(answer=always(Closed("window closed"))))
    wecom = post.mouth(platform="wecom")
    post.send(wecom)
    assert wecom.said == ["通知"]
    assert post.became(news) == Sent.FAILED
    with post.database.read() as tx:
        assert all(tx.get_one(Account, account.id).reachable for account in li.accounts)


@pytest.mark.parametrize(
    ("platforms", "priority"),
    [
        (["wecom", "chat"], Priority.REPLY),  # who asked here is answered here
        (["chat"], Priority.NOTICE),
        (["web", "chat"], Priority.NOTICE),  # a page that nobody looks at is no other way
    ],
)
def test_what_waits_for_its_reader_is_said_anew_when_they_speak(
    post_on_any: Post, platforms: list[str], priority: Priority
) -> None:
    post = post_on_any
    li = post.person("李老师", *platforms)
    kept = post.queue_for(li, "答案", "chat", priority=int(priority))
    post.send(post.mouth(answer=always(Closed("window closed"))))
    assert (post.became(kept), post.row(kept).reason) == (Sent.WAITING, "window closed")
    newer = post.queue_for(li, "你好", "chat", priority=int(Priority.REPLY))
    with post.database.write() as tx:
        assert kept_back.waits_for(tx, "chat-李老师") == 1
        assert kept_back.waits_for(tx, "chat-王老师") == 0
        [anew] = kept_back.say_anew(tx, "chat", "chat-李老师", post.clock.now, 8, cards=1)
    assert anew > newer
    chat = post.mouth()
    post.send(chat)
    assert chat.said == ["你好", "答案"]
    assert [post.became(row) for row in (kept, newer, anew)] == [Sent.DROPPED, Sent.ACCEPTED, Sent.ACCEPTED]
    with post.database.write() as tx:
        assert kept_back.say_anew(tx, "chat", "chat-李老师", post.clock.now, 8, cards=1) == []


def test_of_what_waited_a_card_is_said_once_and_no_more_cards_than_may_be(post_on_any: Post) -> None:
    post = post_on_any
    li = post.person("李老师", "chat")
    same = {"subject": "T-1", "buttons": ["好了"]}
    for title, values in (("修好了吗", same), ("通知", {}), ("修好了吗", same), ("另一单", {**same, "subject": "T-2"})):
        post.queue_for(li, title, "chat", **values)
    post.send(post.mouth(answer=always(Closed("window closed"))))
    chat = post.mouth()
    for _ in range(3):
        with post.database.write() as tx:
            kept_back.say_anew(tx, "chat", "chat-李老师", post.clock.now, 8, cards=1)
        post.send(chat)
    assert chat.said == ["通知", "修好了吗", "另一单"]


def test_a_group_that_threw_us_out_leaves_the_members_own_accounts_alone(post: Post) -> None:
    li = post.person("李老师", "chat")
    post.person("管理员", "wecom", roles=[Role.ADMIN])
    row = post.queue("一", "group-1", account_id=li.accounts[0].id, person_id=li.id)
    post.send(post.mouth(answer=always(Refused("bot was kicked", unreachable=True))))
    assert post.became(row) == Sent.FAILED
    with post.database.read() as tx:
        assert tx.get_one(Account, li.accounts[0].id).reachable
    assert [row.platform for row in post.rows() if "群" in row.card["title"]] == ["wecom"]


def test_a_recall_waits_for_its_message_and_names_what_carried_it(post: Post) -> None:
    row = post.queue("发错了")
    post.queue("", kind=Kind.RECALL, edits=row)
    seen: list[Outgoing] = []

    def answer(message: Outgoing) -> Outcome:
        seen.append(message)
        return Accepted("m-7", receipt="call-3")

    post.send(post.mouth(answer=answer))
    assert [(message.kind, message.target, message.receipt) for message in seen] == [
        (Kind.SEND, "", ""),
        (Kind.RECALL, "m-7", "call-3"),
    ]


def test_what_never_arrived_is_not_taken_back(post: Post) -> None:
    row = post.queue("发错了")
    recall = post.queue("", kind=Kind.RECALL, edits=row)
    mouth = post.mouth(answer=always(Refused("too long")))
    post.send(mouth)
    assert mouth.said == ["发错了"]
    assert post.became(recall) == Sent.DROPPED
