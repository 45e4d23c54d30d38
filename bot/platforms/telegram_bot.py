"""The bot at Telegram: how to reach it, its command menu, its webhook, its files, and whether all of that is in order.

Only `Bot` of python-telegram-bot is used: no Application and no Updater, for they confirm updates before they are kept.
"""

import asyncio
import logging
import os
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from telegram import Bot, BotCommand, WebhookInfo
from telegram.error import BadRequest, InvalidToken, NetworkError, TelegramError

from bot.platforms import texts
from bot.platforms.findings import Finding, public_address
from bot.platforms.telegram_menu import COMMANDS, entries
from bot.platforms.telegram_wire import TelegramWire
from handlers.incoming import Attachment

log = logging.getLogger(__name__)

OFFICIAL = "https://api.telegram.org"
ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")
WEBHOOK_PATH = "/telegram/webhook"
WEBHOOK_PORTS = frozenset({None, 80, 88, 443, 8443})
SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
BIGGEST_FILE = 20 * 1024 * 1024  # what getFile offers
CONNECTIONS = 32
PATIENCE = 15.0  # seconds for an answer; sending is asynchronous to everybody who waits


class CannotFetch(Exception):
    """An attachment is gone, or too big to be fetched."""


class BadWebhook(ValueError):
    """Telegram could never call this address, or the secret is missing."""


@dataclass(frozen=True, slots=True)
class TelegramAccount:
    """What BotFather gave us, and where Telegram is. `secret` is what proves that a webhook call is Telegram's."""

    token: str = field(repr=False)
    api_url: str = OFFICIAL
    secret: str = field(default="", repr=False)
    public_url: str = ""
    proxy: str = field(default="", repr=False)  # may carry a password

    @property
    def webhook_url(self) -> str:
        """Where Telegram shall bring updates."""
        return f"{self.public_url.rstrip('/')}{WEBHOOK_PATH}"

    def request(self, connections: int, read_timeout: float = PATIENCE) -> TelegramWire:
        """A pool of connections to Telegram."""
        return TelegramWire(
            connections=connections, read_timeout=read_timeout, write_timeout=PATIENCE, connect_timeout=5.0,
            proxy=self.proxy,
        )  # fmt: skip


class TelegramLine:
    """One open line to Telegram. Opening it talks to nobody: the school's other platforms do not wait for Telegram."""

    def __init__(self, account: TelegramAccount, named: Callable[[str], None] = lambda _name: None) -> None:
        """`named` is told, in a thread of its own, what the bot is called once Telegram has said so."""
        os.environ.setdefault("PTB_TIMEDELTA", "1")  # the library's next way to say "retry after"; the old one warns
        root = account.api_url.rstrip("/") or OFFICIAL
        self.account = account
        self._requests = (account.request(1), account.request(CONNECTIONS))
        self.bot = Bot(
            account.token, base_url=f"{root}/bot", base_file_url=f"{root}/file/bot",
            get_updates_request=self._requests[0], request=self._requests[1],
        )  # fmt: skip
        self.username = ""
        self._named = named

    async def close(self) -> None:
        """Give the connections back."""
        for request in self._requests:
            await request.shutdown()

    async def introduce(self) -> str:
        """Ask Telegram who we are; the name links and mentions need. Raises `TelegramError`."""
        me = await self.bot.get_me()
        self.username = me.username or ""
        await asyncio.to_thread(self._named, self.username)
        return self.username

    async def offer_commands(self) -> int:
        """Bring the command menu up to date in both languages; how many lists had changed. Failing is no harm."""
        changed = 0
        for code, language in ((None, "zh"), ("en", "en")):
            wanted = [BotCommand(*entry) for entry in entries(COMMANDS, language)]
            try:
                if list(await self.bot.get_my_commands(language_code=code)) != wanted:
                    await self.bot.set_my_commands(wanted, language_code=code)
                    changed += 1
            except TelegramError as refused:
                log.warning("the command menu could not be set: %s", refused)
        return changed

    async def set_webhook(self) -> None:
        """Have updates brought to us. What waited meanwhile is kept. `BadWebhook` for an address that cannot work."""
        wrong = webhook_fault(self.account)
        if wrong is not None:
            raise BadWebhook(wrong.says.en)
        await self.bot.set_webhook(
            self.account.webhook_url, secret_token=self.account.secret, allowed_updates=ALLOWED_UPDATES,
            drop_pending_updates=False,
        )  # fmt: skip

    async def fetch(self, attachment: Attachment, most: int = BIGGEST_FILE) -> bytes:
        """The bytes of something somebody sent. `CannotFetch` when too big or gone; `TelegramError`: try again."""
        try:
            file = await self.bot.get_file(attachment.ref)
        except BadRequest as refusal:
            raise CannotFetch(str(refusal)) from refusal
        if file.file_size is not None and file.file_size > most:
            raise CannotFetch(f"{file.file_size} bytes, and {most} is the limit")
        content = bytes(await file.download_as_bytearray())
        if len(content) > most:
            raise CannotFetch(f"{len(content)} bytes, and {most} is the limit")
        return content


def webhook_fault(account: TelegramAccount) -> Finding | None:
    """Why Telegram could not call us, if it could not. Only a self-hosted Bot API server calls private addresses."""
    official = account.api_url.rstrip("/") in {"", OFFICIAL}
    if not SECRET.fullmatch(account.secret):
        return Finding(ok=False, says=texts.TELEGRAM_BAD_SECRET)
    if not official and account.public_url:
        return None
    wrong = public_address(account.public_url, who="Telegram", https=True)
    if wrong is not None:
        return wrong
    port = re.search(r":(\d+)$", account.public_url.rstrip("/"))
    if port and int(port[1]) not in WEBHOOK_PORTS:
        return Finding(ok=False, says=texts.TELEGRAM_BAD_PORT(port=port[1]))
    return None


async def check(account: TelegramAccount, mode: str) -> list[Finding]:
    """Whether the token is good, Telegram can be reached, and updates can come in; never raises for the network."""
    line = TelegramLine(account)
    try:
        name = await line.introduce()
        findings = [Finding(ok=True, says=texts.TELEGRAM_IS_OURS(name=name))]
        findings += _about_webhook(account, mode, await line.bot.get_webhook_info())
    except InvalidToken:
        return [Finding(ok=False, says=texts.TELEGRAM_TOKEN_REFUSED)]
    except NetworkError as broken:
        cause = type(broken.__cause__ or broken).__name__
        return [Finding(ok=False, says=texts.TELEGRAM_UNREACHABLE(url=account.api_url, cause=cause))]
    except TelegramError as refused:
        return [Finding(ok=False, says=texts.TELEGRAM_REFUSED(reason=str(refused)))]
    finally:
        await line.close()
    return findings


def _about_webhook(account: TelegramAccount, mode: str, info: WebhookInfo) -> list[Finding]:
    if mode == "polling":
        if info.url:
            return [Finding(ok=False, says=texts.TELEGRAM_WEBHOOK_IN_THE_WAY(url=info.url))]
        return [Finding(ok=True, says=texts.TELEGRAM_POLLING)]
    wrong = webhook_fault(account)
    if wrong is not None:
        return [wrong]
    if info.url != account.webhook_url:
        return [Finding(ok=False, says=texts.TELEGRAM_WEBHOOK_NOT_SET(url=account.webhook_url))]
    if info.last_error_message:
        return [Finding(ok=False, says=texts.TELEGRAM_WEBHOOK_FAILING(reason=info.last_error_message))]
    return [Finding(ok=True, says=texts.TELEGRAM_WEBHOOK_SET(url=info.url))]
