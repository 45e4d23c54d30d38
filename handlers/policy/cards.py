"""How answers and open questions look."""

from handlers.cards import Button, Card, token
from handlers.flow import Viewer
from handlers.policy import texts
from handlers.policy.flow import FLOW
from handlers.rule_finding import answering
from handlers.texts import Phrase, Text
from handlers.turn import Turn
from knowledge.charter import Answer
from storage.people import Role
from storage.questions import PolicyAnswer, Question

MOST_RULES = 2  # rules offered to the CIO beside a question


def answer_card(kept: PolicyAnswer, answer: Answer, *, note: Phrase = "") -> Card:
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
        buttons.append(Button(texts.ESCALATE_ANONYMOUS, token("policy", "escalate", kept.code, "anonymous")))
        buttons.append(Button(texts.ESCALATE, token("policy", "escalate", kept.code)))
    first, *rest = answer.text.split("\n")
    return Card(first, tuple(line for line in rest if line.strip()), buttons=tuple(buttons), note=note)


def question_card(turn: Turn, question: Question, viewer: Viewer) -> Card:
    """What the secretary and the members decide on."""
    library = turn.school.library()
    nearest = [clause for number in question.clauses if (clause := library.clause(number)) is not None]
    lines = [f"「{question.text}」", *(f"{clause.id} {clause.title}：{clause.text}" for clause in nearest[:2])]
    facts: list[tuple[Text, Text | str]] = [
        (texts.ASKER, texts.NAMELESS if question.anonymous else question.asker.name),
        (texts.ASKERS, texts.ASKER_COUNT(count=len(question.followers))),
        (texts.OUTCOME, texts.STATUS[question.status]),
    ]
    if question.draft:
        facts.append((texts.DRAFTED, question.draft))
    if question.status == "voting":
        facts.append((texts.AGREED, texts.AGREED_OF(count=question.agreed, needed=question.needed)))
        facts += [
            (texts.OBJECT, vote.comment)
            for vote in question.votes
            if vote.revision == question.revision and not vote.agrees
        ]
    facts += [(texts.REASON_LABEL, question.reason)] if question.reason else []
    buttons = FLOW.buttons(viewer, question)
    if question.status == "referred" and viewer.holds(Role.CIO):
        near = answering(turn.features.rules.values(), question.text)[:MOST_RULES]
        buttons += tuple(Button(rule.title, token("rules", "look", rule.key)) for rule in near)
        return Card(texts.REFERRED(code=question.code), tuple(lines), tuple(facts), buttons)
    settles = question.status in ("open", "voting") and viewer.holds(Role.SECRETARY)
    note = texts.HOW_ELSE(code=question.code) if settles else ""
    return Card(texts.CARD_TITLE(code=question.code), tuple(lines), tuple(facts), buttons, note)
