"""What Telegram's refusals mean for a message: send later, never, elsewhere, or nobody knows.

The order matters: `BadRequest` and `TimedOut` are kinds of `NetworkError` in python-telegram-bot, and a retry after a
timeout sends a second copy. After an answer of 500, 502 or 503 it may, too, so that is repeated a few times at most
(docs/adr/0008). The library rewrites error texts, so they are compared in small letters and by part.
"""

from datetime import timedelta

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)  # fmt: skip

from bot.platforms.telegram_wire import Failed, NoFreeConnection, NotSent
from bot.platforms.trouble import pause_after
from jobs.outgoing import Accepted, Later, Moved, Outcome, Outgoing, Refused, Unknown
from storage.outbox import Kind

TOKEN_PAUSE = 600.0  # seconds; somebody has to give us a new token first
FAILURES_BORNE = 3  # calls of one message: whoever stood behind the door may have done it each time
REPEATABLE = frozenset({Kind.EDIT, Kind.TOAST})  # saying it twice says nothing new

LATE = ("query is too old", "query id is invalid")
HARMLESS = ("message is not modified", *LATE)
GONE = ("chat not found", "user not found", "peer_id_invalid", "input_user_deactivated")
NO_TOPIC = ("message thread not found", "topic_deleted", "topic_closed", "topic_id_invalid")
BAD_FORMAT = ("can't parse entities",)
BAD_KEYBOARD = ("button", "keyboard", "reply_markup", "reply markup")


def outcome_of(error: TelegramError, message: Outgoing, failures: int = 1) -> Outcome:  # noqa: PLR0911 -- one line of the table each
    """What became of a message that Telegram, or the way to it, refused. `failures`: calls of it that it failed at so far."""
    match error:
        case RetryAfter():
            return Later(seconds_of(error), "429: too many messages")
        case Forbidden():
            return Refused(str(error), unreachable=True)
        case ChatMigrated():
            return Moved(str(error.new_chat_id))
        case BadRequest():
            return _of_bad_request(error, message)
        case InvalidToken():
            return Later(TOKEN_PAUSE, f"the bot token is refused: {error}", whole_account=True, cut_off=True)
        case Conflict():
            return Later(pause_after(message.attempts), str(error))
        case NetworkError() if "(413)" in str(error):
            return Refused(f"too big for Telegram: {error}")
        case NetworkError():
            return _of_broken_line(error, message, failures)
        case _:
            return Unknown(str(error))


def says(error: TelegramError, phrases: tuple[str, ...]) -> bool:
    """Whether Telegram's words contain one of these."""
    text = str(error).lower()
    return any(phrase in text for phrase in phrases)


def seconds_of(error: RetryAfter) -> float:
    """How long Telegram wants us to wait; the library is changing this from a number to a span of time."""
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)


def _of_bad_request(error: BadRequest, message: Outgoing) -> Outcome:
    if says(error, HARMLESS):
        return Accepted(external_id=message.target, handle=message.handle, note=str(error))
    return Refused(str(error), unreachable=says(error, GONE))


def _of_broken_line(error: NetworkError, message: Outgoing, failures: int) -> Outcome:
    cause = error.__cause__
    if isinstance(error, Failed):
        if message.kind in REPEATABLE or failures < FAILURES_BORNE:
            return Later(pause_after(message.attempts), str(error), whole_account=error.gateway, cut_off=error.gateway)
        return Unknown(f"{error}, {failures} times: it may have arrived")
    if isinstance(error, NotSent):
        crowded = isinstance(error, NoFreeConnection)
        return Later(
            pause_after(message.attempts),
            "no free connection" if crowded else f"Telegram cannot be reached: {type(cause or error).__name__}",
            whole_account=not crowded,
            cut_off=not crowded,
        )
    reason = "no answer in time" if isinstance(error, TimedOut) else f"the line broke: {type(cause or error).__name__}"
    # An edit says the same thing however often it is made; a new message does not.
    return Later(pause_after(message.attempts), reason) if message.kind in REPEATABLE else Unknown(reason)
