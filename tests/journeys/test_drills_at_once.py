"""Two drills under way at once, and what people say in their own words in the middle of them."""

from tests.conftest import SmallSchool
from tests.journeys.test_drills import SENTENCE, approved, until, wait


def test_two_drills_at_once_and_words_of_ones_own(school: SmallSchool) -> None:
    plan = school.zhao.says(SENTENCE + "，观察员周校长。注入：T+1 给信息中心：财务电脑也弹窗")
    assert ("观察员", "周校长") in plan.card.facts
    assert "注入1：T+1 给信息中心：财务电脑也弹窗" in plan.text
    assert "共 3 人" in plan.text
    school.zhao.presses("送审")
    school.chen.presses("同意")
    assert "推迟" in school.zhao.sees("已批准").buttons
    approved(school, "下周三下午三点组织断网演练，信息中心参加", "D-2")
    until(school)
    school.zhao.presses("开始演练", on="D-1")
    school.wang.says("到了")
    school.zhao.presses("开始演练", on="D-2")
    school.wang.says("到了")
    for code in ("D-1", "D-2"):
        assert "王技术" not in school.zhao.says(f"谁还没到位 {code}").text
    wait(school, minutes=2)
    school.wang.sees("情况1：财务电脑也弹窗")
    school.wang.says("处理完了")
    assert "已处理" in school.wang.sees("情况1").text
    school.chen.says("这不是在演的，教务系统被黑了")
    school.wang.sees("演练中止，以下为真实事件")
