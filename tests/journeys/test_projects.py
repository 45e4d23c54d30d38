"""A request's way: written in one message, returned, changed, approved; refused, supplemented, withdrawn."""

from handlers.incoming import Pressed
from handlers.people import binding
from storage import audit, people, projects
from storage.people import Role
from tests.beginnings import plays_once
from tests.conftest import SmallSchool
from tests.ringing import pass_time
from tests.stage import Seen, Stage

FILLED = """申请项目 机房改造
目的：更换二号机房老旧电脑
服务目标：G-3
预算：3.5万元
人力：2名技术员
时间：12月1日到12月31日
数据类别：不涉及数据
安全要求：按等保二级加固
验收指标：开机时间少于30秒；全年故障少于5次"""


@plays_once
def submitted(school: SmallSchool) -> Seen:
    school.li.says(FILLED)
    return school.li.presses("提交")


def test_request_return_resubmit_approve(school_on_any: SmallSchool) -> None:
    school = school_on_any
    submitted(school)
    asked = school.chen.presses("退回")
    assert asked.buttons == ["预算请附明细", "验收指标要能量化", "请写明数据类别和安全措施", "取消"]
    school.chen.says("预算请列明细，并压到3万元以内")
    returned = school.li.sees("退回", buttons=["撤回", "修改重报"])
    assert "预算请列明细，并压到3万元以内" in returned.text
    draft = school.li.presses("修改重报")
    assert "退回时要求改：预算请列明细" in draft.text
    assert "更换二号机房老旧电脑" in draft.text  # nothing has to be written again
    draft = school.li.says("预算：2.8万元")
    assert "2.8万元" in draft.text
    old = school.chen.sees("已退回")
    assert old.buttons == ["撤销决定"]
    school.li.presses("提交")
    school.li.sees("P-2026-001 已重新提交（第 2 版）")
    card = school.chen.sees("待你审批：P-2026-001", buttons=["同意", "驳回", "退回", "补充材料", "转交", "看详情"])
    assert "预算：3.5万元 → 2.8万元" in card.text
    assert "目的：更换二号机房老旧电脑 →" not in card.text
    school.chen.presses("同意")
    approved = school.li.sees("已批准")
    assert "陈主任于 10:00 同意" in approved.text
    for seen in (*school.chen.chat(), *school.li.chat()):
        assert "同意" not in seen.buttons, seen.text


def test_an_old_card_cannot_decide_on_a_new_version(school: SmallSchool) -> None:
    submitted(school)
    old = school.chen.sees("待你审批")
    press = next(button.token for button in old.card.buttons if button.label == "同意")
    school.chen.presses("退回")
    school.chen.presses("预算请附明细")
    school.li.presses("修改重报")
    school.li.presses("提交")
    assert "请在最新的卡片上决定" in school.chen.presses_token(press).text
    assert "审核中" in school.li.says("我的申请").text


def test_a_rejection_needs_a_reason_and_tells_the_way_to_appeal(school: SmallSchool) -> None:
    submitted(school)
    assert "为什么驳回" in school.chen.presses("驳回").text
    school.li.does_not_see("驳回")
    school.chen.presses("与已有项目重复")
    told = school.li.sees("已驳回", buttons=["申诉", "改后重新申请"])
    assert "与已有项目重复" in told.text
    assert "向领导小组申诉" in told.text


def test_a_rejection_typed_with_its_reason(school: SmallSchool) -> None:
    submitted(school)
    school.chen.says("驳回 P-2026-001 今年没有这笔预算")
    assert "今年没有这笔预算" in school.li.sees("已驳回").text


def test_an_approval_with_conditions(school: SmallSchool) -> None:
    submitted(school)
    school.chen.says("同意 P-2026-001 条件：分两期付款")
    assert "附条件：分两期付款" in school.li.sees("已批准").text


def test_a_question_pauses_the_clock_and_its_answer_comes_back_on_the_card(school: SmallSchool) -> None:
    submitted(school)
    school.clock.forward(days=1)
    school.chen.presses("补充材料")
    school.chen.says("质保几年？")
    asked = school.li.sees("陈主任问：质保几年？", buttons=["回答", "撤回"])
    assert "计时暂停" in asked.text
    school.clock.forward(days=2)
    school.li.presses("回答")
    school.li.says("三年，上门服务")
    card = school.chen.sees("待你审批", buttons=["同意", "驳回", "退回", "补充材料", "转交", "看详情"])
    assert "问：质保几年？ 答：三年，上门服务" in card.text
    assert "1 个工作日" in card.text


def test_the_applicant_withdraws_before_the_decision(school: SmallSchool) -> None:
    submitted(school)
    school.li.presses("撤回")
    assert school.chen.sees("已撤回").buttons == []
    assert "不能再「同意」" in school.chen.says("同意 P-2026-001").text


