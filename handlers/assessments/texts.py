"""How we speak about assessments."""

from handlers.texts import Text
from storage.assessments import AssessmentStage

STATUS: dict[str, Text] = {
    AssessmentStage.DESIGNED: Text("设计", "designed"),
    AssessmentStage.COLLECTING: Text("采集", "collecting"),
    AssessmentStage.COMPUTED: Text("计算", "computed"),
    AssessmentStage.REVIEW: Text("审阅", "in review"),
    AssessmentStage.PUBLISHED: Text("发布", "published"),
    AssessmentStage.DROPPED: Text("作废", "dropped"),
}

LEAVE_OUT = Text("去掉指标", "Leave out")
COLLECT = Text("开始采集", "Start collecting")
COMPUTE = Text("计算得分", "Compute the score")
IMPROVE = Text("列改进项", "Link an improvement")
SUBMIT = Text("评估送审", "Hand in for review")
AGREE = Text("审阅同意", "Agree")
HAND_BACK = Text("退回评估", "Hand the assessment back")
PUBLISH = Text("发布评估", "Publish")
DROP = Text("作废评估", "Drop the assessment")
BEGIN = Text("开始效果评估", "Start an assessment")
VERIFY = Text("核对", "Count again")
ROWS = Text("看依据", "Show the records")
LOOK = Text("看 {code}", "Open {code}")

THE_CIO = Text("CIO", "the CIO")
REVIEWERS = Text("领导小组成员、秘书或校领导（不能是评估人）", "the leading group or a leader, never its author")
NOT_YOUR_OWN = Text(
    "自己做的评估不能自己审阅，要由领导小组或校领导来审。",
    "Nobody reviews their own assessment; the leading group does.",
)
READERS = Text(
    "CIO、领导小组和校领导；发布后各部门也能看", "the CIO, the leading group and leaders; departments once published"
)

WHICH = Text("第几项", "Which line")
WHICH_ASK = Text("去掉第几项？写序号，可以几个。", "Which line? Write its number, or several.")
WEAK_LINE = Text("弱项和改进", "Weak line and improvement")
WEAK_ASK = Text(
    "哪一项、怎么改、谁负责、几号前？例如：2 补一次安全培训，赵工负责，12月31日前。已有改进项就写：2 M-1",
    "Which line, what, who, by when? For example: 2 one more training, owner NAME, by 31 Dec. Or an item that exists: 2 M-1",
)
REASON = Text("理由", "Reason")
REASON_ASK = Text("为什么？写一句，会留在记录里。", "Why? One line; it stays on record.")

TITLE = Text("{code} {when}效果评估 · {status}", "{code} assessment of {when} · {status}")
TITLE_SCORE = Text(
    "{code} {when}效果评估 {score} 分 · {status}", "{code} assessment of {when}: {score} points · {status}"
)
TO_REVIEW = Text("请审阅：{code} {when}效果评估 {score} 分", "Please review: {code}, {when}: {score} points")
DESIGN_LINE = Text("{n}. {name} 目标 {target}", "{n}. {name}, target {target}")
GOAL_TARGET = Text("（按目标完成进度）", "(by how far it has come)")
LINE = Text(
    "{n}. {name}：{shown}，目标 {target} → {score} 分{mark}", "{n}. {name}: {shown}, target {target} → {score}{mark}"
)
GOAL_LINE = Text("{n}. {name} → {score} 分{mark}", "{n}. {name} → {score}{mark}")
WEAK_LINKED = Text("【弱项 → {item}】", " [weak → {item}]")
WEAK_OPEN = Text("【弱项，还没有改进项】", " [weak, no improvement yet]")
AT_LEAST = Text("≥{target}", "≥{target}")
AT_MOST = Text("≤{target}", "≤{target}")
FORMULA = Text("计分", "Score")
FORMULA_IS = Text(
    "每项得分＝完成值÷目标值（越低越好的反过来），最高 100；总分是有记录的各项的平均。",
    "Each line: value ÷ target (the other way round where less is better), at most 100; the score is the mean of the lines"
    " with records.",
)
WEAK_BELOW = Text("弱项", "Weak")
WEAK_BELOW_IS = Text("低于 {points} 分（细则「{rule}」）", "below {points} points (rule “{rule}”)")
COUNTED = Text("取数时间", "Counted at")
MISSING = Text("缺数据", "Missing")
MISSING_IS = Text("{names}（没有记录，不计分）", "{names} (no records, not scored)")
AGREED = Text("审阅同意", "Agreed")
AGREED_BY = Text("{name}（{at}）", "{name} ({at})")
RETURNED = Text("退回理由", "Handed back because")
CLAUSE = Text("依据", "Clause")
CLAUSE_IS = Text("章程 8.2.1（效果评估）", "charter 8.2.1 (assessment)")
NEXT_DESIGNED = Text(
    "说「去掉 3」可以少评一项；没问题就「开始采集」。", "Say “leave out 3” to drop a line; then start collecting."
)
NEXT_COLLECTING = Text(
    "缺数的已经问了负责人；{day} 前补齐，随时可以「计算得分」。",
    "The owners of what is missing have been asked; compute any time, at the latest on {day}.",
)
NEXT_WEAK = Text(
    "还有 {count} 个弱项没有改进项，补上才能送审。", "{count} weak line(s) still need an improvement before the review."
)
NEXT_SUBMIT = Text("各弱项都有改进项，可以「评估送审」。", "Every weak line has its improvement: hand it in.")
NEXT_PUBLISHED = Text("数字随时可以「核对」：从记录重算一遍。", "“Count again” recounts it from the records any time.")

