"""Afterwards: only the missing are nudged, a few times, in working time; then the liaisons get the list; then a summary."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from handlers import acknowledging, steps
from handlers.broadcasts import cards, drafting, figures, rules, texts, words
from handlers.broadcasts.copies import fan_out
from handlers.broadcasts.desk import open_for, router, settle, step
from handlers.broadcasts.figures import Ladder
from handlers.broadcasts.flow import FLOW, author
from handlers.cards import Button, Card, bullets, token
from handlers.errors import NotAllowed, Refused
from handlers.numerals import find_codes, fold
from handlers.texts import Phrase, joined
from handlers.turn import Turn
from handlers.understand import Understood
from storage import acknowledgements, broadcasts
from storage.broadcasts import Broadcast, Stage
from storage.people import Person, Role

_NOTICE = re.compile(r"^(?:请|帮我)?(?:通知|告诉|群发|notify|tell).*[:：]", re.IGNORECASE)
# What is to be handed in is no notice to be acknowledged: 催一下没交账号清单的部门.
_OWED = re.compile(r"没(?:有)?(?:交|提交|报送|上报|填报|填|报)(?:上来)?([^的,，。！!?？\s]{2,12})")
RUNNING = (Stage.COLLECTING, Stage.NUDGING)


def begin(turn: Turn, broadcast: Broadcast, found: Ladder) -> None:
    """Everything has left: collect, or close after a while."""
    if broadcast.ack:
        _plan_nudge(turn, broadcast)
        return
    turn.tell(
        broadcast.author,
        texts.SUMMARY_PLAIN(code=broadcast.code, accepted=len(found.accepted), all=found.all),
        key=f"{broadcast.code}:sent",
    )
    _plan_closing(turn, broadcast)


def forget(turn: Turn, broadcast: Broadcast) -> None:
    """Nobody is asked or reminded any more."""
    if broadcast.ack:
        acknowledging.stop(turn, broadcast.code)


def _plan_nudge(turn: Turn, broadcast: Broadcast) -> None:
    """The next nudge, or after the last one the list for the liaisons; by the deadline at the latest, in working time."""
    days = turn.rule(rules.NUDGE_AFTER)
    at = turn.school.calendar.add_workdays(turn.now, days)
    if broadcast.deadline is not None and turn.now < broadcast.deadline < at:
        at = broadcast.deadline
    number = broadcast.nudges + 1
    action = "broadcasts.nudge" if broadcast.nudges < turn.rule(rules.NUDGES) else "broadcasts.residue"
    turn.remind(
        f"{broadcast.code}:nudge-{number}", action, broadcast.code, turn.school.calendar.next_working_moment(at),
        {"number": number},
    )  # fmt: skip


def _plan_closing(turn: Turn, broadcast: Broadcast) -> None:
    at = turn.school.calendar.add_workdays(turn.now, turn.rule(rules.CLOSE_AFTER))
    turn.remind(f"{broadcast.code}:close", "broadcasts.finish", broadcast.code, at)


def _missing(turn: Turn, broadcast: Broadcast) -> list[Person]:
    return acknowledgements.missing(turn.tx, broadcast.code)


@router.due("broadcasts.nudge")
def nudge_due(turn: Turn, code: str, payload: Mapping[str, Any]) -> None:
    """It is time to remind those who are missing, unless somebody did so meanwhile."""
    broadcast = broadcasts.by_code(turn.tx, code)
    if broadcast is None or broadcast.status not in RUNNING or broadcast.nudges + 1 != payload["number"]:
        return
    missing = _missing(turn, broadcast)
    if not missing:
        finish(turn, code, {})
    elif not turn.school.calendar.is_working_time(turn.now):
        at = turn.school.calendar.next_working_moment(turn.now)
        turn.remind(f"{code}:nudge-{payload['number']}-again", "broadcasts.nudge", code, at, dict(payload))
    else:
        turn.take(FLOW, "nudge", broadcast, {"missing": [person.id for person in missing]})
        _nudge(turn, broadcast, missing)
        settle(turn, broadcast)


def _nudge(turn: Turn, broadcast: Broadcast, missing: Sequence[Person]) -> None:
    broadcast.nudges += 1
    number = broadcast.nudges
    batch = f"{acknowledging.nudge_batch(broadcast.code)}:{number}"
    fan_out(turn, broadcast, missing, batch, lambda: cards.received(turn, broadcast, None, nudge=number), turn.now)
    acknowledgements.nudged(turn.tx, broadcast.code, [person.id for person in missing], turn.now)
    _plan_nudge(turn, broadcast)
    turn.tx.flush()


@router.press("nudge")
def nudge_step(turn: Turn, broadcast: Broadcast, _answers: Mapping[str, Any]) -> None:
    """The same by hand, with the same bounds."""
    if broadcast.nudges >= turn.rule(rules.NUDGES):
        raise Refused(texts.NUDGE_ENOUGH(code=broadcast.code, count=broadcast.nudges))
    missing = _missing(turn, broadcast)
    if not missing:
        raise Refused(texts.NUDGE_NONE(code=broadcast.code))
    turn.forget_reminders(broadcast.code, prefix=f"{broadcast.code}:nudge-")
    _nudge(turn, broadcast, missing)
    turn.reply(texts.NUDGE_OK(count=len(missing), number=broadcast.nudges))


@router.say("broadcast_nudge")
def nudge_said(turn: Turn, text: str, meant: Understood) -> None:
    """催一下没确认的: the one that is named, else the newest that still collects."""
    turn.person()
    if _NOTICE.search(text) and (wish := words.read(turn, text)).audience is not None and wish.content:
        drafting.create_said(turn, text, meant)  # 通知没确认 B-1 的人：… has words of its own
        return
    broadcast = _meant_by(turn, text)
    owed = _OWED.search(fold(text))
    if owed is not None and owed[1] not in fold(broadcast.content):
        turn.reply(steps.which([(step("nudge"), broadcast)]))  # another thing is named: not without a look
        return
    if not author.allows(turn.viewer, broadcast):
        raise NotAllowed(texts.NUDGE, author.who, code=broadcast.code, step_name="nudge")
    if broadcast.status in RUNNING and broadcast.nudges < turn.rule(rules.NUDGES):
        missing = _missing(turn, broadcast)
        if missing and not turn.school.calendar.is_working_time(turn.now):
            at = turn.school.calendar.next_working_moment(turn.now)
            number = broadcast.nudges + 1
            turn.forget_reminders(broadcast.code, prefix=f"{broadcast.code}:nudge-")
            turn.remind(
                f"{broadcast.code}:nudge-{number}-at-{at:%m%d%H%M}", "broadcasts.nudge", broadcast.code, at,
                {"number": number},
            )  # fmt: skip
            turn.reply(texts.NUDGE_LATER(at=turn.clock_time(at), count=len(missing)), subject=broadcast.code)
            return
    steps.begin(turn, step("nudge"), broadcast.code, {})


def _meant_by(turn: Turn, text: str) -> Broadcast:
    codes = [code.id for code in find_codes(text, turn.features.prefixes) if code.id and code.id.startswith("B-")]
    if codes:
        broadcast = steps.find(turn, router, codes[0] or "")
        assert isinstance(broadcast, Broadcast)  # noqa: S101 -- the router of broadcasts finds nothing else
        return broadcast
    running = [one for one in open_for(turn) if one.status in RUNNING and author.allows(turn.viewer, one)]
    if not running:
        leaving = [one for one in open_for(turn) if one.status == Stage.SENDING and author.allows(turn.viewer, one)]
        if leaving:
            raise Refused(texts.STILL_SENDING(code=max(leaving, key=lambda one: one.id).code))
        raise Refused(texts.NONE_STATUS)
    return max(running, key=lambda one: one.id)


@router.due("broadcasts.residue")
def residue(turn: Turn, code: str, payload: Mapping[str, Any]) -> None:
    """Enough messages: each department's liaison gets the names, and the author hears who has them."""
    broadcast = broadcasts.by_code(turn.tx, code)
    if broadcast is None or broadcast.status not in RUNNING or broadcast.nudges + 1 != payload["number"]:
        return
    missing = _missing(turn, broadcast)
    if not missing:
        finish(turn, code, {})
        return
    by_department: dict[str, list[Person]] = {}
    for person in missing:
        by_department.setdefault(person.department, []).append(person)
    told: list[Phrase] = []
    without: list[Phrase] = []
    for department, people in by_department.items():
        keepers = [one for one in turn.everyone(Role.LIAISON) if one.department == department] or [
            one for one in turn.everyone(Role.HEAD) if one.department == department
        ]
        card = Card(
            texts.RESIDUE(code=code, count=len(people)), (broadcast.headline, *bullets([one.name for one in people])),
            buttons=(Button(texts.WHY, token("broadcasts", "why", code)),), note=cards.signed(broadcast),
        )  # fmt: skip
        for keeper in keepers:
            turn.tell(keeper, card, key=f"{code}:residue:{keeper.id}")
        (told if keepers else without).extend([one.name for one in keepers] or [department or "—"])
    who = joined(told) if told else texts.NO_LIAISON(departments=joined(without))
    told_words = texts.RESIDUE_TOLD(code=code, count=broadcast.nudges, missing=len(missing), who=who)
    lines = (texts.NO_LIAISON(departments=joined(without)),) if without and told else ()
    turn.tell(broadcast.author, Card(told_words, lines), key=f"{code}:residue:author")
    turn.record(code, "handed_to_liaisons", clause="5.3.1", details={"missing": [one.id for one in missing]})
    _plan_closing(turn, broadcast)


