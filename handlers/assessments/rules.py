"""What the charter leaves open of assessments (9.1): which number is the target, below what a line is weak, how long it takes."""

from handlers.rulebook import Rule, Unit
from handlers.texts import Text

STARS, TIMES, POINTS, PEOPLE = Text("星", "stars"), Text("次", "×"), Text("分", "points"), Text("位", "people")


def _target(
    key: str, zh: str, en: str, value: int, unit: Unit = "percent", most: int = 100, things: Text = TIMES
) -> Rule:
    return Rule(
        f"assessments.{key}", Text(f"评估目标值（{zh}）", f"Target of an assessment ({en})"), value, unit, "8.2.1",
        least=1, most=most, things=things,
    )  # fmt: skip


IN_TARGET = _target("in_target", "按时解决率", "issues resolved in time", 85)
SATISFACTION = _target("satisfaction", "报修满意度", "satisfaction", 4, "count", 5, STARS)
REOPENED = _target("reopened", "返修率不高于", "reopened at most", 10)
MILESTONES = _target("milestones", "里程碑按时率", "milestones in time", 80)
ATTENDANCE = _target("attendance", "到课率", "attendance of trainings", 85)
SAFETY = _target("safety", "安全培训覆盖率", "coverage of safety trainings", 95)
BACKUPS = _target("backups", "备份成功率", "backups that succeeded", 95)
DRILLS = _target("drills", "演练次数", "drills held", 1, "count", 20)
TURNOUT = _target("turnout", "演练到位率", "turnout of drills", 90)
MENDED = _target("mended", "整改按时率", "findings mended in time", 80)
KEPT = _target("kept", "改进项按期完成率", "improvements in time", 80)
TASKS = _target("tasks", "部门任务按时率", "tasks in time", 80)
NEEDS = _target("needs", "部门反馈回应率", "departments that answered", 90)
FEEDBACK = _target("feedback", "反馈答复率", "feedback answered", 90)
NOTED = _target("noted", "制度知悉率", "charter acknowledged", 90)
TARGETS = (IN_TARGET, SATISFACTION, REOPENED, MILESTONES, ATTENDANCE, SAFETY, BACKUPS, DRILLS, TURNOUT, MENDED, KEPT,
           TASKS, NEEDS, FEEDBACK, NOTED)  # fmt: skip

WEAK = Rule("assessments.weak", Text("效果评估低于多少分算弱项", "A line of an assessment is weak below"), 70, "count",
            "8.2.1", least=1, most=100, things=POINTS)  # fmt: skip
COLLECT = Rule("assessments.collect", Text("效果评估采集数据的期限", "Time to complete the figures of an assessment"), 5,
               "workdays", "8.2.1")  # fmt: skip
REVIEW = Rule("assessments.review", Text("效果评估多久没审阅就催", "Reviewers of an assessment are reminded after"), 5,
              "workdays", "8.2.1")  # fmt: skip
AGREEING = Rule("assessments.agreeing", Text("效果评估要几位审阅同意才发布", "Reviewers who must agree before it is published"),
                1, "count", "8.2.1", least=1, most=15, things=PEOPLE)  # fmt: skip
ALL = (*TARGETS, WEAK, COLLECT, REVIEW, AGREEING)
