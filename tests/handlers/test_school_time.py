"""The school's calendar: what is due when, and what is not."""

import datetime as dt
from dataclasses import replace
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.school_time import (
    DayKind,
    DayOverride,
    ExamPeriod,
    NoWorkingTime,
    SchoolCalendar,
    Status,
    Term,
    national_days,
    usual_terms,
)

SHANGHAI = ZoneInfo("Asia/Shanghai")
AUTUMN = Term.starting("秋季学期", dt.date(2026, 9, 1), dt.date(2027, 1, 22))
SPRING = Term.starting("春季学期", dt.date(2026, 2, 25), dt.date(2026, 7, 10))
COUNTRY = SchoolCalendar()
SCHOOL = SchoolCalendar(terms=(AUTUMN, SPRING))


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def hours(count: float) -> dt.timedelta:
    return dt.timedelta(hours=count)


@pytest.mark.parametrize(
    ("filed", "first_morning", "due"),
    [
        # National Day 2026: Thursday 1 to Wednesday 7 October; the Sunday before (20 September) and the
        # Saturday after (10 October) are worked.
        ("2026-09-30 17:00", "2026-10-08 08:00", "2026-10-08 11:30"),
        ("2026-10-09 17:00", "2026-10-10 08:00", "2026-10-10 11:30"),
        # Spring Festival 2026: Sunday 15 to Monday 23 February; Saturdays 14 and 28 are worked.
        ("2026-02-13 17:00", "2026-02-14 08:00", "2026-02-14 11:30"),
        ("2026-02-14 17:00", "2026-02-24 08:00", "2026-02-24 11:30"),
        ("2026-02-27 17:00", "2026-02-28 08:00", "2026-02-28 11:30"),
        # An ordinary weekend, and Labour Day (Friday 1 to Tuesday 5 May, Saturday 9 worked).
        ("2026-06-05 17:00", "2026-06-08 08:00", "2026-06-08 11:30"),
        ("2026-04-30 17:00", "2026-05-06 08:00", "2026-05-06 11:30"),
    ],
)
def test_an_issue_filed_before_a_holiday_is_not_overdue_on_the_first_morning_back(
    filed: str, first_morning: str, due: str
) -> None:
    deadline = COUNTRY.add_working(at(filed), hours(4))
    assert deadline == at(due)
    assert COUNTRY.next_working_moment(at(filed) + hours(1)) == at(first_morning)
    assert deadline > at(first_morning)


def test_an_issue_filed_on_the_friday_before_the_winter_vacation_waits_for_the_term() -> None:
    school = SchoolCalendar(terms=(*usual_terms(2025), *usual_terms(2026)))
    friday = at("2026-01-30 17:00")
    assert school.term_at(friday.date()) == usual_terms(2025)[0]
    assert school.add_working(friday, hours(4)) == at("2026-03-09 11:30")
    assert replace(school, works_in_vacation=True).add_working(friday, hours(4)) == at("2026-02-02 11:30")


@pytest.mark.parametrize(
    ("date", "kind", "label"),
    [
        ("2026-10-01", DayKind.HOLIDAY, "国庆节"),
        ("2026-10-10", DayKind.MAKE_UP, "国庆节调休上班"),
        ("2026-10-11", DayKind.WEEKEND, "周末"),
        ("2026-10-12", DayKind.WORKDAY, ""),
        ("2026-08-05", DayKind.VACATION, "暑假"),
        ("2026-09-20", DayKind.MAKE_UP, "国庆节调休上班"),
        ("2026-09-25", DayKind.HOLIDAY, "中秋节"),
    ],
)
def test_every_day_has_a_kind_and_a_name(date: str, kind: DayKind, label: str) -> None:
    found = SCHOOL.day(day(date))
    assert (found.kind, found.label, found.status) == (kind, label, Status.CONFIRMED)
    assert SCHOOL.is_workday(day(date)) == (kind in {DayKind.WORKDAY, DayKind.MAKE_UP})


