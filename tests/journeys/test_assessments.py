"""An assessment (8.2.1): designed, collected, computed, each weak line with its improvement, reviewed, out, in the report."""

from storage import assessments
from storage.people import Role
from tests.conftest import SmallSchool
from tests.journeys.test_calendar import set_calendar
from tests.journeys.test_goals import manual
from tests.ringing import pass_time


def a_term_with_records(school: SmallSchool) -> None:
    """One issue mended and rated, one tip of the departments that nobody answered."""
    set_calendar(school.chen, "本学期从9月1日到1月16日")
    school.li.says("高二3班投影仪不亮")
    school.wang.says("接单 T-0001")
    school.wang.says("已解决 T-0001 换了灯泡")
    school.li.says("好了")
    school.li.says("5星")
    school.li.says("建议：机房多开一小时")
    school.li.says("实名")


def computed(school: SmallSchool) -> None:
    """As far as the score, with two weak lines: no drill was held, and the suggestion waits."""
    a_term_with_records(school)
    school.chen.says("开始效果评估 本学期")
    school.chen.presses("开始采集")
    school.chen.presses("计算得分")


def test_from_the_design_to_the_report(school_on_any: SmallSchool) -> None:
    school = school_on_any
    a_term_with_records(school)
    design = school.chen.says("开始效果评估 本学期")
    assert "AS-1 2026-09—2027-01学期效果评估 · 设计" in design.text
    assert "按时解决率 目标 ≥85%" in design.text
    number = next(line for line in design.text.splitlines() if "里程碑按时率" in line).partition(".")[0]
    assert "里程碑按时率" not in school.chen.says(f"去掉{number}").text
    school.chen.presses("开始采集")
    school.chen.presses("计算得分")
    card = school.chen.says("AS-1")
    assert card.buttons == ["列改进项", "评估送审", "计算得分", "看依据", "核对"]
    assert "报修满意度：5 星，目标 ≥4星 → 100 分" in card.text
    assert "演练次数：0 次，目标 ≥1次 → 0 分【弱项，还没有改进项】" in card.text
    assert "培训" in dict(card.card.facts)["缺数据"]
    weak = [line for line in card.text.splitlines() if "【弱项，还没有改进项】" in line]
    refused = school.chen.presses("评估送审").text
    assert "这些弱项还没有改进项" in refused
    assert "演练次数" in refused
    for line in weak:
        school.chen.says(f"列改进项 AS-1 {line.partition('.')[0]} 补上，负责人王技术，10月30日前")
    school.wang.sees("请认领：M-1 补上（10月30日前）")
    school.chen.presses("评估送审")
    school.zhou.sees("请审阅：AS-1", buttons=["审阅同意", "退回评估", "看依据", "核对"])
    assert "自己做的评估不能自己审阅" in school.chen.says("审阅同意 AS-1").text
    school.zhou.presses("审阅同意")
    out = school.chen.sees("效果评估已发布：")
    assert "周校长" in dict(out.card.facts)["审阅同意"]
    report = school.chen.says("生成报告 本学期")
    school.chen.presses("看全文")
    assert "弱项 演练次数：0 分，改进项 M-" in school.chen.transcript()
    assert "效果评估" in report.text


def test_whoever_counts_again_gets_the_same_and_is_told_what_changed(school: SmallSchool) -> None:
    computed(school)
    assert "核对一致" in school.chen.presses("核对").text
    pass_time(school, hours=1)
    school.wang.says("已解决 T-0001 换了灯泡")
    assert "核对一致" in school.chen.presses("核对").text
    rows = school.chen.presses("看依据")
    assert "T-0001" in next(line for line in rows.text.splitlines() if "按时解决率" in line)


def test_a_goal_without_a_value_is_asked_of_its_owner_and_scored_by_the_way_it_went(school: SmallSchool) -> None:
    set_calendar(school.chen, "本学期从9月1日到1月16日")
    manual(school)
    assert "教室录播覆盖率" in school.chen.says("开始效果评估 本学期").text
    school.chen.presses("开始采集")
    asked = school.sun.sees("效果评估 AS-1 缺这个目标的数值：G-1 教室录播覆盖率")
    assert "更新进度 G-1" in asked.text
    school.sun.says("更新进度 G-1 70%")
    school.chen.presses("计算得分")
    assert "教室录播覆盖率 → 75 分" in school.chen.says("AS-1").text


def test_the_days_for_collecting_end_with_a_word_and_the_review_is_nudged_once(school: SmallSchool) -> None:
    a_term_with_records(school)
    school.chen.says("开始效果评估 本学期")
    school.chen.presses("开始采集")
    pass_time(school, days=8)
    school.chen.sees("采集期到了：AS-1 可以计算得分")
    school.chen.presses("计算得分")
    card = school.chen.says("AS-1")
    for line in [line for line in card.text.splitlines() if "【弱项，还没有改进项】" in line]:
        school.chen.says(f"列改进项 AS-1 {line.partition('.')[0]} 补上，负责人王技术，10月30日前")
    school.chen.presses("评估送审")
    pass_time(school, days=20)
    assert len([seen for seen in school.zhou.chat() if "还等你审阅：AS-1" in seen.text]) == 1
    school.zhou.says("退回评估 AS-1 备份那项要查清楚")
    assert dict(school.chen.sees("退回理由").card.facts)["退回理由"] == "备份那项要查清楚"


def test_it_needs_as_many_to_agree_as_the_rule_says(school: SmallSchool) -> None:
    member = school.person("郑老师", Role.MEMBER)
    computed(school)
    school.chen.says("把细则「效果评估要几位审阅同意才发布」改为2")
    school.chen.says("大事要两个人看")
    school.chen.presses("确认")
    card = school.chen.says("AS-1")
    for line in [line for line in card.text.splitlines() if "【弱项，还没有改进项】" in line]:
        school.chen.says(f"列改进项 AS-1 {line.partition('.')[0]} 补上，负责人王技术，10月30日前")
    school.chen.says("评估送审 AS-1")
    member.presses("审阅同意")
    member.sees("还要 1 位")
    assert "已经同意过了" in member.says("审阅同意 AS-1").text
    school.zhou.presses("审阅同意")
    with school.database.read() as tx:
        one = assessments.by_code(tx, "AS-1")
        assert one is not None
        assert one.status == "published"


def test_only_the_cio_begins_one_and_a_teacher_reads_none(school: SmallSchool) -> None:
    computed(school)
    assert "「开始效果评估」要由CIO来做" in school.li.says("开始效果评估").text
    assert "没有找到 AS-1" in school.li.says("AS-1").text
    assert "还没有做过效果评估" in school.li.says("效果评估").text
    assert "AS-1" in school.zhou.says("上次效果评估怎么样").text
    assert "AS-1" in school.chen.says("做一次本学期的效果评估").text


def test_who_asks_about_assessments_hears_the_charter(school: SmallSchool) -> None:
    assert "8.2.1" in school.li.says("效果评估由谁负责？").text
    assert "每学期 1 次" in school.chen.says("信息化效果评估多久一次").text
