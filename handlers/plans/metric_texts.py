"""What is counted of goals, in words."""

from handlers.texts import Text

SECTION = Text("年度目标", "Goals")
PERCENT = Text("%", "%")
REACHED = Text("目标达成率", "Goals reached")
REACHED_HOW = Text(
    "这段时间所在学年计划的目标（不含取消的）中，现在已达到目标值的比例。",
    "Of the goals of this time's school year, without the cancelled: the share that has reached its target by now.",
)
ON_PACE = Text("目标跟上进度的比例", "Goals on pace")
ON_PACE_HOW = Text(
    "进行中、有数值的目标里，没有落后于时间进度的比例。",
    "Of the goals under way that have a value: the share that is not behind.",
)
NONE = Text("这个学年还没有登记目标。", "No goals are written down for this school year.")
STANDS = Text("{name}：{value}，目标 {target} · {word}", "{name}: {value}, target {target} · {word}")
