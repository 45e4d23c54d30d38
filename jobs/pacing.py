"""How fast one bot account may speak, kept exactly: per account, per person, per group, per minute and per hour.

Pure arithmetic over a running clock in seconds. A limit is counted from the moment a message has certainly arrived to
the moment the next one starts, so a slow network never makes two messages meet the platform closer than allowed.
Some platforms drop what is too fast without a word, so nothing here is best effort.
"""

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TypeAlias

from jobs.outgoing import Pace

MINUTE, HOUR = 60.0, 3600.0
RESERVE = 1  # kept free in each window for the one message that a killed worker may have sent unrecorded
MANY = 5_000  # conversations before old ones are forgotten
BURST = 1.0  # intervals by which a late start may be made up for, so that jitter costs no throughput

Window: TypeAlias = tuple[float, int]  # within so many seconds at most so many


@dataclass(slots=True)
class _Conversation:
    under_way: int = 0
    latest: int = 1  # messages of the latest call
    arrived: deque[float] = field(default_factory=deque)


class Pacer:
    """The pace of one account, and what was said lately to whom."""

    def __init__(self, pace: Pace, is_group: Callable[[str], bool]) -> None:
        self._pace = pace
        self._is_group = is_group
        self._said: dict[str, _Conversation] = {}
        self._interval = 1 / pace.per_second if pace.per_second else 0.0
        self._next = 0.0  # when the account may speak next if it keeps its rate exactly
        self._person = self._windows(pace.per_address_minute, pace.per_address_hour)
        self._group = self._windows(pace.per_group_minute, None)
        self.has_windows = bool(self._person or self._group)

    def knows(self, address: str) -> bool:
        """Whether this process already follows a conversation; if not, the record of the last hour comes first."""
        return address in self._said

    def remember(self, addresses: Iterable[str], arrivals: Iterable[tuple[str, float]]) -> None:
        """What the record says was sent by others before us."""
        for address in addresses:
            self._said.setdefault(address, _Conversation())
        for address, moment in sorted(arrivals, key=lambda arrival: arrival[1]):
            self._said[address].arrived.append(moment)

    def account_ready(self) -> float:
        """The earliest moment at which the account may speak at all."""
        return self._next - BURST * self._interval if self._interval else 0.0

    def ready(self, address: str, now: float, parts: int = 1) -> float:
        """The earliest moment at which this conversation may get so many messages; `now` or before means at once."""
        said = self._said.get(address)
        if said is None:
            return now
        ready = now
        spacing = self._pace.per_address_seconds
        if spacing and said.arrived and not self._is_group(address):
            ready = said.arrived[-1] + spacing * said.latest
        windows = self._group if self._is_group(address) else self._person
        for seconds, most in windows:
            free = most - said.under_way - min(parts, most) + 1
            if free <= 0:
                return max(ready, now + 1.0)
            if len(said.arrived) >= free:
                ready = max(ready, said.arrived[-free] + seconds)
        return ready

    def started(self, addresses: Iterable[str], now: float, parts: int = 1) -> None:
        """So many messages leave now for each of these conversations."""
        if self._interval:
            self._next = max(self._next, now) + self._interval * parts
        for address in addresses:
            self._said.setdefault(address, _Conversation()).under_way += parts

    def finished(self, addresses: Iterable[str], now: float, parts: int = 1) -> None:
        """The call is over; what it carried has arrived by now, if at all."""
        for address in addresses:
            said = self._said[address]
            said.under_way -= parts
            said.latest = parts
            said.arrived.extend([now] * parts)
            while said.arrived and said.arrived[0] < now - HOUR:
                said.arrived.popleft()

    def forget_old(self, now: float) -> None:
        """Conversations silent for more than an hour need no memory; the record has them if they come again."""
        if len(self._said) < MANY:
            return
        self._said = {
            address: said
            for address, said in self._said.items()
            if said.under_way or (said.arrived and said.arrived[-1] > now - HOUR)
        }

    @staticmethod
    def _windows(minute: int | None, hour: int | None) -> tuple[Window, ...]:
        limits = ((MINUTE, minute), (HOUR, hour))
        return tuple((seconds, max(1, most - RESERVE)) for seconds, most in limits if most)
