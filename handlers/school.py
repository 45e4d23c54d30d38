"""What every turn may ask about the school, wired once at start-up: calendar, charter, understanding, abilities."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from handlers.school_time import SchoolCalendar
from handlers.understand import Understood
from knowledge.charter import Library


class Understands(Protocol):
    """Free text → what is wanted."""

    def understand(self, text: str, *, role: str, context: str, now: datetime | None) -> Understood:
        """Never raises; `unclear` is an answer too."""
        ...


@dataclass(frozen=True, slots=True)
class Abilities:
    """What a platform can do. What it lacks, the text form makes up for."""

    buttons: bool = True
    edits: bool = True
    toasts: bool = False


TEXT_ONLY = Abilities(buttons=False, edits=False)


@dataclass(frozen=True)
class School:
    """The surroundings of a turn; nothing in it changes during one."""

    calendar: SchoolCalendar
    library: Callable[[], Library]
    understander: Understands
    abilities: Mapping[str, Abilities] = field(default_factory=dict)
    language: str = "zh"
    public_url: str = ""
    telegram_bot: Callable[[], str] = lambda: ""
    wake: Callable[[], None] = lambda: None
    stale_after_hours: int = 24

    @property
    def zone(self) -> ZoneInfo:
        """The school's time zone: outside everything is said in it, inside everything is UTC."""
        return self.calendar.zone

    def can(self, platform: str) -> Abilities:
        """The abilities of a platform; plain text when we know nothing of it."""
        return self.abilities.get(platform, TEXT_ONLY)
