"""How alike two sentences are: example sentences found by their characters, rare ones counting more."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log, sqrt

from handlers.situations import Situation

_WORDS = re.compile(r"[a-z][a-z']*|[^\sa-z]")
_NOISE = frozenset("\"',.!~;:()[]<>-_*^|`")
_OTHER_SITUATION = 0.55
"""An example written for another situation is still evidence, but little."""
_SAME_SITUATION = 1.12


@dataclass(frozen=True, slots=True)
class Example:
    """One sentence that means `intent`; `situation` is the thing that is open when people say it, or empty."""

    intent: str
    masked: str
    situation: str = ""


def features(masked: str) -> dict[str, float]:
    """Characters (Latin: words) alone, in pairs and in threes, with the edges of the sentence."""
    units = [unit for unit in _WORDS.findall(masked) if unit not in _NOISE]
    counted: dict[str, float] = defaultdict(float)
    for unit in units:
        counted[unit] += 1.0 if len(unit) > 1 else 0.5
    edged = ["^", *units, "$"]
    for first, second in zip(edged, edged[1:], strict=False):
        counted[f"{first} {second}"] += 1.0
    for first, second, third in zip(edged, edged[1:], edged[2:], strict=False):
        counted[f"{first} {second} {third}"] += 0.8
    return counted


class Likeness:
    """Nearest examples by the cosine of weighted n-grams, through an inverted index."""

    def __init__(self, examples: Iterable[Example]) -> None:
        self._examples: Sequence[Example] = list(examples)
        counted = [features(example.masked) for example in self._examples]
        frequency: dict[str, int] = defaultdict(int)
        for grams in counted:
            for gram in grams:
                frequency[gram] += 1
        total = len(counted) + 1
        self._rarity: Mapping[str, float] = {gram: log(total / number) for gram, number in frequency.items()}
        self._postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for number, grams in enumerate(counted):
            self._post(number, grams)

    def _post(self, number: int, grams: Mapping[str, float]) -> None:
        weighted = {gram: count * self._rarity[gram] for gram, count in grams.items()}
        length = sqrt(sum(weight * weight for weight in weighted.values())) or 1.0
        for gram, weight in weighted.items():
            self._postings[gram].append((number, weight / length))

    def weigh(self, masked: str, situation: Situation) -> dict[str, float]:
        """Intent → 0..1: mostly the best example, a little the next two."""
        similar = self._similar(masked)
        keys = situation.keys
        nearest: dict[str, list[float]] = defaultdict(list)
        for number, score in similar.items():
            example = self._examples[number]
            if example.situation:
                score *= _SAME_SITUATION if example.situation in keys else _OTHER_SITUATION
            nearest[example.intent].append(score)
        return {intent: _blend(scores) for intent, scores in nearest.items()}

    def _similar(self, masked: str) -> dict[int, float]:
        grams = features(masked)
        unseen = log(len(self._examples) + 1)
        weighted = {gram: count * self._rarity.get(gram, unseen) for gram, count in grams.items()}
        length = sqrt(sum(weight * weight for weight in weighted.values())) or 1.0
        scores: dict[int, float] = defaultdict(float)
        for gram, weight in weighted.items():
            share = weight / length
            for number, other in self._postings.get(gram, ()):
                scores[number] += share * other
        return scores


def _blend(scores: list[float]) -> float:
    best = sorted(scores, reverse=True)[:3]
    return min(1.0, 0.8 * best[0] + 0.2 * sum(best) / 3)
