"""What Telegram sends us, as words and presses. Pure: no library, no network; the payload is the raw update.

In groups Xiaoxin listens only to what is meant for it: a command, a mention, a reply to its own message. Anonymous
administrators cannot be told apart, so nobody acts as one; other bots are not heard at all. An edited message is
kept in the inbox and not acted on: what was filed stands, and a correction is said in words.
Source: Bot API 10.1, `Update`.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeAlias

from bot.platforms.wording import cut, harmless, utf16
from handlers.incoming import Attachment, Identity, Incoming, Noticed, Pressed, Said
from handlers.texts import Text

Json: TypeAlias = dict[str, Any]

PLATFORM = "telegram"
LONGEST_NAME = 64
REPLY_TO = "message:"  # marks what a reply refers to, so that it cannot be taken for the id of a press
CHAT_KINDS = frozenset({"message", "edited_message", "my_chat_member"})
HERE = frozenset({"member", "administrator", "creator", "restricted"})
# Who speaks when nobody does: an anonymous administrator, a channel, Telegram's own service account.
NOBODY = frozenset({1087968824, 136817688, 777000})


@dataclass(frozen=True, slots=True)
class Command:
    """An entry of Telegram's command menu. Its names know only a-z, so each stands for words people say."""

    name: str
    says: str
    about: Text


COMMANDS = (
    Command("report", "报修", Text("报修:一句话说清地点和问题", "Report a fault")),
    Command("ask", "问制度", Text("问信息化制度", "Ask about the charter")),
    Command("tasks", "我的待办", Text("我的待办", "What waits for me")),
    Command("help", "帮助", Text("我会做什么", "What I can do")),
    Command("cancel", "取消", Text("取消正在填写的", "Cancel what is being filled in")),
)
SPOKEN = {command.name: command.says for command in COMMANDS}


@dataclass(frozen=True, slots=True)
class Ourselves:
    """Which bot we are; needed in groups only. Without it any bot's name counts as ours."""

    id: int = 0
    username: Callable[[], str] = field(default=lambda: "")

    def is_named(self, name: str) -> bool:
        """Whether `@name` means us. Telegram hands us other bots' business only where we are administrators."""
        ours = self.username().lower().removeprefix("@")
        return name.lower() == ours if ours else name.lower().endswith("bot")

    def wrote(self, message: Json) -> bool:
        """Whether a message is one of ours."""
        author = message.get("from") or {}
        return bool(author.get("is_bot")) and self.id in {0, author.get("id")}


ANYBODY = Ourselves()


def reader(token: str, username: Callable[[], str]) -> Callable[[str], Incoming | None]:
    """`read` for the bot with this token; `username` may still answer "" while Telegram is unreachable."""
    head = token.partition(":")[0]
    us = Ourselves(int(head) if head.isdigit() else 0, username)
    return lambda payload: read(payload, us)


def event_id(payload: str) -> str:
    """Telegram's number of the update, the same however often it is delivered."""
    return event_id_of(json.loads(payload))


def event_id_of(update: Json) -> str:
    """The same for an update that was parsed already."""
    return str(update["update_id"])


def conversation(payload: str) -> str:
    """The chat: what is said in one is answered in order. Updates without a chat go by who sent them."""
    return conversation_of(json.loads(payload))


def conversation_of(update: Json) -> str:
    """The same for an update that was parsed already."""
    for kind in CHAT_KINDS & update.keys():
        return str(update[kind]["chat"]["id"])
    query = update.get("callback_query") or {}
    chat = (query.get("message") or {}).get("chat") or query.get("from") or {}
    return str(chat.get("id", update["update_id"]))


def read(payload: str, us: Ourselves = ANYBODY) -> Incoming | None:
    """What an update says to us. None for all that is not for us."""
    update: Json = json.loads(payload)
    event = str(update["update_id"])
    if "message" in update:
        return _said(update["message"], event, us)
    if "callback_query" in update:
        return _pressed(update["callback_query"], event)
    if "my_chat_member" in update:
        return _noticed(update["my_chat_member"], event)
    return None


def address_of(chat: Json, message: Json) -> str:
    """Where to answer: the chat, and in a group with topics the topic."""
    thread = message.get("message_thread_id") if message.get("is_topic_message") else None
    return f"{chat['id']}/{thread}" if thread else str(chat["id"])


def parts_of(address: str) -> tuple[int, int | None]:
    """(chat, topic) of an address. `ValueError` for what is no address of ours."""
    chat, _, thread = address.partition("/")
    return int(chat), int(thread) if thread else None


