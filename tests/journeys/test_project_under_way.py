"""From approval to evaluation: milestones, changes, the end, what came of it."""

import pytest

from handlers.turn import Turn
from storage import projects
from tests.beginnings import plays_once
from tests.conftest import SmallSchool
from tests.journeys.test_projects import submitted
from tests.ringing import pass_time


@plays_once
def running(school: SmallSchool) -> None:
    submitted(school)
    school.chen.presses("同意")
    school.li.presses("开始实施")


def test_no_project_starts_without_approval(school: SmallSchool) -> None:
    submitted(school)
    assert "还不能「开始实施」" in school.li.says("开始实施 P-2026-001").text
    school.chen.presses("同意")
    assert "项目负责人" in school.chen.says("开始实施 P-2026-001").text
    school.li.presses("开始实施")
    assert "批准：陈主任 10:00" in school.chen.sees("实施中").text
    assert "撤销决定" not in school.chen.sees("实施中").buttons


def test_milestones_remind_before_on_and_after(school: SmallSchool) -> None:
    running(school)
    assert "10月15日" in school.li.says("里程碑 P-2026-001 设备到货 10月15日").text
    assert "没看到日期" in school.li.says("里程碑 P-2026-001 安装完成").text
    school.li.says("取消")
    school.li.says("里程碑 P-2026-001 安装 10月20日")
    pass_time(school, days=27)
    school.li.sees("「设备到货」10月15日到期")
    pass_time(school, days=3)
    school.li.sees("「设备到货」今天到期")
    pass_time(school, days=2)
    school.chen.sees("「设备到货」已过期")
    school.chen.does_not_see("连续两个里程碑延期")
    pass_time(school, days=6)
    school.chen.sees("连续两个里程碑延期")
    school.li.presses("里程碑完成")
    school.li.says("验收单在办公室柜子里")
    school.chen.sees("里程碑「设备到货」完成：验收单在办公室柜子里")


def test_a_change_is_asked_for_and_granted_or_not(school: SmallSchool) -> None:
    running(school)
    school.li.presses("变更")
    school.li.says("预算改到4万元，材料涨价")
    asked = school.chen.sees("李老师申请变更：预算改到4万元，材料涨价", buttons=["同意变更", "不同意变更"])
    assert "预算：3.5万元" in asked.text
    school.chen.presses("同意变更")
    school.li.sees("已同意变更")
    assert "预算：4万元" in school.li.sees("实施中").text
    school.li.says("变更 P-2026-001 暂停，等设备到货")
    school.chen.presses("同意变更")
    assert school.li.sees("· 暂停").buttons == ["变更"]
    school.li.says("变更 P-2026-001 恢复实施")
    school.chen.presses("不同意变更")
    school.chen.says("设备还没到")
    assert "没有同意恢复实施：设备还没到" in school.li.sees("没有同意").text
    school.li.sees("· 暂停")
    school.li.says("变更 P-2026-001 终止，不再需要")
    school.chen.presses("同意终止")
    school.li.sees("已终止", buttons=[])


def test_completion_and_evaluation_with_frozen_indicators(school: SmallSchool) -> None:
    user = school.person("吴老师", department="数学组")
    other = school.person("郑老师", department="数学组")
    running(school)
    school.li.says("里程碑 P-2026-001 安装 9月20日")
    assert "「安装」还没完成" in school.li.presses("结项").text  # before anything is asked
    school.li.presses("里程碑完成")
    school.li.says("照片在共享盘")
    school.li.presses("结项")
    assert "还差这几项" in school.li.says("开机20秒，故障1次").text
    assert "培训还没做完" in school.li.says("还没培训，没有数据要备份").text
    school.li.says("结项 P-2026-001 开机20秒，故障1次，培训已完成，没有数据要备份")
    card = school.chen.sees("待结项", buttons=["同意结项", "退回结项"])
    assert "开机20秒" in card.text
    assert "结项检查：培训已完成；没有数据要备份；数据类别：不涉及数据" in card.text
    school.chen.presses("同意结项")
    school.li.sees("已完成")
    pass_time(school, days=30)
    assert "填写结果" in school.li.sees("到评估的时候了").buttons
    assert user.sees("用得怎么样").buttons == ["5星", "4星", "3星", "2星", "1星"]
    assert "4星已记下" in user.presses("4星").text
    assert "已经评过4星" in user.presses("1星").text
    press = other.sees("用得怎么样").card.buttons[0].token
    assert "没有邀请" in school.wang.presses_token(press).text
    school.li.presses("填写结果")
    school.li.says("开机18秒；故障2次")
    card = school.chen.sees("批准时的指标", buttons=["确认评估", "提改进项"])
    for words in ("开机时间少于30秒；全年故障少于5次", "实际结果：开机18秒；故障2次", "平均4.0星，1/2 人回复"):
        assert words in card.text
    school.chen.presses("确认评估")
    school.chen.says("达到目标，可推广")
    assert "达到目标，可推广" in school.li.sees("已评估").text


