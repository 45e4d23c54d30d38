"""Reminders: the weekly report of the departments, and what teachers ask to be reminded of."""

from datetime import UTC, datetime

import pytest

from jobs.due import Ticked, standing, tick
from storage.people import Role
from storage.schedules import CatchUp, Schedule
from tests.conftest import SmallSchool

FRIDAY = datetime(2026, 9, 18, 7, 0, tzinfo=UTC)  # 15:00 in Shanghai


def strike(school: SmallSchool, at: datetime | None = None) -> Ticked:
    """Let the clock strike, now or at a moment."""
    school.clock.now = at or school.clock.now
    return tick(school.database, school.school, school.features, school.clock.now)


def test_the_weekly_report_is_asked_for_once_from_every_liaison(school_on_any: SmallSchool) -> None:
    school = school_on_any
    qian = school.person("钱联络", Role.LIAISON, department="总务处")
    standing(school.features, school.database, school.school, school.clock.now)
    assert strike(school, FRIDAY).occurrences  # other features have their own days
    assert strike(school, FRIDAY).total == 0
    for liaison in (school.sun, qian):
        liaison.sees("请交本周的部门信息化周报", buttons=["已报", "稍后"])
        assert len(liaison.chat()) == 1
    assert school.li.everything() == []
    school.sun.presses("已报")
    school.sun.sees("已报：孙联络", buttons=[])
    qian.sees("请交本周的部门信息化周报", buttons=["已报", "稍后"])


def test_later_asks_again_and_reported_ends_it(school: SmallSchool) -> None:
    standing(school.features, school.database, school.school, school.clock.now)
    strike(school, FRIDAY)
    assert "17:00再提醒" in school.sun.presses("稍后").text
    school.clock.forward(hours=2)
    strike(school)
    assert len([seen for seen in school.sun.chat() if "周报" in seen.text]) == 2
    school.sun.presses("稍后")
    school.sun.presses("已报")
    school.clock.forward(hours=3)
    strike(school)
    assert len([seen for seen in school.sun.chat() if "周报" in seen.text]) == 2


def test_a_weekly_report_that_was_missed_is_asked_for_late_but_once(school: SmallSchool) -> None:
    standing(school.features, school.database, school.school, school.clock.now)
    strike(school, datetime(2026, 9, 29, 2, 0, tzinfo=UTC))  # two Fridays later
    assert len([seen for seen in school.sun.chat() if "周报" in seen.text]) == 1


def test_a_teacher_is_reminded_at_the_moment_they_confirmed(school_on_any: SmallSchool) -> None:
    school = school_on_any
    asked = school.li.says("明天下午三点提醒我交周报")
    assert asked.text == "到时提醒你：交周报\n时间：9月16日 15:00"
    assert asked.buttons == ["确定", "取消"]
    strike(school, datetime(2026, 9, 15, 8, 0, tzinfo=UTC))
    assert "记下了" in school.li.presses("确定").text
    strike(school, datetime(2026, 9, 16, 6, 59, tzinfo=UTC))
    school.li.does_not_see("提醒：交周报")
    strike(school, datetime(2026, 9, 16, 7, 0, tzinfo=UTC))
    school.li.sees("提醒：交周报", buttons=["知道了", "推迟10分钟"])
    school.li.presses("推迟10分钟")
    school.clock.forward(minutes=10)
    strike(school)
    assert [seen.text for seen in school.li.chat()].count("提醒：交周报") == 2


def test_what_was_not_confirmed_never_rings(school: SmallSchool) -> None:
    school.li.says("明天下午三点提醒我交周报")
    school.li.presses("取消")
    strike(school, datetime(2026, 9, 17, 7, 0, tzinfo=UTC))
    school.li.does_not_see("提醒：交周报")


def test_a_reminder_that_comes_again_shows_its_next_dates_and_can_be_listed_and_cancelled(school: SmallSchool) -> None:
    asked = school.li.says("每周五下午三点提醒我备份")
    assert "每周五 15:00" in asked.text
    assert "9月18日 15:00、10月9日 15:00、10月16日 15:00" in asked.text  # 中秋 and 国庆 are left out
    school.li.presses("确定")
    assert "备份" in school.li.says("我有哪些提醒").text
    assert "不再提醒" in school.li.says("取消备份的提醒").text
    assert "没有提醒" in school.li.says("我有哪些提醒").text
    strike(school, FRIDAY)
    school.li.does_not_see("提醒：备份")


def test_somebody_elses_reminder_cannot_be_touched(school: SmallSchool) -> None:
    school.li.says("明天下午三点提醒我交周报")
    token = school.li.last().card.buttons[0].token
    assert "没有找到" in school.wang.presses_token(token).text


