"""The end of a project and what stands around the decision: checks, improvements, archive, co-signing, opinions, copies."""

from storage import audit, people, projects
from storage.people import Role
from storage.rules import RuleValue
from storage.trainings import Participant, Training
from storage.trainings import Stage as TrainingStage
from tests.conftest import SmallSchool
from tests.journeys.test_project_under_way import running
from tests.journeys.test_projects import FILLED, submitted
from tests.ringing import pass_time

DONE = "结项 P-2026-001 开机20秒；故障1次；培训已完成；没有数据要备份"


def evaluated(school: SmallSchool) -> None:
    running(school)
    school.li.says(DONE)
    school.chen.presses("同意结项")
    pass_time(school, days=31)
    school.li.presses("填写结果")
    school.li.says("开机18秒；故障2次")


def rule(school: SmallSchool, key: str, value: int) -> None:
    with school.database.write() as tx:
        tx.add(RuleValue(key=key, version=1, value=value, reason="试", at=school.clock.now))


def test_an_evaluation_leads_to_improvements_and_the_archive(school_on_any: SmallSchool) -> None:
    school = school_on_any
    evaluated(school)
    school.li.says("提改进项 P-2026-001 再培训一次，负责人王技术，11月30日前")
    school.wang.sees("请认领：M-1 再培训一次（11月30日前）")
    school.chen.presses("确认评估")
    school.chen.says("达到目标")
    card = school.chen.sees("改进跟踪")
    assert "改进项：M-1 再培训一次（提出）" in card.text
    school.chen.says("提改进项 P-2026-001 写一页使用说明")
    assert "还有改进项没有关闭：M-1、M-2" in school.chen.says("归档 P-2026-001").text
    for words in ("认领 M-1", "开始改进 M-1", "改进完成 M-1 已补训"):
        school.wang.says(words)
    school.chen.says("验证通过 M-1")
    school.chen.does_not_see("可以归档")
    school.chen.says("不采纳 M-2 系统里已有说明")
    school.chen.sees("P-2026-001 的改进项都有结论了，可以归档")
    assert "CIO 或代理 CIO" in school.li.says("归档 P-2026-001").text
    school.chen.says("归档 P-2026-001")
    assert "归档" in school.li.says("P-2026-001").card.title


def test_without_the_owner_s_results_the_evaluation_is_concluded_after_its_day(school_on_any: SmallSchool) -> None:
    school = school_on_any
    running(school)
    school.li.says(DONE)
    school.chen.presses("同意结项")
    pass_time(school, days=31)
    assert "李老师还没填写实际结果" in school.chen.says("确认评估 P-2026-001 基本达标").text
    pass_time(school, days=25)  # ten working days with the holidays, and two more until the CIO hears of it
    card = school.chen.sees(
        "李老师到期没有填写实际结果（细则「评估期限」10个工作日，6.3.1）", buttons=["确认评估", "提改进项"]
    )
    assert "实际结果：负责人没有填写" in card.text
    school.chen.presses("确认评估")
    school.chen.says("负责人没有给数据，按结项说明算基本达标")
    said = school.li.sees("评估结论").text
    assert "实际结果：负责人没有填写" in said
    assert "已评估" in school.chen.says("P-2026-001").card.title


def test_results_that_come_late_still_count(school: SmallSchool) -> None:
    running(school)
    school.li.says(DONE)
    school.chen.presses("同意结项")
    pass_time(school, days=56)
    school.li.presses("填写结果")
    school.li.says("开机18秒；故障2次")
    card = school.chen.sees("实际结果：开机18秒；故障2次", buttons=["确认评估", "提改进项"])
    assert "到期没有填写" not in card.text


def test_an_improvement_after_the_evaluation_opens_the_follow_up(school: SmallSchool) -> None:
    evaluated(school)
    school.chen.presses("确认评估")
    school.chen.says("达到目标")
    assert "已评估" in school.li.says("P-2026-001").card.title
    assert "已登记 M-1，负责人李老师" in school.chen.says("提改进项 P-2026-001 写一页使用说明").text
    assert "改进跟踪" in school.li.says("P-2026-001").card.title


