"""Seeing to it that Telegram goes on bringing updates: another program may take the webhook away, or calls may fail.

Nothing else would tell: without a webhook there are just no calls, and everything looks healthy.
"""

import asyncio
from contextlib import suppress
from datetime import datetime

from telegram import WebhookInfo
from telegram.error import TelegramError

from bot.platforms.telegram_bot import TelegramLine
from bot.platforms.trouble import Alarm, Line, unwatched

EVERY = 120.0  # seconds


async def keep_webhook(
    line: TelegramLine, stop: asyncio.Event, *, alarm: Alarm, line_is: Line = unwatched, every: float = EVERY
) -> None:
    """Look again and again until told to stop: set what was taken away, and say why Telegram cannot deliver."""
    told: datetime | None = None
    while not stop.is_set():
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), every)
        if stop.is_set():
            return
        try:
            info = await line.bot.get_webhook_info()
            line_is(not is_failing(info))
            if info.url != line.account.webhook_url:
                alarm("another program took the webhook away; it is set again")
                await line.set_webhook()
            elif is_failing(info) and info.last_error_date != told:
                told = info.last_error_date
                alarm(f"Telegram cannot deliver: {info.last_error_message} ({info.pending_update_count} waiting)")
        except TelegramError as broken:
            line_is(False)
            alarm(f"Telegram cannot be reached: {broken}")


def is_failing(info: WebhookInfo) -> bool:
    """Whether updates wait because calls fail. An error of the past with nothing left waiting is over."""
    return bool(info.last_error_message) and info.pending_update_count > 0
