"""How we speak about where the school stands: the survey among the departments, and the gaps."""

from handlers.texts import Text
from storage.gaps import GapStage, SurveyStage

SURVEY_STATUS: dict[str, Text] = {
    SurveyStage.OPEN: Text("填报", "open"),
    SurveyStage.GATHERED: Text("汇总", "gathered"),
    SurveyStage.CONFIRMED: Text("确认", "confirmed"),
}
GAP_STATUS: dict[str, Text] = {
    GapStage.OPEN: Text("待处理", "open"),
    GapStage.COVERED: Text("已有目标", "covered"),
    GapStage.WAIVED: Text("不列入", "waived"),
}
AREAS = {
    "devices": Text("设备", "Devices"),
    "network": Text("网络", "Network"),
    "systems": Text("系统", "Systems"),
    "training": Text("培训", "Training"),
}

ANSWER = Text("填写自评", "Answer")
GATHER = Text("汇总", "Gather")
CONFIRM_SURVEY = Text("确认现状", "Confirm")
AIM = Text("转为目标", "Make it a goal")
COVER = Text("对应目标", "Covered by")
WAIVE = Text("不列入", "Waive")
REOPEN = Text("重新列入", "Take up again")
SEND = Text("发起自评", "Send")

POINTS_ASK = Text("1–5分，5分最好", "1 to 5, 5 is best")
POINTS_UNREADABLE = Text("请写1到5的一个数，5分最好。", "Please write one number from 1 to 5.")
PROBLEM = Text("最大的问题", "Biggest problem")
PROBLEM_ASK = Text("一句话；没有写「无」", "one line; “none” if there is none")
GOAL_ID = Text("目标编号", "Goal")
GOAL_ASK = Text("已经有哪个目标管这件事？写 G-1 这样的编号。", "Which goal covers it? Write an id such as G-1.")
WHY_WAIVE = Text("为什么不列入？写一句，会留在记录里。", "Why is it left out? One line, kept on record.")

SURVEY_TITLE = Text("{code} 现状自评 · {status}", "{code} survey · {status}")
HOW = Text(
    "一条消息填完，如：设备3 网络2 系统4 培训3，最大的问题：机房电脑太慢",
    "One message, such as: devices 3 network 2 systems 4 training 3, biggest problem: slow PCs",
)
ASKED = Text("{day}前请填现状自评", "Please answer the survey by {day}")
SENT = Text("已发给 {count} 位联络人，{day}截止。", "Sent to {count} liaison(s), until {day}.")
REALLY = Text("向 {departments} 的联络人发起现状自评？", "Send the survey to the liaisons of {departments}?")
NOBODY = Text("学校还没有部门联络人，发不出去。请先在名单里登记。", "There are no liaisons to ask yet.")
ALREADY = Text("已有一次自评在进行：", "A survey is open already:")
NO_SURVEY = Text("现在没有要填的现状自评。", "No survey waits for you.")
GIVEN = Text("已填", "Answered")
MISSING = Text("没填", "Missing")
NOBODY_MISSING = Text("都填了", "all answered")
MEAN = Text("{mean}分", "{mean}")
AVERAGES = Text("平均分", "Averages")
THANKS = Text("收到，{department}的自评已记下，谢谢。", "Thank you; {department} is noted.")
OVER = Text("{code} 自评到期，没填的：{missing}", "{code} is due; missing: {missing}")
GATHERED = Text("已汇总，和报修数据合并出差距 {count} 条：", "Gathered and merged with the figures; {count} gap(s):")

GAPS = Text("差距清单：待处理 {count} 条", "Gaps: {count} open")
NO_GAPS = Text("现在没有待处理的差距。", "There are no open gaps.")
GAP_TITLE = Text("{code} {title} · {status}", "{code} {title} · {status}")
GAP_LINE = Text("{code} {title}（{evidence}）", "{code} {title} ({evidence})")
EVIDENCE = Text("证据", "Evidence")
RECORDS = Text("记录", "Records")
GOAL = Text("目标", "Goal")
WAIVED = Text("不列入的理由", "Waived because")
CLAUSE_IS = Text("章程 6.1.1（现状分析）", "charter 6.1.1 (analysis)")
AIMED = Text(
    "已转为目标 {code}，负责人和目标值是建议，可以「修改目标 {code} ……」。",
    "Now goal {code}; amend it.",
)

PLACE_FAILS = Text("{where}反复故障", "{where} keeps failing")
BY_ISSUES = Text("{days}天内 {count} 个报修", "{count} issues in {days} days")
LATE_SHARE = Text("报修逾期偏多", "Many issues are late")
BY_LATE = Text(
    "{days}天内 {count}/{all} 个报修逾期（{share}%）", "{count} of {all} issues late in {days} days ({share}%)"
)
LOW_STARS = Text("报修满意度偏低", "Reporters are not satisfied")
BY_STARS = Text("{days}天内 {count} 个评价，平均{mean}星", "{count} ratings in {days} days, mean {mean} stars")
LOW_POINTS = Text("{area}自评偏低", "{area}: low in the survey")
BY_POINTS = Text(
    "自评 {code}：{count} 个部门平均{mean}分，最低{lowest}",
    "survey {code}: {count} departments, mean {mean}, lowest {lowest}",
)
PROBLEM_OF = Text("{department}：{problem}", "{department}: {problem}")
BY_ANSWER = Text("自评 {code}，{department}（{name}）", "survey {code}, {department} ({name})")
STILL_ITEM = Text("改进项未关闭：{text}", "Improvement still open: {text}")
BY_ITEM = Text("改进项 {code}，来源 {source}", "improvement {code}, from {source}")
LATE_METRIC = Text("报修按时解决率", "issues resolved in time")
STARS_METRIC = Text("报修满意度", "satisfaction with issues")
POINTS_METRIC = Text("{area}自评分", "{area} in the survey")
