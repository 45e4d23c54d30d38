"""Somebody leaves the school: from this moment nothing reaches them, nobody acts for or as them, and the records stay."""

from datetime import datetime

from sqlalchemy import or_, update
from sqlalchemy.orm import Session

from handlers.safety import LEFT
from storage import audit, people, schedules
from storage.outbox import Message, Sent
from storage.people import BindingCode, Delegation, Person


def offboard(tx: Session, person: Person, now: datetime) -> None:
    """Cut accounts and codes, end delegations in either direction, drop what is still on its way, and record it.

    What they answered for is handed on by the clock, at once where it runs.
    """
    person.active = False
    people.forget_accounts(tx, person)
    schedules.set_timer(tx, f"person:{person.id}:left:{now:%Y%m%d%H%M%S}", LEFT, f"person:{person.id}", now)
    tx.execute(
        update(Message)
        .where(Message.person_id == person.id, Message.status.in_([Sent.QUEUED, Sent.WAITING]))
        .values(status=int(Sent.DROPPED), settled_at=now, reason="left the school")
    )
    tx.execute(
        update(BindingCode)
        .where(BindingCode.person_id == person.id, BindingCode.used_at.is_(None), BindingCode.expires_at > now)
        .values(expires_at=now)
    )
    tx.execute(
        update(Delegation)
        .where(
            or_(Delegation.principal_id == person.id, Delegation.delegate_id == person.id),
            Delegation.revoked_at.is_(None),
            Delegation.ends_at > now,
        )
        .values(revoked_at=now)
    )
    audit.append(
        tx,
        [
            audit.Fact(
                subject=f"person:{person.id}", step="offboard", clause="", actor_id=None, actor="", at=now,
                before="active", after="left", channel="cli",
            )
        ],
    )  # fmt: skip
