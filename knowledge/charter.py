"""The public face of this package: ask the charter.

    library = Library(load_sample().clauses)
    library.ask("买软件要谁批?").text

A library is ready as soon as it is made and needs no network, no model and no vector store. Where a folder is given,
`warm()` opens the dense index (Chroma) in it, which finds candidates in very large collections.
"""

from __future__ import annotations

import threading
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from knowledge.board import SMALL, Board
from knowledge.clauses import Answer, Authority, Citation, Clause, Commentary, Outcome, Scored
from knowledge.deciding import BESIDE_AND_WANTED, nearness, outcome, settling_note
from knowledge.documents import document_named
from knowledge.fitting import fitted
from knowledge.lexicon import Lexicon, load
from knowledge.naming import heading, named, titled
from knowledge.normalise import has_words, is_english
from knowledge.normalise import question as normalised
from knowledge.passages import Passages
from knowledge.ranking import Ranker, Ranking
from knowledge.settling import stated_by
from knowledge.understanding import Asked, refers_back, understand
from knowledge.wording import Wording, cite, cite_note

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings
    from langchain_core.retrievers import BaseRetriever

    from knowledge.features import Features
    from knowledge.index import Index

__all__ = ["Answer", "Authority", "Citation", "Clause", "Commentary", "Library", "Outcome", "Scored", "Writer"]

CITED = 3  # clauses in an answer: the one that answers, and what stands near it
RELATED = 0.6  # of the best score: near enough to be named in the text
STANDS_ALONE = 0.5  # of likeness to a known question: it needs nothing of what was said before
REMEMBERED = 500  # answers kept in memory
History = Sequence[Mapping[str, str]]


class Writer(Protocol):
    """Something that words an answer better: a chat model behind `knowledge.writer`."""

    def write(self, question: str, citations: Sequence[Citation], *, english: bool) -> str | None:
        """Prose that says only what the citations say, or None when it cannot stand behind its words."""
        ...


class _Dense:
    """The vector index, once it is open; shared by libraries that differ only in their commentary."""

    def __init__(self, embeddings: Embeddings | None, url: str) -> None:
        self.embeddings, self.url = embeddings, url
        self.index: Index | None = None
        self.is_service = False  # whether a service's vectors are in it, not our own
        self.opening = threading.Lock()
        self.closed = False

    @property
    def complete(self) -> bool:
        """Whether what is configured is open; until then the embedded index stands in."""
        far = self.embeddings is not None or bool(self.url)
        return self.index is not None and (not far or (self.index.is_far and self.index.ready))

    @property
    def is_elsewhere(self) -> bool:
        """Whether a service or a server takes part, and may say less in a bad moment than in the next one."""
        return self.is_service or (self.index is not None and self.index.is_far)

    def open(self, clauses: Sequence[Clause], folder: Path, features: Features) -> None:
        """Open what is configured; while that is away, the embedded one."""
        from knowledge.index import Index  # noqa: PLC0415 - the only way to chromadb: seconds of imports

        if self.embeddings is not None or self.url:
            far = Index(clauses, folder, features, self.embeddings, url=self.url)
            far.open()
            if far.ready:
                self._use(far, is_service=self.embeddings is not None)
                return
            far.close()
        if self.index is None:
            own = Index(clauses, folder, features)
            own.open()
            self._use(own, is_service=False)

    def _use(self, index: Index, *, is_service: bool) -> None:
        before, self.index, self.is_service = self.index, index, is_service
        if before is not None:
            before.close()


