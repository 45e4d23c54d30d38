"""How inspections speak."""

from handlers.texts import Text
from storage.inspections import FindingStage, InspectionStage

STATUS: dict[str, Text] = {
    InspectionStage.PLANNED: Text("计划", "planned"),
    InspectionStage.NOTIFIED: Text("已通知", "announced"),
    InspectionStage.LIVE: Text("进行中", "under way"),
    InspectionStage.PAUSED: Text("已暂停", "paused"),
    InspectionStage.TO_CONFIRM: Text("结果待确认", "result to be confirmed"),
    InspectionStage.MENDING: Text("整改中", "being mended"),
    InspectionStage.RECHECK: Text("待复查", "to be checked again"),
    InspectionStage.LATE: Text("逾期升级", "overdue, escalated"),
    InspectionStage.CLOSED: Text("合格关闭", "closed, all well"),
    InspectionStage.CANCELLED: Text("已取消", "called off"),
}
FINDING_STATUS: dict[str, Text] = {
    FindingStage.FOUND: Text("待确认", "to be confirmed"),
    FindingStage.CONTESTED: Text("申辩中", "contested"),
    FindingStage.MENDING: Text("整改中", "being mended"),
    FindingStage.SUBMITTED: Text("待复查", "to be checked again"),
    FindingStage.CLOSED: Text("复查合格", "mended"),
    FindingStage.DISMISSED: Text("已撤销", "dismissed"),
}
SEVERITY: dict[str, Text] = {
    "minor": Text("一般", "minor"),
    "major": Text("较重", "major"),
    "critical": Text("严重", "critical"),
}
RESULT: dict[str, Text] = {
    "": Text("未查", "open"),
    "pass": Text("合格", "Pass"),
    "fail": Text("不合格", "Fail"),
    "na": Text("不适用", "N/A"),
}

START = Text("开始检查", "Start")
NOTIFY = Text("通知被查部门", "Announce")
ANNOUNCE = Text("按时通知", "Announced in time")
MARK = Text("记录结果", "Record a result")
RESUME = Text("继续检查", "Go on")
PAUSE = Text("暂停", "Pause")
FINISH = Text("结束检查", "Finish")
CONFIRMED = Text("结果已确认", "Result confirmed")
SHOWN = Text("全部提交", "All submitted")
BACK = Text("有退回", "Sent back")
OVERDUE = Text("逾期", "Overdue")
CLOSE = Text("关闭", "Close")
HAND_OVER = Text("换检查员", "Change inspector")
CANCEL = Text("取消检查", "Call off")
ACCEPT = Text("确认问题", "Accept")
CONTEST = Text("申辩", "Contest")
LAPSE = Text("申辩期满", "Not contested in time")
UPHOLD = Text("维持", "Uphold")
DISMISS = Text("申辩成立", "Dismiss")
SUBMIT = Text("提交整改", "Submit")
ASSIGN = Text("交给同事", "Hand to a colleague")
PASS = Text("复查合格", "Mended")
RETURN = Text("退回整改", "Not yet")
IMPROVE = Text("转改进项", "Make an improvement")

ANSWERER = Text("被查部门的负责人或联络人", "the head or liaison of the inspected department")
MENDER = Text("整改人或被查部门", "whoever mends it or the inspected department")
CHECKER = Text("查出它的检查员", "the inspector who found it")
INSPECTOR_NEVER_ANSWERS = Text(
    "检查员不能替被查部门答复或整改，要由被查部门来做。",
    "The inspector never answers for the department; it does so itself.",
)
ONLY_THE_INSPECTOR = Text("复查只能由查出问题的检查员（{name}）来做。", "Only the inspector ({name}) checks it again.")

