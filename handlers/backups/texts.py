"""How we speak about backups."""

from handlers.texts import Text
from storage.backups import PlanStage, Ran

STATUS: dict[str, Text] = {PlanStage.ACTIVE: Text("执行中", "active"), PlanStage.PAUSED: Text("暂停", "resting")}
RAN = {
    Ran.EXPECTED: Text("应备", "expected"),
    Ran.SUCCEEDED: Text("成功", "succeeded"),
    Ran.FAILED: Text("失败", "failed"),
    Ran.MISSED: Text("未报", "not heard of"),
}
HOW = {
    "http": Text("自动上报", "reported by the job"),
    "chat": Text("人工登记", "entered in chat"),
    "own": Text("校信官自身备份", "Xiaoxin's own backup"),
    "clock": Text("没有消息", "silence"),
}

# Steps
DONE = Text("备份好了", "Backup done")
FAILED = Text("备份失败", "Backup failed")
TESTED = Text("登记恢复演练", "Record restore test")
RESCHEDULE = Text("改备份时间", "Change backup time")
PAUSE = Text("暂停备份", "Rest backups")
RESUME = Text("恢复备份计划", "Resume backups")
REASON = Text("原因", "Reason")
ASK_WHAT_WENT_WRONG = Text("出了什么问题？一句话就行。", "What went wrong? One sentence.")
ASK_WHY_PAUSE = Text("为什么暂停？", "Why?")
RESULT = Text("结果", "Result")
ASK_RESULT = Text("恢复出来的数据对吗？", "Did the restored data hold?")
RESULTS = (("passed", Text("通过", "Passed")), ("failed", Text("没通过", "Did not pass")))
UNCLEAR_RESULT = Text(
    "写「通过」或「没通过」，后面可以加一句说明。", "Write “passed” or “not passed”, and a remark if you like."
)
WHEN = Text("时间", "When")
ASK_WHEN = Text("什么时候备份？如：每天凌晨2点、每周日23点", "When? Such as: every day at 2am, every Sunday 23:00")

# Planning
PLAN = Text("登记备份计划", "Register a backup plan")
WHO_PLANS = Text(
    "系统负责人、副手、技术员、CIO 或系统管理员",
    "the system's owner or deputy, a technician, the CIO or an administrator",
)
HOW_TO_PLAN = Text(
    "写成一句：备份计划 教务系统 每天凌晨2点", "In one sentence: backup plan Grade Book every day at 2am"
)
NO_TIME = Text("没看懂{name}什么时候备份。{how}", "I cannot tell when {name} is backed up. {how}")
PLANNED = Text("{code} {name}：{when}备份，下一次 {next}", "{code} {name}: backed up {when}, next {next}")
LINK_HOW = Text(
    "要自动上报，在服务器上运行：xiaoxin backups link {name}", "For jobs: run xiaoxin backups link {name} on the server"
)

# Card
TITLE = Text("{code} {name}备份 · {status}", "{code} Backup of {name} · {status}")
RULE = Text("计划", "Plan")
LAST = Text("最近成功", "Last good")
NEWEST = Text("最近一次", "Newest")
NEXT = Text("下一次", "Next")
TEST = Text("最近一次恢复演练", "Last restore test")
OWNER = Text("负责人", "Owner")
NEVER = Text("还没有记录", "no record yet")
TEST_IS = Text("{day}，{result}（{name}）{note}", "{day}, {result} ({name}){note}")
PASSED = Text("通过", "passed")
NOT_PASSED = Text("没通过", "did not pass")
RUN_IS = Text("{at} {status}（{how}）", "{at} {status} ({how})")
CLAUSE = Text("依据", "Under")
CLAUSE_IS = Text("章程 7.2.2（备份机制）", "charter 7.2.2 (backups)")
BY_RULE = Text("依据细则「{rule}」{value}", "under the rule “{rule}”, {value}")

