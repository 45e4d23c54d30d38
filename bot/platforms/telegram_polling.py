"""Asking Telegram for news, for ever: keep first, confirm afterwards.

Telegram forgets an update once a later one is asked for, so the next question waits until the last answer is a row.
Nothing here ends the process: where Telegram cannot be reached, as in many schools, everything else works on.
"""

import asyncio
import json
import logging
import random
from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.ears import RawUpdate
from bot.platforms import telegram
from bot.platforms.callbacks import Ears
from bot.platforms.telegram_bot import ALLOWED_UPDATES, TelegramLine
from bot.platforms.telegram_outcomes import TOKEN_PAUSE, seconds_of
from bot.platforms.trouble import BORNE, Alarm, Line, logged, unwatched

log = logging.getLogger(__name__)

LONG_POLL = 25  # seconds Telegram may hold a question; a lease has to outlive it
MOST_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds to wait: after failures in a row, after another poller was met, between looks at the lease, and after the
    token was refused, for what refused it may have been a proxy.
    """

    failures: Sequence[float] = (1.0, 2.0, 5.0, 10.0, 30.0)
    conflict: float = 30.0
    lease: float = 5.0
    refused: float = TOKEN_PAUSE


@dataclass(frozen=True, slots=True)
class PollingHealth:
    """When Telegram last answered, since when it has done so without a break, and what is wrong now."""

    last_success: datetime | None = None
    healthy_since: datetime | None = None
    trouble: str = ""


class TelegramPolling:
    """The loop of one bot. `lease` says whether this process may poll; of several processes only one must."""

    def __init__(
        self,
        line: TelegramLine,
        ears: Ears,
        lease: Callable[[], Awaitable[bool]],
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        alarm: Alarm = logged(telegram.PLATFORM),  # noqa: B008 -- it only names itself
        line_is: Line = unwatched,
        patience: Patience = Patience(),
    ) -> None:
        self._line = line
        self._ears = ears
        self._lease = lease
        self._clock = clock
        self._alarm, self._line_is = alarm, line_is
        self._patience = patience
        self._request = line.account.request(1, read_timeout=LONG_POLL + 10.0)
        self._offset = 0
        self._failures = 0
        self._alarmed = ""  # the words of the last alarm of this spell
        self._ready = False
        self._introduced = False
        self.health = PollingHealth()

    async def run(self, stop: asyncio.Event) -> None:
        """Poll until told to stop."""
        await self._request.initialize()
        try:
            while not stop.is_set():
                await self._pause(stop, await self._round(stop))
        finally:
            await self._request.shutdown()

    async def _round(self, stop: asyncio.Event) -> float:
        """One question and its answer; how many seconds to wait before the next."""
        try:
            if not await self._lease():
                self._ready = False
                self._line_is(True)  # whoever polls now knows better
                return self._patience.lease
            updates = await _unless(stop, self._ask())
            if updates is None:
                return 0.0
            if updates:
                await self._keep(updates)
        except Exception as error:  # noqa: BLE001 -- whatever went wrong, the next round may go right
            return self._after(error)
        self._succeeded()
        return 0.0

    def _after(self, error: Exception) -> float:
        """What a failed round means; how many seconds to wait before the next."""
        match error:
            case InvalidToken():
                self._in_trouble(f"the bot token is refused: {error}", alarm=True)
                return self._patience.refused
            case Conflict():
                self._in_trouble(f"another program polls with this token: {error}", alarm=True)
                self._ready = False
                return self._patience.conflict
            case RetryAfter():
                self._in_trouble("Telegram asks us to slow down")
                return seconds_of(error)
            case TelegramError():
                self._in_trouble(f"Telegram cannot be reached: {error}", alarm=self._failures == BORNE)
            case _:
                log.error("what Telegram sent could not be kept; it will be asked for again", exc_info=error)
                self._in_trouble(f"updates cannot be kept: {type(error).__name__}", alarm=True)
        self._failures += 1
        steps = self._patience.failures
        return steps[min(self._failures, len(steps)) - 1] * random.uniform(0.8, 1.2)

    async def _ask(self) -> list[Any]:
        if not self._ready:
            # A webhook left behind would refuse us; what waited for it is kept.
            await self._line.bot.delete_webhook(drop_pending_updates=False)
            self._ready = True
        if not self._introduced:
            await self._line.introduce()
            await self._line.offer_commands()
            self._introduced = True
        wanted = {
            "offset": self._offset, "timeout": LONG_POLL, "limit": MOST_AT_ONCE,
            "allowed_updates": json.dumps(ALLOWED_UPDATES),
        }  # fmt: skip
        # Not `Bot.get_updates`: the inbox keeps Telegram's own words, and the library hands out its reading of them.
        answer = await self._request.retrieve(f"{self._line.bot.base_url}/getUpdates?{urlencode(wanted)}")
        updates: list[Any] = self._request.parse_json_payload(answer)["result"]
        return updates

    async def _keep(self, updates: Iterable[Any]) -> None:
        rows = []
        last = self._offset - 1
        for update in updates:
            number, where = telegram.event_id_of(update), _conversation_of(update)
            rows.append(RawUpdate(telegram.PLATFORM, number, where, json.dumps(update, ensure_ascii=False)))
            last = max(last, int(number))
        await self._ears.keep(*rows)
        self._offset = last + 1  # the next question confirms them

    def _succeeded(self) -> None:
        now = self._clock()
        self.health = PollingHealth(now, self.health.healthy_since or now)
        self._failures = 0
        self._alarmed = ""
        self._line_is(True)

    def _in_trouble(self, words: str, *, alarm: bool = False) -> None:
        """Say it once per spell of trouble, not once per attempt."""
        if self.health.trouble != words:
            log.warning("telegram polling: %s", words)
        if alarm:
            self._line_is(False)
            if self._alarmed != words:
                self._alarm(words)
                self._alarmed = words
        self.health = replace(self.health, healthy_since=None, trouble=words)

    async def _pause(self, stop: asyncio.Event, seconds: float) -> None:
        if seconds > 0:
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), seconds)


def _conversation_of(update: Any) -> str:
    """Where an update belongs. One of a shape nobody knows stands alone, for it must not keep all others waiting."""
    try:
        return telegram.conversation_of(update)
    except (KeyError, TypeError, AttributeError):
        log.exception("an update of an unknown shape is kept by itself")
        return telegram.event_id_of(update)


async def _unless(stop: asyncio.Event, work: Awaitable[list[Any]]) -> list[Any] | None:
    """The result of the work, or None as soon as we are told to stop: an unanswered question confirms nothing."""
    asking, stopping = asyncio.ensure_future(work), asyncio.ensure_future(stop.wait())
    try:
        await asyncio.wait({asking, stopping}, return_when=asyncio.FIRST_COMPLETED)
        return asking.result() if asking.done() else None
    finally:
        for task in (asking, stopping):
            task.cancel()
        await asyncio.gather(asking, stopping, return_exceptions=True)
