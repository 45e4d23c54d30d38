"""Example sentences of every intent, from `phrases/say_*.toml` and from the features themselves.

In a file every intent is a table; `any` lists what people say in any situation, another key (`ticket_open`) what they
say when that is open. `{place}`, `{device}`, `{fault}`, `{time}`, `{ticket_id}` … stand for anything of the kind.

Reading them takes a quarter of a second, so the result is kept in `phrases/prepared.jsonl`, with a fingerprint of the
files it came from. After an edit everything still works, only slower to start, until this renews it:

    python -m handlers.understanding.example_sentences
"""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256

from handlers.understanding.concepts import concepts
from handlers.understanding.evidence import Example
from handlers.understanding.lexicon import PHRASES
from handlers.understanding.phrasing import core, plain
from handlers.understanding.tagging import LETTERS, mask

_KIND = re.compile(r"\{([a-z_]+)\}")
_PREPARED = PHRASES / "prepared.jsonl"
_READERS = ("phrasing.py", "tagging.py", "places.py", "concepts.py", "phrases/tags.toml")


def shipped_examples() -> list[Example]:
    """What comes with Xiaoxin, prepared when the files are unchanged."""
    lines = _PREPARED.read_text(encoding="utf-8").splitlines() if _PREPARED.exists() else []
    if not lines or json.loads(lines[0]) != {"fingerprint": fingerprint()}:
        return [example(*one) for one in sentences()]
    return [
        Example(intent, masked, key, tuple(about))
        for intent, masked, key, about in json.loads(f"[{','.join(lines[1:])}]")
    ]


def examples_of(contributed: Mapping[str, Sequence[str]]) -> Iterator[Example]:
    """What features contribute: intent → sentences, in any situation."""
    for intent, said in contributed.items():
        yield from (example(intent, "", sentence) for sentence in said)


def fingerprint() -> str:
    """Changes whenever a phrase file, or the code that reads it, changes."""
    sources = [*sorted(PHRASES.glob("say_*.toml")), PHRASES / "words.toml", PHRASES / "concepts.toml"]
    digest = sha256()
    for path in [*sources, *(PHRASES.parent / name for name in _READERS)]:
        digest.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()[:16]


def prepare() -> int:
    """Write `phrases/prepared.jsonl` anew; returns the number of sentences."""
    examples = [example(*one) for one in sentences()]
    rows = [[one.intent, one.masked, one.situation, one.concepts] for one in examples]
    lines = [json.dumps({"fingerprint": fingerprint()}), *(json.dumps(row) for row in rows)]
    _PREPARED.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return len(examples)


def sentences() -> Iterator[tuple[str, str, str]]:
    """Every shipped sentence as it is written: intent, situation (empty: any), sentence."""
    for path in sorted(PHRASES.glob("say_*.toml")):
        with path.open("rb") as file:
            table: dict[str, dict[str, list[str]]] = tomllib.load(file)
        for intent, situations in table.items():
            for keys, said in situations.items():
                yield from ((intent, "" if key == "any" else key, one) for key in keys.split() for one in said)


def example(intent: str, situation: str, sentence: str) -> Example:
    """The sentence made ready for counting."""
    line = core(plain(_KIND.sub("", sentence)))
    masked = _KIND.sub(lambda found: LETTERS[found[1]], sentence) if "{" in sentence else mask(line)
    return Example(intent, masked, situation, tuple(concepts(line)))


if __name__ == "__main__":
    prepare()
