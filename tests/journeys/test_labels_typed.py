"""A button's words, typed where the button is not: they begin nothing else and answer no question by mistake."""

from tests.conftest import SmallSchool


def test_a_long_label_with_nothing_to_take_it_on_begins_nothing_else(school: SmallSchool) -> None:
    school.li.says("教务服务器被勒索加密了")
    assert school.chen.says("按建议定级").text.startswith("现在没有可以「按建议定级」的")
    assert "实名" not in school.chen.says("勒索病毒预案").text  # no other dialogue swallowed it


def test_the_label_of_another_step_is_no_answer_unless_somebody_says_so(school: SmallSchool) -> None:
    school.li.says("高二3班投影仪不亮")
    school.wang.presses("接单")
    school.wang.presses("已解决")
    asked = school.wang.says("挂起")
    assert "「挂起」是" in asked.text
    school.wang.says("不是")
    assert "T-0001" in school.wang.says("换了灯泡").text
    school.li.sees("换了灯泡")


def test_a_guest_asks_after_their_own_report_by_its_number(school: SmallSchool) -> None:
    guest = school.stranger("路人")
    guest.says("我的账号好像被盗了")
    assert "绑定" not in guest.says("I-1").text
