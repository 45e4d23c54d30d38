"""What the relay asks of the outbox: claim, mark, put back, pause, take over.

One sender per bot account claims a little ahead of what it sends, and marks each message when its outcome is known.
A mark is fenced by the worker that holds the claim: who lost it cannot overwrite what a successor found out.
Statements that run for every message are built once. Their `status = 0` is a literal on purpose: bound, PostgreSQL
picks a slow plan while its statistics are old, as they are right after a big broadcast was queued.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import (
    Executable,
    Index,
    Select,
    String,
    Table,
    and_,
    bindparam,
    case,
    delete,
    exists,
    func,
    or_,
    select,
    text,
    true,
    update,
)
from sqlalchemy import cast as sql_cast
from sqlalchemy.orm import Mapped, Session, mapped_column

from storage.base import Base, UtcDateTime, core, insert_into
from storage.leases import Lease
from storage.outbox import Kind, Message, News, Priority, Sent, is_taken_care_of
from storage.prepared import Prepared

ANYTHING = int(max(Priority))
MOST_HELD = 500  # held notices looked at together; what is over goes on its own
CLAIM_STANDS = timedelta(minutes=5)  # longer than any call; a new sender frees the claims of the old one at once
LONGEST_PAUSE = timedelta(days=1)  # whatever a platform asks for
DEADLIEST = 3  # the death with a message in hand, and those with its call under way, that make it the cause


class Pause(Base):
    """A conversation, or with an empty address a whole bot account, that must be left alone until a moment.

    A row, so that a restart does not run into the same limit again.
    """

    __tablename__ = "pause"
    __table_args__ = (Index(None, "until"),)

    platform: Mapped[str] = mapped_column(primary_key=True)
    address: Mapped[str] = mapped_column(primary_key=True)
    until: Mapped[datetime]
    reason: Mapped[str] = mapped_column(default="")


@dataclass(frozen=True, slots=True)
class Claimed:
    """One row of the outbox in a worker's hands."""

    id: int
    key: str | None
    kind: str
    address: str
    account_id: int | None
    person_id: int | None
    card: Mapping[str, Any]
    subject: str
    batch: str
    edits: int | None
    answers: str
    priority: int
    attempts: int
    crashes: int
    not_before: datetime
    expires_at: datetime | None
    created_at: datetime

    @property
    def was_held(self) -> bool:
        """Whether it waited for a better hour, such as the end of the quiet ones."""
        return self.not_before > self.created_at and self.priority >= Priority.NOTICE


STOPPED = "the worker that held it stopped"
_FREE: dict[str, Any] = {"status": int(Sent.QUEUED), "worker": "", "lease_until": None, "started_at": None}
_outbox = cast("Table", Message.__table__)
_columns = [_outbox.c[name] for name in Claimed.__slots__]
_row, _busy, _original = _outbox.alias("due"), _outbox.alias("busy"), _outbox.alias("original")
_claimed = text("outbox.status = 1")
_now: Any = bindparam("now", type_=UtcDateTime())
# What was to leave at once is not held by a clock that was set back meanwhile, or by another machine's that runs ahead.
_is_time = or_(_row.c.not_before <= _now, _row.c.not_before <= _row.c.created_at)
_platform: Any = bindparam("on_platform")


def _due(*, besides_busy: bool = True) -> Select[tuple[int]]:
    """The ids a claim may take, in the order in which they should leave."""
    # Of the few that are claimed, not of all that ever went to this platform: SQLite would take the index on platforms.
    # The answer to a press is no message in the conversation and holds nothing up.
    busy = select(_busy.c.address).where(
        func.coalesce(_busy.c.platform, "") == _platform, _busy.c.kind != str(Kind.TOAST), text("busy.status = 1")
    )
    paused = select(Pause.address).where(Pause.platform == _platform, Pause.until > _now)
    # An edit or a recall has to wait until it is known what became of the message it is about.
    open_original = exists().where(
        _original.c.id == _row.c.edits,
        _original.c.status.in_([int(Sent.QUEUED), int(Sent.CLAIMED), int(Sent.WAITING)]),
    )
    return (
        select(_row.c.id)
        .where(
            _row.c.platform == _platform,
            text("due.status = 0"),
            _row.c.priority <= bindparam("ceiling"),
            _is_time,
            or_(_row.c.expires_at.is_(None), _row.c.expires_at > _now),
            _row.c.address.not_in(busy) if besides_busy else true(),
            _row.c.address.not_in(paused),
            ~exists().where(Pause.platform == _platform, Pause.address == "", Pause.until > _now),
            or_(_row.c.kind.not_in([str(Kind.EDIT), str(Kind.RECALL)]), ~open_original),
        )
        .order_by(_row.c.priority, _row.c.id)
        .limit(bindparam("most"))
    )


