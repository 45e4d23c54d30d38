"""When the CIO is away, is the applicant, or does nothing; and when two decide at once."""

import threading
from datetime import UTC, datetime

import pytest

from storage import audit
from storage.people import Role
from tests.conftest import SmallSchool
from tests.journeys.test_projects import FILLED, submitted
from tests.ringing import pass_time
from tests.stage import Character

TO_DECIDE = ["同意", "驳回", "退回", "补充材料", "转交", "看详情"]


@pytest.fixture
def hu(school: SmallSchool) -> Character:
    """A deputy who may act for the CIO."""
    return school.person("胡老师", department="信息中心")


def decisions(school: SmallSchool, step: str) -> list[tuple[str, bool]]:
    with school.database.read() as tx:
        return [
            (entry.facts["actor"], entry.facts["acting_for"] is not None)
            for entry in audit.history(tx, "P-2026-001")
            if entry.step == step
        ]


def test_the_acting_cio_decides_in_the_period_and_the_record_says_so(school: SmallSchool, hu: Character) -> None:
    submitted(school)
    draft = school.chen.says("委托 胡老师 审批 9月15日到9月18日 5万以内")
    assert draft.buttons == ["提交", "修改", "取消"]
    for words in ("胡老师", "9月15日到9月18日", "5万元以内"):
        assert words in draft.text
    hu.does_not_see("委托")
    school.chen.presses("提交")
    hu.sees("陈主任委托你代为审批：9月15日到9月18日，5万元以内")
    card = hu.sees("待你审批：P-2026-001", buttons=TO_DECIDE)
    assert "你代陈主任审批" in card.text
    hu.presses("同意")
    assert "胡老师（代陈主任）于 10:00 同意" in school.li.sees("已批准").text
    assert "胡老师（代陈主任）" in school.chen.sees("已批准").text
    assert decisions(school, "approve") == [("胡老师", True)]
    hu.presses("撤销决定")
    assert decisions(school, "undo") == [("胡老师", True)]
    with school.database.read() as tx:
        letters = [entry.facts["details"].get("letter") for entry in audit.history(tx, "P-2026-001")]
    assert letters == [None, 1, 1]


def test_what_a_delegate_does_as_themselves_is_not_acting(school: SmallSchool, hu: Character) -> None:
    school.chen.says("委托 胡老师 审批 9月15日到9月18日")
    school.chen.presses("提交")
    hu.says(FILLED)
    hu.presses("提交")
    assert decisions(school, "submit") == [("胡老师", False)]
    press = next(button.token for button in school.chen.sees("待你审批").card.buttons if button.label == "同意")
    assert "自己的申请不能自己审批" in hu.presses_token(press).text
    school.chen.presses("同意")
    assert decisions(school, "approve") == [("陈主任", False)]


def test_above_the_limit_the_cio_decides(school: SmallSchool, hu: Character) -> None:
    school.chen.says("委托 胡老师 审批 9月15日到9月18日 3万以内")
    school.chen.presses("提交")
    submitted(school)
    hu.does_not_see("待你审批")
    refusal = hu.says("同意 P-2026-001").text
    assert "你的委托额度是3万元，这个项目3.5万元，要由陈主任本人决定" in refusal


def test_after_the_period_the_letter_is_nothing(school: SmallSchool, hu: Character) -> None:
    school.chen.says("委托 胡老师 审批 9月15日到9月16日")
    school.chen.presses("提交")
    submitted(school)
    hu.sees("待你审批", buttons=TO_DECIDE)
    pass_time(school, days=2)
    hu.sees("到期了")
    assert "同意" not in hu.sees("P-2026-001 机房改造").buttons
    assert "没有找到" in hu.says("同意 P-2026-001").text


def test_a_letter_for_later_brings_the_cards_on_its_day(school: SmallSchool, hu: Character) -> None:
    submitted(school)
    school.chen.says("委托 胡老师 审批 9月17日到9月18日")
    school.chen.presses("提交")
    hu.does_not_see("待你审批")
    pass_time(school, days=2)
    hu.sees("待你审批：P-2026-001", buttons=TO_DECIDE)


def test_a_letter_is_taken_back(school: SmallSchool, hu: Character) -> None:
    submitted(school)
    school.chen.says("委托 胡老师 审批 9月15日到9月18日")
    school.chen.presses("提交")
    school.chen.says("我回来了，不用委托了")
    hu.sees("收回了给你的审批委托")
    assert "没有找到" in hu.says("同意 P-2026-001").text
    assert "没有生效的委托" in school.chen.says("我的委托").text


