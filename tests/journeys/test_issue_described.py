"""Which one is meant, without a number: by its device or its place, whatever state it is in."""

import pytest

from tests.conftest import SmallSchool


@pytest.fixture
def two(school: SmallSchool) -> SmallSchool:
    school.li.says("302窗户关不上")
    school.clock.forward(minutes=1)
    school.li.says("高二3班投影仪不亮")
    return school


def test_what_nobody_works_on_is_withdrawn_by_its_device(two: SmallSchool) -> None:
    two.li.says("窗户那个不用修了")
    two.li.says("自己好了")
    two.li.sees("T-0001 已撤回")
    two.wang.does_not_see("T-0002 已撤回")


def test_what_is_being_worked_on_is_asked_back_from_its_technician(two: SmallSchool) -> None:
    two.wang.presses("接单", on="窗户")
    two.wang.says("T-0001 到了，正在看")
    assert two.li.says("窗户那个不用修了").text == "已请王技术确认撤回 T-0001。"
    two.wang.sees("报修人希望撤回")


def test_what_is_resolved_is_there_to_be_confirmed(two: SmallSchool) -> None:
    two.wang.presses("接单", on="窗户")
    two.wang.says("已解决 T-0001 换了合页")
    two.li.says("T-0002 不用修了")
    two.li.says("报错了")
    seen = two.li.says("窗户那个不用修了")
    assert "T-0001 修好了吗" in seen.text
    assert seen.buttons == ["好了", "没好"]


@pytest.mark.parametrize("words", ["恢复 T-0001", "恢复", "继续处理"])
def test_what_is_on_hold_goes_on_at_a_word(two: SmallSchool, words: str) -> None:
    two.wang.presses("接单", on="窗户")
    two.wang.says("T-0001 挂起，等配件，下周一")
    assert "T-0001 王技术处理中" in two.wang.says(words).text


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("窗户那个快点", "T-0001"),
        ("投影仪那个快点", "T-0002"),
        ("302的能不能快点", "T-0001"),
        ("窗户只有下雨天关不上", "T-0001"),
    ],
)
def test_urging_and_adding_find_their_issue(two: SmallSchool, words: str, answer: str) -> None:
    assert answer in two.li.says(words).text


def test_what_came_back_is_the_one_described(two: SmallSchool) -> None:
    two.wang.says("已解决 T-0001 换了合页")
    two.wang.says("已解决 T-0002 换了灯泡")
    assert "T-0001" in two.li.says("窗户又关不上了").text


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("三楼东头那个教室的空调不制冷", "三楼东头那个教室"),
        ("二楼靠楼梯的那间教室灯不亮", "二楼靠楼梯的那间教室"),
        ("图书馆最里面的阅览室灯坏了", "图书馆最里面的阅览室"),
        ("最西边那间办公室没网", "最西边那间办公室"),
        ("一楼左边第二间教室门锁坏了", "一楼左边第二间教室"),
    ],
)
def test_a_room_without_a_number_keeps_its_whole_description(school: SmallSchool, words: str, place: str) -> None:
    assert f"地点：{place}\n" in school.li.says(words).text
