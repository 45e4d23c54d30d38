"""How we speak about project requests."""

from handlers.texts import EDGES, Text
from storage.projects import Stage

STATUS: dict[str, Text] = {
    Stage.SUBMITTED: Text("审核中", "under review"),
    Stage.WAITING: Text("待补充", "waiting for more information"),
    Stage.SECOND: Text("待二审", "waiting for the second approver"),
    Stage.RETURNED: Text("已退回", "returned for changes"),
    Stage.REJECTED: Text("已驳回", "rejected"),
    Stage.WITHDRAWN: Text("已撤回", "withdrawn"),
    Stage.APPROVED: Text("已批准", "approved"),
    Stage.RUNNING: Text("实施中", "under way"),
    Stage.CHANGING: Text("变更审批", "change under review"),
    Stage.PAUSED: Text("暂停", "paused"),
    Stage.ENDED: Text("已终止", "ended"),
    Stage.FINISHING: Text("待结项", "waiting for acceptance"),
    Stage.DONE: Text("已完成", "completed"),
    Stage.EVALUATING: Text("评估中", "being evaluated"),
    Stage.EVALUATED: Text("已评估", "evaluated"),
    Stage.TRACKING: Text("改进跟踪", "improvements followed"),
    Stage.ARCHIVED: Text("归档", "archived"),
    Stage.COSIGN: Text("待会签", "to be co-signed"),
}

THE_APPLICANT = Text("申请人本人", "the applicant")

# Buttons
APPROVE = Text("同意", "Approve")
REJECT = Text("驳回", "Reject")
RETURN = Text("退回", "Return")
ASK = Text("补充材料", "Ask for more")
HAND_OVER = Text("转交", "Hand over")
SUPPLY = Text("回答", "Answer")
ADVISE = Text("写意见", "Give opinion")
APPOINT = Text("指定审批人", "Name a decider")
RESUBMIT = Text("重新提交", "Resubmit")
REOPEN = Text("修改重报", "Change and resubmit")
WITHDRAW = Text("撤回", "Withdraw")
UNDO = Text("撤销决定", "Undo decision")
LAPSE = Text("超时退回", "Return when overdue")
VERSIONS = Text("历次版本", "Versions")

# Questions of the steps
CONDITION = Text("条件", "Condition")
CONDITION_ASK = Text("有什么条件？没有就不用写。", "Any conditions? None is fine.")
REASON = Text("理由", "Reason")
REJECT_ASK = Text("为什么驳回？选一个，或直接写。", "Why reject it? Pick one, or write your own.")
RETURN_ASK = Text("要改哪些地方？选一个，或直接写清楚。", "What should change? Pick one, or write it.")
REJECT_REASONS = (
    ("今年预算已安排完", Text("今年预算已安排完", "This year's budget is spent")),
    ("与已有项目重复", Text("与已有项目重复", "Duplicates an existing project")),
    ("不在年度规划内", Text("不在年度规划内", "Not in the annual plan")),
)
RETURN_REASONS = (
    ("预算请附明细", Text("预算请附明细", "Itemise the budget")),
    ("验收指标要能量化", Text("验收指标要能量化", "Make the indicators measurable")),
    ("请写明数据类别和安全措施", Text("请写明数据类别和安全措施", "State data class and safeguards")),
)
QUESTION = Text("要补充什么", "What is needed")
QUESTION_ASK = Text("要申请人补充什么？写下来我转给 TA。", "What should the applicant add? I will pass it on.")
ANSWER = Text("补充内容", "Answer")
ANSWER_ASK = Text("请写补充内容，写好我放到审批卡片上。", "Write your answer; it goes onto the approval card.")
OPINION = Text("意见", "Opinion")
OPINION_ASK = Text("你的意见是？写几句就行。", "What is your opinion? A few lines are enough.")
COLLEAGUE = Text("姓名", "Name")
COLLEAGUE_ASK = Text(
    "交给谁？写姓名。能审批的人由 TA 决定，其他人只提意见。",
    "To whom? Write the name. Who may approve decides; anybody else gives an opinion.",
)
NOT_THE_SAME = Text("{name}驳回过这个申请，请换一位。", "{name} rejected it; please choose somebody else.")
NOT_THE_APPLICANT = Text("不能交给申请人自己，请换一位。", "Not to the applicant; please choose somebody else.")

