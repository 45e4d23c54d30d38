"""How we speak about projects under way, and what their steps ask."""

from collections.abc import Mapping
from typing import Any

from handlers.allotment import SHORT
from handlers.forms import Field
from handlers.texts import Text
from storage.resources import Hold

START = Text("开始实施", "Start")
REACH = Text("里程碑完成", "Milestone done")
PLAN = Text("里程碑", "Milestone")
CHANGE = Text("变更", "Change")
FINISH = Text("结项", "Finish")
GRANT = Text("同意变更", "Grant")
GRANT_END = Text("同意终止", "Agree to end it")
REFUSE = Text("不同意变更", "Refuse")
ACCEPT = Text("同意结项", "Accept")
REDO = Text("退回结项", "Not yet")
EVALUATE = Text("开始评估", "Evaluate")
ASSESS = Text("填写结果", "Give results")
CONCLUDE = Text("确认评估", "Confirm")

APPEAL = Text("申诉", "Appeal")
RECONSIDER = Text("重新审批", "Decide anew")
UPHOLD = Text("维持驳回", "Uphold")

appeal = Field(
    "appeal", APPEAL, Text("为什么要申诉？写给领导小组。", "Why do you appeal? Write to the leading group."), prose=True
)
uphold = Field("reason", Text("理由", "Reason"), Text("领导小组的理由是？", "What is the leading group's reason?"))
evidence = Field(
    "evidence",
    Text("证据", "Evidence"),
    Text("用什么证明完成了？写照片、文件或链接在哪里。", "What shows that it is done? Name the photo, file or link."),
)
milestone = Field(
    "milestone",
    PLAN,
    Text("写一个里程碑和日期，如「设备到货 12月10日」", "A milestone and its date, such as “delivery 10 Dec”."),
)
change = Field(
    "change",
    CHANGE,
    Text(
        "要变什么、为什么？如「预算改到4万元，材料涨价」「延期到12月31日」「范围改为只做一楼」「暂停，等设备到货」",
        "What should change, and why? Such as “budget to 40000, prices rose”, “extend to 31 Dec”, “pause until delivery”.",
    ),
)
result = Field(
    "result",
    Text("结项说明", "Result"),
    Text("对照验收指标写一下：做成了什么、数字是多少", "What came of it, indicator by indicator?"),
)
why = Field("reason", Text("理由", "Reason"), Text("为什么？写一句告诉负责人。", "Why? One line for the owner."))
actual = Field(
    "actual",
    Text("实际结果", "Actual"),
    Text("批准时的指标现在各是多少？一条一条写。", "What did the approved indicators come to? One by one."),
)
# Resources
OVER = Text("超出登记的理由", "Reason to exceed the register")
over = Field(
    "over", OVER, Text("登记的资源不够。为什么仍然同意？", "The register does not hold that much. Why approve it still?"),
    options=(
        ("另有经费来源", Text("另有经费来源", "Other funds")),
        ("已与相关项目错开", Text("已与相关项目错开", "Times were arranged")),
        ("学校已同意追加", Text("学校已同意追加", "The school agreed to add")),
    ),
    when=SHORT,
)  # fmt: skip
OVER_ASK = Text(
    "登记的资源不够：{short}。为什么仍然同意？选一个或直接写；不同意就取消。",
    "The register does not hold that much: {short}. Why approve it still? Pick or write a reason, or cancel.",
)
RESOURCES = Text("资源", "Resources")
HOLDS = {
    Hold.PLANNED: Text("计划：{parts}", "planned: {parts}"),
    Hold.RESERVED: Text("已预留：{parts}", "reserved: {parts}"),
    Hold.IN_USE: Text("占用中：{parts}", "in use: {parts}"),
    Hold.SPENT: Text("已支出：{parts}", "spent: {parts}"),
    Hold.RELEASED: Text("已释放：{parts}", "released: {parts}"),
}
OVER_BECAUSE = Text("超出登记，理由：{reason}", "above the register, because: {reason}")
RESERVED_YOU = Text("{code}「{title}」已批准，预留了你：{parts}", "{code} “{title}” was approved; reserved: {parts}")
MOVED_YOU = Text("{code}「{title}」有变更，现在预留你：{parts}", "{code} “{title}” changed; reserved now: {parts}")
FREED = Text("{code}「{title}」不再占用：{parts}", "{code} “{title}” no longer holds: {parts}")
STILL_HELD = Text(
    "{code}「{title}」计划今天结束，还占着：{parts}。做完就「结项」释放，要延期就「变更」。",
    "{code} “{title}” was to end today and still holds: {parts}. Finish it, or ask for a change.",
)
ALLOT = Text("配置", "Allot")
ALLOTTED = Text("{code} 批准时将预留：{parts}", "{code} will reserve when approved: {parts}")
HOW_TO_ALLOT = Text(
    "写成「配置 P-2026-002 赵技术 2人周，平板车 1辆，信息化专项 2万元」，名称要在资源登记里（说「资源」可看）。",
    "Write “allot P-2026-002 NAME 2 weeks, DEVICE 1, BUDGET 20000元” with names from the register (say “resources”).",
)
SPENT = Text("实际花费", "Spent")
SPENT_NOTED = Text(
    "{code} 实际花费记为{amount}，多出的已回到预算。", "{code} cost {amount}; what is left is free again."
)
HOW_TO_SPEND = Text("写成「实际花费 P-2026-001 3.2万元」。", "Write “spent P-2026-001 32000元”.")
NO_MONEY_HELD = Text("{code} 没有从登记的预算里预留经费。", "{code} holds no registered budget.")


