"""Asking for a reminder: what was understood is shown with its next dates and its people, and counts after 确定."""

import re
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from handlers import audience as audiences
from handlers import correcting, dialogues, planning
from handlers.audience import Audience, Resolved
from handlers.cards import Button, Card, read_token, token
from handlers.errors import Incomplete, NotAllowed, Refused
from handlers.forms import Field, Form
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
from handlers.texts import EDGES, Phrase, Text, joined
from handlers.time_phrases import find_recurrence, parse_when
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
SHORT, PROPOSALS = 20, 2  # characters of a correction; messages in which a proposal is still looked for
_CALLS = re.compile(
    r"(?:请|麻烦|帮我|设(?:个|一个)?|定(?:个|一个)?)*(?:提醒|叫)(?:一?下)?(?:我)?(?:一?下)?|remind me(?: to| about)?",
    re.IGNORECASE,
)
_NOT_WANTED = re.compile(
    r"(?:那|这|算了|还是)*(?:取消|不要|不用|删掉?|不设)(?:这个|那个|这条)?(?:提醒)?(?:了|吧)*|cancel (?:it|this|that)(?: reminder)?"
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
    if wish is None and unknown:
        turn.reply(texts.NOT_ENTERED(name=unknown))
        return
    if wish is None:
        dialogues.start(turn, FORM, _matter_of(text))
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


def _matter_of(text: str) -> dict[str, str]:
    """What 提醒我开会 wants to be reminded of, in the words that will be joined by a time."""
    said = _CALLS.sub("", fold(text).strip(EDGES), count=1).strip(EDGES)
    return {"what": said} if len(said) > 1 else {}


def _both(turn: Turn, text: str, known: Mapping[str, Any]) -> Mapping[str, Any]:
    """The time in an answer, and beside it what it is about."""
    if parse_when(text, turn.now, turn.school.calendar) or find_recurrence(text, turn.school.calendar):
        found = {"when": text}
        rest = wishes.what_of(turn, text, text)
        if not known.get("what") and len(rest) > 1 and rest != text and rest != texts.SOMETHING.to(turn.language):
            found["what"] = rest
            found["when"] = text.replace(rest, "")
        return found
    return {} if known.get("what") else {"what": text.strip(EDGES)}


def _asked_for_both(turn: Turn, answers: dict[str, Any], _subject: str) -> None:
    """Both are known: it is read as the one sentence it could have been."""
    sentence = f"{answers['when']}提醒我{answers['what']}"
    if wishes.read(turn, sentence, str(answers["what"])) is None:
        raise Incomplete(texts.WHAT_AND_WHEN)
    ask(turn, sentence, Understood("reminder_create", {"content": str(answers["what"])}, 1.0))


FORM = router.form(
    Form(
        "reminders.new",
        texts.FORM,
        (
            Field("what", texts.MATTER, texts.ASK_MATTER),
            Field("when", texts.WHEN_FIELD, texts.WHAT_AND_WHEN),
        ),
        _asked_for_both,
        extract=_both,
        context="flow_active:reminder_create",
        listens=timedelta(minutes=30),
    )
)


def proposed(turn: Turn) -> Schedule | None:
    """The reminder that stands in the chat and waits for 确定."""
    for _row, card in turn.screen[:PROPOSALS]:
        for button in card.get("buttons", ()):
            parts = read_token(button["token"])
            if parts is not None and parts[:2] == ("reminders", "keep") and parts[2].isdigit():
                schedule = turn.tx.get(Schedule, int(parts[2]))
                waits = schedule is not None and not schedule.active and schedule.paused_at is None
                return schedule if waits and schedule is not None and schedule.owner_id == turn.person().id else None
    return None


def instead(turn: Turn, text: str) -> bool:
    """Whether 改到四点 or 不要了 is about the reminder that waits for 确定: then it is shown anew, or dropped."""
    said = fold(text).strip(EDGES)
    schedule = proposed(turn) if len(said) <= SHORT else None
    if schedule is None:
        return False
    if _NOT_WANTED.fullmatch(said):
        turn.reply(texts.DROPPED)
        turn.tx.delete(schedule)
        return True
    when = correcting.said_instead(said)
    if not when or schedule.action != RING or not parse_when(when, turn.now, turn.school.calendar):
        return False
    what = schedule.title
    turn.tx.delete(schedule)
    ask(turn, f"{when}提醒我{what}", Understood("reminder_create", {"content": what}, 1.0))
    return True


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
