"""One implementing rule: a number the charter leaves open (clause 9.1) and the CIO may change in chat.

A feature declares its rules beside its flow; `turn.rule(RULE)` gives the value in force. No deadline, frequency or
threshold is a constant anywhere else. A timer set with `turn.remind_by(RULE, …)` moves when the rule does.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from handlers.school_time import SchoolCalendar
from handlers.texts import Text
from storage.people import Person

Unit = Literal["minutes", "hours", "days", "workdays", "count", "per_term", "yuan", "percent"]

UNITS: dict[Unit, Text] = {
    "minutes": Text("分钟", "min"),
    "hours": Text("小时", "h"),
    "days": Text("天", "days"),
    "workdays": Text("个工作日", "working days"),
    "count": Text("次", "×"),
    "per_term": Text("每学期 {value} 次", "{value} × a term"),
    "yuan": Text("元", "yuan"),
    "percent": Text("%", "%"),
}
# The most anybody can sensibly mean; a rule may set its own.
MOST: dict[Unit, int] = {
    "minutes": 30 * 24 * 60, "hours": 30 * 24, "days": 1000, "workdays": 250, "count": 1000, "per_term": 20,
    "yuan": 1_000_000_000, "percent": 1000,
}  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)  # each is one of a kind, and what is worked out from many is kept by them
class Rule:
    """A default with a name, a unit and the clause it fills in. `key` is `feature.what`.

    `also` are other names people give it, `asked` the questions it answers once the CIO has published it. `least` and
    `most` keep a slip of the pen out (None: 1, or 0 where 0 is the default; and `MOST` of the unit). Minutes and hours
    are wall clock unless `working`: then they are the school's working time. `things` are what a count counts.
    `within` are the keys of rules it may not exceed, `before` of those it has to stay below: a first reminder comes
    before the second.
    """

    key: str
    title: Text
    default: int
    unit: Unit
    clause: str
    also: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    least: int | None = None
    most: int | None = None
    working: bool = False
    things: Text = Text("次", "×")  # noqa: RUF009 -- a phrase never changes
    within: tuple[str, ...] = ()
    before: tuple[str, ...] = ()

    @property
    def area(self) -> str:
        """The feature it belongs to."""
        return self.key.partition(".")[0]

    @property
    def limits(self) -> tuple[int, int]:
        """The least and the most it may be set to."""
        least = self.least if self.least is not None else min(1, self.default)
        return least, self.most if self.most is not None else MOST[self.unit]

    def show(self, value: int) -> Text:
        """A value in words."""
        unit = self.things if self.unit == "count" else UNITS[self.unit]
        return unit(value=value) if "{" in unit.zh else Text(f"{value}{unit.zh}", f"{value} {unit.en}")

    def weighs(self, value: int, workday: timedelta) -> float:
        """A value as it is compared with another rule's: spans of time in minutes, a workday by its working hours."""
        if self.unit == "workdays":
            return value * workday / timedelta(minutes=1)
        return value * {"minutes": 1, "hours": 60, "days": 24 * 60}.get(self.unit, 1)

    def due(self, value: int, since: datetime, calendar: SchoolCalendar, *, ahead: bool = False) -> datetime:
        """The moment `value` after `since` (`ahead`: before it). Only for rules that are a span of time."""
        sign = -1 if ahead else 1
        if self.unit == "workdays":
            return calendar.add_workdays(since, sign * value) if value else since
        minutes = {"minutes": 1, "hours": 60, "days": 24 * 60}[self.unit]
        span = timedelta(minutes=minutes * value)
        return calendar.add_working(since, span) if self.working and not ahead else since + sign * span


@dataclass(frozen=True, slots=True)
class Concern:
    """An open piece of work whose moments a rule sets: who has a stake in it, and how it follows the new value.

    `follow(before, after)` re-derives what the feature itself keeps; timers set by `turn.remind_by` move without it.
    """

    code: str
    people: tuple[Person, ...] = ()
    follow: Callable[[int, int], None] | None = None
