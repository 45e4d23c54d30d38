"""A message as an Official Account shows it: texts, with numbers where there were buttons.

WeChat knows a menu whose lines can be tapped (msgmenu), and we do not use it: a tap opens one minute and a typed number 48
hours in which we may say what comes of it, and accounts of some kinds refuse it. Source: "发送客服消息".
"""

from dataclasses import replace
from typing import Any

from bot.platforms import texts
from bot.platforms.wecom_cards import as_texts, ended, numbered_choices
from bot.platforms.wording import looks_chinese
from handlers.cards import Rendered

MOST_TEXTS = 3  # of one message


def drawn(card: Rendered, *, last: bool) -> list[dict[str, Any]]:
    """The calls that say it. `last`: after it nothing more may be said, and it tells how to hear the rest."""
    note = texts.LAST_FOR_NOW.to("zh" if looks_chinese(card.as_text()) else "en") if last else ""
    noted = replace(card, note="\n".join(filter(None, (card.note, note)))) if note else card
    return [{"msgtype": "text", "text": {"content": words}} for words in _texts(noted, note)]


def _texts(card: Rendered, note: str) -> list[str]:
    """What says how to go on must not be what is cut off."""
    words = as_texts(card, numbered=True, most=MOST_TEXTS)
    if note and note not in words[-1]:
        words[-1] = ended(words[-1], "\n".join(filter(None, (numbered_choices(card), note))))
    return words
