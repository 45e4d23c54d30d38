"""The check-in code: four digits that change by the minute, so that a code passed on is soon worthless. Pure."""

import hashlib
import hmac
from datetime import datetime, timedelta

DIGITS = 4


def code_at(secret: str, at: datetime, minutes: int) -> str:
    """The code shown at a moment; it changes every `minutes` (at least one) of the wall clock."""
    return _code(secret, _window(at, minutes))


def is_valid(secret: str, said: str, at: datetime, minutes: int) -> bool:
    """Whether a code is the one shown now or the one before: whoever reads it at the change is not turned away."""
    window = _window(at, minutes)
    wanted = (_code(secret, window), _code(secret, window - 1))
    return any(hmac.compare_digest(said.encode(), code.encode()) for code in wanted)


def next_change(at: datetime, minutes: int) -> datetime:
    """When the next code comes."""
    seconds = 60 * max(1, minutes)
    return at + timedelta(seconds=seconds - at.timestamp() % seconds)


def _window(at: datetime, minutes: int) -> int:
    return int(at.timestamp()) // (60 * max(1, minutes))


def _code(secret: str, window: int) -> str:
    digest = hmac.new(secret.encode(), str(window).encode(), hashlib.sha256).digest()
    least = 10 ** (DIGITS - 1)  # without leading zeros: 0002 sent alone would be the second button on the screen
    return str(least + int.from_bytes(digest[:8]) % (9 * least))
