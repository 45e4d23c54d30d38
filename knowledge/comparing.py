"""Two versions of a document side by side: what was added, removed, reworded, renumbered.

Numbers shift when a clause is put in or taken out, so a clause is first looked for by its words, then by its number.
"""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from knowledge.clauses import Clause
from knowledge.normalise import spelling

ALIKE = 0.6  # share of common words from which a clause under another number is the same one, reworded
STILL = 0.3  # … under the same number
STILL_ALIKE = 0.45  # … the same where whole documents are weighed and a wrong guess would replace one
KEPT_NUMBER, KEPT_TITLE = 0.15, 0.15
MOST_PAIRS = 1_000_000  # beyond, only clauses under the same number or title are laid beside each other


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between two versions.

    `renumbered`: the same words under another number. `changed`: other words; its number may differ, too.
    """

    kind: Literal["added", "removed", "changed", "renumbered"]
    old: Clause | None
    new: Clause | None


def diff(old: Sequence[Clause], new: Sequence[Clause]) -> tuple[Change, ...]:
    """What a new version changes, in the order of the new text; removed clauses come last."""
    pairs = _same_words(old, new)
    left = [i for i in range(len(old)) if i not in set(pairs.values())]
    pairs |= _reworded(old, new, left, [j for j in range(len(new)) if j not in pairs])
    changes: list[Change] = []
    for j, clause in enumerate(new):
        former = old[pairs[j]] if j in pairs else None
        if former is None:
            changes.append(Change("added", None, clause))
        elif (former.title, former.text) != (clause.title, clause.text):
            changes.append(Change("changed", former, clause))
        elif former.id != clause.id:
            changes.append(Change("renumbered", former, clause))
    kept = set(pairs.values())
    changes.extend(Change("removed", clause, None) for i, clause in enumerate(old) if i not in kept)
    return tuple(changes)


@dataclass(frozen=True, slots=True)
class Kinship:
    """How much of two documents is the same: clauses of the new one that the old one has, and how many each has."""

    shared: int
    old: int
    new: int

    @property
    def of_the_larger(self) -> float:
        """Share of the longer text that is the same: high for a revision."""
        return self.shared / max(self.old, self.new, 1)

    @property
    def of_the_smaller(self) -> float:
        """Share of the shorter text that is the same: high for an excerpt, too."""
        return self.shared / max(1, min(self.old, self.new))


def kinship(old: Sequence[Clause], new: Sequence[Clause]) -> Kinship:
    """Whether two documents are one text in two versions, by their words; cheaper than `diff`, and of whole documents.

    A number or title in common means nothing by itself: every charter has a 7.3.2 and a 附则.
    """
    there = [(clause, _pairs_of(clause.text)) for clause in old]
    by_name: dict[str, list[int]] = defaultdict(list)
    for i, (clause, _) in enumerate(there):
        for name in {clause.id, clause.title} - {""}:
            by_name[name].append(i)
    everywhere = len(old) * len(new) <= MOST_PAIRS
    taken: set[int] = set()
    for clause in new:
        words = _pairs_of(clause.text)
        named = dict.fromkeys((*by_name[clause.id], *by_name[clause.title]))
        rest = (i for i in range(len(there)) if everywhere and i not in named)
        for needed, places in ((STILL_ALIKE, named), (ALIKE, rest)):
            found = next((i for i in places if i not in taken and _common(words, there[i][1]) >= needed), None)
            if found is not None:
                taken.add(found)
                break
    return Kinship(len(taken), len(old), len(new))


def _pairs_of(text: str) -> frozenset[str]:
    bare = spelling(text).replace(" ", "")
    return frozenset(bare[i : i + 2] for i in range(max(1, len(bare) - 1)))


def _common(one: frozenset[str], other: frozenset[str]) -> float:
    """Share of two texts' neighbouring characters that both have, 0 to 1."""
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0


def _same_words(old: Sequence[Clause], new: Sequence[Clause]) -> dict[int, int]:
    """New place → old place of clauses that did not change a word; of several alike, the one of the same number."""
    there: dict[tuple[str, str], list[int]] = defaultdict(list)
    for i, clause in enumerate(old):
        there[clause.title, clause.text].append(i)
    pairs: dict[int, int] = {}
    for same_number in (True, False):
        for j, clause in enumerate(new):
            found = there[clause.title, clause.text]
            fitting = [i for i in found if not same_number or old[i].id == clause.id]
            if j not in pairs and fitting:
                pairs[j] = fitting[0]
                found.remove(fitting[0])
    return pairs


def _reworded(old: Sequence[Clause], new: Sequence[Clause], left: list[int], open_: list[int]) -> dict[int, int]:
    """The same for clauses whose words changed: the likeliest pairs first."""
    likely = sorted(
        ((score, -j, -i) for j in open_ for i in left if (score := _likeness(old[i], new[j])) > 0.0), reverse=True
    )
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _score, j, i in likely:
        if -j not in pairs and -i not in taken:
            pairs[-j] = -i
            taken.add(-i)
    return pairs


def _likeness(one: Clause, other: Clause) -> float:
    """How surely two clauses are the same one, reworded; 0 when they are not."""
    words = difflib.SequenceMatcher(None, one.text, other.text, autojunk=False)
    same_number, same_title = one.id == other.id, bool(one.title) and one.title == other.title
    needed = 0.0 if same_number and same_title else STILL if same_number or same_title else ALIKE
    if words.real_quick_ratio() < needed or words.quick_ratio() < needed:
        return 0.0
    alike = words.ratio()
    return alike + KEPT_NUMBER * same_number + KEPT_TITLE * same_title if alike >= needed else 0.0
