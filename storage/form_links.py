"""Links to a form's web page: for one person and one draft, opened once, and only for a while. Only hashes are kept."""

import hashlib
from datetime import datetime

from sqlalchemy import ForeignKey, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from storage.base import Base
from storage.people import Account, Person


class FormLink(Base):
    """One link. `session_hash` is the browser it was opened in; `draft_begun` tells a later draft of the same number."""

    __tablename__ = "form_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    draft_id: Mapped[int]
    draft_begun: Mapped[datetime]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    opened_at: Mapped[datetime | None]
    session_hash: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)
    person: Mapped[Person] = relationship()
    account: Mapped[Account] = relationship()
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 -- SQLAlchemy's own way to say it


def hashed(secret: str) -> str:
    """What is kept of a token or a session: nobody who reads the database can open a form."""
    return hashlib.sha256(secret.encode()).hexdigest()


def of_token(tx: Session, token: str) -> FormLink | None:
    """The link of this address."""
    return tx.scalar(select(FormLink).where(FormLink.token_hash == hashed(token)))


def forget(tx: Session, now: datetime) -> int:
    """Links whose time is over."""
    return len(tx.execute(delete(FormLink).where(FormLink.expires_at <= now).returning(FormLink.id)).all())
