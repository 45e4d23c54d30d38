"""What the official account may send, and when: quotas, templates, consents, menus."""

import itertools
from dataclasses import dataclass, field
from typing import Any

from tests.fakes.clock import Clock
from tests.fakes.weixin_media import MediaStore
from tests.fakes.weixin_menus import refuse_unless_menu
from tests.fakes.weixin_refusals import Refused

Json = dict[str, Any]
LONGEST_TEXT = 2048  # bytes
MESSAGE_WINDOW, MESSAGE_QUOTA = 48 * 3600, 5
CLICK_WINDOW, CLICK_QUOTA = 60, 3
SUBSCRIBE_LENGTHS = {"thing": 20, "number": 32, "letter": 32, "character_string": 32, "phrase": 5}


@dataclass(slots=True)
class Seen:
    """One message in the chat of a follower."""

    kind: str
    text: str
    content: Json
    at: float
    choices: list[str] = field(default_factory=list)  # items of a msgmenu


@dataclass(slots=True)
class Window:
    until: float = 0.0
    left: int = 0


@dataclass(slots=True)
class Follower:
    openid: str
    nickname: str
    subscribed: bool = True
    inbox: list[Seen] = field(default_factory=list)
    after_message: Window = field(default_factory=Window)
    after_click: Window = field(default_factory=Window)
    consents: dict[str, int] = field(default_factory=dict)  # template -> how many notices may come


