"""The files' way out: what mouths take from storage, and the door `/files/…` for links.

A link names one message and one file, ends after a week, and is signed with a secret that only the database knows. It
opens nothing for whoever no longer belongs to the school; one of the web chat opens in the browser of that chat alone.
"""

import asyncio
import base64
import hashlib
import hmac
import logging
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import quote

from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.platforms import texts
from handlers.cards import Enclosure
from storage import files, settings
from storage.base import Database, insert_into
from storage.outbox import Message
from storage.people import Person

log = logging.getLogger(__name__)

LINK_LIVES = timedelta(days=7)
SECRET = "files.secret"  # noqa: S105 -- the name of the setting, not the secret
LONGEST_TOKEN = 200
# What a browser may show by itself; everything else is only offered for download.
SHOWN = frozenset({"image/jpeg", "image/png"})
GUARDED = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
}

MaySee = Callable[[Request, str], bool]


@dataclass(frozen=True, slots=True)
class Opened:
    """A file whose link was good."""

    name: str
    media_type: str
    content: bytes


class FileRoom:
    """The files of one school, for mouths and for the door."""

    def __init__(self, database: Database, clock: Callable[[], datetime], public_url: str = "") -> None:
        self._database, self._clock, self._public_url = database, clock, public_url.rstrip("/")
        self._secret = b""

    # For mouths

    def content(self, file: Enclosure) -> bytes | None:
        """The bytes, or None when the file's time is over."""
        with self._database.read() as tx:
            return files.content_of(tx, file.id, self._clock())

    def upload(self, file: Enclosure, platform: str) -> str:
        """How a platform calls a file it still has; else ""."""
        with self._database.read() as tx:
            return files.upload_of(tx, file.id, platform, self._clock())

    def remember_upload(self, file: Enclosure, platform: str, ref: str, lives: timedelta) -> None:
        """A platform has it now."""
        with self._database.write() as tx:
            files.remember_upload(tx, file.id, platform, ref, self._clock() + lives)

    def link(self, message_id: int, file: Enclosure) -> str:
        """The whole address for the reader of this message; "" without a public one."""
        return f"{self._public_url}{self.path(message_id, file.id)}" if self._public_url else ""

    # For the page and the door

    def path(self, message_id: int, file_id: int) -> str:
        """The address on this server."""
        ends = int((self._clock() + LINK_LIVES).timestamp())
        signed = f"{message_id}.{file_id}.{ends}"
        return f"/files/{signed}.{self._signature(signed)}"

    def routes(self, may_see: MaySee) -> list[Route]:
        """The door. `may_see` tells whether a browser belongs to a conversation of the web chat."""

        async def fetch(request: Request) -> Response:
            found = await asyncio.to_thread(self._opened, request, may_see)
            if found is None:
                words = f"{texts.LINK_WRONG.zh}\n{texts.LINK_WRONG.en}\n"
                return PlainTextResponse(words, 404, headers=GUARDED)
            return Response(found.content, media_type=found.media_type, headers={**GUARDED, **_disposition(found)})

        return [Route("/files/{token:str}", fetch)]

    def _opened(self, request: Request, may_see: MaySee) -> Opened | None:
        """The file behind a link. Wrong, old, foreign and forged answer alike."""
        signed = self._read(request.path_params["token"])
        if signed is None:
            return None
        message_id, file_id = signed
        with self._database.read() as tx:
            message = tx.get(Message, message_id)
            named = message is not None and any(one["id"] == file_id for one in message.card.get("files", ()))
            if message is None or not named or not _still_ours(tx, message):
                return None
            if message.platform == "web" and not may_see(request, message.address):
                return None
            kept = tx.get(files.File, file_id)
            content = files.content_of(tx, file_id, self._clock())
            if kept is None or content is None:
                return None
            return Opened(kept.name, kept.media_type, content)

    def _read(self, token: str) -> tuple[int, int] | None:
        if len(token) > LONGEST_TOKEN or not token.isascii():
            return None
        signed, _, signature = token.rpartition(".")
        if not hmac.compare_digest(signature, self._signature(signed)):
            return None
        message_id, file_id, ends = (int(part) for part in signed.split("."))
        return (message_id, file_id) if self._clock().timestamp() <= ends else None

    def _signature(self, signed: str) -> str:
        digest = hmac.new(self._key(), signed.encode(), hashlib.sha256).digest()
        return base64.urlsafe_b64encode(digest).decode().rstrip("=")

    def _key(self) -> bytes:
        """The secret, made once for all processes of this school."""
        if not self._secret:
            with self._database.read() as tx:
                kept = settings.get(tx, SECRET)
            if kept is None:
                with self._database.write() as tx:
                    row = insert_into(tx, settings.Setting).values(name=SECRET, value=secrets.token_hex(32))
                    tx.execute(row.on_conflict_do_nothing(index_elements=["name"]))
                    kept = settings.get(tx, SECRET)
            self._secret = bytes.fromhex(kept)
        return self._secret


def _still_ours(tx: Session, message: Message) -> bool:
    """Whether the reader of a message still belongs to the school; a guest reads what was said to the guest."""
    person = tx.get(Person, message.person_id) if message.person_id else None
    return message.person_id is None or (person is not None and person.active)


def _disposition(found: Opened) -> dict[str, str]:
    how = "inline" if found.media_type in SHOWN else "attachment"
    plain = "".join(
        letter if letter.isascii() and (letter.isalnum() or letter in "._-") else "_" for letter in found.name
    )
    return {"Content-Disposition": f"{how}; filename=\"{plain}\"; filename*=UTF-8''{quote(found.name, safe='')}"}
