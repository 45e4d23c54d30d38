"""Telegram's webhook: who may knock, what is taken, and that "yes" is said only when it is a row."""

import asyncio
import json
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import select

from bot.ears import Ears, NotKept
from bot.platforms import telegram, telegram_webhook
from bot.platforms.telegram_bot import BadWebhook, TelegramAccount, TelegramLine, webhook_fault
from bot.platforms.telegram_webhook_kept import keep_webhook
from storage.base import Database
from storage.inbox import Update
from tests.bot.platforms.conftest import RememberingEars, calling
from tests.conftest import SmallSchool
from tests.fakes import Clock, FakeTelegram
from tests.stage import Clock as StageClock

pytestmark = pytest.mark.anyio

SECRET = "a-secret_of-ours"
GOOD = {"X-Telegram-Bot-Api-Secret-Token": SECRET, "Content-Type": "application/json"}
BODY = json.dumps({"update_id": 7, "message": {"message_id": 1, "chat": {"id": 5, "type": "private"}, "date": 1}})

CALLS: dict[str, tuple[dict[str, str], bytes, int]] = {
    "Telegram's own": (GOOD, BODY.encode(), 200),
    "with a charset": ({**GOOD, "Content-Type": "Application/JSON; charset=utf-8"}, BODY.encode(), 200),
    "without the secret": ({"Content-Type": "application/json"}, BODY.encode(), 403),
    "with another secret": ({**GOOD, "X-Telegram-Bot-Api-Secret-Token": SECRET + "x"}, BODY.encode(), 403),
    "a form": ({**GOOD, "Content-Type": "application/x-www-form-urlencoded"}, BODY.encode(), 415),
    "not JSON": (GOOD, b"{", 400),
    "not UTF-8": (GOOD, b"\xff\xfe{}", 400),
    "a list": (GOOD, b"[]", 400),
    "no number": (GOOD, b"{}", 400),
    "a number that is none": (GOOD, b'{"update_id": "7"}', 400),
    "no chat where one must be": (GOOD, b'{"update_id": 7, "message": []}', 400),
    "a null where a chat must be": (GOOD, b'{"update_id": 7, "message": null}', 400),
    "a kind nobody knows yet": (GOOD, b'{"update_id": 8, "brand_new": {}}', 200),
    "a nest": (GOOD, b'{"update_id": 7, "a": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", 400),
    "a flood": (GOOD, b" " * (telegram_webhook.MOST_BYTES + 1), 413),
}


@pytest.mark.parametrize("name", CALLS)
async def test_each_call_is_answered_as_the_table_says(name: str, ears: RememberingEars) -> None:
    headers, body, status = CALLS[name]
    async with calling(telegram_webhook.routes(ears, SECRET)) as client:
        response = await client.post("/telegram/webhook", headers=headers, content=body)
    assert response.status_code == status
    assert len(ears.kept) == (1 if status == 200 else 0)
    assert SECRET not in response.text


async def test_an_outage_of_the_database_is_not_said_anew_for_every_update(
    ears: RememberingEars, caplog: pytest.LogCaptureFixture
) -> None:
    async def away() -> None:
        raise NotKept("the disk is full")

    ears.before = away
    async with calling(telegram_webhook.routes(ears, SECRET)) as client:
        assert (await client.post("/telegram/webhook", headers=GOOD, content=BODY)).status_code == 503
    assert [record.message for record in caplog.records if record.name.startswith("bot.")] == []


async def test_only_posting_is_answered(ears: RememberingEars) -> None:
    async with calling(telegram_webhook.routes(ears, SECRET)) as client:
        assert (await client.get("/telegram/webhook", headers=GOOD)).status_code == 405


async def test_a_body_without_a_length_is_measured_while_it_comes(ears: RememberingEars) -> None:
    async def flood() -> AsyncIterator[bytes]:
        for _ in range(64):
            yield b" " * 65536

    async with calling(telegram_webhook.routes(ears, SECRET)) as client:
        response = await client.post("/telegram/webhook", headers=GOOD, content=flood())
    assert response.status_code == 413


async def test_yes_is_said_only_when_the_update_is_a_row(
    sqlite: Database, school: SmallSchool, clock: StageClock
) -> None:
    real = Ears(sqlite, school.dispatcher, clock)
    rows_when_answered = []
    async with calling(telegram_webhook.routes(real, SECRET)) as client:
        for _ in range(2):  # delivered twice, as after a lost answer
            response = await client.post("/telegram/webhook", headers=GOOD, content=BODY)
            with sqlite.read() as tx:
                rows_when_answered.append([row.payload for row in tx.scalars(select(Update))])
            assert response.status_code == 200
    await real.stop()
    assert rows_when_answered == [[BODY], [BODY]]


async def test_what_cannot_be_kept_is_not_confirmed_and_comes_again(ears: RememberingEars) -> None:
    ears.failures = 1
    async with calling(telegram_webhook.routes(ears, SECRET)) as client:
        assert (await client.post("/telegram/webhook", headers=GOOD, content=BODY)).status_code == 503
        assert (await client.post("/telegram/webhook", headers=GOOD, content=BODY)).status_code == 200


def test_a_door_without_a_lock_is_not_built(ears: RememberingEars) -> None:
    with pytest.raises(ValueError, match="XIAOXIN_TELEGRAM_SECRET"):
        telegram_webhook.routes(ears, "")


ADDRESSES = {
    "https://xiaoxin.school.example": True,
    "https://xiaoxin.school.example:8443/": True,
    "http://xiaoxin.school.example": False,
    "https://xiaoxin.school.example:8080": False,
    "https://localhost": False,
    "https://server": False,
    "https://192.168.1.5": False,
    "https://xiaoxin.local": False,
    "": False,
}


@pytest.mark.parametrize(("address", "good"), ADDRESSES.items())
def test_an_address_telegram_cannot_call_is_found_before_telegram_is_asked(address: str, good: bool) -> None:
    assert (webhook_fault(TelegramAccount("1:x", secret=SECRET, public_url=address)) is None) == good


@pytest.mark.parametrize("secret", ["", "with space", "中文", "x" * 257])
def test_a_secret_telegram_would_refuse_is_found_as_well(secret: str) -> None:
    assert webhook_fault(TelegramAccount("1:x", secret=secret, public_url="https://a.example")) is not None


async def test_the_webhook_is_set_with_its_secret_in_spite_of_trouble(ears: RememberingEars) -> None:
    with FakeTelegram(clock=Clock(frozen=True)) as fake:
        fake.fail_next("setWebhook", status=500)
        fake.user().sends("早")
        line = TelegramLine(TelegramAccount(fake.token, fake.root, SECRET, "http://127.0.0.1:9"))
        assert await telegram_webhook.open_webhook(line, asyncio.Event(), pauses=(0.01,))
        assert line.username == "xiaoxin_fake_bot"
        assert fake.updates.webhook is not None
        assert (fake.updates.webhook.url, fake.updates.webhook.secret) == (
            "http://127.0.0.1:9/telegram/webhook",
            SECRET,
        )
        assert len(fake.updates.pending) == 1  # kept for us, not dropped
        await line.bot.delete_webhook()
        await line.close()


async def test_a_refused_token_is_tried_again_and_a_hopeless_address_is_an_error() -> None:
    with FakeTelegram(clock=Clock(frozen=True)) as fake:
        for _ in range(2):
            fake.fail_next("setWebhook", status=404, description="Not Found")
        alarms: list[str] = []
        line = TelegramLine(TelegramAccount(fake.token, fake.root, SECRET, "http://127.0.0.1:9"))
        assert await telegram_webhook.open_webhook(line, asyncio.Event(), alarm=alarms.append, refused=0.01)
        assert alarms == ["the bot token is refused; set XIAOXIN_TELEGRAM_TOKEN"]
        await line.bot.delete_webhook()
        await line.close()
    hopeless = TelegramLine(TelegramAccount("1:x", secret=SECRET, public_url="https://localhost"))
    with pytest.raises(BadWebhook):
        await telegram_webhook.open_webhook(hopeless, asyncio.Event())
    await hopeless.close()


async def test_a_webhook_somebody_took_away_comes_back_and_failing_calls_are_said_aloud() -> None:
    with FakeTelegram(clock=Clock(frozen=True)) as fake:
        line = TelegramLine(TelegramAccount(fake.token, fake.root, SECRET, "http://127.0.0.1:9"))
        alarms: list[str] = []
        stop = asyncio.Event()
        keeping = asyncio.create_task(keep_webhook(line, stop, alarm=alarms.append, every=0.01))
        await fake.until(lambda: fake.updates.webhook)
        assert alarms == ["another program took the webhook away; it is set again"]
        fake.user().sends("在吗")  # nobody answers on port 9
        await fake.until(lambda: len(alarms) > 1)
        stop.set()
        await keeping
        assert alarms[1] == "Telegram cannot deliver: Wrong response from the webhook: 0 (1 waiting)"
        await line.bot.delete_webhook()
        await line.close()


async def test_while_the_webhook_cannot_be_looked_at_there_is_an_alarm() -> None:
    with FakeTelegram(clock=Clock(frozen=True)) as fake:
        line = TelegramLine(TelegramAccount(fake.token, fake.root, SECRET, "http://127.0.0.1:9"))
        alarms: list[str] = []
        seen: list[bool] = []
        stop = asyncio.Event()
        fake.fail_next("setWebhook", drop="before", times=4)
        assert await telegram_webhook.open_webhook(
            line, stop, alarm=alarms.append, line_is=seen.append, pauses=(0.001,)
        )
        assert [words.partition(":")[0] for words in alarms] == ["Telegram cannot be reached"] * 2  # two are no news
        fake.fail_next("getWebhookInfo", drop="before", times=2)
        keeping = asyncio.create_task(keep_webhook(line, stop, alarm=alarms.append, line_is=seen.append, every=0.001))
        await fake.until(lambda: len(seen) > 5)
        stop.set()
        await keeping
        assert seen[:6] == [False, False, True, False, False, True]
        await line.bot.delete_webhook()
        await line.close()


def test_the_payload_is_kept_word_for_word() -> None:
    kept = telegram_webhook.raw(BODY.encode())
    assert (kept.platform, kept.event_id, kept.conversation, kept.payload) == (telegram.PLATFORM, "7", "5", BODY)
