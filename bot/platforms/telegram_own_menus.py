"""Keeping each person's own command menu up to date: told to Telegram when it changes, and not otherwise.

Roles and bindings change by commands, imports and in chats, so what holds is compared with what Telegram was last told.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import TypeAlias

from telegram import BotCommand, BotCommandScopeChat
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.platforms.telegram_bot import TelegramLine
from bot.platforms.telegram_menu import Owner, entries, own_menu, signature

log = logging.getLogger(__name__)

EVERY = 10.0  # seconds

Chat: TypeAlias = str
Told: TypeAlias = dict[Chat, str]  # the signature of the menu each chat was given last


class OwnMenus:
    """The menus of those who need one of their own. `look` and `keep` run in a worker thread."""

    def __init__(
        self,
        line: TelegramLine,
        look: Callable[[], tuple[Mapping[Chat, Owner], Told]],
        keep: Callable[[Told], None],
        *,
        every: float = EVERY,
    ) -> None:
        self._line, self._look, self._keep, self._every = line, look, keep, every
        self._refused: set[tuple[Chat, str]] = set()

    async def run(self, stop: asyncio.Event) -> None:
        """Until told to stop. A menu that cannot be set harms nobody: it is tried again."""
        while not stop.is_set():
            try:
                await self.bring_up_to_date()
            except TelegramError as broken:
                log.info("command menus could not be set yet: %s", type(broken).__name__)
            except Exception:
                log.exception("command menus could not be looked at")
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), self._every)

    async def bring_up_to_date(self) -> int:
        """Tell Telegram what has changed; how many chats that were. Raises `TelegramError`."""
        owners, told = await asyncio.to_thread(self._look)
        before = dict(told)
        wanted = {chat: entries(own_menu(owner), owner.language) for chat, owner in owners.items()}
        try:
            for chat in sorted(wanted.keys() | told.keys()):
                await self._one(chat, wanted.get(chat, []), told)
        finally:
            if told != before:
                await asyncio.to_thread(self._keep, told)
        return sum(before.get(chat) != told.get(chat) for chat in before.keys() | told.keys())

    async def _one(self, chat: Chat, menu: list[tuple[str, str]], told: Told) -> None:
        mark = signature(menu) if menu else ""
        if told.get(chat, "") == mark or (chat, mark) in self._refused:
            return
        scope = BotCommandScopeChat(int(chat))
        try:
            if menu:
                await self._line.bot.set_my_commands([BotCommand(*entry) for entry in menu], scope=scope)
            else:
                await self._line.bot.delete_my_commands(scope=scope)
        except (BadRequest, Forbidden) as refusal:
            log.info("a command menu was refused: %s", refusal)
            self._refused.add((chat, mark))
            if menu:
                return
        told.pop(chat, None)
        if menu:
            told[chat] = mark
