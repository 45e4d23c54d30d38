"""When a risk's owner is reminded, and when the CIO hears that it is late (clause 9.1)."""

from handlers.rulebook import Rule
from handlers.texts import Text

BEFORE = Rule("risks.before", Text("风险处置提前提醒", "Reminder before a risk is due"), 3, "days", "5.1.4")
AFTER = Rule("risks.after", Text("风险逾期多久通知CIO", "A late risk reaches the CIO after"), 1, "days", "5.1.4")
WITHIN = Rule(
    "risks.within", Text("风险默认处置期限", "A risk is dealt with, where no day is named, within"), 14, "days", "5.1.4"
)
REVIEW = Rule(
    "risks.review", Text("已接受风险复核间隔", "Accepted risks are looked at again after"), 180, "days", "5.1.4"
)
ALL = (BEFORE, AFTER, WITHIN, REVIEW)