def test_the_school_overrules_the_country_and_says_which_timetable_a_saturday_follows() -> None:
    saturday, sports = day("2026-10-10"), day("2026-10-23")
    assert SCHOOL.timetable_weekday(saturday) is None
    told = replace(
        SCHOOL,
        days={
            saturday: DayOverride(DayKind.WORKDAY, "上周四的课", follows_weekday=3),
            sports: DayOverride(DayKind.HOLIDAY, "运动会", status=Status.PROVISIONAL),
        },
    )
    assert told.timetable_weekday(saturday) == 3
    assert told.timetable_weekday(day("2026-10-12")) == 0
    assert (told.is_workday(sports), told.is_provisional(sports)) == (False, True)
    assert (SCHOOL.is_workday(sports), SCHOOL.is_provisional(sports)) == (True, False)


def test_a_half_day_closes_at_noon() -> None:
    half = DayOverride(DayKind.WORKDAY, "半天", hours=((dt.time(8), dt.time(12)),))
    school = replace(SCHOOL, days={day("2026-12-31"): half})
    assert school.add_working(at("2026-12-31 11:00"), hours(2)) == at("2027-01-04 09:00")


def test_a_day_cannot_be_set_to_be_a_weekend() -> None:
    with pytest.raises(ValueError, match="workday or a holiday"):
        DayOverride(DayKind.WEEKEND)


def test_announced_years_are_confirmed_and_later_ones_say_that_they_are_a_guess() -> None:
    assert [year for year in range(2000, 2032) if national_days(year).status is Status.CONFIRMED] == list(
        range(2004, 2027)
    )
    guess = national_days(2027)
    assert {date for date, found in guess.days.items() if found.workday} == set()
    assert sorted(guess.days) == [
        day(text)
        for text in (
            *("2027-01-01", "2027-02-05", "2027-02-06", "2027-02-07", "2027-02-08", "2027-04-05", "2027-05-01"),
            *("2027-05-02", "2027-06-09", "2027-09-15", "2027-10-01", "2027-10-02", "2027-10-03"),
        )
    ]
    assert [COUNTRY.is_provisional(day(text)) for text in ("2026-12-31", "2027-03-01")] == [False, True]
    assert sum(1 for found in national_days(2026).days.values() if found.workday) == 6


def test_beyond_the_known_terms_days_are_provisional_workdays() -> None:
    assert (SCHOOL.is_workday(day("2026-01-20")), SCHOOL.is_provisional(day("2026-01-20"))) == (True, True)
    assert SCHOOL.has_classes(day("2026-01-20")) is False


def test_a_day_is_as_certain_as_the_least_certain_word_on_it() -> None:
    expected = SchoolCalendar(terms=usual_terms(2026))
    assert SCHOOL.is_provisional(day("2027-01-12"))  # a settled term in a year not yet announced
    assert expected.is_provisional(day("2026-11-18"))  # an announced year in a term only to be expected
    assert SCHOOL.is_provisional(day("2026-11-18")) is False


def test_the_expected_terms_of_a_school_year_are_sensible() -> None:
    assert [(term.first_day, term.last_day) for term in usual_terms(2026)] == [
        (day("2026-09-01"), day("2027-01-22")),
        (day("2027-02-22"), day("2027-07-09")),
    ]
    for year in range(1990, 2105):
        autumn, spring = usual_terms(year)
        assert autumn.last_day < spring.first_day < spring.last_day < usual_terms(year + 1)[0].first_day


@pytest.mark.parametrize(
    ("start", "amount", "due"),
    [
        ("2026-11-18 08:00", 4, "2026-11-18 12:00"),
        ("2026-11-18 08:00", 4.5, "2026-11-18 14:00"),
        ("2026-11-18 12:30", 0, "2026-11-18 13:30"),
        ("2026-11-18 17:30", 0, "2026-11-19 08:00"),
        ("2026-11-18 09:00", 0, "2026-11-18 09:00"),
        ("2026-11-18 23:00", 1, "2026-11-19 09:00"),
        ("2026-11-20 16:30", 16, "2026-11-24 16:30"),
    ],
)
def test_working_time_counts_only_office_hours(start: str, amount: float, due: str) -> None:
    assert SCHOOL.add_working(at(start), hours(amount)) == at(due)
    assert SCHOOL.working_between(at(start), at(due)) == hours(amount)


