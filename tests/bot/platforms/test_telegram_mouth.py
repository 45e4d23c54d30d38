"""Speaking on Telegram, over real HTTP against a strict Bot API: what arrives, and what every refusal becomes."""

import logging
from collections.abc import AsyncIterator, Iterator

import pytest
from telegram.error import NetworkError, TimedOut

from bot.platforms.telegram_bot import CannotFetch, TelegramAccount, TelegramLine
from bot.platforms.telegram_mouth import TelegramMouth
from bot.platforms.telegram_outcomes import outcome_of
from bot.platforms.telegram_wire import NoFreeConnection, NotSent
from handlers.cards import Rendered, Shown
from handlers.incoming import Attachment
from jobs.outgoing import Accepted, Later, Moved, Outcome, Outgoing, Refused, Unknown
from storage.outbox import Kind
from tests.bot.platforms.conftest import NOON, card, sending
from tests.fakes import Clock, FakeTelegram, Limits

pytestmark = pytest.mark.anyio


@pytest.fixture
def telegram() -> Iterator[FakeTelegram]:
    with FakeTelegram(clock=Clock(NOON, frozen=True), limits=Limits.none()) as fake:
        yield fake
        assert fake.violations == []


@pytest.fixture
async def line(telegram: FakeTelegram) -> AsyncIterator[TelegramLine]:
    opened = TelegramLine(TelegramAccount(telegram.token, telegram.root))
    yield opened
    await opened.close()


@pytest.fixture
def alarms() -> list[str]:
    return []


@pytest.fixture
def mouth(line: TelegramLine, alarms: list[str]) -> TelegramMouth:
    return TelegramMouth(line.bot, alarm=alarms.append, monotonic=lambda: 100.0)


async def one(mouth: TelegramMouth, message: Outgoing) -> Outcome:
    [outcome] = await mouth.send([message])
    return outcome


async def test_a_card_is_sent_changed_and_its_press_answered(telegram: FakeTelegram, mouth: TelegramMouth) -> None:
    li = telegram.user()
    first = await one(mouth, sending(li.id, card("T-0001 投影仪不亮", "接单", "转派")))
    seen = li.waits_for("T-0001 投影仪不亮", buttons=["接单", "转派"])
    assert first == Accepted(str(seen.message_id))
    press = li.presses("接单")
    toast = Outgoing(2, Kind.TOAST, str(li.id), Rendered("已接单"), answers=press.query_id)
    assert await one(mouth, toast) == Accepted()
    assert press.answer == {"text": "已接单", "show_alert": False}
    edit = Outgoing(3, Kind.EDIT, str(li.id), card("T-0001 王老师已接单"), target=str(seen.message_id))
    assert await one(mouth, edit) == Accepted(str(seen.message_id))
    assert li.waits_for("王老师已接单", buttons=[]).message_id == seen.message_id
    repeated = await one(mouth, edit)
    assert isinstance(repeated, Accepted)
    assert "not modified" in repeated.note


async def test_a_press_answered_by_a_message_stops_waiting(telegram: FakeTelegram, mouth: TelegramMouth) -> None:
    li = telegram.user()
    await one(mouth, sending(li.id, card("你好", "帮助")))
    press = li.presses("帮助")
    await one(mouth, sending(li.id, card("我会这些"), answers=press.query_id))
    assert press.answer == {"text": "", "show_alert": False}


async def test_a_long_answer_to_a_press_stays_until_it_is_read(telegram: FakeTelegram, mouth: TelegramMouth) -> None:
    li = telegram.user()
    await one(mouth, sending(li.id, card("T-0001", "接单")))
    press = li.presses("接单")
    words = (
        "T-0001 已由王老师于 10:02 接单,不能再「接单」。要转给你,请王老师或调度「转派」,或者说「我的待办」看看别的。"
    )
    await one(mouth, Outgoing(2, Kind.TOAST, str(li.id), Rendered(words), answers=press.query_id))
    assert press.answer == {"text": words, "show_alert": True}