def _claiming(due: Select[tuple[int]]) -> Executable:
    # Materialised: PostgreSQL may otherwise run the locking look more than once and claim more than `most`.
    chosen = (
        due.with_for_update(skip_locked=True, of=_row).cte("chosen").prefix_with("MATERIALIZED", dialect="postgresql")
    )
    return (
        update(_outbox)
        .where(_outbox.c.id.in_(select(chosen.c.id)))
        .values(
            status=text("1"),
            worker=bindparam("by"),
            lease_until=bindparam("lease_end", type_=UtcDateTime()),
            attempts=_outbox.c.attempts + 1,
        )
        .returning(*_columns)
    )


_CLAIM = _claiming(_due())
_CLAIM_BATCH = _claiming(_due().where(_row.c.batch == bindparam("announcement")))
_CLAIM_HELD = _claiming(
    _due(besides_busy=False).where(
        _row.c.address.in_(bindparam("addresses", expanding=True)),
        _row.c.kind == str(Kind.SEND),
        _row.c.priority >= int(Priority.NOTICE),
        _row.c.not_before > _row.c.created_at,
    )
)
_earlier = exists().where(
    _row.c.platform == _platform,
    _row.c.address == bindparam("at"),
    _row.c.id < bindparam("reply"),
    _row.c.kind != str(Kind.TOAST),
    _is_time,
    text("due.status = 0"),
)
_CLAIM_REPLY = Prepared(
    update(_outbox)
    .where(
        _outbox.c.id == bindparam("reply"),
        text("outbox.status = 0"),
        or_(_outbox.c.kind == str(Kind.TOAST), ~_earlier),
        ~exists().where(Pause.platform == _platform, Pause.address.in_([bindparam("at"), ""]), Pause.until > _now),
    )
    .values(
        status=text("1"),
        worker=bindparam("by"),
        lease_until=bindparam("lease_end", type_=UtcDateTime()),
        attempts=_outbox.c.attempts + 1,
    )
    .returning(*_columns)
)
_ANYTHING_DUE = Prepared(
    select(_row.c.id)
    .where(
        _row.c.platform == _platform,
        text("due.status = 0"),
        _row.c.not_before <= _now,
        _row.c.priority <= bindparam("ceiling"),
        or_(_row.c.expires_at.is_(None), _row.c.expires_at > _now),
        _row.c.address.not_in(select(Pause.address).where(Pause.platform == _platform, Pause.until > _now)),
        ~exists().where(Pause.platform == _platform, Pause.address == "", Pause.until > _now),
    )
    .order_by(_row.c.not_before)
    .limit(1)
)
_MARK = Prepared(
    update(_outbox)
    .where(_outbox.c.id == bindparam("row"), _outbox.c.worker == bindparam("by"), _claimed)
    .values(
        status=bindparam("became"),
        settled_at=bindparam("now", type_=UtcDateTime()),
        lease_until=None,
        external_id=bindparam("named"),
        handle=bindparam("given"),
        receipt=bindparam("taken_back_by"),
        reason=bindparam("why"),
    )
)


@dataclass(frozen=True, slots=True)
class Claim:
    """Who claims for which platform, at what moment, and until when the claim may stand without a sign of life.

    `ceiling` leaves alone what is less urgent than it.
    """

    platform: str
    worker: str
    now: datetime
    lease_until: datetime
    ceiling: int = ANYTHING

    def _values(self) -> dict[str, Any]:
        return {
            "on_platform": self.platform,
            "by": self.worker,
            "now": self.now,
            "lease_end": self.lease_until,
            "ceiling": self.ceiling,
        }

    def take(self, tx: Session, most: int) -> list[Claimed]:
        """The next due messages: replies before broadcasts, then in order. At most `most` of them.

        A conversation that has a live claim is left alone, so that no two workers turn it around.
        """
        return _claims(tx, _CLAIM, self._values() | {"most": most})

    def take_batch(self, tx: Session, batch: str, most: int) -> list[Claimed]:
        """More of the same announcement, for a platform that serves many with one call."""
        return _claims(tx, _CLAIM_BATCH, self._values() | {"announcement": batch, "most": most})

    def take_held(self, tx: Session, addresses: Iterable[str]) -> list[Claimed]:
        """What else was held back for these conversations, so that it can be said in one message."""
        wanted = list(addresses)
        if not wanted:
            return []
        return _claims(tx, _CLAIM_HELD, self._values() | {"addresses": wanted, "most": MOST_HELD})


