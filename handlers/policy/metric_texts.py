"""What is counted of the questions about the charter, in words."""

from handlers.texts import Text

EACH = Text("个", "")
PERCENT = Text("%", "%")
ASKED = Text("制度提问", "Policy questions")
ASKED_HOW = Text("按提问日期数，不含和制度无关的。", "By the day they were asked, without those about something else.")
ANSWERED = Text("制度提问命中率", "Policy questions answered")
ANSWERED_HOW = Text(
    "这段时间的制度提问中，有条文、释义或细则可答的比例。",
    "Of the questions of this time: the share that a clause answers.",
)
UNREGULATED = Text("制度未规定的提问", "Unregulated questions")
UNREGULATED_HOW = Text("这段时间的提问中，制度没有规定的。", "Questions of this time that the charter leaves open.")
