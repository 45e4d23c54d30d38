"""From 确认发送 to the last copy: a second yes where one is due, a minute to think again, one fan-out, honest progress.

Only the clock sends. What it finds is checked again: the version that was confirmed, who can still be reached, and
whether it is too late to be sent without asking.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from handlers import acknowledging
from handlers.audience import Why
from handlers.broadcasts import cards, figures, following, rules, texts
from handlers.broadcasts.copies import fan_out
from handlers.broadcasts.desk import router, settle
from handlers.broadcasts.drafting import take_back_yes
from handlers.broadcasts.flow import FLOW
from handlers.errors import Refused
from handlers.texts import say
from handlers.turn import Turn
from handlers.voice import reachable_account
from storage import broadcasts, outbox
from storage.broadcasts import Broadcast, Stage
from storage.outbox import Priority
from storage.people import Person

LONGEST_PAUSE = 60  # minutes between two looks at the progress


@router.press("confirm")
def confirm(turn: Turn, broadcast: Broadcast, _answers: Mapping[str, Any]) -> None:
    """The author says yes to exactly this version; it leaves after the grace."""
    plan(turn, broadcast)


@router.press("propose")
def propose(turn: Turn, broadcast: Broadcast, _answers: Mapping[str, Any]) -> None:
    """The author says yes; who has to agree gets the same preview."""
    able = cards.seconds(turn, broadcast)
    if not able:
        raise Refused(texts.NO_SECOND)
    broadcast.confirmed_at = turn.now
    priority = Priority.URGENT if broadcast.emergency else Priority.NOTICE
    for person in able:
        turn.tell(
            person, cards.card(turn, broadcast, turn.view_of(person)), subject=broadcast.code, priority=priority,
            key=f"{broadcast.code}:second:{broadcast.revision}:{person.id}",
        )  # fmt: skip


@router.press("agree")
def agree(turn: Turn, broadcast: Broadcast, _answers: Mapping[str, Any]) -> None:
    """The second yes."""
    broadcast.second_id = turn.person().id
    plan(turn, broadcast)
    assert broadcast.due_at is not None  # noqa: S101 -- just planned
    turn.tell(broadcast.author, texts.ALSO_AGREED(
        code=broadcast.code, name=turn.person().name, at=turn.clock_time(broadcast.due_at)
    ), key=f"{broadcast.code}:agreed:{broadcast.revision}")  # fmt: skip


@router.press("send_back")
def send_back(turn: Turn, broadcast: Broadcast, answers: Mapping[str, Any]) -> None:
    """Not like this: the author changes it and confirms anew."""
    take_back_yes(turn, broadcast)
    words = texts.SENT_BACK(name=turn.person().name, reason=str(answers["reason"]))
    broadcast.reason = say(words, broadcast.author.language or turn.school.language)
    turn.tell(
        broadcast.author, cards.card(turn, broadcast, turn.view_of(broadcast.author)), subject=broadcast.code,
        key=f"{broadcast.code}:returned:{broadcast.revision}",
    )  # fmt: skip


@router.press("hold")
def hold(turn: Turn, broadcast: Broadcast, _answers: Mapping[str, Any]) -> None:
    """取消发送 in the grace: nothing left, and everything can still be changed."""
    take_back_yes(turn, broadcast)


def plan(turn: Turn, broadcast: Broadcast) -> None:
    """It leaves at its time, and never before the grace is over."""
    earliest = turn.now + timedelta(minutes=turn.rule(rules.GRACE))
    broadcast.confirmed_at = turn.now
    broadcast.due_at = max(broadcast.send_at or earliest, earliest)
    turn.remind(
        f"{broadcast.code}:send:{broadcast.revision}", "broadcasts.send", broadcast.code, broadcast.due_at,
        {"revision": broadcast.revision},
    )  # fmt: skip


@router.due("broadcasts.send")
def send(turn: Turn, code: str, payload: Mapping[str, Any]) -> None:
    """The moment has come: everybody's copy becomes a row, in one transaction, each person once."""
    broadcast = broadcasts.by_code(turn.tx, code)
    if broadcast is None or broadcast.status != Stage.WAITING or broadcast.revision != payload["revision"]:
        return
    due = broadcast.due_at or turn.now
    if turn.now - due > timedelta(minutes=turn.rule(rules.LATEST)) and not payload.get("however_late"):
        _miss(turn, broadcast, texts.MISSED(code=code, at=turn.clock_time(due)))
        return
    getting = _still_there(turn, broadcast)
    if not getting:
        _miss(turn, broadcast, texts.NOBODY_LEFT(code=code))
        return
    turn.take(FLOW, "send", broadcast, {"recipients": [person.id for person in getting]})
    broadcast.sent_at = turn.now
    leaves = release(turn, broadcast)
    fan_out(turn, broadcast, getting, broadcast.code, lambda: cards.received(turn, broadcast, None), leaves)
    if broadcast.ack:
        acknowledging.ask(turn, code, getting)
    turn.tx.flush()
    settle(turn, broadcast)
    look_again(turn, broadcast, max(leaves, turn.now))


