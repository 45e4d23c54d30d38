"""The Official Account: what the console shows, the line to WeChat, its files, and whether all of that is in order."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from wechatpy import WeChatClient

from bot.platforms import texts
from bot.platforms.findings import Finding
from bot.platforms.wechat_connection import Connection, PlatformError, Refusal, TokensInMemory, TokenStore
from bot.platforms.weixin_checks import callback_findings, door_findings, ip_in
from handlers.incoming import Attachment

OFFICIAL = "https://api.weixin.qq.com"
CALLBACK_PATH = "/wechat/callback"
UNVERIFIED = 48001
BIGGEST_FILE = 10 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class WeChatAccount:
    """What the administrator copies out of the console. Without an `aes_key` the account is in plain mode."""

    app_id: str
    app_secret: str = field(default="", repr=False)
    token: str = field(default="", repr=False)
    aes_key: str = field(default="", repr=False)
    api_url: str = OFFICIAL
    public_url: str = ""


def connect(
    account: WeChatAccount, store: TokenStore | None = None, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
) -> Connection:
    """The line to WeChat. Talks to nobody until the first call.

    The stable token, for a plain one ends the token of every other process of the account.
    """

    def fetch(connection: Connection, renew: bool) -> dict[str, Any]:
        body = {
            "grant_type": "client_credential", "appid": account.app_id, "secret": account.app_secret,
            "force_refresh": renew,
        }  # fmt: skip
        return connection.ask_for_token("POST", "stable_token", json=body)

    client = WeChatClient(account.app_id, account.app_secret)
    root = account.api_url or OFFICIAL
    return Connection(client, root, f"wechat:{account.app_id}", fetch, store or TokensInMemory(), clock)


def scene_address(connection: Connection, scene: str) -> str:
    """What a lasting QR code of this account holds; scanning it brings `scene` (64 bytes at most). `PlatformError`.

    An account has 100,000 of them, so the answer is kept.
    """
    body = {"action_name": "QR_LIMIT_STR_SCENE", "action_info": {"scene": {"scene_str": scene}}}
    return str(connection.post("qrcode/create", body).get("url", ""))


async def fetch(connection: Connection, attachment: Attachment, most: int = BIGGEST_FILE) -> bytes:
    """The bytes of something somebody sent, within three days. `TooBig`, or `PlatformError` as the call failed."""
    return await asyncio.to_thread(connection.download, attachment.ref, most)


async def check(account: WeChatAccount) -> list[Finding]:
    """Whether WeChat gives us a token and could call us; never raises for the network."""
    connection = connect(account)
    try:
        findings = [await asyncio.to_thread(_about_token, account, connection)]
        if findings[0].ok:
            findings += await asyncio.to_thread(_about_writing, connection)
        key = account.aes_key or "0" * 43  # plain mode has none, and that is no mistake
        about = callback_findings(account.public_url, CALLBACK_PATH, account.token, key, "WECHAT")
        if all(one.ok for one in about):
            url = f"{account.public_url.rstrip('/')}{CALLBACK_PATH}"
            about += await asyncio.to_thread(door_findings, connection, url, account.token, "WECHAT", None)
    finally:
        connection.close()
    if not account.aes_key:
        about.append(Finding(ok=True, says=texts.WECHAT_PLAIN))
    return [*findings, *about]


def _about_token(account: WeChatAccount, connection: Connection) -> Finding:
    try:
        connection.token()
    except Refusal as refusal:
        known = {40013: texts.WECHAT_BAD_APP, 40125: texts.WECHAT_BAD_SECRET, 40164: texts.WECHAT_BAD_IP}
        says = known.get(refusal.errcode, texts.WECHAT_REFUSED)
        return Finding(ok=False, says=says(reason=str(refusal), ip=ip_in(refusal.errmsg)))
    except PlatformError as broken:
        return Finding(ok=False, says=texts.WECHAT_UNREACHABLE(url=account.api_url, cause=str(broken)))
    return Finding(ok=True, says=texts.WECHAT_WORKS)


def _about_writing(connection: Connection) -> list[Finding]:
    """Whether the account may write by itself: asked with a message to nobody."""
    nobody = {"touser": "xiaoxin-check", "msgtype": "text", "text": {"content": "?"}}
    try:
        connection.post("message/custom/send", nobody)
    except Refusal as refusal:
        if refusal.errcode == UNVERIFIED:
            return [Finding(ok=True, says=texts.WECHAT_ONLY_ANSWERS)]
    except PlatformError:
        return []
    return []
