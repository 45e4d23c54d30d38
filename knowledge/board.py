"""One school's clauses on the scorer that was fitted to the lexicon: whose questions are whose."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from knowledge.attaching import Group, attach, attach_groups, groups
from knowledge.catalogue import GROUP, headings, passages
from knowledge.clauses import Clause
from knowledge.features import Bag
from knowledge.importing import load_sample
from knowledge.lexicon import Entry, Lexicon
from knowledge.scoring import OFF_TOPIC, Scorer, gathered, inverted

if TYPE_CHECKING:
    from knowledge.scoring import Floats

SMALL = 400  # clauses: up to here every clause's own words are compared; beyond, `passages.py` finds candidates first
REMEMBERED = 64  # questions
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
        owned = [(i, owners[target]) for i, target in enumerate(scorer.targets) if target in owners]
        own = [e for place, clause in enumerate(clauses) for e in passages(clause, str(place))] if small else []
        own += [e for group in self.groups.values() for e in headings(group.heading, group.key)]
        bags = [scorer.features.weighted(scorer.features.count(example.text)) for example in own]
        self._columns = {feature: i for i, feature in enumerate(dict.fromkeys(f for bag in bags for f in bag))}
        self._postings = inverted(self._columns, bags)
        names = dict.fromkeys([*(example.target for example in own), *(target for _, target in owned)])
        self._targets = list(names)
        at = {target: i for i, target in enumerate(self._targets)}
        self._passage_of = np.array([at[example.target] for example in own], dtype=np.int32)
        self._learnt = np.array([i for i, _ in owned], dtype=np.int32)
        self._learnt_of = np.array([at[target] for _, target in owned], dtype=np.int32)
        # Whether the charter speaks of something is asked before it is asked what it says, and once more with what went before.
        self._remembered = lru_cache(maxsize=REMEMBERED)(self._scores)
        self._is_learnt = np.isin(np.arange(len(self._targets)), self._learnt_of)

    def scores(self, bag: Bag) -> Scores:
        """How well each clause and section fits a question. Nobody may change what is returned: it is remembered."""
        return self._remembered(tuple(bag.items()))

    def _scores(self, asked: tuple[tuple[str, float], ...]) -> Scores:
        bag = dict(asked)
        verdict = self._scorer.verdict(bag)
        own = self._own_words(bag)
        settled, still_open = verdict.nearest[self._learnt], verdict.nearest_open[self._learnt]
        near, fit = np.zeros((2, len(self._targets)), dtype=np.float64)
        np.maximum.at(near, self._passage_of, own)
        np.maximum.at(near, self._learnt_of, np.maximum(settled, 0.9 * still_open))
        np.maximum.at(fit, self._learnt_of, verdict.fit[self._learnt])
        scores = np.where(self._is_learnt, NEARNESS * near + FIT * fit, near)
        return Scores(
            dict(zip(self._targets, scores.tolist(), strict=True)), verdict.settled,
            max(float(settled.max(initial=0.0)), float(own.max(initial=0.0))), float(still_open.max(initial=0.0)),
        )  # fmt: skip

    def _own_words(self, bag: Bag) -> Floats:
        """The cosine of each passage of the clauses themselves."""
        known = [(self._columns[feature], weight) for feature, weight in bag.items() if feature in self._columns]
        return gathered(self._postings, known, len(self._passage_of))


def _glosses(clauses: Sequence[Clause], entries: Mapping[str, Entry], attached: Mapping[str, int]) -> dict[int, str]:
    """Our English gist of a clause, for clauses of the same number and heading only: it must not say more than they do."""
    same = {clause.id: clause.title for clause in load_sample().clauses}
    return {
        place: entries[key].english
        for key, place in attached.items()
        if entries[key].english and (clauses[place].id, clauses[place].title) == (key, same.get(key))
    }
