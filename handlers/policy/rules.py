"""The numbers behind open questions that the charter does not state."""

from handlers.rulebook import Rule
from handlers.texts import Text

QUORUM = Rule(
    "questions.quorum", Text("发布释义需同意的成员比例", "Share of members who must agree"), 50, "percent", "9.1",
    also=("释义法定人数", "释义同意比例"), asked=("释义要多少成员同意",), most=100,
)  # fmt: skip
TRIAGE = Rule(
    "questions.triage", Text("秘书受理问题的期限", "Secretary takes up a question within"), 2, "workdays", "9.1",
    also=("问题受理期限",), asked=("提交给领导小组的问题几天内受理",), within=("questions.reply",),
)  # fmt: skip
REPLY_FIRST = Rule(
    "questions.reply_nudge", Text("释义未答复第一次催办", "First nudge for an answer after"), 5, "workdays", "9.1",
    also=("释义催办",),
)  # fmt: skip
REPLY = Rule(
    "questions.reply", Text("答复提问人的期限", "Asker hears the outcome within"), 10, "workdays", "9.1",
    also=("释义答复期限", "领导小组答复期限"), asked=("领导小组多久答复", "释义几天内要答复"),
    before=("questions.escalate",),
)  # fmt: skip
ESCALATE = Rule(
    "questions.escalate", Text("释义超期告知 CIO 和组长", "An overdue answer reaches the CIO and the chair after"), 12,
    "workdays", "9.1", also=("释义超期",),
)  # fmt: skip
REVIEW = Rule(
    "questions.review", Text("释义多久复核一次", "An interpretation is reviewed after"), 365, "days", "9.1",
    also=("释义复核周期",), asked=("释义多久复核",),
)  # fmt: skip
CORRECT = Rule(
    "questions.correct", Text("更正通知多久以内的提问人", "A correction reaches askers of the last"), 30, "days", "9.1",
    also=("更正范围",),
)  # fmt: skip
ALIKE = Rule(
    "questions.alike", Text("相似问题合并的相似度", "Questions are merged when alike by"), 80, "percent", "9.1",
    also=("问题合并相似度",), least=50, most=100,
)  # fmt: skip
ALL = (QUORUM, TRIAGE, REPLY_FIRST, REPLY, ESCALATE, REVIEW, CORRECT, ALIKE)