REASON = Text("理由", "Reason")
NAME = Text("姓名", "Name")
NAME_ASK = Text("交给谁？写姓名。", "To whom? Write the name.")
WHY_CANCEL = Text("为什么取消？写一句，会留在记录里。", "Why? One line; it stays on record.")
WHY_CONTEST = Text("为什么不认可？写一句，有证据就说在哪里。", "Why not? One line, with where the evidence is.")
WHY_UPHOLD = Text("为什么维持？被查部门会看到。", "Why does it stand? The department reads it.")
WHY_DISMISS = Text("为什么撤销？写一句。", "Why is it dismissed? One line.")
WHY_RETURN = Text("还差什么？写一句，整改人会看到。", "What is missing? One line for whoever mends it.")
DONE = Text("整改情况", "What was done")
DONE_ASK = Text("做了什么？写一句；照片可以直接发过来。", "What was done? One line; send pictures as they are.")

# Planning
PLAN = Text("安排检查", "Plan an inspection")
WHO_PLANS = Text("检查员、CIO 或校领导", "an inspector, the CIO or a leader")
TARGET = Text("对象", "Target")
ASK_TARGET = Text(
    "检查什么？可以选，也可以写：制度落实，或任何场所、设备。",
    "What is inspected? Choose, or write: policy, or any place or device.",
)
DEPARTMENT = Text("被查部门", "Department")
ASK_DEPARTMENT = Text(
    "查的是哪个部门的？写部门名；全校写「全校」。", "Whose is it? Write the department, or “whole school”."
)
NO_DEPARTMENT = Text("没有找到部门「{name}」。现有：{known}。", "No department “{name}”. There are: {known}.")
WHOLE_SCHOOL = Text("全校", "the whole school")
NO_INSPECTOR = Text(
    "没有人能查{department}：检查员不能查自己的部门。请系统管理员给别的部门的人「检查员」角色。",
    "Nobody can inspect {department}: inspectors never inspect their own. Ask the administrator for one elsewhere.",
)
NOT_OWN = Text(
    "{name}就在{department}，不能查自己的部门。请换一位检查员。", "{name} is in {department}; choose another inspector."
)
NO_ANSWERER = Text("{department}没有人可以答复检查。", "Nobody in {department} can answer an inspection.")
OTHER_INSPECTOR = Text(
    "你在被查部门，不能查自己，所以由{name}来查。", "It is your own department, so {name} inspects it."
)
PAST = Text("这个时间已经过了，请说以后的时间。", "That time is over; please name a coming one.")

# Cards
TITLE = Text("{code} 检查{what} · {status}", "{code} inspection of {what} · {status}")
WHEN = Text("时间", "When")
WHO = Text("检查员", "Inspector")
SIDE = Text("答复人", "Answers")
LIST = Text("清单", "Checklist")
LIST_IS = Text("{target}，第 {version} 版，{count} 项", "{target}, version {version}, {count} items")
SURPRISE = Text("突击检查：开始之前不通知", "A surprise: not announced")
CLAUSE = Text("依据", "Clause")
CLAUSE_IS = Text("章程 8.1.1（定期检查）", "charter 8.1.1 (inspection)")
COUNTS = Text("合格 {passed}，不合格 {failed}，不适用 {skipped}", "{passed} pass, {failed} fail, {skipped} n/a")
RESULT_LABEL = Text("结果", "Result")
RECORDS = Text("系统记录", "Our records")
LAST_TIME = Text("上次", "Last time")
FINDING_LINE = Text("{code} {text} · {status}{due}", "{code} {text} · {status}{due}")
DUE_BY = Text("，{day}前", ", by {day}")
PROGRESS = Text("已查 {done}/{count} 项", "{done} of {count} items done")

