"""Speaking through an Official Account, over real HTTP against a strict WeChat."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.platforms import wechat_account
from bot.platforms.wechat_account import WeChatAccount
from bot.platforms.wechat_connection import Connection
from bot.platforms.wechat_mouth import WeChatMouth
from handlers.cards import Rendered
from handlers.incoming import Attachment
from jobs.outgoing import Accepted, Later, Outcome, Outgoing, Refused, Unknown
from storage.outbox import Kind
from tests.bot.platforms.conftest import NOON, card, sending
from tests.fakes import Clock, FakeWeChat

pytestmark = pytest.mark.anyio


@pytest.fixture
def wechat() -> Iterator[FakeWeChat]:
    with FakeWeChat(clock=Clock(NOON, frozen=True)) as fake:
        yield fake
        assert fake.violations == []


@pytest.fixture
def account(wechat: FakeWeChat) -> WeChatAccount:
    known = wechat.settings
    return WeChatAccount(known.app_id, known.app_secret, known.token, known.aes_key, wechat.root)


@pytest.fixture
def connection(wechat: FakeWeChat, account: WeChatAccount) -> Iterator[Connection]:
    opened = wechat_account.connect(account, clock=wechat.clock.now)
    yield opened
    opened.close()


@pytest.fixture
def alarms() -> list[str]:
    return []


@pytest.fixture
def mouth(connection: Connection, alarms: list[str]) -> WeChatMouth:
    return WeChatMouth(connection, alarm=alarms.append)


async def one(mouth: WeChatMouth, message: Outgoing) -> Outcome:
    [outcome] = await mouth.send([message])
    return outcome


def follower(wechat: FakeWeChat) -> str:
    """Somebody who has just written, so that the account may answer."""
    fan = wechat.fan()
    wechat.account.opened_by_message(fan.follower)
    return fan.openid


def heard(wechat: FakeWeChat, openid: str) -> list[str]:
    return [seen.text for seen in wechat.account.followers[openid].inbox]


async def test_a_card_is_one_text_with_numbers(wechat: FakeWeChat, mouth: WeChatMouth) -> None:
    openid = follower(wechat)
    shown = card("P-2026-003 多媒体教室改造", "同意", "驳回", facts=(("预算", "48,000 元"),))
    assert await one(mouth, sending(openid, shown)) == Accepted()
    assert heard(wechat, openid) == ["P-2026-003 多媒体教室改造\n预算：48,000 元\n\n1. 同意\n2. 驳回"]


async def test_a_long_answer_is_still_one_message_that_ends_with_its_choices(
    wechat: FakeWeChat, mouth: WeChatMouth
) -> None:
    openid = follower(wechat)
    await one(mouth, sending(openid, card("原文", "有用", "没用", lines=("字" * 3000,))))
    [text] = heard(wechat, openid)
    assert len(text.encode()) <= 2048
    assert text.endswith("……\n\n1. 有用\n2. 没用")


async def test_when_the_window_is_closed_the_person_is_not_unreachable(wechat: FakeWeChat, mouth: WeChatMouth) -> None:
    openid = follower(wechat)
    outcomes = [await one(mouth, sending(openid, Rendered(f"第{n}条"), id=n)) for n in range(6)]
    assert outcomes[:5] == [Accepted()] * 5
    assert isinstance(outcomes[5], Refused)
    assert outcomes[5].reason.startswith("window closed")
    assert not outcomes[5].unreachable
    silent = wechat.fan().openid
    never = await one(mouth, sending(silent))
    assert isinstance(never, Refused)
    assert (never.reason.startswith("window closed"), never.unreachable) == (True, False)


SETTINGS = "our settings are refused: "
REFUSALS: dict[str, tuple[dict[str, object], Outcome]] = {
    "no such follower": ({"errcode": 40003, "errmsg": "invalid openid"}, Refused("40003 invalid openid", True)),
    "no follower any more": ({"errcode": 43004, "errmsg": "require subscribe"}, Refused("43004 require subscribe", True)),
    "not verified": ({"errcode": 48001, "errmsg": "unauthorized"}, Refused("not a verified account: 48001 unauthorized")),
    "not on the whitelist": (
        {"errcode": 40164, "errmsg": "ip"}, Later(300.0, SETTINGS + "40164 ip", whole_account=True),
    ),
    "the day's quota": ({"errcode": 45009, "errmsg": "quota"}, Later(1800.0, "45009 quota", whole_account=True)),
    "busy": ({"errcode": -1, "errmsg": "busy"}, Later(2.0, "-1 busy")),
    "something else": ({"errcode": 45002, "errmsg": "long"}, Refused("45002 long")),
    "a gateway's error": ({"status": 502}, Unknown("HTTP 502")),
    "hung up": ({"drop": "after"}, Unknown("the line broke")),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSALS)
async def test_each_refusal_becomes_what_the_table_says(
    name: str, wechat: FakeWeChat, mouth: WeChatMouth, alarms: list[str]
) -> None:
    fault, outcome = REFUSALS[name]
    wechat.fail_next("message/custom/send", **fault)  # type: ignore[arg-type]
    assert await one(mouth, sending(follower(wechat))) == outcome
    assert len(wechat.called("message/custom/send")) == 1
    assert bool(alarms) == (name in ("not verified", "not on the whitelist"))


async def test_a_stranger_is_unreachable(mouth: WeChatMouth) -> None:
    outcome = await one(mouth, sending("oNOBODY"))
    assert isinstance(outcome, Refused)
    assert outcome.unreachable


async def test_the_stable_token_is_used_and_renewed_once(wechat: FakeWeChat, mouth: WeChatMouth) -> None:
    openid = follower(wechat)
    for n in range(3):
        await one(mouth, sending(openid, Rendered(f"第{n}条"), id=n))
    assert (wechat.tokens.stable_calls, wechat.tokens.plain_calls) == (1, 0)
    wechat.tokens.revoke()
    assert await one(mouth, sending(openid, Rendered("还在"), id=9)) == Accepted()
    assert heard(wechat, openid)[-1] == "还在"
    wechat.fail_next("message/custom/send", errcode=40001, errmsg="invalid credential", times=50)
    before = len(wechat.called("message/custom/send"))
    outcome = await one(mouth, sending(openid, Rendered("?"), id=10))
    assert isinstance(outcome, Later)
    assert outcome.whole_account
    assert len(wechat.called("message/custom/send")) - before == 2


async def test_two_processes_do_not_end_each_others_tokens(
    wechat: FakeWeChat, account: WeChatAccount, mouth: WeChatMouth
) -> None:
    openid = follower(wechat)
    other = wechat_account.connect(account, clock=wechat.clock.now)
    for n, speaker in enumerate((mouth, WeChatMouth(other), mouth)):
        assert await one(speaker, sending(openid, Rendered(f"第{n}条"), id=n)) == Accepted()
    other.close()


async def test_there_are_no_changes_and_no_short_answers(mouth: WeChatMouth) -> None:
    for kind in (Kind.EDIT, Kind.TOAST):
        assert isinstance(await one(mouth, Outgoing(1, kind, "o", card())), Refused)


async def test_where_wechat_cannot_be_reached_everything_waits(account: WeChatAccount) -> None:
    connection = wechat_account.connect(replace(account, api_url="http://127.0.0.1:9"))
    outcome = await one(WeChatMouth(connection), sending("o"))
    assert outcome == Later(2.0, "WeChat cannot be reached: no connection", whole_account=True)
    connection.close()


async def test_a_voice_can_be_fetched(wechat: FakeWeChat, connection: Connection) -> None:
    kept = wechat.media.keep("voice", "a.amr", "audio/amr", b"#!AMR" + b"x" * 100)
    assert await wechat_account.fetch(connection, Attachment("voice", kept.media_id)) == kept.content


def test_secrets_do_not_show(account: WeChatAccount) -> None:
    assert account.app_secret not in repr(account)
    assert account.aes_key not in repr(account)
