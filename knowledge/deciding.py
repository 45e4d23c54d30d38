"""Answered, unsettled, or not about the charter: the decision that keeps a likeness from passing as an answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from knowledge.clauses import Authority, Clause, Commentary, Outcome
from knowledge.features import Bag, Features
from knowledge.lexicon import phrases
from knowledge.normalise import question as normalised
from knowledge.normalise import spelling
from knowledge.ranking import Ranking
from knowledge.settling import says, stated_by
from knowledge.understanding import Asked

# Set by cross-validation over our own questions; `make bench` prints what they cost and what they save.
ON_TOPIC = 0.33  # below, nothing in the charter is near enough to be called the nearest
ON_TOPIC_BY_WORDS = 0.25  # the same where only the clause's own words speak, with no example questions
SETTLED = 0.57  # below, a question looks like those that the charter leaves open
CLOSE = 0.6  # of the best score: a second clause this near may state what is wanted
CLOSER = 0.5  # how much it counts that the nearest example is a settled one rather than an open one
ALIKE = 0.40  # a clause without example questions answers a question that is this near to its own words
STATED = 0.3  # … or that states the very thing that is wanted
KNOWN = 0.93  # a question that we have all but seen, and know to be settled, needs no further check

# An interpretation or rule answers when it is this near to the question …
BESIDE_AND_WANTED = 0.25  # … stands beside the clause and states the very thing that the clause leaves open
BESIDE = 0.45  # … stands beside the clause
ANYWHERE = 0.60
THE_SAME = 0.80  # of what was put to the leading group: the very question, in nearly the same words
OVER_CHARTER = 0.72  # … although the charter itself has an answer


def other_field(question: str) -> str:
    """The field of a school's other rules that a normalised question is about, such as 消防 in 消防演练; '' for none."""
    if phrases().ours.search(question):
        return ""
    found = next((match for pattern in phrases().fields if (match := pattern.search(question))), None)
    return found["field"] if found else ""


def outcome(asked: Asked, ranking: Ranking, clauses: Sequence[Clause]) -> Outcome:
    """What may be said to a question, given the clauses that come nearest."""
    verdict = ranking.verdict
    field = other_field(asked.text)
    if field and not any(field in spelling(f"{clause.document} {clause.path} {clause.text}") for clause in clauses):
        return "off_topic"
    if ranking.sure < (ON_TOPIC if ranking.rehearsed else ON_TOPIC_BY_WORDS) or (
        ranking.off_topic > ranking.sure and (ranking.rehearsed or verdict.nearest < ALIKE)
    ):
        return "off_topic"
    if any(pattern.search(asked.text) for pattern in phrases().acts):
        return "unsettled"
    known = verdict.nearest >= KNOWN and verdict.nearest > verdict.nearest_open + 0.05
    if asked.wanted and not known:
        near = [place for place, score in ranking.places[:2] if score >= CLOSE * ranking.best]
        # Another document's clause is not measured by the questions rehearsed for the charter's.
        near += [place for place, score in ranking.places[:3] if place in ranking.unrehearsed and score >= STATED]
        top = [clauses[place] for place in near]
        return "answered" if stated_by(top, asked.wanted) else "unsettled"
    if not ranking.rehearsed:
        return "answered" if verdict.nearest >= ALIKE else "unsettled"
    settled = verdict.settled + CLOSER * (verdict.nearest - verdict.nearest_open)
    return "answered" if known or settled >= SETTLED else "unsettled"


def settling_note(
    asked: Asked, near: Iterable[Clause], found: Outcome, notes: Sequence[Commentary], features: Features
) -> Commentary | None:
    """The interpretation or rule that settles the question, if one does. `near`: the clauses that come nearest."""
    ids = {clause.id for clause in near}
    best: tuple[float, Commentary] | None = None
    for note in notes:
        if not all(says(note.text, kind) for kind in asked.wanted) and not _put_to_it(asked, note, features):
            continue
        likeness = _likeness(asked.together(), note, features)
        if likeness >= _needed(asked, note, ids, found) and (best is None or likeness > best[0]):
            best = (likeness, note)
    return best[1] if best else None


def _needed(asked: Asked, note: Commentary, ids: set[str], found: Outcome) -> float:
    if found == "answered":
        return OVER_CHARTER
    if not ids.intersection(note.clauses):
        return ANYWHERE
    return BESIDE_AND_WANTED if asked.wanted else BESIDE


def _put_to_it(asked: Asked, note: Commentary, features: Features) -> bool:
    """Whether this very question was put to the leading group: its answer stands, also where it names no amount or
    number, such as "no fine" to "how much is the fine".
    """
    if note.authority is not Authority.INTERPRETATION:
        return False
    told = (features.bag(normalised(text)) for text in note.asked)
    return any(nearness(asked.together(), other) >= THE_SAME for other in told)


def _likeness(bag: Bag, note: Commentary, features: Features) -> float:
    told = (features.bag(normalised(text)) for text in (*note.asked, note.text))
    return max((nearness(bag, other) for other in told), default=0.0)


def nearness(one: Bag, other: Bag) -> float:
    """How alike two texts are, 0 to 1."""
    return sum(weight * other.get(feature, 0.0) for feature, weight in one.items())
