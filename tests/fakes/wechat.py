"""A strict WeChat official account on a port of this machine: plain and encrypted callbacks, quotas, tokens.

Where WeChat's behaviour is not published (how windows of the customer-service quota combine) the fake
lets a message be paid by the window that closes first.
"""

import itertools
import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlencode

from tests.fakes.clock import Clock
from tests.fakes.serving import PlatformFake, as_response
from tests.fakes.wechat_account import LONGEST_TEXT, Account, Follower, Seen
from tests.fakes.wechat_followers import Fan
from tests.fakes.wechat_tokens import Tokens
from tests.fakes.weixin_callbacks import Courier, Delivery, Fields, is_literal_escape
from tests.fakes.weixin_crypto import Envelope
from tests.fakes.weixin_media import MediaStore
from tests.fakes.weixin_refusals import Refused
from tests.fakes.wire import Request, Response
from tests.patience import PATIENCE

Json = dict[str, Any]
OUT_OF_ORDER = "该公众号提供的服务出现故障，请稍后再试"
REPLY_TYPES = frozenset({"text", "image", "voice", "video", "news", "transfer_customer_service"})


@dataclass(frozen=True, slots=True)
class OfficialAccount:
    """What the administrator copies out of WeChat's console."""

    app_id: str = "wxfake0123456789ab"
    app_secret: str = "0123456789abcdef0123456789abcdef"
    original_id: str = "gh_fake01234567"
    token: str = "FAKEwechatToken"
    aes_key: str = "GFEDCBA9876543210zyxwvutsrqponmlkjihgfedcba"


