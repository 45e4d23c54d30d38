"""请领导小组解释: an open question goes to the leading group's secretary; who asked alike follows it (9.1)."""

import re

from handlers.numerals import fold
from handlers.policy import cards, rules, texts
from handlers.policy.actions import OPEN, keep, last_answer, mine, router
from handlers.rule_finding import alike
from handlers.turn import Turn
from handlers.understand import Understood
from storage import numbers, questions
from storage.people import Role
from storage.questions import PolicyAnswer, Question, QuestionFollower

_FILLERS = re.compile(r"[个呀吗呢啊吧了的么]|请问|到底|究竟|一般")
ANONYMOUS = ("匿名", "不署名", "anonymous")


@router.button("escalate")
def escalate(turn: Turn, code: str, choice: str) -> None:
    """With the asker's name on the card, or without it when they chose 匿名."""
    bring(turn, mine(turn, code), anonymous=choice == "anonymous")


@router.say("policy_escalate")
def escalate_said(turn: Turn, text: str, _meant: Understood) -> None:
    """The same in words, about the last question."""
    anonymous = any(word in text for word in ANONYMOUS)
    kept = last_answer(turn) or keep(turn, text, turn.school.library().ask(text))
    bring(turn, kept, anonymous=anonymous)


def bring(turn: Turn, kept: PolicyAnswer, *, anonymous: bool) -> None:
    """To the secretary; or to an open question that asks the same, so that the group reads it once."""
    person = turn.person()
    known = questions.question_by_code(turn.tx, kept.escalated_to) if kept.escalated_to else _same(turn, kept)
    if known is not None:
        follow(turn, known, person.id)
        kept.escalated_to = known.code
        turn.reply(texts.JOINED(code=known.code))
        return
    question = _open(turn, kept, person.id, anonymous=anonymous)
    secretaries = turn.everyone(Role.SECRETARY)
    for one in secretaries:
        turn.tell(one, cards.question_card(turn, question, turn.view_of(one)), subject=question.code)
    start_clocks(turn, question)
    words = texts.SENT if secretaries else texts.NO_SECRETARY
    turn.reply((texts.SENT_ANONYMOUS if anonymous and secretaries else words)(code=question.code))


def _open(turn: Turn, kept: PolicyAnswer, person_id: int, *, anonymous: bool) -> Question:
    code = f"Q-{numbers.next_number(turn.tx, 'Q'):04d}"
    question = Question(
        code=code, status="open", text=kept.question, clauses=list(kept.clauses), asker_id=person_id,
        anonymous=anonymous, created_at=turn.now,
    )  # fmt: skip
    turn.tx.add(question)
    turn.tx.flush()
    kept.escalated_to = code
    others = {
        row.person_id
        for row in questions.asked_alike(turn.tx, kept.clauses, turn.now)
        if is_same(turn, row.question, kept.question) or turn.school.library().asks_alike(row.question, kept.question)
    }
    for follower in {person_id, *(other for other in others if other is not None)}:
        follow(turn, question, follower)
    turn.record(
        code, "ask", clause="9.1", after="open", details={"question": kept.question, "clauses": list(kept.clauses)},
        nameless=anonymous,
    )  # fmt: skip
    return question


def start_clocks(turn: Turn, question: Question) -> None:
    """Taken up within some days, answered within some more; then the CIO and the chair hear of it."""
    turn.remind_by(rules.TRIAGE, f"{question.code}:triage", "questions.nudge", question.code)
    for name, rule, action in (
        ("first", rules.REPLY_FIRST, "questions.late"),
        ("reply", rules.REPLY, "questions.late"),
        ("escalate", rules.ESCALATE, "questions.overdue"),
    ):
        key = f"{question.code}:reply:{question.created_at:%Y%m%d%H%M%S}:{name}"
        turn.remind_by(rule, key, action, question.code, {"rule": rule.key}, since=question.created_at)


def is_same(turn: Turn, one: str, other: str) -> bool:
    """The same words, marks apart, or nearly the same."""
    if bare(one) == bare(other):
        return True
    return alike(_FILLERS.sub("", one), _FILLERS.sub("", other)) * 100 >= turn.rule(rules.ALIKE)


def _same(turn: Turn, kept: PolicyAnswer) -> Question | None:
    found = questions.open_questions(turn.tx, OPEN)
    near = [one for one in found if not kept.clauses or not one.clauses or set(kept.clauses[:1]) & set(one.clauses[:1])]
    exact = next((one for one in found if bare(one.text) == bare(kept.question)), None)
    return exact or next((one for one in near if _asks_the_same(turn, one, kept)), None)


def _asks_the_same(turn: Turn, one: Question, kept: PolicyAnswer) -> bool:
    if is_same(turn, one.text, kept.question):
        return True
    beside = bool(set(kept.clauses[:1]) & set(one.clauses[:1]))
    return beside and turn.school.library().asks_alike(one.text, kept.question)


def bare(text: str) -> str:
    """The letters and signs of a question alone."""
    return "".join(character for character in fold(text).lower() if character.isalnum())


def follow(turn: Turn, question: Question, person_id: int) -> None:
    """Be told the outcome, once."""
    if all(follower.person_id != person_id for follower in question.followers):
        question.followers.append(QuestionFollower(person_id=person_id))
        turn.tx.flush()
