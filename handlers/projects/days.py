"""Days as this feature says them."""

from datetime import datetime

from handlers.texts import Text
from handlers.turn import Turn


def date(turn: Turn, at: datetime) -> Text:
    """A day as people say it."""
    then = turn.local(at)
    return Text(f"{then.month}月{then.day}日", f"{then:%d %b}")
