"""The period a plan names: months, years, spans, terms; and what names none."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.periods import find_span
from handlers.school_time import SchoolCalendar, Term

NOW = datetime(2026, 9, 15, 2, 0, tzinfo=UTC)
CALENDAR = SchoolCalendar()


@pytest.mark.parametrize(
    ("said", "first", "last"),
    [
        ("11月", (2026, 11, 1), (2026, 11, 30)),
        ("王老师 11月可用 3人周", (2026, 11, 1), (2026, 11, 30)),
        ("赵技术 12月 2人周", (2026, 12, 1), (2026, 12, 31)),
        ("十一月", (2026, 11, 1), (2026, 11, 30)),
        ("8月", (2027, 8, 1), (2027, 8, 31)),
        ("11月到1月", (2026, 11, 1), (2027, 1, 31)),
        ("2027年1月到3月", (2027, 1, 1), (2027, 3, 31)),
        ("12月到明年3月", (2026, 12, 1), (2027, 3, 31)),
        ("12月1日到12月31日", (2026, 12, 1), (2026, 12, 31)),
        ("11月5日前", (2026, 9, 15), (2026, 11, 5)),
        ("2026年 50万", (2026, 1, 1), (2026, 12, 31)),
        ("明年", (2027, 1, 1), (2027, 12, 31)),
        ("下周", (2026, 9, 21), (2026, 9, 27)),
    ],
)
def test_a_period_is_read(said: str, first: tuple[int, int, int], last: tuple[int, int, int]) -> None:
    found = find_span(said, NOW, CALENDAR)
    assert found is not None
    assert (found.first, found.last) == (date(*first), date(*last))


@pytest.mark.parametrize("said", ["", "平板车 2辆", "3个月", "13月", "0000年", "下学期"])
def test_what_names_no_period(said: str) -> None:
    assert find_span(said, NOW, CALENDAR) is None


def test_a_term_is_a_period_where_the_school_knows_its_terms() -> None:
    autumn = Term("第一学期", date(2026, 9, 1), date(2027, 1, 22), date(2026, 8, 31))
    found = find_span("本学期", NOW, SchoolCalendar(terms=(autumn,)))
    assert found is not None
    assert (found.first, found.last) == (date(2026, 9, 1), date(2027, 1, 22))


@given(st.text(max_size=80) | st.from_regex(r"[0-9年月日到至今明 -]{1,24}"))
def test_no_text_makes_it_stumble(said: str) -> None:
    found = find_span(said, NOW, CALENDAR)
    assert found is None or found.first <= found.last
