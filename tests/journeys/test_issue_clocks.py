"""Time on the issue desk: working time, holidays, the ladder, lapsing claims, mass faults."""

from datetime import UTC, datetime

import pytest

from storage import issues
from storage.people import Role
from storage.rules import RuleValue
from tests.conftest import SmallSchool
from tests.ringing import pass_time, tick


def at(school: SmallSchool, moment: str) -> None:
    """Set the school's clock to a moment in Shanghai."""
    school.clock.now = datetime.fromisoformat(f"{moment}+08:00").astimezone(UTC)


def the_issue(school: SmallSchool, code: str = "T-0001") -> issues.Issue:
    with school.database.read() as tx:
        issue = issues.find(tx, code)
        assert issue is not None
        return issue


@pytest.mark.parametrize(
    ("filed", "first_day_back", "last_minute"),
    [
        ("2026-09-30T17:00", "2026-10-08T08:00", "2026-10-08T11:29"),  # before National Day
        ("2026-04-03T17:00", "2026-04-07T08:00", "2026-04-07T11:29"),  # the Friday before Tomb Sweeping
    ],
)
def test_filed_before_a_holiday_it_is_not_late_on_the_first_morning_back(
    school: SmallSchool, filed: str, first_day_back: str, last_minute: str
) -> None:
    at(school, filed)
    school.li.says("语文组办公室打印机卡纸")  # P3: four working hours to respond
    school.zhao.news()
    until = datetime.fromisoformat(f"{first_day_back}+08:00") - school.clock.now
    pass_time(school, seconds=until.total_seconds())
    assert "逾期" not in school.zhao.says("队列").text
    school.zhao.news()
    until = datetime.fromisoformat(f"{last_minute}+08:00") - school.clock.now
    pass_time(school, seconds=until.total_seconds())
    assert school.zhao.news() == []
    pass_time(school, minutes=2)
    late = school.zhao.news()[-1]
    assert "逾期：11:30 前应有人接单（细则「P3 响应时限」240分钟，5.2.1）" in late.text


def test_the_ladder_climbs_once_per_level_and_a_claim_silences_it(school: SmallSchool) -> None:
    school.clock.forward(minutes=45)  # 10:45, a break
    school.li.says("语文组办公室打印机卡纸")  # P3: respond by 14:45 + lunch = 16:15
    dispatcher, cio = school.zhao, school.chen
    dispatcher.news(), cio.news()
    pass_time(school, hours=5, minutes=31)
    assert len(dispatcher.news()) == 1
    assert cio.news() == []
    pass_time(school, hours=18)  # next day 10:16: 150 % was at 09:45
    assert "逾期" in cio.news()[-1].text
    assert dispatcher.news() == []
    school.wang.presses("接单")
    school.wang.says("进展 T-0001 已订硒鼓")
    dispatcher.news(), cio.news()
    pass_time(school, hours=24)
    assert cio.news() == []
    assert dispatcher.news() == []


def test_what_is_claimed_in_time_disturbs_nobody(school: SmallSchool) -> None:
    school.clock.forward(minutes=45)
    school.li.says("语文组办公室打印机卡纸")
    school.wang.presses("接单")
    school.wang.says("已解决 T-0001 清了卡纸")
    school.li.presses("好了")
    school.zhao.news(), school.chen.news()
    pass_time(school, days=12)
    assert school.zhao.news() == []
    assert school.chen.news() == []


def test_an_unclaimed_p1_reaches_dispatcher_and_cio_within_minutes(school: SmallSchool) -> None:
    school.li.says("高二3班投影仪不亮")
    school.zhao.news()
    pass_time(school, minutes=10, seconds=1)
    assert "逾期：10:10 前应有人接单（细则「P1 响应时限」10分钟，5.2.1）" in school.zhao.news()[-1].text
    school.chen.does_not_see("逾期")
    pass_time(school, minutes=5)
    school.chen.sees("逾期")


def test_unresolved_is_told_daily_and_the_cio_hears_it_on_the_third_day(school: SmallSchool) -> None:
    school.clock.forward(minutes=45)
    school.li.says("高二3班投影仪不亮")  # P2 in a break: one working day, 10:45 tomorrow
    school.wang.presses("接单")
    school.wang.says("进展 T-0001 在查")
    school.zhao.news(), school.chen.news()
    pass_time(school, days=1, minutes=1)
    assert len(school.zhao.news()) == 1
    pass_time(school, days=1)
    assert len(school.zhao.news()) == 1
    assert school.chen.news() == []
    pass_time(school, days=1)
    assert len(school.zhao.news()) == 1
    assert "逾期" in school.chen.news()[-1].text
    pass_time(school, days=20)
    assert len(school.zhao.news()) == 2  # five in all, then the desk falls silent
    assert school.chen.news() == []


def test_after_days_without_anybody_running_each_level_speaks_once(school: SmallSchool) -> None:
    school.clock.forward(minutes=45)
    school.li.says("高二3班投影仪不亮")
    school.zhao.news(), school.chen.news()
    school.clock.forward(days=9)
    tick(school)
    late = [seen for seen in school.zhao.news() if "逾期" in seen.text]
    assert len(late) == 2  # nobody took it, nobody mended it
    assert len(school.chen.news()) == 2
    tick(school)
    assert school.zhao.news() == []
    assert school.chen.news() == []


def test_a_claim_without_a_word_goes_back_to_the_queue(school: SmallSchool) -> None:
    school.li.says("高二3班投影仪不亮")  # P1: fifteen minutes
    school.wang.presses("接单")
    pass_time(school, minutes=16)
    assert the_issue(school).status == "new"
    assert "15 分钟没有进展，已退回队列" in school.wang.sees("退回队列").text
    school.zhao.sees("退回队列", buttons=["接单", "已解决", "转派", "合并"])
    school.zhao.presses("接单")
    school.zhao.says("进展 T-0001 在换灯泡")
    pass_time(school, minutes=16)
    assert the_issue(school).status == "working"


