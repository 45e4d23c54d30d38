"""How answers and open questions look."""

from handlers.cards import Button, Card, token
from handlers.flow import Viewer
from handlers.policy import texts
from handlers.policy.flow import FLOW
from handlers.texts import Text
from handlers.turn import Turn
from knowledge.charter import Answer
from storage.questions import PolicyAnswer, Question


def answer_card(kept: PolicyAnswer, answer: Answer) -> Card:
    """An answer with its evidence one tap away; an open question with its way to the leading group."""
    buttons = []
    if answer.citations:
        buttons.append(Button(texts.SOURCE, token("policy", "source", kept.code)))
    if answer.answered:
        buttons += [
            Button(texts.USEFUL, token("policy", "useful", kept.code)),
            Button(texts.USELESS, token("policy", "useless", kept.code)),
        ]
    elif answer.outcome == "unsettled":
        buttons.append(Button(texts.ESCALATE, token("policy", "escalate", kept.code)))
    first, *rest = answer.text.split("\n")
    return Card(first, tuple(line for line in rest if line.strip()), buttons=tuple(buttons))


def question_card(turn: Turn, question: Question, viewer: Viewer) -> Card:
    """What the secretary and the members decide on."""
    library = turn.school.library()
    nearest = [clause for number in question.clauses if (clause := library.clause(number)) is not None]
    lines = [f"「{question.text}」", *(f"{clause.id} {clause.title}：{clause.text}" for clause in nearest[:2])]
    facts: list[tuple[Text, Text | str]] = [
        (texts.ASKERS, texts.ASKER_COUNT(count=len(question.followers))),
        (texts.OUTCOME, texts.STATUS[question.status]),
    ]
    if question.draft:
        facts.append((texts.DRAFTED, question.draft))
    if question.status == "voting":
        facts.append((texts.AGREED, texts.AGREED_OF(count=question.agreed, needed=question.needed)))
    facts += [(texts.REASON_LABEL, question.reason)] if question.reason else []
    return Card(texts.CARD_TITLE(code=question.code), tuple(lines), tuple(facts), FLOW.buttons(viewer, question))