def test_a_project_without_findings_is_archived_at_once(school: SmallSchool) -> None:
    evaluated(school)
    school.chen.presses("确认评估")
    school.chen.says("达到目标")
    school.chen.presses("归档")
    school.li.sees("P-2026-001 已归档")


def test_completion_needs_every_indicator_training_and_backup(school: SmallSchool) -> None:
    running(school)
    assert "验收指标有 2 条" in school.li.says("结项 P-2026-001 开机20秒；培训已完成；没有数据要备份").text
    assert "培训还没做完" in school.li.says("结项 P-2026-001 开机20秒；故障1次；还没培训；备份已登记").text
    assert (
        "备份和数据类别还没登记" in school.li.says("结项 P-2026-001 开机20秒；故障1次；培训已完成；备份还没登记").text
    )
    school.chen.does_not_see("待结项")
    school.li.says(DONE)
    school.chen.sees("待结项")
    pass_time(school, days=8)
    school.chen.sees("P-2026-001 等你同意结项")


def test_a_project_with_data_cannot_do_without_backup(school: SmallSchool) -> None:
    school.li.says(FILLED.replace("不涉及数据", "一般数据"))
    school.li.presses("提交")
    school.chen.presses("同意")
    school.li.presses("开始实施")
    assert "涉及数据（一般数据）" in school.li.says(DONE).text
    school.li.says(DONE.replace("没有数据要备份", "备份已登记"))
    assert "备份已登记；数据类别：一般数据" in school.chen.sees("待结项").text


def test_a_small_change_of_the_budget_is_noted_and_a_larger_one_decided(school_on_any: SmallSchool) -> None:
    school = school_on_any
    running(school)
    said = school.li.says("变更 P-2026-001 预算改到3.8万元，材料涨价")
    school.li.sees("预算改为3.8万元，在批准数的 ±10% 以内")
    assert "实施中" in school.li.says("P-2026-001").card.title
    school.chen.sees("预算由3.5万元改为3.8万元（±10% 以内，已记录）")
    assert said is not None
    school.li.says("变更 P-2026-001 预算改到3.9万元，又涨了")  # 11 % above what was approved, not above the last
    school.chen.sees("申请变更：预算改到3.9万元", buttons=["同意变更", "不同意变更"])
    school.chen.presses("同意变更")
    school.li.says("变更 P-2026-001 预算改到4万元，运费")
    school.li.sees("预算改为4万元，在批准数的 ±10% 以内")
    with school.database.read() as tx:
        project = projects.by_code(tx, "P-2026-001")
        assert project is not None
        assert [one.fields["budget"] for one in project.versions] == [35_000, 38_000, 39_000, 40_000]
        assert project.approved_fields["indicators"] == project.indicators


def test_a_budget_change_with_another_date_is_decided(school: SmallSchool) -> None:
    running(school)
    school.li.says("变更 P-2026-001 预算改到3.6万元，延期到明年3月1日")
    school.chen.sees("申请变更：预算改到3.6万元")


def test_a_change_granted_at_rest_leaves_the_project_at_rest(school: SmallSchool) -> None:
    running(school)
    school.li.says("变更 P-2026-001 暂停，等设备到货")
    school.chen.presses("同意变更")
    school.li.says("变更 P-2026-001 预算改到5万元，材料涨价")
    school.chen.presses("同意变更")
    card = school.li.says("P-2026-001")
    assert "暂停" in card.card.title
    assert "5万元" in card.text


def test_a_system_gets_a_technician_s_opinion_by_itself(school_on_any: SmallSchool) -> None:
    school = school_on_any
    school.li.says(FILLED.replace("机房改造", "门禁系统"))
    school.li.presses("提交")
    school.wang.sees("系统或集成类项目，请3个工作日内给技术意见")
    assert "王技术" in school.chen.sees("待你审批").text
    school.wang.presses("写意见")
    school.wang.says("要和统一认证对接，接口两周")
    assert "王技术的意见：要和统一认证对接，接口两周" in school.chen.sees("待你审批").text


def test_a_technician_does_not_advise_on_their_own_request(school: SmallSchool) -> None:
    school.wang.says(FILLED.replace("机房改造", "门禁系统"))
    school.wang.presses("提交")
    school.zhao.sees("请3个工作日内给技术意见")
    pass_time(school, days=6)
    school.chen.sees("赵技术还没有给 P-2026-001 的技术意见")


