"""The WeCom application: what the console shows, the line to WeCom, its files, and whether all of that is in order."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from wechatpy.work import WeChatClient

from bot.platforms import texts
from bot.platforms.findings import Finding
from bot.platforms.wechat_connection import Connection, PlatformError, Refusal, TokensInMemory, TokenStore
from bot.platforms.wechat_envelope import Envelope
from bot.platforms.weixin_checks import callback_findings, door_findings, ip_in
from handlers.incoming import Attachment
from handlers.texts import Text

OFFICIAL = "https://qyapi.weixin.qq.com"
CALLBACK_PATH = "/wecom/callback"
BIGGEST_FILE = 20 * 1024 * 1024
WRONG_IP = 60020
WRONG_AGENT = frozenset({40056, 301002})


@dataclass(frozen=True, slots=True)
class WeComApp:
    """What the administrator copies out of WeCom's console. `task_prefix` keeps two installations' cards apart."""

    corp_id: str
    agent_id: int
    secret: str = field(repr=False)
    token: str = field(default="", repr=False)
    aes_key: str = field(default="", repr=False)
    api_url: str = OFFICIAL
    public_url: str = ""
    task_prefix: str = "x"


def connect(
    app: WeComApp, store: TokenStore | None = None, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
) -> Connection:
    """The line to WeCom. Talks to nobody until the first call."""

    def fetch(connection: Connection, _renew: bool) -> dict[str, Any]:
        query = {"corpid": app.corp_id, "corpsecret": app.secret}
        return connection.ask_for_token("GET", "gettoken", params=query)

    return Connection(
        WeChatClient(app.corp_id, app.secret), app.api_url or OFFICIAL, f"wecom:{app.corp_id}:{app.agent_id}", fetch,
        store or TokensInMemory(), clock,
    )  # fmt: skip


async def fetch(connection: Connection, attachment: Attachment, most: int = BIGGEST_FILE) -> bytes:
    """The bytes of something somebody sent, within three days. `TooBig`, or `PlatformError` as the call failed."""
    return await asyncio.to_thread(connection.download, attachment.ref, most)


async def check(app: WeComApp) -> list[Finding]:
    """Whether WeCom gives us a token and could call us; never raises for the network."""
    connection = connect(app)
    try:
        findings = [await asyncio.to_thread(_about_token, app, connection)]
        findings += callback_findings(app.public_url, CALLBACK_PATH, app.token, app.aes_key, "WECOM")
        if all(one.ok for one in findings[1:]):
            envelope = Envelope(app.token, app.aes_key, app.corp_id, corporation=True)
            url = f"{app.public_url.rstrip('/')}{CALLBACK_PATH}"
            findings += await asyncio.to_thread(door_findings, connection, url, app.token, "WECOM", envelope)
    finally:
        connection.close()
    return findings


def _about_token(app: WeComApp, connection: Connection) -> Finding:
    try:
        connection.token()
        # A token is given to any address; only a real call shows whether ours is trusted.
        connection.get("department/simplelist")
    except Refusal as refusal:
        return Finding(ok=False, says=_advice(refusal))
    except PlatformError as broken:
        return Finding(ok=False, says=texts.WECOM_UNREACHABLE(url=app.api_url, cause=str(broken)))
    try:
        connection.get("agent/get", agentid=app.agent_id)
    except Refusal as refusal:
        if refusal.errcode in WRONG_AGENT:
            return Finding(ok=False, says=texts.WECOM_BAD_AGENT(agent=app.agent_id, reason=str(refusal)))
    except PlatformError:
        pass  # what a gateway does not pass on says nothing about the number
    return Finding(ok=True, says=texts.WECOM_WORKS)


def _advice(refusal: Refusal) -> Text:
    known = {40013: texts.WECOM_BAD_CORP, 40001: texts.WECOM_BAD_SECRET, WRONG_IP: texts.WECOM_BAD_IP}
    said = known.get(refusal.errcode, texts.WECOM_REFUSED)
    return said(reason=str(refusal), ip=ip_in(refusal.errmsg))