def _identity(user: Json, chat: Json, message: Json) -> Identity:
    name = " ".join(harmless(str(user.get(part, ""))) for part in ("first_name", "last_name")).split()
    return Identity(
        PLATFORM, str(user["id"]), address_of(chat, message), cut(" ".join(name), LONGEST_NAME, utf16),
        str(user.get("language_code", "")), private=chat.get("type") == "private",
    )  # fmt: skip


def _is_somebody(user: Json | None, message: Json) -> bool:
    return user is not None and not user.get("is_bot") and user["id"] not in NOBODY and "sender_chat" not in message


def _said(message: Json, event: str, us: Ourselves) -> Said | None:
    user, chat = message.get("from"), message["chat"]
    if user is None or not _is_somebody(user, message) or chat.get("type") == "channel":
        return None
    who = _identity(user, chat, message)
    text = str(message.get("text") or message.get("caption") or "")
    attachments = _attachments(message)
    if not text and not attachments:
        return None  # a service message: somebody joined, a title changed
    addressed, words = _without_our_name(text, message, us)
    if not who.private and not addressed:
        return None
    return Said(
        who, event, _moment(message), _spoken(words), attachments, str(message.get("media_group_id", "")),
        f"{REPLY_TO}{message['message_id']}",
    )  # fmt: skip


def _without_our_name(text: str, message: Json, us: Ourselves) -> tuple[bool, str]:
    """Whether a message is addressed to us, and its words without our name in them."""
    command = re.match(r"/(\w+)(?:@(\w+))?(?=\s|$)", text)
    if command and command[2] and not us.is_named(command[2]):
        return False, text
    if command:
        return True, f"/{command[1]}{text[command.end() :]}"
    ours = [match for match in re.finditer(r"(?<!\w)@(\w+)", text) if us.is_named(match[1])]
    if ours:
        words = text
        for match in reversed(ours):
            words = f"{words[: match.start()].rstrip()} {words[match.end() :].lstrip(' ,,::')}".strip()
        return True, words
    return us.wrote(message.get("reply_to_message") or {}), text


def _spoken(text: str) -> str:
    """A command of the menu in the words it stands for; `/start` and all else stay as they are."""
    name, gap, rest = text.partition(" ")
    words = SPOKEN.get(name[1:].lower()) if name.startswith("/") else None
    return f"{words}{gap}{rest}" if words else text


def _attachments(message: Json) -> tuple[Attachment, ...]:
    caption = str(message.get("caption", ""))
    if photo := message.get("photo"):
        return (Attachment("photo", photo[-1]["file_id"], caption=caption),)
    for kind, ours in (("voice", "voice"), ("audio", "voice"), ("video", "file"), ("video_note", "file"),
                       ("document", "file")):  # fmt: skip
        if found := message.get(kind):
            return (Attachment(ours, found["file_id"], harmless(str(found.get("file_name", ""))), caption),)
    if place := message.get("location"):
        venue = message.get("venue") or {}
        name = " ".join(str(venue[part]) for part in ("title", "address") if venue.get(part))
        return (Attachment("place", f"{place['latitude']},{place['longitude']}", harmless(name)),)
    return ()


def _pressed(query: Json, event: str) -> Pressed | None:
    # An old or deleted card comes as a message of the year 1970 without its text; its chat and number still hold.
    user, message = query["from"], query.get("message")
    if message is None or not query.get("data") or not _is_somebody(user, {}):
        return None
    who = _identity(user, message["chat"], message)
    # A press carries no time of its own. The inbox knows when it came; the card's time would be the wrong one.
    return Pressed(who, event, EPOCH, query["data"], str(query["id"]), str(message["message_id"]))


def _noticed(change: Json, event: str) -> Noticed | None:
    before, after = (change[name]["status"] in HERE for name in ("old_chat_member", "new_chat_member"))
    chat, user = change["chat"], change["from"]
    if before == after or not _is_somebody(user, {}) or chat.get("type") == "channel":
        return None
    if chat.get("type") != "private" and not after:
        return None  # out of a group: that says nothing about whoever threw us out
    return Noticed(_identity(user, chat, {}), event, _moment(change), "joined" if after else "left")


EPOCH = datetime.fromtimestamp(0, UTC)


def _moment(message: Json) -> datetime:
    return datetime.fromtimestamp(message["date"], UTC)
