"""The register: lines entered in chat, reserved with the decision, never above it without a reason, given back at the end."""

import threading
from collections.abc import Sequence
from contextlib import suppress

import pytest

from handlers import allotment
from handlers.amounts import Part, Short
from handlers.turn import Turn
from storage import audit, projects, resources
from storage.people import Role
from storage.projects import Project
from storage.resources import Hold, Kind
from tests.conftest import SmallSchool
from tests.journeys.test_projects import FILLED
from tests.ringing import pass_time

TO_DECIDE = ["同意", "驳回", "退回", "补充材料", "转交", "看详情"]


def registered(school: SmallSchool) -> None:
    for said in (
        "登记预算 信息化专项 2026年 5万",
        "登记设备 平板车 2辆",
        "王技术 12月可用 3人周",
        "登记人力 赵技术 12月 2人周",
    ):
        school.chen.says(said)
        assert "已登记" in school.chen.last().text


def asks_for(school: SmallSchool, people: str, title: str = "机房改造", budget: str = "2万元") -> None:
    school.li.says(FILLED.replace("2名技术员", people).replace("机房改造", title).replace("3.5万元", budget))
    school.li.presses("提交")


def holds(school: SmallSchool, code: str) -> dict[str, tuple[int, str]]:
    with school.database.read() as tx:
        project = projects.by_code(tx, code)
        assert project is not None
        return {one.resource.name: (one.amount, one.state) for one in resources.of_project(tx, project.id)}


def test_lines_are_registered_and_changed_in_chat(school: SmallSchool) -> None:
    assert school.chen.says("登记预算 信息化专项 2026年 50万").text == "已登记预算：信息化专项 50万元（2026年）。"
    assert school.chen.says("登记设备 平板车 2辆").text == "已登记设备：平板车 2辆。"
    assert school.chen.says("王老师 11月可用 3人周").text == "已登记人力：王老师 3人周（2026年11月）。"
    assert school.chen.says("登记设备 平板车 3辆").text == "已更新设备：平板车 3辆，原来是2辆。"
    said = school.chen.says("资源").text
    for words in (
        "信息化专项（2026年）：50万元，还剩50万元",
        "王老师（2026年11月）：3人周，还剩3人周",
        "平板车：3辆，还剩3辆",
    ):
        assert words in said


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("登记设备 平板车", "没看到数量"),
        ("登记设备", "这样登记"),
        ("登记预算 2026年 50万", "没看到名称"),
        ("登记人力 王老师 3人周", "人力要写哪个月"),
        ("登记系统 智慧课堂平台 合同到期：明年夏天", "看不懂"),
        (f"登记设备 {'长' * 41} 2辆", "名称太长"),
    ],
)
def test_what_cannot_be_read_says_what_to_write(school: SmallSchool, said: str, answer: str) -> None:
    assert answer in school.chen.says(said).text


def test_only_those_who_answer_for_them_register_lines(school: SmallSchool) -> None:
    assert "CIO、部门联络人或系统管理员" in school.li.says("登记设备 平板车 2辆").text
    assert "CIO" in school.li.says("王老师 11月可用 3人周").text
    assert "已登记" in school.sun.says("登记设备 录播车 1辆").text
    assert "预算由 CIO" in school.sun.says("登记预算 教务专项 2026年 3万").text
    school.chen.says("登记设备 平板车 2辆")
    assert "不是教务处登记的" in school.sun.says("登记设备 平板车 9辆").text