def test_nobody_else_decides_and_the_attempt_is_recorded(school: SmallSchool) -> None:
    submitted(school)
    press = next(button.token for button in school.chen.sees("待你审批").card.buttons if button.label == "同意")
    for somebody in (school.wang, school.stranger()):
        said = somebody.presses_token(press).text
        assert "机房" not in said
    assert "「同意」要由CIO 或代理 CIO来做" in school.wang.last().text
    assert "自己的申请不能自己审批" in school.li.presses_token(press).text
    assert "CIO" in school.wang.says("同意 P-2026-001").text
    assert school.wang.says("同意 P-2026-001").text == school.wang.says("同意 P-2026-009").text.replace("009", "001")
    with school.database.read() as tx:
        tries = [entry.facts for entry in audit.history(tx, "P-2026-001") if entry.step == "refused"]
    assert [(one["actor"], one["details"]["step"]) for one in tries] == [
        ("王技术", "approve"), ("李老师", "approve"), ("王技术", "approve"), ("王技术", "approve"),
    ]  # fmt: skip
    school.chen.sees("待你审批", buttons=["同意", "驳回", "退回", "补充材料", "转交", "看详情"])


def test_a_card_pressed_after_three_days_still_means_what_it_says(school: SmallSchool) -> None:
    submitted(school)
    press = next(button.token for button in school.chen.sees("待你审批").card.buttons if button.label == "同意")
    school.clock.forward(hours=80)
    school.chen.presses_token(press)
    school.li.sees("已批准")
    late = school.chen.presses_token(press).text
    assert "由陈主任于 18:00 处理" in late


def test_undo_while_nobody_acted(school: SmallSchool) -> None:
    submitted(school)
    school.chen.presses("同意")
    school.clock.forward(minutes=5)
    school.chen.presses("撤销决定")
    assert "撤销了刚才的决定" in school.li.sees("撤销了刚才").text
    school.chen.sees("待你审批", buttons=["同意", "驳回", "退回", "补充材料", "转交", "看详情"])
    school.chen.presses("同意")
    school.clock.forward(minutes=11)
    assert "不能直接撤销" in school.chen.presses("撤销决定").text


def test_a_request_without_a_data_class_is_not_approved(school: SmallSchool) -> None:
    school.li.says(FILLED.replace("不涉及数据", "还不清楚"))
    school.li.presses("提交")
    assert "缺什么：数据类别未定" in school.chen.sees("待你审批").text
    assert "数据类别还没定" in school.chen.presses("同意").text
    school.chen.sees("待你审批", buttons=["同意", "驳回", "退回", "补充材料", "转交", "看详情"])


def test_handed_to_a_technician_it_comes_back_with_an_opinion(school: SmallSchool) -> None:
    submitted(school)
    school.chen.presses("转交")
    assert "请 TA" in school.chen.says("王技术").text or "王技术" in school.chen.last().text
    school.wang.sees("想听你对这个申请的意见", buttons=["写意见"])
    school.wang.presses("写意见")
    school.wang.says("建议统一型号，便于维护")
    card = school.chen.sees("王技术的意见")
    assert "建议统一型号" in card.text
    assert card.buttons == ["同意", "驳回", "退回", "补充材料", "转交", "看详情"]


def test_every_submitted_version_is_kept(school: SmallSchool) -> None:
    submitted(school)
    school.chen.says("退回 P-2026-001 压预算")
    school.li.presses("修改重报")
    school.li.says("预算：1万")
    school.li.presses("提交")
    assert "1万元" in school.li.says("历次版本 P-2026-001").text
    assert "3.5万元" in school.li.presses("第 1 版").text


def test_what_waits_is_listed_by_how_long(school: SmallSchool) -> None:
    submitted(school)
    school.clock.forward(days=2)
    school.sun.says(FILLED.replace("机房改造", "校门监控"))
    school.sun.presses("提交")
    listed = school.chen.says("待审批")
    assert listed.text.index("P-2026-001") < listed.text.index("P-2026-002")
    assert "2 个工作日" in listed.text
    assert listed.buttons == ["看 P-2026-001", "看 P-2026-002"]
    assert "待你审批：P-2026-001" in school.chen.presses("看 P-2026-001").text
    assert "现在没有等你审批的" in school.wang.says("待审批").text


