"""Values that the readers of time phrases share: the days meant, and where the speaker stands."""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from handlers.numerals import read_number
from handlers.school_time import SchoolCalendar


class Relation(StrEnum):
    """How the thing stands to the time said."""

    AT = "at"
    BEFORE = "before"  # 周五前, by Friday
    AFTER = "after"  # 周五后


@dataclass(frozen=True, slots=True)
class Days:
    """The days a phrase names, first to last inclusive."""

    first: dt.date
    last: dt.date
    relation: Relation = Relation.AT
    floating: bool = False  # a weekday or date that may as well be the next one, if the hour has passed


@dataclass(frozen=True, slots=True)
class Today:
    """Where the speaker stands."""

    date: dt.date
    calendar: SchoolCalendar


Match = re.Match[str]
Reading = Callable[[Match, Today], Days | None]
Phrases = tuple[tuple[re.Pattern[str], Reading], ...]


def one_day(date: dt.date, *, floating: bool = False) -> Days:
    return Days(date, date, floating=floating)


_ENGLISH_SHIFTS = {"next": 1, "next week": 1, "after next": 2, "week after next": 2, "last": -1}


def week_shift(said: str | None) -> int | None:
    """0 for 这周, 1 for 下周, 2 for 下下周, -1 for 上周, months alike; None if none was said."""
    if not said:
        return None
    said = said.strip().lower()
    return said.count("下") - said.count("上") + _ENGLISH_SHIFTS.get(said, 0)


def year_said(said: str | None, today: Today) -> int | None:
    """The year that 明年 or 2027年 means; None if none was said."""
    if not said:
        return None
    named = {"今年": 0, "明年": 1, "后年": 2, "去年": -1}
    if said in named:
        return today.date.year + named[said]
    year = read_number(said.rstrip("年"))
    return year + 2000 if year is not None and year < 100 else year
