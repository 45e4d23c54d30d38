"""Files on their way into WeCom and WeChat: carried there as temporary media, then named in a message.

Carrying shows nobody anything, so it may be repeated; the name is kept for less than the three days it is good for, so
that a repeated message reads the same to the platform. Source: "上传临时素材" (90253), "新增临时素材".
"""

import asyncio
from datetime import timedelta

from bot.platforms import texts
from bot.platforms.wechat_connection import Connection, NoAnswer, PlatformError, Refusal
from bot.platforms.wording import looks_chinese
from handlers.cards import Enclosure, Rendered
from handlers.texts import Text
from jobs.outgoing import Cabinet

KNOWN_FOR = timedelta(days=2, hours=12)
BIGGEST_IMAGE = 10 * 1024 * 1024
SMALLEST = 6  # bytes; the platforms refuse less
# What makes this file one that the platform never takes, whatever is tried.
UNFIT = frozenset({40004, 40005, 40006, 40009, 44001, 45001, 45002, 41005})


class NotCarried(PlatformError):
    """The way was cut while a file was under way. Nobody saw anything: it can be tried again."""


class Unfit(Exception):
    """The platform does not take this file, or it is over."""


def kind_of(file: Enclosure) -> str:
    """As what the platform shows it: a picture, or something to download."""
    return "image" if file.is_picture and file.size <= BIGGEST_IMAGE else "file"


async def carry(connection: Connection, cabinet: Cabinet, platform: str, file: Enclosure) -> str:
    """The media id of a file, carried there if it has to be. Raises `Unfit`, `NotCarried` or `PlatformError`."""
    known = await asyncio.to_thread(cabinet.upload, file, platform)
    if known:
        return known
    content = await asyncio.to_thread(cabinet.content, file)
    if content is None or len(content) < SMALLEST:
        raise Unfit(f"file {file.id} is over or empty")
    try:
        answer = await asyncio.to_thread(connection.upload, kind_of(file), file.name, content, file.media_type)
    except NoAnswer as silence:
        raise NotCarried(str(silence)) from silence
    except Refusal as refusal:
        if refusal.errcode in UNFIT:
            raise Unfit(str(refusal)) from refusal
        raise
    media_id = str(answer.get("media_id", ""))
    if not media_id:
        raise Unfit("no media id came back")
    await asyncio.to_thread(cabinet.remember_upload, file, platform, media_id, KNOWN_FOR)
    return media_id


def in_words(card: Rendered, cabinet: Cabinet, message_id: int, files: tuple[Enclosure, ...]) -> Rendered:
    """The card with a line for each file that cannot travel: a link, or where to find it. Blocks."""
    chinese = looks_chinese(card.title)
    lines = tuple(_line(cabinet, message_id, file).to("zh" if chinese else "en") for file in files)
    return Rendered(card.title, (*card.lines, *lines), card.facts, card.buttons, card.note)


def _line(cabinet: Cabinet, message_id: int, file: Enclosure) -> Text:
    if cabinet.content(file) is None:
        return texts.FILE_GONE(name=file.name)
    address = cabinet.link(message_id, file)
    return texts.FILE_LINK(name=file.name, url=address) if address else texts.FILE_ELSEWHERE(name=file.name)
