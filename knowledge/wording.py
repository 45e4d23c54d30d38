"""The extractive answer: authority first, clause number, verbatim quote with its heading, version; short.

Every quoted word is cut from the clause itself. Nothing of what the person typed is repeated.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from knowledge import texts
from knowledge.clauses import Authority, Citation, Clause, Commentary
from knowledge.lexicon import Wanted

QUOTE = 120  # characters of a clause that a phone shows without scrolling
SENTENCE = re.compile(r"[^。!?！？;；\n]+[。!?！？;；]?")


def quote(clause_text: str, wanted: Sequence[Wanted] = ()) -> str:
    """The whole clause when it is short, else its first sentence, or the one that states what is wanted."""
    if len(clause_text) <= QUOTE:
        return clause_text
    sentences = [match[0].strip() for match in SENTENCE.finditer(clause_text)]
    for sentence in sentences:
        if wanted and all(kind.says.search(sentence) for kind in wanted):
            return sentence
    first = next((sentence for sentence in sentences if sentence), clause_text)
    return first if len(first) <= 2 * QUOTE else first[: 2 * QUOTE]


def cite(clause: Clause, wanted: Sequence[Wanted] = ()) -> Citation:
    """The citation of a clause of the charter."""
    return Citation(clause.document, clause.id, clause.path, quote(clause.text, wanted), Authority.CHARTER)


def cite_note(note: Commentary, clause: Clause | None) -> Citation:
    """The citation of an interpretation or implementing rule, beside the clause it belongs to."""
    document = note.document or (clause.document if clause else "")
    path = f"{clause.path} › {note.number}" if clause else note.number
    return Citation(document, note.clauses[0] if note.clauses else "", path, note.text, note.authority)


def label(clause: Clause) -> str:
    """`7.3.2 定期演练`, or the number alone."""
    return f"{clause.id} {clause.title}".strip()


class Wording:
    """Words answers in one language (0: Chinese, 1: English) with the version date of each document."""

    def __init__(
        self, language: int, versions: Mapping[str, str], glosses: Mapping[int, str], upcoming: Collection[str] = ()
    ) -> None:
        self._upcoming = upcoming
        self._at = language
        self._versions = versions
        self._glosses = glosses if language else {}

    def _say(self, pair: texts.Pair, **values: object) -> str:
        return pair[self._at].format(**values)

    def _source(self, document: str) -> str:
        date = self._versions.get(document)
        when = texts.COMING if document in self._upcoming else texts.EFFECTIVE
        since = self._say(when, date=date) if date else ""
        name = f"《{document}》" if document and not document.startswith("《") else document
        return f"{name} {since}".strip()

    def _gloss(self, place: int) -> list[str]:
        gloss = self._glosses.get(place)
        return [self._say(texts.IN_SHORT, gloss=gloss)] if gloss else []

    def one(self, clause: Clause, place: int, citation: Citation, others: Sequence[Clause] = ()) -> str:
        """A single clause answers."""
        lines = [
            f"{self._say(texts.CHARTER)} · {label(clause)}",
            *self._gloss(place),
            f"“{citation.quote}”",
            f"{clause.path}",
        ]
        lines.append(self._source(clause.document))
        if others:
            lines.append(self._say(texts.RELATED, ids=" · ".join(label(other) for other in others)))
        return "\n".join(line for line in lines if line)

    def several(self, heading: str, clauses: Sequence[tuple[int, Clause]]) -> str:
        """A whole section answers: as many clauses as a phone shows, the rest by number."""
        lines = [self._say(texts.SPANS, heading=heading, n=len(clauses))]
        room = 190 if not self._at else 330
        shown = 0
        for place, clause in clauses:
            line = f"{label(clause)}:“{quote(clause.text)}”"
            line = "\n".join([line, *self._gloss(place)]) if len(clauses) <= 3 else line
            if shown and room < len(line):
                break
            lines.append(line)
            room -= len(line)
            shown += 1
        if rest := clauses[shown:]:
            lines.append(self._say(texts.MORE, ids="、".join(label(clause) for _, clause in rest)))
        lines.append(self._source(clauses[0][1].document))
        return "\n".join(line for line in lines if line)

    def note(self, note: Commentary, clause: Clause | None) -> str:
        """An interpretation or rule settles what the clause leaves open: its words, and the clause beside it."""
        name = self._say(texts.INTERPRETATION if note.authority is Authority.INTERPRETATION else texts.RULE)
        number = note.number if note.number.startswith(name) or self._at else f"{name} {note.number}"
        since = f"({self._say(texts.EFFECTIVE, date=note.effective.isoformat())})" if note.effective else ""
        lines = [f"{number} {since}".strip(), f"“{note.text}”", self._say(texts.TO_REVIEW) if note.to_review else ""]
        if clause:
            lines.append(f"{self._say(texts.CHARTER)} · {label(clause)}:“{quote(clause.text)}”")
            lines.append(self._source(clause.document))
        return "\n".join(line for line in lines if line)

    def unsettled(self, wanted: Sequence[Wanted], nearest: Clause | None, place: int = -1) -> str:
        """Nobody has settled it: say so first, then what comes nearest and how to get it settled."""
        if wanted:
            first = self._say(texts.UNSETTLED_KIND, kind=wanted[0].en if self._at else wanted[0].zh)
        else:
            first = self._say(texts.UNSETTLED)
        lines = [first]
        if nearest:
            lines += [f"{self._say(texts.NEAREST, label=label(nearest))}“{quote(nearest.text)}”", *self._gloss(place)]
            lines.append(self._source(nearest.document))
        lines.append(self._say(texts.ASK_GROUP))
        return "\n".join(line for line in lines if line)

    def no_such_clause(self, id: str) -> str:
        """A number that the document does not have."""
        return self._say(texts.NO_SUCH_CLAUSE, id=id)

    def off_topic(self, *, asked: bool) -> str:
        """Not about the charter, or no question at all."""
        return self._say(texts.OFF_TOPIC if asked else texts.NO_QUESTION)
