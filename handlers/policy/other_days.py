"""Answers from the text of another day: what was asked about then, and what an old answer was taken from."""

from datetime import date, timedelta

from handlers.errors import Refused
from handlers.policy import texts
from handlers.policy.as_of import Asked
from handlers.turn import Turn
from knowledge.charter import Library
from storage import charter
from storage.questions import PolicyAnswer


def library_for(turn: Turn, asked: Asked) -> tuple[Library, date]:
    """The charter somebody asks about. Refuses where there was none."""
    day = asked.when if isinstance(asked.when, date) else _before_the_last_change(turn)
    if day is None:
        raise Refused(texts.NO_FORMER)
    library = turn.school.library_of(day)
    if library is None:
        raise Refused(texts.NONE_THEN(date=day.isoformat()))
    return library, day


def library_behind(turn: Turn, kept: PolicyAnswer) -> Library:
    """The charter an answer was taken from: an old answer goes on showing that text, whatever has changed since."""
    given = turn.local(kept.at).date()
    day = kept.asked_of or (given if given != turn.local(turn.now).date() else None)
    return turn.school.library_of(day) or turn.school.library()


def _before_the_last_change(turn: Turn) -> date | None:
    today = turn.local(turn.now).date()
    changed = [one.effective for one in charter.own_versions(turn.tx) if one.number > 1 and one.effective <= today]
    return max(changed) - timedelta(days=1) if changed else None
