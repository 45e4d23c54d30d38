"""How a drill looks: to who runs it with the whole script, to who takes part with what they have to do now."""

from collections import Counter
from datetime import datetime, timedelta

from handlers import checklists, screens, timeline
from handlers.audience import Audience, Resolved, resolve
from handlers.cards import Button, Card, Link, token
from handlers.checklists import ROLE_NAMES, ScenarioPlan, usual_roles
from handlers.drills import report_texts, texts
from handlers.drills.flow import FLOW, OVERSEERS, informed_leader, runner
from handlers.flow import Viewer
from handlers.texts import Phrase, Text, joined
from handlers.turn import Turn
from storage import wanted_files
from storage.drills import Drill, Inject, Objective, Stage
from storage.people import Person

SHOWN_NOTES = 4
MOST_STEPS = 6
MOST_BUTTONS = 4


def own_subject(drill: Drill, person_id: int) -> str:
    """What one participant's cards are filed under: an answer of theirs redraws their own cards and nobody else's."""
    return f"{drill.code}/{person_id}"


def drill_card(turn: Turn, drill: Drill, viewer: Viewer) -> Card:
    """The card as this viewer may see it."""
    part = drill.of(viewer.id)
    oversees = runner.allows(viewer, drill) or viewer.holds(*OVERSEERS) or viewer.is_clock
    playing = part is not None and drill.status in (Stage.NOTIFIED, Stage.LIVE, Stage.ENDED, Stage.STOPPED)
    if viewer.id == drill.planner_id or (oversees and not playing):
        return runner_card(turn, drill, viewer)
    return own_card(turn, drill, viewer)


def own_card(turn: Turn, drill: Drill, viewer: Viewer) -> Card:
    """One participant's card."""
    part = drill.of(viewer.id)
    lines: list[Phrase] = []
    buttons = list(FLOW.buttons(viewer, drill))
    names = {"code": drill.code, "scenario": drill.scenario}
    title: Phrase = texts.NOT_LIVE(**names, status=texts.STATUS[drill.status], at=turn.clock_time(drill.starts_at))
    observes = part is not None and part.observes
    if drill.status in Stage.READY:
        title = texts.INVITED(**names, at=turn.clock_time(drill.starts_at))
        lines.append(texts.YOU_OBSERVE if observes else texts.INVITED_LINE)
    elif drill.status == Stage.LIVE:
        if part is not None and part.arrived_at is not None:
            title = texts.YOU_ARE_IN(at=turn.clock_time(part.arrived_at), **names)
        else:
            title = (texts.STARTED_OBSERVER if observes else texts.STARTED)(**names)
        lines += _own_steps(drill, viewer.person) if not observes else []
        lines.append(texts.IF_REAL)
        if runner.allows(viewer, drill):
            buttons.append(Button(texts.MISSING, token(FLOW.name, "missing", drill.code)))
    elif drill.status == Stage.ENDED:
        title = texts.PLEASE_RATE(code=drill.code) if observes else texts.ENDED(**names)
    elif drill.status == Stage.STOPPED:
        title, lines = texts.STOPPED, [*stopped_lines(turn, drill)]
    facts = ((texts.WHEN, span(turn, drill)), (texts.PLACE, drill.place), (texts.PLANNER, drill.planner.name))
    shown = tuple((label, value) for label, value in facts if value) if drill.status in Stage.READY else ()
    return Card(title, tuple(lines), shown, tuple(buttons[:MOST_BUTTONS]))


def _own_steps(drill: Drill, person: Person | None) -> list[Phrase]:
    """What the plan wants of this person, by their office in the school."""
    if not drill.plan:
        return []
    items = ScenarioPlan.from_json(drill.plan).of_roles(usual_roles(person))[:MOST_STEPS]
    return [texts.STEPS, *checklists.lines(items)] if items else []


