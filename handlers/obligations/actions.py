"""What happens to an obligation: shown, checked, handed on; its reminders, and the next round."""

from collections.abc import Mapping
from typing import Any

from handlers.cards import Card
from handlers.flow import Viewer
from handlers.obligations import rules, texts
from handlers.obligations.desk import obligation_card, router
from handlers.obligations.evidence import with_words
from handlers.obligations.flow import CHECKS, FLOW, may_check
from handlers.obligations.kinds import at_end, months_later
from handlers.people_named import person_called
from handlers.safety import day_words
from handlers.turn import Turn
from storage import obligations
from storage.obligations import Obligation, ObligationRound, ObligationStage
from storage.people import Person, Role

REMIND, UNCHECKED = "obligations.remind", "obligations.unchecked"


def arm(turn: Turn, one: Obligation) -> None:
    """Two reminders before its day and one after it, for the present round."""
    mark = f"{one.code}:{one.round}:{one.due_at:%Y%m%d}"
    for rule, when in ((rules.BEFORE, "before"), (rules.AGAIN, "again")):
        if rule.due(turn.rule(rule), one.due_at, turn.school.calendar, ahead=True) > turn.now:
            turn.remind_by(rule, f"{mark}:{when}", REMIND, one.code, {"when": when}, since=one.due_at, ahead=True)
    turn.remind_by(rules.AFTER, f"{mark}:after", REMIND, one.code, {"when": "after"}, since=one.due_at)


@router.due(REMIND)
def remind(turn: Turn, code: str, facts: Mapping[str, Any]) -> None:
    """Before its day the owner; once it is late the CIO as well."""
    one = obligations.by_code(turn.tx, code)
    if one is None or one.status != ObligationStage.PENDING:
        return
    late = facts["when"] == "after"
    said = (texts.OVERDUE if late else texts.SOON)(code=code, name=one.headline, day=day_words(turn, one.due_at))
    people = {one.owner.id: one.owner} | ({person.id: person for person in turn.everyone(Role.CIO)} if late else {})
    for person in people.values():
        card = obligation_card(turn, one, turn.view_of(person))
        turn.tell(person, Card(said, (), card.facts, card.buttons), subject=code,
                  key=f"{code}:{one.round}:{facts['when']}:{one.due_at:%Y%m%d}:{person.id}")  # fmt: skip


@router.press("show")
def show(turn: Turn, one: Obligation, answers: Mapping[str, Any]) -> None:
    """The owner says what was done; somebody else looks at it."""
    with_words(turn, one)
    put_before_checkers(turn, one, str(answers["evidence"]).strip(), turn.person())


def put_before_checkers(turn: Turn, one: Obligation, words: str, by: Person) -> None:
    """What was shown goes on record for its day, and to whoever may check it."""
    one.shown, one.reason = words, ""
    row = next((row for row in one.rounds if row.number == one.round), None)
    if row is None:
        row = ObligationRound(number=one.round, due_at=one.due_at, shown=words, by_id=by.id, shown_at=turn.now)
        one.rounds.append(row)
    row.shown, row.by_id, row.shown_at = words, by.id, turn.now
    turn.forget_reminders(one.code)
    turn.tx.flush()
    for person in _checkers(turn, one):
        card = obligation_card(turn, one, turn.view_of(person))
        turn.tell(person, card, subject=one.code, key=f"{one.code}:{one.round}:{turn.now:%Y%m%d%H%M%S}:{person.id}")
    turn.remind_by(rules.CHECK, f"{one.code}:{one.round}:{turn.now:%Y%m%d%H%M%S}:check", UNCHECKED, one.code)


def _checkers(turn: Turn, one: Obligation) -> list[Person]:
    """The CIO; where the CIO is its owner, whoever else may check."""
    found = [person for person in turn.everyone(Role.CIO) if may_check(turn.view_of(person), one)]
    return found or [person for person in turn.everyone(*CHECKS) if may_check(turn.view_of(person), one)]


@router.due(UNCHECKED)
def unchecked(turn: Turn, code: str, _facts: Mapping[str, Any]) -> None:
    """Evidence that nobody looked at is named once more."""
    one = obligations.by_code(turn.tx, code)
    if one is None or one.status != ObligationStage.SHOWN:
        return
    for person in _checkers(turn, one):
        card = obligation_card(turn, one, turn.view_of(person))
        said = texts.UNCHECKED(code=code, name=one.headline)
        turn.tell(person, Card(said, (), card.facts, card.buttons), subject=code,
                  key=f"{code}:{one.round}:unchecked:{turn.now:%Y%m%d}:{person.id}")  # fmt: skip


