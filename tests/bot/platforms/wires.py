"""A school on real wires: a fake platform calls our doors over HTTP, and what is said leaves through a real mouth."""

import asyncio
from dataclasses import dataclass, field, replace

from sqlalchemy import select

from bot.ears import RawUpdate
from handlers.cards import Rendered
from handlers.catalogue import Features
from handlers.dispatch import Dispatcher, Reader
from handlers.people import binding
from handlers.school import Abilities, School
from jobs.outgoing import Accepted, Mouth, Outgoing, Refused
from storage import inbox, people
from storage.base import Database
from storage.outbox import Kind, Message, Sent
from tests.stage import Clock

ABILITIES = {
    "telegram": Abilities(buttons=True, edits=True, toasts=True),
    "wecom": Abilities(buttons=True, edits=True, toasts=False),
    "wechat": Abilities(buttons=False, edits=False, toasts=False),
}


@dataclass
class Wires:
    """The ears, the engine and the mouths of one school; `settle` lets everything that waits happen."""

    database: Database
    school: School
    features: Features
    clock: Clock
    readers: dict[str, Reader] = field(default_factory=dict)
    mouths: dict[str, Mouth] = field(default_factory=dict)

    async def keep(self, *updates: RawUpdate) -> None:
        rows = [(update.platform, update.event_id, update.conversation, update.payload) for update in updates]

        def write() -> None:
            with self.database.write() as tx:
                inbox.keep_all(tx, rows, self.clock.now)

        await asyncio.to_thread(write)

    def bind(self, name: str, platform: str, external_id: str) -> None:
        """This account is that person's, as after the binding code."""
        with self.database.write() as tx:
            account = binding.know(tx, people.by_name(tx, name)[0], platform, external_id, self.clock.now)
            account.last_heard_at = self.clock.now

    def settle(self) -> None:
        """Answer what was heard, then send what was said."""
        school = replace(self.school, abilities=ABILITIES)
        dispatcher = Dispatcher(self.database, school, self.features, self.readers, self.clock)
        with self.database.read() as tx:
            waiting = inbox.waiting_conversations(tx)
        for platform, conversation in waiting:
            dispatcher.process_all(platform, conversation)
        asyncio.run(self._send())

    async def _send(self) -> None:
        while row := self._next():
            outcome = (await self.mouths[row.platform].send([self._claimed(row)]))[0]
            with self.database.write() as tx:
                kept = tx.get_one(Message, row.id)
                if isinstance(outcome, Accepted):
                    kept.status, kept.external_id, kept.handle = Sent.ACCEPTED, outcome.external_id, outcome.handle
                    if row.edits:
                        tx.get_one(Message, row.edits).handle = outcome.handle
                else:
                    assert isinstance(outcome, Refused), outcome
                    kept.status, kept.reason = Sent.FAILED, outcome.reason

    def _next(self) -> Message | None:
        with self.database.read() as tx:
            return tx.scalar(
                select(Message)
                .where(Message.status == Sent.QUEUED, Message.platform.in_(self.mouths))
                .order_by(Message.priority, Message.id)
                .limit(1)
            )

    def _claimed(self, row: Message) -> Outgoing:
        with self.database.read() as tx:
            original = tx.get(Message, row.edits) if row.edits else None
        return Outgoing(
            row.id, Kind(row.kind), row.address, Rendered.from_json(row.card), answers=row.answers,
            target=original.external_id if original else "", handle=original.handle if original else "",
        )  # fmt: skip
