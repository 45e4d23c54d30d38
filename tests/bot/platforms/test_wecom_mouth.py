"""Speaking in WeCom, over real HTTP against a strict WeCom: what arrives, and what every refusal becomes."""

import asyncio
import logging
from collections.abc import Iterator

import pytest

from bot.platforms import wecom_app
from bot.platforms.wechat_connection import Connection, NotSent, Refusal, TokensInMemory, TooBig
from bot.platforms.wecom_app import WeComApp
from bot.platforms.wecom_mouth import WeComMouth
from handlers.cards import Rendered, Shown
from handlers.incoming import Attachment
from jobs.outgoing import Accepted, Later, Outcome, Outgoing, Refused, Unknown
from storage.outbox import Kind
from tests.bot.platforms.conftest import NOON, card, sending
from tests.fakes import Clock, FakeWeCom

pytestmark = pytest.mark.anyio


@pytest.fixture
def wecom() -> Iterator[FakeWeCom]:
    with FakeWeCom(clock=Clock(NOON, frozen=True)) as fake:
        yield fake
        assert fake.violations == []
        assert fake.desk.cuts == []


@pytest.fixture
def app(wecom: FakeWeCom) -> WeComApp:
    known = wecom.corporation
    return WeComApp(known.corp_id, known.agent_id, known.secret, known.token, known.aes_key, wecom.root)


@pytest.fixture
def store() -> TokensInMemory:
    return TokensInMemory()


@pytest.fixture
def connection(wecom: FakeWeCom, app: WeComApp, store: TokensInMemory) -> Iterator[Connection]:
    opened = wecom_app.connect(app, store, wecom.clock.now)
    yield opened
    opened.close()


@pytest.fixture
def alarms() -> list[str]:
    return []


@pytest.fixture
def mouth(connection: Connection, app: WeComApp, alarms: list[str]) -> WeComMouth:
    return WeComMouth(connection, app, text_only=lambda user: user == "plugin", alarm=alarms.append)


async def one(mouth: WeComMouth, message: Outgoing) -> Outcome:
    [outcome] = await mouth.send([message])
    return outcome


async def test_a_card_is_sent_pressed_and_changed_once(wecom: FakeWeCom, mouth: WeComMouth) -> None:
    li = wecom.member("LiTeacher", "李老师")
    sent = await one(mouth, sending("LiTeacher", card("T-0001 投影仪不亮", "接单", "转派"), id=17))
    assert isinstance(sent, Accepted)
    assert sent.external_id == "x17"
    shown = li.waits_for("T-0001 投影仪不亮", buttons=["接单", "转派"])
    assert shown.card is not None
    assert shown.card["task_id"] == "x17"
    edit = Outgoing(18, Kind.EDIT, "LiTeacher", card("T-0001 王技术已接单"), target="x17", handle=sent.handle)
    assert await one(mouth, edit) == Accepted("x17")
    assert li.waits_for("王技术已接单", buttons=[]).settled == "已处理"
    again = await one(mouth, edit)  # the code was used up
    assert isinstance(again, Refused)
    assert not again.unreachable


async def test_a_change_without_a_code_and_a_code_of_last_week_are_refused_with_a_reason(
    wecom: FakeWeCom, mouth: WeComMouth
) -> None:
    wecom.member("LiTeacher")
    sent = await one(mouth, sending("LiTeacher", card("T-0001", "接单")))
    assert isinstance(sent, Accepted)
    wecom.clock.advance(73 * 3600)
    late = await one(mouth, Outgoing(2, Kind.EDIT, "LiTeacher", card("新"), target="x1", handle=sent.handle))
    none = await one(mouth, Outgoing(3, Kind.EDIT, "LiTeacher", card("新"), target="x1"))
    assert [(type(outcome), getattr(outcome, "unreachable", None)) for outcome in (late, none)] == [
        (Refused, False)
    ] * 2


