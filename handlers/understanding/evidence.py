"""What the example sentences say about a new one: how much more often each intent uses its words than others do.

A naive Bayes count over characters (Latin: words) alone, in pairs and in threes, over sentences whose places, devices
and times are masked, and over their concepts. It learns from a file in a moment, and on sentences held out it finds
far more intents than the nearest neighbour (benchmarks/understand.py prints both).
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from math import exp, log

from handlers.understanding.situations import Situation

_UNITS = re.compile(r"[a-z][a-z']*|[^\sa-z]")
_NOISE = frozenset("\"',.!~;:()[]<>-_*^|`")
_SMOOTHING = 0.5
_SHARPNESS = 1.5
"""Log odds are divided by this before they become shares: characters repeat each other's evidence."""
_ENOUGH = 0.5
"""A sentence of which less than this was ever seen is judged with as much less certainty."""
_WEIGHT = {"#": 1.5, "@": 2.0}
"""A concept counts like one and a half characters, in whatever language it is said; an open thing like two."""


@dataclass(frozen=True, slots=True)
class Example:
    """One sentence that means `intent`; `situation` is the thing that is open when people say it, or empty."""

    intent: str
    masked: str
    situation: str = ""
    concepts: tuple[str, ...] = ()


class Evidence:
    """Counts over all examples; `weigh` turns a sentence into shares per intent that add up to 1."""

    def __init__(self, examples: Iterable[Example]) -> None:
        said: dict[str, list[list[str]]] = defaultdict(list)
        self._exactly: dict[tuple[str, str], str] = {}
        for example in examples:
            self._exactly.setdefault((example.masked, example.situation), example.intent)
            said[example.intent].append(_grams(example.masked, example.concepts, example.situation))
        self._counts = {intent: Counter(chain.from_iterable(lists)) for intent, lists in said.items()}
        self._known = frozenset(chain.from_iterable(self._counts.values()))
        spread = _SMOOTHING * len(self._known)
        self._unused = {intent: -log((counts.total() + spread) / _SMOOTHING) for intent, counts in self._counts.items()}
        self._gains: dict[str, list[tuple[str, float]]] = defaultdict(list)  # who uses a gram, and how much it tells
        for intent, counts in self._counts.items():
            for gram, count in counts.items():
                self._gains[gram].append((intent, _weight(gram) * log(1 + count / _SMOOTHING)))

    def weigh(self, masked: str, about: Sequence[str], where: Situation) -> dict[str, float]:
        """Intent → share, 0 to 1, smaller for strange sentences; empty when hardly anything in the sentence was ever seen."""
        grams = _grams(masked, about, where.thing)
        known = [gram for gram in grams if gram in self._known]
        if not about and len(masked) > 1 and not any(_is_inner_pair(gram) for gram in known):
            return {}
        length = sum(map(_weight, known))
        odds = {intent: unused * length for intent, unused in self._unused.items()}
        for gram in known:
            for intent, gain in self._gains[gram]:
                odds[intent] += gain
        short = [gram for gram in grams if gram.count(" ") < 2]
        covered = sum(gram in self._known for gram in short) / (len(short) or 1)
        trust = min(1.0, covered / _ENOUGH)
        return {intent: trust * share for intent, share in _shares(odds).items()}

    def exactly(self, masked: str, where: Situation) -> str | None:
        """The intent of the very same sentence in the data, the one for this situation before the general one."""
        return self._exactly.get((masked, where.thing)) or self._exactly.get((masked, ""))


def _grams(masked: str, about: Sequence[str], thing: str) -> list[str]:
    return [
        *_word_grams(masked),
        *(f"#{name}" for name in about),
        *((f"@{thing}",) if thing not in {"", "none"} else ()),
    ]


def _word_grams(masked: str) -> Iterator[str]:
    units = [unit for unit in _UNITS.findall(masked) if unit not in _NOISE]
    yield from units
    edged = ["^", *units, "$"]
    yield from map(" ".join, pairwise(edged))
    yield from map(" ".join, zip(edged, edged[1:], edged[2:], strict=False))


def _is_inner_pair(gram: str) -> bool:
    return " " in gram and "^" not in gram and "$" not in gram


def _weight(gram: str) -> float:
    """Longer pieces say more, but repeat what their parts said."""
    if gram[0] in _WEIGHT:
        return _WEIGHT[gram[0]]
    parts = gram.count(" ")
    if parts:
        return 1.0 if parts == 1 else 0.8
    return 1.0 if len(gram) > 1 else 0.5


def _shares(odds: Mapping[str, float]) -> dict[str, float]:
    best = max(odds.values(), default=0.0)
    raw = {intent: exp(max(-60.0, (value - best) / _SHARPNESS)) for intent, value in odds.items()}
    total = sum(raw.values()) or 1.0
    return {intent: value / total for intent, value in raw.items()}
