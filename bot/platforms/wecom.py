"""What WeCom (企业微信) sends us, as words and presses. Pure: the payload is the decrypted XML of the callback.

A member is known by the directory id at once; WeCom ignores its case, so we keep it in small letters. A pressed card
sends its button's key, which is our token, and a code with which that member's card can be changed once. Opening the
app happens many times a day: only somebody to whom nothing was ever said is greeted then.
Source: WeCom server API, "接收消息与事件" (90238-90240, 90376).
"""

import hashlib
from datetime import UTC, datetime

from bot.platforms import wecom_directory
from bot.platforms.callback_xml import BadXml, fields_of
from bot.platforms.wording import harmless
from handlers.cards import read_token
from handlers.incoming import Attachment, Identity, Incoming, Noticed, Pressed, Said

PLATFORM = "wecom"
LONGEST_EVENT_ID = 120
SYSTEM = "sys"  # who reports changes of the directory
NOT_SHOWN = "【收到不支持的消息类型，暂无法显示】"  # what an Official Account gets in the place of a sticker
UNREADABLE = "unknown"  # a sticker, a mini-program, whatever comes next


def event_id(payload: str) -> str:
    """The message's id; events have none, so theirs is made of who, when, what and on which card."""
    return event_id_of(fields_of(payload))


def event_id_of(fields: dict[str, str]) -> str:
    """The same for both platforms of Tencent."""
    if number := fields.get("MsgId"):
        return number
    whole = "|".join(
        fields.get(name, "") for name in ("FromUserName", "CreateTime", "Event", "EventKey", "TaskId", "ChangeType")
    )
    if about := fields.get("UserID"):  # a directory changes for many in one second, and for one in several ways
        news = (fields.get(name) for name in ("NewUserID", "MainDepartment", "Department", "Status"))
        whole = "|".join((whole, about, *filter(None, news)))
    return whole if len(whole) <= LONGEST_EVENT_ID else hashlib.sha256(whole.encode()).hexdigest()


def conversation(payload: str) -> str:
    """The member: everything of one person is answered in order."""
    return fields_of(payload).get("FromUserName", SYSTEM).lower()


def read(payload: str) -> Incoming | None:
    """What a message or event says to us. None for all that is not for us."""
    try:
        fields = fields_of(payload)
    except BadXml:
        return None
    user = fields.get("FromUserName", "").lower()
    event, at = event_id_of(fields), moment_of(fields)
    if user == SYSTEM and fields.get("Event") == "change_contact":
        return wecom_directory.read(fields, PLATFORM, event, at)
    if not user or user == SYSTEM:
        return None
    who = Identity(PLATFORM, user, user)
    if fields.get("MsgType") == "event":
        return _event(fields, who, event, at)
    text, attachments = content_of(fields)
    if not text and not attachments:
        return None
    return Said(who, event, at, text, attachments)


def content_of(fields: dict[str, str]) -> tuple[str, tuple[Attachment, ...]]:
    """The words and what came with them. A place is its name; of what nobody can read only that it came."""
    kind, attachments = fields.get("MsgType", ""), attachments_of(fields)
    if kind == "text" and fields.get("Content") != NOT_SHOWN:
        return fields.get("Content", ""), attachments
    if kind == "link":
        return " ".join(filter(None, (fields.get("Title"), fields.get("Url")))), attachments
    if kind == "location" and (label := harmless(fields.get("Label", "")).strip()):
        return label, ()
    return fields.get("Recognition", "").strip(), attachments or (Attachment(UNREADABLE, ""),)


def moment_of(fields: dict[str, str]) -> datetime:
    """When the platform says it happened: seconds since 1970."""
    stamp = fields.get("CreateTime", "")
    return datetime.fromtimestamp(int(stamp) if stamp.isdecimal() and len(stamp) <= 11 else 0, UTC)


def attachments_of(fields: dict[str, str]) -> tuple[Attachment, ...]:
    """A picture, a voice, a film or a place; media is fetched within three days by its id."""
    match fields.get("MsgType"):
        case "image":
            return (Attachment("photo", fields.get("MediaId", "")),)
        case "voice":
            return (Attachment("voice", fields.get("MediaId", ""), f"voice.{fields.get('Format', 'amr')}"),)
        case "video" | "shortvideo":
            return (Attachment("file", fields.get("MediaId", ""), "video.mp4"),)
        case "file":
            return (Attachment("file", fields.get("MediaId", ""), harmless(fields.get("FileName", ""))),)
        case "location":
            place = f"{fields.get('Location_X', '')},{fields.get('Location_Y', '')}"
            return (Attachment("place", place, harmless(fields.get("Label", ""))),)
        case _:
            return ()


def tapped(who: Identity, event: str, at: datetime, key: str, words: str = "") -> Incoming | None:
    """A menu entry: a token of ours is a press, anything else are words somebody chose for the menu."""
    if read_token(key) is not None:
        return Pressed(who, event, at, key)
    return Said(who, event, at, words or key) if words or key else None


def _event(fields: dict[str, str], who: Identity, event: str, at: datetime) -> Incoming | None:
    key = fields.get("EventKey", "")
    match fields.get("Event"):
        case "template_card_event" | "template_card_menu_event" if key:
            card, code = fields.get("TaskId", ""), fields.get("ResponseCode", "")
            return Pressed(who, event, at, key, card_ref=card, handle=code)
        case "click":
            return tapped(who, event, at, key)
        case "subscribe":
            return Noticed(who, event, at, "joined")
        case "enter_agent":
            return Noticed(who, event, at, "entered")
        case "unsubscribe":
            return Noticed(who, event, at, "left")
        case _:
            return None
