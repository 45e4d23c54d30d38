"""Figures of the desk: how many, of when, counted how; each may see their own share, and no number points at a person."""

import pytest

from storage.people import Role
from tests.conftest import SmallSchool
from tests.stage import Character


@pytest.fixture
def busy(school: SmallSchool) -> SmallSchool:
    """August: one from the mathematicians. September: four from them, one from the liaison's office."""
    school.clock.forward(days=-20)
    school.li.says("302投影仪不亮")
    school.clock.forward(days=20)
    for words in ("101投影仪不亮", "102打印机卡纸", "103电脑蓝屏", "104音响没声音"):
        school.li.says(words)
        school.clock.forward(minutes=1)
    school.sun.says("教务处打印机卡纸")
    return school


def head(school: SmallSchool, department: str = "数学组") -> Character:
    return school.person("钱组长", Role.HEAD, department=department)


@pytest.mark.parametrize(
    "words", ["我们部门这个月报修多少", "我們部門這個月報修多少", "部门报修 本月", "数学组本月报修几件"]
)
def test_a_head_reads_number_period_and_how_it_was_counted(busy: SmallSchool, words: str) -> None:
    seen = head(busy).says(words)
    assert seen.card.title == "数学组，9月1日—9月15日：报修 4 件"
    assert "按报修日期数" in seen.text
    assert "新建，等待接单：4" in seen.text
    assert seen.buttons == ["看清单"]


def test_the_list_behind_a_heads_number_names_nobody(busy: SmallSchool) -> None:
    chief = head(busy)
    chief.says("我们部门这个月报修多少")
    seen = chief.presses("看清单")
    assert "音响 没声音 · 新建" in seen.text
    for told in ("李老师", "104", "T-000"):
        assert told not in seen.text


def test_a_list_too_short_to_hide_anybody_is_not_given(busy: SmallSchool) -> None:
    chief = head(busy)
    chief.says("我们部门上个月报修多少")
    assert "报修 1 件" in chief.last().text
    assert "只给数字" in chief.presses("看清单").text


def test_the_cio_reads_every_department_and_opens_the_rows(busy: SmallSchool) -> None:
    seen = busy.chen.says("这个月各部门报修数")
    assert seen.card.title == "全校，9月1日—9月15日：报修 5 件"
    assert seen.card.facts == (("数学组", "4"), ("教务处", "1"))
    assert "T-0006" in busy.chen.presses("看清单").text
    assert "数学组，2026年8月：报修 1 件" in busy.chen.says("数学组上个月报修多少").text


def test_a_leader_reads_no_number_that_points_at_a_person(busy: SmallSchool) -> None:
    seen = busy.zhou.says("这个月各部门报修情况")
    assert seen.card.facts == (("数学组", "4"), ("少于 3 件的部门合计", "1"))
    assert seen.buttons == []


def test_who_may_not_hears_who_may_and_a_borrowed_button_opens_nothing(busy: SmallSchool) -> None:
    assert "部门负责人看本部门" in busy.li.says("我们部门这个月报修多少").text
    assert "你只能看语文组" in head(busy, "语文组").says("数学组这个月报修多少").text
    busy.chen.says("这个月各部门报修数")
    packed = busy.chen.last().card.buttons[0].token
    for who in (busy.li, busy.zhou):
        assert "部门负责人看本部门" in who.presses_token(packed).text
    assert "部门负责人看本部门" in busy.chen.presses_token("issues.counted:20260231-20260232").text


def test_nothing_in_the_time_named_is_said_as_nothing(busy: SmallSchool) -> None:
    assert busy.chen.says("去年各部门报修数").text.startswith("全校，2025年：没有报修。")


@pytest.mark.parametrize("words", ["这个月报修满意度是多少", "哪个楼报修最多", "平均多久修好一单报修"])
def test_a_figure_we_cannot_work_out_is_not_made_up(busy: SmallSchool, words: str) -> None:
    assert "还算不了" in busy.chen.says(words).text
