"""Whether WeCom and WeChat could call us: the address, the key, and our own door, knocked on as they do."""

import re
import secrets
from datetime import UTC, datetime

from bot.platforms import texts
from bot.platforms.callback_xml import fields_of
from bot.platforms.findings import Finding, public_address
from bot.platforms.wechat_connection import Connection
from bot.platforms.wechat_envelope import Envelope, signature

AES_KEY = re.compile(r"[A-Za-z0-9]{43}")


def ip_in(words: str) -> str:
    """The address the platform saw us come from, as its refusal names it beside other long numbers."""
    found = re.search(r"from ip:?\s*([0-9a-fA-F.:]*[0-9a-fA-F])", words) or re.search(
        r"(\d{1,3}(?:\.\d{1,3}){3})", words
    )
    return found[1] if found else "?"


def callback_findings(public_url: str, path: str, token: str, aes_key: str, prefix: str) -> list[Finding]:
    """Whether the callback could work, as far as the settings tell."""
    wrong = public_address(public_url, who="WeChat", https=False)
    findings = [wrong or Finding(ok=True, says=texts.CALLBACK_URL(url=f"{public_url.rstrip('/')}{path}"))]
    if not token:
        findings.append(Finding(ok=False, says=texts.NO_CALLBACK_TOKEN(prefix=prefix)))
    if not AES_KEY.fullmatch(aes_key):
        findings.append(Finding(ok=False, says=texts.BAD_AES_KEY(prefix=prefix)))
    return findings


def door_findings(
    connection: Connection, url: str, token: str, prefix: str, envelope: Envelope | None
) -> list[Finding]:
    """What our door answers when it is called as the platform calls it while the address is saved. Nothing while nobody
    answers there: the program need not run yet. Blocks.
    """
    echo = str(secrets.randbelow(10**19))
    stamp, nonce = str(int(datetime.now(UTC).timestamp())), secrets.token_hex(5)
    query = {"timestamp": stamp, "nonce": nonce}
    if envelope is not None:
        sealed = fields_of(envelope.sealed(echo, nonce, stamp))
        query |= {"msg_signature": sealed["MsgSignature"], "echostr": sealed["Encrypt"]}
    else:
        query |= {"signature": signature(token, stamp, nonce), "echostr": echo}
    answer = connection.knock(url, query)
    if answer is None:
        return []
    if answer == echo.encode():
        return [Finding(ok=True, says=texts.DOOR_OPENS)]
    return [Finding(ok=False, says=texts.DOOR_SHUT(url=url, prefix=prefix))]
