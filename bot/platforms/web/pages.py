"""The routes of the chat page: its files, what is said and pressed on it, and the live stream of what comes back.

A visitor is known by a cookie whose hash is the account; binding works as everywhere, by a one-time code. In the demo
the visitor may speak as anybody of the sample school; outside the demo that door does not exist.
"""

import asyncio
import json
import re
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import escape
from pathlib import Path
from typing import Any, Protocol

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from bot.ears import RawUpdate
from bot.platforms.web import guards, texts
from bot.platforms.web.guards import Refusal, refused
from bot.platforms.web.mouth import PLATFORM, Hub
from bot.platforms.web.posted import Posted
from bot.platforms.web.showing import HasFiles, Showing, own
from handlers import incoming
from handlers.incoming import Attachment, Identity, Noticed, Pressed, Said
from handlers.texts import say
from storage import people
from storage.base import Database
from storage.files import BIGGEST
from storage.people import Person

STATIC = Path(__file__).parent / "static"
MOST_BYTES = 16_384
MOST_TEXT = 4_000
LOOK_AGAIN = 1.0  # seconds: messages that another process delivered show at the latest then
STILL_HERE = 15.0  # seconds between signs of life on a stream; the demo's clock ticks each second
OVERLAP = timedelta(seconds=10)


class KeepsUpdates(Protocol):
    """What is said has to be a row before the page hears yes."""

    async def keep(self, *updates: RawUpdate) -> None: ...


@dataclass(frozen=True)
class Demo:
    """What only the demo has: a clock that visitors may move."""

    forward: Callable[[timedelta], Awaitable[None]]


