"""What the clock does: escalation, lapsed claims, wake-up days, unanswered questions, closing by itself."""

from collections.abc import Mapping
from typing import Any

from handlers.cards import Card
from handlers.issues import cards, clocks, texts
from handlers.issues.desk import by_clock, router, show, show_reporters, team, tell_news, touched, urgency
from handlers.issues.flow import FLOW
from handlers.issues.rules import BY_NAME, Level
from handlers.turn import Turn
from storage import issues
from storage.issues import Issue, Status
from storage.people import Role

Payload = Mapping[str, Any]


@router.due("issues.escalate")
def escalate(turn: Turn, code: str, payload: Payload) -> None:
    """A target was missed: the next rung of the ladder hears of it, once, with the rule that says so."""
    issue = _current(turn, code, payload)
    level, number = BY_NAME.get(str(payload.get("level"))), int(payload.get("number", 1))
    if issue is None or level is None or not _still_missed(issue, level):
        return
    key = clocks.fired_key(issue, level, number)
    if key not in issue.escalated:
        again = any(BY_NAME[fired.partition(":")[0]].to == level.to for fired in issue.escalated)
        issue.escalated = [*issue.escalated, key]
        turn.record(code, "escalate", clause=FLOW.clause, details={"level": level.name, "number": number})
        _call(turn, issue, level, key, again=again)
        _settle(turn, issue)  # whoever has its card reads that it is late, and under which rule
    clocks.climb_on(turn, issue, level, number + 1)


@router.due("issues.lapse")
def lapse(turn: Turn, code: str, payload: Payload) -> None:
    """Taken, and then silence: back to the queue, so that nothing is stuck for ever."""
    issue = _current(turn, code, payload)
    if issue is None or issue.status != Status.ACCEPTED:
        return
    had, rule = issue.assignee, clocks.lapse_rule(issue)
    by_clock(turn, "lapse", issue)
    issue.previous_assignee_id, issue.assignee, issue.assignee_id = issue.assignee_id, None, None
    touched(turn, issue, "lapse")
    clocks.start_response(turn, issue)
    clocks.arm(turn, issue)
    note = texts.TOLD_LAPSED(code=issue.code, minutes=turn.rule(rule), rule=rule.title)
    tell_news(turn, issue, had, note, f"{code}:lapsed:{issue.round}")
    for person in team(turn, besides=had):
        show(turn, issue, person)
    _settle(turn, issue)


@router.due("issues.wake")
def wake(turn: Turn, code: str, payload: Payload) -> None:
    """The day of a hold has come: work goes on, the clock runs again."""
    issue = _current(turn, code, payload)
    if issue is None or issue.status != Status.ON_HOLD:
        return
    by_clock(turn, "wake", issue)
    clocks.go_on(turn, issue)
    touched(turn, issue, "")
    clocks.arm(turn, issue)
    show(turn, issue, issue.assignee, key=f"{code}:wake:{issue.round}")
    show_reporters(turn, issue)
    _settle(turn, issue)


@router.due("issues.ask_again")
def ask_again(turn: Turn, code: str, payload: Payload) -> None:
    """Still no answer from the reporter: a nudge, at most as many as the rules say."""
    issue = _current(turn, code, payload)
    if issue is None or issue.status != Status.ON_HOLD or issue.hold_kind != "user":
        return
    card = Card(texts.NUDGE(code=code, reason=issue.hold_reason), (issue.headline,))
    tell_news(turn, issue, issue.reporter, card, f"{code}:nudge:{issue.round}:{payload.get('number')}")


@router.due("issues.give_up")
def give_up(turn: Turn, code: str, payload: Payload) -> None:
    """No answer for days: treated as resolved; 没好 still brings it back."""
    issue = _current(turn, code, payload)
    if issue is None or issue.status != Status.ON_HOLD or issue.hold_kind != "user":
        return
    by_clock(turn, "give_up", issue)
    issue.solution, issue.resolved_at, issue.left_seconds = "", turn.now, None
    touched(turn, issue, "")
    clocks.arm(turn, issue)
    show_reporters(turn, issue)
    show(turn, issue, issue.assignee)
    _settle(turn, issue)


@router.due("issues.auto_close")
def auto_close(turn: Turn, code: str, payload: Payload) -> None:
    """Nobody said 没好 for some working days: closed, and the reporter is told how to bring it back."""
    issue = _current(turn, code, payload)
    if issue is None or issue.status != Status.RESOLVED:
        return
    by_clock(turn, "auto_close", issue)
    issue.closed_at = turn.now
    touched(turn, issue, "auto_close")
    clocks.arm(turn, issue)
    show(turn, issue, issue.reporter, key=f"{code}:closed:{issue.round}")
    _settle(turn, issue)


@router.due("issues.seal")
def seal(turn: Turn, code: str, payload: Payload) -> None:
    """The days for 没好 are over: from now on a fault is a new report."""
    issue = _current(turn, code, payload)
    if issue is None or issue.status != Status.CLOSED:
        return
    issue.sealed = True
    turn.record(code, "seal", clause=FLOW.clause)
    _settle(turn, issue)


def _current(turn: Turn, code: str, payload: Payload) -> Issue | None:
    """The issue, unless it has moved on since the timer was set."""
    issue = issues.find(turn.tx, code)
    return issue if issue is not None and issue.round == payload.get("round") else None


def _still_missed(issue: Issue, level: Level) -> bool:
    return (
        issue.status == Status.NEW
        if level.target == "respond"
        else issue.status in (Status.NEW, Status.ACCEPTED, Status.WORKING)
    )


def _call(turn: Turn, issue: Issue, level: Level, key: str, *, again: bool) -> None:
    """The card the first time; after that a line that opens it, for nobody reads the same card twice in one chat."""
    at = clocks.next_morning(turn) if level.digest and issue.priority != 1 else None
    for person in turn.everyone(*level.to) or turn.everyone(Role.CIO):
        card = cards.still_late(turn, issue) if again else cards.draw(turn, issue, turn.view_of(person))
        turn.tell(
            person, card, key=f"{issue.code}:{key}:{person.id}", subject="" if again else issue.code,
            priority=urgency(issue), not_before=at,
        )  # fmt: skip


def _settle(turn: Turn, issue: Issue) -> None:
    turn.tx.flush()
    turn.settle(issue.code, lambda viewer: cards.draw(turn, issue, viewer))
