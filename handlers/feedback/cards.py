"""What a piece of feedback looks like to whoever answers it and to whoever sent it."""

from datetime import datetime

from handlers.cards import Card
from handlers.feedback import rules, texts
from handlers.feedback.flow import FLOW, handles, sender
from handlers.flow import Viewer
from handlers.texts import Phrase, Text
from handlers.turn import Turn
from storage.feedback import WAITING, Feedback


def feedback_card(turn: Turn, feedback: Feedback, viewer: Viewer) -> Card:
    """The words, where it stands, by when it is answered. An anonymous sender is nobody here."""
    title: Phrase = texts.TITLE(code=feedback.code, what=feedback.headline, status=FLOW.statuses[feedback.status])
    if feedback.status in WAITING and handles(viewer, feedback):
        mine = viewer.id == feedback.assignee_id
        title = (texts.TO_YOU if mine else texts.NEW)(code=feedback.code, what=feedback.headline)
    elif feedback.answer and sender.allows(viewer, feedback):
        title = texts.ANSWERED(code=feedback.code, answer=feedback.answer)
    lines: tuple[Phrase, ...] = (feedback.words,) if feedback.words != feedback.headline else ()
    facts: list[tuple[Phrase, Phrase]] = [(texts.FROM, sender_words(feedback))]
    if feedback.assignee is not None:
        facts.append((texts.HANDLED_BY, feedback.assignee.name))
    if feedback.status in WAITING:
        facts.append((texts.DUE, due_words(turn, feedback)))
    for label, value in (
        (texts.ADDED, feedback.added), (texts.BACK, feedback.reason if feedback.status in WAITING else ""),
        (texts.ANSWER_LABEL, feedback.answer), (texts.ADOPTED_AS, feedback.adopted), (texts.PUBLIC, feedback.public),
    ):  # fmt: skip
        if value:
            facts.append((label, value))
    facts.append((texts.CLAUSE, texts.CLAUSE_IS))
    return Card(title, lines, tuple(facts), FLOW.buttons(viewer, feedback))


def sender_words(feedback: Feedback) -> Phrase:
    """Who sent it, as far as they said."""
    if feedback.anonymous:
        return texts.NAMELESS
    if feedback.person is not None:
        department = f"（{feedback.person.department}）" if feedback.person.department else ""
        return f"{feedback.person.name}{department}"
    return texts.GUEST(name=feedback.sender or "—")


def due_at(turn: Turn, feedback: Feedback) -> datetime:
    """By when it is answered, under the rule in force."""
    return rules.ANSWER.due(turn.rule(rules.ANSWER), feedback.received_at, turn.school.calendar)


def due_words(turn: Turn, feedback: Feedback) -> Text:
    """The same in words, with the rule."""
    due = due_at(turn, feedback)
    worded = texts.LATE if due < turn.now else texts.DUE_BY
    value = rules.ANSWER.show(turn.rule(rules.ANSWER))
    return worded(day=day(turn, due), rule=rules.ANSWER.title, value=value)


def day(turn: Turn, at: datetime) -> Text:
    """A date as people say it."""
    then = turn.local(at)
    return Text(f"{then.month}月{then.day}日", f"{then:%d %b}")
