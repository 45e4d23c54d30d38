"""What the relay hands to a platform and what it hears back. The relay knows no platform; a platform knows no table."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from handlers.cards import Rendered
from storage.outbox import Kind


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One claimed message. For an edit, `target` and `handle` are what the platform gave us when the card was sent."""

    id: int
    kind: Kind
    address: str
    card: Rendered
    target: str = ""
    handle: str = ""
    answers: str = ""
    batch: str = ""
    subject: str = ""
    attempts: int = 1


@dataclass(frozen=True, slots=True)
class Accepted:
    """The platform has it. `external_id` names the message there; `handle` is what it takes to change it later."""

    external_id: str = ""
    handle: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Later:
    """Not now: a limit, or nothing was sent for sure. `whole_account` pauses everything, else only this address."""

    seconds: float
    reason: str
    whole_account: bool = False


@dataclass(frozen=True, slots=True)
class Refused:
    """Never: the platform said no for good. `unreachable` means nothing else to this address will arrive either."""

    reason: str
    unreachable: bool = False


@dataclass(frozen=True, slots=True)
class Unknown:
    """The request went out and no answer came: it may have arrived. Never repeated blindly."""

    reason: str


@dataclass(frozen=True, slots=True)
class Moved:
    """The conversation has another address now (a group became a supergroup); send again there."""

    address: str


Outcome: TypeAlias = Accepted | Later | Refused | Unknown | Moved


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast one bot account may speak. None: no such limit."""

    per_second: float | None = None  # over all conversations
    per_address_seconds: float | None = None  # between two messages to one person
    per_group_minute: int | None = None  # to one group
    per_address_minute: int | None = None  # to one person; some platforms drop the rest in silence
    per_address_hour: int | None = None
    shy_seconds: int = 0  # so long after :00 and :30 notices wait, where a platform is slow at those moments
    batch: int = 1  # how many addresses one call can serve with one text
    parallel: int = 8  # calls under way at once


class Mouth(Protocol):
    """One bot account on one platform, as the relay sees it."""

    platform: str
    pace: Pace

    def is_group(self, address: str) -> bool:
        """Whether an address is a group, where other limits hold."""
        ...

    async def send(self, messages: Sequence[Outgoing]) -> Sequence[Outcome]:
        """Send one message, or several of the same `batch` that one call can serve. One outcome each, in order."""
        ...
