"""Who is meant by the sentence that plans a notice, a training or a drill; and the question where its words name nobody."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from handlers import audience_words
from handlers.errors import Incomplete
from handlers.texts import Text, joined

_PROBLEM = "_problem"  # the private answer that keeps, until somebody says who is meant, why the first words did not


def unknown(tx: Session, words: str) -> Text | None:
    """Why these words name nobody of this school, with the names nearest to them; None where they name somebody."""
    try:
        audience_words.read(tx, words)
    except Incomplete as refused:
        return refused.wording
    return None


def with_problem(answers: Mapping[str, Any], problem: Text | None) -> dict[str, Any]:
    """What a form knows already, with what was wrong about the words for whom it is."""
    return {**answers, **({_PROBLEM: [problem.zh, problem.en]} if problem else {})}


def asked_again(answers: Mapping[str, Any], who: str, ask: Text, *before: str) -> Text | None:
    """The question for the field `who`, what was not understood first; None while a field `before` it is open."""
    problem = answers.get(_PROBLEM)
    if not problem or answers.get(who) or not all(answers.get(name) for name in before):
        return None
    return joined([Text(*problem), ask], zh="\n", en="\n")
