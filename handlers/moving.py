"""When the school calendar changes, what was computed with the old one follows: schedules, timers, deadlines.

Nothing is called late by a calendar that no longer holds: moments still to come keep the working time they had left.
"""

from collections.abc import Collection
from datetime import datetime

from handlers import planning
from handlers.rulebook import Rule
from handlers.school_time import NoWorkingTime, SchoolCalendar
from handlers.turn import Turn
from storage import schedules
from storage.calendar import version
from storage.schedules import Schedule, Timer

AT_ONCE = 500  # schedules moved in one transaction; the clock moves the rest
MOVE = "calendar.move"


def follow_calendar(turn: Turn, before: SchoolCalendar) -> int:
    """Move everything pending from the calendar before to that of the turn. How many moments moved at once."""
    moved = _under_rules(turn)
    for router in turn.features.routers:
        if router.calendar_follower is not None:
            moved += router.calendar_follower(turn, before)
    return moved + move_schedules(turn, 0)


def move_schedules(turn: Turn, after_id: int) -> int:
    """Ask the next schedules anew when they are due; the clock goes on with those that are left."""
    batch = schedules.to_come(turn.tx, turn.now, after_id, AT_ONCE)
    moved = 0
    for schedule in batch:
        moved += _moves(turn, schedule)
    if len(batch) == AT_ONCE:
        last = batch[-1].id
        turn.remind(f"{MOVE}:{version(turn.tx)}:{last}", MOVE, "calendar", turn.now, {"after": last})
    return moved


def moved(at: datetime, now: datetime, before: SchoolCalendar, after: SchoolCalendar) -> datetime:
    """A working-time deadline in the new calendar: what was left of it is left. One that is past stays."""
    if at <= now:
        return at
    left = before.working_between(now, at)
    return at if left == after.working_between(now, at) else after.add_working(now, left)


def move_timers(turn: Turn, subject: str, actions: Collection[str], before: SchoolCalendar) -> int:
    """Move a subject's timers of these kinds, where no rule does it."""
    count = 0
    for timer in schedules.of_subject(turn.tx, subject):
        if timer.action in actions and not timer.rule:
            at = moved(timer.due_at, turn.now, before, turn.school.calendar)
            count += at != timer.due_at
            timer.due_at = at
    return count


def _moves(turn: Turn, schedule: Schedule) -> bool:
    was = schedule.next_due_at
    planning.replan(schedule, turn.now, turn.school.calendar)
    return schedule.next_due_at != was


def _under_rules(turn: Turn) -> int:
    """Timers whose moment an implementing rule sets: derived again from where they began."""
    count = 0
    for timer in schedules.under_any_rule(turn.tx):
        rule = turn.features.rules.get(timer.rule)
        if rule is None or timer.since is None or timer.due_at <= turn.now:
            continue
        at = _due(turn, rule, timer)
        count += at != timer.due_at
        timer.due_at = at
    return count


def _due(turn: Turn, rule: Rule, timer: Timer) -> datetime:
    since = timer.since or turn.now
    try:
        due = rule.due(turn.rule(rule) + timer.shift, since, turn.school.calendar, ahead=timer.ahead)
    except NoWorkingTime:
        return timer.due_at
    return max(due, turn.now)