async def test_a_card_may_get_other_buttons(wecom: FakeWeCom, mouth: WeComMouth) -> None:
    li = wecom.member("LiTeacher")
    sent = await one(mouth, sending("LiTeacher", card("T-0001", "接单")))
    assert isinstance(sent, Accepted)
    edit = Outgoing(2, Kind.EDIT, "LiTeacher", card("T-0001", "挂起", "已解决"), target="x1", handle=sent.handle)
    await one(mouth, edit)
    li.waits_for("T-0001", buttons=["挂起", "已解决"])


async def test_whoever_reads_in_personal_wechat_gets_numbers(wecom: FakeWeCom, mouth: WeComMouth) -> None:
    reader = wecom.member("plugin", plugin=True)
    await one(mouth, sending("plugin", card("P-2026-003", "同意", "驳回")))
    assert reader.hears() == ["P-2026-003\n\n1. 同意\n2. 驳回"]


async def test_who_never_had_a_card_is_told_what_to_reply_where_none_shows(wecom: FakeWeCom, app: WeComApp) -> None:
    old, new, plugin = wecom.member("old"), wecom.member("new"), wecom.member("plugin", plugin=True)
    connection = wecom_app.connect(app, clock=wecom.clock.now)
    mouth = WeComMouth(connection, app, has_had_cards=lambda user: user == "old")
    for number in (1, 2):
        notice = card(f"通知{number}", "知悉")
        messages = [
            sending(who, notice, id=10 * number + n, batch=f"B-{number}")
            for n, who in enumerate(("old", "new", "plugin"))
        ]
        assert all(isinstance(outcome, Accepted) for outcome in await mouth.send(messages))
    assert [shown.text for shown in old.sees()] == ["通知1", "通知2"]
    hint, *cards = new.hears()
    assert "回复「纯文字」" in hint
    assert cards == ["通知1", "通知2"]
    assert plugin.hears() == [hint]
    connection.close()


ODD_REFUSALS = {
    "a name used before": (42014, "task_id is duplicated", "template_card"),
    "a form of cards to come": (40099, "unsupported card", "text"),
    "too long somewhere": (45002, "content size out of limit", "text"),
}


@pytest.mark.parametrize("name", ODD_REFUSALS)
async def test_a_card_that_wecom_does_not_take_is_never_lost(name: str, wecom: FakeWeCom, mouth: WeComMouth) -> None:
    errcode, errmsg, form = ODD_REFUSALS[name]
    li = wecom.member("LiTeacher")
    wecom.fail_next("message/send", errcode=errcode, errmsg=errmsg)
    assert isinstance(await one(mouth, sending("LiTeacher", card("P-1", "同意"))), Accepted)
    [shown] = li.sees()
    assert (shown.msgtype, "同意" in shown.text + "".join(shown.buttons)) == (form, True)


async def test_a_long_text_comes_in_pieces_and_none_is_cut(wecom: FakeWeCom, mouth: WeComMouth) -> None:
    li = wecom.member("LiTeacher")
    lines = tuple(f"第{n}条 " + "字" * 200 for n in range(8))
    await one(mouth, sending("LiTeacher", Rendered("原文", lines)))
    assert "\n".join(li.hears()) == "\n".join(("原文", *lines))
    assert len(li.hears()) == 3


async def test_a_card_that_cannot_hold_the_words_comes_after_them(wecom: FakeWeCom, mouth: WeComMouth) -> None:
    li = wecom.member("LiTeacher")
    words = "字" * 500
    sent = await one(
        mouth, sending("LiTeacher", Rendered("P-1 很长的申请", (words,), buttons=(Shown("同意", "p.a:P-1"),)))
    )
    assert isinstance(sent, Accepted)
    first, second = li.sees()
    assert first.text == f"P-1 很长的申请\n{words}"
    assert second.buttons == ["同意"]


