"""What the host does: publish, open the check-in, mark who forgot the phone, end, move, call off."""

from collections.abc import Mapping
from typing import Any

from handlers.audience import EVERYBODY, Audience
from handlers.cards import Card, token
from handlers.errors import Incomplete, NotFound, Refused
from handlers.flow import Viewer
from handlers.texts import EDGES, Phrase
from handlers.trainings import deadlines, texts
from handlers.trainings.cards import (
    absent,
    audience_of,
    came,
    clashes,
    expected,
    host_card,
    named,
    own_card,
    own_subject,
    roster_lines,
    span,
    training_card,
)  # fmt: skip
from handlers.trainings.desk import router
from handlers.trainings.flow import FLOW, host
from handlers.trainings.planning import ahead_of, planned_in, reaches
from handlers.trainings.records import give_record
from handlers.trainings.times import parse_span
from handlers.turn import Turn
from handlers.understand import Understood
from storage import trainings
from storage.outbox import Priority
from storage.people import Role
from storage.trainings import Arrival, Participant, Reply, Stage, Training

Given = Mapping[str, Any]


@router.press("publish")
def publish(turn: Turn, training: Training, _given: Given) -> None:
    """发布: everybody who is meant gets the invitation, once; what is to be reminded of is set."""
    people = reaches(turn, training)
    if not people:
        raise Incomplete(texts.NOBODY(words=training.code))
    trainings.invite(turn.tx, training, [person.id for person in people])
    training.revision += 1
    turn.tx.flush()
    for part in training.participants:
        invite_card(turn, training, part)
    deadlines.watch(turn, training)
    turn.reply(texts.PUBLISHED(code=training.code, count=len(people)))


def invite_card(turn: Turn, training: Training, part: Participant) -> None:
    """The invitation to one person."""
    card = own_card(turn, training, Viewer(part.person))
    turn.tell(part.person, card, key=f"{training.code}:invite:{part.person_id}:{training.revision}",
              subject=own_subject(training, part.person_id))  # fmt: skip


@router.press("open")
def open_now(turn: Turn, training: Training, _given: Given) -> None:
    """开始签到, by hand before its time."""
    opened(turn, training)


def opened(turn: Turn, training: Training) -> None:
    """The check-in is open: the host's card shows the code, whoever comes is told how."""
    training.opened_at = turn.now
    for part in training.participants:
        if part.reply != Reply.NO:
            card = own_card(turn, training, Viewer(part.person))
            turn.tell(part.person, card, key=f"{training.code}:open:{part.person_id}", priority=Priority.URGENT,
                      subject=own_subject(training, part.person_id))  # fmt: skip
    viewer = turn.view_of(training.host)
    turn.tell(training.host, host_card(turn, training, viewer), subject=training.code, priority=Priority.URGENT,
              key=f"{training.code}:screen")  # fmt: skip
    deadlines.keep_code_fresh(turn, training)


@router.press("end")
def end_now(turn: Turn, training: Training, _given: Given) -> None:
    """结束培训, by hand."""
    ended(turn, training)


def ended(turn: Turn, training: Training) -> None:
    """Over: records for who came, a word to who did not, feedback and quiz for who was there."""
    training.ended_at = turn.now
    training.revision += 1
    turn.forget_reminders(training.code)
    missing = {part.id for part in absent(training)}
    for part in training.participants:
        if part.came:
            if not (training.required and training.quiz):
                give_record(turn, training, part)
            turn.tell(part.person, own_card(turn, training, Viewer(part.person)),
                      key=f"{training.code}:ended:{part.person_id}", subject=own_subject(training, part.person_id))  # fmt: skip
        elif part.id in missing:
            turn.tell(
                part.person, texts.MISSED_YOU(topic=training.topic), key=f"{training.code}:missed:{part.person_id}"
            )
    _count_for_duty(turn, training)
    _tell_liaisons(turn, training)
    deadlines.watch_feedback(turn, training)
    lines: list[Phrase] = roster_lines(training)
    if missing:
        lines.append(texts.MAKE_UP_HINT(count=len(missing)))
    buttons = FLOW.buttons(turn.view_of(training.host), training)
    title = texts.ENDED(code=training.code, came=came(training), expected=len(expected(training)))
    turn.tell(
        training.host, Card(title, tuple(lines), buttons=buttons), key=f"{training.code}:over", subject=training.code
    )


