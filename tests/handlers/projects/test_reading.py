"""Amounts, indicators, goals and data classes as people write them."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.data_classes import read as read_data_class
from handlers.errors import Incomplete
from handlers.money import find_yuan, read_yuan, yuan
from handlers.projects.request import read_goal, read_indicators, title_in
from handlers.projects.texts import without_label


@pytest.mark.parametrize(
    ("said", "amount"),
    [
        ("2万", 20_000), ("3.5万元", 35_000), ("20000", 20_000), ("20,000元", 20_000), ("两万", 20_000),
        ("两万五", 25_000), ("三万元", 30_000), ("大约3万左右", 30_000), ("¥8000", 8_000), ("1.2w", 12_000),
        ("12k", 12_000), ("５万", 50_000), ("1.5亿", 150_000_000), ("无", 0), ("0", 0), ("预算2万元整", 20_000),
    ],
)  # fmt: skip
def test_a_budget_as_people_write_it(said: str, amount: int) -> None:
    assert read_yuan(said) == amount


@pytest.mark.parametrize("said", ["", "看着办", "2.5", "-3万", "两三万", "1万到2万", "99999999亿", "3.14159元"])
def test_what_is_no_clear_amount_is_asked_again(said: str) -> None:
    with pytest.raises(Incomplete):
        read_yuan(said)


@given(st.integers(min_value=0, max_value=10**10))
@settings(max_examples=60)
def test_an_amount_reads_back_as_it_is_shown(amount: int) -> None:
    assert read_yuan(yuan(amount).zh) == amount
    assert read_yuan(yuan(amount).en) == amount


@given(st.text(max_size=40))
@settings(max_examples=80)
def test_no_text_breaks_the_reading(text: str) -> None:
    assert (find_yuan(text) or 0) >= 0
    for read in (read_yuan, read_goal, read_data_class, read_indicators):
        with suppress(Incomplete):
            read(text)
    assert len(title_in(text)) <= 30


@pytest.mark.parametrize(
    ("said", "amount"),
    [
        ("我想申请机房改造，预算3.5万元", 35_000), ("大概花两万块", 20_000), ("高二3班有2个人", None),
        ("12月1日到12月5日 5万以内", 50_000), ("服务3万人", None), ("G-3 目标", None),
    ],
)  # fmt: skip
def test_money_is_found_only_with_its_unit(said: str, amount: int | None) -> None:
    assert find_yuan(said) == amount


@pytest.mark.parametrize(
    ("said", "indicators"),
    [
        ("开机少于30秒", ["开机少于30秒"]),
        ("开机少于30秒；故障少于5次", ["开机少于30秒", "故障少于5次"]),
        ("1. 开机少于30秒 2. 故障少于5次", ["开机少于30秒", "故障少于5次"]),
        ("1、开机少于1.5秒\n2、满意度90%", ["开机少于1.5秒", "满意度90%"]),
        ("①快②稳", ["快", "稳"]),
    ],
)
def test_indicators_one_or_several(said: str, indicators: list[str]) -> None:
    assert read_indicators(said) == indicators


@pytest.mark.parametrize(
    ("said", "goal"), [("G-3", "G-3"), ("g3", "G-3"), ("对应 G-12 那个", "G-12"), ("没有", "none"), ("未对应", "none")]
)
def test_a_goal_by_its_number_or_none(said: str, goal: str) -> None:
    assert read_goal(said) == goal


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("不涉及个人数据", "none"), ("一般", "general"), ("重要数据", "important"), ("核心", "core"),
        ("含学生信息", "sensitive"), ("还不清楚", "unknown"), ("未成年人的人脸", "sensitive"),
    ],
)  # fmt: skip
def test_a_data_class_in_ones_own_words(said: str, name: str) -> None:
    assert read_data_class(said) == name


@pytest.mark.parametrize(
    ("said", "title"),
    [("机房改造", "机房改造"), ("机房改造，预算2万", "机房改造"), ("名称：机房改造", ""), ("谁来批？", ""), ("", "")],
)
def test_a_short_opening_is_the_title(said: str, title: str) -> None:
    assert title_in(said) == title


def test_a_condition_is_kept_without_its_label() -> None:
    assert [without_label(said) for said in ("条件：分两期付款", "条件是先试点", "先试点。")] == [
        "分两期付款", "先试点", "先试点",
    ]  # fmt: skip


def test_full_width_signs_are_signs_too() -> None:
    assert read_yuan("３．５万元。") == 35_000
    assert read_yuan("￥8000") == 8_000
    assert read_indicators("开机少于30秒；故障少于5次") == ["开机少于30秒", "故障少于5次"]
    assert read_indicators("（1）快（2）稳") == ["快", "稳"]
    assert title_in("机房改造，预算2万") == "机房改造"
    assert title_in("名称：机房改造") == ""
    assert without_label("条件：先试点") == "先试点"