# Refusals
WHO_DECIDES = Text("CIO 或代理 CIO", "the CIO or the acting CIO")
WHO_SECONDS = Text("负责二审的校领导", "the leader who is second approver")
NOT_YOUR_OWN = Text(
    "自己的申请不能自己审批（回避），要由别的 CIO、代理人或指定的人决定。",
    "Nobody decides on their own request; another CIO or the person named for it does.",
)
NOT_FOR_THE_APPLICANT = Text(
    "这是委托人自己的申请，代理人要回避，由指定的审批人决定。",
    "Your letter is from the applicant, so this one is for the person named as alternate.",
)
OVER_THE_LIMIT = Text(
    "你的委托额度是{limit}，这个项目{budget}，要由{name}本人决定。",
    "Your letter goes up to {limit}; this project costs {budget}, so {name} decides.",
)
OUTSIDE_SCOPE = Text(
    "你的委托只管{scope}，这一件要由{name}本人或管这件的代理人决定。",
    "Your letter covers {scope}; this one is for {name}, or whoever acts for it.",
)
HANDED_TO = Text("这个申请已转交{name}，由 TA 决定。", "This request was handed to {name}, who decides.")
UNCLASSIFIED = Text(
    "数据类别还没定，不能批准。请先「退回」或「补充材料」，或由申请人说「数据分类 {code} 什么数据」定级。",
    "The data class is not settled, so it cannot be approved yet. Return it, or let the applicant say “classify data {code} …”.",
)
TOO_LATE_TO_UNDO = Text(
    "已经过了{minutes}，不能直接撤销。要改变决定，请和申请人重新走流程。",
    "More than {minutes} have passed; the decision stands. To change it, start again with the applicant.",
)
NOTHING_TO_UNDO = Text("没有可以撤销的决定。", "There is no decision to undo.")

