"""What happens to an assessment on its way from its design to being published."""

import re
from collections.abc import Mapping
from typing import Any

from handlers.assessments import rules, texts
from handlers.assessments.cards import assessment_card, numbered_name, period, when
from handlers.assessments.desk import router
from handlers.assessments.flow import FLOW, REVIEWS, may_review
from handlers.assessments.scoring import counted, numbered, total, weak
from handlers.cards import Card
from handlers.errors import Incomplete, Refused
from handlers.figures import period_of
from handlers.findings import raise_item, read_item
from handlers.flow import Viewer
from handlers.numerals import find_codes, fold, read_number
from handlers.periods import Span
from handlers.texts import EDGES, Phrase, joined, say
from handlers.turn import Turn
from storage import assessments, improvements, plans
from storage.assessments import Assessment, AssessmentStage
from storage.people import Person, Role

COLLECTED, NUDGE = "assessments.collected", "assessments.nudge"
_AT = re.compile(r"^\s*第?\s*(?P<number>\d{1,2}|[一二三四五六七八九十]{1,3})\s*[项条个号]?\s*[:：,，、.]?\s*")
_NUMBERS = re.compile(r"\d{1,2}|[一二三四五六七八九十]{1,3}")


@router.press("leave_out")
def leave_out(_turn: Turn, one: Assessment, answers: Mapping[str, Any]) -> None:
    """A measure that says nothing about these days is not part of it."""
    numbers = {read_number(found) or 0 for found in _NUMBERS.findall(fold(str(answers["which"])))}
    unknown = sorted(numbers - {line["n"] for line in one.lines})
    if unknown or not numbers:
        raise Incomplete(texts.NO_SUCH_LINE(number=unknown[0]) if unknown else texts.WHICH_ASK)
    kept = [line for line in one.lines if line["n"] not in numbers]
    if not kept:
        raise Incomplete(texts.ONE_LEFT)
    one.lines = numbered(kept)
    one.revision += 1


@router.press("collect")
def collect(turn: Turn, one: Assessment, _answers: Mapping[str, Any]) -> None:
    """The design stands. Who owes a value hears of it; the day to compute is set."""
    now = counted(turn, one.lines, period_of(Span(one.first, one.last), turn.now, turn.school.calendar))
    for line in now:
        goal = plans.goal(turn.tx, line["goal"]) if line["goal"] and line["value"] is None else None
        if goal is not None:
            words = texts.GOAL_GAP(code=one.code, goal=goal.code, name=goal.name)
            turn.tell(goal.owner, words, subject=goal.code, key=f"{one.code}:gap:{goal.code}")
    turn.remind_by(rules.COLLECT, f"{one.code}:collected", COLLECTED, one.code)


@router.due(COLLECTED)
def collected(turn: Turn, code: str, _facts: Mapping[str, Any]) -> None:
    """The days for completing the figures are over: whoever makes it computes now."""
    one = assessments.by_code(turn.tx, code)
    if one is None or one.status != AssessmentStage.COLLECTING:
        return
    for person in _makers(turn, one):
        card = assessment_card(turn, one, turn.view_of(person))
        said = Card(texts.DUE_NOW(code=code), (card.title,), buttons=card.buttons)
        turn.tell(person, said, subject=code, key=f"{code}:collected:{person.id}")


@router.press("compute")
def compute_score(turn: Turn, one: Assessment, _answers: Mapping[str, Any]) -> None:
    """Every line counted from the records as they are now."""
    one.computed_at = turn.now
    one.lines = counted(turn, one.lines, period(turn, one))
    one.score = total(one.lines)
    one.revision += 1
    turn.forget_reminders(one.code)
    turn.record(
        one.code, "score", clause=FLOW.clause,
        details={"score": one.score, "lines": {f"{line['key']} {line['goal']}".strip(): line["score"] for line in one.lines}},
    )  # fmt: skip


@router.press("improve")
def improve(turn: Turn, one: Assessment, answers: Mapping[str, Any]) -> None:
    """`2 补一次安全培训,赵工负责,12月31日前`: a new improvement item for a weak line, or one that exists."""
    said = str(answers["weak"]).strip().removeprefix("弱项")
    number, rest = _number(turn, one, said)
    line = next((line for line in one.lines if line["n"] == number), None)
    if line is None:
        raise Incomplete(texts.NO_SUCH_LINE(number=number))
    if not weak(turn, [line]):
        raise Incomplete(texts.NOT_WEAK(number=number))
    code = next(
        (found.id for found in find_codes(rest, turn.features.prefixes) if found.prefix == "M" and found.id), ""
    )
    if code:
        if improvements.by_code(turn.tx, code) is None:
            raise Incomplete(texts.NO_SUCH_ITEM(code=code))
    else:
        text, owner, due = read_item(turn, rest)
        if not text or owner is None or due is None or due <= turn.now:
            raise Incomplete(texts.HOW_TO_LINK)
        code = raise_item(turn, one.code, text, owner, due).code
    one.lines = [{**kept, "item": code} if kept["n"] == number else kept for kept in one.lines]
    one.revision += 1
    turn.reply(texts.LINKED(number=number, item=code))
    turn.reply(assessment_card(turn, one, turn.viewer), subject=one.code)


