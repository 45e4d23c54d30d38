"""Rules that come back, as teachers say them: 每周三下午三点, 每月最后一个工作日, 期末前两周, "every Friday at 3pm".

Rules, where speech is ambiguous. What is left open takes its first place: 每周 is Monday, 每月 the first workday,
每季度 its last workday, 每学期 its first day, and work's opening as the hour. Hours 1 to 6 are afternoon, 7 to 12
morning (there is no "now" in a rule). Hours of the school (放学后, 第三节课后) turn 每天 into every workday.
Days off: weekly duties are skipped; monthly ones and those of the term move to the workday before; daily
ones, festivals and dates of the year are kept; 遇假期顺延, 提前, 跳过 and 照常 say otherwise.
"""

import datetime as dt
import re
from contextlib import suppress
from dataclasses import dataclass, replace

from handlers.numerals import fold
from handlers.recurrence import (
    Daily,
    Holiday,
    HolidayEdge,
    Monthly,
    MonthlyNth,
    NthWorkday,
    Pattern,
    Recurrence,
    TermEdge,
    TermWeek,
    VacationEdge,
    Weekly,
)
from handlers.school_time import SchoolCalendar
from handlers.timing.time_clocks import Clock, Hour, find_hours, narrowed
from handlers.timing.time_rule_phrases import RULE_PHRASES
from handlers.timing.time_words import (
    Part,
)

Match = re.Match[str]

_LONGEST = 2000
_GAP = re.compile(r"[\s,的()]*(?:at|on|in the)?\s*", re.IGNORECASE)
_AND = re.compile(r"\s*(?:[、,/]|[和及跟与]|and)\s*(?:at\s*)?", re.IGNORECASE)  # between the hours of a list
_POLICIES = (
    (Holiday.AFTER, re.compile(r"(?:假期?|节假日|周末|休息日?)[^,。;]{0,4}(?:顺延|延后|推迟|往后)|顺延")),
    (Holiday.BEFORE, re.compile(r"(?:假期?|节假日|周末|休息日?)[^,。;]{0,4}(?:提前|往前)")),
    (
        Holiday.IGNORE,
        re.compile(r"(?:假期?|节假日)[^,。;]{0,4}(?:照常|照旧|不变|也要)|including holidays", re.IGNORECASE),
    ),
    (
        Holiday.SKIP,
        re.compile(r"(?:假期?|节假日)[^,。;]{0,4}(?:跳过|除外|不用|不发|停|免)|except (?:on )?holidays", re.IGNORECASE),
    ),
)


@dataclass(frozen=True, slots=True)
class Comeback:
    """A rule found in a text; `words` is `text[start:end]`."""

    rule: Recurrence
    start: int
    end: int
    words: str


def parse_recurrence(text: str, calendar: SchoolCalendar, *, today: dt.date | None = None) -> Recurrence | None:
    """The rule that the text asks for, or None if nothing in it comes back.

    `today` fixes which weeks 每两周 means: this one first. Never raises on text.
    """
    found = find_recurrence(text, calendar, today=today)
    return found.rule if found else None


def find_recurrence(text: str, calendar: SchoolCalendar, *, today: dt.date | None = None) -> Comeback | None:
    """The same with its place in the text, so that the rest can be read as what to do."""
    said = fold(text[:_LONGEST])
    for expression, reading in RULE_PHRASES:
        for match in expression.finditer(said):
            with suppress(ValueError):
                pattern = reading(match)
                if pattern is not None:
                    return _with_hour(text, said, match, pattern, calendar, today)
    return None


def _with_hour(
    text: str, said: str, match: Match, pattern: Pattern, calendar: SchoolCalendar, today: dt.date | None
) -> Comeback:
    hours = sorted(find_hours(said, calendar), key=lambda found: (found[0], -found[1]))
    opening = calendar.hours[0][0] if calendar.hours else dt.time(8)
    time, of_school, start, end = opening, False, match.start(), match.end()
    also: tuple[dt.time, ...] = ()
    for begins, ends, hour in hours:
        if isinstance(hour, Clock | Part) and (begins >= match.end() or ends <= match.start()):
            time = hour.readings[0] if isinstance(hour, Clock) else hour.usual
            of_school = isinstance(hour, Clock) and hour.of_school
            if isinstance(hour, Part) and (more := _hour_within(said, hours, ends, hour)):
                time, ends = more  # noqa: PLW2901  the part and the hour are one phrase
            also, ends = _more_hours(said, hours, ends, time)  # noqa: PLW2901
            if begins >= end and _GAP.fullmatch(said, end, begins):
                end = ends
            elif ends <= start and _GAP.fullmatch(said, ends, start):
                start = begins
            break
    if of_school and pattern == Daily(workdays_only=False):
        pattern = Daily()
    if isinstance(pattern, Weekly | Daily) and pattern.interval > 1 and today is not None:
        pattern = replace(pattern, anchor=today)
    return Comeback(Recurrence(pattern, time, _holiday(said, match, pattern), also=also), start, end, text[start:end])


def _more_hours(
    said: str, hours: list[tuple[int, int, Hour]], after: int, first: dt.time
) -> tuple[tuple[dt.time, ...], int]:
    """The further hours of a list, 八点和五点, each later in the day than the one before, and where the list ends."""
    found: list[dt.time] = []
    while more := next(
        ((end, hour) for begin, end, hour in hours
         if begin > after and isinstance(hour, Clock) and _AND.fullmatch(said, after, begin)), None,
    ):  # fmt: skip
        after, hour = more
        latest = found[-1] if found else first
        found.append(next((time for time in hour.readings if time > latest), hour.readings[0]))
    return tuple(found), after


def _hour_within(said: str, hours: list[tuple[int, int, Hour]], after: int, part: Part) -> tuple[dt.time, int] | None:
    """The hour that follows a part of the day, "evening at 8", and where it ends."""
    for begins, ends, hour in hours:
        if begins >= after and isinstance(hour, Clock) and _GAP.fullmatch(said, after, begins):
            return narrowed(hour, part).readings[0], ends
    return None


def _holiday(said: str, match: Match, pattern: Pattern) -> Holiday:
    if side := match.groupdict().get("near"):  # 每年元旦前
        return Holiday.BEFORE if "前" in side else Holiday.AFTER
    for policy, words in _POLICIES:
        if words.search(said):
            return policy
    if isinstance(pattern, Weekly):
        return Holiday.SKIP
    if isinstance(pattern, VacationEdge) and pattern.days >= 0:
        return Holiday.IGNORE  # a day in the vacation is meant
    if isinstance(pattern, HolidayEdge):
        return Holiday.BEFORE if pattern.days < 0 else Holiday.AFTER
    moved = isinstance(pattern, Monthly | MonthlyNth | NthWorkday | TermWeek | TermEdge | VacationEdge)
    return Holiday.BEFORE if moved else Holiday.IGNORE
