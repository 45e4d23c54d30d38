"""What the system counts of a goal by itself: by the metric that also answers a question about it and stands in the report
to the leaders (`handlers/figures.py`), so that one thing never has two numbers.

A figure that cannot be counted has no value; it is never a zero that nobody measured.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from handlers.figures import Period, Row, compute, period_of, value_of
from handlers.numerals import fold
from handlers.periods import Span
from handlers.plans.reading import show_number
from handlers.texts import Phrase, Text, joined
from handlers.turn import Turn
from storage.plans import Goal

MOST_STARS = 5
WITHIN = "resolved_within"
SATISFACTION = "satisfaction"


@dataclass(frozen=True, slots=True)
class Measured:
    """A figure: None without records. `rows` is everything it was counted from."""

    value: float | None
    rows: Sequence[Row] = ()


@dataclass(frozen=True, slots=True)
class Indicator:
    """What a goal may be about that is counted by itself. `means` recognises it in the name people give it.

    `metric` is the key of what is counted for it, `sign` the unit behind the value of a single record.
    """

    key: str
    means: re.Pattern[str]
    definition: Text
    unit: str
    metric: str
    sign: str = ""


INDICATORS: tuple[Indicator, ...] = (
    Indicator(WITHIN, re.compile(r"(\d{1,3})\s*(?:小时|h)内?.{0,4}(?:解决|完成|修复)率"),
              Text("自动：本学年已解决的报修中，{parameter}小时内解决的比例",
                   "automatic: share of this year's resolved issues that took at most {parameter} hours"), "%",
              "issues.repair", "h"),
    Indicator("resolved_in_target", re.compile(r"(?:按时|及时|按期|准时).{0,3}(?:解决|完成|修复)率|(?:解决|修复)及时率|in time"),
              Text("自动：本学年已解决的报修中，在时限内解决的比例",
                   "automatic: share of this year's resolved issues that kept their target"), "%", "issues.in_target"),
    Indicator("response_minutes", re.compile(r"响应时[间长]|接单时[间长]|response time"),
              Text("自动：本学年报修从提交到接单的平均分钟数",
                   "automatic: mean minutes from filing to claiming, this year"), "分钟", "issues.response", "min"),
    Indicator(SATISFACTION, re.compile(r"满意度|报修评分|satisfaction"),
              Text("自动：本学年报修评价的平均（5星为满）", "automatic: mean of this year's ratings of issues"), "分",
              "issues.satisfaction", "★"),
    Indicator("projects_finished", re.compile(r"(?:完成|结项).{0,3}项目|项目.{0,4}(?:完成|结项).{0,2}(?:数|个)|projects finished"),
              Text("自动：本学年通过结项的项目数", "automatic: projects accepted this year"), "个", "projects.finished"),
    Indicator("trainings_held", re.compile(r"培训.{0,4}(?:次数|场次|场数|期数)|trainings held"),
              Text("自动：本学年办完的培训场次", "automatic: trainings held this year"), "次", "trainings.held"),
    Indicator("issues_closed", re.compile(r"(?:解决|处理|关闭).{0,3}报修.{0,2}[数量件]|报修.{0,4}(?:解决|处理|关闭)[数量件]"),
              Text("自动：本学年解决的报修件数", "automatic: issues resolved this year"), "件", "issues.resolved"),
)  # fmt: skip
BY_KEY = {indicator.key: indicator for indicator in INDICATORS}


def metric_of(name: str, unit: str) -> tuple[str, int | None]:
    """How the system can count an indicator of this name: its key with its parameter; "" when it cannot."""
    said = fold(name)
    for indicator in INDICATORS:
        match = indicator.means.search(said)
        if match is None:
            continue
        if indicator.key == WITHIN:
            return indicator.key, int(match[1])
        if indicator.key == SATISFACTION:
            return indicator.key, int(unit == "%")
        return indicator.key, None
    return "", None


def measure(turn: Turn, goal: Goal) -> Measured:
    """The figure of a goal for its school year until now."""
    metric = turn.features.metrics.get(BY_KEY[goal.metric].metric)
    if metric is None:
        return Measured(None)
    figure = compute(turn, metric, _year(turn, goal))
    if goal.metric == WITHIN:  # the metric is how long it took; the goal, how many took no longer than so many hours
        rows = [
            replace(row, counts=row.value is not None and row.value <= (goal.parameter or 0)) for row in figure.rows
        ]
        return Measured(value_of(replace(metric, how="share"), rows), rows)
    if goal.metric == SATISFACTION and goal.parameter and figure.value is not None:
        return Measured(100 * figure.value / MOST_STARS, figure.rows)
    return Measured(figure.value, figure.rows)


def _year(turn: Turn, goal: Goal) -> Period:
    first, last = turn.local(goal.plan.begins).date(), turn.local(goal.plan.ends).date() - timedelta(days=1)
    return period_of(Span(first, last), turn.now, turn.school.calendar)


def line(goal: Goal, row: Row) -> Text:
    """One record behind the figure: ✓ T-0042 高二3班 投影仪 不亮 3.5h."""
    value = "" if row.value is None else f"{show_number(row.value)}{BY_KEY[goal.metric].sign}"
    parts: list[Phrase] = ["✓" if row.counts else "✗", row.code, row.words, *([value] if value else [])]
    return joined(parts, " ", " ")


def definition(goal: Goal) -> Text:
    """How the figure is counted, in words."""
    return BY_KEY[goal.metric].definition(parameter=goal.parameter or "")
