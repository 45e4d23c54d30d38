"""How updates reach the bot: by polling, by webhook, once confirmed never again."""

import asyncio
import http.server
import json
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
from telegram import Bot, BotCommand, InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.error import BadRequest, Conflict, NetworkError, RetryAfter, TimedOut
from telegram.request import HTTPXRequest

from tests.fakes import Clock, FakeTelegram
from tests.fakes_own.listening import client
from tests.patience import PATIENCE

Ask = Callable[..., dict[str, Any]]


@dataclass
class School:
    """The bot's own end: answers 200 unless told otherwise, and keeps what it was sent."""

    url: str = ""
    statuses: list[int] = field(default_factory=list)
    heard: list[tuple[str | None, dict[str, Any]]] = field(default_factory=list)
    answer: bytes = b""
    overlapping: int = 0
    busy: set[int] = field(default_factory=set)
    hold: float = 0.0


@pytest.fixture
def school() -> Iterator[School]:
    school = School()

    class Hook(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            update = json.loads(self.rfile.read(int(self.headers["content-length"])))
            chat = update["message"]["chat"]["id"]
            school.overlapping += chat in school.busy
            school.busy.add(chat)
            time.sleep(school.hold)
            school.heard.append((self.headers["X-Telegram-Bot-Api-Secret-Token"], update))
            school.busy.discard(chat)
            self.send_response(school.statuses.pop(0) if school.statuses else 200)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(school.answer)))
            self.end_headers()
            self.wfile.write(school.answer)

        def log_message(self, *_: object) -> None: ...

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Hook)
    school.url = f"http://127.0.0.1:{server.server_port}/telegram/webhook"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield school
    server.shutdown()
    thread.join()
    server.server_close()


def texts(school: School) -> list[str]:
    return [update["message"]["text"] for _, update in school.heard]


# -- polling ----------------------------------------------------------------------------------


def test_an_update_comes_again_until_it_is_confirmed(telegram: FakeTelegram, ask: Ask) -> None:
    li = telegram.user()
    li.sends("一")
    li.sends("二")

    first = ask("getUpdates")["result"]
    again = ask("getUpdates", limit=1)["result"]
    rest = ask("getUpdates", offset=first[0]["update_id"] + 1)["result"]
    none = ask("getUpdates", offset=first[1]["update_id"] + 1)["result"]

    assert [u["message"]["text"] for u in first] == ["一", "二"]
    assert (again, rest, none) == (first[:1], first[1:], [])


def test_a_long_poll_ends_as_soon_as_somebody_writes(telegram: FakeTelegram, ask: Ask) -> None:
    with ThreadPoolExecutor() as pool:
        poll = pool.submit(ask, "getUpdates", timeout=30)
        telegram.wait_for(lambda: telegram.updates.polled, what="a long poll")
        telegram.user().sends("在吗")

        assert poll.result(PATIENCE)["result"][0]["message"]["text"] == "在吗"


def test_the_second_poller_ends_the_first(telegram: FakeTelegram, ask: Ask) -> None:
    with ThreadPoolExecutor() as pool:
        older = pool.submit(ask, "getUpdates", timeout=30)
        telegram.wait_for(lambda: telegram.updates.polled, what="a long poll")

        assert ask("getUpdates")["ok"] is True
        assert older.result(PATIENCE)["description"].startswith("Conflict: terminated by other getUpdates request")


def test_nobody_polls_while_a_webhook_is_set(telegram: FakeTelegram, ask: Ask, clock: Clock, school: School) -> None:
    assert ask("setWebhook", url=school.url)["ok"] is True
    assert ask("getUpdates")["error_code"] == 409
    assert ask("setWebhook", url=school.url)["parameters"] == {"retry_after": 1}
    assert ask("deleteWebhook")["ok"] is True
    assert ask("getUpdates")["ok"] is True


def test_only_the_kinds_the_bot_asked_for_arrive(telegram: FakeTelegram, ask: Ask) -> None:
    li = telegram.user()
    ask("getUpdates", allowed_updates=["callback_query"])
    li.sends("nobody hears this")
    ask("getUpdates", allowed_updates=[])
    li.blocks()

    assert [set(u) - {"update_id"} for u in ask("getUpdates")["result"]] == [{"my_chat_member"}]


