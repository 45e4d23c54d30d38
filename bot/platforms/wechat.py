"""What a WeChat Official Account (公众号) sends us, as words. Pure: the payload is the XML of the callback.

There are no buttons: a number or a word answers a card. A QR code brings its code along when it is scanned, which is
the same as typing 绑定 and the code, or 扫码 and the code of a place.
Source: "接收普通消息", "接收事件推送" of the Official Account platform.
"""

import re
from datetime import datetime

from bot.platforms import wecom
from bot.platforms.callback_xml import BadXml, fields_of
from handlers.incoming import Identity, Incoming, Noticed, Said

PLATFORM = "wechat"
SCENE = "qrscene_"
BIND = "绑定 {code}"
PLACE, SCAN = re.compile("qr_.{1,12}"), "扫码 {code}"  # a code on a wall names a place; a binding code is longer


def event_id(payload: str) -> str:
    """The message's id; events have none, so theirs is made of who, when and what."""
    return wecom.event_id_of(fields_of(payload))


def conversation(payload: str) -> str:
    """The follower's openid: everything of one person is answered in order."""
    return fields_of(payload).get("FromUserName", "")


def read(payload: str) -> Incoming | None:
    """What a message or event says to us. None for all that is not for us."""
    try:
        fields = fields_of(payload)
    except BadXml:
        return None
    user = fields.get("FromUserName", "")
    if not user:
        return None
    who = Identity(PLATFORM, user, user)
    event, at = wecom.event_id_of(fields), wecom.moment_of(fields)
    if fields.get("MsgType") == "event":
        return _event(fields, who, event, at)
    text, attachments = wecom.content_of(fields)
    if menu := fields.get("bizmsgmenuid"):
        return wecom.tapped(who, event, at, menu, text)
    if not text and not attachments:
        return None
    return Said(who, event, at, text, attachments)


def _event(fields: dict[str, str], who: Identity, event: str, at: datetime) -> Incoming | None:
    key = fields.get("EventKey", "")
    match fields.get("Event", "").lower():
        case "subscribe" if key.startswith(SCENE) and key != SCENE:
            return Said(who, event, at, _scanned(key.removeprefix(SCENE)))
        case "scan" if key:
            return Said(who, event, at, _scanned(key))
        case "subscribe":
            return Noticed(who, event, at, "joined")
        case "unsubscribe":
            return Noticed(who, event, at, "left")
        case "click":
            return wecom.tapped(who, event, at, key)
        case _:
            return None


def _scanned(scene: str) -> str:
    return (SCAN if PLACE.fullmatch(scene) else BIND).format(code=scene)
