"""Two drills under way at once, and what people say in their own words in the middle of them."""

from storage import drills
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


def two_live(school: SmallSchool) -> None:
    """D-1 and D-2 under way at once; 王技术 is at both, 孙老师 only at the first."""
    approved(school)
    approved(school, "下周三下午三点组织断网演练，信息中心参加", "D-2")
    until(school)
    for code in ("D-1", "D-2"):
        school.zhao.presses("开始演练", on=code)


def stages(school: SmallSchool) -> dict[str, str]:
    """How the two stand."""
    with school.database.read() as tx:
        return {code: drill.status for code in ("D-1", "D-2") if (drill := drills.find(tx, code)) is not None}


def test_real_incident_said_alone_stops_every_drill_one_is_at_for_one_incident(school: SmallSchool) -> None:
    two_live(school)
    school.wang.says("真实事件")
    assert stages(school) == {"D-1": "stopped", "D-2": "stopped"}
    with school.database.read() as tx:
        assert {drills.find(tx, code).incident for code in ("D-1", "D-2")} == {"I-1"}  # type: ignore[union-attr]


def test_words_that_it_is_real_stop_both_and_a_number_stops_only_its_own(school: SmallSchool) -> None:
    two_live(school)
    school.wang.says("真实事件 D-2 机房真的冒烟了")
    assert stages(school) == {"D-1": "live", "D-2": "stopped"}
    school.wang.says("这不是演练，教务系统也被黑了")
    assert stages(school) == {"D-1": "stopped", "D-2": "stopped"}


def test_a_press_stops_its_own_drill_and_offers_the_other_for_the_same_incident(school: SmallSchool) -> None:
    two_live(school)
    school.wang.presses("真实事件", on="断网演练")
    assert stages(school) == {"D-1": "live", "D-2": "stopped"}
    school.wang.presses("也中止 D-1")
    assert stages(school) == {"D-1": "stopped", "D-2": "stopped"}
    with school.database.read() as tx:
        assert drills.find(tx, "D-1").incident == "I-1"  # type: ignore[union-attr]


def test_who_is_at_no_drill_hears_what_to_do(school: SmallSchool) -> None:
    two_live(school)
    assert "直接告诉我发生了什么" in school.li.says("真实事件").text
    assert stages(school) == {"D-1": "live", "D-2": "live"}
