"""What a request looks like: to whoever decides, to the applicant, and to those who only look."""

import re
from collections.abc import Mapping
from typing import Any

from handlers import allotment
from handlers.cards import Button, Card, token
from handlers.flow import Viewer
from handlers.money import yuan
from handlers.projects import progress, reasons, rules, texts, words
from handlers.projects.beginnings import origin
from handlers.projects.flow import FLOW, adviser, letter_for, may_hand_over, may_settle, secretary
from handlers.projects.request import BY_NAME, NO_GOAL, shown
from handlers.rulebook import Rule
from handlers.texts import Phrase, Text, joined, say
from handlers.turn import Turn
from storage import projects
from storage.people import Person, Role
from storage.projects import UNDECIDED, Project, Stage

MOST_HINTS = 2
LONGEST = 160  # characters of one answer on a card
SHORTEST = 48  # … on the card of whoever decides, and of a schedule in its first line
NOTHING = frozenset({"无", "没有", "none", "no"})
SHOWN = (
    "purpose", "goal", "budget", "people", "schedule", "data_class", "security", "indicators",
)  # fmt: skip


def project_card(turn: Turn, project: Project, viewer: Viewer) -> Card:
    """The card of a request as this person may see and press it now: short for whoever decides, whole for the others."""
    deciding = project.status in UNDECIDED and may_settle(viewer, project)
    if deciding and project.status != Stage.WAITING:
        return _decision_card(turn, project, viewer)
    lines: list[Phrase] = [*_standing(turn, project, viewer), *_changes(project)]
    weighs = project.status == Stage.CHANGING and may_hand_over(viewer, project)
    against = (
        reasons.warnings(turn, project, allotment.wanted(turn, project, allotment.wished(project))) if weighs else []
    )
    held = reasons.holdings(turn, project, viewer)
    return Card(
        texts.TITLE(code=project.code, title=project.title, status=FLOW.statuses[project.status]),
        (*lines, *progress.lines(turn, project, viewer), *against),
        (
            *_facts(turn, project), *origin(turn, project, viewer), *_decision_facts(turn, project), *([held] if held else []),
            *progress.facts(turn, project),
        ),
        (*FLOW.buttons(viewer, project), *_own_buttons(viewer, project)),
        _note(viewer, project) if deciding else "",
    )  # fmt: skip


def _decision_card(turn: Turn, project: Project, viewer: Viewer) -> Card:
    """Who wants what for how much by when, in the first line; then the reasons to decide; the rest is one press away."""
    parts = allotment.wanted(turn, project)
    name = who(project.applicant)
    title = texts.TO_DECIDE(
        code=project.code, title=project.title, budget=yuan(project.budget), name=name,
        schedule=_cut(project.schedule, 24),
    )  # fmt: skip
    lacks = missing(project.fields)
    facts: list[tuple[Phrase, Phrase]] = [
        (texts.APPLICANT, texts.APPLICANT_IS(name=project.applicant.name, department=project.department or "—")),
        *progress.signatures(project),
        *origin(turn, project, viewer),
        (texts.PURPOSE, _cut(project.purpose, SHORTEST)),
        (texts.GOAL, reasons.goal_of(turn, project)),
        (texts.BUDGET, reasons.money_of(turn, project, parts)),
        (texts.PEOPLE, reasons.people_of(turn, project, parts)),
        (texts.DATA, shown("data_class", project.data_class)),
        (texts.MISSING, joined(list(lacks)) if lacks else texts.NOTHING_MISSING),
        (texts.CLAUSE, texts.CLAUSE_IS),
        (texts.WAITED, waited(turn, project)),
        *_said_about(project),
    ]
    lines = (
        *_standing(turn, project, viewer), *_changes(project), *reasons.warnings(turn, project, parts),
        *reasons.seen_before(turn, project), *_hints(turn, project),
    )  # fmt: skip
    details = Button(texts.DETAILS, token("projects", "details", project.code))
    return Card(title, lines, tuple(facts), (*FLOW.buttons(viewer, project), details), _note(viewer, project))


