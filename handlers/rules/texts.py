"""How the implementing rules are read out and changed."""

from handlers.texts import Text

# The parts of the sheet, by the first half of a rule's key.
AREAS = {
    "issues": Text("报修", "Issues"),
    "projects": Text("项目", "Projects"),
    "questions": Text("问答", "Questions"),
    "reminders": Text("提醒", "Reminders"),
    "broadcasts": Text("通知", "Broadcasts"),
    "trainings": Text("培训", "Training"),
    "training": Text("培训", "Training"),
    "drills": Text("演练", "Drills"),
    "incidents": Text("安全事件", "Incidents"),
    "inspections": Text("检查", "Inspections"),
    "reports": Text("汇报", "Reports"),
    "feedback": Text("意见", "Feedback"),
    "improvements": Text("改进", "Improvements"),
    "assessments": Text("评估", "Assessments"),
    "obligations": Text("合规", "Compliance"),
    "passports": Text("入职", "Newcomers"),
    "goals": Text("目标", "Goals"),
    "plans": Text("规划", "Plans"),
    "planning": Text("规划", "Planning"),
    "tasks": Text("任务", "Tasks"),
    "backups": Text("备份", "Backups"),
    "systems": Text("系统", "Systems"),
    "responsibilities": Text("责任", "Responsibilities"),
    "risks": Text("风险", "Risks"),
    "data_assets": Text("数据分类", "Data classes"),
    "data": Text("数据", "Data"),
    "security": Text("安全", "Security"),
    "charter": Text("制度", "Charter"),
    "routine": Text("定期工作", "Regular work"),
    "advice": Text("选型", "Advice"),
    "exports": Text("导出", "Exports"),
    "statistics": Text("统计", "Figures"),
    "calendar": Text("校历", "Calendar"),
    "resources": Text("资源", "Resources"),
}
AREA_WORDS = {"工单": "issues", "审批": "projects", "立项": "projects", "领导小组": "questions", "释义": "questions"}
OTHER = Text("其他", "Other")

SHEET = Text(
    "实施细则（第 {version} 版）：共 {count} 项，CIO 已发布 {published} 项",
    "Implementing rules, version {version}: {count}, of which the CIO published {published}",
)
SHEET_UNTOUCHED = Text(
    "实施细则：共 {count} 项，都还是默认值", "Implementing rules: {count}, all of them defaults still"
)
SHEET_NOTE = Text(
    "制度 9.1：细则由 CIO 制定。说「细则 P1响应时限」看一项。",
    "Clause 9.1: the CIO makes them. Say “rules P1 response target” for one.",
)
AREA_LINE = Text("{area}：{count} 项", "{area}: {count}")
AREA_LINE_SET = Text("{area}：{count} 项，已发布 {published} 项", "{area}: {count}, {published} published")
AREA_TITLE = Text("实施细则 · {area}（{shown}/{count}）", "Implementing rules · {area} ({shown} of {count})")
FOUND = Text("找到 {count} 项细则", "{count} rules fit")
LINE = Text("{rule}：{value} · {clause} · {standing}", "{rule}: {value} · {clause} · {standing}")
DEFAULT = Text("默认值", "default")
STANDING = Text("第 {version} 版，{at} 起，{reason}", "version {version}, since {at}, {reason}")
ONE = Text("{rule}：{value}", "{rule}: {value}")
CLAUSE = Text("条款", "Clause")
SINCE = Text("现行", "In force")
SINCE_DEFAULT = Text("默认值（细则未另行规定）", "the default (no rule was published)")
SINCE_VERSION = Text("第 {version} 版，{at} 起，{name}发布", "version {version}, since {at}, published by {name}")
REASON = Text("理由", "Reason")
MORE = Text("更多", "More")
HISTORY = Text("历史", "History")
EDIT = Text("修改", "Change")
AS_IT_IS = Text("按默认值发布", "Publish the default")
UNDO = Text("撤销", "Undo")
RESTORE = Text("恢复第 {version} 版", "Restore version {version}")
RESTORE_DEFAULT = Text("恢复默认值", "Restore the default")
REVIEW = Text("待复核", "To be reviewed")
REVIEW_WHY = Text("{clause} 的条文后来改了", "clause {clause} has been changed since")
STILL_RIGHT = Text("仍然适用", "Still right")
KEPT = Text("「{rule}」{value}仍然适用，已记录。", "“{rule}”, {value}: still right; noted.")
LOOK = Text("看细则", "See the rule")
WHICH = Text("说的是哪一项细则？", "Which rule do you mean?")

