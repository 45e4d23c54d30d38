"""Making an account somebody's own: one-time codes, kept as hashes, few guesses, confirmed by the person."""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from handlers.errors import Refused
from handlers.people import texts
from handlers.turn import Turn
from handlers.voice import OFFLINE
from storage import audit, drafts, outbox, people
from storage.outbox import Kind, Message, Sent
from storage.people import Account, BindingAttempt, BindingCode, Person

CODE_LIVES = timedelta(days=7)  # a colleague hands it over on paper; a week covers a holiday
MOST_GUESSES = 5
GUESSES_WITHIN = timedelta(hours=1)
CODE_BYTES = 16  # 128 bit: nobody guesses it, and it still fits a Telegram link


def invite(tx: Session, person: Person, now: datetime) -> str:
    """A fresh code for a person; earlier unused ones stop working. Only its hash is kept."""
    for old in tx.scalars(select(BindingCode).where(BindingCode.person_id == person.id, BindingCode.used_at.is_(None))):
        old.expires_at = min(old.expires_at, now)
    code = secrets.token_urlsafe(CODE_BYTES)
    tx.add(BindingCode(code_hash=hashed(code), person_id=person.id, created_at=now, expires_at=now + CODE_LIVES))
    tx.flush()
    return code


def owner_of(turn: Turn, code: str) -> BindingCode | None:
    """The valid code's row. A wrong one is counted against the account (and so the turn must not be rolled back)."""
    assert turn.account is not None  # noqa: S101 -- only an account can bind
    guesses = turn.tx.scalar(
        select(func.count()).where(
            BindingAttempt.account_id == turn.account.id, BindingAttempt.at > turn.now - GUESSES_WITHIN
        )
    )
    if (guesses or 0) >= MOST_GUESSES:
        raise Refused(texts.TOO_MANY)
    row = turn.tx.scalar(select(BindingCode).where(BindingCode.code_hash == hashed(code)).with_for_update())
    if row is None or row.used_at is not None or row.expires_at <= turn.now or not row.person.active:
        turn.tx.add(BindingAttempt(account_id=turn.account.id, at=turn.now))
        return None
    return row


def is_done(turn: Turn, code: str) -> bool:
    """Whether this account is bound by this very code: people open a link twice."""
    account = turn.account
    row = turn.tx.scalar(select(BindingCode).where(BindingCode.code_hash == hashed(code)))
    return (
        row is not None
        and account is not None
        and (row.used_by_account_id, row.person_id) == (account.id, account.person_id)
    )


def bind(turn: Turn, row: BindingCode) -> Person:
    """Tie the account that speaks to the code's person; what waited for them leaves now."""
    account, person = turn.account, row.person
    assert account is not None  # noqa: S101
    if account.person_id not in {None, person.id}:
        raise Refused(texts.BOUND_OTHER(name=account.person.name if account.person else "—"))
    account.person, account.person_id = person, person.id
    row.used_at, row.used_by_account_id = turn.now, account.id
    turn.tx.flush()
    drafts.adopt(turn.tx, account.id, person.id)
    outbox.release_waiting(turn.tx, person.id, account.id, account.platform, account.address, turn.now)
    turn.record(f"person:{person.id}", "bind", details={"platform": account.platform})
    return person


def release(turn: Turn) -> None:
    """Somebody said "not me": the account is a stranger's again, and the code's owner needs a new one."""
    assert turn.account is not None  # noqa: S101
    if turn.account.person_id is None:
        return
    turn.record(f"person:{turn.account.person_id}", "release", details={"platform": turn.account.platform})
    part(turn.tx, turn.account)


def cut(tx: Session, person: Person, now: datetime, platform: str = "") -> int:
    """Take somebody's accounts from them (of one platform only, where it is named), as an administrator does on the
    server; how many that were. They stay people of the school and need a new code.
    """
    held = [account for account in person.accounts if platform in ("", account.platform)]
    for account in held:
        part(tx, account)
    audit.append(
        tx,
        [
            audit.Fact(
                subject=f"person:{person.id}", step="release", clause="", actor_id=None, actor="", at=now, channel="cli",
                details={"platforms": sorted({account.platform for account in held})},
            )
        ],
    )  # fmt: skip
    return len(held)


def part(tx: Session, account: Account) -> None:
    """The account is a stranger's from now on. What was on its way to the person waits for their next account."""
    on_its_way = update(Message).where(Message.account_id == account.id, Message.status == int(Sent.QUEUED))
    said = on_its_way.where(Message.kind == Kind.SEND, Message.person_id == account.person_id)
    tx.execute(said.values(platform=OFFLINE, address="", account_id=None, status=int(Sent.WAITING)))
    account.person, account.person_id = None, None
    tx.flush()


def rename(tx: Session, account: Account, external_id: str, there: Account | None = None) -> None:
    """The same user has another id on their platform: account, dialogues and chat go by it from now on.

    `there` is an account that was made under the new id meanwhile; it takes over what the old one was.
    """
    before, kept = account.external_id, there or account
    if there is not None:
        there.person, account.person = account.person, None
        tx.flush()
        drafts.hand_over(tx, account.id, there.id, there.person_id)
    else:
        account.external_id = external_id
        account.address = external_id if account.address == before else account.address
        tx.flush()
    tx.execute(
        update(Message)
        .where(Message.platform == kept.platform, Message.account_id == account.id, Message.address == before)
        .values(address=kept.address, account_id=kept.id)
        .execution_options(synchronize_session=False)
    )


def know(tx: Session, person: Person, platform: str, external_id: str, now: datetime) -> Account:
    """An account known from the school's own list, such as a WeCom directory id: bound without a code."""
    account = people.account_of(tx, platform, external_id)
    if account is None:
        account = Account(platform=platform, external_id=external_id, address=external_id, created_at=now)
        tx.add(account)
    account.person = person
    tx.flush()
    return account


def hashed(code: str) -> str:
    """What is kept of a code."""
    return hashlib.sha256(code.strip().encode()).hexdigest()
