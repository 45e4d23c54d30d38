"""How Xiaoxin speaks through an Official Account: one text for one answer, with numbers where there were buttons.

WeChat lets an account write only for a while after somebody wrote to it, and only a few times, so everything of one
message goes into as few texts as hold it, and nothing is ever sent twice to be on the safe side. What WeChat does not
take now waits until the person speaks again (`wechat_pull`). Source: "发送客服消息".
"""

import asyncio
import logging
from collections.abc import Sequence
from typing import Any, Literal

from bot.platforms import wechat_drawing as drawing
from bot.platforms import weixin_media as media
from bot.platforms.trouble import Alarm, logged, pause_after
from bot.platforms.wechat import PLATFORM
from bot.platforms.wechat_account import UNVERIFIED
from bot.platforms.wechat_connection import Connection, NotSent, PlatformError, Refusal
from bot.platforms.wechat_pull import WINDOW_CLOSED
from bot.platforms.wechat_standing import Standing
from bot.platforms.wechat_windows import Uncounted, Windows
from bot.platforms.wecom_cards import LONGEST_TEXT
from bot.platforms.wording import cut, utf8
from handlers.cards import Enclosure, Rendered
from jobs.outgoing import Accepted, Cabinet, Closed, Later, NoCabinet, Outcome, Outgoing, Pace, Refused, Unknown
from storage.outbox import Kind

log = logging.getLogger(__name__)

NOT_NOW = frozenset({45015, 45047})  # nobody wrote lately; or we have said all we may
GONE = frozenset({40003, 43004})  # no such follower, or one no longer
OUR_SETTINGS = frozenset({40001, 40013, 40014, 40125, 40164, 42001})
TOO_OFTEN = 45009
BUSY = frozenset({-1, 45011})
SETTINGS_PAUSE = 300.0  # seconds; somebody has to change a setting first
DAY_LIMIT_PAUSE = 1800.0
ONLY_ANSWERS = f"{WINDOW_CLOSED}: this account may only answer"
ALL_SAID = f"{WINDOW_CLOSED}: all is said that WeChat allows before the person writes again"
MOST_PICTURES = 2  # of one message: WeChat lets us say five things after each of the follower's
ROOM_FOR_A_HINT = 148  # bytes
MOST_CALLS = drawing.MOST_TEXTS + MOST_PICTURES
MOST_CARRIES = 4


class WeChatMouth:
    """One Official Account, as the relay sees it."""

    platform = PLATFORM
    pace = Pace(per_second=50, per_address_seconds=0.2, parallel=4, merges=LONGEST_TEXT - ROOM_FOR_A_HINT)

    def __init__(
        self,
        connection: Connection,
        *,
        standing: Standing | None = None,
        windows: Windows = Uncounted(),  # noqa: B008 -- it keeps nothing
        cabinet: Cabinet = NoCabinet(),  # noqa: B008 -- it keeps nothing
        alarm: Alarm = logged(PLATFORM),  # noqa: B008 -- it only names itself
    ) -> None:
        self._connection = connection
        self._standing = standing or Standing()
        self._windows = windows
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
        if not await asyncio.to_thread(self._standing.worth_trying):
            return Closed(ONLY_ANSWERS)
        room = await asyncio.to_thread(self._windows.room, message.address)
        try:
            said = await self._said(message, MOST_CALLS if room is None else room.left, counted=room is not None)
        except PlatformError as error:
            outcome = await self._outcome(error, message)
            if isinstance(outcome, Closed) and room is not None:
                await asyncio.to_thread(self._windows.shut, message.address, room)
            return outcome
        if said is False:
            return Closed(ALL_SAID)
        await asyncio.to_thread(self._standing.found, True)
        return Accepted(note=said)

    async def _said(self, message: Outgoing, left: int, *, counted: bool) -> str | Literal[False]:
        """All of it, and a note about it; or False and nothing of it, but how to hear it."""
        calls = drawing.drawn(message.card, last=False)
        if left == 0:
            return False
        if len(calls) > left:
            await self._say(message, drawing.drawn(Rendered(_title(message)), last=True)[0])
            return False
        card, pictures = await self._carried(message, min(MOST_PICTURES, left - len(calls)))
        last = counted and len(calls) + len(pictures) == left
        for content in drawing.drawn(card, last=last)[:left]:
            await self._say(message, content)
        return await self._show(message, pictures)

    async def _carried(self, message: Outgoing, most: int) -> tuple[Rendered, list[str]]:
        """Pictures are carried there first, which costs nothing of what we may say; all else becomes a link."""
        pictures: list[str] = []
        links: list[Enclosure] = []
        for file in message.card.files:
            if media.kind_of(file) != "image" or len(pictures) == most or message.attempts > MOST_CARRIES:
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
        await asyncio.to_thread(self._windows.spent, message.address)

    async def _outcome(self, error: PlatformError, message: Outgoing) -> Outcome:
        match error:
            case NotSent():
                return Later(
                    pause_after(message.attempts),
                    f"WeChat cannot be reached: {error}",
                    whole_account=True,
                    cut_off=True,
                )
            case media.NotCarried():
                why = f"the picture could not be carried to WeChat: {error}"
                return Later(pause_after(message.attempts), why)
            case Refusal():
                return await self._refused(error, message)
            case _:
                return Unknown(str(error))

    async def _refused(self, refusal: Refusal, message: Outgoing) -> Outcome:  # noqa: PLR0911 -- one line of the table each
        code = refusal.errcode
        if code in NOT_NOW:
            await asyncio.to_thread(self._standing.found, True)
            return Closed(f"{WINDOW_CLOSED}: WeChat lets us write only soon after the person wrote ({refusal})")
        if code in GONE:
            return Refused(str(refusal), unreachable=True)
        if code == UNVERIFIED:
            if await asyncio.to_thread(self._standing.found, False):
                log.warning("this account may not write by itself, only a verified one may: people ask for what is new")
            return Closed(f"{ONLY_ANSWERS} ({refusal})")
        if code in OUR_SETTINGS:
            self._alarm(f"WeChat refuses our settings: {refusal}")
            return Later(SETTINGS_PAUSE, f"our settings are refused: {refusal}", whole_account=True, cut_off=True)
        if code == TOO_OFTEN:
            return Later(DAY_LIMIT_PAUSE, str(refusal), whole_account=True)
        if code in BUSY:
            return Later(pause_after(message.attempts), str(refusal))
        return Refused(str(refusal))


def _title(message: Outgoing) -> str:
    """What a message is about, short enough to stand beside a hint."""
    return cut(message.card.title, LONGEST_TEXT // 2, utf8)
