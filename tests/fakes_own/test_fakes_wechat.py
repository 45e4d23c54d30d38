"""What WeChat refuses the official account, ours does too; and wechatpy really works against it."""

from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
import wechatpy
from wechatpy import WeChatClient
from wechatpy.crypto import WeChatCrypto
from wechatpy.exceptions import WeChatClientException

from tests.fakes import Clock, FakeWeChat
from tests.fakes_own.listening import Heard, Listener, client, listening
from tests.patience import PATIENCE

Post = Callable[..., dict[str, Any]]


@pytest.fixture
def bot() -> Iterator[Listener]:
    with listening("/wechat/callback") as listener:
        yield listener


@pytest.fixture
def wechat(clock: Clock, bot: Listener) -> Iterator[FakeWeChat]:
    with FakeWeChat(clock=clock, callback_url=bot.url) as fake:
        yield fake


def owner(fake: FakeWeChat) -> dict[str, str]:
    known = fake.settings
    return {"grant_type": "client_credential", "appid": known.app_id, "secret": known.app_secret}


def caller(fake: FakeWeChat, http: httpx.Client) -> Post:
    def call(method: str, **body: Any) -> dict[str, Any]:
        token = http.post("stable_token", json=owner(fake)).json()["access_token"]
        answer: dict[str, Any] = http.post(method, params={"access_token": token}, json=body).json()
        return answer

    return call


@pytest.fixture
def post(wechat: FakeWeChat) -> Iterator[Post]:
    with client(f"{wechat.root}/cgi-bin/") as http:
        yield caller(wechat, http)


def text(openid: str, content: str = "你好") -> dict[str, Any]:
    return {"touser": openid, "msgtype": "text", "text": {"content": content}}


def menu(openid: str) -> dict[str, Any]:
    rows = [{"id": "101-x7", "content": "同意"}, {"id": "102-x7", "content": "驳回"}]
    content = {"head_content": "P-2026-003", "list": rows, "tail_content": ""}
    return {"touser": openid, "msgtype": "msgmenu", "msgmenu": content}


# -- who may be written to, how often ---------------------------------------------------------


def test_five_messages_follow_one_message_within_48_hours(wechat: FakeWeChat, post: Post, clock: Clock) -> None:
    li = wechat.fan()
    codes = [post("message/custom/send", **text(li.openid))["errcode"]]
    li.sends("在吗")
    codes += [post("message/custom/send", **text(li.openid))["errcode"] for _ in range(6)]
    li.sends("再问")
    clock.advance(48 * 3600 - 1)
    codes.append(post("message/custom/send", **text(li.openid))["errcode"])
    clock.advance(2)
    codes.append(post("message/custom/send", **text(li.openid))["errcode"])

    assert codes == [45015, 0, 0, 0, 0, 0, 45047, 0, 45015]


def test_three_messages_follow_a_click_within_a_minute(wechat: FakeWeChat, post: Post, clock: Clock) -> None:
    li = wechat.fan(subscribed=False)
    assert post("message/custom/send", **text(li.openid))["errcode"] == 45015
    li.follows()
    codes = [post("message/custom/send", **text(li.openid))["errcode"] for _ in range(4)]
    li.clicks_menu("todo")
    clock.advance(61)
    codes.append(post("message/custom/send", **text(li.openid))["errcode"])
    li.unfollows()
    li.sends("a last word")
    codes.append(post("message/custom/send", **text(li.openid))["errcode"])

    assert codes == [0, 0, 0, 45047, 45015, 45015]


@pytest.mark.parametrize(
    ("change", "errcode"),
    [
        ({}, 0),
        ({"touser": "oNOBODY"}, 40003),
        ({"msgtype": "hologram"}, 40008),
        ({"text": {"content": ""}}, 44004),
        ({"text": {"content": "字" * 683}}, 45002),
        ({"text": {"content": "字" * 682}}, 0),
        ({"msgtype": "image", "image": {"media_id": "x"}}, 40007),
        ({"msgtype": "msgmenu", "msgmenu": {"list": []}}, 47003),
    ],
)
def test_a_message_wechat_would_refuse_is_refused(
    wechat: FakeWeChat, post: Post, change: dict[str, Any], errcode: int
) -> None:
    li = wechat.fan()
    li.sends("在吗")

    assert post("message/custom/send", **(text(li.openid) | change))["errcode"] == errcode
    assert len(li.sees()) == (errcode == 0)


def test_an_account_that_is_not_verified_may_only_answer(clock: Clock) -> None:
    with (
        FakeWeChat(clock=clock, verified=False) as fake,
        client(f"{fake.root}/cgi-bin/") as http,
    ):
        li, post = fake.fan(), caller(fake, http)
        fake.account.opened_by_message(li.follower)

        assert post("message/custom/send", **text(li.openid))["errcode"] == 48001
        assert post("message/custom/send", **menu(li.openid))["errcode"] == 40200
        assert post("message/template/send", touser=li.openid)["errcode"] == 48001
        assert post("message/subscribe/bizsend", touser=li.openid)["errcode"] == 48001


