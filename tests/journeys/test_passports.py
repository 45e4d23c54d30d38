"""The passport of somebody new: the charter for their role, safety, five questions, 知悉; and who is not through."""

import re

import pytest

from handlers.passports.questions import ASKED, BY_KEY, QUESTIONS, chosen
from jobs.due import standing
from storage import passports
from storage.people import Role
from tests.conftest import SmallSchool
from tests.journeys.test_calendar import shanghai, strike
from tests.ringing import pass_time
from tests.stage import Character, Seen


def key_of(card: Seen) -> str:
    """Which question a card asks."""
    return next(question.key for question in QUESTIONS if question.words.zh in card.text)


def answers(who: Character, *, right: int = ASKED) -> None:
    """Press through the quiz: so many right answers, then wrong ones."""
    for number in range(ASKED):
        question = BY_KEY[key_of(who.sees("护照 3/4"))]
        wrong = next(letter for letter in "ABC" if letter != question.right)
        who.presses(question.right if number < right else wrong)


def test_from_the_invitation_to_the_end_in_ten_presses(school_on_any: SmallSchool) -> None:
    school = school_on_any
    assert "已发入职护照：李老师" in school.chen.says("发入职护照给李老师").text
    school.li.sees("李老师，欢迎！", buttons=["开始护照"])
    school.li.presses("开始护照")
    page = school.li.sees("护照 1/4：和你有关的制度", buttons=["下一页"])
    assert "5.2.1" in page.text
    assert "9.2" in page.text
    school.li.presses("下一页")
    school.li.sees("护照 2/4：安全五条", buttons=["开始答题"])
    school.li.presses("开始答题")
    school.li.sees("护照 3/4：第 1 题", buttons=["A", "B", "C"])
    answers(school.li)
    school.li.sees("护照 4/4：答对 5/5", buttons=["知悉并遵守"])
    school.li.presses("知悉并遵守")
    done = school.li.sees("护照完成：NP-1 李老师", buttons=[])
    assert dict(done.card.facts)["答题"] == "5/5，第 1 次"
    assert "入职护照：完成 1/1" in school.chen.says("护照情况").text
    assert "100%" in school.chen.says("本月护照完成率").text


def test_too_few_right_answers_mean_reading_again_and_other_questions(school: SmallSchool) -> None:
    school.li.says("我是新来的老师，要学什么")
    for label in ("开始护照", "下一页", "开始答题"):
        school.li.presses(label)
    first = chosen(1, 0)
    answers(school.li, right=3)
    again = school.li.sees("护照 2/4：安全五条", buttons=["开始答题"])
    assert "答对 3/5，要 4 题才通过" in again.text
    assert "正确答案是" in again.text
    school.li.presses("开始答题")
    answers(school.li, right=4)
    school.li.sees("护照 4/4：答对 4/5")
    assert first != chosen(1, 1)


def test_an_old_question_is_not_answered_by_a_late_press(school: SmallSchool) -> None:
    school.li.says("入职护照")
    for label in ("开始护照", "下一页", "开始答题"):
        school.li.presses(label)
    old = school.li.sees("护照 3/4：第 1 题").card.buttons[0].token
    school.li.presses("A")
    assert "请在最新的卡片上" in school.li.presses_token(old).text
    school.li.sees("护照 3/4：第 2 题")


def test_it_goes_on_where_somebody_stopped_also_by_words(school: SmallSchool) -> None:
    school.li.says("入职护照")
    school.li.presses("开始护照")
    school.li.says("投影仪怎么报修？")
    assert "护照 1/4" in school.li.says("我的护照").text
    school.li.says("下一页")
    card = school.li.says("开始答题")
    assert "护照 3/4：第 1 题" in card.text
    assert "护照 3/4：第 2 题" in school.li.says("B").text


def test_somebody_added_to_a_settled_school_is_enrolled_and_asked_after(school: SmallSchool) -> None:
    standing(school.features, school.database, school.school, school.clock.now)
    pass_time(school, days=2)
    school.li.does_not_see("入职护照")
    pass_time(school, days=45)
    new = school.person("新老师", Role.STAFF)
    head = school.person("钱主任", Role.HEAD)
    strike(school, shanghai("2026-11-03T09:10"))
    strike(school, shanghai("2026-11-04T09:10"))
    assert len([seen for seen in new.chat() if "新老师，欢迎！" in seen.text]) == 1
    pass_time(school, days=7)
    new.sees("入职护照还差一点：待开始", buttons=["开始护照"])
    pass_time(school, days=14)
    head.sees("还有入职护照没完成：新老师")
    assert "未完成：新老师" in school.chen.says("护照情况").text
    assert "新老师" not in school.zhou.says("护照情况").text


def test_a_head_sends_them_to_their_own_and_a_teacher_to_nobody(school: SmallSchool) -> None:
    assert "由CIO、部门负责人或系统管理员来做" in school.li.says("发入职护照给王技术").text
    school.chen.says("给李老师发一份入职护照")
    assert "李老师已经有入职护照" in school.chen.says("发入职护照给李老师").text
    with school.database.read() as tx:
        assert [one.code for one in passports.everything(tx)] == ["NP-1"]
    assert "没有找到 NP-1" in school.wang.says("NP-1").text


@pytest.mark.parametrize("attempt", range(4))
def test_every_attempt_asks_five_different_questions_with_one_right_answer(attempt: int) -> None:
    asked = chosen(7, attempt)
    assert len(set(asked)) == ASKED
    assert {BY_KEY[key].right for key in asked} <= {"A", "B", "C"}
    assert all(re.search(r"[？?]$", BY_KEY[key].words.zh) for key in asked)


@pytest.mark.parametrize("words", ["新老师要怎么绑定账号？", "给新来的老师配一台电脑", "新来的平板怎么报修"])
def test_words_about_newcomers_are_no_wish_for_a_passport(school: SmallSchool, words: str) -> None:
    school.li.says(words)
    with school.database.read() as tx:
        assert list(passports.everything(tx)) == []