# The walk
ITEM = Text("{code} 第 {number}/{count} 项：{text}", "{code} item {number}/{count}: {text}")
ITEM_HOW = Text(
    "按按钮，或直接说：「不合格 灭火器过期」「3 合格」「其余合格」；照片直接发。",
    "Press, or say “fail, out of date”, “3 pass”, “the rest pass”; send pictures as they are.",
)
SO_MANY = Text("{count} 项", "{count} items")
MARKED = Text("已记：{what}", "Noted: {what}")
ALL_DONE = Text("{code} {count} 项都查完了：{counts}", "{code}: all {count} items are done: {counts}")
ALL_DONE_HOW = Text(
    "没有要改的就按「结束检查」；要改，说「3 不合格 …」。", "Press “Finish”, or change one: “3 fail …”."
)
NOTE = Text("不合格的情况", "What is wrong")
ASK_NOTE = Text(
    "第 {number} 项哪里不合格？写一句，也可以直接发照片。", "What is wrong with item {number}? One line, or a picture."
)
ASK_NOTE_PLAIN = Text("哪里不合格？写一句，也可以直接发照片。", "What is wrong? One line, or a picture.")
NO_NOTE = Text("不写了", "Skip")
NO_SUCH_ITEM = Text(
    "{code} 只有 {count} 项，没有第 {number} 项。", "{code} has {count} items; there is no item {number}."
)
STILL_OPEN = Text(
    "还有 {count} 项没查：第 {numbers} 项。不用查的说「其余不适用」。",
    "{count} items are open: {numbers}. Say “the rest n/a” for those that do not apply.",
)
PAUSED = Text(
    "{code} 已暂停，记到第 {done} 项了。回来说「继续检查」。",
    "{code} is paused after {done} items. Say “go on” to resume.",
)
HOW_TO_MARK = Text(
    "没听出结果。说「合格」「不合格 原因」「不适用」，或「3 合格」。",
    "I heard no result. Say “pass”, “fail, why”, “n/a”, or “3 pass”.",
)
NONE_LIVE = Text(
    "你现在没有进行中的检查。说「安排检查」新建，或「检查列表」看有哪些。",
    "You have no inspection under way. Say “plan an inspection” or “inspections”.",
)
PICTURE_FOR = Text("照片记到第 {number} 项「{text}」了。", "The picture belongs to item {number}, “{text}”.")
PICTURE_OF_FINDING = Text(
    "照片记到 {code} 了。改好了就说：提交整改 {code} 做了什么",
    "The picture belongs to {code}. When mended: submit {code} and what was done",
)
PICTURES = Text("照片", "Pictures")
COUNT = Text("{count} 张", "{count}")

# Messages
ANNOUNCED = Text("{day}检查：{what}", "Inspection on {day}: {what}")
ANNOUNCED_HOW = Text(
    "由{name}来查，请备好记录，开放场所。对照清单：", "{name} will come. Please have the records ready. The list:"
)
TOLD_SIDE = Text("已通知{name}（{department}）。", "{name} ({department}) has been told.")
TODAY = Text("今天的检查：{code} {what}", "Today's inspection: {code} {what}")
CALLED_OFF = Text("检查 {code} 取消了：{reason}", "The inspection {code} is called off: {reason}")
RESULT_TITLE = Text("检查结果 {code} {what}：{counts}", "Result of {code}, {what}: {counts}")
RESULT_CLEAN = Text("没有发现问题，检查关闭。", "Nothing was found; the inspection is closed.")
TO_ANSWER = Text("请答复检查发现 {code}：{text}", "Please answer the finding {code}: {text}")
TO_ANSWER_HOW = Text(
    "{time}前可以申辩，到期没有答复算确认（细则「{rule}」）。",
    "You may contest it until {time}; then it counts as accepted (rule “{rule}”).",
)
TO_MEND = Text("请整改 {code}：{text}（{day}前）", "Please mend {code}: {text} (by {day})")
TO_RECHECK = Text("请复查 {code}：{text}", "Please check {code} again: {text}")
TO_DECIDE = Text("被查部门申辩 {code}：{text}", "{code} is contested: {text}")
FINDING_TITLE = Text("{code} {text} · {status}", "{code} {text} · {status}")
ITEM_LABEL = Text("检查项", "Item")
INSPECTION_LABEL = Text("检查", "Inspection")
SEVERITY_LABEL = Text("程度", "Severity")
MEND_BY = Text("整改期限", "Mend by")
BY_RULE = Text("{day}（细则「{rule}」{value}）", "{day} (rule “{rule}”, {value})")
LATE = Text("{day}，已逾期（细则「{rule}」{value}）", "{day}, late (rule “{rule}”, {value})")
OWNER = Text("整改人", "Mends it")
CONTESTED = Text("申辩", "Contested")
DECIDED = Text("检查员答复", "The inspector's answer")
RETURNED = Text("退回理由", "Sent back because")
CHECKED_BY = Text("{name}于{day}复查", "checked by {name}, {day}")
CHECKED = Text("复查", "Checked")
SOON = Text("{code} 整改{day}到期：{text}", "{code} is due on {day}: {text}")
DUE_TODAY = Text("{code} 整改今天到期：{text}", "{code} is due today: {text}")
IS_LATE = Text("{code} 整改已逾期（{day}）：{text}", "{code} is late ({day}): {text}")
LAPSED = Text("{code} 申辩期已过，按确认处理，请整改。", "{code} was not contested in time; please mend it.")
INSPECTION_CLOSED = Text(
    "检查 {code} {what} 全部整改合格，已关闭。", "{code} {what}: everything is mended; it is closed."
)
NEW_INSPECTOR = Text("{code} 改由{name}检查。", "{name} inspects {code} now.")
NEW_OWNER = Text("{code} 交给{name}整改。", "{name} mends {code} now.")
IMPROVED = Text("{code} 已转为改进项 {item}，负责人{name}。", "{code} became the improvement {item}; {name} owns it.")

