"""The numbers of broadcasts (9.1)."""

from handlers.rulebook import Rule
from handlers.texts import Text

CLAUSE = "5.3.1"

SECOND_ABOVE = Rule(
    "broadcasts.second_above", Text("通知超过多少人要第二人同意", "Recipients above which a second person agrees"), 100,
    "count", CLAUSE, things=Text("人", "people"),
)  # fmt: skip
GRACE = Rule("broadcasts.grace", Text("确认后多久才发出", "How long a notice can be called off"), 1, "minutes", CLAUSE)
LATEST = Rule(
    "broadcasts.latest", Text("晚于原定多久就不再自动发出", "How late a notice still leaves by itself"), 120, "minutes",
    CLAUSE,
)  # fmt: skip
REFRESHES = Rule(
    "broadcasts.refreshes", Text("发送进度自动刷新几次", "How often progress refreshes itself"), 8, "count", CLAUSE
)
NUDGES = Rule("broadcasts.nudges", Text("通知最多催几次", "How often the missing are nudged"), 3, "count", CLAUSE)
NUDGE_AFTER = Rule(
    "broadcasts.nudge_after", Text("隔多久催一次没知悉的人", "How long between nudges"), 1, "workdays", CLAUSE
)
CLOSE_AFTER = Rule(
    "broadcasts.close_after", Text("交给联络人后多久自动收尾", "How long after the liaisons got the list it closes"), 2,
    "workdays", CLAUSE,
)  # fmt: skip

RULES = (SECOND_ABOVE, GRACE, LATEST, REFRESHES, NUDGES, NUDGE_AFTER, CLOSE_AFTER)
