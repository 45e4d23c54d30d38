"""Rules of wording: what a phrase means at once, in which situation. Read from `phrases/rules_*.toml`.

A rule file has a table per intent with lists of regular expressions: `first` outranks the rest, `sure` decides, `likely` leans, `hint` nudges,
`never` forbids. `[intent.when."ticket_open"]` holds those that count only in that situation. `{place}`, `{device}`
and the other kinds of `tagging` stand for a span, `{name}` for a piece of `[pieces]` in `rules_pieces.toml`.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from handlers.lexicon import PHRASES
from handlers.situations import Situation
from handlers.tagging import LETTERS

WEIGHTS = {"first": 4.0, "sure": 3.0, "likely": 1.6, "hint": 0.7, "never": -4.0}
IN_SITUATION = 1.4
"""A rule written for the open situation outweighs a general one by this factor."""
COVERING = 0.25
"""A rule that explains the whole sentence outweighs one that explains a word of it by up to this share."""

_PIECE = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True, slots=True)
class RuleSet:
    """All rules of one intent and strength in one situation, as one expression."""

    intent: str
    strength: str
    weight: float
    pattern: re.Pattern[str]


class PhraseRules:
    """The rule files; expressions of a situation are compiled when the situation is first met."""

    def __init__(self) -> None:
        self._sources = _read()
        self._compiled: dict[str, tuple[RuleSet, ...]] = {}

    def weigh(self, lines: str, situation: Situation) -> dict[str, float]:
        """Intent → weight for `lines`, the plain and the masked sentence one under the other."""
        found: dict[str, float] = {}
        refused: dict[str, float] = {}
        half = max(1.0, len(lines) / 2)
        for key in ("", *situation.keys):
            for rules in self._for(key):
                match = rules.pattern.search(lines)
                if match is None:
                    continue
                side = refused if rules.weight < 0 else found
                weight = rules.weight * (1 + COVERING * min(1.0, len(match[0]) / half))
                side[rules.intent] = max(side.get(rules.intent, 0.0), weight, key=abs)
        for intent, weight in refused.items():
            found[intent] = found.get(intent, 0.0) + weight
        return found

    def _for(self, key: str) -> tuple[RuleSet, ...]:
        if key not in self._compiled:
            self._compiled[key] = tuple(_compile(key, self._sources.get(key, ())))
        return self._compiled[key]


def _compile(key: str, sources: "tuple[tuple[str, str, list[str]], ...]") -> Iterator[RuleSet]:
    for intent, strength, patterns in sources:
        weight = WEIGHTS[strength] * (IN_SITUATION if key else 1.0)
        joined = "|".join(f"(?:{_expand(pattern)})" for pattern in patterns)
        yield RuleSet(intent, strength, weight, re.compile(joined, re.MULTILINE))


def _expand(pattern: str) -> str:
    def piece(found: re.Match[str]) -> str:
        name = found[1]
        if name in LETTERS:
            return LETTERS[name]
        return f"(?:{_expand(_pieces()[name])})"

    return _PIECE.sub(piece, pattern)


@lru_cache(maxsize=1)
def _pieces() -> Mapping[str, str]:
    with (PHRASES / "rules_pieces.toml").open("rb") as file:
        pieces: dict[str, str] = tomllib.load(file)["pieces"]
    return pieces


def _read() -> dict[str, tuple[tuple[str, str, list[str]], ...]]:
    sources: dict[str, list[tuple[str, str, list[str]]]] = {}
    for path in sorted(PHRASES.glob("rules_*.toml")):
        with path.open("rb") as file:
            table: dict[str, dict[str, Any]] = tomllib.load(file)
        for intent, lists in table.items():
            if intent == "pieces":
                continue
            for strength, patterns in lists.items():
                if strength != "when":
                    sources.setdefault("", []).append((intent, strength, patterns))
            for keys, inner in lists.get("when", {}).items():
                for key in keys.split():
                    for strength, patterns in inner.items():
                        sources.setdefault(key, []).append((intent, strength, patterns))
    return {key: tuple(rules) for key, rules in sources.items()}
