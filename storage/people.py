"""People of the school, the accounts they write from, and the one-time codes that bind the two."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import cast

from sqlalchemy import ForeignKey, Index, Table, UniqueConstraint, bindparam, select, text, update
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship, selectinload
from sqlalchemy.orm.attributes import set_committed_value

from storage.base import Base, UtcDateTime
from storage.prepared import Prepared, as_loaded

DEPARTMENT_NAMES = "wecom.departments"  # the fact that holds how WeCom's directory calls its departments, by number


class Role(StrEnum):
    """What a person may do. Several can be held at once; names are fixed for import files."""

    STAFF = "staff"
    LIAISON = "liaison"
    HEAD = "head"
    TECHNICIAN = "technician"
    DISPATCHER = "dispatcher"
    CIO = "cio"
    LEADER = "leader"
    SECRETARY = "secretary"
    MEMBER = "member"
    INSPECTOR = "inspector"
    AUDITOR = "auditor"
    ADMIN = "admin"


@cache
def _roles(names: tuple[str, ...]) -> frozenset[Role]:
    return frozenset(map(Role, names))


class Person(Base):
    """Somebody of the school. Nobody is deleted: who leaves becomes inactive, and the records keep the name."""

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(index=True)
    department: Mapped[str] = mapped_column(default="")
    role_names: Mapped[list[str]] = mapped_column(default=list)
    phone: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="")
    active: Mapped[bool] = mapped_column(default=True)
    # What a person is besides their roles: 班主任, 高一. Free words of the school, by which notices find them.
    tags: Mapped[list[str]] = mapped_column(default=list, server_default=text("'[]'"))
    notices_muted_at: Mapped[datetime | None]  # since when they want only what is urgent
    created_at: Mapped[datetime]
    accounts: Mapped[list["Account"]] = relationship(back_populates="person", order_by="Account.id")

    @property
    def roles(self) -> frozenset[Role]:
        """The roles held now; none once the person has left."""
        return _roles(tuple(self.role_names)) if self.active else frozenset()

    def holds(self, *roles: Role) -> bool:
        """Whether the person holds at least one of these roles."""
        return not self.roles.isdisjoint(roles)


class Account(Base):
    """One way to reach or hear somebody: a Telegram user, a WeCom member, a web chat session.

    An account without a person is a guest: it may ask about the charter and draft an issue, nothing more.
    `address` is where a private message goes; on most platforms it equals the user id.
    """

    __tablename__ = "account"
    __table_args__ = (UniqueConstraint("platform", "external_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    platform: Mapped[str]
    external_id: Mapped[str]
    address: Mapped[str]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    name: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="")
    reachable: Mapped[bool] = mapped_column(default=True)
    plain_text: Mapped[bool] = mapped_column(default=False)  # reads where cards do not show, or wants none
    unreachable_reason: Mapped[str] = mapped_column(default="")
    last_heard_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    person: Mapped[Person | None] = relationship(back_populates="accounts")


class BindingCode(Base):
    """A one-time code that makes an account somebody's own. Only its hash is kept; it lives for minutes to days."""

    __tablename__ = "binding_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    code_hash: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    used_by_account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    person: Mapped[Person] = relationship()


