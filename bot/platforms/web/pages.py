"""The routes of the chat page: its files, what is said and pressed on it, and the live stream of what comes back.

A visitor is known by a cookie whose hash is the account; binding works as everywhere, by a one-time code. In the demo
the visitor may speak as anybody of the sample school; outside the demo that door does not exist.
"""

import asyncio
import hashlib
import json
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import select
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from bot.ears import RawUpdate
from bot.platforms.web.mouth import PLATFORM, Hub
from handlers import incoming
from handlers.cards import Rendered
from handlers.incoming import Identity, Noticed, Pressed, Said
from storage import people
from storage.base import Database
from storage.inbox import Update
from storage.outbox import Message, Sent
from storage.people import Person

STATIC = Path(__file__).parent / "static"
COOKIE = "xiaoxin_session"
MOST_BYTES = 16_384
MOST_TEXT = 4_000
MOST_A_MINUTE = 40
LOOK_AGAIN = 1.0  # seconds: messages that another process delivered show at the latest then
OVERLAP = timedelta(seconds=10)


class HasFiles(Protocol):
    """Where the page finds the files that messages name."""

    def path(self, message_id: int, file_id: int) -> str: ...


class KeepsUpdates(Protocol):
    """What is said has to be a row before the page hears yes."""

    async def keep(self, *updates: RawUpdate) -> None: ...


@dataclass(frozen=True)
class Demo:
    """What only the demo has: a clock that visitors may move."""

    forward: Callable[[timedelta], Awaitable[None]]


