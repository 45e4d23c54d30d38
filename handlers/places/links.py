"""What a printed code holds for each platform: short, harmless, good for years. It grants nothing; it names a place."""

import re
from dataclasses import dataclass

from handlers.places import texts
from handlers.texts import Text
from storage.places import CODE_LENGTH, LETTERS, Place

MARK = "qr_"  # tells a place's code from a binding code, which also comes by a scan
_CODE = re.compile(rf"(?:{MARK})?([{LETTERS}]{{{CODE_LENGTH}}})", re.IGNORECASE)
_BOT = re.compile(r"[A-Za-z0-9_]{5,32}")


@dataclass(frozen=True, slots=True)
class Doors:
    """Where a scan can lead in this school: the Telegram bot's name and the public address, "" where there is none."""

    telegram_bot: str = ""
    public_url: str = ""

    def of(self, place: Place) -> list[tuple[Text, str]]:
        """One (caption, content) for each code to print."""
        found: list[tuple[Text, str]] = []
        if self.public_url:
            found.append((texts.ON_WEB, f"{self.public_url.rstrip('/')}/chat?scan={place.code}"))
        if place.wechat_url:
            found.append((texts.ON_WECHAT, place.wechat_url))
        if _BOT.fullmatch(self.telegram_bot):
            found.append((texts.ON_TELEGRAM, f"https://t.me/{self.telegram_bot}?start={MARK}{place.code}"))
        return found

    @property
    def are_there(self) -> bool:
        """Whether anything can be printed at all."""
        return bool(self.public_url or _BOT.fullmatch(self.telegram_bot))


def code_in(words: str) -> str:
    """The code in what a scan or a person sent; "" for anything else, however long or strange."""
    found = _CODE.fullmatch(words.strip()[:40])
    return found[1].upper() if found else ""
