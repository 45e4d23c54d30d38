"""The sealed envelope in which WeCom and WeChat call: checked in constant time, then opened by wechatpy."""

import hashlib
from collections.abc import Mapping

from wechatpy.crypto import BaseWeChatCrypto
from wechatpy.crypto import WeChatCrypto as AccountCrypto
from wechatpy.exceptions import WeChatException
from wechatpy.work.crypto import WeChatCrypto as CorporationCrypto

from bot.platforms.callback_xml import BadXml, fields_of
from bot.platforms.callbacks import Freshness, Rejected, same

MOST_BYTES = 256 * 1024  # a text has 2 KB, a card event a few


def signature(token: str, *parts: str) -> str:
    """SHA-1 over the sorted parts, as both platforms publish it."""
    return hashlib.sha1("".join(sorted((token, *parts))).encode(errors="replace")).hexdigest()  # noqa: S324 -- their scheme


def reply_xml(words: str, *, to: str, of: str, at: int) -> str:
    """A text that answers a call. What would end its quotation early loses its point."""
    safe = words.replace("]]>", "]] >")
    return (
        f"<xml><ToUserName><![CDATA[{to}]]></ToUserName><FromUserName><![CDATA[{of}]]></FromUserName>"
        f"<CreateTime>{at}</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[{safe}]]></Content></xml>"
    )


class Envelope:
    """Opens what is sealed for one receiver: a corporation's id, or an account's app id."""

    def __init__(self, token: str, aes_key: str, receiver: str, *, corporation: bool) -> None:
        crypto = CorporationCrypto if corporation else AccountCrypto
        try:
            self._crypto: BaseWeChatCrypto = crypto(token, aes_key, receiver)
        except (AssertionError, ValueError) as wrong:
            raise ValueError("an EncodingAESKey has 43 characters; copy it again from the console") from wrong
        self._token = token

    def opened(self, query: Mapping[str, str], sealed: str, fresh: Freshness) -> str:
        """What is inside. `Rejected` (403) for a wrong seal, a wrong receiver or an old call, (400) for garbage."""
        timestamp, nonce, seal = (query.get(name, "") for name in ("timestamp", "nonce", "msg_signature"))
        if not same(signature(self._token, timestamp, nonce, sealed), seal):
            raise Rejected(403, "bad signature")
        fresh.check_time(timestamp)
        try:
            text: str = self._crypto.decrypt_message({"Encrypt": sealed}, seal, timestamp, nonce)
        except WeChatException as refused:
            raise Rejected(403, "not for us") from refused
        except Exception as garbage:  # the library raises a dozen kinds for bytes that are no message
            raise Rejected(400, "unreadable") from garbage
        return text

    def sealed(self, text: str, nonce: str, timestamp: str) -> str:
        """Our own words, sealed as the platform wants an answer in safe mode."""
        xml: str = self._crypto.encrypt_message(text, nonce, timestamp)
        return xml


def outer_fields(body: bytes) -> dict[str, str]:
    """The fields of a call's XML. `Rejected` (400) for what is none."""
    try:
        return fields_of(body.decode())
    except (BadXml, UnicodeDecodeError) as wrong:
        raise Rejected(400, "not XML") from wrong


def is_message(text: str) -> bool:
    """Whether what was inside is a message or event at all."""
    try:
        fields = fields_of(text)
    except BadXml:
        return False
    return bool(fields.get("FromUserName") and fields.get("MsgType"))
