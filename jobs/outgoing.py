"""What the relay hands to a platform and what it hears back. The relay knows no platform; a platform knows no table."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol, TypeAlias

from handlers.cards import Enclosure, Rendered
from storage.outbox import Kind


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One claimed message. For an edit, `target` and `handle` are what the platform gave us when the card was sent; for a
    recall, `target` names the message and `receipt` the call that carried it.
    """

    id: int
    kind: Kind
    address: str
    card: Rendered
    target: str = ""
    handle: str = ""
    receipt: str = ""
    answers: str = ""
    batch: str = ""
    subject: str = ""
    attempts: int = 1


@dataclass(frozen=True, slots=True)
class Accepted:
    """The platform has it. `external_id` names the message there; `handle` is what it takes to change it later, and
    `receipt` what it takes to take it back, where that is something else.
    """

    external_id: str = ""
    handle: str = ""
    note: str = ""
    receipt: str = ""


@dataclass(frozen=True, slots=True)
class Later:
    """Not now: a limit, or nothing was sent for sure. `whole_account` pauses everything, else only this address.

    `cut_off`: nothing gets through, because the platform cannot be reached or refuses our settings. That is an alarm.
    """

    seconds: float
    reason: str
    whole_account: bool = False
    cut_off: bool = False


@dataclass(frozen=True, slots=True)
class Refused:
    """Never: the platform said no for good. `unreachable` means nothing else to this address will arrive either."""

    reason: str
    unreachable: bool = False


@dataclass(frozen=True, slots=True)
class Closed:
    """Not before its reader speaks: the platform opens a conversation only then, and shuts it again. Nothing was sent."""

    reason: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """The request went out and no answer came: it may have arrived. Never repeated blindly."""

    reason: str


@dataclass(frozen=True, slots=True)
class Moved:
    """The conversation has another address now (a group became a supergroup); send again there."""

    address: str


Outcome: TypeAlias = Accepted | Later | Refused | Closed | Unknown | Moved


def one_message(_card: Rendered) -> int:
    """Most cards are one message on their platform."""
    return 1


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
    merges: int = 0  # bytes of one message into which all that is said at once goes, where messages are counted
    parallel: int = 8  # calls under way at once
    parts: Callable[[Rendered], int] = one_message  # the most messages a new card becomes there: each of them counts


class Cabinet(Protocol):
    """Where a platform finds the files that messages name. Everything here blocks: call it from a worker thread."""

    def content(self, file: Enclosure) -> bytes | None:
        """The bytes, or None when the file's time is over."""
        ...

    def upload(self, file: Enclosure, platform: str) -> str:
        """How this platform calls the file, if it still has it from an earlier time; else ""."""
        ...

    def remember_upload(self, file: Enclosure, platform: str, ref: str, lives: timedelta) -> None:
        """The platform has it now, under this name, for so long."""
        ...

    def link(self, message_id: int, file: Enclosure) -> str:
        """An address from which the reader of this message can download it; "" where the school has no public one."""
        ...


class NoCabinet:
    """Nothing is kept: for a mouth that never sends files."""

    def content(self, file: Enclosure) -> bytes | None:
        """Nothing."""
        del file
        return None

    def upload(self, file: Enclosure, platform: str) -> str:
        """Nowhere."""
        del file, platform
        return ""

    def remember_upload(self, file: Enclosure, platform: str, ref: str, lives: timedelta) -> None:
        """Not remembered."""

    def link(self, message_id: int, file: Enclosure) -> str:
        """None."""
        del message_id, file
        return ""


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
