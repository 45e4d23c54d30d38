"""What one Telegram message holds: words, and what came with them. Pure. Source: Bot API 10.1, `Message`, `RichMessage`."""

from collections.abc import Iterator
from typing import Any, TypeAlias

from bot.platforms.wording import harmless
from handlers.incoming import Attachment

Json: TypeAlias = dict[str, Any]

FILES = (("voice", "voice"), ("audio", "voice"), ("video", "file"), ("video_note", "file"), ("document", "file"))
UNREADABLE = "unknown"  # a sticker, a contact, whatever comes next
CURIOSITIES = frozenset({
    "sticker", "contact", "poll", "dice", "game", "story", "checklist", "paid_media", "giveaway", "animation",
})  # fmt: skip
FRAME = frozenset({
    "message_id", "message_thread_id", "is_topic_message", "from", "chat", "date", "edit_date", "forward_origin",
    "reply_to_message", "external_reply", "quote", "reply_to_story", "via_bot", "has_protected_content", "effect_id",
    "media_group_id",
})  # fmt: skip
LINES = frozenset({"blocks", "items", "cells"})  # what stands below each other in a rich message


def words_of(message: Json) -> str:
    """What was written. The name of a place counts as words, for people read it as such."""
    written = message.get("text") or message.get("caption") or _rich(message.get("rich_message"))
    return str(written or _name_of_place(message))


def attachments_of(message: Json) -> tuple[Attachment, ...]:
    """What came with the words. Of what nobody can read only that it came; nothing for a service message."""
    caption = str(message.get("caption", ""))
    if photo := message.get("photo"):
        return (Attachment("photo", photo[-1]["file_id"], caption=caption),)
    for kind, ours in FILES:
        if found := message.get(kind):
            return (Attachment(ours, found["file_id"], harmless(str(found.get("file_name", ""))), caption),)
    if (place := message.get("location")) and not _name_of_place(message):
        return (Attachment("place", f"{place['latitude']},{place['longitude']}"),)
    # A kind of content that did not exist when this was written comes as the bare frame of a message.
    if not words_of(message) and (CURIOSITIES & message.keys() or message.keys() <= FRAME):
        return (Attachment(UNREADABLE, ""),)
    return ()


def is_live_location(message: Json) -> bool:
    """Whether a change of this message only moves a point on a map."""
    return "location" in message


def _name_of_place(message: Json) -> str:
    venue = message.get("venue") or {}
    return harmless(" ".join(str(venue[part]) for part in ("title", "address") if venue.get(part))).strip()


def _rich(message: Json | None) -> str:
    """The plain words of a text with headings, lists and tables."""
    lines = (line.strip() for line in _lines(message) if isinstance(line, str))
    return "\n".join(line for line in lines if line)


def _lines(block: Any) -> Iterator[str]:
    if isinstance(block, list):
        for one in block:
            yield from _lines(one)
    elif isinstance(block, dict):
        yield _run(block.get("text", block.get("expression", "")))
        yield _run(block.get("summary", ""))
        for name in LINES & block.keys():
            yield from _lines(block[name])
        if isinstance(block.get("caption"), dict):
            yield _run(block["caption"].get("text", ""))


def _run(text: Any) -> str:
    if isinstance(text, list):
        return "".join(map(_run, text))
    if isinstance(text, dict):
        return _run(text.get("text", text.get("alternative_text", text.get("expression", ""))))
    return str(text)
