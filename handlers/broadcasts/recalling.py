"""Taking back and setting right. What is out is out: platforms are asked to take copies back, and a 更正 always follows."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from handlers.audience import Audience, persons
from handlers.broadcasts import cards, drafting, figures, following, texts
from handlers.broadcasts.desk import router, settle
from handlers.broadcasts.sending import plan
from handlers.broadcasts.words import chinese_marks
from handlers.texts import say
from handlers.turn import Turn
from storage import broadcasts, outbox
from storage.broadcasts import Broadcast, Stage
from storage.outbox import Sent

MOST_LOOKS = 20  # at what the platforms gave back, a minute apart


@router.press("recall")
def recall(turn: Turn, broadcast: Broadcast, answers: Mapping[str, Any]) -> None:
    """What has not left is dropped, what can be taken back is, and whoever may have seen it gets the correction."""
    said = str(answers["words"])
    void = said == texts.VOID
    words = say(texts.VOID_WORDS(headline=broadcast.headline), "zh") if void else chinese_marks(said)
    outbox.drop(turn.tx, broadcast.code, turn.now, "recalled before it left")
    found = figures.ladder(turn, broadcast)
    reached = {*found.accepted, *found.unknown, *found.pending}
    turn.voice.take_back(broadcast.copies, lambda person: cards.received(turn, broadcast, person))
    following.forget(turn, broadcast)
    turn.forget_reminders(broadcast.code)
    correction = _correction(turn, broadcast, words, reached) if reached else None
    code = correction.code if correction else "—"
    broadcast.reason = say(texts.RECALLED_HOW(code=code), broadcast.author.language or turn.school.language)
    turn.record(broadcast.code, "recalled", clause="5.3.1", details={"reached": sorted(reached), "correction": code})
    turn.remind(f"{broadcast.code}:recall-look", "broadcasts.recalled", broadcast.code, turn.now)


def _correction(turn: Turn, broadcast: Broadcast, words: str, reached: set[int]) -> Broadcast:
    """To exactly those who may have seen it, whoever of them is muted; it leaves at once and asks nothing.

    However late the clock comes to it: the copies say by then that a correction follows.
    """
    people = broadcasts.people_of(turn.tx, sorted(reached))
    correction = drafting.make(
        turn, persons(*people), words, emergency=broadcast.emergency, corrects=broadcast, status=Stage.WAITING,
        counted=[person.id for person in people],
    )  # fmt: skip
    plan(turn, correction)
    correction.due_at = turn.now
    turn.remind(
        f"{correction.code}:send:{correction.revision}", "broadcasts.send", correction.code, turn.now,
        {"revision": correction.revision, "however_late": True},
    )  # fmt: skip
    return correction


@router.due("broadcasts.recalled")
def look(turn: Turn, code: str, _payload: Mapping[str, Any]) -> None:
    """The author's card counts what the platforms gave back."""
    broadcast = broadcasts.by_code(turn.tx, code)
    if broadcast is None:
        return
    settle(turn, broadcast)
    if _pending(turn, broadcast) and broadcast.refreshes < MOST_LOOKS:
        broadcast.refreshes += 1
        turn.remind(
            f"{code}:recall-look:{broadcast.refreshes}", "broadcasts.recalled", code, turn.now + timedelta(minutes=1)
        )


def _pending(turn: Turn, broadcast: Broadcast) -> bool:
    states = broadcasts.recalls(turn.tx, broadcast)
    return bool(states.get(Sent.QUEUED) or states.get(Sent.CLAIMED))


@router.press("correct")
def correct(turn: Turn, broadcast: Broadcast, answers: Mapping[str, Any]) -> None:
    """A correction without taking anything back: a new preview to the same people."""
    words = chinese_marks(str(answers["words"]))
    people = broadcasts.people_of(turn.tx, [int(one) for one in broadcast.recipients])
    correction = drafting.make(
        turn, Audience.from_json(broadcast.audience), words, ack=broadcast.ack, emergency=broadcast.emergency,
        corrects=broadcast, counted=[person.id for person in people if person.active],
    )  # fmt: skip
    turn.reply(cards.card(turn, correction, turn.viewer), subject=correction.code)
