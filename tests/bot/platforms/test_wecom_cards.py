"""How a card looks in WeCom: within its advice, complete, and refused by nothing."""

import pytest
from hypothesis import given, settings

from bot.platforms import wecom_cards as drawing
from bot.platforms.wording import HARMFUL, measure, utf8, width
from handlers.cards import Rendered, Shown
from tests.bot.platforms.test_telegram_drawing import CARDS
from tests.fakes.wecom_cards import refuse_unless_valid

PROJECT = Rendered(
    "P-2026-003 多媒体教室改造",
    ("申请更换 6 间教室的投影仪。",),
    (
        ("申请人", "李老师"),
        ("部门", "教务处"),
        ("预算", "48,000 元"),
        ("目标", "G-3"),
        ("期限", "12月1日"),
        ("附件", "2 个"),
    ),
    (Shown("同意", "projects.approve:P-2026-003", "good"), Shown("驳回", "projects.reject:P-2026-003", "bad")),
    "依据 5.1.2",
)


def test_an_approval_fits_one_card() -> None:
    assert drawing.can_be_card(PROJECT)
    assert drawing.layout(PROJECT).complete
    assert drawing.template_card(PROJECT, "x7") == {
        "card_type": "button_interaction",
        "main_title": {"title": "P-2026-003 多媒体教室改造"},
        "sub_title_text": "申请更换 6 间教室的投影仪。\n依据 5.1.2",
        "horizontal_content_list": [{"keyname": name, "value": value} for name, value in PROJECT.facts],
        "task_id": "x7",
        "button_list": [
            {"text": "同意", "style": 1, "key": "projects.approve:P-2026-003"},
            {"text": "驳回", "style": 2, "key": "projects.reject:P-2026-003"},
        ],
    }


@pytest.mark.parametrize(("title", "word"), [("T-0001 已接单", "已处理"), ("T-0001 was claimed", "Settled")])
def test_a_settled_card_has_one_grey_word(title: str, word: str) -> None:
    changed = drawing.changed_card(Rendered(title))
    assert changed["replace_text"] == word
    refuse_unless_valid(changed, set(), update=True)


@settings(max_examples=60, deadline=None)
@given(CARDS)
def test_whatever_people_write_the_card_is_one_wecom_accepts(card: Rendered) -> None:
    placed = drawing.layout(card)
    assert measure(placed.title, width) <= drawing.TITLE
    assert measure(placed.subtitle, width) <= drawing.SUBTITLE
    assert len(placed.facts) <= 6
    if drawing.can_be_card(card):
        shown = drawing.template_card(card, "x1")
        refuse_unless_valid(shown, set())
        assert all(measure(button["text"], width) <= drawing.LABEL for button in shown["button_list"])
        assert not HARMFUL.search(
            str([shown["main_title"], shown.get("sub_title_text"), shown.get("button_list")]).replace("\\\\", "")
        )
    refuse_unless_valid(drawing.changed_card(card), set(), update=True)


@settings(max_examples=60, deadline=None)
@given(CARDS)
def test_whatever_people_write_no_text_is_cut_by_the_platform(card: Rendered) -> None:
    for texts in (
        drawing.as_texts(card, numbered=True),
        drawing.as_texts(card, numbered=False),
        drawing.as_texts(card, numbered=True, most=1),
    ):
        assert 1 <= len(texts) <= drawing.MOST_TEXTS
        assert all(text and measure(text, utf8) <= 2048 for text in texts)
        assert not any(HARMFUL.search(text) for text in texts)


def test_choices_survive_when_words_have_to_go() -> None:
    card = Rendered("很长" * 2000, buttons=(Shown("同意", "a.b"), Shown("驳回", "a.c")))
    assert drawing.as_texts(card, numbered=True, most=1)[0].endswith("……\n\n1. 同意\n2. 驳回")
    several = drawing.as_texts(Rendered("很长" * 9000, buttons=card.buttons), numbered=True)
    assert len(several) == drawing.MOST_TEXTS
    assert several[-1].endswith("……\n\n1. 同意\n2. 驳回")


@pytest.mark.parametrize("end", ["。", "！", "？", "；", "…", "!", "?", ";"])
def test_a_long_text_is_parted_at_the_ends_of_sentences(end: str) -> None:
    words = "明天下午停电请提前保存文件并关机"
    pieces = drawing.as_texts(Rendered((words + end) * 60), numbered=False)
    assert len(pieces) == 2
    assert "".join(pieces) == (words + end) * 60
    assert all(piece.startswith(words) and piece.endswith(words + end) for piece in pieces)


def test_a_sentence_without_an_end_is_parted_at_a_comma() -> None:
    pieces = drawing.as_texts(Rendered("请提前保存文件，" * 100), numbered=False)
    assert [piece.endswith("文件，") for piece in pieces] == [True, True]


UNFIT = {
    "no button": (),
    "seven buttons": tuple(Shown(str(n), f"a.b:{n}") for n in range(7)),
    "one key twice": (Shown("甲", "a.b"), Shown("乙", "a.b")),
    "an invisible label": (Shown("\u200b", "a.b"),),
    "no key": (Shown("甲", ""),),
}


@pytest.mark.parametrize("buttons", UNFIT.values(), ids=UNFIT)
def test_what_wecom_has_no_card_for_is_told_as_text(buttons: tuple[Shown, ...]) -> None:
    assert not drawing.can_be_card(Rendered("?", buttons=buttons))


def test_a_card_that_would_lose_words_says_so() -> None:
    assert not drawing.layout(Rendered("标题", ("字" * 300,))).complete
    seven = drawing.layout(Rendered("标题", facts=tuple((f"第{n}", "值") for n in range(8))))
    assert seven.complete
    assert seven.subtitle == "第6：值\n第7：值"