def test_answers_come_back_in_the_zone_of_the_question() -> None:
    utc = at("2026-11-18 09:00").astimezone(dt.UTC)
    due = SCHOOL.add_working(utc, hours(1))
    assert (due, due.tzinfo) == (at("2026-11-18 10:00"), dt.UTC)
    assert SCHOOL.add_workdays(utc, 1).tzinfo is dt.UTC


def test_a_moment_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        SCHOOL.add_working(dt.datetime(2026, 11, 18, 9), hours(1))  # noqa: DTZ001  the mistake itself


def test_time_is_never_taken_back() -> None:
    with pytest.raises(ValueError, match="never taken back"):
        SCHOOL.add_working(at("2026-11-18 09:00"), hours(-1))
    assert SCHOOL.working_between(at("2026-11-19 09:00"), at("2026-11-18 09:00")) == hours(0)


def test_a_calendar_without_hours_is_noticed_instead_of_searched_for_ever() -> None:
    with pytest.raises(NoWorkingTime):
        replace(SCHOOL, hours=()).add_working(at("2026-11-18 09:00"), hours(1))
    with pytest.raises(NoWorkingTime):
        SCHOOL.next_working_moment(dt.datetime(9999, 12, 31, 12, tzinfo=dt.UTC))


def test_hours_that_run_backwards_are_refused() -> None:
    with pytest.raises(ValueError, match="overlap or run backwards"):
        SchoolCalendar(hours=((dt.time(12), dt.time(8)),))


def test_working_time_is_right_where_clocks_are_moved() -> None:
    berlin = SchoolCalendar(zone=ZoneInfo("Europe/Berlin"), hours=((dt.time(0), dt.time(12)),), terms=())
    saturday = dt.date(2026, 3, 29)  # the clocks go forward at two
    school = replace(berlin, days={saturday: DayOverride(DayKind.WORKDAY)})
    assert school.working_between(school.at(saturday, dt.time(0)), school.at(saturday, dt.time(12))) == hours(11)


@pytest.mark.parametrize(
    ("start", "count", "expected"),
    [
        ("2026-09-30", 1, "2026-10-08"),
        ("2026-10-08", 2, "2026-10-10"),
        ("2026-10-10", 1, "2026-10-12"),
        ("2026-10-12", -1, "2026-10-10"),
        ("2026-10-08", -1, "2026-09-30"),
        ("2026-10-03", 0, "2026-10-08"),
        ("2026-10-09", 0, "2026-10-09"),
    ],
)
def test_workdays_skip_holidays_and_count_make_up_days(start: str, count: int, expected: str) -> None:
    assert SCHOOL.add_workdays(day(start), count) == day(expected)
    assert SCHOOL.add_workdays(at(f"{start} 21:00"), count) == at(f"{expected} 21:00")


@pytest.mark.parametrize(
    ("year", "month", "last"),
    [(2026, 2, 28), (2026, 1, 30), (2026, 5, 29), (2026, 9, 30), (2026, 8, 31), (2026, 7, 10), (2027, 1, 22)],
)
def test_the_last_workday_of_a_month_knows_make_up_saturdays_and_vacations(year: int, month: int, last: int) -> None:
    calendar = SchoolCalendar(terms=(SPRING, AUTUMN, usual_terms(2026)[1]))
    assert calendar.last_workday_of_month(year, month) == dt.date(year, month, last)


