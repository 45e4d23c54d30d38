"""What a person wants: one of the fixed intents, with the place, device, number, time … that the sentence holds.

Rules of wording come first, then likeness to example sentences; what the person has open (a resolved issue, an
approval card, a choice of three) weighs heavily, because "好了" alone means nothing and with an open issue everything.
No model is needed; one that is configured is asked only when rules and examples leave doubt. The data in `phrases/`
is meant to be read and extended by a school.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache
from heapq import nlargest, nsmallest
from math import exp
from types import MappingProxyType

from handlers.understanding.concepts import concepts
from handlers.understanding.evidence import Evidence, Example
from handlers.understanding.example_sentences import examples_of, shipped_examples
from handlers.understanding.phrase_rules import PhraseRules
from handlers.understanding.phrasing import core, plain
from handlers.understanding.role_readings import allowed, leaning
from handlers.understanding.sentences import comma_parts, linked_parts, sentence_parts, shared_place
from handlers.understanding.situations import Situation, situation
from handlers.understanding.slots import slots_of
from handlers.understanding.tagging import Tagged, tag
from handlers.understanding.wishes import WISHES

Slots = Mapping[str, str | int | float]
Model = Callable[[str, str, str], str | None]
"""(text, role, context) → an intent, or nothing."""

SURE = 0.55
"""Below this confidence nothing is done without a question back, and a configured model is asked."""
_EXAMPLES = 4.5
"""What the examples say together weighs as much as one and a half sure rules."""
_SAME = 1.5
"""The very sentence stands in the data."""
REMEMBERED = 1024  # readings of what was said lately
_TOLD = 4  # readings that are looked at after the weighing: the likeliest, and its rivals
_CANDIDATES = 20
"""So many intents, the likeliest by the examples, have their rules tried."""
_ALWAYS = ("unsafe_request", "unauthorized_attempt", "unclear", "smalltalk", "ticket_create", "policy_question")
_PROVEN = frozenset(
    {"unsafe_request", "unauthorized_attempt", "policy_escalate", "handoff_human", "bind_identity", "broadcast_ack"}
)
"""Intents that accuse somebody, or go out to others in their name: likeness alone counts for them only in part."""
_UNPROVEN = 0.4
_SPEAKS = 0.5
"""A sentence whose best score stays below this says nothing we know."""
_ALONE = frozenset({"smalltalk", "unclear", "out_of_scope", "help", "choose_option", "multi_intent"})
"""Intents that never count as one of several requests."""
_WHOLE = frozenset({"unauthorized_attempt", "unsafe_request", "policy_interpretation_publish", "ticket_merge"})
"""Intents whose message is one, whatever it contains."""
_LONG_TEXT = frozenset(
    {"broadcast_create", "broadcast_edit", "feedback_submit", "leader_instruction", "timeline_note", "goal_create"}
    | {"reminder_create", "training_create", "drill_create", "incident_report", "incident_update", "project_create"}
    | {"ticket_supplement", "ticket_correct", "inspection_record", "training_feedback", "ticket_resolve", "smalltalk"}
)
"""Intents that carry a text of their own, with stops and commas that separate nothing."""
_MOST_PARTS = 6


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

    `examples` are further intents with example sentences that features contribute; `model` is an optional helper;
    `shipped` replaces the sentences that come with Xiaoxin (for measuring).
    Never raises on any text; the same text in the same situation always means the same.
    """

    def __init__(
        self,
        examples: Mapping[str, Sequence[str]] = MappingProxyType({}),
        model: Model | None = None,
        *,
        shipped: Sequence[Example] | None = None,
    ) -> None:
        self._rules = PhraseRules()
        known = shipped_examples() if shipped is None else shipped
        self._evidence = Evidence([*known, *examples_of(examples)])
        self._model = model
        self._remembered = lru_cache(maxsize=REMEMBERED)(self._understand)

    def understand(
        self, text: str, *, role: str = "staff", context: str = "none", now: datetime | None = None
    ) -> Understood:
        """The most likely reading of `text` by a person in `role` who has `context` open.

        Times stay as they were said; who acts on one dates it with `time_phrases.parse_when` and the school's
        calendar. `now` is accepted so that callers need not know that.
        """
        del now
        meant = self._remembered(text, role, context)
        return meant if meant.parts else self._with_help(text, meant, role, context)

    def _understand(self, text: str, role: str, context: str) -> Understood:
        """Without a model the same words always mean the same: many say 谢谢, and some sentences are asked about twice."""
        heard = self._hear(text, situation(context), role)
        whole = self._read(heard)
        parts = self._several(heard, whole)
        if not parts:
            return whole
        sure = min(part.confidence for part in parts)
        return Understood("multi_intent", {"count": len(parts)}, sure, ((whole.intent, whole.confidence),), parts)

    def _hear(self, text: str, where: Situation, role: str) -> _Heard:
        line = core(plain(text))
        return _Heard(text, line, tag(line), where, role.strip().lower())

    def _read(self, heard: _Heard) -> Understood:
        scores = self._scores(heard)
        ranked = nsmallest(_TOLD, scores.items(), key=lambda item: (-item[1], item[0]))
        intent, best = ranked[0] if ranked else ("unclear", 0.0)
        if best < _SPEAKS:
            intent, ranked = "unclear", [("unclear", _SPEAKS), *ranked]
        intent = allowed(intent, heard.role)
        second = ranked[1][1] if len(ranked) > 1 else 0.0
        confidence = _confidence(best, best - second)
        others = tuple((name, round(_confidence(score, score - best), 3)) for name, score in ranked[1:4])
        return Understood(intent, slots_of(intent, heard.raw, heard.tagged, heard.where), confidence, others)

    def _scores(self, heard: _Heard) -> dict[str, float]:
        masked = heard.tagged.masked
        shares = self._evidence.weigh(masked, concepts(heard.line), heard.where)
        scores = {intent: _EXAMPLES * share for intent, share in shares.items()}
        same = self._evidence.exactly(masked, heard.where)
        if same is not None:
            scores[same] = scores.get(same, 0.0) + _SAME
        likely = {*nlargest(_CANDIDATES, shares, key=lambda intent: shares[intent]), *_ALWAYS} if shares else ()
        lines = f"{heard.line}\n{masked}"
        said = self._rules.weigh(lines, heard.where, likely, role=heard.role)
        for intent in _PROVEN & scores.keys():
            if said.get(intent, 0.0) <= 0 and intent != same:
                scores[intent] *= _UNPROVEN
        for intent, weight in said.items():
            scores[intent] = scores.get(intent, 0.0) + weight
        for intent, weight in leaning(heard.role).items():
            if intent in scores:
                scores[intent] += weight
        return scores

    def _several(self, heard: _Heard, whole: Understood) -> tuple[Understood, ...]:
        """The single requests, when the message holds several; commas alone separate only what clearly differs."""
        if whole.intent in _WHOLE:
            return ()
        for split, certainty, differ in _SPLITS:
            pieces = split(heard.line)
            if not 1 < len(pieces) <= _MOST_PARTS or (split is not linked_parts and whole.intent in _LONG_TEXT):
                continue
            pieces, shared = shared_place(pieces)
            # The pieces of a new report are new faults, not news of the one that is open.
            where = Situation() if whole.intent == "ticket_create" else heard.where
            read = [_placed(self._read(self._hear(piece, where, heard.role)), shared) for piece in pieces]
            wanted = tuple(part for part in read if part.intent not in _ALONE and part.confidence >= certainty)
            if len(wanted) > 1 and differ(wanted):
                return wanted
        return ()

    def _with_help(self, text: str, whole: Understood, role: str, context: str) -> Understood:
        if self._model is None or (whole.confidence >= SURE and whole.intent != "unclear") or not text.strip():
            return whole
        chosen = self._model(text, role, context)
        if not chosen or chosen == whole.intent or chosen not in WISHES or allowed(chosen, role) != chosen:
            return whole
        heard = self._hear(text, situation(context), role)
        others = ((whole.intent, whole.confidence), *whole.alternatives[:2])
        return replace(
            whole, intent=chosen, slots=slots_of(chosen, text, heard.tagged, heard.where), alternatives=others
        )