# The form
FORM = Text("项目申请", "Project request")
NAME = Text("名称", "Title")
NAME_ASK = Text("项目叫什么，如「机房改造」", "what it is called")
PURPOSE = Text("目的", "Purpose")
PURPOSE_ASK = Text("要解决什么问题", "what it is for")
GOAL = Text("服务目标", "Goal")
GOAL_ASK = Text("对应学校哪个目标，如 G-3；没有就选「未对应」", "which school goal, such as G-3, or none")
BUDGET = Text("预算", "Budget")
BUDGET_ASK = Text("多少元，如 2万、3.5万元、20000", "in yuan, such as 20000")
PEOPLE = Text("人力", "People")
PEOPLE_ASK = Text(
    "谁来做、要多少人；要用学校的设备也写上，如「王技术 2人周，平板车 1辆」",
    "who does it and how long, and school devices needed, such as “NAME 2 weeks, DEVICE 1”",
)
SCHEDULE = Text("时间", "Schedule")
SCHEDULE_ASK = Text("什么时候开始、什么时候完成", "from when until when")
DATA = Text("数据类别", "Data class")
DATA_ASK = Text("用到哪类数据", "what data it touches")
SECURITY = Text("安全要求", "Security")
SECURITY_ASK = Text("要做哪些安全措施；没有写「无」", "safeguards; “none” if there are none")
INDICATORS = Text("验收指标", "Indicators")
INDICATORS_ASK = Text("怎样算做成了，至少一条，最好有数字", "how success is measured; at least one, best with a number")
INDICATORS_EMPTY = Text("请至少写一条验收指标。", "Please give at least one indicator.")
GOAL_UNREADABLE = Text("没看懂目标编号。写成 G-3 这样，或选「未对应」。", "Write a goal such as G-3, or “none”.")
NO_GOAL = Text("未对应", "none")
CHECK = Text("项目申请草稿：{title}", "Draft request: {title}")
CHECK_LINE = Text(
    "没问题就提交；要改就直接写「预算：2万」这样的一行。", "Submit if it is right; to change it write “Budget: 20000”."
)
TO_CHANGE = Text("退回时要求改：{reason}", "Asked to change: {reason}")
LEFT_OFF = Text("你有一份没填完的申请，接着填：", "You have an unfinished request; here it is:")
DRAFT_SAVED = Text(
    "草稿存着，{days}天内随时说「继续」。", "Your draft is kept for {days} days; say “continue” any time."
)
NO_DRAFT = Text("现在没有草稿。要申请，说「申请项目」。", "There is no draft. Say “request a project” to begin.")
NOT_TO_CHANGE = Text(
    "{code} 现在是「{status}」，还不能变更。没决定前要改内容，先「撤回」，改好再报。",
    "{code} is {status}; it cannot be changed now. Before a decision, withdraw it, change it and submit again.",
)
NOT_NOW = Text(
    "{code} 现在是「{status}」，等这一步有了结果再说。", "{code} is {status}; let that come to its end first."
)
CHANGE_AFTER_START = Text(
    "{code} 已批准，还没开始。先按「开始实施」，再说要变什么，如「延期到12月31日」。",
    "{code} is approved and has not started. Press “Start” first, then say what should change.",
)
START_FIRST = Text(
    "{code} 已批准，还没开始：先按「开始实施」，再报进展。", "{code} is approved but not started: press “Start” first."
)
NO_MILESTONE = Text(
    "{code} 现在是「{status}」，没有等着完成的里程碑。要加就写「里程碑：设备到货 12月10日」；都做完了说「结项」。",
    "{code} is {status} with no open milestone. Add one with “milestone: delivery 10 Dec”, or finish the project.",
)
UNCHANGED = Text("和上一版相比没有改动", "Nothing changed since the last version")

