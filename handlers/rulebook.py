"""One implementing rule: a number the charter leaves open (clause 9.1) and the CIO may change in chat.

A feature declares its rules beside its flow; `turn.rule(RULE)` gives the value in force. No deadline, frequency or
threshold is a constant anywhere else.
"""

from dataclasses import dataclass
from typing import Literal

from handlers.texts import Text

Unit = Literal["minutes", "hours", "days", "workdays", "count", "yuan", "percent"]

UNITS: dict[Unit, Text] = {
    "minutes": Text("分钟", "min"),
    "hours": Text("小时", "h"),
    "days": Text("天", "days"),
    "workdays": Text("个工作日", "working days"),
    "count": Text("次", "×"),
    "yuan": Text("元", "yuan"),
    "percent": Text("%", "%"),
}


@dataclass(frozen=True, slots=True)
class Rule:
    """A default with a name, a unit and the clause it fills in. `key` is `feature.what`."""

    key: str
    title: Text
    default: int
    unit: Unit
    clause: str

    def show(self, value: int) -> Text:
        """A value in words."""
        unit = UNITS[self.unit]
        return Text(f"{value}{unit.zh}", f"{value} {unit.en}")
