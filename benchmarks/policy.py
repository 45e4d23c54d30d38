"""Policy answers: recall, refusals, verbatim quotes and speed, beside a tutorial RAG in the same run.

    python -m benchmarks.policy [QUESTIONS.jsonl] [CHARTER]

Without arguments it asks our own written questions of the sample charter. QUESTIONS has lines
`{"id","q","kind","clauses","any_of","expect","history"}`; `XIAOXIN_BENCH_QUESTIONS` and `XIAOXIN_BENCH_CHARTER` do the
same as the arguments. Cross-validation holds out, first, every fifth phrasing, then whole clauses with all that is
written about them, so that the figures are not of memorised sentences.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from knowledge.charter import Clause, Library
from knowledge.importing import SAMPLE, read
from knowledge.lexicon import Entry, Lexicon

OURS = Path(__file__).parent / "policy_questions.jsonl"
Asked = Mapping[str, Any]
# What a system says to a question: whether it answers, and the clauses that it cites, best first.
Said = tuple[bool, list[str]]


@dataclass
class Tally:
    """What is counted for one kind of question."""

    answerable: int = 0
    first: int = 0
    third: int = 0
    refused_wrongly: int = 0
    open: int = 0
    refused: int = 0

    def add(self, question: Asked, said: Said) -> None:
        answered, cited = said
        if question["expect"] == "refuse":
            self.open += 1
            self.refused += not answered
        elif question["expect"] == "answer":
            self.answerable += 1
            gold = set(question["clauses"])
            self.first += bool(gold.intersection(cited[:1]))
            self.third += bool(gold.intersection(cited[:3]))
            self.refused_wrongly += not answered

    def __str__(self) -> str:
        parts = []
        if self.answerable:
            n = self.answerable
            parts.append(
                f"n={n:4}  R@1 {self.first / n:.3f}  R@3 {self.third / n:.3f}  false refusal {self.refused_wrongly / n:.3f}"
            )
        if self.open:
            parts.append(f"n={self.open:4}  refused {self.refused / self.open:.3f}")
        return "   ".join(parts)


@dataclass
class Score:
    """Tallies by kind and in all, with the time each question took."""

    kinds: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    total: Tally = field(default_factory=Tally)
    seconds: list[float] = field(default_factory=list)

    def show(self, name: str, *, kinds: bool) -> None:
        print(f"\n{name}\n  {'all':13} {self.total}")
        for kind, tally in sorted(self.kinds.items()) if kinds else ():
            print(f"  {kind:13} {tally}")
        if self.seconds:
            ordered = sorted(self.seconds)
            print(
                f"  p50 {statistics.median(ordered) * 1e3:.2f} ms, p95 {ordered[int(len(ordered) * 0.95)] * 1e3:.2f} ms"
            )


def score(questions: Iterable[Asked], ask: Callable[[str, Sequence[Mapping[str, str]]], Said]) -> Score:
    """Put every question and count."""
    result = Score()
    for question in questions:
        started = time.perf_counter()
        said = ask(question["q"], question.get("history") or ())
        result.seconds.append(time.perf_counter() - started)
        result.kinds[question["kind"]].add(question, said)
        result.total.add(question, said)
    return result


def ours(library: Library, misquoted: list[str] | None = None) -> Callable[[str, Sequence[Mapping[str, str]]], Said]:
    """This package; quotes that are not verbatim are collected."""
    verbatim = {clause.id: clause.text for clause in library.clauses}

    def ask(question: str, history: Sequence[Mapping[str, str]]) -> Said:
        answer = library.ask(question, history)
        if misquoted is not None:
            misquoted.extend(c.quote for c in answer.citations if c.quote not in verbatim[c.clause])
        return answer.answered, [citation.clause for citation in answer.citations]

    return ask


def split(text: str, size: int = 1000, overlap: int = 200, marks: Sequence[str] = ("\n\n", "\n", " ", "")) -> list[str]:
    """What the tutorials' recursive character splitter does: cut at the largest mark that gives pieces small enough."""
    mark = next((mark for mark in marks if mark in text), "")
    pieces = text.split(mark) if mark else list(text)
    chunks: list[str] = []
    current: list[str] = []
    for piece in pieces:
        if current and len(mark.join([*current, piece])) > size:
            chunks.append(mark.join(current))
            while current and len(mark.join(current)) > overlap:
                current.pop(0)
        current.append(piece)
    return [*chunks, mark.join(current)]


def tutorial(path: Path, clauses: Sequence[Clause], folder: Path) -> Callable[[str, Sequence[Mapping[str, str]]], Said]:
    """Split every 1000 characters, embed, ask the vector store, answer from the best chunk, never refuse.

    The embedding is hashed character n-grams: the sentence model of the tutorials needs a download.
    """
    import chromadb
    import numpy as np
    from langchain_chroma import Chroma
    from langchain_core.embeddings import Embeddings

    class Grams(Embeddings):
        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            return [self.embed_query(text) for text in texts]

        def embed_query(self, text: str) -> list[float]:
            vector = np.zeros(1024)
            for n in (1, 2, 3):
                for i in range(len(text) - n + 1):
                    vector[int.from_bytes(text[i : i + n].encode()) % 1021] += 1
            return [float(x) for x in vector / (np.linalg.norm(vector) or 1.0)]

    chunks = split(path.read_text(encoding="utf-8"))
    store = Chroma("tutorial", embedding_function=Grams(), client=chromadb.PersistentClient(str(folder)))
    store.add_texts(chunks)

    def ask(question: str, _: Sequence[Mapping[str, str]]) -> Said:
        found = store.similarity_search(question or " ", k=3)
        # A chunk names no clause: the first that it holds is what its reader would cite.
        firsts = [next((c.id for c in clauses if c.text[:40] in document.page_content), "") for document in found]
        return True, firsts

    return ask


