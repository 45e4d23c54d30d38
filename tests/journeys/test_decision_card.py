"""The card of whoever decides: the point in its first line, the reasons below, one press; in groups, late, and twice."""

from datetime import timedelta

import pytest

from handlers.incoming import Identity, Pressed
from storage import people, plans, projects
from storage.people import Role
from storage.projects import Rating, Stage
from tests.conftest import SmallSchool
from tests.journeys.test_projects import submitted

TO_DECIDE = ["同意", "驳回", "退回", "补充材料", "转交", "看详情"]


def in_a_group(school: SmallSchool, name: str, token: str) -> str:
    """Somebody presses a card that was forwarded into a group; what the group reads afterwards."""
    who = Identity("chat", f"u-{name}", "group-1", name, private=False)
    event = school.event_id()
    school.hear(Pressed(who, event, school.clock.now, token, f"press-{event}", "1"))
    group = school.stranger("group-1")
    group.user_id = "group-1"
    return group.transcript()


def press(school: SmallSchool, label: str) -> str:
    return next(button.token for button in school.chen.sees("待你审批").card.buttons if button.label == label)


def test_the_first_line_is_the_decision_and_the_card_is_short(school: SmallSchool) -> None:
    submitted(school)
    card = school.chen.sees("待你审批", buttons=TO_DECIDE).card
    assert card.title == "待你审批：P-2026-001 机房改造（3.5万元，李老师，12月1日到12月31日）"
    assert len(card.paragraphs()) <= 12
    assert max(len(line) for line in card.paragraphs()) <= 60
    assert "全年故障少于5次" not in card.as_text()
    assert "全年故障少于5次" in school.chen.presses("看详情").text


def test_the_goal_is_named_with_how_it_stands(school: SmallSchool) -> None:
    with school.database.write() as tx:
        plan = plans.Plan(code="PL-2026", year=2026, begins=school.clock.now, ends=school.clock.now + timedelta(days=300),
                          created_at=school.clock.now)  # fmt: skip
        plan.goals.append(plans.Goal(
            code="G-3", name="机房开机时间减半", target=30, owner_id=people.by_name(tx, "王技术")[0].id,
            due_at=school.clock.now + timedelta(days=200), created_at=school.clock.now,
        ))  # fmt: skip
        tx.add(plan)
    submitted(school)
    assert "服务目标：G-3 机房开机时间减半（未开始）" in school.chen.sees("待你审批").text


def test_what_was_done_before_is_shown_with_what_came_of_it(school: SmallSchool) -> None:
    with school.database.write() as tx:
        li = people.by_name(tx, "李老师")[0]
        for number, title in (("004", "一号机房改造项目"), ("005", "校门监控更新")):
            tx.add(projects.Project(
                code=f"P-2025-{number}", status=Stage.EVALUATED, applicant=li, department="数学组", title=title,
                purpose="更换老旧电脑", goal="", budget=1, people="", schedule="", data_class="none", security="",
                indicators=[], submitted_at=school.clock.now, created_at=school.clock.now, verdict="开机快了一倍",
                ratings=[Rating(person_id=li.id, stars=5), Rating(person_id=li.id + 1, stars=4)],
            ))  # fmt: skip
    submitted(school)
    card = school.chen.sees("待你审批：P-2026-001").text
    assert "相似项目：P-2025-004 一号机房改造项目（已评估，平均4.5星，2/2 人回复，开机快了一倍）" in card
    assert "P-2025-005" not in card


def test_a_card_forwarded_to_a_group_is_decided_once_and_tells_the_group_nothing(school_on_any: SmallSchool) -> None:
    school = school_on_any
    submitted(school)
    yes, details = press(school, "同意"), press(school, "看详情")
    for name in ("王技术", "李老师"):
        said = in_a_group(school, name, yes)
        assert "机房" not in said
        assert "更换" not in said
    assert "「同意」要由CIO 或代理 CIO来做" in said or "自己的申请不能自己审批" in said
    assert "更换二号机房" not in in_a_group(school, "陈主任", details)
    assert "更换二号机房老旧电脑" in school.chen.sees("的全部内容").text
    assert "更换" not in in_a_group(school, "陈主任", yes)
    assert school.chen.sees("P-2026-001 机房改造 · 已批准").buttons == ["撤销决定"]
    school.li.sees("已批准")


def test_what_the_owner_began_is_no_longer_taken_back(school: SmallSchool) -> None:
    submitted(school)
    school.chen.presses("同意")
    undo = next(
        button.token for button in school.chen.sees("机房改造 · 已批准").card.buttons if button.label == "撤销决定"
    )
    school.li.presses("开始实施")
    assert "撤销决定" not in school.chen.sees("机房改造 · 实施中").buttons
    assert "同意" not in school.chen.presses_token(undo).text
    assert "实施中" in school.li.says("我的申请").text


@pytest.mark.parametrize("hours", [73, 24 * 9])
def test_a_card_pressed_after_days_decides_and_every_copy_is_settled(school: SmallSchool, hours: int) -> None:
    ma = school.person("马主任", Role.CIO, department="信息中心")
    submitted(school)
    no = press(school, "驳回")
    school.clock.forward(hours=hours)
    asked = school.chen.presses_token(no)
    assert asked.buttons[:3] == ["今年预算已安排完", "与已有项目重复", "不在年度规划内"]
    school.chen.presses("与已有项目重复")
    assert all("同意" not in seen.buttons for seen in (*ma.chat(), *school.chen.chat()))
    assert "由陈主任于" in ma.says("同意 P-2026-001").text


def test_a_second_approver_by_a_rule_the_cio_sets_in_chat(school: SmallSchool) -> None:
    school.chen.says("超过多少元需校领导二审改为30000，理由：大额项目集体把关")
    school.chen.presses("确认")
    submitted(school)
    school.chen.presses("同意")
    school.zhou.sees("待你审批", buttons=["同意", "驳回", "退回", "看详情"])
    school.zhou.presses("同意")
    assert "周校长于 10:00 同意" in school.li.sees("已批准").text