def test_quiet_hours_hold_what_is_not_p1(school: SmallSchool) -> None:
    at(school, "2026-09-15T22:30")
    school.li.says("语文组办公室打印机卡纸")
    with school.database.read() as tx:
        from sqlalchemy import select

        from storage.outbox import Message

        rows = tx.scalars(select(Message).where(Message.address == "u-王技术")).all()
    assert [row.not_before.isoformat() for row in rows] == ["2026-09-15T23:00:00+00:00"]


def test_the_cio_changes_a_target_and_the_card_says_so(school: SmallSchool) -> None:
    with school.database.write() as tx:
        tx.add(RuleValue(key="issues.respond_p1", version=1, value=5, at=school.clock.now))
    assert "10:05 前有人接单" in school.li.says("高二3班投影仪不亮").text


def test_three_alike_in_a_building_are_one_fault(school: SmallSchool) -> None:
    others = [school.person(f"老师{n}") for n in range(4)]
    for minute, (teacher, room) in enumerate(zip(others[:3], ("301", "302", "405"), strict=True)):
        school.clock.now = datetime(2026, 9, 15, 3, 35 + minute, tzinfo=UTC)  # a break
        teacher.says(f"实验楼{room}没网了")
    assert the_issue(school).mass
    assert the_issue(school).priority == 1
    assert [the_issue(school, f"T-000{n}").status for n in (2, 3)] == ["merged", "merged"]
    others[1].sees("T-0002 已并入 T-0001")
    assert "群体故障：实验楼 3 起" in school.wang.sees("群体故障").text
    told = others[3].says("实验楼506上不了网")
    assert told.card.title == "T-0004 已并入 T-0001，一起处理"
    assert "恢复后会通知你" in told.text
    school.wang.presses("接单", on="T-0001")
    for teacher in others[1:]:
        teacher.news()
    school.wang.says("已解决 T-0001 换了交换机")
    for number, teacher in enumerate(others[1:], 2):
        (told,) = teacher.news()
        assert told.card.title == f"T-000{number} 修好了吗？"
        assert "王技术：换了交换机" in told.text
        assert told.buttons == ["好了", "没好"]


def test_everybody_of_a_mass_fault_confirms_rates_and_reopens_their_own(school: SmallSchool) -> None:
    others = [school.person(f"老师{n}") for n in range(3)]
    for minute, (teacher, room) in enumerate(zip(others, ("301", "302", "405"), strict=True)):
        school.clock.now = datetime(2026, 9, 15, 3, 35 + minute, tzinfo=UTC)
        teacher.says(f"实验楼{room}没网了")
    school.wang.presses("接单", on="T-0001")
    school.wang.says("已解决 T-0001 换了交换机")
    assert [the_issue(school, f"T-000{n}").status for n in (1, 2, 3)] == ["resolved"] * 3
    school.wang.says("撤销")
    assert [the_issue(school, f"T-000{n}").status for n in (1, 2, 3)] == ["accepted", "merged", "merged"]
    assert others[1].sees("T-0002").buttons == []
    school.wang.says("已解决 T-0001 换了交换机和网线")
    school.wang.news()
    others[0].presses("好了")
    school.wang.news()
    others[1].presses("好了", on="T-0002")
    assert school.wang.news() == []  # one room after the other is no news to whoever mended them all
    others[1].presses("5 星", on="T-0002")
    others[2].presses("没好", on="T-0003")
    others[2].says("405还是没有网")
    assert [the_issue(school, f"T-000{n}").status for n in (1, 2, 3)] == ["closed", "closed", "accepted"]
    assert [the_issue(school, f"T-000{n}").stars for n in (1, 2, 3)] == [None, 5, None]
    school.wang.sees("405还是没有网")


def test_three_reports_of_one_person_are_no_mass_fault(school: SmallSchool) -> None:
    for room in ("301", "302", "405"):
        school.clock.forward(seconds=20)
        school.li.says(f"实验楼{room}没网了")
    assert not the_issue(school).mass


def test_without_a_dispatcher_the_cio_is_told(school: SmallSchool) -> None:
    with school.database.write() as tx:
        from storage import people

        people.by_name(tx, "赵技术")[0].role_names = [Role.STAFF.value]
    school.li.says("高二3班投影仪不亮")
    pass_time(school, minutes=11)
    school.chen.sees("逾期")


def test_every_copy_of_a_card_says_that_it_is_late_and_under_which_rule(school: SmallSchool) -> None:
    school.li.says("高二3班投影仪不亮")
    assert "逾期" not in school.wang.sees("T-0001").text
    pass_time(school, minutes=10, seconds=1)
    late = school.wang.sees("T-0001", buttons=["接单", "已解决", "合并"]).text  # the card that came with the report
    assert late.count("逾期") == 1
    assert "10:10" in late
    assert "P1 响应时限" in late


def test_the_dispatcher_gets_the_late_card_once_and_then_a_line_that_opens_it(school: SmallSchool) -> None:
    school.clock.forward(minutes=45)
    school.li.says("高二3班投影仪不亮")
    school.wang.presses("接单")
    school.wang.says("进展 T-0001 在查")
    school.zhao.news()
    pass_time(school, days=1, minutes=1)
    assert [seen.buttons for seen in school.zhao.news()] == [["转派", "合并"]]
    pass_time(school, days=1)
    again = school.zhao.news()
    assert [seen.buttons for seen in again] == [["看 T-0001"]]
    assert "逾期" in again[0].text
    assert "王技术处理中" in school.zhao.presses("看 T-0001").text
