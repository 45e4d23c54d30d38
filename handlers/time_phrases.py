"""What teachers say about time, understood: 明天下午三点, 这周四第三节课后, 期末前两周, "by Dec 1".

`parse_when` finds moments, days and spans; `parse_recurrence` finds rules that come back. The rules for
ambiguous speech stand in `time_days` (days) and `time_clocks` (hours). Above them: what nobody called past is
still to come, so a bare hour gone by is tomorrow's and a bare weekday gone by next week's; only 今天, 这周, 昨天,
上周, a full date and their like may lie behind. Pure, and no text makes it raise.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from handlers.numerals import fold
from handlers.school_time import ONE_DAY, NoWorkingTime, SchoolCalendar
from handlers.timing.time_clocks import Clock, Hour, Later, find_hours, narrowed
from handlers.timing.time_days import find_days
from handlers.timing.time_recurrence import Comeback, find_recurrence, parse_recurrence
from handlers.timing.time_spans import Days, Relation, Today
from handlers.timing.time_words import Part

__all__ = ["Comeback", "Precision", "Relation", "When", "find_recurrence", "parse_recurrence", "parse_when"]

_LONGEST = 2000  # characters of one message that are read for times
_GAP = re.compile(r"[\s,的()]*(?:on|at|in the|from|T)?[\s(]*", re.IGNORECASE)
_TO = re.compile(r"\s*(?:到|至|~|-|--|to|until)\s*", re.IGNORECASE)
_BEFORE = re.compile(
    r"(?:\b(?:by|before|until|till|no later than)(?: the)?|截止到?|截至|最晚|最迟|不晚于|赶在)[\s在]*$", re.IGNORECASE
)
_AFTER = re.compile(r"\bafter(?: the)?\s*$", re.IGNORECASE)
_THEN = re.compile(
    r"\s*的?(?:(?P<before>之前|以前|前(?!天|面|排|后|台|往|门|两|三|一)|截止)|(?P<after>之后|以后|后(?!天|面|排|台|门|勤)))"
    r"|(?P<within>[之以]内|内(?![部容网存外科页涵蒙地置审控]))"
)
_EVERY = re.compile(
    r"(?:每(?:个|到|隔)?[一二两三四六八]?个?(?:[天日晚早周月年]|星期|礼拜|学[期年]|工作日)?的?"
    r"|天天|工作日|every(?: day| month)?|each|daily)[\s,]*$",
    re.IGNORECASE,
)


class Precision(StrEnum):
    """How exactly a time was said."""

    MINUTE = "minute"  # 三点, 半小时后, 第三节课后
    PART = "part"  # 明天上午
    DAY = "day"  # 周五
    SPAN = "span"  # 下周, 3月5号到7号, 两点到四点


@dataclass(frozen=True, slots=True)
class When:
    """A time found in a text; `words` is `text[start:end]`, moments are in UTC.

    `at` is the one moment to act on: the hour said, else when work begins on the day, for a deadline
    (`relation` BEFORE: "by Friday" includes Friday) when work ends on it, and during the very day or week
    meant, when it ends. `begins` to `ends` is all that was said; both equal `at` where it was exact.
    """

    start: int
    end: int
    words: str
    at: dt.datetime
    begins: dt.datetime
    ends: dt.datetime
    precision: Precision
    relation: Relation = Relation.AT


@dataclass(frozen=True, slots=True)
class _Token:
    start: int
    end: int
    days: Days | None = None
    again: Callable[[Today], Days | None] | None = None
    hour: Hour | None = None


def parse_when(text: str, now: dt.datetime, calendar: SchoolCalendar) -> list[When]:
    """Every time said in the text, in the order said; what comes back (每周三) is left to `parse_recurrence`.

    `now` is when it was said, aware (else ValueError). Only the first 2000 characters are read.
    """
    return list(_times(text, now, calendar))


@lru_cache(maxsize=64)  # several features look for times in the same words of the same turn
def _times(text: str, now: dt.datetime, calendar: SchoolCalendar) -> tuple[When, ...]:
    said = fold(text[:_LONGEST])
    tokens = list(_tokens(said, Today(calendar.date(now), calendar)))
    found: list[When] = []
    while tokens:
        when = _next(said, tokens, now, calendar)
        if when and not _EVERY.search(said[: when.start]):
            found.append(replace(when, words=text[when.start : when.end]))
    return tuple(found)


def _tokens(said: str, today: Today) -> Iterator[_Token]:
    """Day and hour phrases that do not overlap: the earliest, and of those the longest."""
    tokens = [_Token(start, end, days, again) for start, end, days, again in find_days(said, today)]
    tokens += [_Token(start, end, hour=hour) for start, end, hour in find_hours(said, today.calendar)]
    reached = 0
    for token in sorted(tokens, key=lambda token: (token.start, -token.end)):
        if token.start >= reached:
            yield token
            reached = token.end


def _next(said: str, tokens: list[_Token], now: dt.datetime, calendar: SchoolCalendar) -> When | None:
    """Take the tokens of one time from the front and settle it; None if it lies outside of the calendar."""
    day, hour, start, end = _phrase(said, tokens)
    with suppress(ValueError, OverflowError, NoWorkingTime):
        when = _settle(day, hour, now, calendar)
        when = replace(when, start=start, end=end)
        if tokens and _TO.fullmatch(said, end, tokens[0].start):
            return _span(said, when, day, tokens, now, calendar)
        return _related(said, when, calendar, now)
    return None


def _phrase(said: str, tokens: list[_Token]) -> tuple[_Token | None, Hour | None, int, int]:
    """A day, an hour, or both in either order: 周五下午, "3pm tomorrow", 9月3日(周四)第一节."""
    first = tokens.pop(0)
    day, hour, end = (first, None, first.end) if first.days else (None, first.hour, first.end)
    while tokens and _GAP.fullmatch(said, end, tokens[0].start):
        follower = tokens[0]
        bracketed = "(" in said[end : follower.start]  # 12月1日(周二): the date counts, whatever the weekday
        if follower.days and day and not bracketed and not _same_day(day, follower):
            break
        if follower.hour and not _joins(hour, follower.hour):
            break
        more = follower.hour
        if isinstance(hour, Part) and isinstance(more, Clock):
            more = narrowed(more, hour)
        day, hour, end = day or (follower if follower.days else None), more or hour, follower.end
        tokens.pop(0)
    return day, hour, first.start, end


def _joins(hour: Hour | None, follower: Hour) -> bool:
    """Whether a second hour says more about the first: 上午第二节课."""
    return (hour is None or isinstance(hour, Part)) and isinstance(follower, Clock if hour else Clock | Part)


def _same_day(first: _Token, second: _Token) -> bool:
    one, other = first.days, second.days
    return one is not None and other is not None and (one.first, one.last) == (other.first, other.last)


def _span(
    said: str, begin: When, day: _Token | None, tokens: list[_Token], now: dt.datetime, calendar: SchoolCalendar
) -> When:
    """两点到四点, 3月5号到7号, 下周一至周三: the second half borrows what it leaves out from the first."""
    date = calendar.date(begin.begins)
    follower, hour, _, end = _phrase(said, tokens)
    if follower is None:
        finish = _settle(_Token(0, 0, Days(date, date)), hour, begin.at, calendar)
    else:
        days = follower.days
        if days and days.floating and follower.again and day:
            days = follower.again(Today(date, calendar))
        finish = _settle(replace(follower, days=days, again=None), hour, now, calendar)
    if finish.ends <= begin.begins:
        return begin
    return replace(begin, end=end, ends=finish.ends, precision=Precision.SPAN)


def _related(said: str, when: When, calendar: SchoolCalendar, now: dt.datetime) -> When:
    """Add 前, 后, "by" and their like around the words."""
    relation, start, end = when.relation, when.start, when.end
    outside = False  # 下周前 is over when the week begins; "by next week" and 下周内 run to its end
    if then := _THEN.match(said, end):
        relation = Relation.AFTER if then["after"] else Relation.BEFORE
        end = then.end()
        outside = bool(then["before"])
    elif led := _BEFORE.search(said[:start]):
        relation, start = Relation.BEFORE, led.start()
        outside = led[0].lower().startswith("before")
    elif led := _AFTER.search(said[:start]):
        relation, start = Relation.AFTER, led.start()
    when = replace(when, start=start, end=end, relation=relation)
    if relation is Relation.AT or when.precision is Precision.MINUTE:
        return when
    if outside and when.precision is Precision.SPAN and when.begins > now:
        return replace(when, at=_last_work_before(when.begins, calendar, now))
    return replace(when, at=_act_on(when, calendar, now))


def _last_work_before(moment: dt.datetime, calendar: SchoolCalendar, now: dt.datetime) -> dt.datetime:
    """When the last workday before a day ends; the day itself where no work lies between."""
    closing = calendar.at(calendar.add_workdays(calendar.date(moment), -1), _closing(calendar))
    return closing if closing > now else moment


def _act_on(when: When, calendar: SchoolCalendar, now: dt.datetime) -> dt.datetime:
    """The moment of a deadline on a day or a span, or of what comes after it."""
    if when.precision is Precision.PART:
        return when.ends
    last = calendar.date(when.ends) - ONE_DAY
    if when.relation is Relation.AFTER:
        return calendar.at(calendar.add_workdays(last, 1), _opening(calendar))
    if when.precision is Precision.SPAN:  # 本周内 is until Friday's work is done, while there is any
        first = max(calendar.date(when.begins), calendar.date(now))
        last = max((date for date in _dates(Days(first, last)) if calendar.is_workday(date)), default=last)
    closing = calendar.at(last, _closing(calendar))
    return when.ends if closing <= now < when.ends else closing


def _settle(day: _Token | None, hour: Hour | None, now: dt.datetime, calendar: SchoolCalendar) -> When:
    """The time that a day and an hour name together; start and end are filled in by the caller."""
    days = day.days if day else None
    if isinstance(hour, Later):
        return _exactly(now.astimezone(dt.UTC) + hour.distance, hour.relation)
    if isinstance(hour, Clock):
        if days is None:
            return _exactly(_coming(hour, now, calendar), hour.relation)
        moment = _on_day(hour, days, now, calendar)
        if moment <= now and days.floating and day and day.again:
            later = day.again(Today(calendar.date(now) + ONE_DAY, calendar))
            moment = _on_day(hour, later, now, calendar) if later else moment
        return _exactly(moment, hour.relation if hour.relation is not Relation.AT else days.relation)
    if isinstance(hour, Part):
        return _part_of(day, days, hour, now, calendar)
    if days is None:
        raise ValueError("a time has a day or an hour")
    return _whole_days(days, now, calendar)


def _exactly(moment: dt.datetime, relation: Relation) -> When:
    return When(0, 0, "", moment, moment, moment, Precision.MINUTE, relation)


def _coming(clock: Clock, now: dt.datetime, calendar: SchoolCalendar) -> dt.datetime:
    """The first time the hour comes; hours of the school come on days with classes."""
    today = calendar.date(now)
    for away in range(400):
        date = today + away * ONE_DAY
        if (clock.of_school and not calendar.has_classes(date)) or (clock.of_work and not calendar.is_workday(date)):
            continue
        for moment in _moments(clock, date, calendar):
            if moment > now:
                return moment
    raise NoWorkingTime("no class day within 400 days")


def _moments(clock: Clock, date: dt.date, calendar: SchoolCalendar) -> Iterator[dt.datetime]:
    """An hour on a date; of two readings, one in the quiet hours is not meant."""
    date += ONE_DAY if clock.next_day else dt.timedelta(0)
    moments = [calendar.at(date, time) for time in clock.readings]
    return iter([moment for moment in moments if not calendar.is_quiet(moment)] or moments)


def _on_day(clock: Clock, days: Days, now: dt.datetime, calendar: SchoolCalendar) -> dt.datetime:
    # Of a week its first working day is meant; of days off (国庆上午九点) the day that gives them their name.
    date = next((date for date in _dates(days) if calendar.is_workday(date)), days.first)
    moments = list(_moments(clock, date, calendar))
    return next((moment for moment in moments if moment > now), moments[0])


def _part_of(day: _Token | None, days: Days | None, part: Part, now: dt.datetime, calendar: SchoolCalendar) -> When:
    today = calendar.date(now)
    date = days.first if days else today
    if calendar.at(date, part.ends) <= now:
        if days is None:
            date = today + ONE_DAY
        elif days.floating and day and day.again and (later := day.again(Today(today + ONE_DAY, calendar))):
            date = later.first
    begins, usual, ends = (calendar.at(date, time) for time in (part.begins, part.usual, part.ends))
    at = ends if usual <= now < ends else usual
    return When(0, 0, "", at, begins, ends, Precision.PART, days.relation if days else Relation.AT)


def _whole_days(days: Days, now: dt.datetime, calendar: SchoolCalendar) -> When:
    begins = calendar.at(days.first, dt.time.min)
    ends = calendar.at(days.last + ONE_DAY, dt.time.min)
    workdays = [date for date in _dates(days) if calendar.is_workday(date)] or list(_dates(days))
    at = calendar.at(workdays[0], _opening(calendar))
    if days.relation is Relation.BEFORE or begins <= now < ends:
        closing = calendar.at(workdays[-1], _closing(calendar))
        at = ends if closing <= now < ends else closing
    precision = Precision.DAY if days.first == days.last else Precision.SPAN
    return When(0, 0, "", at, begins, ends, precision, days.relation)


def _dates(days: Days) -> Iterator[dt.date]:
    for away in range((days.last - days.first).days + 1):
        yield days.first + away * ONE_DAY


def _opening(calendar: SchoolCalendar) -> dt.time:
    return calendar.hours[0][0] if calendar.hours else dt.time(8)


def _closing(calendar: SchoolCalendar) -> dt.time:
    return calendar.hours[-1][1] if calendar.hours else dt.time(17, 30)
