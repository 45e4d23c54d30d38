"""The charter's 定期 duties: whoever is responsible is reminded under a rule, records it, and everybody entitled sees it."""

import pytest

from jobs.due import standing
from storage.people import Role
from tests.conftest import SmallSchool
from tests.journeys.test_calendar import set_calendar, shanghai, strike


@pytest.fixture
def running(school: SmallSchool) -> SmallSchool:
    """A school whose clock has set up what stands from the first day, in a term of its own."""
    set_calendar(school.chen, "本学期从9月1日到1月16日")
    standing(school.features, school.database, school.school, school.clock.now)
    return school


def test_a_drill_falls_due_in_the_middle_of_the_term_and_is_recorded_once(running: SmallSchool) -> None:
    strike(running, shanghai("2026-11-06T09:00"))
    running.chen.does_not_see("该做了：应急演练")
    strike(running, shanghai("2026-11-09T09:00"))  # half of the term is over on the 8th, a Sunday
    seen = running.chen.sees("该做了：应急演练（每学期 1 次）", buttons=["已完成", "定期事项"])
    assert dict(seen.card.facts) == {"制度": "7.3.2", "依据": "细则「演练频率」每学期 1 次", "上次": "还没有记录"}
    assert "安排一次演练" in seen.text
    running.li.does_not_see("应急演练")
    running.chen.presses("已完成", on="应急演练")
    running.chen.sees("已完成：应急演练", buttons=[])
    listed = running.chen.says("定期事项").text
    assert "应急演练（7.3.2）：每学期 1 次，上次 11月9日，陈主任，下次 2027年" in listed


def test_what_stays_open_is_named_again_and_then_told_upwards_and_never_a_third_time(running: SmallSchool) -> None:
    secretary = running.person("吴秘书", Role.SECRETARY)
    for day in range(9, 31):
        strike(running, shanghai(f"2026-11-{day:02}T09:00"))
    tests = [seen for seen in running.wang.chat() if "备份恢复测试" in seen.text]
    assert [seen.card.title for seen in tests] == [
        "该做了：备份恢复测试（每学期 1 次）",
        "还没完成：备份恢复测试，应于 11月9日",
    ]
    secretary.sees("还没完成：备份恢复测试，应于 11月9日")
    assert "要由负责人（技术员）或CIO来做" in secretary.presses_token(tests[0].card.buttons[0].token).text
    assert "11月9日 那次还没完成" in running.wang.says("定期事项").text
    running.wang.presses("已完成 备份恢复测试")
    assert "上次 11月30日，王技术" in running.wang.says("定期事项").text


def test_the_departments_are_asked_by_the_feature_that_does_it(running: SmallSchool) -> None:
    """A duty with a feature of its own is not named to anybody: it is done, and counts once all have answered."""
    for day in range(1, 16):
        strike(running, shanghai(f"2026-10-{day:02}T09:00"))
    assert not [seen for seen in running.chen.chat() if seen.card.title.startswith("该做了：部门问题和需求反馈")]
    strike(running, shanghai("2026-10-21T09:00"))
    running.sun.presses("无", on="2026年10月有没有要反馈的")
    assert (
        "部门问题和需求反馈（5.3.2）：每月第 10 个工作日，上次 10月21日，陈主任" in running.chen.says("定期事项").text
    )


def test_the_cio_changes_how_often_and_the_schedule_moves(running: SmallSchool) -> None:
    running.chen.says("备份恢复测试频率改成每学期2次，因为上学期出过一次事故")
    running.chen.presses("确认")
    assert "备份恢复测试（7.2.2）：每学期 2 次，上次 还没有记录，下次 10月1" in running.chen.says("定期事项").text


def test_each_sees_the_duties_that_are_theirs_and_overseers_see_all(running: SmallSchool) -> None:
    assert running.chen.says("定期事项").card.title == "定期事项（10 项）"
    assert running.zhou.says("定期事项").card.title == "定期事项（10 项）"
    assert running.wang.says("定期事项").card.title == "定期事项（2 项）"
    assert "要由CIO、校领导、秘书、审计员和各项的负责人来做" in running.li.says("定期事项").text


def test_a_changed_calendar_moves_the_duties(running: SmallSchool) -> None:
    before = running.chen.says("定期事项").text
    set_calendar(running.chen, "11月9日到10日放假")
    after = running.chen.says("定期事项").text
    assert "应急演练（7.3.2）：每学期 1 次，上次 还没有记录，下次 11月9日" in before
    assert "应急演练（7.3.2）：每学期 1 次，上次 还没有记录，下次 11月11日" in after


def held(school: SmallSchool, sentence: str, begins: str, code: str) -> None:
    """A training that is planned, published, attended by one teacher and over."""
    school.wang.says(sentence)
    school.wang.presses("发布")
    strike(school, shanghai(begins))
    school.wang.presses("补登", on="签到码")
    school.wang.says("李老师 手机没电")
    school.wang.says(f"结束培训 {code}")
    school.wang.sees("已结束，收集反馈")


def test_a_training_that_took_place_ticks_its_duty_by_itself(running: SmallSchool) -> None:
    strike(running, shanghai("2026-10-16T09:00"))  # after a third of the term
    running.chen.sees("该做了：信息技术培训（每学期 2 次）", buttons=["已完成", "定期事项"])
    held(running, "10月21日下午四点给全体老师安排一次课件制作培训", "2026-10-21T15:50", "TR-1")
    running.chen.sees("已完成：信息技术培训", buttons=[])
    running.chen.sees("王技术于 15:50 登记")
    assert "上次 10月21日，王技术" in running.chen.says("定期事项").text
    strike(running, shanghai("2026-10-30T09:00"))
    running.chen.does_not_see("还没完成：信息技术培训")


def test_what_is_done_before_it_is_due_is_not_asked_for_again_in_that_term(running: SmallSchool) -> None:
    held(running, "10月21日下午四点给全体老师安排一次密码安全培训", "2026-10-21T15:50", "TR-1")
    strike(running, shanghai("2026-11-09T09:00"))
    running.chen.sees("该做了：应急演练")
    running.chen.does_not_see("该做了：全员信息安全培训")
    assert "上次 10月21日，王技术" in running.chen.says("定期事项").text


def test_a_safety_training_for_some_is_not_one_for_all(running: SmallSchool) -> None:
    held(running, "10月21日下午四点给教务处和数学组安排一次密码安全培训", "2026-10-21T15:50", "TR-1")
    strike(running, shanghai("2026-11-09T09:00"))
    running.chen.sees("该做了：全员信息安全培训")