# What happens
RECORDED = Text("已记录：{name}备份成功（{at}）", "Recorded: backup of {name} succeeded ({at})")
RECORDED_AGAIN = Text("已记录过：{name}这一次备份成功。", "Already on record: this backup of {name} succeeded.")
RECORDED_FAILED = Text(
    "已记录：{name}备份失败。已告诉技术员，CIO 明早会看到。",
    "Recorded: backup of {name} failed. Technicians hear of it, the CIO tomorrow.",
)
SILENT = Text("备份没有消息：{name}应于 {at} 备份，至今未报", "No word of a backup: {name} was due at {at}")
SILENT_AGAIN = Text(
    "备份仍没有消息：{name}连续 {count} 次未成功", "Still no backup: {name} has missed {count} in a row"
)
FAILED_TELL = Text("备份失败：{name}（{reason}）", "Backup failed: {name} ({reason})")
CHECK = Text("请检查任务和磁盘；已备好就按「备份好了」。", "Check job and disk; if it is done, press “Backup done”.")
RECOVERED = Text("备份恢复正常：{name} {at} 成功", "Backups of {name} are back: succeeded {at}")
MORNING = Text("有 {count} 个系统的备份不正常", "Backups of {count} systems are not in order")
MORNING_LINE = Text("{name}：{what}，最近成功 {last} · {owner}", "{name}: {what}, last good {last} · {owner}")
RESTORE_DUE = Text("该做恢复演练了：{name}", "Time for a restore test: {name}")
RESTORE_HOW = Text(
    "把最近的备份恢复到空白环境，核对数据后按「登记恢复演练」。",
    "Restore the newest backup into an empty place, check it, then record it.",
)
TEST_DONE = Text("已登记：{name}恢复演练{result}。", "Recorded: restore test of {name} {result}.")
TEST_FAILED = Text("恢复演练没通过：{name}（{note}）", "Restore test did not pass: {name} ({note})")
PAUSED = Text(
    "{name}的备份计划已暂停：{reason}。说「恢复备份计划 {code}」再开始。",
    "Backups of {name} rest: {reason}. Say “resume backups {code}”.",
)

# Overview
OVERVIEW_FINE = Text("备份都正常：{count} 个系统", "All backups are in order: {count} systems")
OVERVIEW = Text("备份：{bad} 个不正常，{good} 个正常", "Backups: {bad} not in order, {good} in order")
OVERVIEW_LINE = Text(
    "{mark}{name}：最近成功 {last}；恢复演练 {test}", "{mark}{name}: last good {last}; restore test {test}"
)
BAD_MARK = Text("【{status}】", "[{status}] ")
NO_PLAN = Text("没有备份计划：{names}", "Without a backup plan: {names}")
NONE = Text("还没有备份计划。{how}", "There is no backup plan yet. {how}")
NONE_FOR = Text("{name}没有备份计划。{how}", "{name} has no backup plan. {how}")
TESTS_TITLE = Text("恢复演练：", "Restore tests:")
TEST_LINE = Text("{name}：{test}", "{name}: {test}")
WHO_SEES = Text(
    "技术员、系统负责人、CIO、校领导、检查员或审计员", "technicians, owners, the CIO, leaders, inspectors or auditors"
)
SEE = Text("看备份情况", "See the backups")
LOOK = Text("看 {code}", "Open {code}")
OPEN_LATE = Text("{name}备份{status}", "Backup of {name} {status}")
OPEN_TEST = Text("{name}该做恢复演练", "Restore test of {name} is due")
OPEN_PLAN = Text("{name}没有备份计划", "{name} has no backup plan")

# Report
SECTION = Text("备份", "Backups")
LINE_MISSED = Text("{name}：本期 {count} 次备份未成功", "{name}: {count} backups did not succeed")
LINE_TEST = Text("{name}最近恢复演练：{test}", "{name}, last restore test: {test}")
METRIC = Text("备份成功率", "Backups that succeeded")
FORMULA = Text("成功的备份次数 ÷ 应备次数", "backups that succeeded ÷ backups expected")
ROW = Text("{name} {at} {status}", "{name} {at} {status}")
VOUCHED = Text(
    "备份计划 {code}（{name}），数据类别{data_class}", "backup plan {code} ({name}), data class {data_class}"
)
VOUCHED_NO_CLASS = Text("备份计划 {code}（{name}），数据还没分类", "backup plan {code} ({name}), data not classified")
HELP = Text("备份：如「备份都正常吗」「今天教务系统备份好了」", "Backups: “are the backups ok?”, “backup of NAME done”")
WHERE_TITLE = Text(
    "备份放在哪里没有登记，问负责人最快。", "Where backups are kept is not registered; their owners know."
)
WHERE_LINE = Text("{name}：{who}负责", "{name}: {who} answers for it")
