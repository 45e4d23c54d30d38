"""Everything that a question is compared with: clauses, sections, and how people ask about them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from knowledge.attaching import Group, attach, attach_groups, groups
from knowledge.clauses import Clause, bare
from knowledge.importing import load_sample
from knowledge.lexicon import Entry, Lexicon
from knowledge.normalise import question, spelling
from knowledge.scoring import OFF_TOPIC, Example

LEARNABLE = 400  # clauses: up to here every clause takes part in the classifier, beyond only those with examples


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Targets are a clause's place as text (`"12"`), a group's key (`"g3"`), or `OFF_TOPIC`."""

    clauses: tuple[Clause, ...]
    groups: dict[str, Group]
    examples: tuple[Example, ...]
    glosses: dict[int, str]
    attached: dict[str, int]

    @classmethod
    def of(cls, clauses: Sequence[Clause], lexicon: Lexicon) -> Catalogue:
        """Build from clauses and a lexicon."""
        found = groups(clauses) if len(clauses) <= LEARNABLE else ()
        attached = attach(clauses[:LEARNABLE], lexicon) if clauses else {}
        entries = {entry.id: entry for entry in lexicon.entries if not entry.group}
        share = len(attached) / len(entries) if entries else 0.0
        examples = (
            *_passages(clauses if len(clauses) <= LEARNABLE else [], found),
            *_questions(lexicon, attached),
            *_spanning(found, clauses, attached, lexicon),
            *_off_topic(lexicon, share),
        )
        return cls(
            tuple(clauses),
            {group.key: group for group in found},
            _unique(examples),
            _glosses(clauses, entries, attached),
            attached,
        )


def _passages(clauses: Sequence[Clause], found: Sequence[Group]) -> Iterator[Example]:
    for place, clause in enumerate(clauses):
        heading = " ".join(bare(part) for part in (clause.chapter, clause.section) if part)
        if clause.title:
            yield Example(str(place), spelling(clause.title), settled=True)
            for pattern in ("{}是什么", "{}怎么规定的", "{}由谁负责", "关于{}的规定在哪一条"):
                yield Example(str(place), spelling(pattern.format(clause.title)), settled=True, weight=0.5)
        yield Example(str(place), spelling(f"{heading} {clause.title} {clause.text}"), settled=True, passage=True)
        yield Example(str(place), spelling(clause.text[:400]), settled=True, passage=True)
    for group in found:
        name = spelling(bare(group.heading))
        if name:
            for pattern in ("{}", "{}有哪些内容", "{}写了什么", "{}包括哪些方面", "{}都规定了啥"):
                yield Example(group.key, pattern.format(name), settled=True, weight=0.5)


def _questions(lexicon: Lexicon, attached: dict[str, int]) -> Iterator[Example]:
    for entry in lexicon.entries:
        place = attached.get(entry.id)
        if entry.group or place is None:
            continue
        yield from (Example(str(place), question(text), settled=True) for text in entry.asked)
        yield from (Example(str(place), question(text), settled=False) for text in entry.open)


def _spanning(
    found: Sequence[Group], clauses: Sequence[Clause], attached: dict[str, int], lexicon: Lexicon
) -> Iterator[Example]:
    for group, entry in attach_groups(found, clauses, attached, lexicon):
        yield from (Example(group.key, question(text), settled=True) for text in entry.asked)
        yield from (Example(group.key, question(text), settled=False) for text in entry.open)


def _unique(examples: Sequence[Example]) -> tuple[Example, ...]:
    found: dict[tuple[str, str], Example] = {}
    for example in examples:
        if example.text:
            found.setdefault((example.target, re.sub(r"[\s??。!,,]", "", example.text)), example)
    return tuple(found.values())


def _off_topic(lexicon: Lexicon, share: float) -> Iterator[Example]:
    """They count for less where a charter is unlike ours, so that they do not outweigh the few clauses we know."""
    weight = max(0.05, share)
    return (Example(OFF_TOPIC, question(text), settled=False, weight=weight) for text in lexicon.off_topic)


def _glosses(clauses: Sequence[Clause], entries: Mapping[str, Entry], attached: Mapping[str, int]) -> dict[int, str]:
    """Our English gist of a clause, for clauses of the same number and heading only: it must not say more than they do."""
    same = {clause.id: clause.title for clause in load_sample().clauses}
    return {
        place: entries[key].english
        for key, place in attached.items()
        if entries[key].english and (clauses[place].id, clauses[place].title) == (key, same.get(key))
    }
