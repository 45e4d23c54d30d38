"""How tasks and instructions speak in figures and reports."""

from handlers.texts import Text

PERCENT = Text("%", "%")
ROW = Text("{code} {department} {text}", "{code} {department} {text}")
IN_TIME = Text("部门任务按时率", "Departments' tasks in time")
IN_TIME_FORMULA = Text(
    "第一次提交不晚于期限的部门任务 ÷ 期内提交或到期的部门任务；撤销的不算",
    "tasks first handed in by the day due ÷ tasks handed in or due in the period; withdrawn ones left out",
)
SIGNED_OFF = Text("批示销号率", "Instructions signed off")
SIGNED_OFF_FORMULA = Text(
    "已销号的批示 ÷ 期内作出的批示；撤回的不算", "signed off ÷ given in the period; withdrawn ones left out"
)
COOPERATION = Text("部门配合", "Cooperation of the departments")
INSTRUCTIONS = Text("领导批示", "The leaders' instructions")
