"""What a project holds of the school's resources: shown before the decision, reserved with it, given back at the end
(clause 6.2.2). The counting is `handlers.allotment`'s; here is who is told, and how somebody fixes it by hand.
"""

from collections.abc import Mapping, Sequence
from datetime import date, time
from typing import Any

from handlers import allotment, steps
from handlers.amounts import Part, named_parts
from handlers.errors import Incomplete, NotAllowed, Refused, TooLate
from handlers.flow import Step
from handlers.money import find_yuan, yuan
from handlers.numerals import find_codes, fold
from handlers.projects import texts, words
from handlers.projects.deciders import deciders_of_running, redraw
from handlers.projects.flow import FLOW, may_hand_over
from handlers.projects.reasons import shown
from handlers.projects.routes import router
from handlers.texts import Text, joined
from handlers.turn import Turn
from storage import people, projects, resources
from storage.projects import UNDER_WAY, Project, Stage
from storage.resources import LAST_DAY, Allocation, Hold, Kind, Resource

MAY_ASK_ANEW = frozenset({"grant", "change"})  # a change the rule lets pass is over in the step that asks for it
ENDS_AT = time(9, 0)  # of the last day, so that there is a working day left to act on it


def follow(turn: Turn, project: Project, step: Step, answers: Mapping[str, Any]) -> None:
    """What the project holds goes with its status; a change that was granted takes what it now needs."""
    if step.name in MAY_ASK_ANEW and project.status == Stage.RUNNING and _wants_more(turn, project):
        before = _weeks_of(turn, project)
        allotment.reserve(turn, project, str(answers.get("over", "")), Hold.IN_USE)
        held = resources.of_project(turn.tx, project.id)
        _tell_holders(turn, project, [one for one in held if _week(one) not in before], words.MOVED_YOU)
        redraw(turn, project)
    if step.leads:
        refresh_rivals(turn, project)
    freed = allotment.follow(turn, project)
    if freed:
        _tell_holders(turn, project, freed, words.FREED)
        redraw(turn, project)


router.after = follow


def refresh_rivals(turn: Turn, project: Project) -> None:
    """Whoever still has to decide on another request for the same money, people or devices sees on its card what changed.

    The first of two cards knows nothing of the second until the second is there.
    """
    lines = {one.resource_id for one in resources.of_project(turn.tx, project.id)}
    lines |= {part.resource.id for part in allotment.wanted(turn, project)}
    for other in projects.undecided(turn.tx) if lines else ():
        theirs = () if other.id == project.id else allotment.wanted(turn, other)
        if not lines.isdisjoint(part.resource.id for part in theirs):
            redraw(turn, other)


def reserve(turn: Turn, project: Project, over: str) -> None:
    """With the decision: take what the request asks, tell whose weeks these are, and wake up on the last day."""
    allotment.reserve(turn, project, over)
    _tell_holders(turn, project, resources.of_project(turn.tx, project.id), words.RESERVED_YOU)
    wake_on_last_day(turn, project)


def wake_on_last_day(turn: Turn, project: Project) -> None:
    """Come back on the last day as it is planned now; an earlier plan's day is forgotten."""
    turn.forget_reminders(f"resources:{project.code}")
    span = allotment.span_of(turn, project)
    today = turn.school.calendar.date(turn.now)
    if today < span.last < LAST_DAY:
        due = turn.school.calendar.at(span.last, ENDS_AT).astimezone(turn.now.tzinfo)
        event = turn.heard.event_id if turn.heard else f"{turn.now:%Y%m%d%H%M%S}"
        turn.remind(f"resources:{project.code}:{event}", "projects.resources_end", f"resources:{project.code}", due)


@router.due("projects.resources_end")
def resources_end(turn: Turn, subject: str, _facts: Mapping[str, Any]) -> None:
    """The last day as planned, and something is still held: finish, or ask for more time."""
    project = projects.by_code(turn.tx, subject.partition(":")[2])
    if project is None or project.status not in UNDER_WAY:
        return
    held = [one for one in resources.of_project(turn.tx, project.id) if one.state in (Hold.RESERVED, Hold.IN_USE)]
    if not held:
        return
    said = words.STILL_HELD(code=project.code, title=project.title, parts=shown(held))
    for person in {one.id: one for one in (project.applicant, *deciders_of_running(turn, project))}.values():
        turn.tell(person, said, key=f"{subject}:{person.id}:{turn.now:%Y%m%d}", subject=project.code)


