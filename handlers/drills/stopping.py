"""真实事件: something real happens during a drill. It stops at once, everybody hears so, and the incident begins."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from handlers import timeline
from handlers.cards import Button, Card, read_token, token
from handlers.drills import texts
from handlers.drills.cards import stopped_lines
from handlers.drills.desk import live_for, router
from handlers.drills.flow import FLOW
from handlers.drills.injecting import close_open
from handlers.drills.speaking import answer, redraw, runners
from handlers.numerals import find_codes, fold
from handlers.router import StepOf
from handlers.steps import begin, find
from handlers.turn import Turn
from handlers.understand import Understood
from storage import outbox
from storage.drills import Drill
from storage.outbox import Priority
from storage.people import Role

WORDS = "_words"  # what somebody said with it; a press has none
MARK = "/stop"
MOST_OTHERS = 3
_REAL = re.compile(
    r"真实事件|(?:这|这个|现在)?(?:不是|并非|不再是)(?:在)?演(?:[练习戏]|的)|(?:这|现在|刚才)?是真的(?!吗)|来真的|真的(?:着火|起火|出事|中毒|被黑|断网|有人|被攻击|发生)|真(?:着火|起火|出事)了|真有人"
    r"|not a drill|this is real|real (?:incident|emergency|fire|attack)",
    re.IGNORECASE,
)
_ASKED = re.compile(r"[?？]|[吗么]$|怎么|如果|万一|什么是|what is|how|if ", re.IGNORECASE)
_ONLY = re.compile(r"^[\s,，。.!！]*(?:真实事件|real incident)[\s,，。.!！]*", re.IGNORECASE)


def heard(turn: Turn, text: str) -> bool:
    """Words that say it is real, from somebody at a drill: whatever dialogue is open, they stop it."""
    said = fold(text)
    if not _REAL.search(said) or _ASKED.search(said):
        return False
    live = _meant(turn, text)
    if not live:
        return False
    stop_all(turn, live, _ONLY.sub("", text).strip())
    return True


def _meant(turn: Turn, text: str) -> list[Drill]:
    """The drills that stop: the one that is named, else every one this person is at. One more stopped can be held again;
    one that went on would mix with what is real.
    """
    named = {found.id for found in find_codes(text, turn.features.prefixes) if found.prefix == FLOW.prefix and found.id}
    live = live_for(turn)
    return [drill for drill in live if drill.code in named] or live


@router.command("真实事件", "real incident")
def said_alone(turn: Turn, rest: str) -> None:
    """真实事件 typed, alone or with a drill's number. Under the question whether words were real they go along."""
    live = _meant(turn, rest)
    if not live:
        codes = [
            found.id for found in find_codes(rest, turn.features.prefixes) if found.prefix == FLOW.prefix and found.id
        ]
        if codes:
            begin(turn, StepOf(router, FLOW.by_name["real"]), codes[0], {})
        else:
            turn.reply(texts.NO_DRILL_NOW)
        return
    kept = next((read_token(one["token"]) for one in _asked_on_screen(turn)), None)
    words = _words_of(turn, find(turn, router, kept[2]), kept[3]) if kept is not None else ""
    stop_all(turn, live, words)


def _asked_on_screen(turn: Turn) -> list[dict[str, Any]]:
    """The button of the question whether it is real, where the newest card asks that."""
    buttons = turn.screen[0][1].get("buttons", ()) if turn.screen else ()
    return [one for one in buttons if str(one["token"]).startswith(f"{FLOW.name}.stop:")]


def stop_all(turn: Turn, live: Sequence[Drill], words: str) -> None:
    """Stop these drills for one and the same incident."""
    incident = ""
    for drill in live:
        stop(turn, drill, words, incident)
        incident = incident or drill.incident


@router.button("stop")
def stop_pressed(turn: Turn, code: str, choice: str) -> None:
    """真实事件 under the question whether words were real: what was said goes along."""
    drill = find(turn, router, code)
    if choice.startswith("I-"):
        stop(turn, drill, "", choice)  # a second drill, for the incident that stopped the first
    else:
        stop(turn, drill, _words_of(turn, drill, choice))


