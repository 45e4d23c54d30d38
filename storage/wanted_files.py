"""Pictures and documents people sent that are still at the platform: fetched outside the turn, once, with patience.

States: wanted → fetched | failed(reason). A row is only written for what belongs to something: a picture nobody files
is never fetched. `shown_to` are the people who have it, or who know that it failed, so that nobody hears of it twice.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, Index, UniqueConstraint, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from storage.base import Base, insert_into
from storage.files import File

WANTED, FETCHED, FAILED = "wanted", "fetched", "failed"
LOST = "file.lost"  # what the clock does about what could not be kept
BROKEN = "broken"  # how the reason begins where the file itself is at fault
KINDS = frozenset({"photo", "file"})
KEPT_THERE = timedelta(days=3)  # how long WeCom and WeChat keep what was sent


class WantedFile(Base):
    """One picture or document for one subject."""

    __tablename__ = "wanted_file"
    __table_args__ = (
        UniqueConstraint("platform", "ref", "subject"),
        Index(
            "ix_wanted_file_due", "platform", "next_at",
            sqlite_where=text("status = 'wanted'"), postgresql_where=text("status = 'wanted'"),
        ),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(index=True)
    action: Mapped[str]  # the deadline of the feature that is told once it is here
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    platform: Mapped[str]
    kind: Mapped[str]
    ref: Mapped[str]
    name: Mapped[str] = mapped_column(default="")
    status: Mapped[str] = mapped_column(default=WANTED)
    attempts: Mapped[int] = mapped_column(default=0)
    reason: Mapped[str] = mapped_column(default="")
    file_id: Mapped[int | None] = mapped_column(ForeignKey("file.id"))
    shown_to: Mapped[list[int]] = mapped_column(default=list)
    wanted_at: Mapped[datetime]
    next_at: Mapped[datetime]
    file: Mapped[File | None] = relationship()


def want(
    tx: Session,
    subject: str,
    action: str,
    platform: str,
    now: datetime,
    *,
    kind: str,
    ref: str,
    name: str = "",
    by_id: int | None = None,
) -> None:
    """Have it fetched; asking twice is once. What is neither picture nor document is left where it is."""
    if kind not in KINDS or not ref:
        return
    row = insert_into(tx, WantedFile).values(
        subject=subject, action=action, by_id=by_id, platform=platform, kind=kind, ref=ref, name=name, status=WANTED,
        attempts=0, reason="", shown_to=[], wanted_at=now, next_at=now,
    )  # fmt: skip
    tx.execute(row.on_conflict_do_nothing(index_elements=["platform", "ref", "subject"]))


def again(tx: Session, one: WantedFile, subject: str, now: datetime) -> None:
    """The same file for another subject, without fetching it again."""
    tx.add(
        WantedFile(
            subject=subject, action=one.action, by_id=one.by_id, platform=one.platform, kind=one.kind, ref=one.ref,
            name=one.name, status=one.status, attempts=one.attempts, reason=one.reason, file_id=one.file_id, shown_to=[],
            wanted_at=now, next_at=now,
        )
    )  # fmt: skip
    tx.flush()


def claim(tx: Session, platforms: Iterable[str], now: datetime, again_at: datetime, most: int = 4) -> list[WantedFile]:
    """The next to fetch. Whoever gets them has them until `again_at`; after a death somebody else tries then."""
    rows = tx.scalars(
        select(WantedFile)
        .where(
            WantedFile.platform.in_(list(platforms)), text("wanted_file.status = 'wanted'"), WantedFile.next_at <= now
        )
        .order_by(WantedFile.next_at, WantedFile.id)
        .limit(most)
        .with_for_update(skip_locked=True)
    ).all()
    for row in rows:
        row.attempts += 1
        row.next_at = again_at
    tx.flush()
    return list(rows)


def of_subject(tx: Session, subject: str) -> Sequence[WantedFile]:
    """Everything wanted for a subject, in the order in which it was sent."""
    return tx.scalars(select(WantedFile).where(WantedFile.subject == subject).order_by(WantedFile.id)).all()


def untold_of(tx: Session, subject: str) -> dict[int, list[WantedFile]]:
    """What could not be kept for a subject and its sender has not heard of, by sender."""
    found: dict[int, list[WantedFile]] = {}
    for one in of_subject(tx, subject):
        if one.status == FAILED and one.by_id is not None and one.by_id not in one.shown_to:
            found.setdefault(one.by_id, []).append(one)
    return found
