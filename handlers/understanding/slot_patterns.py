"""Which slots each intent uses and the wording that carries them, read from `phrases/slots.toml`."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from handlers.understanding.lexicon import PHRASES

Kinds = tuple[tuple[str, re.Pattern[str]], ...]


@dataclass(frozen=True, slots=True)
class SlotPatterns:
    """`uses`: intent → slot names; `first`: slot → expression; `topic`, `kinds` and `content`: intent → expressions."""

    uses: Mapping[str, tuple[str, ...]]
    first: Mapping[str, re.Pattern[str]]
    topic: Mapping[str, re.Pattern[str]]
    kinds: Mapping[str, Kinds]
    content: Mapping[str, re.Pattern[str]]


@lru_cache(maxsize=1)
def slot_patterns() -> SlotPatterns:
    """The table; a change counts after a restart."""
    with (PHRASES / "slots.toml").open("rb") as file:
        table: dict[str, dict[str, Any]] = tomllib.load(file)
    return SlotPatterns(
        uses={intent: tuple(names.split()) for intent, names in table["uses"].items()},
        first=_compiled(table["first"]),
        topic=_compiled(table["topic"]),
        kinds={intent: tuple(_compiled(kinds).items()) for intent, kinds in table["kinds"].items()},
        content=_compiled(table["content"]),
    )


def _compiled(patterns: Mapping[str, str]) -> dict[str, re.Pattern[str]]:
    return {name: re.compile(pattern) for name, pattern in patterns.items()}