def test_an_evaluation_nobody_answers_says_so_and_is_reminded(school: SmallSchool) -> None:
    school.person("吴老师", department="数学组")
    running(school)
    school.li.says("结项 P-2026-001 开机20秒；故障1次；不需要培训；没有数据要备份")
    school.chen.presses("同意结项")
    pass_time(school, days=60)
    assert "0/1 人回复" in school.li.sees("评估中").text
    school.chen.sees("评估已逾期（细则「评估期限」")


def test_the_clock_alone_moves_no_decision(school: SmallSchool) -> None:
    submitted(school)
    pass_time(school, days=200)
    with school.database.read() as tx:
        project = projects.by_code(tx, "P-2026-001")
        assert project is not None
        assert project.status == "submitted"
        assert Turn(tx, school.school, school.features, school.clock.now).viewer.is_clock


def test_milestones_are_asked_about_when_the_last_day_moves(school_on_any: SmallSchool) -> None:
    school = school_on_any
    running(school)
    school.li.says("里程碑：设备到货 12月10日")
    school.li.says("里程碑：装完试用 12月20日")
    school.li.says("里程碑完成 P-2026-001 签收单照片在群里")
    school.li.says("变更 P-2026-001 延期到明年1月7日，厂家放假")
    school.li.does_not_see("里程碑还是原来的日子")
    school.chen.presses("同意变更")
    asked = school.li.sees("里程碑还是原来的日子：装完试用（12月20日）", buttons=["一起顺延7天"])
    assert "里程碑：装完试用 12月10日" in asked.text
    press = asked.card.buttons[0].token
    assert "没有" in school.wang.presses_token(press).text
    school.li.presses("一起顺延7天")
    assert school.li.sees("里程碑改好了：装完试用（12月27日）").buttons == []
    school.li.presses_token(press)
    assert "装完试用（12月27日）" in school.li.says("P-2026-001").text
    pass_time(school, days=96)  # 20 December, its first day
    school.li.does_not_see("今天到期")
    pass_time(school, days=8)
    school.li.sees("P-2026-001 的里程碑「装完试用」今天到期")


def test_a_change_that_leaves_the_last_day_asks_nothing_about_milestones(school: SmallSchool) -> None:
    running(school)
    school.li.says("里程碑：设备到货 12月10日")
    school.li.says("变更 P-2026-001 预算改到5万元，材料涨价")
    school.chen.presses("同意变更")
    school.li.does_not_see("里程碑还是原来的日子")


@pytest.mark.parametrize(
    "said", ["再加一个里程碑 教师培训 11月5日", "加个里程碑：教师培训，11月5日前", "教师培训定个里程碑 11月5日"]
)
def test_a_milestone_is_added_in_a_sentence(school: SmallSchool, said: str) -> None:
    running(school)
    assert "已记下：教师培训，11月5日" in school.li.says(said).text


@pytest.mark.parametrize(
    "said",
    [
        "里程碑教师培训改到12月10日",
        "教师培训想推迟到12月10日",
        "把教师培训这个里程碑挪到12月10日",
        "里程碑：教师培训 12月10日",
    ],
)
def test_a_milestone_gets_another_day_in_a_sentence(school: SmallSchool, said: str) -> None:
    running(school)
    school.li.says("里程碑：教师培训 11月5日")
    assert "「教师培训」改到12月10日" in school.li.says(said).text
    assert "里程碑：教师培训（12月10日）" in school.li.says("P-2026-001").text


def test_a_later_milestone_is_reached_by_its_name(school: SmallSchool) -> None:
    running(school)
    school.li.says("里程碑：设备到货 10月20日")
    school.li.says("里程碑：教师培训 11月5日")
    school.li.says("教师培训做完了，有签到表照片")
    school.chen.sees("里程碑「教师培训」完成：教师培训做完了，有签到表照片")
    card = school.li.says("P-2026-001").text
    assert "设备到货（10月20日）; 教师培训（11月5日，已完成）" in card
