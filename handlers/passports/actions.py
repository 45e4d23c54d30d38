"""What somebody new does: read on, answer, acknowledge."""

from collections.abc import Mapping
from typing import Any

from handlers import acknowledging
from handlers.flow import Viewer
from handlers.passports import rules
from handlers.passports.desk import router
from handlers.passports.flow import FLOW, LAST_PAGE
from handlers.passports.questions import ASKED, BY_KEY, chosen, right_ones
from handlers.turn import Turn
from storage import acknowledgements, charter
from storage.passports import Passport

CHARTER = "V-"


@router.press("begin")
def begin(turn: Turn, one: Passport, _answers: Mapping[str, Any]) -> None:
    """The first page."""
    one.started_at, one.page = turn.now, 0


@router.press("next")
def turn_page(_turn: Turn, one: Passport, _answers: Mapping[str, Any]) -> None:
    """One page on."""
    one.page += 1


@router.press("quiz")
def start_quiz(_turn: Turn, one: Passport, _answers: Mapping[str, Any]) -> None:
    """Five questions, others than the last time."""
    one.asked, one.given = chosen(one.person_id, one.attempts), []
    one.attempts += 1


@router.press("answer")
def answer(turn: Turn, one: Passport, answers: Mapping[str, Any]) -> None:
    """One answer; after the last one it is passed, or read once more."""
    letter = str(answers.get("choice", "")).upper()
    question = BY_KEY[one.asked[len(one.given)]]
    one.given = [*one.given, [question.key, letter, letter == question.right]]
    if len(one.given) < ASKED:
        return
    passed = right_ones(one.given) >= turn.rule(rules.PASS)
    name = "pass" if passed else "again"
    before = FLOW.take(FLOW.by_name[name], Viewer(None), one)
    one.page = LAST_PAGE
    turn.record(
        one.code, name, clause=FLOW.clause, before=before, after=one.status,
        details={"right": right_ones(one.given), "of": ASKED, "attempt": one.attempts},
    )  # fmt: skip


@router.press("agree")
def agree(turn: Turn, one: Passport, _answers: Mapping[str, Any]) -> None:
    """Through. Where this person was asked to take note of the charter, that is done, too."""
    day = turn.school.calendar.date(turn.now)
    one.noted = "、".join(version.headline for version in charter.in_force(turn.tx, day))
    one.finished_at = turn.now
    turn.forget_reminders(one.code)
    turn.tx.flush()
    for row in acknowledgements.open_of(turn.tx, one.person_id):
        if row.subject.startswith(CHARTER):
            acknowledging.acknowledge(turn, row.subject)


@router.press("pass")
@router.press("again")
def by_the_answers(_turn: Turn, _one: Passport, _answers: Mapping[str, Any]) -> None:
    """Only the answers decide these."""
