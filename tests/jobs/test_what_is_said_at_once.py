"""Where a platform counts our messages, what is said to one person at once is as few of them as hold it."""

from datetime import UTC, datetime, timedelta

import pytest

from handlers.cards import Rendered, Shown
from jobs.parcels import pack
from storage.delivery import Claimed
from storage.outbox import Kind, Priority

NOW = datetime(2026, 9, 15, 2, 0, tzinfo=UTC)
DONE = (Shown("好了", "issues.confirm:T-1"),)
RATE = (Shown("五星", "issues.rate:T-1"),)


def row(number: int, card: Rendered, *, to: str = "li", kind: Kind = Kind.SEND, crashes: int = 0,
        until: datetime | None = None) -> Claimed:  # fmt: skip
    return Claimed(
        number, None, kind, to, None, None, card.to_json(), "T-0001", "", None, "", int(Priority.REPLY), 1, crashes, NOW,
        until, NOW,
    )  # fmt: skip


def said(*rows: Claimed, merges: int = 1900) -> list[tuple[list[int], str]]:
    parcels, _ = pack(rows, {}, 1, merges)
    return [(parcel.ids, parcel.messages[0].card.as_text()) for parcel in parcels]


def test_words_of_one_turn_are_one_message_and_its_card_stands_at_the_end() -> None:
    card = Rendered("修好了吗", buttons=DONE)
    assert said(row(1, Rendered("已记下")), row(2, card), row(3, Rendered("还有一份草稿", note="说「继续」"))) == [
        ([1, 2, 3], "已记下\n\n———\n\n还有一份草稿\n说「继续」\n\n———\n\n修好了吗\n\n1. 好了")
    ]


def test_two_cards_are_two_messages_for_a_number_means_one_thing() -> None:
    first, second = Rendered("修好了吗", buttons=DONE), Rendered("打几分", buttons=RATE)
    assert said(row(1, first), row(2, second), row(3, Rendered("谢谢"))) == [
        ([1, 3], "谢谢\n\n———\n\n修好了吗\n\n1. 好了"), ([2], "打几分\n\n1. 五星"),
    ]  # fmt: skip


def test_what_does_not_fit_into_one_is_several() -> None:
    half = Rendered("半" * 400)
    assert [ids for ids, _ in said(row(1, half), row(2, half), row(3, Rendered("完")))] == [[1], [2, 3]]


ALONE = {
    "another person's": row(2, Rendered("二"), to="wang"),
    "a change of a card": row(2, Rendered("二"), kind=Kind.TOAST),
    "what a worker died with": row(2, Rendered("二"), crashes=1),
    "what may come too late": row(2, Rendered("二"), until=NOW + timedelta(hours=1)),
}


@pytest.mark.parametrize("name", ALONE)
def test_what_is_of_another_kind_stays_alone(name: str) -> None:
    assert sorted(ids for ids, _ in said(row(1, Rendered("一")), ALONE[name])) == [[1], [2]]


def test_elsewhere_every_message_is_its_own() -> None:
    assert [ids for ids, _ in said(row(1, Rendered("一")), row(2, Rendered("二")), merges=0)] == [[1], [2]]