async def test_one_call_tells_thousands_and_each_gets_an_own_outcome(wecom: FakeWeCom, mouth: WeComMouth) -> None:
    names = [f"T{n}" for n in range(1200)]
    for name in names:
        if name not in ("T3", "T1100"):
            wecom.member(name)
    messages = [sending(name, Rendered("明天停电"), id=n, batch="b-12") for n, name in enumerate(names)]
    outcomes = await mouth.send(messages)
    assert [len(call.params["touser"].split("|")) for call in wecom.called("message/send")] == [1000, 200]
    refused = [name for name, outcome in zip(names, outcomes, strict=True) if isinstance(outcome, Refused)]
    assert refused == ["T3", "T1100"]
    assert all(outcome.unreachable for outcome in outcomes if isinstance(outcome, Refused))
    assert len(wecom.desk.people["t7"].inbox) == 1


async def test_a_batch_in_two_languages_is_two_calls_and_keeps_its_order(wecom: FakeWeCom, mouth: WeComMouth) -> None:
    for name in ("A", "B", "plugin"):
        wecom.member(name)
    zh, en = card("明天停电", "知悉"), card("No power tomorrow", "知悉")
    messages = [
        sending("A", zh, id=1, batch="b"), sending("B", en, id=2, batch="b"), sending("plugin", zh, id=3, batch="b"),
        sending("A", zh, id=4),
    ]  # fmt: skip
    outcomes = await mouth.send(messages)
    assert [outcome.external_id for outcome in outcomes if isinstance(outcome, Accepted)] == [
        "x1",
        "x2",
        "FAKE-MSG-5",
        "x4",
    ]
    assert len(wecom.called("message/send")) == 4


async def test_a_card_for_many_carries_no_code_for_one(wecom: FakeWeCom, mouth: WeComMouth) -> None:
    for name in ("A", "B"):
        wecom.member(name)
    outcomes = await mouth.send([sending(n, card("停电", "知悉"), id=i, batch="b") for i, n in enumerate("AB")])
    assert outcomes == [Accepted("x0", receipt="FAKE-MSG-1")] * 2


async def test_what_was_sent_before_a_crash_is_not_seen_twice(wecom: FakeWeCom, mouth: WeComMouth) -> None:
    li = wecom.member("LiTeacher")
    for what in (Rendered("明天停电"), card("T-0001", "接单")):
        first = await one(mouth, sending("LiTeacher", what))
        again = await one(mouth, sending("LiTeacher", what, attempts=2))
        assert isinstance(first, Accepted)
        assert isinstance(again, Accepted)
        assert again.external_id == first.external_id
    assert len(li.sees()) == 2


async def test_the_same_answer_to_a_question_asked_twice_is_seen_twice(wecom: FakeWeCom, mouth: WeComMouth) -> None:
    li = wecom.member("LiTeacher")
    for number in (7, 8):
        assert isinstance(await one(mouth, sending("LiTeacher", Rendered("现在没有待办。"), id=number)), Accepted)
    assert li.hears() == ["现在没有待办。"] * 2


async def test_a_card_wecom_refuses_goes_out_as_text(wecom: FakeWeCom, mouth: WeComMouth) -> None:
    li = wecom.member("LiTeacher")
    wecom.fail_next("message/send", errcode=40058, errmsg="invalid parameter, template_card.button_list")
    assert isinstance(await one(mouth, sending("LiTeacher", card("T-0001", "接单"))), Accepted)
    assert li.hears() == ["T-0001\n\n1. 接单"]


async def test_a_new_database_of_the_same_application_may_count_from_one_again(
    wecom: FakeWeCom, mouth: WeComMouth
) -> None:
    li = wecom.member("LiTeacher")
    await one(mouth, sending("LiTeacher", card("T-0001 投影仪不亮", "接单")))
    again = await one(mouth, sending("LiTeacher", card("T-0001 打印机卡纸", "接单")))
    assert isinstance(again, Accepted)
    shown = li.waits_for("打印机卡纸", buttons=["接单"])
    assert shown.card is not None
    assert shown.card["task_id"] == again.external_id != "x1"


