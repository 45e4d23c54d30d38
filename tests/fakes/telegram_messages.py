"""Sending, editing and deleting: what Telegram accepts from a bot, and what it answers otherwise."""

import re
from collections.abc import Callable

from tests.fakes.telegram_html import bot_commands, parse_html, trimmed, utf16_length
from tests.fakes.telegram_limits import FloodControl
from tests.fakes.telegram_markup import inline_keyboard
from tests.fakes.telegram_refusals import Refused, bad_request
from tests.fakes.telegram_world import Chat, Json, Message, StoredFile, World
from tests.fakes.wire import Upload

LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024
LONGEST_SOURCE = 32768  # bytes before parsing
MAX_PHOTO = 10 * 1024 * 1024
MAX_DOCUMENT = 50 * 1024 * 1024
DELETABLE_FOR = 48 * 3600
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
CHAT_ACTIONS = frozenset(
    {
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "record_audio",
        "upload_audio",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    }
)


class Messages:
    """The methods about messages."""

    def __init__(self, world: World, flood: FloodControl, violation: Callable[[str], None]) -> None:
        self.world = world
        self.flood = flood
        self.violation = violation

    # -- sending ------------------------------------------------------------------------------

    def send_message(self, args: Json) -> Json:
        chat = self._writable(args)
        text, entities = self._formatted(args, "text", "entities")
        if not text:
            raise bad_request("text must be non-empty")
        if utf16_length(text) > LONGEST_TEXT:
            raise bad_request("message is too long")
        return self._deliver(chat, args, _text_content(text, entities))

    def send_photo(self, args: Json) -> Json:
        chat = self._writable(args)
        caption = self._caption(args)
        stored = self._file(args["photo"], "photos", MAX_PHOTO)
        sizes = [{**stored.as_json(), "width": width, "height": width * 3 // 4} for width in (320, 1280)]
        return self._deliver(chat, args, {"photo": sizes, **caption})

    def send_document(self, args: Json) -> Json:
        chat = self._writable(args)
        caption = self._caption(args)
        stored = self._file(args["document"], "documents", MAX_DOCUMENT)
        document = {**stored.as_json(), "file_name": stored.name, "mime_type": stored.mime_type}
        return self._deliver(chat, args, {"document": document, **caption})

    def send_chat_action(self, args: Json) -> bool:
        self._writable(args)
        if args["action"] not in CHAT_ACTIONS:
            raise bad_request("wrong parameter action in request")
        return True

    def _writable(self, args: Json) -> Chat:
        chat = self.world.chat_for_bot(args["chat_id"])
        chat.refuse_unless_writable()
        thread = args.get("message_thread_id")
        if thread is not None and thread not in chat.topics:
            raise bad_request("message thread not found")
        return chat

    def _deliver(self, chat: Chat, args: Json, content: Json) -> Json:
        markup = args.get("reply_markup")
        keyboard = inline_keyboard(markup, self.violation, private=chat.kind == "private")
        extra = self._reply(chat, args)
        if "message_thread_id" in args:
            extra |= {"message_thread_id": args["message_thread_id"], "is_topic_message": True}
        self.flood.admit(chat.id, self.world.clock.time(), group=chat.kind != "private")
        shown = keyboard or (markup if markup and "inline_keyboard" not in markup else None)
        message = self.world.add_message(chat, self.world.bot, content, reply_markup=shown, extra=extra)
        return message.as_json()

    def _reply(self, chat: Chat, args: Json) -> Json:
        reply = args.get("reply_parameters")
        if not reply:
            return {}
        target = chat.messages.get(reply["message_id"])
        if target and not target.deleted:
            shown = target.as_json()
            shown.pop("reply_to_message", None)
            return {"reply_to_message": shown}
        if reply.get("allow_sending_without_reply"):
            return {}
        raise bad_request("message to be replied not found")

    def _formatted(self, args: Json, name: str, entities_name: str) -> tuple[str, list[Json]]:
        source: str = args.get(name, "")
        if len(source.encode()) > LONGEST_SOURCE:
            raise bad_request("text is too long")
        if name == "text" and not source:
            raise bad_request("message text is empty")
        mode = args.get("parse_mode", "").lower()
        if mode == "html":
            return trimmed(*parse_html(source))
        if mode:
            raise bad_request("unsupported parse_mode")
        return trimmed(source, args.get(entities_name) or bot_commands(source))

    def _caption(self, args: Json) -> Json:
        text, entities = self._formatted(args, "caption", "caption_entities")
        if utf16_length(text) > LONGEST_CAPTION:
            raise bad_request("message caption is too long")
        return _caption_content(text, entities)

    def _file(self, given: Upload | str, folder: str, most: int) -> StoredFile:
        if isinstance(given, Upload):
            if not given.content:
                raise bad_request("file must be non-empty")
            if len(given.content) > MAX_DOCUMENT:
                raise Refused(413, "Request Entity Too Large")
            if len(given.content) > most:
                raise bad_request("PHOTO_SAVE_FILE_INVALID")
            return self.world.keep_file(given.content, given.filename, given.content_type, folder)
        if given in self.world.files:
            return self.world.files[given]
        if re.match(r"https?://", given):
            raise bad_request("failed to get HTTP URL content")  # the fake fetches nothing
        raise bad_request("wrong file identifier/HTTP URL specified")

    # -- editing ------------------------------------------------------------------------------

    def edit_message_text(self, args: Json) -> Json:
        message = self._editable(args)
        text, entities = self._formatted(args, "text", "entities")
        if "text" not in message.content:
            raise bad_request("there is no text in the message to edit")
        if not text:
            raise bad_request("text must be non-empty")
        if utf16_length(text) > LONGEST_TEXT:
            raise bad_request("MESSAGE_TOO_LONG")
        return self._edit(message, _text_content(text, entities), args)

    def edit_message_caption(self, args: Json) -> Json:
        message = self._editable(args)
        caption = self._caption(args)
        if "text" in message.content:
            raise bad_request("there is no caption in the message to edit")
        media = {k: v for k, v in message.content.items() if k not in ("caption", "caption_entities")}
        return self._edit(message, {**media, **caption}, args)

    def edit_message_reply_markup(self, args: Json) -> Json:
        message = self._editable(args)
        return self._edit(message, message.content, args)

    def _editable(self, args: Json) -> Message:
        if "inline_message_id" in args:
            raise bad_request("MESSAGE_ID_INVALID")
        if "chat_id" not in args:
            raise bad_request("chat_id is empty")
        if "message_id" not in args:
            raise bad_request("message identifier is not specified")
        chat = self.world.chat_for_bot(args["chat_id"])
        chat.refuse_unless_writable()
        message = chat.messages.get(args["message_id"])
        if message is None or message.deleted:
            raise bad_request("message to edit not found")
        if not message.by_bot or (message.reply_markup and not message.rows):
            raise bad_request("message can't be edited")
        return message

    def _edit(self, message: Message, content: Json, args: Json) -> Json:
        private = message.chat.kind == "private"
        keyboard = inline_keyboard(args.get("reply_markup"), self.violation, private=private)
        if content == message.content and keyboard == message.reply_markup:
            raise bad_request(NOT_MODIFIED)
        group = message.chat.kind != "private"
        self.flood.admit(message.chat.id, self.world.clock.time(), group=group, edit=True)
        message.content = content
        message.reply_markup = keyboard
        message.edit_date = self.world.now()
        return message.as_json()

    # -- deleting -----------------------------------------------------------------------------

    def delete_message(self, args: Json) -> bool:
        chat = self.world.chat_for_bot(args["chat_id"])
        chat.refuse_unless_writable()
        message = chat.messages.get(args["message_id"])
        if message is None or message.deleted:
            raise bad_request("message to delete not found")
        foreign = not message.by_bot and chat.kind != "private"
        if foreign or self.world.now() - message.date > DELETABLE_FOR:
            raise bad_request("message can't be deleted")
        message.deleted = True
        return True


def _text_content(text: str, entities: list[Json]) -> Json:
    return {"text": text, "entities": entities} if entities else {"text": text}


def _caption_content(text: str, entities: list[Json]) -> Json:
    if not text:
        return {}
    return {"caption": text, "caption_entities": entities} if entities else {"caption": text}