@router.due("broadcasts.acknowledged")
def acknowledged(turn: Turn, code: str, _payload: Mapping[str, Any]) -> None:
    """Somebody noted it: their own copy says so; when all have, the clock closes it."""
    broadcast = broadcasts.by_code(turn.tx, code)
    if broadcast is None:
        return
    turn.settle(broadcast.copies, lambda viewer: cards.received(turn, broadcast, viewer.person), only=turn.actor)
    if broadcast.status in RUNNING and not _missing(turn, broadcast):
        turn.remind(f"{code}:all", "broadcasts.finish", code, turn.now)


@router.due("broadcasts.finish")
def finish(turn: Turn, code: str, _payload: Mapping[str, Any]) -> None:
    """Everybody answered, or the time is over: closed, with a summary for the author."""
    broadcast = broadcasts.by_code(turn.tx, code)
    if broadcast is None or broadcast.status not in (*RUNNING, Stage.SENT):
        return
    turn.take(FLOW, "expire", broadcast)
    _close(turn, broadcast)
    settle(turn, broadcast)
    if broadcast.ack:
        turn.tell(broadcast.author, summary(turn, broadcast), key=f"{code}:summary")


@router.press("close")
def close(turn: Turn, broadcast: Broadcast, _answers: Mapping[str, Any]) -> None:
    """The author has seen enough."""
    _close(turn, broadcast)
    if broadcast.ack:
        turn.reply(summary(turn, broadcast))


