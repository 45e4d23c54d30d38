"""Where a goal stands now: its value with records and day, and whether it keeps the pace its day asks for."""

from dataclasses import dataclass
from datetime import datetime

from handlers.plans import measuring, rules, texts
from handlers.plans.reading import show_number
from handlers.texts import Phrase, Text
from handlers.turn import Turn
from storage.plans import Goal, GoalStage


@dataclass(frozen=True, slots=True)
class Standing:
    """A value, how many records are behind it (None: somebody said it), and the moment it was true."""

    value: float | None
    records: int | None
    at: datetime
    by: str = ""


def standing(turn: Turn, goal: Goal) -> Standing:
    """Counted now where the system can count, else what the owner said last."""
    if goal.metric:
        measured = measuring.measure(turn, goal)
        return Standing(measured.value, len(measured.rows), turn.now)
    last = goal.last_reading
    if last is None:
        return Standing(None, None, turn.now)
    return Standing(last.value, None, last.at, last.by.name if last.by else "")


def day(turn: Turn, at: datetime) -> Text:
    """A date as people say it, with the year where it is another one."""
    then = turn.local(at)
    year = "" if then.year == turn.local(turn.now).year else f"{then.year}年"
    return Text(f"{year}{then.month}月{then.day}日", f"{then:%d %b %Y}" if year else f"{then:%d %b}")


def amount(goal: Goal, number: float | None) -> str:
    """A number in the goal's unit."""
    return "—" if number is None else f"{show_number(number)}{goal.unit}"


def said(turn: Turn, goal: Goal, now: Standing) -> Phrase:
    """The value with where it comes from: 82% (41 records, as of 22 Nov)."""
    if now.value is None:
        return texts.NO_RECORDS if goal.metric else texts.NO_VALUE
    value = amount(goal, now.value)
    if now.records is None:
        return texts.SAID_BY(value=value, name=now.by, day=day(turn, now.at))
    return texts.NOW_IS(value=value, records=texts.RECORDS(count=now.records), day=day(turn, now.at))


def arrived(goal: Goal, value: float | None) -> bool:
    """Whether the target is reached."""
    if value is None:
        return False
    return value >= goal.target if goal.rises else value <= goal.target


def way_gone(goal: Goal, value: float | None) -> float | None:
    """The share of the way from baseline to target that is done, in percent, from 0 to 100; None without a value."""
    if value is None:
        return None
    start = goal.baseline if goal.baseline is not None else 0.0
    way = goal.target - start
    if arrived(goal, value) or way == 0:
        return 100.0 if arrived(goal, value) else 0.0
    return max(0.0, min(100.0, 100 * (value - start) / way))


def is_behind(turn: Turn, goal: Goal, value: float | None) -> bool:
    """Whether less of the way is done than the time gone by asks for, by the share of the rule; unknown is not behind."""
    if value is None or arrived(goal, value):
        return False
    start = goal.baseline if goal.baseline is not None else 0.0
    way, whole = goal.target - start, (goal.due_at - goal.created_at).total_seconds()
    if way == 0 or whole <= 0:
        return True
    gone = min(1.0, max(0.0, (turn.now - goal.created_at).total_seconds() / whole))
    return (value - start) / way < gone * turn.rule(rules.PACE) / 100


def pace(turn: Turn, goal: Goal, now: Standing) -> Text:
    """The same in one word."""
    if goal.status != GoalStage.UNDER_WAY:
        return texts.GOAL_STATUS[goal.status]
    if now.value is None:
        return texts.NO_VALUE
    if arrived(goal, now.value):
        return texts.ARRIVED
    return texts.BEHIND if is_behind(turn, goal, now.value) else texts.ON_PACE


def periods_behind(goal: Goal) -> list[str]:
    """The last months in a row, the newest last, in which it was behind; one without a word counts as behind."""
    behind = {one.period: one.behind for one in sorted(goal.readings, key=lambda one: one.at)}
    found: list[str] = []
    for month in sorted(behind, reverse=True):
        if not behind[month]:
            break
        found.insert(0, month)
    return found