def runner_card(turn: Turn, drill: Drill, viewer: Viewer) -> Card:
    """The card of who decides about it or runs it."""
    lines: list[Phrase] = []
    facts: list[tuple[Phrase, Phrase]] = []
    note: Phrase = ""
    names = {"code": drill.code, "scenario": drill.scenario}
    at = turn.clock_time(drill.starts_at)
    title: Phrase = texts.PLANNED(**names, at=at, status=texts.STATUS[drill.status])
    buttons = list(FLOW.buttons(viewer, drill))
    if drill.status in Stage.AHEAD:
        if drill.status == Stage.PLANNED and drill.submitted_at and viewer.id != drill.planner_id:
            title = texts.TO_APPROVE(**names, at=at)
        elif drill.approver is not None and informed_leader.allows(viewer, drill):
            title = texts.TELL_LEADER(**names, at=at)
            lines.append(texts.KEEP_QUIET)
        lines += script_lines(turn, drill)
        facts += plan_facts(turn, drill)
        note = texts.PLAN_HOW if drill.status == Stage.PLANNED and not drill.submitted_at else ""
    elif drill.status == Stage.LIVE:
        title = texts.RUNNING(**names, here=here(drill), all=len(drill.players), minutes=minutes_since(turn, drill))
        lines += [objective_line(one, drill) for one in drill.objectives]
        lines += timeline.lines(turn, drill.code, SHOWN_NOTES)
        facts.append((texts.INJECT, f"{sum(one.sent_at is not None for one in drill.injects)}/{len(drill.injects)}"))
        buttons = [one for one in buttons if _is_of(one, "end", "real", "arrive")]
        if runner.allows(viewer, drill):
            buttons[:0] = [Button(texts.MISSING, token(FLOW.name, "missing", drill.code))]
            if any(one.reached_at is None and not one.kind for one in drill.objectives):
                buttons.insert(1, Button(texts.OBJECTIVES_BUTTON, token(FLOW.name, "objectives", drill.code)))
    elif drill.status == Stage.STOPPED:
        lines += stopped_lines(turn, drill)
    elif drill.status in Stage.HELD and drill.status != Stage.ENDED:
        buttons.append(Button(texts.REPORT_BUTTON, token(FLOW.name, "report", drill.code)))
        facts.append((report_texts.ATTENDANCE, attendance(drill)))
    if drill.reason and drill.status in {Stage.PLANNED, Stage.POSTPONED, Stage.CANCELLED}:
        facts.append((texts.REASON, drill.reason))
    links = (Link(texts.ON_THE_WALL, _wall(turn, drill)),) if shows_wall(turn, drill, viewer) else ()
    return Card(title, tuple(lines), tuple(facts), tuple(buttons[:MOST_BUTTONS]), note, links=links)


def _is_of(button: Button, *names: str) -> bool:
    return button.token.partition(":")[0].partition(".")[2] in names


def shows_wall(turn: Turn, drill: Drill, viewer: Viewer) -> bool:
    """Whether this viewer may put the drill on a wall now."""
    return bool(turn.school.public_url) and drill.status == Stage.LIVE and runner.allows(viewer, drill)


def _wall(turn: Turn, drill: Drill) -> str:
    return turn.school.public_url.rstrip("/") + screens.path(FLOW.name, drill.code, drill.secret)


def plan_facts(turn: Turn, drill: Drill) -> list[tuple[Phrase, Phrase]]:
    """When, whom it reaches, by which plan, and what is secret about it."""
    found = audience_of(turn, drill)
    words = Audience.from_json(drill.audience).words()
    who = texts.COUNT(words=words, count=len(found.people), departments=found.by_department())
    facts: list[tuple[Phrase, Phrase]] = [(texts.WHEN, span(turn, drill)), (texts.WHO, who)]
    if found.excluded:
        facts.append(("", texts.LEFT_OUT(reasons=joined(list(found.reasons()), zh="；", en="; "))))
    looking_on = [part.person.name for part in drill.participants if part.observes]
    plan = ScenarioPlan.from_json(drill.plan).name if drill.plan else texts.NO_PLAN
    facts += [(texts.PLACE, drill.place)] if drill.place else []
    facts += [(texts.PLAN, plan), (texts.PLANNER, drill.planner.name)]
    facts += [(texts.OBSERVERS, joined([*looking_on]))] if looking_on else []
    return [(label, value) if label else (texts.LEFT, value) for label, value in facts]


