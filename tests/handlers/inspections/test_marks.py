"""Results as inspectors say them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.inspections.marks import Mark, read_marks
from storage.inspections import FAIL, PASS, SKIP

ITEMS = (
    "门上锁，进出有登记", "温度和湿度在范围内，空调正常", "不间断电源正常，电池在使用年限内", "灭火器在有效期内，通道没有杂物",
    "线缆整齐有标签，没有裸露",
)  # fmt: skip
SAID: dict[str, list[Mark]] = {
    "合格": [Mark(0, PASS)],
    "没问题": [Mark(0, PASS)],
    "不适用": [Mark(0, SKIP)],
    "n/a": [Mark(0, SKIP)],
    "不合格，线缆杂乱": [Mark(0, FAIL, "线缆杂乱")],
    "第三项不合格，灭火器过期": [Mark(3, FAIL, "灭火器过期")],
    "第五项：没有应急照明，不合格": [Mark(5, FAIL, "没有应急照明")],
    "item 4 failed, cables exposed": [Mark(4, FAIL, "cables exposed")],
    "一到三合格": [Mark(1, PASS), Mark(2, PASS), Mark(3, PASS)],
    "1合格2合格3不合格没有灭火器": [Mark(1, PASS), Mark(2, PASS), Mark(3, FAIL, "没有灭火器")],
    "4不合格，其余合格": [Mark(4, FAIL), Mark(-1, PASS)],
    "全部合格": [Mark(-1, PASS)],
    "3项都合格": [Mark(3, PASS)],
    "下一项合格": [Mark(0, PASS)],
    "这项算合格": [Mark(0, PASS)],
    "灭火器合格": [Mark(4, PASS)],
    "温度28度，超标": [Mark(2, FAIL, "温度28度，超标")],
    "门锁完好": [Mark(0, PASS, "门锁完好")],
    "no pass on item 5, the cable is loose": [Mark(5, FAIL, "the cable is loose")],
    "did not pass": [Mark(0, FAIL)],
    "灭火器过了有效期": [Mark(4, FAIL, "灭火器过了有效期")],
    "前两项都过了": [Mark(1, PASS), Mark(2, PASS)],
    "今天过了三项": [],
    "怎么算合格": [],
    "为什么不合格？": [],
    "谢谢": [],
}


@pytest.mark.parametrize("said", SAID)
def test_what_is_said_about_items_is_understood(said: str) -> None:
    assert read_marks(said, ITEMS) == SAID[said]


@given(st.text(max_size=80))
def test_no_words_break_the_reading_and_no_number_runs_away(said: str) -> None:
    marks = read_marks(said, ITEMS)
    assert all(mark.result in (PASS, FAIL, SKIP) for mark in marks)
    assert len(marks) <= 81 * 61
