"""What a person wants: one of the fixed intents, with the place, device, number, time … that the sentence holds.

Rules of wording come first, then likeness to example sentences; what the person has open (a resolved issue, an
approval card, a choice of three) weighs heavily, because "好了" alone means nothing and with an open issue everything.
No model is needed; one that is configured is asked only when rules and examples leave doubt. The data in `phrases/`
is meant to be read and extended by a school.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from math import exp

from handlers.example_sentences import examples_of, shipped_examples
from handlers.likeness import Likeness
from handlers.role_readings import allowed, leaning
from handlers.phrase_rules import PhraseRules
from handlers.phrasing import core, plain
from handlers.sentences import comma_parts, linked_parts, sentence_parts
from handlers.situations import Situation, situation
from handlers.slots import slots_of
from handlers.tagging import Tagged, tag

Slots = Mapping[str, str | int | float]
Model = Callable[[str, str, str, Sequence[str]], str | None]
"""(text, role, context, candidate intents) → one of the candidates, or nothing."""

_UNSURE = 0.5
"""Below this confidence a configured model is asked."""
_LIKENESS = 2.4
_SPEAKS = 0.62
"""A sentence whose best score stays below this says nothing we know."""
_ALONE = frozenset({"smalltalk", "unclear", "out_of_scope", "help", "choose_option", "multi_intent"})
"""Intents that never count as one of several requests."""
_REPEATABLE = frozenset(
    {"ticket_create", "ticket_status", "ticket_rate", "approval_approve", "reminder_create", "stat_query"}
)


@dataclass(frozen=True, slots=True)
class Understood:
    """One reading of a message.

    `confidence` is the share of such readings that were right on sentences held out of the data, 0 to 1;
    `alternatives` are the next best intents with their share; `parts` holds the single requests of a `multi_intent`.
    """

    intent: str
    slots: Slots = field(default_factory=dict)
    confidence: float = 0.0
    alternatives: tuple[tuple[str, float], ...] = ()
    parts: "tuple[Understood, ...]" = ()


@dataclass(frozen=True, slots=True)
class _Heard:
    """A sentence made ready: as typed, plain, without politeness, tagged."""

    raw: str
    line: str
    tagged: Tagged
    where: Situation
    role: str


class Understander:
    """Reads free text. Make one and keep it: it holds the rules and a few thousand example sentences.

    `examples` are further intents with example sentences that features contribute; `model` is an optional helper.
    Never raises on any text; the same text in the same situation always means the same.
    """

    def __init__(self, examples: Mapping[str, Sequence[str]] | None = None, model: Model | None = None) -> None:
        self._rules = PhraseRules()
        self._likeness = Likeness([*shipped_examples(), *examples_of(examples or {})])
        self._model = model

    def understand(
        self, text: str, *, role: str = "staff", context: str = "none", now: datetime | None = None
    ) -> Understood:
        """The most likely reading of `text` by a person in `role` who has `context` open; `now` dates "明天"."""
        where = situation(context)
        whole = self._read(self._hear(text, where, role), now)
        parts = self._several(text, whole, where, role, now)
        if not parts:
            return self._with_help(text, whole, role, context)
        sure = min(part.confidence for part in parts)
        return Understood("multi_intent", {"count": len(parts)}, sure, ((whole.intent, whole.confidence),), parts)

    def _hear(self, text: str, where: Situation, role: str) -> _Heard:
        line = core(plain(text))
        return _Heard(text, line, tag(line), where, role.strip().lower())

    def _read(self, heard: _Heard, now: datetime | None) -> Understood:
        scores = self._scores(heard)
        ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
        intent, best = ranked[0] if ranked else ("unclear", 0.0)
        if best < _SPEAKS:
            intent, ranked = "unclear", [("unclear", _SPEAKS), *ranked]
        intent = allowed(intent, heard.role, heard.line, heard.where)
        second = ranked[1][1] if len(ranked) > 1 else 0.0
        confidence = _confidence(best, best - second)
        others = tuple((name, round(_confidence(score, score - best), 3)) for name, score in ranked[1:4])
        return Understood(intent, slots_of(intent, heard.raw, heard.tagged, heard.where, now), confidence, others)

    def _scores(self, heard: _Heard) -> dict[str, float]:
        scores = {
            intent: _LIKENESS * score
            for intent, score in self._likeness.weigh(heard.tagged.masked, heard.where).items()
        }
        for intent, weight in self._rules.weigh(f"{heard.line}\n{heard.tagged.masked}", heard.where).items():
            scores[intent] = scores.get(intent, 0.0) + weight
        for intent, weight in leaning(heard.role).items():
            if intent in scores:
                scores[intent] += weight
        return scores

    def _several(
        self, text: str, whole: Understood, where: Situation, role: str, now: datetime | None
    ) -> tuple[Understood, ...]:
        line = core(plain(text))
        for split, certainty in ((linked_parts, 0.45), (sentence_parts, 0.6), (comma_parts, 0.7)):
            pieces = split(line)
            if not 1 < len(pieces) <= 6:
                continue
            read = [
                self._read(self._hear(piece, where if n == 0 else Situation(), role), now)
                for n, piece in enumerate(pieces)
            ]
            wanted = tuple(part for part in read if part.intent not in _ALONE and part.confidence >= certainty)
            if _different(wanted, whole):
                return wanted
        return ()

    def _with_help(self, text: str, whole: Understood, role: str, context: str) -> Understood:
        if self._model is None or whole.confidence >= _UNSURE:
            return whole
        candidates = [whole.intent, *(intent for intent, _ in whole.alternatives)]
        chosen = self._model(text, role, context, candidates)
        return replace(whole, intent=chosen) if chosen in candidates else whole


def _different(wanted: Sequence[Understood], whole: Understood) -> bool:
    if len(wanted) < 2 or whole.intent in {"unauthorized_attempt", "unsafe_request"}:
        return False
    if len({part.intent for part in wanted}) > 1:
        return True
    return wanted[0].intent in _REPEATABLE and all(len(part.slots) > 1 for part in wanted)


def _confidence(best: float, margin: float) -> float:
    """From score and lead to the share of right readings; fitted on held-out sentences (benchmarks/understand.py)."""
    return round(1.0 / (1.0 + exp(-(-1.6 + 0.75 * min(best, 5.0) + 0.9 * max(-3.0, min(margin, 3.0))))), 3)
