"""Telegram's webhook: proven by the secret, kept as a row, and only then answered."""

import asyncio
import json
import logging
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from telegram.error import InvalidToken, TelegramError

from bot.ears import RawUpdate
from bot.platforms import telegram
from bot.platforms.callbacks import Ears, Rejected, answering, body_of, same
from bot.platforms.telegram_bot import WEBHOOK_PATH, TelegramLine
from bot.platforms.telegram_outcomes import TOKEN_PAUSE
from bot.platforms.trouble import BORNE, Alarm, Line, logged, unwatched

log = logging.getLogger(__name__)

MOST_BYTES = 1024 * 1024
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 -- the name of a header


def routes(ears: Ears, secret: str) -> list[Route]:
    """The one route Telegram calls. `ValueError` without a secret: then anybody could speak as anybody."""
    if not secret:
        raise ValueError("a webhook needs XIAOXIN_TELEGRAM_SECRET")

    async def webhook(request: Request) -> Response:
        if not same(secret, request.headers.get(SECRET_HEADER, "")):
            raise Rejected(403, "not Telegram")
        if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
            raise Rejected(415, "not JSON")
        await ears.keep(raw(await body_of(request, MOST_BYTES)))
        return Response(status_code=200)

    return [Route(WEBHOOK_PATH, answering(webhook, telegram.PLATFORM), methods=["POST"])]


def raw(body: bytes) -> RawUpdate:
    """An update as it is kept: Telegram's own words. `Rejected` (400) for what is no update."""
    try:
        payload = body.decode()
        update: Any = json.loads(payload)
        if not isinstance(update, dict) or not isinstance(update.get("update_id"), int):
            raise Rejected(400, "not an update")
        where = telegram.conversation_of(update)
        return RawUpdate(telegram.PLATFORM, telegram.event_id_of(update), where, payload)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as wrong:
        raise Rejected(400, "not an update") from wrong


async def open_webhook(
    line: TelegramLine,
    stop: asyncio.Event,
    *,
    alarm: Alarm = logged(telegram.PLATFORM),  # noqa: B008 -- it only names itself
    line_is: Line = unwatched,
    pauses: Sequence[float] = (1, 5, 30, 60),
    refused: float = TOKEN_PAUSE,
) -> bool:
    """Tell Telegram where to bring updates, until it has understood. False when told to stop.

    Runs beside everything else: a school from which Telegram cannot be reached has its other platforms at once.
    Raises `BadWebhook` for an address that could never work.
    """
    failures = 0
    while not stop.is_set():
        try:
            await line.set_webhook()
            await line.introduce()
            await line.offer_commands()
        except InvalidToken:  # or a proxy that says the same
            line_is(False)
            if not failures:
                alarm("the bot token is refused; set XIAOXIN_TELEGRAM_TOKEN")
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), refused)
            failures += 1
        except TelegramError as broken:
            log.warning("the webhook could not be set yet: %s", broken)
            if failures >= BORNE:
                line_is(False)
                alarm(f"Telegram cannot be reached: {broken}")
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), pauses[min(failures, len(pauses) - 1)])
            failures += 1
        else:
            line_is(True)
            return True
    return False
