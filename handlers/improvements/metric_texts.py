"""What is counted of improvement items, in words."""

from handlers.texts import Text

SECTION = Text("改进项", "Improvements")
EACH = Text("项", "")
PERCENT = Text("%", "%")
RAISED = Text("提出的改进项", "Improvements raised")
RAISED_HOW = Text("按提出日期数。", "By the day they were raised.")
CLOSED = Text("关闭的改进项", "Improvements closed")
CLOSED_HOW = Text("按验证通过的日期数。", "By the day somebody verified them.")
KEPT = Text("改进项按期完成率", "Improvements in time")
KEPT_HOW = Text(
    "这段时间到期的改进项中，到这段时间结束时已验证关闭的比例；不采纳的不算。",
    "Of the items due in this time: the share verified when it ended; declined ones left out.",
)
STILL_OPEN = Text("未关闭的改进项", "Open improvements")
STILL_OPEN_HOW = Text("现在还没关闭、且在这段时间结束前提出的。", "Open today and raised before this time ended.")
LATE = Text("已逾期 {count} 项：", "{count} are late:")
