"""The question of the month (clause 5.3.2): every department has an entry, the silent ones are asked again, then said."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from handlers import departments
from handlers.acting import leads
from handlers.cards import Button, Card, token
from handlers.departments import contact, heads_of
from handlers.errors import NotAllowed
from handlers.needs import rules, texts
from handlers.needs.cards import about, month_words, question_card
from handlers.needs.flow import READS_ALL
from handlers.needs.routes import router
from handlers.texts import Phrase, Text, joined
from handlers.turn import Turn
from storage import needs
from storage.needs import Answer, NeedEntry, NeedRound
from storage.people import Role

ASK, AGAIN, OVER = "needs.ask", "needs.again", "needs.over"
OPEN_ANSWERS = (Answer.WAITING, Answer.SILENT)
MOST_BUTTONS = 4


@router.due(ASK)
def ask(turn: Turn, _code: str, facts: Mapping[str, Any]) -> None:
    """It is the day: each department's liaison is asked, without one the head; the CIO hears where nobody could be."""
    day = date.fromisoformat(str(facts["day"]))
    month = f"{day:%Y-%m}"
    if needs.round_of(turn.tx, month) is not None:
        return
    due = turn.school.calendar.add_workdays(turn.now, turn.rule(rules.CLOSE))
    one = NeedRound(month=month, asked_at=turn.now, due_at=due)
    turn.tx.add(one)
    turn.tx.flush()
    by_head, nobody = [], []
    for name in departments.departments(turn):
        found = contact(turn, name)
        entry = NeedEntry(department=name, answer=Answer.WAITING if found.people else Answer.NOBODY, round=one)
        turn.tx.add(entry)
        turn.tx.flush()
        if not found.people:
            nobody.append(name)
        elif found.is_head:
            by_head.append(name)
        _put(turn, entry)
    turn.record(f"needs:{month}", "ask", clause="5.3.2", details={"departments": len(one.entries)})
    turn.remind_by(rules.NUDGE, f"needs:{month}:again", AGAIN, f"needs:{month}", {"month": month})
    turn.remind_by(rules.CLOSE, f"needs:{month}:over", OVER, f"needs:{month}", {"month": month})
    _tell_gaps(turn, month, by_head, nobody)


def _tell_gaps(turn: Turn, month: str, by_head: list[str], nobody: list[str]) -> None:
    lines: list[Phrase] = []
    if by_head:
        lines.append(texts.HEAD_ASKED(departments=joined(list(by_head))))
    if nobody:
        lines.append(texts.NOBODY(departments=joined(list(nobody))))
    for person in turn.everyone(Role.CIO):
        if lines:
            turn.tell(person, Card(lines[0], tuple(lines[1:])), key=f"needs:{month}:gaps:{person.id}")


def _put(turn: Turn, entry: NeedEntry, words: Text | None = None) -> int:
    """The question to whoever answers for a department now. How many got it."""
    people = contact(turn, entry.department).people
    for person in people:
        card = question_card(turn, entry.round, entry)
        shown = Card(words, (card.title, *card.lines), card.facts, card.buttons) if words else card
        turn.tell(person, shown, subject=about(entry.round.month, entry.department))
    return len(people)


@router.due(AGAIN)
def again(turn: Turn, _subject: str, facts: Mapping[str, Any]) -> None:
    """Those who have not answered are asked once more."""
    one = needs.round_of(turn.tx, str(facts["month"]))
    if one is not None:
        for entry in _waiting(one):
            _put(turn, entry, texts.AGAIN(month=month_words(one.month)))


@router.due(OVER)
def over(turn: Turn, _subject: str, facts: Mapping[str, Any]) -> None:
    """The days are over: who stayed silent is on record, their head and the CIO hear of it, nobody else does."""
    one = needs.round_of(turn.tx, str(facts["month"]))
    if one is None or one.closed_at is not None:
        return
    for entry in _waiting(one):
        entry.answer = Answer.SILENT
        asked = {person.id for person in contact(turn, entry.department).people}
        for head in heads_of(turn, entry.department):
            if head.id not in asked:
                said = texts.HEAD_SILENT(department=entry.department, month=month_words(one.month))
                card = question_card(turn, one, entry)
                turn.tell(
                    head, Card(said, card.lines, card.facts, card.buttons), subject=about(one.month, entry.department)
                )
    close(turn, one)


