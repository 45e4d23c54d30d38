"""Asking for a reminder: what was understood is shown with its next dates and its people, and counts after 确定."""

import re
import secrets
from datetime import datetime

from handlers import audience as audiences
from handlers import planning
from handlers.audience import Audience, Resolved
from handlers.cards import Button, Card, token
from handlers.errors import NotAllowed, Refused
from handlers.numerals import fold
from handlers.recurrence import (
    Holiday,
    NthWorkday,
    Occasion,
    Once,
    TermEdge,
    TermParts,
    TermWeek,
    VacationEdge,
    describe,
    to_json,
    upcoming,
)
from handlers.reminders import rules, texts, wishes
from handlers.reminders.desk import CALL, RING, is_own, own_schedule, router
from handlers.reminders.wishes import Wish
from handlers.school_time import Status
from handlers.texts import Phrase, Text, joined
from handlers.time_phrases import find_recurrence
from handlers.timing.recurrence_rule import Recurrence
from handlers.turn import Turn
from handlers.understand import Understood
from storage import schedules
from storage.people import Person, Role
from storage.schedules import CatchUp, Schedule

SHOWN = 3  # dates shown before somebody confirms
LONGEST = 120
MOST_BEFORE = 3  # characters before the time: 请, 麻烦
_AGAIN = re.compile(r"(?:请|麻烦|帮我)*(?:每|逢)(?!次都)")
NOT_NEW = re.compile(r"取消|暂停|恢复|跳过|改到|改成|不要|别再|停|[吗?？]")
_OCCASION = re.compile(
    r"(?P<name>(?P<stem>期[中末]|[一二三]模|[月联会统]考|运动会|家长会|考试)(?:考试?)?)(?:结束)?(?:之?[前后]|当天|那天)"
)
ANYBODY = (Role.CIO, Role.LEADER, Role.SECRETARY, Role.ADMIN)
OWN_DEPARTMENT = (Role.HEAD, Role.LIAISON)


@router.say("reminder_create")
def ask(turn: Turn, text: str, meant: Understood) -> None:
    """Show what was understood, with the next dates; nothing counts before 确定."""
    person = turn.person()
    unknown = _occasion_unknown(turn, text)
    try:
        wish = wishes.read(turn, text, str(meant.slots.get("content", "")))
    except wishes.NotRead:
        if not unknown:
            raise
        wish = None
    if wish is None:
        turn.reply(texts.NOT_ENTERED(name=unknown) if unknown else texts.WHAT_AND_WHEN)
        return
    if wish.audience is not None and is_own(wish.audience, person):
        wish = Wish(wish.rule, wish.what)
    if not upcoming(wish.rule, turn.now, 1, turn.school.calendar):
        pattern = wish.rule.pattern
        turn.reply(texts.NOT_ENTERED(name=pattern.name) if isinstance(pattern, Occasion) else texts.TOO_EARLY)
        return
    _check_room(turn, person)
    people = _allowed(turn, person, wish.audience) if wish.audience is not None else None
    schedule = planning.plan(
        turn.tx, turn.school.calendar, turn.now, key=f"reminder:{secrets.token_hex(6)}", title=wish.what,
        action=RING if wish.audience is None else CALL, rule=to_json(wish.rule), owner_id=person.id,
        catch_up=CatchUp.SEND_LATE, payload={"audience": wish.audience.to_json()} if wish.audience else {},
    )  # fmt: skip
    schedule.active = False  # until it is confirmed
    turn.reply(_proposal(turn, schedule, wish, people))


def heard(turn: Turn, text: str) -> bool:
    """Whether the message asks for what comes again: with a rule in front and somebody behind 提醒 it is no notice to be
    sent now, whatever else it resembles. A rule that cannot be read is asked for, not guessed at.
    """
    if turn.actor is None or "提醒" not in text or len(text) > LONGEST or NOT_NEW.search(text):
        return False
    again = find_recurrence(text, turn.school.calendar)
    begins = again.start <= MOST_BEFORE if again is not None else bool(_AGAIN.match(fold(text)))
    if not begins or not wishes.names_somebody(turn, text):
        return False
    ask(turn, text, Understood("reminder_create", {}, 1.0))
    return True


