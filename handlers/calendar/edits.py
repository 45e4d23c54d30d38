"""One edit of the calendar as plain data: from a sentence or a row of a file, checked, said back, then applied."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Any

from sqlalchemy.orm import Session

from handlers.calendar import texts
from handlers.school_days import dates_of
from handlers.school_time import ONE_DAY, USUAL_PERIODS
from handlers.texts import Text
from storage import calendar as rows
from storage import settings
from storage.calendar import DaysKind, DaysRow, PeriodRow, TermRow

LONGEST_TERM, LONGEST_DAYS = 300, 120  # days
MOST_PERIODS = 16
UNDATED = frozenset({*texts.TIMED, "campus", "undo"})
NUMERALS = "零一二三四五六七八九十"


class BadEdit(ValueError):
    """The edit cannot be; `reason` says why and what to write."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason.en)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Edit:
    """What to change. `kind` is term, a kind of days, remove, period, campus, quiet_hours, hours or undo.

    `start` and `end` are ISO dates, for period and hours wall times; for undo `start` is the version of the calendar
    that the last change made. `follows` is a weekday, Monday 0.
    """

    kind: str
    start: str = ""
    end: str = ""
    name: str = ""
    follows: int | None = None
    campus: str = ""
    period: int | None = None
    provisional: bool = False

    @property
    def first(self) -> dt.date:
        """The first day."""
        return dt.date.fromisoformat(self.start)

    @property
    def last(self) -> dt.date:
        """The last day; the first where only one is given."""
        return dt.date.fromisoformat(self.end or self.start)

    @property
    def dated(self) -> bool:
        """Whether it is about days."""
        return self.kind not in UNDATED

    @property
    def times(self) -> tuple[dt.time, dt.time]:
        """Begin and end of a period or of hours."""
        return dt.time.fromisoformat(self.start), dt.time.fromisoformat(self.end)

    def to_json(self) -> dict[str, Any]:
        """For a column."""
        return {name: value for name, value in asdict(self).items() if value not in ("", None, False)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Edit":
        """Back from a column."""
        return cls(**data)


def check(edits: Sequence[Edit]) -> None:
    """Raise `BadEdit` for the first edit that cannot be, alone or beside the others."""
    for edit in edits:
        check_one(edit)
    for campus in {edit.campus for edit in edits if edit.kind == "period"}:
        bells = sorted(
            (edit.times, edit.period or 0) for edit in edits if edit.kind == "period" and edit.campus == campus
        )
        for (before, one), (after, other) in pairwise(bells):
            if after[0] < before[1] or one >= other:
                raise BadEdit(texts.PERIODS_OVERLAP(one=one, other=other))


def check_one(edit: Edit) -> None:
    """Raise `BadEdit` for an edit that cannot be."""
    if edit.kind in {"period", "hours"}:
        if edit.times[0] >= edit.times[1]:
            raise BadEdit(texts.BACKWARDS)
        if edit.kind == "period" and not 1 <= (edit.period or 0) <= MOST_PERIODS:
            raise BadEdit(texts.NO_SUCH_PERIOD(most=MOST_PERIODS))
    elif edit.kind == "quiet_hours":
        if edit.times[0] == edit.times[1]:
            raise BadEdit(texts.BACKWARDS)
    elif edit.dated:
        length = (edit.last - edit.first).days + 1
        most = LONGEST_TERM if edit.kind == "term" else LONGEST_DAYS
        if length < 1:
            raise BadEdit(texts.BACKWARDS)
        if length > most:
            raise BadEdit(texts.TOO_LONG(days=length, most=most))


def words(edit: Edit) -> Text:
    """The edit as its card says it."""
    span = texts.span(edit.first, edit.last) if edit.dated else Text("", "")
    where = texts.AT_CAMPUS(campus=edit.campus) if edit.campus else ""
    return texts.EDITS[edit.kind](
        span=span, name=f" {edit.name}" if edit.name and edit.kind in texts.NAMED else edit.name, where=where, start=edit.start[:5],
        end=edit.end[:5], period=edit.period or "", follows=texts.follows(edit.follows),
        provisional=texts.PROVISIONAL if edit.provisional else "",
    )  # fmt: skip


def apply(tx: Session, edits: Sequence[Edit]) -> None:
    """Make them so, all in this transaction; from its commit on every process sees the new calendar."""
    for edit in edits:
        if edit.campus or edit.kind == "campus":
            rows.put_campus(tx, edit.campus or edit.name)
        _put_one(tx, edit)
    for campus in dict.fromkeys(edit.campus for edit in edits if edit.kind == "period"):
        _put_periods(tx, campus, [edit for edit in edits if edit.kind == "period" and edit.campus == campus])
    hours = sorted((edit.start, edit.end) for edit in edits if edit.kind == "hours")
    if hours:
        settings.put(tx, rows.HOURS, [list(span) for span in hours])
    rows.touch(tx)


def _put_one(tx: Session, edit: Edit) -> None:
    match edit.kind:
        case "term":
            monday = edit.first - edit.first.weekday() * ONE_DAY
            rows.put_term(tx, TermRow(
                name=edit.name, first_day=edit.first, last_day=edit.last, first_monday=monday,
                provisional=edit.provisional,
            ))  # fmt: skip
        case "remove":
            remove(tx, edit.first, edit.last, edit.campus)
        case "quiet_hours":
            settings.put(tx, rows.QUIET, [edit.start, edit.end])
        case "undo":
            if not rows.put_back(tx, edit.start):
                raise BadEdit(texts.CHANGED_SINCE)
        case "period" | "campus" | "hours":
            pass
        case _:
            _put_days(tx, edit)


def remove(tx: Session, first: dt.date, last: dt.date, campus: str = "", kinds: Iterable[str] = ()) -> None:
    """Take back what was said about these days; what goes beyond them stays."""
    wanted = frozenset(kinds)
    for row in rows.days(tx, first, last):
        if row.campus != campus or (wanted and row.kind not in wanted):
            continue
        kept = [date for date in dates_of(row) if not first <= date <= last]
        for part in ([date for date in kept if date < first], [date for date in kept if date > last]):
            if part:
                tx.add(DaysRow(
                    kind=row.kind, first_day=part[0], last_day=part[-1], name=row.name,
                    follows_weekday=row.follows_weekday, campus=row.campus,
                ))  # fmt: skip
        tx.delete(row)
    tx.flush()


# A day is only one of these; said again, it is what was said last.
_ONE_OF = frozenset({DaysKind.HOLIDAY, DaysKind.MAKE_UP, DaysKind.NO_CLASS})


def _put_days(tx: Session, edit: Edit) -> None:
    kind = DaysKind(edit.kind)
    if kind in _ONE_OF:
        remove(tx, edit.first, edit.last, edit.campus, _ONE_OF)
    elif any(
        (row.kind, row.name, row.first_day, row.last_day, row.campus)
        == (kind, edit.name, edit.first, edit.last, edit.campus)
        for row in rows.days(tx, edit.first, edit.last)
    ):
        return  # said twice
    tx.add(DaysRow(
        kind=kind, first_day=edit.first, last_day=edit.last, name=edit.name, follows_weekday=edit.follows,
        campus=edit.campus,
    ))  # fmt: skip
    tx.flush()


def _put_periods(tx: Session, campus: str, edits: Sequence[Edit]) -> None:
    """A list from the first period on replaces the whole; single periods change their own times."""
    bells = {} if len(edits) > 1 and min(edit.period or 0 for edit in edits) == 1 else _bells(tx, campus)
    bells |= {edit.period or 0: (*edit.times, edit.name) for edit in edits}
    put = [
        PeriodRow(
            campus=campus,
            number=number,
            name=name or period_name(number),
            starts=start.isoformat("minutes"),
            ends=end.isoformat("minutes"),
        )
        for number, (start, end, name) in sorted(bells.items())
    ]
    spans = [(start, end, number) for number, (start, end, _name) in sorted(bells.items())]
    for (_start, end, one), (start, _end, other) in pairwise(spans):
        if start < end:
            raise BadEdit(texts.PERIODS_OVERLAP(one=one, other=other))
    rows.put_periods(tx, campus, put)


def _bells(tx: Session, campus: str) -> dict[int, tuple[dt.time, dt.time, str]]:
    known = rows.periods(tx)
    for name in (campus, ""):
        mine = {row.number: (*_times(row), row.name) for row in known if row.campus == name}
        if mine:
            return mine
    return {period.number: (period.start, period.end, period.name) for period in USUAL_PERIODS}


def _times(row: PeriodRow) -> tuple[dt.time, dt.time]:
    return dt.time.fromisoformat(row.starts), dt.time.fromisoformat(row.ends)


def period_name(number: int) -> str:
    """第三节, 第十二节."""
    if number <= 10:
        return f"第{NUMERALS[number]}节"
    return f"第十{NUMERALS[number - 10]}节" if number < 20 else f"第{number}节"
