"""What WeCom refuses, cuts and drops, our WeCom does too; and wechatpy really works against it."""

from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
import wechatpy.work
from hypothesis import given, settings
from hypothesis import strategies as st
from wechatpy.exceptions import WeChatClientException
from wechatpy.work import WeChatClient
from wechatpy.work.crypto import WeChatCrypto

from tests.fakes import Clock, FakeWeCom
from tests.fakes.weixin_callbacks import from_xml
from tests.fakes.weixin_crypto import Envelope, Unreadable
from tests.fakes_own.listening import Heard, Listener, client, listening
from tests.patience import PATIENCE

Post = Callable[..., dict[str, Any]]
CARD = {
    "card_type": "button_interaction",
    "task_id": "T-0001@1",
    "main_title": {"title": "T-0001 投影仪不亮", "desc": "高二3班"},
    "horizontal_content_list": [{"keyname": "报修人", "value": "李老师"}],
    "button_list": [{"text": "接单", "style": 1, "key": "claim:1"}, {"text": "转派", "style": 2, "key": "pass:1"}],
}


@pytest.fixture
def bot() -> Iterator[Listener]:
    with listening("/wecom/callback") as listener:
        yield listener


@pytest.fixture
def wecom(clock: Clock, bot: Listener) -> Iterator[FakeWeCom]:
    with FakeWeCom(clock=clock, callback_url=bot.url) as fake:
        yield fake


@pytest.fixture
def post(wecom: FakeWeCom) -> Iterator[Post]:
    with client(f"{wecom.root}/cgi-bin/") as http:
        known = wecom.corporation

        def call(method: str, **body: Any) -> dict[str, Any]:
            query = {"corpid": known.corp_id, "corpsecret": known.secret}
            token = http.get("gettoken", params=query).json()["access_token"]
            answer: dict[str, Any] = http.post(method, params={"access_token": token}, json=body).json()
            return answer

        yield call


def text(content: str = "你好", **more: Any) -> dict[str, Any]:
    return {"touser": "wang", "agentid": 1000002, "msgtype": "text", "text": {"content": content}} | more


def card(**changes: Any) -> dict[str, Any]:
    changed = {name: value for name, value in (CARD | changes).items() if value is not None}
    return {"touser": "wang", "agentid": 1000002, "msgtype": "template_card", "template_card": changed}


def crypto(fake: FakeWeCom) -> WeChatCrypto:
    return WeChatCrypto(fake.corporation.token, fake.corporation.aes_key, fake.corporation.corp_id)


# -- sending ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "errcode"),
    [
        (text(), 0),
        (text(touser="|".join(["wang"] * 1000)), 0),
        (text(touser="|".join(["wang"] * 1001)), 40032),
        (text(touser=""), 82001),
        (text(touser="nobody|noone"), 81013),
        (text(toparty="|".join(["1"] * 101)), 82002),
        (text(totag="|".join(["1"] * 101)), 82003),
        (text(agentid="1000002"), 40056),
        (text(agentid=1000003), 301002),
        (text(msgtype="carrier_pigeon"), 40008),
        (text(content=""), 44004),
        (text(msgtype="image", image={"media_id": "nothing"}), 40007),
        (text(msgtype="textcard", textcard={"description": "x", "url": "https://x.example"}), 41016),
        (text(msgtype="textcard", textcard={"title": "x", "url": "https://x.example"}), 41033),
        (text(enable_duplicate_check=1, duplicate_check_interval=14401), 40058),
        (card(), 0),
        (card(task_id=None), 40058),
        (card(task_id="任务"), 40058),
        (card(task_id="x" * 129), 40058),
        (card(main_title={"desc": "x"}), 40058),
        (card(button_list=[]), 40058),
        (card(button_list=[{"text": "x", "key": str(i)} for i in range(7)]), 40058),
        (card(button_list=[{"text": "x", "key": str(i)} for i in range(6)]), 0),
        (card(button_list=[{"text": "x", "key": "1"}, {"text": "y", "key": "1"}]), 40058),
        (card(button_list=[{"text": "x", "key": "k" * 1025}]), 40058),
        (card(button_list=[{"text": "x", "key": "k", "style": 5}]), 40058),
        (card(horizontal_content_list=[{"keyname": "k"}] * 7), 40058),
        (card(jump_list=[{}] * 4), 40058),
        (card(card_type="tarot"), 40058),
    ],
)
def test_a_message_wecom_would_refuse_is_refused(
    wecom: FakeWeCom, post: Post, body: dict[str, Any], errcode: int
) -> None:
    wang = wecom.member("wang")

    assert post("message/send", **body)["errcode"] == errcode
    assert len(wang.sees()) == (errcode == 0)


