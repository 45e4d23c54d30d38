"""What a project takes from the register: what it asks for, what is left, reserving it, giving it back (6.2.2).

Nothing goes above the register without a reason somebody gave. Lines are locked while they are counted, so that two
approvals at once can never promise the same week twice.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from handlers.amounts import Part, Short, named_devices, named_weeks, spread
from handlers.errors import Refused
from handlers.periods import Span, find_span
from handlers.texts import Text, joined
from storage import projects, resources
from storage.projects import Project, Stage
from storage.resources import FIRST_DAY, LAST_DAY, Allocation, Hold, Kind

if TYPE_CHECKING:
    from handlers.turn import Turn

SHORT = "_short"  # the private answer under which a step asks why the register may be exceeded
OTHER_STAGES = (Stage.SUBMITTED, Stage.WAITING)

# Which way a project's parts go with it. What is not named here is over: people and devices are free, money is gone.
PARTS_OF: Mapping[str, tuple[Hold, Hold]] = {  # status: (people and devices, money)
    Stage.COSIGN: (Hold.PLANNED, Hold.PLANNED),
    Stage.SUBMITTED: (Hold.PLANNED, Hold.PLANNED),
    Stage.WAITING: (Hold.PLANNED, Hold.PLANNED),
    Stage.SECOND: (Hold.RESERVED, Hold.RESERVED),
    Stage.RETURNED: (Hold.RELEASED, Hold.RELEASED),
    Stage.REJECTED: (Hold.RELEASED, Hold.RELEASED),
    Stage.WITHDRAWN: (Hold.RELEASED, Hold.RELEASED),
    Stage.APPROVED: (Hold.RESERVED, Hold.RESERVED),
    Stage.RUNNING: (Hold.IN_USE, Hold.IN_USE),
    Stage.FINISHING: (Hold.IN_USE, Hold.IN_USE),
    Stage.PAUSED: (Hold.RELEASED, Hold.IN_USE),
    Stage.ENDED: (Hold.RELEASED, Hold.RELEASED),
}
UNCHANGED = frozenset({Stage.CHANGING})  # while a change is decided everything stays where it is

TAKEN_MEANWHILE = Text(
    "登记的资源不够：{short}。再按一次，我会请你写明超出的理由。",
    "The register does not hold that much: {short}. Press again, and I will ask for the reason to exceed it.",
)


def wanted(turn: "Turn", project: Project, fields: Mapping[str, Any] | None = None) -> list[Part]:
    """What a request asks of the register: what was fixed by hand, and for the rest what its own words name.

    `fields` are other values than the request's, such as those a change asks for: another budget, other days.
    """
    asked = {**project.fields, **(fields or {})}
    span = _span_in(turn, project, str(asked["schedule"]))
    fixed = _fixed_by_hand(turn, project, int(asked["budget"]), span)
    kinds = {part.resource.kind for part in fixed}
    parts = list(fixed)
    if Kind.BUDGET not in kinds:
        parts += _money(turn, project, span, asked)
    if Kind.PEOPLE not in kinds:
        parts += named_weeks(str(asked["people"]), resources.lines(turn.tx, Kind.PEOPLE), span)
    if Kind.DEVICE not in kinds:
        parts += named_devices(str(asked["people"]), resources.lines(turn.tx, Kind.DEVICE), span)
    return parts


def _fixed_by_hand(turn: "Turn", project: Project, budget: int, span: Span) -> list[Part]:
    """The lines somebody chose. A line that carries the whole budget goes with it, and weeks and devices with the days."""
    rows = [one for one in resources.of_project(turn.tx, project.id) if one.chosen]
    whole = {project.budget, project.approved_fields.get("budget")}
    parts: list[Part] = []
    weeks: dict[str, list[Allocation]] = {}
    for one in rows:
        line = one.resource
        if line.kind == Kind.PEOPLE:
            weeks.setdefault(line.name, []).append(one)
        elif line.kind == Kind.DEVICE and span.meets(line.starts_on, line.ends_on):
            first, last = max(span.first, line.starts_on, FIRST_DAY), min(span.last, line.ends_on)
            parts.append(Part(line, one.amount, first, last, chosen=True))
        else:
            amount = budget if _is_whole(one, rows, whole) else one.amount
            parts.append(Part(line, amount, one.starts_on, one.ends_on, chosen=True))
    known = resources.lines(turn.tx, Kind.PEOPLE) if weeks else []
    for name, theirs in weeks.items():
        lines = [one for one in known if one.name == name and span.meets(one.starts_on, one.ends_on)]
        if lines:
            shares = spread(lines, sum(one.amount for one in theirs), span)
            parts += [replace(part, chosen=True) for part in shares]
        else:
            parts += [Part(one.resource, one.amount, one.starts_on, one.ends_on, chosen=True) for one in theirs]
    return parts


def _is_whole(one: Allocation, rows: Sequence[Allocation], whole: set[Any]) -> bool:
    """Whether a line fixed by hand carries the whole budget, and so goes with it when the budget changes."""
    money = [row for row in rows if row.resource.kind == Kind.BUDGET]
    return money == [one] and one.amount in whole


def span_of(turn: "Turn", project: Project) -> Span:
    """The days a project means to run; without readable days from today on."""
    return _span_in(turn, project, project.schedule)


def _span_in(turn: "Turn", project: Project, schedule: str) -> Span:
    """Read as on the day it was handed in: 下学期 and a month without a year do not move on with the calendar."""
    calendar = turn.school.calendar
    said_at = project.submitted_at or turn.now
    return find_span(schedule, said_at, calendar) or Span(calendar.date(turn.now), LAST_DAY)


def left(turn: "Turn", part: Part, besides: int | None = None) -> int:
    """How much of a line is free for a part: of money and weeks in all, of devices on the fullest of these days."""
    held = [one for one in resources.of_lines(turn.tx, [part.resource.id], besides) if one.taken]
    if part.resource.kind != Kind.DEVICE:
        return part.resource.amount - sum(one.taken for one in held)
    held = [one for one in held if one.starts_on <= part.last and part.first <= one.ends_on]
    days = {part.first, *(one.starts_on for one in held if one.starts_on >= part.first)}
    fullest = max(sum(one.taken for one in held if one.starts_on <= day <= one.ends_on) for day in days)
    return part.resource.amount - fullest


def missing(turn: "Turn", project: Project, parts: Sequence[Part]) -> list[Short]:
    """The parts for which the register does not hold enough now. What the project holds already is not asked again."""
    held = _held(turn, project)
    found = []
    for part in _summed(parts):
        if _is_held(held.get(part.resource.id), part):
            continue
        free = left(turn, part, besides=project.id)
        if part.amount > free:
            found.append(Short(part, free))
    return found


def _is_held(mine: Allocation | None, part: Part) -> bool:
    """Whether the project holds that much already; devices on these very days."""
    if mine is None or mine.amount < part.amount:
        return False
    return part.resource.kind != Kind.DEVICE or (mine.starts_on <= part.first and part.last <= mine.ends_on)


def wished(project: Project) -> dict[str, Any]:
    """The fields a change under decision would give the project."""
    if project.status != Stage.CHANGING:
        return {}
    amount = project.change.get("yuan")  # all that older changes have
    return dict(project.change.get("fields") or ({} if amount is None else {"budget": amount}))


def weigh(turn: "Turn", project: Project) -> Mapping[str, Any]:
    """Before an approval: nothing, or what is short, in both languages, so that the reason to exceed it is asked."""
    fields = wished(project)
    if project.status == Stage.CHANGING and not fields and project.change.get("kind") != "resume":
        return {}
    parts = wanted(turn, project, fields)
    resources.lock(turn.tx, {part.resource.id for part in parts})
    short = missing(turn, project, parts)
    if not short:
        return {}
    words = joined([one.words for one in short], "；", "; ")
    return {SHORT: {"zh": words.zh, "en": words.en}}


def reserve(turn: "Turn", project: Project, over: str = "", state: Hold = Hold.RESERVED) -> list[Part]:
    """Take from the register what the project asks. Raises `Refused` where it is too little and no reason is given."""
    parts = wanted(turn, project)
    resources.lock(turn.tx, {part.resource.id for part in parts})
    short = missing(turn, project, parts)
    if short and not over:
        raise Refused(TAKEN_MEANWHILE(short=joined([one.words for one in short], "；", "; ")))
    _take(turn, project, parts, state, over, {one.part.resource.id for one in short})
    turn.tx.flush()
    if parts:
        details: dict[str, Any] = {"parts": [part.words.zh for part in parts]}
        if short:
            details["over"] = [one.words.zh for one in short]
        turn.record(project.code, "reserve", clause="6.2.2", reason=over if short else "", details=details)
    return parts


def _take(
    turn: "Turn", project: Project, parts: Sequence[Part], state: Hold, over: str, beyond: Collection[int]
) -> None:
    """Write the project's parts down; those of the lines `beyond` what there is keep the reason and who gave it."""
    held = _held(turn, project)
    before = {number: (one.over, one.over_by_id) for number, one in held.items()}
    spent = {number: one.spent for number, one in held.items()}
    resources.forget_unchosen(turn.tx, project.id)
    kept = {one.resource_id: one for one in resources.of_project(turn.tx, project.id)}
    for one in kept.values():  # a month the project moved out of
        if one.resource_id not in {part.resource.id for part in parts}:
            turn.tx.delete(one)
    for part in parts:
        row = kept.get(part.resource.id) if part.chosen else None
        if row is None:
            row = Allocation(
                project=project, resource=part.resource, amount=part.amount, starts_on=part.first, ends_on=part.last,
                chosen=part.chosen, created_at=turn.now, over="",
            )  # fmt: skip
            turn.tx.add(row)
        row.state, row.amount = state, part.amount
        row.starts_on, row.ends_on, row.spent = part.first, part.last, spent.get(part.resource.id)
        reason = (over, turn.actor.id if turn.actor else None) if part.resource.id in beyond else ("", None)
        row.over, row.over_by_id = before.get(part.resource.id, reason) if reason == ("", None) else reason


