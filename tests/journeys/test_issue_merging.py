"""Two reports of one fault, named in a sentence: which one stays is said, and can be taken back."""

import pytest
from sqlalchemy import select

from storage.issues import Issue, Status
from tests.conftest import SmallSchool


@pytest.fixture
def two(school: SmallSchool) -> SmallSchool:
    school.li.says("高二3班投影仪不亮")
    school.sun.says("高二3班投影仪坏了")
    return school


def status(school: SmallSchool, code: str) -> str:
    with school.database.read() as tx:
        return tx.scalars(select(Issue).where(Issue.code == code)).one().status


@pytest.mark.parametrize(
    "words",
    ["T-1和T-2是一个事，合并", "T-2和T-1是一回事", "1号跟2号是同一个问题", "T-0002并到T-0001", "把2号合到1号"],
)
def test_the_first_report_stays_unless_the_other_is_named_as_the_aim(two: SmallSchool, words: str) -> None:
    seen = two.zhao.says(words)
    assert "T-0002 已合并到 T-0001" in seen.text
    assert "T-0001 留下" in seen.text
    assert status(two, "T-0001") == Status.NEW
    two.sun.sees("T-0002 已并入 T-0001")


@pytest.mark.parametrize("words", ["T-1和T-2是一个事，合并到T-2", "把1号合到2号", "T-1归并到T-2"])
def test_the_aim_named_stays(two: SmallSchool, words: str) -> None:
    assert "T-0001 已合并到 T-0002" in two.zhao.says(words).text


def test_english_names_the_aim_too(two: SmallSchool) -> None:
    assert "T-0001 merged into T-0002" in two.zhao.says("T-1 is a duplicate of T-2").text


@pytest.mark.parametrize("how", ["撤销", "1"])
def test_it_is_taken_back_by_button_number_or_word(two: SmallSchool, how: str) -> None:
    two.zhao.says("T-1和T-2是一个事，合并")
    two.zhao.says(how)
    assert status(two, "T-0002") == Status.NEW
    two.sun.sees("T-0002 刚才的「合并」已撤销")


def test_after_two_minutes_the_button_says_so(two: SmallSchool) -> None:
    two.zhao.says("T-1和T-2是一个事，合并")
    two.clock.forward(minutes=3)
    two.zhao.presses("撤销", on="T-0001 留下")
    assert status(two, "T-0002") == Status.MERGED


@pytest.mark.parametrize("words", ["T-1和T-2不是一个事，别合并", "T-1和T-2是一个事吗?", "T-1和T-9是一个事"])
def test_what_does_not_say_so_merges_nothing(two: SmallSchool, words: str) -> None:
    two.zhao.says(words)
    assert status(two, "T-0001") == status(two, "T-0002") == Status.NEW


def test_a_teacher_merges_nothing(two: SmallSchool) -> None:
    two.li.says("T-1和T-2是一个事，合并")
    assert status(two, "T-0002") == Status.NEW


def test_three_are_one(two: SmallSchool) -> None:
    two.li.says("高二3班电脑没画面")
    two.zhao.says("T-1、T-2、T-3都是一个问题，合并")
    assert status(two, "T-0002") == status(two, "T-0003") == Status.MERGED
