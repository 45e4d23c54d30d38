"""The first minutes: a stranger, a bound teacher, a wrong code."""

import pytest

from handlers.catalogue import Features
from handlers.features import FEATURES
from handlers.incoming import Attachment
from handlers.people import binding
from storage import people
from tests.conftest import SmallSchool


def test_a_stranger_gets_a_useful_first_answer(school: SmallSchool) -> None:
    guest = school.stranger()
    first = guest.says("/start")
    assert first.buttons == ["报修", "问制度", "我的待办", "帮助"]
    assert "校信官" in first.text


def test_who_opens_the_chat_is_greeted_once_and_never_again(school: SmallSchool) -> None:
    newcomer = school.stranger("新同事")
    assert newcomer.opens_the_chat() == 1
    assert newcomer.last().buttons == ["报修", "问制度", "我的待办", "帮助"]
    assert newcomer.opens_the_chat() == 1
    assert school.li.opens_the_chat() == 1
    assert "李老师" in school.li.last().text
    school.li.says("谢谢")
    assert school.li.opens_the_chat() == 2


WITHOUT_WORDS = {"voice": "语音我还听不懂", "place": "看不懂坐标", "unknown": "这种消息"}


@pytest.mark.parametrize("kind", WITHOUT_WORDS)
def test_what_cannot_be_read_is_said_to_be_so_and_begins_nothing(school: SmallSchool, kind: str) -> None:
    answer = school.li.sends(Attachment(kind, "31.2,121.4"))
    assert WITHOUT_WORDS[kind] in answer.text
    assert answer.buttons == []
    assert "T-0001" in school.li.says("高二3班投影仪不亮").text


def test_a_code_makes_a_stranger_known_and_only_once(school: SmallSchool) -> None:
    with school.database.write() as tx:
        code = binding.invite(tx, people.by_name(tx, "李老师")[0], school.clock.now)
    phone = school.stranger("新手机")
    assert "李老师" in phone.says(f"绑定 {code}").text
    assert "李老师" in phone.says("你好").text or phone.says("帮助").text
    thief = school.stranger("别人")
    assert "不对或已过期" in thief.says(f"绑定 {code}").text


def test_codes_cannot_be_guessed(school: SmallSchool) -> None:
    thief = school.stranger("别人")
    for _ in range(5):
        assert "不对或已过期" in thief.says("绑定 AAAA").text
    assert "次数太多" in thief.says("绑定 BBBB").text


def test_whoever_got_somebody_elses_code_can_step_back(school: SmallSchool) -> None:
    with school.database.write() as tx:
        code = binding.invite(tx, people.by_name(tx, "李老师")[0], school.clock.now)
    phone = school.stranger("新手机")
    phone.says(f"/start {code}")
    assert "已解除" in phone.presses("不是我").text
    assert "绑定身份后才有待办" in phone.says("我的待办").text


def test_help_fits_the_role(school: SmallSchool) -> None:
    assert "接单" not in school.li.says("帮助").text
    assert "接单" in school.wang.says("帮助").text
    assert "同意" in school.chen.says("帮助").text


def test_an_event_delivered_twice_is_answered_once(school: SmallSchool) -> None:
    school.li.says("帮助")
    school._events -= 1  # the platform sends the same event again
    school.li.says("帮助")
    assert len(school.li.chat()) == 1


def test_a_word_typed_too_late_is_answered_by_who_was_faster(school: SmallSchool) -> None:
    school.li.says("高二3班投影仪不亮")
    school.wang.presses("接单")
    assert "王技术" in school.zhao.says("接单").text


def test_what_is_no_answer_does_not_change_a_finished_draft(school: SmallSchool) -> None:
    school.li.says("打印机坏了")
    draft = school.li.says("302办公室")
    assert draft.buttons == ["提交", "修改", "取消"]
    school.li.says("今天食堂吃什么")
    assert "食堂" not in school.li.presses("提交").text


def test_what_no_feature_does_is_said_plainly(school: SmallSchool) -> None:
    school.dispatcher.features = Features([router for router in FEATURES if router.name != "reports"])
    assert "我还不会做" in school.zhou.says("帮我生成上个月的信息化月报").text


def test_a_question_no_feature_takes_is_put_to_the_charter(school: SmallSchool) -> None:
    assert "7.2.1" in school.li.says("学生个人信息属于哪一级数据？").text


def test_a_question_mark_of_either_width_asks_for_help(school: SmallSchool) -> None:
    assert school.li.says("？").text == school.li.says("?").text == school.li.says("帮助").text


def test_who_sees_no_buttons_gets_the_newest_card_again_in_words(school: SmallSchool) -> None:
    school.li.says("高二3班投影仪不亮")
    assert "接单" in school.wang.last().buttons
    assert "T-0001" in school.wang.says("纯文字").text
    assert "接单" in school.wang.last().buttons
    assert "已受理" in school.wang.says("1").text or "王技术已接单" in school.wang.last().text


def test_signs_without_a_word_are_thanks_and_no_report(school: SmallSchool) -> None:
    for signs in ("👍", "👍🏻👍🏻", "🙏 ❤️"):
        assert "不客气" in school.li.says(signs).text
    asked = school.li.says("报修").text
    assert "哪里的什么坏了" in asked
    for signs in ("👍", "……", "？？"):
        said = school.li.says(signs).text
        assert "什么问题" in said or "还差地点、现象" in said  # what is asked stays asked
    assert school.li.says("高二3班投影仪不亮").buttons == ["提交", "修改", "取消"]


def test_no_buttons_are_promised_where_there_are_none(school: SmallSchool) -> None:
    follower = school.stranger("家长", "plain")
    assert "这里没有按钮" in follower.says("要按钮").text
    assert "这里没有按钮" in follower.says("纯文字").text
