"""How a feature says what it answers to: steps of its flow, intents, plain buttons, typed words, forms, deadlines."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias, TypeVar

from sqlalchemy.orm import Session

from handlers.cards import Card
from handlers.flow import By, Flow, Step, Viewer, the_clock
from handlers.forms import Form
from handlers.rulebook import Rule
from handlers.turn import Turn
from handlers.understand import Understood

A = TypeVar("A")
StepAction: TypeAlias = Callable[[Turn, Any, Mapping[str, Any]], None]
SayAction: TypeAlias = Callable[[Turn, str, Understood], None]
ButtonAction: TypeAlias = Callable[[Turn, str, str], None]
CommandAction: TypeAlias = Callable[[Turn, str], None]
DueAction: TypeAlias = Callable[[Turn, str, Mapping[str, Any]], None]


@dataclass(frozen=True)
class Standing:
    """A schedule a feature wants to exist from the first start on; its rule is JSON of `handlers.recurrence`."""

    key: str
    title: str
    action: str
    rule: Mapping[str, Any]
    clause: str
    payload: Mapping[str, Any] = field(default_factory=dict)
    catch_up: str = "skip_if_late"
    late_after_minutes: int = 24 * 60


class Router:
    """One feature's answers. `find` loads a subject by its code; `readable` guards the door to it: "not found" and
    "not yours" answer alike; `card` draws it for a viewer; `open_for` lists what a viewer may have in hand;
    `continues` takes words nobody understood as the rest of what was said seconds ago.
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
        rules: Sequence[Rule] = (),
        standing: Sequence[Standing] = (),
    ) -> None:
        self.name = name
        self.flow = flow
        self.prefix = prefix or (flow.prefix if flow else "")
        self.find = find
        self.readable = readable
        self.card = card
        self.open_for = open_for
        self.context = context
        self.continues = continues
        self.rules = tuple(rules)
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

    def form(self, form: Form) -> Form:
        """A dialogue of this feature."""
        self.forms[form.name] = form
        return form

    def _into(self, table: dict[str, A], name: str) -> Callable[[A], A]:
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


class Features:
    """All features together: one look-up for each kind of thing somebody may say or press."""

    def __init__(self, routers: Sequence[Router]) -> None:
        self.routers = tuple(routers)
        self.by_name: dict[str, Router] = {}
        self.by_prefix: dict[str, Router] = {}
        self.says: dict[str, SayAction] = {}
        self.commands: dict[str, CommandAction] = {}
        self.forms: dict[str, Form] = {}
        self.dues: dict[str, DueAction] = {}
        self.rules: dict[str, Rule] = {}
        self.step_intents: dict[str, list[StepOf]] = {}
        self.step_words: dict[str, list[StepOf]] = {}
        for router in routers:
            self._add(router)

    @property
    def prefixes(self) -> frozenset[str]:
        """The letters of all spoken ids: T, P, Q …"""
        return frozenset(self.by_prefix)

    def examples(self) -> dict[str, list[str]]:
        """What features teach the understanding, by intent."""
        found: dict[str, list[str]] = {}
        for router in self.routers:
            for intent, sentences in router.examples.items():
                found.setdefault(intent, []).extend(sentences)
        return found

    def _add(self, router: Router) -> None:
        if router.name in self.by_name:
            raise ValueError(f"two features named {router.name}")
        self.by_name[router.name] = router
        for table, more in (
            (self.says, router.says),
            (self.commands, router.commands),
            (self.forms, router.forms),
            (self.dues, router.dues),
            (self.rules, {rule.key: rule for rule in router.rules}),
        ):
            taken = table.keys() & more.keys()
            if taken:
                raise ValueError(f"{router.name}: {sorted(taken)} belong to another feature already")
            table.update(more)  # type: ignore[arg-type]  # each table with its own kind
        if router.prefix:
            self.by_prefix[router.prefix] = router
        if router.flow is None:
            return
        self._add_steps(router, router.flow)

    def _add_steps(self, router: Router, flow: Flow) -> None:
        missing = {step.name for step in flow.steps} - router.steps.keys()
        if missing:
            raise ValueError(f"{router.name}: no action for {sorted(missing)}")
        for step in flow.steps:
            of = StepOf(router, step)
            for intent in step.intent.split():
                self.step_intents.setdefault(intent, []).append(of)
            if step.by is not the_clock:
                for word in (step.label.zh, step.label.en.lower(), *step.also):
                    self.step_words.setdefault(word, []).append(of)
