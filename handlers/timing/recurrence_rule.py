"""One rule: a pattern, a time on the school's clock, and what holidays and downtime do to it. Values only."""

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum

from handlers.timing.recurrence_patterns import Pattern


class Holiday(StrEnum):
    """What happens to an occurrence on a day off (遇假期)."""

    SKIP = "skip"
    BEFORE = "before"  # the workday before
    AFTER = "after"  # the workday after
    IGNORE = "ignore"  # as on any day


class CatchUp(StrEnum):
    """What happens to an occurrence that fell due while nobody was running."""

    SEND_LATE = "send_late"
    SKIP_IF_OLDER = "skip_if_older_than"
    TELL_OWNER = "tell_owner"


@dataclass(frozen=True, slots=True)
class Missed:
    """The catch-up policy with its limit. `late` decides about one missed occurrence."""

    policy: CatchUp = CatchUp.SKIP_IF_OLDER
    older_than: dt.timedelta = dt.timedelta(hours=12)

    def late(self, due: dt.datetime, now: dt.datetime) -> CatchUp | None:
        """What to do now about an occurrence due then: send it late, tell the owner, or (None) let it go."""
        if self.policy is CatchUp.SKIP_IF_OLDER:
            return CatchUp.SEND_LATE if now - due <= self.older_than else None
        return self.policy


@dataclass(frozen=True, slots=True)
class Recurrence:
    """One rule. `time` is wall time of the school, `also` are further times of the same day, in order.

    A day off is a holiday or a vacation day; a weekend day too, unless the pattern names weekdays itself:
    who asks for Sundays means Sundays.
    """

    pattern: Pattern
    time: dt.time
    holiday: Holiday = Holiday.IGNORE
    missed: Missed = field(default_factory=Missed)
    also: tuple[dt.time, ...] = ()

    def __post_init__(self) -> None:
        if any(time.tzinfo is not None for time in self.times):
            raise ValueError("the time of a rule is the school's wall time, without a zone")

    @property
    def times(self) -> tuple[dt.time, ...]:
        """Every time of the day, in order."""
        return tuple(sorted({self.time, *self.also}))