def test_a_group_is_heard_only_where_the_bot_is_meant(telegram: FakeTelegram, ask: Ask) -> None:
    li = telegram.user(username="li")
    group, admins = telegram.group("信息组", [li]), telegram.group("管理组", [li], hears_all=True)
    mine = ask("sendMessage", chat_id=group.id, text="T-0001")["result"]["message_id"]
    li.sends("闲聊", to=group)
    li.sends("@someone 看看", to=group)
    li.sends("/help@other_bot", to=group)
    for text in ("/help", "/help@xiaoxin_fake_bot", "@xiaoxin_fake_bot 报修"):
        li.sends(text, to=group)
    li.sends("回复", to=group, reply_to=group.chat.messages[mine])
    li.sends("都听得到", to=admins)

    heard = [update["message"]["text"] for update in ask("getUpdates")["result"]]
    assert heard == ["/help", "/help@xiaoxin_fake_bot", "@xiaoxin_fake_bot 报修", "回复", "都听得到"]


def test_what_nobody_fetched_for_a_day_is_gone(telegram: FakeTelegram, ask: Ask, clock: Clock) -> None:
    li = telegram.user()
    li.sends("yesterday")
    clock.advance(23 * 3600)
    li.sends("today")
    clock.advance(3601)

    assert [u["message"]["text"] for u in ask("getUpdates")["result"]] == ["today"]


def test_an_outage_ends_at_the_same_address(telegram: FakeTelegram, ask: Ask) -> None:
    telegram.goes_down()
    with pytest.raises(httpx.TransportError):
        ask("getMe")
    telegram.comes_back()

    assert ask("getMe")["ok"] is True


# -- webhook ----------------------------------------------------------------------------------


def test_the_webhook_is_told_in_order_with_the_secret_until_it_answers_well(
    telegram: FakeTelegram, ask: Ask, school: School
) -> None:
    school.statuses = [500, 503]
    li = telegram.user()
    li.sends("一")
    ask("setWebhook", url=school.url, secret_token="s3cret")
    li.sends("二")

    telegram.wait_for(lambda: not telegram.updates.pending, what="all delivered")

    assert texts(school) == ["一", "一", "一", "二"]
    assert {secret for secret, _ in school.heard} == {"s3cret"}
    info = ask("getWebhookInfo")["result"]
    assert (info["pending_update_count"], info["last_error_message"]) == (0, "Wrong response from the webhook: 503")


def test_one_chat_waits_for_itself_only(telegram: FakeTelegram, ask: Ask, school: School) -> None:
    school.hold = 0.02
    ask("setWebhook", url=school.url)
    people = [telegram.user() for _ in range(3)]
    for person in people * 3:
        person.sends(str(person.id))

    telegram.wait_for(lambda: not telegram.updates.pending, what="all delivered")

    assert (len(school.heard), school.overlapping) == (9, 0)


def test_the_webhook_may_answer_with_a_method(telegram: FakeTelegram, ask: Ask, school: School) -> None:
    li = telegram.user()
    school.answer = json.dumps({"method": "sendMessage", "chat_id": li.id, "text": "收到"}).encode()
    ask("setWebhook", url=school.url)
    li.sends("在吗")

    assert li.waits_for("收到").by_bot


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({"url": "http://school.example.cn/hook"}, "bad webhook: An HTTPS URL must be provided for webhook"),
        (
            {"url": "https://school.example.cn:8080/hook"},
            "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443",
        ),
        ({"url": "https://s.example.cn/", "secret_token": "密"}, "secret token contains unallowed characters"),
        ({"url": "https://s.example.cn/", "secret_token": "x" * 257}, "secret token is too long"),
    ],
)
def test_a_webhook_telegram_could_not_call_is_refused(params: dict[str, Any], words: str) -> None:
    with FakeTelegram(require_https=True) as fake, client(f"{fake.root}/bot{fake.token}/") as http:
        answer = http.post("setWebhook", json=params).json()

    assert answer["description"] == f"Bad Request: {words}"


# -- faults -----------------------------------------------------------------------------------


def test_a_dropped_call_may_have_been_obeyed(telegram: FakeTelegram, ask: Ask) -> None:
    li = telegram.user()
    telegram.fail_next("sendMessage", drop="before")
    telegram.fail_next("sendMessage", drop="after")
    telegram.fail_next("sendMessage", status=502, description="Bad Gateway")

    for text in ("lost", "arrived"):
        with pytest.raises(httpx.RemoteProtocolError):
            ask("sendMessage", chat_id=li.id, text=text)

    assert ask("sendMessage", chat_id=li.id, text="refused")["error_code"] == 502
    assert li.hears() == ["arrived"]


# -- the library on top -----------------------------------------------------------------------


def connect(fake: FakeTelegram) -> Bot:
    own = {"trust_env": False, "verify": False}
    request = HTTPXRequest(read_timeout=PATIENCE, connect_timeout=PATIENCE, pool_timeout=PATIENCE, httpx_kwargs=own)
    root = fake.root
    return Bot(fake.token, base_url=f"{root}/bot", base_file_url=f"{root}/file/bot", request=request)


