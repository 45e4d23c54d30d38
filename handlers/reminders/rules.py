"""The numbers of reminders (9.1)."""

from handlers.rulebook import Rule
from handlers.texts import Text

SNOOZE = Rule("reminders.snooze", Text("提醒推迟多久", "How long a reminder is put off"), 10, "minutes", "5.2.1")
REPORT_LATER = Rule(
    "reminders.report_later", Text("周报「稍后」隔多久再提醒", "How long “later” is for the weekly report"), 120, "minutes",
    "8.2.2",
)  # fmt: skip
MOST_LATER = Rule(
    "reminders.most_later", Text("周报最多再提醒几次", "How often the weekly report is asked for again"), 3, "count",
    "8.2.2",
)  # fmt: skip
MOST_OWN = Rule(
    "reminders.most_own",
    Text("每人最多几条提醒", "Reminders one person may have"),
    50,
    "count",
    "5.2.1",
    things=Text("条", "reminders"),
)

RULES = (SNOOZE, REPORT_LATER, MOST_LATER, MOST_OWN)
