"""What is counted of security incidents, in words."""

from handlers.texts import Text

SECTION = Text("信息安全", "Security")
STILL_OPEN = Text("还在处置的安全事件 {count} 起。", "{count} incidents are still being dealt with.")
EACH = Text("起", "")
HOURS = Text("小时", "h")
REPORTED = Text("安全事件", "Security incidents")
REPORTED_HOW = Text("按上报日期数，不含误报。", "By the day they were reported, without false alarms.")
CLOSING = Text("安全事件处置时间", "Time to close an incident")
CLOSING_HOW = Text(
    "这段时间关闭的，从上报到关闭的小时数的平均。", "Mean hours from report to closing of what was closed in this time."
)
