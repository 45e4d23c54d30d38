"""The doors that WeCom and WeChat knock on: seals, age, copies, garbage; and "yes" only when it is a row."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from urllib.parse import urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.routing import Route

from bot.platforms import wechat_callback, wecom_callback
from bot.platforms.callbacks import Freshness, Rejected
from bot.platforms.wechat_account import WeChatAccount
from bot.platforms.wechat_envelope import MOST_BYTES, Envelope
from bot.platforms.wecom_app import WeComApp
from tests.bot.platforms.conftest import NOON, RememberingEars, calling, served
from tests.fakes import Clock, Corporation, FakeWeChat, FakeWeCom, OfficialAccount
from tests.fakes.weixin_callbacks import to_xml
from tests.fakes.weixin_crypto import Envelope as TheirEnvelope
from tests.patience import PATIENCE

pytestmark = pytest.mark.anyio

CORP, ACCOUNT = Corporation(), OfficialAccount()
APP = WeComApp(CORP.corp_id, CORP.agent_id, CORP.secret, CORP.token, CORP.aes_key)
OA = WeChatAccount(ACCOUNT.app_id, ACCOUNT.app_secret, ACCOUNT.token, ACCOUNT.aes_key)
SEALED = TheirEnvelope(CORP.token, CORP.aes_key, CORP.corp_id)
OA_SEALED = TheirEnvelope(ACCOUNT.token, ACCOUNT.aes_key, ACCOUNT.app_id)
STAMP = str(int(NOON.timestamp()))


def message(text: str = "你好", number: int = 7) -> str:
    fields = {"ToUserName": "x", "FromUserName": "LiTeacher", "CreateTime": int(STAMP), "MsgType": "text"}
    return to_xml({**fields, "Content": text, "MsgId": number})


@dataclass(frozen=True)
class Knock:
    """One call as somebody makes it; every part can be tampered with."""

    path: str
    query: dict[str, str]
    body: bytes

    @property
    def url(self) -> str:
        return f"{self.path}?{urlencode(self.query)}"

    def asking(self, **query: str) -> "Knock":
        return replace(self, query={**self.query, **query})

    def without(self, name: str) -> "Knock":
        return replace(self, query={k: v for k, v in self.query.items() if k != name})


def sealed_knock(
    path: str,
    envelope: TheirEnvelope,
    inside: str,
    *,
    stamp: str = STAMP,
    nonce: str = "n1",
    receiver: str | None = None,
) -> Knock:
    cipher = envelope.seal(inside, receiver=receiver)
    query = {"timestamp": stamp, "nonce": nonce, "msg_signature": envelope.signature(stamp, nonce, cipher)}
    return Knock(path, query, to_xml({"ToUserName": "x", "Encrypt": cipher}).encode())


def wecom_knock(inside: str | None = None, **how: str) -> Knock:
    return sealed_knock("/wecom/callback", SEALED, message() if inside is None else inside, **how)


def with_body(knock: Knock, body: bytes) -> Knock:
    return replace(knock, body=body)


def resealed(garbage: str) -> Knock:
    """A rightly signed call around bytes that are no cipher of ours."""
    query = {"timestamp": STAMP, "nonce": "n1", "msg_signature": SEALED.signature(STAMP, "n1", garbage)}
    return Knock("/wecom/callback", query, to_xml({"Encrypt": garbage}).encode())


def shifted(seconds: int) -> str:
    return str(int(STAMP) + seconds)


KNOCKS: dict[str, tuple[Callable[[], Knock], int]] = {
    "WeCom's own": (wecom_knock, 200),
    "a little old": (lambda: wecom_knock(stamp=shifted(-590)), 200),
    "too old": (lambda: wecom_knock(stamp=shifted(-700)), 403),
    "from the future": (lambda: wecom_knock(stamp=shifted(700)), 403),
    "no time": (lambda: wecom_knock(stamp=""), 403),
    "a time that is none": (lambda: wecom_knock(stamp="tomorrow"), 403),
    "a time in other digits": (lambda: wecom_knock(stamp="१२३"), 403),
    "an endless time": (lambda: wecom_knock(stamp="9" * 400), 403),
    "without a seal": (lambda: wecom_knock().without("msg_signature"), 403),
    "another seal": (lambda: wecom_knock().asking(msg_signature="0" * 40), 403),
    "a seal in Chinese": (lambda: wecom_knock().asking(msg_signature="签名"), 403),
    "another nonce": (lambda: wecom_knock().asking(nonce="n2"), 403),
    "the plain seal only": (
        lambda: wecom_knock().without("msg_signature").asking(signature=SEALED.signature(STAMP, "n1")), 403,
    ),
    "another cipher": (lambda: with_body(wecom_knock(), wecom_knock(message("同意")).body), 403),
    "meant for another corporation": (lambda: wecom_knock(receiver="wwanother"), 403),
    "no message inside": (lambda: wecom_knock("<xml></xml>"), 400),
    "no XML inside": (lambda: wecom_knock("hello"), 400),
    "nothing inside": (lambda: wecom_knock(""), 400),
    "laughing entities inside": (lambda: wecom_knock('<!DOCTYPE x [<!ENTITY a "ha">]><xml><A>&a;</A></xml>'), 400),
    "signed bytes of no cipher": (lambda: resealed("AAAA"), 400),
    "signed words": (lambda: resealed("你好"), 400),
    "signed nothing": (lambda: resealed(""), 400),
    "a signed block of noise": (lambda: resealed("QUJD" * 16), 400),
    "no Encrypt": (lambda: with_body(wecom_knock(), b"<xml><A>1</A></xml>"), 403),
    "no XML": (lambda: with_body(wecom_knock(), b"{}"), 400),
    "not UTF-8": (lambda: with_body(wecom_knock(), b"\xff\xfe"), 400),
    "an outside entity": (
        lambda: with_body(wecom_knock(), b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><xml><Encrypt>&e;</Encrypt></xml>'),
        400,
    ),
    "a flood": (lambda: with_body(wecom_knock(), b"<xml>" + b" " * MOST_BYTES), 413),
}  # fmt: skip


def doors(ears: RememberingEars, account: WeChatAccount = OA) -> list[Route]:
    return [*wecom_callback.routes(ears, APP, lambda: NOON), *wechat_callback.routes(ears, account, lambda: NOON)]


@pytest.mark.parametrize("name", KNOCKS)
async def test_each_knock_is_answered_as_the_table_says(name: str, ears: RememberingEars) -> None:
    make, status = KNOCKS[name]
    knock = make()
    async with calling(doors(ears)) as client:
        response = await client.post(knock.url, content=knock.body)
    assert response.status_code == status
    assert len(ears.kept) == (1 if status == 200 else 0)
    if status == 200:
        assert response.content == b""


async def test_what_is_kept_is_the_message_inside(ears: RememberingEars) -> None:
    knock = wecom_knock(message("高二3班投影仪不亮"))
    async with calling(doors(ears)) as client:
        await client.post(knock.url, content=knock.body)
    [kept] = ears.kept
    assert (kept.platform, kept.event_id, kept.conversation) == ("wecom", "7", "liteacher")
    assert kept.payload == message("高二3班投影仪不亮")


async def test_the_same_call_again_is_answered_yes_and_kept_once(ears: RememberingEars) -> None:
    knock = wecom_knock()
    async with calling(doors(ears)) as client:
        answers = [(await client.post(knock.url, content=knock.body)).status_code for _ in range(3)]
    assert answers == [200, 200, 200]
    assert len(ears.kept) == 1


async def test_what_could_not_be_kept_is_taken_when_it_comes_again(ears: RememberingEars) -> None:
    ears.failures = 1
    knock = wecom_knock()
    async with calling(doors(ears)) as client:
        answers = [(await client.post(knock.url, content=knock.body)).status_code for _ in range(2)]
    assert answers == [503, 200]
    assert len(ears.kept) == 1


def plain_knock(text: str, nonce: str = "n1", stamp: str = STAMP) -> Knock:
    query = {"timestamp": stamp, "nonce": nonce, "signature": OA_SEALED.signature(stamp, nonce)}
    return Knock("/wechat/callback", query, message(text).encode())


PLAIN = replace(OA, aes_key="")


async def test_in_plain_mode_a_copied_signature_carries_no_other_words(ears: RememberingEars) -> None:
    first, forged = plain_knock("你好"), plain_knock("同意 P-2026-003")
    async with calling(doors(ears, PLAIN)) as client:
        answers = [(await client.post(k.url, content=k.body)).status_code for k in (first, first, forged)]
    assert answers == [200, 200, 403]
    assert len(ears.kept) == 1


async def test_in_plain_mode_the_signature_and_its_age_count(ears: RememberingEars) -> None:
    knocks = [
        plain_knock("a").asking(signature="0" * 40), plain_knock("a").without("signature"),
        plain_knock("a", stamp=shifted(-700)), with_body(plain_knock("a"), b"<xml>"), plain_knock("a"),
    ]  # fmt: skip
    async with calling(doors(ears, PLAIN)) as client:
        answers = [(await client.post(knock.url, content=knock.body)).status_code for knock in knocks]
    assert answers == [403, 403, 403, 400, 200]


async def test_in_safe_mode_nobody_gets_in_by_leaving_the_seal_away(ears: RememberingEars) -> None:
    plain = plain_knock("同意")
    sealed = sealed_knock("/wechat/callback", OA_SEALED, message("你好"))
    async with calling(doors(ears)) as client:
        answers = [(await client.post(knock.url, content=knock.body)).status_code for knock in (plain, sealed)]
    assert answers == [403, 200]


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300), st.text(max_size=40), st.text(max_size=20))
async def test_no_bytes_at_all_bring_the_door_down(body: bytes, seal: str, nonce: str) -> None:
    ears = RememberingEars()
    query = {"msg_signature": seal, "signature": seal, "timestamp": STAMP, "nonce": nonce}
    clean = {name: value.encode(errors="replace").decode() for name, value in query.items()}
    async with calling(doors(ears)) as client:
        for path in ("/wecom/callback", "/wechat/callback"):
            response = await client.post(f"{path}?{urlencode(clean)}", content=body)
            assert response.status_code in (400, 403)
            response = await client.get(f"{path}?{urlencode({**clean, 'echostr': seal.encode(errors='replace')})}")
            assert response.status_code in (400, 403)
    assert ears.kept == []


def test_old_seals_are_forgotten_and_the_memory_has_an_end() -> None:
    clock = Clock(NOON, frozen=True)
    fresh = Freshness(clock.now, seconds=60)
    fresh.accept("one", b"body")
    assert fresh.is_repeat("one", b"body")
    with pytest.raises(Rejected):
        fresh.is_repeat("one", b"another")
    clock.advance(200)
    assert not fresh.is_repeat("one", b"another")


@pytest.mark.parametrize("key", ["", "short", "x" * 42, "中" * 43])
def test_a_broken_key_is_found_at_start(key: str) -> None:
    with pytest.raises(ValueError, match="EncodingAESKey"):
        Envelope("token", key, "ww1", corporation=True)


def test_a_door_without_a_token_is_not_built(ears: RememberingEars) -> None:
    with pytest.raises(ValueError, match="XIAOXIN_WECOM_TOKEN"):
        wecom_callback.routes(ears, replace(APP, token=""))
    with pytest.raises(ValueError, match="XIAOXIN_WECHAT_TOKEN"):
        wechat_callback.routes(ears, replace(OA, token=""))


def test_the_consoles_accept_our_address(ears: RememberingEars) -> None:
    clock = Clock(NOON, frozen=True)
    routes = [*wecom_callback.routes(ears, APP, clock.now), *wechat_callback.routes(ears, OA, clock.now)]
    with served(routes) as address, FakeWeCom(clock=clock) as wecom, FakeWeChat(clock=clock) as wechat:
        wecom.callback_url = f"{address}/wecom/callback"
        wechat.callback_url = f"{address}/wechat/callback"
        assert wecom.verify_callback(PATIENCE) == "ok"
        assert wechat.verify_callback(PATIENCE) == "ok"
        li, fan = wecom.member("LiTeacher"), wechat.fan()
        wecom.wait_delivered(li.sends("高二3班投影仪不亮"), li.enters())
        wechat.wait_delivered(fan.sends("买软件要谁审批"))
        assert (wecom.violations, wechat.violations) == ([], [])
    assert [update.platform for update in ears.kept] == ["wecom", "wecom", "wechat"]


async def test_a_stale_or_forged_check_of_the_address_learns_nothing(ears: RememberingEars) -> None:
    sealed = SEALED.seal("echo")
    good = {"timestamp": STAMP, "nonce": "n", "msg_signature": SEALED.signature(STAMP, "n", sealed), "echostr": sealed}
    old = {**good, "timestamp": shifted(-900), "msg_signature": SEALED.signature(shifted(-900), "n", sealed)}
    async with calling(doors(ears)) as client:
        answers = [
            await client.get(f"/wecom/callback?{urlencode(query)}")
            for query in (good, old, {**good, "msg_signature": "0" * 40}, {})
        ]
    assert [answer.status_code for answer in answers] == [200, 403, 403, 403]
    assert answers[0].text == "echo"
    assert not any("echo" in answer.text for answer in answers[1:])
