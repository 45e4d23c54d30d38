"""Somebody who had blocked us comes back."""

from handlers.incoming import Identity, Noticed
from handlers.people import binding
from handlers.turn import Turn
from jobs.outcomes import Settlement
from jobs.outgoing import Refused
from jobs.parcels import pack
from storage.delivery import Claim
from storage.people import Person, Role, account_of
from tests.conftest import SmallSchool
from tests.stage import Character


def test_what_waited_for_somebody_who_had_blocked_us_leaves_when_they_write_again(school_on_any: SmallSchool) -> None:
    school, now = school_on_any, school_on_any.clock.now
    with school.database.write() as tx:
        li = tx.query(Person).filter_by(name="李老师").one()
        Turn(tx, school.school, school.features, now).tell(li, "周五停网")
        rows = Claim("chat", "w", now, now).take(tx, 5)
        parcels, _ = pack(rows, {}, 1)
        refused = [(parcel, [Refused("bot was blocked by the user", unreachable=True)]) for parcel in parcels]
        Settlement(tx, school.school, "chat", "w", now).settle(refused)
    with school.database.read() as tx:
        account = account_of(tx, "chat", "u-李老师")
        assert account is not None
        assert not account.reachable
    school.li.says("你好")
    with school.database.read() as tx:
        account = account_of(tx, "chat", "u-李老师")
        assert account is not None
        assert account.reachable
    assert [seen.text for seen in school.li.chat()].count("周五停网") == 2  # the refused one, and its second life


def leaves(school: SmallSchool, who: Character) -> None:
    place = Identity(who.platform, who.user_id, who.user_id, who.name)
    school.hear(Noticed(place, school.event_id(), school.clock.now, "left"))


def test_the_administrator_hears_at_once_who_blocked_us_and_by_what_they_are_reached_instead(
    school_on_any: SmallSchool,
) -> None:
    school = school_on_any
    admin = school.person("管理员", Role.ADMIN)
    school.person("周老师")
    with school.database.write() as tx:
        zhou = tx.query(Person).filter_by(name="周老师").one()
        binding.know(tx, zhou, "plain", "p-周老师", school.clock.now)
    leaves(school, Character(school, "周老师", "u-周老师"))
    assert "周老师" in admin.last().text
    assert "改用plain" in admin.last().text
    leaves(school, Character(school, "周老师", "p-周老师", "plain"))
    assert "没有别的渠道" in admin.last().text
    assert len(admin.chat()) == 2


def test_leaving_once_more_tells_nobody_again_and_brings_nothing_back(school_on_any: SmallSchool) -> None:
    school = school_on_any
    admin = school.person("管理员", Role.ADMIN)
    leaves(school, school.li)
    with school.database.write() as tx:
        Turn(tx, school.school, school.features, school.clock.now).tell(
            tx.query(Person).filter_by(name="李老师").one(), "周五停网"
        )
    leaves(school, school.li)
    assert len(admin.chat()) == 1
    school.li.does_not_see("周五停网")
    school.li.says("你好")
    school.li.sees("周五停网")


def test_a_guest_who_leaves_is_nobodys_task(school: SmallSchool) -> None:
    admin = school.person("管理员", Role.ADMIN)
    guest = school.stranger()
    guest.says("你好")
    leaves(school, guest)
    assert admin.chat() == []


def test_who_cannot_be_reached_is_named_and_nothing_is_sent(school: SmallSchool) -> None:
    """Whoever has bound no account gets no notice about binding one either; codes are not said in a chat."""
    with school.database.write() as tx:
        for name in ("马老师", "牛老师"):
            tx.add(Person(name=name, department="语文组", role_names=["staff"], created_at=school.clock.now))
    for said in ("通知没绑定的老师明天来领绑定码", "提醒还没有绑定账号的同事尽快绑定"):
        told = school.chen.says(said).text
        assert "没有发出：这 2 人" in told
        assert "语文组（2）：牛老师、马老师" in told or "语文组（2）：马老师、牛老师" in told
    for said in ("还有谁没绑定", "哪些人通知不到", "没绑定的有哪些", "who has not been bound yet"):
        assert "马老师" in school.chen.says(said).text
    assert "大家都绑定了" in school.sun.says("还有谁没绑定").text  # of her own department
    assert "要由CIO、系统管理员和技术人员" in school.li.says("还有谁没绑定").text
    assert "绑定码不在聊天里发" in school.chen.says("给马老师发个绑定码").text
    written = school.chen.says("通知信息中心：请没绑定账号的老师周五前来领绑定码")
    assert "B-1 通知预览" in written.text  # a notice that speaks of them is a notice