def test_a_task_id_is_used_once_per_app(wecom: FakeWeCom, post: Post) -> None:
    wecom.member("wang")

    assert [post("message/send", **card())["errcode"] for _ in range(2)] == [0, 40058]


def test_some_receivers_may_be_invalid_and_are_named_in_lower_case(wecom: FakeWeCom, post: Post) -> None:
    wang = wecom.member("WangWu")

    answer = post("message/send", **text(touser="wangwu|LiSi|ZHAO"))

    assert (answer["errcode"], answer["invaliduser"]) == (0, "lisi|zhao")
    assert wang.hears() == ["你好"]


def test_a_text_over_2048_bytes_is_cut_without_a_word(wecom: FakeWeCom, post: Post) -> None:
    wang = wecom.member("wang")

    assert post("message/send", **text("字" * 700))["errcode"] == 0
    assert wang.hears() == ["字" * 682]
    assert [(c.userids, len(c.whole)) for c in wecom.desk.cuts] == [(("wang",), 700)]


def test_the_31st_message_in_a_minute_and_the_1001st_in_an_hour_vanish(
    wecom: FakeWeCom, post: Post, clock: Clock
) -> None:
    wang = wecom.member("wang")

    answers = {post("message/send", **text(str(i)))["errcode"] for i in range(31)}
    assert (answers, len(wang.sees())) == ({0}, 30)
    assert [(d.userid, d.text, d.limit) for d in wecom.desk.dropped] == [("wang", "30", "30 a minute")]
    clock.advance(61)
    wang.person.arrived.extend([clock.time() - 61] * 970)
    post("message/send", **text("one too many"))
    assert wecom.desk.dropped[-1].limit == "1000 an hour"


def test_the_same_request_is_not_delivered_twice_when_asked_so(wecom: FakeWeCom, post: Post, clock: Clock) -> None:
    wang = wecom.member("wang")
    body = text(enable_duplicate_check=1, duplicate_check_interval=600)

    first, second = post("message/send", **body), post("message/send", **body)
    clock.advance(601)
    third = post("message/send", **body)

    assert (first == second, third["errcode"], len(wang.sees())) == (True, 0, 2)


def test_tokens_are_kept_and_refused_when_wrong_or_old(wecom: FakeWeCom, clock: Clock) -> None:
    known = wecom.corporation

    def get(method: str, **query: str) -> dict[str, Any]:
        with client(f"{wecom.root}/cgi-bin/") as http:
            answer: dict[str, Any] = http.get(method, params=query).json()
            return answer

    first = get("gettoken", corpid=known.corp_id, corpsecret=known.secret)
    again = get("gettoken", corpid=known.corp_id, corpsecret=known.secret)
    token = first["access_token"]
    assert (again["access_token"], wecom.token_calls) == (token, 2)
    assert get("gettoken", corpid=known.corp_id, corpsecret="x")["errcode"] == 40001
    assert get("gettoken", corpid="x", corpsecret=known.secret)["errcode"] == 40013
    assert get("department/list", access_token=token)["errcode"] == 0
    assert get("department/list")["errcode"] == 41001
    assert get("department/list", access_token="x")["errcode"] == 40014
    clock.advance(7200)
    assert get("department/list", access_token=token)["errcode"] == 42001
    wecom.trusted_ip = False
    assert get("gettoken", corpid=known.corp_id, corpsecret=known.secret)["errcode"] == 60020


# -- cards ------------------------------------------------------------------------------------


def test_a_card_is_pressed_and_greyed_with_a_code_that_works_once(wecom: FakeWeCom, post: Post, clock: Clock) -> None:
    wang, zhao, plugin = wecom.member("wang"), wecom.member("zhao"), wecom.member("qian", plugin=True)
    sent = post("message/send", **(card() | {"touser": "wang|zhao|qian"}))
    assert (wang.sees()[0].buttons, plugin.sees()) == (["接单", "转派"], [])
    press = wang.presses("接单")
    late = zhao.presses("转派")
    wecom.wait_delivered(press, late)
    assert (press.fields["EventKey"], press.fields["TaskId"], "MsgId" in press.fields) == ("claim:1", "T-0001@1", False)

    def update(code: str, **whom: Any) -> int:
        button = {"replace_name": "王师傅已接单"}
        answer = post("message/update_template_card", agentid=1000002, response_code=code, button=button, **whom)
        return int(answer["errcode"])

    code = press.fields["ResponseCode"]
    assert update(code) == 82001
    assert [update(code, atall=1), update(code, atall=1)] == [0, 40058]
    assert [(m.sees()[0].buttons, m.sees()[0].settled) for m in (wang, zhao)] == [([], "王师傅已接单")] * 2
    with pytest.raises(AssertionError, match="no live button"):
        zhao.presses("接单")
    assert update("invented", atall=1) == 40058
    assert update(sent["response_code"], userids=["wang"]) == 0
    clock.advance(72 * 3600 + 1)
    assert update(late.fields["ResponseCode"], atall=1) == 40058


