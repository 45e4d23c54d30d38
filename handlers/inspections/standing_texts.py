"""How the board of the charter's clauses speaks."""

from handlers.texts import Text

TITLE = Text(
    "制度落实：{count} 条，有近期记录 {kept} 条，有缺口 {gaps} 条",
    "Keeping the charter: {count} clauses, {kept} with fresh records, {gaps} with gaps",
)
LINE = Text("{id} {title}：{evidence}{marks}", "{id} {title}: {evidence}{marks}")
LAST = Text("{day} {subject} {step}（{name}），{count} 条记录", "{day} {subject} {step} ({name}), {count} records")
STALE = Text("太久了，最近是{what}", "too old, the last was {what}")
NO_RECORD = Text("还没有记录", "no record yet")
OVERDUE = Text("；{day}那次还没做", "; the one of {day} is open")
NEXT = Text("；下次 {day}", "; next {day}")
GAPS = Text("有缺口的：", "With gaps:")
KEPT = Text("有记录的：", "Kept:")
MORE_GAPS = Text("……还有 {count} 条，按「全部条款」看。", "… {count} more; press “All clauses”.")
RULE = Text("{days} 天内的记录算数（细则「{rule}」）", "records of the last {days} days count (rule “{rule}”)")
ALL = Text("全部条款", "All clauses")
EXPORT = Text("导出证据包", "Export the evidence")
INSPECT = Text("安排制度检查", "Inspect it")
SEE = Text("看制度落实情况", "see how the charter is kept")
WHO_SEES = Text(
    "CIO、校领导、秘书、领导小组、检查员和审计员", "the CIO, leaders, the leading group, inspectors and auditors"
)
WHO_EXPORTS = Text("CIO", "the CIO")
REASON = Text("用途", "Purpose")
ASK_REASON = Text(
    "导出证据包做什么用？写一句（会记入日志）。", "What is the evidence for? One line; it goes on record."
)
REASON_TOO_SHORT = Text("请把用途写清楚一点，至少四个字。", "Please say a little more about the purpose.")
DONE = Text("证据包：{count} 条记录，{clauses} 条条款", "Evidence: {count} records of {clauses} clauses")
DONE_NOTE = Text(
    "里面有办事人姓名，只给需要的人；用途：{reason}。{days} 天后失效。",
    "It holds names; pass it on with care. Purpose: {reason}. Kept for {days} days.",
)
CUT = Text("只放了最新的 {most} 条。", "Only the newest {most} are in it.")
FILE = Text("制度落实证据包", "Evidence of compliance")
SHEET_BOARD = Text("条款总览", "Clauses")
SHEET_RECORDS = Text("记录", "Records")
SHEET_INSPECTIONS = Text("检查发现", "Findings")
BOARD_COLUMNS = (
    Text("条款", "Clause"), Text("标题", "Title"), Text("最近记录", "Last record"), Text("近期条数", "Recent records"),
    Text("下次应做", "Next due"), Text("未做的", "Open since"), Text("缺口", "Gap"),
)  # fmt: skip
RECORD_COLUMNS = (
    Text("序号", "Seq"), Text("时间", "When"), Text("条款", "Clause"), Text("编号", "Subject"), Text("做了什么", "Step"),
    Text("谁", "Who"), Text("之前", "Before"), Text("之后", "After"), Text("封存值", "Hash"),
)  # fmt: skip
FINDING_COLUMNS = (
    Text("发现", "Finding"), Text("检查", "Inspection"), Text("问题", "What"), Text("程度", "Severity"),
    Text("状态", "Status"), Text("期限", "Due"), Text("整改情况", "What was done"), Text("复查", "Checked"),
)  # fmt: skip
YES = Text("是", "yes")
FROM_RECORDS = Text("系统记录", "from the records")
EVIDENCE = Text("记录", "Records")
RECORDED = Text("已记录", "recorded")
STEPS: dict[str, Text] = {
    "duty_done": Text("登记完成", "recorded as done"),
    "asked": Text("问答", "asked"),
    "plan": Text("安排", "planned"),
    "raise": Text("登记", "raised"),
    "file": Text("提交", "filed"),
    "export": Text("导出", "exported"),
}
HELP = Text("制度落实情况：每条有没有记录、缺什么", "how the charter is kept: evidence and gaps of every clause")
