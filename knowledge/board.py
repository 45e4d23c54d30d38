"""One school's clauses on the scorer that was fitted to the lexicon: whose questions are whose."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.attaching import Group, attach, attach_groups, groups
from knowledge.catalogue import GROUP, headings, passages
from knowledge.clauses import Clause
from knowledge.features import Bag
from knowledge.importing import load_sample
from knowledge.lexicon import Entry, Lexicon
from knowledge.scoring import OFF_TOPIC, Scorer, inverted

SMALL = 400  # clauses: up to here every clause's own words are compared; beyond, `passages.py` finds candidates first
NEARNESS = 0.35
FIT = 0.8


@dataclass(frozen=True, slots=True)
class Scores:
    """Targets are a clause's place as text (`"12"`), a group's key (`"g3"`), or `OFF_TOPIC`."""

    targets: dict[str, float]
    settled: float  # how settled the question looks: about 0 to 1
    nearest: float  # cosine to the nearest settled example of these clauses …
    nearest_open: float  # … and to the nearest open one, or one that is off topic


class Board:
    """Scores a library's clauses and sections. Made in a fraction of a second; never changes."""

    def __init__(self, clauses: Sequence[Clause], lexicon: Lexicon, scorer: Scorer) -> None:
        small = len(clauses) <= SMALL
        self._scorer = scorer
        self.groups: dict[str, Group] = {group.key: group for group in groups(clauses)} if small else {}
        attached = attach(clauses[:SMALL], lexicon, scorer) if clauses else {}
        self.rehearsed = frozenset(attached.values())
        entries = {entry.id: entry for entry in lexicon.entries if not entry.group}
        self.glosses = _glosses(clauses, entries, attached)
        owners = {key: str(place) for key, place in attached.items()}
        for group, entry in attach_groups(tuple(self.groups.values()), clauses, attached, lexicon):
            owners[GROUP + entry.id] = group.key
        owners[OFF_TOPIC] = OFF_TOPIC
        self._owned = [(i, owners[target]) for i, target in enumerate(scorer.targets) if target in owners]
        own = [e for place, clause in enumerate(clauses) for e in passages(clause, str(place))] if small else []
        own += [e for group in self.groups.values() for e in headings(group.heading, group.key)]
        bags = [scorer.features.weighted(scorer.features.count(example.text)) for example in own]
        self._columns = {feature: i for i, feature in enumerate(dict.fromkeys(f for bag in bags for f in bag))}
        self._postings = inverted(self._columns, bags)
        self._passage_of = [example.target for example in own]

    def scores(self, bag: Bag) -> Scores:
        """How well each clause and section fits a question."""
        verdict = self._scorer.verdict(bag)
        own = self._own_words(bag)
        near, fit = dict(own), dict[str, float]()
        nearest_open = 0.0
        for i, target in self._owned:
            nearest_open = max(nearest_open, float(verdict.nearest_open[i]))
            likeness = max(float(verdict.nearest[i]), 0.9 * float(verdict.nearest_open[i]))
            near[target] = max(near.get(target, 0.0), likeness)
            fit[target] = max(fit.get(target, 0.0), float(verdict.fit[i]))
        scores = {t: NEARNESS * n + FIT * fit[t] if t in fit else n for t, n in near.items()}
        settled = [float(verdict.nearest[i]) for i, _ in self._owned]
        return Scores(scores, verdict.settled, max([*settled, *own.values()], default=0.0), nearest_open)

    def _own_words(self, bag: Bag) -> dict[str, float]:
        starts, rows, values = self._postings
        cosines = np.zeros(len(self._passage_of), dtype=np.float32)
        for feature, weight in bag.items():
            column = self._columns.get(feature)
            if column is not None:
                here = slice(starts[column], starts[column + 1])
                cosines[rows[here]] += weight * values[here]
        near: dict[str, float] = {}
        for target, cosine in zip(self._passage_of, cosines.tolist(), strict=True):
            near[target] = max(near.get(target, 0.0), cosine)
        return near


def _glosses(clauses: Sequence[Clause], entries: Mapping[str, Entry], attached: Mapping[str, int]) -> dict[int, str]:
    """Our English gist of a clause, for clauses of the same number and heading only: it must not say more than they do."""
    same = {clause.id: clause.title for clause in load_sample().clauses}
    return {
        place: entries[key].english
        for key, place in attached.items()
        if entries[key].english and (clauses[place].id, clauses[place].title) == (key, same.get(key))
    }
