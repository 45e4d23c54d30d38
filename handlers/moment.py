"""One person, one moment, one open transaction: everything an action may ask of it."""

from collections.abc import Mapping
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from handlers.errors import NotBound
from handlers.flow import Letter, Viewer
from handlers.incoming import Incoming, Said
from handlers.rulebook import Rule
from handlers.school import School
from handlers.texts import Text
from storage import drafts, onscreen, people, rules
from storage.onscreen import OnScreen
from storage.people import Account, Person, Role

if TYPE_CHECKING:
    from handlers.catalogue import Features


class Moment:
    """Who acts, when, and how the school stands then. Asking changes nothing.

    `actor` is None for a guest and for the clock. `account` is where the actor writes from, None for the clock.
    """

    def __init__(
        self,
        tx: Session,
        school: School,
        features: "Features",
        now: datetime,
        *,
        heard: Incoming | None = None,
        account: Account | None = None,
    ) -> None:
        self.tx = tx
        self.school = school.within(tx)
        self.features = features
        self.now = now
        self.heard = heard
        self.account = account

    # Who

    @property
    def actor(self) -> Person | None:
        """The person behind the account, if it is bound and they still belong to the school."""
        person = self.account.person if self.account else None
        return person if person is not None and person.active else None

    def person(self) -> Person:
        """The actor, or a refusal that says how to become known."""
        if self.actor is None:
            raise NotBound
        return self.actor

    @cached_property
    def viewer(self) -> Viewer:
        """The actor with the letters under which they may act now. The clock's viewer when nobody acts."""
        if self.actor is None and self.account is not None:
            return Viewer(Person(id=0, name="", role_names=[], active=False))  # a guest: a person who may nothing
        return self.view_of(self.actor)

    def view_of(self, person: Person | None) -> Viewer:
        """Anybody as the flows see them."""
        if person is None:
            return Viewer(None)
        letters = tuple(
            Letter(
                letter.principal_id,
                letter.principal.name,
                letter.principal.roles,
                letter.amount_limit,
                letter.id,
                letter.scope,
            )
            for letter in people.delegations_of(self.tx, person, self.now)
        )
        return Viewer(person, letters)

    @property
    def language(self) -> str:
        """The language the actor reads."""
        person = self.actor
        return (person and person.language) or (self.account and self.account.language) or self.school.language

    def everyone(self, *roles: Role, besides: Person | None = None) -> list[Person]:
        """All who hold one of these roles, and who acts for a CIO right now."""
        holders = people.with_role(self.tx, *roles)
        found = {person.id: person for person in (*holders, *people.delegates_for(self.tx, holders, self.now))}
        return [person for person in found.values() if besides is None or person.id != besides.id]

    # In the middle of what

    @property
    def place(self) -> str:
        """The group that reads along; "" in the actor's own chat with us."""
        return self.heard.who.place if self.heard is not None else ""

    def dialogue(self) -> drafts.Draft | None:
        """What the actor is in the middle of in this conversation. What was begun elsewhere is asked there."""
        if self.account is None:
            return None
        return drafts.open_draft(self.tx, self.account.id, self.now, self.place)

    @cached_property
    def screen(self) -> list[tuple[OnScreen, Mapping[str, Any]]]:
        """What the conversation showed when the actor spoke, newest first: each message and its card as it stands. Words
        that hang under a card are about that one.
        """
        if self.account is None or self.heard is None:
            return []
        return self.under or onscreen.screen(self.tx, self.account.platform, self.heard.who.address)

    @cached_property
    def under(self) -> list[tuple[OnScreen, Mapping[str, Any]]]:
        """The card the words hang under, where the platform tells; nothing where they stand alone."""
        if self.account is None or not isinstance(self.heard, Said) or not self.heard.replies_to:
            return []
        return onscreen.quoted(self.tx, self.account.platform, self.heard.who.address, self.heard.replies_to)

    # By which rules

    def rule(self, rule: Rule) -> int:
        """The value of an implementing rule in force now."""
        return int(self._rules.get(rule.key, rule.default))

    @cached_property
    def rules_version(self) -> int:
        """The version of the rule sheet in force now."""
        return rules.sheet_version(self.tx)

    def rules_changed(self) -> None:
        """A rule has a new value from here on, in this very turn, too."""
        self.__dict__.pop("_rules", None)
        self.__dict__.pop("rules_version", None)

    @cached_property
    def _rules(self) -> dict[str, Any]:
        return rules.values(self.tx)

    # Times, in the school's words

    def local(self, at: datetime) -> datetime:
        """A moment in the school's zone."""
        return at.astimezone(self.school.zone)

    def clock_time(self, at: datetime) -> Text:
        """A moment as people say it: time alone for today, the date with it otherwise."""
        then, today = self.local(at), self.local(self.now)
        if then.date() == today.date():
            return Text(f"{then:%H:%M}", f"{then:%H:%M}")
        year = "" if then.year == today.year else f"{then.year}年"
        return Text(
            f"{year}{then.month}月{then.day}日 {then:%H:%M}",
            f"{then:%d %b %Y %H:%M}" if year else f"{then:%d %b %H:%M}",
        )
