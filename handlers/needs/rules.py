"""The numbers of the monthly question that the charter leaves open (clause 9.1); its day is the duty's own rule."""

from handlers.rulebook import Rule
from handlers.texts import Text

NUDGE = Rule(
    "needs.nudge", Text("部门反馈没回应多久再问", "When a department that has not answered is asked again"), 3, "workdays",
    "5.3.2", also=("反馈催问",), before=("needs.close",),
)  # fmt: skip
CLOSE = Rule("needs.close", Text("部门反馈征集期限", "Time to answer the monthly question"), 5, "workdays", "5.3.2")
REPLY = Rule("needs.reply", Text("部门需求多久内答复", "Time to reply to a department's need"), 5, "workdays", "5.3.2")
STALE = Rule(
    "needs.stale", Text("部门需求转立项后多久没申请再提醒", "When a need no request followed is named again"), 10, "workdays",
    "5.3.2",
)  # fmt: skip
ALL = (NUDGE, CLOSE, REPLY, STALE)