class FakeWeChat(PlatformFake):
    """`with FakeWeChat(callback_url=…) as fake:`; `encrypted` is the "safe mode" of the console."""

    def __init__(
        self,
        *,
        callback_url: str = "",
        account: OfficialAccount | None = None,
        verified: bool = True,
        encrypted: bool = True,
        clock: Clock | None = None,
        callback_timeout: float = 5.0,
    ) -> None:
        super().__init__(clock=clock)
        self.settings = account or OfficialAccount()
        self.media = MediaStore(self.clock)
        self.account = Account(self.clock, verified, self.media)
        self.tokens = Tokens(self.clock, self.settings.app_id, self.settings.app_secret)
        envelope = Envelope(self.settings.token, self.settings.aes_key, self.settings.app_id)
        self.courier = Courier(
            self.clock,
            self._client,
            envelope,
            callback_url,
            encrypted=encrypted,
            app_style=True,
            timeout=callback_timeout,
        )
        self._message_ids = itertools.count(24_000_000_000_000_001)
        self._openids = itertools.count(1)
        self._get = self._table_of_gets()
        self._post = self._table_of_posts()

    # -- for the tests ------------------------------------------------------------------------

    @property
    def callback_url(self) -> str:
        return self.courier.url

    @callback_url.setter
    def callback_url(self, url: str) -> None:
        self.courier.url = url

    @property
    def deliveries(self) -> list[Delivery]:
        return self.courier.deliveries

    def fan(self, nickname: str = "李老师", *, openid: str | None = None, subscribed: bool = True) -> Fan:
        """Somebody with WeChat who follows the account (or not yet)."""
        with self.changed:
            follower = Follower(openid or f"oFAKE{next(self._openids):023d}", nickname, subscribed)
            self.account.followers[follower.openid] = follower
            return Fan(self, follower)

    def template(self, template_id: str, *fields: str) -> None:
        """A template or subscribe notice as the console lists it."""
        self.account.templates[template_id] = list(fields)

    def fail_next(
        self,
        method: str = "*",
        *,
        errcode: int | None = None,
        errmsg: str = "system error",
        status: int = 200,
        delay: float = 0.0,
        drop: Literal["before", "after"] | None = None,
        times: int = 1,
    ) -> None:
        """Order a fault for the next calls of `method` (such as `message/custom/send`)."""
        answer = None
        if errcode is not None or status != 200:
            answer = as_response({"errcode": errcode if errcode is not None else -1, "errmsg": errmsg}, status)
        self._add_fault(method, answer, delay=delay, drop=drop, times=times, when=None)

    def verify_callback(self, timeout: float = 5.0) -> str:
        """What WeChat does when the callback URL is saved. "ok", or what was wrong with the answer."""
        return self._in_loop(self._verify(timeout)).result(timeout + PATIENCE)

    async def _verify(self, timeout: float) -> str:  # noqa: ASYNC109 -- a number of the contract
        echo = str(secrets.randbelow(10**19))
        query, _ = self.courier.query(self.settings.token, None)
        try:
            url = f"{self.callback_url}?{query}&{urlencode({'echostr': echo})}"
            response = await self._client.request("GET", url, timeout=timeout)
        except (OSError, TimeoutError):
            return f"no answer within {timeout} s"
        if response.status != 200:
            return f"HTTP {response.status}"
        return "ok" if response.body == echo.encode() else f"answered {response.body!r}, not the bare echo"

    # -- callbacks ----------------------------------------------------------------------------

    def new_message_id(self) -> int:
        return next(self._message_ids)

    def call_back(self, openid: str, content: Fields) -> Delivery:
        """Send something to the bot's callback URL; from any thread."""
        fields: Fields = {
            "ToUserName": self.settings.original_id,
            "FromUserName": openid,
            "CreateTime": int(self.clock.time()),
            **content,
        }
        delivery = Delivery(fields)
        with self.changed:
            self.courier.deliveries.append(delivery)
        self.send_again(delivery)
        return delivery

    def send_again(self, delivery: Delivery) -> None:
        """The same message once more, as after an answer that got lost."""
        self._soon(self._line_up, delivery)

    def _line_up(self, delivery: Delivery) -> None:
        person = str(delivery.fields["FromUserName"])
        self._spawn(self.courier.in_turn(person, self._deliver(delivery)))

    async def _deliver(self, delivery: Delivery) -> None:
        response = await self.courier.deliver(delivery, self.settings.token)
        with self.changed:
            self.courier.read_reply(delivery, response)
            self._show_reply(delivery)
            delivery.done = True
            self.changed.notify_all()

    def _show_reply(self, delivery: Delivery) -> None:
        follower = self.account.followers[str(delivery.fields["FromUserName"])]
        reply = delivery.reply
        wrong = delivery.refused or _fault_of(reply, delivery.fields)
        if wrong:
            delivery.refused = wrong
            self.violation(f"callback {delivery.fields.get('MsgType')}: {wrong}")
            if delivery.fields["MsgType"] != "event":
                follower.inbox.append(Seen("system", OUT_OF_ORDER, {}, self.clock.time()))
        elif reply:
            if len(reply.get("Content", "").encode()) > LONGEST_TEXT:
                self.violation("a passive reply was cut")
            text = reply.get("Content", "").encode()[:2048].decode(errors="ignore")
            follower.inbox.append(Seen(reply["MsgType"], text, reply, self.clock.time()))

    def wait_delivered(self, *deliveries: Delivery, timeout: float = PATIENCE) -> None:
        """Until the bot has answered these (or all so far)."""
        wanted = deliveries or tuple(self.courier.deliveries)
        self.wait_for(lambda: all(d.done for d in wanted), timeout, "an answer to every callback")

    # -- answering the bot --------------------------------------------------------------------

    async def _answer(self, request: Request) -> Response:
        method = request.path.removeprefix("/cgi-bin/")
        table = self._get if request.method == "GET" else self._post
        if not request.path.startswith("/cgi-bin/") or method not in table:
            return as_response({"errcode": -1, "errmsg": "unknown path"}, 404)
        body: Any = {}
        if request.method == "POST" and method != "media/upload":
            if is_literal_escape(request.body):
                self.violation(f"{method}: \\u escapes in the JSON are shown to the user as they stand")
            try:
                body = json.loads(request.body)
            except ValueError:
                body = None
        params: Json = request.query | (body if isinstance(body, dict) else {})

        async def obeyed() -> Response:
            with self.changed:
                return self._obeyed(method, request, body)

        return await self._with_faults(method, params, obeyed)

    def _obeyed(self, method: str, request: Request, body: Any) -> Response:
        try:
            answer = self._result(method, request, body)
        except Refused as refused:
            return as_response(refused.as_json())
        if isinstance(answer, Response):
            return answer
        if method in ("token", "stable_token", "user/info"):
            return as_response(answer)
        return as_response({"errcode": 0, "errmsg": "ok"} | answer)

    def _result(self, method: str, request: Request, body: Any) -> Any:
        if method not in ("token", "stable_token"):
            self.tokens.check(request.query.get("access_token"))
        if request.method == "GET":
            return self._get[method](request.query)
        if method == "media/upload":
            return self.media.upload(request.query.get("type", ""), request.form().get("media"))
        if not isinstance(body, dict):
            raise Refused(47001)
        return self._post[method](body)

    def _table_of_gets(self) -> dict[str, Callable[[dict[str, str]], Any]]:
        return {
            "token": self.tokens.plain,
            "user/info": self.account.user_info,
            "media/get": lambda query: self.media.download(query.get("media_id", "")),
            "menu/get": lambda _: {"menu": self.account.menu or {}},
        }

    def _table_of_posts(self) -> dict[str, Callable[[Json], Any]]:
        return {
            "stable_token": self.tokens.stable,
            "message/custom/send": self.account.custom_send,
            "message/custom/typing": self.account.typing,
            "message/template/send": self._template_send,
            "message/subscribe/bizsend": self.account.bizsend,
            "menu/create": self.account.menu_create,
            "qrcode/create": self.account.qrcode_create,
            "media/upload": lambda body: body,
        }

    def _template_send(self, body: Json) -> Json:
        """Accepted at once; what became of it comes as an event."""
        answer = self.account.template_send(body)
        event = {"MsgType": "event", "Event": "TEMPLATESENDJOBFINISH", "MsgID": answer["msgid"], "Status": "success"}
        if self.callback_url:
            self.call_back(body["touser"], event)
        return answer


def _fault_of(reply: Fields, asked: Fields) -> str | None:
    """What is wrong with a passive reply, if anything."""
    if not reply:
        return None
    if reply.get("ToUserName") != asked["FromUserName"] or reply.get("FromUserName") != asked["ToUserName"]:
        return "the reply is addressed to somebody else"
    if reply.get("MsgType") not in REPLY_TYPES or not str(reply.get("CreateTime", "")).isdigit():
        return "the reply has no valid MsgType or CreateTime"
    if reply["MsgType"] == "text" and not reply.get("Content"):
        return "the reply has no Content"
    return None
