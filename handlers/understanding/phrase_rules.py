"""Rules of wording: what a phrase means at once, in which situation. Read from `phrases/rules_*.toml`.

A rule file has a table per intent with lists of regular expressions: `first` outranks the rest, `sure` decides, `likely`
leans, `hint` nudges, `never` forbids, and so does the absence of what an intent `needs`, where nothing open speaks for it.
`[intent.when."ticket_open"]` holds those that count only in that situation. `{place}`, `{device}` and the other kinds of
`tagging` stand for a span, `{name}` for a piece of `[pieces]` in `rules_pieces.toml`.
"""

import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from handlers.understanding.lexicon import PHRASES
from handlers.understanding.situations import Situation
from handlers.understanding.tagging import LETTERS

WEIGHTS = {"first": 6.0, "sure": 3.0, "likely": 1.6, "hint": 0.7, "never": -4.0, "needs": -4.0}
IN_SITUATION = 1.4
"""A rule written for the open situation outweighs a general one by this factor."""
COVERING = 0.25
"""A rule that explains the whole sentence outweighs one that explains a word of it by up to this share."""

_PIECE = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True)
class RuleSet:
    """All rules of one intent and strength in one situation; compiled when first needed."""

    intent: str
    strength: str
    sources: tuple[str, ...]

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """All of them as one expression."""
        return re.compile("|".join(f"(?:{_expand(source)})" for source in self.sources), re.MULTILINE)


class PhraseRules:
    """The rule files, by situation; the general rules stand under the empty key."""

    def __init__(self) -> None:
        self._sources = _read()

    def weigh(
        self, lines: str, situation: Situation, candidates: Collection[str], *, role: str = ""
    ) -> dict[str, float]:
        """Intent → weight for `lines`, the plain and the masked sentence one under the other.

        `ticket_open@technician` holds rules for one role in a situation: 修好了 from who repairs it resolves.

        General rules are tried for `candidates` only (none named: for all), those of the situation always.
        """
        found: dict[str, float] = {}
        refused: dict[str, float] = {}
        half = max(1.0, len(lines) / 2)
        special = (*situation.keys, *((f"{situation.thing}@{role}",) if role else ()))
        expected = {source.intent for key in special for source in self._sources.get(key, ())}
        for key in ("", *special):
            for source in self._sources.get(key, ()):
                if not key and candidates and source.intent not in candidates:
                    continue
                match = source.pattern.search(lines)
                if source.strength == "needs":
                    if match is None and source.intent not in expected:
                        refused[source.intent] = WEIGHTS["needs"]
                    continue
                if match is None:
                    continue
                side = refused if source.strength == "never" else found
                weight = WEIGHTS[source.strength] * (IN_SITUATION if key else 1.0)
                weight *= 1 + COVERING * min(1.0, len(match[0]) / half)
                side[source.intent] = max(side.get(source.intent, 0.0), weight, key=abs)
        for intent, weight in refused.items():
            found[intent] = found.get(intent, 0.0) + weight
        return found


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


def _read() -> dict[str, tuple[RuleSet, ...]]:
    sources: dict[str, list[RuleSet]] = {}
    for path in sorted(PHRASES.glob("rules_*.toml")):
        with path.open("rb") as file:
            table: dict[str, dict[str, Any]] = tomllib.load(file)
        table.pop("pieces", None)
        for intent, lists in table.items():
            situations = {"": {name: said for name, said in lists.items() if name != "when"}, **lists.get("when", {})}
            for keys, inner in situations.items():
                for key in keys.split() or [""]:
                    rules = (RuleSet(intent, strength, tuple(patterns)) for strength, patterns in inner.items())
                    sources.setdefault(key, []).extend(rules)
    return {key: tuple(rules) for key, rules in sources.items()}
