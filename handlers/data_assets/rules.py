"""From how many people on data counts for more, how soon it is backed up, and how often its class is looked at (9.1)."""

from handlers.rulebook import Rule
from handlers.texts import Text

MANY = Rule(
    "data_assets.many", Text("多少人的数据算量大", "Data of how many people counts as much"), 10000, "count", "7.2.1",
    things=Text("人", "people"), most=100_000_000, also=("重要数据人数",),
)  # fmt: skip
REVIEW = Rule(
    "data_assets.review", Text("数据分类复核间隔", "Days between reviews of a data class"), 365, "days", "7.2.1",
    also=("数据复核间隔",), asked=("数据分类多久复核一次",),
)  # fmt: skip
CONFIRM = Rule(
    "data_assets.confirm", Text("数据分类多久内确认", "A suggested class is confirmed within"), 5, "workdays", "7.2.1"
)
BACK_UP = {
    "general": Rule(
        "data_assets.backup_general", Text("一般数据备份间隔", "Days between backups of general data"), 7, "days", "7.2.1"
    ),
    "important": Rule(
        "data_assets.backup_important", Text("重要和敏感数据备份间隔", "Days between backups of important and sensitive data"),
        1, "days", "7.2.1",
    ),
}  # fmt: skip
ALL = (MANY, REVIEW, CONFIRM, *BACK_UP.values())
