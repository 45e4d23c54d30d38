"""Issues (报修, clause 5.2.1): what is broken where, who looks after it, who follows it, and what was noted on the way."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, delete, func, or_, select
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship, validates

from storage import wanted_files
from storage.base import Base, insert_into
from storage.people import Account, Person

PICTURE_CAME = "issues.picture_came"  # the deadline by which the desk hears that a picture was fetched


class Status:
    """Where an issue is. Plain strings: they are columns, tokens of the flow and words of the audit log."""

    NEW = "new"
    ACCEPTED = "accepted"
    WORKING = "working"
    ON_HOLD = "on_hold"
    RESOLVED = "resolved"
    CLOSED = "closed"
    CANCELLED = "cancelled"
    MERGED = "merged"
    TO_PROJECT = "to_project"
    TO_INCIDENT = "to_incident"

    IN_HAND = (ACCEPTED, WORKING, ON_HOLD)
    OPEN = (NEW, *IN_HAND)


class Issue(Base):
    """One fault of one reporter.

    `respond_by` and `resolve_by` are targets in school working time, None where nothing is promised. `round` counts how
    often the clocks were started anew, so that each level of the escalation ladder fires once in each round.
    `left_seconds` is the working time that was left when the issue was put on hold.
    """

    __tablename__ = "issue"
    __table_args__ = (Index(None, "status", "priority"), Index(None, "building", "filed_at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    status: Mapped[str] = mapped_column(default=Status.NEW)
    status_before: Mapped[str] = mapped_column(default="")
    reporter_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    department: Mapped[str] = mapped_column(default="", index=True)
    place: Mapped[str] = mapped_column(default="")
    building: Mapped[str] = mapped_column(default="")
    asset: Mapped[str] = mapped_column(default="")
    fault: Mapped[str]
    kind: Mapped[str] = mapped_column(default="", index=True)
    words: Mapped[str] = mapped_column(default="")
    priority: Mapped[int]
    priority_reason: Mapped[dict[str, Any]] = mapped_column(default=dict)  # the words in both languages
    mass: Mapped[bool] = mapped_column(default=False)
    assignee_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    previous_assignee_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    master_id: Mapped[int | None] = mapped_column(ForeignKey("issue.id"), index=True)
    linked: Mapped[str] = mapped_column(default="")
    became: Mapped[str] = mapped_column(default="", server_default="")  # the project or incident it went on as
    hold_kind: Mapped[str] = mapped_column(default="")
    hold_reason: Mapped[str] = mapped_column(default="")
    wake_at: Mapped[datetime | None]
    left_seconds: Mapped[int | None]
    cancel_asked: Mapped[bool] = mapped_column(default=False)
    solution: Mapped[str] = mapped_column(default="")
    cause: Mapped[str] = mapped_column(default="", server_default="")  # what it was in the end, by its code
    stars: Mapped[int | None]
    round: Mapped[int] = mapped_column(default=0)
    reopened: Mapped[int] = mapped_column(default=0)
    sealed: Mapped[bool] = mapped_column(default=False)
    escalated: Mapped[list[str]] = mapped_column(default=list)
    last_step: Mapped[str] = mapped_column(default="")
    last_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    last_at: Mapped[datetime]
    filed_at: Mapped[datetime]
    respond_by: Mapped[datetime | None]
    resolve_by: Mapped[datetime | None]
    claimed_at: Mapped[datetime | None]
    resolved_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column(default=1)
    version: Mapped[int] = mapped_column(default=1)
    reporter: Mapped[Person] = relationship(foreign_keys=[reporter_id])
    assignee: Mapped[Person | None] = relationship(foreign_keys=[assignee_id])
    master: Mapped["Issue | None"] = relationship(remote_side="Issue.id")
    followers: Mapped[list["Follower"]] = relationship(order_by="Follower.id", cascade="all, delete-orphan")
    notes: Mapped[list["Note"]] = relationship(order_by="Note.id", cascade="all, delete-orphan")
    attachments: Mapped[list["IssueAttachment"]] = relationship(
        order_by="IssueAttachment.id", cascade="all, delete-orphan"
    )
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 -- SQLAlchemy's own way to say it

    @validates("status")
    def _remember(self, _name: str, status: str) -> str:
        """Keep the status before, for the two minutes in which a step may be taken back."""
        self.status_before = self.status or ""
        return status

    @property
    def headline(self) -> str:
        """Place, device and fault in a few words, for lists."""
        shown = (
            f"{self.place} {self.asset} {self.fault}" if self.asset not in self.fault else f"{self.place} {self.fault}"
        )
        return " ".join(shown.split())[:60]

    @property
    def follower_ids(self) -> frozenset[int]:
        """Who is told what becomes of it besides the reporter."""
        return frozenset(follower.person_id for follower in self.followers)


class Follower(Base):
    """Somebody whose own report was folded or merged into this issue."""

    __tablename__ = "issue_follower"
    __table_args__ = (UniqueConstraint("issue_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    issue_id: Mapped[int] = mapped_column(ForeignKey("issue.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    person: Mapped[Person] = relationship()


class Note(Base):
    """Words added on the way: a supplement of the reporter, the progress of the technician."""

    __tablename__ = "issue_note"

    id: Mapped[int] = mapped_column(primary_key=True)
    issue_id: Mapped[int] = mapped_column(ForeignKey("issue.id"), index=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    words: Mapped[str]
    by: Mapped[Person | None] = relationship()


class IssueAttachment(Base):
    """A photo, voice or file that belongs to an issue; `ref` is what the platform needs to fetch it."""

    __tablename__ = "issue_attachment"
    __table_args__ = (UniqueConstraint("issue_id", "platform", "ref"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    issue_id: Mapped[int] = mapped_column(ForeignKey("issue.id"), index=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    platform: Mapped[str]
    kind: Mapped[str]
    ref: Mapped[str]
    name: Mapped[str] = mapped_column(default="")
    group: Mapped[str] = mapped_column(default="")


def find(tx: Session, code: str) -> Issue | None:
    """The issue of a code such as T-0118."""
    return tx.scalar(select(Issue).where(Issue.code == code))


def follow(tx: Session, issue: Issue, person_id: int) -> None:
    """Let somebody follow an issue; following twice is once, and the reporter follows anyway."""
    if person_id == issue.reporter_id:
        return
    tx.execute(
        insert_into(tx, Follower)
        .values(issue_id=issue.id, person_id=person_id)
        .on_conflict_do_nothing(index_elements=["issue_id", "person_id"])
    )
    tx.expire(issue, ["followers"])


def unfollow(tx: Session, issue: Issue, person_ids: Iterable[int]) -> None:
    """These people no longer follow an issue: a merge was taken back."""
    tx.execute(delete(Follower).where(Follower.issue_id == issue.id, Follower.person_id.in_(list(person_ids))))
    tx.expire(issue, ["followers"])


def of_reporter(tx: Session, person_id: int, limit: int = 20) -> Sequence[Issue]:
    """What somebody reported or follows, newest first."""
    followed = select(Follower.issue_id).where(Follower.person_id == person_id)
    return tx.scalars(
        select(Issue)
        .where(or_(Issue.reporter_id == person_id, Issue.id.in_(followed)))
        .order_by(Issue.filed_at.desc(), Issue.id.desc())
        .limit(limit)
    ).all()


def of_assignee(tx: Session, person_id: int) -> Sequence[Issue]:
    """What a technician has in hand, by building, the pressing first: the round to make today."""
    return tx.scalars(
        select(Issue)
        .where(Issue.assignee_id == person_id, Issue.status.in_(Status.IN_HAND))
        .order_by(Issue.building, Issue.priority, Issue.resolve_by, Issue.id)
    ).all()


def in_status(tx: Session, *statuses: str) -> Sequence[Issue]:
    """Everything in these states, the pressing and the old first."""
    return tx.scalars(
        select(Issue).where(Issue.status.in_(statuses)).order_by(Issue.priority, Issue.filed_at, Issue.id)
    ).all()


def went_on_as(tx: Session, code: str, became: str) -> None:
    """What an issue asked for goes on as a project: it names its code. Nothing for a code that is no issue's."""
    issue = find(tx, code) if code else None
    if issue is not None:
        issue.became = became


