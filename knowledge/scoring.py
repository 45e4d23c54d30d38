"""The exact score: how well each clause fits a question.

Two views are added. *Nearness* is the cosine to the nearest example question or passage of a clause. *Fit* is a
linear classifier (ridge regression, solved in closed form) over the same features, which learns from all examples
at once what tells one clause from another, and what tells a settled question from an open one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from knowledge.features import Bag, Features

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Ints = NDArray[np.int32]

OFF_TOPIC = "∅"
SMOOTHING = 0.05  # of the ridge regression: more forgets single examples


@dataclass(frozen=True, slots=True)
class Example:
    """A text that speaks of one target (a clause or a section). `settled`: whether that target answers it."""

    target: str
    text: str
    settled: bool
    weight: float = 1.0
    passage: bool = False  # the clause's own words rather than a question


@dataclass(frozen=True, slots=True)
class Verdict:
    """What all examples say about one question, per target; `settled`: how settled it looks (about 0 to 1)."""

    nearest: Floats  # cosine to the target's nearest settled example
    nearest_open: Floats  # … and to its nearest open one
    fit: Floats
    settled: float


@dataclass(frozen=True, slots=True)
class _Arrays:
    """What is stored: examples as postings (feature → rows and values), their owners, the classifier's weights."""

    starts: Ints  # feature i's postings are rows[starts[i]:starts[i + 1]]
    rows: Ints
    values: Floats
    owner: Ints
    settled: NDArray[np.bool_]
    weights: Floats


