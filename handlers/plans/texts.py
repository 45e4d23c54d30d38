"""How we speak about plans and goals."""

from handlers.texts import Text
from storage.plans import GoalStage, PlanStage

PLAN_STATUS: dict[str, Text] = {
    PlanStage.DRAFT: Text("草案", "draft"),
    PlanStage.CONSULTING: Text("征求意见", "out for comment"),
    PlanStage.CONFIRMING: Text("待校领导确认", "waiting for a leader"),
    PlanStage.IN_FORCE: Text("生效", "in force"),
    PlanStage.REVISING: Text("修订", "being revised"),
    PlanStage.ARCHIVED: Text("归档", "archived"),
}
GOAL_STATUS: dict[str, Text] = {
    GoalStage.NOT_STARTED: Text("未开始", "not started"),
    GoalStage.UNDER_WAY: Text("进行", "under way"),
    GoalStage.REACHED: Text("达成", "reached"),
    GoalStage.MISSED: Text("未达成", "missed"),
    GoalStage.CANCELLED: Text("取消", "cancelled"),
}

# Steps of a goal
BEGIN = Text("开始", "Begin")
REPORT = Text("更新进度", "Update")
UNCHANGED = Text("没有变化", "Unchanged")
REACH = Text("达成", "Reached")
MISS = Text("未达成", "Missed")
AMEND = Text("修改目标", "Amend")
CANCEL_GOAL = Text("取消目标", "Cancel goal")
ROWS = Text("看明细", "Show rows")
MORE_ROWS = Text("后面的", "More")

# Steps of a plan
CONSULT = Text("征求意见", "Ask for comments")
COMMENT = Text("提意见", "Comment")
AGREE = Text("没有意见", "No objection")
SUBMIT = Text("报校领导", "To the leader")
CONFIRM = Text("确认生效", "Put in force")
SEND_BACK = Text("退回计划", "Send back")
REVISE = Text("修订", "Revise")
ARCHIVE = Text("归档", "Archive")

# Who
CIO = Text("CIO", "the CIO")
CIO_EDITING = Text("CIO（计划在草案、征求意见或修订时）", "the CIO, while the plan may be changed")
OWNER = Text("目标负责人", "the goal's owner")
LIAISON = Text("部门联络人", "a department's liaison")
LEADER = Text("校领导", "a leader of the school")
COUNTED_BY_SYSTEM = Text(
    "{code} 的数据由系统自动统计，不用填。想看依据，打开 {code} 点「看明细」。",
    "{code} is counted by the system; nothing to type. Open {code} and press “Show rows”.",
)
PLAN_FIXED = Text(
    "{plan} 现在是「{status}」，目标不能直接改。先「修订 {plan} 理由」，改好再报校领导。",
    "{plan} is “{status}”; goals cannot be changed now. Send “Revise {plan} REASON” first.",
)

# Questions
VALUE = Text("现在的值", "Value")
VALUE_ASK = Text("现在到多少了？写一个数，如 82%", "Where does it stand? One number, such as 82%.")
VALUE_UNREADABLE = Text("没看懂这个数。写成 82%、4.5分、30分钟 这样。", "Write one number, such as 82%, 4.5 or 30.")
CHANGE = Text("改什么", "Change")
CHANGE_ASK = Text(
    "改成什么？如「目标值 85%，负责人李老师，6月30日前，理由：设备晚到」",
    "What should it be? Such as “target 85%, owner Li, by 30 June, reason: late delivery”.",
)
NOTHING_TO_AMEND = Text(
    "没看出要改什么。写成：目标值 85%，负责人李老师，6月30日前",
    "I saw nothing to change. Write: target 85%, owner NAME, by 30 June",
)
REASON = Text("理由", "Reason")
REASON_ASK = Text("为什么？写一句，会留在记录里。", "Why? One line; it stays on record.")
COMMENT_IS = Text("意见", "Comment")
COMMENT_ASK = Text("你们部门的意见是？一条消息写完就行。", "What does your department say? One message is enough.")

