"""How WeCom and WeChat call the bot: XML by POST, five seconds, at most three tries, the same message each time."""

import asyncio
import re
import secrets
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode
from xml.etree import ElementTree as ET

from tests.fakes.clock import Clock
from tests.fakes.weixin_crypto import Envelope, Unreadable
from tests.fakes.wire import Client, Response

Fields = dict[str, Any]
TRIES = 3


@dataclass(slots=True)
class Delivery:
    """One message or event on its way to the bot.

    `statuses` holds one number per try, 0 where no answer came in time; `reply` what the bot answered:
    the fields of its XML, or {} for an empty answer or `success`.
    """

    fields: Fields
    about: str | None = None  # the msgid of the card that was pressed
    statuses: list[int] = field(default_factory=list)
    reply: Fields = field(default_factory=dict)
    refused: str | None = None
    done: bool = False

    @property
    def accepted(self) -> bool:
        return self.done and self.refused is None and self.statuses[-1:] == [200]


def to_xml(fields: Fields) -> str:
    """Numbers bare, strings in CDATA, dictionaries and lists as nested elements, as the platforms write it."""
    return f"<xml>{''.join(_element(name, value) for name, value in fields.items())}</xml>"


def _element(name: str, value: Any) -> str:
    if isinstance(value, dict):
        inside = "".join(_element(*item) for item in value.items())
        return f"<{name}>{inside}</{name}>"
    if isinstance(value, list):
        return "".join(_element(name, item) for item in value)
    if isinstance(value, int):
        return f"<{name}>{value}</{name}>"
    return f"<{name}><![CDATA[{str(value).replace(']]>', ']]]]><![CDATA[>')}]]></{name}>"


def from_xml(text: str) -> Fields:
    """Fields of an answer of the bot; `ValueError` where it is not the XML of a reply."""
    try:
        root = ET.fromstring(text)  # noqa: S314 -- written by the bot under test
    except ET.ParseError as error:
        raise ValueError(f"not XML: {error}") from error
    if root.tag != "xml":
        raise ValueError(f"the root is <{root.tag}>, not <xml>")
    return {child.tag: _fields(child) for child in root}


def _fields(element: ET.Element) -> Any:
    return {child.tag: _fields(child) for child in element} if len(element) else (element.text or "")


@dataclass(slots=True)
class Courier:
    """Brings messages to the callback URL; those of one person one after the other."""

    clock: Clock
    client: Client
    envelope: Envelope | None
    url: str = ""
    encrypted: bool = True
    app_style: bool = False  # the official account signs the plain way too
    timeout: float = 5.0
    last_timeout: float | None = (
        None  # of the last try, in a story in which that one has to arrive on a busy machine, too
    )
    deliveries: list[Delivery] = field(default_factory=list)
    last: dict[str, asyncio.Task[None]] = field(default_factory=dict)
    on_change: Callable[[], None] = lambda: None

    def plain_signature(self, token: str, timestamp: str, nonce: str) -> str:
        return Envelope(token, "A" * 43, "").signature(timestamp, nonce)

    def query(self, token: str, sealed: str | None) -> tuple[str, dict[str, str]]:
        stamp = {"timestamp": str(int(self.clock.time())), "nonce": str(secrets.randbelow(10**10))}
        query = dict(stamp)
        if self.app_style:
            query["signature"] = self.plain_signature(token, stamp["timestamp"], stamp["nonce"])
        if sealed is not None and self.envelope:
            query["msg_signature"] = self.envelope.signature(stamp["timestamp"], stamp["nonce"], sealed)
            if self.app_style:
                query["encrypt_type"] = "aes"
        return urlencode(query), query

    async def deliver(self, delivery: Delivery, token: str) -> Response | None:
        """Tries up to three times; the answer that came, if any did."""
        message = to_xml(delivery.fields)
        body, sealed = message, None
        if self.encrypted and self.envelope:
            sealed = self.envelope.seal(message)
            outside = {"ToUserName": delivery.fields["ToUserName"], "Encrypt": sealed}
            if not self.app_style:
                outside["AgentID"] = str(delivery.fields.get("AgentID", ""))
            body = to_xml(outside)
        for number in range(1, TRIES + 1):
            query, _values = self.query(token, sealed)
            try:
                response = await self.client.request(
                    "POST",
                    f"{self.url}?{query}",
                    body=body.encode(),
                    headers={"content-type": "text/xml"},
                    timeout=self.timeout if number < TRIES else self.last_timeout or self.timeout,
                )
            except (OSError, TimeoutError):
                delivery.statuses.append(0)
                continue
            delivery.statuses.append(response.status)
            return response
        return None

    def read_reply(self, delivery: Delivery, response: Response | None) -> None:
        """What the bot answered; a mistake stands in `refused`."""
        if response is None:
            delivery.refused = "no answer in time"
        elif response.status != 200:
            delivery.refused = f"HTTP {response.status}"
        else:
            try:
                delivery.reply = self._opened(response.body.decode())
            except ValueError as error:
                delivery.refused = str(error)

    def _opened(self, body: str) -> Fields:
        if body in ("", "success"):
            return {}
        reply = from_xml(body)
        if not (self.encrypted and self.envelope):
            return reply
        missing = {"Encrypt", "MsgSignature", "TimeStamp", "Nonce"} - reply.keys()
        if missing:
            raise Unreadable(f"the reply lacks {', '.join(sorted(missing))}")
        opened = self.envelope.opened_if_signed(
            reply["Encrypt"], reply["MsgSignature"], reply["TimeStamp"], reply["Nonce"]
        )
        return from_xml(opened)

    async def in_turn(self, person: str, work: Coroutine[Any, Any, None]) -> None:
        before = self.last.get(person)
        task = asyncio.current_task()
        assert task is not None
        self.last[person] = task
        try:
            if before is not None:
                await asyncio.wait([before])
        except asyncio.CancelledError:
            work.close()
            raise
        await work


def is_literal_escape(body: bytes) -> bool:
    """JSON with `\\u4f60` instead of UTF-8: WeChat shows the escape itself to the user."""
    return re.search(rb"\\u[0-9a-fA-F]{4}", body) is not None
