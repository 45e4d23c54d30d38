"""How work moves. A flow is a table of steps; it is the only place where a status changes.

The same table answers who may do what (`by`), which buttons a card has (`buttons`), what is asked before a step
(`asks`), which words and which understood intent mean it, and it draws itself for the docs (`mermaid`).
Pure: no session, no network, no clock.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from handlers.cards import Button, Style, token
from handlers.errors import Changed, NotAllowed, TooLate
from handlers.texts import Text
from storage.people import Person, Role

UNLIMITED = frozenset(
    {"", "approvals"}
)  # scopes of a letter that leave nothing out; any other names kinds or departments


@dataclass(frozen=True, slots=True)
class Letter:
    """Under which delegation somebody acts: for whom, up to which amount in yuan (None: any), and for what.

    `scope` is the feature's own to read; "" is everything.
    """

    principal_id: int
    principal_name: str
    roles: frozenset[Role]
    amount_limit: int | None = None
    id: int = 0
    scope: str = ""


@dataclass(frozen=True, slots=True)
class Viewer:
    """A person as the flows see them: roles, and the letters that let them act for somebody else now.

    `person` is None for the school itself, when the clock takes a step.
    """

    person: Person | None
    letters: tuple[Letter, ...] = ()

    @property
    def id(self) -> int | None:
        """The person's id; None for the clock."""
        return self.person.id if self.person else None

    @property
    def is_clock(self) -> bool:
        """Whether no person but a deadline takes the step."""
        return self.person is None

    @property
    def belongs(self) -> bool:
        """Whether this is somebody of the school: neither the clock nor a guest, nor who has left."""
        return self.person is not None and self.person.active

    @property
    def cio_letter(self) -> Letter | None:
        """The letter under which the person acts for a CIO in everything now; None where they are one themselves. A letter
        for one kind of purchase, or one department's, covers those requests and nothing else.
        """
        if self.holds(Role.CIO):
            return None
        return next((one for one in self.letters if Role.CIO in one.roles and one.scope in UNLIMITED), None)

    @property
    def acts_for_cio(self) -> bool:
        """Whether this is the CIO, or who acts for them under a letter now."""
        return self.holds(Role.CIO) or self.cio_letter is not None

    def holds(self, *roles: Role) -> bool:
        """Whether the person holds one of these roles themselves (letters do not count here)."""
        return self.person is not None and self.person.holds(*roles)


class Subject(Protocol):
    """What moves: an issue, a request, a question. `revision` grows when what is shown on cards changes."""

    code: Any
    status: Any


def letter_of(viewer: Viewer, _subject: object) -> Letter | None:
    """For the `under` of a guard: what only a CIO may do is done by others under their letter."""
    return viewer.cio_letter


@dataclass(frozen=True, slots=True)
class By:
    """A named guard: who may take a step, in words for the refusal and as a test for the server.

    `under` names the letter somebody would use for it: then, and only then, the record says for whom they acted.
    `why` words a refusal more exactly than `who`, such as "not your own request"; None falls back to `who`.
    """

    who: Text
    allows: Callable[[Viewer, Any], bool]
    under: Callable[[Viewer, Any], Letter | None] | None = None
    why: Callable[[Viewer, Any], Text | None] | None = None

    def __or__(self, other: "By") -> "By":
        """Either of two."""
        return By(
            Text(f"{self.who.zh}或{other.who.zh}", f"{self.who.en} or {other.who.en}"),
            lambda viewer, subject: self.allows(viewer, subject) or other.allows(viewer, subject),
        )


def by(zh: str, en: str) -> Callable[[Callable[[Viewer, Any], bool]], By]:
    """Name a guard: `@by("技术员", "a technician")` over a function of viewer and subject."""
    return lambda allows: By(Text(zh, en), allows)


@by("系统", "the system")
def the_clock(viewer: Viewer, _subject: object) -> bool:
    """Only a deadline takes this step, never a person."""
    return viewer.is_clock


@dataclass(frozen=True, slots=True)
class Step:
    """One row of the table.

    `leads` is the status it ends in ("" keeps the status). `asks` are form fields collected before it is taken.
    `choices` makes one button for each value. `intent` is the understood intent that means this step.
    `fresh` steps are refused on a card that shows an older revision. `button=False` keeps it off the cards; it can still
    be typed. `extract(turn, text, known)` reads the answers to several questions out of one message.
    `waits=False`: one may take it, but nothing waits for it, such as taking a request back; it is on nobody's desk.
    `weighs(turn, subject)` looks before the questions are asked: what it finds, under names with an underscore, decides
    which fields with a `when` are asked, and `worded` may put their question in the words of the moment.
    """

    name: str
    starts: tuple[str, ...]
    leads: str
    by: By
    label: Text
    asks: tuple[Any, ...] = ()
    choices: tuple[tuple[str, Text], ...] = ()
    intent: str = ""
    also: tuple[str, ...] = ()  # other typed words for it
    style: Style = "normal"
    fresh: bool = False
    button: bool = True
    due: str = ""
    clause: str = ""
    extract: Callable[[Any, str, Mapping[str, Any]], Mapping[str, Any]] | None = None
    waits: bool = True
    weighs: Callable[[Any, Any], Mapping[str, Any]] | None = None
    worded: Callable[[Mapping[str, Any]], Any] | None = None


