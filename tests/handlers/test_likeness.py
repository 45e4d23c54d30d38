"""Which plans look like the same idea, and which do not."""

import pytest

from handlers.likeness import ALIKE, likeness, plan_likeness


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("机房改造", "二号机房改造项目", True),
        ("校门监控", "校门监控更新", True),
        ("电子班牌采购", "班牌", True),
        ("机房改造", "校门监控", False),
        ("给高二买30台平板", "高二教室空调", False),
        ("", "机房改造", False),
    ],
)
def test_alike(one: str, other: str, alike: bool) -> None:
    assert (plan_likeness(one, "用于教学", other, "提高效率") >= ALIKE) is alike


def test_the_same_words_are_all_alike_and_the_order_does_not_matter() -> None:
    assert likeness("机房改造", "机房改造") == 1.0
    assert likeness("机房改造", "电脑") == 0.0
    assert likeness("机房改造", "校门监控改造") == likeness("校门监控改造", "机房改造")