def test_a_subscribe_notice_needs_a_consent_each_time(wechat: FakeWeChat, post: Post) -> None:
    li = wechat.fan()
    wechat.template("notice", "thing1", "time2")
    data = {"thing1": {"value": "报修已受理"}, "time2": {"value": "2026-11-22"}}
    notice = {"touser": li.openid, "template_id": "notice", "data": data}

    def send(**change: Any) -> int:
        return int(post("message/subscribe/bizsend", **(notice | change))["errcode"])

    assert send() == 43101
    li.consents("notice")
    assert send(template_id="unknown") == 40037
    assert send(data={"thing1": {"value": "x"}}) == 47003
    assert send(data=data | {"thing1": {"value": "长" * 21}}) == 47003
    assert [send(), send()] == [0, 43101]
    assert li.hears() == ["thing1: 报修已受理\ntime2: 2026-11-22"]


@pytest.mark.parametrize(
    ("buttons", "errcode"),
    [
        ([{"name": "报修", "type": "click", "key": "issue"}], 0),
        ([], 40016),
        ([{"name": "x", "type": "click", "key": "k"}] * 4, 40016),
        ([{"name": "六个汉字太长", "type": "click", "key": "k"}], 40018),
        ([{"name": "x", "type": "click", "key": "k" * 129}], 40019),
        ([{"name": "x", "sub_button": [{"name": "y", "type": "click", "key": "k"}] * 6}], 40023),
        ([{"name": "x", "sub_button": [{"name": "y" * 61, "type": "click", "key": "k"}]}], 40025),
    ],
)
def test_a_menu_wechat_would_refuse_is_refused(post: Post, buttons: list[Any], errcode: int) -> None:
    assert post("menu/create", button=buttons)["errcode"] == errcode


# -- tokens -----------------------------------------------------------------------------------


def test_a_plain_token_ends_the_one_before_and_a_stable_one_is_shared(wechat: FakeWeChat, clock: Clock) -> None:
    with client(f"{wechat.root}/cgi-bin/") as http:

        def use(token: str) -> int:
            return int(http.get("menu/get", params={"access_token": token}).json()["errcode"])

        def stable(**more: Any) -> Any:
            answer = http.post("stable_token", json=owner(wechat) | more).json()
            return answer.get("access_token", answer.get("errcode"))

        first, second = (http.get("token", params=owner(wechat)).json()["access_token"] for _ in range(2))
        assert [use(first), use(second), use("x")] == [0, 0, 40001]
        clock.advance(301)
        assert [use(first), use(second)] == [42001, 0]
        kept = stable()
        assert stable() == kept
        forced = stable(force_refresh=True)
        assert (forced != kept, use(kept), stable(force_refresh=True)) == (True, 40001, 45009)
        clock.advance(7200 - 299)
        assert stable() != forced
        assert stable(secret="x") == 40125
        assert stable(appid="x") == 40013


# -- callbacks --------------------------------------------------------------------------------


def crypto(fake: FakeWeChat) -> WeChatCrypto:
    return WeChatCrypto(fake.settings.token, fake.settings.aes_key, fake.settings.app_id)


def sealed_answer(fake: FakeWeChat, parsed: list[Any]) -> Callable[[Heard], str]:
    def answer(heard: Heard) -> str:
        q = heard.query
        wechatpy.utils.check_signature(fake.settings.token, q["signature"], q["timestamp"], q["nonce"])
        if heard.method == "GET":
            return q["echostr"]
        assert q["encrypt_type"] == "aes"
        message = wechatpy.parse_message(
            crypto(fake).decrypt_message(heard.body, q["msg_signature"], q["timestamp"], q["nonce"])
        )
        parsed.append(message)
        if message.type != "text":
            return "success"
        reply = wechatpy.create_reply(f"收到：{message.content}", message).render()
        sealed: str = crypto(fake).encrypt_message(reply, q["nonce"], q["timestamp"])
        return sealed

    return answer


def test_wechatpy_opens_what_followers_send_in_safe_mode(wechat: FakeWeChat, bot: Listener, post: Post) -> None:
    parsed: list[Any] = []
    bot.answers = sealed_answer(wechat, parsed)
    li = wechat.fan()
    ticket = post("qrcode/create", action_name="QR_STR_SCENE", action_info={"scene": {"scene_str": "bind-7"}})["ticket"]

    assert wechat.verify_callback(PATIENCE) == "ok"
    li.sends("报修")
    li.sends_voice()
    li.sends_image()
    li.follows(ticket)
    li.scans(ticket)
    li.clicks_menu("todo")
    wechat.wait_delivered()

    assert li.hears() == ["收到：报修"]
    assert [m.type for m in parsed] == ["text", "voice", "image", "event", "event", "event"]
    assert [(m.event, m.key if m.event == "click" else m.scene_id) for m in parsed[3:]] == [
        ("subscribe_scan", "bind-7"),
        ("scan", "bind-7"),
        ("click", "todo"),
    ]
    assert wechat.violations == []


