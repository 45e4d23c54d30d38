"""Duties that come back, across holidays and terms."""

import datetime as dt
import json
from dataclasses import replace
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.recurrence import (
    CatchUp,
    Daily,
    Edge,
    Holiday,
    Lunar,
    Missed,
    Monthly,
    MonthlyNth,
    NthWorkday,
    Once,
    Pattern,
    Recurrence,
    Season,
    TermEdge,
    TermWeek,
    TermWeeks,
    VacationEdge,
    Weekly,
    Yearly,
    describe,
    describe_missed,
    from_json,
    next_after,
    to_json,
    upcoming,
)
from handlers.school_time import SchoolCalendar, Term, usual_terms

SHANGHAI = ZoneInfo("Asia/Shanghai")
THREE = dt.time(15)
SCHOOL = SchoolCalendar(
    terms=(
        Term.starting("春季学期", dt.date(2026, 2, 25), dt.date(2026, 7, 10)),
        Term.starting("秋季学期", dt.date(2026, 9, 1), dt.date(2027, 1, 22)),
        usual_terms(2026)[1],
    )
)


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def dates(pattern: Pattern, after: str, n: int, holiday: Holiday = Holiday.IGNORE) -> list[str]:
    rule = Recurrence(pattern, THREE, holiday)
    return [SCHOOL.date(moment).isoformat() for moment in upcoming(rule, at(after), n, SCHOOL)]


@pytest.mark.parametrize(
    ("pattern", "after", "expected"),
    [
        (NthWorkday(), "2026-02-01 00:00", ["2026-02-28", "2026-03-31", "2026-04-30"]),
        (NthWorkday(1), "2026-09-30 00:00", ["2026-10-08", "2026-11-02"]),
        (TermWeek(3, 4), "2026-08-01 00:00", ["2026-09-18", "2027-03-12"]),
        (Lunar(1, 1), "2026-03-01 00:00", ["2027-02-06", "2028-01-26"]),
        (Lunar(8, 15), "2026-03-01 00:00", ["2026-09-25", "2027-09-15"]),
        (Lunar(12, 30), "2026-01-01 00:00", ["2026-02-16", "2027-02-05"]),
        (TermEdge(Edge.END, -14), "2026-09-01 00:00", ["2027-01-08", "2027-06-25"]),
        (TermEdge(Edge.START, 0), "2026-03-01 00:00", ["2026-09-01", "2027-02-22"]),
        (TermEdge(Edge.END, 3), "2026-07-01 00:00", ["2026-07-13", "2027-01-25", "2027-07-12"]),
        (Weekly((2,)), "2026-11-18 15:00", ["2026-11-25", "2026-12-02"]),
        (Weekly((2,)), "2026-11-18 14:59", ["2026-11-18", "2026-11-25"]),
        (Weekly((0,), 2, dt.date(2026, 11, 18)), "2026-11-18 00:00", ["2026-11-30", "2026-12-14"]),
        (Weekly((0,), weeks=TermWeeks.ODD), "2026-09-01 00:00", ["2026-09-14", "2026-09-28"]),
        (Weekly((0,), weeks=TermWeeks.EVEN), "2026-09-01 00:00", ["2026-09-07", "2026-09-21"]),
        (Daily(), "2026-10-08 16:00", ["2026-10-09", "2026-10-10", "2026-10-12"]),
        (Daily(workdays_only=False), "2026-10-09 16:00", ["2026-10-10", "2026-10-11"]),
        (Monthly(31), "2026-01-31 16:00", ["2026-02-28", "2026-03-31", "2026-04-30"]),
        (Monthly(15, also=(1, 31)), "2026-01-31 16:00", ["2026-02-01", "2026-02-15", "2026-02-28"]),
        (Monthly(1, (3, 9)), "2026-03-02 00:00", ["2026-09-01", "2027-03-01"]),
        (MonthlyNth(2, 4), "2026-11-01 00:00", ["2026-11-13", "2026-12-11"]),
        (MonthlyNth(5, 0), "2026-11-01 00:00", ["2026-11-30", "2027-03-29"]),
        (MonthlyNth(-1, 4), "2026-11-01 00:00", ["2026-11-27", "2026-12-25"]),
        (Yearly(9, 10), "2026-09-10 15:00", ["2027-09-10", "2028-09-10"]),
        (Yearly(2, 29), "2027-01-01 00:00", ["2027-02-28", "2028-02-29"]),
        (Once(dt.date(2026, 12, 1)), "2026-11-01 00:00", ["2026-12-01"]),
        (Once(dt.date(2026, 12, 1)), "2026-12-01 15:00", []),
    ],
)
def test_a_pattern_names_its_dates(pattern: Pattern, after: str, expected: list[str]) -> None:
    assert dates(pattern, after, len(expected) or 1) == expected