def merged_into(tx: Session, issue: Issue) -> Sequence[Issue]:
    """The issues that were folded into this one."""
    return tx.scalars(select(Issue).where(Issue.master_id == issue.id).order_by(Issue.id)).all()


def open_in_building(tx: Session, building: str, kind: str, since: datetime) -> Sequence[Issue]:
    """Open issues of one kind in one building, filed since a moment, oldest first; mass faults whenever filed."""
    return tx.scalars(
        select(Issue)
        .where(
            Issue.building == building,
            Issue.kind == kind,
            Issue.status.in_(Status.OPEN),
            or_(Issue.filed_at >= since, Issue.mass),
        )
        .order_by(Issue.id)
    ).all()


def open_alike(tx: Session, place: str, asset: str) -> Sequence[Issue]:
    """Open issues about the same device at the same place, oldest first."""
    return tx.scalars(
        select(Issue)
        .where(Issue.place == place, Issue.asset == asset, Issue.status.in_(Status.OPEN))
        .order_by(Issue.id)
    ).all()


def resolved_alike(tx: Session, kind: str, limit: int = 30) -> Sequence[Issue]:
    """Solved issues of one kind, newest first: where a solution may be learned from."""
    return tx.scalars(
        select(Issue)
        .where(Issue.kind == kind, Issue.solution != "", Issue.status.in_((Status.RESOLVED, Status.CLOSED)))
        .order_by(Issue.resolved_at.desc(), Issue.id.desc())
        .limit(limit)
    ).all()