def details_card(project: Project) -> Card:
    """Everything a request says, word for word, for whoever wants more than the card."""
    fields = project.fields
    facts = [(BY_NAME[name].label, shown(name, fields[name])) for name in SHOWN]
    who_asks = texts.APPLICANT_IS(name=project.applicant.name, department=project.department or "—")
    return Card(
        texts.DETAILS_OF(code=project.code, title=project.title),
        facts=((texts.APPLICANT, who_asks), *facts, *_said_about(project)),
    )


def missing(fields: Mapping[str, Any]) -> list[Text]:
    """What a decider will miss in a request that is formally complete."""
    found = []
    if fields.get("goal") in (None, "", NO_GOAL):
        found.append(texts.MISSING_GOAL)
    if fields.get("data_class") in (None, "", "unknown"):
        found.append(texts.MISSING_DATA)
    if str(fields.get("security") or "无").strip().lower() in NOTHING:
        found.append(texts.MISSING_SECURITY)
    if not any(re.search(r"\d|[一二三四五六七八九十百千万]", line) for line in fields.get("indicators") or ()):
        found.append(texts.MISSING_NUMBER)
    return found


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Text, ...]:
    """The fields that differ between two versions, as lines."""
    return tuple(
        texts.CHANGE(field=field.label, before=field.shown(before.get(name, "")), after=field.shown(after[name]))
        for name, field in BY_NAME.items()
        if before.get(name) != after[name]
    )


def who(person: Person | None, principal: Person | None = None) -> Phrase:
    """A name, with for whom they acted where they used a letter."""
    name = person.name if person else ""
    return Text(f"{name}（代{principal.name}）", f"{name} (for {principal.name})") if principal else name


def workdays_waited(turn: Turn, project: Project) -> int:
    """How many working days the decision has been waiting, pauses for 补充材料 taken out."""
    if project.waiting_since is None:
        return project.waited_days
    calendar = turn.school.calendar
    day, today, count = calendar.date(project.waiting_since), calendar.date(turn.now), 0
    while day < today and count < 400:
        day = calendar.next_workday(day.fromordinal(day.toordinal() + 1))
        count += day <= today
    return project.waited_days + count


def waited(turn: Turn, project: Project) -> Text:
    """The same in words."""
    if project.status == Stage.WAITING:
        return texts.RESTS
    days = workdays_waited(turn, project)
    return texts.WAITED_DAYS(days=days) if days else texts.WAITED_TODAY


def rule_words(turn: Turn, rule: Rule) -> dict[str, Phrase]:
    """A rule by title, value and clause: whatever says 逾期 names them."""
    return {"rule": rule.title, "value": rule_value(turn, rule), "clause": rule.clause}


def rule_value(turn: Turn, rule: Rule) -> Text:
    """A rule's value in force, in words."""
    return rule.show(turn.rule(rule))


def _standing(turn: Turn, project: Project, viewer: Viewer) -> list[Phrase]:
    """The decision or the question, and what comes next for the applicant: always the first line."""
    mine = viewer.id == project.applicant_id
    if adviser.allows(viewer, project) and project.status in UNDECIDED:
        return [texts.OPINION_WANTED]
    if secretary.allows(viewer, project) and project.status == Stage.SUBMITTED:
        return [texts.STUCK(code=project.code, why=_why_stuck(turn, project))]
    if project.status == Stage.WAITING:
        return [texts.ASKED(name=project.asked_by.name if project.asked_by else "", question=project.question)]
    if project.decided_at is None or project.status not in texts.DECISIONS:
        return []
    if project.decided_by is None:
        decision: Phrase = texts.OVERDUE_RETURN(days=rule_value(turn, rules.SUPPLEMENT))
    else:
        decision = texts.DECIDED(
            name=who(project.decided_by, project.decided_for), at=turn.clock_time(project.decided_at),
            decision=texts.DECISIONS[Stage(project.status)],
        )  # fmt: skip
    following = {
        Stage.APPROVED: texts.NEXT_APPROVED,
        Stage.REJECTED: texts.NEXT_REJECTED(days=rule_value(turn, rules.APPEAL)),
        Stage.RETURNED: texts.NEXT_RETURNED(days=rule_value(turn, rules.RESUBMIT)),
    }.get(Stage(project.status))
    return [decision, following] if mine and following is not None else [decision]


