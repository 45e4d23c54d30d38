"""Reminders for others, and what can be done with any of them: skip once, pause, another time, end, and why it came."""

from datetime import datetime

import pytest
from sqlalchemy import select

from storage.outbox import Message
from storage.people import Role
from tests.conftest import SmallSchool
from tests.journeys.test_calendar import set_calendar, shanghai, strike

WEDNESDAY = shanghai("2026-09-16T15:00")


def test_the_cio_reminds_every_liaison_of_the_weekly_report(school_on_any: SmallSchool) -> None:
    school = school_on_any
    qian = school.person("钱联络", Role.LIAISON, department="总务处")
    asked = school.chen.says("每周三下午三点提醒部门联络人报周报")
    assert asked.card.title == "到时提醒部门联络人：报周报"
    assert dict(asked.card.facts) == {
        "时间": "每周三 15:00，遇假期跳过",
        "接下来": "9月16日 15:00、9月23日 15:00、9月30日 15:00",
        "提醒谁": "2 人：总务处 1 人、教务处 1 人",
        "错过时": "恢复后补发一次",
    }
    strike(school, shanghai("2026-09-15T15:00"))
    assert "记下了：9月16日 15:00提醒部门联络人「报周报」" in school.chen.presses("确定").text
    strike(school, WEDNESDAY)
    for liaison in (school.sun, qian):
        seen = liaison.sees("提醒：报周报", buttons=["知道了", "推迟10分钟", "为什么收到"])
        assert seen.card.note == "陈主任设置"
    school.li.does_not_see("报周报")
    school.chen.does_not_see("提醒：报周报")
    strike(school, WEDNESDAY)
    assert len(qian.chat()) == 1


def test_why_did_i_get_this_is_answered_with_the_rule_and_who_set_it(school: SmallSchool) -> None:
    school.chen.says("每周三下午三点提醒部门联络人报周报")
    school.chen.presses("确定")
    strike(school, WEDNESDAY)
    answer = school.sun.says("为什么收到这条？").text
    assert "每周三 15:00" in answer
    assert "陈主任在9月15日 10:00设置" in answer
    assert "部门联络人" in answer
    assert school.sun.presses("为什么收到").text == answer


def test_whoever_got_it_puts_off_their_own_and_nobody_elses(school: SmallSchool) -> None:
    qian = school.person("钱联络", Role.LIAISON, department="总务处")
    school.chen.says("每周三下午三点提醒部门联络人报周报")
    school.chen.presses("确定")
    strike(school, WEDNESDAY)
    school.sun.presses("推迟10分钟")
    qian.says("推迟到明天")
    qian.sees("9月17日 08:00再提醒")
    strike(school, shanghai("2026-09-16T15:10"))
    assert [len([seen for seen in person.chat() if "提醒：报周报" in seen.text]) for person in (school.sun, qian)] == [
        2,
        1,
    ]
    strike(school, shanghai("2026-09-17T08:00"))
    assert [len([seen for seen in person.chat() if "提醒：报周报" in seen.text]) for person in (school.sun, qian)] == [
        2,
        2,
    ]


@pytest.mark.parametrize(
    ("who", "said", "answer"),
    [
        ("li", "每周三下午三点提醒全体老师报周报", "「提醒别人」要由CIO、校领导、秘书或系统管理员"),
        ("sun", "每周三下午三点提醒数学组报周报", "「提醒别人」要由CIO"),
        ("sun", "每周三下午三点提醒教务处报周报", "到时提醒教务处：报周报"),
        ("zhou", "明天上午九点提醒李老师开会", "到时提醒李老师：开会"),
        ("li", "明天下午三点提醒我给周校长打电话", "到时提醒你：给周校长打电话"),
        ("chen", "每周三下午三点提醒各单位关电源", "要提醒谁"),
        ("chen", "寒假前一天提醒全体老师关电源", "每年寒假前1天 08:00"),
        ("chen", "每月最后一个工作日提醒技术员检查机房", "9月30日 08:00、10月30日 08:00、11月30日 08:00"),
        ("chen", "期末前两周提醒全体老师备份", "2027年1月8日 08:00（暂定）"),
    ],
)
def test_who_may_remind_whom_and_what_is_understood(school: SmallSchool, who: str, said: str, answer: str) -> None:
    assert answer in getattr(school, who).says(said).text


