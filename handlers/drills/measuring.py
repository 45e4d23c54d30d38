"""What the clock measures by itself, and how it is worked out. Pure but for the rows it marks."""

from datetime import timedelta

from handlers.turn import Turn
from storage.drills import Drill, DrillParticipant, Inject


def first_response(turn: Turn, drill: Drill) -> None:
    """The first answer of anybody to anything in this drill."""
    goal = next((one for one in drill.objectives if one.kind == "first"), None)
    if goal is not None and goal.reached_at is None:
        goal.reached_at = turn.now


def absent(drill: Drill) -> list[DrillParticipant]:
    """Who has not reported in."""
    return [part for part in drill.players if part.arrived_at is None]


def first_after(drill: Drill) -> timedelta | None:
    """How long after the start anybody answered; None for nobody."""
    if drill.started_at is None:
        return None
    answers = [part.arrived_at for part in drill.players]
    answers += [receipt.acknowledged_at for inject in drill.injects for receipt in inject.receipts]
    answers += [receipt.handled_at for inject in drill.injects for receipt in inject.receipts]
    given = [at for at in answers if at is not None]
    return min(given) - drill.started_at if given else None


def first_received(inject: Inject) -> timedelta | None:
    """How long after it was sent somebody acknowledged an inject; None for nobody."""
    given = [one.acknowledged_at for one in inject.receipts if one.acknowledged_at is not None]
    return min(given) - inject.sent_at if given and inject.sent_at is not None else None


def percent_here(drill: Drill) -> int:
    """How many of those who take part were there, in percent."""
    players = drill.players
    return round(100 * sum(one.arrived_at is not None for one in players) / len(players)) if players else 0
