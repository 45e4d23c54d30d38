"""The page's mouth. A message is delivered once it is a row with the mark `accepted`; open pages are told to look."""

import asyncio
from collections.abc import Sequence

from jobs.outgoing import Accepted, Outcome, Outgoing, Pace

PLATFORM = "web"


class Hub:
    """Wakes the open pages of this process. Pages in other processes look again every second or so by themselves."""

    def __init__(self) -> None:
        self._waiting: set[asyncio.Event] = set()
        self.closed = False

    def close(self) -> None:
        """The server goes down: open pages let go at once, and ask again until somebody answers."""
        self.closed = True
        self.pulse()

    def pulse(self) -> None:
        """Something new is there."""
        for event in self._waiting:
            event.set()

    async def wait(self, seconds: float) -> None:
        """Until something new is there, or the time is over."""
        event = asyncio.Event()
        self._waiting.add(event)
        try:
            await asyncio.wait_for(event.wait(), seconds)
        except TimeoutError:
            pass
        finally:
            self._waiting.discard(event)


class WebMouth:
    """Delivers to the chat page."""

    platform = PLATFORM
    pace = Pace(parallel=64)

    def __init__(self, hub: Hub) -> None:
        self._hub = hub

    def is_group(self, address: str) -> bool:
        """The page has no groups."""
        del address
        return False

    async def send(self, messages: Sequence[Outgoing]) -> Sequence[Outcome]:
        """The row itself is the delivery; the pages fetch it."""
        # The mark is committed a moment after this returns; pages that look too early look again.
        asyncio.get_running_loop().call_later(0.05, self._hub.pulse)
        return [Accepted(external_id=str(message.id)) for message in messages]
