"""知悉: who was asked to take note of something, who did, and what a bare 收到 means.

Any feature asks with `ask` and puts `button` on its card. Pressing it, typing 收到 with the id, or a bare 收到 when
exactly one thing waits, is written down once, silences what was pending for that person in the same transaction, and
calls the feature's `@router.due("<feature>.acknowledged")` with {"person", "choice"}. "Read" is never claimed: no
platform tells.
"""

from collections.abc import Iterable

from handlers.cards import Button, Card, bullets, token
from handlers.errors import NotFound, Refused
from handlers.incoming import Pressed
from handlers.numerals import find_codes
from handlers.router import Router
from handlers.texts import Text, say
from handlers.turn import Turn
from handlers.understand import Understood
from storage import acknowledgements, outbox
from storage.acknowledgements import Acknowledgement, Coverage
from storage.people import Person

MOST_CHOICES = 6

KNOWN = Text("知悉", "Noted")
DONE = Text("已记下：你知悉了 {code}。", "Noted: you have acknowledged {code}.")
FINISHED_CHOICE = "done"
FINISH = Text("已完成", "Done")
FINISHED = Text("已记下：{code} 你完成了。", "Noted: you have done {code}.")
ALREADY = Text("{code} 你在 {at} 就知悉了，不用再回。", "You acknowledged {code} at {at}; nothing more to do.")
WHICH = Text("你有 {count} 条等着知悉，「收到」是指哪一条？", "{count} things wait for you; which one is it?")
WAITS = Text("{code} {headline} · 待知悉", "{code} {headline} · to be acknowledged")
NONE_OPEN = Text("好的。现在没有等你知悉的通知。", "All right. Nothing waits for your acknowledgement.")
DEPARTMENT = Text("{department} {answered}/{asked}", "{department} {answered}/{asked}")
NO_DEPARTMENT = Text("未填部门", "no department")

router = Router("ack")


def ask(turn: Turn, code: str, people: Iterable[Person]) -> int:
    """Ask these people to take note of a subject. How many had not been asked before."""
    return acknowledgements.ask(turn.tx, code, [person.id for person in people], turn.now)


def button(code: str, choice: str = "", label: Text = KNOWN) -> Button:
    """The button by which one takes note; with several answers, one button for each `choice`."""
    return Button(label, token("ack", "known", code, choice), "good")


def answered(turn: Turn, code: str, person: Person | None) -> Acknowledgement | None:
    """What a person has answered; None while they have not, or were never asked."""
    row = acknowledgements.of(turn.tx, code, person.id) if person is not None else None
    return row if row is not None and row.answered_at is not None else None


def missing(turn: Turn, code: str) -> list[Person]:
    """Who still has to answer, by department."""
    return acknowledgements.missing(turn.tx, code)


def coverage(turn: Turn, code: str) -> tuple[int, int, list[Coverage]]:
    """(answered, asked, each department)."""
    rows = acknowledgements.coverage(turn.tx, code)
    return sum(row.answered for row in rows), sum(row.asked for row in rows), rows


def coverage_lines(rows: Iterable[Coverage]) -> tuple[Text, ...]:
    """One line for each department: 数学组 3/12; the least covered first."""
    ordered = sorted(rows, key=lambda row: (row.answered / row.asked, row.department))
    return tuple(
        DEPARTMENT(department=row.department or NO_DEPARTMENT, answered=row.answered, asked=row.asked)
        for row in ordered
    )


def nudge_batch(code: str) -> str:
    """The `batch` of everything that reminds people of a subject: acknowledging drops what has not left of it."""
    return f"{code}:nudge"


def nudge_key(code: str, person_id: int) -> str:
    """How keys of timers that remind one person begin; acknowledging cancels them."""
    return f"{code}:nudge:{person_id}:"


def stop(turn: Turn, code: str) -> None:
    """Nobody is asked any more; what would still have reminded them is dropped."""
    acknowledgements.close(turn.tx, code, turn.now)
    outbox.drop(turn.tx, nudge_batch(code), turn.now, "no longer asked for")
    turn.forget_reminders(code, prefix=f"{code}:nudge")


