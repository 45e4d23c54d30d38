"""Asking the charter, and bringing what it leaves open to the leading group."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from handlers import steps
from handlers.cards import Card
from handlers.errors import Refused
from handlers.flow import By, Viewer, by
from handlers.policy import cards, rules, texts
from handlers.policy.flow import FLOW
from handlers.router import Router
from handlers.texts import STALE_BUTTON, Text
from handlers.turn import Turn
from handlers.understand import Understood
from knowledge.charter import Answer
from storage import numbers, questions
from storage.people import Role
from storage.questions import Interpretation, PolicyAnswer, Question, QuestionFollower, QuestionVote

CONVERSATION = timedelta(minutes=30)  # how long "那演练呢?" still refers to what was asked before
OPEN = ("open", "voting")


def _answer_by_code(tx: Session, code: str) -> PolicyAnswer | None:
    number = code.removeprefix("A-")
    return tx.get(PolicyAnswer, int(number)) if number.isdigit() else None


def _answer_context(_turn: Turn, kept: PolicyAnswer) -> str:
    return "after_policy_answer" if kept.outcome == "answered" else "after_policy_no_answer"


@by("领导小组与提问人", "the leading group and the asker")
def may_read(viewer: Viewer, question: Question) -> bool:
    """A question is the leading group's and its askers' business."""
    asked = any(follower.person_id == viewer.id for follower in question.followers)
    return asked or viewer.holds(Role.SECRETARY, Role.MEMBER, Role.CIO, Role.AUDITOR)


def _open_for(turn: Turn) -> list[Question]:
    return questions.open_questions(turn.tx, OPEN) if turn.viewer.holds(Role.SECRETARY, Role.MEMBER) else []


readable: By = may_read
router = Router("policy", prefix="A", find=_answer_by_code, context=_answer_context)
leading_group = Router(
    "questions", flow=FLOW, find=questions.question_by_code, readable=readable, card=cards.question_card,
    open_for=_open_for, rules=rules.ALL,
    context=lambda _turn, question: f"escalation_card_focused:{question.code}",
)  # fmt: skip


@router.command("问制度", "ask the charter")
def invite_question(turn: Turn, question: str) -> None:
    """The button of the first contact."""
    if question:
        ask(turn, question)
    else:
        turn.reply(texts.ASK_AWAY)


@router.say("policy_question")
def policy_question(turn: Turn, text: str, _meant: Understood) -> None:
    """Any question about the charter, from anybody, bound or not, in the middle of anything."""
    ask(turn, text)


def ask(turn: Turn, text: str) -> None:
    """Answer with the clause word for word, or say that the charter does not settle it."""
    assert turn.account is not None  # noqa: S101 -- somebody asked
    before = questions.recent_answers(turn.tx, turn.account.id, turn.now - CONVERSATION)
    history = [
        {"role": role, "content": content}
        for kept in before
        for role, content in (("user", kept.question), ("assistant", kept.answer))
    ]
    answer = turn.school.library().ask(text, history)
    kept = _keep(turn, text, answer)
    turn.reply(cards.answer_card(kept, answer), subject=kept.code)


def _keep(turn: Turn, text: str, answer: Answer) -> PolicyAnswer:
    assert turn.account is not None  # noqa: S101
    kept = PolicyAnswer(
        account_id=turn.account.id, person_id=turn.actor.id if turn.actor else None, question=text[:2000],
        answer=answer.text, outcome=answer.outcome, authority=answer.authority.value,
        clauses=[citation.clause for citation in answer.citations], at=turn.now,
    )  # fmt: skip
    turn.tx.add(kept)
    turn.tx.flush()
    return kept


def _mine(turn: Turn, code: str) -> PolicyAnswer:
    kept = _answer_by_code(turn.tx, code)
    if kept is None or turn.account is None or kept.account_id != turn.account.id:
        raise Refused(STALE_BUTTON)
    return kept


@router.button("source")
def source(turn: Turn, code: str, _choice: str) -> None:
    """看原文: the cited clauses in full, each with its place in the document."""
    library = turn.school.library()
    found = [clause for cited in _mine(turn, code).clauses if (clause := library.clause(cited)) is not None]
    if not found:
        raise Refused(texts.NO_SOURCE)
    lines = [line for clause in found for line in (f"【{clause.id}】{clause.path}", clause.text)]
    turn.reply(Card(f"《{found[0].document}》", tuple(lines)))


@router.button("useful")
def useful(turn: Turn, code: str, _choice: str) -> None:
    """有用."""
    _mine(turn, code).helpful = True
    turn.toast(texts.THANKS)


@router.button("useless")
def useless(turn: Turn, code: str, _choice: str) -> None:
    """没用: somebody checks, and the asker has two ways on."""
    _doubt(turn, _mine(turn, code))


@router.say("policy_feedback")
def feedback(turn: Turn, text: str, _meant: Understood) -> None:
    """The same in words, about the last answer."""
    assert turn.account is not None  # noqa: S101
    last = questions.recent_answers(turn.tx, turn.account.id, turn.now - CONVERSATION, limit=1)
    if not last:
        turn.reply(texts.ASK_AWAY)
    elif any(word in text for word in ("没用", "不对", "错", "不是", "wrong", "not helpful")):
        _doubt(turn, last[0])
    else:
        last[0].helpful = True
        turn.reply(texts.THANKS)


def _doubt(turn: Turn, kept: PolicyAnswer) -> None:
    first_time = kept.helpful is not False
    kept.helpful = False
    if first_time:
        card = Card(texts.WRONG_ANSWER, facts=((texts.ASKED, kept.question), (texts.ANSWERED, kept.answer)))
        for helper in turn.everyone(Role.TECHNICIAN)[:1]:
            turn.tell(helper, card, key=f"policy:{kept.id}:doubt")
    turn.reply(texts.SORRY)


@router.button("escalate")
def escalate(turn: Turn, code: str, _choice: str) -> None:
    """请领导小组解释: the question goes to the secretary; who asked alike follows it."""
    _escalate(turn, _mine(turn, code))


@router.say("policy_escalate")
def escalate_said(turn: Turn, text: str, _meant: Understood) -> None:
    """The same in words, about the last question."""
    assert turn.account is not None  # noqa: S101
    last = questions.recent_answers(turn.tx, turn.account.id, turn.now - CONVERSATION, limit=1)
    if last:
        _escalate(turn, last[0])
        return
    answer = turn.school.library().ask(text)
    _escalate(turn, _keep(turn, text, answer))


def _escalate(turn: Turn, kept: PolicyAnswer) -> None:
    person = turn.person()
    known = questions.question_by_code(turn.tx, kept.escalated_to) if kept.escalated_to else _same(turn, kept)
    if known is not None:
        _follow(turn, known, person.id)
        kept.escalated_to = known.code
        turn.reply(texts.JOINED(code=known.code))
        return
    code = f"Q-{numbers.next_number(turn.tx, 'Q'):04d}"
    question = Question(
        code=code,
        status="open",
        text=kept.question,
        clauses=list(kept.clauses),
        asker_id=person.id,
        created_at=turn.now,
    )
    turn.tx.add(question)
    turn.tx.flush()
    kept.escalated_to = code
    alike = {
        row.person_id for row in questions.asked_alike(turn.tx, kept.clauses, turn.now) if row.question == kept.question
    }
    for follower in {person.id, *(other for other in alike if other is not None)}:
        _follow(turn, question, follower)
    turn.record(code, "ask", clause="9.1", after="open", details={"question": kept.question})
    secretaries = turn.everyone(Role.SECRETARY)
    for one in secretaries:
        turn.tell(one, cards.question_card(turn, question, turn.view_of(one)), subject=code)
    if secretaries:
        turn.remind(f"{code}:triage", "questions.nudge", code, _workdays(turn, turn.rule(rules.TRIAGE)))
    turn.reply(texts.SENT(code=code) if secretaries else texts.NO_SECRETARY(code=code))


def _workdays(turn: Turn, days: int) -> Any:
    return turn.school.calendar.add_workdays(turn.now, days)


def _same(turn: Turn, kept: PolicyAnswer) -> Question | None:
    """An open question with the same words, spaces and marks apart."""
    bare = _bare(kept.question)
    return next((one for one in questions.open_questions(turn.tx, OPEN) if _bare(one.text) == bare), None)


def _bare(text: str) -> str:
    return "".join(character for character in text.lower() if character.isalnum())


def _follow(turn: Turn, question: Question, person_id: int) -> None:
    if all(follower.person_id != person_id for follower in question.followers):
        question.followers.append(QuestionFollower(person_id=person_id))
        turn.tx.flush()


@leading_group.press("draft")
def draft(turn: Turn, question: Question, answers: Mapping[str, Any]) -> None:
    """起草释义: the members are asked; the wording is theirs to change."""
    _propose(turn, question, str(answers["text"]))


@leading_group.press("amend")
def amend(turn: Turn, question: Question, answers: Mapping[str, Any]) -> None:
    """修改: another wording; earlier voices were for the old one."""
    _propose(turn, question, str(answers["text"]))


def _propose(turn: Turn, question: Question, text: str) -> None:
    members = turn.everyone(Role.MEMBER)
    question.draft = text
    question.revision += 1
    question.needed = max(1, -(-len(members) * turn.rule(rules.QUORUM) // 100))
    turn.forget_reminders(question.code)
    for one in members:
        if turn.actor is None or one.id != turn.actor.id:
            turn.tell(one, cards.question_card(turn, question, turn.view_of(one)), subject=question.code)


@leading_group.press("agree")
def agree(turn: Turn, question: Question, _answers: Mapping[str, Any]) -> None:
    """同意: the voice that completes the quorum publishes."""
    _vote(turn, question, agrees=True)
    if question.agreed >= question.needed:
        turn.take(FLOW, "publish", question)
        publish(turn, question, {})


@leading_group.press("object")
def object_to(turn: Turn, question: Question, answers: Mapping[str, Any]) -> None:
    """反对: with a reason, told to the secretary."""
    _vote(turn, question, agrees=False, comment=str(answers["reason"]))
    for one in turn.everyone(Role.SECRETARY):
        turn.tell(
            one,
            Text(
                f"{question.code} 有成员反对：{answers['reason']}",
                f"{question.code}: a member objects: {answers['reason']}",
            ),
        )


def _vote(turn: Turn, question: Question, *, agrees: bool, comment: str = "") -> None:
    question.votes.append(
        QuestionVote(
            person_id=turn.person().id, revision=question.revision, agrees=agrees, comment=comment, at=turn.now
        )
    )
    turn.tx.flush()


@leading_group.press("publish")
def publish(turn: Turn, question: Question, _answers: Mapping[str, Any]) -> None:
    """发布: numbered, dated, read beside its clauses from now on; all who asked are told."""
    day = turn.local(turn.now).date()
    number = f"释义{day.year}-{numbers.next_number(turn.tx, f'interpretation-{day.year}')}"
    turn.tx.add(
        Interpretation(
            number=number, clauses=list(question.clauses[:1]), text=question.draft, effective=day, asked=[question.text],
            question=question.code, published_by_id=turn.person().id,
        )
    )  # fmt: skip
    body = texts.PUBLISHED_TEXT(text=question.draft, number=number, date=day.isoformat())
    _tell_followers(
        turn, question, Card(texts.PUBLISHED(code=question.code, number=number), (f"「{question.text}」", body))
    )


@leading_group.press("hand_back")
def hand_back(turn: Turn, question: Question, answers: Mapping[str, Any]) -> None:
    """退回: it is settled already, or not a question for the group."""
    question.reason = str(answers["reason"])
    _tell_followers(turn, question, Card(texts.RETURNED(code=question.code, reason=question.reason)))


@leading_group.press("decline")
def decline(turn: Turn, question: Question, answers: Mapping[str, Any]) -> None:
    """不予解释, with the reason as written."""
    question.reason = str(answers["reason"])
    _tell_followers(turn, question, Card(texts.DECLINED(code=question.code, reason=question.reason)))


def _tell_followers(turn: Turn, question: Question, card: Card) -> None:
    turn.forget_reminders(question.code)
    for follower in question.followers:
        turn.tell(follower.person, card, key=f"{question.code}:{question.status}:{follower.person_id}")


@leading_group.due("questions.nudge")
def nudge(turn: Turn, code: str, _payload: Mapping[str, Any]) -> None:
    """The secretary has not taken a question up in time: once more, with the card."""
    question = steps.find_any(turn, leading_group, code)
    if question is None or question.status != "open":
        return
    for one in turn.everyone(Role.SECRETARY):
        turn.tell(
            one, cards.question_card(turn, question, turn.view_of(one)), subject=code, key=f"{code}:nudge:{one.id}"
        )
