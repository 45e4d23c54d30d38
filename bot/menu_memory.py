"""Who has which command menu on Telegram: what should be, from the people; what is, as a fact of the installation."""

from bot.platforms.telegram import PLATFORM
from bot.platforms.telegram_menu import Owner
from bot.platforms.telegram_own_menus import Told
from storage import people
from storage import settings as facts
from storage.base import Database

TOLD = "telegram.menus"


class MenuMemory:
    """One school's. Its methods touch the database: call them from a worker thread."""

    def __init__(self, database: Database, language: str) -> None:
        """`language` is the school's, for whoever has none."""
        self._database, self._language = database, language

    def look(self) -> tuple[dict[str, Owner], Told]:
        """Everybody who could have a menu, and what Telegram was told of it last."""
        with self._database.read() as tx:
            owners = {
                chat: Owner(frozenset(roles), chosen or app or self._language, bool(chosen))
                for chat, roles, chosen, app in people.heard_on(tx, PLATFORM)
            }
            return owners, dict(facts.get(tx, TOLD, {}))

    def keep(self, told: Told) -> None:
        """Telegram has it now."""
        with self._database.write() as tx:
            facts.put(tx, TOLD, told)
