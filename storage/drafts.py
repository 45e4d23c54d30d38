"""Dialogues under way: which form, what was answered, what is asked now. Rows, so that a restart forgets nothing."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, bindparam, delete, event, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column, object_session

from storage.base import Base, UtcDateTime
from storage.people import Account
from storage.prepared import Prepared

GUESS = "guess"  # words of unsure meaning that wait for a yes: no dialogue, though kept like one


class Draft(Base):
    """One dialogue of one account in one conversation. The newest active one there is what a bare answer belongs to.

    `place` is the group it stays in; "" is the account's own chat with us.
    """

    __tablename__ = "draft"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    place: Mapped[str] = mapped_column(default="", server_default="")
    form: Mapped[str]
    subject: Mapped[str] = mapped_column(default="")
    answers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    asking: Mapped[str] = mapped_column(default="")
    rounds: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 -- SQLAlchemy's own way to say it


# Run for every answer, so it is built once.
_OPEN = (
    select(Draft)
    .where(
        Draft.account_id == bindparam("of"),
        Draft.place == bindparam("at"),
        Draft.expires_at > bindparam("now", type_=UtcDateTime()),
        Draft.form != GUESS,
    )
    .order_by(Draft.updated_at.desc(), Draft.id.desc())
    .limit(1)
)


_IS_ONE_OPEN = Prepared(_OPEN.with_only_columns(Draft.id))
_OF_PERSON = (
    select(Draft)
    .where(
        Draft.person_id == bindparam("of"),
        Draft.expires_at > bindparam("now", type_=UtcDateTime()),
        Draft.form != GUESS,
    )
    .order_by(Draft.updated_at.desc(), Draft.id.desc())
)
_HAS_ANY = Prepared(_OF_PERSON.with_only_columns(Draft.id).limit(1))


_NOTHING = "drafts.nothing"  # where a transaction remembers who is in the middle of nothing


@event.listens_for(Draft, "after_insert")
@event.listens_for(Draft, "after_update")
def _one_is_open(_mapper: object, _connection: object, draft: Draft) -> None:
    session = object_session(draft)
    if session is not None:
        session.info.pop(_NOTHING, None)


def open_draft(tx: Session, account_id: int, now: datetime, place: str = "") -> Draft | None:
    """The dialogue this account is in the middle of in this conversation, if any; mostly there is none, which is soon
    known, and once in a transaction, until one is begun in it.
    """
    tx.flush()
    here = (account_id, place)
    nothing = tx.info.setdefault(_NOTHING, set())
    if here in nothing:
        return None
    wanted = {"of": account_id, "at": place, "now": now}
    if _IS_ONE_OPEN.scalar(tx, wanted) is None:
        nothing.add(here)
        return None
    return tx.scalar(_OPEN, wanted)


def drafts_of(tx: Session, person_id: int, now: datetime) -> list[Draft]:
    """Every unfinished dialogue of a person, on whichever platform it was begun, newest first."""
    tx.flush()
    if _HAS_ANY.scalar(tx, {"of": person_id, "now": now}) is None:
        return []
    return list(tx.scalars(_OF_PERSON, {"of": person_id, "now": now}))


def doubts(tx: Session, asking: str, since: datetime, most: int) -> list[Draft]:
    """Guesses that wait for a second opinion, oldest first, locked; those from before `since` have left without one."""
    return list(
        tx.scalars(
            select(Draft)
            .where(Draft.form == GUESS, Draft.asking == asking, Draft.created_at > since)
            .order_by(Draft.id)
            .limit(most)
            .with_for_update(skip_locked=True)
        )
    )


def all_of(tx: Session, account_id: int, form: str, subject: str, place: str = "") -> list[Draft]:
    """Drafts of one form about one subject in one conversation: a new start there replaces them."""
    mine = select(Draft).where(Draft.account_id == account_id, Draft.place == place)
    return list(tx.scalars(mine.where(Draft.form == form, Draft.subject == subject)))


def adopt(tx: Session, account_id: int, person_id: int) -> None:
    """What a guest had begun becomes the person's own the moment the account is bound."""
    for draft in tx.scalars(select(Draft).where(Draft.account_id == account_id, Draft.person_id.is_(None))):
        draft.person_id = person_id
    tx.flush()


def move(tx: Session, platform: str, before: str, after: str) -> None:
    """A group has another address: what was being asked there is asked there still."""
    theirs = select(Account.id).where(Account.platform == platform)
    tx.execute(
        update(Draft)
        .where(Draft.place == before, Draft.account_id.in_(theirs))
        .values(place=after)
        .execution_options(synchronize_session=False)
    )


def hand_over(tx: Session, account_id: int, to: int, person_id: int | None) -> None:
    """Another account is the same user now: what they were in the middle of goes on there."""
    for draft in tx.scalars(select(Draft).where(Draft.account_id == account_id)):
        draft.account_id, draft.person_id = to, person_id
    tx.flush()


def discard(tx: Session, draft: Draft) -> None:
    """The dialogue is over, by an answer or by 取消."""
    tx.delete(draft)
    tx.flush()


def settle_about(tx: Session, account_id: int, subject: str) -> None:
    """A step was taken on a subject: what else was being asked about it, on this account, is settled with it."""
    tx.execute(delete(Draft).where(Draft.account_id == account_id, Draft.subject == subject))


def expire(tx: Session, now: datetime) -> int:
    """Dialogues nobody came back to."""
    return len(tx.execute(delete(Draft).where(Draft.expires_at <= now).returning(Draft.id)).all())
