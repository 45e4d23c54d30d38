"""What one reply to a call holds, and what happens to the rest."""

import pytest

from bot.platforms.wechat_pull import paged
from bot.platforms.wecom_cards import LONGEST_TEXT
from handlers.cards import Rendered, Shown

NOTE = Rendered("通知")
CHOICE = Rendered("修好了吗", buttons=(Shown("好了", "issues.confirm:T-1"), Shown("没好", "issues.reopen:T-1")))
LONG = Rendered("原文", ("请各处室报统计表。" * 120,), buttons=(Shown("有用", "policy.useful:1"),))
HALF = Rendered("半" * 500)

PAGES: dict[str, tuple[list[Rendered], int, str, bool]] = {
    "nothing": ([], 0, "", False),
    "one": ([NOTE], 1, "通知", False),
    "two": ([NOTE, NOTE], 2, "通知\n\n———\n\n通知", False),
    "numbers mean one card only": (
        [CHOICE, NOTE, CHOICE, NOTE],
        2,
        "修好了吗\n\n1. 好了\n2. 没好\n\n———\n\n通知",
        False,
    ),
    "what does not fit waits whole": ([HALF, HALF], 1, "半" * 500, False),
    "what never fits is parted": ([LONG, NOTE], 1, "原文\n" + "请各处室报统计表。" * 71, True),
    "an empty one": ([Rendered(" ")], 1, "…", False),
}


@pytest.mark.parametrize("name", PAGES)
def test_a_reply_holds_what_the_table_says(name: str) -> None:
    cards, shown, words, goes_on = PAGES[name]
    page = paged(cards)
    assert (page.shown, page.words, page.rest is not None) == (shown, words, goes_on)
    assert len(page.words.encode()) < LONGEST_TEXT


def test_nothing_is_lost_between_the_pages_of_a_long_answer() -> None:
    first = paged([LONG])
    assert first.rest is not None
    second = paged([first.rest])
    assert second.rest is None
    assert second.words.endswith("\n\n1. 有用")
    assert (first.words + second.words).count("请各处室报统计表。") == 120