class BindingAttempt(Base):
    """A wrong code somebody typed. Counted, so that codes cannot be guessed."""

    __tablename__ = "binding_attempt"
    __table_args__ = (Index(None, "account_id", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]


class Delegation(Base):
    """A letter of the CIO: somebody acts for them from one moment to another, up to an amount (N23)."""

    __tablename__ = "delegation"

    id: Mapped[int] = mapped_column(primary_key=True)
    principal_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    delegate_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    amount_limit: Mapped[int | None]
    scope: Mapped[str] = mapped_column(default="")
    revoked_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    principal: Mapped[Person] = relationship(foreign_keys=[principal_id])
    delegate: Mapped[Person] = relationship(foreign_keys=[delegate_id])


# Run for every answer, so they are built once.
_account, _person = cast("Table", Account.__table__), cast("Table", Person.__table__)
_ACCOUNT_OF = Prepared(
    select(*_account.c, *_person.c)
    .select_from(_account.outerjoin(_person, _account.c.person_id == _person.c.id))
    .where(_account.c.platform == bindparam("on_platform"), _account.c.external_id == bindparam("named"))
)
_DEPARTMENTS = Prepared(select(Person.department).where(Person.active, Person.department != "").distinct())
_now = bindparam("now", type_=UtcDateTime())
_LETTERS = select(Delegation).where(
    Delegation.delegate_id == bindparam("of"),
    Delegation.starts_at <= _now,
    Delegation.ends_at > _now,
    Delegation.revoked_at.is_(None),
)
_HAS_LETTER = Prepared(_LETTERS.with_only_columns(Delegation.id).limit(1))
_HEARD = Prepared(
    update(_account)
    .where(_account.c.id == bindparam("row"))
    .values(last_heard_at=bindparam("now", type_=UtcDateTime()))
)


def account_of(tx: Session, platform: str, external_id: str) -> Account | None:
    """The account of this platform's user, if we have ever met or been told of them."""
    tx.flush()
    row = _ACCOUNT_OF.one(tx, {"on_platform": platform, "named": external_id})
    if row is None:
        return None
    width = len(_account.c)
    account = as_loaded(tx, Account, row[:width])
    person = as_loaded(tx, Person, row[width:]) if account.person_id is not None else None
    set_committed_value(account, "person", person)
    return account


def heard_from(tx: Session, account: Account, now: datetime) -> None:
    """Somebody known spoke: the account they used last is where they are told things."""
    _HEARD.run(tx, {"row": account.id, "now": now})
    set_committed_value(account, "last_heard_at", now)


def reads_plain_text(tx: Session, platform: str, external_id: str) -> bool:
    """Whether somebody asked for words and numbers instead of cards."""
    return bool(
        tx.scalar(select(Account.plain_text).where(Account.platform == platform, Account.external_id == external_id))
    )


def active_people(tx: Session) -> list[Person]:
    """Everybody who belongs to the school today, by name."""
    return list(tx.scalars(select(Person).where(Person.active).order_by(Person.name, Person.id)))


def with_accounts(tx: Session) -> list[Person]:
    """Everybody who belongs to the school today with the accounts they have, in two queries however many they are."""
    return list(
        tx.scalars(select(Person).where(Person.active).options(selectinload(Person.accounts)).order_by(Person.id))
    )


def departments(tx: Session) -> list[str]:
    """Every department somebody belongs to today."""
    return [row[0] for row in _DEPARTMENTS.rows(tx, {})]


def with_role(tx: Session, *roles: Role) -> list[Person]:
    """Everybody who holds one of these roles. A school has hundreds of people, so this is a scan in memory."""
    return [person for person in active_people(tx) if person.holds(*roles)]


def by_name(tx: Session, name: str) -> list[Person]:
    """Active people of exactly this name; two of a name are both returned and somebody has to choose."""
    return list(tx.scalars(select(Person).where(Person.name == name, Person.active).order_by(Person.id)))


def delegations_of(tx: Session, delegate: Person, now: datetime) -> Sequence[Delegation]:
    """The letters under which this person may act right now. Nearly nobody has one, which is soon known."""
    tx.flush()
    if _HAS_LETTER.scalar(tx, {"of": delegate.id, "now": now}) is None:
        return ()
    return tx.scalars(_LETTERS, {"of": delegate.id, "now": now}).all()


def delegates_for(tx: Session, principals: Iterable[Person], now: datetime) -> list[Person]:
    """Who acts for these people right now, and so receives their cards."""
    ids = [person.id for person in principals]
    return list(
        tx.scalars(
            select(Person)
            .join(Delegation, Delegation.delegate_id == Person.id)
            .where(
                Delegation.principal_id.in_(ids),
                Delegation.starts_at <= now,
                Delegation.ends_at > now,
                Delegation.revoked_at.is_(None),
                Person.active,
            )
            .distinct()
        )
    )


def letters_of(tx: Session, principal: Person, now: datetime) -> Sequence[Delegation]:
    """The letters somebody gave that are in force or still to come."""
    return tx.scalars(
        select(Delegation)
        .where(Delegation.principal_id == principal.id, Delegation.ends_at > now, Delegation.revoked_at.is_(None))
        .order_by(Delegation.starts_at, Delegation.id)
    ).all()


def heard_on(tx: Session, platform: str) -> list[tuple[str, list[str], str, str]]:
    """Whoever wrote to us from a platform and can be reached there: who that is to the platform, their roles, the
    language they chose, and the one their app has.
    """
    rows = tx.execute(
        select(Account.external_id, Person.role_names, Person.language, Account.language)
        .join(Person, Account.person_id == Person.id)
        .where(Account.platform == platform, Account.reachable, Account.last_heard_at.is_not(None), Person.active)
    )
    return [(named, list(roles), chosen, app) for named, roles, chosen, app in rows]


def forget_accounts(tx: Session, person: Person) -> None:
    """Cut every binding of somebody who left: from this moment their accounts are strangers'."""
    tx.execute(update(Account).where(Account.person_id == person.id).values(person_id=None))
