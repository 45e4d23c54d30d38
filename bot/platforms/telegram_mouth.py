"""How Xiaoxin speaks on Telegram: new messages, changed cards, the short answer to a press."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from telegram import Bot, InlineKeyboardMarkup, LinkPreviewOptions, ReplyParameters
from telegram.constants import ParseMode
from telegram.error import BadRequest, InvalidToken, TelegramError

from bot.platforms import telegram_drawing as drawing
from bot.platforms.telegram import PLATFORM, REPLY_TO, parts_of
from bot.platforms.telegram_outcomes import BAD_FORMAT, NO_TOPIC, outcome_of, says
from bot.platforms.trouble import Alarm, logged
from jobs.outgoing import Accepted, Later, Moved, Outcome, Outgoing, Pace, Refused, Unknown
from storage.outbox import Kind

log = logging.getLogger(__name__)

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
ALERT_FROM = 40  # characters: a longer toast would be cut on a phone, so it stays until it is dismissed
SECONDS_PER_CHAT = 1.0
MOST_UNFINISHED = 1000
PER_GROUP_MINUTE = 18  # Telegram speaks of about 20, edits included


class TelegramMouth:
    """One bot account, as the relay sees it."""

    platform = PLATFORM

    def __init__(
        self,
        bot: Bot,
        *,
        per_second: float = 25.0,
        alarm: Alarm = logged(PLATFORM),  # noqa: B008 -- it only names itself
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._bot = bot
        self._alarm = alarm
        self._monotonic = monotonic
        self._flood: tuple[str, float] = ("", 0.0)  # the address that was told to slow down, and until when
        self._said: dict[int, int] = {}  # parts of a long card that Telegram already has
        self.pace = Pace(
            per_second=per_second, per_address_seconds=SECONDS_PER_CHAT, per_group_minute=PER_GROUP_MINUTE, parallel=16
        )

    def is_group(self, address: str) -> bool:
        """Telegram numbers groups below zero."""
        return address.startswith("-")

    async def send(self, messages: Sequence[Outgoing]) -> Sequence[Outcome]:
        """One call each: Telegram has no way to tell many people at once."""
        return [await self._one(message) for message in messages]

    async def _one(self, message: Outgoing) -> Outcome:
        ways: dict[str, Callable[[Outgoing], Awaitable[Outcome]]] = {
            Kind.SEND: self._new, Kind.EDIT: self._changed, Kind.TOAST: self._toast,
        }  # fmt: skip
        try:
            outcome = await ways[message.kind](message)
        except TelegramError as error:
            outcome = self._outcome(error, message)
        except ValueError as wrong:  # an address or a message number that Telegram never gave us
            outcome = Refused(f"not Telegram's: {wrong}")
        if not isinstance(outcome, Later | Moved):
            self._said.pop(message.id, None)
        return outcome

    async def _new(self, message: Outgoing) -> Outcome:
        parts = drawing.draw(message.card)
        start = min(self._said.get(message.id, 0), len(parts) - 1)
        if message.answers and not message.answers.startswith(REPLY_TO):
            acknowledged = asyncio.create_task(self._acknowledge(message.answers))
        else:
            acknowledged = None
        sent = ""
        try:
            for number in range(start, len(parts)):
                last = number == len(parts) - 1
                markup = drawing.keyboard(message.card) if last else None
                sent = await self._say(message, parts[number], markup, quoting=number == 0)
                self._remember(message.id, number + 1)
        except TelegramError as error:
            outcome = self._outcome(error, message)
            if isinstance(outcome, Unknown) and len(parts) > 1:
                return Unknown(f"part {self._said.get(message.id, 0) + 1} of {len(parts)}: {outcome.reason}")
            return outcome
        finally:
            if acknowledged is not None:
                await acknowledged
        return Accepted(external_id=sent)

    async def _say(
        self, message: Outgoing, part: drawing.Drawn, markup: InlineKeyboardMarkup | None, *, quoting: bool
    ) -> str:
        chat, thread = parts_of(message.address)
        how: dict[str, Any] = {
            "chat_id": chat, "message_thread_id": thread, "reply_markup": markup, "link_preview_options": NO_PREVIEW,
        }  # fmt: skip
        number = message.answers.removeprefix(REPLY_TO)
        if quoting and self.is_group(message.address) and message.answers.startswith(REPLY_TO) and number.isdigit():
            how["reply_parameters"] = ReplyParameters(int(number), allow_sending_without_reply=True)

        async def say(**words: Any) -> str:
            try:
                sent = await self._bot.send_message(**how, **words)
            except BadRequest as refusal:
                if thread is None or not says(refusal, NO_TOPIC):
                    raise
                how["message_thread_id"] = None  # the topic was closed or deleted: the group itself still listens
                sent = await self._bot.send_message(**how, **words)
            return str(sent.message_id)

        return await self._formatted(say, part, message)

    async def _changed(self, message: Outgoing) -> Outcome:
        chat, _ = parts_of(message.address)
        number = int(message.target)
        markup = drawing.keyboard(message.card)

        async def change(**words: Any) -> str:
            await self._bot.edit_message_text(
                chat_id=chat, message_id=number, reply_markup=markup, link_preview_options=NO_PREVIEW, **words
            )
            return message.target

        return Accepted(external_id=await self._formatted(change, drawing.draw_in_one(message.card), message))

    async def _formatted(self, say: Callable[..., Awaitable[str]], part: drawing.Drawn, message: Outgoing) -> str:
        """With formatting; once as plain text if Telegram stumbles over it, for the words matter more."""
        try:
            return await say(text=part.html, parse_mode=ParseMode.HTML)
        except BadRequest as refusal:
            if not says(refusal, BAD_FORMAT):
                raise
            log.error("message %s went out without formatting: %s", message.id, refusal)  # noqa: TRY400 -- a bug of ours; the trace shows only the library
            return await say(text=part.plain)

    async def _toast(self, message: Outgoing) -> Outcome:
        words = drawing.toast(message.card)
        await self._bot.answer_callback_query(
            message.answers, text=words or None, show_alert=len(words) > ALERT_FROM or None
        )
        return Accepted()

    async def _acknowledge(self, press: str) -> None:
        """A press whose answer is a message still wants its own short answer, or the button keeps waiting."""
        try:
            await self._bot.answer_callback_query(press)
        except TelegramError as error:
            log.debug("a press stayed unanswered: %s", error)

    def _outcome(self, error: TelegramError, message: Outgoing) -> Outcome:
        outcome = outcome_of(error, message)
        if isinstance(error, InvalidToken):
            self._alarm("the bot token is refused; nothing can be sent until XIAOXIN_TELEGRAM_TOKEN is right")
        if isinstance(outcome, Later) and not outcome.whole_account and outcome.reason.startswith("429"):
            return self._slowed(outcome, message.address)
        return outcome

    def _remember(self, message_id: int, parts: int) -> None:
        self._said[message_id] = parts
        if len(self._said) > MOST_UNFINISHED:  # rows that were given up while they waited for their rest
            del self._said[next(iter(self._said))]

    def _slowed(self, outcome: Later, address: str) -> Later:
        """One chat was written to too fast, or, when a second one is refused as well, the whole account was."""
        now = self._monotonic()
        other, until = self._flood
        everybody = until > now and other != address
        self._flood = (address, max(until, now + outcome.seconds))
        return Later(outcome.seconds, outcome.reason, whole_account=everybody)
