"""What is said about emergency plans: short, for people in a hurry."""

from handlers.texts import Text
from storage.response_plans import PlanStage

STATUS: dict[str, Text] = {
    PlanStage.DRAFT: Text("草案", "draft"),
    PlanStage.PENDING: Text("待批准", "waiting for approval"),
    PlanStage.IN_FORCE: Text("生效", "in force"),
    PlanStage.REVIEW: Text("复审中", "under review"),
    PlanStage.RETIRED: Text("已废止", "retired"),
    PlanStage.DROPPED: Text("已放弃", "dropped"),
}
SUBMIT = Text("提交批准", "Submit")
CHANGE = Text("改步骤", "Change steps")
APPROVE = Text("批准生效", "Approve")
SEND_BACK = Text("退回修改", "Send back")
KEEP = Text("仍然适用", "Still right")
RETIRE = Text("废止", "Retire")
DROP = Text("放弃草案", "Drop the draft")
DUE = Text("到期复审", "Review due")
REPLACE = Text("由新版替代", "Replaced")

PLAN = Text("【预案】{name}", "[Plan] {name}")
TITLE = Text("【预案】{name} · {status}", "[Plan] {name} · {status}")
NEXT_EDITION = Text("{scenario} 新版（{code}）", "{scenario}, next edition ({code})")
YOURS = Text("你的步骤（{roles}）：", "Your steps ({roles}):")
NO_STEPS = Text("没有给「{roles}」的步骤，下面是全部。", "No steps for {roles}; here is the whole plan.")
SAMPLE_NOTE = Text(
    "这是内置示例，本校 CIO 还没有批准自己的预案。", "This is a sample; the school’s CIO has not approved a plan yet."
)
IN_FORCE_NOTE = Text(
    "{name}于 {at} 批准，下次复审 {review}前。", "Approved by {name} on {at}; next review by {review}."
)
STILL_VALID = Text("正在复审，复审完以前照此执行。", "Under review; it counts until that is done.")
HAPPENING = Text("正在发生，上报", "It is happening: report")
ALL_STEPS = Text("全部步骤", "All steps")
MY_STEPS = Text("我的步骤", "My steps")
FILE = Text("预案文件", "As a file")
REVISE = Text("修订", "Revise")
ADOPT = Text("采用并修改", "Adopt and edit")
KNOWN_LABEL = Text("我已看过", "I have read it")
FILE_NAME = Text("应急预案-{name}.pdf", "Emergency plan {name}.pdf")
FILE_HERE = Text("{name}，存到手机里，断网也能看", "{name}: keep it on your phone, for when the network is down")
PAPER_TITLE = Text("{name} 应急预案", "Emergency plan: {name}")
PAPER_FOOT = Text("条款 7.3.1 · 打印于 {at}", "Clause 7.3.1 · printed {at}")
CONTACTS = Text("应急电话", "Emergency numbers")

LIST = Text("应急预案：本校已批准 {count} 份", "Emergency plans: {count} approved by the school")
LIST_OWN = Text("{name} · {status}，下次复审 {review}前", "{name} · {status}, review by {review}")
LIST_COMING = Text("{code} {scenario} · {status}", "{code} {scenario} · {status}")
LIST_SAMPLES = Text("只有示例、待本校批准：{names}", "Samples only, to be approved: {names}")
SAY_ONE = Text("说出情况就能打开，如「断网应急预案」。", "Name what happened, such as “network outage plan”.")
WHICH = Text("没有对得上的预案。是下面哪一种？", "No plan fits those words. Is it one of these?")

WRITER = Text("CIO、技术员、调度或秘书", "the CIO, technicians, the dispatcher or the secretary")
WRITE = Text("编写预案", "Write a plan")
APPROVER = Text("CIO（CIO 编写的由校领导）", "the CIO (a leader, where the CIO wrote it)")
NOT_YOUR_OWN = Text("自己编写的预案要由别人批准。", "Somebody else approves a plan one has written.")
REASON = Text("理由", "Reason")
ASK_REASON = Text("为什么？一句话。", "Why? One sentence.")
LINE_LABEL = Text("步骤", "Steps")
ASK_LINE = Text(
    "怎么改？一行一步：「加 处置：封掉外网端口 ☎ 8001」「改3 联络：通知运营商」「删5」。",
    "What changes? One line each: “add handling: close the port ☎ 8001”, “change 3 liaison: call the provider”, “remove 5”.",
)
BAD_LINE = Text(
    "这一行没看懂：{line}。写法如「加 处置：封掉端口」「改3 联络：通知运营商」「删5」；角色有：{roles}。",
    "I cannot read this line: {line}. Such as “add handling: close the port”, “change 3 liaison: call”, “remove 5”; "
    "roles are: {roles}.",
)
NO_SUCH_STEP = Text("没有第 {number} 步，现在有 {count} 步。", "There is no step {number}; there are {count}.")
TOO_MANY = Text("一份预案最多 {most} 步，每步最多 {longest} 字。", "A plan holds {most} steps of {longest} characters.")
NEEDS_STEPS = Text("预案还没有步骤，先「改步骤」。", "The plan has no steps yet; press “Change steps” first.")
ALREADY_COMING = Text("{code} 已经在修订，请在它上面改。", "{code} is being written already; change that one.")
HOW_TO_WRITE = Text(
    "给哪种情况写预案？如「编预案 断网」，或自己的名称：「编预案 食堂断网」。",
    "For what? Such as “write plan network outage”, or a name of your own.",
)
NEW_EDITION = Text("{name} 已生效，请看一遍你的步骤", "{name} is in force; please read your steps")
SENT_BACK = Text("{code} 退回修改：{reason}", "{code} was sent back: {reason}")
TO_APPROVE = Text("【预案待批准】{name}，{author}编写", "[Plan to approve] {name}, by {author}")
REVIEW_DUE = Text("{name} 到期复审（{rule}）：还适用吗？", "{name} is due for review ({rule}): is it still right?")
NOT_CONFIRMED = Text(
    "{name} 还有 {count} 人没确认看过（{rule}）：{names}", "{name}: {count} have not confirmed ({rule}): {names}"
)
REMIND_CONFIRM = Text(
    "{name} 请看一遍你的步骤，按「我已看过」。", "{name}: please read your steps and press “I have read it”."
)
CHANGED_FROM = Text(
    "与现行版相比：加 {added} 步，去 {removed} 步", "Against the edition in force: {added} added, {removed} removed"
)
READ_BY = Text("已确认", "Confirmed")
READ_COUNT = Text("{done}/{asked} 人", "{done}/{asked}")

NO_CONTACTS = Text("还没有登记应急电话。CIO 发「应急电话 市教育局 010-12345678」登记。",
                   "No emergency numbers yet. The CIO sends “emergency number Education Bureau 010-12345678”.")  # fmt: skip
CONTACT_LINE = Text("{name}：{phone}", "{name}: {phone}")
CONTACT_SET = Text("已登记：{name} {phone}", "Kept: {name} {phone}")
CONTACT_GONE = Text("已从应急电话里去掉：{name}", "Taken off the list: {name}")
CONTACT_HOW = Text("写「应急电话 单位 号码」。", "Write “emergency number NAME NUMBER”.")
SET_CONTACT = Text("登记应急电话", "Set emergency numbers")
CIO = Text("CIO", "the CIO")

HELP = Text(
    "预案：如「断网应急预案」「服务器中毒了怎么办预案」", "Plans: “network outage plan”, “ransomware checklist”"
)
HELP_WRITE = Text(
    "写预案：「编预案 断网」，批准后生效", "Write a plan: “write plan network outage”; it counts when approved"
)
