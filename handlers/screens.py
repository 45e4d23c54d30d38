"""What a feature shows on a wall while people are in the room: one big word, a code to scan, who is there so far.

A screen has no buttons and no names; its address holds a key that only the feature can check. It is read every few
seconds and changes nothing.
"""

import hashlib
import hmac
from dataclasses import dataclass

from handlers.texts import Phrase

KEY_LENGTH = 32  # hex digits


@dataclass(frozen=True, slots=True)
class Screen:
    """The words of a screen; `scan` is what its QR code holds, "" for none; `over` ends the reading."""

    title: Phrase
    big: str = ""
    lines: tuple[Phrase, ...] = ()
    scan: str = ""
    over: bool = False


def key_of(secret: str, code: str) -> str:
    """The key in the address of a subject's screen."""
    return hmac.new(secret.encode(), f"screen:{code}".encode(), hashlib.sha256).hexdigest()[:KEY_LENGTH]


def is_key(said: str, secret: str, code: str) -> bool:
    """Whether the key of an address is the right one, in constant time."""
    return hmac.compare_digest(said.encode(), key_of(secret, code).encode())


def path(feature: str, code: str, secret: str, language: str = "") -> str:
    """The address on this server, such as `/screen/trainings/TR-3.1f…`; `language` where it is not to be the school's."""
    return f"/screen/{feature}/{code}.{key_of(secret, code)}" + (f"?lang={language[:2]}" if language else "")
