"""From a question to clauses in order: scores of examples, of the conversation, of the clauses' own words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from knowledge.board import Board, Scores
from knowledge.clauses import Clause
from knowledge.lexicon import phrases
from knowledge.normalise import spelling
from knowledge.passages import Passages
from knowledge.scoring import OFF_TOPIC
from knowledge.settling import inherits
from knowledge.understanding import Asked, topic_of

if TYPE_CHECKING:
    from knowledge.index import Index

BEFORE = 0.5  # what the question before adds, times how much this one leans on it
PLAIN = 0.5  # … of that, when this one alone leads to one clause and to no other: 那平时坏了谁修?
LEADS = 0.3  # … by this much
BESIDE = 0.35  # a clause beside the one just quoted
CALLED = 1.4  # … whose heading has the very word that is asked about: 那培训呢 beside 安全培训
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
    unrehearsed: tuple[int, ...]  # of the first few, those for whom only their own words speak
    sure: float  # the best score without what a service adds: whether anything is near is our own judgement

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

    def rank(self, asked: Asked, index: Index | None, *, blend: bool, within: str | None = None) -> Ranking:
        """`blend`: whether the index holds real embeddings, which then take part in every score.

        `within`: the only document that is asked about.
        """
        verdict = self._board.scores(asked.own)
        scores = dict(verdict.targets)
        if asked.leans:
            before = self._board.scores(asked.before)
            verdict = self._board.scores(asked.together())
            share = BEFORE * (PLAIN if not asked.wanted and _is_plain(scores) else 1.0) * asked.leans
            for target, score in before.targets.items():
                scores[target] = scores.get(target, 0.0) + share * score
            self._near_mentioned(asked, scores)
        off_topic = scores.pop(OFF_TOPIC, 0.0)
        places = {int(target): score for target, score in scores.items() if not target.startswith("g")}
        self._add_words(asked, places, index)
        if within is not None:
            places = {place: score for place, score in places.items() if self._clauses[place].document == within}
            scores = {target: score for target, score in scores.items() if self._stands_in(target, within)}
        sure = max(places.values(), default=0.0)
        if index is not None and blend:
            self._blend(places, index.similar(asked.text))
        ordered = sorted(places.items(), key=lambda item: (-item[1], item[0]))
        group = self._spanned(asked, scores, ordered[0][1] if ordered else 0.0)
        if group is not None:
            members = set(self._board.groups[group].members)
            ordered.sort(key=lambda item: item[0] not in members)
            ordered[0] = (ordered[0][0], scores[group])
            sure = max(sure, scores[group])
        rehearsed = group is not None or bool(ordered and ordered[0][0] in self._board.rehearsed)
        alone = tuple(place for place, _ in ordered[:3] if place not in self._board.rehearsed)
        return Ranking(tuple(ordered), group, verdict, off_topic, rehearsed, alone, sure)

    def _stands_in(self, target: str, document: str) -> bool:
        group = self._board.groups.get(target)
        return group is not None and all(self._clauses[place].document == document for place in group.members)

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
        elsewhere, topic = inherits(asked.text), topic_of(asked.text).strip("?。! ")
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
                if elsewhere and other != place and topic and topic in spelling(clause.title):
                    bonus += CALLED
                scores[str(other)] = scores.get(str(other), 0.0) + asked.leans * bonus

    def _add_words(self, asked: Asked, places: dict[int, float], index: Index | None) -> None:
        """In a large collection most clauses have no examples: their own words speak for them."""
        if self._passages is not None:
            dense = index.similar(asked.text) if index is not None else ()
            for place, score in self._passages.score(asked.text, dense):
                places[place] = max(places.get(place, 0.0), score)

    def _blend(self, places: dict[int, float], found: Sequence[tuple[int, float]]) -> None:
        """A service's vectors move clauses up by how much nearer they are than their neighbours, not by how near."""
        if found:
            usual = sum(similarity for _, similarity in found) / len(found)
            for place, similarity in found:
                places[place] = places.get(place, 0.0) + DENSE * max(0.0, similarity - usual)


def _is_plain(scores: Mapping[str, float]) -> bool:
    best = sorted((score for target, score in scores.items() if target.isdigit()), reverse=True)[:2]
    return len(best) == 2 and best[0] - best[1] >= LEADS
