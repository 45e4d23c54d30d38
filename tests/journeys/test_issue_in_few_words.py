"""What people say in few words or many: a device alone, a guess and the rest of it, pressing, a withdrawal agreed to."""

import pytest
from sqlalchemy import select

from handlers.incoming import Attachment, Said
from storage.issues import Issue, Status
from tests.conftest import SmallSchool


def the_issue(school: SmallSchool, code: str = "T-0001") -> Issue:
    with school.database.read() as tx:
        return tx.scalars(select(Issue).where(Issue.code == code)).one()


@pytest.mark.parametrize("words", ["投影仪", "那个打印机", "扫描仪"])
def test_a_device_alone_begins_a_report_of_it(school: SmallSchool, words: str) -> None:
    seen = school.li.says(words)
    assert seen.text == f"{words.removeprefix('那个')}怎么了？例如：不亮、没声音、连不上网"
    school.li.says("没反应")
    school.li.says("高二3班")
    school.li.presses("提交")
    assert the_issue(school).place == "高二3班"


def test_the_place_after_a_guess_is_the_rest_of_the_report(school: SmallSchool) -> None:
    assert school.li.says("一体机老是抽抽").text == "你是想「报修」吗？"
    school.li.says("初二5班")
    issue = the_issue(school)
    assert (issue.place, issue.asset, issue.fault) == ("初二5班", "一体机", "老是抽抽")
    school.li.sees("好，「报修」。", buttons=[])


def test_something_else_after_a_guess_is_something_else(school: SmallSchool) -> None:
    school.li.says("一体机老是抽抽")
    school.li.says("买软件要谁审批?")
    school.li.sees("6.2.1")
    with school.database.read() as tx:
        assert tx.scalars(select(Issue)).all() == []


def test_what_no_word_list_has_is_told_without_place_and_device(school: SmallSchool) -> None:
    school.li.says("五楼录播教室那个话筒像含着东西，等会儿有公开课")
    issue = the_issue(school)
    assert (issue.place, issue.asset, issue.fault) == ("五楼录播教室", "话筒", "像含着东西")


@pytest.mark.parametrize("words", ["催一下T-1", "T-1 再催一下", "催 T-1", "催单 T-1"])
def test_pressing_with_a_number_presses_that_report(school: SmallSchool, words: str) -> None:
    school.li.says("高二3班投影仪不亮")
    school.clock.forward(minutes=5)
    assert "已催" in school.li.says(words).text
    school.wang.sees("T-0001 报修人催了一次")


def test_pressing_with_a_reason_hands_the_reason_on(school: SmallSchool) -> None:
    school.li.says("高二3班投影仪不亮")
    school.clock.forward(minutes=5)
    school.li.says("T-1快点吧，校长都来听课了")
    school.wang.sees("校长都来听课了")


@pytest.mark.parametrize("words", ["同意", "可以撤", "同意撤回"])
def test_a_technician_agrees_to_a_withdrawal_in_words(school: SmallSchool, words: str) -> None:
    school.li.says("高二3班投影仪不亮")
    school.wang.presses("接单")
    school.wang.says("到现场了")
    school.li.says("T-1不用修了")
    school.wang.says(words)
    assert the_issue(school).status == Status.CANCELLED
    school.li.sees("T-0001 已撤回")


def test_all_pictures_of_an_album_are_counted_on_the_cards(school: SmallSchool) -> None:
    for number, text in ((1, "教务处打印机卡纸"), (2, "")):
        picture = Attachment("image", f"file-{number}", "")
        who = school.li._who()
        school.hear(Said(who, school.event_id(), school.clock.now, text, (picture,), group="album-1"))
    school.li.sees("附件：2 个")
    school.wang.sees("附件：2 个")


def test_what_was_done_before_good_is_how_it_was_mended(school: SmallSchool) -> None:
    school.li.says("高二3班话筒没声音")
    school.wang.presses("接单")
    school.wang.says("天线重新对频，好了")
    assert the_issue(school).status == Status.RESOLVED


def test_a_wait_for_parts_keeps_only_the_reason(school: SmallSchool) -> None:
    school.li.says("高二3班话筒没声音")
    school.wang.presses("接单")
    school.wang.says("挂起 等新话筒，下周三再弄")
    assert the_issue(school).hold_reason == "等新话筒"


def test_sparks_are_a_matter_of_safety(school: SmallSchool) -> None:
    school.li.says("物理实验室插座冒火星")
    assert the_issue(school).priority == 1


@pytest.mark.parametrize(
    ("words", "code"), [("第二个呢", "T-0002"), ("另一个呢", "T-0002"), ("第一个怎么样了", "T-0001")]
)
def test_the_second_of_two_reports_is_told_without_a_list(school: SmallSchool, words: str, code: str) -> None:
    school.li.says("高二3班投影仪不亮")
    school.li.says("高三1班打印机卡纸")
    school.clock.forward(minutes=3)
    school.li.says("那个投影仪的好了没")
    assert code in school.li.says(words).text


def test_what_was_mended_names_the_thing(school: SmallSchool) -> None:
    school.li.says("教学楼三楼没网了")
    school.wang.presses("接单")
    school.wang.says("交换机重启了，好了")
    school.li.sees("王技术：交换机重启了")
