"""What a conversation looks like on the page: the messages delivered to it and what was said in it, as they stand in the rows."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import func, select

from bot.platforms.web.mouth import PLATFORM
from handlers import incoming
from handlers.cards import Rendered
from handlers.incoming import Said
from storage.base import Database
from storage.inbox import Update
from storage.outbox import Message, Sent

MOST = 200  # rows of a conversation that a page opens with


class HasFiles(Protocol):
    """Where the page finds the files that messages name."""

    def path(self, message_id: int, file_id: int) -> str: ...


class Showing:
    """Reads rows, makes what the page draws."""

    def __init__(self, database: Database, files: HasFiles) -> None:
        self._database, self._files = database, files

    def history(self, address: str) -> list[dict[str, Any]]:
        """A conversation in its order."""
        with self._database.read() as tx:
            sent = tx.scalars(
                select(Message)
                .where(Message.platform == PLATFORM, Message.address == address, Message.status == Sent.ACCEPTED)
                .order_by(Message.id.desc())
                .limit(MOST)
            ).all()
            heard = tx.scalars(
                select(Update)
                .where(Update.platform == PLATFORM, Update.conversation == address)
                .order_by(Update.id.desc())
                .limit(MOST)
            ).all()
            rows = [self.delivered(one) for one in sent if one.kind != "toast"] + [own(one) for one in heard]
        return sorted((row for row in rows if row), key=lambda row: (row["at"], row["order"]))

    def messages_since(self, since: datetime, mine: str | None) -> Sequence[Message]:
        """What was delivered lately: to one conversation, or to all."""
        query = select(Message).where(
            Message.platform == PLATFORM, Message.status == Sent.ACCEPTED, Message.settled_at >= since
        )
        if mine is not None:
            query = query.where(Message.address == mine)
        with self._database.read() as tx:
            return tx.scalars(query.order_by(Message.id)).all()

    def said_after(self, number: int | None, mine: str | None) -> tuple[Sequence[Update], int]:
        """What was said on the page after a row of the inbox, and the newest row there is; with None only the latter."""
        with self._database.read() as tx:
            newest = tx.scalar(select(func.max(Update.id))) or 0
            if number is None or newest == number:
                return (), newest
            query = select(Update).where(Update.id > number, Update.platform == PLATFORM)
            if mine is not None:
                query = query.where(Update.conversation == mine)
            return tx.scalars(query.order_by(Update.id)).all(), newest

    def delivered(self, message: Message) -> dict[str, Any]:
        """A message of ours."""
        card = Rendered.from_json(message.card)
        files = [
            {"name": file.name, "size": file.size, "picture": file.is_picture,
             "url": self._files.path(message.edits or message.id, file.id)}
            for file in card.files
        ]  # fmt: skip
        return {
            "id": message.id, "order": message.id, "to": message.address, "kind": message.kind, "card": message.card,
            "edits": message.edits, "at": (message.settled_at or message.created_at).isoformat(), "files": files,
        }  # fmt: skip


def own(update: Update) -> dict[str, Any]:
    """What the visitor said, under the name the page gave it, so that every tab knows it as the same."""
    heard = incoming.from_json(update.payload)
    if not isinstance(heard, Said):
        return {}
    name = update.event_id.removeprefix(f"{update.conversation}:")
    return {
        "id": f"own-{name}", "order": 0, "to": update.conversation, "kind": "own", "text": heard.text,
        "sent": [one.name for one in heard.attachments], "at": update.received_at.isoformat(),
    }  # fmt: skip