@pytest.mark.parametrize(
    ("pattern", "holiday", "after", "expected"),
    [
        # Wednesday 7 October 2026 belongs to the National Day holiday.
        (Weekly((2,)), Holiday.SKIP, "2026-10-01 00:00", ["2026-10-14", "2026-10-21"]),
        (Weekly((2,)), Holiday.BEFORE, "2026-09-30 00:00", ["2026-09-30", "2026-10-14"]),
        (Weekly((2,)), Holiday.AFTER, "2026-10-01 00:00", ["2026-10-08", "2026-10-14"]),
        (Weekly((2,)), Holiday.IGNORE, "2026-10-01 00:00", ["2026-10-07", "2026-10-14"]),
        # The whole summer is made up for once, on the first day back.
        (Weekly((0,)), Holiday.AFTER, "2026-07-07 00:00", ["2026-09-01", "2026-09-07"]),
        (Weekly((0,)), Holiday.SKIP, "2026-07-07 00:00", ["2026-09-07", "2026-09-14"]),
        (Yearly(7, 20), Holiday.AFTER, "2026-08-25 00:00", ["2026-09-01"]),
        # Who asks for Sundays means Sundays, but not those of a holiday.
        (Weekly((6,)), Holiday.SKIP, "2026-09-25 00:00", ["2026-10-11", "2026-10-18"]),
        (Monthly(15), Holiday.BEFORE, "2026-11-01 00:00", ["2026-11-13", "2026-12-15"]),
        (Monthly(15), Holiday.AFTER, "2026-11-01 00:00", ["2026-11-16", "2026-12-15"]),
        (Monthly(10), Holiday.SKIP, "2026-09-30 00:00", ["2026-10-10", "2026-11-10"]),
        (NthWorkday(), Holiday.SKIP, "2026-08-01 00:00", ["2026-08-31", "2026-09-30"]),
    ],
)
def test_days_off_do_what_the_policy_says(pattern: Pattern, holiday: Holiday, after: str, expected: list[str]) -> None:
    assert dates(pattern, after, len(expected), holiday) == expected


def test_an_occurrence_is_at_the_wall_time_of_the_school() -> None:
    found = next_after(Recurrence(Weekly((2,)), THREE), at("2026-11-16 09:00"), SCHOOL)
    assert found == at("2026-11-18 15:00")
    assert found.tzinfo is dt.UTC


def test_a_rule_without_a_future_has_no_next_time() -> None:
    now = at("2027-07-01 00:00")
    assert next_after(Recurrence(TermWeek(3, 4), THREE), now, SCHOOL) is None
    assert next_after(Recurrence(TermEdge(Edge.END), THREE), at("2026-11-01 00:00"), SchoolCalendar()) is None
    never_works = replace(SCHOOL, hours=(), works_in_vacation=True)
    assert next_after(Recurrence(Monthly(1), THREE, Holiday.AFTER), now, never_works) is not None


@pytest.mark.parametrize(
    ("pattern", "holiday", "zh", "en"),
    [
        (Weekly((2,)), Holiday.SKIP, "每周三 15:00，遇假期跳过", "every Wednesday at 15:00, not on days off"),
        (Weekly((0, 4)), Holiday.IGNORE, "每周一、五 15:00", "every Monday and Friday at 15:00"),
        (Weekly((0,), 2), Holiday.IGNORE, "每两周的周一 15:00", "Monday of every 2nd week at 15:00"),
        (Weekly((0,), weeks=TermWeeks.ODD), Holiday.IGNORE, "单周周一 15:00", "Monday of odd term weeks at 15:00"),
        (Daily(), Holiday.SKIP, "每个工作日 15:00", "every workday at 15:00"),
        (Daily(workdays_only=False), Holiday.IGNORE, "每天 15:00", "every day at 15:00"),
        (
            Monthly(5),
            Holiday.BEFORE,
            "每月5日 15:00，遇假期提前到前一个工作日",
            "the 5th of every month at 15:00; on a day off, the workday before",
        ),
        (
            Monthly(31, (3, 6)),
            Holiday.AFTER,
            "每年3、6月的最后一天 15:00，遇假期顺延到下一个工作日",
            "the last day of March, June at 15:00; on a day off, the workday after",
        ),
        (
            Monthly(1, also=(15, 31)),
            Holiday.IGNORE,
            "每月1、15日和最后一天 15:00",
            "the 1st and 15th and last day of every month at 15:00",
        ),
        (MonthlyNth(2, 4), Holiday.IGNORE, "每月第二个周五 15:00", "the 2nd Friday of every month at 15:00"),
        (NthWorkday(), Holiday.SKIP, "每月最后一个工作日 15:00", "the last workday of every month at 15:00"),
        (NthWorkday(-2), Holiday.SKIP, "每月倒数第二个工作日 15:00", "the 2nd to last workday of every month at 15:00"),
        (TermWeek(3, 4), Holiday.IGNORE, "每学期第3周周五 15:00", "Friday of week 3 of every term at 15:00"),
        (
            TermEdge(Edge.END, -14),
            Holiday.IGNORE,
            "每学期期末前两周 15:00",
            "2 weeks before the end of every term at 15:00",
        ),
        (
            TermEdge(Edge.START, 3),
            Holiday.IGNORE,
            "每学期开学后3天 15:00",
            "3 days after the start of every term at 15:00",
        ),
        (TermEdge(Edge.START), Holiday.IGNORE, "每学期开学第一天 15:00", "the first day of every term at 15:00"),
        (Yearly(9, 10), Holiday.IGNORE, "每年9月10日 15:00", "every 10 September at 15:00"),
        (Lunar(8, 15), Holiday.IGNORE, "每年农历八月十五 15:00", "every year on day 15 of lunar month 8 at 15:00"),
        (Lunar(12, 23), Holiday.IGNORE, "每年农历腊月廿三 15:00", "every year on day 23 of lunar month 12 at 15:00"),
        (Once(dt.date(2026, 12, 1)), Holiday.IGNORE, "2026年12月1日（周二） 15:00", "on Tuesday 2026-12-01 at 15:00"),
    ],
)
def test_a_rule_is_said_in_words(pattern: Pattern, holiday: Holiday, zh: str, en: str) -> None:
    rule = Recurrence(pattern, THREE, holiday)
    assert (describe(rule), describe(rule, "en")) == (zh, en)


