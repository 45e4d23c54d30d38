"""Before it begins: submitted, approved by somebody else, announced or kept secret, postponed, called off."""

from collections.abc import Mapping
from typing import Any

from handlers.cards import Card
from handlers.drills import rules, texts
from handlers.drills.cards import audience_of
from handlers.drills.desk import router
from handlers.drills.flow import FLOW, approver
from handlers.drills.planning import exact_span, parse_span
from handlers.drills.scripting import call_up, hidden_from
from handlers.drills.speaking import answer, answer_card, redraw, show, show_card, tell
from handlers.errors import Refused
from handlers.flow import Viewer
from handlers.texts import Phrase, joined
from handlers.turn import Turn
from storage.drills import Drill, Stage
from storage.people import Person, Role

Given = Mapping[str, Any]


def by_clock(turn: Turn, drill: Drill, name: str) -> None:
    """A step that follows by itself."""
    before = FLOW.take(FLOW.by_name[name], Viewer(None), drill)
    turn.record(drill.code, name, clause="7.3.2", before=before, after=drill.status)
    router.steps[name](turn, drill, {})
    turn.tx.flush()


def approvers(turn: Turn, drill: Drill) -> list[Person]:
    """Who may approve it now."""
    found = turn.everyone(Role.CIO, Role.LEADER)
    return [person for person in found if approver.allows(turn.view_of(person), drill)]


@router.press("submit")
def submit(turn: Turn, drill: Drill, _given: Given) -> None:
    """送审: whoever may approve it gets the card."""
    drill.submitted_at, drill.reason = turn.now, ""
    deciders = approvers(turn, drill)
    if not deciders:
        raise Refused(texts.NO_APPROVER)
    turn.tx.flush()
    show_card(turn, drill, deciders, f"submit:{drill.revision}:{turn.now.isoformat()}")
    answer(turn, drill, texts.SUBMITTED(code=drill.code, who=joined([one.name for one in deciders])))


@router.press("send_back")
def send_back(turn: Turn, drill: Drill, given: Given) -> None:
    """退回: the planner reads why and may submit it again."""
    drill.submitted_at, drill.reason = None, str(given["reason"])
    drill.revision += 1
    turn.tx.flush()
    line = texts.SENT_BACK(code=drill.code, scenario=drill.scenario, reason=drill.reason)
    tell(turn, drill, [drill.planner], line, urgent=False)


@router.press("approve")
def approve(turn: Turn, drill: Drill, _given: Given) -> None:
    """同意: from here on the script stands. A surprise is known to the CIO, and one leader has to know, too."""
    drill.approver = turn.person()
    drill.informed = sorted({*drill.informed, drill.planner_id, turn.person().id})
    drill.reason = ""
    get_ready(turn, drill)
    line = texts.APPROVED(code=drill.code, scenario=drill.scenario, at=turn.clock_time(drill.starts_at))
    turn.tx.flush()
    show_card(turn, drill, [drill.planner], f"approved:{drill.revision}", title=line)  # a card, for it is theirs to run


def get_ready(turn: Turn, drill: Drill) -> None:
    """What follows approval and every new time: announced now or ahead of its day, or kept secret."""
    turn.forget_reminders(drill.code)
    drill.revision += 1
    turn.tx.flush()
    hidden = {person.id for person in hidden_from(turn, drill)}
    everybody = set(audience_of(turn, drill).ids)
    if drill.is_secret and not leader_knows(turn, drill):
        _ask_leaders(turn, drill, hidden)
    if drill.is_secret and everybody <= hidden:
        if leader_knows(turn, drill):
            by_clock(turn, drill, "keep_secret")
        return
    due = rules.NOTICE.due(turn.rule(rules.NOTICE), drill.starts_at, turn.school.calendar, ahead=True)
    if due <= turn.now:
        by_clock(turn, drill, "announce")
    else:
        turn.remind_by(rules.NOTICE, f"{drill.code}:announce:{drill.revision}", "drills.announce", drill.code,
                       since=drill.starts_at, ahead=True)  # fmt: skip


def leader_knows(turn: Turn, drill: Drill) -> bool:
    """Whether a leader is among those who know of a secret drill; the CIO is, by planning or approving it."""
    people = [turn.tx.get(Person, key) for key in drill.informed]
    return any(person is not None and person.holds(Role.LEADER) for person in people)


