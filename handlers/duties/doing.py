"""A duty falls due, is done or named again, and 定期事项 shows when each was done and comes next."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from handlers.audience import ROLE_NAMES
from handlers.cards import Button, Card, bullets, token
from handlers.duties import texts
from handlers.duties.desk import DUE, router
from handlers.duties.rules import BY_KEY, DUTIES, ESCALATE, NUDGE, Duty, a_term, a_year
from handlers.errors import NotAllowed, NotFound
from handlers.texts import Phrase, Text, joined
from handlers.turn import Turn
from storage import duties, schedules
from storage.people import Person, Role

OVERSEERS = (Role.CIO, Role.LEADER, Role.SECRETARY, Role.AUDITOR, Role.ADMIN)
MOST_BUTTONS = 4
YEAR = 366  # days


@router.due(DUE)
def due(turn: Turn, key: str, facts: Mapping[str, Any]) -> None:
    """It is time: whoever is responsible hears of it, with the clause, the rule and what to do next."""
    duty = BY_KEY.get(key)
    if duty is None:
        return
    day = turn.local(datetime.fromisoformat(str(facts["due_at"]))).date()
    code = code_of(duty, day)
    itself = turn.features.dues.get(duty.asks) if duty.asks else None
    if itself is not None:
        itself(turn, code, {"day": day.isoformat()})
        return
    if _counts_early(turn, duty, day):
        return
    for person in _responsible(turn, duty):
        _show(turn, duty, code, person, f"{code}:{person.id}")
    turn.remind_by(NUDGE, f"{code}:nudge", "duties.nudge", code, {"step": "nudge"})
    turn.remind_by(ESCALATE, f"{code}:escalate", "duties.nudge", code, {"step": "escalate"})


@router.due("duties.nudge")
def nudge(turn: Turn, code: str, payload: Mapping[str, Any]) -> None:
    """Still open after some working days: named again, then told to the CIO and the secretary. Never a third time."""
    duty, day = _read(code)
    step = str(payload["step"])
    people = _responsible(turn, duty) if step == "nudge" else turn.everyone(Role.CIO, Role.SECRETARY)
    for person in people:
        if not _is_done(turn, duty, code):
            _show(
                turn, duty, code, person, f"{code}:{step}:{person.id}", texts.STILL(name=duty.name, day=_day(turn, day))
            )


@router.button("done")
def done(turn: Turn, code: str, _choice: str) -> None:
    """It was done; every copy of the card says so, and nobody is reminded again."""
    duty, _when = _read(code)
    person = turn.person()
    if not person.holds(*duty.roles, Role.CIO):
        roles = joined([ROLE_NAMES[role] for role in duty.roles])
        raise NotAllowed(texts.DO_IT, texts.FOR_WHOM(roles=roles), code=code[:40], step_name="duty_done")
    _tick(turn, duty, code, person)
    turn.toast(texts.THANKS(name=duty.name))


def _tick(turn: Turn, duty: Duty, code: str, person: Person, source: str = "") -> None:
    """Write down that it was done, once; every copy of its card says so."""
    if not _is_done(turn, duty, code):
        duties.put(turn.tx, duty.key, _occurrence(code), person, turn.now)
        turn.record(
            duty.key, "duty_done", clause=duty.rule.clause, details={"due": code.partition("@")[2], "by": source}
        )
        turn.forget_reminders(code)
    turn.settle(code, lambda _viewer: _card(turn, duty, code))


@router.fulfilment
def fulfilled(turn: Turn, kind: str, person: Person, source: str) -> None:
    """The work itself was done in another feature: it counts for the time that is open, else for the next one.

    `kind` is the last part of the rule's name: training, safety_training, plans, drills, reports …
    """
    duty = BY_KEY.get(f"routine.{kind}")
    if duty is None:
        return
    last = duties.last_due(turn.tx, duty.key)
    day = turn.local(last).date() if last is not None else None
    if day is not None and not _is_done(turn, duty, code_of(duty, day)) and _counts_for(turn, duty, turn.now, day):
        _tick(turn, duty, code_of(duty, day), person, source)
    elif duties.done(turn.tx, duty.key, duties.EARLY + source) is None:
        duties.put(turn.tx, duty.key, duties.EARLY + source, person, turn.now)
        turn.record(duty.key, "duty_done", clause=duty.rule.clause, details={"due": "", "by": source})


def _counts_early(turn: Turn, duty: Duty, day: date) -> bool:
    """Whether it was done before this day in the same term or part of the year, and so is not due any more."""
    found = next((one for one in duties.early(turn.tx, duty.key) if _counts_for(turn, duty, one.at, day)), None)
    if found is not None:
        found.occurrence = day.isoformat()
    return found is not None


def _counts_for(turn: Turn, duty: Duty, at: datetime, day: date) -> bool:
    """Whether what was done then can be what was due on a day: in the same term, or in the same part of a year."""
    calendar = turn.school.calendar
    if duty.recurs is a_term:
        term = calendar.term_at(day)
        return term is not None and term == calendar.term_at(at)
    return abs((turn.local(at).date() - day).days) < YEAR // turn.rule(duty.rule)


@router.command("定期事项", "regular duties", "/duties")
def overview_command(turn: Turn, _rest: str) -> None:
    """定期事项 typed."""
    overview(turn, "", "")


@router.button("overview")
def overview(turn: Turn, _code: str, _choice: str) -> None:
    """Each duty with its clause, how often, last done and next due; those open first to be recorded."""
    person = turn.person()
    mine = [duty for duty in DUTIES if person.holds(*OVERSEERS) or person.holds(*duty.roles)]
    if not mine:
        raise NotAllowed(texts.SEE_IT, texts.WHO_SEES)
    lines, buttons = [], []
    for duty in mine:
        still_open = _still_open(turn, duty)
        lines.append(_line(turn, duty, still_open))
        if still_open is not None and person.holds(*duty.roles, Role.CIO):
            label = Text(f"{texts.DONE.zh} {duty.name.zh}", f"{texts.DONE.en}: {duty.name.en}")
            buttons.append(Button(label, token("duties", "done", code_of(duty, still_open))))
    note = texts.HOW if person.holds(Role.CIO) else ""
    turn.reply(Card(texts.TITLE(count=len(mine)), bullets(lines), buttons=tuple(buttons[:MOST_BUTTONS]), note=note))


def _show(turn: Turn, duty: Duty, code: str, person: Person, key: str, title: Phrase = "") -> None:
    card = _card(turn, duty, code)
    turn.tell(person, Card(title or card.title, card.lines, card.facts, card.buttons), key=key, subject=code)


def _card(turn: Turn, duty: Duty, code: str) -> Card:
    record = duties.done(turn.tx, duty.key, _occurrence(code))
    if record is not None:
        at = turn.clock_time(record.at)
        return Card(texts.DONE_CARD(name=duty.name), note=texts.DONE_NOTE(name=record.by.name, at=at))
    often = _often(turn, duty)
    facts = (
        (texts.CLAUSE, duty.rule.clause),
        (texts.RULE, texts.BY_RULE(rule=duty.rule.title, value=often)),
        (texts.LAST, _last(turn, duty)),
    )
    buttons = (
        Button(texts.DONE, token("duties", "done", code), "good"),
        Button(texts.OVERVIEW_BUTTON, token("duties", "overview")),
    )
    return Card(texts.DUE(name=duty.name, often=often), (duty.begin,), facts, buttons)


def _line(turn: Turn, duty: Duty, still_open: date | None) -> Text:
    schedule = schedules.with_key(turn.tx, duty.key)
    coming = schedule.next_due_at if schedule is not None else None
    return texts.LINE(
        name=duty.name, clause=duty.rule.clause, often=_often(turn, duty), last=_last(turn, duty),
        next=_day(turn, turn.local(coming).date()) if coming is not None else texts.NO_DATE,
        open=texts.OPEN(day=_day(turn, still_open)) if still_open is not None else "",
    )  # fmt: skip


def _often(turn: Turn, duty: Duty) -> Text:
    value = turn.rule(duty.rule)
    return texts.A_YEAR(value=value) if duty.recurs is a_year else duty.rule.show(value)


def _last(turn: Turn, duty: Duty) -> Text:
    record = duties.last_done(turn.tx, duty.key)
    return (
        texts.NEVER
        if record is None
        else texts.DONE_BY(day=_day(turn, turn.local(record.at).date()), name=record.by.name)
    )


def _still_open(turn: Turn, duty: Duty) -> date | None:
    """The day of the last time it fell due, where nobody has recorded it."""
    last = duties.last_due(turn.tx, duty.key)
    if last is None:
        return None
    day = turn.local(last).date()
    return None if _is_done(turn, duty, code_of(duty, day)) else day


def _is_done(turn: Turn, duty: Duty, code: str) -> bool:
    return duties.done(turn.tx, duty.key, _occurrence(code)) is not None


def _responsible(turn: Turn, duty: Duty) -> list[Person]:
    return turn.everyone(*duty.roles) or turn.everyone(Role.CIO)


def _occurrence(code: str) -> str:
    return code.partition("@")[2]


def code_of(duty: Duty, day: date) -> str:
    """The subject of one time a duty falls due: routine.drills@2026-11-09."""
    return f"{duty.key}@{day.isoformat()}"


def _read(code: str) -> tuple[Duty, date]:
    key, _, day = code.partition("@")
    duty = BY_KEY.get(key)
    try:
        when = date.fromisoformat(day)
    except ValueError:
        raise NotFound(code) from None
    if duty is None:
        raise NotFound(code)
    return duty, when


def _day(turn: Turn, day: date) -> Text:
    year = "" if day.year == turn.local(turn.now).year else f"{day.year}年"
    return Text(f"{year}{day.month}月{day.day}日", f"{day:%d %b}" + (f" {day.year}" if year else ""))
