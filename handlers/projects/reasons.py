"""The reasons to decide (N2): the goal served, what is left in the register, who else wants it, what came of it before."""

from collections.abc import Sequence

from handlers import allotment
from handlers.amounts import Part, amount_of, period_of
from handlers.flow import Viewer
from handlers.likeness import most_alike
from handlers.money import yuan
from handlers.projects import progress, texts, words
from handlers.projects.request import NO_GOAL
from handlers.texts import Phrase, Text, joined
from handlers.turn import Turn
from storage import plans, projects, resources
from storage.people import Role
from storage.projects import Project
from storage.resources import Allocation, Hold, Kind

MOST_HINTS = 2
MOST_FREE = 4


def goal_of(turn: Turn, project: Project) -> Phrase:
    """The annual goal with its name and how it stands; the bare number where the school keeps its goals elsewhere."""
    if project.goal in ("", NO_GOAL):
        return texts.NO_GOAL
    goal = plans.goal(turn.tx, project.goal)
    if goal is None:
        return texts.GOAL_UNKNOWN(code=project.goal) if plans.count_goals(turn.tx) else project.goal
    router = turn.features.by_prefix.get("G")
    status = router.flow.statuses[goal.status] if router is not None and router.flow is not None else goal.status
    return texts.GOAL_IS(code=goal.code, name=goal.name, status=status)


def money_of(turn: Turn, project: Project, parts: Sequence[Part]) -> Phrase:
    """The budget, and from which line it would come with how much left."""
    found = [part for part in parts if part.resource.kind == Kind.BUDGET]
    if not found:
        return (
            texts.NO_BUDGET_LINE(budget=yuan(project.budget))
            if project.budget and _keeps(turn)
            else yuan(project.budget)
        )
    left = [texts.FROM_LINE(name=part.resource.name, left=_left(turn, project, part)) for part in found]
    return texts.BUDGET_IS(budget=yuan(project.budget), lines=joined(list(left), "；", "; "))


def people_of(turn: Turn, project: Project, parts: Sequence[Part]) -> Phrase:
    """Who would do it, and how much of their time and of the devices is left in those days."""
    found = [part for part in parts if part.resource.kind in (Kind.PEOPLE, Kind.DEVICE)]
    left = [texts.PART_LEFT(part=part.words, left=_left(turn, project, part)) for part in found]
    if not found:
        left = _who_is_free(turn, project)
    return joined([project.people, *left], "；", "; ")


def warnings(turn: Turn, project: Project, parts: Sequence[Part]) -> list[Text]:
    """What stands against it: too little in the register, and others who want the same people or devices then."""
    found = []
    short = allotment.missing(turn, project, parts)
    if short:
        found.append(texts.SHORT(short=joined([one.words for one in short], "；", "; ")))
    by_line: dict[str, list[Text]] = {}
    for other, theirs in allotment.rivals(turn, project, parts):
        status = texts.STATUS[other.status]
        wish = texts.RIVAL(code=other.code, title=other.title, status=status,
                           amount=amount_of(theirs.resource, theirs.amount))  # fmt: skip
        by_line.setdefault(theirs.resource.name, []).append(wish)
    found += [texts.CLASH(name=name, others=joined(list(others), "、", ", ")) for name, others in by_line.items()]
    return found


def seen_before(turn: Turn, project: Project) -> list[Text]:
    """Projects like this one, with what their users and the evaluation said."""
    others = {one.code: one for one in projects.past(turn.tx, project.id)}
    alike = most_alike(project.title, project.purpose, {code: (one.title, one.purpose) for code, one in others.items()})
    return [
        texts.ALIKE(code=code, title=others[code].title, status=texts.STATUS[others[code].status],
                    outcome=outcome_of(others[code]))
        for code in alike[:MOST_HINTS]
    ]  # fmt: skip


def outcome_of(project: Project) -> Text:
    """What came of a project: its users' stars and the last word on it; nothing while nobody said anything."""
    parts: list[Phrase] = []
    if any(one.stars is not None for one in project.ratings):
        parts.append(progress.ratings(project))
    if project.verdict:
        parts.append(project.verdict)
    if project.reason and not project.verdict:
        parts.append(project.reason)
    return joined(["", *parts], "，", ", ") if parts else Text("", "")


def shown(rows: Sequence[Allocation]) -> Text:
    """Some holdings in words."""
    return joined([_part(one).words for one in rows], "；", "; ")


def holdings(turn: Turn, project: Project, viewer: Viewer) -> tuple[Text, Text] | None:
    """What a decided project holds, with its state and the reason where it goes above the register."""
    rows = [one for one in resources.of_project(turn.tx, project.id) if one.state != Hold.PLANNED]
    if not rows:
        return None
    parts: list[Text] = []
    for state in Hold:
        of_state = [one for one in rows if one.state == state]
        if of_state:
            parts.append(words.HOLDS[state](parts=shown(of_state)))
    insiders = viewer.holds(Role.CIO, Role.LEADER, Role.AUDITOR, Role.SECRETARY)
    parts += [words.OVER_BECAUSE(reason=one.over) for one in rows if one.over and insiders][:1]
    return words.RESOURCES, joined(list(parts), "；", "; ")


def _part(one: Allocation) -> Part:
    return Part(one.resource, one.amount, one.starts_on, one.ends_on, one.chosen)


def _left(turn: Turn, project: Project, part: Part) -> Text:
    """What is left of a line before this project takes its part."""
    return amount_of(part.resource, allotment.left(turn, part, besides=project.id))


def _who_is_free(turn: Turn, project: Project) -> list[Text]:
    """Where the request names nobody: who has time in those days."""
    span = allotment.span_of(turn, project)
    free = []
    for line in resources.lines(turn.tx, Kind.PEOPLE):
        part = Part(line, 0, max(span.first, line.starts_on), min(span.last, line.ends_on))
        left = allotment.left(turn, part, besides=project.id)
        if left > 0 and span.meets(line.starts_on, line.ends_on):
            free.append(texts.FREE(name=line.name, left=amount_of(line, left), period=period_of(line).words))
    return [texts.FREE_THEN(names=joined(list(free[:MOST_FREE]), "、", ", "))] if free else []


def _keeps(turn: Turn) -> bool:
    return bool(resources.lines(turn.tx, Kind.BUDGET))
