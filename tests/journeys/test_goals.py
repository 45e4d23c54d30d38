"""A year's plan: gaps, goals, comments, the leader's word, progress that work itself moves, and the next year's draft."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from handlers.features import FEATURES
from handlers.plans.measuring import INDICATORS, metric_of
from storage import people, plans
from storage.people import Role
from storage.projects import Project
from storage.trainings import Training
from tests.conftest import SmallSchool
from tests.ringing import pass_time, tick
from tests.stage import Character

SENTENCE = "新增目标:报修24小时解决率从70%提高到90%,负责人王技术,12月31日前"


def with_goal(school: SmallSchool) -> None:
    school.chen.says(SENTENCE)
    school.chen.says("依据：去年投诉最多")
    school.chen.presses("提交")


def in_force(school: SmallSchool) -> None:
    with_goal(school)
    school.chen.says("年度计划")
    school.chen.presses("征求意见")
    school.sun.presses("没有意见")
    school.chen.presses("报校领导")
    school.zhou.presses("确认生效")


def repaired(school: SmallSchool, fault: str, hours: float) -> None:
    seen = school.li.says(fault)
    code = re.search(r"T-\d+", seen.text)[0]  # type: ignore[index]
    school.wang.says(f"接单 {code}")
    school.clock.forward(hours=hours)
    school.wang.says(f"已解决 {code} 换了灯泡")


def test_a_goal_in_one_sentence(school_on_any: SmallSchool) -> None:
    school = school_on_any
    draft = school.chen.says(SENTENCE)
    assert draft.buttons == ["提交", "修改", "取消"]
    for words in (
        "报修24小时解决率",
        "基线：70%",
        "目标值：90%",
        "负责人：王技术",
        "期限：12月31日",
        "24小时内解决的比例",
    ):
        assert words in draft.text
    assert "未填" in draft.text  # the basis
    card = school.chen.presses("提交")
    assert "已加入2026–2027学年计划：G-1 报修24小时解决率" in card.text
    school.wang.sees("你是 G-1「报修24小时解决率」的负责人：90%，12月31日前")


def test_what_a_sentence_leaves_out_is_asked_for(school: SmallSchool) -> None:
    asked = school.chen.says("新增目标：培训覆盖率达到95%")
    assert "负责人" in asked.text
    assert "期限" in asked.text
    draft = school.chen.says("负责人：孙联络\n期限：6月30日")
    assert "2027年6月30日" in draft.text
    assert "负责人每月填报" in draft.text


def test_an_unknown_owner_and_a_day_gone_by_are_said_plainly(school: SmallSchool) -> None:
    draft = school.chen.says("新增目标：满意度从4分提高到4.6分，负责人王老师，12月31日前")
    assert "负责人：没有找到「王老师」" in draft.text
    assert "没有找到「王老师」" in school.chen.presses("提交").text
    school.chen.says("负责人：王技术")
    assert "G-1" in school.chen.presses("提交").text


def test_only_the_cio_writes_goals(school: SmallSchool) -> None:
    assert "CIO" in school.li.says(SENTENCE).text
    with school.database.read() as tx:
        assert plans.count_goals(tx) == 0


def test_a_goal_needs_a_gap_or_a_reason_before_the_departments_see_it(school: SmallSchool) -> None:
    school.chen.says(SENTENCE)
    school.chen.presses("提交")
    school.chen.says("年度计划")
    assert "还没有依据：G-1" in school.chen.presses("征求意见").text
    assert "去年投诉最多" in school.chen.says("修改目标 G-1 依据：去年投诉最多").text
    school.chen.says("年度计划")
    school.chen.presses("征求意见")
    school.chen.sees("已发给 1 位联络人")


def test_consultation_confirmation_and_sending_back(school_on_any: SmallSchool) -> None:
    school = school_on_any
    wu = school.person("吴联络", Role.LIAISON, department="数学组")
    with_goal(school)
    school.chen.says("年度计划")
    school.chen.presses("征求意见")
    asked = school.sun.sees("草案请提意见", buttons=["提意见", "没有意见"])
    assert "9月21日" in asked.text
    school.sun.presses("提意见")
    school.sun.says("目标太高，先到85%")
    early = school.chen.says("报校领导 PL-2026")
    assert "数学组还没回复" in early.text
    wu.presses("没有意见")
    card = school.chen.sees("征求意见已截止", buttons=["报校领导"])
    assert "教务处（孙联络）：目标太高，先到85%" in card.text
    assert "数学组（吴联络）：没有意见" in card.text
    assert "校领导" in school.li.says("确认生效 PL-2026").text
    school.chen.presses("报校领导")
    assert school.zhou.sees("请确认").buttons == ["确认生效", "退回计划"]
    school.zhou.presses("退回计划")
    school.zhou.says("按教务处的意见改")
    back = school.chen.sees("校领导退回：按教务处的意见改", buttons=["征求意见", "报校领导"])
    assert "草案" in back.text
    assert "目标值 85%" in school.chen.says("修改目标 G-1 目标值 85%").text
    school.chen.says("报校领导 PL-2026")
    school.zhou.presses("确认生效")
    school.chen.sees("已生效（第 1 版）")
    assert "周校长" in school.li.says("年度计划").text  # in force it is everybody's
    with school.database.read() as tx:
        plan = plans.by_code(tx, "PL-2026")
        assert plan is not None
        assert [(one.number, one.goals[0]["target"]) for one in plan.editions] == [(1, 85.0)]


def test_a_draft_is_not_shown_to_everybody(school: SmallSchool) -> None:
    with_goal(school)
    assert "还没有计划" in school.li.says("年度计划").text
    assert "没有找到" in school.li.says("G-1").text
    assert "还在商议" in school.li.says("今年目标进度").text


def test_the_deadline_alone_lets_the_cio_go_on_without_the_silent(school: SmallSchool) -> None:
    with_goal(school)
    school.chen.says("年度计划")
    school.chen.presses("征求意见")
    pass_time(school, days=8)
    card = school.chen.sees("征求意见已截止")
    assert "还没回复：教务处" in card.text
    school.chen.presses("报校领导")
    school.zhou.sees("请确认")


def test_closed_work_moves_a_goal_without_anyone_typing_it(school_on_any: SmallSchool) -> None:
    school = school_on_any
    in_force(school)
    assert "还没有数据（本学年0条记录）" in school.chen.says("今年目标进度").text
    repaired(school, "高二3班投影仪不亮", 2)
    assert "报修24小时解决率：100%（1 条记录，截至9月15日）；目标90% · 王技术" in school.chen.says("今年目标进度").text
    repaired(school, "高一1班投影仪不亮", 30)
    card = school.li.says("G-1怎么样了")
    assert "50%（2 条记录，截至9月16日）" in card.text
    assert "看明细" not in card.buttons
    assert "明细由目标负责人" in school.li.presses_token("goals.rows:G-1").text
    school.chen.says("G-1")
    rows = school.chen.presses("看明细")
    assert "50%，共 2 条" in rows.text
    assert "✗ T-0002" in rows.text
    assert "✓ T-0001" in rows.text
    assert "李老师" not in rows.text  # the rows are work, not people
    assert "由系统自动统计" in school.wang.says("G-1 进度 99%").text


def test_what_the_system_can_count_is_recognised_by_its_name() -> None:
    known = {
        "报修24小时解决率": ("resolved_within", 24), "48小时内修复率": ("resolved_within", 48),
        "报修按时解决率": ("resolved_in_target", None), "平均响应时间": ("response_minutes", None),
        "报修满意度": ("satisfaction", 0), "年度结项项目数": ("projects_finished", None),
        "解决报修件数": ("issues_closed", None), "教师培训场次": ("trainings_held", None), "教室录播覆盖率": ("", None),
        "培训覆盖率": ("", None),
    }  # fmt: skip
    assert {name: metric_of(name, "") for name in known} == known
    assert metric_of("报修满意度", "%") == ("satisfaction", 1)


def test_a_goal_is_counted_as_the_same_thing_is_when_somebody_asks_for_it() -> None:
    counted = {metric.key for router in FEATURES for metric in router.metrics}
    assert {one.metric for one in INDICATORS} - counted == set()


def test_projects_and_trainings_move_their_goals(school: SmallSchool) -> None:
    with school.database.write() as tx:
        li = people.by_name(tx, "李老师")[0]
        then = school.clock.now
        tx.add(Project(code="P-2026-009", title="广播改造", status="done", applicant_id=li.id, submitted_at=then,
                       created_at=then, finished_at=then))  # fmt: skip
        for code, status in (("TR-1", "archived"), ("TR-2", "planned")):
            tx.add(Training(code=code, topic="白板使用", status=status, starts_at=then - timedelta(hours=2),
                            ends_at=then - timedelta(hours=1), host_id=li.id, secret="x", created_at=then))  # fmt: skip
    for name in ("年度结项项目数从0个到5个", "教师培训场次从0次到4次"):
        school.chen.says(f"新增目标：{name}，负责人王技术，6月30日前，理由：年度要求")
        school.chen.presses("提交")
    assert "1个（1 条记录" in school.chen.says("G-1").text
    school.chen.presses("看明细")
    school.chen.sees("P-2026-009 广播改造")
    assert "1次（1 条记录" in school.chen.says("G-2").text


def manual(school: SmallSchool) -> Character:
    school.chen.says("新增目标：教室录播覆盖率从40%提高到80%，负责人孙联络，12月31日前，理由：上级要求")
    school.chen.presses("提交")
    school.chen.says("年度计划")
    school.chen.presses("征求意见")
    school.sun.presses("没有意见")
    school.chen.presses("报校领导")
    school.zhou.presses("确认生效")
    return school.sun


def test_an_owner_says_where_a_goal_stands(school: SmallSchool) -> None:
    sun = manual(school)
    assert "G-1 记为82%" in sun.says("G-1 进度 82%").text
    assert "82%（孙联络于9月15日填报）" in school.chen.says("目标").text
    assert "没看懂这个数" in sun.says("更新进度 G-1 差不多了").text
    assert "目标负责人" in school.li.says("G-1 进度 100%").text


def test_each_month_the_owner_is_asked_and_two_silent_months_reach_the_cio(school_on_any: SmallSchool) -> None:
    school = school_on_any
    sun = manual(school)
    monthly(school, datetime(2026, 9, 25, 1, 0, tzinfo=UTC))
    assert "更新进度" in sun.sees("这个月到多少了").buttons
    pass_time(school, days=14)
    school.chen.does_not_see("连续 2 期落后")
    monthly(school, datetime(2026, 10, 23, 1, 0, tzinfo=UTC))
    pass_time(school, days=14)
    review = school.chen.sees("G-1 连续 2 期落后")
    assert "目标连续落后几期" in review.text
    assert len([seen for seen in school.chen.chat() if "期落后" in seen.text]) == 1
    sun.presses("更新进度")
    sun.says("70%")
    school.chen.does_not_see("期落后")  # the card has moved on with the goal


def monthly(school: SmallSchool, moment: datetime) -> None:
    """The clock of the month rings: the standing schedule, as a running school has it."""
    from handlers.turn import Turn

    school.clock.now = moment
    with school.database.write() as tx:
        turn = Turn(tx, school.school, school.features, school.clock.now)
        school.features.dues["goals.monthly"](turn, "", {})
        turn.finish()
    tick(school)
    school.deliver()


def test_a_later_change_is_a_revision_with_a_reason(school_on_any: SmallSchool) -> None:
    school = school_on_any
    in_force(school)
    assert "先「修订 PL-2026 理由」" in school.chen.says("修改目标 G-1 目标值 80%").text
    school.chen.says("新增目标：满意度从4分提高到4.6分，负责人赵技术，12月31日前")
    assert "依据：一句理由" in school.chen.presses("提交").text
    school.chen.says("依据：家长会提出")
    assert "已转为修订（家长会提出）" in school.chen.presses("提交").text
    school.chen.says("修改目标 G-1 目标值 80%")
    school.chen.says("报校领导 PL-2026")
    card = school.zhou.sees("请确认：2026–2027学年计划")
    assert "G-2 满意度 4分 → 4.6分" in card.text
    school.zhou.presses("确认生效")
    with school.database.read() as tx:
        plan = plans.by_code(tx, "PL-2026")
        assert plan is not None
        assert [(one.number, one.reason, len(one.goals)) for one in plan.editions] == [(1, "", 1), (2, "家长会提出", 2)]


def test_the_day_of_a_goal_asks_for_its_result_and_next_year_begins_with_what_was_missed(school: SmallSchool) -> None:
    in_force(school)
    school.chen.says("新增改进项：补一次应急培训，负责人王技术，10月20日前")
    pass_time(school, days=110)
    asked = school.chen.sees("G-1 到期限了")
    assert {"达成", "未达成"} <= set(asked.buttons)
    assert "没有到目标值" in asked.text
    assert "G-1" in school.chen.says("归档 PL-2026").text
    school.chen.says("未达成 G-1 技术员不够")
    school.zhou.sees("G-1「报修24小时解决率」：未达成")
    draft = school.chen.says("明年计划")
    assert "上年未达成的目标 1 个，未关闭的改进项 1 个" in draft.text
    assert "G-2 报修24小时解决率 70% → 90%" in draft.text
    assert "改进项未关闭：补一次应急培训" in draft.text
    assert "上学年未达成：G-1" in school.chen.says("G-2").text
    school.chen.says("归档 PL-2026")
    assert "归档" in school.chen.says("PL-2026").text


def test_a_goal_that_has_its_value_already_is_not_carried_over_the_wrong_way_round(school: SmallSchool) -> None:
    sun = manual(school)
    sun.says("G-1 进度 90%")
    draft = school.chen.says("明年计划").text
    assert "上年未达成的目标 0 个" in draft
    assert "90% → 80%" not in draft


def test_the_survey_and_the_desk_show_the_gaps(school_on_any: SmallSchool) -> None:
    school = school_on_any
    wu = school.person("吴联络", Role.LIAISON, department="数学组")
    for _ in range(3):
        repaired(school, "高二3班投影仪不亮", 1)
    assert "数学组、教务处" in school.chen.says("现状自评").text
    assert "已发给 2 位联络人" in school.chen.presses("发起自评").text
    assert "现状自评" in school.sun.sees("前请填现状自评").text
    school.sun.presses("填写自评")
    thanks = school.sun.says("设备3 网络2 系统4 培训3，最大的问题：机房电脑太慢")
    assert "教务处的自评已记下" in thanks.text
    card = school.chen.says("现状自评")
    assert "没填：数学组" in card.text
    pass_time(school, days=8)
    school.chen.sees("自评到期，没填的：数学组")
    wu.says("填写自评 SV-1 设备2 网络2 系统3 培训4 问题：网络断线")
    school.chen.says("现状自评")
    school.chen.presses("汇总")
    listed = school.chen.sees("已汇总")
    for words in (
        "网络自评偏低（自评 SV-1：2 个部门平均2.0分，最低教务处 2）",
        "教务处：机房电脑太慢（自评 SV-1，教务处（孙联络））",
        "高二3班 投影仪反复故障（180天内 3 个报修）",
    ):
        assert words in listed.text
    with_network = next(line for line in listed.card.lines if "网络自评" in line).split()[0]
    school.chen.says(with_network)
    goal = school.chen.presses("转为目标")
    assert "已转为目标 G-1" in goal.text
    assert f"{with_network} 网络自评偏低" in goal.text
    other = next(line for line in listed.card.lines if "投影仪反复故障" in line).split()[0]
    assert "为什么不列入" in school.chen.says(f"不列入 {other}").text
    school.chen.says("下月整体更换")
    left = school.chen.says("差距清单")
    assert with_network not in left.text
    assert other not in left.text
    assert "不列入的理由：下月整体更换" in school.chen.says(other).text


def test_the_same_analysis_twice_makes_no_second_gap(school: SmallSchool) -> None:
    for _ in range(3):
        repaired(school, "高二3班投影仪不亮", 1)
    first = school.chen.says("现状分析").text
    assert school.chen.says("现状分析").text == first
    assert "CIO" in school.li.says("现状分析").text


def test_a_survey_is_for_the_liaisons_that_were_asked(school: SmallSchool) -> None:
    school.chen.says("现状自评")
    school.chen.presses("发起自评")
    assert "没有" in school.li.says("填写自评 SV-1 设备3").text
    school.sun.presses("填写自评")
    assert "1到5" in school.sun.says("设备：9").text


def test_a_plan_goes_its_way_by_talk(school: SmallSchool) -> None:
    with_goal(school)
    assert "已发给 1 位联络人" in school.chen.says("计划发出去征求一下各部门意见").text
    school.sun.says("建议再办两次新老师培训")
    assert "教务处（孙联络）：建议再办两次新老师培训" in school.chen.sees("征求意见已截止").text
    school.chen.says("没问题了，报校长确认吧")
    assert "生效" in school.zhou.says("同意").text
    repaired(school, "高二3班投影仪不亮", hours=1)
    assert "T-0001" in school.zhou.says("G-1 这个数怎么算的").text
    assert "24小时内解决的比例" in school.zhou.last().text


@pytest.mark.parametrize("said", ["明年计划草稿", "帮我起草一下明年的工作计划", "下学年计划的初稿准备一下"])
def test_next_year_s_draft_is_asked_for_in_a_sentence(school: SmallSchool, said: str) -> None:
    assert "2027" in school.chen.says(said).text


@pytest.mark.parametrize("begin", ["定个目标：", "设立一项今年的目标：", "新增目标："])
def test_what_only_says_that_it_is_a_goal_is_no_part_of_its_name(school: SmallSchool, begin: str) -> None:
    draft = school.chen.says(f"{begin}无线网覆盖率从60%提到95%，负责人王技术，12月底")
    assert "指标：无线网覆盖率" in draft.text
