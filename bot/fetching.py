"""Fetching what people sent, from where the platform keeps it, outside every turn; then its feature is told by the clock."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias

from bot import pictures
from handlers.files import safe_name, type_of
from handlers.incoming import Attachment
from jobs.alarms import Alarms
from storage import files, schedules, wanted_files
from storage.base import Database
from storage.wanted_files import FAILED, FETCHED, KEPT_THERE, WantedFile

log = logging.getLogger(__name__)

Fetch: TypeAlias = Callable[[Attachment], Awaitable[bytes]]

LOOK_EVERY = 2.0  # seconds
OURS_FOR = timedelta(minutes=3)  # longer than any download; then somebody else may try
FIRST_PAUSE = timedelta(seconds=20)
LONGEST_PAUSE = timedelta(hours=2)
MOST_ATTEMPTS = 40
NAMES = {pictures.JPEG: ".jpg", pictures.PNG: ".png"}


class Never(Exception):
    """It is gone, too big or broken: trying again is of no use."""


@dataclass(frozen=True, slots=True)
class _Got:
    row: WantedFile
    content: bytes = b""
    trouble: str = ""
    for_good: bool = False


class Fetcher:
    """The standing work of one process. Several may run: a claim in the database keeps them apart."""

    def __init__(
        self, database: Database, fetches: Mapping[str, Fetch], clock: Callable[[], datetime], alarms: Alarms
    ) -> None:
        self._database, self._fetches, self._clock, self._alarms = database, fetches, clock, alarms

    async def run(self, stop: asyncio.Event) -> None:
        """Until told to stop."""
        while not stop.is_set():
            found = 0
            try:
                found = await self.step()
            except Exception as mistake:  # noqa: BLE001 -- a database that blinks; the rows wait
                self._alarms("fetching", mistake)
            if not found:
                try:
                    await asyncio.wait_for(stop.wait(), LOOK_EVERY)
                except TimeoutError:
                    continue

    async def step(self) -> int:
        """Fetch what is due now; how many that were."""
        if not self._fetches:
            return 0
        rows = await asyncio.to_thread(self._claim)
        for got in await asyncio.gather(*(self._one(row) for row in rows)):
            await asyncio.to_thread(self._settle, got)
        return len(rows)

    def _claim(self) -> list[WantedFile]:
        now = self._clock()
        with self._database.write() as tx:
            return wanted_files.claim(tx, self._fetches, now, now + OURS_FOR)

    async def _one(self, row: WantedFile) -> _Got:
        try:
            content = await self._fetches[row.platform](Attachment(row.kind, row.ref, row.name))
            if not content:
                return _Got(row, trouble=f"{wanted_files.BROKEN}: empty", for_good=True)
            if len(content) > files.BIGGEST:
                return _Got(row, trouble=f"{len(content)} bytes", for_good=True)
            return _Got(row, pictures.stripped(content))
        except pictures.Damaged as damaged:
            return _Got(row, trouble=f"{wanted_files.BROKEN}: {damaged}", for_good=True)
        except Never as final:
            return _Got(row, trouble=str(final), for_good=True)
        except Exception as broken:  # noqa: BLE001 -- whatever the network did, it is tried again
            return _Got(row, trouble=f"{type(broken).__name__}: {broken}")

    def _settle(self, got: _Got) -> None:
        now = self._clock()
        with self._database.write() as tx:
            row = tx.get(WantedFile, got.row.id, with_for_update=True)
            if row is None or row.status != wanted_files.WANTED:
                return
            if got.content:
                media_type = pictures.media_type_of(got.content)
                name = named(row, media_type)
                kept = files.keep(
                    tx,
                    name,
                    media_type or _plain(type_of(name)),
                    got.content,
                    now,
                    subject=row.subject,
                    owner_id=row.by_id,
                )
                row.status, row.file_id, row.reason = FETCHED, kept.id, ""
                told = (
                    f"file:{row.id}"  # a subject of its own: what silences an issue's deadlines does not silence this
                )
                schedules.set_timer(tx, f"{told}:here", row.action, told, now, {"code": row.subject})
                return
            row.reason = got.trouble[:300]
            over = now - row.wanted_at > KEPT_THERE or row.attempts >= MOST_ATTEMPTS
            if got.for_good or over:
                row.status = FAILED
                schedules.set_timer(
                    tx, f"file:{row.id}:lost", wanted_files.LOST, f"file:{row.id}", now, {"code": row.subject}
                )
                log.warning("file %s of %s cannot be fetched: %s", row.id, row.subject, row.reason)
            else:
                row.next_at = now + min(FIRST_PAUSE * 2.0 ** min(row.attempts - 1, 10), LONGEST_PAUSE)


def named(row: WantedFile, media_type: str) -> str:
    """A safe name with the ending of what it is; pictures have none of their own on most platforms."""
    ending = NAMES.get(media_type)
    if ending is None:
        return safe_name(row.name or "file")
    stem = safe_name(row.name).rpartition(".")[0] if row.name else ""
    return safe_name(f"{stem or f'{row.subject}-{row.id}'}{ending}")


def _plain(media_type: str) -> str:
    """What claims to be a picture and is none is offered as a document."""
    return "application/octet-stream" if media_type in NAMES else media_type
