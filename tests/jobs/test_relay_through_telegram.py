"""The relay with the real mouth against a strict Bot API that refuses whoever is too fast."""

import asyncio
import time

import pytest

from bot.platforms.telegram_bot import TelegramAccount, TelegramLine
from bot.platforms.telegram_mouth import TelegramMouth
from handlers.cards import Rendered
from jobs.sender import wait_for
from storage.outbox import Sent
from tests.fakes import FakeTelegram, Limits
from tests.jobs.post import Post

LONG = Rendered("全校信息化工作通报", tuple(f"{n}. " + "请各处室在周五前把统计表交给联络员。" * 40 for n in range(20)))
RATE = 20.0  # messages a second to one chat, so that the story is short


def test_long_cards_keep_the_limits_of_a_chat_and_of_a_group(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "*")
    with FakeTelegram(limits=Limits(chat_per_second=RATE)) as telegram:
        li = telegram.user(first_name="李老师")
        li.starts()
        group = telegram.group("教研组", [li])
        rows = {
            address: [post.queue("通报", str(address), platform="telegram", card=LONG.to_json()) for _ in range(6)]
            for address in (li.id, group.id)
        }

        async def story() -> int:
            line = TelegramLine(TelegramAccount(telegram.token, telegram.root))
            mouth = TelegramMouth(line.bot, chat_seconds=1 / RATE * 1.1)
            relay = post.relay(mouth, ticks=time.monotonic, wait=wait_for)  # type: ignore[arg-type]  # any mouth will do
            await relay.drain()
            await line.close()
            return mouth.pace.parts(LONG)

        parts = asyncio.run(story())
        assert parts == 4
        assert telegram.flood.refused == 0
        assert telegram.violations == []
        became = {address: [post.became(row) for row in sent] for address, sent in rows.items()}
        assert became[li.id] == [Sent.ACCEPTED] * 6
        assert became[group.id] == [Sent.ACCEPTED] * 4 + [Sent.QUEUED] * 2  # the rest of them wait for a minute