@router.press("check")
def check(turn: Turn, one: Obligation, _answers: Mapping[str, Any]) -> None:
    """It is in order, says somebody else than who did it; what comes again is due again."""
    row = next((row for row in one.rounds if row.number == one.round), None)
    if row is not None:
        row.checked_by, row.checked_by_id, row.checked_at = turn.person(), turn.person().id, turn.now
    turn.forget_reminders(one.code)
    if one.months:
        day = months_later(turn.local(one.due_at).date(), one.months)
        while at_end(turn, day) <= turn.now:
            day = months_later(day, one.months)
        before = FLOW.take(FLOW.by_name["again"], Viewer(None), one)
        one.round, one.due_at, one.shown = one.round + 1, at_end(turn, day), ""
        turn.record(
            one.code, "again", clause=FLOW.clause, before=before, after=one.status, details={"due": day.isoformat()}
        )
        arm(turn, one)
    turn.tx.flush()
    turn.tell(one.owner, obligation_card(turn, one, turn.view_of(one.owner)), subject=one.code)


@router.press("hand_back")
def hand_back(turn: Turn, one: Obligation, answers: Mapping[str, Any]) -> None:
    """Not enough; its owner reads why, and its day counts again."""
    one.reason = str(answers["reason"]).strip()
    one.rounds[:] = [row for row in one.rounds if row.number != one.round]
    turn.forget_reminders(one.code)
    arm(turn, one)
    turn.tx.flush()
    turn.tell(one.owner, obligation_card(turn, one, turn.view_of(one.owner)), subject=one.code)


@router.press("hand_over")
def hand_over(turn: Turn, one: Obligation, answers: Mapping[str, Any]) -> None:
    """Somebody else answers for it."""
    give(turn, one, person_called(turn, str(answers["person"])))
    turn.reply(texts.HANDED(code=one.code, name=one.owner.name))


def give(turn: Turn, one: Obligation, person: Person) -> None:
    """Change the owner, who gets the card."""
    one.owner, one.owner_id = person, person.id
    turn.tx.flush()
    turn.tell(person, obligation_card(turn, one, turn.view_of(person)), subject=one.code)


@router.press("move")
def move(turn: Turn, one: Obligation, answers: Mapping[str, Any]) -> None:
    """The authorities named another day."""
    from handlers.obligations.registering import read_due  # noqa: PLC0415 -- it reads days, and sets reminders by this file

    one.due_at, one.reason = read_due(turn, str(answers["day"])), str(answers["reason"]).strip()
    turn.forget_reminders(one.code)
    arm(turn, one)


@router.press("set_aside")
def set_aside(turn: Turn, one: Obligation, answers: Mapping[str, Any]) -> None:
    """It does not apply to this school, and the reason stays."""
    one.reason = str(answers["reason"]).strip()
    turn.forget_reminders(one.code)


@router.press("bring_back")
def bring_back(turn: Turn, one: Obligation, _answers: Mapping[str, Any]) -> None:
    """It does apply after all."""
    one.reason = ""
    if one.due_at <= turn.now and one.months:
        day = turn.local(one.due_at).date()
        while at_end(turn, day) <= turn.now:
            day = months_later(day, one.months)
        one.due_at = at_end(turn, day)
    arm(turn, one)


@router.press("again")
@router.press("recorded")
def by_the_clock(_turn: Turn, _one: Obligation, _answers: Mapping[str, Any]) -> None:
    """No person takes these: the next round begins when the last was checked; a record elsewhere counts by itself."""


@router.fulfilment
def fulfilled(turn: Turn, kind: str, person: Person, source: str) -> None:
    """A restore test that was recorded with the backups is the evidence of the restore test here."""
    if kind != "restore_tests":
        return
    for one in obligations.still_open(turn.tx):
        if one.kind == "restore" and one.status == ObligationStage.PENDING:
            before = one.status
            one.status = FLOW.by_name["show"].leads
            words = texts.BY_RECORD(source=source)
            turn.record(
                one.code, "show", clause=FLOW.clause, before=before, after=one.status, details={"source": source}
            )
            put_before_checkers(turn, one, words.zh, person)


@router.leaving
def leaving(turn: Turn, person: Person) -> list[str]:
    """What somebody who left answered for goes to the CIO."""
    heir = next((one for one in turn.everyone(Role.CIO, Role.ADMIN) if one.id != person.id), None)
    moved = []
    for one in obligations.of_person(turn.tx, person.id) if heir is not None else ():
        assert heir is not None  # noqa: S101
        give(turn, one, heir)
        turn.record(one.code, "moved", clause="7.1.1", before=person.name, after=heir.name)
        moved.append(one.code)
    return moved
