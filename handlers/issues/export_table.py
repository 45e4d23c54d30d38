"""The rows of an export: dates in the school's time, durations in its working time, and of people only what was allowed."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from handlers.issues import export_texts as texts
from handlers.issues.flow import FLOW
from handlers.issues.texts import CAUSES
from handlers.sheets import Column, Sheet, Value, workbook
from handlers.texts import Text, say
from handlers.turn import Turn
from storage.issues import Issue

_PHONE = re.compile(r"(?<!\d)(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)|(?<!\d)0\d{2,3}-\d{7,8}(?!\d)")
HIDDEN = "［电话］"
WIDTHS = {
    "code": 9, "status": 9, "priority": 7, "place": 16, "building": 12, "asset": 12, "fault": 32, "filed": 16,
    "claimed": 16, "resolved": 16, "closed": 16, "resolve_by": 16, "solution": 32, "phone": 14, "response": 12, "repair": 12,
}  # fmt: skip
COLUMNS = (
    "code", "status", "priority", "department", "place", "building", "asset", "fault", "filed", "claimed", "resolved",
    "closed", "resolve_by", "response", "repair", "late", "assignee", "solution", "cause", "stars", "reopened", "master",
)  # fmt: skip
PERSONAL = ("reporter", "phone")


def of_issues(turn: Turn, issues: Sequence[Issue], *, with_people: bool) -> bytes:
    """One row for each issue."""
    names = (*COLUMNS, *PERSONAL) if with_people else COLUMNS
    return workbook(
        Sheet(texts.FILE.to(turn.language), _columns(turn, names), _rows(turn, issues, with_people=with_people))
    )


def of_counts(turn: Turn, issues: Sequence[Issue]) -> bytes:
    """Numbers by state, priority and building; no single issue, no person."""
    statuses = Counter(issue.status for issue in issues)
    rows: list[tuple[Text, int]] = [
        (texts.BY_STATUS(name=label), statuses[name]) for name, label in FLOW.statuses.items() if statuses[name]
    ]
    rows += [(texts.BY_PRIORITY(name=n), count) for n, count in sorted(Counter(i.priority for i in issues).items())]
    rows += [
        (texts.BY_BUILDING(name=building or texts.ELSEWHERE), count)
        for building, count in Counter(issue.building for issue in issues).most_common()
    ]
    rows.append((texts.TOTAL, len(issues)))
    shown = [(label.to(turn.language), count) for label, count in rows]
    return workbook(Sheet(texts.FILE_COUNTS.to(turn.language), _columns(turn, ("what", "count")), shown))


def _columns(turn: Turn, names: Sequence[str]) -> list[Column]:
    return [
        Column(texts.HEADINGS[name].to(turn.language), 24 if name == "what" else WIDTHS.get(name, 10)) for name in names
    ]


def _rows(turn: Turn, issues: Sequence[Issue], *, with_people: bool) -> Iterator[list[Value]]:
    for issue in issues:
        row = _row(turn, issue, hide=not with_people)
        yield [*row, issue.reporter.name, issue.reporter.phone] if with_people else row


def _row(turn: Turn, issue: Issue, *, hide: bool) -> list[Value]:
    def words(text: str) -> str:
        return _PHONE.sub(HIDDEN, text) if hide else text

    return [
        issue.code, say(FLOW.statuses[issue.status], turn.language), f"P{issue.priority}", issue.department,
        words(issue.place), issue.building, words(issue.asset), words(issue.fault), _local(turn, issue.filed_at),
        _local(turn, issue.claimed_at), _local(turn, issue.resolved_at), _local(turn, issue.closed_at),
        _local(turn, issue.resolve_by), _worked(turn, issue.filed_at, issue.claimed_at),
        _worked(turn, issue.filed_at, issue.resolved_at),
        say(texts.YES if is_late(turn, issue) else texts.NO, turn.language),
        issue.assignee.name if issue.assignee else "", words(issue.solution),
        say(CAUSES[issue.cause], turn.language) if issue.cause else "", issue.stars, issue.reopened,
        issue.master.code if issue.master else "",
    ]  # fmt: skip


def is_late(turn: Turn, issue: Issue) -> bool:
    """Whether it missed its target, or misses it now; what stands still waits for somebody else."""
    if issue.resolve_by is None or issue.status == "on_hold":
        return False
    return (issue.resolved_at or issue.closed_at or turn.now) > issue.resolve_by


def _local(turn: Turn, at: datetime | None) -> datetime | None:
    return turn.local(at).replace(tzinfo=None, microsecond=0) if at is not None else None


def _worked(turn: Turn, start: datetime, end: datetime | None) -> timedelta | None:
    if end is None or end < start:
        return None
    spent = turn.school.calendar.working_between(start, end)
    return timedelta(seconds=round(spent.total_seconds()))
