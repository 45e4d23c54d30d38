"""The same policy questions, asked in chat: what the charter answers after every feature has had its say.

    python -m benchmarks.policy_chat [QUESTIONS.jsonl] [CHARTER]

Each question comes from a teacher of their own, after what was said before it. "Taken" counts questions that a feature
took for its own, such as a fault that somebody only asked about; of the open ones that is no wrong answer, but none from
the charter either. Prints what was taken, for reading.

400 questions (`s1-…`, `s2-…`) were written before anything was mended for them. Their first reading in chat, R@1, R@3 and
taken of the answerable: .774, .817 and .152 of the first 265; .845, .887 and .093 of the second 159, written after.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import select

from benchmarks.policy import OURS, Score
from handlers.features import all_features
from handlers.school import School
from handlers.school_time import SchoolCalendar
from handlers.understand import Understander
from knowledge.charter import Library
from knowledge.importing import SAMPLE, read
from storage.base import Database
from storage.models import metadata
from storage.questions import PolicyAnswer
from tests.stage import ABILITIES, Clock, Stage

MORNING = datetime(2026, 9, 15, 2, 0, tzinfo=UTC)


def stage(folder: Path, charter: Path) -> Stage:
    """A school with nothing in it but this charter."""
    library = Library(read(charter).clauses)
    features = all_features()
    school = School(
        usual=SchoolCalendar(), library=lambda: library, understander=Understander(features.examples()),
        abilities=ABILITIES,
    )  # fmt: skip
    database = Database(f"sqlite:///{folder / 'chat.db'}")
    metadata().create_all(database.engine)
    return Stage(database, school, features, Clock(MORNING))


def ask(school: Stage, number: int, question: Mapping[str, Any]) -> PolicyAnswer | None:
    """What the charter answered; None where a feature took the question."""
    teacher = school.person(f"老师{number}")
    for said in question.get("history") or ():
        if said["role"] == "user":
            teacher.says(said["content"])
    teacher.says(question["q"])
    with school.database.read() as tx:
        kept = tx.scalars(select(PolicyAnswer).order_by(PolicyAnswer.id.desc()).limit(1)).first()
        mine = kept is not None and kept.account.external_id == teacher.user_id
        return kept if mine and kept is not None and kept.question == question["q"] else None


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the table, and what was taken."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    path, charter = Path(given[0] if given else OURS), Path(given[1] if len(given) > 1 else SAMPLE)
    questions = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    score, taken = Score(), []
    with TemporaryDirectory() as folder:
        school = stage(Path(folder), charter)
        for number, question in enumerate(questions):
            kept = ask(school, number, question)
            if kept is None:
                taken.append(question)
            said = (kept is not None and kept.outcome == "answered", list(kept.clauses) if kept else [])
            score.kinds[question["kind"]].add(question, said)
            score.total.add(question, said)
        school.database.close()
    score.show(f"In chat: {path.name} ({len(questions)} questions)", kinds=True)
    lost = [question for question in taken if question["expect"] == "answer"]
    print(f"  taken by features: {len(lost)} of the answerable, {len(taken) - len(lost)} of the others")
    for question in lost:
        print(f"    {question['kind']}: {question['q']}")


if __name__ == "__main__":
    main()