# The form of a goal
FORM = Text("新增目标", "New goal")
NAME = Text("指标", "Indicator")
NAME_ASK = Text("要看哪个数，如「报修24小时解决率」", "which number, such as “resolved within 24 hours”")
BASELINE = Text("基线", "Baseline")
BASELINE_ASK = Text("现在是多少，如 70%", "where it stands, such as 70%")
TARGET = Text("目标值", "Target")
TARGET_ASK = Text("要到多少，如 90%", "what it shall be, such as 90%")
OWNER_LABEL = Text("负责人", "Owner")
OWNER_ASK = Text("谁负责，写姓名", "who answers for it")
DUE = Text("期限", "Due")
DUE_ASK = Text("哪天前，如 12月31日", "by which day, such as 31 Dec")
BASIS = Text("依据", "Basis")
BASIS_ASK = Text("对应哪条差距（如 GAP-2），或写一句理由", "which gap, such as GAP-2, or one line why")
SOURCE = Text("数据来源", "Source")
MANUAL = Text("负责人每月填报", "the owner says it each month")
NO_DATE = Text("没看懂期限，请写成「期限：12月31日」。", "I could not read the date; write “Due: 31 Dec”.")
PAST = Text("期限已经过了，请写一个以后的日期。", "That day is over; please give a later one.")
CHECK = Text("新目标草稿：{name}", "Draft goal: {name}")
CHECK_LINE = Text(
    "没问题就提交；要改直接写「目标值：85%」这样一行。", "Submit if right; to change it write “Target: 85%”."
)
NO_BASIS = Text(
    "未填（征求意见前要补：差距编号或一句理由）", "none yet (a gap or a reason is needed before consultation)"
)
BASIS_NEEDED = Text(
    "{plan} 已生效，新增目标就是修订，要写清理由。请发「依据：一句理由」再提交。",
    "{plan} is in force, so a new goal is a revision. Send “Basis: one line why”, then submit.",
)
ADDED = Text("已加入{plan}：{code} {name}。", "Added to {plan}: {code} {name}.")
ADDED_REVISING = Text(
    "{plan} 已转为修订（{reason}），改好后「报校领导」。",
    "{plan} is now being revised ({reason}); hand it to a leader.",
)
OWNER_TOLD = Text("你是 {code}「{name}」的负责人：{target}，{day}前。", "You own {code} “{name}”: {target} by {day}.")
AMENDED = Text("{code} 已改：{what}", "{code} changed: {what}")
NOT_NOW = Text("{plan} 现在是「{status}」，不能加目标。", "{plan} is “{status}”; goals cannot be added now.")

# Cards of goals
GOAL_TITLE = Text("{code} {name} · {status}", "{code} {name} · {status}")
NOW_AT = Text("现值", "Now")
NOW_IS = Text("{value}（{records}，截至{day}）", "{value} ({records}, as of {day})")
SAID_BY = Text("{value}（{name}于{day}填报）", "{value} ({name}, {day})")
NO_VALUE = Text("还没有数据", "no data yet")
NO_RECORDS = Text("还没有数据（本学年0条记录）", "no data yet (0 records this school year)")
RECORDS = Text("{count} 条记录", "{count} records")
FROM_TO = Text("{baseline} → {target}", "{baseline} → {target}")
CLAUSE = Text("依据条款", "Clause")
CLAUSE_IS = Text("章程 5.1.1（战略规划）、6.1.2（目标设定）", "charter 5.1.1 (planning), 6.1.2 (goals)")
PLAN = Text("所属计划", "Plan")
PROJECTS = Text("服务项目", "Projects")
BEHIND = Text("落后", "behind")
ON_PACE = Text("按进度", "on pace")
ARRIVED = Text("已到目标值", "target reached")
LIST = Text("{plan}（{status}）目标 {count} 个：", "{plan} ({status}), {count} goal(s):")
LINE = Text(
    "{code} {name}：{now}；目标{target} · {owner} · {pace}", "{code} {name}: {now}; target {target} · {owner} · {pace}"
)
NOT_IN_FORCE = Text(
    "今年的计划还在商议，校领导确认后就能看到目标和进度。",
    "This year's plan is not confirmed yet; its goals show once it is.",
)
NO_GOALS_FOR_STAFF = Text(
    "今年还没有目标。目标由 CIO 拟定，校领导确认后就能看到。",
    "No goals yet. The CIO writes them; they show once a leader confirms.",
)
NO_GOALS = Text(
    "还没有目标。CIO 说：新增目标：报修24小时解决率从70%提高到90%，负责人王老师，12月31日前",
    "There are no goals yet. The CIO says: add goal: … from 70% to 90%, owner NAME, by 31 Dec",
)
ROWS_TITLE = Text("{code} 的明细：{value}，共 {count} 条", "Rows behind {code}: {value}, {count} in all")
ROWS_NONE = Text("{code} 还没有记录。", "There are no records behind {code} yet.")
ROWS_SAID = Text("{at} {name}填报 {value}", "{at} {name}: {value}")
ROWS_SILENT = Text("{at} 没有填报", "{at} nothing said")
NOT_YOURS = Text(
    "明细由目标负责人、CIO、校领导和审计员看。", "The rows are for the owner, the CIO, leaders and auditors."
)
UPDATED = Text("{code} 记为{value}。", "{code} is now {value}.")
UPDATE_DUE = Text("{code}「{name}」这个月到多少了？", "{code} “{name}”: where does it stand this month?")
REVIEW = Text("{code} 连续 {count} 期落后，请复核", "{code} has been behind for {count} periods; please review")
REVIEW_NOTE = Text("按实施细则：{rule} {value}", "Rule: {rule} {value}")
GOAL_DUE = Text("{code} 到期限了，请定「达成」或「未达成」", "{code} is due: reached or missed?")
SUGGEST_REACHED = Text("按数据看：已到目标值。", "By the figures: reached.")
SUGGEST_MISSED = Text("按数据看：没有到目标值。", "By the figures: not reached.")
SETTLED = Text("{code}「{name}」：{status}", "{code} “{name}”: {status}")

