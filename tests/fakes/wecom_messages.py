"""message/send and what follows from it: cutting, dropping, cards, updates, recalls."""

import itertools
import json
from collections import deque
from dataclasses import dataclass, field
from typing import Any

from tests.fakes.clock import Clock
from tests.fakes.wecom_cards import WITH_CALLBACK, refuse_unless_valid
from tests.fakes.weixin_media import MediaStore
from tests.fakes.weixin_refusals import Refused

Json = dict[str, Any]
LONGEST_TEXT = 2048  # bytes
PER_MINUTE = 30
PER_HOUR = 1000
RESPONSE_CODE_LIVES = 72 * 3600
RECALLABLE_FOR = 24 * 3600
MSGTYPES = frozenset(
    {
        "text",
        "image",
        "voice",
        "video",
        "file",
        "textcard",
        "news",
        "mpnews",
        "markdown",
        "miniprogram_notice",
        "template_card",
    }
)
ON_PLUGIN = frozenset({"text", "image", "voice", "video", "file", "textcard", "news", "mpnews"})


@dataclass(slots=True)
class Shown:
    """A message as one member has it before the eyes."""

    msgid: str
    msgtype: str
    text: str
    content: Json
    at: float
    card: Json | None = None
    recalled: bool = False
    settled: str | None = None  # the grey word in place of the buttons

    @property
    def buttons(self) -> list[str]:
        """Labels that can be pressed now."""
        if self.card is None or self.settled is not None:
            return []
        return [button["text"] for button in self.card.get("button_list", [])]


@dataclass(slots=True)
class Person:
    userid: str
    name: str
    departments: list[int]
    plugin: bool = False
    tags: list[int] = field(default_factory=list)
    inbox: list[Shown] = field(default_factory=list)
    arrived: deque[float] = field(default_factory=deque)


@dataclass(slots=True)
class ResponseCode:
    msgid: str
    until: float
    used: bool = False


@dataclass(frozen=True, slots=True)
class Cut:
    """A text WeCom cut without saying so."""

    userids: tuple[str, ...]
    whole: str
    shown: str


@dataclass(frozen=True, slots=True)
class Dropped:
    """A message WeCom threw away without saying so: the member had too many."""

    userid: str
    text: str
    limit: str


