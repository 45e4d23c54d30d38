"""The numbers of department tasks and instructions that the charter leaves open (clause 9.1): the CIO changes them in chat."""

from handlers.rulebook import Rule
from handlers.texts import Text

BEFORE = Rule(
    "tasks.before", Text("部门任务到期前提醒", "Reminder before a department's task is due"), 1, "workdays", "5.3.1",
    also=("任务提前提醒",),
)  # fmt: skip
KNOW = Rule(
    "tasks.know", Text("部门任务多久没知悉再提醒", "When an unread task is named again"), 1, "workdays", "5.3.1",
    before=("tasks.know_head",),
)  # fmt: skip
KNOW_HEAD = Rule(
    "tasks.know_head", Text("部门任务多久没知悉告知部门负责人", "When the head hears of an unread task"), 2, "workdays",
    "5.3.1",
)  # fmt: skip
LATE_HEAD = Rule(
    "tasks.late_head", Text("部门任务逾期多久告知部门负责人", "When the head hears of a late task"), 1, "workdays", "5.3.1",
    before=("tasks.late_cio",),
)  # fmt: skip
LATE_CIO = Rule(
    "tasks.late_cio", Text("部门任务逾期多久告知 CIO", "When the CIO hears of a late task"), 3, "workdays", "5.3.1"
)
NUDGES = Rule(
    "tasks.nudges", Text("部门任务每人最多提醒", "Most reminders to one person about a task"), 3, "count", "5.3.1",
    also=("任务催办次数",),
)  # fmt: skip
ACCEPT = Rule(
    "tasks.accept",
    Text("部门提交后多久提醒验收", "When a hand-in nobody looked at is named again"),
    3,
    "workdays",
    "5.3.1",
)
UNDO = Rule("tasks.undo", Text("下达任务后可撤回的时间", "Time to take back a task just given"), 10, "minutes", "5.3.1")
LOOK_BACK = Rule(
    "tasks.look_back", Text("部门配合情况回看", "Figures of cooperation look back"), 180, "days", "5.3.1", least=7
)
KEPT = Rule("tasks.files_kept", Text("部门提交的文件保存", "Files handed in are kept"), 365, "days", "5.3.1", least=30)
ASSIGN = Rule(
    "tasks.assign", Text("领导批示多久内交办", "Time to give a leader's instruction an owner"), 1, "workdays", "8.2.2",
    also=("批示交办期限",),
)  # fmt: skip
AHEAD = Rule(
    "tasks.instruction_before", Text("批示到期前提醒", "Reminder before an instruction is due"), 2, "workdays", "8.2.2"
)
AFTER = Rule(
    "tasks.instruction_after",
    Text("批示逾期多久再提醒", "When a late instruction is named again"),
    1,
    "workdays",
    "8.2.2",
)
REPLY = Rule(
    "tasks.reply", Text("批示办结后多久内回告领导", "Time to report an instruction back to the leader"), 1, "workdays",
    "8.2.2",
)  # fmt: skip
ALL = (BEFORE, KNOW, KNOW_HEAD, LATE_HEAD, LATE_CIO, NUDGES, ACCEPT, UNDO, LOOK_BACK, KEPT, ASSIGN, AHEAD, AFTER, REPLY)