class Library:
    """Clauses of one or more documents with their commentary, ready to be asked. Never changes; safe in threads."""

    def __init__(
        self,
        clauses: Sequence[Clause],
        *,
        commentary: Sequence[Commentary] = (),
        folder: Path | None = None,
        versions: Mapping[str, str] | None = None,
        upcoming: Collection[str] = (),
        embeddings: Embeddings | None = None,
        chroma_url: str = "",
        writer: Writer | None = None,
        lexicon: Lexicon | None = None,
        extra: Path | None = None,
    ) -> None:
        """`versions`: document → date in force, as text; of `upcoming` documents it is still to come.
        `folder`: for files that can always be computed again.
        `embeddings`, `chroma_url`: a service's vectors and a server that keeps them; both may be away at any time.
        `extra`: a school's own lexicon folder (see `knowledge.lexicon`).
        """
        self.clauses = tuple(clauses)
        self._lexicon = lexicon or load(extra)
        scorer = fitted(self._lexicon, folder)
        board = Board(self.clauses, self._lexicon, scorer)
        self._groups = board.groups
        self._glosses = board.glosses
        self._features = scorer.features
        passages = Passages(self.clauses, self._features) if len(self.clauses) > SMALL else None
        self._ranker = Ranker(self.clauses, board, passages)
        self._notes = tuple(commentary)
        self._documents = tuple(dict.fromkeys(clause.document for clause in self.clauses))
        self._versions = dict(versions or {})
        self._upcoming = frozenset(upcoming)
        self._writer = writer
        self._folder = folder
        self._dense = _Dense(embeddings, chroma_url)
        self._remember_answers()

    def clause(self, id: str, document: str | None = None) -> Clause | None:
        """A clause by its number; without a document, of the first that has it."""
        if document is None:
            place = self._ranker.place(id)
            return None if place is None else self.clauses[place]
        return next((c for c in self.clauses if c.id == id and c.document == document), None)

    def with_commentary(self, commentary: Sequence[Commentary]) -> Library:
        """The same library with other settled notes; nothing is computed again."""
        other = object.__new__(Library)
        other.__dict__.update(self.__dict__)
        other._notes = tuple(commentary)
        other._remember_answers()
        return other

    def with_writer(self, writer: Writer | None) -> Library:
        """The same library with another way to word answers."""
        other = self.with_commentary(self._notes)
        other._writer = writer  # noqa: SLF001 - its own copy
        return other

    def search(self, question: str, history: History = (), k: int = 5) -> list[Scored]:
        """The `k` clauses that fit best, best first."""
        asked = self._understand(question, history)
        if not has_words(asked.text):
            return []
        return [Scored(self.clauses[place], score) for place, score in self._rank(asked).places[:k]]

    def ask(self, question: str, history: History = ()) -> Answer:
        """What the charter (or an interpretation or rule beside it) says to this, or that nobody has said it.

        `history`: the conversation so far, `{"role": "user" | "assistant", "content": …}`, oldest first.
        """
        if self._writer is not None or self._dense.is_elsewhere:
            return self._answer(question, history)  # it may say something else the next time, or be away now
        before = tuple((turn["role"], turn["content"]) for turn in history)
        return self._remembered(question, before, self._dense.index is not None)

    def _remember_answers(self) -> None:
        """Keep what is answered from here on: before a meeting everybody asks the same."""

        @lru_cache(maxsize=REMEMBERED)
        def answered(question: str, before: tuple[tuple[str, str], ...], _indexed: bool) -> Answer:
            return self._answer(question, [{"role": role, "content": content} for role, content in before])

        self._remembered = answered

    def _answer(self, question: str, history: History) -> Answer:
        asked = self._understand(question, history)
        english = is_english(question)
        words = Wording(int(english), self._versions, self._glosses, self._upcoming)
        if not has_words(asked.text) or not self.clauses:
            return Answer(False, "off_topic", Authority.UNREGULATED, words.off_topic(asked=False), (), 0.0)
        if (by_number := self._named(asked, words)) is not None:
            return by_number
        ranking = self._rank(asked)
        found = outcome(asked, ranking, self.clauses)
        near = [self.clauses[place] for place, _ in ranking.places[:CITED]]
        note = settling_note(asked, near, found, self._notes, self._features)
        if note is not None:
            return self._from_note(note, ranking.best, words)
        if found == "answered":
            answer = self._spanning(ranking, words) if ranking.group else self._single(asked, ranking, words)
            return self._reworded(question, answer, english=english)
        if found == "unsettled":
            place = ranking.places[0][0]
            text = words.unsettled(asked.wanted, near[0], place)
            return Answer(False, found, Authority.UNREGULATED, text, tuple(map(cite, near)), ranking.best)
        return Answer(False, found, Authority.UNREGULATED, words.off_topic(asked=True), (), ranking.best)

    def asks_alike(self, one: str, other: str) -> bool:
        """Whether two questions near the same clause want the same of it, so that one settled note answers both.

        In any words and either language: 演练多久一次, 一学期要演练几次, how often are drills held.
        """
        first, second = self._understand(one, ()), self._understand(other, ())
        wanted = {kind.name for kind in first.wanted}
        if not wanted or wanted != {kind.name for kind in second.wanted}:
            return False
        return nearness(first.own, second.own) >= BESIDE_AND_WANTED

    def familiarity(self, question: str) -> float:
        """How near a question comes to one that we know people ask of these clauses, settled or open: 0 … 1."""
        asked = self._understand(question, ())
        if not has_words(asked.text):
            return 0.0
        scores = self._ranker.rank(asked, None, blend=False).verdict
        return max(scores.nearest, scores.nearest_open)

    def calls_a_heading(self, text: str) -> bool:
        """Whether somebody typed the heading of a clause and nothing else, perhaps misspelt by its sound: 数居备份."""
        return heading(normalised(text), self.clauses) is not None

    def _understand(self, question: str, history: History) -> Asked:
        asked = understand(question, history, self._features, self._lexicon.wanted)
        if asked.leans and not refers_back(asked.text) and self._stands_alone(question):
            asked = understand(question, (), self._features, self._lexicon.wanted)
        if document_named(asked.text, self._documents) is None:
            return asked
        # A law or an authority's order that the school has imported is its own to quote.
        return replace(asked, wanted=tuple(kind for kind in asked.wanted if kind.name != "elsewhere"))

    def _stands_alone(self, question: str) -> bool:
        """Whether a short question says enough by itself, whatever was talked about before: `CIO都管些啥`."""
        ranking = self._ranker.rank(understand(question, (), self._features, ()), None, blend=False)
        near = max(ranking.verdict.nearest, ranking.verdict.nearest_open)
        return near >= STANDS_ALONE or ranking.off_topic > ranking.sure

    def _rank(self, asked: Asked) -> Ranking:
        within = document_named(asked.text, self._documents)
        return self._ranker.rank(asked, self._dense.index, blend=self._dense.is_service, within=within)

    # --- answers ---------------------------------------------------------------------------------------

    def _single(self, asked: Asked, ranking: Ranking, words: Wording) -> Answer:
        places = [place for place, _ in ranking.places[:CITED]]
        if asked.wanted:
            stated = stated_by([self.clauses[place] for place in places], asked.wanted)
            places.sort(key=lambda place: self.clauses[place] is not stated)
        citations = tuple(cite(self.clauses[place], asked.wanted) for place in places)
        near = {place for place, score in ranking.places[:CITED] if score > RELATED * ranking.best}
        related = [self.clauses[place] for place in places[1:] if place in near]
        text = words.one(self.clauses[places[0]], places[0], citations[0], related)
        return Answer(True, "answered", Authority.CHARTER, text, citations, ranking.best)

    def _spanning(self, ranking: Ranking, words: Wording) -> Answer:
        group = self._groups[ranking.group or ""]
        best_first = [place for place, _ in ranking.places if place in group.members]
        text = words.several(group.heading, [(place, self.clauses[place]) for place in group.members])
        citations = tuple(cite(self.clauses[place]) for place in best_first)
        return Answer(True, "answered", Authority.CHARTER, text, citations, ranking.best)

    def _from_note(self, note: Commentary, score: float, words: Wording) -> Answer:
        found = (self.clause(called, note.document or None) or self.clause(called) for called in note.clauses)
        clause = next((one for one in found if one), None)
        citations = (cite_note(note, clause), *((cite(clause),) if clause else ()))
        return Answer(True, "answered", note.authority, words.note(note, clause), citations, score)

    def _named(self, asked: Asked, words: Wording) -> Answer | None:
        """A number or heading that the person names wins over any likeness, unless more is asked than that clause states."""
        called = named(asked.text, self.clauses, document_named(asked.text, self._documents)) or titled(
            asked.text, self.clauses
        )
        if called is None:
            return None
        shown = [(place, self.clauses[place]) for place in called.places]
        if not shown:
            text = words.no_such_clause(called.missing)
            return Answer(False, "unsettled", Authority.UNREGULATED, text, (), 0.0)
        if asked.wanted and not stated_by([clause for _, clause in shown], asked.wanted):
            return None
        first_place, first = shown[0]
        citations = tuple(cite(clause) for _, clause in shown)
        if len(shown) == 1:
            text = words.one(first, first_place, citations[0])
        else:
            one_section = len({clause.section for _, clause in shown}) == 1
            text = words.several((one_section and first.section) or first.chapter or first.id, shown)
        return Answer(True, "answered", Authority.CHARTER, text, citations, 1.0)

    def _reworded(self, question: str, answer: Answer, *, english: bool) -> Answer:
        if self._writer is None:
            return answer
        text = self._writer.write(question, answer.citations, english=english)
        return Answer(True, "answered", answer.authority, text, answer.citations, answer.score) if text else answer

    # --- the dense index -------------------------------------------------------------------------------

    def warm(self) -> None:
        """Open (or build) the dense index; call it in a background thread. Questions are answered meanwhile.

        Called again it does nothing, or tries again what was away the last time.
        """
        if self._folder is None:
            return
        with self._dense.opening:
            if not self._dense.complete and not self._dense.closed:
                self._dense.open(self.clauses, self._folder, self._features)

    def prepare(self, question: str) -> None:
        """Before a turn: what a configured service has to say to a question. Bounded, and never raises."""
        index = self._dense.index
        if index is not None:
            index.prepare(question)

    def close(self) -> None:
        """Let go of the dense index's files. Questions are still answered, by the exact score."""
        with self._dense.opening:
            self._dense.closed = True
            if self._dense.index is not None:
                self._dense.index.close()
                self._dense.index = None

    def retriever(self, k: int = 5) -> BaseRetriever:
        """The same search as a langchain retriever."""
        from knowledge.index import ClauseRetriever  # noqa: PLC0415 - the same

        return ClauseRetriever(library=self, k=k)
