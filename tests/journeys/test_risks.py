"""A risk: registered with an owner and a day, dealt with, closed by somebody else; accepted with a reason and seen again."""

from tests.conftest import SmallSchool
from tests.ringing import pass_time


def test_dealt_with_by_one_and_closed_by_another(school_on_any: SmallSchool) -> None:
    school = school_on_any
    said = school.chen.says("登记风险 机房空调老化，高，负责人王技术，11月30日前")
    assert said.text == "已登记风险 RK-1，王技术处置，11月30日前。"
    school.wang.presses("开始处置")
    school.wang.says("换新空调，已报价")
    assert "自己处置的风险不能自己关闭" in school.wang.says("关闭风险 RK-1 换好了").text
    assert "措施：换新空调，已报价" in school.chen.says("RK-1").text
    school.chen.presses("关闭风险")
    school.chen.says("新空调装好，连续一周24度")
    school.wang.sees("结论：新空调装好，连续一周24度（陈主任，9月15日）")
    assert "未关闭 0 个，已接受 0 个，已关闭 1 个" in school.zhou.says("风险清单").text
    assert "没有找到" in school.li.says("RK-1").text


def test_what_is_missing_is_asked_and_what_is_late_reaches_the_cio(school: SmallSchool) -> None:
    assert "要由技术员、联络人" in school.li.says("登记风险 打印机老化").text
    assert "什么风险" in school.zhao.says("登记风险").text
    assert "谁来处置" in school.zhao.says("老旧交换机").text
    assert "没有找到「马老师」" in school.zhao.says("马老师").text
    assert "已登记风险 RK-1，王技术处置，9月29日前" in school.zhao.says("王技术").text
    pass_time(school, days=12)
    school.wang.sees("风险 RK-1 老旧交换机 9月29日到期")
    school.chen.does_not_see("已逾期")
    pass_time(school, days=4)
    assert school.chen.sees("风险 RK-1 老旧交换机 已逾期（9月29日）").buttons == ["接受风险", "换处置人"]
    school.chen.presses("接受风险")
    school.chen.says("明年统一更换，有备机")
    pass_time(school, days=190)
    school.chen.presses("重新打开风险", on="接受的风险该再看一眼")
    school.chen.says("备机也坏了")
    assert "处置中" in school.wang.says("RK-1").text
    assert "老旧交换机" in school.wang.says("我的待办").text or "RK-1" in school.wang.says("风险清单").text


def test_told_and_asked_for_in_the_order_people_say_it(school: SmallSchool) -> None:
    school.chen.says("机房服务器没有UPS，登记个风险")
    assert "谁来处置" in school.chen.last().text
    assert "已登记风险 RK-1，王技术处置" in school.chen.says("王技术").text
    school.chen.sees("RK-1")
    for asks in ("风险有哪些没处理", "现在还有哪些没关闭的风险", "which risks are open?"):
        assert "RK-1 机房服务器没有UPS" in school.chen.says(asks).text, asks
    assert "没有你登记或处置的风险" in school.li.says("风险清单").text