async def test_in_a_group_the_answer_hangs_under_the_question_and_in_its_topic(
    telegram: FakeTelegram, mouth: TelegramMouth
) -> None:
    li = telegram.user()
    group = telegram.group("信息中心", [li], topics={42})
    asked = li.sends("/help@xiaoxin_fake_bot", to=group, thread=42)
    address = f"{group.id}/42"
    assert mouth.is_group(address)
    await one(mouth, sending(address, card("我会这些"), answers=f"message:{asked.message_id}"))
    told = telegram.called("sendMessage")[-1].params
    assert told["message_thread_id"] in (42, "42")
    assert "reply_parameters" in told


async def test_where_a_topic_is_gone_the_group_is_told(telegram: FakeTelegram, mouth: TelegramMouth) -> None:
    group = telegram.group("信息中心", [telegram.user()], topics={42})
    assert isinstance(await one(mouth, sending(f"{group.id}/7", card("明天停电"))), Accepted)
    assert group.hears() == ["明天停电"]


async def test_in_private_an_answer_quotes_nothing(telegram: FakeTelegram, mouth: TelegramMouth) -> None:
    li = telegram.user()
    said = li.sends("你好")
    await one(mouth, sending(li.id, card("你好"), answers=f"message:{said.message_id}"))
    assert "reply_parameters" not in telegram.called("sendMessage")[-1].params


async def test_previews_of_links_are_off(telegram: FakeTelegram, mouth: TelegramMouth) -> None:
    await one(mouth, sending(telegram.user().id, card("https://school.example")))
    assert '"is_disabled": true' in str(telegram.called("sendMessage")[-1].params["link_preview_options"]).replace(
        "'is_disabled': True", '"is_disabled": true'
    )


async def test_formatting_that_telegram_does_not_take_goes_out_plain_once(
    telegram: FakeTelegram, mouth: TelegramMouth
) -> None:
    li = telegram.user()
    telegram.fail_next(
        "sendMessage", status=400, description="Bad Request: can't parse entities: Unsupported start tag"
    )
    assert isinstance(await one(mouth, sending(li.id, Rendered("标题 <b>", ("正文",)))), Accepted)
    assert li.hears() == ["标题 <b>\n正文"]
    assert len(telegram.called("sendMessage")) == 2


async def test_a_long_card_goes_on_where_it_was_stopped(telegram: FakeTelegram, mouth: TelegramMouth) -> None:
    li = telegram.user()
    long = Rendered("很长", tuple("字" * 3000 for _ in range(3)), buttons=(Shown("看原文", "policy.source"),))
    telegram.fail_next("getMe")  # any fault of another method stays where it is
    telegram.fail_next("sendMessage", delay=0.0, times=1)  # the first part passes
    telegram.fail_next(
        "sendMessage", status=429, description="Too Many Requests: retry after 3", parameters={"retry_after": 3}
    )
    assert await one(mouth, sending(li.id, long)) == Later(3.0, "429: too many messages")
    assert len(li.hears()) == 1
    assert isinstance(await one(mouth, sending(li.id, long, attempts=2)), Accepted)
    assert [len(text) for text in li.hears()] == [3003, 3000, 3000]
    assert [message.buttons for message in li.sees()] == [[], [], ["看原文"]]


