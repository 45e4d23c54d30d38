"""A post office to test with: a mouth that notes what it is asked to say, and a relay whose time is the story's."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from handlers.cards import Rendered, Shown
from handlers.school import School
from jobs.outgoing import Accepted, Outcome, Outgoing, Pace
from jobs.relay import Relay
from storage import outbox
from storage.base import Database
from storage.outbox import Kind, Message, Priority, Sent
from storage.people import Account, Person, Role
from tests.stage import Clock

Answer = Callable[[Outgoing], Outcome]


@dataclass
class Call:
    """One call to the platform: when, and what it carried."""

    at: float
    messages: tuple[Outgoing, ...]

    @property
    def titles(self) -> list[str]:
        return [message.card.title for message in self.messages]


@dataclass
class NotingMouth:
    """A bot account that notes every call. `answer` decides; without one, everything is accepted."""

    clock: Clock
    platform: str = "chat"
    pace: Pace = field(default_factory=Pace)
    answer: Answer | None = None
    calls: list[Call] = field(default_factory=list)
    before: Callable[[Sequence[Outgoing]], None] | None = None

    def is_group(self, address: str) -> bool:
        return address.startswith("group")

    async def send(self, messages: Sequence[Outgoing]) -> Sequence[Outcome]:
        self.calls.append(Call(self.clock.now.timestamp(), tuple(messages)))
        if self.before is not None:
            self.before(messages)
        await asyncio.sleep(0)
        return [self.answer(message) if self.answer else Accepted(f"x{message.id}") for message in messages]

    @property
    def said(self) -> list[str]:
        """The titles in the order in which they reached the platform."""
        return [title for call in self.calls for title in call.titles]


@dataclass
class Post:
    """One database, its clock, and the relays at work on it."""

    database: Database
    school: School
    clock: Clock

    def mouth(self, **values: Any) -> NotingMouth:
        return NotingMouth(self.clock, **values)

    def relay(self, *mouths: NotingMouth, worker: str = "w1", **values: Any) -> Relay:

        def ticks() -> float:
            return self.clock.now.timestamp()

        time: dict[str, Any] = {
            "lease_clock": lambda _tx: self.clock.now,
            "ticks": ticks,
            "wait": self._wait,
        }
        return Relay(self.database, mouths, self.clock, self.school, worker=worker, **(time | values))

    def send(self, *mouths: NotingMouth, **values: Any) -> Relay:
        """Let a relay send all that is due; time runs only while it waits."""
        relay = self.relay(*mouths, **values)
        asyncio.run(relay.drain())
        return relay

    def person(self, name: str, *platforms: str, roles: Sequence[Role] = (Role.STAFF,)) -> Person:
        """Somebody with an account on each of these platforms; the last one was used last."""
        with self.database.write() as tx:
            person = Person(name=name, role_names=[role.value for role in roles], created_at=self.clock.now)
            person.accounts = [
                Account(
                    platform=platform, external_id=f"{platform}-{name}", address=f"{platform}-{name}",
                    created_at=self.clock.now, last_heard_at=self.clock.now + timedelta(seconds=age),
                )
                for age, platform in enumerate(platforms)
            ]  # fmt: skip
            tx.add(person)
            tx.flush()
            return person

    def queue(self, title: str, address: str = "li", *, buttons: Sequence[str] = (), **values: Any) -> int:
        """Put a message into the outbox."""
        with self.database.write() as tx:
            return queue(tx, self.clock.now, title, address, buttons=buttons, **values)

    def queue_for(self, person: Person, title: str, platform: str, **values: Any) -> int:
        """The same for somebody's account."""
        account = next(account for account in person.accounts if account.platform == platform)
        return self.queue(
            title, account.address, platform=platform, account_id=account.id, person_id=person.id, **values
        )

    def row(self, message_id: int) -> Message:
        with self.database.read() as tx:
            return tx.get_one(Message, message_id)

    def became(self, message_id: int) -> Sent:
        return Sent(self.row(message_id).status)

    def rows(self) -> list[Message]:
        with self.database.read() as tx:
            return list(tx.scalars(select(Message).order_by(Message.id)))

    async def _wait(self, event: asyncio.Event, seconds: float) -> None:
        for _ in range(50):
            if event.is_set():
                return
            await asyncio.sleep(0)
        self.clock.forward(seconds=max(seconds, 0.001))


def queue(tx: Session, now: datetime, title: str, address: str, *, buttons: Sequence[str] = (), **values: Any) -> int:
    """One row of the outbox, due now unless told otherwise."""
    card = Rendered(title, buttons=tuple(Shown(label, f"t.{number}") for number, label in enumerate(buttons)))
    row: dict[str, Any] = {
        "key": None, "kind": Kind.SEND, "platform": "chat", "address": address, "card": card.to_json(),
        "priority": int(Priority.NOTICE), "not_before": now, "created_at": now, "status": int(Sent.QUEUED), **values,
    }  # fmt: skip
    found = outbox.queue(tx, **row)
    assert found is not None
    return found
