"""A chat shows a subject's card once: the newest copy is the card, older ones shrink to their first line."""

from storage.people import Role
from tests.conftest import SmallSchool


def test_the_reporter_reads_the_card_once_and_presses_it_in_one_place(school: SmallSchool) -> None:
    school.li.says("高二3班投影仪不亮")
    school.wang.presses("接单")
    first, second = (seen for seen in school.li.chat() if "T-0001" in seen.text)
    assert (first.text, first.buttons) == ("报修已登记：T-0001", [])
    assert "高二3班" in second.text
    school.wang.presses("已解决")
    school.wang.says("换了 HDMI 线")
    school.li.presses("好了")
    assert sum("高二3班" in seen.text for seen in school.li.chat()) == 1
    assert "5 星" in school.li.sees("几星").buttons


def test_cancel_alone_under_a_card_means_the_work_on_it(school: SmallSchool) -> None:
    he = school.person("何老师", Role.INSPECTOR, department="语文组")
    he.says("下周二检查三楼机房")
    he.says("取消")
    assert "IN-1" in he.says("设备下周才到").text
    he.says("IN-1")
    he.sees("已取消")
