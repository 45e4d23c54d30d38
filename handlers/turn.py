"""One person, one moment, one transaction. A turn collects what is said and recorded; it commits whole or not at all."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from handlers import texts
from handlers.cards import Card
from handlers.flow import Flow, Step, Viewer
from handlers.incoming import Incoming, Pressed, Said
from handlers.moment import Moment
from handlers.rulebook import Rule
from handlers.school import School
from handlers.texts import Phrase, Text, say
from handlers.voice import Sayable, Voice
from storage import audit, schedules
from storage.outbox import Priority
from storage.people import Account, Person

if TYPE_CHECKING:
    from handlers.catalogue import Features

# What people call their own is told to them alone, also when they ask in a group.
_ASKS_FOR_OWN = re.compile(
    r"^\W*(?:看一?下?|查一?下?)?我的(?:待办|报修|提醒|申请|项目|反馈|意见|建议|投诉|培训|记录|咨询|委托|检查|工单|护照)"
    r"|^\W*(?:show )?my (?:tasks|reports|reminders|requests|projects|feedback|trainings|letters|inspections|jobs|passport)\b",
    re.IGNORECASE,
)


class Turn(Moment):
    """What an action gets: the moment it acts in, and the ways to speak and to record."""

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
        super().__init__(tx, school, features, now, heard=heard, account=account)
        self.voice = Voice(tx, self.school, now, features.marks)
        self._facts: list[audit.Fact] = []

    # Saying

    def reply(self, words: Sayable, *, subject: str = "", hold: timedelta = timedelta(0)) -> int | None:
        """Answer where the actor spoke; with `hold`, so much later, and what is said after it no sooner."""
        if self.account is None or self.heard is None:
            return None
        if self.is_not_for_here(words, subject):
            self.confide(words, subject=subject)
            return None
        return self._say_here(words, subject, hold)

    def is_not_for_here(self, words: Sayable, subject: str = "") -> bool:
        """Whether others read along what is only for the actor: then it is told in their own chat."""
        if self.heard is None or self.heard.who.private or self.actor is None:
            return False
        own = isinstance(self.heard, Said) and _ASKS_FOR_OWN.search(self.heard.text)
        return bool(own) or self.features.is_confidential(words, subject)

    def _say_here(self, words: Sayable, subject: str = "", hold: timedelta = timedelta(0)) -> int | None:
        assert self.account is not None  # noqa: S101 -- somebody spoke
        assert self.heard is not None  # noqa: S101
        # A press that is answered by a message still has to be acknowledged, or its button keeps waiting on the phone.
        press = self.heard.press_ref if isinstance(self.heard, Pressed) else ""
        ref = self.heard.message_ref if isinstance(self.heard, Said) else press
        return self.voice.to_conversation(
            self.account, self.heard.who.address, words, subject=subject, answers=ref, hold=hold
        )

    def confide(self, words: Sayable, *, subject: str = "", here: Sayable = "") -> None:
        """Answer what is not for everybody's eyes: where others read along, in the person's own chat. `here` is what the
        others may read, instead of only that an answer went elsewhere.
        """
        if self.heard is None or self.heard.who.private:
            self.reply(words, subject=subject)
            return
        self.tell(self.person(), words, subject=subject, priority=Priority.REPLY)
        said: Phrase = texts.IN_PRIVATE
        if self.way_to_private:  # somebody who never wrote to us there cannot be written to
            more = texts.NOT_THERE_YET(way=self.way_to_private)
            said = Text(texts.IN_PRIVATE.zh + more.zh, f"{texts.IN_PRIVATE.en} {more.en}")
        if isinstance(self.heard, Pressed) and not here:
            self.toast(said)
        elif here or not self.has_answered:
            self._say_here(here or said)

    @property
    def way_to_private(self) -> Phrase:
        """How to open one's own chat with us where it has to be opened first: ": open … and press Start", or ""."""
        bot = self.school.telegram_bot() if self.account is not None and self.account.platform == "telegram" else ""
        return texts.WAY(link=f"https://t.me/{bot}") if bot else ""

    def tell(
        self,
        person: Person | None,
        words: Sayable,
        *,
        key: str | None = None,
        subject: str = "",
        priority: Priority = Priority.NOTICE,
        not_before: datetime | None = None,
        batch: str = "",
    ) -> None:
        """Tell a person, wherever they are. `key` makes it happen once: `training:17:li:day-3`.

        Raises `ValueError` where the feature of the subject says that it is not for this person's eyes.
        """
        if person is not None and person.active:
            if not self.features.may_be_told(self, subject, person):
                raise ValueError(f"{subject} is not for person {person.id}")
            self.voice.to_person(
                person, words, key=key, subject=subject, priority=priority, not_before=not_before, batch=batch
            )

    def toast(self, words: Phrase) -> None:
        """The short answer to a press. Without toasts it becomes a message, unless the card itself answers."""
        if self.account is None or self.heard is None:
            return
        if isinstance(self.heard, Pressed) and self.heard.press_ref and self.school.can(self.account.platform).toasts:
            self.voice.toast(self.account, self.heard.who.address, self.heard.press_ref, words)
        elif not self.has_answered:
            self.reply(words)

    def stay_silent(self) -> None:
        """What was heard belongs to something answered a moment ago, such as the next picture of an album."""
        if self.account is not None and self.heard is not None:
            self.voice.answered.add((self.account.platform, self.heard.who.address))

    def settle(self, subject: str, draw: Callable[[Viewer], Card], *, only: Person | None = None) -> None:
        """Bring every copy of a card (or only one person's) up to date, on every platform, as its reader may see it."""
        self.voice.settle(
            subject,
            lambda person: draw(self.view_of(person) if person else Viewer(Person(id=0, role_names=[], name=""))),
            only,
        )

    @property
    def has_spoken(self) -> bool:
        """Whether the conversation that spoke gets a new message of this turn, not only a changed card further up."""
        heard = self.heard
        return (
            self.account is not None
            and heard is not None
            and ((self.account.platform, heard.who.address) in self.voice.spoken)
        )

    @property
    def has_answered(self) -> bool:
        """Whether the conversation that spoke already sees something of this turn."""
        return (
            self.account is not None
            and self.heard is not None
            and ((self.account.platform, self.heard.who.address) in self.voice.answered)
        )

    # Doing

    def take(
        self,
        flow: Flow,
        name: str,
        subject: Any,
        answers: Mapping[str, Any] | None = None,
        *,
        revision: str = "",
    ) -> Step:
        """Move a subject one step on and record it under its clause. Refuses as the flow's table says."""
        step = flow.by_name[name]
        letter = step.by.under(self.viewer, subject) if step.by.under else None
        before = flow.take(step, self.viewer, subject, revision, self.settled_by(subject))
        given = dict(answers or {})
        if letter is not None:
            given["letter"] = letter.id
        self.record(
            subject.code, name, clause=step.clause or flow.clause, before=before, after=subject.status,
            reason=str(given.get("reason", "")), details=given, acting_for=letter.principal_id if letter else None,
        )  # fmt: skip
        return step

    def record(
        self,
        subject: str,
        step: str,
        *,
        clause: str = "",
        before: str = "",
        after: str = "",
        reason: str = "",
        details: Mapping[str, Any] | None = None,
        acting_for: int | None = None,
        nameless: bool = False,
    ) -> None:
        """Write a line of the audit log. It is sealed at the end of the turn, in the same transaction.

        `nameless`: who asked to stay unnamed stays so in the log, too; neither person nor message is written down.

        `acting_for` is the person under whose letter it was done; holding a letter without using it is not acting.
        """
        actor = None if nameless else self.actor
        self._facts.append(
            audit.Fact(
                subject=subject, step=step, clause=clause, actor_id=actor.id if actor else None,
                actor=actor.name if actor else "", at=self.now, before=before, after=after, reason=reason,
                acting_for=acting_for,
                channel=self.account.platform if self.account else "",
                event_id=self.heard.event_id if self.heard and not nameless else "",
                rules_version=self.rules_version, details=_plain(details or {}),
            )
        )  # fmt: skip

    def settled_by(self, subject: Any) -> Text | str:
        """Who brought a subject to where it is, for the one who came too late."""
        past = audit.history(self.tx, subject.code)
        last = next((entry for entry in reversed(past) if entry.facts["after"] == subject.status), None)
        if last is None or not last.facts["actor"]:
            return ""
        principal = self.tx.get(Person, last.facts["acting_for"]) if last.facts["acting_for"] else None
        name: Phrase = last.facts["actor"]
        if principal is not None:
            name = texts.FOR_WHOM(name=name, principal=principal.name)
        return texts.BY_WHOM(name=name, at=self.clock_time(last.at))

    def remind(
        self, key: str, action: str, subject: str, due_at: datetime, payload: dict[str, Any] | None = None
    ) -> None:
        """Ask the clock to come back to a subject: `action` is the name a feature gave with `@router.due`."""
        schedules.set_timer(self.tx, key, action, subject, due_at, payload)

    def remind_by(
        self,
        rule: Rule,
        key: str,
        action: str,
        subject: str,
        payload: dict[str, Any] | None = None,
        *,
        since: datetime | None = None,
        shift: int = 0,
        ahead: bool = False,
    ) -> None:
        """The same where an implementing rule says when: its value (and `shift`) after `since`, or `ahead` of it.

        When the CIO changes the rule, the timer moves with it. `since` is now unless said otherwise.
        """
        start = since or self.now
        due = rule.due(self.rule(rule) + shift, start, self.school.calendar, ahead=ahead)
        schedules.set_timer(
            self.tx, key, action, subject, due, payload, rule=rule.key, since=start, shift=shift, ahead=ahead
        )

    def forget_reminders(self, subject: str, prefix: str = "") -> None:
        """What was pending about a subject is no longer."""
        schedules.cancel_timers(self.tx, subject, self.now, prefix)

    def finish(self) -> None:
        """Seal the record. Called by the dispatcher as the last thing before the commit."""
        audit.append(self.tx, self._facts)
        self._facts = []


def _plain(details: Mapping[str, Any]) -> dict[str, Any]:
    """Only what JSON knows goes into the log; private keys of dialogues stay out."""
    return {
        name: value if isinstance(value, str | int | float | bool | list | dict | None) else say(value, "zh")
        for name, value in details.items()
        if not name.startswith("_")
    }