def close(turn: Turn, one: NeedRound) -> None:
    """All have answered or the time is over: the CIO sees the month, and the regular duty is done."""
    if one.closed_at is not None:
        return
    one.closed_at = turn.now
    turn.forget_reminders(f"needs:{one.month}")
    turn.record(f"needs:{one.month}", "close", clause="5.3.2", details={"answered": len(_answered(one))})
    cios = [person for person in turn.everyone(Role.CIO) if person.holds(Role.CIO)]
    for person in cios:
        turn.tell(person, board_card(turn, one, closed=True), key=f"needs:{one.month}:closed:{person.id}")
    if cios:
        turn.features.fulfilled("feedback_day", turn, cios[0], f"needs:{one.month}")


def _waiting(one: NeedRound) -> list[NeedEntry]:
    return [entry for entry in one.entries if entry.answer == Answer.WAITING]


def _answered(one: NeedRound) -> list[NeedEntry]:
    return [entry for entry in one.entries if entry.answer in (Answer.NONE, Answer.NEEDS)]


def board(turn: Turn) -> None:
    """Which departments have answered this month, to those who lead."""
    turn.person()
    if not (leads(turn.viewer) or turn.viewer.holds(*READS_ALL)):
        raise NotAllowed(texts.ASK, texts.WHO_CIO, code="needs", step_name="read")
    one = needs.last_round(turn.tx)
    turn.reply(board_card(turn, one) if one is not None else texts.BOARD_NONE)


def board_card(turn: Turn, one: NeedRound, *, closed: bool = False) -> Card:
    """One month: with needs, with 无, silent, nobody to ask; the needs that have not ended one tap away."""
    asked = [entry for entry in one.entries if entry.answer != Answer.NOBODY]
    wording = texts.CLOSED if closed else texts.BOARD
    title = wording(month=month_words(one.month), answered=len(_answered(one)), all=len(asked))
    lines: list[Phrase] = []
    for answer, words in (
        (Answer.WAITING, texts.WAITING), (Answer.SILENT, texts.SILENT), (Answer.NEEDS, texts.WITH_NEEDS),
        (Answer.NONE, texts.WITH_NONE), (Answer.NOBODY, texts.WITHOUT),
    ):  # fmt: skip
        named = [entry.department for entry in one.entries if entry.answer == answer]
        if named:
            lines.append(words(count=len(named), departments=joined(list(named))))
    still = [need for need in needs.still_open(turn.tx) if need.status == "raised"]
    looks = [Button(Text(f"看 {need.code}", f"Open {need.code}"), token("people", "look", need.code)) for need in still]
    if _waiting(one):
        looks = [*looks[: MOST_BUTTONS - 1], Button(texts.NUDGE, token("needs", "nudge", one.month))]
    return Card(title, tuple(lines), buttons=tuple(looks[:MOST_BUTTONS]), note=texts.CLAUSE_IS)


@router.button("nudge")
def nudge(turn: Turn, month: str, _choice: str) -> None:
    """The CIO asks the silent ones again, once a day."""
    turn.person()
    if not leads(turn.viewer):
        raise NotAllowed(texts.NUDGE, texts.WHO_CIO, code="needs", step_name="nudge")
    one = needs.round_of(turn.tx, month)
    waiting = _waiting(one) if one is not None else []
    if one is None or not waiting:
        turn.reply(texts.NOBODY_WAITS)
        return
    if turn.local(one.asked_at).date() == turn.local(turn.now).date():
        turn.reply(texts.NUDGED_ALREADY)
        return
    one.asked_at = turn.now
    for entry in waiting:
        _put(turn, entry, texts.AGAIN(month=month_words(month)))
    turn.record(f"needs:{month}", "nudge", clause="5.3.2")
    turn.reply(texts.NUDGED(count=len(waiting), departments=joined([entry.department for entry in waiting])))