def _why_stuck(turn: Turn, project: Project) -> Text:
    if project.applicant.holds(Role.CIO):
        return texts.STUCK_CONFLICT
    days = workdays_waited(turn, project)
    return texts.STUCK_OVERDUE(days=days, **rule_words(turn, rules.ESCALATE)) if days else texts.STUCK_NO_CIO


def _decision_facts(turn: Turn, project: Project) -> list[tuple[Phrase, Phrase]]:
    found: list[tuple[Phrase, Phrase]] = []
    if project.decided_at is not None and project.status not in (*UNDECIDED, *texts.DECISIONS, Stage.WITHDRAWN):
        at = turn.clock_time(project.decided_at)
        found.append((texts.APPROVED_BY, texts.BY_AT(name=who(project.decided_by, project.decided_for), at=at)))
    if project.reason and project.status in (Stage.REJECTED, Stage.RETURNED):
        found.append((texts.REASON_IS, project.reason))
    if project.condition:
        found.append((texts.CONDITION_IS, project.condition))
    return found


def _changes(project: Project) -> list[Phrase]:
    if len(project.versions) < 2 or project.status not in UNDECIDED:
        return []
    before, after = project.versions[-2], project.versions[-1]
    lines = changes(before.fields, after.fields) or (texts.UNCHANGED,)
    return [texts.CHANGES(number=after.number), *lines]


def _facts(turn: Turn, project: Project) -> list[tuple[Phrase, Phrase]]:
    fields = project.fields
    lacks = missing(fields)
    facts: list[tuple[Phrase, Phrase]] = [
        (texts.APPLICANT, texts.APPLICANT_IS(name=project.applicant.name, department=project.department or "—")),
        *((BY_NAME[name].label, _short(project, shown(name, fields[name]))) for name in SHOWN),
        (texts.MISSING, joined(list(lacks)) if lacks else texts.NOTHING_MISSING),
        (texts.CLAUSE, texts.CLAUSE_IS),
    ]
    if project.status in UNDECIDED:
        facts.append((texts.WAITED, waited(turn, project)))
    return [*facts, *_said_about(project)]


def _said_about(project: Project) -> list[tuple[Phrase, Phrase]]:
    """What was asked and answered meanwhile, and the opinions."""
    facts: list[tuple[Phrase, Phrase]] = [
        (texts.EXCHANGES, texts.EXCHANGE(question=one["question"], answer=one["answer"])) for one in project.exchanges
    ]
    return [*facts, *((texts.OPINION_OF(name=one["by"]), one["text"]) for one in project.opinions)]


def _cut(value: str, longest: int) -> str:
    """The beginning of a long answer; the whole of it stands behind 看详情."""
    words = " ".join(value.split())
    return words if len(words) <= longest else f"{words[: longest - 1]}…"


def _short(project: Project, value: Phrase) -> Phrase:
    """A long answer cut where a phone's card ends; the whole of it is kept and one command away."""
    if len(say(value, "zh")) <= LONGEST:
        return value
    return texts.CUT(begin=Text(say(value, "zh")[:LONGEST], say(value, "en")[:LONGEST]), code=project.code)


def _hints(turn: Turn, project: Project) -> list[Phrase]:
    """What the decider should know besides: the department's other requests, and the money already promised to it."""
    rivals = [
        other
        for other in projects.undecided(turn.tx)
        if other.id != project.id and other.department == project.department
    ]
    found: list[Phrase] = [
        texts.ALSO_ASKED(code=other.code, title=other.title, budget=yuan(other.budget)) for other in rivals[:MOST_HINTS]
    ]
    promised = projects.committed_yuan(turn.tx, project.department)
    if promised:
        found.append(texts.COMMITTED(amount=yuan(promised)))
    if project.adviser is not None:
        found.append(texts.OPINION_PENDING(name=project.adviser.name))
    return found


def _own_buttons(viewer: Viewer, project: Project) -> tuple[Button, ...]:
    if viewer.id == project.applicant_id and project.status == Stage.RETURNED:
        return (Button(texts.REOPEN, token("projects", "reopen", project.code), "good"),)
    if viewer.id == project.applicant_id and project.status == Stage.REJECTED:
        return (Button(words.RENEW, token("projects", "renew", project.code)),)
    return ()


def _note(viewer: Viewer, project: Project) -> Phrase:
    letter = letter_for(viewer, project)
    return texts.ACTING(name=letter.principal_name) if letter else ""
