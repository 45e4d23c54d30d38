"""What people say while a question is open that does not answer it: it never goes out in their name as the answer."""

import pytest
from sqlalchemy import func, select

from storage.issues import Issue
from storage.projects import Project
from tests.conftest import SmallSchool
from tests.journeys.test_projects import FILLED
from tests.stage import Seen


def issues_filed(school: SmallSchool) -> int:
    with school.database.read() as tx:
        return tx.scalar(select(func.count()).select_from(Issue)) or 0


def the_project(school: SmallSchool) -> Project:
    with school.database.read() as tx:
        return tx.scalars(select(Project)).one()


def asked_why(school: SmallSchool, button: str = "驳回") -> Seen:
    """The CIO has pressed 驳回 and is asked for the reason."""
    school.sun.says(FILLED)
    school.sun.presses("提交")
    return school.chen.presses(button)


@pytest.mark.parametrize(
    ("words", "answered"),
    [
        ("我的待办", "待办"),
        ("今年还剩多少预算?", "预算"),
        ("还有几个没批", "等你审批"),
        ("高三1班投影仪黑屏了", "报修已登记"),
        ("谢谢", "不客气"),
    ],
)
def test_a_request_while_a_reason_is_asked_for_is_done_and_the_question_stays(
    school: SmallSchool, words: str, answered: str
) -> None:
    asked_why(school)
    school.chen.says(words)
    school.chen.sees(answered)
    assert the_project(school).status == "submitted"
    school.chen.says("与去年的项目重复")
    assert the_project(school).status == "rejected"
    school.sun.sees("理由：与去年的项目重复")


def test_a_reminder_is_set_between_two_buttons(school: SmallSchool) -> None:
    asked_why(school)
    school.chen.says("明天下午三点提醒我开会")
    school.chen.presses("确定")
    school.chen.says("与去年的项目重复")
    school.sun.sees("理由：与去年的项目重复")


@pytest.mark.parametrize("words", ["看一下改了什么", "先看看详情", "这玩意儿真有人用吗"])
def test_words_that_may_be_no_reason_are_asked_about_first(school: SmallSchool, words: str) -> None:
    asked_why(school)
    seen = school.chen.says(words)
    assert seen.text == f"「{words}」是理由吗？"
    assert seen.buttons == ["是，就这样写", "看 P-2026-001", "取消"]
    school.chen.says("不是")
    assert "为什么驳回" in school.chen.last().text
    assert the_project(school).status == "submitted"


@pytest.mark.parametrize("yes", ["对", "1", "是，就这样写"])
def test_whoever_meant_it_so_says_yes(school: SmallSchool, yes: str) -> None:
    asked_why(school)
    school.chen.says("这玩意儿真有人用吗")
    school.chen.says(yes)
    assert the_project(school).status == "rejected"
    school.sun.sees("理由：这玩意儿真有人用吗")


@pytest.mark.parametrize(
    "reason",
    ["预算太高", "今年没钱了", "没什么用", "先把安全要求写清楚", "先做演练再上", "信息中心没人手", "谁都没提过需求"],
)
def test_a_reason_is_a_reason(school: SmallSchool, reason: str) -> None:
    asked_why(school)
    school.chen.says(reason)
    school.sun.sees(f"理由：{reason}")


def test_a_question_to_the_applicant_may_ask_anything(school: SmallSchool) -> None:
    asked_why(school, "补充材料")
    school.chen.says("预算里每台多少钱?")
    school.sun.sees("预算里每台多少钱?")


def test_a_place_question_waits_while_something_else_is_asked(school: SmallSchool) -> None:
    li = school.li
    li.says("打印机坏了")
    li.says("张老师的电话是多少")
    li.says("顺便提醒我明天下午三点开会")
    li.presses("确定")
    li.says("高一2班的话筒没声音")
    assert issues_filed(school) == 1
    seen = li.says("教务处")
    assert "地点：教务处" in seen.text
    assert "设备：打印机" in seen.text
    li.presses("提交")
    assert issues_filed(school) == 2


def test_pressing_for_another_report_is_no_place(school: SmallSchool) -> None:
    li = school.li
    li.says("高一2班的话筒没声音")
    school.clock.forward(minutes=5)
    li.says("打印机坏了")
    li.says("催一下T-1")
    school.wang.sees("T-0001 报修人催了一次")
    assert "地点：教务处" in li.says("教务处").text


@pytest.mark.parametrize(
    "solution", ["换了灯泡", "灯泡坏了，换了一个", "没什么问题，重启就好", "网络不通，是交换机坏了，换了"]
)
def test_what_was_done_is_taken_as_said(school: SmallSchool, solution: str) -> None:
    school.li.says("高二3班投影仪不亮")
    school.wang.presses("接单")
    school.wang.presses("已解决")
    school.wang.says(solution)
    school.li.sees(f"王技术：{solution}")


def test_where_another_thing_stands_is_not_what_was_done(school: SmallSchool) -> None:
    school.li.says("高二3班投影仪不亮")
    school.wang.presses("接单")
    school.wang.presses("已解决")
    assert "是处理结果吗" in school.wang.says("高三的那个打印机在哪").text
    school.li.does_not_see("打印机")
    school.wang.says("换了灯泡")
    school.li.sees("王技术：换了灯泡")


def test_an_angry_question_is_what_is_not_fixed(school: SmallSchool) -> None:
    school.li.says("高二3班投影仪不亮")
    school.wang.presses("接单")
    school.wang.says("换了灯泡，好了")
    school.li.presses("没好")
    school.li.says("怎么还是不亮啊？")
    school.wang.sees("怎么还是不亮啊？")


def test_a_charter_question_comes_in_between_whatever_is_asked(school: SmallSchool) -> None:
    school.li.says("高二3班投影仪不亮")
    school.wang.presses("接单")
    school.wang.says("换了灯泡，好了")
    school.li.presses("没好")
    school.li.says("买软件要谁审批?")
    school.li.sees("6.2.1")
    school.li.says("还是发暗")
    school.wang.sees("还是发暗")


def test_urging_is_no_reason_to_withdraw(school: SmallSchool) -> None:
    school.li.says("高二3班投影仪不亮")
    assert "为什么撤回" in school.li.presses("撤回").text
    school.li.says("催一下")
    assert not any("已撤回" in seen.text for seen in school.li.chat())
    assert "已撤回" in school.li.says("自己好了").text