def script_lines(turn: Turn, drill: Drill) -> list[Phrase]:
    """Objectives and injects as they stand, and whether it is a surprise."""
    lines: list[Phrase] = []
    if drill.is_secret:
        whole = drill.unannounced == drill.audience
        who = texts.EVERYBODY if whole else Audience.from_json(drill.unannounced).words()
        lines.append(texts.SECRET_NOTE(who=who))
    lines += [texts.OBJECTIVE_LINE(number=one.number, name=one.name, minutes=one.minutes) for one in drill.objectives]
    lines += [inject_line(turn, drill, one) for one in drill.injects] or [texts.NO_INJECTS]
    if drill.replays:
        lines.append(texts.REPLAYED(code=drill.replays))
    return lines


def inject_line(turn: Turn, drill: Drill, inject: Inject) -> Text:
    """One inject of the script, with how many pictures go with it."""
    pictures = len(wanted_files.of_subject(turn.tx, picture_subject(drill.code, inject.number)))
    more: Phrase = texts.WITH_PICTURES(count=pictures) if pictures else ""
    words = joined([inject.words, more], "", "")
    return texts.INJECT_LINE(number=inject.number, after=inject.after, to=inject_to(inject), words=words)


def picture_subject(code: str, number: int) -> str:
    """What the pictures of one inject belong to."""
    return f"{code}#inject{number}"


def inject_to(inject: Inject) -> Phrase:
    """For whom an inject is, in words."""
    if "role" in inject.to:
        return ROLE_NAMES[str(inject.to["role"])]
    return Audience.from_json(inject.to).words() if inject.to else texts.EVERYBODY


def objective_line(one: Objective, drill: Drill) -> Text:
    """An objective while the drill runs."""
    if one.reached_at is None or drill.started_at is None:
        return texts.OBJECTIVE_LINE(number=one.number, name=one.name, minutes=one.minutes)
    actual = took(one.reached_at - drill.started_at)
    return texts.OBJECTIVE_DONE(number=one.number, name=one.name, actual=actual, minutes=one.minutes)


def audience_of(turn: Turn, drill: Drill) -> Resolved:
    """Who takes part as things are now, never its planner; once it began, who was called then."""
    found = resolve(turn.tx, Audience.from_json(drill.audience), urgent=True)
    people = tuple(person for person in found.people if person.id != drill.planner_id)
    return Resolved(people, found.excluded, Counter(person.department for person in people))


def here(drill: Drill) -> int:
    """How many are in place."""
    return sum(one.arrived_at is not None for one in drill.players)


def attendance(drill: Drill) -> Text:
    """In place, of how many, in percent."""
    count, players = here(drill), len(drill.players)
    return report_texts.ATTENDANCE_IS(here=count, all=players, percent=round(100 * count / players) if players else 0)


def minutes_since(turn: Turn, drill: Drill) -> int:
    """Whole minutes since it began."""
    return int((turn.now - (drill.started_at or turn.now)).total_seconds() // 60)


def took(span_: timedelta) -> Text:
    """A span as people say it: 45 秒, 12 分 5 秒, 14 分钟."""
    seconds = max(0, int(span_.total_seconds()))
    if seconds < 60:
        return report_texts.SECONDS(seconds=seconds)
    if seconds % 60 == 0:
        return report_texts.TOOK_MINUTES(minutes=seconds // 60)
    return report_texts.TOOK(minutes=seconds // 60, seconds=seconds % 60)


def span(turn: Turn, drill: Drill) -> Text:
    """From when to when, in the school's words."""
    begins = turn.local(drill.starts_at)
    ends = begins + timedelta(minutes=drill.minutes)
    day = Text(f"{begins.month}月{begins.day}日（周{'一二三四五六日'[begins.weekday()]}）", f"{begins:%a %d %b} ")
    return Text(f"{day.zh}{begins:%H:%M}–{ends:%H:%M}", f"{day.en}{begins:%H:%M}–{ends:%H:%M}")


def stopped_lines(turn: Turn, drill: Drill) -> list[Phrase]:
    """What everybody reads when something real happened."""
    lines: list[Phrase] = [drill.reason] if drill.reason else []
    if drill.incident:
        lines.append(texts.STOPPED_INCIDENT(incident=drill.incident))
    del turn
    return [*lines, texts.STOPPED_NEXT(code=drill.code)]


def show_at(turn: Turn, at: datetime | None) -> Phrase:
    """A moment, or nothing."""
    return turn.clock_time(at) if at is not None else ""