def search(tx: Session, words: Iterable[str], limit: int = 10) -> Sequence[Issue]:
    """Issues in which all these words stand, newest first."""
    statement = select(Issue).order_by(Issue.filed_at.desc(), Issue.id.desc()).limit(limit)
    for word in words:
        pattern = f"%{_literal(word)}%"
        statement = statement.where(
            or_(
                *(
                    column.ilike(pattern, escape="\\")
                    for column in (Issue.code, Issue.place, Issue.asset, Issue.fault, Issue.words, Issue.solution)
                )
            )
        )
    return tx.scalars(statement).all()


def filed_between(
    tx: Session,
    since: datetime | None,
    until: datetime | None,
    *,
    statuses: Iterable[str] = (),
    building: str = "",
    assignee_id: int | None = None,
    priority: int | None = None,
    department: str | None = None,
    limit: int = 1000,
) -> Sequence[Issue]:
    """Issues filed in a time, as far as asked for, the oldest first; at most `limit` of them."""
    statement = select(Issue).order_by(Issue.filed_at, Issue.id).limit(limit)
    if since is not None:
        statement = statement.where(Issue.filed_at >= since)
    if until is not None:
        statement = statement.where(Issue.filed_at < until)
    if statuses := list(statuses):
        statement = statement.where(Issue.status.in_(statuses))
    if building:
        statement = statement.where(Issue.place.contains(building, autoescape=True))
    if assignee_id is not None:
        statement = statement.where(Issue.assignee_id == assignee_id)
    if priority is not None:
        statement = statement.where(Issue.priority == priority)
    if department is not None:
        statement = statement.where(Issue.department == department)
    return tx.scalars(statement.options(joinedload(Issue.assignee), joinedload(Issue.reporter))).all()


def counts_between(tx: Session, since: datetime, until: datetime) -> dict[str, dict[str, int]]:
    """How many issues filed in a time each department has in each state. Numbers only, no names."""
    rows = tx.execute(
        select(Issue.department, Issue.status, func.count())
        .where(Issue.filed_at >= since, Issue.filed_at < until)
        .group_by(Issue.department, Issue.status)
    )
    found: dict[str, dict[str, int]] = {}
    for department, status, count in rows:
        found.setdefault(department, {})[status] = count
    return found


def last_of(tx: Session, person_id: int, since: datetime) -> Issue | None:
    """The newest issue somebody filed since a moment, if it is still open."""
    return tx.scalar(
        select(Issue)
        .where(Issue.reporter_id == person_id, Issue.filed_at >= since, Issue.status.in_(Status.OPEN))
        .order_by(Issue.id.desc())
        .limit(1)
    )


def last_step_of(tx: Session, person_id: int, since: datetime) -> Issue | None:
    """The issue on which somebody took the newest step since a moment, as long as nobody did anything after it."""
    return tx.scalar(
        select(Issue)
        .where(Issue.last_by_id == person_id, Issue.last_at >= since, Issue.last_step != "")
        .order_by(Issue.last_at.desc(), Issue.id.desc())
        .limit(1)
    )


def attach(tx: Session, issue: Issue, account: Account, now: datetime, found: Iterable[dict[str, Any]]) -> int:
    """Keep attachments with an issue, each once. How many were new."""
    new = 0
    for one in found:
        statement = (
            insert_into(tx, IssueAttachment)
            .values(
                issue_id=issue.id, by_id=account.person_id, at=now, platform=account.platform,
                kind=one["kind"], ref=one["ref"], name=one.get("name", ""), group=one.get("group", ""),
            )
            .on_conflict_do_nothing(index_elements=["issue_id", "platform", "ref"])
            .returning(IssueAttachment.id)
        )  # fmt: skip
        new += tx.execute(statement).scalar_one_or_none() is not None
        wanted_files.want(
            tx, issue.code, PICTURE_CAME, account.platform, now, kind=one["kind"], ref=one["ref"],
            name=one.get("name", ""), by_id=account.person_id,
        )  # fmt: skip
    tx.expire(issue, ["attachments"])
    return new


def of_album(tx: Session, platform: str, group: str) -> Issue | None:
    """The issue to which the first pictures of an album went."""
    return tx.scalar(
        select(Issue)
        .join(IssueAttachment, IssueAttachment.issue_id == Issue.id)
        .where(IssueAttachment.platform == platform, IssueAttachment.group == group)
        .order_by(Issue.id.desc())
        .limit(1)
    )


def _literal(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")
