"""What the country says about the days: public holidays, make-up workdays, the lunar calendar.

The State Council publishes a year's arrangement in the November before; until a library release
carries it, a year is a guess and says so. This file alone knows chinesecalendar and lunardate.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType


class Status(StrEnum):
    """Whether a day is announced or only to be expected."""

    CONFIRMED = "confirmed"
    PROVISIONAL = "provisional"


@dataclass(frozen=True, slots=True)
class NationalDay:
    """One day on which the country differs from the plain week."""

    workday: bool  # True: a weekend day that is worked (调休); False: a public holiday
    label: str
    label_en: str


@dataclass(frozen=True, slots=True)
class NationalYear:
    """The differing days of a year. A provisional year holds statutory holidays and no make-up days."""

    year: int
    status: Status
    days: Mapping[dt.date, NationalDay]


_CHINESE = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "Mid-autumn Festival": "中秋节",
    "National Day": "国庆节",
    "Anti-Fascist 70th Day": "抗战胜利70周年纪念日",
}

# 全国年节及纪念日放假办法 (2024 revision, in force 2025-01-01): thirteen days.
_FIXED = {
    "New Year's Day": ((1, 1),),
    "Labour Day": ((5, 1), (5, 2)),
    "National Day": ((10, 1), (10, 2), (10, 3)),
}
_LUNAR = {
    "Spring Festival": ((1, 1), (1, 2), (1, 3)),
    "Dragon Boat Festival": ((5, 5),),
    "Mid-autumn Festival": ((8, 15),),
}


@lru_cache(maxsize=256)
def national_days(year: int) -> NationalYear:
    """The public holidays and make-up workdays of a year.

    Announced years (2004 to the last one in chinesecalendar) are confirmed; every other year is
    provisional: the statutory thirteen days, no make-up days, nothing moved next to a weekend.
    """
    import chinese_calendar  # noqa: PLC0415  a hundred kilobytes of tables, paid on first use

    days = {
        day: NationalDay(workday, _CHINESE.get(name, name), name)
        for table, workday in ((chinese_calendar.holidays, False), (chinese_calendar.workdays, True))
        for day, name in table.items()
        if day.year == year
    }
    # A notice for the coming January may stand in the tables before the year itself does.
    if any(day.month == 10 for day in days):
        return NationalYear(year, Status.CONFIRMED, MappingProxyType(days))
    return NationalYear(year, Status.PROVISIONAL, MappingProxyType(_statutory(year) | days))


def _statutory(year: int) -> dict[dt.date, NationalDay]:
    named = [(name, dt.date(year, *when)) for name, dates in _FIXED.items() for when in dates]
    named += [
        (name, day) for name, dates in _LUNAR.items() for when in dates if (day := lunar_date(year, *when)) is not None
    ]
    if (new_year := lunar_date(year, 1, 1)) is not None:
        named.append(("Spring Festival", new_year - dt.timedelta(days=1)))
    if 2000 <= year < 2100:
        named.append(("Tomb-sweeping Day", _qingming(year)))
    return {day: NationalDay(workday=False, label=_CHINESE[name], label_en=name) for name, day in named}


def _qingming(year: int) -> dt.date:
    """Pure Brightness of a year of this century, by the usual approximation (4 or 5 April)."""
    past = year - 2000
    return dt.date(year, 4, int(past * 0.2422 + 4.81) - past // 4)


@lru_cache(maxsize=1024)
def lunar_date(year: int, month: int, day: int) -> dt.date | None:
    """The solar date of a lunar day, in the lunar year that begins in `year`; 2027, 1, 1 → 2027-02-06.

    Day 30 of a short month is its last day (除夕 is said as 腊月三十 every year). None outside 1900–2099
    and for months or days that no lunar year has.
    """
    from lunardate import LunarDate  # noqa: PLC0415  its tables are paid on first use

    if not (1 <= month <= 12 and 1 <= day <= 30):
        return None
    for last in (day, 29) if day == 30 else (day,):
        try:
            found: dt.date = LunarDate(year, month, last).to_solar_date()
        except ValueError:
            continue
        else:
            return found
    return None
