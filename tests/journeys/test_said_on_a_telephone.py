"""Short words typed on a telephone, by whoever has to do with it: each reaches the feature that knows the answer."""

import pytest

from handlers.drills.talking import HOW
from jobs.due import standing
from storage.people import Role
from tests.conftest import SmallSchool
from tests.journeys.test_reminders import FRIDAY, strike


def test_who_asks_what_to_do_alarms_nobody_until_it_is_happening(school: SmallSchool) -> None:
    asked = school.li.says("停电了怎么办")
    assert "【预案】停电" in asked.text
    assert asked.buttons[0] == "正在发生，上报"
    school.li.says("系统被勒索了按啥套路来")
    school.wang.does_not_see("I-1")
    school.li.presses("正在发生，上报", on="停电")
    school.wang.sees("I-1：正在发生：停电")


def test_a_grade_and_the_overview_are_said_in_three_words(school: SmallSchool) -> None:
    school.chen.says("登记系统 教务系统，赵技术负责")
    assert "等保三级" in school.chen.says("教务系统等保三级").text
    assert "要由负责人" in school.li.says("教务系统等保一级").text
    assert "安全态势" in school.chen.says("安全情况咋样").text


@pytest.mark.parametrize("words", ["检查到哪了", "下次检查什么时候", "When is the next inspection?"])
def test_who_asks_after_inspections_sees_them(school: SmallSchool, words: str) -> None:
    he = school.person("何检查", Role.INSPECTOR, department="语文组")
    he.says("下周二检查三楼机房")
    assert "IN-1" in he.says(words).text


def test_an_inspection_ends_with_one_word(school: SmallSchool) -> None:
    he = school.person("何检查", Role.INSPECTOR, department="语文组")
    he.says("今天检查三楼机房")
    he.says("开始检查")
    assert "还有" in he.says("结束").text or "没查" in he.last().text
    he.says("其余都合格")
    he.says("查完了")
    he.sees("IN-1")
    he.does_not_see("没有进行中的填写")


def test_the_weekly_report_is_in_when_its_liaison_says_so(school: SmallSchool) -> None:
    standing(school.features, school.database, school.school, school.clock.now)
    strike(school, FRIDAY)
    school.sun.sees("请交本周的部门信息化周报")
    assert "周报已报" in school.sun.says("周报已报").text
    school.sun.sees("已报：孙联络", buttons=[])


def test_a_backup_is_recorded_only_when_it_was_said_what_came_of_it(school: SmallSchool) -> None:
    school.chen.says("登记系统 教务系统，赵技术负责，每天凌晨2点备份")
    for words in ("备份盘也拔了", "教务系统备份"):
        assert "已记录" not in school.zhao.says(words).text
    assert "已记录" in school.zhao.says("教务系统备份好了").text


@pytest.mark.parametrize("words", ["算了吧", "还是算了", "取消吧", "不弄了", "不填了"])
def test_a_dialogue_is_left_in_whatever_words(school: SmallSchool, words: str) -> None:
    school.chen.says("发通知")
    assert "已取消" in school.chen.says(words).text


def test_what_cannot_answer_the_question_and_is_surely_another_wish_is_done(school: SmallSchool) -> None:
    school.chen.says("通知明天下午三点停网维护")
    school.chen.says("上个月报修多少")
    school.chen.sees("报修")
    assert "发给谁" in school.chen.last().text


@pytest.mark.parametrize("words", ["演练怎么样了", "演练结果咋样", "演练进展"])
def test_who_asks_how_a_drill_went_speaks_of_the_drill(words: str) -> None:
    assert HOW.search(words)


def test_too_early_says_what_can_be_done_now(school: SmallSchool) -> None:
    school.li.says("我的账号好像被盗了")
    said = school.chen.says("结案 I-1").text
    assert "还不能「关闭事件」" in said
    assert "你现在可以" in said
