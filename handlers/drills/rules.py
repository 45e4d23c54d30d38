"""The numbers of a drill that the charter leaves open (clause 9.1). Minutes are wall clock: a drill does not wait."""

from handlers.rulebook import Rule
from handlers.texts import Text

LENGTH = Rule("drills.length", Text("演练默认时长", "Usual length of an exercise"), 60, "minutes", "7.3.2")
NOTICE = Rule(
    "drills.notice", Text("演练通知提前量", "Notice ahead of one"), 3, "workdays", "7.3.2",
    also=("演练提前通知",),
)  # fmt: skip
EARLY = Rule("drills.early", Text("演练可提前开始", "It may begin early by"), 30, "minutes", "7.3.2")
ROLL_CALL = Rule("drills.roll_call", Text("演练全员到位目标", "Everybody in place within"), 15, "minutes", "7.3.2")
FIRST = Rule("drills.first", Text("演练首个响应目标", "First response within"), 5, "minutes", "7.3.2")
NUDGE = Rule("drills.nudge", Text("演练催到位间隔", "Who is missing is called every"), 5, "minutes", "7.3.2")
NUDGES = Rule("drills.nudges", Text("演练催到位上限", "Calls to who is missing, at most"), 3, "count", "7.3.2", most=3)
REPORT = Rule(
    "drills.report",
    Text("演练总结草案生成", "The draft report of an exercise comes after"),
    3,
    "minutes",
    "7.3.2",
    most=60,
)
CONFIRM = Rule(
    "drills.confirm", Text("演练总结确认时限", "The report of an exercise is confirmed within"), 3, "workdays", "7.3.2",
    also=("演练总结时限",),
)  # fmt: skip
IMPROVE = Rule(
    "drills.improve",
    Text("演练改进项完成时限", "Improvements after an exercise are done within"),
    20,
    "workdays",
    "7.3.2",
)
FIRST_CALL = Rule(
    "drills.first_call", Text("未演练首次提醒时点", "First reminder of a term without exercise at"), 60, "percent",
    "7.3.2", most=100, before=("drills.last_call",),
)  # fmt: skip
LAST_CALL = Rule(
    "drills.last_call", Text("未演练再次提醒时点", "Second reminder of a term without exercise at"), 80,
    "percent", "7.3.2", most=100,
)  # fmt: skip
PICTURES_KEPT = Rule(
    "drills.pictures_kept", Text("演练附图保存多久", "Pictures of injects are kept for"), 800, "days", "7.3.2"
)
ALL = (
    PICTURES_KEPT,
    LENGTH,
    NOTICE,
    EARLY,
    ROLL_CALL,
    FIRST,
    NUDGE,
    NUDGES,
    REPORT,
    CONFIRM,
    IMPROVE,
    FIRST_CALL,
    LAST_CALL,
)
FREQUENCY = "routine.drills"  # the rule of the regular duties that says how often
