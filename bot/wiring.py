"""What every way of running has in common: the school's surroundings and the dispatcher over one database."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.clock import MovableClock
from bot.settings import Settings
from handlers import incoming
from handlers.catalogue import Features
from handlers.dispatch import Dispatcher, Reader
from handlers.express import Express, NoExpress
from handlers.features import all_features
from handlers.policy.shelf import Shelf
from handlers.school import Abilities, School
from handlers.school_time import SchoolCalendar
from handlers.understand import Understander
from jobs.alarms import Alarms
from jobs.wordsmith import Model, Wordsmith
from storage.base import Database

log = logging.getLogger(__name__)

# What each platform can show. WeCom changes a card by its last response code; an official account knows words only.
ABILITIES = {
    "telegram": Abilities(buttons=True, edits=True, toasts=True, recalls=True),
    "wecom": Abilities(buttons=True, edits=True, toasts=False, recalls=True),
    "wechat": Abilities(buttons=False, edits=False, toasts=False),
    "web": Abilities(buttons=True, edits=True, toasts=True),
    "console": Abilities(buttons=True, edits=True, toasts=False),
}


def make_school(
    settings: Settings,
    features: Features,
    shelf: Shelf,
    *,
    wake: Callable[..., None],
    express: Express | None = None,
    telegram_bot: Callable[[], str] = str,
    wording_time: Callable[[], timedelta] = timedelta,
    stamps_count: bool = True,
) -> School:
    """The surroundings of every turn."""
    return School(
        usual=SchoolCalendar(zone=settings.zone),
        library=shelf.library,
        library_on=shelf.library_on,
        understander=Understander(features.examples()),
        abilities=ABILITIES,
        language=settings.language,
        public_url=settings.public_url,
        telegram_bot=telegram_bot,
        wake=wake,
        express=express or NoExpress(),
        wording_time=wording_time,
        stamps_count=stamps_count,
        prepare=shelf.prepare if shelf.asks_a_service else None,
    )


def make_wordsmith(
    settings: Settings,
    database: Database,
    clock: Callable[[], datetime],
    *,
    wake: Callable[..., None] = lambda *_platforms: None,
    alarms: Alarms | None = None,
) -> Wordsmith | None:
    """Whoever has answers worded by the configured chat model; None without one, or with one that cannot be used."""
    writer = chat_model(settings)
    if writer is None:
        return None
    return Wordsmith(
        database, writer, settings.llm, clock, patience=settings.llm_patience, wake=wake, alarms=alarms
    )  # fmt: skip


def chat_model(settings: Settings) -> Model | None:
    """The configured chat model. A wrong setting is told and costs the model, never the answers."""
    if not settings.llm:
        return None
    from knowledge.writer import from_settings  # noqa: PLC0415 -- seconds of imports, paid where a model is set

    try:
        return from_settings(
            settings.llm, base_url=settings.llm_base_url, api_key=settings.llm_api_key.get_secret_value(),
            patience=settings.llm_patience,
        )  # fmt: skip
    except Exception as wrong:  # noqa: BLE001 -- each provider has its own way to say that a setting is wrong
        log.warning("XIAOXIN_LLM cannot be used: %s", type(wrong).__name__)
        return None


def make_dispatcher(
    settings: Settings,
    database: Database,
    shelf: Shelf,
    clock: Callable[[], datetime],
    *,
    readers: dict[str, Reader] | None = None,
    wake: Callable[..., None] = lambda *_platforms: None,
    express: Express | None = None,
    telegram_bot: Callable[[], str] = str,
    wording_time: Callable[[], timedelta] = timedelta,
) -> Dispatcher:
    """The engine over a database. The chat page and the terminal speak our own words; other platforms bring a reader."""
    features = all_features()
    school = make_school(
        settings, features, shelf, wake=wake, express=express, telegram_bot=telegram_bot, wording_time=wording_time,
        stamps_count=not isinstance(clock, MovableClock),
    )  # fmt: skip
    own: dict[str, Reader] = {"web": incoming.from_json, "console": incoming.from_json}
    return Dispatcher(database, school, features, {**own, **(readers or {})}, clock)