@pytest.mark.parametrize(
    ("missed", "hours_late", "action", "words"),
    [
        (Missed(CatchUp.SEND_LATE), 1000, CatchUp.SEND_LATE, "错过了也补发"),
        (Missed(CatchUp.TELL_OWNER), 1, CatchUp.TELL_OWNER, "错过了先问负责人"),
        (Missed(), 12, CatchUp.SEND_LATE, "错过超过12小时就不再补发"),
        (Missed(), 13, None, "错过超过12小时就不再补发"),
    ],
)
def test_a_missed_occurrence_is_caught_up_as_its_owner_wished(
    missed: Missed, hours_late: int, action: CatchUp | None, words: str
) -> None:
    due = at("2026-11-18 15:00")
    assert missed.late(due, due + dt.timedelta(hours=hours_late)) == action
    assert describe_missed(missed) == words


WEEKDAY = st.integers(0, 6)
MONTHS = st.lists(st.integers(1, 12), min_size=1, unique=True).map(tuple)
PATTERNS = st.one_of(
    st.builds(Daily, st.booleans()),
    st.builds(
        Weekly,
        st.lists(WEEKDAY, min_size=1, unique=True).map(tuple),
        st.integers(1, 8),
        st.dates(dt.date(2020, 1, 1), dt.date(2030, 1, 1)),
        st.sampled_from(TermWeeks),
    ),
    st.builds(Monthly, st.integers(1, 31), MONTHS, st.lists(st.integers(1, 31), max_size=2).map(tuple)),
    st.builds(MonthlyNth, st.sampled_from((1, 2, 3, 4, 5, -1)), WEEKDAY, MONTHS),
    st.builds(NthWorkday, st.integers(1, 20) | st.integers(-20, -1), MONTHS),
    st.builds(TermWeek, st.integers(0, 30), WEEKDAY),
    st.builds(TermEdge, st.sampled_from(Edge), st.integers(-200, 200)),
    st.builds(VacationEdge, st.sampled_from(Season), st.integers(-200, 60)),
    st.builds(Yearly, st.integers(1, 12), st.integers(1, 28)),
    st.builds(Lunar, st.integers(1, 12), st.integers(1, 30)),
    st.builds(Once, st.dates(dt.date(2020, 1, 1), dt.date(2030, 1, 1))),
)
MISSED = st.builds(Missed, st.sampled_from(CatchUp), st.integers(0, 10_000).map(lambda n: dt.timedelta(minutes=n)))
RULES = st.builds(Recurrence, PATTERNS, st.times(), st.sampled_from(Holiday), MISSED)
MOMENTS = st.datetimes(dt.datetime(2025, 6, 1), dt.datetime(2027, 12, 1), timezones=st.just(dt.UTC))  # noqa: DTZ001


@given(RULES)
@settings(max_examples=150, deadline=None)
def test_a_stored_rule_is_the_same_rule(rule: Recurrence) -> None:
    stored = json.loads(json.dumps(to_json(rule)))
    assert from_json(stored) == rule
    assert describe(rule)
    assert describe(rule, "en")