@dataclass
class MessageDesk:
    clock: Clock
    agent_id: int
    media: MediaStore
    people: dict[str, Person] = field(default_factory=dict)  # key: lower-case userid
    departments: dict[int, str] = field(default_factory=lambda: {1: "学校"})
    sent: list[Json] = field(default_factory=list)
    cuts: list[Cut] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)
    duplicates: list[Json] = field(default_factory=list)
    task_ids: set[str] = field(default_factory=set)
    response_codes: dict[str, ResponseCode] = field(default_factory=dict)
    _seen: dict[str, tuple[float, Json]] = field(default_factory=dict)
    _ids: Any = field(default_factory=lambda: itertools.count(1))
    _sent_at: dict[str, float] = field(default_factory=dict)

    # -- sending ------------------------------------------------------------------------------

    def send(self, body: Json) -> Json:
        self._check_agent(body)
        people, invalid = self._receivers(body)
        self._check_content(body)
        if not people:
            raise Refused(81013)
        earlier = self._duplicate(body)
        if earlier is not None:
            self.duplicates.append(body)
            return earlier
        return self._deliver(body, people, invalid)

    def _check_agent(self, body: Json) -> None:
        agent = body.get("agentid")
        if not isinstance(agent, int) or isinstance(agent, bool):
            raise Refused(40056, "agentid is an integer")
        if agent != self.agent_id:
            raise Refused(301002)

    def _receivers(self, body: Json) -> tuple[list[Person], Json]:
        users, parties, tags = (_split(body.get(name), name) for name in ("touser", "toparty", "totag"))
        if not (users or parties or tags):
            raise Refused(82001)
        if len(users) > 1000:
            raise Refused(40032)
        if len(parties) > 100:
            raise Refused(82002)
        if len(tags) > 100:
            raise Refused(82003)
        if users == ["@all"]:
            return list(self.people.values()), {}
        found = {u.lower(): self.people[u.lower()] for u in users if u.lower() in self.people}
        invalid = {
            "invaliduser": "|".join(u.lower() for u in users if u.lower() not in self.people),
            "invalidparty": "|".join(p for p in parties if not p.isdigit() or int(p) not in self.departments),
        }
        for key, person in self.people.items():
            in_party = any(str(d) in parties for d in person.departments)
            if in_party or any(str(t) in tags for t in person.tags):
                found[key] = person
        return list(found.values()), {name: value for name, value in invalid.items() if value}

    def _check_content(self, body: Json) -> None:
        kind = body.get("msgtype")
        if kind not in MSGTYPES:
            raise Refused(40008)
        content = body.get(str(kind))
        if not isinstance(content, dict):
            raise Refused(40063, str(kind))
        if kind in ("text", "markdown"):
            if not isinstance(content.get("content"), str) or not content["content"]:
                raise Refused(44004)
        elif kind in ("image", "voice", "video", "file"):
            self.media.find(content.get("media_id"))
        elif kind == "textcard":
            if not content.get("title"):
                raise Refused(41016)
            if not content.get("description"):
                raise Refused(41033)
            if not content.get("url"):
                raise Refused(40063, "textcard.url")
        elif kind in ("news", "mpnews") and not 1 <= len(content.get("articles", [])) <= 8:
            raise Refused(40058, "1 to 8 articles")
        elif kind == "template_card":
            refuse_unless_valid(content, self.task_ids)

    def _duplicate(self, body: Json) -> Json | None:
        if body.get("enable_duplicate_check") != 1:
            return None
        interval = body.get("duplicate_check_interval", 1800)
        if not isinstance(interval, int) or not 0 < interval <= 14400:
            raise Refused(40058, "duplicate_check_interval")
        at, answer = self._seen.get(_fingerprint(body), (0.0, None))
        return answer if answer is not None and self.clock.time() - at < interval else None

    def _deliver(self, body: Json, people: list[Person], invalid: Json) -> Json:
        msgid = f"FAKE-MSG-{next(self._ids)}"
        kind: str = body["msgtype"]
        content: Json = body[kind]
        text = self._readable(kind, content, people)
        answer: Json = {"errcode": 0, "errmsg": "ok", **invalid, "msgid": msgid}
        if kind == "template_card":
            if content.get("task_id"):
                self.task_ids.add(content["task_id"])
            if content["card_type"] in WITH_CALLBACK:
                answer["response_code"] = self.new_response_code(msgid)
        now = self.clock.time()
        for person in people:
            if not self._over_limit(person, text, now):
                card = dict(content) if kind == "template_card" else None
                person.inbox.append(Shown(msgid, kind, text, content, now, card))
        self.sent.append({**body, "msgid": msgid})
        self._sent_at[msgid] = now
        if body.get("enable_duplicate_check") == 1:
            self._seen[_fingerprint(body)] = (now, answer)
        return answer

    def _readable(self, kind: str, content: Json, people: list[Person]) -> str:
        if kind in ("text", "markdown"):
            whole: str = content["content"]
            shown = whole.encode()[:LONGEST_TEXT].decode(errors="ignore")
            if shown != whole:
                self.cuts.append(Cut(tuple(p.userid for p in people), whole, shown))
            return shown
        if kind == "template_card":
            return card_text(content)
        return " ".join(str(content.get(name, "")) for name in ("title", "description")).strip()

    def _over_limit(self, person: Person, text: str, now: float) -> bool:
        while person.arrived and person.arrived[0] <= now - 3600:
            person.arrived.popleft()
        if len(person.arrived) >= PER_HOUR:
            limit = f"{PER_HOUR} an hour"
        elif sum(1 for at in person.arrived if at > now - 60) >= PER_MINUTE:
            limit = f"{PER_MINUTE} a minute"
        else:
            person.arrived.append(now)
            return False
        self.dropped.append(Dropped(person.userid, text, limit))
        return True

    # -- afterwards ---------------------------------------------------------------------------

    def new_response_code(self, msgid: str) -> str:
        code = f"FAKE-CODE-{next(self._ids)}"
        self.response_codes[code] = ResponseCode(msgid, self.clock.time() + RESPONSE_CODE_LIVES)
        return code

    def update_card(self, body: Json) -> Json:
        self._check_agent(body)
        code = self.response_codes.get(body.get("response_code", ""))
        if code is None or code.used or self.clock.time() > code.until:
            raise Refused(40058, "response_code unknown, used or expired")
        people, invalid = self._card_holders(body)
        card, word = body.get("template_card"), body.get("button", {}).get("replace_name")
        if card is not None:
            refuse_unless_valid(card, self.task_ids, update=True)
            word = card.get("replace_text")
        elif not isinstance(word, str) or not word:
            raise Refused(40063, "button.replace_name or template_card")
        code.used = True
        for person in people:
            settle(person, code.msgid, card, word)
        return {"errcode": 0, "errmsg": "ok", "invaliduser": invalid}

    def _card_holders(self, body: Json) -> tuple[list[Person], list[str]]:
        if body.get("atall") == 1:
            return list(self.people.values()), []
        userids = body.get("userids", [])
        if not isinstance(userids, list) or len(userids) > 1000:
            raise Refused(40032)
        if not (userids or body.get("partyids") or body.get("tagids")):
            raise Refused(82001)
        wanted = {str(u).lower() for u in userids}
        people = [
            p
            for key, p in self.people.items()
            if key in wanted
            or set(p.departments) & set(body.get("partyids", []))
            or set(p.tags) & set(body.get("tagids", []))
        ]
        return people, [str(u) for u in userids if str(u).lower() not in self.people]

    def recall(self, body: Json) -> Json:
        msgid = body.get("msgid")
        if not isinstance(msgid, str) or msgid not in self._sent_at:
            raise Refused(40058, "msgid")
        if self.clock.time() - self._sent_at[msgid] > RECALLABLE_FOR:
            raise Refused(40058, "older than 24 hours")
        for person in self.people.values():
            for shown in person.inbox:
                shown.recalled |= shown.msgid == msgid and not person.plugin
        return {"errcode": 0, "errmsg": "ok"}


def settle(person: Person, msgid: str, card: Json | None, word: str | None) -> None:
    """The card of this message looks different to this member from now on."""
    for shown in person.inbox:
        if shown.msgid == msgid and shown.card is not None:
            if card is not None:
                shown.card = {"task_id": shown.card.get("task_id", "")} | card
                shown.text = card_text(card)
            shown.settled = word or None


def card_text(card: Json) -> str:
    """What can be read on a card, line by line."""
    title = card.get("main_title", {})
    lines = [title.get("title", ""), title.get("desc", ""), card.get("sub_title_text", "")]
    quote = card.get("quote_area", {})
    lines += [quote.get("title", ""), quote.get("quote_text", "")]
    lines += [f"{row['keyname']}: {row.get('value', '')}" for row in card.get("horizontal_content_list", [])]
    return "\n".join(line for line in lines if line)


def _split(value: Any, name: str) -> list[str]:
    if value is None or value == "":
        return []
    if not isinstance(value, str):
        raise Refused(40058, f"{name} is a string joined by |")
    return [part for part in value.split("|") if part]


def _fingerprint(body: Json) -> str:
    return json.dumps(body, sort_keys=True, ensure_ascii=False)