def test_approval_reserves_start_occupies_and_the_end_releases(school_on_any: SmallSchool) -> None:
    school = school_on_any
    registered(school)
    asks_for(school, "王技术 2人周，平板车 1辆")
    card = school.chen.sees("待你审批", buttons=TO_DECIDE)
    assert "预算：2万元（信息化专项还剩5万元）" in card.text
    assert "王技术 2人周（2026年12月），还剩3人周" in card.text
    assert holds(school, "P-2026-001") == {}
    school.chen.presses("同意")
    reserved = {"信息化专项": (20_000, Hold.RESERVED), "王技术": (10, Hold.RESERVED), "平板车": (1, Hold.RESERVED)}
    assert holds(school, "P-2026-001") == reserved
    assert "预留了你：王技术 2人周" in school.wang.sees("已批准").text
    assert "已预留：信息化专项 2万元" in school.li.sees("已批准", buttons=["开始实施", "里程碑"]).text
    school.li.presses("开始实施")
    assert {state for _amount, state in holds(school, "P-2026-001").values()} == {Hold.IN_USE}
    told = school.chen.says("还剩多少预算").text
    assert "信息化专项（2026年）：5万元，还剩3万元" in told
    assert "P-2026-001 机房改造：2万元，占用中" in told
    school.li.says("结项 P-2026-001 开机20秒；故障1次；培训已完成；没有数据要备份")
    school.chen.presses("同意结项")
    after = holds(school, "P-2026-001")
    assert (after["王技术"][1], after["平板车"][1], after["信息化专项"][1]) == (
        Hold.RELEASED,
        Hold.RELEASED,
        Hold.SPENT,
    )
    assert "不再占用：王技术 2人周" in school.wang.sees("不再占用").text
    assert "1.8万元" in school.chen.says("实际花费 P-2026-001 1.8万元").text
    assert "还剩3.2万元" in school.chen.says("还剩多少预算").text


def test_what_the_register_does_not_hold_is_approved_only_with_a_reason(school: SmallSchool) -> None:
    registered(school)
    asks_for(school, "王技术 4人周", budget="6万元")
    card = school.chen.sees("待你审批", buttons=TO_DECIDE)
    assert "登记的不够：信息化专项（2026年）只剩5万元，要6万元；王技术（2026年12月）只剩3人周，要4人周" in card.text
    asked = school.chen.presses("同意")
    assert "要6万元" in asked.text
    assert asked.buttons == ["另有经费来源", "已与相关项目错开", "学校已同意追加", "取消"]
    assert "审核中" in school.li.says("我的申请").text
    school.chen.presses("取消")
    assert holds(school, "P-2026-001") == {}
    school.chen.says("同意 P-2026-001")
    school.chen.says("区里下半年另拨 1 万")
    assert "已批准" in school.li.says("我的申请").text
    assert "超出登记，理由：区里下半年另拨 1 万" in school.chen.sees("已批准").text
    assert "超出登记，理由" not in school.li.sees("已批准").text
    assert "还剩-1万元（超出登记）" in school.chen.says("还剩多少预算").text
    with school.database.read() as tx:
        [entry] = [one for one in audit.history(tx, "P-2026-001") if one.step == "reserve"]
    assert entry.facts["reason"] == "区里下半年另拨 1 万"
    assert len(entry.facts["details"]["over"]) == 2


def test_two_projects_for_the_same_week_warn_on_the_second_card_and_can_be_split(school: SmallSchool) -> None:
    registered(school)
    asks_for(school, "王技术 2人周", budget="1万元")
    asks_for(school, "王技术 2人周", title="校门监控", budget="1万元")
    card = school.chen.sees("待你审批：P-2026-002", buttons=TO_DECIDE)
    assert "撞车：王技术同一时间还有 P-2026-001 机房改造 要2人周（审核中）" in card.text
    school.chen.says("同意 P-2026-001")
    assert "只剩1人周，要2人周" in school.chen.says("P-2026-002").text
    old = next(button.token for button in card.card.buttons if button.label == "同意")
    assert "P-2026-002 批准时将预留：赵技术 2人周" in school.chen.says("配置 P-2026-002 赵技术 2人周").text
    assert "请在最新的卡片上决定" in school.chen.presses_token(old).text
    assert "撞车" not in school.chen.says("P-2026-002").text
    school.chen.says("同意 P-2026-002")
    assert holds(school, "P-2026-002")["赵技术"] == (10, Hold.RESERVED)
    assert "没有找到" in school.wang.says("配置 P-2026-002 赵技术 1人周").text


def test_the_first_card_learns_of_the_second(school: SmallSchool) -> None:
    registered(school)
    asks_for(school, "王技术 2人周", budget="1万元")
    assert "撞车" not in school.chen.sees("待你审批：P-2026-001").text
    asks_for(school, "王技术 2人周", title="校门监控", budget="1万元")
    assert (
        "撞车：王技术同一时间还有 P-2026-002 校门监控 要2人周（审核中）"
        in school.chen.sees("待你审批：P-2026-001").text
    )
    school.chen.says("同意 P-2026-002")
    first = school.chen.sees("待你审批：P-2026-001").text
    assert "P-2026-002 校门监控 要2人周（已批准）" in first
    assert "登记的不够：王技术（2026年12月）只剩1人周，要2人周" in first
    assert "信息化专项还剩4万元" in first
    school.chen.says("撤销决定 P-2026-002")
    assert "P-2026-002 校门监控 要2人周（审核中）" in school.chen.sees("待你审批：P-2026-001").text
    school.chen.says("配置 P-2026-002 赵技术 2人周")
    assert "撞车" not in school.chen.sees("待你审批：P-2026-001").text


