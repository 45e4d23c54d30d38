"""Speaking through an Official Account, over real HTTP against a strict WeChat."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.platforms import wechat_account
from bot.platforms.wechat_account import WeChatAccount
from bot.platforms.wechat_connection import Connection
from bot.platforms.wechat_mouth import WeChatMouth
from bot.platforms.wechat_standing import Standing
from bot.platforms.wechat_windows import Counted
from handlers.cards import Rendered
from handlers.incoming import Attachment
from jobs.outgoing import Accepted, Closed, Later, Outcome, Outgoing, Refused, Unknown
from storage.base import Database
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


async def test_a_card_is_one_text_whose_choices_are_numbers(wechat: FakeWeChat, mouth: WeChatMouth) -> None:
    openid = follower(wechat)
    shown = card("P-2026-003 多媒体教室改造", "同意", "驳回", facts=(("预算", "48,000 元"),))
    assert await one(mouth, sending(openid, shown)) == Accepted()
    assert heard(wechat, openid) == ["P-2026-003 多媒体教室改造\n预算：48,000 元\n\n1. 同意\n2. 驳回"]


@pytest.fixture
def counted(wechat: FakeWeChat, usual_database: Database) -> Counted:
    return Counted(usual_database, wechat.clock.now)


@pytest.fixture
def counting(connection: Connection, counted: Counted) -> WeChatMouth:
    return WeChatMouth(connection, windows=counted)


async def test_the_last_message_that_may_be_said_tells_how_to_hear_the_next(
    wechat: FakeWeChat, counting: WeChatMouth, counted: Counted
) -> None:
    openid = follower(wechat)
    counted.opened(openid, by_tap=False)
    outcomes = [await one(counting, sending(openid, card(f"第{n}条", "好了"), id=n)) for n in range(6)]
    assert outcomes[:5] == [Accepted()] * 5
    assert isinstance(outcomes[5], Closed)
    assert ["回复「查收」" in text for text in heard(wechat, openid)] == [False] * 4 + [True]
    assert len(wechat.called("message/custom/send")) == 5  # the sixth is not even tried
    wechat.account.opened_by_message(wechat.account.followers[openid])
    counted.opened(openid, by_tap=False)
    assert await one(counting, sending(openid, Rendered("又可以了"), id=9)) == Accepted()


async def test_a_tap_lets_us_say_three_things_in_a_minute_and_no_message_opens_more(
    wechat: FakeWeChat, counting: WeChatMouth, counted: Counted
) -> None:
    fan = wechat.fan()
    wechat.account.opened_by_click(fan.follower)
    counted.opened(fan.openid, by_tap=True)
    assert await one(counting, sending(fan.openid, Rendered("一"), id=1)) == Accepted()
    wechat.clock.advance(61)
    assert isinstance(await one(counting, sending(fan.openid, Rendered("二"), id=2)), Closed)
    assert heard(wechat, fan.openid) == ["一"]


async def test_what_does_not_fit_any_more_is_not_half_said(
    wechat: FakeWeChat, counting: WeChatMouth, counted: Counted
) -> None:
    openid = follower(wechat)
    counted.opened(openid, by_tap=False)
    for number in range(3):
        await one(counting, sending(openid, Rendered(f"第{number}条"), id=number))
    long = Rendered("原文", ("请各处室报统计表。" * 200,))
    assert isinstance(await one(counting, sending(openid, long, id=7)), Closed)
    assert heard(wechat, openid)[3:] == ["原文\n微信只让我说到这里。回复「查收」或别的话，我接着告诉你后面的进展。"]


async def test_who_writes_while_wechat_refuses_us_is_answered(
    wechat: FakeWeChat, counting: WeChatMouth, counted: Counted
) -> None:
    fan = wechat.fan()
    counted.opened(fan.openid, by_tap=False)
    room = counted.room(fan.openid)
    assert room is not None
    wechat.clock.advance(1)
    counted.opened(fan.openid, by_tap=False)
    counted.shut(fan.openid, room)  # what WeChat said of the time before
    wechat.account.opened_by_message(fan.follower)
    assert await one(counting, sending(fan.openid, Rendered("在"))) == Accepted()


async def test_wechat_has_the_last_word_on_what_may_be_said(
    wechat: FakeWeChat, counting: WeChatMouth, counted: Counted
) -> None:
    fan = wechat.fan()
    counted.opened(fan.openid, by_tap=False)  # WeChat knows nothing of it
    for number in range(2):
        assert isinstance(await one(counting, sending(fan.openid, id=number)), Closed)
    assert len(wechat.called("message/custom/send")) == 1


async def test_a_long_answer_is_parted_at_its_sentences_and_ends_with_its_choices(
    wechat: FakeWeChat, mouth: WeChatMouth
) -> None:
    openid = follower(wechat)
    await one(mouth, sending(openid, card("原文", "有用", "没用", lines=("请各处室报统计表。" * 120,))))
    first, second = heard(wechat, openid)
    assert first.endswith("统计表。")
    assert second.startswith("请各处室")
    assert second.endswith("统计表。\n\n1. 有用\n2. 没用")
    assert max(len(first.encode()), len(second.encode())) <= 2048


async def test_an_endless_answer_leaves_room_for_what_else_may_be_said(wechat: FakeWeChat, mouth: WeChatMouth) -> None:
    openid = follower(wechat)
    await one(mouth, sending(openid, card("原文", "有用", "没用", lines=("字" * 9000,))))
    assert len(heard(wechat, openid)) == 3
    assert heard(wechat, openid)[-1].endswith("……\n\n1. 有用\n2. 没用")


async def test_what_wechat_does_not_take_now_waits_for_the_person(wechat: FakeWeChat, mouth: WeChatMouth) -> None:
    openid = follower(wechat)
    outcomes = [await one(mouth, sending(openid, Rendered(f"第{n}条"), id=n)) for n in range(6)]
    assert outcomes[:5] == [Accepted()] * 5
    silent = wechat.fan().openid
    for outcome in (outcomes[5], await one(mouth, sending(silent))):
        assert isinstance(outcome, Closed)
        assert outcome.reason.startswith("window closed")


async def test_an_account_that_may_only_answer_is_asked_once_and_never_again_that_day(wechat: FakeWeChat) -> None:
    wechat.account.verified = False
    opened = wechat_account.connect(
        WeChatAccount(wechat.settings.app_id, wechat.settings.app_secret, api_url=wechat.root), clock=wechat.clock.now
    )
    found = Found()
    ticks = [0.0]
    mouth = WeChatMouth(opened, standing=Standing(found, lambda: ticks[0]))
    openid = follower(wechat)
    for _ in range(3):
        assert isinstance(await one(mouth, sending(openid)), Closed)
    assert len(wechat.called("message/custom/send")) == 1
    assert found.kept == [False]
    wechat.account.verified = True
    ticks[0] += 90_000
    assert await one(mouth, sending(openid)) == Accepted()
    assert found.kept == [False, True]
    opened.close()


class Found:
    """What was found out, one after the other."""

    def __init__(self) -> None:
        self.kept: list[bool] = []

    def get(self) -> bool | None:
        return self.kept[-1] if self.kept else None

    def put(self, may_write: bool) -> None:
        self.kept.append(may_write)


SETTINGS = "our settings are refused: "
REFUSALS: dict[str, tuple[dict[str, object], Outcome]] = {
    "no such follower": ({"errcode": 40003, "errmsg": "invalid openid"}, Refused("40003 invalid openid", True)),
    "no follower any more": ({"errcode": 43004, "errmsg": "require subscribe"}, Refused("43004 require subscribe", True)),
    "not verified": (
        {"errcode": 48001, "errmsg": "unauthorized"},
        Closed("window closed: this account may only answer (48001 unauthorized)"),
    ),
    "all said": ({"errcode": 45047, "errmsg": "count"}, Closed(
        "window closed: WeChat lets us write only soon after the person wrote (45047 count)"
    )),
    "not on the whitelist": (
        {"errcode": 40164, "errmsg": "ip"}, Later(300.0, SETTINGS + "40164 ip", whole_account=True, cut_off=True),
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
    assert bool(alarms) == (name == "not on the whitelist")


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
    assert outcome == Later(2.0, "WeChat cannot be reached: no connection", whole_account=True, cut_off=True)
    connection.close()


async def test_a_voice_can_be_fetched(wechat: FakeWeChat, connection: Connection) -> None:
    kept = wechat.media.keep("voice", "a.amr", "audio/amr", b"#!AMR" + b"x" * 100)
    assert await wechat_account.fetch(connection, Attachment("voice", kept.media_id)) == kept.content


def test_secrets_do_not_show(account: WeChatAccount) -> None:
    assert account.app_secret not in repr(account)
    assert account.aes_key not in repr(account)
