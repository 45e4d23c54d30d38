"""What people wrote while nobody was listening: answered if it still matters, one apology if it is too old."""

from datetime import timedelta

import pytest

from handlers.incoming import Identity, Noticed, Pressed, Said
from tests.stage import Character, Stage


def said(school: Stage, who: Character, text: str, ago: timedelta) -> Said:
    return Said(Identity("chat", who.user_id, who.user_id, who.name), school.event_id(), school.clock.now - ago, text)


def in_group(school: Stage, who: Character, text: str, ago: timedelta) -> Said:
    place = Identity("chat", who.user_id, "group-1", who.name, private=False)
    return Said(place, school.event_id(), school.clock.now - ago, text)


def take_up(school: Stage, conversation: str) -> None:
    school.dispatcher.process_all("chat", conversation)
    school.deliver()


def test_who_wrote_during_a_short_outage_is_answered(school_on_any: Stage) -> None:
    school = school_on_any
    li = school.person("李老师")
    school.keep(said(school, li, "高二3班投影仪不亮了", timedelta(hours=3)))
    take_up(school, li.user_id)
    li.sees("投影仪")


def test_after_a_long_outage_there_is_one_apology_and_the_newest_words_count(school_on_any: Stage) -> None:
    school = school_on_any
    li = school.person("李老师")
    for text in ("实验楼301打印机卡纸了", "在吗？", "算了"):
        school.keep(said(school, li, text, timedelta(hours=30)))
    school.keep(said(school, li, "帮助", timedelta(minutes=1)))
    take_up(school, li.user_id)
    apologies = [seen for seen in li.chat() if "离线" in seen.text]
    assert [seen.text for seen in apologies] == [
        "刚才我离线了一段时间，3 条较早的消息没有处理。如果还需要，请再发一次。"
    ]
    assert len(li.chat()) > 1
    li.does_not_see("打印机卡纸")


def test_what_the_platform_brings_in_several_batches_is_still_one_apology(school: Stage) -> None:
    li = school.person("李老师")
    for _ in range(3):
        school.keep(said(school, li, "高二3班投影仪不亮了", timedelta(hours=30)))
        take_up(school, li.user_id)
    assert len(li.chat()) == 1


def test_what_waited_here_for_days_is_too_old_whatever_its_stamp(school: Stage) -> None:
    li = school.person("李老师")
    school.keep(said(school, li, "高二3班投影仪不亮了", timedelta(0)))
    school.clock.forward(days=9)
    take_up(school, li.user_id)
    assert "离线" in li.last().text


def test_nothing_old_is_replayed_into_a_group(school: Stage) -> None:
    li = school.person("李老师")
    group = school.stranger("group-1")
    group.user_id = "group-1"
    school.keep(in_group(school, li, "高二3班投影仪不亮了", timedelta(hours=3)))
    take_up(school, "group-1")
    assert group.chat() == []
    assert li.chat() == []


@pytest.mark.parametrize("age", [timedelta(days=400), timedelta(days=-2)])
def test_a_clock_that_is_plainly_wrong_makes_nobody_late(school: Stage, age: timedelta) -> None:
    li = school.person("李老师")
    school.keep(said(school, li, "高二3班投影仪不亮了", age))
    take_up(school, li.user_id)
    li.sees("投影仪")


def test_an_old_press_is_not_acted_on_and_who_left_meanwhile_has_left(school: Stage) -> None:
    li, technician = school.person("李老师"), school.person("王技术")
    who = Identity("chat", li.user_id, li.user_id, li.name)
    old = school.clock.now - timedelta(hours=30)
    school.keep(Pressed(who, school.event_id(), old, "issues.claim:T-0001"))
    take_up(school, li.user_id)
    assert "离线" in li.last().text
    away = Identity("chat", technician.user_id, technician.user_id, technician.name)
    school.keep(Noticed(away, school.event_id(), old, "left"))
    take_up(school, technician.user_id)
    assert technician.chat() == []