def test_a_recalled_message_is_gone_but_not_from_the_plugin(wecom: FakeWeCom, post: Post, clock: Clock) -> None:
    wang, qian = wecom.member("wang"), wecom.member("qian", plugin=True)
    sent = post("message/send", **text(touser="wang|qian"))

    assert post("message/recall", msgid=sent["msgid"])["errcode"] == 0
    assert (wang.hears(), qian.hears()) == ([], ["你好"])
    assert post("message/recall", msgid="x")["errcode"] == 40058
    clock.advance(24 * 3600 + 1)
    assert post("message/recall", msgid=sent["msgid"])["errcode"] == 40058


# -- callbacks --------------------------------------------------------------------------------


def test_the_url_is_verified_by_the_bare_echo_within_a_second(wecom: FakeWeCom, bot: Listener) -> None:
    def echo(heard: Heard) -> str:
        q = heard.query
        answer: str = crypto(wecom).check_signature(q["msg_signature"], q["timestamp"], q["nonce"], q["echostr"])
        return answer if isinstance(answer, str) else bytes(answer).decode()

    bot.answers = echo
    assert wecom.verify_callback(PATIENCE) == "ok"
    bot.answers = lambda heard: f'"{echo(heard)}"'
    assert wecom.verify_callback(PATIENCE).endswith("not the bare echo")
    bot.silent = 1
    assert wecom.verify_callback(timeout=0.1) == "no answer within 0.1 s"


def test_wechatpy_opens_what_members_send_and_its_sealed_answer_is_shown(wecom: FakeWeCom, bot: Listener) -> None:
    parsed: list[Any] = []

    def answer(heard: Heard) -> str:
        q = heard.query
        message = wechatpy.work.parse_message(
            crypto(wecom).decrypt_message(heard.body, q["msg_signature"], q["timestamp"], q["nonce"])
        )
        parsed.append(message)
        if message.type != "text":
            return ""
        reply = wechatpy.work.create_reply(f"收到：{message.content}", message).render()
        sealed: str = crypto(wecom).encrypt_message(reply, q["nonce"], q["timestamp"])
        return sealed

    bot.answers = answer
    wang = wecom.member("wang", "王师傅")
    wang.sends("投影仪不亮")
    wang.sends_image()
    wang.sends_location(31.2, 121.5, "高二3班")
    wang.enters()
    wang.subscribes()
    wang.clicks_menu("todo")
    wecom.leaves(wecom.member("gone"))
    wecom.wait_delivered()

    assert wang.hears() == ["收到：投影仪不亮"]
    assert [m.type for m in parsed if m.source == "wang"][:3] == ["text", "image", "location"]
    assert {m.id for m in parsed if m.type in ("event", "unknown")} == {0}, "events have no MsgId"
    assert wecom.violations == []
    broken = wang.sends("the library does not escape ]]>")
    wecom.wait_delivered(broken)
    assert str(broken.refused).startswith("not XML")


def test_a_callback_is_tried_three_times_when_nobody_answers_and_once_when_refused(
    wecom: FakeWeCom, bot: Listener
) -> None:
    wang = wecom.member("wang")
    bot.hang_ups = 2
    slow = wang.sends("慢")
    wecom.wait_delivered(slow)
    bot.status = 500
    refused = wang.sends("坏")
    wecom.wait_delivered(refused)

    assert (slow.statuses, slow.accepted) == ([0, 0, 200], True)
    assert (refused.statuses, refused.refused) == ([500], "HTTP 500")
    opened = {
        crypto(wecom).decrypt_message(h.body, h.query["msg_signature"], h.query["timestamp"], h.query["nonce"])
        for h in bot.heard[:3]
    }
    assert len(opened) == 1, "the same MsgId each time"


