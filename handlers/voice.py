"""How a turn speaks: every word becomes a row of the outbox, in the transaction of its cause."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, TypeAlias

from sqlalchemy.orm import Session

from handlers import marking
from handlers.cards import Card, Rendered
from handlers.marking import Marks
from handlers.school import School
from handlers.texts import Phrase
from storage import onscreen, outbox
from storage.outbox import Kind, Message, Priority, Sent
from storage.people import Account, Person

TOAST_LIVES = timedelta(seconds=15)  # how long a platform waits for the answer to a press, by report
OFFLINE = "waiting"  # the platform of a message whose reader has no account yet
NO_MARKS: Marks = {}

Sayable: TypeAlias = Card | Phrase


class Voice:
    """The mouth of one turn. Knows whom it has already answered, so that no press stays silent."""

    def __init__(self, tx: Session, school: School, now: datetime, marks: Marks = NO_MARKS) -> None:
        self._tx = tx
        self._school = school
        self._now = now
        self._marks = marks
        self.answered: set[tuple[str, str]] = set()  # conversations that see something of this turn
        self.spoken: set[tuple[str, str]] = set()  # … and those of them with a new message, not only a changed card
        self._held: dict[tuple[str, str], datetime] = {}  # what follows a reply held back leaves no sooner
        self.hold_until: datetime | None = None  # what is not urgent waits so long, to be merged per person

    def to_conversation(
        self,
        account: Account,
        address: str,
        words: Sayable,
        *,
        subject: str = "",
        answers: str = "",
        hold: timedelta = timedelta(0),
    ) -> int | None:
        """Answer in the conversation that spoke, before everything else that waits, or `hold` later."""
        here = (account.platform, address)
        self.answered.add(here)
        self.spoken.add(here)
        due = self._held[here] = max(self._now + hold, self._held.get(here, self._now))
        return self._queue(
            account, address, words, subject=subject, answers=answers, priority=Priority.REPLY, not_before=due
        )

    def to_person(
        self,
        person: Person,
        words: Sayable,
        *,
        key: str | None = None,
        subject: str = "",
        priority: Priority = Priority.NOTICE,
        not_before: datetime | None = None,
        batch: str = "",
    ) -> int | None:
        """Tell somebody, on the one account they used last. Quiet hours hold what is not urgent.

        Without an account that can be reached the message waits as a row and leaves when one is bound.
        None when the key was used before.
        """
        due = not_before or self._now
        if priority >= Priority.NOTICE and self._school.calendar.is_quiet(due):
            due = self._school.calendar.quiet_ends(due)
        if priority >= Priority.NOTICE and self.hold_until is not None:
            due = max(due, self.hold_until)
        account = reachable_account(person)
        if account is None:
            return outbox.queue(
                self._tx,
                key=key, kind=Kind.SEND, platform=OFFLINE, address="", person_id=person.id, subject=subject, batch=batch,
                card=self._rendered(words, self._language(person, None), subject).to_json(), priority=int(priority),
                not_before=due, status=int(Sent.WAITING), created_at=self._now, reason="no account can be reached yet",
                attempts=0, worker="", external_id="", handle="", answers="",
            )  # fmt: skip
        self.answered.add((account.platform, account.address))
        self.spoken.add((account.platform, account.address))
        return self._queue(
            account, account.address, words, subject=subject, key=key, priority=priority, not_before=due, batch=batch
        )

    def toast(self, account: Account, address: str, press_ref: str, words: Phrase) -> None:
        """The short answer to a press, where the platform has one."""
        self.answered.add((account.platform, address))
        self._queue(
            account, address, words, answers=press_ref, kind=Kind.TOAST, priority=Priority.TOAST, not_before=self._now,
            expires_at=self._now + TOAST_LIVES,
        )  # fmt: skip

    def settle(self, subject: str, draw: Callable[[Person | None], Card], only: Person | None = None) -> None:
        """Bring every copy of a subject's card (or only one person's) up to date, each as its reader may press it now.

        A platform that cannot change a message keeps the old words on the screen; the row still says what the card
        means now, so that a number or a word typed later is read against the present state. Of several copies in one
        conversation the newest is the card; the older ones keep their first line, for nobody wants to read it twice.
        """
        copies = onscreen.live_cards(self._tx, subject, only.id if only is not None else None)
        newest = {(sent.platform, sent.address): sent.id for sent in sorted(copies, key=lambda sent: sent.id)}
        for sent in copies:
            person = self._tx.get(Person, sent.person_id) if sent.person_id else None
            account = self._tx.get(Account, sent.account_id) if sent.account_id else None
            showing = onscreen.current_card(self._tx, sent)
            if newest[sent.platform, sent.address] == sent.id:
                card = self._rendered(draw(person), self._language(person, account), subject).to_json()
            else:
                card = Rendered(str(showing["title"])).to_json()
            if "files" in showing:  # what was sent along stays where it is
                card["files"] = showing["files"]
            if card == showing:
                continue
            if sent.status in (Sent.QUEUED, Sent.WAITING):
                sent.card = card  # not out yet: it leaves as it should read now
                continue
            edits = self._school.can(sent.platform).edits
            outbox.queue(
                self._tx,
                key=None, kind=Kind.EDIT, platform=sent.platform, address=sent.address, account_id=sent.account_id,
                person_id=sent.person_id, card=card, subject=subject, edits=sent.id, priority=int(Priority.REPLY),
                not_before=self._now, created_at=self._now, status=int(Sent.QUEUED if edits else Sent.DROPPED),
                reason="" if edits else "the platform cannot change a message", attempts=0, worker="", external_id="",
                handle="", answers="", batch="",
            )  # fmt: skip
            if edits:
                self.answered.add((sent.platform, sent.address))

    def take_back(self, subject: str, draw: Callable[[Person | None], Card]) -> None:
        """Every copy of a card disappears where the platform can do that, and else says `draw` from now on.

        What has not left is dropped. A number that several copies share is asked for once. What is typed later is read
        against `draw`, whether or not the platform obeys.
        """
        asked: set[tuple[str, str]] = set()
        rows: list[dict[str, Any]] = []
        copies = onscreen.live_cards(self._tx, subject)
        known = onscreen.readers_of(self._tx, copies)  # kept, so that each look-up below is in memory
        for sent in copies:
            if sent.status in (Sent.QUEUED, Sent.WAITING):
                sent.status, sent.settled_at, sent.reason = int(Sent.DROPPED), self._now, "taken back before it left"
                continue
            person = self._tx.get(Person, sent.person_id) if sent.person_id else None
            account = self._tx.get(Account, sent.account_id) if sent.account_id else None
            card = self._rendered(draw(person), self._language(person, account), subject).to_json()
            can = self._school.can(sent.platform)
            about: dict[str, Any] = {
                "key": None, "platform": sent.platform, "address": sent.address, "account_id": sent.account_id,
                "person_id": sent.person_id, "card": card, "subject": subject, "edits": sent.id,
                "priority": int(Priority.URGENT), "not_before": self._now, "created_at": self._now, "attempts": 0,
                "worker": "", "external_id": "", "handle": "", "answers": "", "batch": "",
            }  # fmt: skip
            shows = can.edits and not can.recalls
            status, reason = (Sent.QUEUED, "") if shows else (Sent.DROPPED, "taken back")
            rows.append({"kind": str(Kind.EDIT), "status": int(status), "reason": reason, **about})
            name = (sent.platform, sent.receipt or f"message:{sent.id}")
            if can.recalls and name not in asked:
                asked.add(name)
                rows.append({"kind": str(Kind.RECALL), "status": int(Sent.QUEUED), "reason": "", **about})
        outbox.queue_all(self._tx, rows)
        del known

    def _queue(self, account: Account, address: str, words: Sayable, **values: Any) -> int | None:
        card = self._rendered(words, self._language(account.person, account), str(values.get("subject", "")))
        row: dict[str, Any] = {
            "key": None, "kind": Kind.SEND, "subject": "", "answers": "", "batch": "", "attempts": 0, "worker": "",
            "external_id": "", "handle": "", "reason": "", "status": int(Sent.QUEUED),
            "platform": account.platform, "address": address, "account_id": account.id, "person_id": account.person_id,
            "card": card.to_json(), "created_at": self._now, **values,
        }  # fmt: skip
        row["priority"] = int(row["priority"])
        return outbox.queue(self._tx, **row)

    def _rendered(self, words: Sayable, language: str, subject: str) -> Rendered:
        return marking.on_row(as_card(words).render(language), subject, language, self._marks)

    def _language(self, person: Person | None, account: Account | None) -> str:
        return (person and person.language) or (account and account.language) or self._school.language


def reachable_account(person: Person, among: Sequence[Account] | None = None) -> Account | None:
    """Where somebody is told things: the account they used last; the web chat only when there is nothing better."""
    usable = [account for account in (person.accounts if among is None else among) if account.reachable]
    if not usable:
        return None
    return max(
        usable,
        key=lambda account: (
            account.platform not in {"web", "console"},
            account.last_heard_at.timestamp() if account.last_heard_at else 0.0,
            -account.id,
        ),
    )


def as_card(words: Sayable) -> Card:
    """Plain words are a card with nothing but a title."""
    return words if isinstance(words, Card) else Card(words)


def shown(message: Message) -> Rendered:
    """What a row of the outbox looks like."""
    return Rendered.from_json(message.card)
