"""Time passes in a story: everything rings at its own moment, by the clock that a school runs."""

from datetime import timedelta

from sqlalchemy import select

from jobs import due
from storage.schedules import Timer
from tests.stage import Stage


def pass_time(stage: Stage, **span: float) -> None:
    """Let time pass (`hours=2`) and answer everything that falls due on the way, in order."""
    until = stage.clock.now + timedelta(**span)
    while True:
        with stage.database.read() as tx:
            moment = tx.scalar(
                select(Timer.due_at)
                .where(Timer.fired_at.is_(None), Timer.due_at <= until)
                .order_by(Timer.due_at)
                .limit(1)
            )
        if moment is None:
            break
        stage.clock.now = max(stage.clock.now, moment)
        tick(stage)
    stage.clock.now = until


def tick(stage: Stage) -> None:
    """The clock wakes once: all that is due by now is done, and nothing of it may fail."""
    ticked = due.tick(stage.database, stage.school, stage.features, stage.clock.now)
    assert ticked.failed == 0
