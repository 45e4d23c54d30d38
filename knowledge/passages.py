"""Large collections: bigrams find candidates (SQLite FTS5), the exact score orders them."""

from __future__ import annotations

import re
import sqlite3
import threading
from collections.abc import Sequence
from functools import lru_cache

from knowledge.clauses import Clause
from knowledge.features import Bag, Features
from knowledge.normalise import spelling

CANDIDATES = 40
MEANT = 0.5  # what the vector's cosine adds: it also sees synonyms and sounds
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
        self._words = lru_cache(maxsize=8192)(self._bag)
        self._lock = threading.Lock()  # one SQLite connection, many threads
        self._db = sqlite3.connect(":memory:", check_same_thread=False)
        self._db.execute("CREATE VIRTUAL TABLE passage USING fts5(words, content='', columnsize=1)")
        self._db.executemany(
            "INSERT INTO passage(rowid, words) VALUES (?, ?)",
            ((place, " ".join(bigrams(_words(clause)))) for place, clause in enumerate(clauses)),
        )

    def score(self, text: str, dense: Sequence[tuple[int, float]]) -> list[tuple[int, float]]:
        """The exact score of every candidate; `dense` are candidates of the vector index with their cosine."""
        question = self._features.weighted(self._features.count(text, blocks="cw"))
        meant = dict(dense)
        scored: list[tuple[int, float]] = []
        for place in dict.fromkeys((*self._sparse(text), *meant)):
            if place < len(self._clauses):
                other = self._words(place)
                cosine = sum(weight * other.get(feature, 0.0) for feature, weight in question.items())
                scored.append((place, cosine + MEANT * meant.get(place, 0.0)))
        return scored

    def _bag(self, place: int) -> Bag:
        return self._features.weighted(self._features.count(_words(self._clauses[place]), blocks="cw"))

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