def busy(seconds: float, reason: str, *, whole_account: bool = False) -> Later:
    return Later(seconds, reason, whole_account)


REFUSALS: dict[str, tuple[dict[str, object], Outcome]] = {
    "no such member": ({"errcode": 60111, "errmsg": "userid not found"}, Refused("60111 userid not found", True)),
    "nobody left": ({"errcode": 81013, "errmsg": "all invalid"}, Refused("81013 all invalid", True)),
    "bad member id": ({"errcode": 40003, "errmsg": "invalid"}, Refused("40003 invalid", True)),
    "out of range": ({"errcode": 50002, "errmsg": "out"}, Refused("50002 out", True)),
    "busy": ({"errcode": -1, "errmsg": "system busy"}, busy(2.0, "-1 system busy")),
    "too many at once": ({"errcode": 45033, "errmsg": "concurrency"}, busy(2.0, "45033 concurrency")),
    "too often": ({"errcode": 45009, "errmsg": "limit"}, busy(60.0, "45009 limit", whole_account=True)),
    "wrong agent": (
        {"errcode": 301002, "errmsg": "other"},
        Later(300.0, "our settings are refused: 301002 other", whole_account=True, cut_off=True),
    ),
    "too long": ({"errcode": 45002, "errmsg": "too long"}, Refused("45002 too long")),
    "a gateway's error": ({"status": 502}, busy(2.0, "HTTP 502; WeCom knows a repeated message again")),
    "hung up": ({"drop": "after"}, busy(2.0, "the line broke; WeCom knows a repeated message again")),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSALS)
async def test_each_refusal_becomes_what_the_table_says(name: str, wecom: FakeWeCom, mouth: WeComMouth) -> None:
    fault, outcome = REFUSALS[name]
    wecom.member("LiTeacher")
    wecom.fail_next("message/send", **fault)  # type: ignore[arg-type]
    assert await one(mouth, sending("LiTeacher", Rendered("你好"))) == outcome
    assert len(wecom.called("message/send")) == 1


async def test_a_broken_line_on_a_call_for_many_is_not_repeated(wecom: FakeWeCom, mouth: WeComMouth) -> None:
    for name in "AB":
        wecom.member(name)
    wecom.fail_next("message/send", drop="after")
    outcomes = await mouth.send([sending(n, Rendered("停电"), id=i, batch="b") for i, n in enumerate("AB")])
    assert outcomes == [Unknown("the line broke")] * 2


async def test_an_untrusted_address_is_named_and_everything_waits(
    wecom: FakeWeCom, mouth: WeComMouth, alarms: list[str]
) -> None:
    wecom.member("LiTeacher")
    wecom.trusted_ip = False
    outcome = await one(mouth, sending("LiTeacher"))
    assert isinstance(outcome, Later)
    assert outcome.whole_account
    assert "203.0.113.7" in outcome.reason
    assert alarms == [outcome.reason]


async def test_a_refused_token_is_renewed_once_and_not_for_ever(wecom: FakeWeCom, mouth: WeComMouth) -> None:
    li = wecom.member("LiTeacher")
    await one(mouth, sending("LiTeacher", Rendered("一")))
    wecom.revoke_tokens()
    assert isinstance(await one(mouth, sending("LiTeacher", Rendered("二"), id=2)), Accepted)
    assert li.hears() == ["一", "二"]
    wecom.fail_next("message/send", errcode=40014, errmsg="invalid access_token", times=50)
    before = len(wecom.calls)
    outcome = await one(mouth, sending("LiTeacher", Rendered("三"), id=3))
    assert isinstance(outcome, Later)
    assert outcome.whole_account
    assert len(wecom.calls) - before <= 4


