"""What `xiaoxin doctor` looks at. Each check gives its findings and never raises for what it finds."""

import asyncio
import os
import shutil
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from sqlalchemy import func, or_, select, text

from bot.commands import texts
from bot.settings import Settings, unknown_names
from handlers.texts import Phrase, Text, joined
from storage import charter, delivery, migrate, people
from storage import settings as facts
from storage.audit import Entry
from storage.base import Database
from storage.inbox import Heard, Update
from storage.outbox import Message, Sent
from storage.people import Role

if TYPE_CHECKING:
    from bot.platforms.findings import Finding as PlatformFinding
    from bot.platforms.wechat_account import WeChatAccount
    from bot.platforms.wecom_app import WeComApp

State = Literal["ok", "warning", "broken"]

# Written in autumn 2026: a computer that says less has lost its clock, as after an empty battery.
NO_EARLIER_THAN = datetime(2026, 9, 1, tzinfo=UTC)
CLOCK_MAY_DIFFER = timedelta(seconds=60)
LITTLE_ROOM_GB, NO_ROOM_GB = 2.0, 0.2
BIG_FILE = 500 * 1024 * 1024  # above, looking through the whole file takes too long for a check-up
WAITS_TOO_LONG = timedelta(minutes=10)
MODEL_SECONDS = 10.0
CHANNEL_SECONDS, CALLBACK_SECONDS = 20, 5
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
# What each channel needs to be set.
NEEDS = {
    "telegram": ("telegram_token",),
    "wecom": ("wecom_corp_id", "wecom_agent_id", "wecom_secret", "wecom_token", "wecom_aes_key"),
    "wechat": ("wechat_app_id", "wechat_app_secret", "wechat_token"),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: about what, how it is, and the sentence that says so or how to mend it."""

    about: str
    state: State
    says: Text


def check_settings(settings: Settings) -> Iterator[Finding]:
    """Names nobody knows, and a page that is open to the network without a guard."""
    if unknown := unknown_names():
        yield Finding("settings", "warning", texts.SETTINGS_UNKNOWN(names=joined(tuple(unknown))))
    if settings.http_host not in LOOPBACK and not settings.admin_token.get_secret_value():
        yield Finding("settings", "warning", texts.NO_ADMIN_TOKEN(host=settings.http_host))
    if not unknown:
        yield Finding("settings", "ok", texts.SETTINGS_FINE)


def check_clock(settings: Settings, now: datetime, database: Database | None) -> Finding:
    """Whether the time can be right: against this program's age, the last record, and the database's own clock."""
    shown = f"{now.astimezone(settings.zone):%Y-%m-%d %H:%M}"
    if now < NO_EARLIER_THAN:
        return Finding("clock", "broken", texts.CLOCK_PAST(now=shown))
    if database is not None:
        with database.read() as tx:
            last = tx.scalar(select(func.max(Entry.at)))
            there = now if database.is_sqlite else tx.execute(text("SELECT clock_timestamp()")).scalar_one()
        if last is not None and last - now > CLOCK_MAY_DIFFER:
            behind = f"{last.astimezone(settings.zone):%Y-%m-%d %H:%M}"
            return Finding("clock", "broken", texts.CLOCK_BEHIND(now=shown, last=behind))
        if abs(there - now) > CLOCK_MAY_DIFFER:
            return Finding("clock", "warning", texts.CLOCK_DIFFERS(seconds=round(abs(there - now).total_seconds())))
    return Finding("clock", "ok", texts.CLOCK_FINE(now=shown, zone=settings.timezone))


def has_database(settings: Settings) -> bool:
    """Whether there is a database to look into; looking must not make one."""
    return bool(settings.database_url) or Path(settings.database.removeprefix("sqlite:///")).exists()


def check_database(database: Database) -> Finding:
    """Its kind, its version, and whether it can be written. Raises what the driver raises when it cannot be opened."""
    kind = "SQLite" if database.is_sqlite else "PostgreSQL"
    revision, newest = migrate.revision_of(database), migrate.newest()
    if revision is not None and revision > newest:
        raise migrate.NewerDatabase(revision)
    if revision != newest:
        return Finding("database", "warning", texts.DATABASE_OLD(revision=revision or "—", newest=newest))
    if database.is_sqlite and Path(str(database.url.database)).stat().st_size < BIG_FILE:
        with database.read() as tx:
            wrong = tx.execute(text("PRAGMA quick_check(1)")).scalar_one()
        if wrong != "ok":
            return Finding("database", "broken", texts.DATABASE_DAMAGED(what=wrong))
    with database.write() as tx:
        facts.put(tx, "doctor", 1)
        tx.flush()
        tx.rollback()
    return Finding("database", "ok", texts.DATABASE_FINE(kind=kind, revision=revision))


def check_disk(settings: Settings) -> Finding:
    """Room and rights in the data folder; a folder that is not there yet is judged by the one it will be made in."""
    folder = settings.data_dir.absolute()
    while not folder.exists():
        folder = folder.parent
    if not _writable(folder):
        return Finding("disk", "broken", texts.NOT_WRITABLE(where=folder))
    free = shutil.disk_usage(folder).free / 1e9
    if free < LITTLE_ROOM_GB:
        state: State = "broken" if free < NO_ROOM_GB else "warning"
        return Finding("disk", state, texts.DISK_LOW(where=folder, free=f"{free:.1f}"))
    return Finding("disk", "ok", texts.DISK_FINE(free=f"{free:.0f}"))


def check_index(settings: Settings, database: Database, day: datetime) -> Finding:
    """Whether the charter answers, and whether it is the school's own."""
    from bot.commands.opening import shelf

    folder = settings.data_dir / "index"
    if folder.exists() and not _writable(folder):
        return Finding("index", "broken", texts.NOT_WRITABLE(where=folder))
    library = shelf(settings, database).library()
    clauses = len(library.clauses)
    if not clauses or not library.search(library.clauses[0].title or library.clauses[0].text, k=1):
        return Finding("index", "broken", texts.INDEX_SILENT)
    with database.read() as tx:
        sample = any(version.is_sample for version in charter.in_force(tx, day.date()))
    if sample:
        return Finding("index", "warning", texts.INDEX_SAMPLE(clauses=clauses))
    return Finding("index", "ok", texts.INDEX_FINE(clauses=clauses))


def check_model(settings: Settings) -> Iterator[Finding]:
    """Whether a configured chat model says anything, and in time. Without one there is nothing to say."""
    if not settings.llm:
        return
    from knowledge.writer import from_settings

    began, patience = time.monotonic(), max(settings.llm_patience, MODEL_SECONDS)
    try:
        writer = from_settings(
            settings.llm, base_url=settings.llm_base_url, api_key=settings.llm_api_key.get_secret_value(),
            patience=patience,
        )  # fmt: skip
        if writer is not None:
            writer.greet()
    except Exception as away:  # noqa: BLE001 -- each provider raises errors of its own
        cause = _in_short(away)
        yield Finding("model", "warning", texts.MODEL_AWAY(name=settings.llm, cause=cause))
        return
    took = time.monotonic() - began
    says = texts.MODEL_FINE if took <= settings.llm_patience else texts.MODEL_SLOW
    state: State = "ok" if took <= settings.llm_patience else "warning"
    yield Finding("model", state, says(name=settings.llm, seconds=f"{took:.1f}"))


def check_embeddings(settings: Settings) -> Iterator[Finding]:
    """Whether a configured embedding service and Chroma server answer. The embedded ones need no check."""
    if settings.embeddings not in {"", "local"}:
        from bot.commands.opening import embedding_service

        began = time.monotonic()
        try:
            dimension = len(embedding_service(settings).embed_query("信息化"))
        except Exception as away:  # noqa: BLE001 -- each provider raises errors of its own
            yield Finding(
                "embeddings", "warning", texts.EMBEDDINGS_AWAY(name=settings.embeddings, cause=_in_short(away))
            )
        else:
            took = f"{time.monotonic() - began:.1f}"
            says = texts.EMBEDDINGS_FINE(name=settings.embeddings, dimension=dimension, seconds=took)
            yield Finding("embeddings", "ok", says)
    if settings.chroma_url:
        from knowledge.index import greet_server

        try:
            greet_server(settings.chroma_url)
        except Exception as away:  # noqa: BLE001 -- chromadb raises errors of several libraries
            yield Finding("index", "warning", texts.CHROMA_AWAY(cause=_in_short(away)))
        else:
            yield Finding("index", "ok", texts.CHROMA_FINE)


def _in_short(failure: Exception) -> str:
    said = " ".join(str(failure).split())[:120]
    return f"{type(failure).__name__}: {said}" if said else type(failure).__name__


def check_people(database: Database) -> Finding:
    """Whether there is somebody to work for, and somebody to do the work."""
    with database.read() as tx:
        everybody = people.active_people(tx)
        bound = sum(any(account.reachable for account in person.accounts) for person in everybody)
        missing = [
            role for role in (Role.TECHNICIAN, Role.CIO, Role.ADMIN) if not any(one.holds(role) for one in everybody)
        ]
    if not everybody:
        return Finding("people", "warning", texts.PEOPLE_NONE)
    if missing:
        roles = joined([texts.ROLE_NAMES[role.value] for role in missing])
        return Finding("people", "warning", texts.PEOPLE_WITHOUT(roles=roles))
    return Finding("people", "ok", texts.PEOPLE_FINE(count=len(everybody), bound=bound))


def check_backlog(database: Database, now: datetime) -> Iterator[Finding]:
    """What waits too long on its way in or out, and what did not arrive."""
    minutes = int(WAITS_TOO_LONG.total_seconds() // 60)
    with database.read() as tx:

        def count(*conditions: object) -> int:
            return tx.scalar(select(func.count()).where(*conditions)) or 0  # type: ignore[arg-type]  # columns' comparisons

        unheard = count(Update.status == Heard.NEW, Update.received_at < now - WAITS_TOO_LONG)
        unhandled = count(Update.status == Heard.FAILED, Update.received_at > now - timedelta(days=1))
        # One that was tried waits for its next try; that is no better hour it was held for.
        long_due = or_(Message.not_before < now - WAITS_TOO_LONG, Message.attempts > 0)
        in_line = Message.status.in_([Sent.QUEUED, Sent.CLAIMED])
        unsent = count(in_line, long_due, Message.created_at < now - WAITS_TOO_LONG)
        lately = Message.settled_at > now - timedelta(days=1)
        failed, unknown = count(Message.status == Sent.FAILED, lately), count(Message.status == Sent.UNKNOWN, lately)
    if unheard:
        yield Finding("inbox", "warning", texts.INBOX_WAITS(count=unheard, minutes=minutes))
    if unhandled:
        yield Finding("inbox", "warning", texts.INBOX_FAILED(count=unhandled))
    if not unheard and not unhandled:
        yield Finding("inbox", "ok", texts.BACKLOG_NONE)
    if unsent:
        yield Finding("outbox", "warning", texts.OUTBOX_WAITS(count=unsent, minutes=minutes))
    if failed or unknown:
        yield Finding("outbox", "warning", texts.OUTBOX_FAILED(count=failed + unknown, unknown=unknown))
    if not unsent and not failed and not unknown:
        yield Finding("outbox", "ok", texts.BACKLOG_NONE)


def check_pauses(settings: Settings, database: Database, now: datetime) -> Iterator[Finding]:
    """Platforms to which nothing is sent for a while, because they said so or cannot be reached."""
    with database.read() as tx:
        paused = delivery.paused_accounts(tx, now)
    for one in paused:
        if one.platform in texts.ABOUT:
            until = f"{one.until.astimezone(settings.zone):%Y-%m-%d %H:%M}"
            yield Finding(one.platform, "warning", texts.CHANNEL_PAUSED(until=until, cause=one.reason))


def check_channels(settings: Settings) -> Iterator[Finding]:
    """Every channel that has a setting, and the address platforms call."""
    begun = [name for name in NEEDS if any(_is_set(settings, need) for need in NEEDS[name])]
    if not begun:
        yield Finding("channels", "warning", texts.NO_CHANNELS)
    for name in begun:
        yield from check_channel(settings, name)
    called = [name for name in begun if name != "telegram" or settings.telegram_mode == "webhook"]
    if called:
        yield _callback(settings, [texts.ABOUT[name] for name in called])


def check_channel(settings: Settings, name: str) -> Iterator[Finding]:
    """One channel: first its settings, then what the platform itself says."""
    missing = missing_settings(settings, name)
    if missing:
        yield Finding(name, "broken", texts.CHANNEL_MISSING(names=joined(tuple(missing))))
        return
    try:
        found = asyncio.run(asyncio.wait_for(_asked(settings, name)(), CHANNEL_SECONDS))
    except TimeoutError:
        yield Finding(name, "broken", texts.CHANNEL_SLOW(seconds=CHANNEL_SECONDS))
        return
    for one in found:
        yield Finding(name, "ok" if one.ok else "broken", one.says)


def _asked(settings: Settings, name: str) -> "Callable[[], Awaitable[list[PlatformFinding]]]":
    """The platform's own check, its library imported only now."""
    if name == "telegram":
        from bot.platforms.telegram_bot import TelegramAccount
        from bot.platforms.telegram_bot import check as ask_telegram

        bot = TelegramAccount(
            settings.telegram_token.get_secret_value(), settings.telegram_api_url,
            settings.telegram_secret.get_secret_value(), settings.public_url, settings.telegram_proxy,
        )  # fmt: skip
        return lambda: ask_telegram(bot, settings.telegram_mode)
    if name == "wecom":
        from bot.platforms.wecom_app import check as ask_wecom

        app = wecom_app_of(settings)
        return lambda: ask_wecom(app)
    from bot.platforms.wechat_account import check as ask_wechat

    account = wechat_account_of(settings)
    return lambda: ask_wechat(account)


def wecom_app_of(settings: Settings) -> "WeComApp":
    """The WeCom application of these settings."""
    from bot.platforms.wecom_app import WeComApp

    return WeComApp(
        settings.wecom_corp_id, settings.wecom_agent_id, settings.wecom_secret.get_secret_value(),
        settings.wecom_token.get_secret_value(), settings.wecom_aes_key.get_secret_value(), settings.wecom_api_url,
        settings.public_url,
    )  # fmt: skip


def wechat_account_of(settings: Settings) -> "WeChatAccount":
    """The Official Account of these settings."""
    from bot.platforms.wechat_account import WeChatAccount

    return WeChatAccount(
        settings.wechat_app_id, settings.wechat_app_secret.get_secret_value(), settings.wechat_token.get_secret_value(),
        settings.wechat_aes_key.get_secret_value(), settings.wechat_api_url, settings.public_url,
    )  # fmt: skip


def missing_settings(settings: Settings, name: str) -> list[str]:
    """The variables a channel still needs."""
    return [f"XIAOXIN_{need.upper()}" for need in NEEDS[name] if not _is_set(settings, need)]


def _callback(settings: Settings, names: list[Phrase]) -> Finding:
    import httpx

    if not settings.public_url:
        return Finding("callback", "broken", texts.CALLBACK_NONE(names=joined(names)))
    url = f"{settings.public_url}/healthz"
    try:
        answer = httpx.get(url, timeout=CALLBACK_SECONDS)
        cause = "" if answer.is_success else f"HTTP {answer.status_code}"
    except (httpx.HTTPError, httpx.InvalidURL) as closed:
        cause = type(closed).__name__
    if cause:
        return Finding("callback", "broken", texts.CALLBACK_CLOSED(url=url, cause=cause))
    if not url.startswith("https://"):
        return Finding("callback", "warning", texts.CALLBACK_HTTP(url=settings.public_url))
    return Finding("callback", "ok", texts.CALLBACK_FINE(url=url))


def _is_set(settings: Settings, name: str) -> bool:
    value = getattr(settings, name)
    return bool(value.get_secret_value() if hasattr(value, "get_secret_value") else value)


def _writable(folder: Path) -> bool:
    if not os.access(folder, os.W_OK):
        return False
    try:
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False