@router.press("expire")
def _by_the_clock(_turn: Turn, _broadcast: Broadcast, _answers: Mapping[str, Any]) -> None:
    """Only the clock takes this."""


def _close(turn: Turn, broadcast: Broadcast) -> None:
    found = figures.ladder(turn, broadcast)
    broadcast.closed_at = turn.now
    details = {
        "accepted": list(found.accepted), "failed": [list(one) for one in found.failed], "unknown": list(found.unknown),
        "noted": found.acked, "asked": found.asked, "missing": [one.id for one in _missing(turn, broadcast)],
    }  # fmt: skip
    turn.record(broadcast.code, "outcome", clause="5.3.1", details=details)
    forget(turn, broadcast)
    turn.forget_reminders(broadcast.code)
    turn.tx.flush()


def summary(turn: Turn, broadcast: Broadcast) -> Card:
    """How it went, for the author: by department, with the reasons of what failed."""
    found = figures.ladder(turn, broadcast)
    _answered, _asked, rows = acknowledging.coverage(turn, broadcast.code)
    lines: list[Phrase] = [broadcast.headline, found.words(), *acknowledging.coverage_lines(rows)[:10]]
    failed = figures.failures(found)
    facts = ((texts.FAILED_FACT, failed),) if failed is not None else ()
    return Card(
        texts.SUMMARY(code=broadcast.code, acked=found.acked, asked=found.asked), tuple(lines), facts,
        (Button(texts.NAMES, token("broadcasts", "names", broadcast.code)),), note=texts.NOT_READ,
    )  # fmt: skip
