"""The relay's side of the database: one short transaction marks what is known and claims what is next.

Everything here runs in a worker thread and touches no network.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeAlias

from sqlalchemy.orm import Session

from handlers.cards import Rendered
from handlers.school import School
from jobs import parcels
from jobs.outcomes import Settlement, plain_marks
from jobs.outgoing import Outcome, one_message
from jobs.parcels import Parcel
from jobs.workers import is_surely_dead
from storage import delivery, leases
from storage.base import Database
from storage.delivery import Claim, Claimed, Mark
from storage.outbox import Kind, Sent

LEASE = timedelta(seconds=15)
LOOK_BACK = timedelta(hours=1)  # the longest window of any platform's limit

Result: TypeAlias = tuple[Parcel, Sequence[Outcome]]


@dataclass(frozen=True, slots=True)
class Deferral:
    """What cannot leave soon enough to be kept in memory: back into the queue until then."""

    parcel: Parcel
    until: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Wish:
    """What a sender wants written and claimed.

    `starting` is a suspect whose call begins as soon as that is written. `given` was claimed by the turns that said it,
    and may leave once a commit that lasts has taken them along. `known` tells which conversations' pace it follows.
    """

    results: Sequence[Result] = ()
    deferrals: Sequence[Deferral] = ()
    expired: Sequence[Parcel] = ()
    returned: Sequence[Parcel] = ()
    starting: Parcel | None = None
    given: Sequence[Parcel] = ()
    room: int = 0
    ceiling: int = delivery.ANYTHING
    known: Callable[[str], bool] | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """What came of it. `held` is False when the lease is gone: nothing was claimed and nothing more may be started."""

    held: bool
    parcels: list[Parcel] = field(default_factory=list)
    more: bool = False
    looked_up: Sequence[str] = ()
    arrivals: list[tuple[str, timedelta]] = field(default_factory=list)  # how long ago who got something


def lease_of(platform: str) -> str:
    """The lease whose holder is the one sender of a platform's account."""
    return f"sender:{platform}"


class Ledger:
    """One platform's outbox in the hands of one worker."""

    def __init__(
        self,
        database: Database,
        school: School,
        platform: str,
        worker: str,
        *,
        batch: int = 1,
        parts: Callable[[Rendered], int] = one_message,
        merges: int = 0,
        clock: Callable[[], datetime],
        lease_clock: Callable[[Session], datetime] = leases.server_time,
        lease: timedelta = LEASE,
    ) -> None:
        self.database = database
        self.platform = platform
        self.lease = lease
        self._school = school
        self._worker = worker
        self._batch = batch
        self._parts = parts
        self._merges = merges
        self._clock = clock
        self._lease_clock = lease_clock
        self._epoch = 0

    @property
    def _name(self) -> str:
        return lease_of(self.platform)

    @property
    def signature(self) -> str:
        """How claims are signed: the worker and the epoch under which it sends."""
        return f"{self._worker}#{self._epoch}"

    def take_lease(self) -> bool:
        """Become the one sender of this account. What a former one held is free again, for it is gone for good."""
        with self.database.write() as tx:
            if is_surely_dead(leases.holder_of(tx, self._name)):
                leases.release(tx, self._name, leases.holder_of(tx, self._name))
            epoch = leases.take(tx, self._name, self._worker, self._lease_clock(tx), self.lease)
            if epoch is None:
                return False
            self._epoch = epoch
            delivery.take_over(tx, self._clock(), platform=self.platform)
        return True

    def give_up_lease(self) -> None:
        """A clean end: a successor need not wait."""
        with self.database.write() as tx:
            leases.release(tx, self._name, self._worker)

    def anything_due(self, ceiling: int) -> bool:
        """The cheap question of an idle sender."""
        with self.database.read() as tx:
            return delivery.anything_due(tx, self.platform, self._clock(), ceiling)

    def step(self, wish: Wish) -> Step:
        """Mark, put back, and claim, in one transaction. Raises what the database raises; then nothing happened."""
        with self.database.write() as tx:
            now = self._clock()
            self._write_down(tx, wish, now)
            # What is given lasts with this commit, so something is surely written: the lease.
            renew, now_there = bool(wish.given), self._lease_clock(tx)
            if not leases.hold(tx, self._name, self._worker, self._epoch, now_there, self.lease, renew=renew):
                return Step(held=False)
            if wish.starting is not None:
                delivery.begin(tx, self.signature, wish.starting.ids, now)
            if wish.room <= 0:
                return Step(held=True)
            return self._claim(tx, wish, now)

    def mark_plainly(self, results: Sequence[Result]) -> None:
        """After a mistake of ours in what follows from an outcome: what was sent is sent, and must not be sent again."""
        with self.database.write() as tx:
            delivery.mark(tx, self.signature, plain_marks(results), self._clock())

    def put_back(self, signature: str, ids: Sequence[int]) -> None:
        """What a turn claimed under a signature that no longer sends here: anybody may have it."""
        with self.database.write() as tx:
            delivery.put_back(tx, signature, ids)

    def _write_down(self, tx: Session, wish: Wish, now: datetime) -> None:
        late = [
            Mark(row.id, Sent.DROPPED, reason="too late to be of use") for parcel in wish.expired for row in parcel.rows
        ]
        delivery.mark(tx, self.signature, late, now)
        delivery.put_back(tx, self.signature, [row.id for parcel in wish.returned for row in parcel.rows])
        Settlement(tx, self._school, self.platform, self.signature, now).settle(wish.results)
        for deferral in wish.deferrals:
            delivery.put_back(tx, self.signature, deferral.parcel.ids, deferral.reason)
            for address in deferral.parcel.addresses:
                delivery.pause(tx, self.platform, address, deferral.until, deferral.reason)

    def _claim(self, tx: Session, wish: Wish, now: datetime) -> Step:
        claim = Claim(self.platform, self.signature, now, now + delivery.CLAIM_STANDS, wish.ceiling)
        rows = claim.take(tx, wish.room)
        more = len(rows) == wish.room
        rows += self._rest_of_batches(tx, claim, rows)
        rows += claim.take_held(tx, {row.address for row in rows if row.was_held and not row.card.get("buttons")})
        originals = delivery.originals(tx, self.platform, (row.edits for row in rows if row.edits))
        packed, marks = parcels.pack(rows, originals, self._batch, self._merges)
        delivery.mark(tx, self.signature, marks, now)
        delivery.put_back(tx, self.signature, parcels.left_over(rows, packed, marks))
        new = sorted({row.address for row in rows if wish.known is not None and not wish.known(row.address)})
        sent = delivery.recently_sent(tx, self.platform, new, now - LOOK_BACK) if new else []
        return Step(
            held=True,
            parcels=packed,
            more=more,
            looked_up=new,
            arrivals=[
                (address, max(now - at, timedelta(0)))
                for address, at, kind, card in sent
                for _ in range(self._weight(kind, card))
            ],
        )

    def _weight(self, kind: str, card: Mapping[str, Any]) -> int:
        if kind != Kind.SEND or self._parts is one_message:
            return 1
        return self._parts(Rendered.from_json(card))

    def _rest_of_batches(self, tx: Session, claim: Claim, rows: Sequence[Claimed]) -> list[Claimed]:
        if self._batch <= 1:
            return []
        sizes: dict[str, int] = {}
        for row in rows:
            if row.batch:
                sizes[row.batch] = sizes.get(row.batch, 0) + 1
        return [
            row
            for batch, size in sizes.items()
            if size < self._batch
            for row in claim.take_batch(tx, batch, self._batch - size)
        ]
