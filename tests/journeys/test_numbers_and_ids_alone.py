"""A bare number after a step's word, and an id that is the whole message."""

from datetime import timedelta

import pytest

from handlers.cards import Button, Card, token
from handlers.incoming import Identity, Said
from handlers.voice import Voice
from storage import issues, people
from tests.conftest import SmallSchool
from tests.e2e.stories import REQUEST


def issue(school: SmallSchool, code: str = "T-0001") -> issues.Issue:
    with school.database.read() as tx:
        found = issues.find(tx, code)
        assert found is not None
        return found


@pytest.mark.parametrize("words", ["接单 1", "接单1", "1号接单", "接单 1号", "接单1号", "接单 #1", "接单 0001"])
def test_a_number_after_a_steps_word_is_the_issue_of_that_number(school: SmallSchool, words: str) -> None:
    school.sun.says("图书馆打印机没墨了")
    school.li.says("高二3班投影仪不亮")
    school.wang.says(words)
    assert (issue(school).status, issue(school, "T-0002").status) == ("accepted", "new")


def test_what_stands_after_the_number_is_the_answer(school: SmallSchool) -> None:
    school.li.says("高二3班投影仪不亮")
    school.wang.says("已解决 1 换了灯泡")
    assert (issue(school).status, issue(school).solution) == ("resolved", "换了灯泡")


def test_merging_takes_two_numbers(school: SmallSchool) -> None:
    school.li.says("高二3班投影仪不亮")
    school.sun.says("高二3班教室投影仪黑屏")
    school.wang.says("合并 2 1")
    assert (issue(school).status, issue(school, "T-0002").status) == ("new", "merged")


def test_a_number_that_counts_something_is_no_issue(school: SmallSchool) -> None:
    school.li.says("高二3班投影仪不亮")
    school.wang.presses("接单")
    school.wang.says("已解决 1 个灯泡换了")
    assert issue(school).solution != "个灯泡换了"


def test_a_number_that_came_too_late_hears_who_was_faster(school: SmallSchool) -> None:
    school.li.says("高二3班投影仪不亮")
    school.zhao.presses("接单")
    assert "由赵技术于 10:00" in school.wang.says("接单 1").text


def test_a_number_nobody_has_in_hand_takes_no_step(school: SmallSchool) -> None:
    school.li.says("高二3班投影仪不亮")
    school.sun.says("催 1")
    school.wang.says("接单 7")
    assert issue(school).status == "new"
    assert "高二3班" not in school.sun.transcript()


@pytest.mark.parametrize("words", ["T-0001", "t1", "T-1", "T-0001。"])
def test_an_id_alone_opens_its_card_for_whoever_may_read_it(school: SmallSchool, words: str) -> None:
    school.li.says("高二3班投影仪不亮")
    assert school.wang.says(words).buttons == ["接单", "已解决", "合并"]
    assert school.li.says(words).buttons == ["修改", "撤回"]
    assert "高二3班" not in school.sun.says(words).text


@pytest.mark.parametrize("words", ["T1什么情况", "T-0001什么情况", "t-0001 啥情况", "T1怎么样了"])
def test_asking_what_is_going_on_with_an_id_shows_it(school: SmallSchool, words: str) -> None:
    school.li.says("高二3班投影仪不亮")
    assert "高二3班" in school.wang.says(words).text
    assert "T-0001" in school.li.says(words).card.title


@pytest.mark.parametrize("words", ["T-0001 在换内存条", "T-0001在查线路", "T-0001 正在修", "T1 到现场了"])
def test_what_its_technician_says_with_the_id_is_progress(school: SmallSchool, words: str) -> None:
    school.li.says("高二3班电脑蓝屏")
    school.wang.presses("接单")
    school.wang.says(words)
    assert issue(school).status == "working"
    assert words.partition("1")[2].strip() in school.li.sees("T-0001 王技术").text


def test_a_label_with_its_id_may_be_typed_as_it_stands(school: SmallSchool) -> None:
    school.li.says("高二3班投影仪不亮")
    school.li.says("机房3号机蓝屏")
    school.wang.says("我的待办")
    assert school.wang.says("看 T-0002").buttons == ["接单", "已解决", "合并"]


def test_of_two_answers_the_newest_is_meant(school: SmallSchool) -> None:
    """Nobody has ever seen the number of an answer, so nobody is asked for it."""
    school.li.says("应急演练多久一次")
    school.li.says("那培训多久一次")
    assert "哪一个" not in school.li.says("请领导小组解释").text


@pytest.mark.parametrize("words", ["看 T-0001", "打开T-0001", "查看 T-0001", "show T-0001"])
def test_looking_at_an_id_opens_its_card(school: SmallSchool, words: str) -> None:
    school.li.says("高二3班投影仪不亮")
    assert school.li.says(words).buttons == ["修改", "撤回"]


def test_that_a_dialogue_waits_is_said_once(school: SmallSchool) -> None:
    """Somebody with other things to do first is not nagged after each of them."""
    school.li.says("投影仪坏了")
    school.li.says("新买软件要谁审批？")
    school.li.says("应急演练由谁组织？")
    school.li.says("谁负责信息安全？")
    assert sum("还在填写" in seen.text for seen in school.li.everything()) == 1
    assert school.li.says("高二3班").buttons == ["提交", "修改", "取消"]


def test_an_agreeing_word_points_to_the_button_of_the_newest_card(school: SmallSchool) -> None:
    """确认 typed under 发布 was once taken for a notice of last week."""
    school.chen.says("下周三下午三点到四点给全体老师安排网络安全培训，在报告厅")
    asked = school.chen.says("确认")
    assert asked.text == "要「发布」吗？再说一次「确认」就办。"
    assert asked.buttons == ["发布"]
    school.chen.says("确认")
    assert "参加" in school.li.sees("网络安全").buttons


def written_before(school: SmallSchool, text: str, seconds: int) -> None:
    """The CIO's words reach us so much later than they were written."""
    who = Identity("chat", "u-陈主任", "u-陈主任")
    school.hear(Said(who, school.event_id(), school.clock.now - timedelta(seconds=seconds), text))


@pytest.mark.parametrize(("late", "asks"), [(0, False), (1, False), (10, True)])
def test_a_number_written_before_the_newest_card_came_decides_nothing(
    school: SmallSchool, late: int, asks: bool
) -> None:
    for name in ("机房改造", "录播教室"):
        school.sun.says(REQUEST.replace("机房改造", name))
        school.sun.presses("提交")
        school.clock.forward(minutes=1)
    school.clock.forward(minutes=-1)
    written_before(school, "1", late)
    answer = school.chen.last()
    if not asks:
        assert "P-2026-002 录播教室 · 已批准" in answer.text
        return
    assert (answer.text, answer.buttons) == ("你说的是哪一个？", ["同意 P-2026-002", "同意 P-2026-001"])
    assert "P-2026-001 机房改造 · 已批准" in school.chen.says("2").text


def test_a_number_never_means_a_card_that_is_held_for_the_morning(school: SmallSchool) -> None:
    assert "报修" in school.li.says("/start").buttons
    with school.database.write() as tx:
        held = Card("明早的通知", buttons=(Button("我的待办", token("say", "tasks")),))
        morning = school.clock.now + timedelta(hours=9)
        Voice(tx, school.school, school.clock.now).to_person(people.by_name(tx, "李老师")[0], held, not_before=morning)
    assert "哪里的什么坏了" in school.li.says("1").text
