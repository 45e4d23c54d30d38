"""How Xiaoxin speaks through an Official Account: one text for one answer, with numbers where there were buttons.

WeChat lets an account write only for a while after somebody wrote to it, and only a few times, so everything of one
message goes into one text, and nothing is ever sent twice to be on the safe side. Source: "发送客服消息".
"""

import asyncio
import logging
from collections.abc import Sequence

from bot.platforms.trouble import Alarm, logged, pause_after
from bot.platforms.wechat import PLATFORM
from bot.platforms.wechat_connection import Connection, NotSent, PlatformError, Refusal
from bot.platforms.wecom_cards import in_one_text
from jobs.outgoing import Accepted, Later, Outcome, Outgoing, Pace, Refused, Unknown
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


class WeChatMouth:
    """One Official Account, as the relay sees it."""

    platform = PLATFORM
    pace = Pace(per_second=50, per_address_seconds=0.2, parallel=4)

    def __init__(
        self,
        connection: Connection,
        *,
        alarm: Alarm = logged(PLATFORM),  # noqa: B008 -- it only names itself
    ) -> None:
        self._connection = connection
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
        body = {"touser": message.address, "msgtype": "text", "text": {"content": in_one_text(message.card)}}
        try:
            await asyncio.to_thread(self._connection.post, "message/custom/send", body)
        except NotSent as broken:
            return Later(pause_after(message.attempts), f"WeChat cannot be reached: {broken}", whole_account=True)
        except Refusal as refusal:
            return self._refused(refusal, message)
        except PlatformError as silence:
            return Unknown(str(silence))
        return Accepted()

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
