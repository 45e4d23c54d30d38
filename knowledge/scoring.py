"""The exact score: how well each clause fits a question.

Two views are added. *Nearness* is the cosine to the nearest example question or passage of a clause. *Fit* is a
linear classifier (ridge regression, solved in closed form) over the same features, which learns from all examples
at once what tells one clause from another, and what tells a settled question from an open one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from knowledge.features import Bag, Features

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Vector = NDArray[np.float32]
    Matrix = NDArray[np.float32]

OFF_TOPIC = "∅"
WIDTH = 4096  # columns of the classifier; features share columns by their hash
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
    """What the examples say about one question: a score per target, and how settled it looks (about 0 to 1)."""

    scores: dict[str, float]
    settled: float
    nearest: float
    nearest_open: float


class Scorer:
    """Scores targets. Built from examples; afterwards it never changes."""

    def __init__(self, features: Features, examples: Sequence[Example], *, weights: Matrix | None = None) -> None:
        self.features = features
        self.examples = examples
        self.targets = sorted({example.target for example in examples})
        place = {target: i for i, target in enumerate(self.targets)}
        self._owner = np.array([place[example.target] for example in examples], dtype=np.int32)
        self._settled = np.array([example.settled for example in examples], dtype=bool)
        self._share = np.array([example.weight for example in examples], dtype=np.float32)
        bags = [features.weighted(count) for count in features.fit(example.text for example in examples)]
        self._columns = {name: i for i, name in enumerate(features.names)}
        self._hashed = np.array([_hashed(name) for name in features.names], dtype=np.int64)
        self._postings = self._invert(bags)
        self.computed = weights is None or weights.shape != (WIDTH, len(self.targets) + 1)
        self.weights = self._fit(bags) if weights is None or self.computed else weights

    def _invert(self, bags: Sequence[Bag]) -> list[tuple[NDArray[np.int32], Vector]]:
        rows: list[list[int]] = [[] for _ in self._columns]
        values: list[list[float]] = [[] for _ in self._columns]
        for row, bag in enumerate(bags):
            for feature, weight in bag.items():
                column = self._columns[feature]
                rows[column].append(row)
                values[column].append(weight)
        return [(np.array(r, dtype=np.int32), np.array(v, dtype=np.float32)) for r, v in zip(rows, values, strict=True)]

    def _dense(self, bags: Sequence[Mapping[str, float]]) -> Matrix:
        dense = np.zeros((len(bags), WIDTH), dtype=np.float32)
        for row, bag in enumerate(bags):
            for feature, weight in bag.items():
                column = self._columns.get(feature)
                if column is not None:
                    code = self._hashed[column]
                    dense[row, code % WIDTH] += weight if code & (1 << 40) else -weight
        return dense

    def _fit(self, bags: Sequence[Bag]) -> Matrix:
        x = self._dense(bags)
        y = np.zeros((len(bags), len(self.targets) + 1), dtype=np.float32)
        y[np.arange(len(bags)), self._owner] = 1.0
        y[:, -1] = self._settled
        y[:, -1] -= 0.5
        root = np.sqrt(self._share)[:, None]
        x, y = x * root, y * root
        gram = x @ x.T
        gram[np.diag_indices_from(gram)] += SMOOTHING
        return (x.T @ np.linalg.solve(gram, y)).astype(np.float32)

    def verdict(self, bag: Bag) -> Verdict:
        """Scores of every target for one question."""
        cosines = np.zeros(len(self.examples), dtype=np.float32)
        fit = np.zeros(len(self.targets) + 1, dtype=np.float32)
        for feature, weight in bag.items():
            column = self._columns.get(feature)
            if column is None:
                continue
            rows, values = self._postings[column]
            cosines[rows] += weight * values
            code = self._hashed[column]
            fit += self.weights[code % WIDTH] * (weight if code & (1 << 40) else -weight)
        near = np.zeros(len(self.targets), dtype=np.float32)
        np.maximum.at(near, self._owner, cosines * np.where(self._settled, 1.0, 0.9))
        scores = NEARNESS * near + FIT * fit[:-1]
        return Verdict(
            {target: float(score) for target, score in zip(self.targets, scores, strict=True)},
            settled=float(fit[-1]) + 0.5,
            nearest=float(cosines[self._settled].max(initial=0.0)),
            nearest_open=float(cosines[~self._settled].max(initial=0.0)),
        )


NEARNESS = 0.35
FIT = 0.8


def _hashed(name: str) -> int:
    """A stable hash (Python's own differs from run to run)."""
    code = 0xCBF29CE484222325
    for byte in name.encode():
        code = ((code ^ byte) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    return (code ^ (code >> 29)) & 0x7FFFFFFFFFFFFFFF
