"""The numbers of the passport that the charter leaves open (9.1): who gets one by itself, how many answers pass, until when."""

from handlers.rulebook import Rule
from handlers.texts import Text

OF_FIVE = Text("题", "right answers")
SETTLING = Rule(
    "passports.settling",
    Text("学校启用多少天后新加入的人自动收到入职护照", "Newcomers are enrolled once the school has been here for"),
    30,
    "days",
    "7.1.2",
)
PASS = Rule(
    "passports.pass",
    Text("入职护照答对几题算通过", "Right answers that pass the quiz"),
    4,
    "count",
    "7.1.2",
    least=1,
    most=5,
    things=OF_FIVE,
)
NUDGE = Rule(
    "passports.nudge",
    Text("入职护照多久没完成就提醒", "A passport not done is named after"),
    3,
    "workdays",
    "7.1.2",
    before=("passports.late",),
)
LATE = Rule(
    "passports.late",
    Text("入职护照多久没完成就告诉部门负责人", "The head of the department hears of it after"),
    10,
    "workdays",
    "7.1.2",
)
ALL = (SETTLING, PASS, NUDGE, LATE)
