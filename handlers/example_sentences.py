"""Example sentences of every intent, from `phrases/say_*.toml` and from the features themselves.

In a file every intent is a table; `any` lists what people say in any situation, another key (`ticket_open`) what they
say when that is open. `{place}`, `{device}`, `{fault}`, `{time}`, `{ticket_id}` … stand for anything of the kind.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence

from handlers.lexicon import PHRASES
from handlers.concepts import concepts
from handlers.evidence import Example
from handlers.phrasing import core, plain
from handlers.tagging import LETTERS, mask

_KIND = re.compile(r"\{([a-z_]+)\}")


def shipped_examples() -> Iterator[Example]:
    """What comes with Xiaoxin, file by file."""
    for path in sorted(PHRASES.glob("say_*.toml")):
        with path.open("rb") as file:
            table: dict[str, dict[str, list[str]]] = tomllib.load(file)
        for intent, situations in table.items():
            for keys, sentences in situations.items():
                for key in keys.split():
                    yield from _examples(intent, sentences, "" if key == "any" else key)


def examples_of(sentences: Mapping[str, Sequence[str]]) -> Iterator[Example]:
    """What features contribute: intent → sentences, in any situation."""
    for intent, said in sentences.items():
        yield from _examples(intent, said, "")


def _examples(intent: str, sentences: Sequence[str], key: str) -> Iterator[Example]:
    for sentence in sentences:
        line = core(plain(_KIND.sub("", sentence)))
        masked = _KIND.sub(lambda found: LETTERS[found[1]], sentence) if "{" in sentence else mask(line)
        yield Example(intent, masked, key, tuple(concepts(line)))