def _claims(tx: Session, statement: Executable, values: dict[str, Any]) -> list[Claimed]:
    rows = [Claimed(*row) for row in core(tx).execute(statement, values)]
    return sorted(rows, key=lambda row: (row.priority, row.id))


def claim_replies(tx: Session, worker: str, replies: Sequence[News], now: datetime) -> list[Claimed]:
    """Claim what this very transaction queued, each if it is next in its conversation and nothing is paused."""
    rows: list[Claimed] = []
    for one in replies:
        values = {
            "reply": one.id,
            "on_platform": one.platform,
            "at": one.address,
            "by": worker,
            "now": now,
            "lease_end": now + CLAIM_STANDS,
        }
        rows += [Claimed(*row) for row in _CLAIM_REPLY.rows(tx, values)]
    is_taken_care_of(tx, [row.id for row in rows])
    return rows


def anything_due(tx: Session, platform: str, now: datetime, ceiling: int = ANYTHING) -> bool:
    """Whether a claim may find something: the cheap question of an idle sender, however much is held for later."""
    return _ANYTHING_DUE.scalar(tx, {"on_platform": platform, "now": now, "ceiling": ceiling}) is not None


@dataclass(frozen=True, slots=True)
class Mark:
    """What became of one claimed message."""

    id: int
    status: Sent
    external_id: str = ""
    handle: str = ""
    reason: str = ""
    receipt: str = ""


def mark(tx: Session, worker: str, marks: Sequence[Mark], now: datetime) -> int:
    """Write down what became of claimed messages; how many this worker still held. The others keep their truth."""
    if not marks:
        return 0
    values = [
        {
            "row": one.id,
            "by": worker,
            "became": int(one.status),
            "now": now,
            "named": one.external_id,
            "given": one.handle,
            "taken_back_by": one.receipt,
            "why": one.reason[:500],
        }
        for one in sorted(marks, key=lambda one: one.id)  # in one order everywhere, so that nobody waits in a ring
    ]
    return _MARK.run(tx, *values)


def begin(tx: Session, worker: str, ids: Sequence[int], now: datetime) -> None:
    """A call with these is about to start: if its worker dies now, the death counts against them."""
    held = update(Message).where(Message.id.in_(sorted(ids)), Message.worker == worker, _claimed)
    tx.execute(held.values(started_at=now).execution_options(synchronize_session=False))


def is_held(tx: Session, message_id: int, worker: str) -> bool:
    """Whether this worker's claim still stands, locked for the rest of the transaction."""
    return (
        tx.scalar(
            select(_outbox.c.id)
            .where(_outbox.c.id == message_id, _outbox.c.worker == worker, _claimed)
            .with_for_update()
        )
        is not None
    )


def put_back(tx: Session, worker: str, ids: Sequence[int], reason: str = "", not_before: datetime | None = None) -> int:
    """Not now: nothing of these was sent. They keep their place, and leave no earlier than `not_before`."""
    if not ids:
        return 0
    values = _FREE | {"reason": reason[:500]}
    if not_before is not None:
        values["not_before"] = not_before
    held = update(Message).where(Message.id.in_(sorted(ids)), Message.worker == worker, _claimed)
    return len(tx.execute(held.values(**values).returning(Message.id)).all())


def readdress(tx: Session, message_id: int, worker: str, address: str) -> None:
    """The conversation moved: a claimed message goes back into the queue for its new address."""
    tx.execute(
        update(Message)
        .where(Message.id == message_id, Message.worker == worker, _claimed)
        .values(**_FREE, address=address, reason="the conversation moved")
    )


