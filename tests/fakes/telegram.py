"""A strict Telegram on a port of this machine: the Bot API to the bot, phones to the tests.

It refuses what Telegram refuses, with Telegram's words, and takes the strict reading where Telegram's
behaviour is not published (see `Limits`, `query_lifetime`). Written from the published description of
the Bot API 10.1 and the open-source server's refusals; formatting is HTML only.
"""

import itertools
import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any, Literal

from tests.fakes.clock import Clock
from tests.fakes.serving import PlatformFake, as_response
from tests.fakes.telegram_limits import FloodControl, Limits
from tests.fakes.telegram_messages import Messages
from tests.fakes.telegram_refusals import Refused, bad_request
from tests.fakes.telegram_schema import canonical_names, checked, table
from tests.fakes.telegram_updates import Updates
from tests.fakes.telegram_users import Group, Press, User
from tests.fakes.telegram_world import Chat, Json, Message, Person, World
from tests.fakes.wire import Request, Response

TOKEN = "1000000001:FAKE-token-of-the-test-school-00000"
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
MAX_DOWNLOAD = 20 * 1024 * 1024


class FakeTelegram(PlatformFake):
    """`with FakeTelegram() as fake:`, then tell the bot `fake.root` and `fake.token`.

    `strict` refuses unknown parameters (Telegram ignores them; they stand in `violations` either way).
    `query_lifetime` is how long a pressed button may wait for its answer.
    """

    def __init__(
        self,
        *,
        token: str = TOKEN,
        clock: Clock | None = None,
        limits: Limits | None = None,
        strict: bool = True,
        require_https: bool = False,
        retry_delay: float = 1.0,
        query_lifetime: timedelta = timedelta(seconds=15),
    ) -> None:
        super().__init__(clock=clock)
        self.token = token
        self.strict = strict
        self.query_lifetime = query_lifetime.total_seconds()
        self.world = World(self.clock, int(token.split(":", maxsplit=1)[0]), "校信官", "xiaoxin_fake_bot")
        self.flood = FloodControl(limits or Limits())
        self.messages = Messages(self.world, self.flood, self.violation)
        self.updates = Updates(
            self.clock, self._client, require_https=require_https, retry_delay=retry_delay, obey=self._obey
        )
        self.updates.spawn = self._spawn
        self.updates.on_change = self._notify
        self.commands: dict[str, list[Json]] = {}
        self.presses: dict[str, Press] = {}
        self.logged_out = False
        self._user_ids = itertools.count(501_001)
        self._group_ids = itertools.count(1)
        self._query_ids = itertools.count(4_000_000_001)
        self._methods = self._table_of_methods()

    # -- for the tests ------------------------------------------------------------------------

    @property
    def sent(self) -> list[Message]:
        """Every message the bot sent and Telegram accepted, oldest first, as it stands now."""
        return self.world.sent

    @property
    def too_many_requests(self) -> int:
        """How often the bot was told 429 for sending too fast."""
        return self.flood.refused

    def user(
        self,
        id: int | None = None,
        first_name: str = "李老师",
        language_code: str | None = "zh-hans",
        *,
        username: str | None = None,
        last_name: str | None = None,
        started: bool = True,
    ) -> User:
        """A person with a phone. `started=False`: has never opened the bot, so the bot may not write."""
        with self.changed:
            person = Person(id or next(self._user_ids), first_name, last_name, username, language_code)
            chat = Chat(person.id, "private", person=person, started=started)
            self.world.people[person.id] = person
            self.world.chats[chat.id] = chat
            return User(self, chat, person)

    def group(
        self,
        title: str,
        members: list[User],
        *,
        supergroup: bool = False,
        topics: set[int] | None = None,
        hears_all: bool = False,
    ) -> Group:
        """A group the bot is in; ids are negative as Telegram's are.

        By privacy mode the bot hears commands, replies to it and mentions only; as an administrator
        (`hears_all`) everything.
        """
        with self.changed:
            group = self.make_group(
                title, [user.person for user in members], supergroup=supergroup or bool(topics), topics=topics
            )
            group.chat.hears_all = hears_all
            return group

    def fail_next(
        self,
        method: str = "*",
        *,
        status: int | None = None,
        description: str = "Internal Server Error",
        parameters: Json | None = None,
        delay: float = 0.0,
        drop: Literal["before", "after"] | None = None,
        times: int = 1,
        chat_id: int | None = None,
    ) -> None:
        """Order a fault for the next calls of `method` (to `chat_id`).

        With `status` the call is refused and has no effect. `delay` holds the answer back that many seconds,
        `drop` hangs up before the call is obeyed or after (and after the delay): the bot cannot tell the one
        from the other.
        """
        refusal = Refused(status, description, parameters) if status else None
        answer = as_response(refusal.as_json(), refusal.status) if refusal else None

        def concerns(params: Json) -> bool:
            return chat_id is None or str(params.get("chat_id")) == str(chat_id)

        self._add_fault(method, answer, delay=delay, drop=drop, times=times, when=concerns)

    # -- from the users -----------------------------------------------------------------------

    def make_group(
        self, title: str, members: list[Person], *, supergroup: bool, topics: set[int] | None = None
    ) -> Group:
        number = next(self._group_ids)
        chat = Chat(
            id=-1_000_000_000_000 - number if supergroup else -4_000_000 - number,
            kind="supergroup" if supergroup else "group",
            title=title,
            started=True,
            topics=topics or set(),
            members={person.id: person for person in members},
            own_ids=itertools.count(1) if supergroup else None,
        )
        self.world.chats[chat.id] = chat
        for person in members:
            self.world.people[person.id] = person
        return Group(self, chat)

    def emit(self, kind: str, content: Json) -> Json | None:
        """An update to the bot, if it asked for this kind; from any thread. Returns the update."""
        with self.changed:
            update = self.updates.add(kind, content)
            self.changed.notify_all()
        if update:
            self._soon(self.updates.announce, update)
        return update

    def repeat(self, update: Json) -> None:
        """Deliver an update once more, as Telegram does when a confirmation was lost."""
        with self.changed:
            self.updates.pending[update["update_id"]] = update
        self._soon(self.updates.announce, update)

    def emit_my_chat_member(self, chat: Chat, actor: Person, old: str, new: str) -> None:
        def member(status: str) -> Json:
            return {"status": status, "user": self.world.bot} | ({"until_date": 0} if status == "kicked" else {})

        content = {
            "chat": chat.as_json(),
            "from": actor.as_json(),
            "date": self.world.now(),
            "old_chat_member": member(old),
            "new_chat_member": member(new),
        }
        self.emit("my_chat_member", content)

    def open_query(self, message: Message) -> Press:
        press = Press(str(next(self._query_ids)), message, self.clock.time())
        self.presses[press.query_id] = press
        return press

    def _notify(self) -> None:
        with self.changed:
            self.changed.notify_all()

    # -- answering the bot --------------------------------------------------------------------

    async def _answer(self, request: Request) -> Response:
        try:
            method, params = self._understood(request)
        except Refused as refusal:
            return _refusal(refusal)
        if method is None:
            return self._download(request.path)
        return await self._with_faults(method, params, lambda: self._obeyed(method, params))

    def _understood(self, request: Request) -> tuple[str | None, Json]:
        """The method that is called and its parameters; no method where a file is fetched."""
        match = re.fullmatch(r"(/file)?/bot(\d+:[A-Za-z0-9_-]+)/(.+)", request.path)
        if not match:
            raise Refused(404, "Not Found")
        is_file, token, name = match.groups()
        if token != self.token:
            raise Refused(401, "Unauthorized")
        if is_file:
            return None, {}
        if request.method not in ("GET", "POST"):
            raise Refused(405, "Method Not Allowed")
        method = canonical_names().get(name.lower())
        if method is None:
            if name in table()["not_played"]:
                self.violation(f"{name} is a method of the Bot API, but this fake does not play it")
            raise Refused(404, "Not Found")
        try:
            return method, _parameters(request)
        except ValueError as error:
            raise bad_request("can't parse request body") from error

    async def _obeyed(self, method: str, params: Json) -> Response:
        try:
            if self.logged_out:
                raise bad_request("Logged out")
            args = checked(method, params, strict=self.strict, violation=self.violation)
            if method == "getUpdates":
                return as_response({"ok": True, "result": await self.updates.get_updates(args)})
            with self.changed:
                return as_response({"ok": True, "result": self._methods[method](args)})
        except Refused as refusal:
            return _refusal(refusal)

    def _obey(self, answer: Json) -> None:
        """A method the bot put into its answer to the webhook; it never learns the result."""
        method = canonical_names().get(answer.pop("method").lower())
        if method and method != "getUpdates":
            self._spawn(self._with_faults(method, answer, lambda: self._obeyed(method, answer)))

    def _download(self, url_path: str) -> Response:
        path = url_path.split("/", 3)[3]
        for stored in self.world.files.values():
            if stored.path == path:
                return Response(200, stored.content, {"content-type": "application/octet-stream"})
        return _refusal(Refused(404, "Not Found"))

    def _table_of_methods(self) -> dict[str, Callable[[Json], Any]]:
        return {
            "getMe": self._get_me,
            "setWebhook": self.updates.set_webhook,
            "deleteWebhook": self.updates.delete_webhook,
            "getWebhookInfo": lambda _: self.updates.webhook_info(),
            "sendMessage": self.messages.send_message,
            "sendPhoto": self.messages.send_photo,
            "sendDocument": self.messages.send_document,
            "sendChatAction": self.messages.send_chat_action,
            "editMessageText": self.messages.edit_message_text,
            "editMessageCaption": self.messages.edit_message_caption,
            "editMessageReplyMarkup": self.messages.edit_message_reply_markup,
            "deleteMessage": self.messages.delete_message,
            "answerCallbackQuery": self._answer_callback_query,
            "setMyCommands": self._set_my_commands,
            "getMyCommands": lambda args: self.commands.get(_scope(args), []),
            "deleteMyCommands": self._delete_my_commands,
            "getFile": self._get_file,
            "getChat": self._get_chat,
            "getChatMember": self._get_chat_member,
            "logOut": self._log_out,
            "close": lambda _: True,
        }

    def _get_me(self, _: Json) -> Json:
        rights = {"can_join_groups": True, "can_read_all_group_messages": False, "supports_inline_queries": False}
        return {**self.world.bot, **rights}

    def _answer_callback_query(self, args: Json) -> bool:
        press = self.presses.get(args["callback_query_id"])
        if press is None or press.answer is not None or self.clock.time() - press.at > self.query_lifetime:
            raise bad_request(TOO_OLD)
        if len(args.get("text", "")) > 200:
            raise bad_request("MESSAGE_TOO_LONG")
        if args.get("url"):
            raise bad_request("URL_INVALID")
        press.answer = {"text": args.get("text", ""), "show_alert": args.get("show_alert", False)}
        return True

    def _set_my_commands(self, args: Json) -> bool:
        commands: list[Json] = args["commands"]
        if len(commands) > 100:
            raise bad_request("BOT_COMMANDS_TOO_MUCH")
        for command in commands:
            if not re.fullmatch(r"/?[a-z0-9_]{1,32}", command["command"]):
                raise bad_request("BOT_COMMAND_INVALID")
            if not 1 <= len(command["description"].strip()) <= 256:
                raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
        self._check_scope(args)
        self.commands[_scope(args)] = commands
        return True

    def _delete_my_commands(self, args: Json) -> bool:
        self._check_scope(args)
        self.commands.pop(_scope(args), None)
        return True

    def _check_scope(self, args: Json) -> None:
        if not re.fullmatch(r"([a-z]{2})?", args.get("language_code", "")):
            raise bad_request("invalid language code specified")
        scope = args.get("scope", {})
        if "chat_id" in scope and not self.world.chat_for_bot(scope["chat_id"]).started:
            raise bad_request("chat not found")

    def _get_file(self, args: Json) -> Json:
        stored = self.world.files.get(args["file_id"])
        if stored is None:
            raise bad_request("wrong file_id or the file is temporarily unavailable")
        if len(stored.content) > MAX_DOWNLOAD:
            raise bad_request("file is too big")
        return {**stored.as_json(), "file_path": stored.path}

    def _get_chat(self, args: Json) -> Json:
        chat = self.world.chat_for_bot(args["chat_id"])
        reactions = {"accent_color_id": 0, "max_reaction_count": 11}
        gifts = dict.fromkeys(
            ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), True
        )
        return {**chat.as_json(), **reactions, "accepted_gift_types": gifts}

    def _get_chat_member(self, args: Json) -> Json:
        chat = self.world.chat_for_bot(args["chat_id"])
        person = chat.members.get(args["user_id"]) or (chat.person if chat.id == args["user_id"] else None)
        if person is None:
            raise bad_request("PARTICIPANT_ID_INVALID")
        return {"status": "member", "user": person.as_json()}

    def _log_out(self, _: Json) -> bool:
        self.logged_out = True
        return True


def _refusal(refused: Refused) -> Response:
    return as_response(refused.as_json(), refused.status)


def _parameters(request: Request) -> Json:
    """Query, form and JSON are all accepted; the body wins."""
    params: Json = {**request.query}
    if request.headers.get("content-type", "").startswith("application/json"):
        body = json.loads(request.body or b"{}")
        if not isinstance(body, dict):
            raise ValueError("not an object")
        return params | {name: value for name, value in body.items() if value is not None}
    return params | request.form()


def _scope(args: Json) -> str:
    return json.dumps([args.get("scope") or {"type": "default"}, args.get("language_code", "")], sort_keys=True)