def test_a_tapped_menu_item_comes_as_text_with_its_id_and_counts_as_a_click(
    wechat: FakeWeChat, bot: Listener, post: Post
) -> None:
    li = wechat.fan()
    li.sends("审批")
    assert post("message/custom/send", **menu(li.openid))["errcode"] == 0
    tap = li.taps("同意")
    wechat.wait_delivered()

    assert (tap.fields["Content"], tap.fields["bizmsgmenuid"]) == ("同意", "101-x7")
    assert li.follower.after_click.left == 3
    with pytest.raises(AssertionError, match="no item"):
        li.taps("提交")


def test_plain_mode_is_signed_and_open(bot: Listener, clock: Clock) -> None:
    def answer(heard: Heard) -> str:
        q = heard.query
        wechatpy.utils.check_signature("FAKEwechatToken", q["signature"], q["timestamp"], q["nonce"])
        reply: str = wechatpy.create_reply("好", wechatpy.parse_message(heard.body)).render()
        return reply

    bot.answers = answer
    with FakeWeChat(clock=clock, callback_url=bot.url, encrypted=False) as fake:
        li = fake.fan()
        fake.wait_delivered(li.sends("在吗"))
        assert li.hears() == ["好"]


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ("ok", "not XML"),
        ('{"errcode": 0}', "not XML"),
        ("<xml><MsgType>text</MsgType></xml>", "the reply is addressed to somebody else"),
    ],
)
def test_a_wrong_answer_shows_the_user_that_the_service_is_out_of_order(
    bot: Listener, clock: Clock, answer: str, why: str
) -> None:
    bot.answers = lambda _: answer
    with FakeWeChat(clock=clock, callback_url=bot.url, encrypted=False) as fake:
        li = fake.fan()
        delivery = li.sends("在吗")
        fake.wait_delivered(delivery)
        assert str(delivery.refused).startswith(why)
        assert li.hears() == ["该公众号提供的服务出现故障，请稍后再试"]


def test_an_unanswered_message_is_tried_three_times(wechat: FakeWeChat, bot: Listener) -> None:
    bot.hang_ups = 3
    li = wechat.fan()
    delivery = li.sends("不在")
    wechat.wait_delivered(delivery)
    assert (delivery.statuses, delivery.accepted, len(bot.heard)) == ([0, 0, 0], False, 3)

    wechat.courier.timeout = 0.1
    bot.silent = 3
    slow = li.sends("慢")
    wechat.wait_delivered(slow)
    assert (slow.statuses, slow.accepted) == ([0, 0, 0], False)
    assert li.hears() == ["该公众号提供的服务出现故障，请稍后再试"] * 2


# -- the library on top -----------------------------------------------------------------------


class Client(WeChatClient):  # type: ignore[misc]  # the library has no hints
    """wechatpy with the root of our fake and the stable token, as an adapter has to do it."""

    def __init__(self, fake: FakeWeChat) -> None:
        self.API_BASE_URL = f"{fake.root}/cgi-bin/"
        self.fake = fake
        super().__init__(fake.settings.app_id, fake.settings.app_secret, auto_retry=False)
        self._http.trust_env = False

    def fetch_access_token(self) -> Any:
        answer = self._http.post(f"{self.API_BASE_URL}stable_token", json=owner(self.fake), timeout=PATIENCE).json()
        self.session.set(self.access_token_key, answer["access_token"], answer["expires_in"])
        self.expires_at = int(self.fake.clock.time()) + answer["expires_in"]
        return answer


def test_wechatpy_works_against_it(wechat: FakeWeChat) -> None:
    li = wechat.fan()
    wechat.template("done", "first")
    library = Client(wechat)
    try:
        with pytest.raises(WeChatClientException) as closed:
            library.message.send_text(li.openid, "你好")
        assert closed.value.errcode == 45015
        li.sends("在吗")
        library.message.send_text(li.openid, "你好")
        library.message.send_template(li.openid, "done", {"first": {"value": "完成"}})
        assert library.user.get(li.openid)["subscribe"] == 1
        library.menu.create({"button": [{"name": "报修", "type": "click", "key": "issue"}]})
        media = library.media.upload("image", ("a.jpg", b"\xff\xd8\xff-jpg", "image/jpeg"))
        library.message.send_image(li.openid, media["media_id"])
        assert library.get("media/get", params={"media_id": media["media_id"]}).content == b"\xff\xd8\xff-jpg"
        assert [seen.kind for seen in li.sees() if seen.kind != "system"] == ["text", "template", "image"]
        wechat.wait_delivered()
        assert wechat.deliveries[-1].fields["Event"] == "TEMPLATESENDJOBFINISH"
    finally:
        library._http.close()