def take_over(tx: Session, now: datetime, *, platform: str = "", older_than: datetime | None = None) -> int:
    """Free the claims of dead workers; how many that were.

    With a platform: all of them, for its single sender is a new one. With `older_than`: those whose lease ended
    before it and whose worker is no sender any more. Nobody knows which of them had left already, so each may arrive
    twice; none is lost.

    The first death makes all it held suspects, which proves nothing. Suspects travel alone and their start is written
    down (`begin`), so every further death counts against the one call that was under way, and against nothing that
    was merely held. A message whose call goes on killing workers is taken out as `unknown`.
    """
    dead = [_claimed]
    if platform:
        dead.append(cast("Any", Message.platform == platform))
    if older_than is not None:
        # A machine whose clock is wrong stamps its claims wrongly; while it holds the lease they are not dead.
        living = select(Lease.holder + "#" + sql_cast(Lease.epoch, String)).where(Lease.expires_at > older_than)
        dead.append(cast("Any", and_(Message.lease_until < older_than, Message.worker.not_in(living))))
    counts = or_(Message.crashes == 0, Message.started_at.is_not(None))
    guilty = (
        update(Message)
        .where(*dead, Message.started_at.is_not(None), Message.crashes >= DEADLIEST - 1)
        .values(
            status=int(Sent.UNKNOWN),
            settled_at=now,
            lease_until=None,
            crashes=Message.crashes + 1,
            reason="its worker died again and again",
        )
    )
    tx.execute(guilty.execution_options(synchronize_session=False))
    freed = (
        update(Message)
        .where(*dead)
        .values(**_FREE, crashes=case((counts, Message.crashes + 1), else_=Message.crashes), reason=STOPPED)
        .returning(Message.id)
    )
    return len(tx.execute(freed).all())


def pause(tx: Session, platform: str, address: str, until: datetime, reason: str) -> None:
    """Leave a conversation (or with no address the whole account) alone until a moment; a longer pause stands."""
    values = {"until": until, "reason": reason[:500]}
    tx.execute(
        insert_into(tx, Pause)
        .values(platform=platform, address=address, **values)
        .on_conflict_do_update(index_elements=["platform", "address"], set_=values, where=Pause.until < until)
    )


def paused_accounts(tx: Session, now: datetime) -> list[Pause]:
    """The bot accounts that are silent just now, with the reason."""
    return list(tx.scalars(select(Pause).where(Pause.address == "", Pause.until > now).order_by(Pause.platform)))


def forget_pauses(tx: Session, now: datetime) -> int:
    """Pauses that are over, and those so far ahead that a clock which ran wrong must have set them."""
    over = or_(Pause.until <= now, Pause.until > now + LONGEST_PAUSE)
    return len(tx.execute(delete(Pause).where(over).returning(Pause.address)).all())


@dataclass(frozen=True, slots=True)
class Original:
    """The message an edit wants to change, as the platform knows it."""

    status: int
    external_id: str
    handle: str
    newest_edit: int
    receipt: str = ""


def originals(tx: Session, platform: str, ids: Iterable[int]) -> dict[int, Original]:
    """What edits refer to, each with the id of its newest edit that has not left yet."""
    wanted = sorted(set(ids))
    if not wanted:
        return {}
    latest = tx.execute(
        select(Message.edits, func.max(Message.id))
        .where(
            Message.edits.in_(wanted),
            Message.kind == Kind.EDIT,
            Message.status.in_([Sent.QUEUED, Sent.CLAIMED]),
        )
        .group_by(Message.edits)
    )
    newest = {original: edit for original, edit in latest if original is not None}
    rows = tx.execute(
        select(Message.id, Message.status, Message.external_id, Message.handle, Message.receipt).where(
            Message.id.in_(wanted), Message.platform == platform
        )
    )
    return {
        sent: Original(status, external, handle, newest.get(sent, 0), receipt)
        for sent, status, external, handle, receipt in rows
    }


def recently_sent(
    tx: Session, platform: str, addresses: Iterable[str], since: datetime
) -> list[tuple[str, datetime, str, Mapping[str, Any]]]:
    """When these conversations last got what (address, moment, kind, card), so that a new process keeps the limits of
    the old one.
    """
    rows = tx.execute(
        select(Message.address, Message.settled_at, Message.kind, Message.card).where(
            Message.platform == platform,
            Message.address.in_(list(addresses)),
            Message.settled_at > since,
            Message.status.in_([Sent.ACCEPTED, Sent.UNKNOWN]),
            Message.kind != Kind.TOAST,
        )
    )
    return [(address, at, kind, card) for address, at, kind, card in rows if at is not None]