class Without(Lexicon):
    """The lexicon with some questions, or everything about some clauses, held out."""

    def __init__(self, held: Callable[[Entry, str], bool], name: str) -> None:
        super().__init__()
        self._kept = tuple(
            Entry(
                e.id,
                e.title,
                tuple(q for q in e.asked if not held(e, q)),
                tuple(q for q in e.open if not held(e, q)),
                e.english,
                e.group,
            )
            for e in Lexicon().entries
        )
        self._name = name

    @property
    def entries(self) -> tuple[Entry, ...]:  # type: ignore[override]  # a cached property there
        return self._kept

    @property
    def fingerprint(self) -> str:  # type: ignore[override]
        return self._name


def cross_validate(clauses: Sequence[Clause]) -> None:
    """Ask what was held out, of a library that has never seen it."""
    entries = Lexicon().entries
    fold = {
        question: n % 5
        for n, question in enumerate(sorted({q for e in entries for q in (*e.asked, *e.open)}, key=_shuffled))
    }
    phrasings = Score()
    for number in range(5):
        library = Library(clauses, lexicon=Without(lambda _, q, n=number: fold[q] == n, f"phrasings {number}"))  # type: ignore[misc]
        _merge(phrasings, score(_held(entries, clauses, lambda _, q, n=number: fold[q] == n), ours(library)))  # type: ignore[misc]
    phrasings.show("Held out: every fifth phrasing (5 folds)", kinds=False)
    whole = Score()
    singles = [e.id for e in entries if not e.group]
    for number in range(4):
        out = set(singles[number::4])
        library = Library(
            clauses, lexicon=Without(lambda e, _, out=out: e.id in out and not e.group, f"clauses {number}")
        )  # type: ignore[misc]
        _merge(whole, score(_held(entries, clauses, lambda e, _, out=out: e.id in out and not e.group), ours(library)))  # type: ignore[misc]
    whole.show(
        "Held out: whole clauses with every question about them (4 folds; only their own words are left)", kinds=False
    )


def _shuffled(question: str) -> int:
    return sum(ord(c) * (i * 31 + 7) for i, c in enumerate(question)) % 9973


def _held(entries: Sequence[Entry], clauses: Sequence[Clause], held: Callable[[Entry, str], bool]) -> Iterable[Asked]:
    for entry in entries:
        gold = [c.id for c in clauses if c.id == entry.id or (entry.group and c.id.startswith(f"{entry.id}."))]
        for expect, questions in (("answer", entry.asked), ("refuse", entry.open)):
            for question in questions:
                if held(entry, question):
                    kind = "english" if question.isascii() else "chinese"
                    yield {"q": question, "kind": kind, "clauses": gold, "expect": expect}


def _merge(total: Score, part: Score) -> None:
    for name in ("answerable", "first", "third", "refused_wrongly", "open", "refused"):
        setattr(total.total, name, getattr(total.total, name) + getattr(part.total, name))


def index_times() -> None:
    """How long the dense index takes to build, for a charter and for a large collection."""
    import knowledge.index  # noqa: F401 - its imports are not the index's time

    words = [
        "设备",
        "数据",
        "网络",
        "培训",
        "检查",
        "档案",
        "课程",
        "会议",
        "图书",
        "宿舍",
        "食堂",
        "车辆",
        "体检",
        "绿化",
        "门禁",
        "财务",
    ]
    large = [
        Clause(
            "汇编",
            f"第{i}条",
            "",
            "",
            "",
            f"{words[i % 16]}管理由{words[i // 16 % 16]}小组第{i}室承担,{words[i // 256 % 16]}事项每学期登记并公布一次。",
        )
        for i in range(10_000)
    ]
    for clauses in (list(read(SAMPLE).clauses), large):
        with tempfile.TemporaryDirectory() as folder:
            started = time.perf_counter()
            library = Library(clauses, folder=Path(folder))
            ready = time.perf_counter() - started
            started = time.perf_counter()
            library.warm()
            built = time.perf_counter() - started
            library.close()
        print(f"  {len(clauses):6} clauses: library {ready:.2f} s, dense index {built:.2f} s")


def main(arguments: Sequence[str] | None = None) -> None:
    """Print everything."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    questions_path = Path(given[0] if given else os.environ.get("XIAOXIN_BENCH_QUESTIONS", OURS))
    charter = Path(given[1] if len(given) > 1 else os.environ.get("XIAOXIN_BENCH_CHARTER", SAMPLE))
    clauses = read(charter).clauses
    questions = [json.loads(line) for line in questions_path.read_text(encoding="utf-8").splitlines() if line.strip()]
    misquoted: list[str] = []
    score(
        questions[:20], ours(library := Library(clauses))
    )  # the tables of the libraries are read at the first question
    score(questions, ours(library, misquoted)).show(
        f"Xiaoxin on {questions_path.name} ({len(questions)} questions)", kinds=True
    )
    print(f"  quotes that are not verbatim: {len(misquoted)}")
    with tempfile.TemporaryDirectory() as folder:
        score(questions, tutorial(charter, clauses, Path(folder))).show(
            "The tutorial: 1000/200 splitter, Chroma, best chunk", kinds=False
        )
    cross_validate(clauses)
    print("\nBuilding")
    index_times()


if __name__ == "__main__":
    main()
