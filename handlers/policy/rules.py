"""The numbers behind open questions that the charter does not state."""

from handlers.rulebook import Rule
from handlers.texts import Text

QUORUM = Rule(
    "questions.quorum", Text("发布释义需同意的成员比例", "Share of members who must agree"), 50, "percent", "9.1"
)
TRIAGE = Rule(
    "questions.triage", Text("秘书受理问题的期限", "Secretary takes up a question within"), 2, "workdays", "9.1"
)
REPLY = Rule("questions.reply", Text("答复提问人的期限", "Asker hears the outcome within"), 10, "workdays", "9.1")
ALL = (QUORUM, TRIAGE, REPLY)