class Scorer:
    """Scores targets. Built from examples; afterwards it never changes."""

    def __init__(self, features: Features, targets: Sequence[str], arrays: _Arrays) -> None:
        self.features = features
        self.targets = list(targets)
        self._arrays = arrays
        self._columns = {name: i for i, name in enumerate(features.names)}
        self._open = ~arrays.settled
        self._settled_owner, self._open_owner = arrays.owner[arrays.settled], arrays.owner[self._open]

    @classmethod
    def fit(cls, features: Features, examples: Sequence[Example]) -> Scorer:
        """Learn from examples: seconds for a few thousand of them."""
        bags = [features.weighted(count) for count in features.fit(example.text for example in examples)]
        targets = sorted({example.target for example in examples})
        place = {target: i for i, target in enumerate(targets)}
        owner = np.array([place[example.target] for example in examples], dtype=np.int32)
        settled = np.array([example.settled for example in examples], dtype=np.bool_)
        weight = np.array([example.weight for example in examples], dtype=np.float32)
        columns = {name: i for i, name in enumerate(features.names)}
        postings = inverted(columns, bags)
        y = np.zeros((len(bags), len(targets) + 1), dtype=np.float32)
        y[np.arange(len(bags)), owner] = 1.0
        y[:, -1] = np.where(settled, 0.5, -0.5)
        weights = _solved(postings, y, weight)
        return cls(features, targets, _Arrays(*postings, owner, settled, weights))

    def state(self) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
        """What has to be stored to restore this scorer: JSON and arrays."""
        arrays = {name: getattr(self._arrays, name) for name in _Arrays.__slots__}
        return {"targets": self.targets, "features": self.features.state()}, arrays

    @classmethod
    def restore(cls, features: Features, state: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> Scorer:
        """The other way round. Raises `ValueError`, `KeyError` or `TypeError` when the parts do not fit together."""
        features.restore(state["features"])
        kept = _Arrays(**{name: arrays[name] for name in _Arrays.__slots__})
        sound = (
            len(kept.starts) == len(features.names) + 1
            and kept.starts[-1] == len(kept.rows) == len(kept.values)
            and len(kept.owner) == len(kept.settled)
            and kept.weights.shape == (len(features.names), len(state["targets"]) + 1)
            and bool(np.isfinite(kept.weights).all())
        )
        if not sound:
            raise ValueError("the stored arrays do not fit together")
        return cls(features, state["targets"], kept)

    def verdict(self, bag: Bag) -> Verdict:
        """Scores of every target for one question."""
        kept = self._arrays
        known = [(self._columns[feature], weight) for feature, weight in bag.items() if feature in self._columns]
        cosines = gathered((kept.starts, kept.rows, kept.values), known, len(kept.owner))
        columns, weights = [column for column, _ in known], np.array([weight for _, weight in known], dtype=np.float32)
        fit = weights @ kept.weights[columns] if known else np.zeros(len(self.targets) + 1, dtype=np.float32)
        nearest, nearest_open = np.zeros((2, len(self.targets)), dtype=np.float32)
        np.maximum.at(nearest, self._settled_owner, cosines[kept.settled])
        np.maximum.at(nearest_open, self._open_owner, cosines[self._open])
        return Verdict(nearest, nearest_open, fit[:-1], float(fit[-1]) + 0.5)


def gathered(postings: tuple[Ints, Ints, Floats], known: Sequence[tuple[int, float]], rows: int) -> Floats:
    """For each row the sum of what these weighted features give it."""
    starts, found, values = postings
    if not known:
        return np.zeros(rows, dtype=np.float32)
    slices = [slice(starts[column], starts[column + 1]) for column, _ in known]
    shares = np.concatenate([weight * values[here] for here, (_, weight) in zip(slices, known, strict=True)])
    sums = np.bincount(np.concatenate([found[here] for here in slices]), weights=shares, minlength=rows)
    return sums.astype(np.float32)


def inverted(columns: Mapping[str, int], bags: Sequence[Bag]) -> tuple[Ints, Ints, Floats]:
    triples = [(columns[feature], row, weight) for row, bag in enumerate(bags) for feature, weight in bag.items()]
    place = np.array([triple[0] for triple in triples], dtype=np.int32)
    order = np.argsort(place, kind="stable")
    rows = np.array([triple[1] for triple in triples], dtype=np.int32)[order]
    values = np.array([triple[2] for triple in triples], dtype=np.float32)[order]
    starts = np.searchsorted(place[order], np.arange(len(columns) + 1)).astype(np.int32)
    return starts, rows, values


def _solved(postings: tuple[Ints, Ints, Floats], y: Floats, weight: Floats) -> Floats:
    """Ridge regression in its dual form (as many unknowns as examples), turned back into one row per feature."""
    starts, rows, values = postings
    gram = _gram(starts, rows, values, len(weight))
    # A weight below one lets an example be missed by more: more smoothing for it alone.
    gram[np.diag_indices_from(gram)] += SMOOTHING / weight
    shares = _solve_positive(gram, y)
    weights = np.zeros((len(starts) - 1, y.shape[1]), dtype=np.float32)
    seen = np.diff(starts)
    single = starts[:-1][seen == 1]  # most features: all at once
    weights[seen == 1] = values[single, None] * shares[rows[single]]
    for column in np.flatnonzero(seen > 1):
        here = slice(starts[column], starts[column + 1])
        weights[column] = values[here] @ shares[rows[here]]
    return weights


COMMON = 300  # examples that share a feature: above, one matrix product is faster than adding them one by one
BLOCK = 128


def _gram(starts: Ints, rows: Ints, values: Floats, size: int) -> Floats:
    """How alike every two examples are."""
    gram = np.zeros((size, size), dtype=np.float32)
    seen = np.diff(starts)
    common = np.flatnonzero(seen > COMMON)
    dense = np.zeros((size, len(common)), dtype=np.float32)
    for place, column in enumerate(common):
        here = slice(starts[column], starts[column + 1])
        dense[rows[here], place] = values[here]
    np.matmul(dense, dense.T, out=gram)
    for column in np.flatnonzero((seen > 1) & (seen <= COMMON)):
        here = slice(starts[column], starts[column + 1])
        gram[np.ix_(rows[here], rows[here])] += np.outer(values[here], values[here])
    single = starts[:-1][seen == 1]
    np.add.at(gram, (rows[single], rows[single]), values[single] ** 2)
    return gram


def _solve_positive(matrix: Floats, right: Floats) -> Floats:
    """Cholesky and substitution block by block, in place: nearly all of it is matrix products, which are fast everywhere.

    (The same by `numpy.linalg` takes four times as long at this size.) Leaves `matrix` overwritten.
    """
    size, solved = len(matrix), right.copy()
    inverses: list[Floats] = []
    for start in range(0, size, BLOCK):
        end = min(start + BLOCK, size)
        inverse = np.linalg.inv(np.linalg.cholesky(matrix[start:end, start:end])).astype(np.float32)
        inverses.append(inverse)
        panel = matrix[end:, start:end] = matrix[end:, start:end] @ inverse.T
        solved[start:end] = inverse @ solved[start:end]
        solved[end:] -= panel @ solved[start:end]
        for first in range(end, size, 4 * BLOCK):  # only what lies below the diagonal is used again
            last = min(first + 4 * BLOCK, size)
            matrix[first:, first:last] -= panel[first - end :] @ panel[first - end : last - end].T
    for start, inverse in zip(reversed(range(0, size, BLOCK)), reversed(inverses), strict=True):
        end = min(start + BLOCK, size)
        solved[start:end] = inverse.T @ (solved[start:end] - matrix[end:, start:end].T @ solved[end:])
    return solved
