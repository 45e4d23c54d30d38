"""How far the school's goals have come (clause 6.1.2), and what of them the leaders hear."""

from collections.abc import Sequence

from handlers.figures import Metric, Period, Place, Row, Section
from handlers.plans import metric_texts as texts
from handlers.plans.routes import router
from handlers.plans.standing import amount, arrived, is_behind, pace, said, standing, way_gone
from handlers.texts import Phrase
from handlers.turn import Turn
from storage import plans
from storage.plans import Goal, GoalStage


def _goals(turn: Turn, period: Period) -> list[Goal]:
    """Of the plans whose year has a day in common with the period."""
    return [
        goal
        for plan in plans.open_plans(turn.tx)
        if plan.begins < period.ends and plan.ends > period.begins
        for goal in plan.standing_goals
    ]


def _row(turn: Turn, goal: Goal, *, counts: bool = True) -> Row:
    now = standing(turn, goal)
    value, word, target = said(turn, goal, now), pace(turn, goal, now), amount(goal, goal.target)
    words = texts.STANDS(name=goal.name, value=value, target=target, word=word)
    return Row(goal.code, words, goal.due_at, counts, department=goal.owner.department)


def _reached(turn: Turn, period: Period) -> Sequence[Row] | None:
    found = [
        _row(turn, one, counts=one.status == GoalStage.REACHED or arrived(one, standing(turn, one).value))
        for one in _goals(turn, period)
    ]
    return found or None


def _progress(turn: Turn, period: Period) -> Sequence[Row] | None:
    """How far each goal has come on its way from baseline to target, in percent; without a value where nobody has one."""
    found = [
        Row(
            one.code,
            one.name,
            one.due_at,
            value=way_gone(one, standing(turn, one).value),
            department=one.owner.department,
        )
        for one in _goals(turn, period)
    ]
    return found or None


def _on_pace(turn: Turn, period: Period) -> Sequence[Row] | None:
    """Goals nobody has a value of are no part of it; that they lack one is said elsewhere."""
    known = [(one, standing(turn, one).value) for one in _goals(turn, period) if one.status == GoalStage.UNDER_WAY]
    found = [_row(turn, one, counts=not is_behind(turn, one, value)) for one, value in known if value is not None]
    return found or None


router.count(
    Metric("goals.reached", texts.REACHED, texts.REACHED_HOW, texts.PERCENT, "share", _reached, (
        "目标(?:的)?(?:达成|完成|实现)(?:率|比例)", "goals? (?:reached|achieved)(?: rate)?",
    ), clause="6.1.2"),
    Metric("goals.progress", texts.PROGRESS, texts.PROGRESS_HOW, texts.PERCENT, "mean", _progress, (
        "目标(?:的)?(?:平均)?(?:完成|达成)(?:进度|程度)", "progress of (?:the |our )?goals",
    ), clause="6.1.2", better="more"),
    Metric("goals.on_pace", texts.ON_PACE, texts.ON_PACE_HOW, texts.PERCENT, "share", _on_pace, (
        "目标(?:的)?(?:按进度|按期|按时|跟上进度)(?:的)?(?:比例|率)?", "目标进度(?:率|达标率)",
        "goals? on (?:pace|track)(?: rate)?",
    ), clause="6.1.2"),
)  # fmt: skip


@router.section(Place.GOALS)
def told_to_leaders(turn: Turn, period: Period) -> Section:
    """Every goal of the year with its value; one without a value is named as such."""
    goals = _goals(turn, period)
    lines: tuple[Phrase, ...] = () if goals else (texts.NONE,)
    return Section(texts.SECTION, ("goals.reached", "goals.on_pace"), lines, tuple(_row(turn, one) for one in goals))
