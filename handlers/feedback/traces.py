"""What an anonymous sender leaves behind, and how it goes: wiped at once, deleted at the full hour."""

from datetime import UTC, timedelta

from handlers.turn import Turn
from storage import feedback as store

POST = "feedback.post"
A_MOMENT = timedelta(minutes=2)  # how long a message may have waited for its turn: so far back it is wiped


def forget_this(turn: Turn) -> None:
    """What was just said tells who it was: it is wiped, and the answer is deleted within the hour."""
    assert turn.account is not None  # noqa: S101 -- somebody spoke
    assert turn.heard is not None  # noqa: S101
    store.blank_heard(turn.tx, turn.account.platform, turn.heard.who.address, turn.now - A_MOMENT, turn.heard.event_id)
    at_full_hour(turn)


def at_full_hour(turn: Turn) -> None:
    """One timer for everybody, which says nothing of anybody."""
    hour = turn.now.astimezone(UTC).replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    turn.remind(f"{POST}:{hour:%Y%m%d%H}", POST, "", hour)
