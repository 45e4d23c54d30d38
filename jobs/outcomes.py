"""What a platform answered becomes what the outbox says, and what the school learns from it.

Accepted → accepted · Later → back into the queue, and the conversation or the account pauses · Refused → failed; where
nobody can be reached any more, another channel takes over and an administrator is told once · Closed → another channel, or
it waits until its reader speaks · Unknown → unknown, never repeated blindly; only a change of a card or a recall is, because
doing it twice changes nothing · Moved → the new address.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from handlers.cards import Card
from handlers.platform_names import platform_name
from handlers.school import School
from handlers.texts import Phrase, Text, joined
from handlers.voice import OFFLINE, Voice, reachable_account
from jobs import texts
from jobs.outgoing import Accepted, Closed, Later, Moved, Outcome, Refused, Unknown
from jobs.parcels import Parcel
from storage import delivery, drafts, kept_back, outbox, people
from storage.delivery import Claimed, Mark
from storage.outbox import Kind, Message, Priority, Sent
from storage.people import Account, Person, Role

EDIT_TRIES = 5
EDIT_PAUSE = timedelta(seconds=5)
STAYED_BEHIND = "the conversation has another address now, and the card stayed behind"
ONE_BY_ONE = 3  # people lost in one call of whom each has an own message; more are told in one
MOST_NAMES = 30
SILENT = frozenset({"web", "console"})  # where nobody is told anything by itself
CROWD = 20  # so many at once are hardly people who left


@dataclass(frozen=True, slots=True)
class _Lost:
    """Somebody whose account turned out to be of no use, and the other one, if there is one."""

    row: int
    account_id: int | None
    name: str
    other: str
    reason: str


@dataclass(frozen=True, slots=True)
class Settlement:
    """One platform's outcomes being written down in one transaction, under the claims of one worker."""

    tx: Session
    school: School
    platform: str
    worker: str
    now: datetime
    lost: list[_Lost] = field(default_factory=list)

    def settle(self, results: Sequence[tuple[Parcel, Sequence[Outcome]]]) -> None:
        """Write down everything that came back. What this worker no longer holds stays as its successor left it."""
        if not results:
            return
        marks: list[Mark] = []
        for parcel, outcomes in results:
            for index, outcome in enumerate(outcomes):
                for row in parcel.rows_of(index):
                    mark = self._one(row, outcome, merged=parcel.merged)
                    if mark is not None:
                        marks.append(mark)
        delivery.mark(self.tx, self.worker, marks, self.now)
        self._tell_admins()

    def _one(self, row: Claimed, outcome: Outcome, *, merged: bool) -> Mark | None:
        match outcome:
            case Accepted():
                if row.kind == Kind.EDIT:
                    self._changed(row, outcome)
                return _accepted(row, outcome, merged=merged)
            case Later():
                self._later(row, outcome)
            case Refused(unreachable=False):
                return Mark(row.id, Sent.FAILED, reason=outcome.reason)
            case Refused():
                self._unreachable(row, outcome.reason)
            case Closed():
                return self._closed(row, outcome.reason)
            case Unknown():
                if row.kind in (Kind.EDIT, Kind.RECALL) and row.attempts < EDIT_TRIES:
                    again = self.now + EDIT_PAUSE * row.attempts
                    delivery.put_back(self.tx, self.worker, [row.id], outcome.reason, again)
                else:
                    return Mark(row.id, Sent.UNKNOWN, reason=outcome.reason)
            case Moved():
                return self._moved(row, outcome.address)
        return None

    def _closed(self, row: Claimed, reason: str) -> Mark | None:
        """Nothing may be said here before its reader speaks. What answers them waits for that; news goes another way
        where there is one.
        """
        account = self.tx.get(Account, row.account_id) if row.account_id else None
        person = account.person if account is not None else None
        elsewhere = (
            [] if person is None else [one for one in person.accounts if one.platform not in SILENT | {self.platform}]
        )
        other = reachable_account(person, elsewhere) if person is not None and person.active else None
        if row.priority <= Priority.REPLY or person is None or other is None:
            kept_back.keep_back(self.tx, [row.id], self.worker, reason)
            return None
        if not delivery.is_held(self.tx, row.id, self.worker):
            return None
        self._say_again(row, person, other, reason)
        return Mark(row.id, Sent.FAILED, reason=reason)

    def _changed(self, row: Claimed, outcome: Accepted) -> None:
        """A change used up the handle of the card; the platform may have given the next one."""
        values: dict[str, Any] = {"handle": outcome.handle}
        if outcome.external_id:
            values["external_id"] = outcome.external_id
        original = update(Message).where(Message.id == row.edits)
        self.tx.execute(original.values(**values).execution_options(synchronize_session=False))

    def _later(self, row: Claimed, outcome: Later) -> None:
        until = self.now + min(timedelta(seconds=outcome.seconds), delivery.LONGEST_PAUSE)
        delivery.put_back(self.tx, self.worker, [row.id], outcome.reason, until)
        if row.kind != Kind.TOAST:  # a press that cannot be answered holds nothing up
            address = "" if outcome.whole_account else row.address
            delivery.pause(self.tx, self.platform, address, until, outcome.reason)

    def _moved(self, row: Claimed, address: str) -> Mark | None:
        """What is to be said is said there, and dialogues go on there. Nothing that was said came along: a card's number
        is another message's in the new place, so what would change it is dropped.
        """
        if not delivery.is_held(self.tx, row.id, self.worker):
            return None
        account = self.tx.get(Account, row.account_id) if row.account_id else None
        if account is not None and account.address == row.address:
            account.address = address
        drafts.move(self.tx, self.platform, row.address, address)
        changes = (Kind.EDIT, Kind.RECALL, Kind.TOAST)
        self._queued_for(row.address, only=changes, status=int(Sent.DROPPED), reason=STAYED_BEHIND)
        self._queued_for(row.address, address=address)
        if row.kind in changes:
            return Mark(row.id, Sent.DROPPED, reason=STAYED_BEHIND)
        delivery.readdress(self.tx, row.id, self.worker, address)
        return None

    def _unreachable(self, row: Claimed, reason: str) -> None:
        """Nothing to this address will arrive: remember it, tell the administrators once, and go another way."""
        if not delivery.is_held(self.tx, row.id, self.worker):
            return
        delivery.mark(self.tx, self.worker, [Mark(row.id, Sent.FAILED, reason=reason)], self.now)
        account = self.tx.get(Account, row.account_id) if row.account_id else None
        if account is None or account.address != row.address:
            self._give_up_group(row, reason)
            return
        news = account.reachable
        account.reachable, account.unreachable_reason = False, reason[:500]
        self.tx.flush()
        person = account.person if account.person is not None and account.person.active else None
        other = reachable_account(person) if person is not None else None
        self._queued_for(
            row.address, only=(Kind.EDIT, Kind.TOAST, Kind.RECALL), status=int(Sent.DROPPED), reason=reason[:500]
        )
        if person is None:
            self._queued_for(row.address, status=int(Sent.FAILED), reason=reason[:500])
        else:
            self._queued_for(row.address, **_where(other), reason=f"was for {self.platform}: {reason}"[:500])
            if row.kind == Kind.SEND:
                self._say_again(row, person, other, reason)
        if news and person is not None:  # a guest who blocks us is nobody's task
            self.lost.append(_Lost(row.id, row.account_id, person.name, other.platform if other else "", reason))

    def _say_again(self, row: Claimed, person: Person, other: Account | None, reason: str) -> None:
        """The refused message as a new row for the other channel; the old one keeps the truth about the first."""
        where = _where(other)
        outbox.queue(
            self.tx,
            key=f"{row.key or f'message:{row.id}'}@{where['platform']}", kind=Kind.SEND, person_id=person.id,
            card=dict(row.card), subject=row.subject, batch=row.batch, priority=row.priority, not_before=self.now,
            expires_at=row.expires_at, created_at=self.now, attempts=0, worker="", external_id="", handle="",
            answers="", reason=f"was for {self.platform}: {reason}"[:500], **where,
        )  # fmt: skip

    def _give_up_group(self, row: Claimed, reason: str) -> None:
        self._queued_for(row.address, status=int(Sent.FAILED), reason=reason[:500])
        words = texts.GROUP_GONE(platform=platform_name(self.platform), address=row.address, reason=reason)
        voice = Voice(self.tx, self.school, self.now)
        for admin in people.with_role(self.tx, Role.ADMIN):
            voice.to_person(admin, words, key=f"gone:{self.platform}:{row.address}:{self.now:%Y-%m-%d}:{admin.id}")

    def _tell_admins(self) -> None:
        """Whom nobody can reach any more: a message for each, or one for many."""
        if not self.lost:
            return
        said = [_many(self.platform, self.lost)] if len(self.lost) > ONE_BY_ONE else []
        said = said or [(one, Card(_alone(self.platform, one))) for one in self.lost]
        voice = Voice(self.tx, self.school, self.now)
        for admin in people.with_role(self.tx, Role.ADMIN):
            for first, card in said:
                voice.to_person(admin, card, key=f"unreachable:{first.account_id}:{first.row}:{admin.id}")

    def _queued_for(self, conversation: str, *, only: Sequence[Kind] = tuple(Kind), **values: Any) -> None:
        """Change what still waits for an address."""
        self.tx.execute(
            update(Message)
            .where(
                Message.platform == self.platform,
                Message.address == conversation,
                Message.status == int(Sent.QUEUED),
                Message.kind.in_(only),
            )
            .values(**values)
            .execution_options(synchronize_session=False)
        )


