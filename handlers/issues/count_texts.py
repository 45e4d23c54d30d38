"""What the desk says in figures: how many, of when, counted how, and who may see which."""

from handlers.texts import Text

OF_DEPARTMENT = Text("{department}，{when}：报修 {count} 件", "{department}, {when}: {count} reports")
OF_SCHOOL = Text("全校，{when}：报修 {count} 件", "The school, {when}: {count} reports")
NONE = Text("{department}，{when}：没有报修。", "{department}, {when}: no reports.")
NONE_AT_ALL = Text("全校，{when}：没有报修。", "The school, {when}: no reports.")
LAST_DAYS = Text("近 {days} 天（{span}）", "the last {days} days ({span})")
HOW = Text("按报修日期数，含已撤销和已合并的；部门是报修时报修人的部门。", "By day of report, withdrawn and merged ones included; "
           "the department is the reporter's at that time.")  # fmt: skip
WHICH_PERIOD = Text(
    "想看别的时间，直接说，如「上个月」「本学期」。", "For another time just say so: “last month”, “this term”."
)
UNKNOWN = Text("没写部门", "no department")
FEW = Text("少于 {least} 件的部门合计", "departments with fewer than {least}")
FEW_HIDDEN = Text(
    "少于 {least} 件的部门合在一起，免得从数字认出人。",
    "Departments with fewer than {least} stand together, so that no number points at a person.",
)
SHOW_LIST = Text("看清单", "Show the list")
LIST = Text("{department}，{when}：{count} 件", "{department}, {when}: {count}")
SCHOOL = Text("全校", "the school")
TOO_FEW_TO_LIST = Text(
    "只有不到 {least} 件，列出来就认得出是谁报的，所以只给数字。",
    "Fewer than {least}: a list would show who reported them, so there is only the number.",
)
NO_NAMES = Text("清单不含报修人和房间。", "The list names neither reporters nor rooms.")
NOT_YOURS = Text(
    "部门负责人看本部门的报修数，调度、CIO 和校领导看各部门的；你自己的说「我的报修」。",
    "Heads see their own department's counts; the dispatcher, the CIO and leaders see every department's. "
    "For your own say “my reports”.",
)
ONLY_OWN = Text("你只能看{department}的报修数。", "You can see the counts of {department} only.")
NOT_A_COUNT = Text(
    "这个数我还算不了。报修我能数件数：按部门、按时间，如「上个月各部门报修数」；要逐条看，说「导出工单」。",
    "I cannot work that figure out yet. I can count reports by department and time, such as “reports by department last "
    "month”; for every single one say “export issues”.",
)
