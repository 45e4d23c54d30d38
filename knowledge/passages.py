"""Large collections: bigrams find candidates (SQLite FTS5), the exact score orders them."""

from __future__ import annotations

import re
import sqlite3
import threading
from collections.abc import Iterable, Sequence

from knowledge.clauses import Clause
from knowledge.features import Bag, Features
from knowledge.normalise import spelling

CANDIDATES = 40
_RUNS = re.compile(r"[\u3400-\u9fff]+|[a-z0-9]+")


def bigrams(text: str) -> list[str]:
    """`数据备份` → 数据, 据备, 备份; English words as they are."""
    grams: list[str] = []
    for run in _RUNS.findall(text):
        if run.isascii() or len(run) == 1:
            grams.append(run)
        else:
            grams.extend(run[i : i + 2] for i in range(len(run) - 1))
    return grams


class Passages:
    """The words of every clause, for collections where most clauses have no example questions."""

    def __init__(self, clauses: Sequence[Clause], features: Features) -> None:
        self._clauses = clauses
        self._features = features
        self._lock = threading.Lock()  # one SQLite connection, many threads
        self._db = sqlite3.connect(":memory:", check_same_thread=False)
        self._db.execute("CREATE VIRTUAL TABLE passage USING fts5(words, content='', columnsize=1)")
        self._db.executemany(
            "INSERT INTO passage(rowid, words) VALUES (?, ?)",
            ((place, " ".join(bigrams(_words(clause)))) for place, clause in enumerate(clauses)),
        )

    def score(self, text: str, bag: Bag, dense: Iterable[int]) -> list[tuple[int, float]]:
        """The exact score of every candidate; `dense` are candidates from the vector index."""
        found = dict.fromkeys((*self._sparse(text), *(place for place in dense if place < len(self._clauses))))
        scored: list[tuple[int, float]] = []
        for place in found:
            other = self._features.bag(_words(self._clauses[place]))
            scored.append((place, sum(weight * other.get(feature, 0.0) for feature, weight in bag.items())))
        return scored

    def _sparse(self, text: str) -> list[int]:
        grams = dict.fromkeys(bigrams(text)[:64])
        if not grams:
            return []
        query = " OR ".join(f'"{gram}"' for gram in grams)
        with self._lock:
            rows = self._db.execute(
                "SELECT rowid FROM passage WHERE passage MATCH ? ORDER BY bm25(passage) LIMIT ?", (query, CANDIDATES)
            )
            return [int(row[0]) for row in rows]


def _words(clause: Clause) -> str:
    return spelling(f"{clause.title} {clause.text}")