class WebChat:
    """The page and its small API."""

    def __init__(
        self,
        database: Database,
        ears: KeepsUpdates,
        hub: Hub,
        clock: Callable[[], datetime],
        files: HasFiles,
        *,
        zone: str,
        demo: Demo | None = None,
    ) -> None:
        self._database, self._ears, self._hub, self._clock = database, ears, hub, clock
        self._files, self._zone, self._demo = files, zone, demo
        self._pace: dict[str, list[float]] = {}

    def routes(self) -> list[Route | Mount]:
        """Everything under /chat."""
        found: list[Route | Mount] = [
            Route("/chat", self._page),
            Mount("/chat/static", StaticFiles(directory=STATIC)),
            Route("/chat/api/session", self._session),
            Route("/chat/api/messages", self._messages),
            Route("/chat/api/stream", self._stream),
            Route("/chat/api/say", self._say, methods=["POST"]),
            Route("/chat/api/press", self._press, methods=["POST"]),
        ]
        if self._demo is not None:
            found.append(Route("/chat/api/clock", self._move_clock, methods=["POST"]))
        return found

    # The page and who sits before it

    async def _page(self, request: Request) -> Response:
        response = FileResponse(STATIC / "index.html", headers={"Cache-Control": "no-cache"})
        if not request.cookies.get(COOKIE):
            response.set_cookie(
                COOKIE, secrets.token_urlsafe(32), max_age=180 * 86400, httponly=True, samesite="lax",
                secure=request.url.scheme == "https",
            )  # fmt: skip
        return response

    async def _session(self, request: Request) -> Response:
        addresses = self._addresses(request)
        personas = await asyncio.to_thread(self._personas) if self._demo else []
        if not addresses and not personas:
            return _refuse(401, "先打开 /chat 页面。/ Open /chat first.")
        return JSONResponse(
            {"demo": self._demo is not None, "me": addresses[0] if addresses else "", "personas": personas,
             "now": self._clock().isoformat(), "zone": self._zone}
        )  # fmt: skip

    def _personas(self) -> list[dict[str, Any]]:
        with self._database.read() as tx:
            return [
                {
                    "address": _demo_address(person),
                    "name": person.name,
                    "department": person.department,
                    "roles": person.role_names,
                }
                for person in sorted(people.active_people(tx), key=lambda person: person.id)
            ]

    def _addresses(self, request: Request) -> list[str]:
        """The conversations this visitor may read and write: their own, and in the demo everybody's."""
        found = []
        if token := request.cookies.get(COOKIE):
            found.append("w-" + hashlib.sha256(token.encode()).hexdigest()[:32])
        return found

    def may_see(self, request: Request, address: str) -> bool:
        """Whether this browser belongs to a conversation."""
        return address in self._addresses(request) or (self._demo is not None and address.startswith("demo-"))

    # Saying and pressing

    async def _say(self, request: Request) -> Response:
        data, address, refusal = await self._heard(request)
        if refusal is not None:
            return refusal
        text = str(data.get("text", ""))[:MOST_TEXT]
        event = f"{address}:{str(data.get('id', ''))[:64]}"
        if data.get("joined"):
            heard: incoming.Incoming = Noticed(self._who(address), f"{address}:joined", self._clock(), "joined")
        elif text.strip():
            heard = Said(self._who(address), event, self._clock(), text)
        else:
            return _refuse(422, "请先写点什么。/ Write something first.")
        return await self._keep(heard)

    async def _press(self, request: Request) -> Response:
        data, address, refusal = await self._heard(request)
        if refusal is not None:
            return refusal
        event = f"{address}:{str(data.get('id', ''))[:64]}"
        token, card = str(data.get("token", ""))[:64], str(data.get("message", ""))[:20]
        return await self._keep(Pressed(self._who(address), event, self._clock(), token, f"press:{event}", card))

    async def _keep(self, heard: incoming.Incoming) -> Response:
        try:
            await self._ears.keep(RawUpdate(PLATFORM, heard.event_id, heard.who.address, incoming.to_json(heard)))
        except Exception:  # noqa: BLE001 -- the visitor keeps the words and may press again; the ears have raised the alarm
            return _refuse(503, "没有存下来,请再发一次。/ Not saved; please send it again.")
        return JSONResponse({"kept": True}, status_code=202)

    async def _heard(self, request: Request) -> tuple[dict[str, Any], str, Response | None]:
        """A message of the page, or the refusal: only from our own page, of a sane size, at a human pace."""
        if request.headers.get("x-xiaoxin") != "chat" or not _same_origin(request):
            return {}, "", _refuse(403, "只接受来自本页面的请求。/ Only from this page.")
        body = await request.body()
        if len(body) > MOST_BYTES:
            return {}, "", _refuse(413, "内容太长了。/ Too long.")
        try:
            data = json.loads(body)
        except ValueError:
            data = None
        if not isinstance(data, dict):
            return {}, "", _refuse(400, "请求无法读取。/ Unreadable request.")
        address = str(data.get("as", ""))
        if not address or not self.may_see(request, address):
            return {}, "", _refuse(403, "这不是你的对话。/ Not your conversation.")
        if not self._in_pace(address):
            return {}, "", _refuse(429, "太快了,请稍等一会儿。/ Too fast; please wait a moment.")
        return data, address, None

    def _in_pace(self, address: str) -> bool:
        now = asyncio.get_running_loop().time()
        recent = [at for at in self._pace.get(address, ()) if now - at < 60]
        if len(self._pace) > 10_000:
            self._pace.clear()
        self._pace[address] = [*recent, now]
        return len(recent) < MOST_A_MINUTE

    @staticmethod
    def _who(address: str) -> Identity:
        return Identity(PLATFORM, address, address)

    # Hearing

    async def _messages(self, request: Request) -> Response:
        address = request.query_params.get("as", "")
        if not self.may_see(request, address):
            return _refuse(403, "这不是你的对话。/ Not your conversation.")
        return JSONResponse(await asyncio.to_thread(self._history, address))

    def _history(self, address: str) -> list[dict[str, Any]]:
        with self._database.read() as tx:
            sent = tx.scalars(
                select(Message)
                .where(Message.platform == PLATFORM, Message.address == address, Message.status == Sent.ACCEPTED)
                .order_by(Message.id.desc())
                .limit(200)
            ).all()
            heard = tx.scalars(
                select(Update)
                .where(Update.platform == PLATFORM, Update.conversation == address)
                .order_by(Update.id.desc())
                .limit(200)
            ).all()
            rows = [self._as_event(message) for message in sent if message.kind != "toast"] + [
                _as_own(update) for update in heard
            ]
        return sorted((row for row in rows if row), key=lambda row: (row["at"], row["order"]))

    async def _stream(self, request: Request) -> Response:
        mine = self._addresses(request)
        if not mine and self._demo is None:
            return _refuse(401, "先打开 /chat 页面。/ Open /chat first.")
        return StreamingResponse(
            self._events(request, mine),
            media_type="text/event-stream",
            headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
        )

    async def _events(self, request: Request, mine: Sequence[str]) -> AsyncIterator[str]:
        since, told = self._clock(), set[int]()
        yield "retry: 1000\n\n"
        while not await request.is_disconnected():
            fresh = await asyncio.to_thread(self._delivered, mine, since - OVERLAP)
            for message in fresh:
                if message.id not in told:
                    told.add(message.id)
                    yield f"data: {json.dumps(self._as_event(message), ensure_ascii=False)}\n\n"
            since = max([since, *(message.settled_at for message in fresh if message.settled_at)])
            told &= {message.id for message in fresh}
            yield f"event: clock\ndata: {json.dumps(self._clock().isoformat())}\n\n"
            await self._hub.wait(LOOK_AGAIN)

    def _delivered(self, mine: Sequence[str], since: datetime) -> Sequence[Message]:
        query = select(Message).where(
            Message.platform == PLATFORM, Message.status == Sent.ACCEPTED, Message.settled_at >= since
        )
        if self._demo is None:
            query = query.where(Message.address.in_(mine))
        with self._database.read() as tx:
            return tx.scalars(query.order_by(Message.id)).all()

    def _as_event(self, message: Message) -> dict[str, Any]:
        card = Rendered.from_json(message.card)
        files = [
            {"name": file.name, "size": file.size, "picture": file.is_picture,
             "url": self._files.path(message.edits or message.id, file.id)}
            for file in card.files
        ]  # fmt: skip
        return {
            "id": message.id, "order": message.id, "to": message.address, "kind": message.kind, "card": message.card,
            "edits": message.edits, "at": (message.settled_at or message.created_at).isoformat(), "files": files,
        }  # fmt: skip

    # The demo's clock

    async def _move_clock(self, request: Request) -> Response:
        if request.headers.get("x-xiaoxin") != "chat" or not _same_origin(request) or self._demo is None:
            return _refuse(403, "只接受来自本页面的请求。/ Only from this page.")
        try:
            minutes = float((await request.json())["minutes"])
        except (ValueError, KeyError, TypeError):
            return _refuse(400, "请给出分钟数。/ Give a number of minutes.")
        if not 0 < minutes <= 60 * 24 * 120:
            return _refuse(422, "时钟只能往前,一次最多 120 天。/ Forward only, at most 120 days at a time.")
        await self._demo.forward(timedelta(minutes=minutes))
        return JSONResponse({"now": self._clock().isoformat()})


def _demo_address(person: Person) -> str:
    return f"demo-{person.id}"


def _as_own(update: Update) -> dict[str, Any]:
    heard = incoming.from_json(update.payload)
    if not isinstance(heard, Said):
        return {}
    return {"id": f"in-{update.id}", "order": 0, "to": update.conversation, "kind": "own", "text": heard.text,
            "at": update.received_at.isoformat()}  # fmt: skip


def _same_origin(request: Request) -> bool:
    origin = request.headers.get("origin")
    return origin is None or origin.partition("://")[2] == request.headers.get("host", "")


def _refuse(status: int, words: str) -> JSONResponse:
    return JSONResponse({"error": words}, status_code=status)
