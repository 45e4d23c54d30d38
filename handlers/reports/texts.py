"""How we speak about reports."""

from handlers.texts import Text
from storage.reports import ReportStage

STATUS: dict[str, Text] = {
    ReportStage.PLANNED: Text("排期", "planned"),
    ReportStage.DRAFT: Text("草稿", "draft"),
    ReportStage.EDITING: Text("CIO 编辑", "being edited"),
    ReportStage.CONFIRMING: Text("待发确认", "to be confirmed"),
    ReportStage.SENT: Text("已发送", "sent"),
    ReportStage.READ: Text("已知悉", "read"),
    ReportStage.INSTRUCTED: Text("有批示", "answered"),
    ReportStage.PLAIN: Text("无批示", "without instruction"),
    ReportStage.ARCHIVED: Text("归档", "archived"),
    ReportStage.DROPPED: Text("作废", "dropped"),
}
PREPARE = Text("生成草稿", "Draft")
EDIT = Text("改稿", "Edit")
ADD = Text("加一句", "Add a line")
CUT = Text("删一句", "Delete a line")
SUBMIT = Text("发出", "Ready to send")
SEND = Text("确认发送", "Send")
RECOUNT = Text("重新取数", "Count again")
DROP = Text("作废报告", "Drop the report")
READ = Text("已阅", "Read")
INSTRUCT = Text("批示", "Instruct")
MEET = Text("约谈", "Meet")
CORRECT = Text("更正报告", "Correct the report")
CONCLUDE = Text("批示期满", "Time is up")
ARCHIVE = Text("归档报告", "Archive the report")
FULL = Text("看全文", "Read it all")
ROWS = Text("看明细", "Open the rows")

THE_CIO = Text("CIO", "the CIO")
NOT_YOUR_DRAFT = Text("报告由 CIO 编辑和发出。", "The CIO edits and sends reports.")
HELP = Text("「生成上个月的报告」「报告」看草稿和已发的报告", "“report for last month”, “reports”")
HELP_LEADER = Text("「给我一份上个月的报告」「报告」", "“give me last month's report”, “reports”")

CHANGE = Text("修改", "Change")
CHANGE_ASK = Text(
    "改哪一句？写「3：新的文字」，或「摘要：新的摘要」。数字来自记录，不能改写，可以加一句说明。",
    "Which line? Write “3: new words”, or “summary: …”. Figures come from records; add a line to explain one.",
)
SENTENCE = Text("要加的话", "Line to add")
SENTENCE_ASK = Text(
    "加什么？写一句；要放进某一节，写「项目：…」。", "What shall be added? For one section write “projects: …”."
)
WHICH = Text("第几句", "Line")
WHICH_ASK = Text(
    "删第几句？写序号（看全文里方括号中的数）。", "Which line? Write its number (in brackets in the full text)."
)
REASON = Text("理由", "Reason")
REASON_ASK = Text("为什么？写一句，会写在新版里。", "Why? One line; it stands in the new edition.")
WORDS = Text("批示内容", "Instruction")
WORDS_ASK = Text(
    "请写批示内容，例如：请信息中心两周内拿出整改方案。",
    "Write the instruction, such as: a plan within two weeks, please.",
)
ABOUT = Text("约谈内容", "What about")
ABOUT_ASK = Text("想谈什么、什么时候？写一句。", "What about, and when? One line.")

