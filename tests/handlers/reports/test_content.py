"""Editing a report's sentences: numbers stay, figures stay, and no words in any order break it."""

import copy

from hypothesis import given
from hypothesis import strategies as st

from handlers.reports.content import Content, add, change, cut, differences, items

FIGURE = {
    "key": "a", "version": 1, "name": ["甲", "a"], "value": 1.0, "shown": ["1 件", "1"], "formula": ["", ""], "how": "count",
    "count": 1, "person": False, "rows": [],
}  # fmt: skip


def content() -> Content:
    return {
        "summary": ["", ""], "own": False, "next": 4, "asks": [{"n": 3, "zh": "三", "en": "c", "by": ""}],
        "sections": [{"title": ["项目", "Projects"], "figures": [FIGURE], "items": [
            {"n": 1, "zh": "一", "en": "a", "by": ""}, {"n": 2, "zh": "二", "en": "b", "by": ""},
        ]}],
    }  # fmt: skip


def test_a_sentence_goes_where_it_is_said_to_go() -> None:
    here = content()
    add(here, "项目：机房改造延期", "陈主任")
    add(here, "本月平稳：没有大事", "陈主任")
    add(here, "请决定：是否更换投影", "陈主任")
    assert [one["zh"] for one in here["sections"][1]["items"]] == ["一", "二", "机房改造延期"]
    assert [one["zh"] for one in here["sections"][0]["items"]] == ["本月平稳：没有大事"]
    assert [one["zh"] for one in here["asks"]] == ["三", "是否更换投影"]
    assert [one["n"] for one in items(here)] == [5, 1, 2, 4, 3, 6]


def test_what_reads_differently_is_named_once() -> None:
    before, after = content(), content()
    after["sections"][0]["figures"] = [{**FIGURE, "shown": ["2 件", "2"]}]
    assert cut(after, 1)
    assert change(after, 2, "贰", "陈主任")
    assert [one if isinstance(one, str) else one.zh for one in differences(before, after)] == [
        "甲：1 件 → 2 件", "＋ 贰", "－ 一", "－ 二",
    ]  # fmt: skip
    assert not cut(after, 99)
    assert not change(after, 1, "x", "y")


@given(st.lists(st.tuples(st.sampled_from(["add", "cut", "change"]), st.integers(-1, 9), st.text(max_size=12))))
def test_no_edit_touches_a_figure_or_gives_a_number_twice(edits: list[tuple[str, int, str]]) -> None:
    here = content()
    for what, number, words in edits:
        if what == "add":
            add(here, words, "陈主任")
        elif what == "cut":
            cut(here, number)
        else:
            change(here, number, words, "陈主任")
    numbers = [one["n"] for one in items(here)]
    assert len(numbers) == len(set(numbers))
    assert [figure for section in here["sections"] for figure in section["figures"]] == [FIGURE]
    assert differences(copy.deepcopy(here), here) == []
