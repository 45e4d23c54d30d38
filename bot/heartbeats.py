"""Where backup jobs call: `POST /backups/<token>`, empty for "done", or `{"status": "failed", "note": "disk full"}`.

    curl -fsS -m 60 --retry 5 -X POST https://xiaoxin.example.edu/backups/TOKEN

The address is the key. It is looked up by its hash, a wrong one answers like none, and only a POST counts: a preview of the
link in a chat reports nothing. The same call again changes nothing (clause 7.2.2).
"""

import asyncio
import json
import time
from collections.abc import Callable
from datetime import datetime

from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.orm.exc import StaleDataError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from handlers.backups.heartbeat import Outcome, beat, hashed
from handlers.dispatch import Dispatcher
from handlers.turn import Turn
from storage import backups
from storage.base import is_away

MOST_BYTES = 4096
LONGEST_TOKEN = 128
MOST_A_MINUTE = 30  # of all callers of one process together that name no plan of ours
TRIES = 3  # a lost race is taken up again
FAILED_WORDS = frozenset({"failed", "fail", "error", "ko", "1", "失败"})
DONE_WORDS = frozenset({"", "ok", "done", "success", "succeeded", "0", "成功"})
STATUS: dict[Outcome, int] = {"recorded": 200, "known": 200, "resting": 200, "unknown": 404}
HEADERS = {"Cache-Control": "no-store"}
WAIT = {"Retry-After": "30"}  # seconds; curl --retry keeps to it


class Heartbeats:
    """The one route."""

    def __init__(self, dispatcher: Dispatcher, clock: Callable[[], datetime]) -> None:
        self._dispatcher, self._clock = dispatcher, clock
        self._strangers: list[float] = []

    def routes(self) -> list[Route]:
        """Only POST: a GET of the address is answered with 405 and counts for nothing."""
        return [Route("/backups/{token:str}", self._heard, methods=["POST"])]

    async def _heard(self, request: Request) -> Response:
        token = str(request.path_params["token"])
        if len(token) > LONGEST_TOKEN:
            return _answer("unknown", 404)
        if self._too_many_strangers() and not await asyncio.to_thread(self._is_known, token):
            return _answer("unknown", 429)
        body = await _read(request)
        if body is None:
            return _answer("too large", 413)
        said = _status_and_note(body, request.query_params.get("status", ""), request.query_params.get("note", ""))
        if said is None:
            return _answer("status is ok or failed", 422)
        try:
            outcome, plan = await asyncio.to_thread(self._in_turn, token, *said)
        except SQLAlchemyError as error:
            if not is_away(error):
                raise
            return _answer("busy: try again", 503)
        if outcome == "unknown":
            self._strangers.append(time.monotonic())
        elif outcome == "recorded":
            self._dispatcher.school.wake()
        return _answer(outcome, STATUS[outcome], plan)

    def _in_turn(self, token: str, succeeded: bool, note: str) -> tuple[Outcome, str]:
        for attempt in range(TRIES):
            try:
                with self._dispatcher.database.write() as tx:
                    turn = Turn(tx, self._dispatcher.school, self._dispatcher.features, self._clock())
                    found = beat(turn, token, succeeded=succeeded, note=note)
                    turn.finish()
            except (StaleDataError, IntegrityError):  # two calls at once: the second look finds the first
                if attempt == TRIES - 1:
                    raise
            else:
                return found
        raise AssertionError  # the loop returns or raises

    def _is_known(self, token: str) -> bool:
        """Whether it is an address of ours: a job is heard however many others guess, or their noise would be an alarm."""
        try:
            with self._dispatcher.database.read() as tx:
                return backups.of_token(tx, hashed(token)) is not None
        except SQLAlchemyError:
            return True  # its turn will tell

    def _too_many_strangers(self) -> bool:
        """Whether addresses are being guessed."""
        now = time.monotonic()
        self._strangers = [at for at in self._strangers if now - at < 60]
        return len(self._strangers) >= MOST_A_MINUTE


async def _read(request: Request) -> bytes | None:
    """The body, or None as soon as it is longer than any report: what is sent beyond is not read."""
    if int(request.headers.get("content-length") or 0) > MOST_BYTES:
        return None
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > MOST_BYTES:
            return None
    return body


def _status_and_note(body: bytes, status: str, note: str) -> tuple[bool, str] | None:
    """Whether it succeeded, and the remark; None where neither is meant. JSON, or plain words as the remark."""
    text = body.decode("utf-8", "replace").strip()
    try:
        data = json.loads(text) if text.startswith("{") else {}
    except (ValueError, RecursionError):
        return None
    if isinstance(data, dict) and data:
        status, note = str(data.get("status", status)), str(data.get("note", note))
    elif text and text.lower() in FAILED_WORDS | DONE_WORDS:
        status = status or text
    elif text:
        note = note or text
    word = status.strip().lower()
    if word in DONE_WORDS:
        return True, note
    return (False, note) if word in FAILED_WORDS else None


def _answer(outcome: str, status: int, plan: str = "") -> Response:
    return JSONResponse(
        {"outcome": outcome, **({"plan": plan} if plan else {})},
        status,
        headers=HEADERS | (WAIT if status in (429, 503) else {}),
    )
