"""Telegram's flood limits, in their strict reading: about 30 a second, 1 a second to a chat, 20 a minute to a group.

Telegram publishes no exact numbers, so each is an option here. Who sends too fast is told `retry_after`,
and stays refused until that time has passed.
"""

import math
from collections import deque
from dataclasses import dataclass, field

from tests.fakes.telegram_refusals import too_many_requests


@dataclass(frozen=True, slots=True)
class Limits:
    """`None` switches a limit off."""

    per_second: int | None = 30
    chat_per_second: float | None = 1.0
    chat_burst: int = 3
    group_per_minute: int | None = 20

    @classmethod
    def none(cls) -> "Limits":
        """No limit at all, for stories that are about something else."""
        return cls(per_second=None, chat_per_second=None, group_per_minute=None)


@dataclass(slots=True)
class FloodControl:
    limits: Limits
    refused: int = 0
    _all: deque[float] = field(default_factory=deque)
    _groups: dict[int, deque[float]] = field(default_factory=dict)
    _next_free: dict[int, float] = field(default_factory=dict)  # chat -> when its burst is used up no more
    _penalty: dict[int | None, float] = field(default_factory=dict)  # chat (None: the bot) -> until when

    def admit(self, chat_id: int, now: float, *, group: bool, edit: bool = False) -> None:
        """Counts one message to this chat, or refuses it with 429. Edits count in groups only."""
        waits: dict[int | None, float] = {
            None: self._wait_overall(now) if not edit else 0.0,
            chat_id: max(
                self._wait_chat(chat_id, now) if not edit else 0.0, self._wait_group(chat_id, now) if group else 0.0
            ),
        }
        if max(self._served(scope, now) for scope in waits) > 0:
            self.refused += 1
            raise too_many_requests(math.ceil(max(self._served(scope, now) for scope in waits)))
        if max(waits.values()) > 0:
            self._punish(waits, now)
        self._count(chat_id, now, group=group, edit=edit)

    def _served(self, scope: int | None, now: float) -> float:
        """Seconds of a penalty still to be served; asking again does not make it longer."""
        return self._penalty.get(scope, 0.0) - now

    def _punish(self, waits: dict[int | None, float], now: float) -> None:
        self.refused += 1
        for scope, wait in waits.items():
            if wait > 0:
                self._penalty[scope] = now + math.ceil(wait)
        raise too_many_requests(math.ceil(max(waits.values())))

    def _count(self, chat_id: int, now: float, *, group: bool, edit: bool) -> None:
        if not edit:
            self._all.append(now)
            if self.limits.chat_per_second:
                step = 1 / self.limits.chat_per_second
                self._next_free[chat_id] = max(self._next_free.get(chat_id, now), now) + step
        if group:
            self._groups.setdefault(chat_id, deque()).append(now)

    def _wait_overall(self, now: float) -> float:
        if self.limits.per_second is None:
            return 0.0
        return _wait_window(self._all, now, self.limits.per_second, 1.0)

    def _wait_group(self, chat_id: int, now: float) -> float:
        if self.limits.group_per_minute is None:
            return 0.0
        return _wait_window(self._groups.setdefault(chat_id, deque()), now, self.limits.group_per_minute, 60.0)

    def _wait_chat(self, chat_id: int, now: float) -> float:
        """A leaky bucket: `chat_burst` at once, then one at each step."""
        if not self.limits.chat_per_second:
            return 0.0
        step = 1 / self.limits.chat_per_second
        booked = self._next_free.get(chat_id, now) - now
        wait = booked - (self.limits.chat_burst - 1) * step
        return wait if wait > 1e-6 else 0.0


def _wait_window(sent: deque[float], now: float, most: int, window: float) -> float:
    while sent and sent[0] <= now - window:
        sent.popleft()
    return max(sent[-most] + window - now, 1e-6) if len(sent) >= most else 0.0
