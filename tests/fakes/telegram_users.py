"""The people before their phones: what they type, press and see."""

import itertools
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.fakes.telegram_html import bot_commands
from tests.fakes.telegram_world import Chat, Json, Message, Person
from tests.patience import PATIENCE

if TYPE_CHECKING:
    from tests.fakes.telegram import FakeTelegram

_albums = itertools.count(1)


@dataclass(slots=True)
class Press:
    """A pressed button; `answer` is what popped up, once the bot answered the query."""

    query_id: str
    message: Message
    at: float
    answer: Json | None = None

    @property
    def toast(self) -> str | None:
        return None if self.answer is None else str(self.answer.get("text", ""))


class Seat:
    """A place from which a chat is read."""

    def __init__(self, fake: "FakeTelegram", chat: Chat) -> None:
        self.fake = fake
        self.chat = chat

    @property
    def id(self) -> int:
        return self.chat.id

    def sees(self) -> list[Message]:
        """Everything that stands in the chat now, oldest first, edits applied, deleted messages gone."""
        with self.fake.changed:
            return self.chat.visible()

    def hears(self) -> list[str]:
        """The texts the bot has here now, oldest first."""
        return [message.text for message in self.sees() if message.by_bot]

    def waits_for(
        self,
        text: str = "",
        *,
        buttons: list[str] | None = None,
        matching: Callable[[Message], bool] | None = None,
        timeout: float = PATIENCE,
    ) -> Message:
        """The newest message of the bot with this text in it (and exactly these buttons), as soon as there is one."""

        def found() -> Message | None:
            for message in reversed(self.chat.visible()):
                fits = message.by_bot and text in message.text
                fits = fits and (buttons is None or message.buttons == buttons)
                if fits and (matching is None or matching(message)):
                    return message
            return None

        try:
            return _some(self.fake.wait_for(found, timeout, f"a message with {text!r} and buttons {buttons}"))
        except AssertionError as error:
            error.add_note(self.transcript())
            raise

    def transcript(self) -> str:
        """The chat in plain lines, for the message of a failing test."""
        lines = [f"chat {self.chat.id} ({self.chat.title or getattr(self.chat.person, 'first_name', '')}):"]
        for m in self.sees():
            mark = "(edited) " if m.edited else ""
            keys = "".join(f" [{label}]" for label in m.buttons)
            lines.append(f"  {m.message_id} {m.sender['first_name']}: {mark}{m.text}{keys}")
        return "\n".join(lines)


class Group(Seat):
    """A group or supergroup with the bot in it."""

    def migrates(self) -> "Group":
        """Becomes a supergroup with a new id; both service messages are sent."""
        fake, old = self.fake, self.chat
        with fake.changed:
            new = fake.make_group(old.title or "", list(old.members.values()), supergroup=True)
            new.chat.hears_all = old.hears_all
            old.migrated_to = new.id
            sender = next(iter(old.members.values())).as_json()
            for chat, word, other in (
                (old, "migrate_to_chat_id", new.id),
                (new.chat, "migrate_from_chat_id", old.id),
            ):
                message = fake.world.add_message(chat, sender, {}, extra={word: other})
                fake.emit("message", message.as_json())
            return new

    def removes_bot(self) -> None:
        self.chat.kicked = True
        actor = next(iter(self.chat.members.values()))
        self.fake.emit_my_chat_member(self.chat, actor, "member", "kicked")


