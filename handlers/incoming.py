"""What we hear, without a thought of any platform: somebody said something, or pressed something."""

import json
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a platform says this is, and where the answer goes.

    `user_id` is the platform's stable id, never a name that can change. `address` is the conversation to answer in;
    in a group it differs from the user's own. `language` is the app's language, a hint only.
    """

    platform: str
    user_id: str
    address: str
    name: str = ""
    language: str = ""
    private: bool = True

    @property
    def place(self) -> str:
        """The group they speak in; "" where nobody reads along."""
        return "" if self.private else self.address


@dataclass(frozen=True, slots=True)
class Attachment:
    """A photo, file, voice or place somebody sent. `ref` is what the platform needs to fetch it."""

    kind: str
    ref: str
    name: str = ""
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """Words, perhaps with attachments. `group` ties the pictures of one album together; `replies_to` is the message of
    ours that they hang under, as the platform names it.
    """

    who: Identity
    event_id: str
    at: datetime
    text: str
    attachments: tuple[Attachment, ...] = ()
    group: str = ""
    message_ref: str = ""
    replies_to: str = ""


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button. `press_ref` answers the press itself; `card_ref` is the message the button stood on."""

    who: Identity
    event_id: str
    at: datetime
    token: str
    press_ref: str = ""
    card_ref: str = ""
    handle: str = ""


@dataclass(frozen=True, slots=True)
class Noticed:
    """Something about the account itself: it followed, opened the chat, left, blocked us or came back; or somebody
    changed what they had said ("edited"), or spoke without a name ("nameless"). The platform's own directory says who
    has another id or department ("changed": `user_id`, `department`) and who is gone from it ("removed"); or that a group
    has another `address` ("migrated").
    """

    who: Identity
    event_id: str
    at: datetime
    what: str  # "joined" | "entered" | "left" | "edited" | "nameless" | "changed" | "removed" | "migrated"
    facts: dict[str, str] = field(default_factory=dict)

    @property
    def is_presence(self) -> bool:
        """Whether it shows that they can be reached here; what is said about somebody does not."""
        return self.what not in {"left", "changed", "removed"}


Incoming: TypeAlias = Said | Pressed | Noticed


def to_json(heard: Incoming) -> str:
    """As the inbox keeps what came from our own chat pages, which have no wire format of their own."""
    return json.dumps({"kind": type(heard).__name__, **asdict(heard), "at": heard.at.isoformat()}, ensure_ascii=False)


def from_json(payload: str) -> Incoming:
    """Back from the inbox. Raises `ValueError` or `KeyError` for what we did not write."""
    data = json.loads(payload)
    kind = data.pop("kind")
    data["who"], data["at"] = Identity(**data["who"]), datetime.fromisoformat(data["at"])
    if kind == "Said":
        data["attachments"] = tuple(Attachment(**one) for one in data["attachments"])
        return Said(**data)
    heard: Incoming = {"Pressed": Pressed, "Noticed": Noticed}[kind](**data)
    return heard
