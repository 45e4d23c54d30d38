"""How Xiaoxin speaks on Telegram: new messages, changed cards, the short answer to a press."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from telegram import Bot, ReplyParameters
from telegram.error import BadRequest, InvalidToken, RetryAfter, TelegramError

from bot.platforms import telegram_drawing as drawing
from bot.platforms import texts
from bot.platforms.telegram import PLATFORM, REPLY_TO, parts_of
from bot.platforms.telegram_files import LONGEST_CAPTION, Gone, TelegramFiles
from bot.platforms.telegram_outcomes import BAD_FORMAT, BAD_KEYBOARD, LATE, NO_TOPIC, outcome_of, says, seconds_of
from bot.platforms.telegram_wire import Failed, call
from bot.platforms.trouble import Alarm, logged, pause_after
from bot.platforms.wording import looks_chinese, measure, utf16
from handlers.cards import Enclosure, Rendered
from jobs.outgoing import Accepted, Cabinet, Later, Moved, NoCabinet, Outcome, Outgoing, Pace, Refused, Unknown
from storage.outbox import Kind

log = logging.getLogger(__name__)

NO_PREVIEW = {"is_disabled": True}
ALERT_FROM = 40  # characters: a longer toast would be cut on a phone, so it stays until it is dismissed
SECONDS_PER_CHAT = 1.0
MOST_UNFINISHED = 1000
AT_ONCE = 2  # parts of one card; the further ones come at the pace of the chat
SURELY_ONE = drawing.LONGEST_TEXT // 4  # characters
PER_GROUP_MINUTE = 18  # Telegram speaks of about 20, edits included
NOTHING_THERE = ("message to delete not found",)  # somebody deleted it, or we did before a crash
NOT_THERE = ("message to edit not found", "message can't be edited")  # its reader deleted it
CAPTION = "caption"  # marks a card that stands under a file: its words are changed by another method


@dataclass(frozen=True, slots=True)
class _Part:
    """One message of several: words, a file, or a file with words under it."""

    words: drawing.Drawn | None = None
    file: Enclosure | None = None
    last: bool = False


class TelegramMouth:
    """One bot account, as the relay sees it."""

    platform = PLATFORM

    def __init__(
        self,
        bot: Bot,
        *,
        per_second: float = 25.0,
        chat_seconds: float = SECONDS_PER_CHAT,
        cabinet: Cabinet = NoCabinet(),  # noqa: B008 -- it keeps nothing
        alarm: Alarm = logged(PLATFORM),  # noqa: B008 -- it only names itself
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._bot = bot
        self._files = TelegramFiles(bot, cabinet)
        self._alarm = alarm
        self._monotonic = monotonic
        self._flood: tuple[str, float] = ("", 0.0)  # the address that was told to slow down, and until when
        self._said: dict[int, int] = {}  # parts of a long card that Telegram already has
        self._failures: dict[int, int] = {}  # calls of a message that Telegram answered with a failure of its own
        self._doubtful = False  # since such a failure, until Telegram answers a question that changes nothing
        self.pace = Pace(
            per_second=per_second, per_address_seconds=chat_seconds, per_group_minute=PER_GROUP_MINUTE, parallel=16,
            parts=parts_in,
        )  # fmt: skip

    def is_group(self, address: str) -> bool:
        """Telegram numbers groups below zero."""
        return address.startswith("-")

    async def send(self, messages: Sequence[Outgoing]) -> Sequence[Outcome]:
        """One call each: Telegram has no way to tell many people at once."""
        return [await self._one(message) for message in messages]

    async def _one(self, message: Outgoing) -> Outcome:
        ways: dict[str, Callable[[Outgoing], Awaitable[Outcome]]] = {
            Kind.SEND: self._new, Kind.EDIT: self._changed, Kind.TOAST: self._toast,
            Kind.RECALL: self._taken_back,
        }  # fmt: skip
        if self._doubtful and message.kind == Kind.SEND and (trouble := await self._still_in_trouble(message)):
            return trouble
        try:
            outcome = await ways[message.kind](message)
        except TelegramError as error:
            outcome = self._outcome(error, message)
        except ValueError as wrong:  # an address or a message number that Telegram never gave us
            outcome = Refused(f"not Telegram's: {wrong}")
        if not isinstance(outcome, Later | Moved):
            self._said.pop(message.id, None)
            self._failures.pop(message.id, None)
        return outcome

    async def _still_in_trouble(self, message: Outgoing) -> Later | None:
        """Asked with something that may be said any number of times, so that no message is spent on finding out."""
        try:
            await call(self._bot, "getMe")
        except RetryAfter as flood:
            return Later(seconds_of(flood), "429: too many calls", whole_account=True)
        except TelegramError as error:
            why = f"Telegram is in trouble: {error}"
            return Later(pause_after(message.attempts), why, whole_account=True, cut_off=True)
        self._doubtful = False
        return None

    async def _new(self, message: Outgoing) -> Outcome:
        parts = _parts(_asked_of_many(message.card) if self.is_group(message.address) else message.card)
        start = min(self._said.get(message.id, 0), len(parts) - 1)
        if message.answers and not message.answers.startswith(REPLY_TO):
            acknowledged = asyncio.create_task(self._acknowledge(message.answers))
        else:
            acknowledged = None
        accepted = Accepted()
        sent: list[str] = []
        try:
            for number in range(start, len(parts)):
                if number - start >= AT_ONCE:
                    await asyncio.sleep(self.pace.per_address_seconds or 0.0)
                accepted = await self._part(message, parts[number], quoting=number == 0)
                sent.append(accepted.external_id)
                self._remember(message.id, number + 1)
        except TelegramError as error:
            outcome = self._outcome(error, message)
            if isinstance(outcome, Unknown) and len(parts) > 1:
                return Unknown(f"part {self._said.get(message.id, 0) + 1} of {len(parts)}: {outcome.reason}")
            return outcome
        finally:
            if acknowledged is not None:
                await acknowledged
        return replace(accepted, receipt=" ".join(sent) if len(sent) > 1 else "")

    async def _taken_back(self, message: Outgoing) -> Outcome:
        """Every part disappears from the chat. Telegram lets a bot do that for 48 hours."""
        chat, _ = parts_of(message.address)
        for number in (message.receipt or message.target).split():
            try:
                await call(self._bot, "deleteMessage", chat_id=chat, message_id=int(number))
            except BadRequest as refusal:
                if not says(refusal, NOTHING_THERE):
                    return Refused(f"Telegram does not take it back: {refusal}")
        return Accepted(message.target)

    async def _part(self, message: Outgoing, part: _Part, *, quoting: bool) -> Accepted:
        if part.file is None:
            return Accepted(await self._say(message, part, quoting=quoting))
        try:
            sent = await self._say(message, part, quoting=quoting)
        except Gone:
            log.warning("message %s goes without file %s, whose time is over", message.id, part.file.id)
            language = "zh" if looks_chinese(part.file.name + message.card.title) else "en"
            gone = texts.FILE_GONE(name=part.file.name).to(language)
            words = drawing.after(part.words, gone)
            return Accepted(await self._say(message, _Part(words, last=part.last), quoting=quoting))
        return Accepted(sent, handle=CAPTION if part.words else "")

    async def _say(self, message: Outgoing, part: _Part, *, quoting: bool) -> str:
        chat, thread = parts_of(message.address)
        private = not self.is_group(message.address)
        markup = drawing.keyboard(message.card, private=private) if part.last else None
        how: dict[str, Any] = {"chat_id": chat, "message_thread_id": thread, "reply_markup": markup}
        number = message.answers.removeprefix(REPLY_TO)
        if quoting and self.is_group(message.address) and message.answers.startswith(REPLY_TO) and number.isdigit():
            how["reply_parameters"] = ReplyParameters(int(number), allow_sending_without_reply=True)

        async def once(words: dict[str, Any]) -> str:
            if part.file is not None:
                caption = {"caption": words["text"], **words} if words else {}
                caption.pop("text", None)
                return await self._files.send(part.file, {**how, **caption})
            sent = await call(self._bot, "sendMessage", **how, link_preview_options=NO_PREVIEW, **words)
            return str(sent["message_id"])

        async def say(**words: Any) -> str:
            try:
                return await once(words)
            except BadRequest as refusal:
                if thread is None or not says(refusal, NO_TOPIC):
                    raise
                how["message_thread_id"] = None  # the topic was closed or deleted: the group itself still listens
                return await once(words)

        try:
            return await self._formatted(say, part.words, message) if part.words else await say()
        except BadRequest as refusal:
            if markup is None or not says(refusal, BAD_KEYBOARD):
                raise
            how["reply_markup"] = None
            return await self._formatted(say, _typed_instead(refusal, message, part.words), message)

    async def _changed(self, message: Outgoing) -> Outcome:
        chat, _ = parts_of(message.address)
        where: dict[str, Any] = {
            "chat_id": chat, "message_id": int(message.target),
            "reply_markup": drawing.keyboard(message.card, private=not self.is_group(message.address)),
        }  # fmt: skip
        under_a_file = message.handle == CAPTION

        async def change(text: str, **how: Any) -> str:
            if under_a_file:
                await call(self._bot, "editMessageCaption", **where, caption=text, **how)
            else:
                await call(self._bot, "editMessageText", **where, text=text, link_preview_options=NO_PREVIEW, **how)
            return message.target

        words = drawing.draw_in_one(message.card, LONGEST_CAPTION if under_a_file else drawing.LONGEST_TEXT)
        try:
            return Accepted(await self._formatted(change, words, message), handle=message.handle)
        except BadRequest as refusal:
            if where["reply_markup"] is None or not says(refusal, BAD_KEYBOARD):
                raise
            where["reply_markup"] = None
            words = _typed_instead(refusal, message, words)
            return Accepted(await self._formatted(change, words, message), handle=message.handle)

    async def _formatted(self, say: Callable[..., Awaitable[str]], part: drawing.Drawn, message: Outgoing) -> str:
        """With formatting; once as plain text if Telegram stumbles over it, for the words matter more."""
        try:
            return await say(text=part.html, parse_mode="HTML")
        except BadRequest as refusal:
            if not says(refusal, BAD_FORMAT):
                raise
            log.error("message %s went out without formatting: %s", message.id, refusal)  # noqa: TRY400 -- a bug of ours; the trace shows only the library
            return await say(text=part.plain)

    async def _toast(self, message: Outgoing) -> Outcome:
        words = drawing.toast(message.card)
        try:
            await call(
                self._bot, "answerCallbackQuery", callback_query_id=message.answers, text=words or None,
                show_alert=len(words) > ALERT_FROM or None,
            )  # fmt: skip
        except BadRequest as refusal:
            if not words or self.is_group(message.address) or not says(refusal, LATE):
                raise
            # Pressed while we were away: the phone waits no more, and whoever pressed still wants to know.
            await self._say(message, _Part(drawing.draw_in_one(message.card)), quoting=False)
            return Accepted(note=str(refusal))
        return Accepted()

    async def _acknowledge(self, press: str) -> None:
        """A press whose answer is a message still wants its own short answer, or the button keeps waiting."""
        try:
            await call(self._bot, "answerCallbackQuery", callback_query_id=press)
        except TelegramError as error:
            log.debug("a press stayed unanswered: %s", error)

    def _outcome(self, error: TelegramError, message: Outgoing) -> Outcome:
        if isinstance(error, Failed):
            self._doubtful = True
            _count(self._failures, message.id)
        outcome = outcome_of(error, message, self._failures.get(message.id, 1))
        if isinstance(outcome, Refused) and not outcome.unreachable:
            log.log(
                logging.INFO if says(error, NOT_THERE) else logging.ERROR, "Telegram does not take message %s: %s",
                message.id, error,
            )  # fmt: skip
        if isinstance(error, InvalidToken):
            self._alarm("the bot token is refused; nothing can be sent until XIAOXIN_TELEGRAM_TOKEN is right")
        if isinstance(outcome, Later) and not outcome.whole_account and outcome.reason.startswith("429"):
            return self._slowed(outcome, message.address)
        return outcome

    def _remember(self, message_id: int, parts: int) -> None:
        self._said[message_id] = parts
        _forget_oldest(self._said)

    def _slowed(self, outcome: Later, address: str) -> Later:
        """One chat was written to too fast, or, when a second one is refused as well, the whole account was."""
        now = self._monotonic()
        other, until = self._flood
        everybody = until > now and other != address
        self._flood = (address, max(until, now + outcome.seconds))
        return Later(outcome.seconds, outcome.reason, whole_account=everybody)


def _count(failures: dict[int, int], message_id: int) -> None:
    failures[message_id] = failures.get(message_id, 0) + 1
    _forget_oldest(failures)


def _forget_oldest(kept: dict[int, int]) -> None:
    if len(kept) > MOST_UNFINISHED:  # rows that were given up while they waited
        del kept[next(iter(kept))]


def _asked_of_many(card: Rendered) -> Rendered:
    """A question in a group says how to answer: of ordinary talk there Telegram brings us nothing."""
    if not any(button.token.startswith("form.") for button in card.buttons):
        return card
    how = texts.ANSWER_HERE.to("zh" if looks_chinese(card.as_text()) else "en")
    return replace(card, note="\n".join(filter(None, (card.note, how))))


def _typed_instead(refusal: BadRequest, message: Outgoing, words: drawing.Drawn | None) -> drawing.Drawn:
    """A keyboard Telegram refuses must not take the words with it: each button as a number that means the same."""
    log.error("message %s goes out without its buttons: %s", message.id, refusal)
    numbers = "\n".join(f"{number}. {button.label}" for number, button in enumerate(message.card.buttons, 1))
    return drawing.after(words, numbers) if numbers or words is None else words


def parts_in(card: Rendered) -> int:
    """How many messages a card is on Telegram."""
    if not card.files and len(card.as_text()) <= SURELY_ONE:
        return 1
    return len(_parts(card))


def _parts(card: Rendered) -> list[_Part]:
    """Files first, then the words with their buttons. One file and few words are one message: all or nothing arrives."""
    drawn, files = drawing.draw(card), card.files
    if len(files) == 1 and len(drawn) == 1 and measure(drawn[0].plain, utf16) <= LONGEST_CAPTION:
        return [_Part(drawn[0], files[0], last=True)]
    words = [_Part(page, last=number == len(drawn)) for number, page in enumerate(drawn, 1)]
    return [*(_Part(file=file) for file in files), *words]