@dataclass(frozen=True)
class Flow:
    """The life of one kind of work. In a status of `over` the work is done, although a step may still bring it back."""

    name: str
    prefix: str
    clause: str
    statuses: Mapping[str, Text]
    steps: tuple[Step, ...]
    over: tuple[str, ...] = ()
    by_name: Mapping[str, Step] = field(init=False)

    def __post_init__(self) -> None:
        """Index the steps; a table with a mistake is refused when the program starts, not when somebody presses."""
        object.__setattr__(self, "by_name", {step.name: step for step in self.steps})
        if len(self.by_name) != len(self.steps):
            raise ValueError(f"{self.name}: two steps of one name")
        for step in self.steps:
            unknown = {status for status in (*step.starts, step.leads) if status} - set(self.statuses)
            if unknown:
                raise ValueError(f"{self.name}.{step.name}: unknown status {unknown}")
        if unknown := set(self.over) - set(self.statuses):
            raise ValueError(f"{self.name}: unknown status {unknown}")

    def is_over(self, status: str) -> bool:
        """Whether nothing more has to happen to work in this status."""
        return status in self.over or not any(status in step.starts for step in self.steps)

    def ahead(self, status: str) -> frozenset[str]:
        """The clauses under which work in this status goes on: of every step that may still follow, until it is over."""
        clauses: set[str] = set()
        seen: set[str] = set()
        waiting = [] if self.is_over(status) else [status]
        while waiting:
            at = waiting.pop()
            seen.add(at)
            for step in (step for step in self.steps if at in step.starts):
                clauses.add(step.clause or self.clause)
                if step.leads and step.leads not in seen and not self.is_over(step.leads):
                    waiting.append(step.leads)
        return frozenset(clauses)

    def buttons(self, viewer: Viewer, subject: Any) -> tuple[Button, ...]:
        """One button for each step this viewer may take now, in the order of the table."""
        found: list[Button] = []
        for step in self.steps:
            if not step.button or not self.may(step, viewer, subject):
                continue
            revision = getattr(subject, "revision", "") if step.fresh else ""
            if step.choices:
                found += [
                    Button(label, token(self.name, step.name, subject.code, value, revision), step.style)
                    for value, label in step.choices
                ]
            else:
                found.append(Button(step.label, token(self.name, step.name, subject.code, "", revision), step.style))
        return tuple(found)

    def awaits(self, viewer: Viewer, subject: Any) -> bool:
        """Whether the subject waits for this viewer: there is a step of theirs that is more than a way out."""
        return any(step.waits and step.button and self.may(step, viewer, subject) for step in self.steps)

    def may(self, step: Step, viewer: Viewer, subject: Any) -> bool:
        """Whether this viewer may take this step now."""
        return subject.status in step.starts and step.by.allows(viewer, subject)

    def check(
        self,
        step: Step,
        viewer: Viewer,
        subject: Any,
        revision: str = "",
        settled_by: Text | str = "",
    ) -> None:
        """Refuse loudly, in this order: not allowed (says who is), too late (says what it is now, by whom), old card."""
        if not step.by.allows(viewer, subject):
            exactly = step.by.why(viewer, subject) if step.by.why else None
            raise NotAllowed(step.label, step.by.who, code=subject.code, step_name=step.name, exactly=exactly)
        if subject.status not in step.starts:
            early = self._own_steps(viewer, subject) if step.starts and self._comes(subject.status, step) else ()
            raise TooLate(subject.code, self.statuses[subject.status], step.label, settled_by, can=early)
        if step.fresh and revision and revision != str(getattr(subject, "revision", "")):
            raise Changed(subject.code)

    def step_before(self, step: Step, viewer: Viewer, subject: Any) -> Step | None:
        """What this viewer can do now so that, by steps of the same guard alone, this one comes within reach."""
        own = [one for one in self.steps if one.by is step.by and one.leads and not one.fresh]
        now = [one for one in own if self.may(one, viewer, subject)]
        for first in now:
            if first.leads in step.starts:
                return first
        for first in (one for one in now if one.button):
            reached = {first.leads}
            while more := {one.leads for one in own if reached & set(one.starts)} - reached - {subject.status}:
                reached |= more  # a way that comes back to where it stands leads nowhere
            if reached & set(step.starts):
                return first
        return None

    def _comes(self, status: str, step: Step) -> bool:
        """Whether a step may still come from a status, by whomever, and cannot have been taken on the way there."""
        after = {step.leads} if step.leads else set(step.starts)
        return bool(self._reach({status}) & set(step.starts)) and status not in self._reach(after)

    def _reach(self, reached: set[str]) -> set[str]:
        """Every status that steps lead to from these; work that is over goes no further."""
        while more := {
            one.leads for one in self.steps if one.leads
            and any(start in reached and not self.is_over(start) for start in one.starts)
        } - reached:  # fmt: skip
            reached = reached | more
        return reached

    def _own_steps(self, viewer: Viewer, subject: Any) -> tuple[Text, ...]:
        """What this viewer can do now, by its buttons."""
        return tuple(step.label for step in self.steps if step.button and self.may(step, viewer, subject))[:3]

    def take(self, step: Step, viewer: Viewer, subject: Any, revision: str = "", settled_by: Text | str = "") -> str:
        """Move the subject one step on, or refuse. The only place a status changes. Returns the status before."""
        self.check(step, viewer, subject, revision, settled_by)
        before = str(subject.status)
        if step.leads:
            subject.status = step.leads
        return before

    def mermaid(self) -> str:
        """The table as a state diagram for the docs."""
        lines = ["stateDiagram-v2"]
        for step in self.steps:
            lines += [f"    {start} --> {step.leads or start}: {step.label.zh}" for start in step.starts]
        return "\n".join(lines)
