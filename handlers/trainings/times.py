"""When a session begins and ends, as its host says it: never a day that was not said."""

import re
from datetime import date, datetime, timedelta

from handlers.errors import Incomplete
from handlers.numerals import fold
from handlers.texts import Text
from handlers.time_phrases import Precision, When, parse_when
from handlers.timing.time_days import find_days
from handlers.timing.time_spans import Today
from handlers.trainings import rules, texts
from handlers.turn import Turn

Span = tuple[datetime, datetime]

# What names a day that nobody could date: an hour behind it must not become today's.
_UNREAD_DAY = re.compile(
    r"(?:(?:周|星期|礼拜)[一二三四五六日天末]?|第[^,。;\s]{1,3}[天个周]|[\d一二三十]月份?|[寒暑]?假期?|节假?日?|考试?|学期?|[前后那][天周]"
    r"|\d[日号])的?\s*$"
)
_WHICH_OF_THEM = re.compile(
    r"(?:第[一二三四五\d]+|最后一|倒数第[一二三\d]+)个的?\s*$|\b(?:first|second|third|fourth|last) $", re.IGNORECASE
)
_THAT_DAY = re.compile(r"(?:的)?(?:那|当|这)(?:一)?天的?")
_FROM_NOW = re.compile(r"小时|分钟|hour|minute", re.IGNORECASE)


def parse_span(turn: Turn, words: str, stands: Span | None = None) -> Span:
    """When a session begins and ends. Raises `Incomplete` for no exact hour, the past, and days without trainings.

    With `stands`, the time a session has now, only the day or only the hour need be said.
    """
    found = exact_span(turn, words, stands)
    if found is None:
        raise Incomplete(texts.NO_TIME)
    _check_day(turn, found[0])
    return found


def exact_span(turn: Turn, words: str, stands: Span | None = None) -> Span | None:
    """An hour of a day, and how long: without an end it lasts as before, else as the rule says."""
    if "/" in words and words[:4].isdigit():  # as `kept` keeps it
        begin, _, end = words.partition("/")
        return datetime.fromisoformat(begin), datetime.fromisoformat(end)
    said = _THAT_DAY.sub("", words) or words
    found = parse_when(said, turn.now, turn.school.calendar)
    exact = next((one for one in found if _is_exact(turn, one)), None)
    days = [turn.local(one.begins).date() for one in found if _is_one_day(turn, one)]
    if exact is None:
        return _on(turn, stands, days[0]) if stands and days else None
    length = stands[1] - stands[0] if stands else timedelta(minutes=turn.rule(rules.LENGTH))
    span = exact.begins, exact.ends if exact.ends > exact.begins else exact.begins + length
    before = fold(said[: exact.start])
    if _names_day(turn, exact.words):
        return None if _WHICH_OF_THEM.search(before) else span  # 12月的第一个周五 is not this Friday
    if stands is not None and not days:
        days = [turn.local(stands[0]).date()]
    if days:
        return _on(turn, span, days[0])
    return None if _UNREAD_DAY.search(before) else span


def kept(turn: Turn, span: Span) -> str:
    """A time as a form keeps it: 明天 must not move when the day ends."""
    return "/".join(turn.local(at).isoformat() for at in span)


def show_span(value: str) -> Text | str:
    """A kept span as people read it: 2026-09-16（周三）15:00–16:00. Words that were typed stay as they are."""
    begin, _, end = value.partition("/")
    if not (end and begin[:4].isdigit()):
        return value
    day, hours = date.fromisoformat(begin[:10]), f"{begin[11:16]}–{end[11:16]}"
    return Text(f"{day}（周{'一二三四五六日'[day.weekday()]}）{hours}", f"{day:%a} {day} {hours}")


def _is_exact(turn: Turn, one: When) -> bool:
    if one.precision == Precision.SPAN:
        same_day = turn.local(one.begins).date() == turn.local(one.ends).date()
        return same_day and one.ends - one.begins < timedelta(hours=10)
    return one.precision == Precision.MINUTE


def _is_one_day(turn: Turn, one: When) -> bool:
    if _is_exact(turn, one):
        return False
    last = one.ends - timedelta(seconds=1)
    return one.precision == Precision.DAY or turn.local(one.begins).date() == turn.local(last).date()


def _names_day(turn: Turn, words: str) -> bool:
    if _FROM_NOW.search(words):
        return True
    calendar = turn.school.calendar
    return any(True for _day in find_days(fold(words), Today(calendar.date(turn.now), calendar)))


def _on(turn: Turn, span: Span, day: date) -> Span:
    """The same hours on another day of the school."""
    begins = datetime.combine(day, turn.local(span[0]).time(), turn.school.zone)
    return begins, begins + (span[1] - span[0])


def _check_day(turn: Turn, begins: datetime) -> None:
    calendar = turn.school.calendar
    if begins <= turn.now:
        raise Incomplete(texts.PAST(at=turn.clock_time(begins)))
    if calendar.is_exam(begins) or calendar.is_undisturbed(begins):
        why = texts.EXAMS if calendar.is_exam(begins) else texts.UNDISTURBED
        raise Incomplete(texts.QUIET(day=turn.clock_time(begins), why=why))