def follow(turn: "Turn", project: Project) -> list[Allocation]:
    """Let what a project holds go with its status; returns what became free."""
    if project.status in UNCHANGED:
        return []
    work, money = PARTS_OF.get(project.status, (Hold.RELEASED, Hold.SPENT))
    freed, changed = [], []
    for one in resources.of_project(turn.tx, project.id):
        state = money if one.resource.kind == Kind.BUDGET else work
        if one.state == state:
            continue
        if one.state in (Hold.RESERVED, Hold.IN_USE) and state in (Hold.RELEASED, Hold.PLANNED):
            freed.append(one)
        one.state = state
        changed.append(f"{one.resource.name}: {state}")
    if changed:
        turn.tx.flush()
        turn.record(project.code, "allocation", clause="6.2.2", details={"states": changed})
    return freed


def rivals(turn: "Turn", project: Project, parts: Sequence[Part]) -> list[tuple[Project, Part]]:
    """Other projects that hold or ask for the same people or devices on the same days, approved ones first."""
    lines = {part.resource.id: part for part in parts if part.resource.kind != Kind.BUDGET}
    found: list[tuple[Project, Part]] = []
    for one in resources.of_lines(turn.tx, set(lines), besides=project.id):
        part = lines[one.resource_id]
        if one.taken and one.starts_on <= part.last and part.first <= one.ends_on:
            found.append((one.project, Part(one.resource, one.amount, one.starts_on, one.ends_on)))
    asking = projects_asking(turn, project)
    for other in asking:
        for theirs in wanted(turn, other):
            mine = lines.get(theirs.resource.id)
            if mine is not None and theirs.first <= mine.last and mine.first <= theirs.last:
                found.append((other, theirs))
    return found


