"""When a platform is in trouble: how long to wait, and whom to tell."""

import logging
from collections.abc import Callable
from typing import TypeAlias

log = logging.getLogger(__name__)

SHORTEST_PAUSE = 2.0  # seconds
LONGEST_PAUSE = 300.0

Alarm: TypeAlias = Callable[[str], None]
Line: TypeAlias = Callable[[bool], None]  # told whether the platform brings us what people say
BORNE = 2  # failures in a row that are no news: a network blinks


def logged(platform: str) -> Alarm:
    """Where nobody else listens, an alarm is a line of the log."""

    def alarm(words: str) -> None:
        log.error("%s: %s", platform, words)

    return alarm


def unwatched(up: bool) -> None:
    """Where nobody wants to know how the line is."""
    del up


def pause_after(attempts: int) -> float:
    """Seconds to wait before another attempt: 2, 4, 8 … up to five minutes."""
    return min(SHORTEST_PAUSE * 2.0 ** min(max(attempts - 1, 0), 10), LONGEST_PAUSE)
