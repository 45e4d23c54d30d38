"""The weekly report of the departments (8.2.2): asked for once from every liaison, answered by 已报 or 稍后."""

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from handlers.cards import Button, Card, token
from handlers.errors import NotAllowed
from handlers.flow import Viewer
from handlers.numerals import fold
from handlers.reminders import rules, texts
from handlers.reminders.desk import router
from handlers.texts import EDGES
from handlers.turn import Turn
from storage import reminders
from storage.people import Person, Role
from storage.reminders import Answer

_REPORTED = re.compile(
    r"(?:我们?|部门|本周|这周|的|信息化)*周报(?:我们?)?(?:已经?|都|刚刚?)*(?:上?报|上?交|提交|写|发)(?:上去|好|完|过)?了?"
    r"|(?:the |our )?weekly report (?:is |has been )?(?:in|done|sent|submitted)",
    re.IGNORECASE,
)


@router.due("reminders.weekly_report")
def weekly_report(turn: Turn, _subject: str, payload: Mapping[str, Any]) -> None:
    """It is time: every liaison gets one card for this week, however often the clock strikes."""
    duty = _code(str(payload["occurrence"]))
    for liaison in turn.everyone(Role.LIAISON):
        turn.tell(liaison, card(turn, duty, turn.view_of(liaison)), key=f"{duty}:{liaison.id}", subject=duty)


@router.due("reminders.weekly_again")
def weekly_again(turn: Turn, duty: str, payload: Mapping[str, Any]) -> None:
    """Somebody said 稍后: asked again, unless it is in by now or they are no liaison any more."""
    person = turn.tx.get(Person, int(payload["person"]))
    if person is None or not person.holds(Role.LIAISON) or _is_done(turn, duty, person):
        return
    key = f"{duty}:{person.id}:again-{payload['number']}"
    turn.tell(person, card(turn, duty, turn.view_of(person)), key=key, subject=duty)


@router.button("reported")
def reported(turn: Turn, duty: str, _choice: str) -> None:
    """The report is in."""
    person = _liaison(turn)
    if not _is_done(turn, duty, person):
        reminders.answer(turn.tx, duty, person.id, Answer.DONE, turn.now)
        turn.record(duty, "reported", clause="8.2.2", details={"department": person.department})
        turn.forget_reminders(duty, prefix=f"{duty}:{person.id}:")
    _settle(turn, duty)
    turn.toast(texts.REPORT_DONE)


def said_reported(turn: Turn, text: str) -> bool:
    """周报已报 in words, for the week whose card this chat shows."""
    if turn.actor is None or not _REPORTED.fullmatch(fold(text).strip(EDGES)) or not turn.viewer.holds(Role.LIAISON):
        return False
    duty = next((row.subject for row, _card in turn.screen if row.subject.startswith("weekly-report-")), "")
    if not duty:
        return False
    reported(turn, duty, "")
    turn.reply(texts.REPORT_DONE)
    return True


@router.button("later")
def later(turn: Turn, duty: str, _choice: str) -> None:
    """Not now: once more in a while, but nobody is pestered for ever."""
    person = _liaison(turn)
    if _is_done(turn, duty, person):
        turn.toast(texts.REPORT_DONE)
        return
    reminders.answer(turn.tx, duty, person.id, Answer.LATER, turn.now)
    asked = reminders.times_asked(turn.tx, f"{duty}:{person.id}:")
    if asked >= turn.rule(rules.MOST_LATER):
        turn.toast(texts.NO_MORE_ASKING)
        return
    at = turn.now + timedelta(minutes=turn.rule(rules.REPORT_LATER))
    payload = {"person": person.id, "number": asked + 1}
    turn.remind(f"{duty}:{person.id}:{asked + 1}", "reminders.weekly_again", duty, at, payload)
    turn.toast(texts.WILL_ASK_AGAIN(at=turn.clock_time(at)))


def card(turn: Turn, duty: str, viewer: Viewer) -> Card:
    """The duty as one liaison sees it: open with its buttons, or done with the time."""
    answer = reminders.answer_of(turn.tx, duty, viewer.id or 0)
    if answer is not None and answer.answer == Answer.DONE and viewer.person is not None:
        at = turn.clock_time(answer.answered_at)
        return Card(texts.REPORT_DUE, note=texts.REPORT_DONE_AT(name=viewer.person.name, at=at))
    return Card(
        texts.REPORT_DUE,
        (texts.REPORT_WHAT,),
        buttons=(
            Button(texts.REPORTED, token("reminders", "reported", duty), "good"),
            Button(texts.LATER, token("reminders", "later", duty)),
        ),
        note=texts.REPORT_RULE,
    )


def _settle(turn: Turn, duty: str) -> None:
    turn.settle(duty, lambda viewer: card(turn, duty, viewer))


def _is_done(turn: Turn, duty: str, person: Person) -> bool:
    answer = reminders.answer_of(turn.tx, duty, person.id)
    return answer is not None and answer.answer == Answer.DONE


def _liaison(turn: Turn) -> Person:
    person = turn.person()
    if not person.holds(Role.LIAISON):
        raise NotAllowed(texts.REPORTED, texts.FOR_LIAISONS)
    return person


def _code(occurrence: str) -> str:
    """The occurrence as a subject: `weekly-report:2026-09-18` without the colon that separates parts of a token."""
    return occurrence.replace(":", "-")
