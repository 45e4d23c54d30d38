"""From something heard to something done: who is it, what is meant, one turn, commit, wake the relay.

Every update is a row before it comes here. It is marked as done in the transaction of its effects, so that it happens
exactly once however often the process dies; updates of one conversation are taken in order, conversations side by side.
"""

import logging
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from handlers import express, hearing, texts
from handlers.catalogue import Features
from handlers.errors import Refused
from handlers.express import Load
from handlers.incoming import Identity, Incoming, Noticed, Pressed, Said
from handlers.school import School
from handlers.tongue import is_short_chinese, written_in
from handlers.turn import Turn
from storage import drafts, inbox, outbox, people
from storage.base import Database, is_away
from storage.inbox import Heard, Waiting
from storage.people import Account

log = logging.getLogger(__name__)

LONGEST_KEPT = timedelta(days=7)  # no platform keeps an update for us so long: an older stamp is none
TRIES = 3  # a lost race is taken up again; the second look sees what the winner did

Reader: TypeAlias = Callable[[str], Incoming | None]


class Dispatcher:
    """Takes updates from the inbox and turns them into turns. Safe to call from several threads and processes."""

    def __init__(
        self,
        database: Database,
        school: School,
        features: Features,
        readers: Mapping[str, Reader],
        clock: Callable[[], datetime],
    ) -> None:
        self.database = database
        self.school = school
        self.features = features
        self._readers = dict(readers)
        self._clock = clock

    def process_all(self, platform: str, conversation: str) -> int:
        """Answer everything a conversation has waiting, oldest first. How many updates that were."""
        count = 0
        while self.process_next(platform, conversation):
            count += 1
        return count

    def process_next(self, platform: str, conversation: str) -> bool:
        """Answer the oldest waiting update of a conversation; False when there is none.

        A refusal is told in a fresh transaction, for the turn it refuses is rolled back. A mistake of ours becomes an
        apology with a reference, and the update is kept as failed: it is never silently lost. Raises what the database
        raises while it is away: nobody is owed an apology for what will be answered in a moment.
        """
        for attempt in range(TRIES):
            look = _Look(platform, conversation)
            try:
                done = self._attempt(look)
            except (StaleDataError, DBAPIError) as lost:
                # Somebody else was faster, or the connection broke; nothing of this turn was kept. Look again.
                if attempt < TRIES - 1:
                    continue
                if is_away(lost):
                    raise
                done = self._fail(look, lost)
            except Exception as mistake:  # noqa: BLE001 -- whatever went wrong, the person is owed an answer
                done = self._fail(look, mistake)
            if done is not None:
                return done
        return True  # other processes are at it

    def _attempt(self, look: "_Look") -> bool | None:
        """Whether there was one; None when another process settled it between our two transactions."""
        if self.school.prepare is not None:
            self._prepare(look.platform, look.conversation, self.school.prepare)
        try:
            # A turn that a power cut takes happens again from the inbox, and nobody has heard of it: the claim of what it
            # says is a later commit that lasts.
            with self.database.write(lasting=False) as tx:
                update = look.at(tx)
                if update is None:
                    return False
                self._answer(tx, update)
                said = self._leaving(tx)
        except Refused as refusal:
            refused = self._refuse(look, refusal)
            if refused is None:
                return None
            said = refused
        self._send_off(said)
        return True

    def _leaving(self, tx: Session) -> "_Leaving":
        """What a turn said, as the last thing before its commit."""
        loads = express.loads(tx, self.school.express, self._clock())
        return _Leaving(loads, outbox.platforms_with_news(tx))

    def _send_off(self, said: "_Leaving") -> None:
        for load in said.loads:
            self.school.express.carry(load)
        if said.queued_on:
            self.school.wake(*said.queued_on)

    def _prepare(self, platform: str, conversation: str, prepare: Callable[[str], None]) -> None:
        """What a service far away has to say to these words, asked while no transaction is open."""
        with self.database.read() as tx:
            update = inbox.next_waiting(tx, platform, conversation)
        heard = self._read_safely(update) if update is not None else None
        if isinstance(heard, Said):
            prepare(heard.text)

    def _answer(self, tx: Session, update: Waiting) -> None:
        now = self._clock()
        heard = self._readers[update.platform](update.payload)
        if heard is None or _is_about_nobody(tx, heard):
            inbox.settle(tx, update.id, Heard.IGNORED, now)
            return
        turn = self._turn(tx, heard, now)
        if self._is_stale(heard, update, now):
            self._apologise_for_silence(turn, update)
            return
        hearing.hear(turn)
        turn.finish()
        inbox.settle(tx, update.id, Heard.DONE, now)

    def _is_stale(self, heard: Incoming | None, update: Waiting, now: datetime) -> bool:
        """Whether it was said so long ago that acting on it now would surprise. A platform brings after an outage what
        it kept meanwhile, so its own stamp counts where it has one. That somebody came or left stays true.
        """
        if heard is None or isinstance(heard, Noticed):
            return False
        said = update.received_at
        if self.school.stamps_count and now - heard.at < LONGEST_KEPT:
            said = min(said, heard.at)
        private = heard.who.private
        hours = self.school.stale_after_hours if private else self.school.stale_in_groups_after_hours
        return now - said > timedelta(hours=hours)

    def _apologise_for_silence(self, turn: Turn, update: Waiting) -> None:
        """After a long outage: one apology for all that is too old, instead of acting on yesterday's words."""
        waiting = inbox.all_waiting(turn.tx, update.platform, update.conversation)
        old = [one.id for one in waiting if self._is_stale(self._read_safely(one), one, turn.now)]
        first = inbox.set_aside(turn.tx, old, update.platform, update.conversation, turn.now)
        if first and turn.heard is not None and turn.heard.who.private:
            turn.reply(texts.TOO_OLD(count=len(old)))

    def _refuse(self, look: "_Look", refusal: Refused) -> "_Leaving | None":
        with self.database.write() as tx:
            update = look.again(tx)
            if update is None:
                return None
            now = self._clock()
            heard = self._readers[update.platform](update.payload)
            if heard is not None:
                turn = self._turn(tx, heard, now)
                hearing.refuse(turn, refusal)
                turn.finish()
            inbox.settle(tx, update.id, Heard.DONE, now)
            return self._leaving(tx)

    def _fail(self, look: "_Look", mistake: Exception) -> bool | None:
        reference = secrets.token_hex(3)
        log.error("update failed, reference %s", reference, exc_info=mistake)
        with self.database.write() as tx:
            update = look.again(tx)
            if update is None:
                return None
            now = self._clock()
            inbox.settle(tx, update.id, Heard.FAILED, now, reference)
            account = people.account_of(tx, update.platform, update.conversation)
            heard = self._read_safely(update)
            if heard is not None:
                turn = self._turn(tx, heard, now)
                turn.reply(texts.APOLOGY(reference=reference))
            elif account is not None:
                Turn(tx, self.school, self.features, now).voice.to_conversation(
                    account, account.address, texts.APOLOGY(reference=reference)
                )
        self.school.wake()
        return True

    def _read_safely(self, update: Waiting) -> Incoming | None:
        try:
            return self._readers[update.platform](update.payload)
        except Exception:  # noqa: BLE001 -- the very thing that failed may be the reading
            return None

    @staticmethod
    def _mirror(tx: Session, account: Account, heard: Said, now: datetime) -> None:
        """Answer in the language that is written. A few characters may be a name that an English question asked for."""
        written = written_in(heard.text)
        if not written and account.language.startswith("en") and is_short_chinese(heard.text):
            written = "" if drafts.open_draft(tx, account.id, now, heard.who.place) else "zh"
        if written and written != account.language:
            account.language = written

    def _turn(self, tx: Session, heard: Incoming, now: datetime) -> Turn:
        account = meet(tx, heard.who, now, present=not isinstance(heard, Noticed) or heard.is_presence)
        if isinstance(heard, Said):
            self._mirror(tx, account, heard, now)
        if self.school.wording_time():
            outbox.let_go(tx, heard.who.platform, heard.who.address, now)
        if isinstance(heard, Pressed) and heard.handle:
            outbox.renew_handle(tx, heard.who.platform, heard.who.address, heard.card_ref, heard.handle)
        return Turn(tx, self.school, self.features, now, heard=heard, account=account)


