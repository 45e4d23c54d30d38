"""Which of a school's own clauses the questions in the lexicon belong to.

The questions are written for the sample charter. A school's charter says most of the same things, under the same
numbers or quite others: an entry attaches to the clause that speaks of the same, and to none where there is none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from knowledge.clauses import Clause, bare
from knowledge.features import Bag
from knowledge.importing import load_sample
from knowledge.lexicon import Entry, Lexicon
from knowledge.normalise import spelling
from knowledge.scoring import Scorer

RECOGNISED = 0.5  # how much it counts that the classifier, asked with the clause's words, names the entry
SAME = 0.45  # at least this similar: below, an entry finds no clause
CERTAIN = 0.85


@dataclass(frozen=True, slots=True)
class Group:
    """A section or chapter and the places of its clauses, for questions that span it."""

    key: str
    heading: str
    members: tuple[int, ...]
    chapter: bool


def groups(clauses: Sequence[Clause]) -> tuple[Group, ...]:
    """Every section and chapter that has two clauses or more."""
    found: dict[tuple[str, str, str], list[int]] = {}
    for place, clause in enumerate(clauses):
        if clause.chapter:
            found.setdefault((clause.document, clause.chapter, ""), []).append(place)
        if clause.section:
            found.setdefault((clause.document, clause.chapter, clause.section), []).append(place)
    return tuple(
        Group(f"g{n}", section or chapter, tuple(members), not section)
        for n, ((_, chapter, section), members) in enumerate(found.items())
        if len(members) > 1
    )


def attach(clauses: Sequence[Clause], lexicon: Lexicon, scorer: Scorer) -> dict[str, int]:
    """Entry id → place of the clause it belongs to."""
    entries = {entry.id for entry in lexicon.entries if not entry.group}
    sample = {clause.id: clause for clause in load_sample().clauses if clause.id in entries}
    known = {key: scorer.features.bag(_words(clause)) for key, clause in sample.items()}
    pairs: list[tuple[float, int, str]] = []
    for place, clause in enumerate(clauses):
        bag = scorer.features.bag(_words(clause))
        taken_for = dict(zip(scorer.targets, scorer.verdict(bag).fit.tolist(), strict=True))
        pairs.extend(
            (_similarity(sample[key], known[key], clause, bag) + RECOGNISED * taken_for.get(key, 0.0), -place, key)
            for key in sample
        )
    return _best_pairs(sorted(pairs, reverse=True))


def _best_pairs(pairs: Sequence[tuple[float, int, str]]) -> dict[str, int]:
    """One clause per entry; a clause may take a second entry (one article often holds two of our duties)."""
    attached: dict[str, int] = {}
    taken: Counter[int] = Counter()
    for similarity, minus_place, key in pairs:
        if similarity < SAME:
            break
        if key not in attached and (taken[-minus_place] == 0 or (taken[-minus_place] < 3 and similarity < CERTAIN)):
            attached[key] = -minus_place
            taken[-minus_place] += 1
    return attached


def _words(clause: Clause) -> str:
    return spelling(f"{bare(clause.section or clause.chapter)} {clause.title} {clause.title} {clause.text}")


def _similarity(ours: Clause, our_bag: Bag, theirs: Clause, their_bag: Bag) -> float:
    cosine = sum(weight * their_bag.get(feature, 0.0) for feature, weight in our_bag.items())
    title = dice(ours.title, theirs.title)
    return cosine + 0.5 * title + (0.3 if ours.id == theirs.id and title > 0.5 else 0.0)


def dice(one: str, other: str) -> float:
    """How alike two headings are, by pairs of characters."""
    a, b = Counter(pairwise(one)), Counter(pairwise(other))
    total = sum(a.values()) + sum(b.values())
    return 2 * sum((a & b).values()) / total if total else float(bool(one) and one == other)


def attach_groups(
    found: Sequence[Group], clauses: Sequence[Clause], attached: Mapping[str, int], lexicon: Lexicon
) -> Iterator[tuple[Group, Entry]]:
    """Sections of the school's text with the entries about that section: by its clauses, or by its heading."""
    for entry in lexicon.entries:
        if not entry.group:
            continue
        places = {place for key, place in attached.items() if key.startswith(f"{entry.id}.")}
        best = max(found, key=lambda group: _overlap(group, places, entry), default=None)
        if best is not None and _overlap(best, places, entry) >= 0.6 and clauses:
            yield best, entry


def _overlap(group: Group, places: set[int], entry: Entry) -> float:
    members = set(group.members)
    shared = len(members & places) / len(members | places) if members | places else 0.0
    return 0.8 * shared + 0.4 * dice(bare(group.heading), entry.title)