# Cards of plans
PLAN_TITLE = Text("{code} {name} · {status}", "{code} {name} · {status}")
PLAN_GOAL = Text("{code} {name} {span}，{owner}，{day}前", "{code} {name} {span}, {owner}, by {day}")
PLAN_GOAL_BARE = Text("（没有依据）", " (no basis)")
EMPTY = Text("还没有目标。说「新增目标：……」，或从「差距清单」转。", "No goals yet. Say “add goal: …”, or take a gap.")
GAPS_OPEN = Text("未处理的差距", "Open gaps")
ITEMS_OPEN = Text("未关闭的改进项", "Open improvements")
COMMENTS = Text("各部门意见", "Comments")
COMMENT_LINE = Text("{department}（{name}）：{words}", "{department} ({name}): {words}")
NOTHING_AGAINST = Text("没有意见", "no objection")
STILL_SILENT = Text("还没回复", "Not answered")
COMMENT_BY = Text("意见截止", "Comments until")
SENT_BACK = Text("校领导退回：{reason}", "Sent back: {reason}")
REVISING = Text("修订理由：{reason}", "Revision: {reason}")
EDITION = Text("第 {number} 版，{name}于{day}确认", "edition {number}, confirmed by {name}, {day}")
EDITION_LABEL = Text("确认", "Confirmed")
PLAN_CLAUSE = Text("章程 5.1.1（战略规划）", "charter 5.1.1 (planning)")
NO_PLAN = Text(
    "{year}学年还没有计划。CIO 说「起草计划」。", "There is no plan for {year} yet. The CIO says “draft plan”."
)
DRAFTED = Text("已起草{plan}。", "{plan} drafted.")
CARRIED = Text(
    "已带入：上年未达成的目标 {goals} 个，未关闭的改进项 {items} 个（列为差距）。",
    "Carried over: {goals} goal(s) not reached, {items} open improvement(s) as gaps.",
)
CARRIED_BASIS = Text("上学年未达成：{code}（{value}）", "not reached last year: {code} ({value})")
NO_GOALS_YET = Text("{plan} 还没有目标，先加目标再征求意见。", "{plan} has no goals yet; add some first.")
WITHOUT_BASIS = Text(
    "这些目标还没有依据：{goals}。每个目标要对应差距或写一句理由，如「修改目标 G-1 依据：一句理由」。",
    "These goals have no basis: {goals}. Each needs a gap or a reason: “Amend G-1 basis: why”.",
)
ASKED = Text("{plan}草案请提意见，{day}前", "Please comment on the draft {plan} by {day}")
ASKED_COUNT = Text("已发给 {count} 位联络人，{day}截止。", "Sent to {count} liaison(s), until {day}.")
NO_LIAISONS = Text("学校还没有部门联络人，征求不了意见。请先在名单里登记。", "There are no liaisons to ask yet.")
TOO_EARLY = Text(
    "征求意见到{day}，{departments}还没回复。等到截止，或都回复了再报。",
    "Comments are open until {day}; {departments} have not answered. Wait, or until all have.",
)
THANKS = Text("收到，谢谢。", "Thank you, noted.")
COMMENTS_OVER = Text("{plan}征求意见已截止，可以报校领导了", "Comments on {plan} are closed; hand it to a leader")
TO_CONFIRM = Text("请确认：{plan}", "Please confirm: {plan}")
NO_LEADER = Text("名单里没有校领导，没人能确认。", "No leader is registered who could confirm it.")
IN_FORCE = Text("{plan}已生效（第 {number} 版）", "{plan} is in force (edition {number})")
STILL_OPEN = Text("还有目标没有结论：{goals}。先定「达成」或「未达成」。", "Goals without a result: {goals}.")
NO_SUCH_GOAL = Text("没有 {code} 这个目标。", "There is no goal {code}.")
HELP = Text(
    "今年目标进度；新增目标",
    "“goals”: progress of this year; “new goal: …”",
)
