"""What is counted of trainings, in words."""

from handlers.texts import Text

SECTION = Text("培训", "Trainings")
EACH = Text("场", "")
TIMES = Text("人次", "attendances")
PERCENT = Text("%", "%")
HELD = Text("办完的培训", "Trainings held")
HELD_HOW = Text("按结束日期数，不含取消的。", "By the day they ended, without the cancelled.")
PEOPLE = Text("培训人次", "Attendances")
PEOPLE_HOW = Text("这段时间办完的培训，签到的人次。", "Check-ins of the trainings held in this time.")
ATTENDANCE = Text("到课率", "Attendance")
ATTENDANCE_HOW = Text(
    "这段时间办完的培训，受邀的人次中签到的比例。",
    "Of those invited to trainings held in this time: the share that came.",
)
COVERAGE = Text("培训覆盖率", "Training coverage")
COVERAGE_HOW = Text(
    "在职教职工中，这段时间至少参加过一场培训（或主讲）的比例。",
    "Of everybody of the school today: the share that came to, or held, at least one training in this time.",
)
SAFETY = Text("安全培训覆盖率", "Safety training coverage")
SAFETY_HOW = Text(
    "在职教职工中，这段时间参加过信息安全培训（章程 7.1.2）的比例。",
    "Of everybody of the school today: the share that came to a safety training (charter 7.1.2) in this time.",
)
