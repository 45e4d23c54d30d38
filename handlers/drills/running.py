"""While it runs: the roll call, who is missing, what is noted, which objective is reached; all on the wall clock."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from handlers import steps, timeline
from handlers.cards import Button, Card, token
from handlers.drills import report_texts, rules, texts
from handlers.drills.cards import here, minutes_since, took
from handlers.drills.deciding import leader_knows
from handlers.drills.desk import router
from handlers.drills.flow import FLOW, runner
from handlers.drills.injecting import arm, close_open
from handlers.drills.measuring import absent, first_response
from handlers.drills.scripting import call_up
from handlers.drills.speaking import answer, answer_card, redraw, runners, show, show_card, tell
from handlers.errors import Incomplete, NotAllowed, NotFound, Refused
from handlers.numerals import fold, read_ordinal
from handlers.texts import EDGES, Phrase, Text, joined
from handlers.turn import Turn
from handlers.voice import reachable_account
from storage import audit
from storage.drills import Drill, DrillParticipant, Objective, Stage
from storage.people import Role

Given = Mapping[str, Any]


@router.press("start")
def start(turn: Turn, drill: Drill, _given: Given) -> None:
    """开始演练: everybody is called at once, quiet hours or not; injects and calls for who is missing are set."""
    early = turn.rule(rules.EARLY)
    if turn.now < drill.starts_at - timedelta(minutes=early):
        raise Refused(texts.TOO_EARLY(at=turn.clock_time(drill.starts_at), minutes=early), code=drill.code)
    if drill.is_secret and not leader_knows(turn, drill):
        leaders = joined([one.name for one in turn.everyone(Role.LEADER)])
        raise Refused(texts.LEADER_UNTOLD(who=leaders), code=drill.code)
    call_up(turn, drill)
    drill.started_at = turn.now
    turn.forget_reminders(drill.code)
    turn.tx.flush()
    for part in drill.participants:
        show(turn, drill, part, "start")
    for call in range(1, turn.rule(rules.NUDGES) + 1):
        shift = turn.rule(rules.NUDGE) * (call - 1)
        turn.remind_by(
            rules.NUDGE, f"{drill.code}:missing:{call}", "drills.missing", drill.code, {"call": call}, shift=shift
        )
    arm(turn, drill)
    turn.remind(f"{drill.code}:long", "drills.long", drill.code, turn.now + timedelta(minutes=drill.minutes))
    others = [one for one in runners(turn, drill) if drill.of(one.id) is None]
    show_card(turn, drill, others, "running", urgent=True)
    if turn.actor is not None and drill.of(turn.actor.id) is None:
        answer_card(turn, drill)


@router.press("arrive")
def arrive(turn: Turn, drill: Drill, _given: Given) -> None:
    """到位, once; the clock of the roll call and of the first response stops by it."""
    part = drill.of(turn.person().id)
    assert part is not None  # noqa: S101 -- the guard let them in
    part.arrived_at = turn.now
    turn.tx.flush()
    _measured(turn, drill)
    redraw(turn, drill, [part])
    if not turn.has_answered:
        answer_card(turn, drill)


def _measured(turn: Turn, drill: Drill) -> None:
    first_response(turn, drill)
    goal = next((one for one in drill.objectives if one.kind == "all"), None)
    if goal is not None and goal.reached_at is None and here(drill) == len(drill.players):
        goal.reached_at = turn.now
        took_ = took(turn.now - (drill.started_at or turn.now))
        tell(turn, drill, runners(turn, drill), texts.ALL_IN(code=drill.code, took=took_), "all-in")


@router.button("missing")
def missing(turn: Turn, code: str, _choice: str) -> None:
    """未到位名单, by department with telephone numbers: for who runs it, in their own chat."""
    drill = steps.find(turn, router, code)
    if not runner.allows(turn.viewer, drill):
        raise NotAllowed(texts.MISSING, runner.who, code=drill.code)
    turn.confide(missing_card(drill), subject=f"{drill.code}/line")


def missing_card(drill: Drill) -> Card:
    """Who is missing, by department; who cannot be reached at all is marked."""
    gone = absent(drill)
    if not gone:
        return Card(texts.NOBODY_MISSING(code=drill.code, all=len(drill.players)))
    grouped: dict[str, list[Phrase]] = {}
    for part in gone:
        person = part.person
        named = texts.NAME_PHONE(name=person.name, phone=person.phone or texts.NO_PHONE)
        if reachable_account(person) is None:
            named = Text(named.zh + texts.NOT_REACHED.zh, named.en + texts.NOT_REACHED.en)
        grouped.setdefault(person.department, []).append(named)
    lines = tuple(
        texts.MISSING_LINE(department=department or "—", count=len(names), names=joined(names))
        for department, names in sorted(grouped.items())
    )
    title = texts.MISSING_TITLE(code=drill.code, count=len(gone), all=len(drill.players))
    return Card(title, lines, note=texts.ONLY_RUNNERS)


@router.press("note")
def note(turn: Turn, drill: Drill, given: Given) -> None:
    """15:04 断开服务器: kept with who and when, echoed to who runs it; words that name an objective offer to tick it."""
    line = timeline.note(turn, drill.code, str(given["content"]), clause="7.3.2")
    shown = timeline.shown(turn, line)
    named = next(
        (one for one in drill.objectives if not one.kind and one.reached_at is None and speaks_of(line.words, one)),
        None,
    )
    if named is None:
        tell(turn, drill, runners(turn, drill), texts.ECHO(code=drill.code, line=shown))
        answer(turn, drill, texts.NOTED(code=drill.code, line=shown))
        return
    offer = Card(texts.MAYBE_REACHED(line=shown, name=named.name), buttons=(_reach_button(drill, named, line.at),))
    tell(turn, drill, runners(turn, drill), offer)
    answer(turn, drill, offer if runner.allows(turn.viewer, drill) else texts.NOTED(code=drill.code, line=shown))


def speaks_of(words: str, goal: Objective) -> bool:
    """外网断开了 speaks of 断开外网: two characters in three of the objective stand in the words, in whatever order."""
    said, wanted = Counter(fold(words).lower()), Counter(fold(goal.name).lower())
    return wanted.total() > 1 and (said & wanted).total() * 3 >= wanted.total() * 2


def call_again(turn: Turn, drill: Drill) -> None:
    """催一下 by hand, as often as the rule lets anybody be called."""
    calls = [entry for entry in audit.history(turn.tx, drill.code) if entry.facts["step"] == "called"]
    if len(calls) >= turn.rule(rules.NUDGES):
        raise Refused(texts.CALLED_ENOUGH(code=drill.code, most=turn.rule(rules.NUDGES)), code=drill.code)
    gone = absent(drill)
    for part in gone:
        title = texts.NUDGED(code=drill.code, scenario=drill.scenario)
        show(turn, drill, part, f"called:{len(calls) + 1}", title=title)
    turn.record(drill.code, "called", clause="7.3.2", details={"people": len(gone)})
    answer(turn, drill, texts.CALLED(code=drill.code, count=len(gone)))


def seen_there(turn: Turn, drill: Drill, part: DrillParticipant) -> None:
    """Who runs it says that somebody is in place: by telephone, or seen. It stands in the time line with both names."""
    part.arrived_at = turn.now
    turn.tx.flush()
    words = texts.SEEN_THERE(name=part.person.name, by=turn.person().name)
    timeline.note(turn, drill.code, words.zh, kind="arrived", clause="7.3.2")
    _measured(turn, drill)
    redraw(turn, drill, [part])
    answer(turn, drill, words)


def _reach_button(drill: Drill, goal: Objective, at: datetime | None = None) -> Button:
    label = Text(f"{texts.REACH.zh} {goal.number}", f"{texts.REACH.en} {goal.number}")
    moment = f"{goal.number}-{int(at.timestamp())}" if at is not None else str(goal.number)
    return Button(label, token(FLOW.name, "tick", drill.code, moment), "good")


@router.button("objectives")
def objectives(turn: Turn, code: str, _choice: str) -> None:
    """目标达成: one button for each objective that is still open."""
    drill = steps.find(turn, router, code)
    if not runner.allows(turn.viewer, drill):
        raise NotAllowed(texts.REACH, runner.who, code=drill.code)
    waiting = [one for one in drill.objectives if one.reached_at is None and not one.kind]
    if not waiting:
        raise Refused(texts.NONE_OPEN(code=drill.code), code=drill.code)
    lines = tuple(texts.OBJECTIVE_LINE(number=one.number, name=one.name, minutes=one.minutes) for one in waiting)
    answer(turn, drill, Card(texts.PICK_OBJECTIVE(code=drill.code), lines,
                             buttons=tuple(_reach_button(drill, one) for one in waiting)))  # fmt: skip


@router.button("tick")
def tick(turn: Turn, code: str, choice: str) -> None:
    """达成 pressed, at the moment that was noted."""
    drill = steps.find(turn, router, code)
    number, _, moment = choice.partition("-")
    goal = next((one for one in drill.objectives if str(one.number) == number), None)
    if goal is None:
        raise NotFound(code)
    at = datetime.fromtimestamp(int(moment), turn.now.tzinfo) if moment.isdigit() and len(moment) < 12 else turn.now
    turn.take(FLOW, "reach", drill, {"objective": goal.name})
    _reached(turn, drill, goal, at)


@router.press("reach")
def reach(turn: Turn, drill: Drill, given: Given) -> None:
    """达成 2, 达成 断开外网, typed; a time in front is when it was."""
    at, words = timeline.read(turn, str(given["objective"]))
    number = read_ordinal(words.strip(EDGES))
    own = [one for one in drill.objectives if not one.kind]
    goal = next((one for one in own if one.number == number or speaks_of(words, one)), None)
    if goal is None:
        names = joined([f"{one.number} {one.name}" for one in own]) if own else report_texts.NEVER
        raise Incomplete(texts.NO_SUCH_OBJECTIVE(names=names))
    _reached(turn, drill, goal, at)


def _reached(turn: Turn, drill: Drill, goal: Objective, at: datetime) -> None:
    if goal.reached_at is not None:
        raise Refused(texts.REACHED_ALREADY(name=goal.name, at=turn.clock_time(goal.reached_at)), code=drill.code)
    begun = drill.started_at or turn.now
    goal.reached_at, goal.reached_by_id = min(max(at, begun), turn.now), turn.person().id
    line = texts.REACHED(name=goal.name, took=took(goal.reached_at - begun), minutes=goal.minutes)
    timeline.note(turn, drill.code, f"{turn.local(goal.reached_at):%H:%M} {line.zh}", kind="objective", clause="7.3.2")
    tell(turn, drill, runners(turn, drill), line)
    answer(turn, drill, line)


@router.press("rate")
def rate(turn: Turn, drill: Drill, given: Given) -> None:
    """打分 by an observer, with a remark."""
    part = drill.of(turn.person().id)
    assert part is not None  # noqa: S101 -- the guard let them in
    part.score, part.remark = int(given["score"]), str(given.get("remark") or "")[:500]
    redraw(turn, drill, [part])
    answer(turn, drill, texts.RATED(score=part.score))


@router.press("end")
def end(turn: Turn, drill: Drill, _given: Given) -> None:
    """结束演练: thanks to all, observers are asked, the duty is done, and the report comes by itself."""
    drill.ended_at = turn.now
    drill.revision += 1
    turn.forget_reminders(drill.code)
    turn.tx.flush()
    close_open(turn, drill)
    for part in drill.participants:
        if part.told_at is not None:
            show(turn, drill, part, "ended")
    if here(drill):
        turn.features.fulfilled("drills", turn, drill.planner, drill.code)
    turn.remind_by(rules.REPORT, f"{drill.code}:report", "drills.report", drill.code)
    line = texts.ENDED_RUNNER(code=drill.code, minutes=turn.rule(rules.REPORT))
    tell(turn, drill, runners(turn, drill), line, "over")
    answer(turn, drill, line)


@router.due("drills.begin")
def begin_due(turn: Turn, code: str, payload: Mapping[str, Any]) -> None:
    """It is time, or half an hour past it: the runner starts a drill, never the clock."""
    drill = router.find(turn.tx, code) if router.find else None
    if drill is None or drill.status not in Stage.READY:
        return
    if payload.get("late"):
        title = texts.NOT_STARTED(code=code, minutes=int((turn.now - drill.starts_at).total_seconds() // 60))
        show_card(turn, drill, runners(turn, drill), f"late:{drill.revision}", title=title, urgent=True)
    else:
        title = texts.TIME_TO_START(code=code, scenario=drill.scenario, at=turn.clock_time(drill.starts_at))
        show_card(turn, drill, [drill.planner], f"begin:{drill.revision}", title=title, urgent=True)


@router.due("drills.missing")
def missing_due(turn: Turn, code: str, payload: Mapping[str, Any]) -> None:
    """Who is missing is called again; after the last call who runs it gets the list with telephone numbers."""
    drill = router.find(turn.tx, code) if router.find else None
    if drill is None or drill.status != Stage.LIVE or not absent(drill):
        return
    for part in absent(drill):
        title = texts.NUDGED(code=code, scenario=drill.scenario)
        show(turn, drill, part, f"missing:{payload['call']}", title=title)
    if int(payload["call"]) >= turn.rule(rules.NUDGES):
        tell(turn, drill, runners(turn, drill), missing_card(drill), "missing-list")


@router.due("drills.long")
def long_due(turn: Turn, code: str, _payload: Mapping[str, Any]) -> None:
    """The planned time is over: the planner is told, and decides."""
    drill = router.find(turn.tx, code) if router.find else None
    if drill is not None and drill.status == Stage.LIVE:
        title = texts.STILL_RUNNING(code=code, minutes=minutes_since(turn, drill))
        show_card(turn, drill, [drill.planner], "long", title=title, urgent=True)
