"""How we speak about the departments' needs."""

from handlers.texts import Text
from storage.needs import NeedStage

STATUS: dict[str, Text] = {
    NeedStage.RAISED: Text("已提出", "raised"),
    NeedStage.MOVED: Text("办理中", "under way"),
    NeedStage.ANSWERED: Text("已回告", "replied to"),
    NeedStage.WITHDRAWN: Text("已撤回", "withdrawn"),
}
TO_TICKET = Text("转工单", "Make it an issue")
TO_PROJECT = Text("转立项", "Make it a project")
ANSWER = Text("答复", "Reply")
WITHDRAW = Text("撤回需求", "Withdraw")
END = Text("办结", "Ended")
REPLY = Text("答复内容", "Reply")
REPLY_ASK = Text("怎么答复？写一两句，提出的部门会看到。", "What is the reply? A line or two; the department reads it.")
WHO_CIO = Text("CIO", "the CIO")
WHO_RAISED = Text("提出的人", "whoever raised it")

ASKED = Text("{month}有没有要反馈的问题或需求？", "Any problems or needs in {month}?")
ASKED_HOW = Text(
    "有就直接说，一条一行；没有就回「无」，也算反馈。", "Just write them, one a line; “none” is an answer, too."
)
UNTIL = Text("请在", "Please by")
BY_DAY = Text("{day}前", "{day}")
ANSWERED_NONE = Text("{month}：{department}已反馈「无」", "{month}: {department} has nothing to say")
ANSWERED_NEEDS = Text("{month}：{department}已反馈 {count} 条", "{month}: {department} raised {count}")
NONE = Text("无", "None")
SAY = Text("有，我来说", "Yes, I will tell")
SAY_TITLE = Text("部门反馈", "Feedback of the department")
SAY_ASK = Text("有什么问题或需求？一条一行，可以写几条。", "What problems or needs? One a line; several are fine.")
WORDS = Text("问题或需求", "Problems and needs")
THANKS_NONE = Text(
    "已记下：{department}{month}没有要反馈的。谢谢。", "Noted: {department} has nothing to say in {month}. Thank you."
)
THANKS = Text("已记下 {codes}，会逐条答复你。", "Noted as {codes}; each will be replied to.")
NOT_ASKED = Text(
    "现在没有在征集的反馈。有问题或需求随时直接告诉我。", "Nothing is being asked now. Tell me problems any time."
)
WHO_ANSWERS = Text("部门联络人或负责人", "the department's liaison or head")
AGAIN = Text(
    "还没回：{month}有没有要反馈的？没有就回「无」。", "Not answered yet: anything in {month}? “None” is fine."
)
HEAD_SILENT = Text(
    "你部门（{department}）{month}的反馈还没回。没有也请回「无」。",
    "{department} has not answered for {month}; “none” is fine.",
)
HEAD_ASKED = Text(
    "{departments}没有可联系的联络人，问了负责人。", "{departments}: no liaison to reach; the head was asked."
)
NOBODY = Text("{departments}没有联络人和负责人，没法问。", "{departments}: neither liaison nor head, nobody to ask.")

TITLE = Text("{code} {text} · {status}", "{code} {text} · {status}")
TO_SORT = Text("{department}反馈：{text}（{code}）", "{department}: {text} ({code})")
DEPARTMENT = Text("部门", "Department")
BY = Text("提出人", "Raised by")
BECAME = Text("转为", "Became")
NO_REQUEST_YET = Text("立项（等部门提交申请）", "a project (the department has yet to request it)")
REPLIED = Text("答复", "Reply")
CLAUSE = Text("依据", "Clause")
CLAUSE_IS = Text("章程 5.3.2（信息反馈）", "charter 5.3.2 (feedback)")
REPLY_TO_YOU = Text("{code}「{text}」的答复：{reply}", "Reply to {code} “{text}”: {reply}")
MOVED_TICKET = Text(
    "{code}「{text}」已转报修 {became}，修好会告诉你。",
    "{code} “{text}” is issue {became} now; you hear when it is mended.",
)
MOVED_PROJECT = Text(
    "{code}「{text}」要立项解决，申请已替你写好开头。", "{code} “{text}” needs a project; the request is begun for you."
)
ENDED = Text("{became} {status}", "{became} {status}")
NO_FEATURE = Text("现在转不了，请直接答复。", "That is not possible here; please reply.")
REPLY_WAITS = Text("还没答复部门：{code} {text}（{department}）", "Not replied to yet: {code} {text} ({department})")
STALE = Text("{code} 转立项后部门还没提交申请：{text}", "No request followed {code} yet: {text}")

BOARD = Text("{month}部门反馈：{answered}/{all} 已回", "Feedback in {month}: {answered}/{all} answered")
BOARD_NONE = Text(
    "还没有征集过部门反馈，每月自动问一次。", "The departments have not been asked yet; they are each month."
)
WAITING = Text("还没回 {count}：{departments}", "Not answered {count}: {departments}")
SILENT = Text("没回应 {count}：{departments}", "No answer {count}: {departments}")
WITH_NEEDS = Text("有反馈 {count}：{departments}", "With needs {count}: {departments}")
WITH_NONE = Text("回「无」{count}：{departments}", "“None” {count}: {departments}")
WITHOUT = Text("没人可问 {count}：{departments}", "Nobody to ask {count}: {departments}")
OPEN_NEEDS = Text("没办结的需求 {count} 条", "{count} needs not ended")
NEED_LINE = Text("{code} {text}（{department}，{status}）", "{code} {text} ({department}, {status})")
OWN = Text("{department}提的需求 {count} 条", "{count} needs of {department}")
OWN_NONE = Text("{department}还没有提过需求。", "{department} has raised no needs.")
CLOSED = Text("{month}部门反馈收齐：{answered}/{all} 已回", "Feedback in {month} is over: {answered}/{all} answered")
NUDGE = Text("再问一次", "Ask again")
NUDGED = Text("已再问 {count} 个部门：{departments}。", "Asked {count} again: {departments}.")
NOBODY_WAITS = Text("都回了。", "All have answered.")
NUDGED_ALREADY = Text("今天已经问过了。", "They were asked today already.")
ASK = Text("征集部门反馈", "ask the departments")
HELP = Text("部门反馈：要说的问题或需求 · 没有就回「无」", "“needs: …”, or “none”")
HELP_CIO = Text("哪些部门还没反馈 · 部门需求", "“who has not given feedback” · “needs”")