def _number(turn: Turn, one: Assessment, said: str) -> tuple[int, str]:
    """Which line is meant: its number in front, else the only weak one that has nothing yet."""
    found = _AT.match(fold(said))
    if found is not None:
        return read_number(found["number"]) or 0, said[found.end() :]
    waiting = [line["n"] for line in weak(turn, one.lines) if not line["item"]]
    if len(waiting) != 1:
        raise Incomplete(texts.HOW_TO_LINK)
    return waiting[0], said


@router.press("submit")
def submit(turn: Turn, one: Assessment, _answers: Mapping[str, Any]) -> None:
    """To the leading group, once something was counted and every weak line has its improvement."""
    if one.score is None:
        raise Refused(texts.NOTHING_COUNTED)
    unlinked: list[Phrase] = [numbered_name(line) for line in weak(turn, one.lines) if not line["item"]]
    if unlinked:
        raise Refused(texts.NOT_LINKED(names=joined(unlinked)))
    people = _reviewers(turn, one)
    if not people:
        raise Refused(texts.NOBODY_REVIEWS)
    one.reviews, one.reason = [], ""
    one.revision += 1
    turn.tx.flush()
    for person in people:
        card = assessment_card(turn, one, turn.view_of(person))
        turn.tell(person, card, subject=one.code, key=f"{one.code}:{one.revision}:review:{person.id}")
    turn.remind_by(rules.REVIEW, f"{one.code}:{one.revision}:nudge", NUDGE, one.code)


def _reviewers(turn: Turn, one: Assessment) -> list[Person]:
    return [person for person in turn.everyone(*REVIEWS) if may_review(turn.view_of(person), one)]


def _makers(turn: Turn, one: Assessment) -> list[Person]:
    return [one.author] if one.author.active else turn.everyone(Role.CIO)


@router.due(NUDGE)
def nudge(turn: Turn, code: str, _facts: Mapping[str, Any]) -> None:
    """Not reviewed for some days: whoever has not agreed hears of it once more, and so does its author."""
    one = assessments.by_code(turn.tx, code)
    if one is None or one.status != AssessmentStage.REVIEW:
        return
    agreed = {done["id"] for done in one.reviews}
    for person in _reviewers(turn, one):
        if person.id not in agreed:
            card = assessment_card(turn, one, turn.view_of(person))
            said = Card(texts.NUDGE(code=code, when=when(turn, one)), card.lines, card.facts, card.buttons)
            turn.tell(person, said, subject=code, key=f"{code}:{one.revision}:nudge:{person.id}")
    for person in _makers(turn, one):
        turn.tell(person, texts.NUDGE_CIO(code=code), key=f"{code}:{one.revision}:nudged:{person.id}")


@router.press("agree")
def agree(turn: Turn, one: Assessment, _answers: Mapping[str, Any]) -> None:
    """One of the leading group agrees; with enough of them it is out."""
    person = turn.person()
    at = say(turn.clock_time(turn.now), "zh")
    one.reviews = [*one.reviews, {"id": person.id, "name": person.name, "at": at}]
    missing = min(turn.rule(rules.AGREEING), len(_reviewers(turn, one))) - len(one.reviews)
    if missing > 0:
        turn.reply(texts.ONE_MORE(count=missing))
        return
    before = FLOW.take(FLOW.by_name["publish"], Viewer(None), one)
    turn.record(one.code, "publish", clause=FLOW.clause, before=before, after=one.status, details={"score": one.score})
    one.published_at = turn.now
    one.revision += 1
    turn.forget_reminders(one.code)
    turn.tx.flush()
    turn.features.fulfilled("assessments", turn, one.author, one.code)
    for reader in {other.id: other for other in (*_makers(turn, one), *_reviewers(turn, one))}.values():
        card = assessment_card(turn, one, turn.view_of(reader))
        turn.tell(reader, card, subject=one.code, key=f"{one.code}:published:{reader.id}")


@router.press("hand_back")
def hand_back(turn: Turn, one: Assessment, answers: Mapping[str, Any]) -> None:
    """Not yet: whoever made it reads why and goes on."""
    one.reason, one.reviews = str(answers["reason"]).strip(EDGES), []
    one.revision += 1
    turn.forget_reminders(one.code)
    turn.tx.flush()
    for person in _makers(turn, one):
        turn.tell(person, assessment_card(turn, one, turn.view_of(person)), subject=one.code)


@router.press("drop")
def drop(turn: Turn, one: Assessment, answers: Mapping[str, Any]) -> None:
    """It will not be made; what came of it stays."""
    one.reason = str(answers["reason"]).strip(EDGES)
    turn.forget_reminders(one.code)


@router.press("publish")
def publish(_turn: Turn, _one: Assessment, _answers: Mapping[str, Any]) -> None:
    """Only enough agreement publishes it."""


@router.due("assessments.improved")
def improved(turn: Turn, code: str, _facts: Mapping[str, Any]) -> None:
    """An improvement that came of it is over: its cards show so."""
    one = assessments.by_code(turn.tx, code)
    if one is not None:
        turn.settle(code, lambda viewer: assessment_card(turn, one, viewer))
