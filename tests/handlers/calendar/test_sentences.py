"""Edits of the calendar in words: what is read, and that no text makes the reader stumble."""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.calendar import sentences
from handlers.calendar.edits import BadEdit, Edit, check_one, words
from handlers.school_time import SchoolCalendar

NOW = datetime(2026, 9, 15, 2, tzinfo=UTC)
CALENDAR = SchoolCalendar()


def read(text: str) -> list[Edit]:
    """At ten on a Tuesday morning in September 2026."""
    return sentences.read(text, NOW, CALENDAR)


@pytest.mark.parametrize(
    ("said", "edit"),
    [
        ("本学期从9月1日到1月16日", Edit("term", "2026-09-01", "2027-01-16", "2026–2027学年第一学期")),
        (
            "下学期2027-02-22至7月9日（暂定）",
            Edit("term", "2027-02-22", "2027-07-09", "2026–2027学年第二学期", provisional=True),
        ),
        ("10月11日补周三的课", Edit("make_up", "2026-10-11", "2026-10-11", "", 2)),
        ("１０月１０日（周六）补１０月７日的课", Edit("make_up", "2026-10-10", "2026-10-10", "", 2)),
        ("10月10日上班", Edit("make_up", "2026-10-10", "2026-10-10")),
        ("6月23日到27日考试", Edit("exam", "2027-06-23", "2027-06-27")),
        ("期末考试时间：1月11日-1月13日", Edit("exam", "2027-01-11", "2027-01-13", "期末考试")),
        ("运动会11月5日到6日停课", Edit("no_class", "2026-11-05", "2026-11-06", "运动会")),
        ("11月5日到6日运动会停课", Edit("no_class", "2026-11-05", "2026-11-06", "运动会")),
        ("校庆11月20日放假一天", Edit("holiday", "2026-11-20", "2026-11-20", "校庆")),
        ("下周三停课", Edit("no_class", "2026-09-23", "2026-09-23")),
        ("东校区11月5日停课", Edit("no_class", "2026-11-05", "2026-11-05", campus="东校区")),
        ("取消10月11日的安排", Edit("remove", "2026-10-11", "2026-10-11")),
        ("安静时段 21:30-7:00", Edit("quiet_hours", "21:30", "07:00")),
        ("安静时段改到晚上十点", None),
        ("校历添加 10月20日 家长会", Edit("event", "2026-10-20", "2026-10-20", "家长会")),
        ("this term from 9-1 to 1-16", Edit("term", "2026-09-01", "2027-01-16", "2026–2027学年第一学期")),
        ("10月11日投影仪坏了", None),
        ("我11月5日放假", None),
        ("明天考试,投影仪坏了", None),
        ("11月5日停课吗？", None),
        ("国庆放几天假", None),
        ("提醒我10月11日补周三的课", None),
    ],
)
def test_a_sentence_is_an_edit_as_a_whole_or_not_at_all(said: str, edit: Edit | None) -> None:
    assert read(said) == ([] if edit is None else [edit])


def test_a_list_of_periods_is_read() -> None:
    bells = read("作息 第一节 8:00-8:45，第二节 8:55-9:40")
    assert [(one.period, one.start, one.end) for one in bells] == [(1, "08:00", "08:45"), (2, "08:55", "09:40")]


@given(st.text(alphabet="0123456789年月日到至-补停课放假考试作息节:第一二三周学期从本取消的安排 　，、", max_size=60))
def test_no_text_makes_the_reader_stumble(said: str) -> None:
    found: list[Edit] = []
    with suppress(BadEdit):
        found = read(said)
    for edit in found:
        assert Edit.from_json(edit.to_json()) == edit
        assert words(edit).zh


@given(st.dates(date(2026, 8, 20), date(2027, 7, 1)), st.integers(0, 20))
def test_a_span_said_in_full_is_the_span(first: date, length: int) -> None:
    last = first + timedelta(days=length)
    said = f"{first.year}年{first.month}月{first.day}日到{last.year}年{last.month}月{last.day}日停课"
    (edit,) = read(said)
    assert (edit.first, edit.last) == (first, last)
    check_one(edit)
