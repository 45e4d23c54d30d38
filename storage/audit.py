"""The audit log: who did what, when, for whom, under which clause. Each entry seals the one before it by a hash.

A changed, removed or inserted line breaks the chain, and `verify` names the first entry that does not fit.
An auditor can check an export with a few lines of any language: the hash is SHA-256 over the previous hash, a newline,
and the entry as JSON with sorted keys, no spaces and UTF-8 (RFC 8785 in spirit, with strings and integers only).
"""

import hashlib
import json
from collections.abc import Collection, Generator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Text, func, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from storage.base import Base, insert_into

GENESIS = "0" * 64


class Entry(Base):
    """One line of the log. `content` is the sealed JSON itself, kept as text so that no database rewrites it."""

    __tablename__ = "audit"

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    subject: Mapped[str] = mapped_column(index=True)
    clause: Mapped[str] = mapped_column(index=True)
    step: Mapped[str]
    actor_id: Mapped[int | None]
    at: Mapped[datetime]
    content: Mapped[str] = mapped_column(Text)
    hash: Mapped[str]

    @property
    def facts(self) -> dict[str, Any]:
        """The entry as a dictionary: seq, at, actor, step, before, after, reason, details …"""
        return dict(json.loads(self.content))


class Head(Base):
    """The end of the chain. Locked while a turn appends, so that the chain never forks."""

    __tablename__ = "audit_head"

    id: Mapped[int] = mapped_column(primary_key=True)
    seq: Mapped[int]
    hash: Mapped[str]


@dataclass(frozen=True, slots=True)
class Fact:
    """What a feature hands in to be sealed. `acting_for` is the id of the person somebody stood in for."""

    subject: str
    step: str
    clause: str
    actor_id: int | None
    actor: str
    at: datetime
    before: str = ""
    after: str = ""
    reason: str = ""
    acting_for: int | None = None
    channel: str = ""
    event_id: str = ""
    rules_version: int = 0
    details: dict[str, Any] | None = None


def append(tx: Session, facts: list[Fact]) -> None:
    """Seal these facts at the end of the chain. Call it last in the turn: the lock on the head is held from here on."""
    if not facts:
        return
    tx.execute(insert_into(tx, Head).values(id=1, seq=0, hash=GENESIS).on_conflict_do_nothing())
    head = tx.scalars(select(Head).where(Head.id == 1).with_for_update()).one()
    for fact in facts:
        head.seq += 1
        content = _content(head.seq, fact)
        head.hash = _seal(head.hash, content)
        tx.add(
            Entry(
                seq=head.seq,
                subject=fact.subject,
                clause=fact.clause,
                step=fact.step,
                actor_id=fact.actor_id,
                at=fact.at,
                content=content,
                hash=head.hash,
            )
        )


def first_at(tx: Session) -> datetime | None:
    """When the school's records begin; None before anything happened."""
    return tx.scalar(select(Entry.at).order_by(Entry.seq).limit(1))


def history(tx: Session, subject: str) -> list[Entry]:
    """Everything that happened to one subject, oldest first."""
    return list(tx.scalars(select(Entry).where(Entry.subject == subject).order_by(Entry.seq)))


def last_entries(tx: Session, prefixes: Collection[str]) -> list[Entry]:
    """The newest entry of every subject whose code begins with one of these letters: where each piece of work stands."""
    if not prefixes:
        return []
    kinds = or_(*(Entry.subject.startswith(f"{prefix}-", autoescape=True) for prefix in prefixes))
    newest = select(func.max(Entry.seq)).where(kinds).group_by(Entry.subject)
    return list(tx.scalars(select(Entry).where(Entry.seq.in_(newest)).order_by(Entry.seq)))


def entries(tx: Session) -> Generator[Entry]:
    """The whole log in order, streamed. Close it (`contextlib.closing`) when you stop before the end."""
    rows = tx.scalars(select(Entry).order_by(Entry.seq).execution_options(yield_per=500))
    try:
        yield from rows
    finally:
        rows.close()


def verify(tx: Session) -> tuple[int, int | None]:
    """(entries checked, seq of the first broken one or None). A cut-off end shows against the head."""
    previous, count = GENESIS, 0
    with closing(entries(tx)) as log:
        for entry in log:
            count += 1
            if not _fits(entry, count, previous):
                return count, entry.seq
            previous = entry.hash
    head = tx.get(Head, 1)
    end = (head.seq, head.hash) if head is not None else (0, GENESIS)
    return count, None if end == (count, previous) else count + 1


def _fits(entry: Entry, seq: int, previous: str) -> bool:
    """Whether an entry is the one that belongs here. Its columns are only an index to the sealed text: a changed one is
    as false as a changed text.
    """
    try:
        facts = entry.facts
        return (
            facts["seq"] == entry.seq == seq
            and _seal(previous, entry.content) == entry.hash
            and all(facts[name] == getattr(entry, name) for name in ("subject", "step", "clause", "actor_id"))
            and datetime.fromisoformat(facts["at"]) == entry.at
        )
    except (KeyError, TypeError, ValueError):  # no longer the JSON that was sealed
        return False


def _content(seq: int, fact: Fact) -> str:
    body = {
        "seq": seq,
        "at": fact.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "subject": fact.subject,
        "step": fact.step,
        "clause": fact.clause,
        "actor_id": fact.actor_id,
        "actor": fact.actor,
        "before": fact.before,
        "after": fact.after,
        "reason": fact.reason,
        "acting_for": fact.acting_for,
        "channel": fact.channel,
        "event_id": fact.event_id,
        "rules_version": fact.rules_version,
        "details": fact.details or {},
    }
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _seal(previous: str, content: str) -> str:
    return hashlib.sha256(f"{previous}\n{content}".encode()).hexdigest()