class Checked(StaticFiles):
    """The page's own files, asked for anew at each visit: parts of two versions of the program do not mix."""

    def file_response(self, *args: Any, **kwargs: Any) -> Response:
        """A file, with the page's guards."""
        response = super().file_response(*args, **kwargs)
        response.headers.update(guards.HEADERS)
        return response


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
        language: str = "zh",
        demo: Demo | None = None,
    ) -> None:
        self._database, self._ears, self._hub, self._clock = database, ears, hub, clock
        self._zone, self._school_language, self._demo = zone, language, demo
        self._showing, self._posted = Showing(database, files), Posted(database, clock)
        self._paces = guards.Paces()

    def routes(self) -> list[Route | Mount]:
        """Everything under /chat."""
        found: list[Route | Mount] = [
            Route("/chat", self._page),
            Mount("/chat/static", Checked(directory=STATIC)),
            Route("/chat/api/session", self._session),
            Route("/chat/api/messages", self._messages),
            Route("/chat/api/stream", self._stream),
            Route("/chat/api/say", self._said, methods=["POST"]),
            Route("/chat/api/press", self._pressed, methods=["POST"]),
            Route("/chat/api/file", self._sent_file, methods=["POST"]),
        ]
        if self._demo is not None:
            found.append(Route("/chat/api/clock", self._move_clock, methods=["POST"]))
        return found

    # The page and who sits before it

    async def _page(self, request: Request) -> Response:
        language = guards.chosen_language(request) or self._school_language
        template = await asyncio.to_thread((STATIC / "index.html").read_text, "utf-8")
        response = HTMLResponse(_in_words(template, language), headers=guards.HEADERS)
        guards.remember(request, response)
        if "lang" in request.query_params:
            response.set_cookie(guards.LANGUAGE, language, max_age=guards.LASTS, samesite="lax")
        return response

    async def _session(self, request: Request) -> Response:
        personas = await asyncio.to_thread(self._personas) if self._demo else []
        address = guards.address_of(request)
        if not address and not personas:
            return refused(401, texts.OPEN_FIRST)
        return JSONResponse(
            {"demo": self._demo is not None, "me": address, "personas": personas, "now": self._clock().isoformat(),
             "zone": self._zone}
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

    def may_see(self, request: Request, address: str) -> bool:
        """Whether this browser belongs to a conversation: its own, and in the demo everybody's."""
        own_one = bool(address) and address == guards.address_of(request)
        return own_one or (self._demo is not None and address.startswith("demo-"))

    # Saying, pressing, sending files

    async def _said(self, request: Request) -> Response:
        try:
            data, who = await self._heard(request)
            if data.get("joined"):
                heard: incoming.Incoming = Noticed(who, f"{who.address}:joined", self._clock(), "joined")
                return await self._keep(heard)
            text = _text_of(data)
        except Refusal as refusal:
            return refused(refusal.status, refusal.words)
        return await self._keep(Said(who, _event(who, data), self._clock(), text))

    async def _pressed(self, request: Request) -> Response:
        try:
            data, who = await self._heard(request)
        except Refusal as refusal:
            return refused(refusal.status, refusal.words)
        event = _event(who, data)
        token, card = str(data.get("token", ""))[:64], str(data.get("message", ""))[:20]
        return await self._keep(Pressed(who, event, self._clock(), token, f"press:{event}", card))

    async def _sent_file(self, request: Request) -> Response:
        """A picture or a document, as the body; whose it is and how it is called stand in the address."""
        asked = request.query_params
        try:
            who = self._allowed(request, asked.get("as", ""))
            await asyncio.to_thread(self._posted.may_send, who)
            content = await guards.body_of(request, BIGGEST, texts.FILE_TOO_BIG)
            file: Attachment = await asyncio.to_thread(self._posted.take, asked.get("name", ""), content)
        except Refusal as refusal:
            return refused(refusal.status, refusal.words)
        return await self._keep(Said(who, _event(who, asked), self._clock(), "", (file,)))

    async def _keep(self, heard: incoming.Incoming) -> Response:
        try:
            await self._ears.keep(RawUpdate(PLATFORM, heard.event_id, heard.who.address, incoming.to_json(heard)))
        except Exception:  # noqa: BLE001 -- the visitor keeps the words and may press again; the ears have raised the alarm
            return refused(503, texts.NOT_KEPT)
        self._hub.pulse()  # the visitor's other tabs
        return JSONResponse({"kept": True}, status_code=202)

    async def _heard(self, request: Request) -> tuple[dict[str, Any], Identity]:
        """A message of the page and who says it. Raises `Refusal`."""
        if not guards.from_our_page(request):
            raise Refusal(403, texts.ONLY_FROM_HERE)
        body = await guards.body_of(request, MOST_BYTES, texts.LONG)
        try:
            data = json.loads(body)
        except ValueError:
            data = None
        if not isinstance(data, dict):
            raise Refusal(400, texts.UNREADABLE)
        return data, self._allowed(request, str(data.get("as", "")))

    def _allowed(self, request: Request, address: str) -> Identity:
        """Who speaks in this conversation: only from our own page, in the right browser, at a human pace."""
        if not guards.from_our_page(request):
            raise Refusal(403, texts.ONLY_FROM_HERE)
        if not self.may_see(request, address):
            raise Refusal(403, texts.NOT_YOURS)
        if not self._paces.allows(address):
            raise Refusal(429, texts.TOO_FAST)
        return Identity(PLATFORM, address, address, language=guards.chosen_language(request))

    async def fetch(self, attachment: Attachment) -> bytes:
        """The bytes of a file somebody sent here, for the feature that wants it."""
        return await asyncio.to_thread(self._posted.content, attachment)

    # Hearing

    async def _messages(self, request: Request) -> Response:
        address = request.query_params.get("as", "")
        if not self.may_see(request, address):
            return refused(403, texts.NOT_YOURS)
        history = await asyncio.to_thread(self._showing.history, address)
        return JSONResponse(history, headers={"Cache-Control": "no-store"})

    async def _stream(self, request: Request) -> Response:
        address = guards.address_of(request)
        if not address and self._demo is None:
            return refused(401, texts.OPEN_FIRST)
        return StreamingResponse(
            self._events(request, None if self._demo else address),
            media_type="text/event-stream",
            headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
        )

    async def _events(self, request: Request, mine: str | None) -> AsyncIterator[str]:
        """What happens from now on. The page reads the conversation anew when it hears `ready`, so nothing falls between."""
        since = self._clock()
        told = {message.id for message in await asyncio.to_thread(self._showing.messages_since, since - OVERLAP, mine)}
        _, newest = await asyncio.to_thread(self._showing.said_after, None, mine)
        before = newest  # one look behind: rows may become visible out of their order
        yield "retry: 1000\nevent: ready\ndata: {}\n\n"
        loop = asyncio.get_running_loop()
        alive = loop.time()
        while not (self._hub.closed or await request.is_disconnected()):
            fresh = await asyncio.to_thread(self._showing.messages_since, since - OVERLAP, mine)
            said, top = await asyncio.to_thread(self._showing.said_after, before, mine)
            before, newest = newest, top
            events = [own(one) for one in said]
            events += [self._showing.delivered(one) for one in fresh if one.id not in told]
            for event in events:
                if event:
                    yield f"data: {json.dumps(event, ensure_ascii=False)}\n\n"
            since = max([since, *(message.settled_at for message in fresh if message.settled_at)])
            told = {message.id for message in fresh}
            if self._demo is not None or loop.time() - alive > STILL_HERE:
                alive = loop.time()
                yield f"event: clock\ndata: {json.dumps(self._clock().isoformat())}\n\n"
            await self._hub.wait(LOOK_AGAIN)

    # The demo's clock

    async def _move_clock(self, request: Request) -> Response:
        if not guards.from_our_page(request) or self._demo is None:
            return refused(403, texts.ONLY_FROM_HERE)
        try:
            minutes = float(json.loads(await guards.body_of(request, MOST_BYTES, texts.LONG))["minutes"])
        except (Refusal, ValueError, KeyError, TypeError):
            return refused(400, texts.MINUTES)
        if not 0 < minutes <= 60 * 24 * 120:
            return refused(422, texts.FORWARD_ONLY)
        await self._demo.forward(timedelta(minutes=minutes))
        return JSONResponse({"now": self._clock().isoformat()})


def _demo_address(person: Person) -> str:
    return f"demo-{person.id}"


def _text_of(data: dict[str, Any]) -> str:
    """The words, never a part of them. Raises `Refusal`."""
    text = str(data.get("text", ""))
    if not text.strip():
        raise Refusal(422, texts.EMPTY)
    if len(text) > MOST_TEXT:
        raise Refusal(422, texts.LONG)
    return text


def _event(who: Identity, data: Any) -> str:
    """The name the page gave what was said: sent twice it is heard once."""
    return f"{who.address}:{str(data.get('id', ''))[:64] or secrets.token_hex(8)}"


def _in_words(template: str, language: str) -> str:
    """The page in one language: `{{name}}` stands for a word, `{{words}}` for all of them, as its script reads them."""
    words = {name: say(text, language) for name, text in texts.WORDS.items()}
    roles = {name: say(text, language) for name, text in texts.ROLES.items()}
    script = json.dumps({**words, "roles": roles, "language": language}, ensure_ascii=False).replace("<", "\\u003c")
    english = language == "en"
    filled = {
        **{name: escape(word) for name, word in words.items()}, "words": script, "other": "zh" if english else "en",
        "tag": "en" if english else "zh-CN", "other_tag": "zh-CN" if english else "en",
        "other_language": texts.OTHER_LANGUAGE["en" if english else "zh"],
    }  # fmt: skip
    return re.sub(r"\{\{(\w+)\}\}", lambda found: filled[found[1]], template)
