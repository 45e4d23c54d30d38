"""The stage for our stories: a small school whose people speak, press and see, with no platform in between.

`li.says("高二3班投影仪不亮")`, `wang.presses("接单")`, `wang.sees("T-0001")` go through the same inbox, dispatcher, turn and
outbox as every platform; only the wire is left out. `see` shows the chat as its reader would: edits applied.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.orm import Session

from handlers import incoming
from handlers.cards import Rendered
from handlers.catalogue import Features
from handlers.dispatch import Dispatcher
from handlers.incoming import Attachment, Identity, Incoming, Noticed, Pressed, Said
from handlers.people import binding
from handlers.school import Abilities, School
from storage import inbox
from storage.base import Database
from storage.outbox import Kind, Message, Sent
from storage.people import Account, Person, Role

ABILITIES = {
    "chat": Abilities(buttons=True, edits=True, toasts=True, recalls=True),
    "plain": Abilities(buttons=False, edits=False, toasts=False),  # like an official account: words and numbers only
}


_CHAT = (
    select(Message.id, Message.kind, Message.edits, Message.card)
    .where(
        Message.platform == bindparam("platform"),
        Message.address == bindparam("address"),
        Message.status != Sent.DROPPED,
    )
    .order_by(Message.id)
)
_LEAVES = (
    update(Message)
    .where(Message.status == Sent.QUEUED, Message.not_before <= bindparam("now"))
    .values(status=int(Sent.ACCEPTED), settled_at=bindparam("now"), external_id="seen")
)


@dataclass
class Clock:
    """Time as an argument: it stands still until a story moves it."""

    now: datetime

    def __call__(self) -> datetime:
        """The moment it is."""
        return self.now

    def forward(self, **span: float) -> None:
        """Let time pass: `clock.forward(days=2)`."""
        self.now += timedelta(**span)


@dataclass
class Seen:
    """One message as its reader sees it now."""

    message_id: int
    card: Rendered
    toast: bool = False

    @property
    def text(self) -> str:
        """All its words, buttons apart."""
        return "\n".join(self.card.paragraphs())

    @property
    def buttons(self) -> list[str]:
        """The words on its buttons."""
        return [button.label for button in self.card.buttons]


@dataclass
class Character:
    """Somebody in the story, on one platform."""

    stage: "Stage"
    name: str
    user_id: str
    platform: str = "chat"
    _told: int = field(default=0, repr=False)

    def says(self, text: str) -> "Seen":
        """Say something; returns the last thing seen in answer."""
        self.stage.hear(Said(self._who(), self.stage.event_id(), self.stage.clock.now, text))
        return self.last()

    def presses(self, label: str, *, on: str = "") -> "Seen":
        """Press the newest button of this label (on the card that contains `on`). Fails when there is none."""
        for seen in reversed(self.chat()):
            for button in seen.card.buttons:
                if button.label == label and on in seen.text:
                    return self.presses_token(button.token, seen.message_id)
        raise AssertionError(f"{self.name} sees no button {label!r}; the chat is:\n{self.transcript()}")

    def presses_token(self, token: str, message_id: int = 0) -> "Seen":
        """Press a button by what it sends, also one that is no longer on the screen or never was."""
        who, event = self._who(), self.stage.event_id()
        self.stage.hear(Pressed(who, event, self.stage.clock.now, token, f"press-{event}", str(message_id or "")))
        return self.last()

    def joins(self) -> "Seen":
        """Open the chat for the first time."""
        self.stage.hear(Noticed(self._who(), self.stage.event_id(), self.stage.clock.now, "joined"))
        return self.last()

    def opens_the_chat(self) -> int:
        """Open the app, as people do many times a day; how many messages stand there then."""
        self.stage.hear(Noticed(self._who(), self.stage.event_id(), self.stage.clock.now, "entered"))
        return len(self.chat())

    def sends(self, *attachments: Attachment) -> "Seen":
        """Send something without words; returns the last thing seen in answer."""
        self.stage.hear(Said(self._who(), self.stage.event_id(), self.stage.clock.now, "", attachments))
        return self.last()

    def on(self, platform: str) -> "Character":
        """The same user id on another platform."""
        return replace(self, platform=platform)

    def chat(self) -> list[Seen]:
        """Everything in this chat, oldest first, edits applied, toasts left out."""
        return [seen for seen in self.everything() if not seen.toast]

    def everything(self) -> list[Seen]:
        """The chat with its toasts."""
        with self.stage.database.looking() as connection:
            rows = connection.execute(_CHAT, {"platform": self.platform, "address": self.user_id}).all()
        seen: dict[int, Seen] = {}
        for row in rows:
            card = Rendered.from_json(row.card)
            if row.kind == Kind.EDIT and row.edits in seen:
                seen[row.edits].card = card
            elif row.kind != Kind.EDIT:
                seen[row.id] = Seen(row.id, card, toast=row.kind == Kind.TOAST)
        return list(seen.values())

    def last(self) -> Seen:
        """The newest thing seen, a toast included."""
        seen = self.everything()
        assert seen, f"{self.name} sees nothing at all"
        return seen[-1]

    def sees(self, words: str, *, buttons: list[str] | None = None) -> Seen:
        """The newest message that contains these words; with `buttons`, exactly these stand under it."""
        for seen in reversed(self.everything()):
            if words in seen.text:
                if buttons is not None:
                    assert seen.buttons == buttons
                return seen
        raise AssertionError(f"{self.name} does not see {words!r}; the chat is:\n{self.transcript()}")

    def does_not_see(self, words: str) -> None:
        """Nothing in the chat contains these words."""
        assert words not in self.transcript()

    def news(self) -> list[Seen]:
        """What came since this was asked the last time."""
        fresh = [seen for seen in self.everything() if seen.message_id > self._told]
        self._told = max([seen.message_id for seen in fresh], default=self._told)
        return fresh

    def transcript(self) -> str:
        """The whole chat as text, for failing assertions and for reading."""
        return "\n---\n".join(
            ("(toast) " if seen.toast else "") + seen.card.as_text(numbered=True) for seen in self.everything()
        )

    def _who(self) -> Identity:
        return Identity(self.platform, self.user_id, self.user_id, self.name)


class Stage:
    """A school on one database with a clock that the story moves."""

    def __init__(self, database: Database, school: School, features: Features, clock: Clock) -> None:
        self.database, self.school, self.features, self.clock = database, school, features, clock
        self._events = 0
        readers: dict[str, Callable[[str], Incoming | None]] = dict.fromkeys(ABILITIES, incoming.from_json)
        self.dispatcher = Dispatcher(database, school, features, readers, clock)

    def person(
        self, name: str, *roles: Role, department: str = "教务处", platform: str = "chat", language: str = ""
    ) -> Character:
        """Somebody who belongs to the school and is bound on one platform."""
        with self.database.write() as tx:
            return self.joined(tx, name, *roles, department=department, platform=platform, language=language)

    def joined(
        self,
        tx: Session,
        name: str,
        *roles: Role,
        department: str = "教务处",
        platform: str = "chat",
        language: str = "",
    ) -> Character:
        """The same within a transaction: a whole cast costs one."""
        person = Person(
            name=name, department=department, role_names=[role.value for role in (Role.STAFF, *roles)],
            language=language, created_at=self.clock.now,
        )  # fmt: skip
        tx.add(person)
        tx.flush()
        binding.know(tx, person, platform, f"u-{name}", self.clock.now)
        return Character(self, name, f"u-{name}", platform)

    def cast(self, tx: Session, people: Sequence[tuple[str, tuple[Role, ...], str]]) -> list[Character]:
        """Several at once, each as `joined` would have them (`tests/test_stage.py` compares): two statements for all."""
        now = self.clock.now
        persons = [
            {"name": name, "department": department, "role_names": [Role.STAFF.value, *(role.value for role in roles)],
             "created_at": now}
            for name, roles, department in people
        ]  # fmt: skip
        ids = tx.scalars(insert(Person).returning(Person.id, sort_by_parameter_order=True), persons).all()
        characters = [Character(self, name, f"u-{name}") for name, _roles, _department in people]
        accounts = [
            {"platform": one.platform, "external_id": one.user_id, "address": one.user_id, "person_id": person_id,
             "created_at": now}
            for one, person_id in zip(characters, ids, strict=True)
        ]  # fmt: skip
        tx.execute(insert(Account), accounts)
        return characters

    def stranger(self, name: str = "访客", platform: str = "chat") -> Character:
        """Somebody nobody knows."""
        return Character(self, name, f"x-{name}", platform)

    def hear(self, heard: Incoming) -> None:
        """Keep an update and answer it, as a platform's adapter would."""
        self.keep(heard)
        self.dispatcher.process_all(heard.who.platform, heard.who.address)
        self.deliver()

    def deliver(self) -> None:
        """Let what is due leave, as if every platform took it at once: from now on it can only be edited."""
        with self.database.write() as tx:
            tx.connection().execute(_LEAVES, {"now": self.clock.now})

    def keep(self, heard: Incoming) -> bool:
        """Only keep it: what is there when the process dies before answering."""
        with self.database.write() as tx:
            return inbox.keep(
                tx, heard.who.platform, heard.event_id, heard.who.address, incoming.to_json(heard), self.clock.now
            )

    def event_id(self) -> str:
        """A new event id, as a platform counts them."""
        self._events += 1
        return f"e{self._events}"
