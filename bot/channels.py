"""The channels of this installation: for each configured platform its reader, mouth, routes and standing work.

A platform's library is imported only when the platform is configured.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeAlias

from sqlalchemy.exc import SQLAlchemyError
from starlette.routing import BaseRoute

from bot.ears import Ears
from bot.fetching import Fetch, Never
from bot.files import FileRoom
from bot.polling_lease import PollingLease
from bot.settings import Settings
from handlers.dispatch import Reader
from handlers.incoming import Attachment
from jobs.alarms import Alarms, updates
from jobs.outgoing import Mouth
from storage import onscreen, people
from storage import settings as facts
from storage.base import Database

if TYPE_CHECKING:
    from bot.platforms.telegram_bot import TelegramLine
    from bot.platforms.wechat_connection import Connection

log = logging.getLogger(__name__)

NO_SUCH_MEDIA = frozenset({40004, 40007, 41005, 41006})  # what WeCom and WeChat say of media that is gone or never was

Work: TypeAlias = Callable[[asyncio.Event], Awaitable[None]]


@dataclass
class Channel:
    """One platform, ready to be connected to the ears."""

    name: str
    reader: Reader
    mouth: Mouth
    routes: Callable[[Ears], Sequence[BaseRoute]] = lambda _ears: ()
    work: Callable[[Ears], Work] | None = None
    close: Callable[[], Awaitable[None]] | None = None
    health: Callable[[], dict[str, str]] = dict
    facts: dict[str, str] = field(default_factory=dict)
    fetch: Fetch | None = None  # how to get what people sent


def configured(settings: Settings, database: Database, worker: str, alarms: Alarms, room: FileRoom) -> list[Channel]:
    """Every channel that has its settings."""
    found = []
    if settings.has_telegram:
        found.append(_telegram(settings, database, worker, alarms, room))
    if settings.has_wecom:
        found.append(_wecom(settings, database, alarms, room))
    if settings.has_wechat:
        found.append(_wechat(settings, database, alarms, room))
    return found


def _wecom(settings: Settings, database: Database, alarms: Alarms, room: FileRoom) -> Channel:
    from bot.platforms import wecom, wecom_callback, wecom_directory  # noqa: PLC0415 -- only where WeCom is configured
    from bot.platforms.wecom_app import WeComApp, connect  # noqa: PLC0415
    from bot.platforms.wecom_mouth import WeComMouth  # noqa: PLC0415

    app = WeComApp(
        settings.wecom_corp_id, settings.wecom_agent_id, settings.wecom_secret.get_secret_value(),
        settings.wecom_token.get_secret_value(), settings.wecom_aes_key.get_secret_value(), settings.wecom_api_url,
        settings.public_url,
    )  # fmt: skip
    connection = connect(app)

    plain: dict[str, bool] = {}  # as last seen: while the database is away, a message must still find its form

    def text_only(user: str) -> bool:
        with suppress(SQLAlchemyError), database.read() as tx:
            plain[user] = people.reads_plain_text(tx, "wecom", user)
        return plain.get(user, False)

    def has_had_cards(user: str) -> bool:
        with suppress(SQLAlchemyError), database.read() as tx:
            return onscreen.has_had_cards(tx, "wecom", user)
        return True

    mouth = WeComMouth(
        connection, app, text_only=text_only, has_had_cards=has_had_cards, rest_seconds=settings.wecom_rest_seconds, cabinet=room,
        alarm=lambda words: alarms("wecom", words),
    )  # fmt: skip

    def know(names: dict[str, str]) -> None:
        with suppress(SQLAlchemyError), database.write() as tx:
            facts.put(tx, people.DEPARTMENT_NAMES, names)

    learn = wecom_directory.learner(connection, know)
    return Channel(
        "wecom", wecom.read, mouth, routes=lambda ears: wecom_callback.routes(ears, app, learn=learn),
        close=lambda: asyncio.to_thread(connection.close), fetch=_media(connection),
    )  # fmt: skip


@dataclass(frozen=True)
class _MayWrite:
    """What was found out about an official account, as a fact of the installation."""

    database: Database
    name: str

    def get(self) -> bool | None:
        """What was found out last, as far as the database tells."""
        known: bool | None = None
        with suppress(SQLAlchemyError), self.database.read() as tx:
            known = facts.get(tx, self.name)
        return known

    def put(self, may_write: bool) -> None:
        """Keep it for other processes. A database that is away must not cost the message that found it out."""
        with suppress(SQLAlchemyError), self.database.write() as tx:
            facts.put(tx, self.name, may_write)


def _wechat(settings: Settings, database: Database, alarms: Alarms, room: FileRoom) -> Channel:
    from bot.platforms import wechat, wechat_callback  # noqa: PLC0415 -- only where an official account is configured
    from bot.platforms.wechat_account import WeChatAccount, connect  # noqa: PLC0415
    from bot.platforms.wechat_mouth import WeChatMouth  # noqa: PLC0415
    from bot.platforms.wechat_pull import Pull  # noqa: PLC0415
    from bot.platforms.wechat_standing import Standing  # noqa: PLC0415
    from bot.platforms.wechat_windows import Counted  # noqa: PLC0415

    account = WeChatAccount(
        settings.wechat_app_id, settings.wechat_app_secret.get_secret_value(), settings.wechat_token.get_secret_value(),
        settings.wechat_aes_key.get_secret_value(), settings.wechat_api_url, settings.public_url,
    )  # fmt: skip
    connection = connect(account)
    standing = Standing(_MayWrite(database, f"wechat.may_write:{account.app_id}"))
    windows = Counted(database, lambda: datetime.now(UTC))
    mouth = WeChatMouth(
        connection, standing=standing, windows=windows, cabinet=room, alarm=lambda words: alarms("wechat", words)
    )
    pull = Pull(database, standing, lambda: datetime.now(UTC), cabinet=room)
    return Channel(
        "wechat", wechat.read, mouth, routes=lambda ears: wechat_callback.routes(ears, account, pull=pull, windows=windows),
        close=lambda: asyncio.to_thread(connection.close), fetch=_media(connection),
    )  # fmt: skip


def _media(connection: "Connection") -> Fetch:
    """Temporary media of WeCom or WeChat; what the platform refuses for good is not asked for again."""
    from bot.platforms.wechat_connection import Refusal, TooBig  # noqa: PLC0415
    from storage.files import BIGGEST  # noqa: PLC0415

    async def fetch(attachment: Attachment) -> bytes:
        try:
            return await asyncio.to_thread(connection.download, attachment.ref, BIGGEST)
        except TooBig as big:
            raise Never(str(big)) from big
        except Refusal as refusal:
            if refusal.errcode in NO_SUCH_MEDIA:
                raise Never(str(refusal)) from refusal
            raise

    return fetch


def _telegram(settings: Settings, database: Database, worker: str, alarms: Alarms, room: FileRoom) -> Channel:
    from bot.menu_memory import MenuMemory  # noqa: PLC0415 -- only where Telegram is configured
    from bot.platforms import telegram, telegram_webhook  # noqa: PLC0415
    from bot.platforms.telegram_bot import CannotFetch, TelegramAccount, TelegramLine  # noqa: PLC0415
    from bot.platforms.telegram_mouth import TelegramMouth  # noqa: PLC0415
    from bot.platforms.telegram_own_menus import OwnMenus  # noqa: PLC0415
    from bot.platforms.telegram_webhook_kept import keep_webhook  # noqa: PLC0415

    def alarm(words: str) -> None:
        alarms("telegram", words)

    line_is = _line(alarms, "telegram")
    token = settings.telegram_token.get_secret_value()
    secret = settings.telegram_secret.get_secret_value()

    def remember(name: str) -> None:
        channel.facts["username"] = name
        with database.write() as tx:
            facts.put(tx, "telegram.username", name)

    account = TelegramAccount(token, settings.telegram_api_url, secret, settings.public_url, settings.telegram_proxy)
    line = TelegramLine(account, remember)
    memory = MenuMemory(database, settings.language)
    menus = OwnMenus(line, memory.look, memory.keep)

    async def fetch(attachment: Attachment) -> bytes:
        try:
            return await line.fetch(attachment)
        except CannotFetch as gone:
            raise Never(str(gone)) from gone

    channel = Channel(
        "telegram",
        telegram.reader(token, lambda: line.username),
        TelegramMouth(
            line.bot,
            per_second=settings.telegram_rate,
            chat_seconds=settings.telegram_chat_seconds,
            cabinet=room,
            alarm=alarm,
        ),
        close=line.close,
        fetch=fetch,
    )

    if settings.telegram_mode == "webhook":
        channel.routes = lambda ears: telegram_webhook.routes(ears, secret)

        def open_webhook(_ears: Ears) -> Work:
            async def work(stop: asyncio.Event) -> None:
                if await telegram_webhook.open_webhook(line, stop, alarm=alarm, line_is=line_is):
                    await asyncio.gather(menus.run(stop), keep_webhook(line, stop, alarm=alarm, line_is=line_is))
                await stop.wait()

            return work

        channel.work = open_webhook
        return channel

    channel.work = _polling(channel, line, PollingLease(database, worker, alarms), alarm, line_is, menus.run)
    return channel


def _line(alarms: Alarms, platform: str) -> Callable[[bool], None]:
    """Notes since when a platform brings us nothing."""

    def line_is(up: bool) -> None:
        if up:
            alarms.ends(updates(platform))
        else:
            alarms.begins(updates(platform), datetime.now(UTC))

    return line_is


def _polling(
    channel: Channel,
    line: "TelegramLine",
    lease: PollingLease,
    alarm: Callable[[str], None],
    line_is: Callable[[bool], None],
    beside: Work,
) -> Callable[[Ears], Work]:
    """Polling as standing work, with the lease renewed beside it and given back at the end."""
    from bot.platforms.telegram_polling import TelegramPolling  # noqa: PLC0415 -- only where Telegram is configured

    def connected(ears: Ears) -> Work:
        async def work(stop: asyncio.Event) -> None:
            polling = TelegramPolling(line, ears, lease.take, alarm=alarm, line_is=line_is)
            channel.health = lambda: {"trouble": polling.health.trouble, "last": str(polling.health.last_success or "")}
            keeping = [asyncio.ensure_future(lease.keep(stop)), asyncio.ensure_future(beside(stop))]
            try:
                await polling.run(stop)
            finally:
                for task in keeping:
                    task.cancel()
                await asyncio.gather(*keeping, return_exceptions=True)
                await lease.give_up()

        return work

    return connected
