"""A strict WeCom on a port of this machine: the server API to the bot, callbacks from it, phones to the tests.

Written from the published pages and errcode lists; where WeCom's answer is not published (a used
`response_code`, a repeated `task_id`) the fake refuses with 40058.
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
from tests.fakes.wecom_members import Member
from tests.fakes.wecom_messages import MessageDesk, Person, Shown, settle
from tests.fakes.weixin_callbacks import Courier, Delivery, Fields
from tests.fakes.weixin_crypto import Envelope
from tests.fakes.weixin_media import MediaStore
from tests.fakes.weixin_menus import refuse_unless_menu
from tests.fakes.weixin_refusals import Refused
from tests.fakes.wire import Request, Response
from tests.patience import PATIENCE

Json = dict[str, Any]
TOKEN_LIVES = 7200
VERIFIED_WITHIN = 1.0  # seconds for the echo


@dataclass(frozen=True, slots=True)
class Corporation:
    """What the administrator copies out of WeCom's console."""

    corp_id: str = "wwfake0123456789ab"
    agent_id: int = 1000002
    secret: str = "FAKE-secret-of-the-test-school"
    token: str = "FAKEcallbackToken"
    aes_key: str = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"


class FakeWeCom(PlatformFake):
    """`with FakeWeCom(callback_url=…) as fake:`, then tell the bot `fake.root` and `fake.corporation`."""

    def __init__(
        self,
        *,
        callback_url: str = "",
        corporation: Corporation | None = None,
        clock: Clock | None = None,
        callback_timeout: float = 5.0,
    ) -> None:
        super().__init__(clock=clock)
        self.corporation = corporation or Corporation()
        known = self.corporation
        self.media = MediaStore(self.clock)
        self.desk = MessageDesk(self.clock, known.agent_id, self.media)
        envelope = Envelope(known.token, known.aes_key, known.corp_id)
        self.courier = Courier(self.clock, self._client, envelope, callback_url, timeout=callback_timeout)
        self.trusted_ip = True
        self.token_calls = 0
        self.menu: Json | None = None
        self._tokens: dict[str, float] = {}
        self._message_ids = itertools.count(7_400_000_000_000_000_001)
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

    def member(
        self, userid: str, name: str = "", *, departments: list[int] | None = None, plugin: bool = False
    ) -> Member:
        """Somebody inside the app's visible range; `plugin=True` reads in personal WeChat."""
        with self.changed:
            person = Person(userid, name or userid, departments or [1], plugin)
            self.desk.people[userid.lower()] = person
            return Member(self, person)

    def department(self, id: int, name: str) -> None:
        self.desk.departments[id] = name

    def leaves(self, member: Member) -> None:
        """Is deleted from the directory: invalid as receiver from now on, and the bot is told."""
        with self.changed:
            del self.desk.people[member.userid.lower()]
        self._tells("delete_user", UserID=member.userid)

    def renames(self, member: Member, userid: str) -> None:
        """Has another id in the directory from now on; the old one is nobody's."""
        with self.changed:
            before = member.userid
            self.desk.people[userid.lower()] = self.desk.people.pop(before.lower())
            member.person.userid = userid
        self._tells("update_user", UserID=before, NewUserID=userid)

    def moves(self, member: Member, *departments: int) -> None:
        """Belongs to other departments from now on."""
        with self.changed:
            member.person.departments = list(departments)
        joined = ",".join(map(str, departments))
        self._tells("update_user", UserID=member.userid, Department=joined, MainDepartment=departments[0])

    def _tells(self, change: str, **fields: Any) -> None:
        self.call_back("sys", {"MsgType": "event", "Event": "change_contact", "ChangeType": change, **fields})

    def fail_next(
        self,
        method: str = "*",
        *,
        errcode: int | None = None,
        errmsg: str = "system busy",
        status: int = 200,
        delay: float = 0.0,
        drop: Literal["before", "after"] | None = None,
        times: int = 1,
    ) -> None:
        """Order a fault for the next calls of `method` (such as `message/send`); see `FakeTelegram.fail_next`."""
        answer = None
        if errcode is not None or status != 200:
            answer = as_response({"errcode": errcode if errcode is not None else -1, "errmsg": errmsg}, status)
        self._add_fault(method, answer, delay=delay, drop=drop, times=times, when=None)

    def revoke_tokens(self) -> None:
        """All tokens given out are worth nothing from now on (40014)."""
        with self.changed:
            self._tokens.clear()

    def verify_callback(self, timeout: float = VERIFIED_WITHIN) -> str:
        """What WeCom does when the callback URL is saved. "ok", or what was wrong with the answer."""
        return self._in_loop(self._verify(timeout)).result(timeout + PATIENCE)

    async def _verify(self, timeout: float) -> str:  # noqa: ASYNC109 -- a number of the contract
        echo = str(secrets.randbelow(10**19))
        assert self.courier.envelope
        sealed = self.courier.envelope.seal(echo)
        query, _ = self.courier.query(self.corporation.token, sealed)
        try:
            url = f"{self.callback_url}?{query}&{urlencode({'echostr': sealed})}"
            response = await self._client.request("GET", url, timeout=timeout)
        except (OSError, TimeoutError):
            return f"no answer within {timeout} s"
        if response.status != 200:
            return f"HTTP {response.status}"
        return "ok" if response.body == echo.encode() else f"answered {response.body!r}, not the bare echo"

    # -- callbacks ----------------------------------------------------------------------------

    def new_message_id(self) -> int:
        return next(self._message_ids)

    def call_back(self, userid: str, content: Fields, *, about: str | None = None) -> Delivery:
        """Send something to the bot's callback URL, `about` one message of its; from any thread."""
        fields: Fields = {
            "ToUserName": self.corporation.corp_id,
            "FromUserName": userid,
            "CreateTime": int(self.clock.time()),
            **content,
        }
        fields["AgentID"] = self.corporation.agent_id
        delivery = Delivery(fields, about=about)
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
        response = await self.courier.deliver(delivery, self.corporation.token)
        with self.changed:
            self.courier.read_reply(delivery, response)
            if delivery.refused:
                self.violation(f"callback {delivery.fields.get('MsgType')}: {delivery.refused}")
            else:
                self._show_reply(delivery)
            delivery.done = True
            self.changed.notify_all()

    def _show_reply(self, delivery: Delivery) -> None:
        person = self.desk.people.get(str(delivery.fields["FromUserName"]).lower())
        reply = delivery.reply
        if not person or not reply:
            return
        match reply.get("MsgType"):
            case "text":
                text = reply.get("Content", "").encode()[:2048].decode(errors="ignore")
                person.inbox.append(Shown("passive", "text", text, reply, self.clock.time()))
            case "update_button" if delivery.about:
                word = reply.get("Button", {}).get("ReplaceName")
                settle(person, delivery.about, None, word)
            case kind:
                self.violation(f"passive reply of type {kind} is not played")

    def wait_delivered(self, *deliveries: Delivery, timeout: float = PATIENCE) -> None:
        """Until the bot has answered these (or all so far)."""
        wanted = deliveries or tuple(self.courier.deliveries)
        self.wait_for(lambda: all(d.done for d in wanted), timeout, "an answer to every callback")

    # -- answering the bot --------------------------------------------------------------------

    async def _answer(self, request: Request) -> Response:
        method = request.path.removeprefix("/cgi-bin/")
        table = self._get if request.method == "GET" else self._post
        if not request.path.startswith("/cgi-bin/") or method not in table:
            if method in self._get or method in self._post:
                self.violation(f"{method} was called by {request.method}")
            return as_response({"errcode": -1, "errmsg": "unknown path"}, 404)
        params: Json = dict(request.query)
        body: Any = {}
        if request.method == "POST" and method != "media/upload":
            try:
                body = json.loads(request.body)
            except ValueError:
                body = None
            if isinstance(body, dict):
                params |= body

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
        return as_response({"errcode": 0, "errmsg": "ok"} | answer)

    def _result(self, method: str, request: Request, body: Any) -> Any:
        if not self.trusted_ip:
            hint = "hint: [1619335868_208_cefd366275d8eb02ed6afce2f690adff]"
            raise Refused(60020, f"{hint}, from ip: 203.0.113.7, more info at https://open.work.weixin.qq.com/devtool")
        if method != "gettoken":
            self._check_token(request.query.get("access_token"))
        if request.method == "GET":
            return self._get[method](request.query)
        if method == "media/upload":
            return self.media.upload(request.query.get("type", ""), request.form().get("media"))
        if not isinstance(body, dict):
            raise Refused(47001)
        if method == "menu/create":
            self._agent_get(request.query)
        return self._post[method](body)

    def _table_of_gets(self) -> dict[str, Callable[[dict[str, str]], Any]]:
        return {
            "gettoken": self._get_token,
            "agent/get": self._agent_get,
            "user/get": self._user_get,
            "user/list": self._user_list,
            "user/simplelist": self._user_list,
            "department/list": self._department_list,
            "department/simplelist": lambda query: {"department_id": self._department_list(query)["department"]},
            "media/get": lambda query: self.media.download(query.get("media_id", "")),
        }

    def _table_of_posts(self) -> dict[str, Callable[[Json], Any]]:
        return {
            "menu/create": self._menu_create,
            "message/send": self.desk.send,
            "message/update_template_card": self.desk.update_card,
            "message/recall": self.desk.recall,
            "user/list_id": self._user_list_id,
            "media/upload": lambda body: body,
        }

    def _get_token(self, query: dict[str, str]) -> Json:
        self.token_calls += 1
        if query.get("corpid") != self.corporation.corp_id:
            raise Refused(40013)
        if query.get("corpsecret") != self.corporation.secret:
            raise Refused(40001)
        now = self.clock.time()
        for token, until in self._tokens.items():
            if until > now:  # asked again, WeCom gives the same one
                return {"access_token": token, "expires_in": int(until - now)}
        token = f"FAKE-TOKEN-{secrets.token_hex(16)}"
        self._tokens[token] = now + TOKEN_LIVES
        return {"access_token": token, "expires_in": TOKEN_LIVES}

    def _check_token(self, token: str | None) -> None:
        if not token:
            raise Refused(41001)
        if token not in self._tokens:
            raise Refused(40014)
        if self.clock.time() >= self._tokens[token]:
            raise Refused(42001)

    def _menu_create(self, body: Json) -> Json:
        refuse_unless_menu(body, longest_below=40)
        self.menu = body
        return {}

    def _agent_get(self, query: dict[str, str]) -> Json:
        if not query.get("agentid", "").isdigit():
            raise Refused(40056)
        if int(query["agentid"]) != self.corporation.agent_id:
            raise Refused(301002)
        return {"agentid": self.corporation.agent_id, "name": "校信官", "close": 0}

    def _user_get(self, query: dict[str, str]) -> Json:
        person = self.desk.people.get(query.get("userid", "").lower())
        if person is None:
            raise Refused(60111)
        return _described(person)

    def _user_list(self, query: dict[str, str]) -> Json:
        number = query.get("department_id", "")
        if not number.isdigit() or int(number) not in self.desk.departments:
            raise Refused(60003)
        people = [p for p in self.desk.people.values() if int(number) in p.departments]
        return {"userlist": [_described(p) for p in people]}

    def _user_list_id(self, body: Json) -> Json:
        limit = body.get("limit", 10000)
        if not isinstance(limit, int) or not 1 <= limit <= 10000:
            raise Refused(40058, "limit")
        rows = [{"userid": p.userid, "department": d} for p in self.desk.people.values() for d in p.departments]
        start = int(body.get("cursor") or 0)
        more = start + limit < len(rows)
        return {"dept_user": rows[start : start + limit], "next_cursor": str(start + limit) if more else ""}

    def _department_list(self, _: dict[str, str]) -> Json:
        rows = [
            {"id": number, "name": name, "parentid": 0 if number == 1 else 1, "order": 1}
            for number, name in self.desk.departments.items()
        ]
        return {"department": rows}


def _described(person: Person) -> Json:
    """New apps learn the name and the departments, no telephone, no e-mail."""
    order = [0] * len(person.departments)
    return {
        "userid": person.userid,
        "name": person.name,
        "department": person.departments,
        "order": order,
        "main_department": person.departments[0],
        "status": 1,
    }
