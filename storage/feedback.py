"""Feedback of staff, students, parents and guests (FB-, clause 8.1.2), named or anonymous.

Of an anonymous sender no row says who it was. What they wrote waits, sealed, without a time of day, until the next full
hour; then it becomes a piece of feedback, and every trace of the conversation it came from is deleted. Only the hash of
the receipt code ties the answer to whoever has the code.
"""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, delete, func, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from storage.base import Base
from storage.inbox import Heard, Update
from storage.outbox import Message, Sent
from storage.people import Account, Person

LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ"  # none that looks like another, and no digits: no other id looks like it
GROUPS, GROUP = 4, 4  # 16 letters: nobody guesses one
RECEIPT = "feedback:receipt"  # the message that shows a receipt code
PRIVATE = "feedback:private"  # every other message about anonymous feedback
_STAYS = (Sent.QUEUED, Sent.CLAIMED, Sent.WAITING)  # what has not left yet


class FeedbackStage(StrEnum):
    """Where a piece of feedback stands."""

    RECEIVED = "received"
    ASSIGNED = "assigned"
    ANSWERED = "answered"
    ADOPTED = "adopted"
    PUBLISHED = "published"
    SET_ASIDE = "set_aside"


WAITING = (FeedbackStage.RECEIVED, FeedbackStage.ASSIGNED)


class SealedFeedback(Base):
    """What was sent anonymously since the last full hour. The day is all that is known of its time."""

    __tablename__ = "sealed_feedback"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    words: Mapped[str]
    receipt_hash: Mapped[str] = mapped_column(unique=True)
    day: Mapped[date]


class Feedback(Base):
    """One piece of feedback. Anonymous: person and account are empty, and `received_at` is a full hour."""

    __tablename__ = "feedback"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    status: Mapped[str] = mapped_column(default=FeedbackStage.RECEIVED, index=True)
    kind: Mapped[str] = mapped_column(default="")
    words: Mapped[str]
    anonymous: Mapped[bool]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    sender: Mapped[str] = mapped_column(default="")  # the name a guest gave
    receipt_hash: Mapped[str | None] = mapped_column(unique=True)
    assignee_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    received_at: Mapped[datetime] = mapped_column(index=True)
    answer: Mapped[str] = mapped_column(default="")
    answered_at: Mapped[datetime | None]
    adopted: Mapped[str] = mapped_column(default="")  # the code of the improvement that came of it
    public: Mapped[str] = mapped_column(default="")  # how it stands on the wall, without names; "" only counts
    reason: Mapped[str] = mapped_column(default="")  # why it was set aside, or came back
    added: Mapped[str] = mapped_column(default="")  # what the sender added later
    escalated: Mapped[bool] = mapped_column(default=False)
    revision: Mapped[int] = mapped_column(default=1)
    version: Mapped[int] = mapped_column(default=1)
    person: Mapped[Person | None] = relationship(foreign_keys=[person_id])
    account: Mapped[Account | None] = relationship(foreign_keys=[account_id])
    assignee: Mapped[Person | None] = relationship(foreign_keys=[assignee_id])
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 -- SQLAlchemy's own way to say it

    @property
    def headline(self) -> str:
        """A few words for lists."""
        return " ".join(self.words.split())[:30]


def new_receipt() -> str:
    """A receipt code as it is shown once: KQDX-MWRT-HNBA-PCEF."""
    groups = ("".join(secrets.choice(LETTERS) for _ in range(GROUP)) for _ in range(GROUPS))
    return "-".join(groups)


def hash_of(receipt: str) -> str:
    """All that is kept of a receipt code; blanks, dashes and case do not matter."""
    letters = "".join(letter for letter in receipt.upper() if letter.isalpha())
    return hashlib.sha256(f"feedback receipt {letters}".encode()).hexdigest()


def by_code(tx: Session, code: str) -> Feedback | None:
    """The feedback of a code such as FB-3."""
    return tx.scalar(select(Feedback).where(Feedback.code == code))


