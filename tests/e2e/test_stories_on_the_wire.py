"""The school's main lines through the real process and every platform's wire."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from storage.outbox import Kind, Message, Sent
from tests.e2e import stories
from tests.e2e.cast import NEWCOMER, Cast, count, sees, told
from tests.e2e.running import RunningSchool, prepared
from tests.fakes import FakeTelegram, FakeWeChat, FakeWeCom
from tests.patience import PATIENCE

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def school(
    tmp_path_factory: pytest.TempPathFactory,
    imported: Path,
    telegram: FakeTelegram,
    wecom: FakeWeCom,
    wechat: FakeWeChat,
) -> Iterator[RunningSchool]:
    folder = prepared(tmp_path_factory.mktemp("school"), imported)
    with RunningSchool(folder, telegram=telegram, wecom=wecom, wechat=wechat, warm=False) as running:
        yield running
        with running.read() as tx:
            lost = tx.scalars(select(Message).where(Message.status.in_([Sent.FAILED, Sent.UNKNOWN]))).all()
            assert [(one.platform, one.kind, one.reason) for one in lost if one.kind != Kind.EDIT] == []
        assert " ERROR " not in running.log


@pytest.fixture(scope="module")
def cast(telegram: FakeTelegram, wecom: FakeWeCom, school: RunningSchool) -> Cast:
    return Cast(telegram, wecom)


def every_press_is_answered(telegram: FakeTelegram) -> None:
    """No button keeps turning on anybody's phone."""
    telegram.wait_for(lambda: not [p for p in telegram.presses.values() if p.answer is None], what="all answers")


def invited(school: RunningSchool, name: str) -> str:
    """The code that the command printed for somebody."""
    code: str = json.loads(school.command("people", "invite", name, "--json"))["code"]
    return code


def test_an_issue_goes_from_telegram_to_wecom_and_back(cast: Cast) -> None:
    told(stories.issue(cast))
    every_press_is_answered(cast.telegram)


def test_a_request_goes_from_wecom_to_telegram_is_returned_and_approved(cast: Cast) -> None:
    told(stories.project(cast))
    every_press_is_answered(cast.telegram)


def test_the_charter_answers_with_its_clause_on_every_platform(cast: Cast, wechat: FakeWeChat) -> None:
    fan = wechat.fan("路人")
    for somebody in (cast.li, cast.sun, fan):
        somebody.sends("学生信息能不能存在个人网盘?")
        answer = sees(somebody, "第四条")
        assert "不得存放在个人网盘" in answer.text
        assert "晨光中学信息技术服务规定" in answer.text


def test_an_official_account_is_answered_by_number_and_by_word(wechat: FakeWeChat, school: RunningSchool) -> None:
    fan = wechat.fan("何老师")
    fan.sends(f"绑定 {invited(school, '何老师')}")
    assert "何老师" in sees(fan, "何老师").text
    fan.sends("购买教学软件要谁同意?")
    answer = sees(fan, "第三条")
    numbers = dict(re.findall(r"(\d)\. (\S+)", answer.text))
    assert "看原文" in numbers.values()
    fan.sends(next(number for number, label in numbers.items() if label == "看原文"))
    sees(fan, "须由教研组长提出书面申请,经信息中心主任同意后方可采购")


def test_a_code_from_the_command_binds_a_telegram_account(telegram: FakeTelegram, school: RunningSchool) -> None:
    phone = telegram.user(NEWCOMER, "冯老师", started=False)
    phone.starts(invited(school, "冯老师"))
    sees(phone, "冯老师")
    phone.sends("我的待办")
    cards = telegram.wait_for(lambda: [words for words in phone.hears() if "绑定身份后才有待办" not in words][1:])
    assert cards


def test_a_member_of_the_directory_is_known_at_once(cast: Cast) -> None:
    cast.zhao.sends("我的待办")
    answer = sees(cast.zhao, "待办")
    assert "绑定" not in answer.text


def test_strangers_get_a_useful_first_answer_everywhere(
    telegram: FakeTelegram, wecom: FakeWeCom, wechat: FakeWeChat, school: RunningSchool
) -> None:
    stranger, visitor, follower = (
        telegram.user(NEWCOMER + 1, "家长"),
        wecom.member("nobody", "新同事"),
        wechat.fan("路人甲"),
    )
    stranger.starts()
    visitor.sends("你好")
    follower.follows()
    for somebody in (stranger, visitor, follower):
        answer = sees(somebody, "校信官")
        for word in ("报修", "问制度", "我的待办", "帮助"):
            assert word in answer.text or word in answer.buttons


def test_an_old_button_is_answered_and_does_nothing(cast: Cast) -> None:
    cast.li.sends("高一1班电子白板触摸失灵,正在上课")
    card = sees(cast.zhao, "白板", button="接单")
    key = next(button["key"] for button in card.card["button_list"] if button["text"] == "接单")
    sees(cast.wang, "白板", button="接单")  # it may reach him a moment later
    cast.wang.presses("接单")
    mine = sees(cast.li, "王师傅已接单：T-", button="撤回")
    before = count(cast.zhao, "由王师傅于")
    cast.zhao.press_key(card, key)
    cast.wecom.wait_for(lambda: count(cast.zhao, "由王师傅于") > before, what="an answer to an old button")
    press = cast.li.press_data(mine, "forged-by-somebody")
    cast.telegram.wait_for(lambda: press.answer is not None, what="an answer to a forged button")
    assert press.toast


def test_whoever_is_not_the_platform_is_refused_and_nothing_is_kept(school: RunningSchool) -> None:
    before = school.updates_kept()
    forged = "<xml><ToUserName><![CDATA[x]]></ToUserName><Encrypt><![CDATA[eA==]]></Encrypt></xml>"
    with school.http() as http:
        for path in ("/wecom/callback", "/wechat/callback"):
            query = {"msg_signature": "0" * 40, "signature": "0" * 40, "timestamp": "1", "nonce": "1"}
            for answer in (
                http.post(path, content=forged),
                http.post(path, params=query, content=forged),
                http.get(path, params={**query, "echostr": "x"}),
                http.post(path, content=b"\xff" * 200),
            ):
                assert 400 <= answer.status_code < 500, (path, answer.status_code, answer.text)
        assert http.post("/telegram/webhook", json={"update_id": 1}).status_code in (403, 404)
    assert school.updates_kept() == before


def test_the_doors_are_verified_as_the_consoles_do_it(
    wecom: FakeWeCom, wechat: FakeWeChat, school: RunningSchool
) -> None:
    assert (wecom.verify_callback(PATIENCE), wechat.verify_callback(PATIENCE)) == ("ok", "ok")
