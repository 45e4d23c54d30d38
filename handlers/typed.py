"""A step's word typed with the id of its subject, or with its bare number: "接单 T-0118", "已解决 1 换了灯泡"."""

from typing import Any

from handlers import choices, steps
from handlers.numerals import find_codes, fold, without
from handlers.router import StepOf
from handlers.texts import EDGES
from handlers.turn import Turn

APART = " :,;\n"  # in folded text


def step(turn: Turn, text: str) -> bool:
    """Such as "接单 T-0118", "P-2026-003 驳回 预算太高": a step's word, an id, and perhaps the answer to its question."""
    codes = [found for found in find_codes(text, turn.features.prefixes) if found.id]
    if not codes:
        return _numbered(turn, text)
    rest = without(text, codes[:1], instead=" ").lstrip(EDGES)
    said = fold(rest).lower()
    for word in turn.features.words_opening(said):
        tail = rest[len(word) :].lstrip(EDGES)
        code = codes[0].id or ""
        candidates = [of for of in turn.features.step_words[word] if code.startswith(f"{of.router.prefix}-")]
        if not candidates:
            continue  # a word of another kind of work: "催一下" nudges readers of a notice, "催" presses for a repair
        answers = _answers_in(turn, candidates, tail) if tail else {}
        steps.choose(turn, candidates, code, answers)
        return True
    return False


def only_one(turn: Turn, text: str, code: str = "") -> bool:
    """Such as "里程碑:设备到货 12月10日", "驳回 与已有项目重复", "归档": a step's own word where it fits one subject only.

    What follows has to stand apart and answers the step's question. With several subjects the words are left to
    understanding, which knows what was looked at last. With `code` only that subject is meant.
    """
    if turn.actor is None or any(code.id for code in find_codes(text, turn.features.prefixes)):
        return False
    said = fold(text).lower().rstrip(choices.PARTICLES + EDGES)
    for word in turn.features.words_opening(said):
        apart = ":" if word.isascii() else APART  # "change my password" is a sentence, "变更 预算到4万" is not
        if said[len(word) :] and said[len(word)] not in apart:
            continue
        tail = text[len(word) :].strip(EDGES) if len(said) > len(word) else ""
        steps_of = [of for of in turn.features.step_words[word] if not tail or _is_asked_in_words(of)]
        possible = [(of, one) for of, one in steps.in_hand(turn, steps_of) if code in ("", one.code)]
        if len(possible) != 1:
            continue
        of, subject = possible[0]
        steps.begin(turn, of, subject.code, _answers_in(turn, [of], tail) if tail else {})
        return True
    return False


def _is_asked_in_words(of: StepOf) -> bool:
    """Whether words after the step's own can only be the answer: "同意 吧" is not a condition, "驳回 太贵" is a reason."""
    return bool(of.step.asks) and of.step.asks[0].required and not of.step.choices


def _numbered(turn: Turn, text: str) -> bool:
    """Such as "接单 1", "1号接单", "已解决 1 换了灯泡": the number of the one subject it fits, on the screen or in hand.

    A decision on a card that may have changed is never taken by a bare number: its button is shown instead.
    """
    if turn.actor is None:
        return False
    spoken = next((code for code in find_codes(text, turn.features.prefixes) if code.prefix is None), None)
    rest = without(text, (spoken,), instead=" ").lstrip(EDGES) if spoken else text
    said = fold(rest).lower()
    for word in turn.features.words_opening(said):
        tail = rest[len(word) :].lstrip(EDGES)
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
