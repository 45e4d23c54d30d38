"""What leaders do with a report: read it, give an instruction that becomes a task, ask for a talk (N10)."""

from collections.abc import Mapping
from typing import Any

from handlers import steps
from handlers.cards import Button, Card, token
from handlers.reports import texts
from handlers.reports.desk import router
from handlers.reports.editing import on_screen
from handlers.reports.flow import FLOW
from handlers.router import StepOf
from handlers.texts import Text
from handlers.turn import Turn
from storage.people import Role
from storage.reports import OUT, Report, ReportReading

LEAST, LONGEST = 6, 500  # characters of words that can be an instruction nobody named as one


@router.press("read")
@router.press("read_too")
def read(turn: Turn, report: Report, _answers: Mapping[str, Any]) -> None:
    """A leader has seen this edition; the CIO hears of it once."""
    person = turn.person()
    report.readings.append(ReportReading(edition=report.edition, person_id=person.id, at=turn.now))
    turn.tx.flush()
    _tell_the_cio(
        turn, texts.LEADER_READ(name=person.name, code=report.code), f"{report.code}:{report.edition}:read:{person.id}"
    )


@router.press("instruct")
def instruct(turn: Turn, report: Report, answers: Mapping[str, Any]) -> None:
    """The leader's words go on as a task; they stand in every report until somebody signs them off."""
    person, words = turn.person(), str(answers["words"]).strip()
    if not report.read_by(person.id):
        report.readings.append(ReportReading(edition=report.edition, person_id=person.id, at=turn.now))
    task = turn.features.begin("tasks", turn, words, person, report.code)
    report.instructions = [
        *report.instructions, {"by": person.name, "text": words, "task": task, "at": turn.now.isoformat()}
    ]  # fmt: skip
    if task:
        turn.reply(texts.INSTRUCTED(task=task))
        return
    turn.reply(texts.INSTRUCTED_ONLY)
    _tell_the_cio(turn, texts.LEADER_INSTRUCTS(name=person.name, code=report.code, words=words))


@router.press("meet")
def meet(turn: Turn, report: Report, answers: Mapping[str, Any]) -> None:
    """The CIO hears what a leader wants to talk about."""
    words = str(answers["about"]).strip()
    _tell_the_cio(turn, texts.LEADER_MEETS(name=turn.person().name, code=report.code, words=words))
    turn.reply(texts.MEETING_TOLD(words=words))


def continues(turn: Turn, text: str) -> bool:
    """Words nobody understood, said by a leader under a report: perhaps an instruction. Asked, never assumed."""
    report = on_screen(turn)
    if report is None or report.status not in OUT or turn.actor is None or not turn.actor.holds(Role.LEADER):
        return False
    if not LEAST <= len(text) <= LONGEST:
        return False
    yes = Button(texts.IT_IS, token(FLOW.name, "as_said", report.code), "good")
    turn.reply(Card(texts.IS_IT(code=report.code, words=text), buttons=(yes,)), subject=report.code)
    return True


router.continues = continues


@router.button("as_said")
def as_said(turn: Turn, code: str, _choice: str) -> None:
    """Yes, the words quoted on the card are an instruction."""
    for row, card in turn.screen:
        title = str(card.get("title", ""))
        if row.subject == code and ("「" in title or "“" in title):
            words = title[title.index("「" if "「" in title else "“") + 1 : -1]
            steps.begin(turn, StepOf(router, FLOW.by_name["instruct"]), code, {"words": words})
            return
    steps.begin(turn, StepOf(router, FLOW.by_name["instruct"]), code, {})


def _tell_the_cio(turn: Turn, words: Text, key: str = "") -> None:
    for person in turn.everyone(Role.CIO):
        if turn.actor is None or person.id != turn.actor.id:
            turn.tell(person, words, key=f"{key}:{person.id}" if key else None)
