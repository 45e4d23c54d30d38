"""The numbers behind taking note of a new charter that the charter does not state."""

from handlers.rulebook import Rule
from handlers.texts import Text

FIRST = Rule(
    "charter.first_nudge", Text("新版制度第一次催知悉", "First reminder to take note of a charter"), 3, "days", "9.2",
    before=("charter.second_nudge",),
)  # fmt: skip
SECOND = Rule(
    "charter.second_nudge", Text("新版制度第二次催知悉", "Second reminder to take note of a charter"), 7, "days", "9.2",
    before=("charter.residue",),
)  # fmt: skip
RESIDUE = Rule(
    "charter.residue",
    Text("未知悉名单转部门负责人", "Heads hear who has not taken note of a charter after"),
    10,
    "days",
    "9.2",
)
ALL = (FIRST, SECOND, RESIDUE)
