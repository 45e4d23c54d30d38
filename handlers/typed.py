"""A step's word typed with the id of its subject, or with its bare number: "接单 T-0118", "已解决 1 换了灯泡"."""

from typing import Any

from handlers import choices, steps, texts
from handlers.numerals import find_codes
from handlers.router import StepOf
from handlers.turn import Turn


def step(turn: Turn, text: str) -> bool:
    """Such as "接单 T-0118", "P-2026-003 驳回 预算太高": a step's word, an id, and perhaps the answer to its question."""
    codes = [found for found in find_codes(text, turn.features.prefixes) if found.id]
    if not codes:
        return _numbered(turn, text)
    rest = (text[: codes[0].start] + " " + text[codes[0].end :]).lstrip(texts.EDGES)
    for word in sorted(turn.features.step_words, key=len, reverse=True):
        if not rest.lower().startswith(word):
            continue
        tail = rest[len(word) :].lstrip(texts.EDGES)
        candidates = turn.features.step_words[word]
        answers = _answers_in(turn, candidates, tail) if tail else {}
        steps.choose(turn, candidates, codes[0].id or "", answers)
        return True
    return False


def _numbered(turn: Turn, text: str) -> bool:
    """Such as "接单 1", "1号接单", "已解决 1 换了灯泡": the number of the one subject it fits, on the screen or in hand.

    A decision on a card that may have changed is never taken by a bare number: its button is shown instead.
    """
    if turn.actor is None:
        return False
    spoken = next((code for code in find_codes(text, turn.features.prefixes) if code.prefix is None), None)
    rest = (text[: spoken.start] + " " + text[spoken.end :]).lstrip(texts.EDGES) if spoken else text
    for word in sorted(turn.features.step_words, key=len, reverse=True):
        if not rest.lower().startswith(word):
            continue
        tail = rest[len(word) :].lstrip(texts.EDGES)
        named = (spoken, tail) if spoken else choices.number_after(tail)
        fitting = steps.fitting(turn, turn.features.step_words[word], named[0]) if named else []
        if not named or not fitting:
            continue
        of, subject = fitting[0]
        if len(fitting) > 1 or of.step.fresh:
            turn.reply(steps.which(fitting))
        else:
            steps.begin(turn, of, subject.code, _answers_in(turn, [of], named[1]) if named[1] else {})
        return True
    return False


def _answers_in(turn: Turn, candidates: list[StepOf], tail: str) -> dict[str, Any]:
    """What was written after a step's word: the answer to its question, or to several where it can read them apart."""
    answers: dict[str, Any] = {}
    for of in candidates:
        if of.step.extract is not None:
            answers |= of.step.extract(turn, tail, {})
        elif of.step.asks:
            answers[of.step.asks[0].name] = of.step.asks[0].value_of(tail)
    return answers