def test_what_was_missed_can_be_made_up_for_once(school: SmallSchool) -> None:
    school.li.says("每周五下午三点提醒我备份")
    school.li.presses("确定")
    with school.database.write() as tx:
        schedule = tx.query(Schedule).one()
        schedule.catch_up, schedule.late_after_minutes = CatchUp.TELL_OWNER, 60
    strike(school, datetime(2026, 9, 18, 9, 0, tzinfo=UTC))
    school.li.sees("本该在15:00进行", buttons=["现在补上", "不用了"])
    assert "已补上" in school.li.presses("现在补上").text
    school.li.sees("提醒：备份")
    assert "已经处理过了" in school.li.presses("不用了").text


@pytest.mark.parametrize(
    ("said", "what", "when"),
    [
        ("提醒我下下周三把报销单交了", "到时提醒你：把报销单交了", "9月30日 08:00"),
        ("明天提醒我周五前把成绩册交给教务处", "到时提醒你：周五前把成绩册交给教务处", "9月16日 08:00"),
        ("麻烦12月的第一个周五上午提醒我检查灭火器", "到时提醒你：检查灭火器", "12月4日 09:00"),
        ("明天下午三点开会，提醒我一下", "到时提醒你：开会", "9月16日 15:00"),
        (
            "remind me on the first Friday of December to check the lamps",
            "I will remind you: check the lamps",
            "04 Dec 08:00",
        ),
    ],
)
def test_only_the_time_that_counts_is_taken_out_of_the_matter(
    school: SmallSchool, said: str, what: str, when: str
) -> None:
    shown = school.li.says(said)
    assert shown.card.title == what
    assert when in shown.text


def test_one_reminder_is_named_by_its_matter(school: SmallSchool) -> None:
    school.li.says("每周五下班前提醒我写周记")
    school.li.presses("确定")
    assert "「写周记」已暂停" in school.li.says("把写周记那个暂停").text
    assert "接下来：9月18日" in school.li.says("恢复写周记").text
    assert "「写周记」9月18日 17:30这次跳过" in school.li.says("跳过一次写周记").text
    assert "每周四 16:00" in school.li.says("写周记改到周四下午四点").text
    assert "「写周记」不再提醒了" in school.li.says("写周记不要了").text


def test_an_examination_nobody_has_entered_is_said_to_be_missing(school: SmallSchool) -> None:
    assert "校历里还没有「期中考试」的日期" in school.li.says("期中考试前三天提醒我打印准考证").text
    assert "校历里还没有「期中」的日期" in school.li.says("每次期中考试前三天提醒我打印准考证").text
    school.chen.says("期中考试11月9日到11日")
    school.chen.presses("确认")
    assert "时间：11月6日 08:00" in school.li.says("期中考试前三天提醒我打印准考证").text
    assert "每次期中考试前3天" in school.li.says("每次期中考试前三天提醒我打印准考证").text


def test_every_hour_of_a_list_rings(school: SmallSchool) -> None:
    assert "每天 08:00、17:00" in school.li.says("每天八点和五点提醒我巡查机房").text
    school.li.presses("确定")
    assert "每天 09:00、16:00" in school.li.says("把巡查机房的提醒改到九点和四点").text
    for hour in (8, 1 + 24, 8 + 24):  # UTC: today's 16:00, tomorrow's 09:00 and 16:00
        assert strike(school, datetime(2026, 9, 15 + hour // 24, hour % 24, tzinfo=UTC)).occurrences == 1


def test_half_a_wish_is_none(school: SmallSchool) -> None:
    """What speaks of time and was not understood is named; nothing is noted."""
    for said, unread in (
        ("下周三和下周五下午三点提醒我开会", "下周五下午三点"),
        ("每个月8号和每周五提醒我查备份", "每周五"),
        ("每学期第二周和第十周提醒我查机房", "第十周"),
        ("每年一次提醒我检查消防", "每年一次"),
        ("明天八点和五点提醒我打卡", "五点"),
    ):
        assert f"「{unread}」我没听懂是什么时候，没有记下" in school.li.says(said).text


def test_the_time_next_to_the_reminder_counts(school: SmallSchool) -> None:
    """Another time in front belongs to the matter; 提前 counts back from it."""
    asked = school.li.says("周五前交报告，周四下午四点提醒我").text
    assert "到时提醒你：周五前交报告" in asked
    assert "9月17日 16:00" in asked
    assert "9月16日 14:30" in school.li.says("明天下午三点开会，提前半小时提醒我").text
    assert "每周五 14:50" in school.li.says("每周五下午三点开例会，提前10分钟提醒我").text


def test_before_every_holiday(school: SmallSchool) -> None:
    asked = school.chen.says("每逢节假日前一天下午四点提醒大家关电脑").text
    assert "接下来：9月24日 16:00、9月30日 16:00、12月31日 16:00" in asked
    assert "每学年开学前一周" in school.chen.says("每学年开学前一周提醒我更新应急预案").text
