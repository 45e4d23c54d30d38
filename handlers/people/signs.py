"""A thumbs-up, a heart, folded hands: thanks without a word. Nothing is filed and nobody is asked what was meant."""

import re

from handlers.people import texts, unbound
from handlers.people.actions import router
from handlers.turn import Turn

_THANKS = re.compile("[👍👏🙏🤝💪🎉🌹💐❤♥💖💕😀😁😃😄😊🙂😍🥰🤗\ufe0f\u200d\U0001f3fb-\U0001f3ff\\s]+")


def hears(turn: Turn, text: str) -> bool:
    """Whether nothing but such signs was said; else what this feature hears in words."""
    if _THANKS.fullmatch(text):
        turn.reply(texts.SMALLTALK)
        return True
    return unbound.hears(turn, text)


router.hears = hears
