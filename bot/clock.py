"""What time it is. Real everywhere but in the demo, whose visitors may move it forward to see reminders fall due."""

from datetime import UTC, datetime, timedelta

from storage import settings
from storage.base import Database

OFFSET = "demo.clock_offset_seconds"


def real_time() -> datetime:
    """Now, aware, in UTC."""
    return datetime.now(UTC)


class MovableClock:
    """Real time plus an offset that is kept in the database, so that a restarted demo goes on where it was."""

    def __init__(self, database: Database) -> None:
        self._database = database
        with database.read() as tx:
            self._offset = timedelta(seconds=float(settings.get(tx, OFFSET, 0.0)))

    def __call__(self) -> datetime:
        """Now, as the demo has it."""
        return real_time() + self._offset

    def set(self, moment: datetime) -> None:
        """Be at this moment now. Only for setting the stage: afterwards the clock goes forward only."""
        self._move_to(moment - real_time())

    def forward(self, span: timedelta) -> None:
        """Let time pass."""
        self._move_to(self._offset + span)

    def _move_to(self, offset: timedelta) -> None:
        with self._database.write() as tx:
            settings.put(tx, OFFSET, offset.total_seconds())
        self._offset = offset