def test_other_projects_need_no_opinion(school: SmallSchool) -> None:
    submitted(school)
    school.wang.does_not_see("技术意见")


def test_where_words_do_not_tell_the_applicant_says_whether_it_is_a_system(school_on_any: SmallSchool) -> None:
    school = school_on_any
    school.li.says(FILLED.replace("机房改造", "校门人脸识别").replace("不涉及数据", "敏感个人信息"))
    school.li.presses("提交")
    asked = school.li.sees("要新建、升级或对接信息系统吗", buttons=["是，请技术员看", "不是"])
    token = asked.card.buttons[0].token
    assert "申请人本人" in school.chen.presses_token(token).text
    assert "已请王技术写技术意见" in school.li.presses("是，请技术员看").text
    school.wang.sees("请3个工作日内给技术意见")
    assert "已经请过技术意见" in school.li.presses_token(token).text
    school.wang.says("写意见 P-2026-001 人脸能不用就不用")
    assert "人脸能不用就不用" in school.chen.sees("待你审批").text
    school.chen.says("同意 P-2026-001")
    assert "已经过了审核" in school.li.presses_token(token).text


def test_who_said_no_is_not_asked_again(school: SmallSchool) -> None:
    school.li.says(FILLED.replace("机房改造", "无线覆盖"))
    school.li.presses("提交")
    assert "直接审批" in school.li.presses("不是").text
    school.wang.does_not_see("P-2026-001")
    school.chen.says("退回 P-2026-001 预算请附明细")
    before = len(school.li.chat())
    school.li.says("重新提交 P-2026-001")
    assert not any("信息系统吗" in seen.text for seen in school.li.chat()[before:])


def test_nothing_is_asked_where_the_words_are_plain(school: SmallSchool) -> None:
    submitted(school)
    school.li.does_not_see("信息系统吗")


def held_training(school: SmallSchool, topic: str) -> None:
    """A training that took place yesterday with one person of the department."""
    with school.database.write() as tx:
        host, guest = people.by_name(tx, "王技术")[0], people.by_name(tx, "吴老师")[0]
        since = school.clock.now
        training = Training(
            code="TR-0001", status=TrainingStage.FEEDBACK, topic=topic, starts_at=since, ends_at=since, host=host, secret="s",
            created_at=since,
        )  # fmt: skip
        training.participants.append(Participant(person=guest, arrival="on_time"))
        tx.add(training)
    school.clock.forward(days=1)


def test_what_is_on_record_at_the_end_is_not_asked_but_shown(school_on_any: SmallSchool) -> None:
    school = school_on_any
    school.person("吴老师", department="数学组")
    running(school)
    held_training(school, "机房改造后怎么用")
    school.chen.says("登记系统 机房管理平台 负责人王技术 项目：P-2026-001 备注：每天备份到信息中心")
    asked = school.li.presses("结项").text
    assert "查到：培训 TR-0001「机房改造后怎么用」9月15日，1 人到场；登记的系统 机房管理平台" in asked
    assert "使用培训做了吗" not in asked
    assert "备份规则" not in asked
    school.li.says("开机20秒；故障1次")
    card = school.chen.sees("待结项").text
    assert "结项检查：培训已完成；备份已登记；数据类别：不涉及数据。查到：培训 TR-0001" in card


def test_somebody_else_s_training_proves_nothing_and_what_is_only_said_is_told_as_such(school: SmallSchool) -> None:
    school.person("吴老师", department="数学组")
    running(school)
    held_training(school, "信息安全基础")
    assert "使用培训做了吗" in school.li.presses("结项").text
    school.li.says("开机20秒；故障1次，培训已完成，没有数据要备份")
    assert "系统里没有查到记录，按负责人说的" in school.chen.sees("待结项").text


def test_whoever_says_that_it_was_not_enough_is_believed(school: SmallSchool) -> None:
    school.person("吴老师", department="数学组")
    running(school)
    held_training(school, "机房改造后怎么用")
    school.li.presses("结项")
    assert "培训还没做完" in school.li.says("开机20秒；故障1次，还没培训，没有数据要备份").text


