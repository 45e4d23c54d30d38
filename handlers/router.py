"""How a feature says what it answers to: steps of its flow, intents, plain buttons, typed words, forms, deadlines."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias, TypeVar

from sqlalchemy.orm import Session

from handlers.cards import Button, Card
from handlers.checklists import ScenarioPlan
from handlers.figures import Metric, Place, Reports
from handlers.flow import By, Flow, Step, Viewer
from handlers.forms import Form
from handlers.rulebook import Concern, Rule
from handlers.safety import Leaves, Objects, Opens, Vouches
from handlers.school_time import SchoolCalendar
from handlers.screens import Screen
from handlers.texts import Text
from handlers.turn import Turn
from handlers.understand import Understood
from storage.people import Person, Role

A = TypeVar("A")
K = TypeVar("K", bound=str | Place)
StepAction: TypeAlias = Callable[[Turn, Any, Mapping[str, Any]], None]
SayAction: TypeAlias = Callable[[Turn, str, Understood], None]
ButtonAction: TypeAlias = Callable[[Turn, str, str], None]
CommandAction: TypeAlias = Callable[[Turn, str], None]
DueAction: TypeAlias = Callable[[Turn, str, Mapping[str, Any]], None]
FollowsCalendar: TypeAlias = Callable[[Turn, SchoolCalendar], int]
Follows: TypeAlias = Callable[[Turn, Rule, frozenset[str]], Iterable[Concern]]

ScreenAction: TypeAlias = Callable[[Turn, str], Screen | None]
DeskAction: TypeAlias = Callable[[Turn], Sequence[tuple[Text, Button]]]
Begins: TypeAlias = Callable[[Turn, str, Person | None, str], str]
PlanFor: TypeAlias = Callable[[Turn, str], ScenarioPlan | None]
Fulfils: TypeAlias = Callable[[Turn, str, Person, str], None]
Told: TypeAlias = Callable[[Turn, str, Person], bool]


@dataclass(frozen=True)
class Standing:
    """A schedule a feature wants to exist from the first start on; its rule is JSON of `handlers.recurrence`.

    Where an implementing rule says how often, `follows` names it and `recurs` makes the JSON from its value: the
    schedule moves with the rule.
    """

    key: str
    title: str
    action: str
    rule: Mapping[str, Any]
    clause: str
    payload: Mapping[str, Any] = field(default_factory=dict)
    catch_up: str = "skip_if_late"
    late_after_minutes: int = 24 * 60
    follows: Rule | None = None
    recurs: Callable[[int], Mapping[str, Any]] | None = None

    def recurrence(self, value_of: Callable[[Rule], int]) -> Mapping[str, Any]:
        """Its recurrence under the rules in force."""
        if self.follows is None or self.recurs is None:
            return self.rule
        return self.recurs(value_of(self.follows))


@dataclass(frozen=True, slots=True)
class Help:
    """A line of 帮助: what somebody of these roles may say (no roles: everybody who is bound)."""

    words: Text
    roles: tuple[Role, ...] = ()
    guests: bool = False

    def concerns(self, roles: frozenset[Role] | None) -> bool:
        """Whether somebody of these roles needs the line; None for a guest."""
        if roles is None:
            return self.guests
        return not self.roles or not roles.isdisjoint(self.roles)


class Router:
    """One feature's answers. `find` loads a subject by its code; `readable` guards the door to it: "not found" and
    "not yours" answer alike; `card` draws it for a viewer; `open_for` lists what a viewer may have in hand;
    `continues` takes words nobody understood as the rest of what was said seconds ago; `hears` takes words it is sure
    of before anybody tries to understand them; `explains` says why the newest message of the chat came, if it is one of
    its own. `rule_readers` are told when the CIO changes one of `rules`. `mark` stands in front of every message about its
    subjects (`handlers.marking`), and `told` says who may get one: to send it to anybody else is a mistake of ours.
    What is `confidential` is never answered where others read along: it goes to the person's own chat.
    """

    def __init__(
        self,
        name: str,
        *,
        flow: Flow | None = None,
        prefix: str = "",
        find: Callable[[Session, str], Any] | None = None,
        readable: By | None = None,
        card: Callable[[Turn, Any, Viewer], Card] | None = None,
        open_for: Callable[[Turn], Iterable[Any]] | None = None,
        context: Callable[[Turn, Any], str] | None = None,
        continues: Callable[[Turn, str], bool] | None = None,
        hears: Callable[[Turn, str], bool] | None = None,
        explains: Callable[[Turn], bool] | None = None,
        mark: Text | None = None,
        told: Told | None = None,
        confidential: bool = False,
        rules: Sequence[Rule] = (),
        rule_readers: Sequence[Role] = (),
        standing: Sequence[Standing] = (),
    ) -> None:
        self.name = name
        self.flow = flow
        self.prefix = prefix or (flow.prefix if flow else "")
        self.find = find
        # What follows from every step alike, such as that resources go with the status of their project.
        self.after: Callable[[Turn, Any, Step, Mapping[str, Any]], None] | None = None
        self.readable = readable
        self.card = card
        self.open_for = open_for
        self.context = context
        self.continues = continues
        self.hears = hears
        self.explains = explains
        self.mark = mark
        self.told = told
        self.confidential = confidential
        self.rules = tuple(rules)
        self.rule_readers = tuple(rule_readers)
        self.follows: Follows | None = None
        self.interrupts: Callable[[Turn, str], bool] | None = None  # as `hears`, but in the middle of a dialogue, too
        self.receives: Callable[[Turn], bool] | None = None  # takes pictures and files without words that it waits for
        self.calendar_follower: FollowsCalendar | None = None
        self.begins: Begins | None = None
        self.fulfils: Fulfils | None = None
        self.plan_of: PlanFor | None = None
        self.safety_of: Opens | None = None
        self.vouches: Vouches | None = None
        self.objects: Objects | None = None
        self.leaves: Leaves | None = None
        self.helps: list[Help] = []
        self.desk_of: DeskAction | None = None
        self.screen_of: ScreenAction | None = None
        self.scans: dict[str, CommandAction] = {}
        self.metrics: list[Metric] = []
        self.sections: dict[Place, Reports] = {}
        self.standing = tuple(standing)
        self.steps: dict[str, StepAction] = {}
        self.says: dict[str, SayAction] = {}
        self.examples: dict[str, list[str]] = {}
        self.buttons: dict[str, ButtonAction] = {}
        self.commands: dict[str, CommandAction] = {}
        self.forms: dict[str, Form] = {}
        self.dues: dict[str, DueAction] = {}

    def press(self, step: str) -> Callable[[StepAction], StepAction]:
        """What happens after a step of the flow was taken (by button, number, typed word or free speech alike)."""
        if self.flow is None or step not in self.flow.by_name:
            raise ValueError(f"{self.name} has no step {step!r}")
        return self._into(self.steps, step)

    def say(self, intent: str, *, examples: Sequence[str] = ()) -> Callable[[SayAction], SayAction]:
        """What happens when somebody wants this in their own words. Examples teach it, for intents of our own."""
        self.examples.setdefault(intent, []).extend(examples)
        return self._into(self.says, intent)

    def button(self, action: str) -> Callable[[ButtonAction], ButtonAction]:
        """A button that moves nothing: looks something up, opens a form. Gets the code and the choice of its token."""
        return self._into(self.buttons, action)

    def command(self, *words: str) -> Callable[[CommandAction], CommandAction]:
        """Exact words at the start of a message. Gets the rest of it."""

        def register(action: CommandAction) -> CommandAction:
            for word in words:
                self.commands[word] = action
            return action

        return register

    def due(self, action: str) -> Callable[[DueAction], DueAction]:
        """What happens when a timer or schedule of this name falls due. Gets the subject's code and the payload."""
        return self._into(self.dues, action)

    def follow_calendar(self, action: FollowsCalendar) -> FollowsCalendar:
        """How deadlines that the feature keeps itself follow a changed school calendar. Gets the calendar before; the
        turn has the new one. Gives how many moved.
        """
        self.calendar_follower = action
        return action

    def follow_rules(self, action: Follows) -> Follows:
        """What a changed rule of this feature means for its open work. Gets the rule and the codes of the subjects whose
        timers it has set; gives everything that is concerned. Called before the change (to count) and after it.
        """
        self.follows = action
        return action

    def beginning(self, action: Begins) -> Begins:
        """How work of this feature begins from other work, such as an incident from an issue: gets the words, the person
        they came from and the code they came with, and gives the code of the new work, or "" where a person goes on.
        """
        self.begins = action
        return action

    def fulfilment(self, action: Fulfils) -> Fulfils:
        """What it means here that work the charter wants regularly was done elsewhere. Gets the kind of work (training,
        safety_training, report, drill, inspection …), who answers for it and the code it is kept under.
        """
        self.fulfils = action
        return action

    def plans(self, action: PlanFor) -> PlanFor:
        """The emergency plan that words speak of (a scenario, a plan's code); None where there is none for them."""
        self.plan_of = action
        return action

    def help(self, words: Text, *roles: Role, guests: bool = False) -> None:
        """A line of 帮助 for these roles; without roles for everybody who is bound, with `guests` for all others, too."""
        self.helps.append(Help(words, roles, guests))

    def desk(self, action: DeskAction) -> DeskAction:
        """What waits for the actor besides steps of the flow: a line of 我的待办 and its button."""
        self.desk_of = action
        return action

    def screen(self, action: ScreenAction) -> ScreenAction:
        """What this feature shows on a wall: `/screen/<feature>/<token>`. Gets the token; None shuts the door."""
        self.screen_of = action
        return action

    def safety(self, action: Opens) -> Opens:
        """What of this feature is open in the school's safety, each with its owner and its day (5.1.4)."""
        self.safety_of = action
        return action

    def vouch(self, action: Vouches) -> Vouches:
        """What this feature's records say of a project at its end: backup and data class (7.2). Gets the project's code."""
        self.vouches = action
        return action

    def object(self, action: Objects) -> Objects:
        """What stands in the way of a project's approval here, in words; None for nothing. Gets the project's code."""
        self.objects = action
        return action

    def leaving(self, action: Leaves) -> Leaves:
        """Take over what somebody who left the school answered for here; gives the codes of what moved."""
        self.leaves = action
        return action

    def count(self, *metrics: Metric) -> None:
        """What this feature can count: anybody who may asks for it in chat, and reports print it (clause 5.2.3)."""
        self.metrics.extend(metrics)

    def section(self, place: Place) -> Callable[[Reports], Reports]:
        """What this feature tells the leaders about a period (8.2.2). Gets turn and period; None where there is nothing to
        say that is not already a metric.
        """
        return self._into(self.sections, place)

    def scan(self, mark: str) -> Callable[[CommandAction], CommandAction]:
        """What a scanned code that begins with `mark` means. Gets the whole code, which may be anything."""
        return self._into(self.scans, mark)

    def form(self, form: Form) -> Form:
        """A dialogue of this feature."""
        self.forms[form.name] = form
        return form

    def _into(self, table: dict[K, A], name: K) -> Callable[[A], A]:
        def register(action: A) -> A:
            if name in table:
                raise ValueError(f"{self.name}: {name!r} is answered twice")
            table[name] = action
            return action

        return register


@dataclass(frozen=True)
class StepOf:
    """A step and the feature it belongs to."""

    router: Router
    step: Step
