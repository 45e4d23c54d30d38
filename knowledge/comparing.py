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

ALIKE = 0.6  # share of common words from which a clause under another number is the same one, reworded
STILL = 0.3  # … under the same number
KEPT_NUMBER, KEPT_TITLE = 0.15, 0.15


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