OVERVIEW_NONE = Text("还没有做过效果评估。", "There has been no assessment yet.")
OVERVIEW = Text("效果评估：进行中 {open} 个，已发布 {out} 个", "Assessments: {open} under way, {out} published")
OVERVIEW_HOW = Text("CIO 说「开始效果评估 本学期」就能开始。", "The CIO starts one: “start an assessment this term”.")
LIST_LINE = Text("{code} {when}：{status}{score}", "{code} {when}: {status}{score}")
LIST_SCORE = Text("，{score} 分", ", {score} points")
NO_SUCH_LINE = Text("没有第 {number} 项。", "There is no line {number}.")
ONE_LEFT = Text("至少要留一项。", "At least one line has to stay.")
NOTHING_COUNTED = Text(
    "没有一项有记录，评不出分。先补数据，再「计算得分」。",
    "No line has records, so there is no score. Complete them first.",
)
NOT_LINKED = Text(
    "这些弱项还没有改进项：{names}。说「列改进项」补上。", "These weak lines lack an improvement: {names}."
)
NOT_WEAK = Text("第 {number} 项不是弱项，不用改进项。", "Line {number} is not weak.")
HOW_TO_LINK = Text(
    "写成一句：2 补一次安全培训，赵工负责，12月31日前。或者对上已有的：2 M-1",
    "In one sentence: 2 one more training, owner NAME, by 31 Dec. Or an item that exists: 2 M-1",
)
NO_SUCH_ITEM = Text("没有改进项 {code}。", "There is no improvement {code}.")
LINKED = Text("第 {number} 项的改进项是 {item}。", "Line {number} is mended by {item}.")
GOAL_GAP = Text(
    "效果评估 {code} 缺这个目标的数值：{goal} {name}。请说「更新进度 {goal} 数值」。",
    "Assessment {code} lacks the value of {goal} {name}. Please say “update {goal} VALUE”.",
)
DUE_NOW = Text("采集期到了：{code} 可以计算得分", "Time to compute {code}")
NUDGE = Text("还等你审阅：{code} {when}效果评估", "Still waiting for your review: {code}, {when}")
NUDGE_CIO = Text("{code} 还没有审完，已提醒领导小组。", "{code} is not reviewed yet; the leading group was reminded.")
OUT = Text(
    "{code} {when}效果评估已发布：{score} 分，弱项 {weak} 个", "{code}, {when} published: {score} points, {weak} weak"
)
ONE_MORE = Text("已记下。还要 {count} 位审阅同意才发布。", "Noted. {count} more must agree before it is published.")
ALREADY = Text("你已经同意过了。", "You have agreed already.")
NOBODY_REVIEWS = Text(
    "没有人能审阅：请先登记领导小组成员、秘书或校领导。",
    "There is nobody to review it: register members or a leader first.",
)
SAME = Text("核对一致：{count} 项按记录重算，和评估时一样。", "The same: {count} lines recounted from the records.")
DIFFERS = Text("核对：{same} 项一致，{count} 项有变化", "{same} lines are the same, {count} differ")
DIFFERS_LINE = Text("{n}. {name}：评估时 {before}，现在 {after}", "{n}. {name}: {before} then, {after} now")
DIFFERS_WHY = Text(
    "已发布的得分不改。变化来自评估之后补登或更正的记录。",
    "The published score stays; records were added or corrected since.",
)
ROWS_TITLE = Text("{code} 的依据", "What {code} rests on")
ROWS_LINE = Text("{n}. {name}：{formula} 记录：{rows}", "{n}. {name}: {formula} Records: {rows}")
MORE_ROWS = Text("{rows} 等 {count} 条", "{rows} … ({count})")
NO_ROWS = Text("没有", "none")

SECTION = Text("效果评估", "Assessment")
SECTION_LINE = Text(
    "{code} {when}：{score} 分，弱项 {weak} 个。", "{code}, {when}: {score} points, {weak} weak line(s)."
)
SECTION_WEAK = Text("弱项 {name}：{score} 分，改进项 {item}", "weak: {name}, {score} points, improvement {item}")
SCORE = Text("效果评估得分", "Score of the assessments")
SCORE_HOW = Text("这段时间发布的效果评估总分的平均。", "The mean score of the assessments published in this time.")
POINTS = Text("分", "points")
HELP = Text("效果评估：开始效果评估 本学期", "assessment: start an assessment this term")
