"""A granted change changes the project itself: its days, its scope, its people, and what it holds of the register."""

import pytest

from storage import projects, resources
from storage.people import Role
from storage.resources import LAST_DAY
from tests.beginnings import plays_once
from tests.conftest import SmallSchool
from tests.journeys.test_projects import FILLED
from tests.ringing import pass_time

CODE = "P-2026-001"


@plays_once
def running(school: SmallSchool, people: str = "赵技术 1人周，平板车 1辆") -> None:
    for said in (
        "登记设备 平板车 1辆", "登记人力 赵技术 12月 2人周", "登记人力 赵技术 2027年1月 2人周", "登记预算 信息化专项 2026年 50万",
    ):  # fmt: skip
        school.chen.says(said)
    school.li.says(FILLED.replace("2名技术员", people))
    school.li.presses("提交")
    school.chen.presses("同意")
    school.li.presses("开始实施")


def field(school: SmallSchool, name: str, code: str = CODE) -> str:
    with school.database.read() as tx:
        project = projects.by_code(tx, code)
        assert project is not None
        return str(getattr(project, name))


def held(school: SmallSchool, code: str = CODE) -> set[str]:
    """Name, amount and days of all people and devices a project holds."""
    with school.database.read() as tx:
        project = projects.by_code(tx, code)
        assert project is not None
        return {
            f"{one.resource.name} {one.amount} {one.starts_on:%m%d}-{one.ends_on:%m%d}"
            for one in resources.of_project(tx, project.id)
            if one.resource.kind in ("people", "device") and one.ends_on < LAST_DAY
        }


def test_other_days_become_the_project_s_own_and_its_holdings_move_along(school_on_any: SmallSchool) -> None:
    school = school_on_any
    running(school)
    assert held(school) == {"赵技术 5 1201-1231", "平板车 1 1201-1231"}
    school.li.says(f"变更 {CODE} 推迟到明年1月4日开始，1月29日完成，设备没到货")
    asked = school.chen.sees("李老师申请变更")
    assert "时间：12月1日到12月31日 → 2027年1月4日到2027年1月29日" in asked.text
    assert field(school, "schedule") == "12月1日到12月31日"  # nothing moves before the decision
    school.chen.presses("同意变更")
    assert "已同意变更：时间：12月1日到12月31日 → 2027年1月4日到2027年1月29日" in school.li.sees("已同意变更").text
    assert "时间：2027年1月4日到2027年1月29日" in school.li.sees("实施中").text
    assert held(school) == {"赵技术 5 0104-0129", "平板车 1 0104-0129"}
    school.zhao.sees("有变更，现在预留你：赵技术 1人周")
    assert "2027年1月4日" in school.li.says(f"历次版本 {CODE}").text


def test_the_last_day_that_wakes_the_owner_moves_along(school: SmallSchool) -> None:
    running(school)
    school.li.says(f"变更 {CODE} 延期两周，供应商晚到")
    school.chen.presses("同意变更")
    assert field(school, "schedule") == "2026年12月1日到2027年1月14日"
    pass_time(school, days=108)  # 1 January
    school.li.does_not_see("计划今天结束")
    pass_time(school, days=14)
    school.li.sees("计划今天结束")


@pytest.mark.parametrize(
    ("said", "schedule"),
    [
        ("延期到2027年1月15日，设备没到", "2026年12月1日到2027年1月15日"),
        ("工期顺延一个月", "2026年12月1日到2027年1月31日"),
        ("提前一周完成", "2026年12月1日到2026年12月24日"),
        ("时间改为11月到12月", "2026年11月1日到2026年12月31日"),
        ("完成日期改到12月25号", "2026年12月1日到2026年12月25日"),
        ("推迟一周开始", "2026年12月8日到2027年1月7日"),
        ("設備晚到，想延期到明年3月底", "2026年12月1日到2027年3月31日"),
        ("延长10个工作日", "2026年12月1日到2027年1月15日"),
        ("please extend it by two weeks, delivery is late", "2026年12月1日到2027年1月14日"),
        ("move the end to 15 January 2027", "2026年12月1日到2027年1月15日"),
    ],
)
def test_days_are_read_as_people_say_them(school: SmallSchool, said: str, schedule: str) -> None:
    running(school)
    school.li.says(f"变更 {CODE} {said}")
    school.chen.presses("同意变更")
    assert field(school, "schedule") == schedule


