"""What every door that a platform knocks on has in common: size, freshness, replays, answers that give nothing away.

A platform is answered "yes" only after its update is a row. Whoever is not the platform gets a 4xx with one word; a
failure of ours is a 503, so that the platform comes again.
"""

import hashlib
import hmac
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.ears import NotKept, RawUpdate

log = logging.getLogger(__name__)

FRESH_SECONDS = 600  # a server's clock may be wrong by minutes; the platform's own repeats come within seconds
MOST_REMEMBERED = 50_000


class Ears(Protocol):
    """Where updates are kept before they are confirmed."""

    async def keep(self, *updates: RawUpdate) -> None:
        """Returns once every update is a row; raises when it could not be kept."""
        ...


class Rejected(Exception):
    """A call that is not the platform's, or not whole. `status` is what it is answered."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


def same(ours: str, theirs: str) -> bool:
    """Whether two secrets agree, taking the same time whatever they share."""
    return hmac.compare_digest(ours.encode(), theirs.encode(errors="surrogateescape"))


async def body_of(request: Request, most: int) -> bytes:
    """The body, if it is not too big. `Rejected` (413, 400)."""
    announced = request.headers.get("content-length", "")
    if announced.isdigit() and int(announced) > most:
        raise Rejected(413, "too big")
    body = bytearray()
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > most:
                raise Rejected(413, "too big")
    except ClientDisconnect as gone:
        raise Rejected(400, "incomplete") from gone
    return bytes(body)


def answering(handle: Callable[[Request], Awaitable[Response]], platform: str) -> ASGIApp:
    """The endpoint with its refusals: 4xx for a bad call, 503 when we could not keep what was said.

    It speaks the server's own protocol, for every message comes through here: what Starlette puts around a function
    would catch the same mistakes a second and a third time.
    """

    async def answer(request: Request) -> Response:
        try:
            return await handle(request)
        except Rejected as rejected:
            log.warning("%s: a call was refused: %s", platform, rejected.reason)
            return PlainTextResponse(rejected.reason, rejected.status)
        except NotKept:  # the ears have said why, once a minute: an outage must not fill the disk with it
            return PlainTextResponse("try again", 503)
        except Exception:
            log.exception("%s: an update could not be kept; the platform will bring it again", platform)
            return PlainTextResponse("try again", 503)

    return _Endpoint(answer)


@dataclass(frozen=True, slots=True)
class _Endpoint:
    """Not a function, or Starlette would wrap it."""

    answer: Callable[[Request], Awaitable[Response]]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        response = await self.answer(Request(scope, receive, send))
        await response(scope, receive, send)


class Freshness:
    """Refuses signed calls that are old, and calls that were copied.

    A platform repeats a call word for word when our answer got lost, so the same call with the same body is let through
    once more as "known"; the same signature around another body is somebody else's work. Memory of this process only:
    across processes the inbox's unique event id makes a repeat harmless.
    """

    def __init__(self, clock: Callable[[], datetime], seconds: int = FRESH_SECONDS) -> None:
        self._clock = clock
        self._seconds = seconds
        self._known: OrderedDict[str, tuple[float, bytes]] = OrderedDict()

    def check_time(self, timestamp: str) -> None:
        """`Rejected` (403) for a time stamp that is too old, too new, or none."""
        if not timestamp.isdecimal() or len(timestamp) > 12:
            raise Rejected(403, "bad timestamp")
        if abs(self._clock().timestamp() - int(timestamp)) > self._seconds:
            raise Rejected(403, "stale")

    def is_repeat(self, seal: str, body: bytes) -> bool:
        """Whether exactly this call was accepted before. `Rejected` (403): its signature stood around other words."""
        self._forget()
        known = self._known.get(seal)
        if known is None:
            return False
        if known[1] != _digest(body):
            raise Rejected(403, "replayed")
        return True

    def accept(self, seal: str, body: bytes) -> None:
        """Remember a call; only after its update is a row."""
        self._known[seal] = (self._clock().timestamp() + 2 * self._seconds, _digest(body))

    def _forget(self) -> None:
        now = self._clock().timestamp()
        while self._known:
            seal, (until, _) = next(iter(self._known.items()))
            if until > now and len(self._known) < MOST_REMEMBERED:
                return
            del self._known[seal]


def _digest(body: bytes) -> bytes:
    return hashlib.sha256(body).digest()