# Lists and reports
OPEN_FINDINGS = Text("没整改完的检查发现 {count} 个，逾期 {late} 个", "{count} findings are open, {late} late")
LISTED = Text("检查：没结束的 {open} 个", "Inspections: {open} open")
LISTED_LINE = Text("{code} {what} · {day} · {status}", "{code} {what} · {day} · {status}")
LISTED_NONE = Text(
    "没有你能看的检查。说「下周二检查三楼机房」来安排。",
    "No inspections to show. Say “inspect the server room next Tuesday”.",
)
REPORT = Text("检查报告", "Inspection report")
ITEM_LINE = Text("{number}. {text}：{result}{note}{last}", "{number}. {text}: {result}{note}{last}")
WAS = Text("（上次{result}）", " (last time {result})")
MENDED_SINCE = Text(
    "比上次好了 {better} 项，又不合格 {again} 项，新问题 {worse} 项",
    "{better} better than last time, {again} failed again, {worse} new",
)
COLUMNS = (
    Text("序号", "No."), Text("检查项", "Item"), Text("结果", "Result"), Text("说明", "Note"),
    Text("上次结果", "Last time"), Text("发现", "Finding"), Text("状态", "Status"), Text("照片", "Pictures"),
)  # fmt: skip
PICTURE_COLUMNS = (
    Text("归属", "Belongs to"), Text("谁发的", "Sent by"), Text("时间", "When"), Text("SHA-256", "SHA-256"),
)  # fmt: skip

# Checklists
CHECKLIST = Text("{target}检查清单（第 {version} 版）", "Checklist for {target} (version {version})")
CHECKLIST_LINE = Text("{number}. {text}（{severity}）", "{number}. {text} ({severity})")
CHECKLIST_HOW = Text(
    "要改就说：机房清单增加一项：…；机房清单第 2 项改成…；机房清单删掉第 3 项",
    "To change it: server room checklist add: …; item 2 change to …; remove item 3",
)
CHECKLIST_CHANGED = Text(
    "{target}检查清单现在是第 {version} 版，{count} 项。",
    "The checklist for {target} is version {version} now, {count} items.",
)
CHANGE_LIST = Text("改检查清单", "change a checklist")
WHO_CHANGES = Text("检查员或 CIO", "an inspector or the CIO")
FROM_CHARTER = Text(
    "制度落实的检查项就是章程各条，随章程变，不用改清单。",
    "The items are the clauses of the charter; they change with it.",
)
LISTS = Text("检查清单", "Checklists")
NOT_EMPTY = Text("清单至少要留一项。", "A checklist needs at least one item.")
HELP_PLAN = Text("安排检查：下周二检查三楼机房", "Plan an inspection: inspect the server room next Tuesday")
HELP_LIST = Text("检查列表、检查报告 IN-1、检查清单 机房", "inspections, inspection report IN-1, checklist server room")