CHANGE = Text("修改细则", "Changing a rule")
BY_CIO = Text("CIO（制度 9.1）", "the CIO (clause 9.1)")
TITLE = Text("修改细则", "Change of a rule")
CONFIRM = Text("确认", "Confirm")
VALUE = Text("新值", "New value")
ASK_VALUE = Text("改成多少？比如「{example}」。", "What is the new value? For example “{example}”.")
ASK_VALUE_PLAIN = Text("改成多少？", "What is the new value?")
ASK_REASON = Text("为什么改？写一句，会记进细则历史。", "Why? One sentence, kept in the history.")
ASK_WHY = Text(
    "{rule}：{before} → {after}（{clause}）。{moves}为什么改？写一句，会记进细则历史。",
    "{rule}: {before} → {after} ({clause}). {moves} Why? One sentence, kept in the history.",
)
PROPOSED = Text("修改细则：{rule} {before} → {after}", "Change of a rule: {rule} {before} → {after}")
REASON_FIRST = Text(
    "还没有改。先写一句为什么改（会记进细则历史），再点「确认」。",
    "Nothing has changed yet. First say why in one sentence (it is kept in the history), then press Confirm.",
)
ROUNDED = Text("（一学期按 20 周、5 个月折算）", " (A term counts as 20 weeks, or 5 months.) ")
CHECK = Text("确认后马上生效，进行中的时限随之移动。", "It takes effect at once, and open deadlines move with it.")
MOVES = Text("影响", "Moves")
MOVES_NOTHING = Text("没有进行中的事项受影响。", "No open work is affected.")
MOVES_SOME = Text("进行中的 {count} 件随之移动（{codes}）。", "{count} open items move with it ({codes}).")
MOVES_NOW = Text(
    "进行中的 {count} 件随之移动（{codes}），其中 {now} 件马上到期。",
    "{count} open items move with it ({codes}), {now} of them fall due at once.",
)
MOVES_SCHEDULES = Text("定期安排「{titles}」改期。", "The schedule “{titles}” moves.")
AND_MORE = Text("{codes} 等", "{codes} …")
MEANWHILE = Text(
    "刚才已有人把它改为 {value}（第 {version} 版），请按现在的值再确认一次。",
    "Meanwhile it was set to {value} (version {version}); please confirm once more.",
)
ALREADY = Text("「{rule}」现在就是 {value}，没有改动。", "“{rule}” is {value} already; nothing changed.")
NOTHING_BEFORE = Text("「{rule}」还没有改过，没有可以撤销的。", "“{rule}” was never changed; there is nothing to undo.")
NO_SUCH_VERSION = Text(
    "「{rule}」没有第 {version} 版，说「{rule}的历史」看有哪些。",
    "“{rule}” has no version {version}; its history shows which there are.",
)
PUBLISHED = Text(
    "细则第 {version} 版已发布：{rule} {before} → {after}", "Rules version {version}: {rule} {before} → {after}"
)
PUBLISHED_AS_IS = Text("细则第 {version} 版已发布：{rule} {after}", "Rules version {version}: {rule} {after}")
ANNOUNCED = Text("细则有变：{rule} {before} → {after}", "A rule has changed: {rule} {before} → {after}")
ANNOUNCED_AS_IS = Text("细则发布：{rule} {after}", "A rule was published: {rule} {after}")
YOURS = Text("与你有关：{codes}", "Yours: {codes}")
SINCE_WHEN = Text("第 {version} 版，{name}，{at} 起", "version {version}, {name}, since {at}")
NOT_A_VALUE = Text("「{rule}」请写成「{example}」这样。", "For “{rule}”, please write something like “{example}”.")
OUT_OF_LIMITS = Text(
    "「{rule}」只能在 {least} 到 {most} 之间，请换一个数。",
    "“{rule}” may be {least} to {most}; please choose another value.",
)
OUT_OF_ORDER = {
    # (whether it is the smaller of the two, whether they must differ)
    (True, False): Text(
        "「{rule}」不能改成{value}：它不能大于「{other}」（现为 {standing}）。请换一个数，或先改「{other}」。",
        "“{rule}” cannot become {value}: it may not exceed “{other}” ({standing}). Choose another value, or change "
        "“{other}” first.",
    ),
    (True, True): Text(
        "「{rule}」不能改成{value}：它要小于「{other}」（现为 {standing}）。请换一个数，或先改「{other}」。",
        "“{rule}” cannot become {value}: it has to stay below “{other}” ({standing}). Choose another value, or change "
        "“{other}” first.",
    ),
    (False, False): Text(
        "「{rule}」不能改成{value}：它不能小于「{other}」（现为 {standing}）。请换一个数，或先改「{other}」。",
        "“{rule}” cannot become {value}: it may not be less than “{other}” ({standing}). Choose another value, or change "
        "“{other}” first.",
    ),
    (False, True): Text(
        "「{rule}」不能改成{value}：它要大于「{other}」（现为 {standing}）。请换一个数，或先改「{other}」。",
        "“{rule}” cannot become {value}: it has to be above “{other}” ({standing}). Choose another value, or change "
        "“{other}” first.",
    ),
}
BUSY = Text(
    "你还在改「{first}」（改成 {value}），还没有确认，没有被替换。「{second}」改成 {wanted} 也记下了：先办哪一项？",
    "You are still changing “{first}” (to {value}); it is not confirmed and was not replaced. “{second}” to {wanted} is "
    "noted, too. Which one first?",
)
FIRST_THEN = Text("先改完{rule}", "Finish {rule} first")
INSTEAD = Text("放下它，改{rule}", "Drop it, change {rule}")
UNKNOWN = Text(
    "没有找到「{said}」这项细则。说「细则」看全部。", "There is no rule called “{said}”. Say “rules” to see them all."
)

HISTORY_OF = Text("{rule}的历史", "History of {rule}")
HISTORY_SHEET = Text("细则历史（第 {version} 版）", "History of the rules (version {version})")
HISTORY_NONE = Text("细则还没有改过，都是默认值。", "No rule was changed yet; all are defaults.")
HISTORY_LINE = Text(
    "第 {version} 版 {at} {name}：{change}。{reason}", "Version {version}, {at}, {name}: {change}. {reason}"
)
CHANGE_OF = Text("{before} → {after}", "{before} → {after}")
CHANGE_OF_RULE = Text("{rule} {after}", "{rule} {after}")

HELP = Text(
    "实施细则：看期限和频率；如「P1响应时限改成15分钟」",
    "“rules”: deadlines and frequencies; change one in a sentence",
)
