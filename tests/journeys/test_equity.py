"""Clause 2.4: response and repair by campus, department and role, the clearly slower marked; in chat and in the report."""

import re

from storage.people import Role
from tests.conftest import SmallSchool
from tests.stage import Character


def reported(school: SmallSchool, who: Character, place: str, minutes: int) -> None:
    """One fault that is taken on after so many minutes."""
    match = re.search(r"T-\d{4}", who.says(f"{place}投影仪不亮").text)
    assert match is not None
    number = match[0]
    school.clock.forward(minutes=minutes)
    school.wang.says(f"接单 {number}")
    school.wang.says(f"已解决 {number} 换了线")


def unequal(school: SmallSchool) -> None:
    """The east waits five minutes, the west an hour."""
    for words in ("东校区作息 第一节 7:30-8:10", "西校区作息 第一节 7:40-8:20"):
        school.chen.says(words)
        school.chen.presses("确认")
    for room in (101, 102, 103, 104):
        reported(school, school.li, f"东校区{room}", 5)
    for room in (201, 202, 203):
        reported(school, school.sun, f"西校区{room}", 60)


def test_who_waits_longer_is_marked(school: SmallSchool) -> None:
    unequal(school)
    view = school.chen.says("服务公平吗？")
    assert "明显慢" in view.card.title
    west = next(line for line in view.card.lines if line.startswith("西校区"))
    east = next(line for line in view.card.lines if line.startswith("东校区"))
    assert "平均响应时间 60 分钟（3 件）" in west
    assert "（慢：全校的 2.1 倍）" in west
    assert "慢" not in east
    assert "数学组：平均响应时间 5 分钟（4 件）" in view.text
    assert "部门负责人和联络人：平均响应时间 60 分钟" in view.text
    assert "慢到 150%" in view.text.replace("慢到 150%标", "慢到 150% 标")
    school.chen.says("生成报告 本月")
    school.chen.presses("看全文")
    assert "西校区的平均响应时间 60 分钟，是全校平均的 2.1 倍（3 件）" in school.chen.transcript()


def test_a_group_too_small_stands_in_no_number(school: SmallSchool) -> None:
    for room in (101, 102, 103):
        reported(school, school.li, f"高二{room}", 5)
    reported(school, school.sun, "高二204", 60)
    view = school.zhou.says("服务公平")
    assert "不到 3 件的不单列：教务处" in view.text
    assert "60 分钟" not in view.text


def test_by_role_is_a_cut_of_every_number_and_the_view_is_for_who_may_read_it(school: SmallSchool) -> None:
    unequal(school)
    facts = dict(school.chen.says("按身份看平均响应时间").card.facts)
    assert facts == {"教职工": "5 分钟", "部门负责人和联络人": "60 分钟"}
    head = school.person("钱主任", Role.HEAD)
    assert "由CIO、校领导、秘书和审计员来做" in head.says("服务公平").text
    assert "倍" not in school.li.says("服务公平吗").text


def test_without_records_it_says_that_nothing_can_be_told(school: SmallSchool) -> None:
    assert "记录太少，看不出差距" in school.chen.says("本月服务公平").text