async def test_a_token_lives_its_time_and_is_shared(
    wecom: FakeWeCom, mouth: WeComMouth, app: WeComApp, store: TokensInMemory
) -> None:
    wecom.member("LiTeacher")
    other = wecom_app.connect(app, store, wecom.clock.now)
    await asyncio.gather(*(one(mouth, sending("LiTeacher", Rendered(f"第{n}条"), id=n)) for n in range(20)))
    await asyncio.to_thread(other.get, "department/simplelist")
    assert wecom.token_calls == 1
    wecom.clock.advance(7100)
    await one(mouth, sending("LiTeacher", Rendered("两小时后"), id=99))
    assert wecom.token_calls == 2
    other.close()


async def test_where_wecom_cannot_be_reached_everything_waits(app: WeComApp) -> None:
    import dataclasses

    gone = dataclasses.replace(app, api_url="http://127.0.0.1:9")
    connection = wecom_app.connect(gone)
    outcome = await one(WeComMouth(connection, gone), sending("LiTeacher", attempts=3))
    assert outcome == Later(8.0, "WeCom cannot be reached: no connection", whole_account=True, cut_off=True)
    with pytest.raises(NotSent):
        connection.token()
    connection.close()


async def test_a_press_has_no_short_answer_here(mouth: WeComMouth) -> None:
    assert isinstance(await one(mouth, Outgoing(1, Kind.TOAST, "LiTeacher", Rendered("好了"))), Refused)


async def test_a_picture_can_be_fetched_unless_it_is_too_big(wecom: FakeWeCom, connection: Connection) -> None:
    kept = wecom.media.keep("image", "a.jpg", "image/jpeg", b"\xff\xd8" + b"x" * 5000)
    photo = Attachment("photo", kept.media_id)
    assert await wecom_app.fetch(connection, photo) == kept.content
    with pytest.raises(TooBig):
        await wecom_app.fetch(connection, photo, most=1000)
    wecom.clock.advance(4 * 86400)
    with pytest.raises(Refusal):
        await wecom_app.fetch(connection, photo)


async def test_neither_secret_nor_token_is_in_any_line_of_the_log(
    wecom: FakeWeCom, mouth: WeComMouth, store: TokensInMemory, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    wecom.member("LiTeacher")
    wecom.fail_next("message/send", status=502)
    for number in range(2):
        await one(mouth, sending("LiTeacher", Rendered("你好"), id=number))
    wecom.revoke_tokens()
    await one(mouth, sending("LiTeacher", Rendered("你好"), id=3))
    kept = store.get(f"wecom:{wecom.corporation.corp_id}:{wecom.corporation.agent_id}")
    assert kept is not None
    assert kept["token"] not in caplog.text
    assert wecom.corporation.secret not in caplog.text


async def test_secrets_do_not_show(app: WeComApp) -> None:
    assert app.secret not in repr(app)
    assert app.aes_key not in repr(app)


async def test_a_message_to_many_is_taken_back_with_one_call_and_not_after_a_day(
    wecom: FakeWeCom, mouth: WeComMouth
) -> None:
    members = [wecom.member(name) for name in ("Li", "Wang")]
    messages = [sending(name, card("明天停电", "知悉"), id=n, batch="B-1") for n, name in enumerate(("Li", "Wang"), 5)]
    sent, other = await mouth.send(messages)
    assert isinstance(sent, Accepted)
    assert isinstance(other, Accepted)
    assert sent.receipt == other.receipt != ""
    back = Outgoing(9, Kind.RECALL, "Li", Rendered(""), target=sent.external_id, receipt=sent.receipt)
    assert isinstance(await one(mouth, back), Accepted)
    assert all(shown.recalled for member in members for shown in wecom.desk.people[member.userid.lower()].inbox)
    wecom.clock.advance(25 * 3600)
    late = await one(mouth, back)
    assert isinstance(late, Refused)
    assert not late.unreachable


async def test_without_its_number_a_message_stays(mouth: WeComMouth) -> None:
    assert isinstance(await one(mouth, Outgoing(9, Kind.RECALL, "Li", Rendered(""), target="x1")), Refused)
