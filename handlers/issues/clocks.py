"""The clocks of an issue, in school working time: targets, the escalation ladder, and everything that waits.

`arm` is called after every step: it silences what was pending and sets what the new state waits for. Nothing fires
twice for the same deadline, however often an issue moves to and fro.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from handlers.issues.rules import (
    ASK_AGAIN,
    AUTO_CLOSE,
    GIVE_UP,
    LADDER,
    LAPSE,
    LAPSE_P1,
    MOST_DAYS,
    REOPEN_DAYS,
    RESOLVE,
    RESPOND,
    Level,
    Target,
)
from handlers.rulebook import Rule
from handlers.school_time import SchoolCalendar
from handlers.turn import Turn
from storage.issues import Issue, Status


def working_day(turn: Turn) -> timedelta:
    """How long the school works on a usual day."""
    day = datetime(2000, 1, 3, tzinfo=UTC).date()
    hours = turn.school.calendar.hours
    return sum((datetime.combine(day, end) - datetime.combine(day, start) for start, end in hours), timedelta())


def span(turn: Turn, rule: Rule) -> timedelta:
    """A rule's value as working time."""
    return as_span(turn, rule, turn.rule(rule))


def as_span(turn: Turn, rule: Rule, value: int) -> timedelta:
    """The same for any value."""
    return timedelta(minutes=value) if rule.unit == "minutes" else value * working_day(turn)


def working_before(calendar: SchoolCalendar, at: datetime, amount: timedelta) -> datetime:
    """The moment from which `amount` of working time passes until `at`."""
    begins = at - amount
    while calendar.working_between(begins, at) < amount:
        begins -= max(amount - calendar.working_between(begins, at), timedelta(minutes=1))
    return begins


def start(turn: Turn, issue: Issue) -> None:
    """Both clocks from now: on filing, and again on reopening."""
    start_response(turn, issue)
    target = span(turn, RESOLVE[issue.priority])
    issue.resolve_by = turn.school.calendar.add_working(turn.now, target) if target else None


def start_response(turn: Turn, issue: Issue) -> None:
    """The response clock from now: also when a claim lapses."""
    issue.respond_by = turn.school.calendar.add_working(turn.now, span(turn, RESPOND[issue.priority]))


def pause(turn: Turn, issue: Issue) -> None:
    """Hold: waiting for parts must not count as overdue."""
    if issue.resolve_by is not None:
        left = turn.school.calendar.working_between(turn.now, issue.resolve_by)
        issue.left_seconds = int(left.total_seconds())


def go_on(turn: Turn, issue: Issue) -> None:
    """Resume: what was left of the time is left again."""
    if issue.resolve_by is not None and issue.left_seconds is not None:
        left = timedelta(seconds=issue.left_seconds)
        issue.resolve_by = turn.school.calendar.add_working(turn.now, left)
    issue.left_seconds = None


def is_late(turn: Turn, issue: Issue, target: Target) -> bool:
    """Whether a target has been missed and still matters."""
    if target == "respond":
        return issue.status == Status.NEW and issue.respond_by is not None and turn.now >= issue.respond_by
    running = issue.status in (Status.NEW, Status.ACCEPTED, Status.WORKING)
    return running and issue.resolve_by is not None and turn.now >= issue.resolve_by


def arm(turn: Turn, issue: Issue) -> None:
    """Silence what was pending about the issue and set what its state waits for now."""
    turn.forget_reminders(issue.code)
    issue.round += 1
    match issue.status:
        case Status.NEW:
            _climb(turn, issue, "respond")
            _climb(turn, issue, "resolve")
        case Status.ACCEPTED:
            remind_by(turn, lapse_rule(issue), issue, "lapse")
            _climb(turn, issue, "resolve")
        case Status.WORKING:
            _climb(turn, issue, "resolve")
        case Status.ON_HOLD:
            _wait(turn, issue)
        case Status.RESOLVED:
            remind_by(turn, AUTO_CLOSE, issue, "auto_close")
        case Status.CLOSED if not issue.sealed:
            remind_by(turn, REOPEN_DAYS, issue, "seal")
        case _:
            pass


