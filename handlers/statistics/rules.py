"""The numbers of counting that the charter leaves open (clause 9.1): what is too small to show, and what is unusual."""

from handlers.rulebook import Rule, Unit
from handlers.texts import Text


def _rule(key: str, zh: str, en: str, value: int, unit: Unit, things: Text | None = None, *, least: int = 1) -> Rule:
    return Rule(
        f"statistics.{key}", Text(zh, en), value, unit, "5.2.3", least=least, things=things or Text("条", "records")
    )


SMALL_GROUP = _rule(
    "small_group", "统计里不单列的部门：少于几条", "Figures of fewer records are not shown on their own", 3, "count"
)
RECENT = _rule("recent", "统计没说时间时看最近多少天", "Days that are meant where no time is named", 30, "days")
UNUSUAL = _rule(
    "unusual_times", "同一地点报修达到平时几倍提醒CIO", "The CIO hears of a room with so many times its usual faults", 3,
    "count", Text("倍", "×"), least=2,
)  # fmt: skip
UNUSUAL_LEAST = _rule(
    "unusual_least", "异常提醒至少几件报修", "…and with at least so many faults", 5, "count", Text("件", "faults")
)
UNUSUAL_DAYS = _rule("unusual_days", "异常提醒看最近几天", "…in so many days", 7, "days")
USUAL_WEEKS = _rule(
    "usual_weeks",
    "平时的报修按此前几周算",
    "The usual is taken from so many weeks before",
    8,
    "count",
    Text("周", "weeks"),
)
UNEQUAL = _rule("unequal", "服务公平：慢到全校平均的百分之几标出", "A group is slow from so much of the mean", 150, "percent",
                least=101)  # fmt: skip
ALL = (UNEQUAL, SMALL_GROUP, RECENT, UNUSUAL, UNUSUAL_LEAST, UNUSUAL_DAYS, USUAL_WEEKS)
