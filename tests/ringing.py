"""Time passes in a story: every timer rings at its own moment, each in a turn of the clock."""

from datetime import timedelta

from handlers.turn import Turn
from storage import schedules
from tests.stage import Stage


def pass_time(stage: Stage, **span: float) -> None:
    """Let time pass (`hours=2`) and answer everything that falls due on the way, in order."""
    until = stage.clock.now + timedelta(**span)
    while True:
        with stage.database.write() as tx:
            timer = schedules.next_timer(tx, until)
            if timer is None:
                break
            stage.clock.now = max(stage.clock.now, timer.due_at)
            turn = Turn(tx, stage.school, stage.features, stage.clock.now)
            stage.features.dues[timer.action](turn, timer.subject, timer.payload)
            timer.fired_at = stage.clock.now
            turn.finish()
    stage.clock.now = until
