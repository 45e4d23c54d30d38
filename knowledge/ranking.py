"""From a question to clauses in order: scores of examples, of the conversation, of the clauses' own words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from knowledge.board import Board, Scores
from knowledge.clauses import Clause
from knowledge.lexicon import phrases
from knowledge.passages import Passages
from knowledge.scoring import OFF_TOPIC
from knowledge.settling import inherits
from knowledge.understanding import Asked

if TYPE_CHECKING:
    from knowledge.index import Index

BEFORE = 0.5  # what the question before adds, times how much this one leans on it
BESIDE = 0.25  # a clause beside the one just quoted
AGAIN = 0.12  # the clause just quoted itself, when the question goes on about it
SPANS_CLEARLY = 0.35  # a section needs this lead when nothing in the question asks for several things
DENSE = 0.35  # what a real embedding service adds to the exact score


@dataclass(frozen=True, slots=True)
class Ranking:
    """Clauses from best to worst, and the section that the question spans, if it does."""

    places: tuple[tuple[int, float], ...]
    group: str | None
    verdict: Scores
    off_topic: float
    rehearsed: bool  # whether the lexicon has questions about the first clause; else only its own words speak

    @property
    def best(self) -> float:
        """The score of the first clause."""
        return self.places[0][1] if self.places else 0.0


class Ranker:
    """Orders the clauses of one library."""

    def __init__(self, clauses: tuple[Clause, ...], board: Board, passages: Passages | None) -> None:
        self._clauses = clauses
        self._board = board
        self._passages = passages
        self._by_id: dict[str, int] = {}
        for place, clause in enumerate(clauses):
            self._by_id.setdefault(clause.id, place)

    def place(self, id: str) -> int | None:
        """Where a clause number stands; of several documents in the first that has it."""
        return self._by_id.get(id)

    def rank(self, asked: Asked, index: Index | None, *, blend: bool) -> Ranking:
        """`blend`: whether the index holds real embeddings, which then take part in every score."""
        verdict = self._board.scores(asked.own)
        scores = dict(verdict.targets)
        if asked.leans:
            before = self._board.scores(asked.before)
            verdict = self._board.scores(asked.together())
            for target, score in before.targets.items():
                scores[target] = scores.get(target, 0.0) + BEFORE * asked.leans * score
            self._near_mentioned(asked, scores)
        off_topic = scores.pop(OFF_TOPIC, 0.0)
        places = {int(target): score for target, score in scores.items() if not target.startswith("g")}
        self._add_words(asked, places, index, blend=blend)
        ordered = sorted(places.items(), key=lambda item: (-item[1], item[0]))
        group = self._spanned(asked, scores, ordered[0][1] if ordered else 0.0)
        if group is not None:
            members = set(self._board.groups[group].members)
            ordered.sort(key=lambda item: item[0] not in members)
            ordered[0] = (ordered[0][0], scores[group])
        rehearsed = group is not None or bool(ordered and ordered[0][0] in self._board.rehearsed)
        return Ranking(tuple(ordered), group, verdict, off_topic, rehearsed)

    def _spanned(self, asked: Asked, scores: Mapping[str, float], best: float) -> str | None:
        group = max(
            (target for target in scores if target.startswith("g")), key=lambda target: scores[target], default=None
        )
        if group is None:
            return None
        cue = any(pattern.search(asked.text) for pattern in phrases().spans)
        return group if scores[group] > best + (0.0 if cue else SPANS_CLEARLY) else None

    def _near_mentioned(self, asked: Asked, scores: dict[str, float]) -> None:
        """`那培训呢?` asks for a neighbour of the clause just quoted; `要等几天?` goes on about that clause."""
        elsewhere = inherits(asked.text)
        for called in asked.mentioned[:2]:
            place = self._by_id.get(called)
            if place is None:
                continue
            here = self._clauses[place]
            for other in range(max(0, place - 4), min(len(self._clauses), place + 5)):
                clause = self._clauses[other]
                if (clause.document, clause.chapter, clause.section) != (here.document, here.chapter, here.section):
                    continue
                beside, again = (BESIDE, -AGAIN) if elsewhere else (BESIDE / 4, AGAIN)
                bonus = again if other == place else beside
                scores[str(other)] = scores.get(str(other), 0.0) + asked.leans * bonus

    def _add_words(self, asked: Asked, places: dict[int, float], index: Index | None, *, blend: bool) -> None:
        """In a large collection most clauses have no examples: their own words speak for them."""
        if self._passages is not None:
            dense = index.similar(asked.text) if index is not None else ()
            for place, score in self._passages.score(asked.text, dense):
                places[place] = max(places.get(place, 0.0), score)
        elif index is not None and blend:
            for place, similarity in index.similar(asked.text):
                places[place] = places.get(place, 0.0) + DENSE * similarity
