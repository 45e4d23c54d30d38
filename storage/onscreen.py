"""What conversations show now: what "1" or 同意 may refer to, the card somebody answers to, every copy of a card."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, cast

from sqlalchemy import Table, Text, bindparam, or_, select, text, true
from sqlalchemy import cast as as_type
from sqlalchemy.orm import Session

from storage.outbox import Kind, Message, Sent
from storage.people import Account, Person
from storage.prepared import Prepared

# Asked for nearly everything that is said.
_outbox = cast("Table", Message.__table__)
_edit = _outbox.alias("edit")
_ON_SCREEN = (
    select(
        _outbox.c.id,
        _outbox.c.subject,
        as_type(_outbox.c.card, Text),
        select(as_type(_edit.c.card, Text))
        .where(_edit.c.edits == _outbox.c.id, _edit.c.kind == str(Kind.EDIT))
        .order_by(_edit.c.id.desc())
        .limit(1)
        .scalar_subquery(),
    )
    .where(
        _outbox.c.platform == bindparam("on_platform"),
        _outbox.c.address == bindparam("at"),
        _outbox.c.kind == str(Kind.SEND),
        text("outbox.status NOT IN (3, 6)"),  # failed, dropped
    )
    .order_by(_outbox.c.id.desc())
    .limit(bindparam("most"))
)
_SCREEN, _QUOTED = Prepared(_ON_SCREEN), Prepared(_ON_SCREEN.where(_outbox.c.external_id == bindparam("named")))


@dataclass(frozen=True, slots=True)
class OnScreen:
    """A message as a conversation got it: what "1" or "同意" may refer to."""

    id: int
    subject: str
    card: Mapping[str, Any]

    @property
    def buttons(self) -> list[Mapping[str, str]]:
        """The buttons this message showed, in their order."""
        return list(self.card.get("buttons", ()))


def screen(tx: Session, platform: str, address: str, limit: int = 12) -> list[tuple[OnScreen, Mapping[str, Any]]]:
    """What a conversation shows now, newest first: each message with its card as it stands after all edits."""
    tx.flush()
    rows = _SCREEN.rows(tx, {"on_platform": platform, "at": address, "most": limit})
    return [_shown(*row) for row in rows]


def quoted(tx: Session, platform: str, address: str, external_id: str) -> list[tuple[OnScreen, Mapping[str, Any]]]:
    """The one card that an answer hangs under, as it stands now; nothing where that was no card with something to do."""
    tx.flush()
    named = {"on_platform": platform, "at": address, "named": external_id, "most": 1}
    shown = [_shown(*row) for row in _QUOTED.rows(tx, named)]
    return [(row, card) for row, card in shown if row.subject or card.get("buttons")]


def _shown(row: int, subject: str, came: str, edited: str | None) -> tuple[OnScreen, Mapping[str, Any]]:
    card = _read(came)
    return OnScreen(row, subject, card), card if edited is None else _read(edited)


@lru_cache(maxsize=1024)
def _read(written: str) -> Mapping[str, Any]:
    """The same dozen cards are looked at with each thing that is said, and what was said never changes."""
    card: Mapping[str, Any] = json.loads(written)
    return card


def readers_of(tx: Session, copies: Sequence[Message]) -> list[Person | Account]:
    """The people and accounts of many copies, in a few queries: while somebody holds them, `tx.get` asks no more."""
    found: list[Person | Account] = []
    for start in range(0, len(copies), 500):
        chunk = copies[start : start + 500]
        found += tx.scalars(select(Person).where(Person.id.in_({one.person_id for one in chunk if one.person_id})))
        found += tx.scalars(select(Account).where(Account.id.in_({one.account_id for one in chunk if one.account_id})))
    return found


def live_cards(tx: Session, subject: str, person_id: int | None = None) -> Sequence[Message]:
    """The copies of a card to settle: the newest of each conversation, and older ones that still show buttons.

    With a person only theirs: what one of hundreds did changes nobody else's copy.
    """
    rows = tx.scalars(
        select(Message)
        .where(
            Message.subject == subject,
            Message.kind == Kind.SEND,
            Message.status.not_in([Sent.FAILED, Sent.DROPPED]),
            Message.person_id == person_id if person_id is not None else true(),
        )
        .order_by(Message.id)
        # Locked: a message must not leave with the old words between this look and our commit.
        .with_for_update(),
        execution_options={"populate_existing": True},
    ).all()
    newest = {(row.platform, row.address): row.id for row in rows}
    return [row for row in rows if newest[row.platform, row.address] == row.id or current_card(tx, row).get("buttons")]


def current_card(tx: Session, sent: Message) -> dict[str, Any]:
    """What a message shows now: its own card, or that of its latest edit."""
    latest = tx.scalar(
        select(Message.card)
        .where(Message.edits == sent.id, Message.kind == Kind.EDIT)
        .order_by(Message.id.desc())
        .limit(1)
    )
    return dict(latest if latest is not None else sent.card)


def came_at(tx: Session, ids: Sequence[int], now: datetime) -> dict[int, datetime]:
    """When each of these messages came to its reader, as far as we know; without those that are held for later."""
    rows = tx.execute(
        select(Message.id, Message.settled_at, Message.created_at).where(
            Message.id.in_(ids), or_(Message.status != int(Sent.QUEUED), Message.not_before <= now)
        )
    )
    return {row: settled or created for row, settled, created in rows}


def has_had_cards(tx: Session, platform: str, address: str) -> bool:
    """Whether something that can be pressed ever reached this conversation, as far as its last messages tell."""
    lately = select(Message.card).where(
        Message.platform == platform, Message.address == address, Message.status == int(Sent.ACCEPTED)
    )
    return any(card.get("buttons") for card in tx.scalars(lately.order_by(Message.id.desc()).limit(20)))
