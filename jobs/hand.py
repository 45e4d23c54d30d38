"""What one sender holds in memory: claimed parcels in their order, and which of them may leave now.

Decisions only: no database, no network, no clock of its own.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from jobs.ledger import Deferral, Result, Step, Wish
from jobs.outgoing import Accepted, Later, Mouth, Moved, Outcome, Refused
from jobs.pacing import Pacer
from jobs.parcels import Parcel
from storage.outbox import Kind

AHEAD = 32  # rows claimed ahead where the platform sets no rate


class Hand:
    """Claimed and not yet settled. `open` counts calls whose outcome is not durable: they keep their place till then."""

    def __init__(self, mouth: Mouth, clock: Callable[[], datetime], patience: float) -> None:
        self.pacer = Pacer(mouth.pace, mouth.is_group)
        self.open = 0
        self.next_start = float("inf")  # when the next parcel in memory may leave
        self.waiting: list[Parcel] = []
        self._results: list[Result] = []
        self._deferrals: list[Deferral] = []
        self._expired: list[Parcel] = []
        self._returned: list[Parcel] = []
        self._given: list[Parcel] = []  # claimed by the turns that said them, in no commit of ours yet
        self._busy: set[str] = set()  # conversations with a call under way
        # A suspect leaves alone, and only when its start is written: then a death under way has one cause.
        self._starting: Parcel | None = None  # to be written
        self._cleared: Parcel | None = None  # written
        self._alone = False  # under way
        self.one_at_a_time = False  # while nobody knows whether anything gets through
        self._pace, self._clock, self._patience = mouth.pace, clock, patience
        self._paced = bool(self.pacer.has_windows or mouth.pace.per_address_seconds)

    # What is to be written, and what was

    @property
    def has_news(self) -> bool:
        """Whether something is to be written down."""
        return bool(
            self._results or self._given or self._deferrals or self._expired or self._returned or self._starting
        )

    @property
    def only_results(self) -> bool:
        """Whether all there is to do is to write down what came back: nothing waits for it."""
        busy = self.waiting or self._given or self._deferrals or self._expired or self._returned or self._starting
        return bool(self._results) and not busy and self.open < self._pace.parallel

    @property
    def has_results(self) -> bool:
        """Whether calls came back."""
        return bool(self._results)

    def wish(self, room: int, ceiling: int) -> Wish:
        """Everything to be written down, handed over, and how much more to claim."""
        wish = Wish(
            self._results, self._deferrals, self._expired, self._returned, self._starting, self._given, room, ceiling,
            known=self.pacer.knows if self._paced else None,
        )  # fmt: skip
        self._results, self._given, self._deferrals, self._expired, self._returned = [], [], [], [], []
        self._starting = None
        return wish

    def keep(self, wish: Wish) -> None:
        """It could not be written: kept for the next time, before what came meanwhile."""
        self._results = [*wish.results, *self._results]
        self._given = [*wish.given, *self._given]
        self._deferrals = [*wish.deferrals, *self._deferrals]
        self._expired = [*wish.expired, *self._expired]
        self._returned = [*wish.returned, *self._returned]

    def settled(self, wish: Wish) -> None:
        """It is written: the places of those calls and their conversations are free."""
        for parcel, outcomes in wish.results:
            self.open -= 1
            if _keeps_order(parcel) and not _arrived(parcel, outcomes):
                self._busy.difference_update(parcel.addresses)
        self._alone = self._alone and self.open > 0
        self._cleared = wish.starting or self._cleared

    def give(self, parcels: Sequence[Parcel]) -> None:
        """What turns of this process said and claimed at once."""
        self._given += parcels

    def follows(self, address: str) -> bool:
        """Whether the pace of a conversation is known, so that nothing has to be looked up before it gets something."""
        return not self._paced or self.pacer.knows(address)

    def take_in(self, step: Step, now: float, given: Sequence[Parcel] = ()) -> None:
        """What was claimed, with what the record says of new conversations, and what was given and lasts now."""
        arrivals = [(address, now - ago.total_seconds()) for address, ago in step.arrivals]
        self.pacer.remember(step.looked_up, arrivals)
        self.pacer.forget_old(now)
        claimed = [self._weighed(parcel) for parcel in (*step.parcels, *given)]
        self.waiting = sorted([*self.waiting, *claimed], key=lambda parcel: parcel.order)

    def _weighed(self, parcel: Parcel) -> Parcel:
        """A long card is several messages there, and a limit counts each of them."""
        parts = self._pace.parts(parcel.messages[0].card) if parcel.messages[0].kind == Kind.SEND else 1
        return parcel if parts == 1 else replace(parcel, parts=parts)

    def return_everything(self) -> None:
        """What has not left goes back into the queue."""
        self._returned += [*self.waiting, *self._given]
        self.waiting, self._given = [], []
        self._starting = self._cleared = None

    def room(self) -> int:
        """How many rows to claim: about a second's worth ahead, so that a reply never queues behind much."""
        ahead = max(2 * self._pace.parallel, round(self._pace.per_second or AHEAD))
        return max(0, ahead - len(self.waiting) - len(self._given))

    # What may leave

    def leaving(self, now: float) -> list[Parcel]:
        """The parcels to start now, by priority, as far as places, order per conversation and pace allow."""
        self.next_start = float("inf")
        if self._cleared is not None:
            return [self._start_alone(self._cleared, now)]
        if self._alone:
            return []
        found: list[Parcel] = []
        blocked: set[str] = set()
        staying: list[Parcel] = []
        full = False  # or kept empty, for a suspect whose turn it is
        for parcel in self.waiting:
            full = full or self.open >= (1 if parcel.is_suspect or self.one_at_a_time else self._pace.parallel)
            if parcel.expired(self._clock()):
                self._expired.append(parcel)
            elif full:
                staying.append(parcel)
            else:
                goes, stays = self._split(parcel, now, blocked)
                staying += stays
                if parcel.is_suspect:
                    self._starting = next(iter(goes), None)
                    full = self._starting is not None
                    staying += goes
                    continue
                for part in goes:
                    self._start(part, now)
                found += goes
        self.waiting = staying
        return found

    def _split(self, parcel: Parcel, now: float, blocked: set[str]) -> tuple[list[Parcel], list[Parcel]]:
        """(what of it goes now, what of it stays in memory); what has to wait for long is deferred."""
        if parcel.is_toast:
            return [parcel], []
        in_turn = not _keeps_order(parcel) or not blocked.union(self._busy).intersection(parcel.addresses)
        at = self.pacer.account_ready()
        if not in_turn or at > now:
            blocked.update(parcel.addresses)
            self.next_start = min(self.next_start, at) if in_turn else self.next_start
            return [], [parcel]
        ready = {address: self.pacer.ready(address, now, parcel.parts) for address in parcel.addresses}
        may = frozenset(address for address, moment in ready.items() if moment <= now)
        if len(may) == len(ready):
            return [parcel], []
        blocked.update(parcel.addresses)
        wait = max(ready.values()) - now
        if not may and wait <= self._patience and _keeps_order(parcel):
            self.next_start = min(self.next_start, now + wait)
            return [], [parcel]
        self._defer(parcel.only(frozenset(ready) - may) if may else parcel, wait)
        return ([parcel.only(may)] if may else []), []

    def _defer(self, parcel: Parcel, wait: float) -> None:
        """A long wait is spent as a row, so that it also holds after a restart."""
        until = self._clock() + timedelta(seconds=wait)
        self._deferrals.append(Deferral(parcel, until, "the limit of messages to one conversation"))

    def _start(self, parcel: Parcel, now: float) -> None:
        self.open += 1
        if _keeps_order(parcel):
            self._busy.update(parcel.addresses)
        if not parcel.is_toast:
            self.pacer.started(parcel.addresses, now, parcel.parts)

    def _start_alone(self, parcel: Parcel, now: float) -> Parcel:
        self.waiting = [one for one in self.waiting if one is not parcel]
        self._cleared, self._alone = None, True
        self._start(parcel, now)
        return parcel

    def came_back(self, parcel: Parcel, outcomes: Sequence[Outcome], now: float) -> bool:
        """A call is over. True when parcels in memory have to be looked at anew because of it."""
        if not parcel.is_toast:
            self.pacer.finished(parcel.addresses, now, parcel.parts)
        self._results.append((parcel, outcomes))
        if _arrived(parcel, outcomes):  # what follows in the conversation may leave before the mark is written
            self._busy.difference_update(parcel.addresses)
        return self._recall(parcel, outcomes)

    def _recall(self, parcel: Parcel, outcomes: Sequence[Outcome]) -> bool:
        """What was claimed for a conversation that is paused, moved or gone goes back, to be seen with new eyes."""
        over: set[str] = set()
        everybody = False
        for address, outcome in zip(parcel.addresses, outcomes, strict=True):
            match outcome:
                case Later() | Moved() | Refused(unreachable=True) if not parcel.is_toast:
                    over.add(address)
                    everybody = everybody or (isinstance(outcome, Later) and outcome.whole_account)
                case _:
                    continue
        if not over:
            return False
        staying: list[Parcel] = []
        for one in self.waiting:
            back = everybody or over.intersection(one.addresses)
            (self._returned if back else staying).append(one)
        self.waiting = staying
        return True


def _keeps_order(parcel: Parcel) -> bool:
    """A message waits for the one before it in its conversation; toasts and announcements to many wait for nobody."""
    return not parcel.is_toast and len(parcel.messages) == 1


def _arrived(parcel: Parcel, outcomes: Sequence[Outcome]) -> bool:
    """Whether a message to one conversation is surely there."""
    return _keeps_order(parcel) and isinstance(outcomes[0], Accepted)
