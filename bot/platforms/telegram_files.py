"""A file as Telegram shows it: a picture in the chat, or a document; with the card under it where that fits.

A file Telegram has already is sent by its name there. Source: Bot API 10.1, `sendPhoto`, `sendDocument`.
"""

import asyncio
import logging
from datetime import timedelta
from typing import Any

from telegram import Bot, InputFile
from telegram import Message as Sent
from telegram.error import BadRequest

from bot.platforms.telegram import PLATFORM
from bot.platforms.telegram_outcomes import says
from handlers.cards import Enclosure
from jobs.outgoing import Cabinet

log = logging.getLogger(__name__)

LONGEST_CAPTION = 1024  # UTF-16 units
BIGGEST_PHOTO = 10 * 1024 * 1024
NO_PHOTO = ("photo_invalid_dimensions", "image_process_failed", "photo_save_file_invalid", "photo_ext_invalid",
            "photo_invalid")  # fmt: skip
FORGOTTEN = ("wrong file identifier", "wrong file_id", "file reference")
KNOWN_FOR = timedelta(days=30)
PATIENCE = 40.0  # seconds to write a big file


class Gone(Exception):
    """The file's time is over; the words go out without it."""


class TelegramFiles:
    """Sends one file in one message."""

    def __init__(self, bot: Bot, cabinet: Cabinet) -> None:
        self._bot, self._cabinet = bot, cabinet

    async def send(self, file: Enclosure, how: dict[str, Any]) -> str:
        """The number of the message. `how` is where and with which caption. Raises `Gone` or `TelegramError`."""
        ref = await asyncio.to_thread(self._cabinet.upload, file, PLATFORM)
        if ref:
            try:
                return str((await self._call(ref[0] == "p", ref[1:], how)).message_id)
            except BadRequest as refusal:
                if not says(refusal, FORGOTTEN):
                    raise
        content = await asyncio.to_thread(self._cabinet.content, file)
        if content is None:
            raise Gone
        sent = await self._carried(file, content, how)
        await self._remember(file, sent)
        return str(sent.message_id)

    async def _carried(self, file: Enclosure, content: bytes, how: dict[str, Any]) -> Sent:
        as_photo = file.is_picture and len(content) <= BIGGEST_PHOTO
        if as_photo:
            try:
                return await self._call(True, InputFile(content, filename=file.name), how)
            except BadRequest as refusal:
                if not says(refusal, NO_PHOTO):
                    raise
                log.info("file %s goes as a document: %s", file.id, refusal)
        return await self._call(False, InputFile(content, filename=file.name), how)

    async def _call(self, as_photo: bool, what: str | InputFile, how: dict[str, Any]) -> Sent:
        if as_photo:
            return await self._bot.send_photo(photo=what, write_timeout=PATIENCE, **how)
        return await self._bot.send_document(
            document=what, disable_content_type_detection=True, write_timeout=PATIENCE, **how
        )

    async def _remember(self, file: Enclosure, sent: Sent) -> None:
        ref = f"p{sent.photo[-1].file_id}" if sent.photo else f"d{sent.document.file_id}" if sent.document else ""
        if ref:
            await asyncio.to_thread(self._cabinet.remember_upload, file, PLATFORM, ref, KNOWN_FOR)