def test_only_the_cio_gives_letters(school: SmallSchool, hu: Character) -> None:
    assert "CIO 本人" in school.li.says("委托 胡老师 审批 9月15日到9月18日").text
    assert "2027年9月1日到2027年9月3日" in school.chen.says("委托 胡老师 审批 9月1日到9月3日").text
    assert "没看懂" in school.chen.says("委托期限：随便").text
    assert "没有找到「张三老师」" in school.chen.says("委托 张三老师 审批 9月16日到9月18日").text


def test_the_cios_own_request_goes_to_the_named_alternate(school: SmallSchool, hu: Character) -> None:
    school.chen.says("委托 胡老师 审批 9月15日到9月18日")
    school.chen.presses("提交")
    school.chen.says("回避审批人 周校长")
    school.zhou.sees("指定你为回避审批人")
    school.chen.says(FILLED)
    school.chen.presses("提交")
    card = school.zhou.sees("待你审批", buttons=TO_DECIDE)
    press = next(button.token for button in card.card.buttons if button.label == "同意")
    assert "自己的申请不能自己审批" in school.chen.presses_token(press).text
    assert "代理人要回避" in hu.presses_token(press).text
    school.zhou.presses("同意")
    assert "周校长于 10:00 同意" in school.chen.sees("已批准").text
    assert decisions(school, "approve") == [("周校长", False)]


def test_without_an_alternate_the_secretary_names_somebody(school: SmallSchool) -> None:
    qian = school.person("钱秘书", Role.SECRETARY, department="校办")
    school.chen.says(FILLED)
    assert "领导小组秘书会指定人来审批" in school.chen.presses("提交").text
    asked = qian.sees("申请人就是 CIO，要回避", buttons=["指定审批人"])
    press = asked.card.buttons[0].token
    qian.presses_token(press)
    assert "不能交给申请人自己" in qian.says("陈主任").text
    qian.says("周校长")
    school.zhou.sees("待你审批", buttons=TO_DECIDE)
    school.zhou.presses("同意")
    school.chen.sees("已批准")


def test_reminders_after_three_and_five_working_days_then_the_secretary_and_never_an_approval(
    school: SmallSchool,
) -> None:
    qian = school.person("钱秘书", Role.SECRETARY, department="校办")
    school.clock.now = datetime(2026, 9, 22, 2, 0, tzinfo=UTC)  # Tuesday before the autumn holiday
    submitted(school)
    seen: dict[str, list[str]] = {"提醒": [], "秘书": []}
    for _ in range(40):
        pass_time(school, days=1)
        day = f"{school.clock.now:%m-%d}"
        if any("提醒：P-2026-001" in one.text for one in school.chen.news()):
            seen["提醒"].append(day)
        if any("指定审批人" in one.buttons for one in qian.news()):
            seen["秘书"].append(day)
    # The 25th is the Mid-Autumn Festival, the 1st to the 7th of October are holidays.
    assert seen == {"提醒": ["09-28", "09-30"], "秘书": ["10-09"]}
    assert "审核中" in school.li.says("我的申请").text


def test_a_question_nobody_answers_goes_back_by_the_clock(school: SmallSchool) -> None:
    submitted(school)
    school.chen.presses("补充材料")
    school.chen.says("质保几年？")
    pass_time(school, days=5)
    school.li.does_not_see("自动退回")
    pass_time(school, days=3)
    assert "超过5个工作日没有回复，自动退回" in school.li.sees("已退回", buttons=["撤回", "修改重报"]).text
    assert "提醒：" not in school.chen.transcript()
    school.chen.sees("因没有补充材料被退回")


def test_a_draft_left_alone_is_remembered_once_and_forgotten_after_a_month(school: SmallSchool) -> None:
    school.li.says("申请项目 机房改造")
    school.clock.forward(days=2)
    school.li.says("继续")
    school.li.says("名称：机房大改造")
    pass_time(school, days=2)
    school.li.does_not_see("还没提交")
    pass_time(school, days=2)
    school.li.sees("「机房大改造」还没提交", buttons=["继续填写"])
    assert "机房大改造" in school.li.presses("继续填写").text
    pass_time(school, days=31)
    assert "机房大改造" not in school.li.says("申请项目").text


