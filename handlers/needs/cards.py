"""What a need looks like, and the monthly question to a department."""

from handlers.acting import leads
from handlers.cards import Button, Card, token
from handlers.flow import Viewer
from handlers.needs import texts
from handlers.needs.flow import FLOW
from handlers.texts import Phrase, Text
from handlers.turn import Turn
from storage.needs import Answer, Need, NeedEntry, NeedRound, NeedStage


def need_card(_turn: Turn, need: Need, viewer: Viewer) -> Card:
    """What was said, what became of it, and the reply."""
    title: Phrase = texts.TITLE(code=need.code, text=need.headline, status=FLOW.statuses[need.status])
    if need.status == NeedStage.RAISED and leads(viewer):
        title = texts.TO_SORT(department=need.department, text=need.headline, code=need.code)
    lines: list[Phrase] = [need.text] if need.text != need.headline else []
    facts: list[tuple[Phrase, Phrase]] = [(texts.DEPARTMENT, need.department), (texts.BY, need.by.name)]
    if need.became:
        facts.append((texts.BECAME, need.became))
    elif need.status == NeedStage.MOVED:
        facts.append((texts.BECAME, texts.NO_REQUEST_YET))
    if need.reply:
        facts.append((texts.REPLIED, need.reply))
    facts.append((texts.CLAUSE, texts.CLAUSE_IS))
    return Card(title, tuple(lines), tuple(facts), FLOW.buttons(viewer, need))


def question_card(turn: Turn, one: NeedRound, entry: NeedEntry, count: int = 0) -> Card:
    """The month's question; once answered, what the answer was."""
    month = month_words(one.month)
    if entry.answer == Answer.NONE:
        return Card(texts.ANSWERED_NONE(month=month, department=entry.department))
    if entry.answer == Answer.NEEDS:
        return Card(texts.ANSWERED_NEEDS(month=month, department=entry.department, count=count))
    buttons = (
        Button(texts.NONE, token("needs", "none", one.month), "good"),
        Button(texts.SAY, token("needs", "say", one.month)),
    )
    until = turn.local(one.due_at)
    day = texts.BY_DAY(day=Text(f"{until.month}月{until.day}日", f"{until:%d %b}"))
    facts = ((texts.UNTIL, day), (texts.CLAUSE, texts.CLAUSE_IS))
    return Card(texts.ASKED(month=month), (texts.ASKED_HOW,), facts, buttons)


def month_words(month: str) -> Text:
    """2026-09 as people say it."""
    year, number = int(month[:4]), int(month[5:7])
    return Text(f"{year}年{number}月", f"{year}-{number:02d}")


def about(month: str, department: str) -> str:
    """Under which subject a department's copies of the question are filed."""
    return f"needs:{month}:{department}"
