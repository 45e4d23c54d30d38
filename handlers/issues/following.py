"""Open issues follow a rule the CIO changed, and a changed school calendar: their targets, and the ladder that hangs on
them, are derived anew.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from handlers import moving
from handlers.issues import clocks
from handlers.issues.cards import draw
from handlers.issues.desk import router
from handlers.issues.rules import LADDER, RESOLVE, RESPOND, Target
from handlers.rulebook import Concern, Rule
from handlers.school_time import SchoolCalendar
from handlers.turn import Turn
from storage import issues
from storage.issues import Issue, Status

RUNNING = (Status.NEW, Status.ACCEPTED, Status.WORKING)


@router.follow_rules
def follow(turn: Turn, rule: Rule, codes: frozenset[str]) -> Iterable[Concern]:
    """Issues whose target or ladder this rule sets, and those it has set a timer for."""
    found = {issue.code: issue for issue in issues.in_status(turn.tx, *Status.OPEN)}
    timed = {code: issue for code in codes - found.keys() if (issue := issues.find(turn.tx, code)) is not None}
    for issue in (*found.values(), *timed.values()):
        target = _target_of(issue, rule)
        if target is not None or (_on_ladder(rule) and issue.status in RUNNING) or issue.code in codes:
            yield _concern(turn, issue, rule, target)


@router.follow_calendar
def keep_what_was_left(turn: Turn, before: SchoolCalendar) -> int:
    """Targets still to come keep the working time that was left; on hold the clock stands, and what is late stays late."""
    count = 0
    for issue in issues.in_status(turn.tx, *RUNNING):
        respond, resolve = issue.respond_by, issue.resolve_by
        if issue.status == Status.NEW:
            issue.respond_by = _as_left(turn, respond, before)
        issue.resolve_by = _as_left(turn, resolve, before)
        if (issue.respond_by, issue.resolve_by) == (respond, resolve):
            continue
        count += 1
        moving.move_timers(turn, issue.code, {"issues.escalate"}, before)
        turn.tx.flush()
        turn.settle(issue.code, lambda viewer, issue=issue: draw(turn, issue, viewer))  # type: ignore[misc]
    return count


def _as_left(turn: Turn, at: datetime | None, before: SchoolCalendar) -> datetime | None:
    return None if at is None else moving.moved(at, turn.now, before, turn.school.calendar)


def _concern(turn: Turn, issue: Issue, rule: Rule, target: Target | None) -> Concern:
    def move(before: int, after: int) -> None:
        if target is not None:
            _shift(turn, issue, target, clocks.as_span(turn, rule, before), clocks.as_span(turn, rule, after))
        if target is not None or _on_ladder(rule):
            clocks.climb_again(turn, issue)
        turn.tx.flush()
        turn.settle(issue.code, lambda viewer: draw(turn, issue, viewer))

    return Concern(issue.code, tuple(one for one in (issue.assignee,) if one is not None), move)


def _target_of(issue: Issue, rule: Rule) -> Target | None:
    """Which promise about this issue still runs under the rule."""
    if rule == RESPOND[issue.priority] and issue.status == Status.NEW:
        return "respond"
    return "resolve" if rule == RESOLVE[issue.priority] else None


def _on_ladder(rule: Rule) -> bool:
    return any(level.after == rule for level in LADDER)


def _shift(turn: Turn, issue: Issue, target: Target, before: timedelta, after: timedelta) -> None:
    """The target moves by the difference, so that what was paused or started anew stays as it was."""
    old = issue.respond_by if target == "respond" else issue.resolve_by
    new = _moved(turn, issue, old, before, after)
    if target == "respond":
        issue.respond_by = new
    else:
        issue.resolve_by = new
        if issue.status == Status.ON_HOLD:
            left = (issue.left_seconds or 0) + int((after - before).total_seconds())
            issue.left_seconds = None if new is None else max(0, left)
    if old is not None and new is not None and new < old:
        # Late already under the longer target: the same lateness, of which everybody has heard.
        issue.escalated = [key.replace(old.isoformat(), new.isoformat()) for key in issue.escalated]


def _moved(turn: Turn, issue: Issue, old: datetime | None, before: timedelta, after: timedelta) -> datetime | None:
    calendar = turn.school.calendar
    if not after:
        return None
    if old is None or not before:
        return calendar.add_working(issue.filed_at, after)
    if after >= before:
        return calendar.add_working(old, after - before)
    return max(clocks.working_before(calendar, old, before - after), issue.filed_at)
