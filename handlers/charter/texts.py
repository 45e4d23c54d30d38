"""How we speak of versions of the charter."""

from handlers.texts import Text

STATUS = {"imported": Text("已导入，待发布", "imported, not published"), "published": Text("已发布", "published")}
PUBLISH = Text("发布", "Publish")
NAME = Text("《{title}》第 {number} 版", "“{title}”, version {number}")
TO_PUBLISH = Text("{name}待发布（{code}）", "{name} is ready to be published ({code})")
ANNOUNCED = Text("{name}已发布，请知悉（{code}）", "{name} is published; please take note ({code})")
KNOWN_CARD = Text("{name}（{code}），你已知悉", "{name} ({code}): you have taken note")
FIRST_VERSION = Text("首次发布，共 {count} 条。", "The first publication: {count} clauses.")
CHANGED_COUNT = Text("和上一版比，{count} 处不同：", "{count} difference(s) to the version before:")
YOURS_COUNT = Text("和你有关的改动 {count} 处：", "{count} change(s) that concern you:")
SAME = Text("和上一版逐条相同。", "Clause by clause the same as the version before.")
NO_CHANGES = Text(
    "{name}是第一版，没有可以对比的旧版。", "{name} is the first version; there is nothing to compare it with."
)
NO_VERSION = Text(
    "学校还没有导入自己的制度，现在用的是示例。管理员用 xiaoxin charter import 导入。",
    "The school has not imported its own charter yet; the sample answers. An administrator imports it with "
    "`xiaoxin charter import`.",
)
NOTHING_TO_PUBLISH = Text("没有等着发布的版本。", "No version waits to be published.")
NOTHING_PUBLISHED = Text(
    "还没有发布过制度，也就没有人被请求知悉。", "No charter has been published yet, so nobody was asked to take note."
)
CHANGES_OF = Text("{name}改了什么（{code}）", "What {name} changed ({code})")
KINDS = {
    "added": Text("新增 {new}：{text}", "added {new}: {text}"),
    "removed": Text("删去 {old}：{was}", "removed {old}: {was}"),
    "changed": Text("修改 {new}：{text}（原：{was}）", "changed {new}: {text} (was: {was})"),
    "moved": Text(
        "修改并改号 {old} → {new}：{text}（原：{was}）", "changed and renumbered {old} → {new}: {text} (was: {was})"
    ),
    "renumbered": Text("改号 {old} → {new}，文字没变", "renumbered {old} → {new}, same words"),
}
MORE = Text("另有 {count} 处，说「制度改了什么 {code}」看全部。", "{count} more; say “charter changes {code}” for all.")
SEE_CHANGES = Text("看改动", "See changes")
EFFECTIVE = Text("生效", "In force")
FROM = Text("{date} 起", "from {date}")
UPCOMING = Text("{date} 起（尚未生效，在此之前按上一版回答）", "from {date} (until then the version before answers)")
CONCERNS = Text("需要知悉", "To take note")
EVERYBODY = Text("全体 {count} 人", "all {count}")
SOME = Text("{count} 人：{who}", "{count}: {who}")
NOBODY = Text("没有人（改动不涉及任何人的职责）", "nobody (the changes touch nobody's duties)")
REVIEW = Text("待复核释义", "Interpretations to review")
REVIEW_OF = Text("{numbers}（对应条文已改）", "{numbers} (their clauses changed)")
REVIEW_RULES = Text("待复核细则", "Rules to review")
REVIEW_RULES_OF = Text("{count} 项：{names}（对应条文已改）", "{count}: {names} (their clauses changed)")
OPEN_WORK = Text("受影响的未完事项", "Open work it reaches")
OPEN_WORK_OF = Text("{count} 件：{codes}", "{count}: {codes}")
AND_MORE_OF = Text("{codes} 等", "{codes} …")
SEE_IMPACT = Text("看影响", "See what it reaches")
WHO_SEES_IMPACT = Text(
    "CIO、领导小组秘书、校领导、调度与审计员", "the CIO, the secretary, leaders, dispatchers and auditors"
)
IMPACT_OF = Text("{name}影响到的事项（{code}）", "What {name} reaches ({code})")
NO_IMPACT = Text(
    "{name}改动的条文下没有未完事项、细则或释义。", "Nothing open hangs on the clauses that {name} changed."
)
WORK_UNDER = Text("{clause}：未完 {count} 件（{codes}）", "{clause}: {count} open ({codes})")
DUTY_UNDER = Text("{clause}：定期事项「{title}」", "{clause}: regular work “{title}”")
RULE_UNDER = Text("{clause}：细则「{rule}」待复核", "{clause}: rule “{rule}” to be reviewed")
NOTE_UNDER = Text("{clause}：{number} 待复核", "{clause}: {number} to be reviewed")
PUBLISHED = Text("{name}已发布，已请 {count} 人知悉。", "{name} is published; {count} people are asked to take note.")
NUDGE = Text("还请知悉{name}（{code}）", "Please take note of {name} ({code})")
RESIDUE = Text("{department}还有 {count} 人没有知悉{name}", "{count} of {department} have not taken note of {name}")
RESIDUE_NEXT = Text(
    "请提醒他们打开消息，点「知悉」或回复「收到 {code}」。",
    "Please ask them to press Noted, or to reply “noted {code}”.",
)
ALL_KNOW = Text("{name}：{count} 人全部知悉。", "{name}: all {count} have taken note.")
COVERAGE = Text("{name}知悉 {answered}/{asked}（{code}）", "{name}: {answered} of {asked} have taken note ({code})")
MISSING = Text("未知悉", "Not yet")
MISSING_OF = Text("{department}未知悉", "Not yet, {department}")
AND_MORE = Text("{names} 等 {count} 人", "{names} and others, {count} in all")
VERSIONS = Text("制度的版本", "Versions of the charter")
VERSION_LINE = Text("{code} {name}，{since}，{status}", "{code} {name}, {since}, {status}")
ROLES = {
    "staff": Text("教职工", "staff"), "liaison": Text("部门联络人", "liaisons"), "head": Text("部门负责人", "heads"),
    "technician": Text("技术员", "technicians"), "dispatcher": Text("调度", "dispatchers"), "cio": Text("CIO", "CIO"),
    "leader": Text("校领导", "leaders"), "secretary": Text("秘书", "secretary"), "member": Text("领导小组成员", "members"),
    "inspector": Text("检查员", "inspectors"), "auditor": Text("审计员", "auditors"), "admin": Text("管理员", "admins"),
}  # fmt: skip
