"""A relay of its own process, to be killed: it writes each message it sends into a file, as a platform would see it.

`python -m tests.jobs.doomed DATABASE-URL FILE` runs until it is killed.
"""

import asyncio
import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from handlers.school import School
from handlers.school_time import SchoolCalendar
from jobs.outgoing import Accepted, Outcome, Outgoing, Pace
from jobs.relay import Relay
from storage.base import Database
from tests.jobs.conftest import Deaf, no_library

PARALLEL = 8


class WritingMouth:
    """Says everything into a file, one line for each message, at once and for good."""

    platform = "chat"
    pace = Pace(parallel=PARALLEL)

    def __init__(self, path: str) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    def is_group(self, address: str) -> bool:
        del address
        return False

    async def send(self, messages: Sequence[Outgoing]) -> Sequence[Outcome]:
        os.write(self._file, "".join(f"{message.id}\n" for message in messages).encode())
        await asyncio.sleep(0.002)
        return [Accepted(str(message.id)) for message in messages]


async def main(url: str, path: str) -> None:
    school = School(calendar=SchoolCalendar(), library=no_library, understander=Deaf())
    relay = Relay(
        Database(url), [WritingMouth(path)], lambda: datetime.now(UTC), school, lease=timedelta(seconds=15)
    )  # fmt: skip
    await relay.run(asyncio.Event())


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