def _different(wanted: Sequence[Understood]) -> bool:
    """Different wishes, or the same wish about different things."""
    return len({part.intent for part in wanted}) > 1 or _about_different_things(wanted)


def _about_different_things(wanted: Sequence[Understood]) -> bool:
    """Two faults in two places, or commands about two ids: what may be strung together with commas alone."""
    faults = {(part.slots.get("location"), part.slots.get("asset")) for part in wanted}
    if all(part.intent == "ticket_create" and _fault_and_thing(part.slots) for part in wanted):
        return len(faults) == len(wanted)
    ids = [{str(value) for name, value in part.slots.items() if name.endswith("_id")} for part in wanted]
    return all(ids) and len(set.union(*ids)) >= len(wanted) and not set.intersection(*ids)


def _placed(part: Understood, place: str) -> Understood:
    """A fault whose place was said once, at the end, for all of them."""
    if not place or part.intent != "ticket_create" or part.slots.get("location"):
        return part
    return replace(part, slots={**part.slots, "location": place})


def _fault_and_thing(slots: Slots) -> bool:
    return "symptom" in slots and ("asset" in slots or "location" in slots)


_SPLITS: tuple[tuple[Callable[[str], list[str]], float, Callable[[Sequence[Understood]], bool]], ...] = (
    (linked_parts, 0.4, _different),
    (sentence_parts, 0.75, _different),
    (comma_parts, 0.5, _about_different_things),
)


def _confidence(best: float, margin: float) -> float:
    """From score and lead to the share of right readings; fitted on held-out sentences (benchmarks/understand.py)."""
    return round(1.0 / (1.0 + exp(-(-2.24 + 0.51 * min(best, 5.0) + 1.02 * max(-3.0, min(margin, 3.0))))), 3)
