"""Whoever writes English is answered in English without asking for it, and in Chinese again once they write Chinese."""

from storage import people
from tests.conftest import SmallSchool


def test_the_answer_comes_in_the_language_of_the_question(school: SmallSchool) -> None:
    assert "Project request" in school.li.says("I would like to request a project: renew the computer room").text
    assert "Purpose" in school.li.says("budget: 35000").text
    assert school.li.says("取消").text == "Cancelled. Nothing was submitted."  # too short to tell
    assert "你还没有项目申请" in school.li.says("我的项目申请现在到哪一步了").text


def test_a_short_name_does_not_change_the_language(school: SmallSchool) -> None:
    school.li.says("I would like to request a project: renew the computer room")
    school.li.says("王技术")
    assert school.li.says("取消").text == "Cancelled. Nothing was submitted."
    assert "你还没有项目申请" in school.li.says("我的项目").text  # nothing is asked any more: it is their language


def test_a_wish_in_english_is_read(school: SmallSchool) -> None:
    asked = school.li.says("Which tablets should we buy for grade one, about 20 of them?")
    assert asked.text == "What data will it touch?"
    school.li.says("student names")
    assert "20tablets" in school.wang.sees("请起草意见").text
    assert "用途：for grade one" in school.wang.last().text


def test_a_language_somebody_chose_stays(school: SmallSchool) -> None:
    school.li.says("请用英文回答")
    assert "You have no project requests" in school.li.says("我的项目申请现在到哪一步了").text


def test_news_comes_in_the_language_somebody_writes(school: SmallSchool) -> None:
    school.li.says("how is my request going?")
    school.chen.says("我的项目申请现在到哪一步了")
    with school.database.read() as tx:
        account = people.account_of(tx, "chat", "u-李老师")
        assert account is not None
        assert account.language == "en"