def test_a_rival_that_goes_leaves_the_card(school: SmallSchool) -> None:
    registered(school)
    asks_for(school, "平板车 2辆", budget="1万元")
    asks_for(school, "平板车 1辆", title="校门监控", budget="1万元")
    assert "撞车" in school.chen.sees("待你审批：P-2026-001").text
    school.li.says("撤回 P-2026-002")
    assert "撞车" not in school.chen.sees("待你审批：P-2026-001").text


def test_taking_a_decision_back_gives_everything_back(school: SmallSchool) -> None:
    registered(school)
    asks_for(school, "王技术 3人周")
    school.chen.presses("同意")
    assert "已排满：王技术" in school.chen.says("谁有空 12月").text
    school.chen.presses("撤销决定")
    assert "王技术：还有3人周" in school.chen.says("谁有空 12月").text
    school.wang.sees("不再占用")


def test_a_second_approver_finds_the_reservation_made_and_a_rejection_frees_it(school: SmallSchool) -> None:
    school.chen.says("登记预算 信息化专项 2026年 5万")
    from storage.rules import RuleValue

    with school.database.write() as tx:
        tx.add(RuleValue(key="projects.second_above", version=9, value=30_000, at=school.clock.now))
    asks_for(school, "2人", budget="4万元")
    school.chen.presses("同意")
    assert holds(school, "P-2026-001") == {"信息化专项": (40_000, Hold.RESERVED)}
    school.zhou.sees("待你审批", buttons=["同意", "驳回", "退回", "看详情"])
    school.zhou.says("驳回 P-2026-001 不在年度规划内")
    assert holds(school, "P-2026-001") == {"信息化专项": (40_000, Hold.RELEASED)}
    assert "还剩5万元" in school.chen.says("还剩多少预算").text


def test_a_granted_change_takes_what_it_needs_and_no_more_than_there_is(school: SmallSchool) -> None:
    registered(school)
    asks_for(school, "王技术 1人周")
    school.chen.presses("同意")
    school.li.presses("开始实施")
    school.li.says("变更 P-2026-001 预算改到4万元，材料涨价")
    school.chen.presses("同意变更")
    assert holds(school, "P-2026-001")["信息化专项"] == (40_000, Hold.IN_USE)
    school.li.says("变更 P-2026-001 预算改到9万元，又涨价")
    assert "只剩5万元，要9万元" in school.chen.presses("同意变更").text
    school.chen.presses("学校已同意追加")
    assert holds(school, "P-2026-001")["信息化专项"] == (90_000, Hold.IN_USE)


def test_a_small_change_is_not_small_when_the_register_is_short(school: SmallSchool) -> None:
    school.chen.says("登记预算 信息化专项 2026年 21000")
    school.chen.says("登记预算 备用金 2026年 9万")
    asks_for(school, "2人")
    school.chen.says("配置 P-2026-001 信息化专项 2万元")
    school.chen.says("同意 P-2026-001")
    school.li.presses("开始实施")
    school.li.says("变更 P-2026-001 预算改到2.1万元，运费")
    assert holds(school, "P-2026-001") == {"信息化专项": (21_000, Hold.IN_USE)}
    school.li.says("变更 P-2026-001 预算改到2.2万元，运费")
    assert "变更审批" in school.li.says("我的申请").text
    assert "只剩2.1万元，要2.2万元" in school.chen.presses("同意变更").text


def test_a_pause_frees_people_and_going_on_asks_again(school: SmallSchool) -> None:
    registered(school)
    asks_for(school, "王技术 3人周", budget="1万元")
    school.chen.presses("同意")
    school.li.presses("开始实施")
    school.li.says("变更 P-2026-001 暂停，等设备到货")
    school.chen.presses("同意变更")
    assert holds(school, "P-2026-001")["王技术"] == (15, Hold.RELEASED)
    asks_for(school, "王技术 2人周", title="校门监控", budget="1万元")
    school.chen.says("同意 P-2026-002")
    school.li.says("变更 P-2026-001 恢复实施，设备到了")
    assert "只剩1人周，要3人周" in school.chen.presses("同意变更").text
    school.chen.presses("已与相关项目错开")
    assert holds(school, "P-2026-001")["王技术"] == (15, Hold.IN_USE)


