"""How a card looks on Telegram, and that nobody's words can break out of it."""

import html

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.platforms import telegram_drawing as drawing
from bot.platforms.wording import HARMFUL, cut, harmless, is_blank, measure, split, utf8, utf16
from handlers.cards import Rendered, Shown
from tests.fakes.telegram_html import parse_html, trimmed, utf16_length

NASTY = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from(list("<>&\"'*_`[]()~|.-\n\r\t \u202e\u202d\u2066\u200b\u200d\ufeff\u2028\x00😀👩高二班")),
    ),
    max_size=400,
)
LONG = st.builds(lambda word, times: word * times, NASTY, st.integers(0, 120))
CARDS = st.builds(
    Rendered,
    title=NASTY | LONG,
    lines=st.lists(NASTY | LONG, max_size=3).map(tuple),
    facts=st.lists(st.tuples(NASTY, NASTY), max_size=4).map(tuple),
    buttons=st.lists(
        st.builds(Shown, NASTY, st.text(max_size=30), st.sampled_from(["normal", "good", "bad"])), max_size=5
    ).map(tuple),
    note=NASTY,
)


def shown(source: str) -> str:
    """What Telegram would show of this HTML; refuses what Telegram refuses."""
    return trimmed(*parse_html(source))[0]


@settings(max_examples=60, deadline=None)
@given(CARDS)
def test_whatever_people_write_the_card_is_one_telegram_accepts(card: Rendered) -> None:
    pages = drawing.draw(card)
    assert 1 <= len(pages) <= drawing.MOST_MESSAGES
    for page in (*pages, drawing.draw_in_one(card)):
        text = shown(page.html)
        assert text
        assert utf16_length(text) <= 4096
        assert text == trimmed(page.plain, [])[0]  # only our own tags mean anything
        assert len(page.html.encode()) <= 32768
        assert not HARMFUL.search(page.html)
    words = drawing.toast(card)
    assert utf16_length(words) <= 200
    keys = drawing.keyboard(card)
    for row in keys["inline_keyboard"] if keys else ():
        assert 1 <= len(row) <= 3
        for button in row:
            assert button["text"].strip()
            assert 1 <= len(str(button["callback_data"]).encode()) <= 64


def test_a_card_reads_as_designed() -> None:
    card = Rendered(
        "T-0001 <b>&",
        ("第一行",),
        (("地点", "高二3班"), ("Place", "Room <3>")),
        (Shown("接单", "issues.claim:T-0001"),),
        "按细则 2",
    )
    assert drawing.draw(card) == [
        drawing.Drawn(
            "<b>T-0001 &lt;b&gt;&amp;</b>\n第一行\n地点：高二3班\nPlace: Room &lt;3&gt;\n<i>按细则 2</i>",
            "T-0001 <b>&\n第一行\n地点：高二3班\nPlace: Room <3>\n按细则 2",
        )
    ]


def test_plain_words_are_not_shouted() -> None:
    assert drawing.draw(Rendered("你好"))[0].html == "你好"


def test_a_long_card_is_broken_at_its_lines_and_keeps_every_word() -> None:
    lines = tuple(f"第{n}条 " + "字" * 300 for n in range(40))
    pages = drawing.draw(Rendered("很长", lines))
    assert len(pages) == 4
    joined = "\n".join(shown(page.html) for page in pages)
    assert joined == "\n".join(("很长", *lines))


def test_what_is_longer_than_four_messages_ends_with_an_ellipsis() -> None:
    pages = drawing.draw(Rendered("长" * 40000))
    assert len(pages) == 4
    assert pages[-1].plain.endswith("……")


LABELS = {
    ("接单", "转派", "挂起"): [3],
    ("接单", "转派", "挂起", "已解决", "合并"): [3, 2],
    ("好了", "没好"): [2],
    ("★", "★★", "★★★", "★★★★", "★★★★★"): [3, 2],
    ("请领导小组解释", "有用"): [2],
    ("看 P-2026-003", "看 T-0118"): [2],
    ("看 P-2026-003 多媒体教室改造", "看 T-0118 高二3班投影仪不亮"): [1, 1],
    ("Ask the leading group to explain", "Helpful"): [1, 1],
    (): [],
}


@pytest.mark.parametrize(("labels", "rows"), LABELS.items())
def test_buttons_stand_in_rows_that_a_phone_can_show(labels: tuple[str, ...], rows: list[int]) -> None:
    keys = drawing.keyboard(Rendered("?", buttons=tuple(Shown(label, f"x.y:{n}") for n, label in enumerate(labels))))
    assert [len(row) for row in (keys["inline_keyboard"] if keys else ())] == rows


def test_the_style_of_a_button_is_telegrams_word_for_it() -> None:
    keys = drawing.keyboard(
        Rendered("?", buttons=(Shown("同意", "a.a", "good"), Shown("驳回", "a.b", "bad"), Shown("转交", "a.c")))
    )
    assert keys is not None
    assert [button.get("style") for button in keys["inline_keyboard"][0]] == ["success", "danger", None]


def test_a_button_telegram_cannot_carry_is_still_there_as_a_number() -> None:
    card = Rendered("选一个", buttons=(Shown("好", "a.b"), Shown("太长", "a.b:" + "x" * 64)))
    keys = drawing.keyboard(card)
    assert keys is not None
    assert [button["text"] for row in keys["inline_keyboard"] for button in row] == ["好"]
    assert drawing.draw(card)[0].plain == "选一个\n2. 太长"


def test_a_card_of_nothing_visible_is_still_a_message() -> None:
    assert drawing.draw(Rendered("\u200b \u202e", ("\u3164",)))[0].html == "…"


@settings(max_examples=80, deadline=None)
@given(NASTY, st.integers(10, 200))
def test_cutting_and_splitting_keep_the_limit_and_the_words(text: str, limit: int) -> None:
    clean = harmless(text)
    for cost in (utf16, utf8):
        assert measure(cut(clean, limit, cost), cost) <= limit
        pieces = split(clean, limit, cost)
        assert all(measure(piece, cost) <= limit for piece in pieces)
        assert "".join(pieces).replace("\n", "") == clean.replace("\n", "")


def test_blank_is_what_nobody_can_see() -> None:
    assert [text for text in ("", " \n", "\u200b\u3164", "a", "高", "😀") if is_blank(text)] == [
        "",
        " \n",
        "\u200b\u3164",
    ]


def test_escaping_is_telegrams_three_characters_only() -> None:
    assert drawing.draw(Rendered("\"'<&>"))[0].html == html.escape("\"'<&>", quote=False)
