"""The door WeChat knocks on, in plain and in safe mode: proven, kept as a row, answered empty and at once.

Where the account may not write by itself, the answer to the call is the only way to speak, and `Pull` gives the words.
In plain mode the signature does not cover the body, so a copied signature around other words is refused.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from starlette.background import BackgroundTask
from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.ears import RawUpdate
from bot.platforms import wechat
from bot.platforms.callback_xml import fields_of
from bot.platforms.callbacks import Ears, Freshness, Rejected, answering, body_of, same
from bot.platforms.wechat_account import CALLBACK_PATH, WeChatAccount
from bot.platforms.wechat_envelope import MOST_BYTES, Envelope, is_message, outer_fields, reply_xml, signature
from bot.platforms.wechat_pull import FETCH, Answer, Pull
from bot.platforms.wechat_windows import Uncounted, Windows

OPENS = frozenset({"subscribe", "scan", "click"})  # events after which WeChat takes an answer


def routes(
    ears: Ears,
    account: WeChatAccount,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    pull: Pull | None = None,
    windows: Windows = Uncounted(),  # noqa: B008 -- it keeps nothing
) -> list[Route]:
    """The one route WeChat calls. `ValueError` when the token is missing or the key is broken.

    Without a `pull` every call is answered empty. With a key only sealed messages are taken: somebody who cannot seal
    must not get in by leaving the seal away.
    """
    if not account.token:
        raise ValueError("the callback needs XIAOXIN_WECHAT_TOKEN")
    sealed = Envelope(account.token, account.aes_key, account.app_id, corporation=False) if account.aes_key else None
    door = _Door(ears, account, clock, pull, sealed, Freshness(clock), windows)
    return [Route(CALLBACK_PATH, answering(door.called, wechat.PLATFORM), methods=["GET", "POST"])]


@dataclass(frozen=True)
class _Call:
    """One message or event, out of its envelope."""

    payload: str
    body: bytes
    seal: str
    nonce: str
    fields: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        if not is_message(self.payload):
            raise Rejected(400, "not a message")
        object.__setattr__(self, "fields", fields_of(self.payload))

    @property
    def event(self) -> str:
        """What it is, where it is none of the messages."""
        return self.fields.get("Event", "").lower() if self.fields.get("MsgType") == "event" else ""

    @property
    def may_be_answered(self) -> bool:
        """Whether WeChat shows its sender what we answer."""
        return not self.event or self.event in OPENS

    @property
    def is_tap(self) -> bool:
        """Whether WeChat counts it as a tap on a menu and no message: events are, and so are lines of a menu in the chat."""
        return bool(self.event or self.fields.get("bizmsgmenuid"))

    @property
    def asks_for_news(self) -> bool:
        """Whether somebody asks for what waits, in words or by a menu entry."""
        said = self.fields.get("EventKey") if self.event else self.fields.get("Content")
        return self.may_be_answered and (said or "").strip().lower() in FETCH


@dataclass(frozen=True)
class _Door:
    ears: Ears
    account: WeChatAccount
    clock: Callable[[], datetime]
    pull: Pull | None
    sealed: Envelope | None
    fresh: Freshness
    windows: Windows

    async def called(self, request: Request) -> Response:
        query = request.query_params
        if request.method in {"GET", "HEAD"}:
            self._proven(query)
            return PlainTextResponse(query.get("echostr", ""))
        call = self._opened(query, await body_of(request, MOST_BYTES))
        repeated = self.fresh.is_repeat(call.seal, call.body)
        event, address = wechat.event_id(call.payload), wechat.conversation(call.payload)
        if call.may_be_answered and not repeated:
            await asyncio.to_thread(self.windows.opened, address, by_tap=call.is_tap)
        answer = await self.pull.fetched(event, address) if self.pull and call.asks_for_news else None
        if answer is None and not repeated:
            await self.ears.keep(RawUpdate(wechat.PLATFORM, event, address, call.payload))
        self.fresh.accept(call.seal, call.body)
        if answer is None and self.pull and call.may_be_answered:
            answer = await self.pull.answer(event, address, follows=call.event == "subscribe")
            if answer is None:
                return Response(status_code=503)  # WeChat has hung up; it comes again
        return self._worded(call, answer or Answer())

    def _opened(self, query: QueryParams, body: bytes) -> _Call:
        nonce = query.get("nonce", "")
        if self.sealed is None:
            self._proven(query)
            return _Call(body.decode(errors="replace"), body, query["signature"], nonce)
        payload = self.sealed.opened(query, outer_fields(body).get("Encrypt", ""), self.fresh)
        return _Call(payload, body, query["msg_signature"], nonce)

    def _proven(self, query: QueryParams) -> None:
        ours = signature(self.account.token, query.get("timestamp", ""), query.get("nonce", ""))
        if not same(ours, query.get("signature", "")):
            raise Rejected(403, "bad signature")
        self.fresh.check_time(query.get("timestamp", ""))

    def _worded(self, call: _Call, answer: Answer) -> Response:
        if self.pull is None or not answer.words:
            return Response(status_code=200)
        at = int(self.clock().timestamp())
        text = reply_xml(answer.words, to=call.fields["FromUserName"], of=call.fields.get("ToUserName", ""), at=at)
        if self.sealed is not None:
            text = self.sealed.sealed(text, call.nonce, str(at))
        return Response(text, media_type="application/xml", background=BackgroundTask(self.pull.given, answer))
