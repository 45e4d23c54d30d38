"""The copies of one announcement: each person once, on the account they use, in their language."""

from collections.abc import Callable, Iterable
from datetime import datetime

from handlers.cards import Card
from handlers.turn import Turn
from handlers.voice import reachable_account
from storage import outbox
from storage.broadcasts import Broadcast
from storage.outbox import Priority
from storage.people import Person


def fan_out(
    turn: Turn, broadcast: Broadcast, people: Iterable[Person], batch: str, draw: Callable[[], Card], leaves: datetime
) -> int:
    """One copy for each person, on the account they use, in their language. How many are new."""
    groups: dict[str, list[int]] = {}
    samples: dict[str, Card] = {}
    for person in people:
        account = reachable_account(person)
        if account is None:
            continue
        language = person.language or account.language or turn.school.language
        language = "en" if language.lower().startswith("en") else "zh"
        groups.setdefault(language, []).append(account.id)
        samples.setdefault(language, draw())
    priority = Priority.URGENT if broadcast.emergency else Priority.BROADCAST
    return sum(
        outbox.fan_out(
            turn.tx, accounts, samples[language].render(language).to_json(), turn.now, batch=batch,
            subject=broadcast.copies, priority=priority, not_before=leaves,
        )
        for language, accounts in groups.items()
    )  # fmt: skip