def test_a_rejection_is_appealed_and_decided_anew_by_somebody_else(school: SmallSchool) -> None:
    qian = school.person("钱秘书", Role.SECRETARY, department="校办")
    submitted(school)
    school.chen.says("驳回 P-2026-001 不在年度规划内")
    school.li.presses("申诉")
    assert "领导小组" in school.li.says("规划里有，见第三页").text
    card = qian.sees("李老师申诉：规划里有，见第三页", buttons=["重新审批", "维持驳回"])
    assert "理由：不在年度规划内" in card.text
    qian.presses("重新审批")
    assert "驳回过这个申请" in qian.says("陈主任").text
    qian.says("周校长")
    school.zhou.sees("待你审批", buttons=["同意", "驳回", "退回", "补充材料", "转交", "看详情"])
    school.zhou.presses("同意")
    school.li.sees("周校长于 10:00 同意")


def test_an_appeal_upheld_or_too_late(school: SmallSchool) -> None:
    qian = school.person("钱秘书", Role.SECRETARY, department="校办")
    submitted(school)
    school.chen.says("驳回 P-2026-001 不在年度规划内")
    school.clock.forward(days=30)
    school.li.presses("申诉")
    assert "申诉期（10个工作日）已过" in school.li.says("规划里有").text
    school.li.says("取消")
    school.clock.forward(days=-29)
    school.li.says("申诉 P-2026-001 规划里有")
    qian.says("维持驳回 P-2026-001 今年没有预算")
    assert "领导小组维持驳回：今年没有预算" in school.li.sees("已驳回", buttons=["改后重新申请"]).text
    draft = school.li.presses("改后重新申请")
    assert "更换二号机房老旧电脑" in draft.text
    assert "P-2026-002" in school.li.presses("提交").text


def test_the_desk_shows_what_waits_and_not_what_could_be_undone(school: SmallSchool) -> None:
    submitted(school)
    assert "没有待办" in school.li.says("我的待办").text
    assert "P-2026-001 机房改造 · 审核中" in school.chen.says("我的待办").text
    school.chen.says("补充材料 P-2026-001 质保几年？")
    assert "P-2026-001 机房改造 · 待补充" in school.li.says("我的待办").text
    assert "没有待办" in school.chen.says("我的待办").text


def test_the_way_of_a_request_across_platforms(school_on_any: SmallSchool) -> None:
    """The CIO decides on a platform of words and numbers, and every copy everywhere shows it."""
    school = school_on_any
    with school.database.write() as tx:
        for name in ("李老师", "陈主任"):
            binding.know(tx, people.by_name(tx, name)[0], "plain", f"u-{name}", school.clock.now)
    li_phone, chen_phone = school.li.on("plain"), school.chen.on("plain")
    submitted(school)
    school.clock.forward(minutes=1)
    listed = chen_phone.says("待审批")
    assert listed.card.as_text().endswith("1. 看 P-2026-001")
    chen_phone.says("1")
    assert "要改哪些地方" in chen_phone.says("退回").text
    chen_phone.says("2")
    assert "验收指标要能量化" in school.li.sees("已退回").text
    assert "同意" not in school.chen.sees("已退回").buttons
    school.clock.forward(minutes=1)
    li_phone.says("我的申请")
    li_phone.says("1")
    li_phone.says("修改重报")
    li_phone.says("验收指标：开机少于20秒")
    li_phone.says("提交")
    school.clock.forward(minutes=1)
    assert "开机少于20秒" in chen_phone.sees("待你审批").text
    school.chen.says("同意 P-2026-001")
    li_phone.sees("已批准")
    assert all("同意" not in seen.buttons for seen in school.chen.chat())
    assert "由陈主任于" in chen_phone.says("同意").text


def test_a_process_that_dies_before_answering_loses_nothing_and_files_once(school: SmallSchool) -> None:
    school.li.says(FILLED)
    press = next(button.token for button in school.li.last().card.buttons if button.label == "提交")
    heard = Pressed(school.li._who(), "press-1", school.clock.now, press, "p1", "")
    assert school.keep(heard)
    assert not school.keep(heard)  # the platform delivers it again
    again = SmallSchool.__new__(SmallSchool)
    Stage.__init__(again, school.database, school.school, school.features, school.clock)
    again.dispatcher.process_all("chat", school.li.user_id)
    again.dispatcher.process_all("chat", school.li.user_id)
    school.chen.sees("待你审批：P-2026-001")
    with school.database.read() as tx:
        assert [one.code for one in projects.undecided(tx)] == ["P-2026-001"]


def test_an_opinion_nobody_gave_is_asked_for_once_more(school: SmallSchool) -> None:
    submitted(school)
    school.chen.says("转交 P-2026-001 王技术")
    school.wang.news()
    pass_time(school, days=2)
    assert school.wang.news() == []
    pass_time(school, days=2)
    assert ["写意见"] in [seen.buttons for seen in school.wang.news()]
    school.chen.sees("已请王技术提意见")
    school.chen.presses("同意")  # the decision does not wait for it