def test_on_the_last_day_the_owner_hears_what_is_still_held(school: SmallSchool) -> None:
    registered(school)
    asks_for(school, "平板车 1辆")
    school.chen.presses("同意")
    school.li.presses("开始实施")
    pass_time(school, days=109)
    assert "还占着：信息化专项 2万元；平板车 1辆" in school.li.sees("计划今天结束").text
    school.chen.sees("计划今天结束")


def test_questions_are_answered_with_balances_and_the_projects_behind(school: SmallSchool) -> None:
    registered(school)
    asks_for(school, "平板车 1辆，王技术 1人周")
    school.chen.presses("同意")
    school.clock.forward(days=80)
    asked = school.chen.says("平板车 12月谁在用").text
    assert "P-2026-001 机房改造：1辆，已预留，到 12月31日" in asked
    assert "还空着1辆" in asked
    told = school.sun.says("平板车 12月谁在用").text
    assert "另一个项目：1辆" in told
    assert "机房改造" not in told
    assert "没有项目在用，2辆都空着" in school.sun.says("平板车 2027年1月5日谁在用").text
    assert "王技术：还有2人周（2026年12月）" in school.li.says("谁有空 12月").text
    assert "「看预算」要由" in school.li.says("还剩多少预算").text
    assert "信息化专项" not in school.li.says("资源").text
    assert "没有登记有空的人" in school.li.says("谁有空 2027年5月").text


def test_less_than_projects_hold_only_with_a_reason(school: SmallSchool) -> None:
    registered(school)
    asks_for(school, "平板车 2辆")
    school.chen.presses("同意")
    refused = school.chen.says("登记设备 平板车 1辆").text
    assert "已有项目占着 2辆" in refused
    assert "P-2026-001" in refused
    assert "已更新设备：平板车 1辆" in school.chen.says("登记设备 平板车 1辆 原因：坏了一辆").text


def test_a_school_without_a_register_decides_as_before(school: SmallSchool) -> None:
    asks_for(school, "王技术 2人周")
    assert "预算：2万元" in school.chen.sees("待你审批").text
    school.chen.presses("同意")
    school.li.sees("已批准")
    assert holds(school, "P-2026-001") == {}


def test_two_approvals_at_once_never_exceed_the_register(
    school_on_any: SmallSchool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both count what is left before either has taken it, unless one has to wait for the other."""
    school = school_on_any
    ma = school.person("马主任", Role.CIO, department="信息中心")
    school.chen.says("登记预算 信息化专项 2026年 5万")
    for title in ("机房改造", "校门监控"):
        asks_for(school, "2人", title=title, budget="3万元")
    together, count = threading.Barrier(2), allotment.missing

    def counted(turn: Turn, project: Project, parts: Sequence[Part]) -> list[Short]:
        found = count(turn, project, parts)
        with suppress(threading.BrokenBarrierError):
            together.wait(0.5)
        return found

    monkeypatch.setattr(allotment, "missing", counted)
    threads = [
        threading.Thread(target=who.says, args=(f"同意 {code}",))
        for who, code in ((school.chen, "P-2026-001"), (ma, "P-2026-002"))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with school.database.read() as tx:
        [line] = resources.lines(tx, Kind.BUDGET)
        rows = [one for one in resources.of_lines(tx, [line.id]) if one.taken]
        assert [(one.taken, one.over) for one in rows] == [(30_000, "")]
    loser = next(who for who in (school.chen, ma) if "为什么仍然同意" in who.last().text)
    assert "信息化专项（2026年）只剩2万元，要3万元" in loser.last().text


@pytest.mark.parametrize(
    ("said", "line"),
    [
        ("add device: tablet cart, 2", "tablet cart 2"),
        ("register device laptop x 5", "laptop 5"),
        ("add equipment: Grade 7 tablets 30 pieces", "Grade 7 tablets 30"),
        ("add budget: IT training fund 2026 50万", "IT training fund"),
    ],
)
def test_names_of_several_english_words_are_registered(school: SmallSchool, said: str, line: str) -> None:
    assert line in school.chen.says(said).text
    assert line.rstrip(" 0123456789") in school.chen.says("资源").text
