"""What is counted of broadcasts, in words."""

from handlers.texts import Text

EACH = Text("条", "")
PERCENT = Text("%", "%")
SENT = Text("发出的通知", "Broadcasts sent")
SENT_HOW = Text("按开始发送的日期数，含后来撤回的。", "By the day they began to leave, recalled ones included.")
NOTED = Text("通知知悉率", "Broadcasts acknowledged")
NOTED_HOW = Text(
    "这段时间发出、要求知悉的通知，收件人次中已按知悉的比例（到现在）。",
    "Of everybody asked to acknowledge a broadcast sent in this time: the share that has, by now.",
)