def _count_for_duty(turn: Turn, training: Training) -> None:
    """A session that took place is one of those the charter wants regularly; for safety everybody has to be meant."""
    if training.makes_up or not came(training):
        return
    meant = Audience.from_json(training.audience)
    if training.clause == "7.1.2":
        if EVERYBODY.groups[0] in meant.groups and not meant.besides:
            turn.features.fulfilled("safety_training", turn, training.host, training.code)
    else:
        turn.features.fulfilled("training", turn, training.host, training.code)


def _tell_liaisons(turn: Turn, training: Training) -> None:
    """A department's liaison hears how many of it were absent; names stay with the host and the CIO."""
    counts: dict[str, int] = {}
    for part in absent(training):
        counts[part.person.department] = counts.get(part.person.department, 0) + 1
    for liaison in turn.everyone(Role.LIAISON):
        if counts.get(liaison.department):
            words = texts.DEPARTMENT_MISSED(code=training.code, topic=training.topic, department=liaison.department,
                                            count=counts[liaison.department])  # fmt: skip
            turn.tell(liaison, words, key=f"{training.code}:absent:{liaison.id}")


@router.press("mark")
def mark(turn: Turn, training: Training, given: Given) -> None:
    """补登: who was there without a phone; the host says why."""
    said = str(given["person"]).strip()
    named_in = [one for one in training.participants if one.person.name in said]
    part = max(named_in, key=lambda one: len(one.person.name), default=None)
    if part is None:
        raise Incomplete(texts.NO_SUCH(name=said))
    reason = said.replace(part.person.name, "").strip(EDGES)
    if part.came:
        turn.reply(texts.IN_ALREADY(name=part.person.name, at=turn.clock_time(part.arrived_at or turn.now)))
        return
    if not reason:
        raise Incomplete(texts.ASK_MARK_REASON(name=part.person.name))
    part.arrival, part.arrived_at, part.reply = Arrival.MANUAL, turn.now, Reply.YES
    part.marked_by_id, part.mark_reason = turn.person().id, reason
    turn.record(training.code, "marked", clause=training.clause, details={"person": part.person.name, "reason": reason})
    if training.status == Stage.FEEDBACK and not (training.required and training.quiz):
        give_record(turn, training, part)
    turn.tell(part.person, texts.MARKED_YOU(host=turn.person().name, topic=training.topic),
              key=f"{training.code}:marked:{part.person_id}")  # fmt: skip
    turn.reply(texts.MARKED(name=part.person.name, reason=reason))


@router.press("move")
def move(turn: Turn, training: Training, given: Given) -> None:
    """改期: everybody hears the new time and why; who was coming is asked again."""
    stands = training.starts_at, training.ends_at
    wanted = parse_span(turn, str(given["when"]), stands)
    if wanted == stands:
        raise Refused(texts.SAME_TIME(code=training.code, at=span(turn, training)))
    training.starts_at, training.ends_at = wanted
    training.revision += 1
    turn.forget_reminders(training.code)
    for part in training.participants:
        was = part.reply
        if part.reply != Reply.NONE:  # who waited for a seat, too: there are as many free as at the beginning
            part.reply, part.replied_at = Reply.NONE, None
        card = own_card(turn, training, Viewer(part.person))
        why = texts.MOVED_WHY(reason=str(given["reason"]))
        title = texts.MOVED(code=training.code, topic=training.topic, at=turn.clock_time(training.starts_at))
        turn.tell(part.person, Card(title, (why,), card.facts, card.buttons),
                  key=f"{training.code}:moved:{training.revision}:{part.person_id}",
                  subject=own_subject(training, part.person_id),
                  priority=Priority.URGENT if was in {Reply.YES, Reply.WAITING} else Priority.NOTICE)  # fmt: skip
    deadlines.watch(turn, training)
    if found := clashes(turn, training):
        title = texts.MOVED(code=training.code, topic=training.topic, at=turn.clock_time(training.starts_at))
        turn.reply(Card(title, (*found, texts.MOVE_AGAIN)))  # about no subject: it would be redrawn as the host's card


