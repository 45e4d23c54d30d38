"""The monthly question (5.3.2): every department has an entry, 无 is an answer, each need ends with a reply."""

from datetime import timedelta

import pytest

from jobs.due import standing
from storage import needs
from storage.people import Role
from tests.conftest import SmallSchool
from tests.journeys.test_calendar import shanghai, strike
from tests.ringing import pass_time
from tests.stage import Character

OCTOBER = "2026年10月有没有要反馈的问题或需求？"


@pytest.fixture
def asked(school: SmallSchool) -> SmallSchool:
    """A school on the day of the question: two liaisons, a department with only a head, two with nobody to ask."""
    school.person("郑联络", Role.LIAISON, department="德育处")
    school.person("冯主任", Role.HEAD, department="总务处")
    school.person("钱主任", Role.HEAD, department="教务处")
    school.clock.now = shanghai("2026-10-01T08:00")
    standing(school.features, school.database, school.school, school.clock.now)
    strike(school, shanghai("2026-10-20T09:00"))
    strike(school, shanghai("2026-10-21T09:00"))
    return school


def one(school: SmallSchool, name: str) -> Character:
    return Character(school, name, f"u-{name}")


def test_none_is_an_answer_and_each_need_ends_with_a_reply(asked: SmallSchool) -> None:
    school, zheng, feng = asked, one(asked, "郑联络"), one(asked, "冯主任")
    assert "章程 5.3.2" in school.sun.sees(OCTOBER, buttons=["无", "有，我来说"]).text
    one(school, "钱主任").does_not_see("有没有要反馈")
    school.chen.sees("总务处没有可联系的联络人，问了负责人。")
    school.chen.sees("信息中心、数学组、校办没有联络人和负责人，没法问。")
    assert "教务处2026年10月没有要反馈的" in school.sun.says("没有").text
    school.sun.sees("2026年10月：教务处已反馈「无」", buttons=[])
    zheng.presses("有，我来说")
    assert "已记下 N-1、N-2" in zheng.says("要两台打印机\n会议室投影仪坏了").text
    board = school.chen.says("哪些部门还没反馈")
    assert board.card.title == "2026年10月部门反馈：2/3 已回"
    assert board.card.lines[:3] == ("还没回 1：总务处", "有反馈 1：德育处", "回「无」1：教务处")
    school.chen.presses("转工单", on="会议室投影仪坏了")
    zheng.sees("N-2「会议室投影仪坏了」已转报修 T-0001")
    school.wang.says("接单 T-0001")
    school.wang.says("已解决 T-0001 换了灯泡")
    zheng.says("好了 T-0001")
    school.chen.presses("转立项", on="两台打印机")
    assert "要立项才能解决" in zheng.sees("N-1 要立项").text
    zheng.presses("继续填写")
    assert "解决 N-1 反映的问题：要两台打印机" in zheng.last().text
    zheng.says("取消")
    strike(school, school.clock.now + timedelta(days=1))
    zheng.sees("N-2「会议室投影仪坏了」的答复：T-0001 已关闭")
    assert "要由CIO来做" in zheng.says("答复 N-1 好").text
    school.chen.says("答复 N-1 本学期调两台旧的过去，明年预算再买新的")
    zheng.sees("N-1「要两台打印机」的答复：本学期调两台旧的过去")
    assert "没有找到 N-1" in school.li.says("N-1").text
    assert "德育处提的需求 2 条" in zheng.says("我们提的需求").text
    feng.says("部门反馈：无")
    closed = school.chen.sees("2026年10月部门反馈收齐：3/3 已回")
    assert "没人可问 3" in closed.text


def test_the_silent_are_asked_again_and_stay_on_record_and_only_their_head_hears_of_it(asked: SmallSchool) -> None:
    school, feng, qian = asked, one(asked, "冯主任"), one(asked, "钱主任")
    one(school, "郑联络").says("部门反馈：网络老是断；想要一台扫描仪")
    feng.presses("无")
    pass_time(school, days=5)
    school.sun.sees("还没回：2026年10月有没有要反馈")
    feng.does_not_see("还没回")
    qian.does_not_see("你部门")
    pass_time(school, days=4)
    qian.sees("你部门（教务处）2026年10月的反馈还没回")
    assert "没回应 1：教务处" in school.chen.sees("2026年10月部门反馈收齐：2/3 已回").text
    school.sun.presses("无")  # late, and still an answer
    assert "回「无」2：总务处、教务处" in school.chen.says("部门反馈").text
    school.chen.sees("还没答复部门：N-1 网络老是断（德育处）")
    with school.database.read() as tx:
        found = needs.last_round(tx)
        assert found is not None
        assert {entry.department: str(entry.answer) for entry in found.entries} == {
            "信息中心": "nobody", "总务处": "none", "教务处": "none", "德育处": "needs", "数学组": "nobody", "校办": "nobody",
        }  # fmt: skip


def test_before_anybody_asks_a_none_is_no_question_for_feedback_and_a_need_is_taken_down(school: SmallSchool) -> None:
    assert "现在没有在征集的反馈" in school.sun.says("这个月没有要反馈的").text
    assert "已记下 N-1" in school.sun.says("本月需求：打印机老卡纸，想要一台新的").text


def test_what_is_no_answer_is_heard_as_usual_and_a_need_is_taken_back(asked: SmallSchool) -> None:
    school = asked
    assert "报修已登记" in school.sun.says("教务处打印机卡纸了").text
    assert "要由CIO来做" in school.li.says("部门反馈").text
    said = school.sun.says("部门反馈：打印机太慢")
    assert said.buttons == ["撤回需求"]
    school.sun.presses("撤回需求")
    assert "没办结的需求 0 条" in school.chen.says("部门需求").text
    assert "修改细则：部门反馈征集日" in school.chen.says("部门反馈征集日改成12，因为月底忙").text