def over_ask(answers: Mapping[str, Any]) -> Text | None:
    """The question after the reason, with what is short in it."""
    short = answers.get(SHORT)
    return OVER_ASK(short=Text(short["zh"], short["en"])) if short and not answers.get(over.name) else None


verdict = Field(
    "verdict", Text("评估结论", "Verdict"), Text("写一句评估结论，会进入报告。", "One line of verdict, for the report.")
)

# Milestones
NO_DATE = Text("没看到日期。写成「设备到货 12月10日」这样。", "No date found. Write it like “delivery 10 Dec”.")
NO_NAME = Text("这个里程碑叫什么？写成「设备到货 12月10日」这样。", "What is it called? Write “delivery 10 Dec”.")
PLANNED = Text("已记下：{name}，{day}。到期前会提醒你。", "Noted: {name}, {day}. I will remind you in time.")
MOVED = Text(
    "里程碑「{name}」改到{day}。到期前会提醒你。", "Milestone “{name}” is now due {day}. I will remind you in time."
)
MILESTONES_STAY = Text(
    "{code} 的结束日期变了，里程碑还是原来的日子：{milestones}。要一起动就按下面；只改一个就写「里程碑：{name} 12月10日」。",
    "The last day of {code} moved; its milestones did not: {milestones}. Move them all below, or one by writing"
    " “milestone: {name} 10 Dec”.",
)
SHIFT_LATER = Text("一起顺延{days}天", "All {days} days later")
SHIFT_EARLIER = Text("一起提前{days}天", "All {days} days earlier")
SHIFTED = Text("里程碑改好了：{milestones}。", "Milestones moved: {milestones}.")
SHIFT_DONE = Text("好的", "Done")
NONE_SHIFTED = Text(
    "这样会挪到今天以前，里程碑没有动。请一个一个写新的日子。",
    "That would be before today, so no milestone moved. Please write their new days one by one.",
)
REACHED = Text("「{name}」已记为完成。", "“{name}” is done.")
REACHED_TOLD = Text("{code} 的里程碑「{name}」完成：{evidence}", "{code}: milestone “{name}” done: {evidence}")
SOON = Text("{code} 的里程碑「{name}」{day}到期。", "{code}: milestone “{name}” is due on {day}.")
TODAY = Text("{code} 的里程碑「{name}」今天到期。", "{code}: milestone “{name}” is due today.")
LATE = Text("{code} 的里程碑「{name}」已过期（{day}）。", "{code}: milestone “{name}” is late ({day}).")
LATE_AGAIN = Text("{code} 连续两个里程碑延期，请看一下。", "{code}: two milestones late in a row; please have a look.")
MILESTONES = Text("里程碑", "Milestones")
MILESTONE_DONE = Text("{name}（{day}，已完成）", "{name} ({day}, done)")
MILESTONE_OPEN = Text("{name}（{day}）", "{name} ({day})")
STILL_OPEN = Text("里程碑「{name}」还没完成，先报完成再结项。", "Milestone “{name}” is still open; report it first.")