# Cards
BEGAN_AS = Text("来由", "Began as")
TITLE = Text("{code} {title} · {status}", "{code} {title} · {status}")
TO_DECIDE = Text(
    "待你审批：{code} {title}（{budget}，{name}，{schedule}）",
    "For your decision: {code} {title} ({budget}, {name}, {schedule})",
)
DETAILS = Text("看详情", "Details")
DETAILS_OF = Text("{code} {title} 的全部内容", "All of {code} {title}")
GOAL_IS = Text("{code} {name}（{status}）", "{code} {name} ({status})")
GOAL_UNKNOWN = Text("{code}（规划里没有这个目标）", "{code} (not in the plan)")
BUDGET_IS = Text("{budget}（{lines}）", "{budget} ({lines})")
FROM_LINE = Text("{name}还剩{left}", "{left} left in {name}")
NO_BUDGET_LINE = Text("{budget}（没有对应的预算登记）", "{budget} (no budget line for it)")
PART_LEFT = Text("{part}，还剩{left}", "{part}, {left} left")
FREE = Text("{name} {left}（{period}）", "{name} {left} ({period})")
FREE_THEN = Text("那段时间有空：{names}", "free then: {names}")
SHORT = Text("⚠ 登记的不够：{short}。同意时要写理由", "⚠ The register is short: {short}. Approving needs a reason")
CLASH = Text("⚠ 撞车：{name}同一时间还有 {others}", "⚠ Clash: {name} is also wanted by {others}")
RIVAL = Text("{code} {title} 要{amount}（{status}）", "{code} {title}: {amount} ({status})")
APPLICANT = Text("申请人", "Applicant")
APPLICANT_IS = Text("{name}（{department}）", "{name} ({department})")
MISSING = Text("缺什么", "Missing")
NOTHING_MISSING = Text("齐全", "complete")
MISSING_GOAL = Text("没有对应学校目标", "serves no school goal")
MISSING_DATA = Text("数据类别未定", "data class not settled")
MISSING_SECURITY = Text("没有写安全措施", "no safeguards named")
MISSING_NUMBER = Text("验收指标没有数字", "indicators without a number")
CUT = Text("{begin}……（全文发：历次版本 {code}）", "{begin}… (all of it: versions {code})")
CLAUSE = Text("依据", "Clause")
CLAUSE_IS = Text("章程 6.2.1（项目审批）", "charter 6.2.1 (project approval)")
WAITED = Text("已等", "Waiting")
WAITED_DAYS = Text("{days} 个工作日", "{days} working days")
WAITED_TODAY = Text("今天提交", "since today")
RESTS = Text("计时暂停，等申请人补充", "clock rests until the applicant answers")
VERSION_IS = Text("第 {number} 版", "version {number}")
CHANGES = Text("第 {number} 版改了：", "Changed in version {number}:")
CHANGE = Text("· {field}：{before} → {after}", "· {field}: {before} → {after}")
ALIKE = Text("相似项目：{code} {title}（{status}{outcome}）", "Similar: {code} {title} ({status}{outcome})")
COMMITTED = Text("本部门已批项目合计{amount}", "This department's approved projects: {amount}")
ALSO_ASKED = Text("同时在审：{code} {title}（{budget}）", "Also waiting: {code} {title} ({budget})")
ASKED = Text("{name}问：{question}", "{name} asks: {question}")
EXCHANGE = Text("问：{question} 答：{answer}", "Q: {question} A: {answer}")
EXCHANGES = Text("补充材料", "Supplement")
OPINION_OF = Text("{name}的意见", "{name}'s opinion")
OPINION_WANTED = Text(
    "想听你对这个申请的意见；决定仍由 CIO 做。", "Your opinion on this request is wanted; the CIO decides."
)
OPINION_PENDING = Text("已请{name}提意见", "{name} was asked for an opinion")
ACTING = Text("你代{name}审批，记录会写明「代」。", "You act for {name}; the record will say so.")
DECIDED = Text("{name}于 {at} {decision}", "{decision} by {name}, {at}")
DECISIONS = {
    Stage.APPROVED: Text("同意", "approved"),
    Stage.REJECTED: Text("驳回", "rejected"),
    Stage.RETURNED: Text("退回", "returned"),
    Stage.SECOND: Text("同意，等校领导二审", "approved; a leader has to agree too"),
}
OVERDUE_RETURN = Text(
    "补充材料超过{days}没有回复，自动退回（细则「补充材料期限」，6.2.1）",
    "Returned: no answer within {days} (rule “Time to answer the CIO's question”, 6.2.1)",
)
APPROVED_BY = Text("批准", "Approved by")
BY_AT = Text("{name} {at}", "{name}, {at}")
CONDITION_IS = Text("附条件", "Condition")
REASON_IS = Text("理由", "Reason")
NEXT_APPROVED = Text("可以按批准的内容开始了。", "You may begin as approved.")
NEXT_REJECTED = Text(
    "可以改后重新申请；有异议，{days}内可向领导小组申诉。",
    "You may apply again with changes, or appeal to the leading group within {days}.",
)
NEXT_RETURNED = Text(
    "填过的都还在，改好再提交（{days}内）。", "Everything you wrote is kept; change and resubmit within {days}."
)
SUBMITTED = Text(
    "已提交，编号 {code}。{who}审批，有结果马上告诉你。", "Submitted as {code}. {who} will decide; I will tell you."
)
RESUBMITTED = Text("{code} 已重新提交（第 {number} 版）。", "{code} was resubmitted (version {number}).")
NOBODY_YET = Text("领导小组秘书会指定人来", "The secretary will name who")
STUCK = Text(
    "这个申请等人审批：{why}。请「指定审批人」，或发：指定 {code} 姓名",
    "Nobody has decided: {why}. Press “Name a decider”, or send: Name a decider {code} NAME",
)
STUCK_CONFLICT = Text("申请人就是 CIO，要回避", "the applicant is the CIO")
STUCK_OVERDUE = Text(
    "已等 {days} 个工作日（细则「{rule}」{value}，{clause}）",
    "{days} working days have passed (rule “{rule}”, {value}, {clause})",
)
STUCK_NO_CIO = Text("没有 CIO 或代理人能审批", "no CIO or acting CIO can decide")
HANDED = Text("已转交{name}决定。", "Handed to {name} to decide.")
ADVICE_ASKED = Text(
    "已请{name}提意见，意见会出现在卡片上；决定仍由你做。", "{name} was asked; the opinion will appear on the card."
)
APPOINTED = Text("已指定{name}审批 {code}。", "{name} was named to decide on {code}.")
THANKS_OPINION = Text("谢谢，意见已放到 {code} 的审批卡片上。", "Thank you; your opinion is on the card of {code}.")
THANKS_ANSWER = Text("收到，补充内容已放到 {code} 的审批卡片上。", "Thank you; your answer is on the card of {code}.")
UNDONE = Text(
    "{name}撤销了刚才的决定，{code} 回到审核中。", "{name} took the decision back; {code} is under review again."
)
NUDGE = Text("提醒：{code} {title} 已等 {days} 个工作日", "Reminder: {code} {title} has waited {days} working days")
NUDGE_NOTE = Text("按实施细则：{rule} {value}，{clause}", "Rule: {rule} {value}, {clause}")
LAPSED = Text(
    "{code} 因没有补充材料被退回，内容都还在。", "{code} was returned for lack of an answer; nothing is lost."
)
RESUBMIT_DUE = Text(
    "{code} 退回后还没有重报（细则「{rule}」{value}，{clause}），内容都还在。",
    "{code} has not been resubmitted yet (rule “{rule}”, {value}, {clause}); nothing is lost.",
)
OPEN = Text("看 {code}", "Open {code}")

