"""Relays of their own processes, to be killed: each writes what it sends into a file, as a platform would see it.

`python -m tests.jobs.doomed` reads lines `DATABASE-URL FILE MOST`. For each it forks a relay, writes its process id, and
when that relay was killed an empty line. So the modules are loaded once, and every relay is at work within milliseconds.
With MOST lines in the file the platform answers nobody any more: whoever kills the relay then kills it in the middle.
"""

import asyncio
import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

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

    def __init__(self, path: str, most: int) -> None:
        self._path, self._most = Path(path), most
        self._file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    def is_group(self, address: str) -> bool:
        del address
        return False

    async def send(self, messages: Sequence[Outgoing]) -> Sequence[Outcome]:
        os.write(self._file, "".join(f"{message.id}\n" for message in messages).encode())
        await asyncio.sleep(0.002)
        if len(self._path.read_bytes().splitlines()) >= self._most:
            await asyncio.Event().wait()
        return [Accepted(str(message.id)) for message in messages]


async def main(url: str, path: str, most: str) -> None:
    school = School(usual=SchoolCalendar(), library=no_library, understander=Deaf())
    relay = Relay(
        Database(url), [WritingMouth(path, int(most))], lambda: datetime.now(UTC), school, lease=timedelta(seconds=15)
    )  # fmt: skip
    await relay.run(asyncio.Event())


if __name__ == "__main__":
    for line in sys.stdin:
        child = os.fork()
        if not child:
            asyncio.run(main(*line.split()))
        os.write(1, f"{child}\n".encode())
        os.waitpid(child, 0)
        os.write(1, b"\n")
