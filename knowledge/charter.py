"""The public face of this package: ask the charter.

    library = Library(load_sample().clauses)
    library.ask("买软件要谁批?").text

A library is ready as soon as it is made and needs no network, no model and no vector store. Where a folder is given,
`warm()` opens the dense index (Chroma) beside it, which finds candidates in very large collections.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from knowledge.catalogue import LEARNABLE, Catalogue
from knowledge.clauses import Answer, Authority, Citation, Clause, Commentary, Outcome, Scored, bare
from knowledge.lexicon import Lexicon, Wanted
from knowledge.normalise import has_words, is_english
from knowledge.numbering import number
from knowledge.passages import Passages
from knowledge.scoring import OFF_TOPIC, Scorer, Verdict
from knowledge.settling import says, stated_by
from knowledge.understanding import Asked, understand
from knowledge.weights import fitted
from knowledge.wording import Wording, cite, cite_note

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings
    from langchain_core.retrievers import BaseRetriever

    from knowledge.index import Index

__all__ = ["Answer", "Authority", "Citation", "Clause", "Commentary", "Library", "Outcome", "Scored", "Writer"]

# Decided by cross-validation over our own questions (benchmarks/policy.py prints the curve).
ON_TOPIC = 0.30  # below, nothing in the charter is near enough to be called the nearest
SETTLED = 0.50  # below, the question looks like those that the charter leaves open
CITED = 3  # clauses in an answer: the one that answers, and what stands near it


class Writer(Protocol):
    """Something that words an answer better (a chat model). It returns None when it cannot stand behind its words."""

    def write(self, question: str, citations: Sequence[Citation], *, english: bool) -> str | None: ...


@dataclass(frozen=True, slots=True)
class _Ranking:
    """Clauses from best to worst, and the section that the question spans, if it does."""

    places: tuple[tuple[int, float], ...]
    group: str | None
    verdict: Verdict
    off_topic: float

    @property
    def best(self) -> float:
        return self.places[0][1] if self.places else 0.0


class Library:
    """Clauses of one or more documents with their commentary, ready to be asked. Never changes; safe in threads."""

    def __init__(
        self,
        clauses: Sequence[Clause],
        *,
        commentary: Sequence[Commentary] = (),
        folder: Path | None = None,
        versions: Mapping[str, str] | None = None,
        embeddings: Embeddings | None = None,
        writer: Writer | None = None,
        lexicon: Lexicon | None = None,
        extra: Path | None = None,
    ) -> None:
        """`folder` keeps what can be computed again; `extra` is a school's own lexicon folder."""
        self._lexicon = lexicon or Lexicon.load(extra)
        self._catalogue = Catalogue.of(clauses, self._lexicon)
        self._scorer: Scorer = fitted(self._catalogue.examples, self._lexicon.concepts, folder)
        self._passages = Passages(clauses, self._scorer.features) if len(clauses) > LEARNABLE else None
        self._notes = tuple(commentary)
        self._versions = dict(versions or {})
        self._writer = writer
        self._folder = folder
        self._embeddings = embeddings
        self._index: Index | None = None
        self._by_id: dict[str, int] = {}
        for place, clause in enumerate(self._catalogue.clauses):
            self._by_id.setdefault(clause.id, place)

    # --- reading ---------------------------------------------------------------------------------------

    @property
    def clauses(self) -> tuple[Clause, ...]:
        """Every clause, in the order in which it was handed in."""
        return self._catalogue.clauses

    def clause(self, id: str, document: str | None = None) -> Clause | None:
        """A clause by its number; of several documents the first that has it."""
        if document is None:
            place = self._by_id.get(id)
            return None if place is None else self.clauses[place]
        return next((c for c in self.clauses if c.id == id and c.document == document), None)

    def with_commentary(self, commentary: Sequence[Commentary]) -> Library:
        """The same library with other settled notes, without computing anything again."""
        other = object.__new__(Library)
        other.__dict__.update(self.__dict__)
        other._notes = tuple(commentary)
        return other

    # --- asking ----------------------------------------------------------------------------------------

    def search(self, question: str, history: Sequence[Mapping[str, str]] = (), k: int = 5) -> list[Scored]:
        """The `k` clauses that fit best, best first."""
        asked = self._understand(question, history)
        if not has_words(asked.text):
            return []
        return [Scored(self.clauses[place], score) for place, score in self._rank(asked).places[:k]]

    def ask(self, question: str, history: Sequence[Mapping[str, str]] = ()) -> Answer:
        """What the charter (or an interpretation or rule beside it) says to this, or that nobody has said it."""
        asked = self._understand(question, history)
        words = Wording(int(is_english(question)), self._versions, self._catalogue.glosses)
        if not has_words(asked.text) or not self.clauses:
            return Answer(False, "off_topic", Authority.UNREGULATED, words.off_topic(asked=False), (), 0.0)
        if (named := self._named(asked, words)) is not None:
            return named
        ranking = self._rank(asked)
        outcome = self._outcome(asked, ranking)
        note = self._note(asked, ranking, outcome)
        if note is not None:
            return self._from_note(note, ranking, words)
        if outcome == "answered":
            return self._reworded(question, self._answered(asked, ranking, words), english=is_english(question))
        if outcome == "unsettled":
            near = tuple(cite(self.clauses[place]) for place, _ in ranking.places[:CITED])
            place = ranking.places[0][0] if ranking.places else -1
            nearest = self.clauses[place] if ranking.places else None
            text = words.unsettled(asked.wanted, nearest, place)
            return Answer(False, "unsettled", Authority.UNREGULATED, text, near, ranking.best)
        return Answer(False, "off_topic", Authority.UNREGULATED, words.off_topic(asked=True), (), ranking.best)

    def _understand(self, question: str, history: Sequence[Mapping[str, str]]) -> Asked:
        return understand(question, history, self._scorer.features, self._lexicon.wanted)

    # --- ranking ---------------------------------------------------------------------------------------

    def _rank(self, asked: Asked) -> _Ranking:
        verdict = self._scorer.verdict(asked.own)
        scores = dict(verdict.scores)
        if asked.leans:
            before = self._scorer.verdict(asked.before)
            verdict = self._scorer.verdict(asked.together())
            for target, score in before.scores.items():
                scores[target] = scores.get(target, 0.0) + 0.5 * asked.leans * score
            self._near_mentioned(asked, scores)
        off_topic = scores.pop(OFF_TOPIC, 0.0)
        group = max((t for t in scores if t.startswith("g")), key=lambda t: scores[t], default=None)
        places = {int(target): score for target, score in scores.items() if not target.startswith("g")}
        self._add_passages(asked, places)
        ordered = sorted(places.items(), key=lambda item: (-item[1], item[0]))
        if group is not None and not (ordered and scores[group] > ordered[0][1]):
            group = None
        if group is not None:
            members = set(self._catalogue.groups[group].members)
            ordered.sort(key=lambda item: item[0] not in members)
            ordered[0] = (ordered[0][0], scores[group])
        return _Ranking(tuple(ordered), group, verdict, off_topic)

    def _near_mentioned(self, asked: Asked, scores: dict[str, float]) -> None:
        """What stands in the same section as the clause just quoted is likelier to be meant."""
        for id in asked.mentioned[:2]:
            place = self._by_id.get(id)
            if place is None:
                continue
            here = self.clauses[place]
            for other in range(max(0, place - 4), min(len(self.clauses), place + 5)):
                clause = self.clauses[other]
                if (clause.document, clause.chapter, clause.section) == (here.document, here.chapter, here.section):
                    scores[str(other)] = scores.get(str(other), 0.0) + asked.leans * (0.12 if other == place else 0.06)

    def _add_passages(self, asked: Asked, places: dict[int, float]) -> None:
        """In a large collection most clauses have no examples; their own words speak for them."""
        if self._passages is not None:
            dense = self._index.candidates(asked.text, 40) if self._index is not None else ()
            for place, score in self._passages.score(asked.text, asked.together(), dense):
                places[place] = max(places.get(place, 0.0), score)
        elif self._index is not None and self._embeddings is not None:
            for place, similarity in self._index.similar(asked.text, 20):
                places[place] = places.get(place, 0.0) + 0.35 * similarity

    # --- deciding --------------------------------------------------------------------------------------

    def _outcome(self, asked: Asked, ranking: _Ranking) -> Outcome:
        if ranking.off_topic > ranking.best or ranking.best < ON_TOPIC:
            return "off_topic"
        top = [self.clauses[place] for place, _ in ranking.places[:2]]
        if asked.wanted:
            return "answered" if stated_by(top, asked.wanted) else "unsettled"
        if ranking.verdict.settled < SETTLED:
            return "unsettled"
        return "answered"

    def _note(self, asked: Asked, ranking: _Ranking, outcome: Outcome) -> Commentary | None:
        """The interpretation or rule that settles the question, if one does."""
        best: tuple[float, Commentary] | None = None
        near = {self.clauses[place].id for place, _ in ranking.places[:3]}
        for note in self._notes:
            score = self._note_score(asked, note)
            beside = bool(near.intersection(note.clauses))
            fits = all(says(note.text, kind) for kind in asked.wanted)
            needed = 0.30 if beside and asked.wanted and outcome == "unsettled" else 0.45 if beside else 0.60
            if (
                fits
                and score >= (needed if outcome != "answered" else max(needed, 0.72))
                and (best is None or score > best[0])
            ):
                best = (score, note)
        return best[1] if best else None

    def _note_score(self, asked: Asked, note: Commentary) -> float:
        bag = asked.together()
        features = self._scorer.features
        told = [understand(text, (), features, ()).own for text in (*note.asked, note.text)]
        return max((sum(w * other.get(f, 0.0) for f, w in bag.items()) for other in told), default=0.0)

    # --- answering -------------------------------------------------------------------------------------

    def _answered(self, asked: Asked, ranking: _Ranking, words: Wording) -> Answer:
        if ranking.group is not None:
            group = self._catalogue.groups[ranking.group]
            members = [place for place, _ in ranking.places if place in set(group.members)]
            citations = tuple(cite(self.clauses[place]) for place in members)
            text = words.several(group.heading, [(place, self.clauses[place]) for place in group.members])
            return Answer(True, "answered", Authority.CHARTER, text, citations, ranking.best)
        places = [place for place, _ in ranking.places[:CITED]]
        if asked.wanted:
            stated = stated_by([self.clauses[place] for place in places], asked.wanted)
            places.sort(key=lambda place: self.clauses[place] is not stated)
        citations = tuple(cite(self.clauses[place], asked.wanted) for place in places)
        best = ranking.best
        related = [self.clauses[p] for p, score in ranking.places[1:CITED] if score > 0.6 * best and p in places[1:]]
        text = words.one(self.clauses[places[0]], places[0], citations[0], related)
        return Answer(True, "answered", Authority.CHARTER, text, citations, best)

    def _from_note(self, note: Commentary, ranking: _Ranking, words: Wording) -> Answer:
        clause = next(
            (c for id in note.clauses if (c := self.clause(id, note.document or None) or self.clause(id))), None
        )
        citations = [cite_note(note, clause)]
        if clause:
            citations.append(cite(clause))
        return Answer(True, "answered", note.authority, words.note(note, clause), tuple(citations), ranking.best)

    def _reworded(self, question: str, answer: Answer, *, english: bool) -> Answer:
        if self._writer is None:
            return answer
        text = self._writer.write(question, answer.citations, english=english)
        return answer if not text else Answer(True, "answered", answer.authority, text, answer.citations, answer.score)

    # --- numbers ---------------------------------------------------------------------------------------

    def _named(self, asked: Asked, words: Wording) -> Answer | None:
        """`7.3.2 说的是什么`, `第五章写了啥`: a number that the person named wins over any likeness."""
        for match in _NAMED.finditer(asked.text):
            id = re.sub(r"\s", "", match["id"] or match["article"] or "")
            if match["chapter"]:
                members = self._in_chapter(number(match["chapter"]))
                if members and _ABOUT_IT.search(asked.text):
                    return self._members(members, words)
                continue
            if (place := self._by_id.get(id)) is not None:
                if asked.wanted and not stated_by([self.clauses[place]], asked.wanted):
                    return None
                citation = cite(self.clauses[place])
                return Answer(
                    True,
                    "answered",
                    Authority.CHARTER,
                    words.one(self.clauses[place], place, citation),
                    (citation,),
                    1.0,
                )
            members = [p for p, c in enumerate(self.clauses) if c.id.startswith((f"{id}.", f"{id}("))]
            if members:
                return self._members(members, words)
            if match["sure"] and not re.search(r"[法律]", asked.text[: match.start()]):
                return Answer(False, "unsettled", Authority.UNREGULATED, words.no_such_clause(id), (), 0.0)
        return None

    def _in_chapter(self, no: int) -> list[int]:
        return [p for p, c in enumerate(self.clauses) if _chapter_number(c.chapter) == no]

    def _members(self, members: Sequence[int], words: Wording) -> Answer:
        first = self.clauses[members[0]]
        sections = {self.clauses[place].section for place in members}
        heading = first.section if len(sections) == 1 and first.section else first.chapter
        shown = [(place, self.clauses[place]) for place in members]
        if len(shown) == 1:
            text = words.one(first, members[0], cite(first))
        else:
            text = words.several(heading or bare(first.path), shown)
        return Answer(True, "answered", Authority.CHARTER, text, tuple(cite(clause) for _, clause in shown), 1.0)

    # --- the dense index -------------------------------------------------------------------------------

    def warm(self) -> None:
        """Open (or build) the dense index. Call it in a background thread; questions are answered meanwhile."""
        if self._folder is None or self._index is not None:
            return
        from knowledge.index import Index  # the only way to chromadb: seconds of imports

        index = Index(self.clauses, self._folder, self._scorer.features, self._embeddings)
        index.open()
        self._index = index

    def retriever(self, k: int = 5) -> BaseRetriever:
        """The same search as a langchain retriever."""
        from knowledge.index import ClauseRetriever

        return ClauseRetriever(search=self.search, k=k)


_NAMED = re.compile(
    r"(?:第|clause\s*|article\s*|section\s*|item\s*)?(?<![\d.v])(?P<id>\d{1,2}(?:\.\d{1,2}){1,3})(?![\d.]|行动)(?P<sure>\s*(?:条|款))?"
    r"|(?P<article>第[零〇一二三四五六七八九十百\d]+条(?:之[一二三四五六七八九十])?(?:\([一二三四五六七八九十\d]+\))?)"
    r"|(?:第\s*(?=[零〇一二三四五六七八九十\d]+\s*章)|chapter\s+)(?P<chapter>[零〇一二三四五六七八九十\d]+)"
)
_ABOUT_IT = re.compile(r"章|chapter")


def _chapter_number(chapter: str) -> int:
    match = re.match(r"第\s*([零〇一二三四五六七八九十百\d]+)\s*章|(?:chapter\s+)?(\d+)", chapter, re.IGNORECASE)
    return number(match[1] or match[2]) if match else -1