def test_python_telegram_bot_works_against_it(telegram: FakeTelegram) -> None:
    li = telegram.user(first_name="李老师", username="li")

    async def story() -> None:
        async with connect(telegram) as bot:
            assert bot.username == "xiaoxin_fake_bot"
            li.starts("CODE")
            li.sends_album([b"one", b"two"], "两张")
            updates = await bot.get_updates()
            assert [
                u.effective_message.text or u.effective_message.caption for u in updates if u.effective_message
            ] == [
                "/start CODE",
                "两张",
                None,
            ]
            photo = updates[1].effective_message
            assert photo is not None
            assert await (await photo.photo[-1].get_file()).download_as_bytearray() == b"one"

            markup = InlineKeyboardMarkup([[InlineKeyboardButton("接单", callback_data="claim:1")]])
            await bot.send_message(li.id, "<b>T-0001</b>", parse_mode="HTML", reply_markup=markup)
            press = li.presses("接单")
            query = (await bot.get_updates(offset=updates[-1].update_id + 1))[0].callback_query
            assert query is not None
            assert query.data == "claim:1"
            await query.answer("好")
            assert (await telegram.until(lambda: press.answer)) == {"text": "好", "show_alert": False}
            await query.edit_message_text("T-0001 处理中")
            assert (press.toast, li.hears()) == ("好", ["T-0001 处理中"])

            await bot.send_document(li.id, b"a,b", filename="人员.csv", caption="名单")
            assert li.sees()[-1].content["document"]["file_name"] == "人员.csv"
            await bot.send_photo("@li", b"png")
            assert await bot.set_my_commands([BotCommand("help", "帮助")], language_code="zh")
            assert (await bot.get_chat(li.id)).first_name == "李老师"

    asyncio.run(story())
    assert telegram.violations == []


def test_python_telegram_bot_meets_its_own_errors(telegram: FakeTelegram, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    li = telegram.user()

    async def story() -> None:
        async with connect(telegram) as bot:
            telegram.fail_next("sendMessage", delay=PATIENCE)
            with pytest.raises(TimedOut):
                await bot.send_message(li.id, "arrived, but nobody said so", read_timeout=0.3)
            assert await telegram.until(li.hears) == ["arrived, but nobody said so"]
            telegram.fail_next(
                "sendMessage", status=429, description="Too Many Requests: retry after 7", parameters={"retry_after": 7}
            )
            with pytest.raises(RetryAfter):
                await bot.send_message(li.id, "x")
            telegram.fail_next("sendMessage", drop="after")
            with pytest.raises(NetworkError):
                await bot.send_message(li.id, "x")
            telegram.fail_next("getUpdates", status=409, description="Conflict: terminated")
            with pytest.raises(Conflict):
                await bot.get_updates()
            with pytest.raises(BadRequest, match="Button_data_invalid"):
                await bot.send_message(
                    li.id, "x", reply_markup=InlineKeyboardMarkup([[InlineKeyboardButton("x", callback_data="y" * 65)]])
                )

    asyncio.run(story())


def lost(sent: Any, read: Any, path: str = "") -> list[str]:
    """Where the library understood something else than was sent."""
    if isinstance(sent, dict) and isinstance(read, dict):
        return [where for key, value in sent.items() for where in lost(value, read.get(key), f"{path}.{key}")]
    if isinstance(sent, list) and isinstance(read, list | tuple) and len(sent) == len(read):
        return [where for i, pair in enumerate(zip(sent, read, strict=True)) for where in lost(*pair, f"{path}[{i}]")]
    return [] if sent == read else [f"{path}: {sent} != {read}"]


def test_every_kind_of_update_is_one_the_library_understands(telegram: FakeTelegram, ask: Ask) -> None:
    li, wang = telegram.user(first_name="李"), telegram.user(first_name="王")
    group = telegram.group("信息组", [li, wang], topics={5}, hears_all=True)
    said = li.sends("报修", to=group, thread=5)
    wang.sends("收到", to=group, reply_to=said)
    li.edits(said, "报修 高二3班")
    li.sends_document(b"%PDF", "请假.pdf", "application/pdf", "假条")
    li.sends_voice()
    li.sends_location(31.2, 121.5)
    li.sends_contact("13800000000", wang)
    ask(
        "sendMessage",
        chat_id=li.id,
        text="x",
        reply_markup={"inline_keyboard": [[{"text": "a", "callback_data": "b"}]]},
    )
    li.press_data(li.sees()[-1], "forged", accessible=False)
    group.migrates()
    li.blocks()

    raw = ask("getUpdates", allowed_updates=[])["result"]
    read = [Update.de_json(update) for update in raw]

    assert len(read) == 11
    assert [lost(sent, update.to_dict()) for sent, update in zip(raw, read, strict=True)] == [[]] * 11