@given(RULES, MOMENTS)
@settings(max_examples=150, deadline=None)
def test_occurrences_rise_and_none_is_passed_over(rule: Recurrence, after: dt.datetime) -> None:
    found = upcoming(rule, after, 3, SCHOOL)
    assert all(first < second for first, second in pairwise([after, *found]))
    assert next_after(rule, after, SCHOOL) == (found[0] if found else None)
    if len(found) > 1:
        assert next_after(rule, found[0], SCHOOL) == found[1]
    for moment in found:
        if rule.holiday in {Holiday.BEFORE, Holiday.AFTER} and isinstance(rule.pattern, Monthly | Yearly | Lunar):
            assert SCHOOL.is_workday(SCHOOL.date(moment))


@pytest.mark.parametrize(
    "stored",
    [
        None,
        [],
        {},
        {"every": "moon"},
        {"every": "weekly", "time": "15:00"},
        {"every": "weekly", "weekdays": [], "time": "15:00"},
        {"every": "weekly", "weekdays": [7], "time": "15:00"},
        {"every": "weekly", "weekdays": 3, "time": "15:00"},
        {"every": "weekly", "weekdays": [True], "time": "15:00"},
        {"every": "weekly", "weekdays": [1], "time": "25:00"},
        {"every": "weekly", "weekdays": [1], "time": 15},
        {"every": "weekly", "weekdays": [1], "time": "15:00", "interval": 0},
        {"every": "weekly", "weekdays": [1], "time": "15:00+08:00"},
        {"every": "weekly", "weekdays": [1], "time": "15:00", "surprise": 1},
        {"every": "monthly", "day": 32, "time": "15:00"},
        {"every": "monthly", "day": 3, "months": [13], "time": "15:00"},
        {"every": "monthly", "day": 3, "time": "15:00", "holiday": "perhaps"},
        {"every": "monthly", "day": 3, "time": "15:00", "older_than_minutes": "x"},
        {"every": "yearly", "month": 2, "day": 30, "time": "15:00"},
        {"every": "yearly", "month": "二", "day": 3, "time": "15:00"},
        {"every": "once", "date": "soon", "time": "15:00"},
        {"every": "lunar", "month": 13, "day": 1, "time": "15:00"},
        {"every": "term_edge", "edge": "middle", "time": "15:00"},
        {"every": "daily", "workdays_only": 1, "time": "15:00"},
    ],
)
def test_what_is_no_rule_is_refused(stored: object) -> None:
    with pytest.raises(ValueError, match=r"."):
        from_json(stored)


@pytest.mark.parametrize(
    "stored", [{"every": "daily", "time": "08:00"}, {"every": "daily", "time": "08:00", "workdays_only": True}]
)
def test_what_is_left_out_takes_its_default(stored: object) -> None:
    assert from_json(stored) == Recurrence(Daily(), dt.time(8))


@pytest.mark.parametrize(
    ("zone", "time", "after", "expected"),
    [
        # The clock jumps from 2:00 to 3:00: what is at half past two comes once, an hour later on that day's clock.
        ("America/New_York", dt.time(2, 30), "2026-03-07", ["03-07 07:30", "03-08 07:30", "03-09 06:30"]),
        # Half past one comes twice: the first one counts, and only that.
        ("America/New_York", dt.time(1, 30), "2026-10-31", ["10-31 05:30", "11-01 05:30", "11-02 06:30"]),
        # Eight in the morning stays eight in the morning.
        ("Europe/Berlin", dt.time(8), "2026-03-28", ["03-28 07:00", "03-29 06:00", "03-30 06:00"]),
        ("Asia/Urumqi", dt.time(8), "2026-03-28", ["03-28 02:00", "03-29 02:00", "03-30 02:00"]),
        ("Asia/Kolkata", dt.time(8), "2026-03-28", ["03-28 02:30", "03-29 02:30", "03-30 02:30"]),
    ],
)
def test_a_day_has_one_occurrence_wherever_the_clocks_are_changed(
    zone: str, time: dt.time, after: str, expected: list[str]
) -> None:
    calendar = SchoolCalendar(zone=ZoneInfo(zone))
    midnight = dt.datetime.fromisoformat(after).replace(tzinfo=ZoneInfo(zone))
    rule = Recurrence(Daily(workdays_only=False), time, Holiday.IGNORE)
    moments = upcoming(rule, midnight, 3, calendar)
    assert [f"{moment.astimezone(dt.UTC):%m-%d %H:%M}" for moment in moments] == expected
    step = midnight
    for moment in moments:  # from one to the next, as the clock asks
        assert next_after(rule, step, calendar) == moment
        step = moment