# Changes
KINDS = {
    "pause": Text("暂停", "pause"),
    "resume": Text("恢复实施", "resume"),
    "end": Text("终止", "end"),
    "change": Text("变更", "change"),
}
WANTS = Text("{name}申请{kind}：{text}", "{name} asks to {kind}: {text}")
FROM_TO = Text("{field}：{before} → {after}", "{field}: {before} → {after}")
SCOPE = Text("范围", "Scope")
AS_APPROVED = Text("按批准的", "as approved")
INDICATORS_STAY = Text(
    "验收指标在批准时已定，评估要对着它比，不能改。能改的有预算、时间、范围和人力。",
    "The indicators were fixed at approval and the evaluation compares with them. Budget, days, scope and people can change.",
)
NOTHING_CHANGES = Text(
    "和现在的内容一样，没有要变的。写新的预算、时间或范围，如「延期到12月31日」。",
    "That is what it says already. Write the new budget, days or scope, such as “extend to 31 Dec”.",
)
UNTIL_WHEN = Text(
    "没看到新的日期。写成「延期到12月31日」或「延期两周」这样，可以带上原因。",
    "No new day found. Write it like “extend to 31 Dec” or “extend by two weeks”; a reason is welcome.",
)
ENDS_BEFORE = Text(
    "新的结束日期（{last}）不对：{why}。请再写一次，如「延期到12月31日」。",
    "The new last day ({last}) cannot be right: {why}. Write it again, such as “extend to 31 Dec”.",
)
IS_PAST = Text("已经过去了", "it has passed")
IS_BEFORE_START = Text("早于开始日期{first}", "it is before the first day, {first}")
NOT_PAUSED = Text("项目没有暂停，不用恢复。", "The project is not paused.")
GRANTED = Text("已同意{kind}：{text}", "Granted ({kind}): {text}")
REFUSED = Text("没有同意{kind}：{reason}", "Not granted ({kind}): {reason}")

# Appeals
APPEALED = Text("申诉已交给领导小组，有结论马上告诉你。", "Your appeal is with the leading group; I will tell you.")
APPEAL_IS = Text("{name}申诉：{text}", "{name} appeals: {text}")
UPHELD = Text("领导小组维持驳回：{reason}", "The leading group upholds it: {reason}")
APPEAL_TOO_LATE = Text(
    "申诉期（{days}）已过，可以修改后重新申请。", "The time to appeal ({days}) is over; you may apply again."
)
RENEW = Text("改后重新申请", "Apply again")

# The end
RESULT = Text("结项说明", "Result")
NOT_ACCEPTED = Text("结项没有通过：{reason}", "Not accepted yet: {reason}")
EVALUATION_DUE = Text(
    "{code} 到评估的时候了，请填写实际结果。", "{code} is due for evaluation; please give the results."
)
NO_RESULTS_YET = Text(
    "{name}还没填写实际结果，填好了会告诉你，再写结论。",
    "{name} has not given the results yet; I will tell you when to conclude.",
)
NO_RESULTS_IN_TIME = Text(
    "{name}到期没有填写实际结果（细则「{rule}」{value}，{clause}）。可以再催，也可以现在就写结论。",
    "{name} gave no results in time (rule “{rule}”, {value}, {clause}). Ask again, or conclude now without them.",
)
NO_ACTUAL = Text("负责人没有填写", "not given by the owner")
RATE = Text("「{title}」用得怎么样？按一下就行。", "How is “{title}” working for you? One tap is enough.")
STARS = Text("{stars}星", "{stars} stars")
THANKS = Text("谢谢，{stars}星已记下。", "Thank you, {stars} stars noted.")
ALREADY = Text("你已经评过{stars}星了。", "You gave {stars} stars already.")
NOT_ASKED = Text("这次评估没有邀请你，谢谢关注。", "You were not asked this time; thank you.")
TARGETS = Text("批准时的指标", "Approved indicators")
ACTUAL = Text("实际结果", "Actual")
RATINGS = Text("使用者评价", "Users")
RATINGS_ARE = Text("平均{mean}星，{count}/{asked} 人回复", "{mean} stars on average, {count} of {asked} answered")
NO_RATINGS = Text("0/{asked} 人回复，不能代表使用者", "0 of {asked} answered; says nothing about the users")
FEW = Text("平均{mean}星，只有 {count}/{asked} 人回复，仅供参考", "{mean} stars, but only {count} of {asked} answered")
VERDICT = Text("评估结论", "Verdict")
OVERDUE = Text(
    "{code} 的评估已逾期（细则「{rule}」{value}，{clause}）。",
    "{code}: the evaluation is overdue (rule “{rule}”, {value}, {clause}).",
)
