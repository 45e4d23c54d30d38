"""What is counted of goals, in words."""

from handlers.texts import Text

SECTION = Text("年度目标", "Goals")
PERCENT = Text("%", "%")
REACHED = Text("目标达成率", "Goals reached")
REACHED_HOW = Text(
    "这段时间所在学年计划的目标（不含取消的）中，现在已达到目标值的比例。",
    "Of the goals of this time's school year, without the cancelled: the share that has reached its target by now.",
)
PROGRESS = Text("目标完成进度", "Progress of the goals")
PROGRESS_HOW = Text(
    "这段时间所在学年计划的每个目标（不含取消的），从基线到目标值走完了百分之几；平均到各目标。",
    "For each goal of this time's school year, without the cancelled: the share of the way from baseline to target; the mean.",
)
ON_PACE = Text("目标跟上进度的比例", "Goals on pace")
ON_PACE_HOW = Text(
    "进行中、有数值的目标里，没有落后于时间进度的比例。",
    "Of the goals under way that have a value: the share that is not behind.",
)
NONE = Text("这个学年还没有登记目标。", "No goals are written down for this school year.")
STANDS = Text("{name}：{value}，目标 {target} · {word}", "{name}: {value}, target {target} · {word}")