def test_the_head_signs_first_where_the_rule_says_so(school_on_any: SmallSchool) -> None:
    school = school_on_any
    head = school.person("吴组长", Role.HEAD, department="数学组")
    rule(school, "projects.cosign", 1)
    assert "先由吴组长会签" in submitted(school).text
    school.chen.does_not_see("P-2026-001")
    assert "请会签" in head.sees("P-2026-001", buttons=["会签", "退回申请人"]).text
    assert "P-2026-001" in head.says("我的待办").text
    pass_time(school, days=4)
    school.li.sees("P-2026-001 还在等吴组长会签")
    head.presses("退回申请人")
    head.says("写清楚设备清单")
    assert "写清楚设备清单" in school.li.sees("已退回").text
    school.li.presses("修改重报")
    school.li.says("目的：更换二号机房20台电脑")
    school.li.presses("提交")
    head.presses("会签")
    card = school.chen.sees("待你审批：P-2026-001")
    assert "会签：吴组长" in card.text
    school.chen.presses("同意")


def test_without_the_rule_or_another_head_nobody_signs_first(school: SmallSchool) -> None:
    submitted(school)
    school.chen.sees("待你审批：P-2026-001")
    rule(school, "projects.cosign", 1)
    head = school.person("吴组长", Role.HEAD, department="数学组")
    head.says(FILLED)
    head.presses("提交")
    school.chen.sees("待你审批：P-2026-002")


def test_finance_and_logistics_get_a_copy_and_the_record_names_them(school_on_any: SmallSchool) -> None:
    school = school_on_any
    money = school.person("钱会计", Role.LIAISON, department="财务处")
    school.person("财务小张", department="财务处")
    stock = school.person("后勤老马", department="后勤处")
    submitted(school)
    school.chen.presses("同意")
    for person in (money, stock):
        assert "预算3.5万元" in person.sees("抄送：P-2026-001 机房改造 已批准", buttons=[]).text
    with school.database.read() as tx:
        kept = [one.facts for one in audit.history(tx, "P-2026-001") if one.step == "copies"]
    assert [one["details"]["to"] for one in kept] == [["后勤老马", "钱会计"]]
    school.chen.presses("撤销决定")
    money.sees("P-2026-001 回到审核中")
    assert "没有这些部门：食堂" in school.chen.says("审批抄送 食堂").text
    assert "抄送：教务处" in school.chen.says("审批抄送 教务处").text
    assert "CIO" in school.li.says("审批抄送 数学组").text


def test_an_approved_project_that_does_not_start_is_reminded_of(school: SmallSchool) -> None:
    submitted(school)
    school.chen.presses("同意")
    pass_time(school, days=8)
    school.li.sees("P-2026-001 批准后还没开始实施")


def test_a_goal_has_to_exist_once_the_school_keeps_its_goals_here(school: SmallSchool) -> None:
    school.chen.says("新增目标:报修24小时解决率从70%提高到90%,负责人王技术,12月31日前")
    school.chen.presses("提交")
    school.li.says(FILLED)
    refused = school.li.presses("提交")
    assert "没有 G-3 这个目标。现有：G-1 报修24小时解决率" in refused.text
    school.li.says("目标：G-1")
    school.li.presses("提交")
    assert "G-1 报修24小时解决率" in school.chen.sees("待你审批").text
    assert "P-2026-001 机房改造" in school.chen.says("G-1").text


def test_a_submitted_draft_s_card_loses_its_buttons(school_on_any: SmallSchool) -> None:
    school = school_on_any
    draft = school.li.says(FILLED)
    assert "提交" in draft.buttons
    school.li.presses("提交")
    old = next(seen for seen in school.li.chat() if seen.message_id == draft.message_id)
    assert old.buttons == []
    assert "草稿" in old.text


def test_a_cancelled_draft_s_card_loses_its_buttons(school: SmallSchool) -> None:
    draft = school.li.says(FILLED)
    changed = school.li.says("预算：2万")
    first = next(seen for seen in school.li.chat() if seen.message_id == draft.message_id)
    assert first.buttons == []
    assert changed.buttons == ["提交", "修改", "取消"]
    school.li.says("取消")
    assert all("提交" not in seen.buttons for seen in school.li.chat())