class User(Seat):
    """A person and the private chat with the bot."""

    def __init__(self, fake: "FakeTelegram", chat: Chat, person: Person) -> None:
        super().__init__(fake, chat)
        self.person = person

    # -- writing ------------------------------------------------------------------------------

    def sends(
        self, text: str, *, to: Group | None = None, reply_to: Message | None = None, thread: int | None = None
    ) -> Message:
        """Types a text, into a group or to the bot."""
        entities = bot_commands(text)
        content: Json = {"text": text, "entities": entities} if entities else {"text": text}
        extra: Json = {"reply_to_message": reply_to.as_json()} if reply_to else {}
        if thread is not None:
            extra |= {"message_thread_id": thread, "is_topic_message": True}
        return self._says(content, to, extra)

    def starts(self, code: str | None = None) -> Message:
        """Opens the bot, by its deep link where there is a code."""
        return self.sends(f"/start {code}" if code else "/start")

    def sends_photo(
        self, content: bytes = b"\xff\xd8\xff-photo", caption: str = "", *, to: Group | None = None
    ) -> Message:
        return self._says(self._photo(content, caption), to, {})

    def sends_album(self, photos: list[bytes], caption: str = "", *, to: Group | None = None) -> list[Message]:
        """Several photos at once: separate updates with one `media_group_id`, the caption on the first."""
        extra = {"media_group_id": f"album-{next(_albums)}"}
        return [
            self._says(self._photo(photo, caption if i == 0 else ""), to, dict(extra)) for i, photo in enumerate(photos)
        ]

    def sends_document(
        self,
        content: bytes,
        name: str,
        mime_type: str = "application/octet-stream",
        caption: str = "",
        *,
        to: Group | None = None,
    ) -> Message:
        stored = self.fake.world.keep_file(content, name, mime_type, "documents")
        document = {**stored.as_json(), "file_name": name, "mime_type": mime_type}
        return self._says({"document": document} | ({"caption": caption} if caption else {}), to, {})

    def sends_voice(self, content: bytes = b"OggS", seconds: int = 3) -> Message:
        stored = self.fake.world.keep_file(content, "voice.oga", "audio/ogg", "voice")
        return self._says({"voice": {**stored.as_json(), "duration": seconds, "mime_type": "audio/ogg"}}, None, {})

    def sends_location(self, latitude: float, longitude: float) -> Message:
        return self._says({"location": {"latitude": latitude, "longitude": longitude}}, None, {})

    def sends_contact(self, phone: str, owner: "User | None" = None) -> Message:
        """Shares a phone number: the own one, or the card of somebody else."""
        person = (owner or self).person
        contact = {"phone_number": phone, "first_name": person.first_name, "user_id": person.id}
        return self._says({"contact": contact}, None, {})

    def edits(self, message: Message, text: str) -> Message:
        with self.fake.changed:
            message.content = {**message.content, ("text" if "text" in message.content else "caption"): text}
            message.edit_date = self.fake.world.now()
            if message.chat.hears_all or self._means_the_bot(message):
                self.fake.emit("edited_message", message.as_json())
        return message

    def deletes(self, message: Message) -> None:
        """The bot is not told; it notices when it wants to edit."""
        with self.fake.changed:
            message.deleted = True
            self.fake.changed.notify_all()

    def _photo(self, content: bytes, caption: str) -> Json:
        stored = self.fake.world.keep_file(content, "photo.jpg", "image/jpeg", "photos")
        small = self.fake.world.keep_file(content[:64], "photo.jpg", "image/jpeg", "photos")
        sizes = [
            {**small.as_json(), "width": 90, "height": 67},
            {**stored.as_json(), "width": 1280, "height": 960},
        ]
        return {"photo": sizes} | ({"caption": caption} if caption else {})

    def _says(self, content: Json, to: Group | None, extra: Json) -> Message:
        fake = self.fake
        with fake.changed:
            chat = to.chat if to else self.chat
            if chat is self.chat:
                if chat.blocked:
                    raise RuntimeError(f"{self.person.first_name} has blocked the bot: unblock first")
                chat.started = True
            message = fake.world.add_message(chat, self.person.as_json(), content, extra=extra)
            if chat.hears_all or self._means_the_bot(message):
                fake.emit("message", message.as_json())
            return message

    def _means_the_bot(self, message: Message) -> bool:
        """What privacy mode lets through: commands not for another bot, replies to the bot, mentions of it."""
        bot = self.fake.world.bot
        commands = re.findall(r"(?<!\S)/\w+(@\w+)?", message.text)
        mine = any(not to or to == f"@{bot['username']}" for to in commands)
        answered = message.extra.get("reply_to_message", {}).get("from", {}).get("id") == bot["id"]
        return mine or answered or re.search(rf"@{bot['username']}\b", message.text) is not None

    # -- pressing -----------------------------------------------------------------------------

    def presses(self, label: str, *, on: Message | int | None = None, chat: Group | None = None) -> Press:
        """Presses the newest visible button with this label (or the one under the message `on`)."""
        seat = chat.chat if chat else self.chat
        with self.fake.changed:
            message, button = self._button(label, seat, on)
            if "callback_data" not in button:
                raise AssertionError(f"button {label!r} opens {button.get('url')!r}; it calls nothing back")
            return self.press_data(message, button["callback_data"])

    def press_data(self, message: Message, data: str, *, accessible: bool = True) -> Press:
        """Sends callback data as it is: forged, or of a card the user still holds."""
        shown = message.as_json()
        if not accessible:
            shown = {"message_id": message.message_id, "chat": message.chat.as_json(), "date": 0}
        with self.fake.changed:
            press = self.fake.open_query(message)
            query: Json = {
                "id": press.query_id,
                "from": self.person.as_json(),
                "message": shown,
                "chat_instance": str(message.chat.id),
                "data": data,
            }
            self.fake.emit("callback_query", query)
            return press

    def _button(self, label: str, chat: Chat, on: Message | int | None) -> tuple[Message, Json]:
        wanted = on.message_id if isinstance(on, Message) else on
        for message in reversed(chat.visible()):
            if wanted is not None and message.message_id != wanted:
                continue
            for row in message.rows:
                for button in row:
                    if button["text"] == label:
                        return message, button
        raise AssertionError(f"no button {label!r}; {self.transcript()}")

    # -- coming and going ---------------------------------------------------------------------

    def blocks(self) -> None:
        """Stops the bot; it is told by `my_chat_member`, and refused with 403 from now on."""
        self.chat.blocked = True
        self.fake.emit_my_chat_member(self.chat, self.person, "member", "kicked")

    def unblocks(self) -> None:
        self.chat.blocked = False
        self.fake.emit_my_chat_member(self.chat, self.person, "kicked", "member")


def _some(message: Message | Any) -> Message:
    assert isinstance(message, Message)
    return message