def lapse_rule(issue: Issue) -> Rule:
    """How long a claim may stay without a word."""
    return LAPSE_P1 if issue.priority == 1 else LAPSE


def remind(turn: Turn, issue: Issue, what: str, at: datetime, **payload: object) -> None:
    """One timer of this round."""
    turn.remind(_key(issue, what, payload), f"issues.{what}", issue.code, at, {"round": issue.round, **payload})


def remind_by(turn: Turn, rule: Rule, issue: Issue, what: str, **payload: object) -> None:
    """The same, from now on and under a rule: it moves when the CIO changes the rule."""
    turn.remind_by(rule, _key(issue, what, payload), f"issues.{what}", issue.code, {"round": issue.round, **payload})


def _key(issue: Issue, what: str, payload: Mapping[str, object]) -> str:
    return f"{issue.code}:{issue.round}:{what}" + "".join(f":{value}" for value in payload.values())


def fired_key(issue: Issue, level: Level, turn_number: int) -> str:
    """One firing of one level for one deadline: what happens once."""
    deadline = issue.respond_by if level.target == "respond" else issue.resolve_by
    return f"{level.name}:{turn_number}:{deadline.isoformat() if deadline else ''}"


def next_firing(turn: Turn, issue: Issue, level: Level, number: int) -> datetime | None:
    """When the `number`-th firing of a level is due; None when it never is."""
    if level.target == "respond":
        if issue.respond_by is None or number > 1:
            return None
        window = span(turn, RESPOND[issue.priority])
        extra = window * max(0, turn.rule(level.after) - 100) / 100
        return turn.school.calendar.add_working(issue.respond_by, extra) if extra else issue.respond_by
    if issue.resolve_by is None:
        return None
    if level.after is MOST_DAYS:  # every day until the last
        return workdays(turn, issue.resolve_by, number - 1) if number <= turn.rule(MOST_DAYS) else None
    return workdays(turn, issue.resolve_by, turn.rule(level.after) - 1) if number == 1 else None


def climb_again(turn: Turn, issue: Issue) -> None:
    """The ladder anew after a target or a level has moved; what has fired for a deadline stays fired."""
    turn.forget_reminders(issue.code, f"{issue.code}:{issue.round}:escalate")
    if issue.status == Status.NEW:
        _climb(turn, issue, "respond")
    if issue.status in (Status.NEW, Status.ACCEPTED, Status.WORKING):
        _climb(turn, issue, "resolve")


def climb_on(turn: Turn, issue: Issue, level: Level, number: int) -> None:
    """Set the timer of one firing, unless it has fired for this deadline already; days missed are not made up for."""
    at = next_firing(turn, issue, level, number)
    while at is not None and (fired_key(issue, level, number) in issue.escalated or (number > 1 and at <= turn.now)):
        number += 1
        at = next_firing(turn, issue, level, number)
    if at is not None:
        # With the sheet's version: a timer that a changed rule silenced does not stand in the way of its successor.
        remind(turn, issue, "escalate", at, level=level.name, number=number, rules=turn.rules_version)


def workdays(turn: Turn, at: datetime, count: int) -> datetime:
    """The same time of day `count` working days later; the moment itself for none."""
    return turn.school.calendar.add_workdays(at, count) if count > 0 else at


def next_morning(turn: Turn) -> datetime:
    """When the next working day begins: digests wait for it."""
    calendar = turn.school.calendar
    midnight = calendar.at(calendar.date(turn.now) + timedelta(days=1), datetime.min.time())
    return calendar.next_working_moment(midnight).astimezone(UTC)


def _climb(turn: Turn, issue: Issue, target: Target) -> None:
    for level in LADDER:
        if level.target == target:
            climb_on(turn, issue, level, 1)


def _wait(turn: Turn, issue: Issue) -> None:
    if issue.hold_kind != "user":
        if issue.wake_at is not None:
            remind(turn, issue, "wake", issue.wake_at)
        return
    for number, rule in enumerate(ASK_AGAIN, 1):
        remind_by(turn, rule, issue, "ask_again", number=number)
    remind_by(turn, GIVE_UP, issue, "give_up")