def plain_marks(results: Sequence[tuple[Parcel, Sequence[Outcome]]]) -> list[Mark]:
    """Only what the platform said of each message, without anything that follows from it."""
    marks: list[Mark] = []
    for parcel, outcomes in results:
        for index, outcome in enumerate(outcomes):
            for row in parcel.rows_of(index):
                match outcome:
                    case Accepted():
                        marks.append(_accepted(row, outcome, merged=parcel.merged))
                    case Refused():
                        marks.append(Mark(row.id, Sent.FAILED, reason=outcome.reason))
                    case Unknown():
                        marks.append(Mark(row.id, Sent.UNKNOWN, reason=outcome.reason))
                    case _:
                        continue  # nothing was sent
    return marks


def _accepted(row: Claimed, outcome: Accepted, *, merged: bool) -> Mark:
    """A digest must not be overwritten when one of its notices changes, so it lends its name to none."""
    if merged:
        return Mark(row.id, Sent.ACCEPTED, reason=outcome.note)
    return Mark(row.id, Sent.ACCEPTED, outcome.external_id, outcome.handle, outcome.note, outcome.receipt)


def _where(other: Account | None) -> dict[str, Any]:
    if other is None:
        return {"platform": OFFLINE, "address": "", "account_id": None, "status": int(Sent.WAITING)}
    return {
        "platform": other.platform,
        "address": other.address,
        "account_id": other.id,
        "status": int(Sent.QUEUED),
    }


def _alone(platform: str, one: _Lost) -> Text:
    facts = {"name": one.name, "platform": platform_name(platform), "reason": one.reason}
    if not one.other:
        return texts.UNREACHABLE_NOWHERE(**facts)
    return texts.UNREACHABLE(**facts, instead=platform_name(one.other))


def _many(platform: str, lost: Sequence[_Lost]) -> tuple[_Lost, Card]:
    """One card for many, with those first who can be reached nowhere."""
    nowhere, instead = [one for one in lost if not one.other], [one for one in lost if one.other]
    lines: list[Phrase] = []
    if nowhere:
        lines.append(texts.NOWHERE(names=_names(nowhere)))
    if instead:
        lines.append(texts.INSTEAD(names=_names(instead)))
    if len(lost) >= CROWD:
        lines.append(texts.PERHAPS_OURS())
    facts = {"platform": platform_name(platform), "count": len(lost), "reason": lost[0].reason}
    return lost[0], Card(texts.UNREACHABLE_MANY(**facts), tuple(lines))


def _names(lost: Sequence[_Lost]) -> Text:
    names = joined([one.name for one in lost[:MOST_NAMES]])
    return names if len(lost) <= MOST_NAMES else texts.AND_MORE(names=names)
