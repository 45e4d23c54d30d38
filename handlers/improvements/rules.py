"""The numbers of follow-up that the charter leaves open (clause 9.1): the CIO changes them in chat."""

from handlers.rulebook import Rule
from handlers.texts import Text

BEFORE = Rule(
    "improvements.before", Text("改进项提前提醒", "Reminder before an improvement is due"), 3, "days", "6.3.2"
)
AFTER = Rule(
    "improvements.after", Text("改进项逾期通知 CIO", "Late improvements reach the CIO after"), 3, "days", "6.3.2"
)
ALL = (BEFORE, AFTER)