@dataclass(frozen=True, slots=True)
class _Leaving:
    """What a committed turn said: claimed already, or queued on these platforms."""

    loads: Sequence[Load]
    queued_on: frozenset[str]


@dataclass(slots=True)
class _Look:
    """One try at a conversation. What its first transaction began, a second one may end, and nothing else: meanwhile
    another process may have settled that update, and the next one is not what was refused.
    """

    platform: str
    conversation: str
    update_id: int = 0

    def at(self, tx: Session) -> Waiting | None:
        """The oldest update that waits."""
        update = inbox.oldest_waiting(tx, self.platform, self.conversation)
        self.update_id = update.id if update is not None else 0
        return update

    def again(self, tx: Session) -> Waiting | None:
        """The same update; None when it waits no more."""
        update = inbox.oldest_waiting(tx, self.platform, self.conversation)
        return update if update is not None and update.id == self.update_id else None


def _is_about_nobody(tx: Session, heard: Incoming) -> bool:
    """Whether a platform tells us of somebody we have never met and were never told of."""
    told = isinstance(heard, Noticed) and not heard.is_presence
    return told and people.account_of(tx, heard.who.platform, heard.who.user_id) is None


def meet(tx: Session, who: Identity, now: datetime, *, present: bool = True) -> Account:
    """The account of whoever spoke, made on the first meeting. Hearing from somebody proves that they can be reached;
    hearing of them does not.
    """
    account = people.account_of(tx, who.platform, who.user_id)
    if account is None:
        account = Account(
            platform=who.platform, external_id=who.user_id, address=who.address if who.private else who.user_id,
            name=who.name, language=who.language, created_at=now,
        )  # fmt: skip
        tx.add(account)
        account.person = None
    elif not present:
        return account
    elif _is_as_we_know(account, who):
        people.heard_from(tx, account, now)
        return account
    if not account.reachable and account.person_id is not None:  # back again: what waited for them leaves now
        outbox.release_waiting(tx, account.person_id, account.id, account.platform, account.address, now)
    account.name, account.language = who.name or account.name, account.language or who.language
    account.last_heard_at, account.reachable, account.unreachable_reason = now, True, ""
    if who.private:
        account.address = who.address
    tx.flush()
    return account


def _is_as_we_know(account: Account, who: Identity) -> bool:
    """Whether all that is new is that we heard from them."""
    return (
        account.reachable
        and account.name == (who.name or account.name)
        and account.language == (account.language or who.language)
        and (not who.private or account.address == who.address)
    )