@dataclass
class Account:
    """`verified` accounts have the customer-service, template and menu interfaces; others may only answer."""

    clock: Clock
    verified: bool
    media: MediaStore
    followers: dict[str, Follower] = field(default_factory=dict)
    templates: dict[str, list[str]] = field(default_factory=dict)  # template id -> names of its fields
    menu: Json | None = None
    scenes: dict[str, str] = field(default_factory=dict)  # ticket -> scene
    sent: list[Json] = field(default_factory=list)
    _ids: Any = field(default_factory=lambda: itertools.count(1))

    # -- windows ------------------------------------------------------------------------------

    def opened_by_message(self, follower: Follower) -> None:
        follower.after_message = Window(self.clock.time() + MESSAGE_WINDOW, MESSAGE_QUOTA)

    def opened_by_click(self, follower: Follower) -> None:
        follower.after_click = Window(self.clock.time() + CLICK_WINDOW, CLICK_QUOTA)

    def _spend(self, follower: Follower) -> None:
        """One message out of the window that closes first. How WeChat combines them is not published."""
        now = self.clock.time()
        live = [w for w in (follower.after_click, follower.after_message) if w.until > now]
        if not live:
            raise Refused(45015)
        for window in live:
            if window.left > 0:
                window.left -= 1
                return
        raise Refused(45047)

    # -- sending ------------------------------------------------------------------------------

    def _follower(self, body: Json) -> Follower:
        follower = self.followers.get(str(body.get("touser", "")))
        if follower is None:
            raise Refused(40003)
        return follower

    def _needs_verification(self) -> None:
        if not self.verified:
            raise Refused(48001)

    def typing(self, body: Json) -> Json:
        self._needs_verification()
        if self._follower(body).after_message.until <= self.clock.time():
            raise Refused(45015)
        return {}

    def custom_send(self, body: Json) -> Json:
        kind = body.get("msgtype")
        if kind == "msgmenu" and not self.verified:
            raise Refused(40200)
        self._needs_verification()
        follower = self._follower(body)
        if not follower.subscribed:
            raise Refused(45015)
        text, choices = self._content(kind, body)
        self._spend(follower)
        follower.inbox.append(Seen(str(kind), text, body[str(kind)], self.clock.time(), choices))
        self.sent.append(body)
        return {}

    def _content(self, kind: Any, body: Json) -> tuple[str, list[str]]:
        content = body.get(kind) if isinstance(kind, str) else None
        if kind not in ("text", "image", "voice", "news", "msgmenu", "mpnews"):
            raise Refused(40008)
        if not isinstance(content, dict):
            raise Refused(47001, f"{kind} missing")
        if kind == "text":
            return _text(content.get("content")), []
        if kind == "msgmenu":
            rows = content.get("list")
            if not isinstance(rows, list) or not rows or not all(r.get("id") and r.get("content") for r in rows):
                raise Refused(47003, "msgmenu.list")
            head, tail = str(content.get("head_content", "")), str(content.get("tail_content", ""))
            choices = [str(row["content"]) for row in rows]
            return _text("\n".join(part for part in (head, *choices, tail) if part)), choices
        if kind in ("image", "voice"):
            self.media.find(content.get("media_id"))
            return "", []
        return " ".join(str(a.get("title", "")) for a in content.get("articles", [])), []

    def template_send(self, body: Json) -> Json:
        self._needs_verification()
        follower = self._follower(body)
        text = self._filled(body)
        if not follower.subscribed:
            raise Refused(43101, "not a follower")
        return self._notify(follower, "template", text, body)

    def bizsend(self, body: Json) -> Json:
        """One subscribe notice for one consent."""
        self._needs_verification()
        follower = self._follower(body)
        text = self._filled(body)
        for name, item in body["data"].items():
            kind = name.rstrip("0123456789")
            most = SUBSCRIBE_LENGTHS.get(kind)
            if most is not None and len(str(item["value"])) > most:
                raise Refused(47003, f"data.{name}.value invalid")
        template = body["template_id"]
        if follower.consents.get(template, 0) < 1:
            raise Refused(43101)
        follower.consents[template] -= 1
        return self._notify(follower, "subscribe", text, body)

    def _filled(self, body: Json) -> str:
        fields = self.templates.get(str(body.get("template_id", "")))
        if fields is None:
            raise Refused(40037)
        data = body.get("data")
        if not isinstance(data, dict):
            raise Refused(47003, "data")
        for name in fields:
            item = data.get(name)
            if not isinstance(item, dict) or not str(item.get("value", "")):
                raise Refused(47003, f"data.{name}.value is empty")
        return "\n".join(f"{name}: {data[name]['value']}" for name in fields)

    def _notify(self, follower: Follower, kind: str, text: str, body: Json) -> Json:
        follower.inbox.append(Seen(kind, text, body, self.clock.time()))
        self.sent.append(body)
        return {"msgid": next(self._ids)}

    # -- menus, codes, people -----------------------------------------------------------------

    def menu_create(self, body: Json) -> Json:
        self._needs_verification()
        refuse_unless_menu(body, longest_below=60)
        self.menu = body
        return {}

    def qrcode_create(self, body: Json) -> Json:
        self._needs_verification()
        action = body.get("action_name")
        scene = body.get("action_info", {}).get("scene", {})
        value = str(scene.get("scene_str") or scene.get("scene_id") or "")
        if action not in ("QR_SCENE", "QR_STR_SCENE", "QR_LIMIT_SCENE", "QR_LIMIT_STR_SCENE"):
            raise Refused(47003, "action_name")
        if not 1 <= len(value) <= 64:
            raise Refused(47003, "scene")
        ticket = f"FAKE-TICKET-{next(self._ids)}"
        self.scenes[ticket] = value
        expiry = {} if "LIMIT" in action else {"expire_seconds": int(body.get("expire_seconds", 60))}
        return {"ticket": ticket, "url": f"http://weixin.qq.example/q/{ticket}", **expiry}

    def user_info(self, query: dict[str, str]) -> Json:
        follower = self.followers.get(query.get("openid", ""))
        if follower is None:
            raise Refused(40003)
        if not follower.subscribed:
            return {"subscribe": 0, "openid": follower.openid}
        return {"subscribe": 1, "openid": follower.openid, "language": "zh_CN", "subscribe_time": 1_700_000_000}


def _text(content: Any) -> str:
    if not isinstance(content, str) or not content:
        raise Refused(44004)
    if len(content.encode()) > LONGEST_TEXT:
        raise Refused(45002)
    return content