def projects_asking(turn: "Turn", besides: Project) -> list[Project]:
    """Requests that wait for their decision and hold nothing yet."""
    return [one for one in projects.undecided(turn.tx) if one.id != besides.id and one.status in OTHER_STAGES]


def _held(turn: "Turn", project: Project) -> dict[int, Allocation]:
    rows = resources.of_project(turn.tx, project.id)
    return {one.resource_id: one for one in rows if one.state in (Hold.RESERVED, Hold.IN_USE)}


def _summed(parts: Sequence[Part]) -> list[Part]:
    """One part for each line: two wishes for the same line count together."""
    found: dict[int, Part] = {}
    for part in parts:
        known = found.get(part.resource.id)
        found[part.resource.id] = part if known is None else Part(
            part.resource, known.amount + part.amount, min(known.first, part.first), max(known.last, part.last)
        )  # fmt: skip
    return list(found.values())


def _money(turn: "Turn", project: Project, span: Span, asked: Mapping[str, Any]) -> list[Part]:
    """From which line the budget comes: the one the request names, else the department's own, else the fullest."""
    today = turn.school.calendar.date(turn.now)
    day = max(span.first, today)
    lines = [one for one in resources.lines(turn.tx, Kind.BUDGET) if one.starts_on <= day <= one.ends_on]
    amount = int(asked["budget"])
    if not amount or not lines:
        return []
    said = "\n".join(str(asked[name]) for name in ("title", "purpose", "people", "schedule"))
    fitting = (
        [one for one in lines if one.name in said]
        or [one for one in lines if one.department and one.department == project.department]
        or [one for one in lines if not one.department]
        or lines
    )
    parts = [Part(one, amount, max(day, one.starts_on), one.ends_on) for one in fitting]
    return [max(parts, key=lambda part: (left(turn, part, besides=project.id), -part.resource.id))]
