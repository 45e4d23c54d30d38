"""Everything the features of an installation answer to, checked against each other once at the start."""

import re
from collections.abc import Callable, Sequence
from functools import cached_property

from handlers import marking
from handlers.cards import Card
from handlers.checklists import ScenarioPlan
from handlers.figures import Metric, Reports
from handlers.flow import Flow, the_clock
from handlers.forms import Form
from handlers.router import CommandAction, DueAction, Router, SayAction, StepOf
from handlers.rulebook import Rule
from handlers.safety import Open, Vouched
from handlers.texts import Phrase, Text
from handlers.turn import Turn
from handlers.voice import as_card
from storage.people import Person, Role

_IDS = re.compile(r"(?<![A-Za-z])([A-Z]{1,3})-\d")


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
        self.scans: dict[str, CommandAction] = {}
        self.rules: dict[str, Rule] = {}
        self.metrics: dict[str, Metric] = {}
        self.step_intents: dict[str, list[StepOf]] = {}
        self.step_words: dict[str, list[StepOf]] = {}
        self._helps: dict[frozenset[Role] | None, Sequence[Text]] = {}
        for router in routers:
            self._add(router)
        self._words_by_letter: dict[str, list[str]] = {}
        for word in sorted(self.step_words, key=len, reverse=True):  # "同意并…" before "同意"
            self._words_by_letter.setdefault(word[:1], []).append(word)

    def words_opening(self, said: str) -> list[str]:
        """The words of steps with which something folded begins, the longest first."""
        return [word for word in self._words_by_letter.get(said[:1], ()) if said.startswith(word)]

    @cached_property
    def interrupting(self) -> Sequence[Callable[[Turn, str], bool]]:
        """The doors of features that know words as their own even in the middle of a dialogue."""
        return [router.interrupts for router in self.routers if router.interrupts is not None]

    @cached_property
    def hearing(self) -> Sequence[Callable[[Turn, str], bool]]:
        """The doors of features that know words as their own."""
        return [router.hears for router in self.routers if router.hears is not None]

    @cached_property
    def openings(self) -> Sequence[str]:
        """Commands that are followed by words of one's own without anything between: 绑定 CODE."""
        return [known for known in self.commands if known.endswith(" ")]

    @cached_property
    def prefixes(self) -> frozenset[str]:
        """The letters of all spoken ids: T, P, Q …"""
        return frozenset(self.by_prefix)

    @cached_property
    def marks(self) -> dict[str, Text]:
        """What stands in front of messages about some work, by the letters of its ids: 【演练】 for D."""
        return {prefix: router.mark for prefix, router in self.by_prefix.items() if router.mark is not None}

    def marked(self, words: Card | Phrase, about: str) -> Card | Phrase:
        """Words with the mark of the feature or subject they are about, if it has one."""
        router = self.by_name.get(about) or self.by_prefix.get(about.partition("-")[0])
        return marking.on_words(words, router.mark if router is not None else None)

    def may_be_told(self, turn: Turn, subject: str, person: Person) -> bool:
        """Whether a message about a subject may go to this person."""
        router = self.by_prefix.get(subject.partition("-")[0]) if subject else None
        return router is None or router.told is None or router.told(turn, subject, person)

    def is_confidential(self, words: Card | Phrase, subject: str) -> bool:
        """Whether a message names, shows or is about something that nobody outside may read: not for a group's eyes."""
        shown = as_card(words).render("zh")
        said = "\n".join((subject, *shown.paragraphs(), *(button.token for button in shown.buttons)))
        return any(prefix in self._confidential for prefix in _IDS.findall(said))

    @cached_property
    def _confidential(self) -> frozenset[str]:
        return frozenset(prefix for prefix, router in self.by_prefix.items() if router.confidential)

    def help_for(self, person: Person | None) -> list[Text]:
        """What this person may ask for; what belongs to their roles stands first. Nothing that is not installed."""
        return list(self._help_of(person.roles if person is not None else None))

    def _help_of(self, roles: frozenset[Role] | None) -> Sequence[Text]:
        if roles not in self._helps:
            lines = [line for router in self.routers for line in router.helps if line.concerns(roles)]
            self._helps[roles] = [line.words for line in sorted(lines, key=lambda line: not line.roles)]
        return self._helps[roles]

    def scanned(self, code: str) -> CommandAction | None:
        """What a scanned code means, by its mark; None for one of no feature of ours."""
        return next((action for mark, action in self.scans.items() if code.startswith(mark)), None)

    def begin(self, feature: str, turn: Turn, words: str, person: Person | None, source: str) -> str:
        """Begin work of another feature out of one's own. The code of what was begun; "" where a person has to go on,
        or where no such feature is installed.
        """
        router = self.by_name.get(feature)
        return router.begins(turn, words, person, source) if router is not None and router.begins is not None else ""

    def fulfilled(self, kind: str, turn: Turn, person: Person, source: str) -> None:
        """Say that regular work of a kind was done, to whichever feature keeps count of it; nothing where none does."""
        for router in self.routers:
            if router.fulfils is not None:
                router.fulfils(turn, kind, person, source)

    def sections(self) -> list[Reports]:
        """What the features tell the leaders, in the order of the report."""
        return [
            action
            for _place, action in sorted(
                ((place, action) for router in self.routers for place, action in router.sections.items()),
                key=lambda one: one[0],
            )
        ]

    def plan_for(self, turn: Turn, words: str) -> ScenarioPlan | None:
        """The steps the school follows in what words speak of; None where no plan fits or none are kept."""
        found = (router.plan_of(turn, words) for router in self.routers if router.plan_of is not None)
        return next((plan for plan in found if plan is not None), None)

    def open_safety(self, turn: Turn) -> list[Open]:
        """Everything that waits in the school's safety, the urgent and the oldest first."""
        found = [one for router in self.routers if router.safety_of is not None for one in router.safety_of(turn)]
        return sorted(found, key=lambda one: (not one.urgent, one.due))

    def vouched(self, turn: Turn, code: str) -> list[Vouched]:
        """What the records of all features say of a project at its end."""
        found = (router.vouches(turn, code) for router in self.routers if router.vouches is not None)
        return [one for one in found if one is not None]

    def objections(self, turn: Turn, code: str) -> list[Text]:
        """What stands in the way of a project's approval."""
        found = (router.objects(turn, code) for router in self.routers if router.objects is not None)
        return [one for one in found if one is not None]

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
            (self.scans, router.scans),
            (self.rules, {rule.key: rule for rule in router.rules}),
            (self.metrics, {metric.key: metric for metric in router.metrics}),
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
