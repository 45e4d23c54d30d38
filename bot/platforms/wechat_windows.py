"""How much an Official Account may still say to a follower: five messages in 48 hours after a message of theirs, three in
a minute after a tap on a menu, a code or 关注. A tap on a word of ours is a tap on a menu.

It is counted here, so that nothing is half said and the last one tells how to hear the rest. WeChat has the last word.
Source: "发送客服消息" of the Official Account platform.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy.exc import SQLAlchemyError

from bot.platforms.wechat import PLATFORM
from storage import windows
from storage.base import Database
from storage.windows import Opening, Room

AFTER_MESSAGE, MESSAGES = timedelta(hours=48), 5
AFTER_TAP, MESSAGES_TO_TAP = timedelta(minutes=1), 3
SPARE = timedelta(seconds=5)  # what was true when we looked must be true when it arrives


class Windows(Protocol):
    """What is counted. Everything here blocks."""

    def opened(self, address: str, *, by_tap: bool) -> None:
        """Somebody has just written or tapped."""
        ...

    def room(self, address: str) -> Room | None:
        """How much may be said now; None where nobody knows."""
        ...

    def spent(self, address: str) -> None:
        """One has left."""
        ...

    def shut(self, address: str, seen: Room) -> None:
        """WeChat takes no more, whatever was counted."""
        ...


class Uncounted:
    """Nothing is counted: WeChat says when it is enough."""

    def opened(self, address: str, *, by_tap: bool) -> None:
        """Not noted."""

    def room(self, address: str) -> Room | None:
        """Nobody knows."""
        del address
        return None

    def spent(self, address: str) -> None:
        """Not noted."""

    def shut(self, address: str, seen: Room) -> None:
        """Not noted."""


@dataclass(frozen=True)
class Counted:
    """Counted as rows, so that a restart and another process know it, too. While the database is away, WeChat counts."""

    database: Database
    clock: Callable[[], datetime]

    def opened(self, address: str, *, by_tap: bool) -> None:
        """A new one counts afresh."""
        span, messages = (AFTER_TAP, MESSAGES_TO_TAP) if by_tap else (AFTER_MESSAGE, MESSAGES)
        opening = Opening(self.clock() + span - SPARE, messages, by_tap)
        with suppress(SQLAlchemyError), self.database.write() as tx:
            windows.opened(tx, PLATFORM, address, opening)

    def room(self, address: str) -> Room | None:
        """As far as the rows tell."""
        with suppress(SQLAlchemyError), self.database.read() as tx:
            return windows.room(tx, PLATFORM, address, self.clock())
        return None

    def spent(self, address: str) -> None:
        """One less."""
        with suppress(SQLAlchemyError), self.database.write() as tx:
            windows.spent(tx, PLATFORM, address, 1)

    def shut(self, address: str, seen: Room) -> None:
        """None left of what was open when we looked."""
        with suppress(SQLAlchemyError), self.database.write() as tx:
            windows.shut(tx, PLATFORM, address, seen)
