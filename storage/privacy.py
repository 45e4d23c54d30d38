"""What is kept about one person, found by the tables' own references, and requests to correct or delete it (PR-)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Table, func, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from storage.audit import Entry
from storage.base import Base
from storage.outbox import Message
from storage.people import Account, Person

# Never handed out: codes that open doors, wiped or counted elsewhere, and what holds many people's words.
LEFT_OUT = frozenset(
    {"binding_code", "binding_attempt", "inbox", "outbox", "audit", "person", "account", "sealed_feedback"}
)
# References that say: this row is the person's own. All others only tell that somebody had to do with it.
OWN = frozenset({
    "person_id", "account_id", "reporter_id", "by_id", "owner_id", "author_id", "applicant_id", "asker_id", "raised_by_id",
    "asked_by_id", "member_id", "user_id", "created_by_id",
})  # fmt: skip
SECRET = ("hash", "secret", "token", "ref", "handle")
DULL = frozenset({"id", "version", "revision", "content", "status", "key"})
MOST_ROWS = 1000
LONGEST_CELL = 300


class RequestStage(StrEnum):
    """Where a request about one's own data stands."""

    RECEIVED = "received"
    DONE = "done"
    DECLINED = "declined"


class PrivacyRequest(Base):
    """Somebody wants data about them corrected, deleted, or a consent withdrawn. Guests are known by their account."""

    __tablename__ = "privacy_request"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    status: Mapped[str] = mapped_column(default=RequestStage.RECEIVED, index=True)
    kind: Mapped[str]
    words: Mapped[str]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    outcome: Mapped[str] = mapped_column(default="")
    answered_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    person: Mapped[Person | None] = relationship(foreign_keys=[person_id])
    account: Mapped[Account] = relationship(foreign_keys=[account_id])
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 -- SQLAlchemy's own way to say it

    @property
    def headline(self) -> str:
        """A few words for lists."""
        return " ".join(self.words.split())[:30]


@dataclass(frozen=True, slots=True)
class Kept:
    """One row that has to do with somebody. `own`: it is theirs; then `words` hold what stands in it."""

    table: str
    code: str
    at: datetime | date | None
    own: bool
    words: str


def by_code(tx: Session, code: str) -> PrivacyRequest | None:
    """The request of a code such as PR-2."""
    return tx.scalar(select(PrivacyRequest).where(PrivacyRequest.code == code))


def waiting(tx: Session) -> Sequence[PrivacyRequest]:
    """What has no answer yet, the oldest first."""
    return tx.scalars(
        select(PrivacyRequest).where(PrivacyRequest.status == RequestStage.RECEIVED).order_by(PrivacyRequest.id)
    ).all()


def kept_about(tx: Session, person_id: int | None, accounts: Sequence[int]) -> list[Kept]:
    """Every row of every table that refers to somebody, also of tables that are made tomorrow."""
    from storage.models import metadata  # noqa: PLC0415 -- it imports every table, this one too

    found: list[Kept] = []
    for name, table in sorted(metadata().tables.items()):
        if name not in LEFT_OUT:
            found += _of_table(tx, name, table, person_id, accounts)
    return found


def _of_table(tx: Session, name: str, table: Table, person_id: int | None, accounts: Sequence[int]) -> list[Kept]:
    refers: dict[str, Sequence[int]] = {}
    for column in table.columns:
        targets = {key.column.table.name for key in column.foreign_keys}
        if "person" in targets and person_id is not None:
            refers[column.name] = [person_id]
        elif "account" in targets and accounts:
            refers[column.name] = accounts
    if not refers:
        return []
    mine = or_(*(table.c[column].in_(ids) for column, ids in refers.items()))
    rows = tx.execute(select(table).where(mine).limit(MOST_ROWS)).mappings().all()
    return [_kept(name, table, dict(row), refers) for row in rows]


def _kept(name: str, table: Table, row: dict[str, Any], refers: dict[str, Sequence[int]]) -> Kept:
    own = any(column in OWN and row[column] in ids for column, ids in refers.items())
    moments = [value for value in row.values() if isinstance(value, datetime)]
    foreign = {column.name for column in table.columns if column.foreign_keys}
    said = [
        f"{column}: {str(value)[:LONGEST_CELL]}"
        for column, value in row.items()
        if column not in foreign | DULL
        and column != "code"
        and not any(part in column for part in SECRET)
        and not isinstance(value, (datetime, date, bytes, bool))
        and value not in (None, "", [], {})
    ]
    return Kept(name, str(row.get("code") or ""), min(moments, default=None), own, "; ".join(said) if own else "")


def counted(tx: Session, person_id: int | None, accounts: Sequence[int]) -> tuple[int, int]:
    """(messages sent to somebody, entries of the log about what they did)."""
    to_them = or_(Message.account_id.in_(accounts), Message.person_id == person_id)
    messages = tx.scalar(select(func.count()).select_from(Message).where(to_them)) or 0
    if person_id is None:
        return messages, 0
    return messages, tx.scalar(select(func.count()).select_from(Entry).where(Entry.actor_id == person_id)) or 0
