"""When silence of a backup is an alarm, and how often one is restored to see whether it holds (clause 9.1)."""

from handlers.rulebook import Rule
from handlers.texts import Text

GRACE = Rule(
    "backups.grace", Text("备份没消息多久报警", "Silence of a backup is an alarm after"), 120, "minutes", "7.2.2",
    also=("备份报警时间",), asked=("备份没报多久报警",), least=5,
)  # fmt: skip
EARLY = Rule(
    "backups.early", Text("备份最多提前多久算数", "A backup counts for the next time when at most so early"), 120, "minutes",
    "7.2.2", least=0,
)  # fmt: skip
REPEAT = Rule(
    "backups.repeat",
    Text("连续未报几次再报警", "Missed backups until the alarm comes again"),
    3,
    "count",
    "7.2.2",
    most=30,
)
RESTORE = Rule(
    "backups.restore", Text("恢复演练间隔", "Days between restore tests"), 90, "days", "7.2.2",
    also=("还原测试间隔",),
)  # fmt: skip
PLAN_WITHIN = Rule(
    "backups.plan_within",
    Text("系统启用后多久要有备份计划", "A system in use has a backup plan within"),
    30,
    "days",
    "7.2.2",
)
ALL = (GRACE, EARLY, REPEAT, RESTORE, PLAN_WITHIN)