def test_a_draft_left_alone_does_not_swallow_what_is_said(school: SmallSchool) -> None:
    school.li.says(FILLED.replace("目的：更换二号机房老旧电脑\n", ""))
    school.clock.forward(days=2)
    school.li.says("谢谢")
    assert "谢谢" not in school.li.says("申请项目").text


def test_two_cios_at_once_and_exactly_one_wins(school_on_any: SmallSchool) -> None:
    school = school_on_any
    ma = school.person("马主任", Role.CIO, department="信息中心")
    submitted(school)
    yes = next(button.token for button in school.chen.sees("待你审批").card.buttons if button.label == "同意")
    ma.sees("待你审批", buttons=TO_DECIDE)
    together = threading.Barrier(2)

    def decide(who: Character, words: str) -> None:
        together.wait()
        who.presses_token(words) if words == yes else who.says(words)

    threads = [
        threading.Thread(target=decide, args=(school.chen, yes)),
        threading.Thread(target=decide, args=(ma, "驳回 P-2026-001 预算太高")),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    won = decisions(school, "approve") + decisions(school, "reject")
    assert len(won) == 1
    winner, loser = (school.chen, ma) if won[0][0] == "陈主任" else (ma, school.chen)
    assert any(f"由{winner.name}于 10:00 处理" in seen.text for seen in loser.everything())
    status = "已批准" if winner is school.chen else "已驳回"
    assert status in school.li.says("我的申请").text
    assert all("同意" not in seen.buttons for seen in loser.chat())


def test_above_an_amount_a_leader_agrees_too(school: SmallSchool) -> None:
    from storage.rules import RuleValue

    with school.database.write() as tx:
        tx.add(RuleValue(key="projects.second_above", version=1, value=30_000, at=school.clock.now))
    submitted(school)
    school.chen.presses("同意")
    assert "等校领导二审" in school.li.sees("待二审").text
    assert "同意" not in school.chen.sees("待二审").buttons
    school.zhou.sees("待你审批", buttons=["同意", "驳回", "退回", "看详情"])
    assert "负责二审的校领导" in school.chen.says("同意 P-2026-001").text or school.chen.last()
    school.zhou.presses("同意")
    school.li.sees("已批准")
    school.zhou.presses("撤销决定")
    assert "待二审" in school.li.says("我的申请").text
    school.zhou.presses("驳回")
    school.zhou.presses("不在年度规划内")
    school.li.sees("已驳回")


def test_a_letter_for_one_department_goes_no_further(school_on_any: SmallSchool) -> None:
    school = school_on_any
    hu = school.person("胡老师", department="教务处")
    school.person("何老师", department="语文组")
    draft = school.chen.says("委托 胡老师 审批 语文组的项目 9月15日到9月30日 5万元以内")
    assert "范围：语文组的项目" in draft.text
    school.chen.presses("提交")
    hu.sees("5万元以内，语文组的项目")
    submitted(school)  # of 数学组
    hu.does_not_see("P-2026-001")
    assert "你的委托只管语文组的项目" in hu.says("同意 P-2026-001").text
    school.chen.sees("待你审批：P-2026-001")  # it goes to the next one
    assert "语文组的项目" in school.chen.says("我的委托").text
    assert "AS-" not in hu.says("开始效果评估 本学期").text  # nor is its holder the CIO in anything else


def test_a_letter_for_changes_leaves_the_approvals_to_the_next_delegate(school: SmallSchool) -> None:
    hu, ma = school.person("胡老师", department="教务处"), school.person("马老师", department="总务处")
    for words in ("委托 胡老师 9月15日到9月30日 范围：变更和结项", "委托 马老师 9月15日到9月30日 只审批立项"):
        school.chen.says(words)
        school.chen.presses("提交")
    submitted(school)
    ma.sees("待你审批：P-2026-001")
    hu.does_not_see("待你审批")
    assert "你的委托只管变更、结项" in hu.says("同意 P-2026-001").text
    ma.presses("同意")
    school.li.presses("开始实施")
    school.li.says("变更 P-2026-001 暂停，等设备到货")
    hu.sees("李老师申请暂停", buttons=["同意变更", "不同意变更"])
    assert "你的委托只管立项审批" in ma.says("同意变更 P-2026-001").text
    hu.presses("同意变更")


def test_a_scope_that_means_nothing_is_asked_for_again(school: SmallSchool) -> None:
    school.person("胡老师", department="教务处")
    assert "范围没看懂" in school.chen.says("委托 胡老师 9月15日到9月30日\n范围：食堂").text
