"""The duties, how often each is done (9.1), who is responsible, and what to do next."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from handlers.rulebook import Rule, Unit
from handlers.texts import Text
from storage.people import Role

TIMES = Text("次", "×")
Recurs = Callable[[int], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Duty:
    """One duty. `recurs` makes its recurrence from the rule's value; `begin` is what to say or do now."""

    rule: Rule
    name: Text
    roles: tuple[Role, ...]
    begin: Text
    recurs: Recurs
    asks: str = (
        ""  # the deadline of the feature that does it itself when it falls due, instead of naming it to somebody
    )

    @property
    def key(self) -> str:
        """The key of its rule, its schedule and its records alike."""
        return self.rule.key


def a_term(times: int) -> Mapping[str, Any]:
    """So many times a term, spread evenly, on workdays."""
    return {"every": "term_parts", "times": times, "time": "09:00", "holiday": "after"}


def a_year(times: int) -> Mapping[str, Any]:
    """So many times a year, the first in September, when the school year begins."""
    months = sorted({(8 + 12 * part // times) % 12 + 1 for part in range(times)})
    return {"every": "workday_of_month", "nth": 1, "months": months, "time": "09:00"}


def each_month(workday: int) -> Mapping[str, Any]:
    """Each month on one of its workdays, counted from its first; a month of vacation has none."""
    return {"every": "workday_of_month", "nth": workday, "time": "09:00"}


def _rule(
    what: str, zh: str, en: str, value: int, clause: str, *, unit: Unit = "per_term", most: int | None = None,
    also: tuple[str, ...] = (), asked: tuple[str, ...] = (), things: Text = TIMES,
) -> Rule:  # fmt: skip
    return Rule(f"routine.{what}", Text(zh, en), value, unit, clause, also=also, asked=asked, most=most, things=things)


DUTIES = (
    Duty(
        _rule("plans", "年度计划每年几次", "Yearly plans", 1, "5.1.1", unit="count", most=4, also=("年度计划频率",)),
        Text("信息化年度计划", "The yearly plan"), (Role.CIO,),
        Text("说「新增目标…」起草，再请校领导确认。", "Draft goals in chat, then let a leader confirm."), a_year,
    ),
    Duty(
        _rule("training", "信息技术培训频率", "IT trainings", 2, "5.2.2", also=("技术培训频率", "培训频率"),
              asked=("信息技术培训多久组织一次", "每学期培训几次")),
        Text("信息技术培训", "An IT training"), (Role.CIO, Role.TECHNICIAN),
        Text("说「安排一次培训」，定主题、时间和参加的人。", "Say “plan a training”."), a_term,
    ),
    Duty(
        _rule("feedback_day", "部门反馈征集日", "The day on which departments are asked", 10, "5.3.2",
              unit="count", most=15, also=("部门反馈日期", "部门反馈频率", "每月反馈", "每月第几个工作日征集部门反馈"),
              things=Text("每月第 {value} 个工作日", "working day {value} of each month"),
              asked=("部门反馈什么时候征集", "多久征集一次部门反馈")),
        Text("部门问题和需求反馈", "Problems and needs of the departments"), (Role.CIO,),
        Text("到时自动问每个部门，没有就回「无」；说「部门反馈」看谁回了。",
             "Every department is asked by itself; say “feedback of departments” to see who answered."),
        each_month, asks="needs.ask",
    ),
    Duty(
        _rule("improvements", "改进项盘点频率", "Reviews of improvements", 1, "6.3.2", also=("改进项检查频率",)),
        Text("改进项盘点", "A review of the improvements"), (Role.CIO,),
        Text("说「改进项」看哪些没关闭，逐项确认负责人和日期。", "Say “improvements” and settle who and when for each."), a_term,
    ),
    Duty(
        _rule("safety_training", "安全培训频率", "Safety trainings", 1, "7.1.2",
              also=("信息安全培训频率", "安全培训次数"), asked=("信息安全培训多久一次", "每学期安全培训几次")),
        Text("全员信息安全培训", "A safety training for everybody"), (Role.CIO,),
        Text("说「安排一次安全培训」，参加人是全体教职工。", "Say “plan a safety training” for all staff."), a_term,
    ),
    Duty(
        _rule("restore_tests", "备份恢复测试频率", "Restore tests", 1, "7.2.2",
              also=("恢复测试频率", "备份测试频率", "备份检查频率", "Backup checks"),
              asked=("备份恢复测试多久一次",)),
        Text("备份恢复测试", "A restore test of the backups"), (Role.TECHNICIAN,),
        Text("把最近的备份恢复到空白环境，核对数据后按「已完成」。", "Restore the last backup into an empty place and check it."),
        a_term,
    ),
    Duty(
        _rule("drills", "演练频率", "Drills", 1, "7.3.2", also=("应急演练频率", "演练次数", "定期演练"),
              asked=("应急演练多久做一次", "每学期要演练几次", "How often are drills held?")),
        Text("应急演练", "A drill"), (Role.CIO,),
        Text("说「安排一次演练」，选场景和预案。", "Say “plan a drill” and choose the scenario."), a_term,
    ),
    Duty(
        _rule("inspections", "检查频率", "Inspections", 1, "8.1.1", also=("信息化检查频率", "定期检查频率"),
              asked=("信息化检查多久一次", "每学期检查几次")),
        Text("信息化检查", "An inspection"), (Role.INSPECTOR,),
        Text("说「安排一次检查」，按清单逐项记录。", "Say “plan an inspection” and go through the list."), a_term,
    ),
    Duty(
        _rule("assessments", "效果评估频率", "Assessments", 1, "8.2.1", also=("评估频率",), asked=("信息化效果评估多久一次",)),
        Text("信息化效果评估", "An assessment of what IT achieved"), (Role.CIO,),
        Text("说「开始效果评估」，按目标和服务指标打分，弱项列入改进项。",
             "Say “start an assessment”: goals and service are scored, weak lines become improvements."),
        a_term,
    ),
    Duty(
        _rule("reports", "向校领导报告频率", "Reports to the leaders", 1, "8.2.2",
              also=("报告频率", "工作报告频率", "汇报频率", "向领导汇报频率"),
              asked=("信息化工作多久向校领导报告一次",)),
        Text("向校领导的信息化工作报告", "The report to the leaders"), (Role.CIO,),
        Text("说「生成报告」，改好后发给校领导。", "Say “report”, edit it and send it to the leaders."), a_term,
    ),
)  # fmt: skip
BY_KEY = {duty.key: duty for duty in DUTIES}

NUDGE = Rule(
    "routine.nudge", Text("定期事项未完成多久再提醒", "When an open duty is named again"), 5, "workdays", "9.1",
    also=("定期事项催办",), before=("routine.escalate",),
)  # fmt: skip
ESCALATE = Rule(
    "routine.escalate", Text("定期事项未完成多久告知CIO和秘书", "When the CIO and the secretary hear of an open duty"), 10,
    "workdays", "9.1",
)  # fmt: skip
RULES = (*(duty.rule for duty in DUTIES), NUDGE, ESCALATE)
