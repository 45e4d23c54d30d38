"""What a conversation shows now: what "1" or 同意 may refer to, and the card somebody answers to."""

from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Table, bindparam, select, text
from sqlalchemy.orm import Session

from storage.outbox import Kind, Message
from storage.prepared import Prepared

# Asked for nearly everything that is said.
_outbox = cast("Table", Message.__table__)
_edit = _outbox.alias("edit")
_ON_SCREEN = (
    select(
        _outbox.c.id,
        _outbox.c.subject,
        _outbox.c.card,
        select(_edit.c.card)
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
    card: dict[str, Any]

    @property
    def buttons(self) -> list[dict[str, str]]:
        """The buttons this message showed, in their order."""
        return list(self.card.get("buttons", ()))


def screen(tx: Session, platform: str, address: str, limit: int = 12) -> list[tuple[OnScreen, dict[str, Any]]]:
    """What a conversation shows now, newest first: each message with its card as it stands after all edits."""
    tx.flush()
    rows = _SCREEN.rows(tx, {"on_platform": platform, "at": address, "most": limit})
    return [(OnScreen(row, subject, card), dict(card if now is None else now)) for row, subject, card, now in rows]


def quoted(tx: Session, platform: str, address: str, external_id: str) -> list[tuple[OnScreen, dict[str, Any]]]:
    """The one card that an answer hangs under, as it stands now; nothing where that was no card with something to do."""
    tx.flush()
    named = {"on_platform": platform, "at": address, "named": external_id, "most": 1}
    rows = _QUOTED.rows(tx, named)
    shown = [(OnScreen(row, subject, card), dict(card if now is None else now)) for row, subject, card, now in rows]
    return [(row, card) for row, card in shown if row.subject or card.get("buttons")]