TITLE = Text("信息化工作报告（{when}）", "IT report ({when})")
DRAFT = Text("{code} 报告草稿：{when}，{due} 前发出", "{code} draft report: {when}, due {due}")
CONFIRM = Text("{code} 待发确认：{when}，发给{names}", "{code} ready: {when}, to {names}")
NO_LEADERS = Text("（还没有校领导可发）", "(no leader to send it to)")
OUT = Text("{code} 信息化工作报告：{when}", "{code} IT report: {when}")
EDITION = Text("{title}（更正，第{number}版）", "{title} (corrected, edition {number})")
STANDS = Text("{title} · {status}", "{title} · {status}")
SECTIONS = Text("内容", "Sections")
MISSING = Text("缺的数", "Missing")
AND_MORE = Text("等 {count} 个，看全文都在", " and others: {count} in all")
NOTHING_YET = Text("这段时间还没有记录。{since}", "Nothing was recorded in this time yet. {since}")
ADDED = Text("加了第 {number} 句（{section}）：{text}", "Line {number} added ({section}): {text}")
CHANGED_LINE = Text("第 {number} 句改成：{text}", "Line {number} now reads: {text}")
CHANGED_SUMMARY = Text("摘要改成：{text}", "The summary now reads: {text}")
RECOUNTED = Text("已重新取数。", "Counted again.")
COUNTED = Text("取数时间", "Counted at")
SENT_BY = Text("发出", "Sent")
SENT_LINE = Text("{name}，{at}", "{name}, {at}")
READ_BY = Text("已阅", "Read by")
NOBODY = Text("还没有", "nobody yet")
INSTRUCTIONS = Text("批示", "Instructions")
INSTRUCTION_LINE = Text("{name}：{text}（{code}）", "{name}: {text} ({code})")
UNTRACKED = Text("未转任务", "no task")
EDIT_HOW = Text(
    "直接说：改 3：…；改摘要：…；加一句：…；删 3；发。", "Say: edit 3: …; summary: …; add: …; delete 3; send."
)
WHY = Text("更正理由", "Corrected because")
LINE_ADDED = Text("＋ {text}", "+ {text}")
LINE_GONE = Text("－ {text}", "- {text}")
CHANGED = Text("{name}：{before} → {after}", "{name}: {before} → {after}")
SAME = Text("数字没有变化。", "The figures are the same.")
PREPARED = Text("草稿好了。", "The draft is there.")
RECOUNTED = Text("已重新取数，你加的话都还在。", "Counted again; what you added is still there.")
WAS_SENT = Text("{code} 已发给{names}。", "{code} went to {names}.")
LEADER_READ = Text("{name}已阅 {code}。", "{name} has read {code}.")
LEADER_MEETS = Text("{name}想就 {code} 约谈：{words}", "{name} wants to talk about {code}: {words}")
MEETING_TOLD = Text("已告诉 CIO：{words}", "The CIO was told: {words}")
INSTRUCTED = Text(
    "已记下批示，登记为 {task}，由 CIO 落实责任人和期限。", "Recorded as {task}; the CIO names who and until when."
)
INSTRUCTED_ONLY = Text(
    "已记下批示并告诉 CIO；这里没有装任务功能，要由 CIO 人工跟进，下次报告会列出来。",
    "Recorded and told to the CIO; no tasks are installed here, so the CIO follows it up by hand; the next report lists it.",
)
LEADER_INSTRUCTS = Text("{name}对 {code} 批示：{words}", "{name} on {code}: {words}")
IS_IT = Text("这是对 {code} 的批示吗？「{words}」", "Is this an instruction on {code}? “{words}”")
IT_IS = Text("是，作为批示", "Yes, an instruction")
LATE = Text("报告 {code} 今天到期，还没有发出。", "Report {code} is due today and not sent.")
LATE_FOR_LONG = Text(
    "报告 {code}（{when}）已逾期 {days}，还没有发给校领导。", "Report {code} ({when}) is late by {days} and not sent."
)
NO_LINE = Text("没有第 {number} 句。说「看全文」看序号。", "There is no line {number}.")
HOW_TO_CHANGE = Text(
    "没看懂改哪里。写「3：新的文字」，或「摘要：新的摘要」。", "Write “3: new words”, or “summary: new summary”."
)
TOO_LONG = Text("摘要最多 {most} 字，现在 {count} 字。", "A summary has {most} characters at most; this has {count}.")
REMARKS = Text("CIO 说明", "Remarks of the CIO")
ASKS = Text("请领导决定", "To be decided")
OPEN_WORDS = Text("未转任务的批示", "Instructions without a task")
COMPLIANCE = Text("合规日历", "Compliance calendar")
NEXT_DUE = Text("{name}（{clause}）：下次 {day}", "{name} ({clause}): next {day}")
NO_COMPLIANCE = Text("没有登记。", "Nothing is registered.")

NONE = Text("还没有报告。说「生成上个月的报告」。", "There are no reports yet. Say “report for last month”.")
LIST = Text("报告：草稿 {drafts} 份，已发 {sent} 份", "Reports: {drafts} drafts, {sent} sent")
LIST_LINE = Text("{code} {when} · {status}", "{code} {when} · {status}")
NEXT = Text("下一份草稿：{day}", "The next draft: {day}")
LOOK = Text("看 {code}", "Open {code}")
WHO_ASKS = Text(
    "工作报告由 CIO 生成，校领导、秘书和审计员可以看。你可以问公开的数字，如「上个月报修多少」。",
    "The CIO makes reports; leaders, the secretary and auditors read them. You may ask for public figures.",
)
SINCE = Text("记录从 {day} 开始，之前的没有。", "Records begin on {day}.")
NO_RECORDS = Text("到现在还没有任何记录。", "Nothing has been recorded so far.")
UNCONFIRMED = Text("数据速览（{when}），未经 CIO 确认", "Figures at a glance ({when}), not confirmed by the CIO")
UNCONFIRMED_NOTE = Text("这段时间的正式报告还没有发。", "The report on this time has not been sent.")
COMPARE = Text("{one} 和 {other} 对比", "{one} and {other} compared")
COMPARE_HOW = Text("写两份报告的编号，例如：对比 R-1 R-2。", "Name two reports: compare R-1 R-2.")
FILE = Text("信息化工作报告-{when}.{ending}", "it-report-{when}.{ending}")

# On paper
METRIC = Text("指标", "Figure")
VALUE = Text("数值", "Value")
RECORDS = Text("记录", "Records")
FORMULA = Text("口径", "How it is counted")
SUMMARY = Text("摘要", "Summary")
APPENDIX = Text("附：明细", "Appendix: the rows")
ROWS_OF = Text("{name}：{shown}，{count} 条", "{name}: {shown}, {count} rows")
MORE = Text("……共 {count} 条，这里列出 {shown} 条。", "… {count} in all, {shown} here.")
HIDDEN_ROWS = Text("涉及个人，明细不列在报告里。", "These rows tell about people and are not printed.")
MADE = Text(
    "取数 {at}。每个数都有口径和明细；「缺」表示没有记录，不是 0。",
    "Counted {at}. “missing” means that nothing was recorded, not zero.",
)
NUMBER = Text("编号 {code} 第{edition}版", "{code}, edition {edition}")
PAGE = Text("第 {page} 页", "page {page}")
# The words of a summary
SAY = Text("{name} {shown}", "{name} {shown}")
SAY_MISSING = Text("{count} 个数没有记录，写作「缺」", "{count} figures have no records and stand as “missing”")
SAY_ASKS = Text("请领导决定 {count} 项", "{count} to be decided")