def _ask_leaders(turn: Turn, drill: Drill, hidden: set[int]) -> None:
    leaders = turn.everyone(Role.LEADER)
    asked = [one for one in leaders if one.id not in hidden] or leaders
    show_card(turn, drill, asked, f"inform:{drill.revision}")


@router.press("inform")
def inform(turn: Turn, drill: Drill, _given: Given) -> None:
    """知悉: a leader knows of the surprise."""
    drill.informed = sorted({*drill.informed, turn.person().id})
    turn.tx.flush()
    if drill.status == Stage.APPROVED and set(audience_of(turn, drill).ids) <= {
        one.id for one in hidden_from(turn, drill)
    }:
        by_clock(turn, drill, "keep_secret")
    tell(turn, drill, [drill.planner], texts.INFORMED(code=drill.code, name=turn.person().name), urgent=False)


@router.press("announce_now")
@router.press("announce")
def announce(turn: Turn, drill: Drill, _given: Given) -> None:
    """Whoever may know hears of it; the runner is asked to start it when its time has come."""
    call_up(turn, drill)
    told = [part for part in drill.participants if part.observes or not part.unannounced]
    for part in told:
        show(turn, drill, part, f"announce:{drill.revision}", urgent=False)
    _watch_start(turn, drill)
    tell(
        turn,
        drill,
        [drill.planner],
        texts.TOLD(code=drill.code, count=len(told)),
        f"told:{drill.revision}",
        urgent=False,
    )


@router.press("keep_secret")
def keep_secret(turn: Turn, drill: Drill, _given: Given) -> None:
    """Nobody who takes part hears of it; who looks on does."""
    for part in drill.participants:
        if part.observes:
            show(turn, drill, part, f"observe:{drill.revision}", urgent=False,
                 title=texts.INVITED(code=drill.code, scenario=drill.scenario, at=turn.clock_time(drill.starts_at)))  # fmt: skip
    _watch_start(turn, drill)


def _watch_start(turn: Turn, drill: Drill) -> None:
    turn.remind(f"{drill.code}:begin:{drill.revision}", "drills.begin", drill.code, drill.starts_at)
    turn.remind_by(rules.EARLY, f"{drill.code}:late:{drill.revision}", "drills.begin", drill.code, {"late": True},
                   since=drill.starts_at)  # fmt: skip


@router.press("postpone")
def postpone(turn: Turn, drill: Drill, given: Given) -> None:
    """推迟, with why; a new time said at once is taken."""
    drill.reason = str(given["reason"])
    drill.revision += 1
    turn.forget_reminders(drill.code)
    new = exact_span(turn, drill.reason)
    if new is None:
        line = texts.POSTPONED(code=drill.code, scenario=drill.scenario, reason=drill.reason)
        _tell_told(turn, drill, Card(line, (texts.NEW_TIME_LATER,)), "postponed")
        answer(turn, drill, texts.POSTPONED_NOW(code=drill.code))
        return
    parse_span(turn, drill.reason)
    turn.take(FLOW, "reschedule", drill, {"when": drill.reason})
    reschedule(turn, drill, {"when": drill.reason})


@router.press("reschedule")
def reschedule(turn: Turn, drill: Drill, given: Given) -> None:
    """A new time; the script was approved and stays so."""
    drill.starts_at, minutes = parse_span(turn, str(given["when"]))
    drill.minutes = minutes or drill.minutes
    line = texts.RESCHEDULED(code=drill.code, scenario=drill.scenario, at=turn.clock_time(drill.starts_at))
    _tell_told(turn, drill, line, f"moved:{drill.revision}")
    if drill.approver is not None:
        tell(turn, drill, [drill.approver, drill.planner], line, urgent=False)
    get_ready(turn, drill)
    answer_card(turn, drill)


@router.press("cancel")
def cancel(turn: Turn, drill: Drill, given: Given) -> None:
    """取消: whoever had heard of it hears why."""
    drill.reason = str(given["reason"])
    turn.forget_reminders(drill.code)
    line = texts.CANCELLED(code=drill.code, scenario=drill.scenario, reason=drill.reason)
    _tell_told(turn, drill, line, "cancelled")
    tell(turn, drill, [drill.planner], line, urgent=False)


def _tell_told(turn: Turn, drill: Drill, words: Card | Phrase, key: str) -> None:
    told = [part for part in drill.participants if part.told_at is not None]
    redraw(turn, drill, told)
    tell(turn, drill, [part.person for part in told], words, f"{key}:{drill.revision}", urgent=False)
