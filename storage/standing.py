"""What our records say about each clause: the newest sealed entry, how many there are, and all of them for an auditor."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from storage.audit import Entry

NO_EVIDENCE = (
    "refused",
    "unauthorized_attempt",
    "unsafe_request",
    "export",
    "report_read",
    "pictures_shown",
)  # tried in vain, or only looked at: no clause is kept by that


def _speaks(clauses: Collection[str]) -> ColumnElement[bool]:
    return and_(Entry.clause.in_(clauses), Entry.step.not_in(NO_EVIDENCE), Entry.subject.not_in(("refused", "handoff")))


def newest(tx: Session, clauses: Collection[str]) -> dict[str, Entry]:
    """The newest entry of each clause; those without any are left out."""
    last = select(func.max(Entry.seq)).where(_speaks(clauses)).group_by(Entry.clause)
    return {entry.clause: entry for entry in tx.scalars(select(Entry).where(Entry.seq.in_(last)))}


def counted(tx: Session, clauses: Collection[str], since: datetime) -> dict[str, int]:
    """How many entries each clause has since a moment."""
    rows = tx.execute(
        select(Entry.clause, func.count()).where(_speaks(clauses), Entry.at >= since).group_by(Entry.clause)
    )
    return {str(row[0]): int(row[1]) for row in rows}


def since(tx: Session, clauses: Collection[str], moment: datetime, most: int) -> Sequence[Entry]:
    """The newest entries of these clauses since a moment, in the order in which they were sealed."""
    newest_first = select(Entry).where(_speaks(clauses), Entry.at >= moment).order_by(Entry.seq.desc()).limit(most)
    return list(reversed(tx.scalars(newest_first).all()))
