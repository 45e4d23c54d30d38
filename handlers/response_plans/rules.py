"""How often emergency plans are looked over, and how long people have to confirm a new edition."""

from handlers.rulebook import Rule
from handlers.texts import Text

CLAUSE = "7.3.1"
REVIEW = Rule(
    "response_plans.review", Text("应急预案复审周期", "Emergency plans reviewed every"), 365, "days", CLAUSE,
    asked=("应急预案多久复审一次",),
)  # fmt: skip
CONFIRM = Rule(
    "response_plans.confirm", Text("新版预案确认期限", "A new plan edition confirmed within"), 3, "workdays", CLAUSE
)
ALL = (REVIEW, CONFIRM)