BLOCKED: dict[str, object] = {"status": 403, "description": "Forbidden: bot was blocked by the user"}
FAULTS: dict[str, tuple[dict[str, object], Outcome]] = {
    "too many": (
        {"status": 429, "description": "Too Many Requests: retry after 7", "parameters": {"retry_after": 7}},
        Later(7.0, "429: too many messages"),
    ),
    "blocked": (BLOCKED, Refused("Forbidden: bot was blocked by the user", unreachable=True)),
    "moved": (
        {
            "status": 400, "description": "Bad Request: group chat was upgraded to a supergroup chat",
            "parameters": {"migrate_to_chat_id": -100555},
        },
        Moved("-100555"),
    ),
    "unknown chat": (
        {"status": 400, "description": "Bad Request: chat not found"}, Refused("Chat not found", unreachable=True),
    ),
    "too old": (
        {"status": 400, "description": "Bad Request: query is too old and response timeout expired or query ID is invalid"},
        Accepted(note="Query is too old and response timeout expired or query id is invalid"),
    ),
    "bad button": (
        {"status": 400, "description": "Bad Request: BUTTON_DATA_INVALID"}, Refused("Button_data_invalid"),
    ),
    "bad token": (
        {"status": 401, "description": "Unauthorized"},
        Later(600.0, "the bot token is refused: Unauthorized", whole_account=True, cut_off=True),
    ),
    "conflict": ({"status": 409, "description": "Conflict: other"}, Later(2.0, "Conflict: other")),
    "too big": (
        {"status": 413, "description": "Request Entity Too Large (413)"},
        Refused("too big for Telegram: Request Entity Too Large (413)"),
    ),
    "server error": ({"status": 500, "description": "Internal Server Error"}, Later(2.0, "Telegram answered 500")),
    "bad gateway": (
        {"status": 502, "description": "Bad Gateway"}, Later(2.0, "Telegram answered 502", whole_account=True, cut_off=True),
    ),
    "out of order": (
        {"status": 503, "description": "Service Unavailable"},
        Later(2.0, "Telegram answered 503", whole_account=True, cut_off=True),
    ),
    "late gateway": ({"status": 504, "description": "Gateway Timeout"}, Unknown("the line broke: NetworkError")),
    "hung up before": ({"drop": "before"}, Unknown("the line broke: ServerDisconnectedError")),
    "hung up after": ({"drop": "after"}, Unknown("the line broke: ServerDisconnectedError")),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
async def test_each_refusal_becomes_what_the_table_says(
    name: str, telegram: FakeTelegram, mouth: TelegramMouth, alarms: list[str]
) -> None:
    fault, outcome = FAULTS[name]
    li = telegram.user()
    telegram.fail_next("sendMessage", **fault)  # type: ignore[arg-type]
    assert await one(mouth, sending(li.id)) == outcome
    assert len(telegram.called("sendMessage")) == 1  # nothing is repeated behind the relay's back
    assert bool(alarms) == (name == "bad token")


@pytest.mark.parametrize("status", [500, 502, 503])
async def test_what_telegram_fails_at_is_repeated_twice_and_no_more(
    status: int, telegram: FakeTelegram, mouth: TelegramMouth
) -> None:
    li, cut_off = telegram.user(), status != 500
    telegram.fail_next("sendMessage", status=status, times=9)
    outcomes = [await one(mouth, sending(li.id, attempts=number)) for number in (1, 2, 3)]
    again = [Later(s, f"Telegram answered {status}", whole_account=cut_off, cut_off=cut_off) for s in (2.0, 4.0)]
    assert outcomes == [*again, Unknown(f"Telegram answered {status}, 3 times: it may have arrived")]
    assert len(telegram.called("sendMessage")) == 3


async def test_during_an_outage_no_message_is_spent_on_finding_out_whether_it_is_over(
    telegram: FakeTelegram, mouth: TelegramMouth
) -> None:
    li = telegram.user()
    telegram.fail_next("sendMessage", status=502)
    assert isinstance(await one(mouth, sending(li.id)), Later)
    telegram.fail_next("getMe", status=502, times=50)
    for number in range(50):  # an hour of it
        outcome = await one(mouth, sending(li.id, id=number, attempts=9))
        assert isinstance(outcome, Later)
        assert outcome.whole_account
    assert len(telegram.called("sendMessage")) == 1
    assert isinstance(await one(mouth, sending(li.id, attempts=60)), Accepted)
    assert isinstance(await one(mouth, sending(li.id, id=2)), Accepted)
    assert len(telegram.called("getMe")) == 51  # and when it is over, nothing is asked any more


async def test_a_change_of_a_card_is_repeated_until_it_is_made(telegram: FakeTelegram, mouth: TelegramMouth) -> None:
    li = telegram.user()
    sent = await one(mouth, sending(li.id))
    assert isinstance(sent, Accepted)
    telegram.fail_next("editMessageText", status=500, times=5)
    change = sending(li.id, card("别的"), id=2, kind=Kind.EDIT, target=sent.external_id)
    assert [type(await one(mouth, change)) for _ in range(6)] == [Later] * 5 + [Accepted]


async def test_no_answer_in_time_means_nobody_knows(telegram: FakeTelegram) -> None:
    slow = TelegramLine(_Impatient(telegram.token, telegram.root))
    li = telegram.user()
    telegram.fail_next("sendMessage", delay=5.0)
    assert await one(TelegramMouth(slow.bot), sending(li.id)) == Unknown("no answer in time")
    telegram.fail_next("editMessageText", delay=5.0)
    edit = Outgoing(2, Kind.EDIT, str(li.id), card("新"), target=str(li.sees()[-1].message_id))
    assert await one(TelegramMouth(slow.bot), edit) == Later(2.0, "no answer in time")  # an edit can be said again
    await slow.close()


class _Impatient(TelegramAccount):
    def request(self, connections: int, read_timeout: float = 0.05) -> object:  # type: ignore[override]
        del read_timeout
        return super().request(connections, 0.05)


@pytest.mark.parametrize(("attempts", "seconds"), [(1, 2.0), (2, 4.0), (4, 16.0), (20, 300.0)])
async def test_where_telegram_cannot_be_reached_everything_waits(attempts: int, seconds: float) -> None:
    gone = TelegramLine(TelegramAccount("1:x", "http://127.0.0.1:9"))
    outcome = await one(TelegramMouth(gone.bot), sending(1, attempts=attempts))
    assert outcome == Later(
        seconds, "Telegram cannot be reached: ClientConnectorError", whole_account=True, cut_off=True
    )
    await gone.close()


@pytest.mark.parametrize("proxy", ["socks5://127.0.0.1:1080", "127.0.0.1:1080"])
async def test_a_proxy_that_speaks_no_http_loses_no_message(
    proxy: str, telegram: FakeTelegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("http_proxy", proxy)
    for account in (TelegramAccount(telegram.token, telegram.root, proxy=proxy), TelegramAccount("1:x", "http://a.b")):
        behind = TelegramLine(account)
        outcome = await one(TelegramMouth(behind.bot), sending(telegram.user().id))
        assert outcome == Later(2.0, "Telegram cannot be reached: NotSent", whole_account=True, cut_off=True)
        await behind.close()


async def test_a_proxy_that_is_away_is_no_lost_message(telegram: FakeTelegram) -> None:
    behind = TelegramLine(TelegramAccount(telegram.token, telegram.root, proxy="http://127.0.0.1:9"))
    outcome = await one(TelegramMouth(behind.bot), sending(telegram.user().id))
    assert outcome == Later(
        2.0, "Telegram cannot be reached: ClientProxyConnectionError", whole_account=True, cut_off=True
    )
    assert telegram.called("sendMessage") == []
    await behind.close()


async def test_one_chat_told_to_slow_down_is_that_chat_two_are_the_account(
    telegram: FakeTelegram, mouth: TelegramMouth
) -> None:
    li, wang = telegram.user(), telegram.user(first_name="王技术")
    for user in (li, wang):
        telegram.fail_next(
            "sendMessage", chat_id=user.id, status=429, description="Too Many Requests", parameters={"retry_after": 9}
        )
    assert await one(mouth, sending(li.id)) == Later(9.0, "429: too many messages")
    assert await one(mouth, sending(wang.id)) == Later(9.0, "429: too many messages", whole_account=True)


async def test_people_the_platform_knows_and_does_not_know(telegram: FakeTelegram, mouth: TelegramMouth) -> None:
    gone, never = telegram.user(), telegram.user(started=False)
    gone.blocks()
    assert await one(mouth, sending(gone.id)) == Refused("Forbidden: bot was blocked by the user", unreachable=True)
    outcome = await one(mouth, sending(never.id))
    assert isinstance(outcome, Refused)
    assert outcome.unreachable
    assert await one(mouth, sending(424242)) == Refused("Chat not found", unreachable=True)
    group = telegram.group("信息中心", [gone])
    moved = group.migrates()
    assert await one(mouth, sending(group.id)) == Moved(str(moved.id))


async def test_a_vanished_card_and_a_strange_address_are_refused_and_nobody_is_unreachable(
    telegram: FakeTelegram, mouth: TelegramMouth
) -> None:
    li = telegram.user()
    edit = Outgoing(2, Kind.EDIT, str(li.id), card(), target="4711")
    assert await one(mouth, edit) == Refused("Message to edit not found")
    assert await one(mouth, Outgoing(3, Kind.EDIT, str(li.id), card(), target="")) == Refused(
        "not Telegram's: invalid literal for int() with base 10: ''"
    )
    assert isinstance(await one(mouth, sending("LiTeacher")), Refused)


async def test_a_late_answer_to_a_press_is_no_failure(telegram: FakeTelegram, mouth: TelegramMouth) -> None:
    li = telegram.user()
    await one(mouth, sending(li.id, card("T-0001", "接单")))
    press = li.presses("接单")
    telegram.clock.advance(60)
    outcome = await one(mouth, Outgoing(2, Kind.TOAST, str(li.id), Rendered("已由王老师接单"), answers=press.query_id))
    assert isinstance(outcome, Accepted)
    assert "too old" in outcome.note
    assert li.hears()[1:] == ["已由王老师接单"]  # whoever pressed while we were away still hears what came of it
    empty = Outgoing(3, Kind.TOAST, str(li.id), Rendered(""), answers=press.query_id)
    assert isinstance(await one(mouth, empty), Accepted)
    assert len(li.hears()) == 2


async def test_in_a_group_nobody_hears_late_what_one_of_them_pressed(
    telegram: FakeTelegram, mouth: TelegramMouth
) -> None:
    li = telegram.user()
    group = telegram.group("信息中心", [li])
    await one(mouth, sending(group.id, card("T-0001", "接单")))
    press = li.presses("接单", chat=group)
    telegram.clock.advance(60)
    late = Outgoing(2, Kind.TOAST, str(group.id), Rendered("「接单」要由技术员来做。"), answers=press.query_id)
    assert isinstance(await one(mouth, late), Accepted)
    assert group.hears() == ["T-0001"]


@pytest.mark.parametrize("words", ["BUTTON_DATA_INVALID", "BUTTON_TYPE_INVALID", "REPLY_MARKUP_TOO_LONG"])
async def test_a_keyboard_telegram_refuses_does_not_take_the_words_with_it(
    words: str, telegram: FakeTelegram, mouth: TelegramMouth, caplog: pytest.LogCaptureFixture
) -> None:
    li = telegram.user()
    fault = {"status": 400, "description": f"Bad Request: {words}"}
    telegram.fail_next("sendMessage", **fault)  # type: ignore[arg-type]
    sent = await one(mouth, sending(li.id, card("T-0001", "接单", "转派")))
    assert li.hears() == ["T-0001\n1. 接单\n2. 转派"]
    telegram.fail_next("editMessageText", **fault)  # type: ignore[arg-type]
    assert isinstance(sent, Accepted)
    await one(mouth, Outgoing(2, Kind.EDIT, str(li.id), card("T-0001 处理中", "已解决"), target=sent.external_id))
    assert li.hears() == ["T-0001 处理中\n1. 已解决"]
    assert caplog.text.count("goes out without its buttons") == 2


async def test_what_telegram_does_not_take_stands_in_the_log(
    telegram: FakeTelegram, mouth: TelegramMouth, caplog: pytest.LogCaptureFixture
) -> None:
    telegram.fail_next("sendMessage", status=400, description="Bad Request: message is too long")
    assert await one(mouth, sending(telegram.user().id)) == Refused("Message is too long")
    assert [record.levelname for record in caplog.records] == ["ERROR"]


def caused(error: NetworkError, cause: Exception) -> NetworkError:
    error.__cause__ = cause
    return error


ON_THE_WAY: dict[str, tuple[NetworkError, Outcome]] = {
    "no connection in time": (
        caused(NotSent(""), TimeoutError()),
        Later(2.0, "Telegram cannot be reached: TimeoutError", whole_account=True, cut_off=True),
    ),
    "no free connection": (NoFreeConnection(""), Later(2.0, "no free connection")),
    "half written": (caused(TimedOut(), TimeoutError()), Unknown("no answer in time")),
    "broken while reading": (
        caused(NetworkError(""), ConnectionResetError()), Unknown("the line broke: ConnectionResetError")
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", ON_THE_WAY)
def test_what_surely_never_left_may_be_repeated_and_nothing_else(name: str) -> None:
    error, outcome = ON_THE_WAY[name]
    assert outcome_of(error, sending(1)) == outcome


async def test_the_token_is_in_no_line_of_the_log(
    telegram: FakeTelegram, line: TelegramLine, mouth: TelegramMouth, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    li = telegram.user()
    telegram.fail_next("sendMessage", drop="before")
    for number in range(2):
        await one(mouth, sending(li.id, id=number))
    with pytest.raises(CannotFetch):
        await line.fetch(Attachment("photo", "nothing"))
    assert telegram.token not in caplog.text


async def test_a_photo_can_be_fetched_unless_it_is_too_big(telegram: FakeTelegram, line: TelegramLine) -> None:
    content = b"\xff\xd8" + b"x" * 5000
    sent = telegram.user().sends_photo(content).as_json()["photo"]
    photo = Attachment("photo", sent[-1]["file_id"])
    assert await line.fetch(photo) == content
    with pytest.raises(CannotFetch):
        await line.fetch(photo, most=1000)


def test_secrets_do_not_show(telegram: FakeTelegram) -> None:
    account = TelegramAccount(telegram.token, telegram.root, secret="s3cret", proxy="http://u:pw@proxy.example")
    assert telegram.token not in repr(account)
    assert "s3cret" not in repr(account)
    assert "pw@" not in repr(account)


async def test_a_message_is_taken_back_with_all_its_parts(telegram: FakeTelegram, mouth: TelegramMouth) -> None:
    li = telegram.user()
    sent = await one(mouth, sending(li.id, Rendered("停电通知", tuple("明天停电" * 200 for _ in range(8)))))
    assert isinstance(sent, Accepted)
    assert len(sent.receipt.split()) == len(li.sees()) > 1
    back = Outgoing(2, Kind.RECALL, str(li.id), Rendered(""), target=sent.external_id, receipt=sent.receipt)
    assert isinstance(await one(mouth, back), Accepted)
    assert li.sees() == []
    assert isinstance(await one(mouth, back), Accepted)  # after a crash in between it is gone already


async def test_what_is_older_than_two_days_is_not_taken_back(telegram: FakeTelegram, mouth: TelegramMouth) -> None:
    li = telegram.user()
    sent = await one(mouth, sending(li.id, Rendered("停电通知")))
    assert isinstance(sent, Accepted)
    telegram.clock.advance(49 * 3600)
    refused = await one(mouth, Outgoing(2, Kind.RECALL, str(li.id), Rendered(""), target=sent.external_id))
    assert isinstance(refused, Refused)
    assert not refused.unreachable
