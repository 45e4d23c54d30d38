"""What a sentence about a fault says: place, device, fault, building, kind, priority."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.issues.reading import Facts, building_of, facts_of, kind_of, priority_of
from handlers.school_time import SchoolCalendar

CALENDAR = SchoolCalendar()
IN_CLASS = datetime(2026, 9, 15, 2, 10, tzinfo=UTC)  # 10:10, third period
IN_BREAK = datetime(2026, 9, 15, 2, 45, tzinfo=UTC)  # 10:45
SUNDAY = datetime(2026, 9, 13, 2, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("高二3班投影仪不亮", Facts("高二3班", "投影仪", "不亮")),
        ("投影仪坏了", Facts("", "投影仪", "坏了")),
        ("高二3班投影仪", Facts("高二3班", "投影仪", "")),
        ("高二3班", Facts("高二3班", "", "")),
        ("报修", Facts("", "", "")),
        ("我要报修", Facts("", "", "")),
        ("希望能给办公室加一个插座", Facts("办公室", "插座", "希望能给办公室加一个插座")),
    ],
)
def test_place_device_and_fault_are_read(text: str, facts: Facts) -> None:
    assert facts_of(text) == facts


@pytest.mark.parametrize(
    ("place", "building"),
    [
        ("实验楼B座5楼", "实验楼B座"),
        ("3号楼201", "3号楼"),
        ("高二3班", "高二"),
        ("图书馆二楼", "图书馆"),
        ("302", ""),
        ("", ""),
    ],
)
def test_the_building_of_a_place(place: str, building: str) -> None:
    assert building_of(place) == building


@pytest.mark.parametrize(
    ("facts", "kind"),
    [
        (Facts("", "", "没网了"), "network"),
        (Facts("", "电脑", "上不了网"), "computer"),
        (Facts("", "投影仪", "不亮"), "projector"),
        (Facts("", "电脑", "蓝屏"), "computer"),
        (Facts("", "教务系统", "登录不上"), "system"),
        (Facts("", "饮水机", "漏水"), "饮水机"),
    ],
)
def test_what_counts_as_alike(facts: Facts, kind: str) -> None:
    assert kind_of(facts) == kind


@pytest.mark.parametrize(
    ("words", "place", "at", "priority"),
    [
        ("投影仪不亮", "高二3班", IN_CLASS, 1),
        ("投影仪不亮", "高二3班", IN_BREAK, 2),
        ("投影仪不亮", "高二3班", SUNDAY, 2),
        ("打印机卡纸", "语文组办公室", IN_CLASS, 3),
        ("打印机卡纸，很急", "语文组办公室", IN_CLASS, 2),
        ("插座冒烟了", "语文组办公室", SUNDAY, 1),
        ("整栋楼都没网", "实验楼", IN_BREAK, 1),
        ("监考要用的电脑开不了机", "语文组办公室", IN_BREAK, 1),
        ("教务系统登录不上", "", IN_BREAK, 2),
        ("希望加一个插座", "语文组办公室", IN_CLASS, 4),
        ("希望尽快修好打印机", "语文组办公室", IN_CLASS, 2),
        ("不急，有空看一下音响", "高二3班", IN_CLASS, 4),
        ("the projector is smoking, fire!", "Room 302", SUNDAY, 1),
    ],
)
def test_priority_follows_place_period_and_words(words: str, place: str, at: datetime, priority: int) -> None:
    assert priority_of(Facts(place, "", words), words, at, CALENDAR)[0] == priority


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_no_text_breaks_the_reading(text: str) -> None:
    facts = facts_of(text)
    assert priority_of(facts, text, IN_CLASS, CALENDAR)[0] in {1, 2, 3, 4}
    building_of(facts.place), kind_of(facts)
