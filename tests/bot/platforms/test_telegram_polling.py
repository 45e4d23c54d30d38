"""Asking Telegram for news: kept before confirmed, through every kind of trouble, and nothing is ever dropped."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager

import pytest

from bot.platforms.telegram_bot import TelegramAccount, TelegramLine
from bot.platforms.telegram_menu import COMMANDS
from bot.platforms.telegram_polling import Patience, TelegramPolling
from bot.platforms.trouble import unwatched
from tests.bot.platforms.conftest import NOON, RememberingEars
from tests.fakes import Clock, FakeTelegram, Limits
from tests.patience import PATIENCE

pytestmark = pytest.mark.anyio
SWIFT = Patience(failures=(0.01,), conflict=0.01, lease=0.01, refused=0.01)


@pytest.fixture
def telegram() -> Iterator[FakeTelegram]:
    with FakeTelegram(clock=Clock(NOON, frozen=True), limits=Limits.none()) as fake:
        yield fake
        assert fake.violations == []


async def always() -> bool:
    return True


Polls = Callable[..., Awaitable[TelegramPolling]]


@asynccontextmanager
async def polling(
    telegram: FakeTelegram,
    ears: RememberingEars,
    *,
    lease: Callable[[], Awaitable[bool]] = always,
    alarms: list[str] | None = None,
    line_is: Callable[[bool], None] = unwatched,
    token: str = "",
) -> AsyncIterator[tuple[TelegramPolling, "asyncio.Task[None]"]]:
    """The loop in the background for as long as the block lasts."""
    line = TelegramLine(TelegramAccount(token or telegram.token, telegram.root))
    heard = alarms if alarms is not None else []
    loop = TelegramPolling(
        line, ears, lease, clock=telegram.clock.now, alarm=heard.append, line_is=line_is, patience=SWIFT
    )
    stop = asyncio.Event()
    task = asyncio.create_task(loop.run(stop))
    try:
        yield loop, task
    finally:
        stop.set()
        await asyncio.wait_for(task, 20)  # less than the 25 of a long poll
        await line.close()


def texts_of(ears: RememberingEars) -> list[str]:
    return [json.loads(update.payload)["message"]["text"] for update in ears.kept]


async def test_news_are_kept_word_for_word_and_then_confirmed(telegram: FakeTelegram, ears: RememberingEars) -> None:
    li = telegram.user()
    async with polling(telegram, ears) as (loop, _):
        await telegram.until(lambda: telegram.updates.polled)
        li.sends("高二3班投影仪不亮")
        await telegram.until(lambda: ears.kept and not telegram.updates.pending)
        assert loop.health.last_success == NOON
        assert loop.health.healthy_since == NOON
        assert loop.health.trouble == ""
    [update] = ears.kept
    assert (update.platform, update.conversation) == ("telegram", str(li.id))
    assert json.loads(update.payload)["message"]["text"] == "高二3班投影仪不亮"
    assert update.event_id == str(json.loads(update.payload)["update_id"])


async def test_what_could_not_be_kept_is_asked_for_again(telegram: FakeTelegram, ears: RememberingEars) -> None:
    li = telegram.user()
    ears.failures = 2
    alarms: list[str] = []
    li.sends("第一条")
    li.sends("第二条")
    async with polling(telegram, ears, alarms=alarms):
        await telegram.until(lambda: ears.kept and not telegram.updates.pending)
    assert texts_of(ears) == ["第一条", "第二条"]
    assert alarms == ["updates cannot be kept: RuntimeError"]  # said once, not once per attempt


async def test_an_update_is_not_confirmed_while_it_is_being_kept(telegram: FakeTelegram, ears: RememberingEars) -> None:
    li = telegram.user()
    pending_while_keeping: list[int] = []

    async def look() -> None:
        pending_while_keeping.append(len(telegram.updates.pending))

    ears.before = look
    li.sends("第一条")
    async with polling(telegram, ears):
        await telegram.until(lambda: ears.kept and not telegram.updates.pending)
    assert pending_while_keeping == [1]


async def test_what_was_sent_while_nobody_listened_is_not_dropped(
    telegram: FakeTelegram, ears: RememberingEars
) -> None:
    li = telegram.user()
    li.sends("昨晚说的")
    before = TelegramLine(TelegramAccount(telegram.token, telegram.root))
    await before.bot.set_webhook("http://127.0.0.1:9/another-program")
    await before.close()
    async with polling(telegram, ears):
        await telegram.until(lambda: ears.kept)
    assert texts_of(ears) == ["昨晚说的"]
    assert telegram.updates.webhook is None


async def test_trouble_of_every_kind_passes(telegram: FakeTelegram, ears: RememberingEars) -> None:
    li = telegram.user()
    for fault in (
        {"status": 500}, {"status": 502, "description": "Bad Gateway"}, {"drop": "before"}, {"drop": "after"},
        {"status": 429, "description": "Too Many Requests", "parameters": {"retry_after": 0.01}},
        {"status": 409, "description": "Conflict: terminated by other getUpdates request"},
    ):  # fmt: skip
        telegram.fail_next("getUpdates", **fault)
    telegram.fail_next("deleteWebhook", status=500)
    telegram.fail_next("getMe", drop="before")
    telegram.fail_next("getMyCommands", status=400, description="Bad Request: no")
    li.sends("还在吗")
    alarms: list[str] = []
    async with polling(telegram, ears, alarms=alarms) as (loop, _):
        await telegram.until(lambda: ears.kept and loop.health.trouble == "")
    assert texts_of(ears) == ["还在吗"]
    assert alarms[0].startswith("Telegram cannot be reached: ")  # said once, at the third failure in a row
    assert alarms[1:] == ["another program polls with this token: Conflict: terminated by other getUpdates request"]


async def test_while_telegram_cannot_be_reached_there_is_an_alarm_and_a_blink_is_none(
    telegram: FakeTelegram, ears: RememberingEars
) -> None:
    alarms: list[str] = []
    line: list[bool] = []
    telegram.user().sends("在吗")
    telegram.fail_next("getUpdates", status=502, times=2)
    async with polling(telegram, ears, alarms=alarms, line_is=line.append):
        await telegram.until(lambda: True in line)
    assert (alarms, False in line) == ([], False)

    telegram.fail_next("getUpdates", status=502, times=5)
    telegram.user().sends("还在吗")
    line.clear()
    async with polling(telegram, ears, alarms=alarms, line_is=line.append):
        await telegram.until(lambda: True in line)
    assert line[:2] == [False, True]
    assert len(alarms) == 1  # once for all the failures in a row
    assert alarms[0].startswith("Telegram cannot be reached")
    assert texts_of(ears)[-1] == "还在吗"


async def test_a_refused_token_is_said_aloud_once_and_tried_again(
    telegram: FakeTelegram, ears: RememberingEars
) -> None:
    for _ in range(3):
        telegram.fail_next("deleteWebhook", status=404, description="Not Found")  # a proxy on the way, perhaps
    telegram.user().sends("还在吗")
    alarms: list[str] = []
    async with polling(telegram, ears, alarms=alarms):
        await telegram.until(lambda: ears.kept)
    assert texts_of(ears) == ["还在吗"]
    assert alarms == ["the bot token is refused: Not Found"]


async def test_an_update_of_an_unknown_shape_keeps_nobody_waiting(
    telegram: FakeTelegram, ears: RememberingEars
) -> None:
    telegram.emit("message", {"message_id": 1, "date": 1})
    telegram.user().sends("在")
    async with polling(telegram, ears):
        await telegram.until(lambda: len(ears.kept) == 2 and not telegram.updates.pending)
    strange, said = ears.kept
    assert (strange.conversation, json.loads(said.payload)["message"]["text"]) == (strange.event_id, "在")


async def test_without_the_lease_nothing_is_asked(telegram: FakeTelegram, ears: RememberingEars) -> None:
    looks: list[bool] = []
    may = False

    async def lease() -> bool:
        looks.append(may)
        return may

    async with polling(telegram, ears, lease=lease):
        await asyncio.wait_for(_grown(looks, 3), PATIENCE)
        assert telegram.calls == []
        may = True
        await telegram.until(lambda: telegram.updates.polled)


async def _grown(things: list[bool], size: int) -> None:
    while len(things) < size:
        await asyncio.to_thread(lambda: None)


async def test_the_loop_ends_at_once_when_told_even_inside_a_long_poll(
    telegram: FakeTelegram, ears: RememberingEars
) -> None:
    async with polling(telegram, ears):
        await telegram.until(lambda: telegram.updates.polled)
    # leaving the block waits for the loop; the long poll alone would have taken 25 seconds


async def test_only_what_is_understood_is_asked_for_and_the_menu_is_set_once(
    telegram: FakeTelegram, ears: RememberingEars
) -> None:
    for _ in range(2):
        async with polling(telegram, ears):
            await telegram.until(lambda: telegram.updates.polled)
    assert telegram.updates.allowed == ["message", "edited_message", "callback_query", "my_chat_member"]
    assert len(telegram.called("setMyCommands")) == 2  # Chinese and English, the first time only
    assert sorted(telegram.commands.values(), key=str) == sorted(
        (
            [{"command": command.name, "description": command.about.to(language)} for command in COMMANDS]
            for language in ("zh", "en")
        ),
        key=str,
    )