def _words_of(turn: Turn, drill: Drill, line_id: str) -> str:
    return next((str(line.words) for line in timeline_rows(turn, drill) if str(line.id) == line_id), "")


def timeline_rows(turn: Turn, drill: Drill) -> list[Any]:
    """What was noted about a drill."""
    from storage import timelines  # noqa: PLC0415 -- only here

    return list(timelines.of(turn.tx, drill.code))


def stop(turn: Turn, drill: Drill, words: str, incident: str = "") -> None:
    """Take the step with what was said; `incident` is the one that stopped another drill a moment ago."""
    begin(turn, StepOf(router, FLOW.by_name["real"]), drill.code, {"words": words, "incident": incident})


@router.press("real")
def real(turn: Turn, drill: Drill, given: Mapping[str, Any]) -> None:
    """Everything pending of the drill is dropped, the incident is opened, and all who knew of the drill hear it now."""
    drill.ended_at, person = turn.now, turn.person()
    drill.revision += 1
    words = str(given.get("words") or "").strip()
    turn.forget_reminders(drill.code)
    outbox.drop_about(turn.tx, drill.code, turn.now, "the drill was stopped for a real incident")
    drill.reason = texts.STOPPED_LINE(
        name=person.name, at=turn.clock_time(turn.now), words=words or texts.NEVER_SAID
    ).zh  # fmt: skip
    timeline.note(turn, drill.code, drill.reason[:900], kind="real", clause="7.3.2")
    said = words or texts.REAL_WORDS(code=drill.code).zh
    known = str(given.get("incident") or "")
    drill.incident = known or turn.features.begin("incidents", turn, said, person, drill.code)
    turn.tx.flush()
    close_open(turn, drill)
    redraw(turn, drill, [part for part in drill.participants if part.told_at is not None])
    people = {part.person.id: part.person for part in drill.participants if part.told_at is not None}
    people |= {one.id: one for one in (*runners(turn, drill), *turn.everyone(Role.LEADER))}
    card = Card(texts.STOPPED, tuple(stopped_lines(turn, drill)))
    for other in people.values():
        if other.id != person.id:
            turn.tell(other, card, key=f"{drill.code}:stopped:{other.id}", subject=f"{drill.code}{MARK}",
                      priority=Priority.URGENT)  # fmt: skip
    more = (texts.TELL_MORE(incident=drill.incident),) if drill.incident and not words else ()
    others = tuple(
        Button(texts.STOP_TOO(code=other.code), token(FLOW.name, "stop", other.code, drill.incident), "bad")
        for other in live_for(turn)
        if other.id != drill.id
    )[:MOST_OTHERS]
    answer(turn, drill, Card(texts.STOPPED, (*stopped_lines(turn, drill), *more), buttons=others))


def ask_which(turn: Turn, drill: Drill, text: str, *, fault: bool = False) -> None:
    """Words that sound like an incident, in the middle of a drill: they are kept, and one press says which it is."""
    line = timeline.note(turn, drill.code, text, clause="7.3.2")
    buttons = [
        Button(texts.REAL, token(FLOW.name, "stop", drill.code, str(line.id)), "bad"),
        Button(texts.AS_DRILL, token(FLOW.name, "played", drill.code, str(line.id))),
    ]
    if fault:
        buttons.append(Button(texts.AS_FAULT, token(FLOW.name, "fault", drill.code, str(line.id))))
    shown = timeline.shown(turn, line)
    answer(turn, drill, Card(texts.REAL_OR_DRILL, (texts.NOTED(code=drill.code, line=shown),), buttons=tuple(buttons)))


@router.button("played")
def played(turn: Turn, code: str, _choice: str) -> None:
    """记入演练: it stands in the time line already."""
    drill = find(turn, router, code)
    turn.toast(texts.PLAYED(code=drill.code))


@router.button("fault")
def report_fault(turn: Turn, code: str, choice: str) -> None:
    """报修: a fault that is real, but no reason to stop."""
    drill = find(turn, router, code)
    row = next((line for line in timeline_rows(turn, drill) if str(line.id) == choice), None)
    reported = turn.features.says.get("ticket_create")
    if row is not None and reported is not None:
        reported(turn, row.words, Understood("ticket_create", confidence=1.0))
