"""The clock of the fakes: it runs with the machine, and a test may push it forward."""

import threading
import time
from datetime import UTC, datetime, timedelta


class Clock:
    """Time as the platform sees it. `advance(60)` makes a minute pass at once, so no test sleeps.

    Limits, lifetimes and time stamps follow this clock; waiting for a network answer does not.
    With `frozen=True` it stands still between two calls of `advance`.
    """

    def __init__(self, start: datetime | None = None, *, frozen: bool = False) -> None:
        self._lock = threading.Lock()
        self._frozen = frozen
        self._zero = time.monotonic()
        self._start = (start or datetime.now(UTC)).timestamp()
        self._pushed = 0.0

    def time(self) -> float:
        """Seconds since 1970, fractions included."""
        with self._lock:
            running = 0.0 if self._frozen else time.monotonic() - self._zero
            return self._start + running + self._pushed

    def now(self) -> datetime:
        """The same as an aware datetime in UTC."""
        return datetime.fromtimestamp(self.time(), UTC)

    def advance(self, seconds: float | timedelta) -> None:
        """Let this much time pass. Time never runs backwards: a negative step is a `ValueError`."""
        step = seconds.total_seconds() if isinstance(seconds, timedelta) else seconds
        if step < 0:
            raise ValueError("a clock of the fakes only runs forward")
        with self._lock:
            self._pushed += step
