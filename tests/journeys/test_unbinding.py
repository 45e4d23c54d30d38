"""An account changes hands: its owner gives it back, or an administrator takes it; nothing of theirs goes to the next."""

from datetime import timedelta

import pytest

from handlers.people import binding
from handlers.voice import Voice
from storage import audit, people
from storage.outbox import Priority
from storage.people import Person
from tests.conftest import SmallSchool
from tests.stage import Character


def code_for(school: SmallSchool, name: str) -> str:
    with school.database.write() as tx:
        return binding.invite(tx, people.by_name(tx, name)[0], school.clock.now)


def hire(school: SmallSchool) -> None:
    """何老师 is on the list and has no account yet."""
    with school.database.write() as tx:
        tx.add(Person(name="何老师", department="语文组", role_names=["staff"], created_at=school.clock.now))


@pytest.fixture
def he(school: SmallSchool) -> Character:
    """何老师, just bound by a code."""
    hire(school)
    stranger = school.stranger("何")
    stranger.says(f"/start {code_for(school, '何老师')}")
    return stranger


def test_a_link_opened_twice_is_no_wrong_guess(school: SmallSchool) -> None:
    hire(school)
    he, code = school.stranger("何"), code_for(school, "何老师")
    assert "你是何老师" in he.says(f"/start {code}").text
    for _ in range(6):
        assert "已经是何老师了" in he.says(f"/start {code}").text
    assert "绑定码不对" in school.stranger("别人").says(f"/start {code}").text


def test_an_account_with_an_owner_keeps_the_code_and_says_how_to_change_hands(
    he: Character, school: SmallSchool
) -> None:
    code = code_for(school, "李老师")
    answer = he.says(f"/start {code}")
    assert "现在是何老师的" in answer.text
    assert "解绑" in answer.text
    asked = he.says("解绑")
    assert asked.buttons == ["解除绑定"]
    assert "不再是何老师的了" in he.presses("解除绑定").text
    assert "我还不认识你" in he.says("我的待办").text or "绑定身份后" in he.last().text
    assert "你是李老师" in he.says(f"/start {code}").text


def test_nobody_else_unbinds_an_account_by_its_button(he: Character, school: SmallSchool) -> None:
    he.says("解绑")
    token = he.last().card.buttons[0].token
    assert "不用你来按" in school.li.presses_token(token).text
    assert "还不认识你" in school.stranger("路人").presses_token(token).text
    assert "你手头没有待办" in he.says("我的待办").text


def test_what_was_on_its_way_waits_for_the_next_account(he: Character, school: SmallSchool) -> None:
    later = school.clock.now + timedelta(hours=1)
    with school.database.write() as tx:
        person = people.by_name(tx, "何老师")[0]
        Voice(tx, school.school.within(tx), school.clock.now).to_person(
            person, "明天监考", not_before=later, priority=Priority.URGENT
        )
    with school.database.write() as tx:
        assert binding.cut(tx, people.by_name(tx, "何老师")[0], school.clock.now, "wecom") == 0
        assert binding.cut(tx, people.by_name(tx, "何老师")[0], school.clock.now) == 1
        assert audit.history(tx, f"person:{people.by_name(tx, '何老师')[0].id}")[-1].facts["step"] == "release"
    school.clock.forward(hours=2)
    school.deliver()
    he.does_not_see("明天监考")
    other = school.stranger("何的新手机")
    other.says(f"绑定 {code_for(school, '何老师')}")
    school.deliver()
    other.sees("明天监考")
