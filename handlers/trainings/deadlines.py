"""What happens by the clock: reminders before, the check-in, its fresh code, the end, the feedback."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from handlers.cards import Card
from handlers.flow import Viewer
from handlers.rulebook import Rule
from handlers.trainings import rules, texts
from handlers.trainings.cards import host_card, own_card, own_subject
from handlers.trainings.codes import next_change
from handlers.trainings.desk import router
from handlers.trainings.flow import FLOW
from handlers.turn import Turn
from storage import trainings
from storage.outbox import Priority
from storage.trainings import Reply, Stage, Training

MOST_CODES = 90  # a forgotten session must not change its card all night


def watch(turn: Turn, training: Training) -> None:
    """Everything that is due before, at and after a session; what would lie in the past is left out."""
    for name, rule in (("silent", rules.SILENT_DAYS), ("day", rules.DAY_BEFORE), ("hour", rules.HOUR_BEFORE),
                       ("opens", rules.OPENS)):  # fmt: skip
        _before(turn, training, name, rule)
    turn.remind(_key(training, "ends"), "trainings.ends", training.code, training.ends_at)


def _before(turn: Turn, training: Training, name: str, rule: Rule) -> None:
    due = rule.due(turn.rule(rule), training.starts_at, turn.school.calendar, ahead=True)
    if due > turn.now or name == "opens":
        turn.remind_by(
            rule, _key(training, name), f"trainings.{name}", training.code, since=training.starts_at, ahead=True
        )


def _key(training: Training, name: str) -> str:
    return f"{training.code}:{name}:{training.revision}"


@router.due("trainings.silent")
def silent(turn: Turn, code: str, _payload: Mapping[str, Any]) -> None:
    """Days before: only to those who have not answered."""
    training = _in(turn, code, Stage.INVITING)
    for part in training.participants if training else ():
        if training is not None and part.reply == Reply.NONE:
            card = own_card(turn, training, Viewer(part.person))
            title = texts.SILENT(topic=training.topic, at=turn.clock_time(training.starts_at))
            turn.tell(part.person, Card(title, (), card.facts, card.buttons),
                      key=f"{code}:silent:{part.person_id}:{training.revision}",
                      subject=own_subject(training, part.person_id))  # fmt: skip


@router.due("trainings.day")
def day_before(turn: Turn, code: str, _payload: Mapping[str, Any]) -> None:
    """The day before: to who comes, and to the host."""
    _soon(turn, code, "day", Priority.NOTICE)


@router.due("trainings.hour")
def hour_before(turn: Turn, code: str, _payload: Mapping[str, Any]) -> None:
    """Shortly before, whatever the hour is."""
    _soon(turn, code, "hour", Priority.URGENT)


def _soon(turn: Turn, code: str, name: str, priority: Priority) -> None:
    training = _in(turn, code, Stage.INVITING)
    if training is None:
        return
    at = turn.clock_time(training.starts_at)
    for part in training.participants:
        if part.reply == Reply.YES:
            words = texts.SOON(topic=training.topic, at=at, place=training.place or texts.HOST_SAYS)
            turn.tell(part.person, words, key=f"{code}:{name}:{part.person_id}:{training.revision}", priority=priority)
    turn.tell(training.host, texts.SOON_HOST(code=code, topic=training.topic, at=at), key=f"{code}:{name}:host:{training.revision}",
              priority=priority)  # fmt: skip


@router.due("trainings.opens")
def opens(turn: Turn, code: str, _payload: Mapping[str, Any]) -> None:
    """The check-in opens by itself."""
    training = _in(turn, code, Stage.INVITING)
    if training is not None:
        _by_clock(turn, training, "open_by_clock")


@router.due("trainings.ends")
def ends(turn: Turn, code: str, _payload: Mapping[str, Any]) -> None:
    """The session ends by itself."""
    training = _in(turn, code, Stage.CHECK_IN)
    if training is not None:
        _by_clock(turn, training, "end_by_clock")


def _by_clock(turn: Turn, training: Training, name: str) -> None:
    before = FLOW.take(FLOW.by_name[name], Viewer(None), training)
    turn.record(training.code, name, clause=training.clause, before=before, after=training.status)
    router.steps[name](turn, training, {})
    turn.tx.flush()


def keep_code_fresh(turn: Turn, training: Training, shown: int = 1) -> None:
    """The host's card changes with the code, for as long as a session lasts."""
    at = next_change(turn.now, turn.rule(rules.CODE_LIVES))
    turn.remind(f"{training.code}:code:{at.isoformat()}", "trainings.code", training.code, at, {"shown": shown})


@router.due("trainings.code")
def fresh_code(turn: Turn, code: str, payload: Mapping[str, Any]) -> None:
    """The next code on the host's card."""
    training = _in(turn, code, Stage.CHECK_IN)
    if training is None or int(payload["shown"]) > MOST_CODES or turn.now >= _closes(turn, training):
        return
    turn.settle(code, lambda viewer: host_card(turn, training, viewer))
    keep_code_fresh(turn, training, int(payload["shown"]) + 1)


def _closes(turn: Turn, training: Training) -> datetime:
    begun = max(training.starts_at, training.opened_at or training.starts_at)
    return begun + timedelta(minutes=turn.rule(rules.LATE))


def watch_feedback(turn: Turn, training: Training) -> None:
    """One word to those who have said nothing, then the session is archived."""
    turn.remind_by(
        rules.FEEDBACK_DAYS, f"{training.code}:archive", "trainings.archive", training.code, since=training.ended_at
    )
    half = timedelta(days=turn.rule(rules.FEEDBACK_DAYS)) / 2
    turn.remind(f"{training.code}:feedback", "trainings.feedback", training.code, turn.now + half)


@router.due("trainings.feedback")
def feedback(turn: Turn, code: str, _payload: Mapping[str, Any]) -> None:
    """Once, to who was there and has not said how it was."""
    training = _in(turn, code, Stage.FEEDBACK)
    for part in training.participants if training else ():
        if training is not None and part.came and not part.fed_back:
            card = own_card(turn, training, Viewer(part.person))
            turn.tell(part.person, Card(texts.FEEDBACK_NUDGE(topic=training.topic), buttons=card.buttons),
                      key=f"{code}:feedback:{part.person_id}", subject=own_subject(training, part.person_id))  # fmt: skip


@router.due("trainings.archive")
def archive(turn: Turn, code: str, _payload: Mapping[str, Any]) -> None:
    """The feedback is closed; the host gets the averages, where enough spoke to hide who said what."""
    training = _in(turn, code, Stage.FEEDBACK)
    if training is None:
        return
    _by_clock(turn, training, "archive")
    spoken = trainings.feedback_of(turn.tx, training.id)
    scored = [one for one in spoken if one.content]
    if len(scored) < FEWEST:
        title = texts.TOO_FEW(count=len(scored))
    else:
        means = {
            name: f"{sum(getattr(one, name) for one in scored) / len(scored):.1f}"
            for name in ("content", "pace", "use")
        }
        title = texts.AVERAGES(count=len(scored), **means)
    words = tuple(f"「{one.words}」" for one in spoken if one.words) if len(spoken) >= FEWEST else ()
    turn.tell(training.host, Card(f"{code} {training.topic}", (title, *words)), key=f"{code}:averages", subject=code)


FEWEST = 3  # answers below which averages would tell who said what


def _in(turn: Turn, code: str, stage: str) -> Training | None:
    training = trainings.find(turn.tx, code)
    return training if training is not None and training.status == stage else None