@router.press("cancel")
def call_off(turn: Turn, training: Training, given: Given) -> None:
    """取消培训: whoever had heard of it hears why."""
    turn.forget_reminders(training.code)
    for part in training.participants:
        words = texts.CANCELLED(code=training.code, topic=training.topic, reason=str(given["reason"]))
        turn.settle(own_subject(training, part.person_id), lambda viewer: own_card(turn, training, viewer))
        turn.tell(part.person, words, key=f"{training.code}:cancelled:{part.person_id}", priority=Priority.URGENT)


@router.button("roster")
def roster(turn: Turn, code: str, _choice: str) -> None:
    """看名单: names for the host and the CIO, counts for everybody else who may see it."""
    training = trainings.find(turn.tx, code)
    if training is None or not host.allows(turn.viewer, training):
        raise NotFound(code)
    lines: list[Phrase] = []
    if training.status == Stage.PLANNED:
        found = audience_of(turn, training)
        lines += [*found.names(), *found.reasons()]
    else:
        for reply in (Reply.YES, Reply.WAITING, Reply.NO, Reply.NONE):
            parts = [part for part in training.participants if part.reply == reply]
            if parts:
                lines.append(texts.NAMES(what=texts.REPLIES[reply], count=len(parts), names=named(parts)))
        if training.status != Stage.INVITING:
            for arrival in (Arrival.ON_TIME, Arrival.LATE, Arrival.MANUAL):
                parts = [part for part in training.participants if part.arrival == arrival]
                if parts:
                    lines.append(texts.NAMES(what=texts.ARRIVALS[arrival], count=len(parts), names=named(parts)))
            gone = absent(training)
            lines.append(texts.NOT_HERE(names=named(gone)) if gone else texts.ALL_HERE)
    title = texts.LINE(code=code, topic=training.topic, at=turn.clock_time(training.starts_at),
                       status=texts.STATUS[training.status])  # fmt: skip
    buttons = host_card(turn, training, turn.viewer).buttons
    steps_of_host = tuple(button for button in buttons if button.token != token("trainings", "roster", code))
    turn.reply(Card(title, tuple(lines), buttons=steps_of_host, note=texts.ONLY_YOU_KNOW))


@router.command("培训", "培训安排", "trainings")
def listed(turn: Turn, _words: str) -> None:
    """Sessions to come, the next one first."""
    found = ahead_of(turn)
    if not found:
        turn.reply(texts.NONE_PLANNED)
        return
    if len(found) == 1:
        turn.reply(training_card(turn, found[0], turn.viewer), subject=subject_of(turn, found[0]))
        return
    lines = tuple(
        texts.LINE(code=one.code, topic=one.topic, at=turn.clock_time(one.starts_at), status=texts.STATUS[one.status])
        for one in found
    )
    turn.reply(Card(texts.LIST(count=len(found)), lines))


def live_roster(turn: Turn, text: str, _meant: Understood) -> bool:
    """Such as "现在到了多少人": the session that is named, the one going on, else the next one, else the last."""
    training = planned_in(turn, text)
    held = [one for one in ahead_of(turn) if host.allows(turn.viewer, one)]
    for stage in (Stage.CHECK_IN, Stage.INVITING, Stage.FEEDBACK):
        at_stage = [one for one in held if one.status == stage]
        training = training or next((one for one in at_stage if one.host_id == turn.viewer.id), None)
        training = training or (at_stage[0] if len(at_stage) == 1 else None)
    if training is None:
        return False
    roster(turn, training.code, "")
    return True


def subject_of(turn: Turn, training: Training) -> str:
    """What the card that this viewer gets is filed under."""
    return training.code if host.allows(turn.viewer, training) else own_subject(training, turn.person().id)


@router.press("open_by_clock")
def opened_by_clock(turn: Turn, training: Training, _given: Given) -> None:
    """The check-in opened by itself."""
    opened(turn, training)


@router.press("end_by_clock")
def ended_by_clock(turn: Turn, training: Training, _given: Given) -> None:
    """The session ended by itself."""
    ended(turn, training)


@router.press("archive")
def archived(_turn: Turn, _training: Training, _given: Given) -> None:
    """Nothing more than the status; what the host hears stands in `deadlines`."""