def test_once_skipped_paused_resumed_moved_and_ended(school_on_any: SmallSchool) -> None:
    school = school_on_any
    for said in ("每周三下午三点提醒我备份", "每周五上午九点提醒我交周报"):
        school.li.says(said)
        school.li.presses("确定")
    listed = school.li.says("我的提醒")
    assert listed.card.lines == (
        "1. 备份：每周三 15:00，遇假期跳过，下一次 9月16日 15:00",
        "2. 交周报：每周五 09:00，遇假期跳过，下一次 9月18日 09:00",
    )
    assert "9月16日 15:00这次跳过，下一次 9月23日 15:00" in school.li.says("跳过第1条提醒一次").text
    strike(school, WEDNESDAY)
    school.li.does_not_see("提醒：备份")
    assert school.li.says("暂停第2条提醒").buttons == ["恢复", "结束"]
    strike(school, shanghai("2026-09-18T09:00"))
    assert "已暂停" in school.li.says("我的提醒").card.lines[1]
    school.li.says("暂停交周报的提醒")
    school.li.sees("「交周报」已经暂停了")
    resumed = school.li.says("恢复第2条提醒")
    assert "10月9日 09:00" in resumed.text  # the 25th is a holiday, and so is the 2nd of October
    changed = school.li.says("把第2条提醒改到每周四下午四点")
    assert dict(changed.card.facts)["时间"] == "每周四 16:00，遇假期跳过"
    assert dict(school.li.says("把备份的提醒改到下午四点").card.facts)["时间"] == "每周三 16:00，遇假期跳过"
    strike(school, shanghai("2026-09-23T16:00"))
    school.li.sees("提醒：备份")
    assert "没有第 7 条，你一共有 2 条提醒" in school.li.says("取消第7条提醒").text
    assert "不再提醒" in school.li.says("取消第2条提醒").text
    assert len(school.li.says("我的提醒").card.lines) == 1


def test_a_card_in_the_chat_is_what_is_meant(school: SmallSchool) -> None:
    school.li.says("每周三下午三点提醒我备份")
    school.li.presses("确定")
    school.li.says("我的提醒")
    school.li.presses("看「备份」")
    assert dict(school.li.says("改到每周四下午四点").card.facts)["时间"] == "每周四 16:00，遇假期跳过"
    school.li.presses("跳过一次")
    school.li.sees("这次跳过")


def test_somebody_elses_reminder_is_not_found(school: SmallSchool) -> None:
    school.li.says("每周三下午三点提醒我备份")
    school.li.presses("确定")
    school.li.says("我的提醒")
    token = school.li.last().card.buttons[0].token
    for person in (school.wang, school.chen):
        assert "没有找到" in person.presses_token(token).text


def test_a_reminder_across_the_national_day_follows_the_calendar(school: SmallSchool) -> None:
    """Eight days of holiday with a make-up Saturday, and a school that makes a working day of its own."""
    school.chen.says("每天上午八点提醒技术员检查机房")
    school.chen.presses("取消")
    school.chen.says("工作日上午八点提醒技术员检查机房")
    school.chen.presses("确定")
    set_calendar(school.chen, "10月9日放假", "9月30日停课")
    days = []
    for day in range(28, 31):
        strike(school, shanghai(f"2026-09-{day:02}T08:00"))
    school.wang.news()
    for day in range(1, 13):
        strike(school, shanghai(f"2026-10-{day:02}T08:00"))
        if any("检查机房" in seen.text for seen in school.wang.news()):
            days.append(day)
    assert days == [8, 10, 12]  # the 9th is the school's own, the 10th a make-up Saturday


def test_the_turn_of_the_year_and_a_year_not_announced(school: SmallSchool) -> None:
    school.clock.now = shanghai("2026-12-30T10:00")
    asked = school.chen.says("每周五下午三点提醒技术员备份")
    assert "2027年1月8日 15:00（暂定）" in asked.text  # the 1st is a holiday
    school.chen.presses("确定")
    strike(school, shanghai("2027-01-01T15:00"))
    school.wang.does_not_see("提醒：备份")
    strike(school, shanghai("2027-01-08T15:00"))
    school.wang.sees("提醒：备份")


def test_quiet_hours_hold_what_others_set_and_never_what_one_set_oneself(school: SmallSchool) -> None:
    school.chen.says("明天晚上十一点提醒王技术看备份")
    school.chen.presses("确定")
    school.li.says("明天晚上十一点提醒我睡觉")
    school.li.presses("确定")
    strike(school, shanghai("2026-09-16T23:00"))
    waiting = {who.name: _due(school, who.user_id) for who in (school.wang, school.li)}
    assert waiting == {"王技术": shanghai("2026-09-17T07:00"), "李老师": shanghai("2026-09-16T23:00")}


def _due(school: SmallSchool, address: str) -> datetime:
    with school.database.read() as tx:
        found = tx.scalars(
            select(Message.not_before).where(Message.address == address).order_by(Message.id.desc())
        ).first()
    assert found is not None
    return found