@router.button("keep")
def keep(turn: Turn, code: str, _choice: str) -> None:
    """Confirmed: from now on it counts."""
    schedule = own_schedule(turn, code)
    if not schedule.active:
        planning.replan(schedule, turn.now, turn.school.calendar)
        if schedule.next_due_at is None:
            turn.reply(texts.TOO_EARLY)
            return
        schedule.active, schedule.paused_at = True, None
        turn.record(
            schedule.key, "remind", details={"what": schedule.title, "audience": schedule.payload.get("audience")}
        )
    at = turn.clock_time(schedule.next_due_at) if schedule.next_due_at else ""
    if schedule.action == RING:
        turn.reply(texts.KEPT(at=at, what=schedule.title))
        return
    whom = Audience.from_json(schedule.payload["audience"]).words()
    turn.reply(texts.KEPT_FOR(at=at, what=schedule.title, whom=whom))


def _proposal(turn: Turn, schedule: Schedule, wish: Wish, people: Resolved | None) -> Card:
    buttons = (
        Button(texts.KEEP, token("reminders", "keep", str(schedule.id)), "good"),
        Button(texts.DROP, token("reminders", "drop", str(schedule.id))),
    )
    when = next_dates(turn, wish.rule)
    if wish.audience is None or people is None:
        return Card(texts.ASK(what=wish.what), facts=when, buttons=buttons)
    whom = joined([texts.COUNTED(count=len(people.people)), people.by_department()], "：", ": ")
    facts = [*when, (texts.WHOM_FACT, whom)]
    if people.excluded:
        facts.append((texts.NOT_TO, joined(list(people.reasons()), "；", "; ")))
    if not isinstance(wish.rule.pattern, Once):
        facts.append((texts.IF_MISSED, texts.SENT_LATE))
    return Card(texts.ASK_FOR(whom=wish.audience.words(), what=wish.what), facts=tuple(facts), buttons=buttons)


def next_dates(turn: Turn, rule: Recurrence) -> tuple[tuple[Phrase, Phrase], ...]:
    """The rule and its next moments; those in a year or term that is not settled say so."""
    calendar = turn.school.calendar
    dates = upcoming(rule, turn.now, SHOWN, calendar)
    said: list[Phrase] = []
    for at in dates:
        guess = texts.PROVISIONAL if is_guess(turn, rule, at) else ""
        said.append(joined([turn.clock_time(at), guess], "", ""))
    if isinstance(rule.pattern, Once):
        return ((texts.WHEN, said[0] if said else "—"),)
    return (
        (texts.WHEN, Text(describe(rule), describe(rule, "en"))),
        (texts.NEXT, joined(said) if said else texts.NO_TERM_YET),
    )


def is_guess(turn: Turn, rule: Recurrence, at: datetime) -> bool:
    """Whether a date may still move, with a term that is only expected or holidays that are not announced."""
    calendar, date = turn.school.calendar, turn.local(at).date()
    if isinstance(rule.pattern, TermWeek | TermEdge | TermParts | VacationEdge):
        term = calendar.term_at(date) or calendar.next_term(date)
        if term is None or term.status is Status.PROVISIONAL:
            return True
    hangs = rule.holiday is not Holiday.IGNORE or isinstance(rule.pattern, NthWorkday)
    return hangs and calendar.is_provisional(date)


def _occasion_unknown(turn: Turn, text: str) -> str:
    """The examination or event that a sentence counts from and the calendar does not have yet, "" for none."""
    said = _OCCASION.search(fold(text))
    if said is None:
        return ""
    entered = (*turn.school.calendar.exams, *turn.school.calendar.events, *turn.school.calendar.quiet_days)
    return "" if any(said["stem"] in one.name for one in entered) else said["name"]


def _check_room(turn: Turn, person: Person) -> None:
    mine = len(schedules.of_owner(turn.tx, person.id, RING)) + len(schedules.of_owner(turn.tx, person.id, CALL))
    if mine >= turn.rule(rules.MOST_OWN):
        raise Refused(texts.TOO_MANY(count=mine))


def _allowed(turn: Turn, person: Person, audience: Audience) -> Resolved:
    """Who would get it. Heads and liaisons remind their own department; the CIO and leaders anybody."""
    people = audiences.resolve(turn.tx, audience)
    if not people.people:
        raise Refused(texts.NOBODY(whom=audience.words()))
    own = person.department and all(one.department == person.department for one in people.people)
    if not person.holds(*ANYBODY) and not (person.holds(*OWN_DEPARTMENT) and own):
        raise NotAllowed(texts.REMIND_OTHERS, texts.WHO_REMINDS, code="reminder", step_name="remind_others")
    return people
