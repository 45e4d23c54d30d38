"""What every way of running has in common: the school's surroundings and the dispatcher over one database."""

from collections.abc import Callable
from datetime import datetime

from bot.settings import Settings
from handlers import incoming
from handlers.dispatch import Dispatcher, Reader
from handlers.features import all_features
from handlers.policy.shelf import Shelf
from handlers.router import Features
from handlers.school import Abilities, School
from handlers.school_time import SchoolCalendar
from handlers.understand import Understander
from storage.base import Database

# What each platform can show. WeCom changes a card by its last response code; an official account knows words only.
ABILITIES = {
    "telegram": Abilities(buttons=True, edits=True, toasts=True),
    "wecom": Abilities(buttons=True, edits=True, toasts=False),
    "wechat": Abilities(buttons=False, edits=False, toasts=False),
    "web": Abilities(buttons=True, edits=True, toasts=True),
    "console": Abilities(buttons=True, edits=True, toasts=False),
}


def make_school(
    settings: Settings,
    features: Features,
    shelf: Shelf,
    *,
    wake: Callable[[], None],
    telegram_bot: Callable[[], str] = str,
) -> School:
    """The surroundings of every turn."""
    return School(
        calendar=SchoolCalendar(zone=settings.zone),
        library=shelf.library,
        understander=Understander(features.examples()),
        abilities=ABILITIES,
        language=settings.language,
        public_url=settings.public_url,
        telegram_bot=telegram_bot,
        wake=wake,
    )


def make_dispatcher(
    settings: Settings,
    database: Database,
    shelf: Shelf,
    clock: Callable[[], datetime],
    *,
    readers: dict[str, Reader] | None = None,
    wake: Callable[[], None] = lambda: None,
    telegram_bot: Callable[[], str] = str,
) -> Dispatcher:
    """The engine over a database. The chat page and the terminal speak our own words; other platforms bring a reader."""
    features = all_features()
    school = make_school(settings, features, shelf, wake=wake, telegram_bot=telegram_bot)
    own: dict[str, Reader] = {"web": incoming.from_json, "console": incoming.from_json}
    return Dispatcher(database, school, features, {**own, **(readers or {})}, clock)
