"""Whether an Official Account may write by itself. Only verified ones may; the others can do no more than answer a call.

Nobody has to configure it: the first message that leaves finds it out, and it is kept as a fact of the installation.
"""

import time
from collections.abc import Callable
from typing import Protocol

UNPROVEN_FOR = 5.0  # seconds between two looks at what other processes found out
PROVEN_FOR = 60.0
TRY_AGAIN = 86400.0  # an account may have been verified since


class Facts(Protocol):
    """Where what was found out is kept. Blocks."""

    def get(self) -> bool | None:
        """What was found out last; None while nothing was."""
        ...

    def put(self, may_write: bool) -> None:
        """Keep it."""
        ...


class NoFacts:
    """Nothing is kept: each process finds out for itself."""

    def get(self) -> bool | None:
        """Nothing."""
        return None

    def put(self, may_write: bool) -> None:
        """Not kept."""


class Standing:
    """What is known of one account. Safe to call from any thread; everything here may block."""

    def __init__(self, facts: Facts | None = None, ticks: Callable[[], float] = time.monotonic) -> None:
        self._facts = facts or NoFacts()
        self._ticks = ticks
        self._may_write: bool | None = None
        self._looked_at = float("-inf")
        self._tried_at = float("-inf")

    def may_write(self) -> bool | None:
        """True for a verified account, False for one that can only answer, None while nobody knows."""
        now = self._ticks()
        if now - self._looked_at > (PROVEN_FOR if self._may_write else UNPROVEN_FOR):
            self._looked_at = now
            known = self._facts.get()
            self._may_write = self._may_write if known is None else known
        return self._may_write

    def worth_trying(self) -> bool:
        """Whether to write at all. An account that may not is asked again at every start and once a day."""
        return self.may_write() is not False or self._ticks() - self._tried_at > TRY_AGAIN

    def found(self, may_write: bool) -> bool:
        """The platform has just said so. Whether that is news."""
        self._tried_at = self._ticks()
        if self._may_write is may_write:
            return False
        self._may_write = may_write
        self._facts.put(may_write)
        return True