IS_IT_THE_ANSWER = Text("「{said}」是对 {code} 的回答吗？", "Is “{said}” your answer to {code}?")
SURE_ASK = Text("是对刚才那个问题的回答吗？", "Is that the answer to the question above?")
IS_THE_ANSWER = Text("是，作为回答", "Yes, my answer")
IS_NOT = Text("不是", "No")

# Lists
WAITING_FOR_YOU = Text(
    "等你审批的有 {count} 件，等得最久的在前：", "{count} waiting for your decision, the longest first:"
)
NOTHING_WAITS = Text("现在没有等你审批的。", "Nothing is waiting for your decision.")
LIST_LINE = Text("{code} {title} · {budget} · {waited}", "{code} {title} · {budget} · {waited}")
MY_REQUESTS = Text("你的项目申请：", "Your project requests:")
NO_REQUESTS = Text(
    "你还没有项目申请。要申请，说「申请项目」。", "You have no project requests. Say “request a project”."
)
MY_LINE = Text("{code} {title} · {status}", "{code} {title} · {status}")
DRAFT_REMINDER = Text("项目申请草稿「{title}」还没提交。", "Your draft request “{title}” has not been submitted.")
GO_ON = Text("继续填写", "Continue")
UNTITLED = Text("未命名", "untitled")
VERSION_TITLE = Text("{code} 第 {number} 版（{at} 提交）", "{code} version {number} (submitted {at})")


def without_label(text: str) -> str:
    """A condition as typed after the word: "条件:分两期付款" → "分两期付款"."""
    said = text.strip(EDGES)
    for word in ("条件是", "附条件", "条件", "condition"):
        if said.lower().startswith(word):
            return said[len(word) :].strip(EDGES)
    return said


GO_ON_WRITING = Text("继续填写", "Go on writing")
WRITE_UP = Text("{code} 要立项才能解决，申请已替你写好开头", "{code} needs a project; the request is begun for you")
PURPOSE_OF_ISSUE = Text("解决 {code} 反映的问题：{words}", "To solve what {code} reported: {words}")
HELP = Text(
    "项目申请：说「申请项目」",
    "Request a project: say “request a project”",
)
HELP_CIO = Text(
    "待审批：同意、驳回、退回、补充材料；委托：出差时请人代审",
    "“approvals”: approve, reject, return; “delegate” while away",
)
