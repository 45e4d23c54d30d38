"""What the classifier learns from: the lexicon's questions, and the sample charter that they were written for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from knowledge.clauses import Clause, bare
from knowledge.importing import load_sample
from knowledge.lexicon import Lexicon
from knowledge.normalise import question, spelling
from knowledge.scoring import OFF_TOPIC, Example

GROUP = "group "  # before the id of a section or chapter, which may also be the id of a clause


def examples(lexicon: Lexicon) -> tuple[Example, ...]:
    """Targets are entry ids (`"7.3.2"`), `GROUP` and the id of a section, and `OFF_TOPIC`."""
    entries = {entry.id for entry in lexicon.entries if not entry.group}
    return _unique(
        (
            *(e for clause in load_sample().clauses if clause.id in entries for e in passages(clause, clause.id)),
            *(e for entry in lexicon.entries if entry.group for e in headings(entry.title, GROUP + entry.id)),
            *_questions(lexicon),
            *(Example(OFF_TOPIC, question(text), settled=False) for text in lexicon.off_topic),
        )
    )


def passages(clause: Clause, target: str) -> Iterator[Example]:
    """A clause's own words, and the plainest questions about its heading."""
    heading = " ".join(bare(part) for part in (clause.chapter, clause.section) if part)
    if clause.title:
        yield Example(target, spelling(clause.title), settled=True)
        for pattern in ("{}是什么", "{}怎么规定的", "{}由谁负责", "关于{}的规定在哪一条"):
            yield Example(target, spelling(pattern.format(clause.title)), settled=True, weight=0.5)
    yield Example(target, spelling(f"{heading} {clause.title} {clause.text}"), settled=True)
    yield Example(target, spelling(clause.text[:400]), settled=True)


def headings(heading: str, target: str) -> Iterator[Example]:
    """The plainest questions about a whole section."""
    name = spelling(bare(heading))
    for pattern in ("{}", "{}有哪些内容", "{}写了什么", "{}包括哪些方面", "{}都规定了啥") if name else ():
        yield Example(target, pattern.format(name), settled=True, weight=0.5)


def _questions(lexicon: Lexicon) -> Iterator[Example]:
    for entry in lexicon.entries:
        target = GROUP + entry.id if entry.group else entry.id
        yield from (Example(target, question(text), settled=True) for text in entry.asked)
        yield from (Example(target, question(text), settled=False) for text in entry.open)


def _unique(found: Sequence[Example]) -> tuple[Example, ...]:
    kept: dict[tuple[str, str], Example] = {}
    for example in found:
        if example.text:
            kept.setdefault((example.target, re.sub(r"[\s??。!,,]", "", example.text)), example)
    return tuple(kept.values())