def test_a_sealed_answer_may_grey_the_button_of_who_pressed(wecom: FakeWeCom, bot: Listener, post: Post) -> None:
    wang, zhao = wecom.member("wang"), wecom.member("zhao")
    post("message/send", **(card() | {"touser": "wang|zhao"}))
    word = "<MsgType>update_button</MsgType><Button><ReplaceName>已接单</ReplaceName></Button>"
    bot.answers = lambda heard: str(crypto(wecom).encrypt_message(f"<xml>{word}</xml>", heard.query["nonce"], "1"))
    wecom.wait_delivered(wang.presses("接单"))

    assert [(m.sees()[0].settled, m.sees()[0].buttons) for m in (wang, zhao)] == [
        ("已接单", []),
        (None, ["接单", "转派"]),
    ]


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (lambda sealed: sealed.replace("<MsgSignature><![CDATA[", "<MsgSignature><![CDATA[0"), "wrong signature"),
        (lambda sealed: sealed.replace("MsgSignature", "Signature"), "the reply lacks MsgSignature"),
        (lambda _: "<xml><MsgType>text</MsgType></xml>", "the reply lacks Encrypt, MsgSignature, Nonce, TimeStamp"),
        (lambda _: "ok", "not XML"),
    ],
)
def test_an_answer_that_is_not_sealed_right_is_not_shown(
    wecom: FakeWeCom, bot: Listener, spoil: Callable[[str], str], why: str
) -> None:
    sealed = crypto(wecom).encrypt_message("<xml><MsgType>text</MsgType><Content>x</Content></xml>", "1", "1")
    bot.answers = lambda _: spoil(sealed)
    wang = wecom.member("wang")
    delivery = wang.sends("在吗")
    wecom.wait_delivered(delivery)

    assert str(delivery.refused).startswith(why)
    assert (wang.sees(), len(wecom.violations)) == ([], 1)


def test_faults_come_on_demand(wecom: FakeWeCom, post: Post) -> None:
    wang = wecom.member("wang")
    wecom.fail_next("message/send", errcode=45033, errmsg="api concurrent out of limit")
    wecom.fail_next("message/send", status=502)
    wecom.fail_next("message/send", drop="after")

    assert post("message/send", **text("refused"))["errcode"] == 45033
    assert post("message/send", **text("broken"))["errcode"] == -1
    with pytest.raises(httpx.RemoteProtocolError):
        post("message/send", **text("arrived"))
    assert wang.hears() == ["arrived"]
    assert [call.status for call in wecom.called("message/send")] == [200, 502, 200]


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=300))
def test_our_envelope_and_wechatpys_open_each_other(message: str) -> None:
    ours = Envelope("token", "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG", "wwcorp")
    theirs = WeChatCrypto("token", "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG", "wwcorp")

    sealed = ours.seal(message)
    opened = theirs.decrypt_message({"Encrypt": sealed}, ours.signature("1", "2", sealed), "1", "2")
    back = from_xml(theirs.encrypt_message(message, "2", "1"))

    assert (opened, ours.open(back["Encrypt"])) == (message, message)
    assert back["MsgSignature"] == ours.signature("1", "2", back["Encrypt"])


@pytest.mark.parametrize("sealed", ["", "!", "AAAA", "A" * 64])
def test_what_is_no_envelope_is_not_opened(sealed: str) -> None:
    with pytest.raises(Unreadable):
        Envelope("token", "a" * 43, "wwcorp").open(sealed)
    stranger = Envelope("token", "a" * 43, "wwother").seal("x")
    with pytest.raises(Unreadable, match="somebody else"):
        Envelope("token", "a" * 43, "wwcorp").open(stranger)


# -- the library on top -----------------------------------------------------------------------


class Client(WeChatClient):  # type: ignore[misc]  # the library has no hints
    """wechatpy with the root of our fake, as an adapter has to do it."""

    def __init__(self, fake: FakeWeCom) -> None:
        self.API_BASE_URL = f"{fake.root}/cgi-bin/"
        super().__init__(fake.corporation.corp_id, fake.corporation.secret, auto_retry=False)
        self._http.trust_env = False

    def fetch_access_token(self) -> Any:
        query = {"corpid": self.corp_id, "corpsecret": self.secret}
        return self._fetch_access_token(f"{self.API_BASE_URL}gettoken", query)


def test_wechatpy_works_against_it(wecom: FakeWeCom) -> None:
    wang = wecom.member("wang", "王师傅", departments=[2])
    wecom.department(2, "信息中心")
    library = Client(wecom)
    try:
        sent = library.message.send_text(1000002, "wang", "你好")
        assert sent["msgid"]
        assert library.user.get("wang")["name"] == "王师傅"
        assert [d["name"] for d in library.department.list()] == ["学校", "信息中心"]
        assert library.user.list(2)[0]["userid"] == "wang"
        media = library.media.upload("image", ("a.png", b"\x89PNG-picture", "image/png"))
        library.message.send_image(1000002, "wang", media["media_id"])
        assert library.get("media/get", params={"media_id": media["media_id"]}).content == b"\x89PNG-picture"
        assert library.post("user/list_id", data={"limit": 1})["dept_user"] == [{"userid": "wang", "department": 2}]
        with pytest.raises(WeChatClientException) as refused:
            library.media.upload("image", ("a.png", b"12345", "image/png"))
        assert refused.value.errcode == 40006
        wecom.revoke_tokens()
        with pytest.raises(WeChatClientException) as stale:
            library.message.send_text(1000002, "wang", "你好")
        assert stale.value.errcode == 40014
        assert [m.msgtype for m in wang.sees()] == ["text", "image"]
    finally:
        library._http.close()
