"""The router of reminders, and the schedule that stands from the first day."""

from handlers.reminders.rules import RULES
from handlers.router import Router, Standing

# Friday afternoon; in a week whose Friday is a day off, the workday before.
WEEKLY_REPORT = Standing(
    key="weekly-report",
    title="部门信息化周报",
    action="reminders.weekly_report",
    rule={"every": "weekly", "weekdays": [4], "time": "15:00", "holiday": "before"},
    clause="8.2.2",
    catch_up="send_late",
    late_after_minutes=24 * 60,
)

router = Router("reminders", rules=RULES, standing=(WEEKLY_REPORT,))
