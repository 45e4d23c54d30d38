"""What Telegram keeps: people, chats, messages, files, and whether a bot may write to them."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal

from tests.fakes.clock import Clock
from tests.fakes.telegram_refusals import Refused, bad_request, forbidden

Json = dict[str, Any]
ChatKind = Literal["private", "group", "supergroup"]


@dataclass(slots=True)
class Person:
    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = None
    deactivated: bool = False

    def as_json(self) -> Json:
        optional = {"last_name": self.last_name, "username": self.username, "language_code": self.language_code}
        given = {name: value for name, value in optional.items() if value}
        return {"id": self.id, "is_bot": False, "first_name": self.first_name, **given}


@dataclass(slots=True)
class Message:
    """One message of a chat; what the users see of it now."""

    chat: "Chat"
    message_id: int
    date: int
    sender: Json
    by_bot: bool
    content: Json  # text, entities, photo, caption … as in the Bot API
    reply_markup: Json | None = None
    edit_date: int | None = None
    deleted: bool = False
    extra: Json = field(default_factory=dict)  # reply_to_message, message_thread_id, media_group_id …

    @property
    def text(self) -> str:
        """What can be read: the text, or the caption under a picture or file."""
        return str(self.content.get("text", self.content.get("caption", "")))

    @property
    def sent_at(self) -> datetime:
        return datetime.fromtimestamp(self.date, UTC)

    @property
    def edited(self) -> bool:
        return self.edit_date is not None

    @property
    def rows(self) -> list[list[Json]]:
        """The inline keyboard, row by row."""
        rows: list[list[Json]] = (self.reply_markup or {}).get("inline_keyboard", [])
        return rows

    @property
    def buttons(self) -> list[str]:
        """The labels of the inline keyboard, in reading order."""
        return [button["text"] for row in self.rows for button in row]

    def as_json(self) -> Json:
        shown: Json = {
            "message_id": self.message_id,
            "from": self.sender,
            "chat": self.chat.as_json(),
            "date": self.date,
            **self.extra,
            **self.content,
        }
        if self.edit_date is not None:
            shown["edit_date"] = self.edit_date
        if self.rows:
            shown["reply_markup"] = self.reply_markup
        return shown


@dataclass(slots=True)
class Chat:
    id: int
    kind: ChatKind
    title: str | None = None
    person: Person | None = None
    started: bool = False
    blocked: bool = False
    kicked: bool = False
    hears_all: bool = True  # False: a group where the bot has no rights, in privacy mode
    migrated_to: int | None = None
    topics: set[int] = field(default_factory=set)
    members: dict[int, Person] = field(default_factory=dict, repr=False)
    messages: dict[int, Message] = field(default_factory=dict, repr=False)
    own_ids: Iterator[int] | None = None  # supergroups number their messages themselves

    def as_json(self) -> Json:
        if self.person:
            known = self.person.as_json()
            return {
                "id": self.id,
                "type": "private",
                **{k: known[k] for k in ("first_name", "last_name", "username") if k in known},
            }
        forum = {"is_forum": True} if self.topics else {}
        return {"id": self.id, "type": self.kind, "title": self.title, **forum}

    def visible(self) -> list[Message]:
        """What stands in the chat now, oldest first."""
        return [message for message in self.messages.values() if not message.deleted]

    def refuse_unless_writable(self) -> None:
        """Telegram's answer to a bot that may not write here."""
        if self.migrated_to is not None:
            raise Refused(
                400,
                "Bad Request: group chat was upgraded to a supergroup chat",
                {"migrate_to_chat_id": self.migrated_to},
            )
        if self.kicked:
            raise forbidden(f"bot was kicked from the {self.kind} chat")
        if self.person and self.person.deactivated:
            raise forbidden("user is deactivated")
        if self.blocked:
            raise forbidden("bot was blocked by the user")
        if self.kind == "private" and not self.started:
            raise forbidden("bot can't initiate conversation with a user")


@dataclass(slots=True)
class StoredFile:
    file_id: str
    file_unique_id: str
    path: str
    name: str
    mime_type: str
    content: bytes

    def as_json(self) -> Json:
        return {"file_id": self.file_id, "file_unique_id": self.file_unique_id, "file_size": len(self.content)}


class World:
    """All chats the bot could know."""

    def __init__(self, clock: Clock, bot_id: int, bot_name: str, username: str) -> None:
        self.clock = clock
        self.bot: Json = {"id": bot_id, "is_bot": True, "first_name": bot_name, "username": username}
        self.chats: dict[int, Chat] = {}
        self.people: dict[int, Person] = {}
        self.files: dict[str, StoredFile] = {}
        self.sent: list[Message] = []
        self._message_ids = itertools.count(1)
        self._file_ids = itertools.count(1)

    def chat_for_bot(self, chat_id: int | str) -> Chat:
        """The chat a method names, by id or @username; `Refused` where the bot never met it."""
        for chat in self.chats.values():
            username = chat.person.username if chat.person else None
            if chat.id == chat_id or (username and f"@{username}" == chat_id):
                return chat
        raise bad_request("chat not found")

    def now(self) -> int:
        return int(self.clock.time())

    def add_message(self, chat: Chat, sender: Json, content: Json, **given: Any) -> Message:
        """Puts a message into a chat; `given` are further fields of `Message`."""
        message_id = next(chat.own_ids or self._message_ids)
        message = Message(
            chat=chat,
            message_id=message_id,
            date=self.now(),
            sender=sender,
            by_bot=sender is self.bot,
            content=content,
            **given,
        )
        chat.messages[message_id] = message
        if message.by_bot:
            self.sent.append(message)
        return message

    def keep_file(self, content: bytes, name: str, mime_type: str, folder: str) -> StoredFile:
        number = next(self._file_ids)
        ending = name.rsplit(".", 1)[-1] if "." in name else "bin"
        path = f"{folder}/file_{number}.{ending}"
        stored = StoredFile(f"FAKE-FILE-{number}", f"UNIQUE-{number}", path, name, mime_type, content)
        self.files[stored.file_id] = stored
        return stored
