"""Rules that come back, as teachers say them."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.recurrence import (
    Daily,
    Edge,
    Holiday,
    HolidayEdge,
    Lunar,
    Monthly,
    MonthlyNth,
    NthWorkday,
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
    from_json,
    to_json,
    upcoming,
)
from handlers.school_time import SchoolCalendar, Term, usual_terms
from handlers.time_phrases import find_recurrence, parse_recurrence

SCHOOL = SchoolCalendar(
    terms=(Term.starting("秋季学期", dt.date(2026, 9, 1), dt.date(2027, 1, 22)), usual_terms(2026)[1])
)
EVERY_DAY = Daily(workdays_only=False)


@pytest.mark.parametrize(
    ("said", "pattern", "time"),
    [
        ("每周三下午三点", Weekly((2,)), "15:00"),
        ("寒假前一天", VacationEdge(Season.WINTER), "08:00"),
        ("每年暑假前两周", VacationEdge(Season.SUMMER, -14), "08:00"),
        ("放寒假第一天上午九点", VacationEdge(Season.WINTER, 0), "09:00"),
        ("每週三下午三點", Weekly((2,)), "15:00"),
        ("每个星期天晚上8点", Weekly((6,)), "20:00"),
        ("每周一三五早上8点", Weekly((0, 2, 4)), "08:00"),
        ("每周一、周四下午4点", Weekly((0, 3)), "16:00"),
        ("每周一到周三", Weekly((0, 1, 2)), "08:00"),
        ("每周", Weekly((0,)), "08:00"),
        ("每周一次", Weekly((0,)), "08:00"),
        ("每两周周一早上", Weekly((0,), 2), "08:00"),
        ("每隔一周的周三", Weekly((2,), 2), "08:00"),
        ("隔周周五", Weekly((4,), 2), "08:00"),
        ("两周一次", Weekly((0,), 2), "08:00"),
        ("单周周一", Weekly((0,), weeks=TermWeeks.ODD), "08:00"),
        ("双周周三下午", Weekly((2,), weeks=TermWeeks.EVEN), "14:00"),
        ("每天", EVERY_DAY, "08:00"),
        ("每晚9点", EVERY_DAY, "21:00"),
        ("每天放学后", Daily(), "16:50"),
        ("每天第三节课后", Daily(), "10:40"),
        ("工作日早上8点", Daily(), "08:00"),
        ("每个工作日", Daily(), "08:00"),
        ("周一到周五早上7点半", Daily(), "07:30"),
        ("每月最后一个工作日", NthWorkday(), "08:00"),
        ("每月倒数第二个工作日", NthWorkday(-2), "08:00"),
        ("每个月第一个工作日下午两点", NthWorkday(1), "14:00"),
        ("每月", NthWorkday(1), "08:00"),
        ("每月底", NthWorkday(), "08:00"),
        ("每月5号", Monthly(5), "08:00"),
        ("每月1号和15号", Monthly(1, also=(15,)), "08:00"),
        ("每月最后一天", Monthly(31), "08:00"),
        ("每两个月15号", Monthly(15, (1, 3, 5, 7, 9, 11)), "08:00"),
        ("每月第二个周五", MonthlyNth(2, 4), "08:00"),
        ("每月最后一个周五", MonthlyNth(-1, 4), "08:00"),
        ("每季度末", NthWorkday(-1, (3, 6, 9, 12)), "08:00"),
        ("每季度第一天", Monthly(1, (1, 4, 7, 10)), "08:00"),
        ("每半年", NthWorkday(1, (1, 7)), "08:00"),
        ("每学期第3周周五", TermWeek(3, 4), "08:00"),
        ("每学期第三周", TermWeek(3, 0), "08:00"),
        ("期末前两周", TermEdge(Edge.END, -14), "08:00"),
        ("学期结束前10天", TermEdge(Edge.END, -10), "08:00"),
        ("每学期开学后三天", TermEdge(Edge.START, 3), "08:00"),
        ("每学期开学第一天", TermEdge(Edge.START, 0), "08:00"),
        ("每学期末", TermEdge(Edge.END, 0), "08:00"),
        ("每年教师节", Yearly(9, 10), "08:00"),
        ("每年3月5号", Yearly(3, 5), "08:00"),
        ("每年9月", Yearly(9, 1), "08:00"),
        ("每年中秋", Lunar(8, 15), "08:00"),
        ("每年农历八月十五", Lunar(8, 15), "08:00"),
        ("每年腊月廿三", Lunar(12, 23), "08:00"),
        ("每逢周三", Weekly((2,)), "08:00"),
        ("每年元旦前", Yearly(1, 1), "08:00"),
        ("every morning at 9", EVERY_DAY, "09:00"),
        ("every evening at 8", EVERY_DAY, "20:00"),
        ("Mondays at 9", Weekly((0,)), "09:00"),
        ("every first Monday of the month", MonthlyNth(1, 0), "08:00"),
        ("every Wednesday at 3pm", Weekly((2,)), "15:00"),
        ("every Monday and Thursday at 4pm", Weekly((0, 3)), "16:00"),
        ("every other Monday", Weekly((0,), 2), "08:00"),
        ("every 2 weeks on Friday at 10", Weekly((4,), 2), "10:00"),
        ("on Fridays", Weekly((4,)), "08:00"),
        ("weekly", Weekly((0,)), "08:00"),
        ("every workday at 8am", Daily(), "08:00"),
        ("every day at 8am", EVERY_DAY, "08:00"),
        ("every evening", EVERY_DAY, "19:00"),
        ("the last workday of every month", NthWorkday(), "08:00"),
        ("the 2nd Friday of each month", MonthlyNth(2, 4), "08:00"),
        ("every month on the 5th", Monthly(5), "08:00"),
        ("two weeks before the end of term", TermEdge(Edge.END, -14), "08:00"),
        ("every Dec 1", Yearly(12, 1), "08:00"),
        ("每逢节假日前一天下午四点", HolidayEdge(-1), "16:00"),
        ("每个法定节假日前", HolidayEdge(-1), "08:00"),
        ("每次放假前三天", HolidayEdge(-3), "08:00"),
        ("逢长假后第一天上午9点", HolidayEdge(1), "09:00"),
        ("the day before every public holiday at 4pm", HolidayEdge(-1), "16:00"),
        ("每学年", TermEdge(Edge.START, 0, of_year=True), "08:00"),
        ("每学年结束前两周", TermEdge(Edge.END, -14, of_year=True), "08:00"),
    ],
)
def test_a_rule_is_understood(said: str, pattern: Pattern, time: str) -> None:
    found = find_recurrence(said, SCHOOL)
    assert found is not None
    assert (found.rule.pattern, found.rule.time, found.words) == (pattern, dt.time.fromisoformat(time), said)


@pytest.mark.parametrize(
    ("said", "times"),
    [
        ("每天八点和五点", ["08:00", "17:00"]),
        ("每周一早上8点、中午12点及下午4点半", ["08:00", "12:00", "16:30"]),
        ("每天晚上七点和九点", ["19:00", "21:00"]),
        ("every day at 8am and 5pm", ["08:00", "17:00"]),
        ("每天上午十点到十一点", ["10:00"]),
    ],
)
def test_a_list_of_hours_is_read_to_its_end(said: str, times: list[str]) -> None:
    found = find_recurrence(said, SCHOOL)
    assert found is not None
    assert [f"{time:%H:%M}" for time in found.rule.times] == times
    assert from_json(to_json(found.rule)) == found.rule
    assert "、".join(times) in describe(found.rule)


def test_a_holiday_begins_where_people_leave() -> None:
    """Mid-autumn 2026 is a Friday, New Year a Friday, and the winter vacation holds the Spring Festival."""
    found = parse_recurrence("每逢节假日前一天下午四点", SCHOOL)
    assert found is not None
    moments = upcoming(found, dt.datetime(2026, 9, 15, 2, tzinfo=dt.UTC), 4, SCHOOL)
    assert [f"{SCHOOL.local(at):%m-%d %H:%M}" for at in moments] == [
        "09-24 16:00",
        "09-30 16:00",
        "12-31 16:00",
        "01-22 16:00",
    ]


@pytest.mark.parametrize(
    "said",
    [
        *(
            "",
            "明天下午三点",
            "周三",
            "下周五前",
            "这个月最后一个工作日",
            "两个工作日内",
            "每节课",
            "每个人",
            "每台电脑",
            "每年",
        ),
        *("next Friday", "everyone", "国庆前", "开学第一天", "三天后"),
    ],
)
def test_what_happens_once_is_no_rule(said: str) -> None:
    assert parse_recurrence(said, SCHOOL) is None


@pytest.mark.parametrize(
    ("said", "holiday"),
    [
        ("每周三下午三点", Holiday.SKIP),
        ("每周三下午三点，遇假期顺延", Holiday.AFTER),
        ("每周三下午三点，遇节假日提前", Holiday.BEFORE),
        ("每周三下午三点，节假日照常", Holiday.IGNORE),
        ("每月5号", Holiday.BEFORE),
        ("每月5号，节假日跳过", Holiday.SKIP),
        ("每年教师节", Holiday.IGNORE),
        ("期末前两周", Holiday.BEFORE),
        ("每年元旦前", Holiday.BEFORE),
        ("每年国庆后", Holiday.AFTER),
        ("every Friday except holidays", Holiday.SKIP),
    ],
)
def test_days_off_follow_the_custom_unless_something_else_is_said(said: str, holiday: Holiday) -> None:
    rule = parse_recurrence(said, SCHOOL)
    assert rule is not None
    assert rule.holiday is holiday


def test_the_rest_of_the_sentence_is_what_to_do() -> None:
    said = "请每周三下午三点提醒各部门报周报"
    found = find_recurrence(said, SCHOOL)
    assert found is not None
    assert (found.words, said[found.end :]) == ("每周三下午三点", "提醒各部门报周报")


def test_every_two_weeks_begins_this_week() -> None:
    rule = parse_recurrence("每两周周五", SCHOOL, today=dt.date(2026, 11, 18))
    assert rule is not None
    now = dt.datetime(2026, 11, 18, tzinfo=dt.UTC)
    found = [SCHOOL.date(moment) for moment in upcoming(rule, now, 2, SCHOOL)]
    assert found == [dt.date(2026, 11, 20), dt.date(2026, 12, 4)]


def test_three_next_dates_of_a_reminder_before_the_end_of_term() -> None:
    rule = parse_recurrence("期末前两周提醒备份", SCHOOL)
    assert rule is not None
    now = dt.datetime(2026, 11, 18, tzinfo=ZoneInfo("Asia/Shanghai"))
    assert [SCHOOL.date(moment) for moment in upcoming(rule, now, 3, SCHOOL)] == [
        dt.date(2027, 1, 8),
        dt.date(2027, 6, 25),
    ]


PIECES = (
    *("每", "隔", "两", "周", "一", "三", "、", "到", "月", "最后一个", "工作日", "第", "个", "学期", "期末", "开学"),
    *("前", "后", "天", "年", "农历", "正月", "初", "十", "31", "13", "号", "季度", "99"),
    *("every", "on", "Friday", "month", "weeks"),
)


@given(st.lists(st.sampled_from(PIECES), max_size=8).map("".join) | st.text(max_size=30))
@settings(max_examples=150, deadline=None)
def test_no_text_is_too_strange(text: str) -> None:
    found = find_recurrence(text, SCHOOL)
    if found:
        assert text[found.start : found.end] == found.words
        upcoming(found.rule, dt.datetime(2026, 11, 18, tzinfo=dt.UTC), 2, SCHOOL)


SAYABLE = st.one_of(
    st.builds(Daily, st.booleans()),
    st.builds(Weekly, st.sets(st.integers(0, 6), min_size=1, max_size=4).map(sorted).map(tuple)),
    st.builds(
        Weekly, st.integers(0, 6).map(lambda day: (day,)), weeks=st.sampled_from((TermWeeks.ODD, TermWeeks.EVEN))
    ),
    st.builds(Monthly, st.integers(1, 28)),
    st.builds(MonthlyNth, st.sampled_from((1, 2, 3, 4, -1)), st.integers(0, 6)),
    st.builds(NthWorkday, st.integers(1, 10) | st.integers(-5, -1)),
    st.builds(TermWeek, st.integers(1, 20), st.integers(0, 6)),
    st.builds(TermEdge, st.sampled_from(Edge), st.integers(1, 6) | st.integers(-30, -1)),
    st.builds(VacationEdge, st.sampled_from(Season), st.integers(-30, -1)),
    st.builds(Yearly, st.integers(1, 12), st.integers(1, 28)),
    st.builds(Lunar, st.integers(1, 12), st.integers(1, 29)),
)


@given(SAYABLE, st.times().map(lambda time: time.replace(second=0, microsecond=0)), st.sampled_from(Holiday))
@settings(max_examples=120, deadline=None)
def test_what_is_said_back_means_the_same_rule(pattern: Pattern, time: dt.time, holiday: Holiday) -> None:
    """Whoever copies our own words gets the rule they stand for."""
    said = describe(Recurrence(pattern, time, holiday))
    again = parse_recurrence(said, SCHOOL)
    assert again is not None, said
    assert (again.pattern, again.time) == (pattern, time), said
    if holiday is not Holiday.IGNORE and "遇假期" in said:
        assert again.holiday is holiday, said
