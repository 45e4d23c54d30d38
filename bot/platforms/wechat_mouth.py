"""How Xiaoxin speaks through an Official Account: one text for one answer, with numbers where there were buttons.

WeChat lets an account write only for a while after somebody wrote to it, and only a few times, so everything of one
message goes into one text, and nothing is ever sent twice to be on the safe side. Source: "发送客服消息".
"""

import asyncio
import logging
from collections.abc import Sequence
from typing import Any

from bot.platforms import weixin_media as media
from bot.platforms.trouble import Alarm, logged, pause_after
from bot.platforms.wechat import PLATFORM
from bot.platforms.wechat_connection import Connection, NotSent, PlatformError, Refusal
from bot.platforms.wecom_cards import in_one_text
from handlers.cards import Enclosure, Rendered
from jobs.outgoing import Accepted, Cabinet, Later, NoCabinet, Outcome, Outgoing, Pace, Refused, Unknown
from storage.outbox import Kind

log = logging.getLogger(__name__)

WINDOW_CLOSED = frozenset({45015, 45047})
GONE = frozenset({40003, 43004})  # no such follower, or one no longer
OUR_SETTINGS = frozenset({40001, 40013, 40014, 40125, 40164, 42001, 48001})
TOO_OFTEN = 45009
BUSY = frozenset({-1, 45011})
SETTINGS_PAUSE = 300.0  # seconds; somebody has to change a setting first
DAY_LIMIT_PAUSE = 1800.0
UNVERIFIED = 48001
MOST_PICTURES = 2  # of one message: WeChat lets us say five things after each of the follower's
MOST_CARRIES = 4


class WeChatMouth:
    """One Official Account, as the relay sees it."""

    platform = PLATFORM
    pace = Pace(per_second=50, per_address_seconds=0.2, parallel=4)

    def __init__(
        self,
        connection: Connection,
        *,
        cabinet: Cabinet = NoCabinet(),  # noqa: B008 -- it keeps nothing
        alarm: Alarm = logged(PLATFORM),  # noqa: B008 -- it only names itself
    ) -> None:
        self._connection = connection
        self._cabinet = cabinet
        self._alarm = alarm

    def is_group(self, address: str) -> bool:
        """An account speaks with followers only."""
        del address
        return False

    async def send(self, messages: Sequence[Outgoing]) -> Sequence[Outcome]:
        """One call each."""
        return [await self._one(message) for message in messages]

    async def _one(self, message: Outgoing) -> Outcome:
        if message.kind != Kind.SEND:
            return Refused("an Official Account cannot change a message or answer a press")
        try:
            card, pictures = await self._carried(message)
            await self._say(message, {"msgtype": "text", "text": {"content": in_one_text(card)}})
        except NotSent as broken:
            return Later(pause_after(message.attempts), f"WeChat cannot be reached: {broken}", whole_account=True)
        except media.NotCarried as broken:
            return Later(pause_after(message.attempts), f"the picture could not be carried to WeChat: {broken}")
        except Refusal as refusal:
            return self._refused(refusal, message)
        except PlatformError as silence:
            return Unknown(str(silence))
        return Accepted(note=await self._show(message, pictures))

    async def _carried(self, message: Outgoing) -> tuple[Rendered, list[str]]:
        """Pictures are carried there first, which costs nothing of what we may say; all else becomes a link."""
        pictures: list[str] = []
        links: list[Enclosure] = []
        for file in message.card.files:
            if media.kind_of(file) != "image" or len(pictures) == MOST_PICTURES or message.attempts > MOST_CARRIES:
                links.append(file)
                continue
            try:
                pictures.append(await media.carry(self._connection, self._cabinet, PLATFORM, file))
            except media.Unfit:
                links.append(file)
        card = await asyncio.to_thread(media.in_words, message.card, self._cabinet, message.id, tuple(links))
        return card, pictures

    async def _show(self, message: Outgoing, pictures: Sequence[str]) -> str:
        """The words are said; a picture that does not follow them is noted, for saying all again would say it twice."""
        for media_id in pictures:
            try:
                await self._say(message, {"msgtype": "image", "image": {"media_id": media_id}})
            except PlatformError as failed:
                return f"a picture did not follow: {failed}"
        return ""

    async def _say(self, message: Outgoing, content: dict[str, Any]) -> None:
        await asyncio.to_thread(self._connection.post, "message/custom/send", {"touser": message.address, **content})

    def _refused(self, refusal: Refusal, message: Outgoing) -> Outcome:  # noqa: PLR0911 -- one line of the table each
        code = refusal.errcode
        if code in WINDOW_CLOSED:
            return Refused(f"window closed: WeChat lets us write only soon after the person wrote ({refusal})")
        if code in GONE:
            return Refused(str(refusal), unreachable=True)
        if code == UNVERIFIED:
            self._alarm(f"this account may not write by itself; it has to be a verified service account ({refusal})")
            return Refused(f"not a verified account: {refusal}")
        if code in OUR_SETTINGS:
            self._alarm(f"WeChat refuses our settings: {refusal}")
            return Later(SETTINGS_PAUSE, f"our settings are refused: {refusal}", whole_account=True)
        if code == TOO_OFTEN:
            return Later(DAY_LIMIT_PAUSE, str(refusal), whole_account=True)
        if code in BUSY:
            return Later(pause_after(message.attempts), str(refusal))
        return Refused(str(refusal))
