"""What an assessment measures and how a line gets its score. The same records give the same score to whoever counts again.

A line is plain data: {"n", "key", "version", "name" [zh, en], "goal": "G-1" or "", "target", "less", "target_shown" [zh, en],
"formula" [zh, en], "value", "shown" [zh, en], "rows" [codes], "count", "score", "item": "M-3" or ""}.
"""

from collections.abc import Sequence
from typing import Any

from handlers.assessments import rules, texts
from handlers.figures import MISSING, Figure, Metric, Period, compute
from handlers.rulebook import Rule
from handlers.texts import Phrase, Text, say
from handlers.turn import Turn

Line = dict[str, Any]
GOALS = "goals.progress"  # its rows are the goals of these days, each with how far it has come in percent
MOST_ROWS = 200
FULL = 100.0
# Each measure of service with the rule that says its target, and whether less is better.
MEASURES: tuple[tuple[str, Rule, bool], ...] = (
    ("issues.in_target", rules.IN_TARGET, False),
    ("issues.satisfaction", rules.SATISFACTION, False),
    ("issues.reopened", rules.REOPENED, True),
    ("projects.milestones", rules.MILESTONES, False),
    ("trainings.attendance", rules.ATTENDANCE, False),
    ("trainings.safety", rules.SAFETY, False),
    ("backups.success", rules.BACKUPS, False),
    ("drills.held", rules.DRILLS, False),
    ("drills.attendance", rules.TURNOUT, False),
    ("inspections.mended", rules.MENDED, False),
    ("improvements.kept", rules.KEPT, False),
    ("tasks.in_time", rules.TASKS, False),
    ("needs.answered", rules.NEEDS, False),
    ("feedback.answered", rules.FEEDBACK, False),
    ("charter.noted", rules.NOTED, False),
)


def design(turn: Turn, period: Period) -> list[Line]:
    """What will be measured: every goal of these days, then the service, with the targets in force today."""
    lines = [_goal(turn, one.code, one.words) for one in _goals(turn, period)]
    for key, rule, less in MEASURES:
        metric = turn.features.metrics.get(key)
        if metric is not None:
            target = turn.rule(rule)
            wording = texts.AT_MOST if less else texts.AT_LEAST
            lines.append(_line(metric, metric.name, target, wording(target=rule.show(target)), less=less))
    return numbered(lines)


def numbered(lines: Sequence[Line]) -> list[Line]:
    """The lines with their numbers from 1 on."""
    return [{**one, "n": number} for number, one in enumerate(lines, 1)]


def _goals(turn: Turn, period: Period) -> Sequence[Any]:
    metric = turn.features.metrics.get(GOALS)
    return compute(turn, metric, period).rows if metric is not None else ()


def _goal(turn: Turn, code: str, words: Phrase) -> Line:
    return {**_line(turn.features.metrics[GOALS], words, FULL, texts.GOAL_TARGET, less=False), "goal": code}


def _line(metric: Metric, name: Phrase, target: float, target_shown: Text, *, less: bool) -> Line:
    return {
        "n": 0, "key": metric.key, "version": metric.version, "name": _pair(name), "goal": "", "target": target, "less": less,
        "target_shown": _pair(target_shown), "formula": _pair(metric.formula), "value": None, "shown": _pair(MISSING),
        "rows": [], "count": 0, "score": None, "item": "",
    }  # fmt: skip


def counted(turn: Turn, lines: Sequence[Line], period: Period) -> list[Line]:
    """The same lines with the numbers of a period. What was linked to a line stays with it."""
    goals = {one.code: one for one in _goals(turn, period)} if any(one["goal"] for one in lines) else {}
    found = []
    for line in lines:
        metric = turn.features.metrics.get(line["key"])
        if line["goal"]:
            row = goals.get(line["goal"])
            value = row.value if row is not None else None
            name = row.words if row is not None else text_of(line["name"])
            kept = {"name": _pair(name), "rows": [line["goal"]], "count": 1, "shown": _pair(MISSING)}
        else:
            figure = compute(turn, metric, period) if metric is not None else None
            value = figure.value if figure is not None else None
            kept = _records(figure)
        found.append({**line, **kept, "value": value, "score": points(value, line["target"], less=line["less"])})
    return found


def _records(figure: Figure | None) -> Line:
    rows = figure.rows if figure is not None else ()
    return {
        "shown": _pair(figure.shown if figure is not None else MISSING),
        "rows": [one.code for one in rows[:MOST_ROWS]],
        "count": len(rows),
    }


def points(value: float | None, target: float, *, less: bool = False) -> float | None:
    """From 0 to 100: the share of the target that was reached; where less is better, of the value that was allowed."""
    if value is None:
        return None
    if less:
        return FULL if value <= target else round(FULL * target / value, 1)
    return FULL if target <= 0 else round(max(0.0, min(FULL, FULL * value / target)), 1)


def total(lines: Sequence[Line]) -> float | None:
    """The mean of the lines that have a score."""
    scores = [one["score"] for one in lines if one["score"] is not None]
    return round(sum(scores) / len(scores), 1) if scores else None


def weak(turn: Turn, lines: Sequence[Line]) -> list[Line]:
    """The lines below the limit of the rule."""
    return [one for one in lines if one["score"] is not None and one["score"] < turn.rule(rules.WEAK)]


def text_of(pair: Sequence[str]) -> Text:
    """A kept pair as a text again."""
    return Text(pair[0], pair[1])


def show(points_: float | None) -> str:
    """A score as people write it."""
    if points_ is None:
        return "—"
    return f"{points_:.0f}" if abs(points_ - round(points_)) < 0.05 else f"{points_:.1f}"


def _pair(words: Phrase) -> list[str]:
    return [say(words, "zh"), say(words, "en")]