def release(turn: Turn, broadcast: Broadcast) -> datetime:
    """When copies may leave: at once, or at the end of the quiet hours for what is not urgent."""
    if broadcast.emergency or not turn.school.calendar.is_quiet(turn.now):
        return turn.now
    return turn.school.calendar.quiet_ends(turn.now)


def _still_there(turn: Turn, broadcast: Broadcast) -> Sequence[Person]:
    """Of the people that were shown: who belongs to the school, can be reached, and has not muted meanwhile."""
    getting: list[Person] = []
    gone: list[tuple[Person, Why]] = []
    forced = broadcast.emergency or broadcast.corrects_id is not None
    for person in broadcasts.people_of(turn.tx, [int(one) for one in broadcast.recipients]):
        if not person.active:
            gone.append((person, Why.LEFT))
        elif reachable_account(person) is None:
            gone.append((person, Why.UNREACHABLE))
        elif person.notices_muted_at is not None and not forced:
            gone.append((person, Why.MUTED))
        else:
            getting.append(person)
    if gone:
        broadcast.excluded = [*broadcast.excluded, *([person.id, why.value] for person, why in gone)]
        broadcast.recipients = [person.id for person in getting]
        turn.tell(broadcast.author, texts.HOLDING(code=broadcast.code, count=len(gone)), key=f"{broadcast.code}:gone")
    return getting


def _miss(turn: Turn, broadcast: Broadcast, words: Any) -> None:
    """Nothing leaves by itself any more: the author decides anew."""
    turn.take(FLOW, "miss", broadcast)
    take_back_yes(turn, broadcast)
    broadcast.send_at = None
    turn.tx.flush()
    author = broadcast.author
    turn.tell(author, words, key=f"{broadcast.code}:missed:{broadcast.revision}")
    turn.tell(
        author, cards.card(turn, broadcast, turn.view_of(author)), subject=broadcast.code,
        key=f"{broadcast.code}:again:{broadcast.revision}",
    )  # fmt: skip


# Progress


def look_again(turn: Turn, broadcast: Broadcast, since: datetime) -> None:
    """Come back to the progress, in growing pauses and a bounded number of times."""
    if broadcast.refreshes >= turn.rule(rules.REFRESHES):
        return
    broadcast.refreshes += 1
    number = broadcast.refreshes
    pause = timedelta(minutes=min(2 ** max(0, number - 2), LONGEST_PAUSE))
    turn.remind(
        f"{broadcast.code}:progress:{number}", "broadcasts.progress", broadcast.code, since + pause, {"number": number}
    )


@router.due("broadcasts.progress")
def progress(turn: Turn, code: str, payload: Mapping[str, Any]) -> None:
    """The card edits itself; once everything has left, the next chapter begins."""
    broadcast = broadcasts.by_code(turn.tx, code)
    if broadcast is None or broadcast.refreshes != payload["number"]:
        return
    found = figures.ladder(turn, broadcast)
    last = broadcast.refreshes >= turn.rule(rules.REFRESHES)
    if broadcast.status == Stage.SENDING and (found.is_settled or last):
        outcome = {
            "accepted": len(found.accepted), "unknown": list(found.unknown), "pending": list(found.pending),
            "failed": [[person, str(figures.reason_words(reason).zh)] for person, reason in found.failed],
        }  # fmt: skip
        turn.take(FLOW, "collect" if broadcast.ack else "settle", broadcast, outcome)
        following.begin(turn, broadcast, found)
    turn.tx.flush()
    settle(turn, broadcast)
    if not last and broadcast.status not in {Stage.CLOSED, Stage.STOPPED}:
        look_again(turn, broadcast, turn.now)


@router.press("stop")
def stop(turn: Turn, broadcast: Broadcast, answers: Mapping[str, Any]) -> None:
    """What has not left never will."""
    dropped = outbox.drop(turn.tx, broadcast.code, turn.now, "the author stopped it")
    broadcast.reason = say(texts.STOPPED_AT(count=dropped), turn.language)
    if answers.get("reason"):
        broadcast.reason += str(answers["reason"])
    turn.record(broadcast.code, "dropped", clause="5.3.1", details={"dropped": dropped})
    following.forget(turn, broadcast)
    turn.forget_reminders(broadcast.code)


@router.press("settle")
@router.press("collect")
@router.press("send")
@router.press("miss")
def _by_the_clock(_turn: Turn, _broadcast: Broadcast, _answers: Mapping[str, Any]) -> None:
    """Only the clock takes these; nobody comes here by a button."""