def acknowledge(turn: Turn, code: str, choice: str = "") -> None:
    """The actor takes note of a subject; of one they were not asked about they learn nothing, not even that it exists."""
    person = turn.person()
    row = acknowledgements.of(turn.tx, code, person.id)
    if row is None:
        raise NotFound(code)
    if row.answered_at is None:
        acknowledgements.answer(turn.tx, code, person.id, choice, turn.now)
    elif not (choice and acknowledgements.finish(turn.tx, code, person.id, choice)):
        _answer(turn, ALREADY(code=code, at=turn.clock_time(row.answered_at)))
        return
    outbox.drop(turn.tx, nudge_batch(code), turn.now, "acknowledged", person.id)
    turn.forget_reminders(code, prefix=nudge_key(code, person.id))
    turn.record(code, "acknowledged", clause="9.2", details={"person": person.name, "choice": choice})
    turn.tx.flush()
    turn.tx.expire(row)
    feature = turn.features.by_prefix.get(code.partition("-")[0])
    follow = turn.features.dues.get(f"{feature.name}.acknowledged") if feature is not None else None
    if follow is not None:
        follow(turn, code, {"person": person.id, "choice": choice})
    _answer(turn, (FINISHED if choice == FINISHED_CHOICE else DONE)(code=code))


def _answer(turn: Turn, words: Text) -> None:
    """To a press a toast, to words words: a card that changed further up is no answer to somebody who typed."""
    if isinstance(turn.heard, Pressed):
        turn.toast(words)
    else:
        turn.reply(words)


@router.desk
def on_desk(turn: Turn) -> list[tuple[Text, Button]]:
    """What one was asked to take note of and has not."""
    person = turn.person()
    found = []
    for row in acknowledgements.open_of(turn.tx, person.id):
        words = WAITS(code=row.subject, headline=headline(turn, row.subject))
        label = Text(f"{KNOWN.zh} {row.subject}", f"{KNOWN.en} {row.subject}")
        found.append((words, button(row.subject, label=label)))
    return found


@router.button("known")
def known(turn: Turn, code: str, choice: str) -> None:
    """知悉 was pressed, or its number or word typed."""
    acknowledge(turn, code, choice)


@router.command("知悉", "收到", "已知悉", "noted")
def typed(turn: Turn, rest: str) -> None:
    """收到 alone, or with the id."""
    heard(turn, rest)


@router.say("broadcast_ack")
def said(turn: Turn, text: str, _meant: Understood) -> None:
    """The same, in other words: 好的收到, got it."""
    heard(turn, text)


def heard(turn: Turn, words: str) -> None:
    """Take note of what is named, else of the only thing that waits; with several, ask which one is meant."""
    person = turn.person()
    codes = [code.id for code in find_codes(words, turn.features.prefixes) if code.id]
    if codes:
        for code in codes:
            acknowledge(turn, code)
        return
    waiting = acknowledgements.open_of(turn.tx, person.id)
    if not waiting:
        turn.reply(NONE_OPEN)
    elif len(waiting) == 1:
        acknowledge(turn, waiting[0].subject)
    else:
        turn.reply(_which(turn, [row.subject for row in waiting]))


def _which(turn: Turn, codes: list[str]) -> Card:
    shown = codes[:MOST_CHOICES]
    lines = [f"{code} {headline(turn, code)}".strip() for code in shown]
    buttons = tuple(
        Button(Text(f"{KNOWN.zh} {code}", f"{KNOWN.en} {code}"), token("ack", "known", code)) for code in shown
    )
    return Card(WHICH(count=len(codes)), bullets(lines), buttons=buttons)


def headline(turn: Turn, code: str) -> str:
    """What a subject is about, in its feature's words: its headline, else what its card says first."""
    feature = turn.features.by_prefix.get(code.partition("-")[0])
    if feature is None or feature.find is None:
        return ""
    try:
        subject = feature.find(turn.tx, code)
    except Refused:
        return ""
    words = str(getattr(subject, "headline", "") or "")
    if words or subject is None or feature.card is None:
        return words
    return say(feature.card(turn, subject, turn.viewer).title, turn.language)
