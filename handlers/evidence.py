"""What the example sentences say about a new one: how much more often each intent uses its characters than others do.

A naive Bayes count over characters (Latin: words) alone, in pairs and in threes, over sentences whose places, devices
and times are masked. It learns from a file in a moment, and on held-out sentences it found twice as many intents as
the nearest neighbour (benchmarks/understand.py prints both).
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import exp, log

from handlers.situations import Situation

_UNITS = re.compile(r"[a-z][a-z']*|[^\sa-z]")
_NOISE = frozenset("\"',.!~;:()[]<>-_*^|`")
_SMOOTHING = 0.5
_SHARPNESS = 1.5
"""Log odds are divided by this before they become shares: characters repeat each other's evidence."""
_CONCEPT = 1.5
"""A concept counts like one and a half characters, in whatever language it is said."""
_SITUATION = 2.0
"""An open thing counts like two more characters."""


@dataclass(frozen=True, slots=True)
class Example:
    """One sentence that means `intent`; `situation` is the thing that is open when people say it, or empty."""

    intent: str
    masked: str
    situation: str = ""
    concepts: tuple[str, ...] = ()


def grams(masked: str) -> Iterator[tuple[str, float]]:
    """Characters and words with their neighbours and the edges of the sentence, each with its weight."""
    units = [unit for unit in _UNITS.findall(masked) if unit not in _NOISE]
    for unit in units:
        yield unit, 1.0 if len(unit) > 1 else 0.5
    edged = ["^", *units, "$"]
    for first, second in pairwise(edged):
        yield f"{first} {second}", 1.0
    for first, second, third in zip(edged, edged[1:], edged[2:], strict=False):
        yield f"{first} {second} {third}", 0.8


class Evidence:
    """Counts over all examples; `weigh` turns a sentence into shares per intent that add up to 1."""

    def __init__(self, examples: Iterable[Example]) -> None:
        self._counts: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
        totals: dict[str, float] = defaultdict(float)
        everywhere: dict[str, float] = defaultdict(float)
        self._exactly: dict[tuple[str, str], str] = {}
        for example in examples:
            self._exactly.setdefault((example.masked, example.situation), example.intent)
            for gram, weight in _everything(example.masked, example.concepts, example.situation):
                self._counts[gram][example.intent] += weight
                totals[example.intent] += weight
                everywhere[gram] += weight
        self._background = self._against(everywhere, totals)

    def _against(self, everywhere: Mapping[str, float], totals: Mapping[str, float]) -> Mapping[str, float]:
        """Make counts log odds against the background; returns each intent's log odds for a gram it never used."""
        spread = _SMOOTHING * len(everywhere)
        size = sum(totals.values()) + spread
        unused = {intent: log(_SMOOTHING / (total + spread)) for intent, total in totals.items()}
        for gram, counts in self._counts.items():
            for intent, count in counts.items():
                counts[intent] = log((count + _SMOOTHING) / (totals[intent] + spread)) - unused[intent]
        self._rarity = {gram: log((count + _SMOOTHING) / size) for gram, count in everywhere.items()}
        return unused

    def weigh(self, masked: str, about: Sequence[str], where: Situation) -> dict[str, float]:
        """Intent → share, 0 to 1; empty when hardly anything in the sentence was ever seen."""
        known = [(gram, weight) for gram, weight in _everything(masked, about, where.thing) if gram in self._counts]
        if not about and not any(" " in gram and "^" not in gram and "$" not in gram for gram, _ in known) and len(masked) > 1:
            return {}
        length = sum(weight for _, weight in known)
        odds = {intent: unused * length for intent, unused in self._background.items()}
        for gram, weight in known:
            for intent, gain in self._counts[gram].items():
                odds[intent] += weight * gain
        return _shares(odds)

    def exactly(self, masked: str, where: Situation) -> str | None:
        """The intent of the very same sentence in the data, the one for this situation before the general one."""
        return self._exactly.get((masked, where.thing)) or self._exactly.get((masked, ""))


def _everything(masked: str, about: Sequence[str], thing: str) -> Iterator[tuple[str, float]]:
    yield from grams(masked)
    for name in about:
        yield f"#{name}", _CONCEPT
    if thing and thing != "none":
        yield f"@{thing}", _SITUATION


def _shares(odds: Mapping[str, float]) -> dict[str, float]:
    best = max(odds.values(), default=0.0)
    raw = {intent: exp(max(-60.0, (value - best) / _SHARPNESS)) for intent, value in odds.items()}
    total = sum(raw.values()) or 1.0
    return {intent: value / total for intent, value in raw.items()}
