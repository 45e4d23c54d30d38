"""What teachers say about time, and what it means on Wednesday 18 November 2026, half past ten."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.school_time import SchoolCalendar, Term, usual_terms
from handlers.time_phrases import Precision, Relation, When, parse_when

SHANGHAI = ZoneInfo("Asia/Shanghai")
SCHOOL = SchoolCalendar(
    terms=(Term.starting("秋季学期", dt.date(2026, 9, 1), dt.date(2027, 1, 22)), usual_terms(2026)[1])
)
NOW = dt.datetime(2026, 11, 18, 10, 30, tzinfo=SHANGHAI)


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def only(text: str, now: dt.datetime = NOW, calendar: SchoolCalendar = SCHOOL) -> When:
    found = parse_when(text, now, calendar)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("said", "moment"),
    [
        ("明天下午三点", "2026-11-19 15:00"),
        ("明天下午３點", "2026-11-19 15:00"),
        ("三点", "2026-11-18 15:00"),
        ("15:30", "2026-11-18 15:30"),
        ("3:30", "2026-11-18 15:30"),
        ("10:15", "2026-11-19 10:15"),
        ("8点", "2026-11-18 20:00"),
        ("10点", "2026-11-19 10:00"),
        ("11点一刻", "2026-11-18 11:15"),
        ("明天8点半", "2026-11-19 08:30"),
        ("明天一点", "2026-11-19 13:00"),
        ("今晚8点", "2026-11-18 20:00"),
        ("今晚12点", "2026-11-19 00:00"),
        ("明天凌晨2点", "2026-11-19 02:00"),
        ("明天中午12点", "2026-11-19 12:00"),
        ("明天三点二十", "2026-11-19 15:20"),
        ("明天三点零五分", "2026-11-19 15:05"),
        ("周三9点", "2026-11-18 21:00"),
        ("周三上午9点", "2026-11-25 09:00"),
        ("周一早上8点", "2026-11-23 08:00"),
        ("下周周五三点", "2026-11-27 15:00"),
        ("周五三点", "2026-11-20 15:00"),
        ("周二十点", "2026-11-24 10:00"),
        ("周二晚上二十点", "2026-11-24 20:00"),
        ("下周五15:30", "2026-11-27 15:30"),
        ("3月5号下午3点", "2027-03-05 15:00"),
        ("11月18日上午9点", "2027-11-18 09:00"),
        ("12月1日（周二）下午两点", "2026-12-01 14:00"),
        ("半小时后", "2026-11-18 11:00"),
        ("一个半小时后", "2026-11-18 12:00"),
        ("过20分钟", "2026-11-18 10:50"),
        ("两小时内", "2026-11-18 12:30"),
        ("10分钟前", "2026-11-18 10:20"),
        ("这周四第三节课后", "2026-11-19 10:40"),
        ("周五第一节", "2026-11-20 08:00"),
        ("第三节课后", "2026-11-18 10:40"),
        ("第二节课前", "2026-11-19 08:50"),
        ("周三上午第二节课", "2026-11-25 08:50"),
        ("放学后", "2026-11-18 16:50"),
        ("周五下班前", "2026-11-20 17:30"),
        ("今天三点", "2026-11-18 15:00"),
        ("今天9点", "2026-11-18 21:00"),
        ("今天上午9点", "2026-11-18 09:00"),
        ("第十二周周五下午三点", "2026-11-20 15:00"),
        ("下午第二节", "2026-11-18 14:30"),
        ("12月1日15点", "2026-12-01 15:00"),
        ("tonight at 8", "2026-11-18 20:00"),
        ("tomorrow evening at 8", "2026-11-19 20:00"),
        ("tomorrow morning at 6", "2026-11-19 06:00"),
        ("2 hours ago", "2026-11-18 08:30"),
        ("tomorrow 3pm", "2026-11-19 15:00"),
        ("tomorrow at 3:30 pm", "2026-11-19 15:30"),
        ("3pm on Friday", "2026-11-20 15:00"),
        ("in 2 hours", "2026-11-18 12:30"),
        ("in half an hour", "2026-11-18 11:00"),
        ("at 3", "2026-11-18 15:00"),
        ("noon tomorrow", "2026-11-19 12:00"),
        ("Friday after school", "2026-11-20 16:50"),
    ],
)
def test_an_hour_is_understood_to_the_minute(said: str, moment: str) -> None:
    found = only(said)
    assert (found.at, found.precision, found.begins, found.ends) == (
        at(moment),
        Precision.MINUTE,
        at(moment),
        at(moment),
    )
    assert found.words == said


@pytest.mark.parametrize(
    ("said", "date"),
    [
        ("明天", "2026-11-19"),
        ("大后天", "2026-11-21"),
        ("周一", "2026-11-23"),
        ("周五", "2026-11-20"),
        ("星期天", "2026-11-22"),
        ("下周五", "2026-11-27"),
        ("下下周三", "2026-12-02"),
        ("上周五", "2026-11-13"),
        ("3月5号", "2027-03-05"),
        ("十一月二十号", "2026-11-20"),
        ("12/1", "2026-12-01"),
        ("2027-03-05", "2027-03-05"),
        ("2027年3月5日", "2027-03-05"),
        ("明年3月5日", "2027-03-05"),
        ("2月29日", "2028-02-29"),
        ("下个月5号", "2026-12-05"),
        ("15号", "2026-12-15"),
        ("月底", "2026-11-30"),
        ("下个月初", "2026-12-01"),
        ("年底", "2026-12-31"),
        ("三天后", "2026-11-21"),
        ("过两天", "2026-11-20"),
        ("两周后", "2026-12-02"),
        ("半个月后", "2026-12-03"),
        ("三个工作日后", "2026-11-23"),
        ("期末前两周", "2027-01-08"),
        ("期末前最后一个工作日", "2027-01-21"),
        ("开学第一天", "2027-02-22"),
        ("下学期开学前三天", "2027-02-19"),
        ("第十五周周三", "2026-12-09"),
        ("第八周周三", "2027-04-14"),
        ("国庆后第一天", "2027-10-04"),
        ("春节前两周", "2027-01-22"),
        ("教师节", "2027-09-10"),
        ("2 days ago", "2026-11-16"),
        ("a week from now", "2026-11-25"),
        ("next Friday", "2026-11-27"),
        ("Dec 1", "2026-12-01"),
        ("1st of December", "2026-12-01"),
        ("the day after tomorrow", "2026-11-20"),
        ("in 3 days", "2026-11-21"),
        ("end of the month", "2026-11-30"),
        ("two weeks before the end of term", "2027-01-08"),
    ],
)
def test_a_day_is_understood_and_acted_on_when_work_begins(said: str, date: str) -> None:
    found = only(said)
    assert (found.words, found.precision, SCHOOL.local(found.begins)) == (said, Precision.DAY, at(f"{date} 00:00"))
    assert found.at == at(f"{date} 08:00")
    assert found.ends - found.begins == dt.timedelta(days=1)


def test_the_first_day_after_national_day_2026_is_thursday_the_8th() -> None:
    before = at("2026-09-28 09:00")
    assert only("国庆后第一天", before).at == at("2026-10-08 08:00")
    assert only("国庆节后上班", before).at == at("2026-10-08 08:00")
    assert only("国庆当天上午九点", before).at == at("2026-10-01 09:00")
    assert only("国庆前", before).at == at("2026-09-30 17:30")
    assert only("国庆期间", before).ends == at("2026-10-08 00:00")
    assert only("去年国庆", before).begins == at("2025-10-01 00:00")


@pytest.mark.parametrize(
    ("said", "due"),
    [
        ("下周五前", "2026-11-27 17:30"),
        ("下周五之前", "2026-11-27 17:30"),
        ("最晚下周五", "2026-11-27 17:30"),
        ("5号前", "2026-12-05 17:30"),
        ("三天内", "2026-11-21 17:30"),
        ("两个工作日内", "2026-11-20 17:30"),
        ("期末前", "2027-01-22 17:30"),
        ("放寒假前", "2027-01-22 17:30"),
        ("开学前", "2027-02-21 17:30"),
        ("元旦前", "2026-12-31 17:30"),
        ("明天上午前", "2026-11-19 12:00"),
        ("明天三点前", "2026-11-19 15:00"),
        ("今天之前", "2026-11-18 17:30"),
        ("by Dec 1", "2026-12-01 17:30"),
        ("before 3pm tomorrow", "2026-11-19 15:00"),
        ("within two weeks", "2026-12-02 17:30"),
    ],
)
def test_a_deadline_ends_with_the_work_of_its_day(said: str, due: str) -> None:
    found = only(said)
    assert (found.words, found.at, found.relation) == (said, at(due), Relation.BEFORE)


@pytest.mark.parametrize(
    ("said", "moment", "begins", "ends", "precision"),
    [
        ("后天一早", "2026-11-20 08:00", "2026-11-20 06:00", "2026-11-20 10:00", Precision.PART),
        ("明早", "2026-11-19 08:00", "2026-11-19 06:00", "2026-11-19 10:00", Precision.PART),
        ("明天下午", "2026-11-19 14:00", "2026-11-19 13:30", "2026-11-19 17:30", Precision.PART),
        ("早上", "2026-11-19 08:00", "2026-11-19 06:00", "2026-11-19 10:00", Precision.PART),
        ("周三早上", "2026-11-25 08:00", "2026-11-25 06:00", "2026-11-25 10:00", Precision.PART),
        ("昨天上午", "2026-11-17 09:00", "2026-11-17 08:00", "2026-11-17 12:00", Precision.PART),
        ("Monday morning", "2026-11-23 09:00", "2026-11-23 08:00", "2026-11-23 12:00", Precision.PART),
        ("本周", "2026-11-20 17:30", "2026-11-16 00:00", "2026-11-23 00:00", Precision.SPAN),
        ("下周", "2026-11-23 08:00", "2026-11-23 00:00", "2026-11-30 00:00", Precision.SPAN),
        ("周末", "2026-11-21 08:00", "2026-11-21 00:00", "2026-11-23 00:00", Precision.SPAN),
        ("下个月", "2026-12-01 08:00", "2026-12-01 00:00", "2027-01-01 00:00", Precision.SPAN),
        ("第十三周", "2026-11-23 08:00", "2026-11-23 00:00", "2026-11-30 00:00", Precision.SPAN),
        ("下午2点到4点", "2026-11-18 14:00", "2026-11-18 14:00", "2026-11-18 16:00", Precision.SPAN),
        ("明天晚上7点到9点", "2026-11-19 19:00", "2026-11-19 19:00", "2026-11-19 21:00", Precision.SPAN),
        ("3月5号到7号", "2027-03-05 08:00", "2027-03-05 00:00", "2027-03-08 00:00", Precision.SPAN),
        ("11:00-12:00", "2026-11-18 11:00", "2026-11-18 11:00", "2026-11-18 12:00", Precision.SPAN),
        ("下周三3:00-5:00", "2026-11-25 15:00", "2026-11-25 15:00", "2026-11-25 17:00", Precision.SPAN),
        ("明后天", "2026-11-19 08:00", "2026-11-19 00:00", "2026-11-21 00:00", Precision.SPAN),
        ("开学第一周", "2027-02-22 08:00", "2027-02-22 00:00", "2027-03-01 00:00", Precision.SPAN),
        ("下周一到周三", "2026-11-23 08:00", "2026-11-23 00:00", "2026-11-26 00:00", Precision.SPAN),
        ("今天", "2026-11-18 17:30", "2026-11-18 00:00", "2026-11-19 00:00", Precision.DAY),
    ],
)
def test_a_span_keeps_both_its_ends(said: str, moment: str, begins: str, ends: str, precision: Precision) -> None:
    found = only(said)
    assert (found.at, found.begins, found.ends, found.precision) == (at(moment), at(begins), at(ends), precision)
    assert found.words == said


def test_after_friday_means_the_next_workday() -> None:
    found = only("周五以后")
    assert (found.at, found.relation) == (at("2026-11-23 08:00"), Relation.AFTER)


@pytest.mark.parametrize(
    "said",
    [
        "",
        "快一点修好",
        "有一点问题",
        "提三点建议",
        "早上好",
        "晚安",
        "good morning",
        "118号",
        "5号楼没网",
        "2月30号",
        "25:00",
        "第九节",
        "9月第一周",
        "晚点再说",
        "前三个",
        "高二3班",
        "投影仪不亮",
        "比分3:100",
        "一亿年后",
        "每周三下午三点",
        "每天放学后",
        "每个月15号",
        "every Friday at 3pm",
    ],
)
def test_what_names_no_time_of_its_own_is_left_alone(said: str) -> None:
    assert parse_when(said, NOW, SCHOOL) == []


def test_times_are_found_where_they_stand_in_a_sentence() -> None:
    said = "李老师，会议室投影仪明天上午要用，请最晚今天下班前修好；周五再检查一次"
    found = parse_when(said, NOW, SCHOOL)
    assert [when.words for when in found] == ["明天上午", "最晚今天下班前", "周五"]
    assert [said[when.start : when.end] for when in found] == [when.words for when in found]


def test_the_end_of_a_month_whose_workdays_are_over_is_its_last_day() -> None:
    assert only("月底", at("2027-01-20 09:00")).at == at("2027-01-22 08:00")
    assert only("月底", at("2027-01-25 09:00")).at == at("2027-01-31 08:00")


def test_today_still_counts_and_this_very_minute_is_over() -> None:
    assert only("第十二周周三").begins == at("2026-11-18 00:00")
    assert only("期末前", at("2027-01-22 09:00")).at == at("2027-01-22 17:30")
    assert only("周三15:00", at("2026-11-18 15:00")).at == at("2026-11-25 15:00")


def test_hours_of_the_school_wait_for_a_day_with_classes() -> None:
    friday_evening = at("2026-11-20 18:00")
    assert only("放学后", friday_evening).at == at("2026-11-23 16:50")
    assert only("第一节课", friday_evening).at == at("2026-11-23 08:00")
    assert only("下班前", friday_evening).at == at("2026-11-23 17:30")


def test_without_terms_nothing_is_made_up_about_them() -> None:
    assert parse_when("期末前两周，第八周周三，开学第一天", NOW, SchoolCalendar()) == []


FUTURE = st.sampled_from(
    (
        *(
            "明天",
            "后天一早",
            "下周",
            "下周五前",
            "半小时后",
            "三天内",
            "三点",
            "8点",
            "15:30",
            "0点",
            "晚上12点",
            "早上",
        ),
        *(
            "周一",
            "周三",
            "周日",
            "周三9点",
            "周五下午",
            "3月5号",
            "12/1",
            "15号",
            "31号",
            "月底",
            "周末",
            "期末前两周",
        ),
        *("国庆后第一天", "春节前", "元旦前", "教师节", "第三节课后", "放学后", "下班前", "上班后", "过两天", "午休"),
        *("tomorrow 3pm", "next Friday", "by Dec 1", "in 2 hours", "Friday", "at 9", "end of the month", "今天"),
    )
)
MOMENTS = st.datetimes(dt.datetime(2026, 9, 1), dt.datetime(2027, 6, 1), timezones=st.just(dt.UTC))  # noqa: DTZ001


@given(FUTURE, MOMENTS)
@settings(max_examples=150, deadline=None)
def test_what_is_to_come_is_never_in_the_past(said: str, now: dt.datetime) -> None:
    for found in parse_when(said, now, SCHOOL):
        assert found.at > now
        assert found.begins <= found.at <= found.ends or found.relation is not Relation.AT


PIECES = (
    *("明天", "下", "周", "五", "三", "点", "半", "前", "后", "第", "节课", "月", "日", "号", "12", "/1", ":30", "到"),
    *(
        "每",
        "学期",
        "国庆",
        "期末",
        "一",
        "十",
        "亿",
        "个",
        "小时",
        "内",
        "早",
        "晚",
        "上",
        "(",
        "的",
        "in",
        "at",
        "pm",
    ),
    *("Dec", "by", "最晚", "99999"),
)
WORDS = st.lists(st.sampled_from(PIECES), max_size=8).map("".join)


@given(WORDS | st.text(max_size=30), MOMENTS)
@settings(max_examples=150, deadline=None)
def test_no_text_is_too_strange(text: str, now: dt.datetime) -> None:
    reached = 0
    for found in parse_when(text, now, SCHOOL):
        assert reached <= found.start < found.end <= len(text)
        assert found.words == text[found.start : found.end]
        assert found.begins <= found.ends
        reached = found.end


def test_a_very_long_message_is_read_at_its_beginning_only() -> None:
    assert [found.words for found in parse_when("明天" + "啊" * 5000 + "后天", NOW, SCHOOL)] == ["明天"]


def test_a_moment_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        parse_when("明天", dt.datetime(2026, 11, 18), SCHOOL)  # noqa: DTZ001  the mistake itself
