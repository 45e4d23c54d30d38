"""What stands in a sentence: places, devices, faults, times, people, numbers, ids.

One pass marks them all. Each span is replaced by a single private letter, so that "高二3班投影仪不亮" and
"302电脑黑屏" become the same sentence, and one example teaches both.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from handlers.understanding.lexicon import PHRASES, words
from handlers.understanding.places import place_pattern

LETTERS = {
    kind: chr(0xE000 + number)
    for number, kind in enumerate(
        (
            "ticket_id",
            "project_id",
            "training_id",
            "drill_id",
            "incident_id",
            "report_id",
            "inspection_id",
            "broadcast_id",
            "question_id",
            "improvement_id",
            "task_id",
            "goal_id",
            "place",
            "device",
            "fault",
            "time",
            "duration",
            "person",
            "department",
            "money",
            "number",
        )
    )
}
"""Kind of span → the letter that stands for it in a masked sentence (private use, never typed by people)."""

_PREFIXES = {
    "t": "ticket_id",
    "p": "project_id",
    "tr": "training_id",
    "d": "drill_id",
    "i": "incident_id",
    "r": "report_id",
    "in": "inspection_id",
    "b": "broadcast_id",
    "q": "question_id",
    "m": "improvement_id",
    "k": "task_id",
    "g": "goal_id",
}


_PIECE = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of the plain sentence with its kind; `start` and `end` count characters."""

    kind: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Tagged:
    """A plain sentence, its spans from left to right, and the sentence with a letter for each span."""

    text: str
    masked: str
    spans: tuple[Span, ...]

    def first(self, kind: str) -> str | None:
        return next((span.text for span in self.spans if span.kind == kind), None)

    def all(self, kind: str) -> list[str]:
        return [span.text for span in self.spans if span.kind == kind]


def tag(line: str) -> Tagged:
    """Find everything nameable in a plain line, longest reading first, left to right."""
    spans = tuple(_spans(line))
    pieces: list[str] = []
    position = 0
    for span in spans:
        pieces += (line[position : span.start], LETTERS[span.kind])
        position = span.end
    pieces.append(line[position:])
    return Tagged(line, "".join(pieces), spans)


def mask(line: str) -> str:
    """The masked sentence alone."""
    return tag(line).masked


def _spans(line: str) -> Iterator[Span]:
    for found in _pattern().finditer(line):
        kind, (start, end) = found.lastgroup or "number", found.span()
        if _inside_a_word(line, start, found[0]):
            continue
        if kind == "code":
            kind = _PREFIXES[re.match("tr|in|[a-z]", found[0])[0]]  # type: ignore[index]  # the pattern begins so
        yield Span(kind, start, end, found[0])


def _inside_a_word(line: str, start: int, text: str) -> bool:
    return (
        start > 0
        and text[0].isascii()
        and text[0].isalpha()
        and line[start - 1].isascii()
        and line[start - 1].isalpha()
    )


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    vocabulary = words()
    patterns = _patterns()
    title = "|".join(map(re.escape, vocabulary.titles))
    person = (
        rf"[{vocabulary.surnames}][一-龥]{{0,2}}?(?:{title})(?!级|程)"
        rf"|[小老][{vocabulary.surnames}](?![一-龥]?[师板机])|(?:mr|ms|mrs|miss)\.? [a-z]+"
    )
    kinds = {
        "ticket_id": patterns["ticket_id"],
        "code": patterns["code"],
        "time": patterns["time"],
        "duration": patterns["duration"],
        "place": place_pattern(),
        "money": patterns["money"],
        "fault": f"{patterns['fault_verbs']}|{_words(vocabulary.faults)}",
        "device": _words(vocabulary.devices),
        "department": _words(vocabulary.departments),
        "person": person,
        "number": r"[0-9]+(?:\.[0-9]+)?",
    }
    return re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in kinds.items()))


def _patterns() -> dict[str, str]:
    with (PHRASES / "tags.toml").open("rb") as file:
        patterns: dict[str, str] = tomllib.load(file)["patterns"]
    for name, pattern in patterns.items():
        patterns[name] = _PIECE.sub(lambda found: patterns[found[1]], pattern)
    return patterns


def _words(items: tuple[str, ...]) -> str:
    """Alternatives, Latin words only as whole words."""
    chinese = [re.escape(word) for word in items if not word.isascii() and len(word) > 1]
    single = [word + "(?![上页站友课址民购速点管下分])" for word in items if not word.isascii() and len(word) == 1]
    latin = [re.escape(word) for word in items if word.isascii()]
    return "|".join([*chinese, *single, *([f"(?:{'|'.join(latin)})(?![a-z])"] if latin else [])])
