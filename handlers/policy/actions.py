"""Asking the charter, and bringing what it leaves open to the leading group."""

from datetime import timedelta

from sqlalchemy.orm import Session

from handlers.cards import Card
from handlers.errors import Refused
from handlers.flow import By, Viewer, by
from handlers.policy import as_of, cards, other_days, rules, texts, wording
from handlers.policy.flow import FLOW
from handlers.router import Router
from handlers.rule_finding import answering
from handlers.texts import STALE_BUTTON, Phrase, Text, joined
from handlers.turn import Turn
from handlers.understand import Understood
from knowledge.charter import Answer
from storage import questions
from storage import rules as implementing
from storage.people import Role
from storage.questions import PolicyAnswer, Question

CONVERSATION = timedelta(minutes=30)  # how long "那演练呢?" still refers to what was asked before
OPEN = ("open", "voting")
MOST_DEFAULTS = 4  # values named beside an open question; more would be a list


def answer_by_code(tx: Session, code: str) -> PolicyAnswer | None:
    """An answer by its code, whoever asked."""
    number = code.removeprefix("A-")
    return questions.answer(tx, int(number)) if number.isdigit() else None


def _answer_context(_turn: Turn, kept: PolicyAnswer) -> str:
    return "after_policy_answer" if kept.outcome == "answered" else "after_policy_no_answer"


@by("领导小组与提问人", "the leading group and the asker")
def may_read(viewer: Viewer, question: Question) -> bool:
    """A question is the leading group's and its askers' business."""
    asked = any(follower.person_id == viewer.id for follower in question.followers)
    return asked or viewer.holds(Role.SECRETARY, Role.MEMBER, Role.CIO, Role.AUDITOR)


def _open_for(turn: Turn) -> list[Question]:
    if turn.viewer.holds(Role.SECRETARY, Role.MEMBER):
        return questions.open_questions(turn.tx, OPEN)
    return questions.open_questions(turn.tx, ("referred",)) if turn.viewer.holds(Role.CIO) else []


readable: By = may_read
router = Router("policy", prefix="A", find=answer_by_code, context=_answer_context)
router.help(texts.HELP, guests=True)
leading_group = Router(
    "questions", flow=FLOW, find=questions.question_by_code, readable=readable, card=cards.question_card,
    open_for=_open_for, rules=rules.ALL,
    rule_readers=(Role.SECRETARY, Role.MEMBER),
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
    former = as_of.read(text, turn.local(turn.now).date())
    if former is not None:
        library, day = other_days.library_for(turn, former)
        answer = library.ask(former.question)
        kept = keep(turn, former.question, answer)
        kept.asked_of = day
        turn.reply(cards.answer_card(kept, answer, note=texts.AS_OF(date=day.isoformat())), subject=kept.code)
        return
    before = questions.recent_exchanges(turn.tx, turn.account.id, turn.now - CONVERSATION)
    history = [
        {"role": role, "content": content}
        for exchange in before
        for role, content in zip(("user", "assistant"), exchange, strict=True)
    ]
    answer = turn.school.library().ask(text, history)
    kept = keep(turn, text, answer)
    wording.reply(turn, kept, cards.answer_card(kept, answer, note=_default(turn, text, answer)), answer)


def _default(turn: Turn, text: str, answer: Answer) -> Phrase:
    """For a question nobody has settled: the value the school works by meanwhile. It is no answer, and says so."""
    if answer.outcome != "unsettled":
        return ""
    published = {row.key for row in implementing.in_force(turn.tx)}
    found = [rule for rule in answering(turn.features.rules.values(), text) if rule.key not in published]
    if not found or len(found) > MOST_DEFAULTS:
        return ""
    shown = [(rule.title, rule.show(turn.rule(rule))) for rule in found]
    values: list[Phrase] = [Text(f"{title.zh} {value.zh}", f"{title.en} {value.en}") for title, value in shown]
    return texts.BY_DEFAULT(values=joined(values, zh="；", en="; "))


def keep(turn: Turn, text: str, answer: Answer) -> PolicyAnswer:
    """The evidence of what was asked and answered."""
    assert turn.account is not None  # noqa: S101
    return questions.keep(
        turn.tx,
        account_id=turn.account.id, person_id=turn.actor.id if turn.actor else None, question=text[:2000],
        answer=answer.text, outcome=answer.outcome, authority=answer.authority.value,
        clauses=[citation.clause for citation in answer.citations], at=turn.now,
    )  # fmt: skip


def last_answer(turn: Turn) -> PolicyAnswer | None:
    """What was answered last in this conversation, a while ago at most."""
    assert turn.account is not None  # noqa: S101
    last = questions.recent_answers(turn.tx, turn.account.id, turn.now - CONVERSATION, limit=1)
    return last[0] if last else None


def mine(turn: Turn, code: str) -> PolicyAnswer:
    """An answer to whoever acts; the buttons under an answer in a group are the asker's."""
    kept = answer_by_code(turn.tx, code)
    if kept is None or turn.account is None:
        raise Refused(STALE_BUTTON)
    if kept.account_id != turn.account.id:
        raise Refused(texts.ASKED_BY_ANOTHER)
    return kept


@router.button("source")
def source(turn: Turn, code: str, _choice: str) -> None:
    """看原文: the cited clauses in full, each with its place in the document."""
    kept = mine(turn, code)
    library = other_days.library_behind(turn, kept)
    found = [clause for cited in kept.clauses if (clause := library.clause(cited)) is not None]
    if not found:
        raise Refused(texts.NO_SOURCE)
    lines = [line for clause in found for line in (f"【{clause.id}】{clause.path}", clause.text)]
    turn.reply(Card(f"《{found[0].document}》", tuple(lines)))


@router.button("useful")
def useful(turn: Turn, code: str, _choice: str) -> None:
    """有用."""
    mine(turn, code).helpful = True
    turn.toast(texts.THANKS)
