"""The main line of the issue desk: one sentence, a number, a technician, a solution, stars."""

from tests.conftest import SmallSchool


def test_issue_goes_from_report_to_rating(school_on_any: SmallSchool) -> None:
    school = school_on_any
    first = school.li.says("高二3班投影仪不亮")
    assert first.card.title == "报修已登记：T-0001"
    assert "10:10 前有人接单" in first.text
    assert "12:00 前解决" in first.text
    assert first.buttons == ["修改", "撤回"]
    card = school.wang.sees("T-0001", buttons=["接单", "已解决", "合并"])
    for fact in ("高二3班", "投影仪", "不亮", "数学组", "P1", "第三节", "10:10"):
        assert fact in card.text
    assert school.wang.presses("接单").text == "T-0001 已受理"
    school.li.sees("王技术已接单：T-0001")
    school.zhao.sees("王技术已接单")
    school.clock.forward(minutes=5)
    asked = school.wang.presses("已解决")
    assert "怎么解决的" in asked.text
    school.wang.says("换了 HDMI 线")
    told = school.li.sees("T-0001 修好了吗", buttons=["好了", "没好"])
    assert "王技术：换了 HDMI 线" in told.text
    school.li.presses("好了")
    school.li.sees("几星", buttons=["1 星", "2 星", "3 星", "4 星", "5 星"])
    school.li.presses("5 星")
    school.li.sees("谢谢，已记下 5 星")
    assert "5 星" in school.wang.sees("T-0001 已关闭").text