@router.command("配置", "资源配置", "allot")
def allot(turn: Turn, rest: str) -> None:
    """`配置 P-2026-002 赵技术 2人周，平板车 1辆`: whoever decides fixes what the request gets before approving it."""
    codes = [code for code in find_codes(rest) if code.id]
    if not codes or codes[0].id is None:
        raise Incomplete(words.HOW_TO_ALLOT)
    project: Project = steps.find(turn, router, codes[0].id)
    if not may_hand_over(turn.viewer, project):
        raise NotAllowed(words.ALLOT, texts.WHO_DECIDES, code=project.code, step_name="allot")
    if project.status not in (Stage.SUBMITTED, Stage.WAITING):
        raise TooLate(project.code, FLOW.statuses[project.status], words.ALLOT, turn.settled_by(project))
    said = rest[codes[0].end :]
    parts = _fixed(turn, project, said)
    if not parts:
        raise Incomplete(words.HOW_TO_ALLOT)
    kinds = {part.resource.kind for part in parts}
    for one in resources.of_project(turn.tx, project.id):
        if one.resource.kind in kinds:
            turn.tx.delete(one)
    turn.tx.flush()
    for part in parts:
        turn.tx.add(Allocation(
            project=project, resource=part.resource, amount=part.amount, starts_on=part.first, ends_on=part.last,
            chosen=True, state=Hold.PLANNED, over="", created_at=turn.now,
        ))  # fmt: skip
    turn.tx.flush()
    turn.record(
        project.code, "allot", clause="6.2.2", details={"parts": [part.words.zh for part in parts]}, reason=said.strip()
    )
    project.revision += 1  # an older card shows another plan, and so cannot decide
    redraw(turn, project)
    refresh_rivals(turn, project)
    turn.reply(words.ALLOTTED(code=project.code, parts=joined([part.words for part in parts], "；", "; ")))


@router.command("实际花费", "结余", "spent")
def spent(turn: Turn, rest: str) -> None:
    """`实际花费 P-2026-001 3.2万`: what the money came to in the end; the rest is free again."""
    codes = [code for code in find_codes(rest) if code.id]
    amount = find_yuan(rest[codes[0].end :]) if codes else None
    if not codes or codes[0].id is None or amount is None:
        raise Incomplete(words.HOW_TO_SPEND)
    project: Project = steps.find(turn, router, codes[0].id)
    if not may_hand_over(turn.viewer, project):
        raise NotAllowed(words.SPENT, texts.WHO_DECIDES, code=project.code, step_name="spent")
    money = [
        one for one in resources.of_project(turn.tx, project.id)
        if one.resource.kind == Kind.BUDGET and one.state != Hold.PLANNED
    ]  # fmt: skip
    if not money:
        raise Refused(words.NO_MONEY_HELD(code=project.code))
    resources.lock(turn.tx, {one.resource_id for one in money})
    for one in money:
        one.spent, amount = min(amount, one.amount) if one is not money[-1] else amount, max(0, amount - one.amount)
    turn.tx.flush()
    turn.record(project.code, "spent", clause="6.2.2", details={"yuan": sum(one.spent or 0 for one in money)})
    redraw(turn, project)
    total = sum(one.spent or 0 for one in money)
    turn.reply(words.SPENT_NOTED(code=project.code, amount=yuan(total)))


def _wants_more(turn: Turn, project: Project) -> bool:
    """Whether a granted change asks for something else than what is held: another amount, or other days."""
    held = [one for one in resources.of_project(turn.tx, project.id) if one.state in (Hold.RESERVED, Hold.IN_USE)]
    now = [_claim(one.resource, one.amount, one.starts_on, one.ends_on) for one in held]
    asked = [_claim(part.resource, part.amount, part.first, part.last) for part in allotment.wanted(turn, project)]
    return sorted(now) != sorted(asked)


def _claim(resource: Resource, amount: int, first: date, last: date) -> tuple[int, int, date, date]:
    """A part as it is compared: money is taken from its line whenever it is spent, so its days do not count."""
    days = (LAST_DAY, LAST_DAY) if resource.kind == Kind.BUDGET else (first, last)
    return resource.id, amount, *days


def _weeks_of(turn: Turn, project: Project) -> set[tuple[int, int, date, date]]:
    return {_week(one) for one in resources.of_project(turn.tx, project.id)}


def _week(one: Allocation) -> tuple[int, int, date, date]:
    return one.resource_id, one.amount, one.starts_on, one.ends_on


def _fixed(turn: Turn, project: Project, said: str) -> list[Part]:
    """The parts a sentence names: people, devices, and a budget line with or without an amount."""
    span = allotment.span_of(turn, project)
    parts = named_parts(said, resources.lines(turn.tx, Kind.PEOPLE, Kind.DEVICE), span)
    for line in resources.lines(turn.tx, Kind.BUDGET):
        if line.name in said and span.meets(line.starts_on, line.ends_on):
            behind = fold(said[said.find(line.name) + len(line.name) :])[:24]
            amount = find_yuan(behind)
            first, last = max(span.first, line.starts_on), line.ends_on
            parts.append(Part(line, project.budget if amount is None else amount, first, last))
            break
    return parts


def _tell_holders(turn: Turn, project: Project, rows: Sequence[Allocation], wording: Text) -> None:
    """Whose weeks these are hears of it: the people the register's lines name."""
    for name in dict.fromkeys(one.resource.name for one in rows if one.resource.kind == Kind.PEOPLE):
        theirs = [one for one in rows if one.resource.name == name and one.resource.kind == Kind.PEOPLE]
        said = wording(code=project.code, title=project.title, parts=shown(theirs))
        for person in people.by_name(turn.tx, name):
            if turn.actor is None or person.id != turn.actor.id:
                turn.tell(person, said)
