"""Different words, one meaning: what a sentence is about, whichever language it is in.

The table is `phrases/concepts.toml`. A concept is a name such as `urge` with all the words a school uses for it.
"""

import re
import tomllib
from collections.abc import Mapping
from functools import lru_cache

from handlers.understanding.lexicon import PHRASES


def concepts(line: str) -> list[str]:
    """The names of the concepts in a plain line, in the order said, each once; longer words win."""
    pattern, meaning = _table()
    names: dict[str, None] = {}
    for found in pattern.finditer(line):
        for name in meaning[found[0]]:
            names[name] = None
    return list(names)


@lru_cache(maxsize=1)
def _table() -> tuple[re.Pattern[str], Mapping[str, tuple[str, ...]]]:
    with (PHRASES / "concepts.toml").open("rb") as file:
        table: dict[str, str] = tomllib.load(file)
    meaning: dict[str, tuple[str, ...]] = {}
    for name, words in table.items():
        for word in words.split():
            said = word.replace("_", " ")
            meaning[said] = (*meaning.get(said, ()), name)
    longest_first = sorted(meaning, key=len, reverse=True)
    chinese = "|".join(re.escape(word) for word in longest_first if not word.isascii())
    latin = "|".join(re.escape(word) for word in longest_first if word.isascii())
    return re.compile(rf"{chinese}|\b(?:{latin})\b"), meaning
