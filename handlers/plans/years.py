"""Which school year it is, and which plan is written now. A school year is prepared from August on and ends in July."""

from datetime import date, datetime, time, timedelta

from handlers.turn import Turn
from storage import plans
from storage.plans import Plan

FIRST_MONTH = 8  # by national rule the year begins on 1 September; plans are made in the month before


def this_year(turn: Turn) -> int:
    """The year in which the running school year began."""
    return plans.first_year(turn.school.calendar.date(turn.now), FIRST_MONTH)


def span_of(turn: Turn, year: int) -> tuple[datetime, datetime]:
    """From the first day of a school year until the first day after it, in UTC."""
    calendar = turn.school.calendar
    begins, ends = (calendar.at(date(one, FIRST_MONTH, 1), time(0)) for one in (year, year + 1))
    return begins.astimezone(turn.now.tzinfo), ends.astimezone(turn.now.tzinfo)


def year_end(turn: Turn, year: int) -> datetime:
    """The end of the last day of a school year, as a goal's day."""
    calendar = turn.school.calendar
    last = turn.local(span_of(turn, year)[1] - timedelta(minutes=1)).date()
    return calendar.at(last, calendar.hours[-1][1]).astimezone(turn.now.tzinfo)


def plan_to_write(turn: Turn) -> Plan | None:
    """The plan a new goal goes into: next year's while it is being drafted, else this year's; None before there is one."""
    year = this_year(turn)
    coming = plans.of_year(turn.tx, year + 1)
    return coming if coming is not None and coming.edition == 0 else plans.of_year(turn.tx, year)