def test_days_that_cannot_be_are_not_asked_for(school: SmallSchool) -> None:
    running(school)
    assert "早于开始日期2026年12月1日" in school.li.says(f"变更 {CODE} 结束时间改到11月20日").text
    school.chen.does_not_see("申请变更")
    assert "和现在的内容一样" in school.li.says(f"变更 {CODE} 延期到12月31日").text
    assert "没看到新的日期" in school.li.says(f"变更 {CODE} 延期一下吧，设备没到").text
    assert "验收指标在批准时已定" in school.li.says(f"变更 {CODE} 验收指标改为开机少于60秒").text
    assert "能改的有预算、时间、范围和人力" in school.li.last().text


@pytest.mark.parametrize("said", ["范围缩小到高一高二，高三不做了", "二楼的机房不做了，只换一楼", "项目二期不搞了"])
def test_a_part_left_out_is_a_change_of_scope_not_the_end(school: SmallSchool, said: str) -> None:
    running(school)
    school.li.says(f"变更 {CODE} {said}")
    card = school.chen.sees("李老师申请变更", buttons=["同意变更", "不同意变更"])
    assert "范围：按批准的 → " in card.text
    school.chen.presses("同意变更")
    assert "实施中" in school.li.says(CODE).card.title


@pytest.mark.parametrize("said", ["这个项目不做了，经费没了", "机房改造我们决定不做了", "终止，二楼也不做了"])
def test_the_end_of_it_all_is_agreed_to_by_its_own_word(school: SmallSchool, said: str) -> None:
    running(school)
    school.li.says(f"变更 {CODE} {said}")
    school.chen.sees("李老师申请终止", buttons=["同意终止", "不同意变更"])
    school.chen.presses("同意终止")
    school.li.sees("已同意终止")


def test_a_narrower_scope_is_a_field_of_its_own(school: SmallSchool) -> None:
    running(school)
    school.li.says(f"变更 {CODE} 范围改为只做一楼，二楼明年再说")
    assert "范围：按批准的 → 只做一楼" in school.chen.sees("李老师申请变更").text
    school.chen.presses("同意变更")
    assert (field(school, "purpose"), field(school, "scope")) == ("更换二号机房老旧电脑", "只做一楼")
    assert "范围：只做一楼" in school.li.says(CODE).text
    assert "范围：只做一楼" in school.li.says(f"历次版本 {CODE}").text
    school.li.says(f"变更 {CODE} 改成采购国产设备，因为上级有要求")
    assert "范围：只做一楼 → 改成采购国产设备" in school.chen.sees("改成采购国产设备").text
    school.chen.presses("不同意变更")
    school.chen.says("预算不够")
    assert field(school, "scope") == "只做一楼"


def test_other_people_are_reserved_and_the_first_are_free(school: SmallSchool) -> None:
    running(school)
    school.chen.says("登记人力 王技术 12月 2人周")
    school.li.says(f"变更 {CODE} 人力改成王技术 1人周")
    assert "人力：赵技术 1人周，平板车 1辆 → 王技术 1人周" in school.chen.sees("李老师申请变更").text
    school.chen.presses("同意变更")
    assert held(school) == {"王技术 5 1201-1231"}
    school.wang.sees("有变更，现在预留你：王技术 1人周")


def test_new_days_that_clash_are_said_before_they_are_granted(school: SmallSchool) -> None:
    other = school.person("吴老师", Role.STAFF, department="物理组")
    running(school)
    other.says(
        FILLED.replace("2名技术员", "平板车 1辆")
        .replace("机房改造", "实验室改造")
        .replace("12月1日到12月31日", "2027年1月4日到2027年1月29日")
    )
    other.presses("提交")
    school.chen.says("同意 P-2026-002")
    school.li.says(f"变更 {CODE} 延期到2027年1月15日")
    asked = school.chen.sees("李老师申请变更")
    assert "平板车" in asked.text
    assert "P-2026-002" in asked.text
    assert "为什么仍然同意" in school.chen.presses("同意变更").text
    school.chen.says("算了")
    assert field(school, "schedule") == "12月1日到12月31日"


def test_money_and_days_together_are_one_change(school: SmallSchool) -> None:
    running(school)
    school.li.says(f"变更 {CODE} 预算改到4万元，工期延长一个月，材料涨价")
    asked = school.chen.sees("李老师申请变更").text
    assert "预算：3.5万元 → 4万元" in asked
    assert "时间：12月1日到12月31日 → 2026年12月1日到2027年1月31日" in asked
    school.chen.presses("同意变更")
    assert field(school, "budget") == "40000"
    assert field(school, "schedule") == "2026年12月1日到2027年1月31日"