def by_receipt(tx: Session, receipt: str) -> Feedback | SealedFeedback | None:
    """What a receipt code belongs to, sealed still or registered."""
    wanted = hash_of(receipt)
    found = tx.scalar(select(Feedback).where(Feedback.receipt_hash == wanted))
    return found or tx.scalar(select(SealedFeedback).where(SealedFeedback.receipt_hash == wanted))


def sealed(tx: Session) -> Sequence[SealedFeedback]:
    """What waits for the full hour."""
    return tx.scalars(select(SealedFeedback)).all()


def of_sender(tx: Session, person_id: int | None, account_id: int) -> Sequence[Feedback]:
    """What somebody sent under their name, the newest first."""
    mine = Feedback.account_id == account_id
    if person_id is not None:
        mine = mine | (Feedback.person_id == person_id)
    return tx.scalars(select(Feedback).where(mine).order_by(Feedback.id.desc())).all()


def unanswered(tx: Session) -> Sequence[Feedback]:
    """What waits for its answer, the oldest first."""
    return tx.scalars(select(Feedback).where(Feedback.status.in_(WAITING)).order_by(Feedback.id)).all()


def between(tx: Session, since: datetime, until: datetime) -> Sequence[Feedback]:
    """What was received in a time."""
    return tx.scalars(
        select(Feedback).where(Feedback.received_at >= since, Feedback.received_at < until).order_by(Feedback.id)
    ).all()


# The traces of an anonymous sender


def blank_heard(tx: Session, platform: str, conversation: str, since: datetime, event_id: str) -> None:
    """What this conversation said since a moment is wiped; that it came stays for an hour, so that nothing happens twice."""
    tx.execute(
        update(Update)
        .where(
            Update.platform == platform,
            Update.conversation == conversation,
            Update.received_at >= since,
            (Update.status != int(Heard.NEW)) | (Update.event_id == event_id),
        )
        .values(payload="")
        .execution_options(synchronize_session=False)
    )


def mark_said(tx: Session, platform: str, address: str, since: datetime) -> None:
    """What we said to this conversation since a moment goes with the traces."""
    tx.execute(
        update(Message)
        .where(
            Message.platform == platform,
            Message.address == address,
            Message.created_at >= since,
            Message.subject != RECEIPT,
        )
        .values(subject=PRIVATE)
        .execution_options(synchronize_session=False)
    )


def receipts_shown(tx: Session, platform: str, address: str) -> int:
    """How many receipt codes this conversation got within the hour: all that holds abuse back, and gone with it."""
    shown = select(func.count()).where(
        Message.platform == platform, Message.address == address, Message.subject == RECEIPT
    )
    return tx.scalar(shown) or 0


def forget_traces(tx: Session) -> bool:
    """The hour is over: wiped updates and messages about anonymous feedback are deleted, whoever they went to.

    The very newest message of all keeps its number until others follow, for some databases give a number twice; its words
    go now. False while something is left to delete.
    """
    tx.execute(
        delete(Update)
        .where(Update.payload == "", Update.status != int(Heard.NEW))
        .execution_options(synchronize_session=False)
    )
    newest = tx.scalar(select(func.max(Message.id))) or 0
    ours = Message.subject.in_((RECEIPT, PRIVATE))
    left = ours & Message.status.not_in([int(one) for one in _STAYS])
    about = select(Message.id).where(left)
    tx.execute(
        delete(Message)
        .where(Message.edits.in_(about), Message.id < newest)
        .execution_options(synchronize_session=False)
    )
    tx.execute(delete(Message).where(left, Message.id < newest).execution_options(synchronize_session=False))
    wiped = {"title": "—", "lines": [], "facts": [], "buttons": [], "note": ""}
    tx.execute(update(Message).where(left).values(card=wiped).execution_options(synchronize_session=False))
    return tx.scalar(select(Message.id).where(ours).limit(1)) is None