@pytest.mark.parametrize(
    ("moment", "quiet", "ends"),
    [
        ("2026-11-18 21:59", False, "2026-11-18 21:59"),
        ("2026-11-18 22:00", True, "2026-11-19 07:00"),
        ("2026-11-19 00:30", True, "2026-11-19 07:00"),
        ("2026-11-19 06:59", True, "2026-11-19 07:00"),
        ("2026-11-19 07:00", False, "2026-11-19 07:00"),
    ],
)
def test_quiet_hours_hold_until_the_morning(moment: str, quiet: bool, ends: str) -> None:
    assert (SCHOOL.is_quiet(at(moment)), SCHOOL.quiet_ends(at(moment))) == (quiet, at(ends))


def test_quiet_hours_may_also_lie_within_one_day() -> None:
    siesta = replace(SCHOOL, quiet=(dt.time(12), dt.time(14)))
    assert siesta.quiet_ends(at("2026-11-18 13:00")) == at("2026-11-18 14:00")
    assert siesta.is_quiet(at("2026-11-18 23:00")) is False


@pytest.mark.parametrize(
    ("moment", "period"),
    [
        ("2026-11-18 08:00", "第一节"),
        ("2026-11-18 08:45", None),
        ("2026-11-18 10:39", "第三节"),
        ("2026-11-18 16:49", "第八节"),
        ("2026-11-18 16:50", None),
        ("2026-11-21 10:30", None),
        ("2026-10-10 10:30", "第三节"),
        ("2026-08-05 10:30", None),
    ],
)
def test_the_class_period_in_session_is_known(moment: str, period: str | None) -> None:
    found = SCHOOL.period_at(at(moment))
    assert (found.name if found else None) == period


@pytest.mark.parametrize(
    ("date", "week"),
    [("2026-09-01", 1), ("2026-09-06", 1), ("2026-09-07", 2), ("2026-09-18", 3), ("2026-08-20", None)],
)
def test_weeks_of_the_term_are_counted_from_its_first_monday(date: str, week: int | None) -> None:
    assert SCHOOL.week_of_term(day(date)) == week


def test_friday_of_week_three_is_the_18th_of_september() -> None:
    assert SCHOOL.date_of(AUTUMN, 3, 4) == day("2026-09-18")
    assert SCHOOL.next_term(day("2026-08-01")) == AUTUMN
    assert SCHOOL.next_term(day("2026-09-01")) is None


def test_examination_days_are_known() -> None:
    school = replace(SCHOOL, exams=(ExamPeriod("期末考试", day("2027-01-18"), day("2027-01-20")),))
    assert [school.is_exam(at(f"2027-01-{n} 09:00")) for n in (17, 18, 20, 21)] == [False, True, True, False]


MOMENTS = st.datetimes(dt.datetime(2025, 12, 1), dt.datetime(2027, 12, 1), timezones=st.just(dt.UTC))  # noqa: DTZ001
AMOUNTS = st.timedeltas(dt.timedelta(0), dt.timedelta(hours=400))


@given(MOMENTS, AMOUNTS)
@settings(max_examples=150, deadline=None)
def test_what_is_added_lies_between(start: dt.datetime, amount: dt.timedelta) -> None:
    due = SCHOOL.add_working(start, amount)
    assert due >= start
    assert SCHOOL.working_between(start, due) == amount


@given(MOMENTS, st.lists(AMOUNTS, min_size=2, max_size=4))
@settings(max_examples=50, deadline=None)
def test_a_longer_target_is_never_due_earlier(start: dt.datetime, amounts: list[dt.timedelta]) -> None:
    due = [SCHOOL.add_working(start, amount) for amount in sorted(amounts)]
    assert all(first <= second for first, second in pairwise(due))


@given(MOMENTS)
@settings(max_examples=150, deadline=None)
def test_the_next_working_moment_is_worked_and_nothing_is_worked_before_it(start: dt.datetime) -> None:
    opening = SCHOOL.next_working_moment(start)
    assert SCHOOL.is_working_time(opening)
    assert SCHOOL.working_between(start, opening) == hours(0)
    assert SCHOOL.is_quiet(SCHOOL.quiet_ends(start)) is False
