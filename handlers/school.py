"""What every turn may ask about the school, wired once at start-up: calendar, charter, understanding, abilities."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cache, cached_property
from typing import Protocol
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from handlers.express import Express, NoExpress
from handlers.school_days import Calendars
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
    recalls: bool = False


TEXT_ONLY = Abilities(buttons=False, edits=False)


@dataclass(frozen=True)
class School:
    """The surroundings of a turn; nothing in it changes during one.

    `usual` is the zone and what holds while the school has entered no calendar of its own; `calendar` is the one of
    the transaction the school is seen `within`.
    """

    usual: SchoolCalendar
    library: Callable[[], Library]
    understander: Understands
    abilities: Mapping[str, Abilities] = field(default_factory=dict)
    language: str = "zh"
    public_url: str = ""
    telegram_bot: Callable[[], str] = lambda: ""
    wake: Callable[..., None] = lambda *_platforms: None  # something was said on these platforms; unnamed: anywhere
    express: Express = field(default_factory=NoExpress)  # who carries answers at once, without their being looked for
    stale_after_hours: int = 24  # what was said longer ago is not acted on after an outage …
    stale_in_groups_after_hours: int = 2  # … and in groups, where the talk has gone on, much sooner
    stamps_count: bool = True  # whether the platforms' clocks and ours are the same; a demo's is moved
    wording_time: Callable[[], timedelta] = lambda: timedelta(0)  # how long an answer waits for a model; 0: no model
    # The charter of another day; None before there was one. Without it, every day's is today's.
    library_on: Callable[[date], Library | None] | None = None
    prepare: Callable[[str], None] | None = None  # what a service far away is asked about words before their turn
    calendars: Calendars = field(default_factory=Calendars, repr=False)
    tx: Session | None = field(default=None, repr=False)

    def within(self, tx: Session) -> "School":
        """The school as this transaction sees it: an edit of the calendar counts from the next turn on, everywhere."""
        return replace(self, tx=tx, library=cache(self.library))

    @cached_property
    def calendar(self) -> SchoolCalendar:
        """The school's calendar, looked up once per turn and only by a turn that asks for it."""
        return self.usual if self.tx is None else self.calendars.of(self.tx, self.usual)

    @property
    def zone(self) -> ZoneInfo:
        """The school's time zone: outside everything is said in it, inside everything is UTC."""
        return self.usual.zone

    def library_of(self, day: date | None) -> Library | None:
        """The charter as it was on a day; today's without one."""
        if day is None or self.library_on is None:
            return self.library()
        return self.library_on(day)

    def can(self, platform: str) -> Abilities:
        """The abilities of a platform; plain text when we know nothing of it."""
        return self.abilities.get(platform, TEXT_ONLY)
