"""What the system counts by itself: each figure with its definition, the records behind it and the moment it was true.

A figure that cannot be counted has no value; it is never a zero that nobody measured.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeAlias

from sqlalchemy.orm import Session

from handlers.numerals import fold
from handlers.plans.reading import show_number
from handlers.texts import Text
from handlers.turn import Turn
from storage import figures
from storage.issues import Issue
from storage.plans import Goal

MOST_STARS = 5
HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Row:
    """One record behind a figure; `counts` tells what speaks for it from what speaks against it."""

    code: str
    words: str
    at: datetime
    counts: bool = True
    note: str = ""


@dataclass(frozen=True, slots=True)
class Measured:
    """A figure: None without records. `rows` is everything it was counted from."""

    value: float | None
    rows: Sequence[Row] = field(default_factory=tuple)


Counting: TypeAlias = Callable[[Session, datetime, datetime, int], Measured]


@dataclass(frozen=True, slots=True)
class Metric:
    """One thing the system can count. `means` recognises it in the name people give an indicator."""

    key: str
    means: re.Pattern[str]
    definition: Text
    unit: str
    count: Counting


def _share(rows: Sequence[Row]) -> Measured:
    value = 100 * sum(row.counts for row in rows) / len(rows) if rows else None
    return Measured(value, rows)


def _solved(issue: Issue) -> datetime:
    assert issue.resolved_at is not None  # noqa: S101 -- the query asked for resolved ones
    return issue.resolved_at


def _within(tx: Session, since: datetime, until: datetime, hours: int) -> Measured:
    return _share([
        Row(one.code, one.headline, _solved(one), _solved(one) - one.filed_at <= hours * HOUR,
            f"{show_number((_solved(one) - one.filed_at) / HOUR)}h")
        for one in figures.issues_resolved(tx, since, until)
    ])  # fmt: skip


def _in_target(tx: Session, since: datetime, until: datetime, _parameter: int) -> Measured:
    return _share([
        Row(one.code, one.headline, _solved(one), _solved(one) <= one.resolve_by)
        for one in figures.issues_resolved(tx, since, until)
        if one.resolve_by is not None
    ])  # fmt: skip


def _response(tx: Session, since: datetime, until: datetime, _parameter: int) -> Measured:
    rows, minutes = [], []
    for one in figures.issues_filed(tx, since, until):
        if one.claimed_at is not None:
            took = (one.claimed_at - one.filed_at).total_seconds() / 60
            minutes.append(took)
            rows.append(Row(one.code, one.headline, one.claimed_at, note=f"{show_number(took)}min"))
    return Measured(sum(minutes) / len(minutes) if minutes else None, rows)


def _satisfaction(tx: Session, since: datetime, until: datetime, percent: int) -> Measured:
    rated = figures.issues_rated(tx, since, until)
    rows = [Row(one.code, one.headline, _solved(one), note=f"{one.stars}★") for one in rated]
    if not rated:
        return Measured(None)
    mean = sum(one.stars or 0 for one in rated) / len(rated)
    return Measured(100 * mean / MOST_STARS if percent else mean, rows)


def _closed(tx: Session, since: datetime, until: datetime, _parameter: int) -> Measured:
    rows = [Row(one.code, one.headline, _solved(one)) for one in figures.issues_resolved(tx, since, until)]
    return Measured(float(len(rows)), rows)


def _finished(tx: Session, since: datetime, until: datetime, _parameter: int) -> Measured:
    found = figures.projects_finished(tx, since, until)
    rows = [Row(one.code, one.title, one.finished_at) for one in found if one.finished_at is not None]
    return Measured(float(len(rows)), rows)


def _held(tx: Session, since: datetime, until: datetime, _parameter: int) -> Measured:
    rows = [Row(one.code, one.topic, one.ends_at) for one in figures.trainings_held(tx, since, until)]
    return Measured(float(len(rows)), rows)


METRICS: tuple[Metric, ...] = (
    Metric("resolved_within", re.compile(r"(\d{1,3})\s*(?:小时|h)内?.{0,4}(?:解决|完成|修复)率"),
           Text("自动：本学年已解决的报修中，{parameter}小时内解决的比例",
                "automatic: share of this year's resolved issues that took at most {parameter} hours"), "%", _within),
    Metric("resolved_in_target", re.compile(r"(?:按时|及时|按期|准时).{0,3}(?:解决|完成|修复)率|(?:解决|修复)及时率|in time"),
           Text("自动：本学年已解决的报修中，在时限内解决的比例",
                "automatic: share of this year's resolved issues that kept their target"), "%", _in_target),
    Metric("response_minutes", re.compile(r"响应时[间长]|接单时[间长]|response time"),
           Text("自动：本学年报修从提交到接单的平均分钟数",
                "automatic: mean minutes from filing to claiming, this year"), "分钟", _response),
    Metric("satisfaction", re.compile(r"满意度|报修评分|satisfaction"),
           Text("自动：本学年报修评价的平均（5星为满）", "automatic: mean of this year's ratings of issues"), "分",
           _satisfaction),
    Metric("projects_finished", re.compile(r"(?:完成|结项).{0,3}项目|项目.{0,4}(?:完成|结项).{0,2}(?:数|个)|projects finished"),
           Text("自动：本学年通过结项的项目数", "automatic: projects accepted this year"), "个", _finished),
    Metric("trainings_held", re.compile(r"培训.{0,4}(?:次数|场次|场数|期数)|trainings held"),
           Text("自动：本学年办完的培训场次", "automatic: trainings held this year"), "次", _held),
    Metric("issues_closed", re.compile(r"(?:解决|处理|关闭).{0,3}报修.{0,2}[数量件]|报修.{0,4}(?:解决|处理|关闭)[数量件]"),
           Text("自动：本学年解决的报修件数", "automatic: issues resolved this year"), "件", _closed),
)  # fmt: skip
BY_KEY = {metric.key: metric for metric in METRICS}


def metric_of(name: str, unit: str) -> tuple[str, int | None]:
    """How the system can count an indicator of this name: the metric with its parameter; "" when it cannot."""
    said = fold(name)
    for metric in METRICS:
        match = metric.means.search(said)
        if match is None:
            continue
        if metric.key == "resolved_within":
            return metric.key, int(match[1])
        if metric.key == "satisfaction":
            return metric.key, int(unit == "%")
        return metric.key, None
    return "", None


def measure(turn: Turn, goal: Goal) -> Measured:
    """The figure of a goal for its school year until now."""
    metric = BY_KEY[goal.metric]
    return metric.count(turn.tx, goal.plan.begins, min(turn.now, goal.plan.ends), goal.parameter or 0)


def definition(goal: Goal) -> Text:
    """How the figure is counted, in words."""
    return BY_KEY[goal.metric].definition(parameter=goal.parameter or "")
