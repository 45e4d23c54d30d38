"""Numbers and ids as people say them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.numerals import (
    PREFIXES,
    Code,
    Form,
    find_codes,
    find_numbers,
    fold,
    read_number,
    read_ordinal,
    write_chinese,
    write_code,
)


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("118", 118),
        ("１１８", 118),
        ("0118", 118),
        ("一百一十八", 118),
        ("一一八", 118),
        ("幺幺八", 118),
        ("壹佰壹拾捌", 118),
        ("兩百", 200),
        ("两", 2),
        ("十", 10),
        ("廿", 20),
        ("廿三", 23),
        ("卅一", 31),
        ("一百二", 120),
        ("一百零二", 102),
        ("两千三", 2300),
        ("一万二", 12_000),
        ("一万零二十", 10_020),
        ("一亿零五", 100_000_005),
        ("〇", 0),
        ("二零二六", 2026),
        ("Ⅲ", 3),
        ("③", 3),
        ("IV", 4),
        ("第二个", 2),
        ("第12条", 12),
    ],
)
def test_a_number_is_read_however_it_is_written(said: str, number: int) -> None:
    assert read_number(said) == number


@pytest.mark.parametrize(
    "said",
    [
        *("", " ", "百", "亿", "百百", "一二百", "三十百", "½", "abc", "3.5", "-3"),
        *("零零百", "亿亿", "万万", "一亿亿", "1" * 13),
    ],
)
def test_what_is_no_whole_number_is_not_guessed(said: str) -> None:
    assert read_number(said) is None


@pytest.mark.parametrize(
    ("said", "place"),
    [("第二个", 2), ("第3条", 3), ("2号", 2), ("二", 2), ("#2", 2), ("the second one", 2), ("3rd", 3), ("那个", None)],
)
def test_a_place_in_a_list_is_read(said: str, place: int | None) -> None:
    assert read_ordinal(said) == place


@given(st.integers(0, 10**12 - 1))
@settings(max_examples=200, deadline=None)
def test_every_number_survives_being_said_in_chinese(number: int) -> None:
    assert read_number(write_chinese(number)) == number


@pytest.mark.parametrize("number", [-1, 10**12])
def test_numbers_nobody_says_are_refused(number: int) -> None:
    with pytest.raises(ValueError, match="aloud"):
        write_chinese(number)


@pytest.mark.parametrize(
    ("said", "ids"),
    [
        ("T-0118", ["T-0118"]),
        ("t118", ["T-0118"]),
        ("Ｔ－０１１８", ["T-0118"]),
        ("t 118 好了", ["T-0118"]),
        ("T–118", ["T-0118"]),
        ("t幺幺八", ["T-0118"]),
        ("118号工单", ["T-0118"]),
        ("工单118还没人来", ["T-0118"]),
        ("P-2026-003", ["P-2026-003"]),
        ("p2026-3", ["P-2026-003"]),
        ("P2026003", ["P-2026-003"]),
        ("2026-003批了吗", ["P-2026-003"]),
        ("TR-3", ["TR-3"]),
        ("Q-0007", ["Q-0007"]),
        ("q7", ["Q-0007"]),
        ("IN-4", ["IN-4"]),
        ("把T-0118合并到t-87", ["T-0118", "T-0087"]),
        ("释义 Q-0007: 文字", ["Q-0007"]),
    ],
)
def test_an_id_with_its_kind_is_understood(said: str, ids: list[str]) -> None:
    assert [code.id for code in find_codes(said)] == ids


@pytest.mark.parametrize(
    ("said", "number", "form"),
    [
        ("118号", 118, Form.SPOKEN),
        ("一百一十八号", 118, Form.SPOKEN),
        ("一百一十八号单", 118, Form.SPOKEN),
        ("催一下 #118", 118, Form.SPOKEN),
        ("0118好了没", 118, Form.SPOKEN),
        (" 118 ", 118, Form.BARE),
        ("一百一十八。", 118, Form.BARE),
    ],
)
def test_a_number_without_kind_leaves_the_kind_open(said: str, number: int, form: Form) -> None:
    assert [(code.prefix, code.number, code.form, code.id) for code in find_codes(said)] == [(None, number, form, None)]


@pytest.mark.parametrize(
    "said",
    [
        "3月5号开会",
        "5号前交",
        "5号楼没网",
        "3号机房空调坏了",
        "高二3班投影仪不亮",
        "B3教室",
        "P1故障",
        "in 2 hours",
        "I 3 times told you",
        "打13800138000找我",
        "2026-09-01",
        "第3条",
        "来了118个人",
        "08:30开会",
        "192.168.0.1",
        "USB3",
        "h264",
    ],
)
def test_what_only_looks_like_an_id_is_left_alone(said: str) -> None:
    assert find_codes(said) == []


def test_the_place_in_the_text_is_told() -> None:
    said = "请看Ｔ－０１１８和２号"
    assert [said[code.start : code.end] for code in find_codes(said)] == ["Ｔ－０１１８", "２号"]


@given(st.sampled_from(PREFIXES), st.integers(1, 9999), st.integers(2000, 2099))
@settings(max_examples=100, deadline=None)
def test_what_the_school_writes_is_what_it_reads(prefix: str, number: int, year: int) -> None:
    written = write_code(prefix, number, year if prefix == "P" else None)
    for typed in (written, written.lower(), f"请看{written}。"):
        assert [code.id for code in find_codes(typed)] == [written]


def test_a_project_without_its_year_is_no_id_yet() -> None:
    assert find_codes("P-12") == [Code("P", 12, None, Form.TYPED, 0, 4)]
    assert find_codes("P-12")[0].id is None


@given(st.text(max_size=40) | st.text("TPQ0123-号第年月一百千万亿零 #ＴＩⅢ", max_size=20))
@settings(max_examples=120, deadline=None)
def test_no_text_is_too_strange(text: str) -> None:
    assert len(fold(text)) == len(text)
    read_number(text)
    read_ordinal(text)
    for code in find_codes(text):
        assert 0 <= code.start < code.end <= len(text)
    for value, start, end in find_numbers(text):
        assert read_number(text[start:end]) == value
