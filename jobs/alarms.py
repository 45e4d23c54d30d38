"""What went wrong and needs somebody: counted by name for health and metrics, said in the log once a minute."""

import logging
import time
from collections import Counter
from collections.abc import Callable
from datetime import datetime

log = logging.getLogger(__name__)

QUIET_SECONDS = 60.0
SENDING, UPDATES = ".sending", ".updates"  # what does not work of a platform


def sending(platform: str) -> str:
    """The trouble of a platform that takes nothing from us."""
    return f"{platform}{SENDING}"


def updates(platform: str) -> str:
    """The trouble of a platform that brings us nothing."""
    return f"{platform}{UPDATES}"


class Alarms:
    """Counters that only grow, and the latest cause of each. Safe to call from any thread."""

    def __init__(self, ticks: Callable[[], float] = time.monotonic) -> None:
        self.counts: Counter[str] = Counter()
        self.causes: dict[str, str] = {}
        self.troubles: dict[str, datetime] = {}  # what does not work right now, and since when
        self._ticks = ticks
        self._said: dict[str, float] = {}

    def __call__(self, what: str, cause: BaseException | str = "") -> None:
        """Something of this kind happened. A database that is away for an hour fills no disk with log lines."""
        self.counts[what] += 1
        self.causes[what] = str(cause)[:500]
        now = self._ticks()
        if now - self._said.get(what, float("-inf")) < QUIET_SECONDS:
            return
        self._said[what] = now
        log.error("%s: %s (%s times so far)", what, cause, self.counts[what])

    def begins(self, what: str, at: datetime) -> None:
        """Something does not work; of several who notice, the first says since when."""
        self.troubles.setdefault(what, at)

    def ends(self, what: str) -> datetime | None:
        """It works again; since when it had not, or None when it had all the time."""
        return self.troubles.pop(what, None)
