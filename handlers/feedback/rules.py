"""The numbers of feedback that the charter leaves open (clause 9.1): the CIO changes them in chat."""

from handlers.rulebook import Rule
from handlers.texts import Text

CLAUSE = "8.1.2"
ANSWER = Rule(
    "feedback.answer", Text("反馈答复期限", "Feedback is answered within"), 10, "days", CLAUSE, also=("意见答复期限",),
    asked=("反馈多久答复", "提了意见多久有回复"),
)  # fmt: skip
NUDGE = Rule(
    "feedback.nudge", Text("反馈未答复多久提醒", "Unanswered feedback is named after"), 5, "days", CLAUSE,
    before=("feedback.answer",),
)  # fmt: skip
ESCALATE = Rule(
    "feedback.escalate",
    Text("反馈未答复多久告知校领导", "Unanswered feedback reaches the leaders after"),
    12,
    "days",
    CLAUSE,
)
PER_DAY = Rule(
    "feedback.per_day", Text("每人每天实名反馈上限", "Named feedback of one sender a day"), 10, "count", CLAUSE,
    things=Text("条", "×"),
)  # fmt: skip
PER_HOUR = Rule(
    "feedback.per_hour", Text("每人每小时匿名反馈上限", "Anonymous feedback of one sender an hour"), 3, "count", CLAUSE,
    things=Text("条", "×"),
)  # fmt: skip
ALL = (ANSWER, NUDGE, ESCALATE, PER_DAY, PER_HOUR)
