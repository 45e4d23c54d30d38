"""What happens to a piece of feedback on its way to its answer."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from handlers.cards import Button, Card, bullets, token
from handlers.feedback import rules, texts
from handlers.feedback.cards import feedback_card
from handlers.feedback.desk import router
from handlers.feedback.flow import FLOW, ONLY_COUNT
from handlers.feedback.sending import REMIND, announce
from handlers.findings import raise_item
from handlers.people_named import person_called
from handlers.texts import Phrase
from handlers.turn import Turn
from storage import feedback as store
from storage.feedback import WAITING, Feedback
from storage.people import Person, Role

Given = Mapping[str, Any]
MOST, MOST_BUTTONS = 10, 4
MONTH = timedelta(days=30)  # the first day of an improvement; its owner's to change


@router.press("assign")
def assign(turn: Turn, feedback: Feedback, given: Given) -> None:
    """Somebody answers it."""
    person = person_called(turn, str(given["person"]))
    feedback.assignee, feedback.assignee_id = person, person.id
    _show(turn, feedback, person)
    turn.reply(texts.ASSIGNED(code=feedback.code, name=person.name))


@router.press("answer")
def answer(turn: Turn, feedback: Feedback, given: Given) -> None:
    """The sender reads it: named ones now, anonymous ones when they ask with their code."""
    feedback.answer, feedback.answered_at, feedback.reason = str(given["answer"]), turn.now, ""
    turn.forget_reminders(feedback.code)
    _tell_sender(turn, feedback, texts.ANSWERED(code=feedback.code, answer=feedback.answer), texts.ANSWERED_HOW)


@router.press("set_aside")
def set_aside(turn: Turn, feedback: Feedback, given: Given) -> None:
    """Not something the school can act on; the sender reads why."""
    feedback.reason, feedback.answered_at = str(given["reason"]), turn.now
    turn.forget_reminders(feedback.code)
    _tell_sender(turn, feedback, texts.SET_ASIDE_TOLD(code=feedback.code, reason=feedback.reason))


@router.press("adopt")
def adopt(turn: Turn, feedback: Feedback, _given: Given) -> None:
    """It becomes an improvement item, and the sender hears it."""
    owner = feedback.assignee or turn.person()
    item = raise_item(turn, feedback.code, feedback.headline, owner, turn.now + MONTH)
    feedback.adopted = item.code
    _tell_sender(turn, feedback, texts.ADOPTED(code=feedback.code, item=item.code))
    turn.reply(texts.DONE_ADOPTED(code=feedback.code, item=item.code))


@router.press("publish")
def publish(_turn: Turn, feedback: Feedback, given: Given) -> None:
    """What stands on the wall is written anew, without names; or it only counts."""
    said = str(given["public"])
    feedback.public = "" if said == ONLY_COUNT else said[:200]


@router.press("reopen")
def reopen(turn: Turn, feedback: Feedback, given: Given) -> None:
    """The answer did not settle it."""
    feedback.reason, feedback.received_at, feedback.revision = str(given["reason"]), turn.now, feedback.revision + 1
    turn.tx.flush()
    announce(turn, feedback)
    if feedback.assignee is not None:
        _show(turn, feedback, feedback.assignee)


@router.due(REMIND)
def remind(turn: Turn, code: str, facts: Given) -> None:
    """Half way and on the day whoever has it; later the leaders, too. Each of them hears once a day of all there are."""
    feedback = store.by_code(turn.tx, code)
    if feedback is None or feedback.status not in WAITING:
        return
    when = str(facts["when"])
    if when == "escalate":
        feedback.escalated = True
    for person in _reminded(turn, feedback, when).values():
        theirs = [one for one in store.unanswered(turn.tx) if _falls_today(turn, one, when, person)]
        key = f"feedback:{when}:{turn.local(turn.now):%Y%m%d}:{person.id}"
        if feedback not in theirs:  # late after a stop of ours: everything that is, in one message
            theirs = [one for one in store.unanswered(turn.tx) if _is_past(turn, one, person)] or [feedback]
            key = f"feedback:late:{turn.local(turn.now):%Y%m%d}:{person.id}"
        turn.tell(person, _reminder(turn, theirs, person), subject=theirs[0].code if len(theirs) == 1 else "", key=key)


def _is_past(turn: Turn, feedback: Feedback, person: Person) -> bool:
    """Whether a day on which this person is reminded of it is over."""
    return feedback.status in WAITING and any(
        _moment(turn, feedback, when) <= turn.now and person.id in _reminded(turn, feedback, when)
        for when in ("nudge", "due", "escalate")
    )


def _moment(turn: Turn, feedback: Feedback, when: str) -> datetime:
    rule = {"nudge": rules.NUDGE, "due": rules.ANSWER, "escalate": rules.ESCALATE}[when]
    return rule.due(turn.rule(rule), feedback.received_at, turn.school.calendar)


def _reminded(turn: Turn, feedback: Feedback, when: str) -> dict[int, Person]:
    people = [feedback.assignee] if feedback.assignee is not None else turn.everyone(Role.CIO)
    if when == "due":
        people = [*people, *turn.everyone(Role.CIO)]
    elif when == "escalate":
        people = [*people, *turn.everyone(Role.CIO, Role.LEADER)]
    return {one.id: one for one in people}


def _falls_today(turn: Turn, feedback: Feedback, when: str, person: Person) -> bool:
    """Whether this person is reminded of it in the course of today, for the same reason."""
    return (
        feedback.status in WAITING
        and turn.local(_moment(turn, feedback, when)).date() == turn.local(turn.now).date()
        and person.id in _reminded(turn, feedback, when)
    )


def _reminder(turn: Turn, theirs: Sequence[Feedback], person: Person) -> Card:
    if len(theirs) == 1:
        card = feedback_card(turn, theirs[0], turn.view_of(person))
        told = texts.STILL_OPEN(code=theirs[0].code, what=theirs[0].headline)
        return Card(told, card.lines, card.facts, card.buttons)
    lines = bullets([texts.REMINDED_LINE(code=one.code, what=one.headline) for one in theirs[:MOST]])
    looks = tuple(Button(texts.LOOK(code=one.code), token("people", "look", one.code)) for one in theirs[:MOST_BUTTONS])
    return Card(texts.STILL_OPEN_ALL(count=len(theirs)), lines, buttons=looks)


@router.command("反馈列表", "待答复反馈", "未答复反馈", "unanswered feedback")
def listed(turn: Turn, _rest: str) -> None:
    """What waits for this person's answer."""
    person = turn.person()
    found = [
        one for one in store.unanswered(turn.tx)
        if one.assignee_id == person.id or turn.viewer.holds(Role.CIO) or (one.escalated and person.holds(Role.LEADER))
    ]  # fmt: skip
    lines = tuple(
        texts.LINE(code=one.code, what=one.headline, status=FLOW.statuses[one.status], answer="") for one in found[:10]
    )
    turn.reply(Card(texts.UNANSWERED(count=len(found)), lines))


def _tell_sender(turn: Turn, feedback: Feedback, words: Phrase, note: Phrase = "") -> None:
    if feedback.person is not None:
        turn.tell(feedback.person, Card(words, note=note), subject=feedback.code)
    elif feedback.account is not None:
        turn.voice.to_conversation(feedback.account, feedback.account.address, Card(words))


def _show(turn: Turn, feedback: Feedback, person: Person) -> None:
    turn.tx.flush()
    turn.tell(person, feedback_card(turn, feedback, turn.view_of(person)), subject=feedback.code)
