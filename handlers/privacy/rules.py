"""The numbers about personal data that are the school's to set (clause 9.1)."""

from handlers.rulebook import Rule
from handlers.texts import Text

CLAUSE = "7.2.1"
ANSWER = Rule(
    "privacy.answer", Text("个人信息请求答复期限", "Requests about one's data are answered within"), 15, "days", CLAUSE,
    asked=("删除个人信息多久办",),
)  # fmt: skip
LIVES = Rule("privacy.lives", Text("个人信息副本保留", "A copy of one's data is kept for"), 3, "days", CLAUSE)
ALL = (ANSWER, LIVES)
