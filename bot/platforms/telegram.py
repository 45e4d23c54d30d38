"""What Telegram sends us, as words and presses. Pure: no library, no network; the payload is the raw update.

In groups Xiaoxin listens only to what is meant for it: a command, a mention, a reply to its own message. Anonymous
administrators cannot be told apart, so nobody acts as one; other bots are not heard at all. An edited message is
not acted on: what was filed stands, and its author is told so. What hangs under one of our cards is about that card.
A group that becomes a supergroup has another number from then on.
Source: Bot API 10.1, `Update`.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeAlias

from bot.platforms.telegram_contents import UNREADABLE, attachments_of, is_live_location, words_of
from bot.platforms.telegram_menu import COMMANDS, SPOKEN
from bot.platforms.wording import cut, harmless, utf16
from handlers.incoming import Identity, Incoming, Noticed, Pressed, Said

Json: TypeAlias = dict[str, Any]

PLATFORM = "telegram"
LONGEST_NAME = 64
REPLY_TO = "message:"  # marks what a reply refers to, so that it cannot be taken for the id of a press
CHAT_KINDS = frozenset({"message", "edited_message", "my_chat_member"})
HERE = frozenset({"member", "administrator", "creator", "restricted"})
# Who speaks when nobody does: an anonymous administrator, a channel, Telegram's own service account.
ANONYMOUS_ADMIN = 1087968824
NOBODY = frozenset({ANONYMOUS_ADMIN, 136817688, 777000})
OURS = frozenset({"start", *(command.name for command in COMMANDS)})  # without a bot's name it may be any bot's


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
    if "edited_message" in update:
        return _edited(update["edited_message"], event, us)
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


def _said(message: Json, event: str, us: Ourselves) -> Said | Noticed | None:
    if "migrate_to_chat_id" in message and "from" in message:
        who, where = _identity(message["from"], message["chat"], message), str(message["migrate_to_chat_id"])
        return Noticed(who, event, _moment(message), "migrated", {"address": where})
    heard = _addressed(message, us)
    if heard is None:
        return None
    user, words = heard
    who, attachments = _identity(user, message["chat"], message), attachments_of(message)
    if not words_of(message) and not (attachments and (who.private or attachments[0].kind != UNREADABLE)):
        return None  # a service message: somebody joined, a title changed; or a sticker among others
    if user["id"] in NOBODY:
        return Noticed(who, event, _moment(message), "nameless")
    quoted = message.get("reply_to_message") or {}
    return Said(
        who, event, _moment(message), _spoken(words), attachments, str(message.get("media_group_id", "")),
        f"{REPLY_TO}{message['message_id']}", str(quoted["message_id"]) if us.wrote(quoted) else "",
    )  # fmt: skip


def _edited(message: Json, event: str, us: Ourselves) -> Noticed | None:
    heard = _addressed(message, us)
    if heard is None or is_live_location(message) or not words_of(message) or heard[0]["id"] in NOBODY:
        return None
    return Noticed(_identity(heard[0], message["chat"], message), event, _moment(message), "edited")


def _addressed(message: Json, us: Ourselves) -> tuple[Json, str] | None:
    """Who speaks to us, and what without our name in it. None for what is not for us."""
    user, chat = message.get("from"), message["chat"]
    if user is None or chat.get("type") == "channel":
        return None
    nameless = user["id"] == ANONYMOUS_ADMIN and (message.get("sender_chat") or {}).get("id") == chat["id"]
    if not (nameless or _is_somebody(user, message)):
        return None
    private = chat.get("type") == "private"
    addressed, words = _without_our_name(words_of(message), message, us, private=private)
    return (user, words) if private or addressed else None


def _without_our_name(text: str, message: Json, us: Ourselves, *, private: bool) -> tuple[bool, str]:
    """Whether a message is addressed to us, and its words without our name in them."""
    command = re.match(r"/(\w+)(?:@(\w+))?(?=\s|$)", text)
    if command and command[2] and not us.is_named(command[2]):
        return False, text
    if command and (private or command[2] or command[1].lower() in OURS):
        return True, f"/{command[1]}{text[command.end() :]}"
    ours = [match for match in re.finditer(r"(?<!\w)@(\w+)", text) if us.is_named(match[1])]
    if ours:
        words = text
        for match in reversed(ours):
            words = f"{words[: match.start()].rstrip()} {words[match.end() :].lstrip(' ,，:：')}".strip()
        return True, words
    quoted = message.get("reply_to_message") or {}
    return us.wrote(quoted) and "forum_topic_created" not in quoted, text  # all in a topic hangs under its beginning


def _spoken(text: str) -> str:
    """A command of the menu in the words it stands for; `/start` and all else stay as they are."""
    command = re.match(r"/(\w+)(?=\s|$)", text)
    words = SPOKEN.get(command[1].lower()) if command else None
    return f"{words}{text[command.end() :]}" if command and words else text


def _pressed(query: Json, event: str) -> Pressed | None:
    # An old or deleted card comes as a message of the year 1970 without its text; its chat and number still hold.
    user, message = query["from"], query.get("message")
    if message is None or not query.get("data") or not _is_somebody(user, {}):
        return None
    if message["chat"].get("type") == "private" and message["chat"]["id"] != user["id"]:
        return None  # nobody presses in somebody else's chat
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
    return datetime.fromtimestamp(message.get("edit_date") or message["date"], UTC)
