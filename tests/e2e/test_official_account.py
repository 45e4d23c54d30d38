"""An Official Account as WeChat lets it be: verified ones write for a while, the others can only answer. Nothing is lost."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.cast import count, sees
from tests.e2e.running import RunningSchool, prepared
from tests.fakes import FakeWeChat, FakeWeCom
from tests.fakes.wechat_followers import Fan
from tests.fakes.wecom_members import Member

pytestmark = pytest.mark.slow


@pytest.fixture
def wang(wecom: FakeWeCom) -> Member:
    return wecom.member("wang", "王师傅")


@pytest.fixture
def unverified() -> Iterator[FakeWeChat]:
    with FakeWeChat(verified=False) as fake:
        yield fake
        assert fake.violations == []


def bound(school: RunningSchool, fan: Fan) -> None:
    """The follower proves who they are, by the code of the command."""
    code = json.loads(school.command("people", "invite", "何老师", "--json"))["code"]
    fan.sends(f"绑定 {code}")
    sees(fan, "绑定成功")


def tried_to_say(wechat: FakeWeChat, words: str) -> bool:
    """Whether the newest thing we said, or tried to say, has these words."""
    said = wechat.called("message/custom/send")
    return bool(said) and words in str(said[-1].params)


def test_an_unverified_account_answers_and_what_is_new_is_fetched_after_a_kill_too(
    tmp_path: Path, imported: Path, wecom: FakeWeCom, unverified: FakeWeChat, wang: Member
) -> None:
    he = unverified.fan("何老师")
    with RunningSchool(prepared(tmp_path / "school", imported), wecom=wecom, wechat=unverified) as school:
        crowd = [unverified.fan(f"家长{n}") for n in range(20)]
        unverified.wait_delivered(*[one.sends("学生信息能不能存在个人网盘?") for one in crowd])
        assert [count(one, "第四条") for one in crowd] == [1] * len(crowd)
        he.follows()
        assert "校信官" in sees(he, "1. 报修").text
        bound(school, he)
        he.sends("高二3班投影仪不亮,正在上课")
        sees(he, "报修已登记：T-0001")
        sees(wang, "投影仪", button="接单")
        wang.presses("接单")
        sees(wang, "T-0001", button="挂起")
        school.kill()
        school.start()
        unverified.wait_delivered(he.sends("查收"))
        while "还在办" in he.hears()[-1]:  # what the killed process had in hand is free after its lease
            unverified.wait_delivered(he.sends("查收"))
        assert "王师傅已接单：T-0001" in he.hears()[-1]
        he.sends("查收")
        sees(he, "没有新消息")
        assert len(unverified.called("message/custom/send")) <= 10  # a few to find out, one after each start


def test_what_a_verified_account_may_not_say_now_is_said_after_the_next_answer(
    tmp_path: Path, imported: Path, wecom: FakeWeCom, wechat: FakeWeChat, wang: Member
) -> None:
    he = wechat.fan("何老师")
    with RunningSchool(prepared(tmp_path / "school", imported), wecom=wecom, wechat=wechat) as school:
        bound(school, he)
        he.sends("高二3班投影仪不亮,正在上课")
        sees(he, "报修已登记：T-0001")
        card = sees(wang, "投影仪", button="接单")
        wechat.fail_next("message/custom/send", errcode=45015, errmsg="response out of time limit")
        wang.presses("接单", on=card)
        wechat.wait_for(lambda: tried_to_say(wechat, "王师傅"))
        assert count(he, "王师傅已接单") == 0
        he.sends("谢谢")
        sees(he, "王师傅已接单：T-0001")
        answer, news = he.hears()[-2:]
        assert answer.startswith("不客气")
        assert news.startswith("王师傅已接单")


def test_a_follower_who_only_reads_is_told_how_to_hear_the_rest_and_loses_nothing(
    tmp_path: Path, imported: Path, wecom: FakeWeCom, wechat: FakeWeChat, wang: Member
) -> None:
    he = wechat.fan("何老师")
    with RunningSchool(prepared(tmp_path / "school", imported), wecom=wecom, wechat=wechat) as school:
        bound(school, he)
        he.sends("高二3班投影仪不亮,正在上课")  # five things may be said from here on
        sees(he, "报修已登记：T-0001")
        before = len(he.sees())
        card = sees(wang, "投影仪", button="接单")
        wang.presses("接单", on=card)
        sees(he, "王师傅已接单")
        for number in range(3):  # what happens to it is told until WeChat allows no more
            wang.sends(f"进展 T-0001 第{number}步做完了")
            sees(he, f"第{number}步")
        wechat.wait_for(lambda: any("回复「查收」" in text for text in he.hears()[before - 1 :]), what="the hint")
        told = len(he.sees())
        wang.sends("已解决 T-0001 换了灯泡")
        sees(wang, "已解决")
        school.restart()  # what was counted is known afterwards, too
        assert len(he.sees()) == told
        he.sends("查收")
        assert "1. 好了\n2. 没好" in sees(he, "修好了吗").text
        he.sends("1")
        sees(he, "给这次服务打几星")
        he.sends("5")
        sees(he, "谢谢")
    assert wechat.violations == []
